import { DateTime } from 'luxon';
import { whenFull } from '../i18n/when.ts';

/** Fixed words of an invitation (A9): French first, and beside it the language that the person reads. */
export interface Labels {
  readonly heading: string;
  readonly when: string;
  readonly place: string;
  readonly access: string;
  readonly name: string;
  readonly number: string;
  readonly entrance: string;
  readonly show: string;
  readonly contact: string;
  readonly cannot: string;
  /** Said of telling as soon as one can; in French the sentence says whom. */
  readonly tell: string;
  readonly personal: string;
  /** What the QR is, for those who hear the page. */
  readonly code: string;
}

/** Second languages of the house; anybody who reads another one gets French alone. */
export const secondLanguages = ['en', 'es', 'uk', 'ar'] as const;
export type SecondLanguage = (typeof secondLanguages)[number];

export const french: Labels = {
  heading: 'Invitation gratuite et personnelle',
  when: 'Quand',
  place: 'Lieu',
  access: 'Pour venir',
  name: 'Nom',
  number: 'Numéro',
  entrance: 'À l’entrée',
  show: 'Montrez cette page, sur papier ou sur téléphone, ou dites le numéro.',
  contact: 'Contact du lieu',
  cannot: 'Si vous ne pouvez pas venir',
  tell: 'la place ira à une autre personne.',
  personal: 'Cette invitation ne peut pas être donnée à une autre personne.',
  code: 'Code QR à montrer à l’entrée',
};

/** Nothing in them agrees with the gender of the reader. */
export const second: Readonly<Record<SecondLanguage, Labels>> = {
  en: {
    heading: 'Free, personal invitation',
    when: 'When',
    place: 'Place',
    access: 'Getting there',
    name: 'Name',
    number: 'Number',
    entrance: 'At the entrance',
    show: 'Show this page, on paper or on a phone, or say the number.',
    contact: 'Venue contact',
    cannot: 'If you cannot come',
    tell: 'Please say so as soon as you can: somebody else will have the seat.',
    personal: 'This invitation cannot be given to anybody else.',
    code: 'QR code to show at the entrance',
  },
  es: {
    heading: 'Invitación gratuita y personal',
    when: 'Cuándo',
    place: 'Lugar',
    access: 'Cómo llegar',
    name: 'Nombre',
    number: 'Número',
    entrance: 'En la entrada',
    show: 'Muestre esta página, en papel o en el teléfono, o diga el número.',
    contact: 'Contacto del lugar',
    cannot: 'Si no puede venir',
    tell: 'Avise lo antes posible: otra persona ocupará el asiento.',
    personal: 'Esta invitación no se puede dar a otra persona.',
    code: 'Código QR para mostrar en la entrada',
  },
  uk: {
    heading: 'Безкоштовне особисте запрошення',
    when: 'Коли',
    place: 'Місце',
    access: 'Як дістатися',
    name: 'Ім’я',
    number: 'Номер',
    entrance: 'На вході',
    show: 'Покажіть цю сторінку на папері чи на телефоні або назвіть номер.',
    contact: 'Контакт закладу',
    cannot: 'Якщо ви не можете прийти',
    tell: 'Повідомте якнайшвидше: місце отримає інша людина.',
    personal: 'Це запрошення не можна передати іншій людині.',
    code: 'QR-код, який треба показати на вході',
  },
  ar: {
    heading: 'دعوة مجانية وشخصية',
    when: 'الموعد',
    place: 'المكان',
    access: 'كيفية الوصول',
    name: 'الاسم',
    number: 'الرقم',
    entrance: 'عند المدخل',
    show: 'يرجى إظهار هذه الصفحة على الورق أو على الهاتف، أو ذكر الرقم.',
    contact: 'للاتصال بالمكان',
    cannot: 'في حال تعذّر الحضور',
    tell: 'يرجى الإبلاغ في أقرب وقت ممكن: سيُعطى المقعد لشخص آخر.',
    personal: 'لا يمكن إعطاء هذه الدعوة لشخص آخر.',
    code: 'رمز QR للعرض عند المدخل',
  },
};

/** The second language of a person (ISO 639-1, 'ar', 'uk-UA'); undefined: French alone. */
export const secondLanguage = (lang: string | null | undefined): SecondLanguage | undefined => {
  const base = lang?.toLowerCase().split(/[-_]/u)[0];
  return secondLanguages.find((one) => one === base);
};

export const directionOf = (lang: SecondLanguage | 'fr'): 'ltr' | 'rtl' => (lang === 'ar' ? 'rtl' : 'ltr');

const DAYS = {
  es: ['lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado', 'domingo'],
  uk: ['понеділок', 'вівторок', 'середа', 'четвер', 'п’ятниця', 'субота', 'неділя'],
  ar: ['الاثنين', 'الثلاثاء', 'الأربعاء', 'الخميس', 'الجمعة', 'السبت', 'الأحد'],
} as const;
const MONTHS = {
  es: ['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto', 'septiembre', 'octubre', 'noviembre', 'diciembre'],
  uk: ['січня', 'лютого', 'березня', 'квітня', 'травня', 'червня', 'липня', 'серпня', 'вересня', 'жовтня', 'листопада', 'грудня'],
  ar: ['يناير', 'فبراير', 'مارس', 'أبريل', 'مايو', 'يونيو', 'يوليو', 'أغسطس', 'سبتمبر', 'أكتوبر', 'نوفمبر', 'ديسمبر'],
} as const;

/** The instant in the venue's zone, in full with weekday and year. @throws RangeError on an unknown zone or an invalid date. */
export function whenIn(at: Date, zone: string, lang: SecondLanguage | 'fr'): string {
  // Whoever keeps the page reads it next year too: `now` far away has the year said.
  if (lang === 'fr' || lang === 'en') return whenFull(at, zone, lang, new Date(0));
  const here = DateTime.fromJSDate(at, { zone });
  if (!here.isValid) throw new RangeError(`no local time in ${zone}: ${here.invalidReason}`);
  const day = DAYS[lang][here.weekday - 1] ?? '';
  const month = MONTHS[lang][here.month - 1] ?? '';
  const clock = here.toFormat('HH:mm');
  switch (lang) {
    case 'es':
      return `${day} ${here.day} de ${month} de ${here.year}, ${clock} h`;
    case 'uk':
      return `${day}, ${here.day} ${month} ${here.year}, ${clock}`;
    case 'ar':
      return `${day} ${here.day} ${month} ${here.year}، الساعة ${clock}`;
  }
}

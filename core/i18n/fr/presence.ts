import type { Reservation } from '../../domain/reservation.ts';
import type { Text } from '../../messages/message.ts';
import { hidden, join, person, stopAfter, strong, t } from '../../messages/text.ts';
import { plural } from '../plural.ts';
import type { Times } from '../times.ts';
import { capital, names, persons } from './words.ts';

type Show = Pick<Reservation, 'title' | 'startsAt' | 'zone'>;

/** Words about confirmation and presence (A12, A17). */
export const presence = (at: Times) => {
  const when = (show: Show): string => at.full(show.startsAt, show.zone);
  const outings = (n: number): string => `${n} ${plural(n, 'sortie', 'sorties')}`;
  const strangers = (said: readonly string[]): Text => t`Je ne trouve pas ${join(said.map((one) => t`« ${hidden(one)} »`), ', ', ' ni ')} dans cette sortie.`;

  return {
    strangers,
    /** 'Vous avez dit 2 sur 3', and there are four. */
    wrongCount: (n: number) => t`Cette sortie compte ${persons(n)}.`,
    unclear: (people: readonly string[]) => t`${names(people)} : que dois-je noter ?`,

    coming: {
      push: (show: Show, waiting: number) => t`${capital(when(show))} : votre sortie ${strong(show.title)}${stopAfter(show.title)} Qui vient ?${waiting > 0 ? ` ${persons(waiting)} ${plural(waiting, 'attend', 'attendent')} une place.` : ''}`,
      reply: t`Répondre`,
      question: t`Qui vient ?`,
      comes: (people: readonly string[]) => t`${plural(people.length, 'Vient', 'Viennent')} : ${names(people)}.`,
      stays: (people: readonly string[]) => t`Ne ${plural(people.length, 'vient', 'viennent')} pas : ${names(people)}.`,
      /** With somebody of the outing for an example. */
      how: (id: string) => t`Touchez un nom pour changer, ou écrivez-le : « tout le monde sauf ${person(id, 'first')} ». Rien ne part avant « Envoyer mes réponses ». Sans réponse, les places sont gardées.`,
      all: t`Tout le monde vient`,
      none: t`Personne ne vient`,
      send: t`Envoyer mes réponses`,
      /** Asked after '2 sur 3': so many do not come. */
      missing: (n: number) => (n === 1 ? t`Qui ne vient pas ? Touchez son nom, ou écrivez-le.` : t`${persons(n)} ne viennent pas. Qui ? Touchez leurs noms, ou écrivez-les.`),
      recap: t`Je récapitule :`,
      kept: (people: readonly string[]) => t`${names(people)} : ${plural(people.length, 'la place est gardée', 'les places sont gardées')}.`,
      given: (people: readonly string[]) => t`${names(people)} : ${plural(people.length, 'la place est rendue', 'les places sont rendues')}.`,
      confirm: t`Envoyer`,
      confirmed: (people: readonly string[]) => t`C’est noté : ${names(people)} ${plural(people.length, 'vient', 'viennent')}.`,
      nobodyLeft: t`Plus personne n’a de place pour cette sortie.`,
      nothing: t`Aucune sortie n’attend votre réponse.`,
      which: t`Pour quelle sortie ?`,
    },

    here: {
      push: (show: Show, people: number) => t`${strong(show.title)} commence à ${at.hour(show.startsAt, show.zone)}. Tout le monde est là ? Le groupe : ${persons(people)}, avec vous.`,
      how: (people: number) => t`Touchez, ou écrivez combien de personnes sont là, par exemple « ${people - 1} ».`,
      all: t`Tout le monde est là`,
      some: t`Il manque quelqu’un`,
    },

    after: {
      one: (show: Show, yesterday: boolean) => t`Qui était là${yesterday ? ' hier' : ''} ? ${strong(show.title)}, ${when(show)}.`,
      several: (n: number, yesterday: boolean) => t`Qui était là${yesterday ? ' hier' : ''} ? ${outings(n)}.`,
      reply: t`Répondre`,
      allPresent: (n: number) => (n < 2 ? t`Présence` : t`Tous présents`),
      question: t`Qui était là ?`,
      questionNow: t`Qui est là ?`,
      people: (people: readonly string[]) => t`${names(people)}.`,
      how: (id: string) => t`Vous pouvez aussi l’écrire : « tous sauf ${person(id, 'first')} », « ${person(id, 'first')} pas là », ou un nombre : « 2 sur 3 ».`,
      all: t`Tous`,
      none: t`Personne`,
      each: t`Un par un`,
      present: t`Présence`,
      absent: t`Absence`,
      excused: t`Absence prévenue`,
      eachHow: t`Touchez un nom pour changer : présence, absence, absence prévenue ; ou écrivez-le. Puis « Enregistrer ».`,
      missing: (n: number) => (n === 1 ? t`Qui manquait ? Touchez son nom, ou écrivez-le.` : t`Il manquait ${persons(n)}. Qui ? Touchez leurs noms, ou écrivez-les.`),
      stillMissing: (n: number) => t`Vous avez dit qu’il manquait ${persons(n)}. Corrigez les noms, ou enregistrez tel quel.`,
      others: t`Les autres étaient là`,
      save: t`Enregistrer`,
      saveAnyway: t`Enregistrer tel quel`,
      recap: t`Je récapitule :`,
      marks: {
        present: (people: readonly string[]) => t`Présence : ${names(people)}.`,
        absent: (people: readonly string[]) => t`Absence : ${names(people)}.`,
        excused: (people: readonly string[]) => t`Absence prévenue : ${names(people)}.`,
        unknown: (people: readonly string[]) => t`Sans réponse : ${names(people)}.`,
      },
      nothingSaid: t`Rien n’est encore indiqué. Touchez un nom, ou écrivez-le.`,
      done: t`C’est noté.`,
      already: t`C’est déjà noté.`,
      correct: t`Corriger`,
      next: (n: number) => t`Encore ${outings(n)} à noter.`,
      nextOne: t`Sortie suivante`,
      title: t`Présences à indiquer`,
      line: (show: Show, people: number) => t`${when(show)} · ${persons(people)}`,
      which: t`De quelle sortie parlez-vous ?`,
      nothing: t`Aucune présence à indiquer.`,
      nothingFor: t`Je ne trouve pas de sortie passée pour cela.`,
      notYet: (show: Show) => t`${strong(show.title)} : ${when(show)}. La présence se note après la sortie.`,
      mark: t`Indiquer la présence`,
    },

    home: {
      marks: (people: number, show: Show, others: number) => t`${people} ${plural(people, 'présence', 'présences')} à indiquer : ${strong(show.title)}, ${at.day(show.startsAt, show.zone)}${others === 0 ? '' : `, et ${others} ${plural(others, 'autre sortie', 'autres sorties')}`}.`,
      confirm: (show: Show, others: number) => t`À confirmer : ${strong(show.title)}, ${when(show)}${others === 0 ? '' : `, et ${others} ${plural(others, 'autre sortie', 'autres sorties')}`}. Qui vient ?`,
      answer: t`Dire qui vient`,
    },
  };
};

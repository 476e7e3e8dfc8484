import type { Person, PersonChanges, PersonDetails, PersonKind, PersonSheet } from '../../../domain/person.ts';
import { monthOf } from '../../../domain/time.ts';
import { birthYearOf, civilityOf, emailOf, kindOf, languageOf, phoneOf, yesNo } from '../../../importing/peopleCells.ts';
import { line } from '../../../importing/text.ts';
import { fold } from '../../../language/fold.ts';
import type { Text } from '../../../messages/message.ts';
import { hidden, person, t } from '../../../messages/text.ts';
import type { Context } from '../../flow.ts';
import { hostIn, namePart } from './names.ts';

/** Everything that can be given of somebody (A3), by the name of its field in a form. */
export const NAMES = ['first', 'last', 'kind', 'of'] as const;
export const DETAILS = ['civility', 'phone', 'email', 'birthYear', 'access', 'lang', 'discreet'] as const;
export type FieldName = (typeof NAMES)[number] | (typeof DETAILS)[number];
/** As typed, by field; empty: to be removed. */
export type Values = Readonly<Partial<Record<FieldName, string>>>;

export interface Fault {
  readonly field: FieldName;
  readonly why: Text;
}

const ACCESS_LENGTH = 500;
const NOTHING = /^(?:|aucune?|neant|rien|sans|vide|effacer|supprimer|none|nothing|non precisee?)$/;
const yearOf = (ctx: Context): number => Number(monthOf(ctx.now, ctx.programme.zone).slice(0, 4));

type Kept = string | number | boolean | undefined;

/** One detail as it is kept: `undefined` removes it; nothing at all: it cannot be read. */
function detailOf(field: (typeof DETAILS)[number], said: string, ctx: Context): { value: Kept } | undefined {
  const nothing = NOTHING.test(fold(said));
  const read = (value: Kept): { value: Kept } | undefined => (value === undefined ? undefined : { value });
  if (field === 'discreet') return nothing ? { value: false } : read(yesNo(said));
  if (nothing || (field === 'access' && fold(said) === 'non')) return { value: undefined };
  switch (field) {
    case 'civility': {
      const civility = civilityOf(said);
      return civility === null ? { value: undefined } : read(civility);
    }
    case 'phone':
      return read(phoneOf(said));
    case 'email':
      return read(emailOf(said));
    case 'birthYear':
      return read(birthYearOf(said, yearOf(ctx), true));
    case 'access':
      return said.trim().length > ACCESS_LENGTH ? undefined : { value: line(said, ACCESS_LENGTH + 1) };
    case 'lang':
      return read(languageOf(said, true));
  }
}

/** What these values change of somebody, or every fault in them: nothing is half recorded. */
export function changesBy(values: Values, before: PersonSheet, all: readonly Person[], ctx: Context): { changes: PersonChanges; changed: readonly FieldName[]; faults: readonly Fault[] } {
  const { wrong } = ctx.say.participants;
  const faults: Fault[] = [];
  const refuse = (field: FieldName, why: Text = wrong[field]): void => {
    faults.push({ field, why });
  };
  const changed: FieldName[] = [];
  const own: { first?: string; last?: string; kind?: PersonKind; of?: string | null } = {};
  const details: Record<string, string | number | undefined> = { ...before.details };
  let { discreet } = before;

  for (const field of ['first', 'last'] as const) {
    if (values[field] === undefined) continue;
    const part = namePart(values[field]);
    if (part === undefined) refuse(field);
    else if (part !== before[field]) {
      own[field] = part;
      changed.push(field);
    }
  }
  const tie = tieOf(values, before, all);
  if ('wrong' in tie) refuse(tie.wrong, tie.guests !== undefined ? wrong.guests(tie.guests) : tie.self === true ? wrong.self : tie.wrong === 'of' && (values.of ?? '') === '' ? ctx.say.participants.add.ofWhom : undefined);
  else {
    own.kind = tie.kind;
    own.of = tie.of;
    if (tie.kind !== before.kind || tie.of !== before.of) changed.push('kind');
  }
  for (const field of DETAILS) {
    const said = values[field];
    if (said === undefined) continue;
    const read = detailOf(field, said, ctx);
    const value = read?.value;
    if (read === undefined) refuse(field);
    else if (field === 'discreet') {
      if (value !== discreet) changed.push(field);
      discreet = value === true;
    } else if (value !== details[field]) {
      details[field] = typeof value === 'boolean' ? undefined : value;
      changed.push(field);
    }
  }
  const kept = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)) as PersonDetails;
  return { changes: { ...own, details: kept, discreet }, changed, faults };
}

interface Tie { readonly kind: PersonKind; readonly of: string | null }
interface NoTie { readonly wrong: 'kind' | 'of'; readonly guests?: readonly string[]; readonly self?: true }

/** Kind and host go together: a guest is tied to a participant, nobody else is to anybody (A3). */
function tieOf(values: Values, before: PersonSheet, all: readonly Person[]): Tie | NoTie {
  const said = (values.of ?? '').trim();
  const kind = values.kind === undefined ? (said === '' ? before.kind : 'guest') : kindOf(values.kind, true);
  if (kind === undefined) return { wrong: 'kind' };
  const guests = all.filter(({ of }) => of === before.id).map(({ id }) => id);
  if (kind !== 'participant' && guests.length > 0) return { wrong: 'kind', guests };
  if (kind !== 'guest') return { kind, of: null };
  if (values.of === undefined || said === '') return before.of === null ? { wrong: 'of' } : { kind, of: before.of };
  const host = hostIn(said, all);
  if (host === 'unknown' || host === 'several') return { wrong: 'of' };
  return host.id === before.id ? { wrong: 'of', self: true } : { kind, of: host.id };
}

/** 'arabe' for 'ar', in the reader's language; the code where there is no word that would be read again. */
export function languageName(code: string, ctx: Context): string {
  const name = new Intl.DisplayNames([ctx.lang], { type: 'language', fallback: 'code' }).of(code) ?? code;
  return languageOf(name, false) === code ? name : code;
}

/** '+33612345678' → '06 12 34 56 78'; other countries' as they are kept. */
export const spokenPhone = (phone: string): string => (/^\+33\d{9}$/.test(phone) ? `0${phone.slice(3)}`.replace(/(\d\d)(?=\d)/g, '$1 ') : phone);

/** What is kept of a field, as it is shown and as it could be typed again. */
export function shownValue(field: FieldName, sheet: PersonSheet, ctx: Context): Text | undefined {
  const { fields, sheet: words } = ctx.say.participants;
  const { details } = sheet;
  switch (field) {
    case 'first':
    case 'last':
      return [hidden(sheet[field])];
    case 'kind':
      return sheet.kind === 'guest' ? (sheet.of === null ? undefined : ctx.say.participants.guestOf(sheet.of)) : words.kind[sheet.kind];
    case 'of':
      return sheet.of === null ? undefined : t`${person(sheet.of)}`;
    case 'discreet':
      return sheet.discreet ? fields.yes : fields.no;
    case 'birthYear':
      return details.birthYear === undefined ? undefined : [hidden(String(details.birthYear))];
    case 'phone':
      return details.phone === undefined ? undefined : [hidden(spokenPhone(details.phone))];
    case 'lang':
      return details.lang === undefined ? undefined : [hidden(languageName(details.lang, ctx))];
    case 'civility':
    case 'email':
    case 'access':
      return details[field] === undefined ? undefined : [hidden(details[field])];
  }
}

const WORDS: readonly (readonly [FieldName, string])[] = [
  ['phone', 'telephone|tel|portable|mobile|numero de telephone|phone'], ['email', 'e mail|email|mail|courriel|adresse mail|adresse e mail'], ['lang', 'langue|parle|language'],
  ['birthYear', 'annee de naissance|naissance|nee? en|nee? le|age|birth year|born'], ['access', 'besoins? d acces|acces|besoins?|accessibilite|access needs?'], ['discreet', 'discret|discrete|discretion|discreet'],
  ['civility', 'civilite|title'], ['first', 'prenom|first name'], ['last', 'nom de famille|nom|last name'], ['of', 'invitee? de|invitee? d|proche de|proche d|guest of'], ['kind', 'qui est ce|type|statut|kind'],
];
const COMMAND = new RegExp(`^(sans |pas |non |effacer |enlever |supprimer |no |not )?(?:le |la |l |les |d |de |son |sa )?(${WORDS.map(([, list]) => list).join('|')})(?: |$)`);

/** 'téléphone 06 12 34 56 78', 'discret oui', 'sans e-mail', 'invitée de Soraya': one detail said in words (X7). */
export function detailSaid(text: string): { field: FieldName; value?: string } | undefined {
  const said = COMMAND.exec(fold(text));
  if (said === null) {
    if (/^(?:madame|monsieur|mme|m\.|mr)$/iu.test(text.trim())) return { field: 'civility', value: text.trim() };
    return /^\S+@\S+\.\S+$/.test(text.trim()) ? { field: 'email', value: text.trim() } : phoneOf(text) === undefined ? undefined : { field: 'phone', value: text.trim() };
  }
  const field = WORDS.find(([, list]) => new RegExp(`^(?:${list})$`).test(said[2] ?? ''))?.[0];
  if (field === undefined) return undefined;
  const value = afterWords(text, fold(said[0]).split(' ').length);
  if (said[1] !== undefined) return { field, value: '' };
  if (field === 'discreet' && value === '') return { field, value: 'oui' };
  return value === '' ? { field } : { field, value };
}

/** What follows so many folded words, as typed. */
function afterWords(text: string, count: number): string {
  let from = 0;
  for (let n = 0; n < count; n += 1) {
    const found = /[\p{L}\p{N}\p{M}]+/u.exec(text.slice(from));
    if (found === null) return '';
    from += found.index + found[0].length;
  }
  return text.slice(from).replace(/^[\s:='’-]+/u, '').trim();
}

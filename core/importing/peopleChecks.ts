import { NAME_LENGTH, splitName, type PersonKind } from '../domain/person.ts';
import { words } from '../language/fold.ts';
import { birthYearOf, civilityOf, emailOf, isGarbled, isName, kindOf, languageOf, phoneOf, saysNothing, withoutCivility, yesNo } from './peopleCells.ts';
import { cellText, isShouted } from './peopleLines.ts';
import type { PersonDraft, PersonField, PersonProblem, PersonProblemCode, RawRow } from './peopleProblems.ts';
import { cut, known, line as oneLine } from './text.ts';

/** A line taken apart, its values not looked at yet. */
export interface Raw {
  readonly line: number;
  readonly row: RawRow;
  /** All of it, to show. */
  readonly text: string;
  readonly values: Map<PersonField, unknown>;
  /** Names whose place is not known yet; one is first and last name together. */
  readonly names: string[];
  /** They stood on either side of a comma. */
  comma: boolean;
  /** Remarks that are nothing we record. */
  readonly odd: string[];
  /** What makes it nobody, whatever else it says. */
  fault?: { code: PersonProblemCode; field?: PersonField; value?: string };
}

/** Somebody of the structure, as the reader may see them. */
export interface Known {
  readonly id: string;
  readonly first: string;
  readonly last: string;
  readonly kind: PersonKind;
  readonly birthYear?: number;
}

export interface CheckOptions {
  readonly year: number;
  readonly existing?: readonly Known[];
  readonly kind?: PersonKind;
}

/** A lone yes: something is needed, and the heading says what. */
export const isMore = (needs: unknown): boolean => yesNo(needs) === true;

const MAX_NEEDS = 500;
/** Accents, case, hyphens and order do not matter. */
const keyOf = (first: string, last: string): string => words(`${first} ${last}`).sort().join(' ');

/** One after the other: a person is compared with those kept before them. */
export function checked(raws: readonly Raw[], options: CheckOptions): { good: PersonDraft[]; faults: PersonProblem[] } {
  const good: PersonDraft[] = [];
  const faults: PersonProblem[] = [];
  const kept = new Map<string, { line?: number; id?: string; birthYear?: number | undefined }[]>();
  for (const { id, first, last, birthYear } of options.existing ?? []) {
    const key = keyOf(first, last);
    kept.set(key, [...(kept.get(key) ?? []), { id, birthYear }]);
  }
  for (const raw of raws) {
    const found: PersonProblem[] = [];
    const refuse: Refuse = (code, field, value, more = {}) => {
      const shown = value === undefined ? undefined : oneLine(value, 60);
      found.push({ line: raw.line, code, ...(field !== undefined && { field }), ...(shown !== undefined && { value: shown }), kept: false, ...more, row: raw.row });
    };
    const draft = personOf(raw, options, refuse);
    if (draft !== undefined && found.length === 0) {
      const key = keyOf(draft.first, draft.last);
      const same = kept.get(key) ?? [];
      const twin = same.find(({ birthYear }) => birthYear === undefined || draft.birthYear === undefined || birthYear === draft.birthYear);
      if (twin?.id !== undefined) refuse('already-there', 'name', `${draft.first} ${draft.last}`, { person: twin.id });
      else if (twin?.line !== undefined) refuse('twice', 'name', `${draft.first} ${draft.last}`, { first: twin.line });
      else {
        kept.set(key, [...same, { line: draft.line, birthYear: draft.birthYear }]);
        good.push(draft);
      }
    }
    faults.push(...found);
  }
  return { good, faults };
}

type Refuse = (code: PersonProblemCode, field?: PersonField, value?: unknown, more?: { person?: string; first?: number }) => void;

/** The person, if the name can be read; every fault is told, so that one round of corrections is enough. */
function personOf(raw: Raw, options: CheckOptions, refuse: Refuse): PersonDraft | undefined {
  const { values, odd, text } = raw;
  if (raw.fault !== undefined) {
    refuse(raw.fault.code, raw.fault.field, raw.fault.value);
    return undefined;
  }
  if (isGarbled(text)) {
    refuse('garbled', undefined, text);
    return undefined;
  }
  const name = nameOf(raw, refuse);
  for (const remark of odd) refuse('not-understood', undefined, remark);
  const take = <T>(field: PersonField, read: (value: unknown) => T | undefined, code: PersonProblemCode): T | undefined => {
    const value = values.get(field);
    if (value === undefined || (field !== 'discreet' && field !== 'civility' && typeof value === 'string' && /^(?:[-–—/?.]+|n\/?[ac]|néant|neant|aucune?)$/i.test(value))) return undefined;
    const found = read(value);
    if (found === undefined) refuse(code, field, cellText(value));
    return found;
  };
  const kind = take('kind', (value) => kindOf(String(value), true), 'unknown-kind');
  const of = oneLine(values.get('of'), NAME_LENGTH * 2);
  const host = of === undefined || saysNothing(of) ? undefined : withoutCivility(of).name;
  if (kind === 'guest' && host === undefined) refuse('guest-without-participant', 'of');
  if (host !== undefined && kind !== undefined && kind !== 'guest') refuse('not-a-guest', 'of', host);
  if (host !== undefined && name !== undefined && keyOf(host, '') === keyOf(name.first, name.last)) refuse('guest-of-self', 'of', host);
  const civility = take('civility', civilityOf, 'bad-civility') ?? name?.civility;
  const needs = oneLine(values.get('access'), 100_000);
  if (needs !== undefined && needs.length > MAX_NEEDS) refuse('access-too-long', 'access', needs);
  const birth = take('birth', (value) => birthYearOf(value, options.year, false), 'bad-birth');
  const age = take('age', (value) => birthYearOf(value, options.year, true), 'bad-age');
  const draft = {
    phone: take('phone', phoneOf, 'bad-phone'),
    email: take('email', emailOf, 'bad-email'),
    birthYear: birth ?? age,
    access: needs === undefined || saysNothing(needs) ? undefined : needs,
    lang: take('lang', (value) => languageOf(value, true), 'unknown-language'),
    discreet: take('discreet', yesNo, 'bad-yes-no'),
  };
  if (name === undefined) return undefined;
  return known<PersonDraft>({
    line: raw.line,
    kind: kind ?? (host === undefined ? (options.kind ?? 'participant') : 'guest'),
    of: host,
    first: name.first,
    last: name.last,
    civility: civility ?? undefined,
    ...draft,
  });
}

function nameOf(raw: Raw, refuse: Refuse): { first: string; last: string; civility?: 'Mme' | 'M.' } | undefined {
  const { values, names, text } = raw;
  if (names.length > 1) {
    refuse('several-people', 'name', text);
    return undefined;
  }
  const typed = { first: oneLine(values.get('first'), 2_000), last: oneLine(values.get('last'), 2_000) };
  if (typed.first === undefined && typed.last === undefined) return wholeName(names[0], text, refuse);
  const { civility, name: first } = withoutCivility(typed.first ?? '');
  const { civility: other, name: last } = withoutCivility(typed.last ?? '');
  // Neither hides the other: both are told.
  const fits = [fit('first', first, refuse), fit('last', last, refuse)];
  if (first === '') refuse('no-first', 'first', last);
  if (last === '') refuse('no-last', 'last', first);
  if (fits.includes(false) || first === '' || last === '') return undefined;
  const shown = civility ?? other;
  return { first, last, ...(shown !== undefined && { civility: shown }) };
}

/** A part of a name that is there must be one. */
function fit(field: 'first' | 'last', name: string, refuse: Refuse): boolean {
  if (name.length > NAME_LENGTH) refuse('name-too-long', field, cut(name, 60));
  else if (name !== '' && !isName(name)) refuse('not-a-name', field, name);
  else return true;
  return false;
}

/** 'Rue' and 'Place' are last names too, without a number before them. */
const ADDRESS = /^\W*\d{1,4}\s?(?:bis|ter)?[\s,;]+(?:rue|avenue|av|boulevard|bd|impasse|all[ée]e|chemin|place|route|cours|quai|square|r[ée]sidence|b[âa]t|appartement)\b/iu;

/** A sentence of a message pasted along: 'Bonjour à tous', 'Voici les jeunes pour samedi'. */
const SPOKEN = new Set('bonjour bonsoir merci voici voila cordialement a tous toutes pour avec sans je vous nous notre nos votre mes ci joint jointe liste est sont sera seront qui que samedi dimanche lundi mardi mercredi jeudi vendredi hello thanks please here'.split(' '));

function wholeName(said: string | undefined, text: string, refuse: Refuse): ReturnType<typeof nameOf> {
  const { civility, name } = withoutCivility(said ?? '');
  if (name === '') refuse('no-name', 'name', text);
  else if (!isName(name) || ADDRESS.test(text) || words(name).some((word) => SPOKEN.has(word))) refuse('not-a-name', 'name', name);
  else if (/(?:^|\s)(?:et|and|&)\s/iu.test(name)) refuse('several-people', 'name', name);
  else if (name.length > NAME_LENGTH * 2) refuse('name-too-long', 'name', name);
  else {
    const split = splitName(name);
    if (split !== undefined) return { ...split, ...(civility !== undefined && { civility }) };
    if (/\s/.test(name)) refuse(name.length > NAME_LENGTH ? 'name-too-long' : 'not-a-name', 'name', name);
    // 'DIALLO' and 'Mme Diallo' are last names, 'Awa' is a first one.
    else if (civility !== undefined || isShouted(name)) refuse('no-first', 'first', name);
    else refuse('no-last', 'last', name);
  }
  return undefined;
}

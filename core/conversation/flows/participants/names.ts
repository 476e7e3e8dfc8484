import type { Person } from '../../../domain/person.ts';
import { NAME_LENGTH, splitName } from '../../../domain/person.ts';
import { isName } from '../../../importing/peopleCells.ts';
import { words } from '../../../language/fold.ts';
import { findPeople } from '../../../language/people.ts';

/** Accents, case, hyphens and order do not matter. */
export const nameKey = (first: string, last: string): string => words(`${first} ${last}`).sort().join(' ');

const clean = (value: string | undefined): string => (value ?? '').normalize('NFC').replace(/[\p{C}<>{}[\]|\\]/gu, ' ').replace(/\s+/gu, ' ').trim();

/** One part of a name as it is kept; undefined: it is none. */
export function namePart(value: string | undefined): string | undefined {
  const part = clean(value);
  return part.length <= NAME_LENGTH && isName(part) ? part : undefined;
}

/** First and last name out of one line; undefined: not both are there, or it is no name. */
export function nameIn(text: string): { first: string; last: string } | undefined {
  if (/[\n\r]/.test(text.trim())) return undefined;
  const name = splitName(clean(text));
  const [first, last] = [namePart(name?.first), namePart(name?.last)];
  return first === undefined || last === undefined ? undefined : { first, last };
}

/** One to five words of letters alone: taken for a name rather than for a sentence. */
export const looksLikeName = (text: string): boolean => text.length <= 80 && /^\p{L}[\p{L}\p{M}.'’-]*(?: [\p{L}\p{M}.'’-]+){0,4}$/u.test(text.trim());

/** The participant whose guest somebody is, as typed: the one who is as near as nobody else. */
export function hostIn(said: string, all: readonly Person[]): { id: string } | 'unknown' | 'several' {
  const found = findPeople(said.replace(/^(?:de |d['’])/i, ''), all.filter(({ kind, removed }) => kind === 'participant' && !removed));
  const [best] = found;
  const equals = found.filter(({ match }) => match === best?.match);
  return best === undefined ? 'unknown' : equals.length > 1 ? 'several' : { id: best.id };
}

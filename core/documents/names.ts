import { nameOf, type PersonName } from '../messages/naming.ts';

const one = (first: string): string => nameOf({ person: '', as: 'full' }, { people: new Map([['', { first, last: '' }]]), accounts: new Map() }, 'initials');

/** Both names as initials, by the one masking rule (core/messages/naming.ts). */
export const initialsOf = ({ first, last }: PersonName): PersonName => ({ first: one(first), last: one(last) });

/**
 * Name of a file that is about a performance, and names nobody (X5): 'invites-gospel-experience-2026-11-28.pdf'.
 * @param day ISO date in the venue's zone
 */
export function fileName(what: string, title: string, day: string, ending: string): string {
  const plain = title.toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae').normalize('NFD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/gu, '-').slice(0, 60).replace(/^-+|-+$/gu, '');
  return `${[what, plain, day].filter((part) => part !== '').join('-')}.${ending}`;
}

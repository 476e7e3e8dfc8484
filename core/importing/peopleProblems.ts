import type { PersonKind } from '../domain/person.ts';

/** Somebody read out of a paste or a file (A3). A field that was not given is absent. */
export interface PersonDraft {
  /** From 1, as the sender sees it in the paste or the file. */
  line: number;
  kind: PersonKind;
  /** Of a guest: the participant they are tied to, as typed. Whether there is one, the caller finds out. */
  of?: string;
  first: string;
  last: string;
  civility?: Civility;
  /** E.164: '+33612345678'. */
  phone?: string;
  /** In lower case. */
  email?: string;
  /** From an age it is this year less the age: right to a year. */
  birthYear?: number;
  /** Access needs, as written; health data (X5). */
  access?: string;
  /** ISO 639: two letters, three where there are no two. */
  lang?: string;
  discreet?: boolean;
}

export type Civility = 'Mme' | 'M.';
export type PersonField = 'first' | 'last' | 'name' | 'kind' | 'of' | 'civility' | 'phone' | 'email' | 'birth' | 'age' | 'access' | 'lang' | 'discreet';

/**
 * What can be wrong, stable: the flow has a sentence for each. A faulty line is not kept, even where only an optional
 * field is wrong: it comes back in the correction file and is sent again whole, so nothing is half recorded.
 * 'Told' codes (`kept`) are about the file, or about a detail of a line that is good.
 *
 * | code | when | field, value |
 * |---|---|---|
 * | no-first | a last name alone | first, what stood there |
 * | no-last | a first name alone | last, what stood there |
 * | no-name | neither, though the line says something | name, the line |
 * | name-too-long | more than NAME_LENGTH letters | first or last, its beginning |
 * | not-a-name | digits, an address, signs: no name | first, last or name, as written |
 * | several-people | two or more people on one line | name, the line |
 * | not-understood | a remark beside the name that is nothing we record | -, the remark |
 * | unknown-kind | neither participant, guest nor companion | kind, the word |
 * | guest-without-participant | a guest, and nobody they are tied to | of, - |
 * | guest-of-self | a guest of their own | of, the name |
 * | not-a-guest | tied to somebody ('invité de'), and called participant or companion | of, the name |
 * | bad-email, bad-phone, bad-birth, bad-age, bad-civility | cannot be read, or impossible | itself, as written |
 * | unknown-language, bad-yes-no | a word we do not know | lang, discreet; the word |
 * | access-too-long | more than 500 letters | access, its beginning |
 * | twice | the same person further up (`first`: that line); two birth years make two people | name |
 * | already-there | a person of the structure (`person`: that id) | name |
 * | too-many-columns | more cells than headings: a stray separator | -, the cells |
 * | garbled | letters lost in another encoding, more than 1,000 letters, or a title nobody stands in | -, the line |
 * | unclosed-quote | a quotation mark that is never closed | -, the line |
 * | too-many | beyond 2,000 people: not read; the correction file has them | - |
 * | too-big | the whole is too large (5 MB, 20,000 lines): nothing was read | - |
 * | unreadable | no text and no workbook: nothing was read | - |
 * | above-headings (told) | a title above the headings is no person | -, the line |
 * | unknown-column (told) | a heading that stands for nothing we record | -, the heading |
 * | order-guessed (told) | nothing says which of two columns is the last name (`columns`) | - |
 * | other-sheets (told) | a workbook's first sheet is read, the others are not | -, their names |
 */
export const PERSON_PROBLEMS = [
  'no-first', 'no-last', 'no-name', 'name-too-long', 'not-a-name', 'several-people', 'not-understood', 'unknown-kind', 'guest-without-participant',
  'guest-of-self', 'not-a-guest', 'bad-email', 'bad-phone', 'bad-birth', 'bad-age', 'bad-civility', 'unknown-language', 'bad-yes-no', 'access-too-long', 'twice',
  'already-there', 'too-many-columns', 'garbled', 'unclosed-quote', 'too-many', 'too-big', 'unreadable', 'above-headings', 'unknown-column', 'order-guessed', 'other-sheets',
] as const;
export type PersonProblemCode = (typeof PERSON_PROBLEMS)[number];

/** Something about one line. A line may have several; it is kept only if all of them say so. */
export interface PersonProblem {
  line: number;
  code: PersonProblemCode;
  field?: PersonField;
  /** At most 60 characters of what stood there; may hold a name: `hidden(…)` in a message. */
  value?: string;
  kept: boolean;
  /** Of 'twice': the line that is kept, or was faulty itself. */
  first?: number;
  /** Of 'already-there': who. */
  person?: string;
  /** The line's cells and their headings as written, for the correction file; none for what is about the file. */
  row?: RawRow;
}

export interface RawRow {
  /** The headings the cells stand under; one free line is one cell under 'Personne'. */
  heads: readonly string[];
  cells: readonly string[];
}

export const FREE: readonly string[] = ['Personne'];

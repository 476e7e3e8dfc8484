import type { Lang } from '../i18n/plural.ts';
import type { Action, Masked, Message, NameForm, Strong, Text } from './message.ts';

/** How names of accompanied people leave by a channel (X5). */
export type Naming = 'full' | 'initials' | 'none';

export interface PersonName {
  readonly first: string;
  readonly last: string;
  /** Where only initials go out: which one of those who have the same, in the order in which they came; the first is not counted. */
  readonly nth?: number;
}

/** Which one each is of those with the same initials, in the order given: 'F. B.' and 'F. B. (2)' are two people. */
export function sameInitials<T extends PersonName>(all: readonly T[]): ReadonlyMap<T, number> {
  const times = new Map<string, number>();
  return new Map(all.map((one) => {
    const initials = shown(one, 'full', 'initials');
    const nth = (times.get(initials) ?? 0) + 1;
    times.set(initials, nth);
    return [one, nth];
  }));
}

/** The names that a message's references stand for, looked up in the reader's own scope. */
export interface NameBook {
  readonly people: ReadonlyMap<string, PersonName>;
  readonly accounts: ReadonlyMap<string, PersonName>;
  readonly lang?: Lang;
  /** The reader's own account: greeted without a name where names do not go out. */
  readonly reader?: string;
}

const letters = new Intl.Segmenter('fr');
const initial = (part: string): string => {
  const [first] = letters.segment(part);
  return first === undefined ? '' : `${first.segment.toLocaleUpperCase('fr')}.`;
};

/** Nobody's name, in the reader's language. */
const UNNAMED = {
  fr: { one: 'une personne', you: 'à vous', many: (n: number) => `${n} personnes`, and: ' et ' },
  en: { one: 'one person', you: 'there', many: (n: number) => `${n} people`, and: ' and ' },
} as const;

/** What stands for words that are not shown. */
const ELSEWHERE = '…';

function shown(name: PersonName, as: NameForm, naming: 'full' | 'initials'): string {
  if (naming === 'initials') return `${initial(name.first)} ${initial(name.last)}${name.nth === undefined || name.nth < 2 ? '' : ` (${name.nth})`}`.trim();
  switch (as) {
    case 'full':
      return `${name.first} ${name.last}`.trim();
    case 'first':
      return name.first;
    case 'short':
      return `${name.first} ${initial(name.last)}`.trim();
  }
}

/**
 * The one place where a reference becomes a name (X5). A reference to somebody who is not in the
 * book (erased, or not the reader's) reads 'une personne', never an id.
 * Holders of accounts are professionals, shown in full but where names do not go out: a visitor is accompanied too.
 */
export function nameOf(ref: Masked, book: NameBook, naming: Naming): string {
  const words = UNNAMED[book.lang ?? 'fr'];
  if ('hidden' in ref) return naming === 'full' ? ref.hidden : ELSEWHERE;
  if ('account' in ref) {
    if (naming === 'none') return ref.account === book.reader ? words.you : ELSEWHERE;
    const holder = book.accounts.get(ref.account);
    return holder === undefined ? '' : shown(holder, ref.as, 'full');
  }
  const one = (id: string): string => {
    const name = book.people.get(id);
    return name === undefined || naming === 'none' ? words.one : shown(name, ref.as, naming);
  };
  if ('person' in ref) return one(ref.person);
  if (naming === 'none' && ref.people.length > 1) return words.many(ref.people.length);
  const names = ref.people.map(one);
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')}${words.and}${names.at(-1) ?? ''}`;
}

const VOWEL = /^[aàâäeéèêëiîïoôöuùûüyœæ]/iu;

const endOf = (span: string | Strong | undefined, book: NameBook, naming: Naming): string => (span === undefined ? '' : typeof span === 'string' ? span : plain(span.strong, book, naming));

/** A text with names in the place of references: 'la fiche de' and Awa make 'la fiche d’Awa'. What is strong stays apart. */
export function spansOf(text: Text, book: NameBook, naming: Naming): (string | Strong)[] {
  const named = text.map((span) => (typeof span === 'string' || 'strong' in span ? span : nameOf(span, book, naming)));
  // 'S. R.' ends a sentence with the full stop that it has.
  const said = named.map((words, i) => (typeof words === 'string' && i > 0 && typeof text[i - 1] !== 'string' && /^\.(?!\.)/.test(words) && endOf(named[i - 1], book, naming).endsWith('.') ? words.slice(1) : words));
  if (book.lang === 'en') return said;
  return said.map((words, i) => {
    const next = text[i + 1];
    if (typeof words !== 'string' || typeof text[i] !== 'string' || next === undefined || typeof next === 'string') return words;
    // What is strong and no name is a title: nothing is left out before it.
    const follows = 'strong' in next ? (typeof next.strong[0] === 'string' ? '' : plain(next.strong, book, naming)) : nameOf(next, book, naming);
    return VOWEL.test(follows) ? words.replace(/(?<![\p{L}’])(d|qu)e $/iu, '$1’') : words;
  });
}

/** Plain characters of a text, names as `naming` allows, emphasis dropped. */
export function plain(text: Text, book: NameBook, naming: Naming = 'full'): string {
  return spansOf(text, book, naming).map((span) => (typeof span === 'string' ? span : plain(span.strong, book, naming))).join('');
}

/** Every person and account that is referred to, so that a renderer can look them up at once. */
export function referencesIn(said: Message | Action | readonly (Message | Action)[]): { people: string[]; accounts: string[] } {
  const people = new Set<string>();
  const accounts = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value !== null && typeof value === 'object') {
      const object = value as Record<string, unknown>;
      if (typeof object['person'] === 'string') people.add(object['person']);
      else if (Array.isArray(object['people'])) (object['people'] as string[]).forEach((id) => people.add(id));
      else if (typeof object['account'] === 'string') accounts.add(object['account']);
      else Object.values(object).forEach(visit);
    }
  };
  visit(said);
  return { people: [...people], accounts: [...accounts] };
}

/** Whether somebody is named in it, or words stand in it that may name somebody. What is sent unasked never does (X5). */
export function namesSomebody(value: Message | Text): boolean {
  const visit = (part: unknown): boolean => {
    if (Array.isArray(part)) return part.some(visit);
    if (part === null || typeof part !== 'object') return false;
    return 'person' in part || 'people' in part || 'hidden' in part || Object.values(part).some(visit);
  };
  return visit(value);
}

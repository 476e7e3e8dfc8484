import type { Message, NameForm, PersonRef, AccountRef, Span, Text } from './message.ts';

/** How names of accompanied people leave by a channel (X5). */
export type Naming = 'full' | 'initials' | 'none';

export interface PersonName {
  readonly first: string;
  readonly last: string;
}

/** The names that a message's references stand for, looked up in the reader's own scope. */
export interface NameBook {
  readonly people: ReadonlyMap<string, PersonName>;
  readonly accounts: ReadonlyMap<string, PersonName>;
}

const letters = new Intl.Segmenter('fr');
const initial = (part: string): string => {
  const [first] = letters.segment(part);
  return first === undefined ? '' : `${first.segment.toLocaleUpperCase('fr')}.`;
};

function shown(name: PersonName | undefined, as: NameForm, naming: Naming, unknown: string): string {
  if (name === undefined) return unknown;
  if (naming === 'none') return unknown;
  if (naming === 'initials') return `${initial(name.first)} ${initial(name.last)}`.trim();
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
 * Holders of accounts are professionals talking to themselves: their own name is always shown.
 */
export function nameOf(ref: PersonRef | AccountRef, book: NameBook, naming: Naming, unknown = 'une personne'): string {
  return 'person' in ref
    ? shown(book.people.get(ref.person), ref.as, naming, unknown)
    : shown(book.accounts.get(ref.account), ref.as, 'full', '');
}

/** Plain characters of a text, names as `naming` allows, emphasis dropped. */
export function plain(text: Text, book: NameBook, naming: Naming = 'full'): string {
  const one = (span: Span): string => {
    if (typeof span === 'string') return span;
    if ('strong' in span) return plain(span.strong, book, naming);
    return nameOf(span, book, naming);
  };
  return text.map(one).join('');
}

/** Every person and account that a message refers to, so that a renderer can look them up at once. */
export function referencesIn(message: Message): { people: string[]; accounts: string[] } {
  const people = new Set<string>();
  const accounts = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value !== null && typeof value === 'object') {
      const object = value as Record<string, unknown>;
      if (typeof object['person'] === 'string') people.add(object['person']);
      else if (typeof object['account'] === 'string') accounts.add(object['account']);
      else Object.values(object).forEach(visit);
    }
  };
  visit(message);
  return { people: [...people], accounts: [...accounts] };
}

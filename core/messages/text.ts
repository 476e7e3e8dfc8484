import type { Text, Span, Masked, PersonRef, PeopleRef, AccountRef, Hidden, NameForm } from './message.ts';

/** What may stand in a {@link t} template: plain values, references, or text already made. */
export type Part = string | number | Masked | Text | undefined;

const isText = (part: Part): part is Text => Array.isArray(part);

/**
 * Template for {@link Text}: t`${person(id)} a une place`. References stay references.
 * Nothing in it is markup: what looks like HTML or Markdown is shown as typed.
 */
export function t(strings: TemplateStringsArray, ...parts: readonly Part[]): Text {
  const spans: Span[] = [];
  const push = (span: Span): void => {
    const last = spans.at(-1);
    if (typeof span === 'string') {
      if (span === '') return;
      if (typeof last === 'string') {
        spans[spans.length - 1] = last + span;
        return;
      }
    }
    spans.push(span);
  };
  strings.forEach((string, i) => {
    push(string);
    const part = parts[i];
    if (part === undefined) return;
    if (isText(part)) part.forEach(push);
    else push(typeof part === 'number' ? String(part) : part);
  });
  return spans;
}

export const person = (id: string, as: NameForm = 'full'): PersonRef => ({ person: id, as });
export const people = (ids: readonly string[], as: NameForm = 'full'): PeopleRef => ({ people: ids, as });
/** For words that may name somebody and are no reference (X5): what was typed, a group's name, a note. */
export const hidden = (words: string): Hidden => ({ hidden: words });
export const account = (id: string, as: NameForm = 'first'): AccountRef => ({ account: id, as });
export const strong = (...parts: readonly Part[]): Text => [{ strong: join(parts, '') }];

/** The full stop after a title that brings none of its own: 'Qui a mangé la lune ?'. */
export const stopAfter = (title: string): string => (/[.!?…]$/u.test(title) ? '' : '.');

/** The parts one after the other with `separator` between, and `last` before the last: 'A, B et C'. */
export function join(parts: readonly Part[], separator: string, last: string = separator): Text {
  let all: Text = [];
  parts.forEach((part, i) => {
    all = t`${all}${i === 0 ? '' : i === parts.length - 1 ? last : separator}${part}`;
  });
  return all;
}

import { readChoice } from '../language/choice.ts';
import { fold } from '../language/fold.ts';
import type { Message } from '../messages/message.ts';
import { plain, type NameBook } from '../messages/naming.ts';
import type { Session } from './session.ts';

type Offered = Session['offered'];

/** What the last message offers to be chosen by typing (X7): lines of its lists, then buttons. Ticks are not: names are read as names. */
export function offeredBy(last: Message | undefined): Offered {
  const lines = last?.blocks.flatMap((block) => (block.kind === 'list' ? block.items.flatMap(({ action }) => (action === undefined ? [] : [{ action, numbered: block.numbered === true }])) : [])) ?? [];
  const buttons = (last?.actions ?? []).filter(({ ticked }) => ticked === undefined).map((action) => ({ action, numbered: false }));
  // Where ticks stand among them a bare number would count past those that are seen.
  const ranked = (last?.actions ?? []).some(({ ticked }) => ticked !== undefined) ? { ranked: false as const } : {};
  return [...lines, ...buttons].map(({ action, numbered }) => ({ id: action.id, label: action.label, numbered, ...ranked }));
}

/** What a push offers, which stands beside no question: its list is chosen from by number, its buttons by their words alone. */
export const offeredByPush = (push: Message | undefined): Offered => {
  const offered = offeredBy(push);
  return offered.some(({ numbered }) => numbered) ? offered : offered.map((one) => ({ ...one, ranked: false }));
};

/** Persons whose names stand on what is offered, to be looked up before it is compared with what was typed. */
export const peopleOffered = (offered: Offered): string[] =>
  offered.flatMap(({ label }) => label.flatMap((span) => (typeof span !== 'object' ? [] : 'person' in span ? [span.person] : 'people' in span ? span.people : [])));

/** The button whose label or number was typed. */
export function chosenByWords(text: string, offered: Offered, book: NameBook): string | undefined {
  const labels = offered.map(({ label }) => plain(label, book));
  const numbered = offered.filter((one) => one.numbered);
  const number = /^(?:le |la |n°? ?)?(\d{1,2})[.)]?$/i.exec(text)?.[1];
  if (number !== undefined && offered.some(({ ranked }) => ranked === false)) return undefined;
  if (number !== undefined && numbered.length > 0) return numbered[Number(number) - 1]?.id;
  // Beside '2 places' a number is a number of places, not the rank of a button.
  if (number !== undefined && labels.some((label) => /^\d/.test(label))) {
    const meant = offered.filter((_, i) => new RegExp(`^${number}\\b`).test(labels[i] ?? ''));
    return meant.length === 1 ? meant[0]?.id : undefined;
  }
  const index = readChoice(text, labels);
  return index === undefined ? undefined : offered[index]?.id;
}

const NOBODY: NameBook = { people: new Map(), accounts: new Map() };

/** 'Précédent' typed where a button is called so: a page back, rather than a step back. */
export const buttonCalled = (text: string, offered: Offered): string | undefined => offered.find(({ label }) => fold(plain(label, NOBODY)) === fold(text))?.id;

import { NAME_LENGTH, splitName } from '../../domain/person.ts';
import { fold } from '../../language/fold.ts';
import type { Form, Text } from '../../messages/message.ts';
import { hidden } from '../../messages/text.ts';
import type { Context, Input } from '../flow.ts';

/** One thing that is asked for: a line or two of a form, or one typed answer. */
export interface Question {
  readonly ask: Text;
  readonly fields: readonly { readonly name: string; readonly label: Text }[];
  /** May be left empty, or passed over. */
  readonly optional?: boolean;
  readonly wrong: Text;
  /** What is kept of what was given, by field; undefined: it cannot be read. */
  readonly read: (given: Values) => Values | undefined;
  /** A typed answer, by field; without it, it is the first field's. */
  readonly split?: (typed: string) => Values | undefined;
}

export type Values = Readonly<Record<string, string>>;

/** How far a form is filled in: `at` is the question that a typed answer belongs to. */
export interface Filling {
  readonly values: Values;
  readonly at: number;
}

export const BEGUN: Filling = { values: {}, at: 0 };

export type Filled = { readonly kind: 'more'; readonly filling: Filling; readonly wrong?: Text } | { readonly kind: 'full'; readonly values: Values };

export const formOf = (questions: readonly Question[], { values }: Filling, id: string, submit: Text): Form => ({
  id,
  submit,
  fields: questions.flatMap(({ fields, optional }) => fields.map(({ name, label }) => {
    const value = values[name] ?? '';
    return { name, label, type: 'text' as const, required: optional !== true, ...(value === '' ? {} : { value: [hidden(value)] }) };
  })),
});

const SKIPS = new Set(['passer', 'passe', 'passez', 'non', 'aucun', 'aucune', 'rien', 'sans', 'skip', 'no', 'none', 'suivant', 'next']);

/** Whether an optional question is passed over. */
export const skips = (input: Input): boolean => (input.kind === 'press' && input.name === 'skip') || (input.kind === 'text' && (SKIPS.has(fold(input.text)) || /^\s*[-–—]\s*$/.test(input.text)));

/**
 * What an answer makes of the form; undefined: it is none. `open`: whoever answers may also mean something else by a
 * clear sentence ('mes réservations').
 */
export function answered(questions: readonly Question[], filling: Filling, input: Input, open: boolean): Filled | undefined {
  if (input.kind === 'submit') return submitted(questions, filling, input.values);
  const question = questions[filling.at];
  if (question === undefined) return undefined;
  if (question.optional === true && skips(input)) return next(questions, filling, Object.fromEntries(question.fields.map(({ name }) => [name, ''])));
  if (input.kind === 'press') return undefined;
  if (open && input.understood.intent !== 'none' && input.understood.confidence >= 0.85) return undefined;
  const given = question.split === undefined ? { [question.fields[0]?.name ?? '']: input.text } : question.split(input.text);
  const read = given === undefined ? undefined : question.read(given);
  return read === undefined ? { kind: 'more', filling, wrong: question.wrong } : next(questions, filling, read);
}

function next(questions: readonly Question[], { values, at }: Filling, more: Values): Filled {
  const filling = { values: { ...values, ...more }, at: at + 1 };
  return filling.at >= questions.length ? { kind: 'full', values: filling.values } : { kind: 'more', filling };
}

function submitted(questions: readonly Question[], { values }: Filling, given: Values): Filled {
  let kept = values;
  let wrong: { at: number; why: Text } | undefined;
  for (const [at, question] of questions.entries()) {
    const own = Object.fromEntries(question.fields.map(({ name }) => [name, given[name] ?? '']));
    const empty = Object.values(own).every((value) => value.trim() === '');
    const read = empty && question.optional === true ? Object.fromEntries(question.fields.map(({ name }) => [name, ''])) : question.read(own);
    if (read === undefined) wrong ??= { at, why: question.wrong };
    else kept = { ...kept, ...read };
  }
  return wrong === undefined ? { kind: 'full', values: kept } : { kind: 'more', filling: { values: kept, at: wrong.at }, wrong: wrong.why };
}

/** Without what cannot be seen, turns the writing round or looks like markup; one line. */
export const clean = (typed: string): string => typed.normalize('NFC').replace(/[\p{C}<>{}[\]|\\]/gu, ' ').replace(/\s+/gu, ' ').trim();

export const readName = (typed: string): string | undefined => within(typed, 120, /\p{L}/u);
export const readLine = (typed: string): string | undefined => within(typed, 200, /[\p{L}\p{N}]/u);
const within = (typed: string, length: number, having: RegExp): string | undefined => {
  const line = clean(typed);
  return line.length <= length && having.test(line) ? line : undefined;
};
/** An address out of what was typed ('mon mail : a@b.fr'), as it is written down. */
export const readEmail = (typed: string): string | undefined => {
  const [found, ...others] = clean(typed).match(/[^\s@,;:()"']+@[^\s@,;:()"']+\.[\p{L}]{2,}/gu) ?? [];
  return found !== undefined && others.length === 0 && found.length <= 254 ? found : undefined;
};
export const readPhone = (typed: string): string | undefined => {
  const line = clean(typed);
  const digits = line.replace(/\D/g, '').length;
  return /^\+?[\d\s().\-/]+$/.test(line) && digits >= 6 && digits <= 15 ? line : undefined;
};
export const readPostalCode = (typed: string): string | undefined => (/^[A-Z0-9][A-Z0-9 -]{2,9}$/i.test(clean(typed)) ? clean(typed).toUpperCase() : undefined);

/** A question of one line. */
export const line = (name: string, label: Text, ask: Text, read: (typed: string) => string | undefined, wrong: Text, optional = false): Question => ({
  ask, wrong, optional, fields: [{ name, label }],
  read: (given) => {
    const value = read(given[name] ?? '');
    return value === undefined ? undefined : { [name]: value };
  },
});

/** First and last name: two lines, or typed in one. */
export const whoIs = (ask: Text, ctx: Context): Question => ({
  ask, wrong: ctx.say.structure.wrong.person,
  fields: [{ name: 'first', label: ctx.say.structure.colleagues.first }, { name: 'last', label: ctx.say.structure.colleagues.last }],
  read: (given) => {
    const [first, last] = [clean(given['first'] ?? ''), clean(given['last'] ?? '')];
    const fits = (part: string): boolean => /\p{L}/u.test(part) && part.length <= NAME_LENGTH;
    return fits(first) && fits(last) ? { first, last } : undefined;
  },
  split: splitName,
});

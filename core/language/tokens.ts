import { fold } from './fold.ts';

/**
 * A run of letters, or a run of digits, of what was typed: '20h30' is three. Unlike words it knows where it
 * stood, so that what a rule has read can be shown, or taken out of the sentence.
 */
export interface Token {
  /** Folded: lower case, no accents. */
  readonly word: string;
  /** Where it stands in the text, in UTF-16 units, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** What stands before it, without spaces: '/', ':', "'", '-', ','; '' when nothing but space does. */
  readonly gap: string;
  /** Nothing at all stands before it: '30' in '20h30'. */
  readonly glued: boolean;
}

/** Tokens of a text, in order. Linear. */
export function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  let last = 0;
  for (const match of text.matchAll(/\p{Nd}+|[\p{L}\p{M}]+/gu)) {
    const word = fold(match[0]);
    if (word === '') continue;
    const between = text.slice(last, match.index);
    const end = match.index + match[0].length;
    found.push({ word, start: match.index, end, gap: between.slice(0, 40).replace(/\s+/gu, ''), glued: between === '' });
    last = end;
  }
  return found;
}

/** Does a phrase end before token `i`? At ? ! ; … or a line break; at a full stop unless after an abbreviation. */
function breaks(text: string, before: Token, token: Token): boolean {
  const between = text.slice(before.end, token.start).slice(0, 40);
  if (/[?!;…\n\r|]/u.test(between)) return true;
  return /\.\s/u.test(between) && (before.word.length > 5 || /^\d/.test(before.word));
}

/** Tokens in the stretches that a phrase may not cross: 'Demain ? Soir' is two. */
export function clausesOf(text: string): Token[][] {
  const clauses: Token[][] = [];
  let before: Token | undefined;
  for (const token of tokensOf(text)) {
    const clause = clauses.at(-1);
    if (clause === undefined || before === undefined || breaks(text, before, token)) clauses.push([token]);
    else clause.push(token);
    before = token;
  }
  return clauses;
}

/** What a rule has read, and the index of the token after it. */
export interface Found<T> {
  readonly value: T;
  readonly next: number;
}

/** Phrases of folded words, one or the other: 'ce mois ci|ce mois'. */
export type Phrases = string;

/** Compiled once a list: words by their first one, longest phrase first, so that most tokens cost one look-up. */
const compiled = new Map<Phrases, ReadonlyMap<string, readonly (readonly string[])[]>>();

function compile(list: Phrases): ReadonlyMap<string, readonly (readonly string[])[]> {
  const all = list.split('|').map((phrase) => phrase.split(' ')).sort((a, b) => b.length - a.length);
  const byFirst = Map.groupBy(all, ([first]) => first ?? '');
  compiled.set(list, byFirst);
  return byFirst;
}

export const wordAt = (tokens: readonly Token[], i: number): string => tokens[i]?.word ?? '';

/** The index after the longest of these phrases that stands at `i`, if one does. Lists are constants: each is kept compiled. */
export function take(tokens: readonly Token[], i: number, list: Phrases): number | undefined {
  const found = (compiled.get(list) ?? compile(list)).get(wordAt(tokens, i))?.find((phrase) => phrase.every((word, k) => wordAt(tokens, i + k) === word));
  return found === undefined ? undefined : i + found.length;
}

/** Like {@link take}, where the phrase may be left out. */
export const skip = (tokens: readonly Token[], i: number, list: Phrases): number => take(tokens, i, list) ?? i;

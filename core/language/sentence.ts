import { tokensOf, type Token } from './tokens.ts';

/** A sentence being taken apart: what a rule has understood is marked as taken, what is left is the rest. */
export interface Sentence {
  readonly tokens: readonly Token[];
  /** The folded words joined by single spaces: what patterns of intents are written for. */
  readonly words: string;
  /** Tokens `from` to `to`, as typed. */
  readonly typed: (from: number, to: number) => string;
  readonly matches: (pattern: RegExp) => boolean;
  /** Marks every match of a global pattern as understood. */
  readonly take: (pattern: RegExp) => void;
  /** The same for a stretch of the text. */
  readonly takeSpan: (start: number, end: number) => void;
  /** The first token of a match none of which is taken yet. */
  readonly free: (pattern: RegExp) => number | undefined;
  /** Is nothing of that stretch taken? */
  readonly isFree: (start: number, end: number) => boolean;
  readonly isTaken: (i: number) => boolean;
  readonly takeTokens: (from: number, to: number) => void;
}

export function sentenceOf(text: string): Sentence {
  const tokens = tokensOf(text);
  const taken = new Set<number>();
  const starts: number[] = [];
  let words = '';
  for (const token of tokens) {
    if (words !== '') words += ' ';
    starts.push(words.length);
    words += token.word;
  }
  const within = (match: RegExpExecArray): number[] => starts.flatMap((start, i) => (start >= match.index && start < match.index + match[0].length ? [i] : []));
  return {
    tokens,
    words,
    typed: (from, to) => (to > from ? text.slice(tokens[from]?.start, tokens[to - 1]?.end) : ''),
    matches: (pattern) => words.search(pattern) !== -1,
    take: (pattern) => {
      for (const match of words.matchAll(pattern)) for (const i of within(match)) taken.add(i);
    },
    free: (pattern) => [...words.matchAll(pattern)].map(within).find((found) => found.every((i) => !taken.has(i)))?.[0],
    takeSpan: (start, end) => {
      tokens.forEach((token, i) => {
        if (token.start >= start && token.end <= end) taken.add(i);
      });
    },
    isFree: (start, end) => tokens.every((token, i) => token.start < start || token.end > end || !taken.has(i)),
    isTaken: (i) => taken.has(i),
    takeTokens: (from, to) => {
      for (let i = from; i < to; i += 1) taken.add(i);
    },
  };
}

/** Words that carry no title, place or theme at the edges of what is left. */
const EMPTY = new Set(
  (
    'je j tu il elle on nous vous ils me m moi te t se s lui y en ce c ca cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs un une des de du d le la les l ' +
    'a au aux dans sur pour par avec chez vers et ou que qu qui quoi est sont ai as ont avez serait sera etre avoir voudrais voudrait voudrions veux veut voulons aimerais aimerait aimerions souhaite souhaiterais souhaitons ' +
    'peux peut pouvez pouvons possible possibles pourrais pourrait pourriez faudrait faut dois doit devons besoin envie svp stp plait si bonjour bonsoir salut hello merci please t pas plus ne n encore aussi alors finalement bien ok oui non ' +
    'place places personne personnes quand comment quel quelle quels quelles reservation reservations ca jour aller venir faire ' +
    'the an to for of at in on with and or my our i we you is are do does can could would like want please there any some me us it'
  ).split(' '),
);
export const isEmptyWord = (word: string): boolean => EMPTY.has(word);

/**
 * What nobody has taken, as typed, without empty words at the edges of each stretch; a message of which nothing was
 * taken is left whole, articles included: it may be a title. Nothing left: undefined.
 */
export function restOf(sentence: Sentence): string | undefined {
  const { tokens, isTaken } = sentence;
  const whole = tokens.every((_, i) => !isTaken(i));
  const stretches: string[] = [];
  let i = 0;
  while (i < tokens.length) {
    if (isTaken(i)) {
      i += 1;
      continue;
    }
    let end = i;
    while (end < tokens.length && !isTaken(end)) end += 1;
    let [from, to] = [i, end];
    // 'L' of "l'opéra" is empty, that of 'L-042' is not.
    while (from < to && isEmptyWord(tokens[from]?.word ?? '') && tokens[from + 1]?.gap !== '-') from += 1;
    while (to > from && isEmptyWord(tokens[to - 1]?.word ?? '')) to -= 1;
    if (whole && from < to) [from, to] = [i, end];
    if (from < to) stretches.push(sentence.typed(from, to));
    i = end;
  }
  return stretches.length === 0 ? undefined : stretches.join(' ').replace(/\s+/gu, ' ');
}

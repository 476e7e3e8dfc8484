import { clearest, entryOf, type Entry, type Named, type Said } from './people.ts';
import { isEmptyWord, type Sentence } from './sentence.ts';

/** Names within a sentence, beside a title, a place and a date (X2). A whole answer of names is `readPeople`. */

const LED_BY = /^(?:pour|avec|for|with)$/;
const JOINED_BY = /^(?:et|and|puis)$/;

/** What was found from token `from` to `to`. */
interface Found {
  readonly ids: readonly string[];
  readonly to: number;
}

/** Between two names: 'et', a comma, '+', '&'. */
function joinedAt(sentence: Sentence, i: number): { next: number; sure: boolean } | undefined {
  const token = sentence.tokens[i];
  if (token === undefined) return undefined;
  if (JOINED_BY.test(token.word)) return { next: i + 1, sure: true };
  return /[,+&]/.test(token.gap) ? { next: i, sure: false } : undefined;
}

/** The end of the words at `i` that could be one name: free, meaningful, nothing between them. */
function runEnd(sentence: Sentence, i: number): number {
  let end = i;
  while (end < sentence.tokens.length && end < i + 5) {
    const token = sentence.tokens[end];
    if (token === undefined || sentence.isTaken(end) || isEmptyWord(token.word) || /^\d/.test(token.word)) break;
    if (end > i && /[,+&;:/()?!]/.test(token.gap)) break;
    end += 1;
  }
  return end;
}

/**
 * A name that begins at `i`. An exact one may be followed by other words ('soraya gospel'); one recognised by its
 * beginning (from three letters) or with a slip must be all there is, and stand where a name is expected.
 */
function nameAt(sentence: Sentence, i: number, entries: readonly Entry[], expected: boolean): Found | undefined {
  const end = runEnd(sentence, i);
  for (let to = end; to > i; to -= 1) {
    const said = sentence.tokens.slice(i, to).map((token) => token.word);
    const found = clearest(said, entries);
    const short = said.join('').length < 3;
    if (found !== undefined && (found.match === 'exact' || (expected && to === end && !short))) return { ids: found.ids, to };
  }
  return undefined;
}

/**
 * The people named, each with who it may be; they are taken out of the sentence. With `anywhere` a name counts wherever
 * it stands, else only after 'pour' or 'avec', or when the sentence is nothing but names: 'Roméo et Juliette' is a
 * title although a Juliette is known. If some names follow 'pour', only that list is taken.
 */
export function namesIn(sentence: Sentence, people: readonly Named[], anywhere: boolean): Said[] {
  if (people.length === 0) return [];
  const entries = people.map(entryOf);
  const { tokens } = sentence;
  const after = tokens.flatMap((token, i) => (LED_BY.test(token.word) && !sentence.isTaken(i) ? [i + 1] : []));
  const led = after.flatMap((i) => listAt(sentence, i, entries, anywhere));
  if (led.length > 0) return takeAll(sentence, led);

  const all: Part[] = [];
  for (let i = 0; i < tokens.length; ) {
    const part = all.length > 0 && all.at(-1)?.to === i ? [] : listAt(sentence, i, entries, i === 0 || sentence.isTaken(i - 1));
    all.push(...part);
    i = part.at(-1)?.to ?? i + 1;
  }
  const named = new Set(all.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, k) => from + k)));
  const only = tokens.every((token, i) => named.has(i) || isEmptyWord(token.word) || sentence.isTaken(i));
  if (anywhere || only) return takeAll(sentence, all);
  // 'Malika et Karim au cirque', 'Karim au cirque samedi': a list that opens the sentence and is sent somewhere.
  const opening = listAt(sentence, 0, entries, false);
  const end = opening.at(-1)?.to ?? 0;
  const sent = /^(?:au|aux|a|pour)$/.test(tokens[end]?.word ?? '') && (opening.length > 1 || tokens.some((_, i) => sentence.isTaken(i)));
  return sent ? takeAll(sentence, opening) : [];
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly ids: readonly string[];
}

function takeAll(sentence: Sentence, parts: readonly Part[]): Said[] {
  const shown = parts.map(({ from, to, ids }) => ({
    said: sentence.typed(from, to),
    candidates: [...ids],
  }));
  for (const { from, to } of parts) sentence.takeTokens(from, to);
  return shown;
}

/** A list of names from `i` on: 'soraya, zoé et malika'. A stranger counts between two names, or after the last 'et'. */
function listAt(sentence: Sentence, i: number, entries: readonly Entry[], expected = true): Part[] {
  const first = nameAt(sentence, i, entries, expected);
  if (first === undefined) return [];
  const parts: Part[] = [{ from: i, to: first.to, ids: first.ids }];
  let at = first.to;
  for (;;) {
    const joined = joinedAt(sentence, at);
    if (joined === undefined) return parts;
    const next = joined.next;
    const known = nameAt(sentence, next, entries, true);
    const end = known?.to ?? runEnd(sentence, next);
    if (end === next || end > next + 3) return parts;
    const after = joinedAt(sentence, end);
    const sandwiched = after !== undefined && nameAt(sentence, after.next, entries, true) !== undefined;
    if (known === undefined && !sandwiched && !(joined.sure && after === undefined)) return parts;
    parts.push({ from: next, to: end, ids: known?.ids ?? [] });
    at = end;
  }
}

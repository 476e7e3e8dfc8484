import { distance } from 'fastest-levenshtein';

/** Two letters changed places: one slip of the fingers, two edits for Levenshtein. */
function swapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
}

/** Slips that a word of this length may have: short names differ by one letter too often (Lia, Léa, Lisa). */
const allowed = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/**
 * How many slips lie between a folded word as typed and one that may be meant; letters that changed places are
 * one. Undefined: too many for the word's length (one from four letters on, two from eight).
 */
export function slipsBetween(typed: string, meant: string): number | undefined {
  const most = allowed(typed.length);
  if (most === 0 || Math.abs(typed.length - meant.length) > most) return undefined;
  const slips = swapped(typed, meant) ? 1 : distance(typed, meant);
  return slips <= most ? slips : undefined;
}

/** The word of a vocabulary that was most likely meant: fewest slips, then the same beginning, then the alphabet. */
export function nearestWord(typed: string, vocabulary: Iterable<string>): string | undefined {
  let best: { word: string; slips: number } | undefined;
  for (const word of vocabulary) {
    const slips = slipsBetween(typed, word);
    if (slips === undefined) continue;
    const rating = slips + (word[0] === typed[0] ? 0 : 0.5);
    if (best === undefined || rating < best.slips || (rating === best.slips && word < best.word)) best = { word, slips: rating };
  }
  return best?.word;
}

import { fold } from './fold.ts';
import { readNumber, readOrdinal } from './numbers.ts';
import { tokensOf } from './tokens.ts';

const LEAD = new Set(['le', 'la', 'les', 'l', 'numero', 'no', 'n', 'num', 'choix', 'option', 'reponse', 'the', 'number', 'je', 'prends', 'choisis']);
const TAIL = new Set(['svp', 'stp', 'merci', 'please', 'choix', 'option', 'one']);

/** The rank named when the whole answer is one: '1', '1.', 'le 2', 'n° 3', 'deuxième', 'la dernière' (-1). */
function rankSaid(text: string): number | undefined {
  const tokens = tokensOf(text);
  let i = 0;
  let end = tokens.length;
  while (LEAD.has(tokens[i]?.word ?? '')) i += 1;
  while (end > i && TAIL.has(tokens[end - 1]?.word ?? '')) end -= 1;
  if (/^(derniere?|last)$/.test(tokens[i]?.word ?? '')) return end === i + 1 ? -1 : undefined;
  const found = readOrdinal(tokens, i) ?? readNumber(tokens, i);
  return found?.next === end ? found.value : undefined;
}

/**
 * Which of the offered buttons a typed answer names, from 0 (X7: everything can be done by typing): its label
 * without accents, emoji and punctuation; its number or rank; the beginning of one label alone, from three
 * letters. Nothing when that leaves more than one, or none. Labels come before numbers ('2' is the button [2],
 * wherever it stands), and a number that begins another label ('2' for '2 places + 1 en attente' standing
 * first) is ambiguous. Only a bare number is one: '12 hommes en colère' is a title.
 */
export function readChoice(text: string, labels: readonly string[]): number | undefined {
  if (text.length > 200) return undefined;
  const said = fold(text);
  if (said === '') return undefined;
  const folded = labels.map(fold);
  const same = folded.flatMap((label, i) => (label === said ? [i] : []));
  if (same.length > 0) return same.length === 1 ? same[0] : undefined;

  const begin = folded.flatMap((label, i) => (label.startsWith(said) ? [i] : []));
  const rank = rankSaid(text);
  if (rank !== undefined) {
    const index = rank === -1 ? labels.length - 1 : rank - 1;
    if (index < 0 || index >= labels.length) return begin.length === 1 ? begin[0] : undefined;
    const rival = folded.some((label, i) => i !== index && label.split(' ')[0] === String(rank));
    return rival ? undefined : index;
  }
  const letters = said.replaceAll(' ', '').length;
  return letters >= 3 && begin.length === 1 ? begin[0] : undefined;
}

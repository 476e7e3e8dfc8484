import { isCounted, readNumber } from './numbers.ts';
import { clausesOf, wordAt, type Token } from './tokens.ts';

/** So many seats, and which tokens said so. */
export interface Count {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** Words around a number that is the whole answer: 'on sera 3', 'juste deux svp'. */
const FILLER = new Set([
  'on', 'nous', 'sera', 'serons', 'est', 'sommes', 'a', 'pour', 'juste', 'seulement', 'environ', 'svp', 'stp', 's', 'il', 'vous', 'te', 'plait', 'plaît',
  'seul', 'seule', 'je', 'j', 'en', 'veux', 'voudrais', 'prends', 'prendre', 'faut', 'm', 'me', 'merci', 'please', 'we', 'are', 'will', 'be', 'just', 'for', 'only', 'i', 'need',
  'd', 'accord', 'ok', 'oui', 'alors', 'au', 'total', 'en', 'tout', 'in', 'all', 'of', 'us', 'moi', 'donc',
]);

const ADJECTIVE = /^(autres?|petites?|petits?|seules?|seuls?|dernieres?|derniers?|grands?|jeunes?|more|other|free)$/;

/** 'deux places', '3 petits enfants' at token `i`. */
function counted(tokens: readonly Token[], i: number): { value: number; next: number } | undefined {
  const number = readNumber(tokens, i);
  if (number === undefined || number.value < 1 || decimal(tokens, i, number.next)) return undefined;
  const noun = ADJECTIVE.test(wordAt(tokens, number.next)) && isCounted(wordAt(tokens, number.next + 1)) ? number.next + 1 : number.next;
  return isCounted(wordAt(tokens, noun)) ? { value: number.value, next: noun + 1 } : undefined;
}

/** '2,5', '-3', '1/2': no number of seats. */
function decimal(tokens: readonly Token[], i: number, next: number): boolean {
  const before = tokens[i];
  const after = tokens[next];
  const glue = (token: Token | undefined, back: Token | undefined): boolean =>
    token !== undefined && back !== undefined && /^\d/.test(token.word) && token.gap !== '' && token.start - back.end === token.gap.length && /^[.,:/-]$/.test(token.gap);
  return glue(after, tokens[next - 1]) || glue(before, tokens[i - 1]) || (/-$/.test(before?.gap ?? '') && /^\d/.test(before?.word ?? '') && i === 0);
}

/** The number of seats stated, with where it stands: several joined by 'et' or '+' are added up. */
export function findCount(text: string): Count | undefined {
  for (const tokens of clausesOf(text)) {
    for (let i = 0; i < tokens.length; i += 1) {
      const first = counted(tokens, i);
      if (first === undefined) continue;
      let { value, next } = first;
      for (;;) {
        const joined = /^(et|and|plus)$/.test(wordAt(tokens, next)) ? next + 1 : /^[+,&]$/.test(tokens[next]?.gap ?? '') ? next : undefined;
        const more = joined === undefined ? undefined : counted(tokens, joined);
        if (more === undefined) break;
        value += more.value;
        next = more.next;
      }
      return { value, start: tokens[i]?.start ?? 0, end: tokens[next - 1]?.end ?? 0 };
    }
  }
  return undefined;
}

/**
 * How many seats an answer asks for: '3', 'deux places', 'on sera cinq', '2 adultes et 3 enfants' (5).
 * Nothing when no number is stated, for 0, a fraction, an hour, a date or a rank. At most 9999: how many
 * there are is not this function's business.
 */
export function readCount(text: string): number | undefined {
  const found = findCount(text);
  if (found !== undefined) return found.value;
  const clauses = clausesOf(text);
  const [tokens] = clauses;
  if (tokens === undefined || clauses.length > 1 || tokens.length > 12) return undefined;
  let value: number | undefined;
  for (let i = 0; i < tokens.length; ) {
    const number = readNumber(tokens, i);
    if (number !== undefined && value === undefined && number.value >= 1 && !decimal(tokens, i, number.next)) {
      value = number.value;
      i = number.next;
    } else if (FILLER.has(wordAt(tokens, i))) i += 1;
    else return undefined;
  }
  return value;
}

import { distance } from 'fastest-levenshtein';
import { soundOf } from './phonetics.ts';
import { slipsBetween } from './slips.ts';

/** A folded word and how it sounds. */
export interface Heard {
  readonly word: string;
  readonly sound: string;
}

export const heard = (word: string): Heard => ({ word, sound: soundOf(word) });

/** `loose` is less than a slip or two: sounds alike, or a misspelt beginning. Good for a list to choose from, not for reading. */
export type Nearness = 'exact' | 'prefix' | 'typo' | 'loose' | 'short';

export interface Close {
  readonly how: Nearness;
  /** 0 for the same word; about 1 for one slip. For ordering. */
  readonly cost: number;
}

const EXACT: Close = { how: 'exact', cost: 0 };

/**
 * How near a typed word is to one of a name; undefined when it is another word. `short` is one slip in a word of
 * two or three letters, which means something only beside another word of the same name ('Lae Martin').
 */
export function closeness(typed: Heard, name: Heard): Close | undefined {
  const [a, b] = [typed.word, name.word];
  if (a === b) return EXACT;
  if (a === '' || b === '') return undefined;
  if (b.startsWith(a)) return { how: 'prefix', cost: 0.2 + 0.2 * (1 - a.length / b.length) };
  const slips = slipsBetween(a, b);
  const alike = typed.sound === name.sound && typed.sound !== '';
  // A slip is rarer at the beginning than behind it.
  const late = 0.15 * (1 - shared(a, b) / a.length);
  if (slips !== undefined) return { how: 'typo', cost: (alike ? 0.6 : slips === 1 ? likely(a, b) : slips) + late };
  if (a.length < 4) return alike ? { how: 'short', cost: 0.7 + late } : shortly(a, b);
  if (alike) return { how: 'loose', cost: 1 + late };
  const far = Math.abs(a.length - b.length) <= 2 ? Math.min(distance(a, b), 0.6 + distance(typed.sound, name.sound)) : Infinity;
  const cost = Math.min(far <= (a.length < 6 ? 1.7 : 2) ? far + 0.3 : Infinity, beginning(typed, name));
  return cost === Infinity ? undefined : { how: 'loose', cost: cost + late };
}

/** Letters that lie side by side on a French keyboard. */
const BESIDE = new Set(['azertyuiop', 'qsdfghjklm', 'wxcvbn'].flatMap((row) => Array.from(row).slice(1).flatMap((key, i) => [`${row[i] ?? ''}${key}`, `${key}${row[i] ?? ''}`])));

/** Of two words one slip apart: about 1, a little less for the slips that fingers make most. */
function likely(typed: string, meant: string): number {
  const from = shared(typed, meant);
  let [a, b] = [typed.length, meant.length];
  while (a > from && b > from && typed[a - 1] === meant[b - 1]) [a, b] = [a - 1, b - 1];
  const [wrote, left] = [typed.slice(from, a), meant.slice(from, b)];
  if (wrote === '') return 0.9;
  if (left === '') return typed[from - 1] === wrote || typed[a] === wrote ? 0.85 : 1.2;
  return wrote.length === 2 || BESIDE.has(wrote + left) ? 0.9 : 1.2;
}

/** How many letters two words begin with alike. */
function shared(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  return i;
}

/** One letter dropped, doubled, wrong or two that changed places. */
function shortly(a: string, b: string): Close | undefined {
  if (a.length < 2 || b.length > 4) return undefined;
  const sorted = (word: string): string => Array.from(word).sort().join('');
  const turned = a.length === b.length && sorted(a) === sorted(b);
  return turned || distance(a, b) === 1 ? { how: 'short', cost: 1.2 } : undefined;
}

/** The first letters of a longer name, with one slip in them or spelt as they sound. */
function beginning(typed: Heard, name: Heard): number {
  const length = typed.word.length;
  if (name.word.length < length) return Infinity;
  const rest = 0.2 * (1 - length / name.word.length);
  if (typed.sound.length > 3 && name.sound.startsWith(typed.sound)) return 1.2 + rest;
  const slips = [length, length + 1, length - 1].map((end) => {
    const start = name.word.slice(0, end);
    return slipsBetween(typed.word, start) === 1 ? likely(typed.word, start) : Infinity;
  });
  return Math.min(...slips) + 0.4 + rest;
}

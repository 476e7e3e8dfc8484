import { createHash } from 'node:crypto';

/** The full form of the tests that try much: every press, more runs, more people. Without it a sample of another seed each time. */
export const LONG = process.env['GUICHET_LONG'] === '1';

/** A seed of its own for each use, printed; GUICHET_SEED repeats a run. */
export function newSeed(what: string): string {
  const seed = process.env['GUICHET_SEED'] ?? String(Math.floor(Math.random() * 1e9));
  process.stdout.write(`${what}: GUICHET_SEED=${seed}\n`);
  return seed;
}

/** `most` of them, in another order, the same for the same seed; all of them, as they stand, with GUICHET_LONG=1. */
export const sample = <T>(of: readonly T[], most: number, seed: string): T[] => (LONG ? [...of] : shuffled(of, seed).slice(0, most));

/** The same list in another order, the same for the same seed. */
export const shuffled = <T>(of: readonly T[], seed: string): T[] =>
  of.map((one, i) => ({ one, by: createHash('sha256').update(`${seed}${i}`).digest('hex') })).sort((a, b) => (a.by < b.by ? -1 : 1)).map(({ one }) => one);

/** All dialogues on the second wire of a channel too, and every flow at its largest: `npm run test:dialogues`. */
export const EVERY_WIRE = LONG || process.env['GUICHET_DIALOGUES'] === '1';

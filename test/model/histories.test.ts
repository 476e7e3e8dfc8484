import { beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { LONG, newSeed } from '../support/sample.ts';
import { played } from './played.ts';
import { made } from './step.ts';

/**
 * Random histories against a model of the domain: whatever is booked, given back, changed, sent twice, undone or killed on the
 * way, PostgreSQL holds what the rules say, after every step. GUICHET_LONG=1 plays many more; GUICHET_SEED repeats them.
 */
const [RUNS, SECONDS] = LONG ? [2_000, 400] : [120, 32];
/** Kinds of steps there are. */
const KINDS = 20;

let fresh: Fresh;
beforeAll(async () => {
  fresh = await freshDatabase();
});

describe('A6 A7 A8 A10 A13 A19 X4 X6 a model of the house', () => {
  it('A6 A7 A8 A10 A13 A19 X4 X6 random histories: seats, tiers, ranks, counters, messages and pushes are those of the model', async () => {
    await played(fresh, { runs: RUNS, seconds: SECONDS, seed: Number(newSeed('histories')) });
    const steps = [...made].filter(([what]) => !/^(death|push|history)/.test(what));
    process.stdout.write(`histories: ${steps.reduce((n, [, times]) => n + times, 0)} steps: ${[...made].map(([what, times]) => `${what} ${times}`).sort().join(', ')}\n`);
    expect(steps).toHaveLength(KINDS);
  }, SECONDS * 1_000 + 100_000);
});

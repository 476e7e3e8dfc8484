import fc from 'fast-check';
import type { Fresh } from '../support/database.ts';
import { begun, beginning } from './beginning.ts';
import { commands } from './commands.ts';
import { STORED } from './compared.ts';
import { RealHouse, type Turns } from './realHouse.ts';
import { count } from './step.ts';

/**
 * So many random histories, on the house as it is or with other `turns`; throws at the first that goes wrong, with what
 * repeats it. `path`: the history of that seed to begin with; nothing is made smaller. `seconds`: none is begun after them.
 */
export const played = async (fresh: Fresh, { runs, seconds, seed, path, turns }: { runs: number; seconds: number; seed: number; path?: string; turns?: Turns }): Promise<void> => {
  await fresh.admin.raw(STORED);
  await fc.assert(fc.asyncProperty(beginning, commands, async (given, steps) => {
    count('history');
    const real = await RealHouse.open(fresh, given, turns);
    try {
      await fc.asyncModelRun(async () => ({ model: await begun(real, given), real }), steps);
    } finally {
      await real.close();
    }
  }), { numRuns: runs, seed, ...(path === undefined ? {} : { path, endOnFailure: true }), interruptAfterTimeLimit: seconds * 1_000, markInterruptAsFailure: false });
};

import { GuichetError } from '../core/errors.ts';
import type { Clock } from '../core/ports.ts';
import { row, type Database } from './connection.ts';
import { enter, retrying } from './scopes.ts';

/** Programme time as the machine tells it. */
// eslint-disable-next-line no-restricted-syntax
export const systemClock: Clock = { now: async () => new Date() };

/** A clock that stands still until moved; one row for all processes. */
export interface TestClock extends Clock {
  /** Moves forward. @throws GuichetError `clock_backward` */
  set(to: Date): Promise<void>;
}

/** Starts at the later of what is stored and what is asked. */
export async function testClock(db: Database, start: Date): Promise<TestClock> {
  const at = async (): Promise<Date> => {
    const found = await retrying(() => db.transaction(async (trx) => {
      await enter(trx, { as: 'worker' });
      return row<{ now: Date | null }>(trx, 'select test_now() as now');
    }));
    if (found?.now == null) throw new Error('the test clock has no row');
    return found.now;
  };
  const move = (to: Date): Promise<boolean> => retrying(() => db.transaction(async (trx) => {
    await enter(trx, { as: 'worker' });
    return (await row<{ moved: boolean }>(trx, 'select move_test_clock(?) as moved', [to]))?.moved === true;
  }));
  await move(start);
  return {
    stored: true,
    now: at,
    async set(to) {
      if (!(await move(to))) throw new GuichetError('clock_backward', `The test clock stands at ${(await at()).toISOString()} and does not go back.`);
    },
  };
}

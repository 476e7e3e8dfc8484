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
      return row<{ now: Date }>(trx, 'select now from test_clock');
    }));
    if (found === undefined) throw new Error('the test clock has no row');
    return found.now;
  };
  const move = (to: Date): Promise<boolean> => retrying(() => db.transaction(async (trx) => {
    await enter(trx, { as: 'worker' });
    const moved = await row(trx, `insert into test_clock (now) values (?) on conflict (only_row) do update set now = excluded.now where test_clock.now <= excluded.now returning now`, [to]);
    return moved !== undefined;
  }));
  await move(start);
  return {
    now: at,
    async set(to) {
      if (!(await move(to))) throw new GuichetError('clock_backward', `The test clock stands at ${(await at()).toISOString()} and does not go back.`);
    },
  };
}

import { setTimeout as wait } from 'node:timers/promises';
import { GuichetError } from '../core/errors.ts';
import type { Clock, Gate, Work } from '../core/ports.ts';
import type { Deliverer } from './delivery.ts';
import type { HeavyWorker } from './heavy.ts';
import type { ClockControl } from './server.ts';
import type { Worker } from './worker.ts';

interface Movable extends Clock {
  /** @throws GuichetError `clock_backward` */
  set(to: Date): Promise<void>;
}

/** Longest wait for the house to be quiet at one instant: what still waits then fails again and again. */
const QUIET_MS = 30_000;
/** While heavy work is being done, in another process: it may take long, and ends (core/ports.ts, Heavy). */
const HEAVY_MS = 600_000;

/**
 * Moves the test clock from due instant to due instant, each piece of work running at its own, in whichever process
 * takes it. One move at a time in this process.
 */
export function clockControl(clock: Movable, gate: Gate, work: Work, worker: Worker, heavyWorker: HeavyWorker, deliverer: Deliverer): ClockControl {
  let last: Promise<unknown> = Promise.resolve();

  /** Until nothing waits, here or in another process. */
  const quiet = async (): Promise<void> => {
    let longest = QUIET_MS;
    for (let waited = 0, pause = 5; waited < longest; waited += pause, pause = Math.min(200, pause * 2)) {
      await worker.drain();
      await heavyWorker.drain();
      await deliverer.drain();
      const { inbox, due, outbox, heavy } = await gate.backlog();
      if (inbox + due + outbox + heavy === 0) return;
      longest = heavy > 0 ? HEAVY_MS : QUIET_MS;
      await wait(pause);
    }
  };

  /** To a due instant on the way; where another process has moved beyond it, that stands. */
  const step = async (to: Date): Promise<void> => {
    try {
      await clock.set(to);
    } catch (error) {
      if (!(error instanceof GuichetError) || error.code !== 'clock_backward') throw error;
    }
  };

  const advance = async (to: Date): Promise<number> => {
    if (to < (await clock.now())) await clock.set(to);
    const before = await work.ran();
    for (let quietAt = NaN; ;) {
      const at = await clock.now();
      // Another process may have moved it since: what that made due runs first.
      if (at.getTime() !== quietAt) {
        await quiet();
        quietAt = at.getTime();
        continue;
      }
      const next = await work.nextDue(at);
      if (next === undefined || next > to) break;
      await step(next);
    }
    await step(to);
    await quiet();
    return (await work.ran()) - before;
  };

  return {
    now: () => clock.now(),
    advance(to) {
      const mine = last.catch(() => undefined).then(() => advance(to));
      last = mine;
      return mine;
    },
  };
}

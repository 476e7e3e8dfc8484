import { setTimeout as wait } from 'node:timers/promises';
import { GuichetError } from '../core/errors.ts';
import type { Clock, Gate, Work } from '../core/ports.ts';
import type { Deliverer } from './delivery.ts';
import type { ClockControl } from './server.ts';
import type { Worker } from './worker.ts';

interface Movable extends Clock {
  /** @throws GuichetError `clock_backward` */
  set(to: Date): Promise<void>;
}

/** Longest wait for the house to be quiet at one instant: what still waits then fails again and again. */
const QUIET_MS = 30_000;

/**
 * Moves the test clock from due instant to due instant, each piece of work running at its own, in whichever process
 * takes it. One move at a time in this process.
 */
export function clockControl(clock: Movable, gate: Gate, work: Work, worker: Worker, deliverer: Deliverer): ClockControl {
  let last: Promise<unknown> = Promise.resolve();

  /** Until nothing waits, here or in another process. */
  const quiet = async (): Promise<void> => {
    for (let waited = 0, pause = 5; waited < QUIET_MS; waited += pause, pause = Math.min(200, pause * 2)) {
      await worker.drain();
      await deliverer.drain();
      const { inbox, due, outbox } = await gate.backlog();
      if (inbox + due + outbox === 0) return;
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
    await quiet();
    for (;;) {
      const next = await work.nextDue(await clock.now());
      if (next === undefined || next > to) break;
      await step(next);
      await quiet();
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

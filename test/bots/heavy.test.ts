import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Again, HeavyWorker, type DoesHeavy } from '../../bots/heavy.ts';
import type { HeldPiece } from '../../core/heavy.ts';
import type { Heavy } from '../../core/ports.ts';

/** What a process does with the pieces that it holds; that each is in one process's hands is shown in test/db/heavy.test.ts. */

let waiting: HeldPiece[];
let told: string[];
let ours: boolean;
const logged: unknown[] = [];

const piece = (id: string): HeldPiece => ({ id, retryCount: 0, kind: 'feed', operator: 'op', subject: id });
const heavy: Heavy = {
  take: async () => waiting.shift(),
  keep: async ({ id }) => {
    told.push(`keep ${id}`);
    return ours;
  },
  done: async ({ id }) => { told.push(`done ${id}`); },
  failed: async ({ id }, code) => { told.push(`failed ${id} ${code}`); },
  tend: async () => { told.push('tend'); },
  ask: async () => undefined,
  isUnderWay: async () => false,
  close: async () => { told.push('close'); },
};
const worker = (does: DoesHeavy): HeavyWorker => new HeavyWorker(heavy, { feed: does }, (error) => logged.push(error));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  [waiting, told, ours] = [[piece('1'), piece('2'), piece('3')], [], true];
  logged.length = 0;
});
afterEach(() => { vi.useRealTimers(); });

describe('X4 heavy work', () => {
  it('X4 does what waits, and what fails holds up no other; what is expected is not logged', async () => {
    await worker(async ({ subject }) => {
      if (subject === '1') throw new Again('unreachable');
      if (subject === '2') throw new Error('a mistake');
    }).drain();
    expect(told).toEqual(['tend', 'failed 1 unreachable', 'failed 2 failed', 'done 3']);
    expect(logged).toEqual([new Error('a mistake')]);
  });

  it('X4 says that it is still at it while it is', async () => {
    waiting = [piece('1')];
    await worker(() => vi.advanceTimersByTimeAsync(13_000).then(() => undefined)).drain();
    expect(told).toEqual(['tend', 'keep 1', 'keep 1', 'keep 1', 'done 1']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toHaveLength(5);
  });

  it('X4 a piece that another has taken is left to it', async () => {
    waiting = [piece('1')];
    ours = false;
    await worker(async (_, signal) => {
      await vi.advanceTimersByTimeAsync(4_000);
      signal.throwIfAborted();
    }).drain();
    waiting = [piece('2')];
    await worker(async () => { await vi.advanceTimersByTimeAsync(4_000); }).drain();
    expect(told.filter((one) => one !== 'tend')).toEqual(['keep 1', 'keep 2']);
    expect(logged).toEqual([]);
  });

  it('X4 told to stop, it finishes the piece in hand and takes no other', async () => {
    let go = (): void => undefined;
    const one = worker(() => new Promise((resolve) => { go = resolve; }));
    const draining = one.drain();
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    const stopping = one.stop().then(() => told.push('stopped'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual(['tend']);
    go();
    await Promise.all([draining, stopping]);
    expect([told, waiting.length]).toEqual([['tend', 'done 1', 'close', 'stopped'], 2]);
  });
});

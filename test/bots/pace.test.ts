import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pace, type Rate } from '../../bots/pace.ts';

/** Instants at which messages leave when each is asked for at its own, and waits as long as it is told. */
function leave(asked: readonly { at: number; chat: string }[], everywhere: Rate, chat: Rate): { at: number; chat: string }[] {
  let now = 0;
  const pace = new Pace(everywhere, chat, () => now);
  return asked.map((one) => {
    now = Math.max(now, one.at);
    return { chat: one.chat, at: now + pace.reserve(one.chat) };
  });
}

/** Most of them in any window of a second. */
const mostInASecond = (instants: readonly number[]): number => Math.max(0, ...instants.map((from) => instants.filter((at) => at >= from && at < from + 1_000 - 1e-6).length));

describe('X6 the pace of a channel', () => {
  it('X6 passes neither limit in any second, whatever is asked for', () => {
    const rates = [{ perSecond: 30, burst: 5 }, { perSecond: 1, burst: 3 }] as const;
    fc.assert(fc.property(fc.array(fc.record({ at: fc.integer({ min: 0, max: 5_000 }), chat: fc.constantFrom('a', 'b', 'c', 'd') }), { maxLength: 120 }), (asked) => {
      const left = leave([...asked].sort((x, y) => x.at - y.at), ...rates);
      expect(mostInASecond(left.map(({ at }) => at))).toBeLessThanOrEqual(30 + 5);
      for (const own of Map.groupBy(left, ({ chat }) => chat).values()) expect(mostInASecond(own.map(({ at }) => at))).toBeLessThanOrEqual(1 + 3);
    }));
  });

  it('X6 keeps nobody waiting below the limits, and wastes nothing at them', () => {
    const quiet = Array.from({ length: 20 }, (_, i) => ({ at: i * 1_000, chat: 'a' }));
    expect(leave(quiet, { perSecond: 30, burst: 1 }, { perSecond: 1, burst: 1 }).map(({ at }) => at)).toEqual(quiet.map(({ at }) => at));
    const rush = Array.from({ length: 300 }, (_, i) => ({ at: 0, chat: `chat ${i}` }));
    expect(Math.max(...leave(rush, { perSecond: 30, burst: 1 }, { perSecond: 1, burst: 1 }).map(({ at }) => at))).toBeCloseTo((299 * 1_000) / 30, 3);
  });

  it('X6 sends nothing while the platform asks for a pause', () => {
    let now = 0;
    const pace = new Pace({ perSecond: 30, burst: 5 }, { perSecond: 1, burst: 3 }, () => now);
    pace.hold(7_000);
    expect(pace.held).toBe(true);
    expect(pace.reserve('a')).toBe(7_000);
    now = 8_000;
    expect(pace.held).toBe(false);
    expect(pace.reserve('b')).toBe(0);
  });
});

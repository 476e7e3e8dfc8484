import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SendingLane } from '../../bots/lane.ts';

describe('X6 one message at a time between the platform and our mark', () => {
  it('lets in one, then the most urgent, and of equals who came first', async () => {
    const lane = new SendingLane();
    const inside: string[] = [];
    const leaves = new Map<string, () => void>();
    const come = async (name: string, urgency: number): Promise<void> => {
      leaves.set(name, await lane.enter(urgency));
      inside.push(name);
    };
    const all = [come('first', 3), come('reminder', 3), come('another', 3), come('answer', 0)];
    await wait(5);
    expect(inside).toEqual(['first']);
    for (const [left, next] of [['first', 'answer'], ['answer', 'reminder'], ['reminder', 'another']] as const) {
      leaves.get(left)?.();
      // Said twice, it lets in no second.
      leaves.get(left)?.();
      await wait(5);
      expect(inside.at(-1)).toBe(next);
    }
    await Promise.all(all);
    expect(inside).toHaveLength(4);
    leaves.get('another')?.();
    await come('later', 3);
    expect(inside.at(-1)).toBe('later');
  });

  it('holds up nobody for a platform that says nothing, and everybody for one that answers', async () => {
    const lane = new SendingLane();
    const leave = await lane.enter(0);
    const never = SendingLane.answered(new Promise<never>(() => undefined), leave, 30);
    const second = await lane.enter(0);
    const third = lane.enter(0);
    let within = false;
    void third.then(() => { within = true; });
    expect(await SendingLane.answered(wait(10, 'taken'), second, 10_000)).toBe('taken');
    await wait(50);
    // Taken is not marked.
    expect(within).toBe(false);
    second();
    (await third)();
    void never;
  });
});

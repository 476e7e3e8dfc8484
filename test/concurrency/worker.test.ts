import { describe, expect, it } from 'vitest';
import { Worker } from '../../bots/worker.ts';
import type { Stored, Work } from '../../core/ports.ts';

/** What a process does when the database says 'not now': nothing is lost, and nothing else is held up. */
const conflict = (): Error => Object.assign(new Error('conflict'), { code: '40001' });
const stored: Stored = { operator: 'o', account: 'a', no: 1, lane: 'l', fresh: true };

function made(work: Partial<Work>): { worker: Worker; logged: unknown[]; done: string[] } {
  const done: string[] = [];
  const logged: unknown[] = [];
  const once = (name: string): (() => Promise<boolean>) => async () => !done.includes(name) && done.push(name) > 0;
  const quiet: Work = {
    turn: once('turn'), lane: async () => 0, pendingLanes: async () => [{ operator: 'o', lane: 'l' }], due: once('due'),
    mail: async () => false,
    send: async () => ({ claimed: (await once('send')()) ? 1 : 0, accounts: [] }), nextDue: async () => undefined, ran: async () => 0,
  };
  return { worker: new Worker({ ...quiet, ...work }, (error) => logged.push(error)), logged, done };
}

describe('X4 A8 a worker that meets a conflict', () => {
  it.each(['lane', 'turn'] as const)('X4 the message is kept and tried again, and whoever sent it is not told of a failure (%s)', async (kind) => {
    const { worker, logged } = made({ lane: async () => { throw conflict(); }, turn: async () => { throw conflict(); } });
    await expect(worker.handle(kind === 'lane' ? stored : { ...stored, lane: undefined })).resolves.toBeUndefined();
    expect(logged).toHaveLength(1);
  });

  it('X4 A8 a lane that cannot be taken now holds up neither timed work nor pushes', async () => {
    const { worker, logged, done } = made({ lane: async () => { throw conflict(); } });
    await worker.drain();
    expect(done).toEqual(['turn', 'due', 'send']);
    expect(logged.length).toBeGreaterThan(0);
  });

  it('X4 a turn that cannot be taken now holds up no lane', async () => {
    let lanes = 0;
    const { worker } = made({ turn: async () => { throw conflict(); }, lane: async () => { lanes += 1; return lanes === 1 ? 1 : 0; } });
    await worker.drain();
    expect(lanes).toBeGreaterThan(0);
  });
});

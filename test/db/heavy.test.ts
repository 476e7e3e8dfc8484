import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fromKnex, getRollbackPlans, PgBoss } from 'pg-boss';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HeavyPiece } from '../../core/heavy.ts';
import { systemIds } from '../../core/ids.ts';
import type { Heavy } from '../../core/ports.ts';
import { connect, rows } from '../../db/connection.ts';
import { askHeavy, heavyOf } from '../../db/heavy.ts';
import { HEAVY, HEAVY_VERSION, withinTransaction } from '../../db/heavySchema.ts';
import { isMigrated, migrate } from '../../db/migrate.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { atTheEnd } from '../support/ending.ts';
import { jobs, silence, waitNoLonger } from '../support/feeds.ts';

const piece = (): HeavyPiece => ({ kind: 'feed', operator: systemIds.uuid(), subject: systemIds.uuid() });

describe('the schema of pg-boss', () => {
  it('is that of the installed version, as it would make it itself', async () => {
    const installed = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../node_modules/pg-boss/package.json'), 'utf8')) as { pgboss: { schema: number } };
    expect(installed.pgboss.schema).toBe(HEAVY_VERSION);
    const fresh = await freshDatabase();
    const boss = new PgBoss({ schema: HEAVY, migrate: false, supervise: false, schedule: false, db: fromKnex(fresh.admin) });
    expect(await boss.detectSchemaDrift()).toMatchObject({ ok: true });
  });

  it('is made and brought up to date by who migrates; an older one is missing, a newer one is not known', async () => {
    const other = await freshDatabase();
    await other.admin.transaction(async (trx) => trx.raw(withinTransaction(getRollbackPlans(HEAVY, HEAVY_VERSION)).replace(/\bINDEX CONCURRENTLY\b/g, 'INDEX').replaceAll('?', '\\?')));
    expect(await isMigrated(other.app)).toEqual({ ok: false, missing: [`pg-boss schema ${HEAVY_VERSION}`], unknown: [] });
    expect(await migrate(other.admin)).toEqual([`pg-boss schema ${HEAVY_VERSION}`]);
    expect(await isMigrated(other.app)).toEqual({ ok: true, missing: [], unknown: [] });
    expect(await migrate(other.admin)).toEqual([]);
    await other.admin.raw(`update ${HEAVY}.version set version = version + 1`);
    expect(await isMigrated(other.app)).toEqual({ ok: false, missing: [], unknown: [`pg-boss schema ${HEAVY_VERSION + 1}`] });
    await other.admin.raw(`drop schema ${HEAVY} cascade`);
    expect(await isMigrated(other.admin)).toMatchObject({ ok: false, unknown: [] });
    expect(await migrate(other.admin)).toEqual([`pg-boss schema ${HEAVY_VERSION}`]);
    expect(await isMigrated(other.app)).toMatchObject({ ok: true });
  });
});

describe.each(['the app’s login', 'one superuser for everything'])('heavy work as %s', (login) => {
  let fresh: Fresh;
  /** Two processes. */
  let one: Heavy;
  let other: Heavy;

  beforeAll(async () => {
    fresh = await freshDatabase();
    const [first, second] = login === 'the app’s login' ? [fresh.app, connect(fresh.appUrl, { pool: 2 })] : [fresh.admin, connect(fresh.adminUrl, { pool: 2 })];
    [one, other] = [heavyOf(first), heavyOf(second)];
    atTheEnd(async () => {
      await Promise.all([one.close(), other.close()]);
      await second.destroy();
    });
  });

  it('X4 a piece is in one process’s hands at a time, holds ids alone, and is there once', async () => {
    const wanted = piece();
    await one.ask(wanted);
    await other.ask(wanted);
    expect(await jobs(fresh)).toMatchObject([{ data: wanted, state: 'created' }]);
    expect(await one.isUnderWay(wanted)).toBe(true);
    const held = (await Promise.all([one.take(), other.take(), one.take()])).filter((found) => found !== undefined);
    expect(held).toMatchObject([{ ...wanted, retryCount: 0 }]);
    // While it is being done, asking again adds nothing.
    await other.ask(wanted);
    expect(await other.take()).toBeUndefined();
    for (const found of held) await one.done(found);
    expect((await jobs(fresh)).map(({ state }) => state)).toEqual(['completed']);
    expect(await one.isUnderWay(wanted)).toBe(false);
    // Afterwards it may be asked for again.
    await other.ask(wanted);
    const again = await other.take();
    expect(again).toMatchObject(wanted);
    if (again !== undefined) await other.done(again);
  });

  it('X4 asked for in a transaction that is undone, it is not there', async () => {
    const wanted = piece();
    await expect(fresh.app.transaction(async (trx) => {
      await askHeavy(fresh.app, trx, wanted);
      throw new Error('undone');
    })).rejects.toThrow('undone');
    expect(await one.isUnderWay(wanted)).toBe(false);
  });

  it('what fails waits longer and longer, a few times; asked for again it waits no more', async () => {
    const wanted = piece();
    await one.ask(wanted);
    const waits: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      const held = await one.take();
      expect(held).toMatchObject({ ...wanted, retryCount: tries });
      if (held !== undefined) await one.failed(held, 'unreachable');
      expect(await one.take()).toBeUndefined();
      expect(await one.isUnderWay(wanted)).toBe(false);
      const [job] = (await jobs(fresh)).filter(({ singleton_key }) => singleton_key.includes(wanted.subject));
      expect(job).toMatchObject({ state: tries < 7 ? 'retry' : 'failed', output: { code: 'unreachable' } });
      if (job?.state === 'retry') waits.push(job.waits);
      await waitNoLonger(fresh);
    }
    // Seconds: 20 to 40, 40 to 80, … with jitter.
    expect(waits).toHaveLength(7);
    for (const [n, wait] of waits.entries()) expect(wait / (20 * 2 ** n), `try ${n}`).toSatisfy((share: number) => share > 0.4 && share <= 2);
    await other.ask(wanted);
    const held = await other.take();
    expect(held).toMatchObject({ ...wanted, retryCount: 0 });
    if (held !== undefined) await other.done(held);
  });

  it('X4 what a process held that is heard of no more is taken by another, and stays theirs', async () => {
    const wanted = piece();
    await one.ask(wanted);
    const lost = await one.take();
    if (lost === undefined) throw new Error('it waits');
    expect(await one.keep(lost)).toBe(true);
    await silence(fresh);
    await other.tend();
    await waitNoLonger(fresh);
    const taken = await other.take();
    expect(taken).toMatchObject({ ...wanted, id: lost.id, retryCount: 1 });
    if (taken === undefined) throw new Error('it was given back');
    // The first comes back to itself: it is told, and ends nothing of the other's.
    expect(await one.keep(lost)).toBe(false);
    await one.done(lost);
    await one.failed(lost, 'late');
    expect(await other.keep(taken)).toBe(true);
    expect(await other.isUnderWay(wanted)).toBe(true);
    await other.done(taken);
    expect((await jobs(fresh)).find(({ id }) => id === lost.id)).toMatchObject({ state: 'completed' });
  });

  it('one that is heard of is left alone', async () => {
    const wanted = piece();
    await one.ask(wanted);
    const held = await one.take();
    if (held === undefined) throw new Error('it waits');
    await silence(fresh);
    await one.keep(held);
    await other.tend();
    expect(await one.keep(held)).toBe(true);
    await one.done(held);
  });

  it('what is done for long is forgotten', async () => {
    await fresh.admin.raw(`update ${HEAVY}.job set completed_on = completed_on - interval '8 days' where state in ('completed', 'failed')`);
    await fresh.admin.raw(`update ${HEAVY}.queue set maintain_on = null`);
    await one.tend();
    expect(await rows(fresh.admin, `select state from ${HEAVY}.job where state in ('completed', 'failed')`)).toEqual([]);
  });

  it('a kind that only a newer version knows is left for it', async () => {
    await fresh.admin.raw(`insert into ${HEAVY}.job_common (name, data, policy, singleton_key, heartbeat_seconds, retry_delay) values ('heavy', '{"kind":"season","operator":"x","subject":"y"}', 'exclusive', 'season:x:y', 20, 20)`);
    expect(await one.take()).toBeUndefined();
    expect((await jobs(fresh)).at(-1)).toMatchObject({ state: 'retry', output: { code: 'unknown-kind' } });
  });
});

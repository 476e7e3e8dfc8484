import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '../../../db/connection.ts';
import { openHouse, type House } from '../../support/house.ts';
import { apiKey, nobody, Script } from '../../support/script.ts';
import { Undeliverable } from '../../support/undelivered.ts';
import { START, World, type Referent } from '../../support/world.ts';

/** What did not arrive, read and tried again by a script; whom nothing reaches. */
let house: House;
let script: Script;
let read: Script;
let foreign: Script;
let sophie: Referent;
let chat: string;
let lost: Undeliverable;

const after = (minutes: number): Date => new Date(START.getTime() + minutes * 60_000);
const stateOf = async (id: string): Promise<unknown> => (await rows<{ state: string }>(house.fresh.admin, 'select state from delivery where id = ?', [id]))[0]?.state;
const audited = async (): Promise<object[]> => rows(house.fresh.admin, `select subject, detail - 'key' as detail from audit where operator_id = ? and action = 'undelivered.retried' order by id`, [house.world.operator]);

beforeAll(async () => {
  house = await openHouse();
  const { world, fresh } = house;
  sophie = await world.referent(await world.structure('Foyer des Lilas'), 'Sophie Martin');
  lost = new Undeliverable(house);
  chat = await lost.chat(sophie);
  [script, read] = [await house.script(), await house.script('read')];
  foreign = new Script(house.running.address, (await apiKey(fresh, (await World.make(fresh, { name: 'Autre' })).operator)).key);
});
beforeEach(async () => {
  await house.fresh.admin.raw(`update delivery set state = 'dropped'`);
  await house.fresh.admin.raw('delete from due where attempts > 0');
});

describe('X4 GET /undelivered', () => {
  it('X4 X5 tells what, to whom, since when and why, by codes and ids; role read may look', async () => {
    const id = await lost.message(sophie, chat, { error: 'Error: chat de Soraya' });
    const work = await lost.work({ at: after(5) });
    expect(await read.read('/undelivered')).toEqual({ items: [
      { what: 'work', id: work, kind: 'lapse', accountId: null, channel: null, error: 'error', since: '2026-11-20T09:05:00.000Z', tries: 4 },
      { what: 'message', id, kind: 'promoted', accountId: sophie.id, channel: 'telegram', error: 'error', since: '2026-11-20T09:00:00.000Z', tries: 7 },
    ], next: null });
    expect((await foreign.read('/undelivered')).items).toEqual([]);
  });

  it('X4 is paged, newest first; what comes meanwhile moves nothing, nor do two of the same moment', async () => {
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push(await lost.message(sophie, chat, { at: after(Math.floor(n / 2)) }));
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const page = await script.read(`/undelivered?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ id }) => id));
      if (seen.length === 2) await lost.message(sophie, chat, { at: after(60) });
      if (page.next === null) break;
      cursor = page.next;
    }
    expect([...seen].sort()).toEqual([...ids].sort());
    expect(seen.slice(0, 1)).toEqual(ids.slice(4));
    // The database's own clock says more than milliseconds.
    await house.fresh.admin.raw(`update delivery set state = 'dropped'`);
    const received = [await lost.received(sophie, 'a'), await lost.received(sophie, 'b'), await lost.received(sophie, 'c')];
    for (const [i, id] of received.entries()) await house.fresh.admin.raw(`update inbox set received_at = timestamptz '2026-11-20 09:00:00.123100Z' + ? * interval '200 microseconds' where id = ?`, [i, id]);
    const found: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await script.read(`/undelivered?limit=1${next === '' ? '' : `&cursor=${next}`}`);
      found.push(...page.items.map(({ id }) => id));
      next = page.next;
    }
    expect([...found].sort()).toEqual([...received].sort());
    await house.fresh.admin.raw(`update inbox set state = 'done'`);
    await script.read('/undelivered?cursor=abc', 'invalid_cursor');
    await script.read('/undelivered?limit=0', 'invalid_query');
  });
});

describe('X4 POST /undelivered/{id}/retry', () => {
  it('X4 begins it once; the second time it is not given up any more', async () => {
    const id = await lost.message(sophie, chat);
    const before = (await audited()).length;
    expect(await script.post(`/undelivered/${id}/retry`, undefined, 200)).toEqual({ id, retried: 1 });
    expect(await rows(house.fresh.admin, 'select state, attempts, error from delivery where id = ?', [id])).toEqual([{ state: 'due', attempts: 0, error: null }]);
    await script.post(`/undelivered/${id}/retry`, undefined, 'undelivered_settled');
    expect((await audited()).slice(before)).toEqual([{ subject: id, detail: { message: 1, by: 'api' } }]);
  });

  it('X4 with an Idempotency-Key the same answer comes again', async () => {
    const id = await lost.message(sophie, chat);
    for (let n = 0; n < 2; n += 1) expect(await script.post(`/undelivered/${id}/retry`, undefined, 200, { 'Idempotency-Key': 'one' })).toEqual({ id, retried: 1 });
  });

  it('X4 X5 what is not there, is somebody else’s, or what the key may not', async () => {
    const id = await lost.message(sophie, chat);
    await script.post(`/undelivered/${nobody()}/retry`, undefined, 'undelivered_not_found');
    await foreign.post(`/undelivered/${id}/retry`, undefined, 'undelivered_not_found');
    await read.post(`/undelivered/${id}/retry`, undefined, 'role_forbidden');
    await read.post('/undelivered/retry', undefined, 'role_forbidden');
    await script.post('/undelivered/x/retry', undefined, 'not_found');
    expect(await stateOf(id)).toBe('failed');
  });

  it('X4 timed work is run at once, and is then nothing any more', async () => {
    const id = await lost.work();
    await script.post(`/undelivered/${id}/retry`, undefined, 200);
    await expect.poll(() => rows(house.fresh.admin, 'select id from due where id = ?', [id]), { timeout: 10_000 }).toEqual([]);
    await script.post(`/undelivered/${id}/retry`, undefined, 'undelivered_not_found');
  });
});

describe('X4 POST /undelivered/retry', () => {
  it('X4 begins everything of this operator’s, and says how much', async () => {
    const ids = [await lost.message(sophie, chat), await lost.message(sophie, chat)];
    expect(await foreign.post('/undelivered/retry', undefined, 200)).toEqual({ retried: 0 });
    const before = (await audited()).length;
    expect(await script.post('/undelivered/retry', undefined, 200)).toEqual({ retried: 2 });
    for (const id of ids) expect(await stateOf(id)).toBe('due');
    expect(await script.post('/undelivered/retry', undefined, 200)).toEqual({ retried: 0 });
    expect((await audited()).slice(before)).toEqual([{ subject: null, detail: { message: 2, by: 'api' } }]);
  });
});

describe('X4 GET /unreachable', () => {
  it('X4 X5 accounts that nothing gets to, by id, since when; nobody of another operator', async () => {
    const { world } = house;
    expect((await read.read('/unreachable')).items).toEqual([]);
    const [one, two] = [await world.account('visitor', sophie.structure, 'Ada Lovelune'), await world.account('jury', null, 'Paul Juge')];
    await lost.chat(one, { gone: after(-5) });
    await lost.chat(one, { channel: 'slack', gone: after(-2) });
    await lost.chat(two, { gone: after(-10) });
    expect(await read.read('/unreachable')).toEqual({ items: [
      { id: one.id, role: 'visitor', structureId: sophie.structure, since: '2026-11-20T08:58:00.000Z' },
      { id: two.id, role: 'jury', structureId: null, since: '2026-11-20T08:50:00.000Z' },
    ], next: null });
    const first = await script.read('/unreachable?limit=1');
    expect((await script.read(`/unreachable?limit=1&cursor=${first.next ?? ''}`)).items.map(({ id }) => id)).toEqual([two.id]);
    expect((await foreign.read('/unreachable')).items).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../bots/config.ts';
import { start, type Running } from '../../bots/main.ts';
import { row, rows } from '../../db/connection.ts';
import { openHouse, type House } from '../support/house.ts';
import { START, type Referent } from '../support/world.ts';

let house: House;
let other: Running;
let structure: string;
let sophie: Referent;

const DAY = 86_400_000;
const put = async (now: unknown, on: Running = house.running): Promise<{ status: number; body: { now?: string; ran?: number; code?: string } }> => {
  const response = await fetch(`${on.address}test/clock`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ now }) });
  return { status: response.status, body: (await response.json()) as { now?: string; ran?: number; code?: string } };
};
const read = async (on: Running = house.running): Promise<string> => ((await (await fetch(`${on.address}test/clock`)).json()) as { now: string }).now;
const after = (days: number): string => new Date(START.getTime() + days * DAY).toISOString();

/** Shows that open one a day at 09:00, with somebody who wants to be told: what is due is known to the second. */
async function openings(days: readonly number[], who: Referent = sophie): Promise<{ id: string; opensAt: Date }[]> {
  return Promise.all(days.map(async (n) => {
    const opensAt = new Date(Date.parse('2026-11-21T08:00:00Z') + n * DAY);
    const { id } = await house.world.show({ startsAt: new Date(opensAt.getTime() + 30 * DAY), opensAt });
    await house.fresh.admin('alert').insert({ operator_id: who.operator, account_id: who.id, performance_id: id, structure_id: who.structure, created_at: START });
    return { id, opensAt };
  }));
}

const pushes = (of: readonly { id: string }[]): Promise<{ subject: string; state: string; due_at: Date; sent_at: Date | null }[]> =>
  rows(house.fresh.admin, `select subject, state, due_at, sent_at from outbox where kind = 'opened' and subject = any (?)`, [of.map(({ id }) => id)]);

/** Timed work is deleted when done, a push is marked: both together are all that can have run. */
const left = async (): Promise<number> => (await row<{ n: number }>(house.fresh.admin, `select (select count(*) from due) + (select count(*) from outbox where state = 'due') as n`))?.n ?? 0;

beforeAll(async () => {
  house = await openHouse();
  other = await house.beside();
  structure = await house.world.structure('Foyer des Essais');
  sophie = await house.world.referent(structure);
});

describe('the test clock', () => {
  it('stands still, for all processes, until it is moved; backward it does not go', async () => {
    expect([await read(), await read(other)]).toEqual([START.toISOString(), START.toISOString()]);
    expect(await put(START.toISOString())).toEqual({ status: 200, body: { now: START.toISOString(), ran: 0 } });
    const later = '2026-11-20T10:30:00+01:00';
    expect(await put(later, other)).toEqual({ status: 200, body: { now: '2026-11-20T09:30:00.000Z', ran: 0 } });
    expect(await read()).toBe('2026-11-20T09:30:00.000Z');
    expect(await put(START.toISOString())).toMatchObject({ status: 409, body: { code: 'clock_backward' } });
    for (const odd of ['yesterday', '2026-11-21', '2026-11-21T09:00:00', '', null, 1, {}, '2026-02-30T00:00:00Z']) expect(await put(odd), JSON.stringify(odd)).toMatchObject({ status: 400, body: { code: 'not_an_instant' } });
    expect(await read()).toBe('2026-11-20T09:30:00.000Z');
  });

  it('starts at the later of what is stored and what is asked', async () => {
    const stood = await read();
    await house.restart({ GUICHET_CLOCK: `test@${START.toISOString()}` });
    expect(await read()).toBe(stood);
    await house.restart({ GUICHET_CLOCK: 'test@2026-11-20T09:45:00Z' });
    expect([await read(), await read(other)]).toEqual(['2026-11-20T09:45:00.000Z', '2026-11-20T09:45:00.000Z']);
  });

  it('is not there where the machine’s time is used, nor ever in production', async () => {
    const real = await house.beside({ GUICHET_CLOCK: '' });
    for (const method of ['GET', 'PUT']) expect((await fetch(`${real.address}test/clock`, { method })).status).toBe(404);
    await real.stop();
    expect(() => readConfig({ GUICHET_CLOCK: 'test@2026-11-20T09:00:00Z', NODE_ENV: 'production' })).toThrow(/refused with NODE_ENV=production/);
  });

  it('A5 runs each piece of due work at its own instant, and counts them', async () => {
    const shows = await openings([0, 1, 2]);
    const before = await left();
    const { status, body } = await put('2026-11-25T12:00:00Z');
    expect(status).toBe(200);
    const found = await pushes(shows);
    expect(found).toHaveLength(3);
    for (const show of shows) {
      const push = found.find(({ subject }) => subject === show.id);
      expect({ state: push?.state, due: push?.due_at, sent: push?.sent_at }).toEqual({ state: 'sent', due: show.opensAt, sent: show.opensAt });
    }
    // Three openings, and the three pushes that they became.
    expect(body).toEqual({ now: '2026-11-25T12:00:00.000Z', ran: 6 });
    expect(await left()).toBe(before - 3);
    expect((await put('2026-11-25T12:00:00Z')).body.ran).toBe(0);
  });

  it('answers when nothing is under way any more, whichever process had it in hand, and counts what either did', async () => {
    const shows = await openings([6, 7, 8, 9, 10, 11, 12, 13]);
    let ran = 0;
    for (const [i, { opensAt, id }] of shows.entries()) {
      const { status, body } = await put(new Date(opensAt.getTime() + 1_000).toISOString(), i % 2 === 0 ? house.running : other);
      expect(status).toBe(200);
      ran += body.ran ?? 0;
      expect((await pushes([{ id }])).map(({ state }) => state), `push ${i} is there when the clock has answered`).toEqual(['sent']);
    }
    expect(ran).toBe(2 * shows.length);
    expect((await pushes(shows)).map(({ sent_at, due_at }) => sent_at?.getTime() === due_at.getTime())).toEqual(shows.map(() => true));
  });

  it('takes moves from everywhere at once: the furthest stands, nothing runs twice', async () => {
    const shows = await openings([15, 16, 17, 18]);
    const answers = await Promise.all([19, 16.5, 17.5, 20, 18].map((days, i) => put(after(days + 1), i % 2 === 0 ? house.running : other)));
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect([await read(), await read(other)]).toEqual([after(21), after(21)]);
    const found = await pushes(shows);
    expect(found.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent']);
  });

  it('is not held up by work that fails, or by a push that cannot be written: what is behind runs at its own instant', async () => {
    const [first, second] = await openings([24, 25]);
    const poor = await house.world.referent(await house.world.structure('Foyer sans clé'), 'Paul Sansclé');
    const [theirs] = await openings([24], poor);
    await house.fresh.admin('data_key').where({ structure_id: poor.structure }).update({ wrapped: Buffer.from('not a key') });
    await house.fresh.admin('due').insert({ operator_id: house.world.operator, id: house.world.operator, kind: 'deal', subject: '00000000-0000-7000-8000-00000000dead', due_at: new Date('2026-12-12T00:00:00Z'), dedupe_key: 'poison' });
    const before = performance.now();
    expect((await put('2026-12-20T12:00:00Z', other)).status).toBe(200);
    expect(performance.now() - before).toBeLessThan(10_000);
    const found = await pushes([first, second].flatMap((one) => one ?? []));
    expect(found.map(({ state, sent_at, due_at }) => [state, sent_at?.getTime() === due_at.getTime()])).toEqual([['sent', true], ['sent', true]]);
    // Those that failed wait for another try, later and later; nobody holds them meanwhile.
    expect(await pushes([theirs].flatMap((one) => one ?? []))).toMatchObject([{ state: 'due' }]);
    const [push] = await rows<{ attempts: number; free: boolean; later: boolean }>(house.fresh.admin, `select attempts, leased_until is null as free, not_before > now() - interval '1 minute' as later from outbox where subject = ?`, [theirs?.id]);
    expect(push?.attempts).toBeGreaterThan(0);
    expect(push).toMatchObject({ free: true, later: true });
    expect(await rows(house.fresh.admin, `select attempts > 0 as tried, not_before is not null as later from due where dedupe_key = 'poison'`)).toEqual([{ tried: true, later: true }]);
    await house.fresh.admin('due').where({ dedupe_key: 'poison' }).delete();
    await house.fresh.admin('outbox').where({ account_id: poor.id }).delete();
  }, 30_000);

  it('X6 stops at the end of quiet hours on its way: a push that is held goes out in the morning', async () => {
    const night = new Date('2026-12-20T22:00:00Z');
    const { id } = await house.world.show({ startsAt: new Date('2027-01-15T19:00:00Z'), opensAt: night });
    await house.fresh.admin('alert').insert({ operator_id: sophie.operator, account_id: sophie.id, performance_id: id, structure_id: structure, created_at: START });
    expect((await put('2026-12-21T12:00:00Z')).status).toBe(200);
    expect((await pushes([{ id }])).map(({ sent_at }) => sent_at?.toISOString())).toEqual(['2026-12-21T07:00:00.000Z']);
  });

  it('moves without any loop of its own: web alone', async () => {
    const lone = await start(readConfig({
      DATABASE_URL: house.fresh.appUrl, ...(house.fresh.appUrl === house.fresh.adminUrl ? {} : { DATABASE_ADMIN_URL: house.fresh.adminUrl }), GUICHET_SECRET_KEY: house.fresh.secret, GUICHET_DEMO: '0',
      GUICHET_CLOCK: `test@${START.toISOString()}`, GUICHET_ROLES: 'web', PORT: '0', GUICHET_LOG: 'error',
    }));
    const [show] = await openings([31]);
    expect((await put('2026-12-23T12:00:00Z', lone)).status).toBe(200);
    expect(await pushes([show].flatMap((one) => one ?? []))).toMatchObject([{ state: 'sent', sent_at: show?.opensAt }]);
    await lone.stop();
  });
});

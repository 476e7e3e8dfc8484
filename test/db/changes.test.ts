import { beforeEach, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { cancel, move, strays } from '../support/changes.ts';
import { freshDatabase } from '../support/database.ts';
import { staff, type Staff } from '../support/imported.ts';
import { replaceFunctions } from '../support/without.ts';
import { START, World } from '../support/world.ts';

/** What becomes of seats, quotas and pushes when the venue cancels or moves (A19), below the conversation. */
const fresh = await freshDatabase();
const now = START;
const DAY = 86_400_000;
/** Saturday 28 November 2026, 20:00 in Paris, week 48; a week later. */
const SATURDAY = new Date('2026-11-28T19:00:00Z');
const NEXT = new Date(SATURDAY.getTime() + 7 * DAY);

let world: World;
let desk: Staff['desk'];
let sophie: Staff['sophie'];
let people: string[];
let awa: string;
let bo: string;
let cy: string;
beforeEach(async () => {
  world = await World.make(fresh, { weekly_quota: 2 });
  ({ desk, sophie, people } = await staff(world));
  [awa = '', bo = '', cy = ''] = people;
});

const book = (id: string, ...who: string[]) => desk.ask(sophie, id, who.map((one) => ({ id: one, kind: 'participant' as const })), now);
const states = async (id: string): Promise<string[]> => (await world.seats(id)).map(({ state }) => state);
const pushes = async (kind: string) => rows<{ account_id: string; subject: string; detail: Record<string, string>; state: string }>(fresh.admin, 'select account_id, subject, detail, state from outbox where operator_id = ? and kind = ? order by account_id', [world.operator, kind]);
const weeksOf = async (person: string): Promise<Record<string, [number, number | null]>> =>
  Object.fromEntries((await rows<{ week: string; taken: number; allowed: number | null }>(fresh.admin, 'select week, taken, allowed from week_quota where operator_id = ? and person_id = ? and taken > 0', [world.operator, person])).map((r) => [r.week, [r.taken, r.allowed]]));
const sound = async (at = now): Promise<void> => {
  expect([...(await world.faults(at)), ...(await strays(world))]).toEqual([]);
};

describe('A19 a performance is cancelled by the venue', () => {
  it('A19 A6 invitations are void, waiting is over, the quota of the week is given back and dealt elsewhere', async () => {
    const [a, b, c] = [await world.show({ capacity: 1 }), await world.show({ capacity: 5 }), await world.show({ capacity: 5 })];
    await book(a.id, awa, bo);
    await book(b.id, awa);
    await book(c.id, awa);
    expect([await states(a.id), await states(c.id)]).toEqual([['booked', 'waiting'], ['waiting']]);
    expect(await cancel(world, a.id, now)).toBe(true);
    expect(await states(a.id)).toEqual(['cancelled', 'cancelled']);
    await desk.due(now);
    expect(await states(c.id)).toEqual(['booked']);
    expect(await weeksOf(awa)).toEqual({ '2026-W48': [2, 2] });
    expect(await rows(fresh.admin, 'select kind from due where operator_id = ? and subject = ?', [world.operator, a.id])).toEqual([]);
    await sound();
  });

  it('A19 A7 the structure’s quota is given back, and others of the structure are served', async () => {
    const a = await world.show({ capacity: 5 });
    const b = await world.show({ capacity: 5, venue: a.venue });
    await world.quota({ venue: a.venue, period: 'month', seats: 1 });
    await book(a.id, awa);
    await book(b.id, bo);
    expect(await states(b.id)).toEqual(['waiting']);
    await cancel(world, a.id, now);
    await desk.due(now);
    expect(await states(b.id)).toEqual(['booked']);
    await sound();
  });

  it('A19 once: a second time, an unknown one, one that has begun: nothing is done', async () => {
    const show = await world.show();
    await book(show.id, awa);
    expect(await cancel(world, show.id, now)).toBe(true);
    expect(await cancel(world, show.id, now)).toBe(false);
    expect(await cancel(world, awa, now)).toBe(false);
    expect(await cancel(world, 'none', now)).toBe(false);
    const past = await world.show({ startsAt: new Date(now.getTime() + 3 * DAY) });
    await book(past.id, bo);
    expect(await cancel(world, past.id, new Date(now.getTime() + 4 * DAY))).toBe(false);
    expect(await states(past.id)).toEqual(['booked']);
    expect(await pushes('cancelled')).toHaveLength(1);
    await sound();
  });

  it('A19 another operator’s performance cannot be cancelled', async () => {
    const foreign = await World.make(fresh);
    const show = await foreign.show();
    expect(await cancel(world, show.id, now)).toBe(false);
    await expect(world.asOperator((trx) => trx.raw('select cancel_performance(?, ?, ?)', [foreign.operator, show.id, now]))).resolves.toMatchObject({ rows: [{ cancel_performance: false }] });
    expect(await rows(fresh.admin, 'select 1 from performance where id = ? and cancelled_at is null', [show.id])).toHaveLength(1);
  });

  it('A19 told once an account: who asked, who it is for, who wanted to be alerted; not the colleague, not another house', async () => {
    const other = await world.structure('Maison des Essais');
    const [marc, alone, colleague] = [await world.referent(other, 'Marc Leroy'), await world.referent(other, 'Ines Morel'), await world.referent(sophie.structure ?? '', 'Karim Blin')];
    const visitor = await world.account('visitor', sophie.structure, 'Awa Un');
    await fresh.admin('account').where({ id: visitor.id }).update({ person_id: awa });
    const show = await world.show({ capacity: 1 });
    await book(show.id, awa);
    await book(show.id, bo);
    await fresh.admin('alert').insert({ operator_id: world.operator, account_id: marc.id, performance_id: show.id, structure_id: other, created_at: now });
    await cancel(world, show.id, now);
    const told = (await pushes('cancelled')).map(({ account_id }) => account_id);
    expect(told).toEqual([sophie.id, visitor.id, marc.id].sort());
    expect(told).not.toContain(colleague.id);
    expect(told).not.toContain(alone.id);
    expect(await rows(fresh.admin, 'select 1 from alert where operator_id = ?', [world.operator])).toEqual([]);
  });

  it('A19 when who asked is gone, all referents of the house are told', async () => {
    const [karim, ines] = [await world.referent(sophie.structure ?? '', 'Karim Blin'), await world.referent(sophie.structure ?? '', 'Ines Morel')];
    const show = await world.show();
    await book(show.id, awa);
    await fresh.admin('account').where({ id: sophie.id }).update({ removed_at: now });
    await cancel(world, show.id, now);
    expect((await pushes('cancelled')).map(({ account_id }) => account_id)).toEqual([karim.id, ines.id].sort());
  });
});

describe('A19 a performance moves', () => {
  it('A19 A6 counted in the new week, nobody loses a seat though the limit is passed, and who waits in the old week is served', async () => {
    const [a, b, waits] = [await world.show(), await world.show(), await world.show()];
    const [c, d] = [await world.show({ startsAt: NEXT }), await world.show({ startsAt: new Date(NEXT.getTime() - DAY) })];
    for (const show of [a, b, waits, c, d]) await book(show.id, awa);
    expect(await states(waits.id)).toEqual(['waiting']);
    await move(world, [{ id: a.id, startsAt: NEXT }], now);
    expect(await states(a.id)).toEqual(['booked']);
    expect(await weeksOf(awa)).toEqual({ '2026-W48': [1, 2], '2026-W49': [3, 3] });
    await desk.due(now);
    expect(await states(waits.id)).toEqual(['booked']);
    expect(await weeksOf(awa)).toEqual({ '2026-W48': [2, 2], '2026-W49': [3, 3] });
    // Two of three given back: the third is within the limit again, and one more is possible.
    await desk.cancel(sophie, (await desk.current(sophie, now)).filter(({ performanceId }) => [c.id, d.id].includes(performanceId)).map(({ id }) => id), now);
    await book(c.id, awa);
    expect(await weeksOf(awa)).toEqual({ '2026-W48': [2, 2], '2026-W49': [2, 2] });
    await sound();
  });

  it('A19 A6 without the raised limit the move would fail: the constraint holds throughout', async () => {
    const [a, c, d] = [await world.show(), await world.show({ startsAt: NEXT }), await world.show({ startsAt: new Date(NEXT.getTime() - DAY) })];
    for (const show of [a, c, d]) await book(show.id, awa);
    await replaceFunctions(fresh, { 'changes.sql': [['greatest(w.allowed, w.taken + 1)', 'w.allowed']] });
    try {
      await expect(move(world, [{ id: a.id, startsAt: NEXT }], now)).rejects.toThrow('within_week');
    } finally {
      await replaceFunctions(fresh, { 'changes.sql': [] });
    }
    expect(await weeksOf(awa)).toEqual({ '2026-W48': [1, 2], '2026-W49': [2, 2] });
    await sound();
  });

  it('A19 A6 from week 53 to week 1, and over the change of the clock', async () => {
    const late = await world.show({ startsAt: new Date('2027-01-02T19:00:00Z'), opensAt: new Date('2026-11-01T08:00:00Z') });
    await book(late.id, awa);
    expect(await weeksOf(awa)).toEqual({ '2026-W53': [1, 2] });
    await move(world, [{ id: late.id, startsAt: new Date('2027-01-04T19:00:00Z') }], now);
    expect(await weeksOf(awa)).toEqual({ '2027-W01': [1, 2] });
    // Sunday 23:30 in Paris belongs to the week before; in summer time that is 21:30 UTC.
    await move(world, [{ id: late.id, startsAt: new Date('2027-03-28T21:30:00Z') }], now);
    expect(await weeksOf(awa)).toEqual({ '2027-W12': [1, 2] });
    await move(world, [{ id: late.id, startsAt: new Date('2027-03-28T22:30:00Z') }], now);
    expect(await weeksOf(awa)).toEqual({ '2027-W13': [1, 2] });
    // The same instant read on another clock.
    await move(world, [{ id: late.id, zone: 'America/Martinique' }], now);
    expect(await weeksOf(awa)).toEqual({ '2027-W12': [1, 2] });
    await sound();
  });

  it('A19 A7 the structure’s quotas follow the month, the week and the venue', async () => {
    const [theatre, hall] = [await world.venue('Théâtre'), await world.venue('Salle')];
    for (const period of ['week', 'month', 'all'] as const) await world.quota({ venue: theatre, period, seats: 2 });
    await world.quota({ venue: hall, period: 'all', seats: 1 });
    const show = await world.show({ venue: theatre });
    const full = await world.show({ venue: hall });
    const waits = await world.show({ venue: theatre, startsAt: new Date(SATURDAY.getTime() - DAY) });
    await book(show.id, awa, bo);
    await book(full.id, cy);
    await book(waits.id, cy);
    expect(await states(waits.id)).toEqual(['waiting']);
    const uses = async () => (await rows<{ name: string; period_key: string; taken: number; allowed: number }>(fresh.admin, `
      select v.name, u.period_key, u.taken, u.allowed from quota_use u join quota q on q.id = u.quota_id join venue v on v.id = q.venue_id
       where u.operator_id = ? and u.taken > 0 order by 1, 2`, [world.operator])).map((r) => `${r.name} ${r.period_key} ${r.taken}/${r.allowed}`);
    expect(await uses()).toEqual(['Salle all 1/1', 'Théâtre 2026-11 2/2', 'Théâtre 2026-W48 2/2', 'Théâtre all 2/2']);
    await move(world, [{ id: show.id, startsAt: NEXT }], now);
    expect(await uses()).toEqual(['Salle all 1/1', 'Théâtre 2026-12 2/2', 'Théâtre 2026-W49 2/2', 'Théâtre all 2/2']);
    await sound();
    await move(world, [{ id: show.id, venue: hall }], now);
    await desk.due(now);
    expect(await states(show.id)).toEqual(['booked', 'booked']);
    expect(await states(waits.id)).toEqual(['booked']);
    expect(await uses()).toEqual(['Salle all 3/3', 'Théâtre 2026-11 1/2', 'Théâtre 2026-W48 1/2', 'Théâtre all 1/2']);
    await sound();
  });

  it('A19 A5 A6 timed work moves; who waits is served by what holds at the new date, at its opening where that lies ahead', async () => {
    const [a, b, show] = [await world.show(), await world.show(), await world.show()];
    for (const one of [a, b, show]) await book(one.id, awa);
    expect(await states(show.id)).toEqual(['waiting']);
    const far = new Date('2027-01-16T19:00:00Z');
    await move(world, [{ id: show.id, startsAt: far }], now);
    expect(await states(show.id)).toEqual(['waiting']);
    expect(await rows(fresh.admin, `select kind, due_at from due where operator_id = ? and subject = ? and kind in ('opening', 'release') order by due_at`, [world.operator, show.id])).toEqual([
      { kind: 'opening', due_at: new Date('2026-12-17T08:00:00Z') }, { kind: 'release', due_at: new Date('2027-01-13T19:00:00Z') },
    ]);
    const opens = new Date('2026-12-17T08:00:00Z');
    await desk.due(opens);
    expect(await states(show.id)).toEqual(['booked']);
    await sound(opens);
  });

  it('A17 what was confirmed is asked again; the same date said twice asks nobody', async () => {
    const show = await world.show();
    const [seat] = await book(show.id, awa);
    const confirmed = async () => (await desk.current(sophie, now, show.id)).map(({ confirmedAt }) => confirmedAt);
    await desk.as(sophie, (store) => store.booking.confirm([seat?.id ?? ''], now));
    await move(world, [{ id: show.id, startsAt: SATURDAY }], now);
    expect(await confirmed()).toEqual([now]);
    expect(await pushes('moved')).toEqual([]);
    await move(world, [{ id: show.id, startsAt: NEXT }], now);
    expect(await confirmed()).toEqual([null]);
  });

  it('A19 before it was sent: one push, from where it stood at first; back there: none', async () => {
    const show = await world.show();
    const hall = await world.venue('Salle des fêtes');
    await book(show.id, awa);
    await move(world, [{ id: show.id, startsAt: NEXT }], now);
    const first = { account_id: sophie.id, subject: show.id, state: 'due' };
    expect(await pushes('moved')).toEqual([{ ...first, detail: { from: SATURDAY.toISOString() } }]);
    await move(world, [{ id: show.id, venue: hall }], now);
    expect(await pushes('moved')).toEqual([{ ...first, detail: { from: SATURDAY.toISOString(), fromVenue: show.venue } }]);
    await move(world, [{ id: show.id, startsAt: SATURDAY }], now);
    expect(await pushes('moved')).toEqual([{ ...first, detail: { from: SATURDAY.toISOString(), fromVenue: show.venue } }]);
    await move(world, [{ id: show.id, venue: show.venue }], now);
    expect(await pushes('moved')).toEqual([]);
  });

  it('A19 once it was sent: another, from where they were told it is', async () => {
    const show = await world.show();
    await book(show.id, awa);
    await move(world, [{ id: show.id, startsAt: NEXT }], now);
    await fresh.admin('outbox').where({ operator_id: world.operator, kind: 'moved' }).update({ state: 'sent', seq: 1, sent_at: now });
    await move(world, [{ id: show.id, startsAt: SATURDAY }], now);
    expect((await pushes('moved')).filter(({ state }) => state === 'due').map(({ detail }) => detail)).toEqual([{ from: NEXT.toISOString() }]);
  });

  it('A19 a cancelled one that moves is only cancelled; over quota stays over quota', async () => {
    const [a, b, c] = [await world.show(), await world.show(), await world.show()];
    for (const show of [a, b, c]) await book(show.id, awa);
    const released = new Date('2026-11-26T10:00:00Z');
    await desk.due(released);
    expect((await world.seats(c.id)).map(({ state, tier }) => [state, tier])).toEqual([['booked', 2]]);
    await move(world, [{ id: c.id, startsAt: NEXT }], released);
    expect((await world.seats(c.id)).map(({ state, tier }) => [state, tier])).toEqual([['booked', 2]]);
    expect(await weeksOf(awa)).toEqual({ '2026-W48': [2, 2] });
    await cancel(world, a.id, released);
    await move(world, [{ id: a.id, startsAt: NEXT }], released);
    expect((await pushes('moved')).map(({ subject }) => subject)).toEqual([c.id]);
    await sound(released);
  });
});

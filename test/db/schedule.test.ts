import { beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { planAnew, schedulePerformance } from '../../db/schedule.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { START, World } from '../support/world.ts';

let fresh: Fresh;
let world: World;

beforeAll(async () => {
  fresh = await freshDatabase();
  world = await World.make(fresh);
});

const planned = async (id: string): Promise<Record<string, string>> =>
  Object.fromEntries((await rows<{ key: string; due_at: Date }>(fresh.admin, `select replace(dedupe_key, ':' || subject, '') as key, due_at from due where subject = ? order by due_at`, [id])).map(({ key, due_at }) => [key, due_at.toISOString()]));
const schedule = (ids: readonly string[], now: Date): Promise<void> => world.asOperator((trx) => schedulePerformance(trx, world.operator, ids, now));
const change = (id: string, to: Record<string, unknown>): Promise<unknown> => world.asOperator((trx) => trx('performance').where({ operator_id: world.operator, id }).update(to));

describe('A12 A16 A17 what a performance makes due', () => {
  it('A16 A17 A12 is planned with it: 28 January 2027 at 20:00 in Paris', async () => {
    const { id } = await world.show({ startsAt: new Date('2027-01-28T19:00:00Z') });
    const all = {
      opening: '2026-12-29T08:00:00.000Z', 'confirm:7': '2027-01-19T19:00:00.000Z', 'confirm:2': '2027-01-24T19:00:00.000Z', release: '2027-01-25T19:00:00.000Z', guests: '2027-01-26T19:00:00.000Z',
      lost: '2027-01-26T19:00:00.000Z', practical: '2027-01-27T16:00:00.000Z', 'draft:24': '2027-01-25T19:00:00.000Z', 'draft:2': '2027-01-26T17:00:00.000Z', here: '2027-01-28T18:45:00.000Z',
      attendance: '2027-01-29T08:00:00.000Z', 'attendance:again': '2027-01-31T08:00:00.000Z',
    };
    expect(await planned(id)).toEqual(all);
    await schedule([id], START);
    expect(await planned(id), 'the same call twice changes nothing').toEqual(all);
  });

  it('A19 A17 moves with it, also across the change of the clock (28 March 2027), in its own zone', async () => {
    const { id } = await world.show({ startsAt: new Date('2027-01-28T19:00:00Z') });
    await change(id, { starts_at: new Date('2027-03-29T18:00:00Z'), closes_at: new Date('2027-03-27T18:00:00Z') });
    await schedule([id], START);
    expect(await planned(id)).toMatchObject({ 'confirm:7': '2027-03-20T18:00:00.000Z', 'confirm:2': '2027-03-25T18:00:00.000Z', attendance: '2027-03-30T07:00:00.000Z', 'attendance:again': '2027-04-01T07:00:00.000Z' });
    await change(id, { closes_at: new Date('2027-03-29T17:00:00Z') });
    await schedule([id], START);
    // 19:00 in summer time, the day of the change and before it.
    expect(await planned(id)).toMatchObject({ 'confirm:7': '2027-03-22T18:00:00.000Z', 'confirm:2': '2027-03-27T18:00:00.000Z' });
    await change(id, { zone: 'Indian/Reunion' });
    await schedule([id], START);
    expect(await planned(id)).toMatchObject({ attendance: '2027-03-30T05:00:00.000Z' });
  });

  it('A19 goes with a cancelled performance or event, and comes back with it', async () => {
    const { id, event } = await world.show({ startsAt: new Date('2027-01-28T19:00:00Z') });
    await change(id, { cancelled_at: START });
    await schedule([id], START);
    expect(await planned(id)).toEqual({});
    await change(id, { cancelled_at: null });
    await schedule([id], START);
    expect(Object.keys(await planned(id))).toHaveLength(12);
    await world.asOperator((trx) => trx('event').where({ operator_id: world.operator, id: event }).update({ cancelled_at: START }));
    await schedule([id], START);
    expect(await planned(id)).toEqual({});
  });

  it('A12 stays when the performance has begun; what is before it goes', async () => {
    const { id } = await world.show({ startsAt: new Date('2026-12-28T19:00:00Z') });
    await schedule([id], new Date('2026-12-28T19:00:00Z'));
    expect(Object.keys(await planned(id))).toEqual(['attendance', 'attendance:again']);
    // Work that has run is not planned again by an instant that is past.
    await fresh.admin('due').where({ subject: id, dedupe_key: `attendance:${id}` }).delete();
    await schedule([id], new Date('2026-12-29T12:00:00Z'));
    expect(Object.keys(await planned(id))).toEqual(['attendance:again']);
  });

  it('A17 what a move puts into the past is not asked any more; what is due and has not run yet stays', async () => {
    const { id } = await world.show({ startsAt: new Date('2027-01-28T19:00:00Z') });
    const now = new Date('2027-01-19T19:00:01Z');
    await schedule([id], now);
    expect(Object.keys(await planned(id)), 'one second late').toContain('confirm:7');
    await change(id, { starts_at: new Date('2027-01-21T19:00:00Z'), closes_at: new Date('2027-01-20T19:00:00Z') });
    await schedule([id], now);
    expect(Object.keys(await planned(id)).filter((key) => key.startsWith('confirm'))).toEqual([]);
  });

  it('A5 A12 A17 all that is to come is planned anew where a new version asks for it; nothing is asked twice', async () => {
    const { id } = await world.show({ startsAt: new Date('2027-01-28T19:00:00Z') });
    const all = await planned(id);
    await fresh.admin('due').where({ subject: id }).whereIn('kind', ['draft', 'here']).delete();
    await world.asOperator((trx) => planAnew(trx, world.operator, START));
    expect(await planned(id)).toEqual(all);
    const { id: late } = await world.show({ startsAt: new Date('2027-01-28T19:00:00Z'), opensAt: new Date('2027-01-26T16:00:00Z') });
    expect(Object.keys(await planned(late)).filter((key) => key.startsWith('draft')), 'before the opening nothing is half done').toEqual(['draft:2']);
  });

  it('A17 A12 follows the settings of the programme', async () => {
    const { id } = await world.show({ startsAt: new Date('2027-01-28T19:00:00Z') });
    await world.asOperator((trx) => trx('programme').where({ operator_id: world.operator }).update({ confirm_days_before: [5], attendance_at: '10:30', attendance_again_days: 4 }));
    await schedule([id], START);
    expect(await planned(id)).toMatchObject({ 'confirm:5': '2027-01-21T19:00:00.000Z', attendance: '2027-01-29T09:30:00.000Z', 'attendance:again': '2027-02-02T09:30:00.000Z' });
    expect(Object.keys(await planned(id)).filter((key) => key.startsWith('confirm'))).toEqual(['confirm:5']);
    await world.asOperator((trx) => trx('programme').where({ operator_id: world.operator }).update({ confirm_days_before: [7, 2], attendance_at: '09:00', attendance_again_days: 2 }));
  });

  it('A12 work of other kinds about the performance, and of other performances, is left alone', async () => {
    const [one, other] = [await world.show({ startsAt: new Date('2027-01-28T19:00:00Z') }), await world.show({ startsAt: new Date('2027-01-28T19:00:00Z') })];
    await fresh.admin('due').insert({ operator_id: world.operator, id: one.id, kind: 'deal', subject: one.id, due_at: START, dedupe_key: `deal:${one.id}:x` });
    await change(one.id, { cancelled_at: START });
    await schedule([one.id], START);
    expect(Object.keys(await planned(one.id))).toEqual(['deal:x']);
    expect(Object.keys(await planned(other.id))).toHaveLength(12);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { changeSeats, performancesLike } from '../../db/seats.ts';
import { freshDatabase } from '../support/database.ts';
import { Desk } from '../support/desk.ts';
import { START, World, type Referent } from '../support/world.ts';

const fresh = await freshDatabase();
const at = START;
const AFTER_CLOSING = new Date('2026-11-27T09:00:00Z');
let world: World;
let desk: Desk;
let sophie: Referent;
let people: string[];

beforeAll(async () => {
  world = await World.make(fresh);
  desk = new Desk(fresh);
  const home = await world.structure('Foyer des Essais');
  sophie = await world.referent(home);
  people = await world.people(home, ['Awa Un', 'Bo Deux', 'Cy Trois', 'Di Quatre']);
});

const change = (id: string, by: number, options: { at?: Date; afterClosing?: boolean } = {}) => changeSeats(fresh.app, world.operator, id, by, { at, ...options });
/** Two seats given and two persons waiting. */
async function full(): Promise<string> {
  const { id } = await world.show({ capacity: 2, startsAt: new Date('2026-11-28T19:00:00Z') });
  await desk.ask(sophie, id, people.map((one) => ({ id: one, kind: 'participant' as const })), at);
  return id;
}

describe('A8 A16 seats added and withdrawn', () => {
  it('A8 an added seat goes to the first who waits; the rest wait on', async () => {
    const id = await full();
    expect(await change(id, 1)).toMatchObject({ kind: 'changed', window: 'open', capacity: { before: 2, after: 3 }, given: 1, waiting: 1 });
    expect((await world.seats(id)).map((one) => one.state)).toEqual(['booked', 'booked', 'booked', 'waiting']);
    expect(await rows(fresh.admin, `select detail from audit where subject = ? and action = 'performance.seats'`, [id])).toEqual([{ detail: { from: 2, to: 3, given: 1, by: 'command' } }]);
    expect(await world.faults(at)).toEqual([]);
  });

  it('A16 nobody loses a seat: below those given nothing is withdrawn', async () => {
    const { id } = await world.show({ capacity: 3, startsAt: new Date('2026-12-12T19:00:00Z') });
    await desk.ask(sophie, id, people.slice(0, 2).map((one) => ({ id: one, kind: 'participant' as const })), at);
    expect(await change(id, -2)).toMatchObject({ kind: 'taken', performance: { capacity: 3, taken: 2 } });
    expect(await change(id, -1)).toMatchObject({ kind: 'changed', capacity: { after: 2 }, given: 0 });
    expect(await change(id, -1)).toMatchObject({ kind: 'taken' });
  });

  it('A8 after closing seats go by the operator’s word alone', async () => {
    const { id } = await world.show({ capacity: 0, startsAt: new Date('2026-11-28T18:00:00Z'), closesAt: new Date('2026-11-26T19:00:00Z') });
    const others = await world.people(sophie.structure ?? '', ['Ed Cinq', 'Fa Six']);
    await desk.ask(sophie, id, others.map((one) => ({ id: one, kind: 'participant' as const })), at);
    expect(await change(id, 1, { at: AFTER_CLOSING })).toMatchObject({ kind: 'changed', window: 'closed', given: 0, waiting: 2 });
    expect(await change(id, 1, { at: AFTER_CLOSING, afterClosing: true })).toMatchObject({ given: 2, waiting: 0 });
  });

  it('A5 before opening seats wait for it; what is over or cancelled is refused', async () => {
    const early = await world.show({ capacity: 1, startsAt: new Date('2027-02-20T19:00:00Z') });
    expect(await change(early.id, 4)).toMatchObject({ kind: 'changed', window: 'not_open', given: 0 });
    const over = await world.show({ startsAt: new Date('2026-11-19T19:00:00Z') });
    expect(await change(over.id, 1)).toMatchObject({ kind: 'past' });
    const off = await world.show();
    await world.asOperator((trx) => trx('performance').where({ operator_id: world.operator, id: off.id }).update({ cancelled_at: at }));
    expect(await change(off.id, 1)).toMatchObject({ kind: 'cancelled' });
  });

  it('another operator’s performance is unknown', async () => {
    const other = await World.make(fresh, { name: 'Autre' });
    const { id } = await other.show({ title: 'Chez les autres' });
    expect(await change(id, 1)).toEqual({ kind: 'unknown' });
    expect(await performancesLike(fresh.app, world.operator, 'chez les autres', at)).toEqual({ total: 0, items: [] });
  });
});

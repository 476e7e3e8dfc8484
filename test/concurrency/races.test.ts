import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../../core/ports.ts';
import { rows } from '../../db/connection.ts';
import { enter } from '../../db/scopes.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { Desk, untilBlocked, type Wanted } from '../support/desk.ts';
import { START, World } from '../support/world.ts';

/** Interleavings laid out one by one: a transaction stays open while others run beside it. */
let fresh: Fresh;
let world: World;
let desk: Desk;
let home: string;
let sophie: Account;
let karim: Account;

const now = START;
const participant = (id: string): Wanted => ({ id, kind: 'participant' });

beforeAll(async () => {
  fresh = await freshDatabase();
  world = await World.make(fresh);
  home = await world.structure('Foyer des Essais');
  sophie = await world.referent(home);
  karim = await world.referent(home, 'Karim Blin');
  await world.person(home, 'Clé Première');
});


const people = async (n: number, structure = home): Promise<string[]> => world.people(structure, Array.from({ length: n }, (_, i) => `Personne ${i + 1}`));
const stateOf = async (performance: string, person: string): Promise<string | undefined> => (await world.seats(performance)).find((seat) => seat.person === person && seat.state !== 'cancelled')?.state;
const seatOf = async (who: Account, performance: string, person: string): Promise<string> => (await desk.current(who, now, performance)).find((seat) => seat.personId === person)?.id ?? '';

describe('A6 a quota given back reaches whoever waits for it', () => {
  /** Somebody with both invitations of the week, and a third show of that week. */
  async function overQuota(capacity: number): Promise<{ a: string; c: string; x: string; y: string }> {
    desk = new Desk(fresh);
    const [x = '', y = ''] = await people(2);
    const [a, b, c] = [await world.show(), await world.show(), await world.show({ capacity })];
    await desk.ask(sophie, a.id, [participant(x)], now);
    await desk.ask(sophie, b.id, [participant(x)], now);
    return { a: a.id, c: c.id, x, y };
  }

  it('A6 A8 while the seat is freed at the same moment', async () => {
    const { a, c, x, y } = await overQuota(1);
    await desk.ask(karim, c, [participant(y)], now);
    await desk.ask(sophie, c, [participant(x)], now);
    const giving = await desk.open(sophie);
    await giving.store.booking.cancel([await seatOf(sophie, a, x)], now);
    const freeing = desk.cancel(karim, [await seatOf(karim, c, y)], now);
    await untilBlocked(fresh.admin, 1, freeing);
    await giving.commit();
    await freeing;
    await desk.due(now);
    expect(await stateOf(c, x)).toBe('booked');
    expect(await world.faults(now)).toEqual([]);
  });

  it('A6 A8 while the person is asking for the vacant seat', async () => {
    const { a, c, x } = await overQuota(1);
    const giving = await desk.open(sophie);
    await giving.store.booking.cancel([await seatOf(sophie, a, x)], now);
    const asking = desk.ask(karim, c, [participant(x)], now);
    await untilBlocked(fresh.admin, 1, asking);
    await giving.commit();
    await asking;
    await desk.due(now);
    expect(await stateOf(c, x)).toBe('booked');
    expect(await world.faults(now)).toEqual([]);
  });

  it('A6 A8 after the person has asked for the vacant seat, and before that is committed', async () => {
    const { a, c, x } = await overQuota(1);
    const seat = await seatOf(sophie, a, x);
    const asking = await desk.open(karim);
    await asking.store.booking.ask({ performance: c, people: [participant(x)], minimum: 1, waitSeq: undefined, join: undefined }, now);
    const giving = desk.cancel(sophie, [seat], now);
    await untilBlocked(fresh.admin, 1, giving);
    await asking.commit();
    await giving;
    await desk.due(now);
    expect(await stateOf(c, x)).toBe('booked');
    expect(await world.faults(now)).toEqual([]);
  });

  it('A6 A8 while the person joins the queue and the seat is freed', async () => {
    const { a, c, x, y } = await overQuota(1);
    await desk.ask(karim, c, [participant(y)], now);
    const seat = await seatOf(karim, c, y);
    const giving = await desk.open(sophie);
    await giving.store.booking.cancel([await seatOf(sophie, a, x)], now);
    const joining = desk.ask(karim, c, [participant(x)], now);
    await untilBlocked(fresh.admin, 1, joining);
    const freeing = desk.cancel(sophie, [seat], now);
    await untilBlocked(fresh.admin, 2, freeing);
    await giving.commit();
    await Promise.all([joining, freeing]);
    await desk.due(now);
    expect(await stateOf(c, x)).toBe('booked');
    expect(await world.faults(now)).toEqual([]);
  });
});

describe('A6 a quota given back reaches whoever waits far behind', () => {
  it('A6 A8 with so many before that their rows are not held, while the seat is freed', async () => {
    desk = new Desk(fresh);
    const other = await World.make(fresh, { weekly_quota: 1 });
    const place = await other.structure('Foyer du Lac');
    const [lena, noe] = [await other.referent(place, 'Léna Roux'), await other.referent(place, 'Noé Roux')];
    // Thirty over their quota wait first; then somebody who gives a seat of the week back elsewhere.
    const crowd = await other.people(place, Array.from({ length: 31 }, (_, i) => `Personne ${i + 1}`));
    const [y = '', x = ''] = await other.people(place, ['Personne Une', 'Personne Deux']);
    await desk.ask(lena, (await other.show({ capacity: 40 })).id, crowd.map(participant), now);
    const [a, c] = [await other.show(), await other.show({ capacity: 1 })];
    const [given] = await desk.ask(lena, a.id, [participant(x)], now);
    const [held] = await desk.ask(noe, c.id, [participant(y)], now);
    await desk.ask(noe, c.id, crowd.map(participant), now);
    await desk.ask(noe, c.id, [participant(x)], now);
    const giving = await desk.open(lena);
    await giving.store.booking.cancel([given?.id ?? ''], now);
    const freeing = desk.cancel(noe, [held?.id ?? ''], now);
    await untilBlocked(fresh.admin, 1, freeing);
    await giving.commit();
    await freeing;
    await desk.due(now);
    expect((await other.seats(c.id)).filter((seat) => seat.state === 'booked').map((seat) => seat.person)).toEqual([x]);
    expect(await other.faults(now)).toEqual([]);
  });
});

describe('A7 the quota of a structure', () => {
  it('A7 A8 is not a failure for the one who asks a moment later at another performance', async () => {
    desk = new Desk(fresh);
    const small = await world.structure('Association du Quai');
    const lena = await world.referent(small, 'Léna Roux');
    const venue = await world.venue('Salle au quota');
    await world.quota({ venue, period: 'all', seats: 1 });
    const [p = '', q = ''] = await people(2, small);
    const [a, b] = [await world.show({ venue }), await world.show({ venue })];
    const first = await desk.open(lena);
    await first.store.booking.ask({ performance: a.id, people: [participant(p)], minimum: 1, waitSeq: undefined, join: undefined }, now);
    const second = desk.ask(lena, b.id, [participant(q)], now);
    await untilBlocked(fresh.admin, 1, second);
    await first.commit();
    expect((await second).map((seat) => seat.state)).toEqual(['waiting']);
    expect(await stateOf(a.id, p)).toBe('booked');
    expect([...desk.tally.codes.keys()].filter((code) => code !== '40001')).toEqual([]);
  });

  it('A7 A8 given back while somebody of the structure joins elsewhere, the seat there is given', async () => {
    desk = new Desk(fresh);
    const small = await world.structure('Association du Pont');
    const lena = await world.referent(small, 'Léna Roux');
    const venue = await world.venue('Salle au quota');
    await world.quota({ venue, period: 'all', seats: 1 });
    const [p = '', q = ''] = await people(2, small);
    const [a, b] = [await world.show({ venue }), await world.show({ venue })];
    await desk.ask(lena, a.id, [participant(p)], now);
    const giving = await desk.open(lena);
    await giving.store.booking.cancel([await seatOf(lena, a.id, p)], now);
    const joining = desk.ask(lena, b.id, [participant(q)], now);
    await untilBlocked(fresh.admin, 1, joining);
    await giving.commit();
    await joining;
    await desk.due(now);
    expect(await stateOf(b.id, q)).toBe('booked');
    expect(await world.faults(now)).toEqual([]);
  });

  it('A7 A8 the other way round: joined first, given back meanwhile', async () => {
    desk = new Desk(fresh);
    const small = await world.structure('Association du Port');
    const lena = await world.referent(small, 'Léna Roux');
    const venue = await world.venue('Salle au quota');
    await world.quota({ venue, period: 'all', seats: 1 });
    const [p = '', q = ''] = await people(2, small);
    const [a, b] = [await world.show({ venue }), await world.show({ venue })];
    await desk.ask(lena, a.id, [participant(p)], now);
    const seat = await seatOf(lena, a.id, p);
    const joining = await desk.open(lena);
    await joining.store.booking.ask({ performance: b.id, people: [participant(q)], minimum: 1, waitSeq: undefined, join: undefined }, now);
    const giving = desk.cancel(lena, [seat], now);
    await untilBlocked(fresh.admin, 1, giving);
    await joining.commit();
    await giving;
    await desk.due(now);
    expect(await stateOf(b.id, q)).toBe('booked');
    expect(await world.faults(now)).toEqual([]);
  });

  it('A7 A8 raised by the operator, serves who waits', async () => {
    desk = new Desk(fresh);
    const small = await world.structure('Association du Parc');
    const lena = await world.referent(small, 'Léna Roux');
    const { id } = await world.show();
    await world.quota({ performance: id, period: 'all', seats: 1 });
    const [p = '', q = ''] = await people(2, small);
    await desk.ask(lena, id, [participant(p), participant(q)], now);
    expect(await stateOf(id, q)).toBe('waiting');
    await world.asOperator(async (trx) => {
      await trx('quota').where({ operator_id: world.operator, performance_id: id }).update({ seats: 2 });
      await trx.raw('select deal_soon(?, null, ?, ?)', [world.operator, small, now]);
    });
    await desk.due(now);
    expect(await stateOf(id, q)).toBe('booked');
    expect(await world.faults(now)).toEqual([]);
  });
});

describe('A6 the weekly limit as a setting', () => {
  it('A6 lowered, it holds again as soon as a seat is given back', async () => {
    desk = new Desk(fresh);
    const other = await World.make(fresh, { weekly_quota: 3 });
    const place = await other.structure('Foyer du Lac');
    const lena = await other.referent(place, 'Léna Roux');
    const x = await other.person(place, 'Personne Une');
    const shows = [];
    for (let i = 0; i < 4; i += 1) shows.push((await other.show()).id);
    const seats = [];
    for (const show of shows.slice(0, 3)) seats.push(...await desk.ask(lena, show, [participant(x)], now));
    expect(seats.map((seat) => seat.tier)).toEqual([1, 1, 1]);
    await other.asOperator((trx) => trx.raw('select set_weekly_quota(?, ?, 2, ?)', [other.operator, other.programme, now]));
    await desk.cancel(lena, seats.slice(0, 1).map(({ id }) => id), now);
    const [fourth] = await desk.ask(lena, shows[3] ?? '', [participant(x)], now);
    expect(fourth).toMatchObject({ state: 'waiting', waitsIn: 2 });
    expect(await other.faults(now)).toEqual([]);
  });

  it.each([1, 0])('A6 A8 raised from %i while a seat is freed and while somebody joins, serves who waits', async (before) => {
    desk = new Desk(fresh);
    const other = await World.make(fresh, { weekly_quota: 1 });
    const place = await other.structure('Foyer du Lac');
    const [lena, noe] = [await other.referent(place, 'Léna Roux'), await other.referent(place, 'Noé Roux')];
    const [x = '', y = '', z = ''] = await other.people(place, ['Personne Une', 'Personne Deux', 'Personne Trois']);
    const set = (seats: number): [string, unknown[]] => ['select set_weekly_quota(?, ?, ?, ?)', [other.operator, other.programme, seats, now]];
    const [a, full, vacant] = [await other.show(), await other.show({ capacity: 2 }), await other.show()];
    if (before === 1) await desk.ask(lena, a.id, [participant(x), participant(z)], now);
    // A companion's seat counts in no week: freeing it waits for nobody's row.
    const companion = await other.person(place, 'Paul Renard', 'companion');
    const held = (await desk.ask(lena, full.id, [participant(y), { id: companion, kind: 'companion' }], now)).find((seat) => seat.personId === companion);
    await other.asOperator((trx) => trx.raw(set(before)[0], set(before)[1] as string[]));
    await desk.due(now);
    await desk.ask(noe, full.id, [participant(x)], now);
    const raising = await fresh.app.transaction();
    await enter(raising, { as: 'operator', operator: other.operator });
    await raising.raw(set(before + 1)[0], set(before + 1)[1] as string[]);
    const freeing = desk.cancel(lena, [held?.id ?? ''], now);
    const joining = desk.ask(noe, vacant.id, [participant(z)], now);
    // Who has no row of that week yet goes through with the old setting.
    await untilBlocked(fresh.admin, 2, freeing, joining);
    await raising.commit();
    await Promise.all([freeing, joining]);
    await desk.due(now);
    expect(await other.faults(now)).toEqual([]);
    const booked = async (show: string): Promise<string[]> => (await other.seats(show)).filter((seat) => seat.state === 'booked').map((seat) => seat.person);
    expect([await booked(full.id), await booked(vacant.id)]).toEqual([[y, x], [z]]);
  });
});

describe('A6 A8 the release instant', () => {
  it('A6 A8 passes while somebody over quota is asking: the vacant seat is still given', async () => {
    desk = new Desk(fresh);
    const [x = ''] = await people(1);
    const shows = [await world.show(), await world.show(), await world.show()];
    for (const show of shows.slice(0, 2)) await desk.ask(sophie, show.id, [participant(x)], now);
    const id = shows[2]?.id ?? '';
    const [instants] = await rows<{ release_at: Date }>(fresh.admin, 'select release_at from performance where id = ?', [id]);
    const release = instants?.release_at ?? now;
    // The turn read the clock just before the release and reaches the performance just after it was dealt.
    await desk.due(release);
    await desk.ask(sophie, id, [participant(x)], new Date(release.getTime() - 1));
    await desk.due(release);
    expect(await stateOf(id, x)).toBe('booked');
    expect(await world.faults(release)).toEqual([]);
  });
});

describe('A8 one order of locks', () => {
  it('A8 leaving the queue while the place in it is served neither fails nor waits for a deadlock', async () => {
    desk = new Desk(fresh);
    const [x = '', y = ''] = await people(2);
    const show = await world.show({ capacity: 1 });
    await desk.ask(sophie, show.id, [participant(x)], now);
    await desk.ask(karim, show.id, [participant(y)], now);
    const waiting = await seatOf(karim, show.id, y);
    const dealing = await desk.open(sophie);
    await dealing.store.booking.cancel([await seatOf(sophie, show.id, x)], now);
    await dealing.commit();
    // y holds the seat now; x comes back and waits, then y gives back while x leaves.
    await desk.ask(sophie, show.id, [participant(x)], now);
    const again = await seatOf(sophie, show.id, x);
    const locked = await desk.open(karim);
    await locked.trx.raw('select deal(?, ?, ?)', [world.operator, show.id, now]);
    const leaving = desk.cancel(sophie, [again], now);
    await untilBlocked(fresh.admin, 1, leaving);
    const before = await deadlocks();
    await locked.store.booking.cancel([waiting], now);
    await locked.commit();
    await leaving;
    expect(await deadlocks()).toBe(before);
    expect(desk.tally.again).toBe(0);
    expect((await world.seats(show.id)).filter((seat) => seat.state !== 'cancelled')).toEqual([]);
    expect(await world.faults(now)).toEqual([]);
  });

  it('A8 letting a group go singly while it is served', async () => {
    desk = new Desk(fresh);
    const [x = '', y = '', z = ''] = await people(3);
    const show = await world.show({ capacity: 2 });
    const [u = ''] = await people(1);
    const held = await desk.ask(karim, show.id, [participant(x), participant(u)], now);
    const [first] = await desk.ask(sophie, show.id, [participant(y), participant(z)], now, { minimum: 2 });
    const locked = await desk.open(karim);
    await locked.trx.raw('select deal(?, ?, ?)', [world.operator, show.id, now]);
    const regrouping = desk.as(sophie, (store) => store.booking.regroup(first?.requestId ?? '', 1, now));
    await untilBlocked(fresh.admin, 1, regrouping);
    await locked.store.booking.cancel(held.map(({ id }) => id), now);
    await locked.commit();
    await regrouping;
    expect(desk.tally.again).toBe(0);
    expect((await world.seats(show.id)).filter((seat) => seat.state === 'booked').map((seat) => seat.person)).toEqual([y, z]);
    expect(await world.faults(now)).toEqual([]);
  });

  it('A8 X4 the same person asked for by two referents at once is one place, and no failure', async () => {
    desk = new Desk(fresh);
    const [x = ''] = await people(1);
    const show = await world.show();
    const first = await desk.open(sophie);
    await first.store.booking.ask({ performance: show.id, people: [participant(x)], minimum: 1, waitSeq: undefined, join: undefined }, now);
    let seen: string | null | undefined;
    const second = desk.as(karim, async (store) => {
      const performance = await store.offer.performance(show.id);
      if (performance === undefined) throw new Error('a show');
      seen = (await store.booking.facts(performance, now)).people.find(({ id }) => id === x)?.has;
      return seen === null ? store.booking.ask({ performance: show.id, people: [participant(x)], minimum: 1, waitSeq: undefined, join: undefined }, now) : [];
    });
    await untilBlocked(fresh.admin, 1, second);
    await first.commit();
    await second;
    // Looked at again, it is seen that the place is there already.
    expect(seen).toBe('booked');
    expect(await world.seats(show.id)).toHaveLength(1);
  });

  it('A8 seats of two performances given back at once, beside others of the same people', async () => {
    desk = new Desk(fresh);
    const [x = '', y = ''] = await people(2);
    const shows = (await Promise.all([world.show(), world.show()])).sort((a, b) => (a.id < b.id ? -1 : 1));
    const [a = '', b = ''] = shows.map(({ id }) => id);
    const seats = [];
    for (const id of [a, b]) seats.push(...await desk.ask(sophie, id, [participant(x)], now));
    const [other] = await desk.ask(karim, b, [participant(y)], now);
    // Someone is busy with the second performance, and comes to the same person's week.
    const busy = await desk.open(karim);
    await busy.trx.raw('select deal(?, ?, ?)', [world.operator, b, now]);
    const both = desk.cancel(sophie, seats.map(({ id }) => id), now);
    await untilBlocked(fresh.admin, 1, both);
    await busy.store.booking.cancel([other?.id ?? ''], now);
    await busy.trx.raw('select 1 from week_quota where person_id = ?', [x]);
    await busy.commit();
    await both;
    expect(desk.tally.again).toBe(0);
    expect(await world.faults(now)).toEqual([]);
  });
});

async function deadlocks(): Promise<number> {
  return desk.tally.codes.get('40P01') ?? 0;
}

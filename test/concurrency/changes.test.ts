import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../core/ports.ts';
import { connect, rows, type Database } from '../../db/connection.ts';
import { enter } from '../../db/scopes.ts';
import { cancel, move, moveWithin, strays } from '../support/changes.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { Desk, untilBlocked } from '../support/desk.ts';
import { LONG } from '../support/sample.ts';
import { START, World } from '../support/world.ts';

/** Venues cancel and move performances (A19) while people book and leave. GUICHET_LONG=1 goes on for longer. */
const ROUNDS = LONG ? 24 : 2;
const now = START;
const DAY = 86_400_000;
const SATURDAY = new Date('2026-11-28T19:00:00Z');
const NEXT = new Date(SATURDAY.getTime() + 7 * DAY);

let fresh: Fresh;
let world: World;
let pools: Database[];
let desk: Desk;
let sophie: Account;
let karim: Account;
let people: string[];

beforeAll(async () => {
  fresh = await freshDatabase();
  pools = Array.from({ length: 3 }, () => connect(fresh.appUrl, { pool: 5 }));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.destroy()));
});
beforeEach(async () => {
  world = await World.make(fresh, { weekly_quota: 1 });
  desk = new Desk(fresh);
  const home = await world.structure('Foyer des Essais');
  [sophie, karim] = [await world.referent(home), await world.referent(home, 'Karim Blin')];
  people = await world.people(home, Array.from({ length: 6 }, (_, i) => `Personne ${i + 1}`));
});

const participant = (id: string) => ({ id, kind: 'participant' as const });
const stateOf = async (performance: string, person: string): Promise<string | undefined> => (await world.seats(performance)).find((seat) => seat.person === person && seat.state !== 'cancelled')?.state;
const sound = async (): Promise<void> => {
  await desk.due(now);
  expect([...(await world.faults(now)), ...(await strays(world))]).toEqual([]);
};
/** A move left open, for what happens beside it. */
const opened = async () => {
  const trx = await fresh.app.transaction();
  await enter(trx, { as: 'operator', operator: world.operator });
  return trx;
};

describe('A19 A6 a move beside bookings', () => {
  it('A19 A6 who asks in the old week while a seat of theirs moves away gets the quota given back', async () => {
    const [a, b] = [await world.show(), await world.show()];
    const [x = ''] = people;
    await desk.ask(sophie, a.id, [participant(x)], now);
    const moving = await opened();
    await moveWithin(moving, world.operator, [{ id: a.id, startsAt: NEXT }], now);
    const asking = desk.ask(karim, b.id, [participant(x)], now);
    await untilBlocked(fresh.admin, 1, asking);
    await moving.commit();
    await asking;
    expect(await stateOf(b.id, x)).toBe('booked');
    await sound();
  });

  it('A19 A6 who asks in the new week while a seat of theirs moves there has used the quota up', async () => {
    const [a, b] = [await world.show(), await world.show({ startsAt: NEXT })];
    const [x = ''] = people;
    await desk.ask(sophie, a.id, [participant(x)], now);
    const moving = await opened();
    await moveWithin(moving, world.operator, [{ id: a.id, startsAt: NEXT }], now);
    const asking = desk.ask(karim, b.id, [participant(x)], now);
    await untilBlocked(fresh.admin, 1, asking);
    await moving.commit();
    await asking;
    expect(await stateOf(b.id, x)).toBe('waiting');
    await sound();
  });

  it('A19 A6 moved while a booking in the new week is under way: nobody loses a seat', async () => {
    const [a, b] = [await world.show(), await world.show({ startsAt: NEXT })];
    const [x = ''] = people;
    await desk.ask(sophie, a.id, [participant(x)], now);
    const booking = await desk.open(karim);
    await booking.store.booking.ask({ performance: b.id, people: [participant(x)], minimum: 1, waitSeq: undefined, join: undefined }, now);
    const moving = move(world, [{ id: a.id, startsAt: NEXT }], now);
    await untilBlocked(fresh.admin, 1, moving);
    await booking.commit();
    await moving;
    expect([await stateOf(a.id, x), await stateOf(b.id, x)]).toEqual(['booked', 'booked']);
    expect(await rows(fresh.admin, 'select week, taken, allowed from week_quota where person_id = ? and taken > 0', [x])).toEqual([{ week: '2026-W49', taken: 2, allowed: 2 }]);
    await sound();
  });

  it('A19 cancelled while somebody books: the booking comes too late, or is void with the rest', async () => {
    const a = await world.show({ capacity: 2 });
    const [x = '', y = ''] = people;
    await desk.ask(sophie, a.id, [participant(x)], now);
    const booking = await desk.open(karim);
    await booking.store.booking.ask({ performance: a.id, people: [participant(y)], minimum: 1, waitSeq: undefined, join: undefined }, now);
    const cancelling = cancel(world, a.id, now);
    await untilBlocked(fresh.admin, 1, cancelling);
    await booking.commit();
    expect(await cancelling).toBe(true);
    expect((await world.seats(a.id)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(await rows(fresh.admin, `select account_id from outbox where operator_id = ? and kind = 'cancelled' order by 1`, [world.operator])).toEqual([sophie.id, karim.id].sort().map((account_id) => ({ account_id })));
    await sound();
  });

  it('A19 two cancel at once: one does, and each account is told once', async () => {
    const a = await world.show();
    await desk.ask(sophie, a.id, [participant(people[0] ?? '')], now);
    const done = await Promise.all([cancel(world, a.id, now, pools[0]), cancel(world, a.id, now, pools[1]), cancel(world, a.id, now, pools[2])]);
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await rows(fresh.admin, `select 1 from outbox where operator_id = ? and kind = 'cancelled'`, [world.operator])).toHaveLength(1);
    await sound();
  });
});

describe('A19 A6 A7 A8 everything at once', () => {
  it('A19 A6 A7 A8 bookings, departures, moves of many at once and cancellings: none fails, and every counter is true', async () => {
    await world.asOperator((trx) => trx('programme').where({ operator_id: world.operator }).update({ weekly_quota: 2 }));
    const venues = [await world.venue('Théâtre'), await world.venue('Salle')];
    await world.quota({ venue: venues[0] ?? '', period: 'week', seats: 5 });
    await world.quota({ venue: venues[1] ?? '', period: 'all', seats: 6 });
    const other = await world.structure('Maison des Essais');
    const houses = [{ who: [sophie, karim], people }, { who: [await world.referent(other, 'Marc Leroy')], people: await world.people(other, people.map((_, i) => `Autre ${i + 1}`)) }];
    const shows: string[] = [];
    for (let n = 0; n < 8; n += 1) shows.push((await world.show({ venue: venues[n % 2] ?? '', capacity: 3, startsAt: new Date(SATURDAY.getTime() + (n % 3) * 4 * DAY) })).id);
    const desks = pools.map((pool) => new Desk(fresh, pool));
    const at = <T>(of: readonly T[], n: number): T => of[n % of.length] as T;

    for (let round = 0; round < ROUNDS; round += 1) {
      const books = Array.from({ length: 24 }, async (_, i) => {
        const house = at(houses, i);
        const who = at(house.who, i >> 1);
        const show = at(shows, i * 5 + round);
        const there = new Set((await world.seats(show)).filter(({ state }) => state !== 'cancelled').map(({ person }) => person));
        const asked = [at(house.people, i + round), at(house.people, i + round + 2)].filter((one) => !there.has(one));
        // Somebody else may have asked for the same person meanwhile: that is refused, not lost.
        if (asked.length > 0) await at(desks, i).ask(who, show, [...new Set(asked)].map(participant), now).catch((error: unknown) => { if ((error as { code?: string }).code !== '40001') throw error; });
        if (i % 3 === 0) {
          const mine = await at(desks, i).current(who, now);
          if (mine.length > 0) await at(desks, i).cancel(who, [at(mine, i).id], now);
        }
      });
      const venuesDo = Array.from({ length: 10 }, async (_, i) => {
        const moved = [...new Set([at(shows, i * 3 + round), at(shows, i * 3 + 4), at(shows, i + 5)])];
        await move(world, moved.map((id, n) => ({ id, startsAt: new Date(SATURDAY.getTime() + ((i + n + round) % 5) * 4 * DAY), venue: at(venues, i + n) })), now, at(pools, i));
      });
      await Promise.all([...books, ...venuesDo, ...(round === ROUNDS - 1 ? [cancel(world, at(shows, 0), now, pools[0]), cancel(world, at(shows, 3), now, pools[1])] : [])]);
      await sound();
    }
    const held = await rows<{ n: number }>(fresh.admin, `select count(*)::int as n from seat where operator_id = ? and state = 'booked'`, [world.operator]);
    expect(held[0]?.n).toBeGreaterThan(3);
  }, LONG ? 300_000 : 60_000);
});

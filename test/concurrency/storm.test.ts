import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inSeatOrder, mayAskFor, mayBookHere, requestToJoin } from '../../core/domain/booking.ts';
import type { Account } from '../../core/ports.ts';
import { codeOf, connect, rows, type Database } from '../../db/connection.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { Desk } from '../support/desk.ts';
import { LONG } from '../support/sample.ts';
import { START, World } from '../support/world.ts';

/**
 * Everything at once on a few performances of one week, through four pools of connections. At quiet points, with
 * what was queued run, nobody eligible waits beside a vacant seat and every counter equals the rows it counts.
 * GUICHET_LONG=1 goes on for a minute.
 */
const SECONDS = LONG ? 60 : 3;
const POOLS = 4;
const now = START;

let fresh: Fresh;
let world: World;
let pools: Database[];
let desks: Desk[];

beforeAll(async () => {
  fresh = await freshDatabase();
  pools = Array.from({ length: POOLS }, () => connect(fresh.appUrl, { pool: 4 }));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.destroy()));
});
beforeEach(async () => {
  world = await World.make(fresh);
  desks = pools.map((pool) => new Desk(fresh, pool));
});

/** A small generator of its own for each worker (mulberry32): what it decides can be told from its number. */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * n);
  };
}
const pick = <T>(of: readonly T[], roll: (n: number) => number): T | undefined => of[roll(Math.max(1, of.length))];

/** What the tallies of all desks say: transactions, those run again, and why. */
function tally(): { runs: number; again: number; codes: Record<string, number> } {
  const codes: Record<string, number> = {};
  for (const desk of desks) for (const [code, n] of desk.tally.codes) codes[code] = (codes[code] ?? 0) + n;
  return { runs: desks.reduce((n, desk) => n + desk.tally.runs, 0), again: desks.reduce((n, desk) => n + desk.tally.again, 0), codes };
}

/** Rules that can be read off the rows, beside the counters. */
async function broken(): Promise<string[]> {
  const weeks = await rows<{ person_id: string; n: number }>(fresh.admin, `select person_id, count(*) as n from seat where operator_id = ? and state = 'booked' and tier = 1 and kind <> 'companion' group by person_id, week having count(*) > 2`, [world.operator]);
  const quotas = await rows<{ structure_id: string }>(fresh.admin, `
    select s.structure_id from quota q join performance p on p.operator_id = q.operator_id and (p.id = q.performance_id or p.venue_id = q.venue_id)
      join seat s on s.operator_id = p.operator_id and s.performance_id = p.id and s.state = 'booked'
     where q.operator_id = ? group by q.id, s.structure_id, q.seats having count(*) > q.seats`, [world.operator]);
  const unsettled = await rows<{ id: string }>(fresh.admin, `select id from seat where operator_id = ? and state = 'cancelled' and holds`, [world.operator]);
  return [
    ...weeks.map((row) => `A6: ${row.n} within-quota seats of ${row.person_id}`), ...quotas.map((row) => `A7: over quota: ${row.structure_id}`),
    ...unsettled.map((row) => `not counted out: ${row.id}`), ...await world.faults(now),
  ];
}

/** Workers that go on until the time is up, and stop together in between for a look. */
async function storm(workers: readonly ((roll: (n: number) => number) => Promise<void>)[], seconds: number, rounds: number): Promise<string[]> {
  const found: string[] = [];
  const failures: unknown[] = [];
  for (let round = 0; round < rounds && found.length === 0 && failures.length === 0; round += 1) {
    const until = performance.now() + (seconds * 1_000) / rounds;
    await Promise.all(workers.map(async (work, i) => {
      const roll = dice(round * 1_000 + i);
      while (performance.now() < until && failures.length === 0) await work(roll).catch((error: unknown) => void failures.push(error));
    }));
    await desks[0]?.due(now);
    found.push(...await broken());
  }
  expect(failures).toEqual([]);
  return found;
}

describe('A6 A7 A8 A10 A13 everything at once', () => {
  it('A6 A7 A8 A10 A13 book, join, cancel, add and withdraw seats: never overbooked, never idle', async () => {
    const referents: Account[] = [];
    for (const name of ['Foyer des Essais', 'Association du Quai']) {
      const structure = await world.structure(name);
      referents.push(await world.referent(structure), await world.referent(structure, 'Karim Blin'));
      const participants = await world.people(structure, Array.from({ length: 14 }, (_, i) => `Personne ${i + 1}`));
      for (const of of participants.slice(0, 4)) await world.person(structure, 'Invitée Une', 'guest', of);
      await world.people(structure, ['Accompagnant Un', 'Accompagnant Deux'], 'companion');
    }
    const venue = await world.venue('Salle au quota');
    await world.quota({ venue, period: 'week', seats: 5 });
    const shows = [
      await world.show({ capacity: 5 }), await world.show({ capacity: 3 }),
      await world.show({ venue, capacity: 4 }), await world.show({ venue, capacity: 6 }),
      // After its release instant: over quota is served too.
      await world.show({ capacity: 4, closesAt: new Date(now.getTime() + 3_600_000) }),
    ].map(({ id }) => id);

    const ask = async (desk: Desk, roll: (n: number) => number): Promise<void> => {
      const referent = pick(referents, roll) as Account;
      const id = pick(shows, roll) ?? '';
      await desk.as(referent, async (store) => {
        const show = await store.offer.performance(id);
        if (show === undefined) throw new Error('a show');
        const facts = await store.booking.facts(show, now);
        const free = facts.people.filter((one) => one.has === null);
        const people = [...new Set(Array.from({ length: 1 + roll(4) }, () => pick(free, roll)?.id ?? ''))].filter((one) => one !== '');
        const fresh = inSeatOrder(free.filter((one) => people.includes(one.id)));
        const join = requestToJoin(facts.people, fresh, people);
        const minimum = join !== undefined ? 1 : ([1, 1, fresh.length, Math.ceil(fresh.length / 2)][roll(4)] ?? 1);
        if ((mayBookHere(facts) ?? mayAskFor(facts, { people, minimum: Math.max(1, minimum), companionNeeded: true })) !== undefined) return;
        await store.booking.ask({ performance: id, people: fresh.map((one) => ({ id: one.id, kind: one.kind })), minimum: Math.max(1, minimum), waitSeq: undefined, join }, now);
      });
    };
    const cancel = async (desk: Desk, roll: (n: number) => number): Promise<void> => {
      const referent = pick(referents, roll) as Account;
      const mine = await desk.current(referent, now, roll(2) === 0 ? undefined : pick(shows, roll));
      const gone = Array.from({ length: 1 + roll(3) }, () => pick(mine, roll)?.id).filter((id) => id !== undefined);
      if (gone.length > 0) await desk.cancel(referent, gone, now);
    };
    const split = async (desk: Desk, roll: (n: number) => number): Promise<void> => {
      const referent = pick(referents, roll) as Account;
      const group = (await desk.current(referent, now)).find((seat) => seat.grouped === true);
      if (group !== undefined) await desk.as(referent, (store) => store.booking.regroup(group.requestId, 1, now));
    };
    /** A venue adds seats, or withdraws some: not below those that are given, which the CHECK refuses. */
    const resize = async (roll: (n: number) => number): Promise<void> => {
      const id = pick(shows, roll) ?? '';
      await world.setCapacity(id, 2 + roll(7), now).catch((error: unknown) => { if (codeOf(error) !== '23514') throw error; });
    };
    const worker = (desk: Desk) => async (roll: (n: number) => number): Promise<void> => {
      const what = roll(10);
      if (what < 5) await ask(desk, roll);
      else if (what < 8) await cancel(desk, roll);
      else if (what < 9) await split(desk, roll);
      else await resize(roll);
    };
    const due = (desk: Desk) => async (): Promise<void> => {
      await desk.due(now);
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const found = await storm([...desks, ...desks].map(worker).concat(desks.slice(0, 2).map(due)), SECONDS, 6);
    expect(found).toEqual([]);
    const { runs, again, codes } = tally();
    const [seats] = await rows<{ n: number; booked: number }>(fresh.admin, `select count(*) as n, count(*) filter (where booked_at is not null) as booked from seat where operator_id = ?`, [world.operator]);
    process.stdout.write(`storm: ${runs} transactions in ${SECONDS} s, ${seats?.n ?? 0} places asked for, ${seats?.booked ?? 0} seats given, ${again} run again ${JSON.stringify(codes)}\n`);
    expect(seats?.booked ?? 0).toBeGreaterThan(50);
  }, SECONDS * 1_000 + 30_000);
});

describe('A6 X4 the same people on performances of one week', () => {
  it('A6 X4 booked and given back crosswise: nothing fails, and few have to be run again', async () => {
    const structure = await world.structure('Foyer des Essais');
    const referents = [await world.referent(structure), await world.referent(structure, 'Karim Blin')];
    const people = await world.people(structure, Array.from({ length: 8 }, (_, i) => `Personne ${i + 1}`));
    const venue = await world.venue('Salle au quota');
    await world.quota({ venue, period: 'all', seats: 9 });
    const shows: string[] = [];
    for (let i = 0; i < 5; i += 1) shows.push((await world.show({ venue, capacity: 4 })).id);
    const worker = (desk: Desk) => async (roll: (n: number) => number): Promise<void> => {
      const referent = pick(referents, roll) as Account;
      if (roll(2) === 0) {
        // All that somebody has, at several performances, in one transaction.
        const mine = await desk.current(referent, now);
        const person = pick(mine, roll)?.personId;
        await desk.cancel(referent, mine.filter((seat) => seat.personId === person).map((seat) => seat.id), now);
        return;
      }
      const id = pick(shows, roll) ?? '';
      await desk.as(referent, async (store) => {
        const show = await store.offer.performance(id);
        if (show === undefined) throw new Error('a show');
        const free = (await store.booking.facts(show, now)).people.filter((one) => one.has === null).map((one) => one.id);
        const wanted = people.filter((one) => free.includes(one)).sort(() => roll(3) - 1).slice(0, 3);
        if (wanted.length > 0) await store.booking.ask({ performance: id, people: wanted.map((one) => ({ id: one, kind: 'participant' })), minimum: 1, waitSeq: undefined, join: undefined }, now);
      });
    };
    const due = (desk: Desk) => async (): Promise<void> => {
      await desk.due(now);
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const seconds = SECONDS / 2;
    const found = await storm([...desks, ...desks, ...desks].map(worker).concat(desks.slice(0, 2).map(due)), seconds, 3);
    expect(found).toEqual([]);
    const { runs, again, codes } = tally();
    process.stdout.write(`crosswise: ${runs} transactions in ${seconds} s, ${again} run again ${JSON.stringify(codes)}\n`);
    // Conflicts and deadlocks alone, and each got through within the eight tries of a transaction.
    expect(Object.keys(codes).filter((code) => !['40001', '40P01'].includes(code))).toEqual([]);
    expect(again).toBeLessThan(runs / 4);
  }, SECONDS * 1_000 + 30_000);
});

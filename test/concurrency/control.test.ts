import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../core/ports.ts';
import { connect, rows, type Database } from '../../db/connection.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { Desk } from '../support/desk.ts';
import { replaceFunctions } from '../support/without.ts';
import { START, World } from '../support/world.ts';

/**
 * Negative controls: the harness that finds no overbooking with the real functions finds it as soon as what
 * prevents it is taken away. Taken away by text from the real sources, so that these tests cannot drift.
 */
const POOLS = 4;
const CONNECTIONS = 5;
const now = START;

let fresh: Fresh;
let world: World;
let pools: Database[];
let referents: Account[];
let people: string[];

beforeAll(async () => {
  fresh = await freshDatabase();
  pools = Array.from({ length: POOLS }, () => connect(fresh.appUrl, { pool: CONNECTIONS }));
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.destroy()));
});

const LOCK = ['for no key update', ''] as const;
const ROOM = [' and taken < capacity', ''] as const;
const WEEK_ROOM = [' and (p_weekly is null or taken < p_weekly)', ''] as const;
const WEEK_LOCK = ['on conflict (operator_id, person_id, week) do update set taken = 0 where false', 'on conflict do nothing'] as const;
const STRUCTURE_ROOM = ['\n         and u.taken < q.seats', ''] as const;
const STRUCTURE_LOCK = ['on conflict (operator_id, quota_id, structure_id, period_key) do update set taken = 0 where false', 'on conflict do nothing'] as const;

const real = { 'deal.sql': [], 'give_seat.sql': [] } as const;
const check = async (table: string, name: string, condition: string | undefined): Promise<void> => {
  await fresh.admin.raw(`alter table ${table} drop constraint if exists ${name}`);
  if (condition !== undefined) await fresh.admin.raw(`alter table ${table} add constraint ${name} check (${condition}) not valid`);
};

beforeEach(async () => {
  await replaceFunctions(fresh, real);
  await check('performance', 'never_overbooked', 'taken between 0 and capacity');
  await check('week_quota', 'within_week', 'taken >= 0 and (allowed is null or taken <= allowed)');
  await check('quota_use', 'within_structure_quota', 'taken >= 0 and taken <= allowed');
  // People of their own for each test: a week is soon used up.
  world = await World.make(fresh);
  [referents, people] = [[], []];
  for (let i = 0; i < 2; i += 1) {
    const structure = await world.structure(`Foyer ${i + 1}`);
    referents.push(await world.referent(structure));
    people.push(...await world.people(structure, Array.from({ length: 20 }, (_, n) => `Personne ${n + 1}`)));
  }
});

const booked = async (condition: string, binding: string): Promise<number> =>
  (await rows<{ n: number }>(fresh.admin, `select count(*) as n from seat where state = 'booked' and ${condition}`, [binding]))[0]?.n ?? -1;

/** Everybody at once, each on a connection of one of the pools. Who fails for good has no seat: that is no overbooking. */
async function rush(asks: readonly ((desk: Desk) => Promise<unknown>)[]): Promise<void> {
  const desks = pools.map((pool) => new Desk(fresh, pool));
  await Promise.allSettled(asks.map((ask, i) => ask(desks[i % POOLS] ?? new Desk(fresh))));
}

describe('A8 never overbooked, with its negative control', () => {
  const CAPACITY = 7;

  /** Forty people of two structures for seven seats. How many have one afterwards. */
  async function forty(): Promise<number> {
    const show = await world.show({ capacity: CAPACITY });
    await rush(people.map((id, i) => (desk) => desk.ask(referents[Math.floor(i / 20)] as Account, show.id, [{ id, kind: 'participant' }], now)));
    return booked('performance_id = ?', show.id);
  }

  it('A8 with everything in place, exactly as many are booked as there are seats', async () => {
    expect(await forty()).toBe(CAPACITY);
    expect(await world.faults(now)).toEqual([]);
  });

  it.each([
    ['the row lock', { 'deal.sql': [LOCK] }, true],
    ['the condition of the update', { 'give_seat.sql': [ROOM] }, true],
    ['the CHECK', {}, false],
    ['the row lock and the CHECK', { 'deal.sql': [LOCK] }, false],
    ['the row lock and the condition', { 'deal.sql': [LOCK], 'give_seat.sql': [ROOM] }, true],
  ] as const)('A8 without %s alone, what is left still prevents overbooking', async (_name, changes, withCheck) => {
    await replaceFunctions(fresh, changes);
    if (!withCheck) await check('performance', 'never_overbooked', undefined);
    expect(await forty()).toBeLessThanOrEqual(CAPACITY);
  });

  it('A8 without the lock, the condition and the CHECK, the same harness overbooks', async () => {
    await replaceFunctions(fresh, { 'deal.sql': [LOCK], 'give_seat.sql': [ROOM] });
    await check('performance', 'never_overbooked', undefined);
    let most = 0;
    for (let round = 0; round < 100 && most <= CAPACITY; round += 1) most = Math.max(most, await forty());
    expect(most).toBeGreaterThan(CAPACITY);
    expect((await world.faults(now)).filter((fault) => fault.startsWith('overbooked'))).not.toEqual([]);
    await fresh.admin.raw('update performance set capacity = greatest(capacity, taken)');
  });
});

describe('A6 never above the weekly quota, with its negative control', () => {
  /** Five people, each asked for at six performances of one week at once. The most seats that one of them has. */
  async function sixOfAWeek(): Promise<number> {
    const week = await world.people(referents[0]?.structure ?? '', Array.from({ length: 5 }, (_, n) => `Personne ${n + 1}`));
    const shows = await Promise.all(Array.from({ length: 6 }, () => world.show()));
    await rush(week.flatMap((id) => shows.map((show) => (desk: Desk) => desk.ask(referents[0] as Account, show.id, [{ id, kind: 'participant' }], now))));
    return Math.max(...await Promise.all(week.map((id) => booked('person_id = ?', id))));
  }

  it('A6 with everything in place, each has two and waits for the others', async () => {
    expect(await sixOfAWeek()).toBe(2);
    expect(await world.faults(now)).toEqual([]);
  });

  it('A6 without the condition, the lock and the CHECK, the same harness gives more than two', async () => {
    await replaceFunctions(fresh, { 'deal.sql': [WEEK_LOCK], 'give_seat.sql': [WEEK_ROOM] });
    await check('week_quota', 'within_week', undefined);
    let most = 0;
    for (let round = 0; round < 100 && most <= 2; round += 1) most = Math.max(most, await sixOfAWeek());
    expect(most).toBeGreaterThan(2);
  });
});

describe('A7 never above the quota of a structure, with its negative control', () => {
  /** Ten people of one structure at two performances of a venue that gives it three seats in all. */
  async function oneVenue(): Promise<number> {
    const ten = await world.people(referents[0]?.structure ?? '', Array.from({ length: 10 }, (_, n) => `Personne ${n + 1}`));
    const venue = await world.venue();
    await world.quota({ venue, period: 'all', seats: 3 });
    const shows = [await world.show({ venue }), await world.show({ venue })];
    await rush(ten.map((id, i) => (desk) => desk.ask(referents[0] as Account, shows[i % 2]?.id ?? '', [{ id, kind: 'participant' }], now)));
    return booked('performance_id in (select id from performance where venue_id = ?)', venue);
  }

  it('A7 with everything in place, the structure has what the venue gives', async () => {
    expect(await oneVenue()).toBe(3);
    expect(await world.faults(now)).toEqual([]);
  });

  it('A7 without the condition, the lock and the CHECK, the same harness gives more', async () => {
    await replaceFunctions(fresh, { 'deal.sql': [STRUCTURE_LOCK], 'give_seat.sql': [STRUCTURE_ROOM] });
    await check('quota_use', 'within_structure_quota', undefined);
    let most = 0;
    for (let round = 0; round < 100 && most <= 3; round += 1) most = Math.max(most, await oneVenue());
    expect(most).toBeGreaterThan(3);
  });
});

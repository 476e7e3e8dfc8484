import fc from 'fast-check';
import { expect } from 'vitest';
import { cancel, move, type Move } from '../support/changes.ts';
import { place } from './beginning.ts';
import { sentOf, stored } from './compared.ts';
import type { HouseModel, Message, Wish } from './houseModel.ts';
import { HOUSE, HOUSES, SHOWS, type RealHouse } from './realHouse.ts';
import { count, rarely, step } from './step.ts';

/** Mostly the first two, of one week: there people meet. */
const show = fc.constantFrom(...Array.from({ length: SHOWS }, (_, n) => n).flatMap((n) => Array<number>(n < 2 ? 4 : 1).fill(n)));
const who = (most: number): fc.Arbitrary<number[]> => fc.uniqueArray(fc.nat(HOUSES * HOUSE.length - 1), { minLength: 1, maxLength: most, size: 'max' });
/** People of one house, asked for by one of its referents. `host`: they come with somebody (A10). */
const asking = fc.record({ show, who: who(6), minimum: fc.constantFrom(1, 1, 1, 2, 3, 6), referent: fc.nat(1), host: rarely(6, fc.nat(2)), stumbles: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, 3) });
type Asking = typeof asking extends fc.Arbitrary<infer T> ? T : never;
function wishOf(model: HouseModel, real: RealHouse, given: Asking, what: Wish['do']): Wish {
  const there = model.living(real.shows[given.show] ?? '').toSorted((a, b) => (a.state < b.state ? -1 : 1)).slice(0, 6).map((row) => real.people.findIndex(({ id }) => id === row.person));
  // Who gives back is mostly somebody who has something.
  if (what === 'leave' && there.length > 0 && given.host === undefined) return wishOf(model, real, { ...given, who: given.who.slice(0, 2).map((n) => there[n % there.length] ?? n), host: 0 }, what);
  const house = Math.floor((given.who[0] ?? 0) / HOUSE.length);
  const person = (n: number): string => real.people[house * HOUSE.length + (n % HOUSE.length)]?.id ?? '';
  const account = real.accounts[house * 2 + given.referent];
  if (account === undefined) throw new Error('an account');
  const joins = what === 'ask' && given.host !== undefined;
  const people = [...new Set(given.who.map(person))].filter((id) => !joins || real.people.find((one) => one.id === id)?.kind !== 'participant');
  return { do: what, show: real.shows[given.show] ?? '', account, people: people.length === 0 ? [person(3)] : people, minimum: joins ? 1 : given.minimum, ...(joins ? { host: person(given.host ?? 0) } : {}), stumbles: given.stumbles };
}

/** A message comes in, one time or several. */
async function arrives(model: HouseModel, real: RealHouse, wish: Wish, lane: boolean, copies: number): Promise<void> {
  await real.deliver(real.wished(wish, lane), copies);
  model.arrives(wish, lane);
}

/** Who runs messages dies on the way: all of them are done with, or nothing has happened. */
async function dyingOver(model: HouseModel, real: RealHouse, messages: readonly Message[], statements: number, run: (db: RealHouse['fresh']['app']) => Promise<unknown>): Promise<void> {
  if (messages.length === 0 || messages.some(({ wish, attempts }) => wish.stumbles > attempts)) return;
  if (await real.dying(statements, run)) count('death in the middle of turns');
  const states = await Promise.all(messages.map(async (one) => (await real.attempts(model.inbox.indexOf(one)))?.state));
  expect([['done'], ['pending']]).toContainEqual([...new Set(states)]);
  if (states[0] === 'done') for (const one of messages) model.tried(one);
}

/** One where there is something to do, else any. */
function picked(ids: readonly string[], n: number, busy: (id: string) => boolean): string {
  const some = ids.filter(busy);
  return some[n % Math.max(1, some.length)] ?? ids[n % ids.length] ?? '';
}

const later = (real: RealHouse): void => { real.machine = new Date(real.machine.getTime() + 60_000); };

export const commands = fc.commands<HouseModel, RealHouse, false>([
  step(12, 'ask', asking, async (given, model, real) => {
    const wish = wishOf(model, real, given, 'ask');
    await real.desk.as(wish.account, (store) => real.perform(store, wish));
    model.perform(wish);
  }),
  step(8, 'leave', asking, async (given, model, real) => {
    const wish = wishOf(model, real, given, 'leave');
    await real.desk.as(wish.account, (store) => real.perform(store, wish));
    model.perform(wish);
  }),
  // The transaction is undone when all its work was done.
  step(2, 'undone', fc.record({ asking, what: fc.constantFrom<Wish['do']>('ask', 'leave') }), async ({ asking: given, what }, model, real) => {
    const wish = wishOf(model, real, given, what);
    const { store, trx } = await real.desk.open(wish.account);
    await real.perform(store, wish);
    await trx.rollback();
  }),
  step(4, 'press', fc.record({ asking, copies: fc.integer({ min: 1, max: 3 }) }), async ({ asking: given, copies }, model, real) => {
    await arrives(model, real, wishOf(model, real, given, 'ask'), true, copies);
  }),
  // Several at once for one performance, some of them more than once, one's second coming after another's first.
  step(5, 'rush', fc.record({ show, askings: fc.array(asking, { minLength: 2, maxLength: 4, size: 'max' }), again: fc.array(fc.nat(3), { maxLength: 3, size: 'max' }) }), async ({ show: at, askings, again }, model, real) => {
    const first = real.wishes.length;
    for (const given of askings) await arrives(model, real, wishOf(model, real, { ...given, show: at }, 'ask'), true, 1);
    for (const n of again) await real.deliver(first + (n % askings.length), 1);
  }),
  step(3, 'type', fc.record({ asking, copies: fc.integer({ min: 1, max: 3 }), what: fc.constantFrom<Wish['do']>('ask', 'leave') }), async ({ asking: given, copies, what }, model, real) => {
    await arrives(model, real, wishOf(model, real, given, what), false, copies);
  }),
  // A platform sends any message of the past again, before and after what came later.
  step(3, 'again', fc.nat(), async (which, _model, real) => {
    if (real.wishes.length > 0) await real.deliver(which % real.wishes.length, 1);
  }),
  step(5, 'lane', show, async (at, model, real) => {
    later(real);
    const lane = picked(real.shows, at, (id) => model.lane(id).length > 0);
    const waiting = model.lane(lane);
    expect(await real.turns.runLane(real.house(), real.world.operator, lane)).toBe(waiting.length);
    for (const one of waiting) model.tried(one);
  }),
  step(4, 'turn', fc.nat(HOUSES * 2 - 1), async (n, model, real) => {
    later(real);
    const account = picked(real.accounts.map(({ id }) => id), n, (id) => model.turn(id) !== undefined);
    const first = model.turn(account);
    expect(await real.turns.runTurn(real.house(), { operator: real.world.operator, account })).toBe(first !== undefined);
    if (first !== undefined) model.tried(first);
  }),
  step(3, 'lane dies', fc.record({ at: show, statements: fc.nat(40) }), async ({ at, statements }, model, real) => {
    later(real);
    const lane = picked(real.shows, at, (id) => model.lane(id).length > 0);
    await dyingOver(model, real, model.lane(lane), statements, (db) => real.turns.runLane(real.house(db), real.world.operator, lane));
  }),
  step(3, 'turn dies', fc.record({ n: fc.nat(HOUSES * 2 - 1), statements: fc.nat(25) }), async ({ n, statements }, model, real) => {
    later(real);
    const account = picked(real.accounts.map(({ id }) => id), n, (id) => model.turn(id) !== undefined);
    const first = model.turn(account);
    await dyingOver(model, real, first === undefined ? [] : [first], statements, (db) => real.turns.runTurn(real.house(db), { operator: real.world.operator, account }));
  }),
  // `dies`: the lease of what it had in hand runs out, and another sends it.
  step(3, 'send', rarely(2, fc.nat(30)), async (statements, model, real) => {
    later(real);
    if (statements !== undefined) {
      const before = model.sent.length;
      if (await real.dying(statements, (db) => real.send(db))) count('death while sending');
      const sent = sentOf(await stored(real));
      for (const one of model.sent) sent.splice(sent.indexOf(one), 1);
      model.went(sent);
      if (model.sent.length < before) throw new Error('unsent');
      return;
    }
    await real.send();
    model.went([...new Set(model.owed)]);
  }),
  step(5, 'seats', fc.record({ show, more: fc.integer({ min: -3, max: 3 }) }), async ({ show: n, more }, model, real) => {
    const found = model.queue.shows.get(real.shows[n] ?? '');
    if (found === undefined) return;
    found.capacity = Math.max(model.queue.booked(found.id).length, found.capacity + more);
    await real.world.setCapacity(found.id, found.capacity, real.now);
    model.deal(found.id);
  }),
  step(2, 'split', fc.nat(5), async (which, model, real) => {
    const open = [...model.queue.requests.values()].filter(({ id, minimum, formed }) => minimum > 1 && !formed && model.queue.rows.some((row) => row.request === id && row.state === 'waiting'));
    const request = open[which % Math.max(1, open.length)];
    const one = model.queue.rows.find((row) => row.request === request?.id && row.state === 'waiting');
    const account = real.accounts.find(({ structure }) => structure === model.queue.people.get(one?.person ?? '')?.structure);
    if (request === undefined || one === undefined || account === undefined) return;
    await real.desk.as(account, async (store) => {
      const seat = (await store.booking.list({ which: 'current', performance: request.show }, { offset: 0, limit: 100 }, real.now)).items.find(({ personId }) => personId === one.person);
      // A list of what has begun holds nobody any more.
      if (seat === undefined) return;
      await store.booking.regroup(seat.requestId, 1, real.now);
      model.split(request.id, request.show);
    });
  }),
  // Two at most are gone at a time.
  step(2, 'person', fc.nat(HOUSES * HOUSE.length - 1), async (n, model, real) => {
    const gone = [...model.queue.people.values()].filter(({ active }) => !active);
    const person = model.queue.people.get(gone.length > 1 ? (gone[n % gone.length]?.id ?? '') : (real.people[n]?.id ?? ''));
    if (person === undefined) return;
    person.active = !person.active;
    await real.world.asOperator(async (trx) => {
      await trx('person').where({ operator_id: real.world.operator, id: person.id }).update({ removed_at: person.active ? null : real.now });
      if (person.active) await trx.raw('select deal_soon(?, ?, null, ?)', [real.world.operator, person.id, real.now]);
    });
  }),
  // One at most is suspended.
  step(2, 'structure', fc.nat(HOUSES - 1), async (n, model, real) => {
    const structure = [...model.queue.suspended][0] ?? real.accounts[n * 2]?.structure ?? '';
    const ends = model.queue.suspended.delete(structure);
    if (!ends) model.queue.suspended.add(structure);
    await real.world.asOperator(async (trx) => {
      await trx('structure').where({ operator_id: real.world.operator, id: structure }).update({ suspended_at: ends ? null : real.now });
      if (ends) await trx.raw('select deal_soon(?, null, ?, ?)', [real.world.operator, structure, real.now]);
    });
  }),
  step(2, 'weekly', fc.constantFrom(0, 1, 1, 2, 2, null), async (seats, model, real) => {
    model.queue.weekly = seats;
    await real.world.asOperator((trx) => trx.raw('select set_weekly_quota(?, ?, ?, ?)', [real.world.operator, real.world.programme, seats, real.now]));
  }),
  step(3, 'move', fc.uniqueArray(fc.record({ show, days: fc.constantFrom(4, 8, 8, 9, 9, 10, 15, 16, 17, 40), evening: fc.boolean(), venue: rarely(2, fc.nat(1)) }), { minLength: 1, maxLength: 2, selector: (one) => one.show }), async (given, model, real) => {
    const moves = given.flatMap(({ show: n, days, evening, venue }): (Move & { id: string })[] => {
      const id = real.shows[n] ?? '';
      // Days from where the clock stands, at 20:00 or, across midnight of the week, at 23:30 in Paris.
      const startsAt = new Date(Math.floor(real.now.getTime() / 86_400_000 + days) * 86_400_000 + (evening ? 19 * 3_600_000 : 22.5 * 3_600_000));
      const isOn = model.queue.shows.get(id)?.cancelled !== true && model.startOf(id) > real.now;
      return isOn ? [{ id, startsAt, ...(venue === undefined ? {} : { venue: real.venues[venue] ?? '' }) }] : [];
    });
    if (moves.length === 0) return;
    const before = moves.map(({ id }) => ({ show: id, from: model.startOf(id), venue: model.queue.shows.get(id)?.venue ?? '' }));
    await move(real.world, moves, real.now);
    await place(model, real);
    model.moves(before);
  }),
  step(1, 'void', show, async (n, model, real) => {
    const id = real.shows[n] ?? '';
    await cancel(real.world, id, real.now);
    model.voided(id);
  }),
  // To where something happens by itself: an opening, the release, a closing.
  step(2, 'wait', fc.record({ show, until: fc.constantFrom('opensAt' as const, ...Array<'releaseAt'>(4).fill('releaseAt'), 'closesAt' as const) }), async ({ show: n, until }, model, real) => {
    const at = model.queue.shows.get(real.shows[n] ?? '')?.[until];
    if (at === undefined || at <= real.now) return;
    real.now = at;
    model.queue.now = at;
    // What is due by then has its effect with the pieces themselves.
  }),
].flat(), { maxCommands: 90, size: 'max' });

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { foresee, inSeatOrder, mayAskFor, mayBookHere, requestToJoin, type Forecast, type Wish } from '../../core/domain/booking.ts';
import type { PersonKind } from '../../core/domain/person.ts';
import type { Seat } from '../../core/domain/reservation.ts';
import type { Account } from '../../core/ports.ts';
import { rows } from '../../db/connection.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { Desk } from '../support/desk.ts';
import { QueueModel } from '../support/queueModel.ts';
import { LONG } from '../support/sample.ts';
import { START, World } from '../support/world.ts';

/**
 * Random histories, one step after another, against PostgreSQL and against the model: seats, tiers, ranks and
 * who could sit now are the same after every step, and what was foreseen of a booking is what it gave.
 * GUICHET_LONG=1 runs many more; a failure prints its seed.
 */
const RUNS = LONG ? 400 : 24;

let fresh: Fresh;
beforeAll(async () => {
  fresh = await freshDatabase();
});

type Step =
  | { readonly do: 'ask'; readonly show: 0 | 1; readonly who: readonly number[]; readonly minimum: number }
  | { readonly do: 'cancel'; readonly show: 0 | 1; readonly which: readonly number[] }
  | { readonly do: 'seats'; readonly show: 0 | 1; readonly more: number }
  | { readonly do: 'split'; readonly which: number }
  | { readonly do: 'person'; readonly who: number }
  | { readonly do: 'structure'; readonly which: 0 | 1 }
  | { readonly do: 'weekly'; readonly seats: number | null }
  | { readonly do: 'wait'; readonly until: 'release' | 'closing' };

const show = fc.constantFrom<0 | 1>(0, 1);
const ask = fc.record({ do: fc.constant('ask' as const), show, who: fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 6, size: 'max' }), minimum: fc.constantFrom(1, 1, 2, 3, 6) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: ask },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('cancel' as const), show, which: fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 2 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('seats' as const), show, more: fc.integer({ min: -2, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('split' as const), which: fc.nat(5) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('person' as const), who: fc.nat(11) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('structure' as const), which: show }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('weekly' as const), seats: fc.constantFrom(0, 1, 1, 2, null) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), until: fc.constantFrom('release' as const, 'release' as const, 'release' as const, 'closing' as const) }) },
);
const history = fc.record({
  weekly: fc.constantFrom(1, 1, 1, 2, null),
  capacity: fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 5 })),
  /** A7 at the first show, at the venue of both. */
  quota: fc.constantFrom<{ show?: number; venue?: number }>({}, {}, { show: 2 }, { venue: 3 }, { show: 3, venue: 4 }),
  steps: fc.array(step, { minLength: 8, maxLength: 18, size: 'max' }),
});

/** Two houses of six: three participants, a guest of each of the first two, a companion. */
const HOUSE: readonly [PersonKind, number | null][] = [
  ['participant', null], ['participant', null], ['participant', null], ['guest', 0], ['guest', 1], ['companion', null],
];

class Play {
  readonly #world: World;
  readonly #desk = new Desk(fresh);
  readonly #model: QueueModel;
  readonly #referents: Account[] = [];
  readonly #people: string[] = [];
  readonly #shows: string[] = [];

  private constructor(world: World, weekly: number | null) {
    this.#world = world;
    this.#model = new QueueModel(weekly, START);
  }

  static async open({ weekly, capacity, quota }: { weekly: number | null; capacity: readonly [number, number]; quota: { show?: number; venue?: number } }): Promise<Play> {
    const world = await World.make(fresh, { weekly_quota: weekly });
    const play = new Play(world, weekly);
    for (let h = 0; h < 2; h += 1) {
      const structure = await world.structure(`Foyer ${h + 1}`);
      play.#referents.push(await world.referent(structure));
      for (const [n, [kind, of]] of HOUSE.entries()) {
        const id = await world.person(structure, `Personne ${n + 1}`, kind, of === null ? null : (play.#people[h * HOUSE.length + of] ?? null));
        play.#people.push(id);
        play.#model.people.set(id, { id, structure, kind, active: true });
      }
    }
    const venue = await world.venue();
    for (const seats of capacity) {
      const made = await world.show({ venue, capacity: seats });
      play.#shows.push(made.id);
      const [at] = await rows<{ opens_at: Date; closes_at: Date; release_at: Date }>(fresh.admin, 'select opens_at, closes_at, release_at from performance where id = ?', [made.id]);
      if (at !== undefined) play.#model.shows.set(made.id, { id: made.id, venue, capacity: seats, opensAt: at.opens_at, closesAt: at.closes_at, releaseAt: at.release_at });
    }
    if (quota.show !== undefined) {
      await world.quota({ performance: play.#shows[0] ?? '', period: 'all', seats: quota.show });
      play.#model.quotas.set(play.#shows[0] ?? '', quota.show);
    }
    if (quota.venue !== undefined) {
      await world.quota({ venue, period: 'all', seats: quota.venue });
      play.#model.quotas.set(venue, quota.venue);
    }
    return play;
  }

  async take(step: Step): Promise<void> {
    const model = this.#model;
    switch (step.do) {
      case 'ask': {
        // People of one house, as far as there are any who have no place at the show yet.
        const id = this.#shows[step.show] ?? '';
        const house = Math.floor((step.who[0] ?? 0) / HOUSE.length);
        const left = this.#people.slice(house * HOUSE.length, (house + 1) * HOUSE.length).filter((person) =>
          model.people.get(person)?.active === true && !model.rows.some((row) => row.show === id && row.person === person && row.state !== 'cancelled'));
        const people = [...new Set(step.who.map((n) => left[n % Math.max(1, left.length)] ?? ''))].filter((person) => person !== '');
        return this.#ask(this.#referents[house] as Account, id, people, step.minimum);
      }
      case 'cancel': {
        const id = this.#shows[step.show] ?? '';
        const there = model.rows.filter((row) => row.show === id && row.state !== 'cancelled');
        const gone = [...new Set(step.which.map((n) => there[n % Math.max(1, there.length)]).filter((row) => row !== undefined))];
        if (gone.length === 0) return;
        const [first] = gone;
        const structure = model.people.get(first?.person ?? '')?.structure;
        const own = gone.filter((row) => model.people.get(row.person)?.structure === structure);
        const referent = this.#referents.find((one) => one.structure === structure) as Account;
        const seats = (await this.#desk.current(referent, model.now, id)).filter((seat) => own.some((row) => row.person === seat.personId));
        await this.#desk.cancel(referent, seats.map((seat) => seat.id), model.now);
        for (const row of own) row.state = 'cancelled';
        model.deal(id);
        return;
      }
      case 'seats': {
        const id = this.#shows[step.show] ?? '';
        const show = model.shows.get(id);
        if (show === undefined) return;
        show.capacity = Math.max(model.booked(id).length, show.capacity + step.more);
        await this.#world.setCapacity(id, show.capacity, model.now);
        model.deal(id);
        return;
      }
      case 'split': {
        const open = [...model.requests.values()].filter((request) => request.minimum > 1 && !request.formed && model.rows.some((row) => row.request === request.id && row.state === 'waiting'));
        const request = open[step.which % Math.max(1, open.length)];
        if (request === undefined) return;
        const structure = model.people.get(model.rows.find((row) => row.request === request.id)?.person ?? '')?.structure;
        await this.#desk.as(this.#referents.find((one) => one.structure === structure) as Account, (store) => store.booking.regroup(request.id, 1, model.now));
        request.minimum = 1;
        model.deal(request.show);
        return;
      }
      case 'person': {
        const person = model.people.get(this.#people[step.who] ?? '');
        if (person === undefined) return;
        person.active = !person.active;
        await this.#world.asOperator(async (trx) => {
          await trx('person').where({ operator_id: this.#world.operator, id: person.id }).update({ removed_at: person.active ? null : model.now });
          if (person.active) await trx.raw('select deal_soon(?, ?, null, ?)', [this.#world.operator, person.id, model.now]);
        });
        return;
      }
      case 'structure': {
        const structure = this.#referents[step.which]?.structure ?? '';
        const ends = model.suspended.delete(structure);
        if (!ends) model.suspended.add(structure);
        await this.#world.asOperator(async (trx) => {
          await trx('structure').where({ operator_id: this.#world.operator, id: structure }).update({ suspended_at: ends ? null : model.now });
          if (ends) await trx.raw('select deal_soon(?, null, ?, ?)', [this.#world.operator, structure, model.now]);
        });
        return;
      }
      case 'weekly':
        model.weekly = step.seats;
        await this.#world.asOperator((trx) => trx.raw('select set_weekly_quota(?, ?, ?, ?)', [this.#world.operator, this.#world.programme, step.seats, model.now]));
        return;
      case 'wait': {
        const at = model.shows.get(this.#shows[0] ?? '');
        const until = step.until === 'release' ? at?.releaseAt : at?.closesAt;
        if (until !== undefined && until > model.now) model.now = until;
      }
    }
  }

  async #ask(referent: Account, id: string, people: readonly string[], wanted: number): Promise<void> {
    const model = this.#model;
    const asked = await this.#desk.as(referent, async (store) => {
      const performance = await store.offer.performance(id);
      if (performance === undefined) throw new Error('a show');
      const facts = await store.booking.facts(performance, model.now);
      const fresh = facts.people.filter((one) => people.includes(one.id) && one.has === null);
      const join = requestToJoin(facts.people, fresh, people);
      const wish: Wish = { people, minimum: join === undefined ? Math.max(1, Math.min(wanted, fresh.length, performance.capacity)) : 1, companionNeeded: true };
      if ((mayBookHere(facts) ?? mayAskFor(facts, wish)) !== undefined) return undefined;
      const chosen = inSeatOrder(people.flatMap((one) => fresh.find((other) => other.id === one) ?? []));
      return {
        forecast: foresee(facts, wish), chosen, join, minimum: wish.minimum,
        seats: await store.booking.ask({ performance: id, people: chosen.map((one) => ({ id: one.id, kind: one.kind })), minimum: wish.minimum, waitSeq: undefined, join }, model.now),
      };
    });
    if (asked === undefined) return;
    const [first] = asked.seats;
    const seq = (await rows<{ wait_seq: number }>(fresh.admin, 'select wait_seq from seat where id = ?', [first?.id]))[0]?.wait_seq ?? 0;
    const request = first?.requestId ?? '';
    if (asked.join === undefined) model.requests.set(request, { id: request, show: id, seq, minimum: asked.minimum, formed: false });
    asked.chosen.forEach((one, position) => model.rows.push({ person: one.id, show: id, request, seq, position, state: 'waiting', tier: null }));
    model.deal(id);
    // What was shown before is what came of it.
    const { forecast } = asked;
    const name = (person: string): number => this.#people.indexOf(person);
    expect({
      seated: forecast.seated.map(name).sort(), waiting: forecast.waiting.map(({ person, rank }) => `${name(person)}: ${rank}`).sort(),
    }, 'foreseen').toEqual({
      seated: asked.seats.filter(({ state }) => state === 'booked').map(({ personId }) => name(personId)).sort(),
      waiting: asked.seats.filter(({ state }) => state === 'waiting').map(({ personId, rank }) => `${name(personId)}: ${rank ?? 0}`).sort(),
    });
  }

  /** Runs what is due in both, in the order in which the database has it. */
  async settle(): Promise<void> {
    const due = await rows<{ subject: string }>(fresh.admin, `select subject from due where operator_id = ? and due_at <= ? and kind in ('deal', 'release') order by due_at, id`, [this.#world.operator, this.#model.now]);
    await this.#desk.due(this.#model.now);
    for (const { subject } of due) this.#model.deal(subject);
    for (const id of this.#shows) expect(this.#model.idle(id), 'a seat is vacant while somebody eligible waits: a deal was not queued').toBe(false);
  }

  async compare(): Promise<void> {
    const { operator } = this.#world;
    const stored = await rows<{ person_id: string; performance_id: string; state: string; tier: number | null }>(fresh.admin, `select person_id, performance_id, state, tier from seat where operator_id = ? and state <> 'cancelled'`, [operator]);
    const ranks = await this.#world.asOperator((trx) => rows<{ person_id: string; performance_id: string; tier: number; grouped: boolean; eligible: boolean; rank: number }>(trx,
      'select s.person_id, r.performance_id, r.tier, r.grouped, r.eligible, r.rank from ranks_of(?, ?, ?) r join seat s on s.id = r.seat_id', [operator, this.#shows, this.#model.now]));
    const at = (person: string, show: string): string => `${this.#people.indexOf(person)} at ${this.#shows.indexOf(show)}`;
    const waits = (w: { tier: number; grouped: boolean; eligible: boolean; rank: number }): string => `waits, tier ${w.tier}, rank ${w.rank}${w.grouped ? ', in a group' : ''}${w.eligible ? ', eligible' : ''}`;
    const theirs = stored.map((row) => {
      const rank = ranks.find((one) => one.person_id === row.person_id && one.performance_id === row.performance_id);
      return `${at(row.person_id, row.performance_id)}: ${rank === undefined ? `${row.state}, tier ${row.tier ?? 0}` : waits(rank)}`;
    });
    const ours = [
      ...this.#model.rows.filter((row) => row.state === 'booked').map((row) => `${at(row.person, row.show)}: booked, tier ${row.tier ?? 0}`),
      ...this.#shows.flatMap((show) => this.#model.queue(show).map((place) => `${at(place.row.person, show)}: ${waits(place)}`)),
    ];
    expect(theirs.sort()).toEqual(ours.sort());
  }

  faults(): Promise<string[]> {
    return this.#world.faults(this.#model.now);
  }
}

describe('A8 A6 A7 A10 A13 the queue is the one that the rules describe', () => {
  it('A8 A6 A7 A10 A13 whatever happens, PostgreSQL and the model agree, and bookings come out as foreseen', async () => {
    await fc.assert(fc.asyncProperty(history, async (given) => {
      const play = await Play.open(given);
      for (const one of given.steps) {
        await play.take(one);
        await play.settle();
        await play.compare();
      }
      expect(await play.faults()).toEqual([]);
    }), { numRuns: RUNS, interruptAfterTimeLimit: LONG ? 110_000 : 40_000, markInterruptAsFailure: false });
  }, 120_000);

  it('A8 A6 a group of people within and over their quota waits at the ranks that were foreseen', async () => {
    const { forecast, seats } = await mixedGroup({ capacity: 1, released: false, minimum: 2 });
    expect(forecast.waiting.map(({ person, rank }) => [person, rank]).sort()).toEqual(seats.map(({ personId, rank }) => [personId, rank]).sort());
  });

  it('A8 A6 A10 after the release a guest within the quota comes before a second participant over it, as foreseen', async () => {
    const { forecast, seats } = await mixedGroup({ capacity: 2, released: true, minimum: 1 });
    expect(forecast.seated.toSorted()).toEqual(seats.filter(({ state }) => state === 'booked').map(({ personId }) => personId).sort());
  });
});

/** Two participants over their quota and a guest within it ask together; a third participant within it when a group. */
async function mixedGroup({ capacity, released, minimum }: { capacity: number; released: boolean; minimum: number }): Promise<{ forecast: Forecast; seats: readonly Seat[] }> {
  const world = await World.make(fresh, { weekly_quota: 1 });
  const home = await world.structure('Foyer des Essais');
  const sophie = await world.referent(home);
  const over = await world.people(home, ['Personne Une', 'Personne Deux']);
  const guest = await world.person(home, 'Personne Trois', 'guest', over[0] ?? null);
  const within = minimum > 1 ? await world.people(home, ['Personne Quatre', 'Personne Cinq']) : [];
  const desk = new Desk(fresh);
  await desk.ask(sophie, (await world.show()).id, over.map((id) => ({ id, kind: 'participant' })), START);
  const { id } = await world.show({ capacity });
  return desk.as(sophie, async (store) => {
    const performance = await store.offer.performance(id);
    if (performance === undefined) throw new Error('a show');
    const now = released ? performance.releaseAt : START;
    const facts = await store.booking.facts(performance, now);
    const people = [...over, ...within, guest];
    const forecast = foresee(facts, { people, minimum, companionNeeded: false });
    const chosen = inSeatOrder(people.flatMap((one) => facts.people.find((other) => other.id === one) ?? []));
    return { forecast, seats: await store.booking.ask({ performance: id, people: chosen.map((one) => ({ id: one.id, kind: one.kind })), minimum, waitSeq: undefined, join: undefined }, now) };
  });
}

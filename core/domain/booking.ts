import { serve } from './line.ts';
import { kindOrder, type PersonKind } from './person.ts';
import { freeSeats, windowOf, type Performance } from './performance.ts';
import type { Refusal, WaitReason } from './refusal.ts';

/** Somebody as far as booking is concerned with them, at one performance. */
export interface Candidate {
  readonly id: string;
  readonly kind: PersonKind;
  readonly of: string | null;
  readonly removed: boolean;
  /** Seats left in the ISO week of the performance; null: no limit (A6). Companions have none. */
  readonly weekLeft: number | null;
  /** What the person already has here. */
  readonly has: 'booked' | 'waiting' | null;
  readonly requestId: string | null;
}

/** What is known at one instant, read in one transaction; only deal() in the database decides. */
export interface Facts {
  readonly performance: Performance;
  readonly now: Date;
  readonly mayBook: boolean;
  readonly structure: { readonly suspended: boolean; readonly inConvention: boolean };
  readonly people: readonly Candidate[];
  /** How many wait, and how many of them within their weekly quota. */
  readonly waiting: number;
  readonly waitingWithin: number;
  /** Seats left to the structure under A7; null: no limit. */
  readonly structureLeft: number | null;
  readonly peoplePerRequest: number;
}

export interface Wish {
  /** In the order given. */
  readonly people: readonly string[];
  /** 1: each alone; n: all or none; between: at least so many together. */
  readonly minimum: number;
  /** The referent has said why a companion is needed (A10). */
  readonly companionNeeded: boolean;
}

/** What would happen if the wish were confirmed now. */
export interface Forecast {
  readonly seated: readonly string[];
  readonly waiting: readonly { readonly person: string; readonly rank: number; readonly why: WaitReason }[];
  /** Chosen, but with a seat or a place in the queue already: left out. */
  readonly already: readonly string[];
}

/** People in the order in which seats go to them within one request (A8, A10). */
export function inSeatOrder(people: readonly Candidate[]): readonly Candidate[] {
  return people
    .map((person, given) => ({ person, given }))
    .sort((a, b) => kindOrder.indexOf(a.person.kind) - kindOrder.indexOf(b.person.kind) || a.given - b.given)
    .map(({ person }) => person);
}

const tierOf = (person: Candidate): 1 | 2 => (person.kind === 'companion' || person.weekLeft === null || person.weekLeft > 0 ? 1 : 2);

/** Whether booking is possible at all here and now, whoever it is for (A1, A5, A14). */
export function mayBookHere(facts: Pick<Facts, 'performance' | 'now' | 'mayBook' | 'structure'>): Refusal | undefined {
  if (!facts.mayBook) return { code: 'cannot_book' };
  if (facts.structure.suspended) return { code: 'structure_suspended' };
  if (!facts.structure.inConvention) return { code: 'convention_over' };
  switch (windowOf(facts.performance, facts.now)) {
    case 'cancelled':
      return { code: 'performance_cancelled' };
    case 'past':
      return { code: 'performance_past' };
    case 'closed':
      return { code: 'closed' };
    case 'not_open':
      return { code: 'not_open' };
    case 'open':
      return undefined;
  }
}

/** Whether these people can be asked for together (A3, A10), wherever the seats come from. */
export function mayAskFor(facts: Pick<Facts, 'people' | 'peoplePerRequest' | 'performance'>, wish: Wish): Refusal | undefined {
  if (wish.people.length === 0) return { code: 'nobody_chosen' };
  if (wish.people.length > facts.peoplePerRequest) return { code: 'too_many_people' };
  const known = new Map(facts.people.map((person) => [person.id, person]));
  const unknown = wish.people.filter((id) => !known.has(id));
  if (unknown.length > 0) return { code: 'unknown_person', people: unknown };
  const chosen = wish.people.flatMap((id) => known.get(id) ?? []);
  const removed = chosen.filter((person) => person.removed);
  if (removed.length > 0) return { code: 'person_removed', people: removed.map(({ id }) => id) };
  const fresh = chosen.filter((person) => person.has === null);
  if (fresh.length === 0) {
    const waits = chosen.some((person) => person.has === 'waiting');
    return { code: waits ? 'already_waiting' : 'already_booked', people: chosen.map(({ id }) => id) };
  }
  if (!fresh.some((person) => person.kind === 'participant') && requestToJoin(facts.people, fresh, wish.people) === undefined) {
    return { code: 'participant_needed', people: fresh.map(({ id }) => id) };
  }
  const companions = fresh.filter((person) => person.kind === 'companion');
  if (companions.length > 0 && !wish.companionNeeded) {
    return { code: 'companion_not_needed', people: companions.map(({ id }) => id) };
  }
  if (wish.minimum > fresh.length || (wish.minimum > 1 && wish.minimum > facts.performance.capacity)) return { code: 'minimum_impossible' };
  return undefined;
}

/**
 * The earlier request that guests or companions come with when a participant already has a place in one:
 * they join it, and so are seated only where a participant of the same request is (A10). That of the
 * guest's own participant, else of somebody chosen with them; companions come with anybody of the structure.
 */
export function requestToJoin(known: readonly Candidate[], fresh: readonly Candidate[], chosen: readonly string[] = []): string | undefined {
  if (fresh.length === 0 || fresh.some((person) => person.kind === 'participant')) return undefined;
  const hosts = known.filter((person) => person.kind === 'participant' && person.has !== null && person.requestId !== null);
  const best = (some: readonly Candidate[]): Candidate | undefined => some.find((host) => host.has === 'booked') ?? some[0];
  const host = best(hosts.filter(({ id }) => fresh.some((person) => person.of === id))) ?? best(hosts.filter(({ id }) => chosen.includes(id))) ??
    (fresh.every((person) => person.kind === 'companion') ? best(hosts) : undefined);
  return host?.requestId ?? undefined;
}

/** What confirming would do now; the same order as db/functions/queue_of.sql, read-only. */
export function foresee(facts: Facts, wish: Wish): Forecast {
  const known = new Map(facts.people.map((person) => [person.id, person]));
  const chosen = wish.people.flatMap((id) => known.get(id) ?? []);
  const fresh = inSeatOrder(chosen.filter((person) => person.has === null));
  const released = facts.now >= facts.performance.releaseAt;
  const room = Math.min(freeSeats(facts.performance), facts.structureLeft ?? Infinity);
  const joined = requestToJoin(facts.people, fresh, wish.people);
  const hosted = joined !== undefined && facts.people.some((person) => person.kind === 'participant' && person.has === 'booked' && person.requestId === joined);

  const byId = new Map(fresh.map((person) => [person.id, person]));
  const served = serve(fresh.map((person, position) => ({ id: person.id, kind: person.kind, tier: tierOf(person), position })), wish.minimum, room, { seated: hosted, released });
  const { seated } = served;
  const grouped = served.waiting.some((one) => one.grouped);
  let withinAhead = facts.waitingWithin;
  let ahead = facts.waiting + served.waiting.filter(({ servedIn }) => servedIn === 1).length;
  const waiting = served.waiting.flatMap(({ id, servedIn }) => {
    const person = byId.get(id);
    const rank = servedIn === 1 ? (withinAhead += 1) : (ahead += 1);
    return person === undefined ? [] : [{ person: id, rank, why: whyWaiting(person, servedIn) }];
  });
  function whyWaiting(person: Candidate, tier: 1 | 2): WaitReason {
    // Of a group that waits for one of its members, each has a reason of their own.
    if (tier === 2 && !released) return grouped && tierOf(person) === 1 ? 'group' : 'weekly_quota';
    if (grouped && facts.structureLeft !== null && facts.structureLeft < wish.minimum) return 'structure_quota';
    if (grouped && freeSeats(facts.performance) > 0) return 'group';
    if (freeSeats(facts.performance) <= seated.length) return 'full';
    if (facts.structureLeft !== null && facts.structureLeft <= seated.length) return 'structure_quota';
    return person.kind === 'participant' ? 'full' : 'participant_first';
  }
  return { seated, waiting, already: chosen.filter((person) => person.has !== null).map(({ id }) => id) };
}

/**
 * How many of a request must be seated at once for anybody to be (A8). A group that was shown a seat for everybody
 * and never agreed to be split asks for all or none, whatever was taken meanwhile: it is asked again rather than
 * split. Guests and companions who join an earlier request come one by one: the group is already there.
 */
export function minimumAsAgreed(agreed: { readonly seats: number; readonly people: number; readonly minimum: number; readonly mayBeSplit: boolean; readonly joins: boolean }): number {
  if (agreed.joins) return 1;
  return agreed.minimum === 1 && !agreed.mayBeSplit && agreed.seats >= agreed.people ? Math.max(1, agreed.people) : agreed.minimum;
}

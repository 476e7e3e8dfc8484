import type { PerformanceDraft, StructureQuota } from '../../core/importing/offer.ts';
import type { KnownPerformance } from '../../core/importing/performances.ts';
import { closingOf, monthOf, openingOf, releaseOf, weekOf, type TimeSettings } from '../../core/domain/time.ts';

/** What a source said of a performance, as kept in `performance.imported`. What it never said is absent. */
export interface Said {
  startsAt?: string;
  endsAt?: string;
  cancelled?: boolean;
  capacity?: number;
  opensAt?: string;
  closesAt?: string;
  quota?: string;
}

/** A performance as it stands in the database. */
export interface StoredPerformance extends KnownPerformance, Instants {
  id: string;
  eventId: string;
  venueId: string;
  endsAt: Date | null;
  zone: string;
  opensGiven: Date | null;
  closesGiven: Date | null;
  capacity: number;
  taken: number;
  cancelledAt: Date | null;
  imported: Said;
}

/** Where an event takes place now, and did before this import. */
export interface Place {
  venueId: string;
  venueBefore: string;
  zone: string;
}

/** What the rules make of a performance's time (A5, A6, A7). */
export interface Instants {
  week: string;
  month: string;
  opensAt: Date;
  closesAt: Date;
  releaseAt: Date;
}

/**
 * The instants of a performance. A closing after the beginning is no closing: a show that was put forward
 * would otherwise be booked after its end; then the programme's rule holds.
 */
export function instantsOf(startsAt: Date, zone: string, given: { opensAt: Date | null; closesAt: Date | null }, rules: TimeSettings): Instants {
  const opensAt = given.opensAt ?? openingOf(startsAt, zone, rules);
  const closesAt = given.closesAt !== null && given.closesAt <= startsAt ? given.closesAt : closingOf(startsAt, zone, rules);
  return { week: weekOf(startsAt, zone), month: monthOf(startsAt, zone), opensAt, closesAt, releaseAt: releaseOf(opensAt, closesAt, rules) };
}

export function saidOf(draft: PerformanceDraft): Said {
  const { endsAt, capacity, opensAt, closesAt, quota } = draft;
  return {
    startsAt: draft.startsAt.toISOString(),
    cancelled: draft.cancelled,
    ...(endsAt !== undefined && { endsAt: endsAt.toISOString() }),
    ...(capacity !== undefined && { capacity }),
    ...(opensAt !== undefined && { opensAt: opensAt.toISOString() }),
    ...(closesAt !== undefined && { closesAt: closesAt.toISOString() }),
    ...(quota !== undefined && { quota: `${quota.seats}/${quota.period}` }),
  };
}

export interface Change {
  before: StoredPerformance;
  after: StoredPerformance;
  quota?: StructureQuota;
  /** So few seats were asked for that somebody would lose theirs (`taken`): the seats stay as they are. */
  tooFew?: number;
  /** There is nothing to write. */
  isNothing: boolean;
}

/**
 * What an import changes of a performance that is known: each thing that the source says now and did not say at
 * the last import. What the house itself changed since is left, and so is what the source does not mention. Seats
 * change by the difference between what was said then and now.
 */
export function changeOf(before: StoredPerformance, draft: PerformanceDraft, place: Place, rules: TimeSettings, at: Date): Change {
  const last = before.imported;
  const imported: Said = { ...last, ...saidOf(draft) };
  const isNews = (term: keyof Said): boolean => imported[term] !== last[term];

  const startsAt = isNews('startsAt') ? draft.startsAt : before.startsAt;
  const by = startsAt.getTime() - before.startsAt.getTime();
  const shifted = before.endsAt === null ? null : new Date(before.endsAt.getTime() + by);
  const endsAt = draft.endsAt !== undefined && (by !== 0 || isNews('endsAt')) ? draft.endsAt : shifted;
  const opensGiven = isNews('opensAt') ? (draft.opensAt ?? null) : before.opensGiven;
  const closesGiven = isNews('closesAt') ? (draft.closesAt ?? null) : before.closesGiven;
  const cancels = isNews('cancelled') && draft.cancelled;
  const revives = last.cancelled === true && !draft.cancelled;
  const venueId = before.venueId === place.venueBefore ? place.venueId : before.venueId;
  const zone = venueId === place.venueId ? place.zone : before.zone;
  const quota = isNews('quota') ? draft.quota : undefined;

  const wanted = isNews('capacity') ? Math.max(0, before.capacity + (draft.capacity ?? 0) - (last.capacity ?? 0)) : before.capacity;
  const tooFew = wanted < before.taken;
  if (tooFew) {
    // Not taken for said: the next import asks, and is told, again.
    if (last.capacity === undefined) delete imported.capacity;
    else imported.capacity = last.capacity;
  }

  const retimed = by !== 0 || zone !== before.zone || isNews('opensAt') || isNews('closesAt');
  const after: StoredPerformance = {
    ...before, imported, externalId: draft.externalId, startsAt, endsAt, opensGiven, closesGiven, venueId, zone,
    capacity: tooFew ? before.capacity : wanted,
    cancelledAt: cancels ? (before.cancelledAt ?? at) : revives ? null : before.cancelledAt,
    ...(retimed && instantsOf(startsAt, zone, { opensAt: opensGiven, closesAt: closesGiven }, rules)),
  };
  const isNothing = (Object.keys(imported) as (keyof Said)[]).every((term) => !isNews(term))
    && draft.externalId === before.externalId && venueId === before.venueId && zone === before.zone;
  return { before, after, isNothing, ...(quota !== undefined && { quota }), ...(tooFew && { tooFew: wanted }) };
}

/** One that its source does not list any more, or whose event is cancelled as a whole. */
export function withdrawal(before: StoredPerformance, at: Date): Change {
  return { before, after: { ...before, cancelledAt: before.cancelledAt ?? at, imported: { ...before.imported, cancelled: true } }, isNothing: before.cancelledAt !== null };
}

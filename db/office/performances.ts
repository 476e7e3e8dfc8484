import { freeSeats, windowOf, type Performance } from '../../core/domain/performance.ts';
import { instantAt, localDay } from '../../core/domain/time.ts';
import type { Page, PerformanceChange, PerformanceFile, PerformanceSearch, SeatsGiven } from '../../core/office.ts';
import { cancelPerformance as cancelledWithAll, performancesMoved } from '../changes.ts';
import { row, rows } from '../connection.ts';
import { offer, performancesById, searchText } from '../offer.ts';
import { programmeOf } from '../programme.ts';
import { schedulePerformance } from '../schedule.ts';
import { changeSeatsIn } from '../seats.ts';
import { audit, boundTo, found, given, Refused, type Counter } from './counter.ts';
import { checkedInstants } from './instants.ts';
import { paged, timeAfter } from './paging.ts';
import { venueOf } from './venues.ts';

/** What is to come (or between two instants), soonest first, as the chat finds it (A4). */
export async function listPerformances(at: Counter, search: PerformanceSearch): Promise<Page<PerformanceFile>> {
  const { zone } = await programmeOf(boundTo(at, null));
  const after = timeAfter(search);
  const to = search.to === undefined ? undefined : typeof search.to === 'string' ? dayOf(search.to, zone).end : search.to;
  const from = search.from === undefined ? at.now : typeof search.from === 'string' ? dayOf(search.from, zone).start : search.from;
  const { items } = await offer(boundTo(at, null)).search({
    from, ...given({ text: search.q, city: search.city, to, after, venue: at.holder.venue ?? undefined }),
  }, { offset: 0, limit: search.limit + 1 });
  return paged(items.map((one) => fileOf(one, one.waiting, at.now)), search, ({ startsAt, id }) => [startsAt.getTime(), id]);
}

export async function readPerformance(at: Counter, id: string): Promise<PerformanceFile> {
  await performanceOf(at, id);
  const [file] = await performanceFiles(at, [id]);
  return found(file, 'performance_not_found');
}

/** Soonest first. */
export async function performanceFiles(at: Counter, ids: readonly string[]): Promise<PerformanceFile[]> {
  const all = await performancesById(boundTo(at, null), ids);
  const counts = await rows<{ performance_id: string; waiting: number }>(at.trx, 'select performance_id, waiting from waiting_at(?, ?)', [at.operator, [...ids]]);
  const waiting = new Map(counts.map((one) => [one.performance_id, one.waiting]));
  return all.map((one) => fileOf(one, waiting.get(one.id) ?? 0, at.now)).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1));
}

/**
 * Another date, place or window (A5, A19). A closing that was given and would fall after the new beginning is the
 * programme's rule again; the end moves along.
 */
export async function changePerformance(at: Counter, id: string, change: PerformanceChange): Promise<PerformanceFile> {
  const { trx, operator, now } = at;
  await row(trx, 'select id from performance where operator_id = ? and id = ? for no key update', [operator, id]);
  const before = requireComing(await performanceOf(at, id), now);
  const kept = found(await row<{ opensGiven: Date | null; closesGiven: Date | null }>(trx, 'select opens_given as "opensGiven", closes_given as "closesGiven" from performance where operator_id = ? and id = ?', [operator, id]), 'performance_not_found');
  const venue = await venueOf(at, change.venueId ?? before.venueId);
  const startsAt = change.startsAt ?? before.startsAt;
  const by = startsAt.getTime() - before.startsAt.getTime();
  const endsAt = change.endsAt !== undefined ? change.endsAt : before.endsAt === null ? null : new Date(before.endsAt.getTime() + by);
  const opensGiven = change.opensAt !== undefined ? change.opensAt : kept.opensGiven;
  const closesGiven = change.closesAt !== undefined ? change.closesAt : kept.closesGiven !== null && kept.closesGiven > startsAt ? null : kept.closesGiven;
  const zone = venue.id === before.venueId ? before.zone : venue.zone;
  await trx('performance').where({ operator_id: operator, id }).update({
    ...checkedInstants({ startsAt, endsAt, opensGiven, closesGiven }, zone, await programmeOf(boundTo(at, null)), now), venue_id: venue.id,
  });
  if (venue.id !== before.venueId) await followVenue(at, before.eventId, before.venueId, venue);
  if (by !== 0 || venue.id !== before.venueId) {
    await performancesMoved(trx, operator, [{ id, from: before.startsAt, ...(venue.id === before.venueId ? {} : { fromVenue: before.venueId }) }], now);
    await audit(at, 'performance.moved', id, { from: before.startsAt.toISOString(), to: startsAt.toISOString(), venue: venue.id });
  } else {
    await schedulePerformance(trx, operator, [id], now);
    await trx.raw('select deal(?, ?, ?)', [operator, id, now]);
    await audit(at, 'performance.changed', id, { fields: Object.keys(given(change)) });
  }
  return readPerformance(at, id);
}

/** A19: everybody concerned is told. Once cancelled, nothing more happens. */
export async function cancelPerformance(at: Counter, id: string): Promise<PerformanceFile> {
  await row(at.trx, 'select id from performance where operator_id = ? and id = ? for no key update', [at.operator, id]);
  const one = await performanceOf(at, id);
  if (one.cancelledAt === null) {
    requireComing(one, at.now);
    await cancelledWithAll(at.trx, at.operator, id, at.now);
    await audit(at, 'performance.cancelled', id);
  }
  return readPerformance(at, id);
}

/** A8, A16. A venue's key changes seats; seats after closing are the operator's word. */
export async function changeSeats(at: Counter, id: string, delta: number, afterClosing: boolean): Promise<SeatsGiven> {
  if (afterClosing && at.holder.role !== 'operator') throw new Refused('operator_word_needed');
  const { id: own } = await performanceOf(at, id);
  const changed = await changeSeatsIn(at.trx, at.operator, own, delta, { at: at.now, afterClosing, by: { by: 'api', key: at.holder.key } });
  switch (changed.kind) {
    case 'changed': {
      const { capacity, given: seats, waiting, window } = changed;
      const { taken } = await performanceOf(at, own);
      return { id: own, capacity: capacity.after, taken, given: seats, waiting, window };
    }
    case 'unknown':
      throw new Refused('performance_not_found');
    case 'taken':
      throw new Refused('seats_taken', { withdrawable: freeSeats(changed.performance) });
    case 'past':
      throw new Refused('performance_past');
    case 'cancelled':
      throw new Refused('performance_cancelled');
  }
}

/** @throws Refused when it is not the operator's, or not of the key's venue. */
export async function performanceOf(at: Counter, id: string): Promise<Performance> {
  const one = found(await offer(boundTo(at, null)).performance(id), 'performance_not_found');
  if (at.holder.venue !== null && one.venueId !== at.holder.venue) throw new Refused('performance_not_found');
  return one;
}

function requireComing(one: Performance, now: Date): Performance {
  const window = windowOf(one, now);
  if (window === 'past') throw new Refused('performance_past');
  if (window === 'cancelled') throw new Refused('performance_cancelled');
  return one;
}

/** An event whose dates have all gone elsewhere is found there. */
async function followVenue(at: Counter, event: string, from: string, to: { id: string; name: string; city: string }): Promise<void> {
  const [stays] = await rows(at.trx, 'select id from performance where operator_id = ? and event_id = ? and venue_id = ? and cancelled_at is null and starts_at > ? limit 1', [at.operator, event, from, at.now]);
  if (stays !== undefined) return;
  const one = found(await row<{ title: string; summary: string | null; themes: string[] }>(at.trx, 'select title, summary, themes from event where operator_id = ? and id = ? for no key update', [at.operator, event]), 'event_not_found');
  await at.trx('event').where({ operator_id: at.operator, id: event }).update({ venue_id: to.id, search: searchText({ ...one, venue: to.name, city: to.city }) });
}

const fileOf = (one: Performance, waiting: number, now: Date): PerformanceFile => ({
  id: one.id, eventId: one.eventId, title: one.title, themes: one.themes, venue: { id: one.venueId, name: one.venue.name, city: one.venue.city },
  startsAt: one.startsAt, endsAt: one.endsAt, zone: one.zone, week: one.week, opensAt: one.opensAt, closesAt: one.closesAt, releaseAt: one.releaseAt,
  capacity: one.capacity, taken: one.taken, free: freeSeats(one), waiting, window: windowOf(one, now), cancelledAt: one.cancelledAt,
});

/** '2026-11-28' → that day in the zone, half-open. */
function dayOf(day: string, zone: string): { start: Date; end: Date } {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return localDay(instantAt({ year, month, day: date }, 0, zone), zone);
}

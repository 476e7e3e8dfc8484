import { whenShort } from '../../core/i18n/when.ts';
import { plural } from '../../core/i18n/plural.ts';
import { systemIds } from '../../core/ids.ts';
import type { PerformanceDraft, Problem, Tally } from '../../core/importing/offer.ts';
import { pairPerformances } from '../../core/importing/performances.ts';
import { problem } from '../../core/importing/problems.ts';
import type { Programme } from '../../core/ports.ts';
import { rows, type Transaction } from '../connection.ts';
import { schedulePerformance } from '../schedule.ts';
import { changeOf, instantsOf, saidOf, withdrawal, type Change, type StoredPerformance } from './given.ts';
import type { Show } from './shows.ts';

/** What one import writes, and where it counts it. */
export interface Importing {
  trx: Transaction;
  operator: string;
  programme: Programme;
  /** Programme time. */
  at: Date;
  tally: Tally;
  problems: Problem[];
}

/** Per performance, ids and codes for the audit log. */
export interface Trace { action: 'performance.cancelled' | 'performance.moved' | 'performance.seats'; subject: string; detail: Record<string, string | number> }

/**
 * Performances (représentations) of events that were just written: new ones made, known ones changed, withdrawn ones
 * cancelled (A19: their seats stay as rows). Whatever can make somebody eligible is dealt before the transaction
 * ends (A8). Locks: every performance that changes first, by id; then quotas and dealing, in the same order.
 */
export async function writePerformances(importing: Importing, shows: readonly Show[]): Promise<Trace[]> {
  const { at, tally } = importing;
  const stored = Map.groupBy(await load(importing, shows.filter((show) => !show.isNew).map((show) => show.id)), (one) => one.eventId);
  const made: { show: Show; draft: PerformanceDraft }[] = [];
  const changes: { show: Show; change: Change }[] = [];
  for (const show of shows) {
    const all = stored.get(show.id) ?? [];
    // What has begun is history: it stays, whatever its source says of it now.
    const history = new Set(all.filter((one) => one.startsAt < at).map((one) => one.externalId));
    const coming = all.filter((one) => one.startsAt >= at);
    const performances = show.draft.performances.filter((draft) => !history.has(draft.externalId));
    tally.same += show.draft.performances.length - performances.length;
    const paired = pairPerformances(coming, { ...show.draft, performances }, show.place.zone);
    for (const draft of paired.created) made.push({ show, draft });
    for (const [one, draft] of [...paired.same, ...paired.moved]) {
      const change = changeOf(one, draft, show.place, importing.programme, at);
      if (change === undefined) tally.same += 1;
      else changes.push({ show, change });
    }
    const listed = new Set([...paired.same, ...paired.moved].map(([one]) => one.id));
    const gone = show.draft.cancelled ? coming.filter((one) => !one.cancelled && !listed.has(one.id)) : paired.withdrawn;
    for (const one of gone) changes.push({ show, change: withdrawal(one, at) });
  }
  const created = await create(importing, made);
  const traces = await change(importing, changes);
  await schedulePerformance(importing.trx, importing.operator, [...created, ...changes.map(({ change: { before } }) => before.id)], at);
  return traces;
}

async function load({ trx, operator }: Importing, events: readonly string[]): Promise<StoredPerformance[]> {
  if (events.length === 0) return [];
  return rows<StoredPerformance>(trx, `
    select id, event_id as "eventId", venue_id as "venueId", external_id as "externalId", starts_at as "startsAt", ends_at as "endsAt", zone, week, month,
           opens_given as "opensGiven", closes_given as "closesGiven", opens_at as "opensAt", closes_at as "closesAt", release_at as "releaseAt",
           cancelled_at is not null as cancelled, cancelled_at as "cancelledAt", imported
      from performance where operator_id = ? and event_id = any (?)`, [operator, events]);
}

async function create(importing: Importing, made: readonly { show: Show; draft: PerformanceDraft }[]): Promise<string[]> {
  const { trx, operator, programme, at } = importing;
  const written = made.map(({ show, draft }) => {
    const given = { opensAt: draft.opensAt ?? null, closesAt: draft.closesAt ?? null };
    const times = instantsOf(draft.startsAt, show.place.zone, given, programme);
    if (times.opensAt >= times.closesAt) importing.problems.push(neverOpen(show));
    return {
      operator_id: operator, id: systemIds.uuid(), event_id: show.id, programme_id: programme.id, venue_id: show.place.venueId, external_id: draft.externalId,
      starts_at: draft.startsAt, ends_at: draft.endsAt ?? null, zone: show.place.zone, week: times.week, month: times.month,
      opens_given: given.opensAt, closes_given: given.closesAt, opens_at: times.opensAt, closes_at: times.closesAt, release_at: times.releaseAt,
      capacity: draft.capacity ?? 0, cancelled_at: draft.cancelled ? at : null, imported: JSON.stringify(saidOf(draft)),
    };
  });
  importing.tally.created += written.length;
  if (written.length > 0) await trx.batchInsert('performance', written, 1_000);
  for (const [i, { draft: { quota } }] of made.entries()) {
    if (quota !== undefined) await trx.raw('select set_quota(?, ?, ?, ?)', [operator, written[i]?.id ?? '', quota.period, quota.seats]);
  }
  return written.map(({ id }) => id);
}

const UPDATE = `
  update performance p set external_id = x.external_id, starts_at = x.starts_at, ends_at = x.ends_at, zone = x.zone, week = x.week, month = x.month,
         venue_id = x.venue_id, opens_given = x.opens_given, closes_given = x.closes_given, opens_at = x.opens_at, closes_at = x.closes_at,
         release_at = x.release_at, capacity = x.capacity, cancelled_at = x.cancelled_at, imported = x.imported
    from jsonb_to_recordset(?::jsonb) x (id uuid, external_id text, starts_at timestamptz, ends_at timestamptz, zone text, week text, month text, venue_id uuid,
         opens_given timestamptz, closes_given timestamptz, opens_at timestamptz, closes_at timestamptz, release_at timestamptz, capacity int,
         cancelled_at timestamptz, imported jsonb)
   where p.operator_id = ? and p.id = x.id`;

async function change(importing: Importing, unsorted: readonly { show: Show; change: Change }[]): Promise<Trace[]> {
  if (unsorted.length === 0) return [];
  const { trx, operator, at, tally } = importing;
  const changes = [...unsorted].sort((a, b) => (a.change.before.id < b.change.before.id ? -1 : 1));
  const ids = changes.map(({ change: { before } }) => before.id);
  const locked = await rows<{ id: string; capacity: number; taken: number }>(trx,
    'select id, capacity, taken from performance where operator_id = ? and id = any (?) order by id for no key update', [operator, ids]);
  const seats = new Map(locked.map((row) => [row.id, row]));
  const updates: Record<string, unknown>[] = [];
  const traces: Trace[] = [];
  for (const { show, change: { before, after, ...asked } } of changes) {
    const { capacity, taken } = seats.get(before.id) ?? { capacity: 0, taken: 0 };
    let wanted = Math.max(0, capacity + asked.seats);
    if (wanted < taken) {
      importing.problems.push(tooFew(show, before, wanted, taken));
      wanted = capacity;
      if (before.imported.capacity === undefined) delete after.imported.capacity;
      else after.imported.capacity = before.imported.capacity;
      // Nothing else was new: the row is not touched.
      if (isLeft(before, after)) {
        tally.same += 1;
        continue;
      }
    }
    const cancels = after.cancelledAt !== null && before.cancelledAt === null;
    tally[cancels ? 'cancelled' : 'changed'] += 1;
    if (after.opensAt >= after.closesAt && after.cancelledAt === null) importing.problems.push(neverOpen(show));
    updates.push({
      id: before.id, external_id: after.externalId, starts_at: after.startsAt, ends_at: after.endsAt, zone: after.zone, week: after.week, month: after.month,
      venue_id: after.venueId, opens_given: after.opensGiven, closes_given: after.closesGiven, opens_at: after.opensAt, closes_at: after.closesAt,
      release_at: after.releaseAt, capacity: wanted, cancelled_at: after.cancelledAt, imported: after.imported,
    });
    if (cancels) traces.push({ action: 'performance.cancelled', subject: before.id, detail: {} });
    if (after.startsAt.getTime() !== before.startsAt.getTime()) traces.push({ action: 'performance.moved', subject: before.id, detail: { from: before.startsAt.toISOString(), to: after.startsAt.toISOString() } });
    if (wanted !== capacity) traces.push({ action: 'performance.seats', subject: before.id, detail: { from: capacity, to: wanted } });
  }
  await trx.raw(UPDATE, [JSON.stringify(updates), operator]);
  for (const { change: { before, quota } } of changes) {
    if (quota !== undefined) await trx.raw('select set_quota(?, ?, ?, ?)', [operator, before.id, quota.period, quota.seats]);
  }
  await trx.raw(`select deal(?, x.id, ?) from unnest(?::uuid[]) x (id)
     where exists (select 1 from seat s where s.operator_id = ? and s.performance_id = x.id and s.state = 'waiting')`, [operator, at, ids, operator]);
  return traces;
}

const isLeft = (before: StoredPerformance, after: StoredPerformance): boolean =>
  JSON.stringify(Object.entries({ ...before, imported: 0 })) === JSON.stringify(Object.entries({ ...after, imported: 0 }))
  && (Object.keys(after.imported) as (keyof typeof after.imported)[]).every((term) => after.imported[term] === before.imported[term]);

const tooFew = (show: Show, one: StoredPerformance, wanted: number, taken: number): Problem =>
  problem(0, 'seats-taken', false, {
    externalId: show.draft.externalId,
    value: `${whenShort(one.startsAt, one.zone, 'fr')} : ${wanted} ${plural(wanted, 'place', 'places')} pour ${taken} ${plural(taken, 'invitation', 'invitations')}`,
  });

/** An opening that a venue gave, and a closing that it did not: nobody could ever book. */
const neverOpen = (show: Show): Problem => problem(0, 'close-before-open', false, { externalId: show.draft.externalId, value: show.draft.title });

import { whenShort } from '../../core/i18n/when.ts';
import { plural } from '../../core/i18n/plural.ts';
import { systemIds } from '../../core/ids.ts';
import type { PerformanceDraft, Problem, Tally } from '../../core/importing/offer.ts';
import { pairPerformances } from '../../core/importing/performances.ts';
import { problem } from '../../core/importing/problems.ts';
import type { Programme } from '../../core/ports.ts';
import { performancesCancelled, performancesMoved, performancesRevived, type Moved } from '../changes.ts';
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
  /** Accounts told that a date is cancelled, moved or back (A19). */
  told: Set<string>;
}

/** A performance that this import is about, by what its source says; null: it is not listed any more. */
interface Known { show: Show; one: StoredPerformance; draft: PerformanceDraft | null }

/**
 * Performances (représentations) of events that were just written: new ones made, known ones changed, withdrawn ones
 * cancelled, with all that A19 asks for (db/changes.ts). Whatever can make somebody eligible is dealt before the transaction
 * ends (A8). Locks: every performance that changes first, by id; then quotas and dealing, in the same order.
 */
export async function writePerformances(importing: Importing, shows: readonly Show[]): Promise<Trace[]> {
  const { at, tally, programme } = importing;
  const stored = Map.groupBy(await load(importing, 'event_id', shows.filter((show) => !show.isNew).map((show) => show.id)), (one) => one.eventId);
  const made: Made[] = [];
  const changing: Known[] = [];
  for (const show of shows) {
    const all = stored.get(show.id) ?? [];
    // What has begun is history: it stays, whatever its source says of it now.
    const history = new Set(all.filter((one) => one.startsAt < at).map((one) => one.externalId));
    const coming = all.filter((one) => one.startsAt >= at);
    const performances = show.draft.performances.filter((draft) => !history.has(draft.externalId));
    const paired = pairPerformances(coming, { ...show.draft, performances }, show.place.zone);
    const known = [...paired.same, ...paired.moved];
    const withdrawn = show.draft.cancelled ? coming.filter((one) => !one.cancelled && !known.some(([each]) => each.id === one.id)) : paired.withdrawn;
    const different = known.filter(([one, draft]) => {
      const { isNothing, tooFew } = changeOf(one, draft, show.place, programme, at);
      return !isNothing || tooFew !== undefined;
    });
    tally.same += show.draft.performances.length - performances.length + known.length - different.length;
    for (const draft of paired.created) made.push({ show, draft });
    for (const [one, draft] of different) changing.push({ show, one, draft });
    for (const one of withdrawn) changing.push({ show, one, draft: null });
  }
  const created = await create(importing, made);
  const { changed, traces } = await change(importing, changing);
  await schedulePerformance(importing.trx, importing.operator, [...created, ...changed], at);
  return traces;
}

async function load({ trx, operator }: Importing, by: 'event_id' | 'id', ids: readonly string[], tail = ''): Promise<StoredPerformance[]> {
  if (ids.length === 0) return [];
  return rows<StoredPerformance>(trx, `
    select id, event_id as "eventId", venue_id as "venueId", external_id as "externalId", starts_at as "startsAt", ends_at as "endsAt", zone, week, month,
           opens_given as "opensGiven", closes_given as "closesGiven", opens_at as "opensAt", closes_at as "closesAt", release_at as "releaseAt",
           capacity, taken, cancelled_at is not null as cancelled, cancelled_at as "cancelledAt", imported
      from performance where operator_id = ? and ${by} = any (?) ${tail}`, [operator, ids]);
}

/** The columns that an import writes. */
const columnsOf = (one: Omit<StoredPerformance, 'eventId' | 'taken' | 'cancelled'>) => ({
  id: one.id, external_id: one.externalId, venue_id: one.venueId, starts_at: one.startsAt, ends_at: one.endsAt, zone: one.zone, week: one.week, month: one.month,
  opens_given: one.opensGiven, closes_given: one.closesGiven, opens_at: one.opensAt, closes_at: one.closesAt, release_at: one.releaseAt,
  capacity: one.capacity, cancelled_at: one.cancelledAt, imported: one.imported,
});

interface Made { show: Show; draft: PerformanceDraft }

async function create(importing: Importing, made: readonly Made[]): Promise<string[]> {
  const { trx, operator, programme, at } = importing;
  if (made.length === 0) return [];
  const ids = made.map(() => systemIds.uuid());
  const written = made.map(({ show, draft }, i) => {
    const { venueId, zone } = show.place;
    const [opensGiven, closesGiven] = [draft.opensAt ?? null, draft.closesAt ?? null];
    const instants = instantsOf(draft.startsAt, zone, { opensAt: opensGiven, closesAt: closesGiven }, programme);
    if (instants.opensAt >= instants.closesAt) importing.problems.push(neverOpen(show));
    const columns = columnsOf({
      ...instants, id: ids[i] ?? '', externalId: draft.externalId, venueId, zone, startsAt: draft.startsAt, endsAt: draft.endsAt ?? null,
      opensGiven, closesGiven, capacity: draft.capacity ?? 0, cancelledAt: draft.cancelled ? at : null, imported: saidOf(draft),
    });
    return { operator_id: operator, event_id: show.id, programme_id: programme.id, ...columns, imported: JSON.stringify(columns.imported) };
  });
  await trx.batchInsert('performance', written, 1_000);
  await trx.batchInsert('quota', made.flatMap(({ draft: { quota } }, i) =>
    quota === undefined ? [] : [{ operator_id: operator, id: systemIds.uuid(), performance_id: ids[i] ?? '', ...quota }]), 1_000);
  importing.tally.created += made.length;
  return ids;
}

/** What is read before the rows are locked may be out of date by then: each change is worked out again. */
async function change(importing: Importing, changing: readonly Known[]): Promise<{ changed: string[]; traces: Trace[] }> {
  const { trx, operator, programme, at, tally, problems } = importing;
  const locked = await load(importing, 'id', changing.map(({ one }) => one.id), 'order by id for no key update');
  const byId = new Map(changing.map((one) => [one.one.id, one]));
  const changes: Change[] = [];
  for (const one of locked) {
    const known = byId.get(one.id);
    if (known === undefined) throw new Error('only what changes is locked');
    const { show, draft } = known;
    const found = draft === null ? withdrawal(one, at) : changeOf(one, draft, show.place, programme, at);
    if (found.tooFew !== undefined) problems.push(tooFew(show, one, found.tooFew));
    if (found.isNothing) {
      tally.same += 1;
      continue;
    }
    if (found.after.opensAt >= found.after.closesAt && found.after.cancelledAt === null) problems.push(neverOpen(show));
    tally[isCancelled(found) ? 'cancelled' : 'changed'] += 1;
    changes.push(found);
  }
  if (changes.length === 0) return { changed: [], traces: [] };
  const changed = changes.map(({ before }) => before.id);
  await trx.raw(UPDATE, [JSON.stringify(changes.map(({ after }) => columnsOf(after))), operator]);
  for (const { before, quota } of changes) {
    if (quota !== undefined) await trx.raw('select set_quota(?, ?, ?, ?)', [operator, before.id, quota.period, quota.seats]);
  }
  const moves = changes.flatMap(moveOf);
  for (const told of [
    await performancesCancelled(trx, operator, changes.filter(isCancelled).map(({ before }) => before.id), at),
    await performancesRevived(trx, operator, changes.filter(isRevived).map(({ before }) => before.id), at),
    await performancesMoved(trx, operator, moves, at),
  ]) told.forEach((account) => importing.told.add(account));
  const dealt = new Set(moves.map(({ id }) => id));
  await trx.raw(`select deal(?, x.id, ?) from unnest(?::uuid[]) x (id)
     where exists (select 1 from seat s where s.operator_id = ? and s.performance_id = x.id and s.state = 'waiting')`, [operator, at, changed.filter((id) => !dealt.has(id)), operator]);
  return { changed, traces: changes.flatMap(traceOf) };
}

const UPDATE = `
  update performance p set external_id = x.external_id, venue_id = x.venue_id, starts_at = x.starts_at, ends_at = x.ends_at, zone = x.zone, week = x.week, month = x.month,
         opens_given = x.opens_given, closes_given = x.closes_given, opens_at = x.opens_at, closes_at = x.closes_at, release_at = x.release_at,
         capacity = x.capacity, cancelled_at = x.cancelled_at, imported = x.imported
    from jsonb_to_recordset(?::jsonb) x (id uuid, external_id text, venue_id uuid, starts_at timestamptz, ends_at timestamptz, zone text, week text, month text,
         opens_given timestamptz, closes_given timestamptz, opens_at timestamptz, closes_at timestamptz, release_at timestamptz,
         capacity int, cancelled_at timestamptz, imported jsonb)
   where p.operator_id = ? and p.id = x.id`;

const isCancelled = ({ before, after }: Change): boolean => before.cancelledAt === null && after.cancelledAt !== null;
const isRevived = ({ before, after }: Change): boolean => before.cancelledAt !== null && after.cancelledAt === null;

/** Where it stood before; another clock there (a zone) can put it into another week without moving it. */
function moveOf({ before, after }: Change): Moved[] {
  const stays = before.startsAt.getTime() === after.startsAt.getTime() && before.venueId === after.venueId && before.zone === after.zone;
  if (stays || before.cancelledAt !== null || after.cancelledAt !== null) return [];
  return [{ id: before.id, from: before.startsAt, ...(before.venueId === after.venueId ? {} : { fromVenue: before.venueId }) }];
}

/** For the audit log: ids and codes, and what people with a seat would ask about. */
export interface Trace { action: string; subject: string | null; detail: Record<string, string | number> }

function traceOf(change: Change): Trace[] {
  const { before, after } = change;
  const [from, to] = [before.startsAt.toISOString(), after.startsAt.toISOString()];
  return [
    ...(isCancelled(change) ? [{ action: 'performance.cancelled', subject: before.id, detail: {} }] : []),
    ...(isRevived(change) ? [{ action: 'performance.revived', subject: before.id, detail: {} }] : []),
    ...(from === to ? [] : [{ action: 'performance.moved', subject: before.id, detail: { from, to } }]),
    ...(before.venueId === after.venueId ? [] : [{ action: 'performance.relocated', subject: before.id, detail: { from: before.venueId, to: after.venueId } }]),
    ...(before.capacity === after.capacity ? [] : [{ action: 'performance.seats', subject: before.id, detail: { from: before.capacity, to: after.capacity } }]),
  ];
}

const tooFew = (show: Show, { startsAt, zone, taken }: StoredPerformance, seats: number): Problem =>
  problem(0, 'seats-taken', false, {
    externalId: show.draft.externalId,
    value: `${whenShort(startsAt, zone, 'fr')} : ${seats} ${plural(seats, 'place', 'places')} pour ${taken} ${plural(taken, 'invitation', 'invitations')}`,
  });

/** An opening that a venue gave, and a closing that it did not: nobody could ever book. */
const neverOpen = (show: Show): Problem => problem(0, 'close-before-open', false, { externalId: show.draft.externalId, value: show.draft.title });

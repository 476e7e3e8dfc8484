import { isUuid } from '../core/messages/actions.ts';
import { row, rows, type Transaction } from './connection.ts';
import { lapse } from './decisions.ts';
import { schedulePerformance } from './schedule.ts';

/**
 * What follows when a performance is cancelled, moves or changes place (A19): for whoever does it (an import, the
 * operator's API), in operator scope and in the transaction that does. Seats, quotas and pushes are written
 * in db/functions/changes.sql. The audit log is the caller's: only it knows who did it, and why.
 */

/** A performance whose row was just changed, and where it stood before. */
export interface Moved {
  readonly id: string;
  readonly from: Date;
  /** Id of the venue before; absent: it is the same. */
  readonly fromVenue?: string;
}

/**
 * The venue cancels a performance: invitations are void, quotas given back, everybody concerned is told.
 * @returns false, with nothing done: unknown, cancelled before, or begun
 */
export async function cancelPerformance(trx: Transaction, operator: string, performanceId: string, now: Date): Promise<boolean> {
  if (!isUuid(performanceId)) return false;
  const cancelled = (await row<{ done: boolean }>(trx, 'select cancel_performance(?, ?, ?) as done', [operator, performanceId, now]))?.done === true;
  if (cancelled) await follow(trx, operator, [performanceId], now);
  return cancelled;
}

/**
 * The same for performances that were marked cancelled in this transaction (an import).
 * @returns accounts told
 */
export async function performancesCancelled(trx: Transaction, operator: string, ids: readonly string[], now: Date): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const told = await accounts(trx, 'select void_performances(?, ?, ?) as id', [operator, [...ids], now]);
  await follow(trx, operator, ids, now);
  return told;
}

/**
 * Performances that were cancelled take place after all: the seats of before stay void, those concerned are told.
 * @returns accounts told
 */
export async function performancesRevived(trx: Transaction, operator: string, ids: readonly string[], now: Date): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  await schedulePerformance(trx, operator, ids, now);
  return accounts(trx, 'select revive_performances(?, ?, ?) as id', [operator, [...ids], now]);
}

/**
 * After the rows of these performances were changed (instant, zone, week, month, window, venue): seats are kept and
 * counted anew, timed work moves, everybody concerned is told. The same call twice says the same thing once.
 * @returns accounts told
 */
export async function performancesMoved(trx: Transaction, operator: string, moved: readonly Moved[], now: Date): Promise<readonly string[]> {
  if (moved.length === 0) return [];
  const ids = moved.map(({ id }) => id);
  // Whoever has a seat may give it back after hearing of the move: for a day, until one hour before at the latest. A
  // closing that the venue gave stays.
  await trx.raw(`
    update performance p set closes_at = least(p.starts_at - interval '1 hour', cast(:now as timestamptz) + interval '24 hours')
      from unnest(cast(:ids as uuid[]), cast(:from as timestamptz[])) x (id, was)
     where p.operator_id = :operator and p.id = x.id and p.starts_at <> x.was and p.closes_given is null and p.opens_at < p.starts_at - interval '1 hour'
       and p.closes_at < least(p.starts_at - interval '1 hour', cast(:now as timestamptz) + interval '24 hours') and p.starts_at > :now`,
  { operator, ids, from: moved.map(({ from }) => from), now });
  const told = await accounts(trx, 'select move_performances(?, ?::uuid[], ?::timestamptz[], ?::uuid[], ?) as id', [
    operator, ids, moved.map(({ from }) => from), moved.map(({ fromVenue }) => fromVenue ?? null), now,
  ]);
  await schedulePerformance(trx, operator, ids, now);
  return told;
}

const accounts = async (trx: Transaction, sql: string, bindings: readonly unknown[]): Promise<readonly string[]> =>
  [...new Set((await rows<{ id: string }>(trx, sql, bindings)).map(({ id }) => id))];

/** Timed work of what was cancelled goes, and what visitors asked about it has its answer (A14). */
async function follow(trx: Transaction, operator: string, ids: readonly string[], now: Date): Promise<void> {
  await schedulePerformance(trx, operator, ids, now);
  const asked = await rows<{ id: string }>(trx, `select distinct performance_id as id from decision where operator_id = ? and state = 'open' and performance_id = any (?)`, [operator, [...ids]]);
  for (const { id } of asked) await lapse(trx, operator, id, now);
}

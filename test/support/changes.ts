import { closingOf, DEFAULT_TIMES, monthOf, openingOf, releaseOf, weekOf } from '../../core/domain/time.ts';
import { cancelPerformance, performancesMoved, type Moved } from '../../db/changes.ts';
import { rows, type Database, type Transaction } from '../../db/connection.ts';
import { withScope } from '../../db/scopes.ts';
import type { World } from './world.ts';

/** What the venue changes of a performance; what is absent stays. */
export interface Move { readonly id: string; readonly startsAt?: Date; readonly zone?: string; readonly venue?: string }

/** Performances moved as an import or the operator's API does it: the rows, then what follows from them, in one transaction. */
export async function moveWithin(trx: Transaction, operator: string, moves: readonly Move[], now: Date): Promise<readonly string[]> {
  const before = await rows<{ id: string; starts_at: Date; zone: string; venue_id: string }>(trx,
    'select id, starts_at, zone, venue_id from performance where operator_id = ? and id = any (?) order by id for no key update', [operator, moves.map(({ id }) => id)]);
  const moved: Moved[] = [];
  for (const one of before) {
    const { startsAt = one.starts_at, zone = one.zone, venue = one.venue_id } = moves.find(({ id }) => id === one.id) ?? {};
    const [opensAt, closesAt] = [openingOf(startsAt, zone, DEFAULT_TIMES), closingOf(startsAt, zone, DEFAULT_TIMES)];
    await trx('performance').where({ operator_id: operator, id: one.id }).update({
      starts_at: startsAt, zone, venue_id: venue, week: weekOf(startsAt, zone), month: monthOf(startsAt, zone),
      opens_at: opensAt, closes_at: closesAt, release_at: releaseOf(opensAt, closesAt, DEFAULT_TIMES),
    });
    moved.push({ id: one.id, from: one.starts_at, ...(venue === one.venue_id ? {} : { fromVenue: one.venue_id }) });
  }
  return performancesMoved(trx, operator, moved, now);
}

export const move = (world: World, moves: readonly Move[], now: Date, db: Database = world.fresh.app): Promise<readonly string[]> =>
  withScope(db, { as: 'operator', operator: world.operator }, (trx) => moveWithin(trx, world.operator, moves, now));

export const cancel = (world: World, performance: string, now: Date, db: Database = world.fresh.app): Promise<boolean> =>
  withScope(db, { as: 'operator', operator: world.operator }, (trx) => cancelPerformance(trx, world.operator, performance, now));

/**
 * What must hold beside `World.faults`: a held seat is counted in the week of its performance, in exactly the quotas that
 * apply there, and a void one in nothing.
 */
export async function strays({ fresh, operator }: World): Promise<string[]> {
  const weeks = await rows<{ id: string }>(fresh.admin, `
    select s.id from seat s join performance p on p.id = s.performance_id where s.operator_id = ? and s.holds and s.week <> p.week`, [operator]);
  const links = await rows<{ id: string }>(fresh.admin, `
    select s.id from seat s join performance p on p.id = s.performance_id
      join quota q on q.operator_id = s.operator_id and (q.performance_id = p.id or q.venue_id = p.venue_id)
      left join seat_quota l on l.seat_id = s.id and l.quota_id = q.id and l.period_key = case q.period when 'week' then p.week when 'month' then p.month else 'all' end
     where s.operator_id = ? and s.holds and l.seat_id is null`, [operator]);
  const spare = await rows<{ id: string }>(fresh.admin, `
    select s.id from seat_quota l join seat s on s.id = l.seat_id join performance p on p.id = s.performance_id join quota q on q.id = l.quota_id
     where s.operator_id = ? and (not s.holds or coalesce(q.performance_id <> p.id, q.venue_id <> p.venue_id))`, [operator]);
  const alive = await rows<{ id: string }>(fresh.admin, `
    select s.id from seat s join performance p on p.id = s.performance_id where s.operator_id = ? and p.cancelled_at is not null and (s.state <> 'cancelled' or s.holds)`, [operator]);
  return [
    ...weeks.map(({ id }) => `counted in another week: ${id}`), ...links.map(({ id }) => `not counted in a quota: ${id}`),
    ...spare.map(({ id }) => `counted in a quota that is not its own: ${id}`), ...alive.map(({ id }) => `alive at a cancelled performance: ${id}`),
  ];
}

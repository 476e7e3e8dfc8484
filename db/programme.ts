import type { Programme, Structure } from '../core/ports.ts';
import { row } from './connection.ts';
import type { Bound } from './context.ts';

/** The operator's programme: every number of a rule is one of its settings. */
export async function programmeOf({ trx, account }: Pick<Bound, 'trx' | 'account'>): Promise<Programme> {
  const found = await row<Programme>(trx, `
    select id, zone, weekly_quota as "weeklyQuota", opens_days_before as "opensDaysBefore", to_char(opens_at, 'HH24:MI') as "opensAt",
           closes_hours_before as "closesHoursBefore", release_hours_before as "releaseHoursBefore",
           to_char(quiet_from, 'HH24:MI') as "quietFrom", to_char(quiet_to, 'HH24:MI') as "quietTo", people_per_request as "peoplePerRequest"
      from programme where operator_id = ? order by id limit 1`, [account.operator]);
  if (found === undefined) throw new Error('the operator has no programme');
  return found;
}

/** The account's own structure; undefined for accounts without one. */
export async function structureOf({ trx, account }: Pick<Bound, 'trx' | 'account'>): Promise<Structure | undefined> {
  if (account.structure === null) return undefined;
  return row<Structure>(trx, `
    select id, name, city, latitude, longitude, suspended_at is not null as suspended,
           convention_from::text as "conventionFrom", convention_until::text as "conventionUntil"
      from structure where operator_id = ? and id = ?`, [account.operator, account.structure]);
}

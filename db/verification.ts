import { macMatches } from '../core/documents/mac.ts';
import { verificationOf, type NumberedSeat, type Verification } from '../core/domain/verification.ts';
import { row, rows, type Database } from './connection.ts';
import type { Keyring } from './keys.ts';
import { retrying, withScope } from './scopes.ts';

/**
 * What an invitation's QR is worth (A9). Whose it is, the MAC says: it is made with the operator's id, so that no seat is
 * looked at before it is right, and an unknown number takes as long as a wrong MAC.
 * @param number nine digits
 */
export async function verifyInvitation({ db, keys }: { readonly db: Database; readonly keys: Keyring }, number: string, mac: string, now: Date): Promise<Verification> {
  const operators = await retrying(() => rows<{ id: string }>(db, 'select id from operator'));
  // Each is tried, also after the right one.
  const [operator] = operators.filter(({ id }) => macMatches(keys.master.mac, id, number, mac));
  if (operator === undefined) return { state: 'unknown' };
  const seat = await withScope(db, { as: 'operator', operator: operator.id }, (trx) => row<NumberedSeat>(trx, `
    select s.number, s.state, s.attendance, e.title, p.starts_at as "startsAt", p.ends_at as "endsAt", p.zone,
           coalesce(p.cancelled_at, e.cancelled_at) as "cancelledAt", v.name as "venueName", v.city
      from seat s
      join performance p on p.operator_id = s.operator_id and p.id = s.performance_id
      join event e on e.operator_id = p.operator_id and e.id = p.event_id
      join venue v on v.operator_id = p.operator_id and v.id = p.venue_id
     where s.operator_id = ? and s.number = ?`, [operator.id, number]));
  return verificationOf(seat, now);
}

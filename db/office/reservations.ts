import type { PersonKind } from '../../core/domain/person.ts';
import type { Attendance } from '../../core/domain/reservation.ts';
import type { ReservationEntry, Verified } from '../../core/office.ts';
import { row, rows } from '../connection.ts';
import type { Counter } from './counter.ts';
import { performanceOf } from './performances.ts';

interface SeatRow {
  id: string; person_id: string; kind: PersonKind; of_person: string | null; structure_id: string; state: ReservationEntry['state']; tier: 1 | 2 | null; number: string;
  attendance: Attendance; created_at: Date; booked_at: Date | null; cancelled_at: Date | null;
}

/** Every seat of a performance, given up ones included, in order of arrival (A8, A11). */
export async function listReservations(at: Counter, performance: string): Promise<readonly ReservationEntry[]> {
  const { trx, operator, now } = at;
  await performanceOf(at, performance);
  const seats = await rows<SeatRow>(trx, `
    select s.id, s.person_id, s.kind, p.of_person, s.structure_id, s.state, s.tier, s.number, s.attendance, s.created_at, s.booked_at, s.cancelled_at
      from seat s join person p on p.operator_id = s.operator_id and p.id = s.person_id
     where s.operator_id = ? and s.performance_id = ? order by s.wait_seq, s.position, s.id`, [operator, performance]);
  const waits = seats.some(({ state }) => state === 'waiting');
  const ranks = waits ? await rows<{ seat_id: string; rank: number; tier: 1 | 2 }>(trx, 'select seat_id, rank, tier from ranks_of(?, ?, ?)', [operator, [performance], now]) : [];
  const bySeat = new Map(ranks.map((one) => [one.seat_id, one]));
  return seats.map((one) => {
    const waiting = one.state === 'waiting' ? bySeat.get(one.id) : undefined;
    return {
      id: one.id, personId: one.person_id, participantId: one.kind === 'participant' ? one.person_id : one.of_person, structureId: one.structure_id,
      state: one.state, tier: waiting?.tier ?? one.tier,
      ...(one.booked_at === null ? {} : { number: one.number }), ...(waiting === undefined ? {} : { rank: waiting.rank }),
      attendance: one.attendance, at: (one.state === 'cancelled' ? one.cancelled_at : one.state === 'booked' ? one.booked_at : null) ?? one.created_at,
    };
  });
}

/** What an invitation's number is worth (A9); to a venue's key, those of other venues are unknown. */
export async function verify({ trx, operator, holder }: Counter, number: string): Promise<Verified> {
  const digits = number.replace(/[\s.\-\u00A0\u202F]/gu, '');
  const seat = await row<{ state: string; attendance: Attendance; cancelled: boolean }>(trx, `
    select s.state, s.attendance, coalesce(p.cancelled_at, e.cancelled_at) is not null as cancelled
      from seat s
      join performance p on p.operator_id = s.operator_id and p.id = s.performance_id
      join event e on e.operator_id = p.operator_id and e.id = p.event_id
     where s.operator_id = ? and s.number = ? and (?::uuid is null or p.venue_id = ?)`, [operator, /^\d{1,20}$/.test(digits) ? digits : '', holder.venue, holder.venue]);
  if (seat === undefined) return { valid: false, state: 'unknown' };
  if (seat.state !== 'booked' || seat.cancelled) return { valid: false, state: 'void' };
  return seat.attendance === 'present' ? { valid: false, state: 'used' } : { valid: true, state: 'valid' };
}

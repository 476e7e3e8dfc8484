import { markableUntil } from '../core/domain/time.ts';
import type { Store } from '../core/store.ts';
import { row, rows } from './connection.ts';
import { askedFor } from './asked.ts';
import { booking } from './booking.ts';
import type { Bound } from './context.ts';

/** How many seats of past outings are asked about at once; older ones stay unknown (A12). */
const ASKED = 500;
/** A reminder asks about seats given a day before it was planned (ask_coming), and may go three hours before that with another (db/outbox.ts). */
const KNOWN = `interval '21 hours'`;

/** Seats of the own structure; to a leader those of the outings they are at (row-level security). */
export function attendance(bound: Bound): Store['attendance'] {
  const { trx, account } = bound;
  const of = account.operator;

  const mine = `and ${askedFor(account)}`;

  const from = `
    from seat s
    join performance p on p.operator_id = s.operator_id and p.id = s.performance_id and p.cancelled_at is null
    join event e on e.operator_id = p.operator_id and e.id = p.event_id and e.cancelled_at is null
   where s.operator_id = ? and s.state = 'booked'`;
  const begun = (now: Date): Date => markableUntil(now, account.role === 'leader');
  const found = async (conditions: string, bindings: unknown[], now: Date) =>
    booking(bound).seats((await rows<{ id: string }>(trx, `select s.id ${from} ${conditions}`, [of, ...bindings])).map(({ id }) => id), now);

  return {
    async toMark(now, { performance, mine: own = false } = {}) {
      const seats = await found(`and s.attendance = 'unknown' and p.starts_at <= ? ${performance === undefined ? '' : 'and p.id = ?'} ${own ? mine : ''}
        order by p.starts_at desc, s.performance_id, s.id limit ?`, [begun(now), ...(performance === undefined ? [] : [performance]), ASKED], now);
      return seats.toSorted((a, b) => b.startsAt.getTime() - a.startsAt.getTime());
    },
    async mark(seats, as, now) {
      const marked = await rows<{ id: string }>(trx, `
        update seat s set attendance = ?
          from performance p, event e
         where s.operator_id = ? and s.id = any (?) and s.state = 'booked' and p.operator_id = s.operator_id and p.id = s.performance_id and p.starts_at <= ?
           and p.cancelled_at is null and e.operator_id = p.operator_id and e.id = p.event_id and e.cancelled_at is null
        returning s.id`, [as, of, seats, begun(now)]);
      return marked.map(({ id }) => id);
    },
    async coming(performance, now) {
      const own = await found(`and p.id = ? and p.starts_at > ? ${mine}`, [performance, now], now);
      return own.length > 0 ? own : found('and p.id = ? and p.starts_at > ?', [performance, now], now);
    },
    isToAsk: async (performance, now) => (await row<{ is: boolean }>(trx, `select exists (select 1 ${from} and p.id = ? and s.confirmed_at is null and s.booked_at <= cast(? as timestamptz) - ${KNOWN} ${mine}) as is`, [of, performance, now]))?.is === true,
    async toConfirm(now) {
      if (account.role !== 'referent') return [];
      return found(`and s.confirmed_at is null and p.closes_at > ? ${mine} and exists (
        select 1 from outbox o where o.operator_id = s.operator_id and o.account_id = g_account() and o.kind = 'confirm' and o.state = 'sent' and o.subject = p.id
           and cast(o.detail->>'closes' as bigint) = cast(extract(epoch from p.closes_at) * 1000 as bigint))`, [now], now);
    },
  };
}

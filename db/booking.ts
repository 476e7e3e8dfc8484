import { DateTime } from 'luxon';
import type { Candidate } from '../core/domain/booking.ts';
import type { PersonKind } from '../core/domain/person.ts';
import type { Reservation, Seat } from '../core/domain/reservation.ts';
import { monthOf } from '../core/domain/time.ts';
import type { Store } from '../core/ports.ts';
import { row, rows } from './connection.ts';
import type { Bound } from './context.ts';
import { programmeOf, structureOf } from './programme.ts';

interface SeatRow {
  id: string; performance_id: string; request_id: string; person_id: string; kind: PersonKind; state: Seat['state']; tier: 1 | 2 | null;
  number: string; hindered_at: Date | null; attendance: Seat['attendance']; rank: number | null; waits_in: 1 | 2 | null; grouped: boolean | null;
  title: string; starts_at: Date; closes_at: Date; cancelled_at: Date | null; zone: string; venue_name: string;
}

const toReservation = (r: SeatRow): Reservation => ({
  id: r.id, performanceId: r.performance_id, requestId: r.request_id, personId: r.person_id, kind: r.kind, state: r.state, tier: r.tier,
  number: r.number, hinderedAt: r.hindered_at, attendance: r.attendance,
  ...(r.rank === null ? {} : { rank: r.rank, waitsIn: r.waits_in ?? 1, grouped: r.grouped ?? false }),
  title: r.title, startsAt: r.starts_at, closesAt: r.closes_at, cancelledAt: r.cancelled_at, zone: r.zone, venueName: r.venue_name,
});

/** Seats of the account's own structure (A5–A8, A10, A11). Every change ends with deal(). */
export function booking({ trx, account, ids }: Bound): Store['booking'] {
  const op = account.operator;

  /** Own rows that meet a condition, with their ranks where they wait. */
  const read = async (condition: string, bindings: unknown[], now: Date, tail = ''): Promise<(SeatRow & { total: number })[]> => {
    const found = await rows<SeatRow & { total: number }>(trx, `
      select s.id, s.performance_id, s.request_id, s.person_id, s.kind, s.state, s.tier, s.number, s.hindered_at, s.attendance,
             null::int as rank, null::int as waits_in, null::boolean as grouped,
             e.title, p.starts_at, p.closes_at, coalesce(p.cancelled_at, e.cancelled_at) as cancelled_at, p.zone, v.name as venue_name,
             count(*) over () as total
        from seat s
        join performance p on p.operator_id = s.operator_id and p.id = s.performance_id
        join event e on e.operator_id = p.operator_id and e.id = p.event_id
        join venue v on v.operator_id = p.operator_id and v.id = p.venue_id
       where s.operator_id = ? and ${condition} ${tail}`, [op, ...bindings]);
    const queues = [...new Set(found.filter((r) => r.state === 'waiting').map((r) => r.performance_id))];
    if (queues.length > 0) {
      const ranks = await rows<{ seat_id: string; rank: number; tier: 1 | 2; grouped: boolean }>(trx, 'select seat_id, rank, tier, grouped from ranks_of(?, ?, ?)', [op, queues, now]);
      const bySeat = new Map(ranks.map((r) => [r.seat_id, r]));
      for (const r of found) {
        const rank = bySeat.get(r.id);
        if (rank !== undefined) Object.assign(r, { rank: rank.rank, waits_in: rank.tier, grouped: rank.grouped });
      }
    }
    return found;
  };

  const deal = async (performance: string, now: Date, request: string | null = null): Promise<void> => {
    await trx.raw('select deal(?, ?, ?, ?)', [op, performance, now, request]);
  };

  const kindOrder = "array_position(array['participant', 'guest', 'companion'], s.kind)";

  return {
    async facts(performance, now) {
      const [programme, structure] = [await programmeOf({ trx, account }), await structureOf({ trx, account })];
      const people = await rows<{ id: string; kind: PersonKind; of_person: string | null; removed: boolean; week_left: number | null; has: 'booked' | 'waiting' | null; request_id: string | null }>(trx, `
        select p.id, p.kind, p.of_person, p.removed_at is not null as removed, s.state as has, s.request_id,
               case when p.kind = 'companion' then null
                    when u.person_id is null then ?::int
                    else u.allowed - u.taken end as week_left
          from person p
          left join week_quota u on u.operator_id = p.operator_id and u.person_id = p.id and u.week = ?
          left join seat s on s.operator_id = p.operator_id and s.person_id = p.id and s.performance_id = ? and s.state in ('waiting', 'booked')
         where p.operator_id = ?`, [programme.weeklyQuota, performance.week, performance.id, op]);
      const queue = await row<{ waiting: number; within: number }>(trx, 'select waiting, within from waiting_at(?, ?)', [op, [performance.id]]);
      const left = await row<{ seats: number | null }>(trx, `
        select min(q.seats - coalesce(u.taken, 0)) as seats from quota q
          left join quota_use u on u.operator_id = q.operator_id and u.quota_id = q.id and u.structure_id = ?
           and u.period_key = case q.period when 'week' then ? when 'month' then ? else 'all' end
         where q.operator_id = ? and (q.performance_id = ? or q.venue_id = ?)`,
        [account.structure, performance.week, monthOf(performance.startsAt, performance.zone), op, performance.id, performance.venueId]);
      const today = DateTime.fromJSDate(now, { zone: programme.zone }).toISODate() ?? '';
      return {
        performance, now,
        mayBook: account.role === 'referent',
        structure: {
          suspended: structure?.suspended ?? false,
          inConvention: (structure?.conventionFrom ?? today) <= today && today <= (structure?.conventionUntil ?? today),
        },
        people: people.map((p): Candidate => ({ id: p.id, kind: p.kind, of: p.of_person, removed: p.removed, weekLeft: p.week_left, has: p.has, requestId: p.request_id })),
        waiting: queue?.waiting ?? 0,
        waitingWithin: queue?.within ?? 0,
        structureLeft: left?.seats ?? null,
        peoplePerRequest: programme.peoplePerRequest,
      };
    },

    async ask(request, now) {
      if (account.structure === null) throw new Error('only a structure books');
      const waitSeq = request.waitSeq ?? (await row<{ no: number }>(trx, "select nextval('inbox_no') as no"))?.no ?? 0;
      let id = request.join;
      if (id === undefined) {
        id = ids.uuid();
        await trx('request').insert({
          operator_id: op, id, structure_id: account.structure, account_id: account.id, performance_id: request.performance,
          wait_seq: waitSeq, minimum: request.minimum, created_at: now,
        });
      }
      const requestId = id;
      await trx('seat').insert(request.people.map((person, position) => ({
        operator_id: op, id: ids.uuid(), performance_id: request.performance, request_id: requestId, structure_id: account.structure,
        person_id: person.id, kind: person.kind, wait_seq: waitSeq, position, number: ids.number(), week: '', created_at: now,
      })));
      await deal(request.performance, now, requestId);
      const people = request.people.map((person) => person.id);
      return (await read(`s.performance_id = ? and s.person_id = any (?) and s.state in ('waiting', 'booked')`, [request.performance, people], now, `order by ${kindOrder}, s.position`)).map(toReservation);
    },

    async seats(wanted, now) {
      return (await read('s.id = any (?)', [wanted], now, `order by p.starts_at, s.performance_id, ${kindOrder}, s.wait_seq, s.position`)).map(toReservation);
    },

    async list(filter, page, now) {
      const conditions = [filter.which === 'past' ? "p.starts_at <= ? and s.state = 'booked'"
        : filter.which === 'waiting' ? "p.starts_at > ? and s.state = 'waiting'" : "p.starts_at > ? and s.state in ('booked', 'waiting')"];
      const bindings: unknown[] = [now];
      const and = (condition: string, value: unknown): void => {
        conditions.push(condition);
        bindings.push(value);
      };
      if (filter.person !== undefined) and('s.person_id = ?', filter.person);
      if (filter.performance !== undefined) and('s.performance_id = ?', filter.performance);
      if (filter.event !== undefined) and('p.event_id = ?', filter.event);
      const order = filter.which === 'past' ? 'p.starts_at desc' : 'p.starts_at';
      const where = conditions.join(' and ');
      const found = await read(where, [...bindings, page.offset, page.limit], now, `order by ${order}, s.performance_id, s.state, ${kindOrder}, s.wait_seq, s.position offset ? limit ?`);
      const total = found[0]?.total ?? (page.offset === 0 ? 0 : (await read(where, bindings, now)).length);
      return { total, items: found.map(toReservation) };
    },

    async cancel(wanted, now) {
      const cancelled = await rows<{ id: string; performance_id: string }>(trx, `
        update seat set state = 'cancelled', cancelled_at = ? where operator_id = ? and id = any (?) and state in ('waiting', 'booked')
        returning id, performance_id`, [now, op, wanted]);
      for (const performance of [...new Set(cancelled.map((r) => r.performance_id))].sort()) await deal(performance, now);
      return cancelled.map((r) => r.id);
    },

    async hinder(wanted, hindered, now) {
      await rows(trx, `update seat set hindered_at = ? where operator_id = ? and id = any (?) and state = 'booked'`, [hindered ? now : null, op, wanted]);
    },

    async regroup(request, minimum, now) {
      const changed = await row<{ performance_id: string }>(trx, 'update request set minimum = ? where operator_id = ? and id = ? and formed_at is null returning performance_id', [minimum, op, request]);
      if (changed !== undefined) await deal(changed.performance_id, now, request);
    },
  };
}

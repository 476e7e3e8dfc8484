import type { Candidate } from '../core/domain/booking.ts';
import type { PersonKind } from '../core/domain/person.ts';
import type { Reservation, Seat } from '../core/domain/reservation.ts';
import { monthOf } from '../core/domain/time.ts';
import type { ReservationFilter, Store } from '../core/store.ts';
import { askedFor } from './asked.ts';
import { codeOf, row, rows } from './connection.ts';
import type { Bound } from './context.ts';

interface PlaceRow {
  id: string; performance_id: string; request_id: string; person_id: string; kind: PersonKind; state: Seat['state']; tier: 1 | 2 | null;
  number: string; hindered_at: Date | null; attendance: Seat['attendance']; promoted: boolean; confirmed_at: Date | null; rank?: number; waits_in?: 1 | 2; grouped?: boolean;
}

interface SeatRow extends PlaceRow {
  title: string; starts_at: Date; closes_at: Date; cancelled_at: Date | null; zone: string; venue_name: string;
}

const placeColumns = 's.id, s.performance_id, s.request_id, s.person_id, s.kind, s.state, s.tier, s.number, s.hindered_at, s.attendance, s.promoted, s.confirmed_at';

const toSeat = (r: PlaceRow): Seat => ({
  id: r.id, performanceId: r.performance_id, requestId: r.request_id, personId: r.person_id, kind: r.kind, state: r.state, tier: r.tier,
  number: r.number, hinderedAt: r.hindered_at, attendance: r.attendance, promoted: r.promoted, confirmedAt: r.confirmed_at,
  ...(r.rank === undefined ? {} : { rank: r.rank, waitsIn: r.waits_in ?? 1, grouped: r.grouped ?? false }),
});

const toReservation = (r: SeatRow): Reservation => ({
  ...toSeat(r),
  title: r.title, startsAt: r.starts_at, closesAt: r.closes_at, cancelledAt: r.cancelled_at, zone: r.zone, venueName: r.venue_name,
});

/** Which seats a list shows at an instant (`?`). Once the performance takes place after all, void seats are those of before. */
const VOIDED = 's.voided_at is not null and coalesce(p.cancelled_at, e.cancelled_at) is not null';
const WHICH: Readonly<Record<ReservationFilter['which'], string>> = {
  current: "p.starts_at > ? and s.state in ('booked', 'waiting')",
  listed: `p.starts_at > ? and (s.state in ('booked', 'waiting') or ${VOIDED})`,
  voided: `?::timestamptz is not null and ${VOIDED}`,
  waiting: "p.starts_at > ? and s.state = 'waiting'",
  past: "p.starts_at <= ? and s.state = 'booked'",
};

/** Somebody else's transaction has just changed what this one began from: run again, it comes to another answer. */
class OvertakenError extends Error {
  readonly code = '40001';
}

/** Seats of the account's own structure (A5–A8, A10, A11). Every change takes its performances' rows first and ends with deal(). */
export function booking({ trx, account, ids }: Bound): Store['booking'] {
  const op = account.operator;

  /** Their ranks, to those who wait. */
  const ranked = async <R extends PlaceRow>(found: R[], now: Date): Promise<R[]> => {
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

  /** Own rows that meet a condition, with their ranks where they wait. */
  const read = async (condition: string, bindings: unknown[], now: Date, tail = ''): Promise<(SeatRow & { total: number })[]> =>
    ranked(await rows<SeatRow & { total: number }>(trx, `
      select ${placeColumns}, e.title, p.starts_at, p.closes_at, coalesce(p.cancelled_at, e.cancelled_at) as cancelled_at, p.zone, v.name as venue_name,
             count(*) over () as total
        from seat s
        join performance p on p.operator_id = s.operator_id and p.id = s.performance_id
        join event e on e.operator_id = p.operator_id and e.id = p.event_id
        join venue v on v.operator_id = p.operator_id and v.id = p.venue_id
       where s.operator_id = ? and ${condition} ${tail}`, [op, ...bindings]), now);

  const deal = async (performance: string, now: Date, request: string | null = null): Promise<void> => {
    await trx.raw('select deal(?, ?, ?, ?)', [op, performance, now, request]);
  };

  /** Before any row of theirs is written: the order of locks of db/functions/deal.sql. */
  const lock = async (performances: readonly string[]): Promise<void> => {
    await trx.raw('select lock_performances(?, ?)', [op, [...performances]]);
  };

  /** Guests and companions whom cancelling these seats leaves without a participant of their request (A10). */
  const leftAlone = async (wanted: readonly string[]): Promise<number> => (await row<{ n: number }>(trx, `
    select count(*) as n from seat d
     where d.operator_id = ? and d.state in ('waiting', 'booked') and d.kind <> 'participant' and not d.id = any (?)
       and d.request_id in (select w.request_id from seat w where w.operator_id = ? and w.id = any (?) and w.kind = 'participant')
       and not exists (select 1 from seat p where p.operator_id = d.operator_id and p.request_id = d.request_id and p.kind = 'participant'
                          and not p.id = any (?) and (p.state = 'booked' or p.state = d.state))`, [op, wanted, op, wanted, wanted]))?.n ?? 0;

  const kindOrder = "array_position(array['participant', 'guest', 'companion'], s.kind)";

  return {
    async facts(performance, now) {
      const people = await rows<{ id: string; kind: PersonKind; of_person: string | null; removed: boolean; week_left: number | null; has: 'booked' | 'waiting' | null; request_id: string | null }>(trx, `
        select p.id, p.kind, p.of_person, p.removed_at is not null as removed, s.state as has, s.request_id,
               case when p.kind = 'companion' then null else g.weekly_quota - coalesce(u.taken, 0) end as week_left
          from person p
          join programme g on g.operator_id = p.operator_id and g.id = ?
          left join lateral (select u.taken from week_quota u where u.operator_id = p.operator_id and u.person_id = p.id and u.week = ? offset 0) u on true
          left join lateral (select s.state, s.request_id from seat s where s.operator_id = p.operator_id and s.performance_id = ? and s.person_id = p.id
                               and s.state in ('waiting', 'booked') offset 0) s on true
         where p.operator_id = ?`, [performance.programmeId, performance.week, performance.id, op]);
      const { rows: [around] }: { rows: { suspended: boolean | null; in_convention: boolean | null; people_per_request: number; waiting: number; within: number; left: number | null }[] } = await trx.raw(`
        select st.suspended_at is not null as suspended, g.people_per_request, l.waiting, l.within,
               cast(cast(:now as timestamptz) at time zone g.zone as date) between coalesce(st.convention_from, '-infinity') and coalesce(st.convention_until, 'infinity') as in_convention,
               (select min(q.seats - coalesce(u.taken, 0)) from quota q
                  left join quota_use u on u.operator_id = q.operator_id and u.quota_id = q.id and u.structure_id = :structure
                   and u.period_key = case q.period when 'week' then :week when 'month' then :month else 'all' end
                 where q.operator_id = :op and (q.performance_id = :performance or q.venue_id = :venue)) as left
          from programme g cross join queue_length(:op, :performance) l
          left join structure st on st.operator_id = :op and st.id = :structure
         where g.operator_id = :op and g.id = :programme`, {
        op, now, structure: account.structure, programme: performance.programmeId, performance: performance.id, venue: performance.venueId,
        week: performance.week, month: monthOf(performance.startsAt, performance.zone),
      });
      if (around === undefined) throw new Error('the performance has no programme');
      return {
        performance, now,
        mayBook: account.role === 'referent',
        structure: { suspended: around.suspended === true, inConvention: around.in_convention !== false },
        people: people.map((p): Candidate => ({ id: p.id, kind: p.kind, of: p.of_person, removed: p.removed, weekLeft: p.week_left, has: p.has, requestId: p.request_id })),
        waiting: around.waiting,
        waitingWithin: around.within,
        structureLeft: around.left,
        peoplePerRequest: around.people_per_request,
      };
    },

    async ask(request, now) {
      if (account.structure === null) throw new Error('only a structure books');
      const { performance, people, minimum, join } = request;
      await lock([performance]);
      const requestId = join ?? ids.uuid();
      const asked = join === undefined ? `
        insert into request (operator_id, id, structure_id, account_id, performance_id, wait_seq, minimum, created_at)
        select :op, :requestId, :structure, :account, :performance, no, :minimum, :now from arrival` : 'select 1';
      try {
        // A typed confirmation counts from here, where nobody else can be dealt a seat before it.
        const { rowCount }: { rowCount: number } = await trx.raw(`
          with arrival as materialized (select coalesce(cast(:waitSeq as bigint), nextval('inbox_no')) as no), asked as (${asked})
          insert into seat (operator_id, id, performance_id, request_id, structure_id, person_id, kind, wait_seq, position, number, week, created_at)
          select :op, s.id, :performance, :requestId, :structure, s.person_id, s.kind, arrival.no, s.position - 1, s.number, '', :now
            from arrival, unnest(cast(:ids as uuid[]), cast(:people as uuid[]), cast(:kinds as text[]), cast(:numbers as text[]))
                 with ordinality s (id, person_id, kind, number, position)
           where exists (select 1 from performance p where p.operator_id = :op and p.id = :performance and p.cancelled_at is null
                            and date_trunc('milliseconds', p.starts_at) = date_trunc('milliseconds', coalesce(cast(:startsAt as timestamptz), p.starts_at)) and p.venue_id = coalesce(cast(:venue as uuid), p.venue_id))`, {
          startsAt: request.shown?.startsAt ?? null, venue: request.shown?.venueId ?? null,
          op, requestId, structure: account.structure, account: account.id, performance, minimum, now, waitSeq: request.waitSeq ?? null,
          ids: people.map(() => ids.uuid()), people: people.map(({ id }) => id), kinds: people.map(({ kind }) => kind), numbers: people.map(() => ids.number()),
        });
        // The venue has cancelled or moved it while this waited for its lock (A19).
        if (rowCount < people.length) throw new OvertakenError('the performance is not what it was');
      } catch (error) {
        if (codeOf(error) === '23505' && (error as { constraint?: string }).constraint === 'seat_once') throw new OvertakenError('somebody of the request has a place already', { cause: error });
        throw error;
      }
      await deal(performance, now, requestId);
      const places = await rows<PlaceRow>(trx, `
        select ${placeColumns} from seat s
         where s.operator_id = ? and s.request_id = ? and s.person_id = any (?) and s.state in ('waiting', 'booked') order by ${kindOrder}, s.position`,
        [op, requestId, people.map(({ id }) => id)]);
      return (await ranked(places, now)).map(toSeat);
    },

    async seats(wanted, now) {
      return (await read('s.id = any (?)', [wanted], now, `order by p.starts_at, s.performance_id, ${kindOrder}, s.wait_seq, s.position`)).map(toReservation);
    },

    async numbered(number, now) {
      const [found] = await read('s.number = ?', [number], now);
      return found === undefined ? undefined : toReservation(found);
    },

    async list(filter, page, now) {
      const conditions = [WHICH[filter.which]];
      const bindings: unknown[] = [now];
      const and = (condition: string, value: unknown): void => {
        conditions.push(condition);
        bindings.push(value);
      };
      if (filter.person !== undefined) and('s.person_id = ?', filter.person);
      if (filter.performance !== undefined) and('s.performance_id = ?', filter.performance);
      if (filter.event !== undefined) and('p.event_id = ?', filter.event);
      if (filter.mine === true) conditions.push(askedFor(account));
      const order = filter.which === 'past' ? 'p.starts_at desc' : 'p.starts_at';
      const where = conditions.join(' and ');
      const found = await read(where, [...bindings, page.offset, page.limit], now, `order by ${order}, s.performance_id, s.state, ${kindOrder}, s.wait_seq, s.position offset ? limit ?`);
      const total = found[0]?.total ?? (page.offset === 0 ? 0 : (await read(where, bindings, now)).length);
      return { total, items: found.map(toReservation) };
    },

    async cancel(wanted, now) {
      const before = await leftAlone(wanted);
      await lock((await rows<{ performance_id: string }>(trx, 'select distinct performance_id from seat where operator_id = ? and id = any (?)', [op, wanted])).map((r) => r.performance_id));
      // The other participant of the request has just been cancelled by somebody else: who goes with the last one is looked at again.
      if ((await leftAlone(wanted)) > before) throw new OvertakenError('somebody would be left without a participant');
      const cancelled = await rows<{ id: string; performance_id: string }>(trx, `
        update seat set state = 'cancelled', cancelled_at = ? where operator_id = ? and id = any (?) and state in ('waiting', 'booked')
        returning id, performance_id`, [now, op, wanted]);
      for (const performance of [...new Set(cancelled.map((r) => r.performance_id))].sort()) await deal(performance, now);
      return cancelled.map((r) => r.id);
    },

    async confirm(wanted, now) {
      await rows(trx, `update seat set confirmed_at = ? where operator_id = ? and id = any (?) and state = 'booked'`, [now, op, wanted]);
    },

    async hinder(wanted, hindered, now) {
      await rows(trx, `update seat set hindered_at = ? where operator_id = ? and id = any (?) and state = 'booked'`, [hindered ? now : null, op, wanted]);
    },

    async regroup(request, minimum, now) {
      await lock((await rows<{ performance_id: string }>(trx, 'select performance_id from request where operator_id = ? and id = ?', [op, request])).map((r) => r.performance_id));
      const changed = await row<{ performance_id: string }>(trx, 'update request set minimum = ? where operator_id = ? and id = ? and formed_at is null returning performance_id', [minimum, op, request]);
      if (changed !== undefined) await deal(changed.performance_id, now, request);
    },
  };
}

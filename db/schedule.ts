import { attendanceOf, confirmationsOf, draftsOf, hereOf, practicalOf, type AskingTimes, type QuietHours } from '../core/domain/time.ts';
import type { DueKind } from '../core/due.ts';
import { rows, type Transaction } from './connection.ts';

interface ScheduledRow extends AskingTimes, QuietHours { programme: string; id: string; zone: string; starts_at: Date; ends_at: Date | null; opens_at: Date; closes_at: Date; release_at: Date }

/** One piece of timed work of a performance. `late`: moved into the past it runs at once; without it, it is dropped. */
interface Planned { readonly id: string; readonly kind: DueKind; readonly key: string; readonly at: Date; readonly late: boolean }

/** The kinds that are planned here, and dropped where they are not planned any more. */
const KINDS: readonly DueKind[] = ['opening', 'release', 'confirm', 'draft', 'practical', 'here', 'guests', 'lost', 'attendance'];

/** Many performances of an import begin at one hour of one day: the calendar is asked once. */
function remembered<A extends readonly unknown[], T>(make: (...args: A) => T): (...args: A) => T {
  const known = new Map<string, T>();
  return (...args) => {
    const key = JSON.stringify(args);
    const value = known.get(key) ?? make(...args);
    known.set(key, value);
    return value;
  };
}

/** What a performance makes due at its own instants (A5, A6, A12, A16, A17). Who was there is asked after it has begun. */
function plannedBy(p: ScheduledRow, now: Date, ask: { confirmationsOf: typeof confirmationsOf; attendanceOf: typeof attendanceOf }): Planned[] {
  const one = (kind: DueKind, at: Date, more = '', late = true): Planned => ({ id: p.id, kind, key: `${kind}:${p.id}${more}`, at, late });
  const { confirmDaysBefore, attendanceAt, attendanceAgainDays } = p;
  const { first, again } = ask.attendanceOf(p.starts_at, p.ends_at, p.zone, { attendanceAt, attendanceAgainDays });
  const after = [one('attendance', first), one('attendance', again, ':again', false)];
  if (p.starts_at <= now) return after;
  return [
    one('opening', p.opens_at), one('release', p.release_at), one('guests', p.closes_at), one('lost', p.closes_at),
    // Later than that it is the day itself: whoever booked so late has just read it.
    one('practical', practicalOf(p.starts_at, p.zone, p, p.programme), '', false), one('here', hereOf(p.starts_at, p)),
    // Two that a move put into the past would both be asked at once: whoever moves it tells those concerned.
    ...ask.confirmationsOf(p.closes_at, p.zone, { confirmDaysBefore }).map(({ days, at }) => one('confirm', at, `:${days}`, false)),
    // Before the opening nothing can be half done.
    ...draftsOf(p.closes_at, p).filter(({ at }) => at > p.opens_at).map(({ hours, at }) => one('draft', at, `:${hours}`, false)),
    ...after,
  ];
}

/**
 * Keeps the timed work of performances true to their instants (A5, A6, A12, A17, A19): planned while it lies ahead,
 * moved when the instant moves, dropped when the performance or its event is cancelled, when it has begun (but for
 * asking who was there), or when the programme's settings plan it no more. Work that has already run is not planned
 * again by an instant that is past. For whoever writes performances, in the transaction that does, in operator scope;
 * the same call twice changes nothing.
 */
export async function schedulePerformance(trx: Transaction, operator: string, performanceIds: readonly string[], now: Date): Promise<void> {
  if (performanceIds.length === 0) return;
  const ids = [...performanceIds];
  const live = await rows<ScheduledRow>(trx, `
    select p.id, p.zone, p.starts_at, p.ends_at, p.opens_at, p.closes_at, p.release_at, g.confirm_days_before as "confirmDaysBefore",
           to_char(g.attendance_at, 'HH24:MI') as "attendanceAt", g.attendance_again_days as "attendanceAgainDays", to_char(g.practical_at, 'HH24:MI') as "practicalAt",
           g.draft_hours_before as "draftHoursBefore", g.here_minutes_before as "hereMinutesBefore", g.zone as programme, to_char(g.quiet_from, 'HH24:MI') as "quietFrom", to_char(g.quiet_to, 'HH24:MI') as "quietTo"
      from performance p
      join event e on e.operator_id = p.operator_id and e.id = p.event_id
      join programme g on g.operator_id = p.operator_id and g.id = p.programme_id
     where p.operator_id = ? and p.id = any (?) and p.cancelled_at is null and e.cancelled_at is null`, [operator, ids]);
  const ask = { confirmationsOf: remembered(confirmationsOf), attendanceOf: remembered(attendanceOf) };
  const plan = live.flatMap((one) => plannedBy(one, now, ask));
  await trx.raw(`
    with plan as materialized (
      select * from unnest(cast(:subjects as uuid[]), cast(:kinds as text[]), cast(:keys as text[]), cast(:instants as timestamptz[]), cast(:lates as boolean[]))
        p (id, kind, dedupe_key, due_at, late)
    ), dropped as (
      delete from due d where d.operator_id = :operator and d.subject = any (:ids) and d.kind = any (:all) and d.dedupe_key <> 'guests:' || d.subject || ':again'
         and not exists (select 1 from plan p where p.dedupe_key = d.dedupe_key and (p.late or p.due_at > :now or p.due_at = d.due_at))
    ), moved as (
      update due d set due_at = p.due_at, attempts = 0, not_before = null
        from plan p where d.operator_id = :operator and d.dedupe_key = p.dedupe_key and d.due_at <> p.due_at and (p.late or p.due_at > :now)
    )
    insert into due (operator_id, id, kind, subject, due_at, dedupe_key)
    select cast(:operator as uuid), guichet_uuid(), kind, id, due_at, dedupe_key from plan where due_at > :now
     order by due_at, dedupe_key on conflict (operator_id, dedupe_key) do nothing`, {
    operator, ids, now, all: [...KINDS],
    subjects: plan.map(({ id }) => id), kinds: plan.map(({ kind }) => kind), keys: plan.map(({ key }) => key),
    instants: plan.map(({ at }) => at.toISOString()), lates: plan.map(({ late }) => late),
  });
  // What nobody answered is withdrawn when it begins (A14): where it begins earlier now, then.
  await trx.raw(`update due d set due_at = p.starts_at from performance p
    where d.operator_id = ? and d.subject = any (?) and d.kind = 'lapse' and p.operator_id = d.operator_id and p.id = d.subject and p.starts_at < d.due_at`, [operator, ids]);
}

/** All that is to come of an operator, planned by what its programme and this program say now. */
export async function planAnew(trx: Transaction, operator: string, now: Date): Promise<void> {
  const coming = await rows<{ id: string }>(trx, 'select id from performance where operator_id = ? and starts_at > ? and cancelled_at is null order by id', [operator, now]);
  await schedulePerformance(trx, operator, coming.map(({ id }) => id), now);
}

import { rows, type Database } from '../../db/connection.ts';
import type { Alert, Decision, Preparing, Seat, SeatState } from './log.ts';

/**
 * A journal that the database of a season keeps beside the app: each change of a seat, an alert and a push with the test clock's time, the
 * order, and the transaction. What a table holds at the end forgets what was between.
 */
export async function keepJournal(admin: Database): Promise<void> {
  await admin.raw(`
    create table season_journal (seq bigserial primary key, at timestamptz not null, tx text not null, what text not null, op text not null, it jsonb not null);
    create function season_note() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      v_it jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
    begin
      if tg_table_name = 'outbox' and v_it ->> 'kind' = 'answer' then return null; end if;
      insert into season_journal (at, tx, what, op, it) select c.now, pg_current_xact_id()::text, tg_table_name, tg_op, (case when tg_table_name = 'session' then v_it - 'state' else v_it - 'body' - 'sealed' end) from test_clock c;
      return null;
    end $$;
    create trigger season_seat after insert or update on seat for each row execute function season_note();
    create trigger season_alert after insert or delete on alert for each row execute function season_note();
    create trigger season_session after insert or update on session for each row execute function season_note();
    create trigger season_outbox after insert or update or delete on outbox for each row execute function season_note();`);
}

interface Line<T> { readonly seq: number; readonly at: Date; readonly tx: string; readonly op: 'INSERT' | 'UPDATE' | 'DELETE'; readonly it: T }
const lines = <T>(admin: Database, what: string): Promise<Line<T>[]> => rows<Line<T>>(admin, 'select seq::int, at, tx, op, it from season_journal where what = ? order by seq', [what]);

interface SeatRow {
  id: string; performance_id: string; request_id: string; person_id: string; structure_id: string; kind: string; state: SeatState['state']; tier: number | null;
  booked_at: string | null; confirmed_at: string | null; attendance: string; voided_at: string | null;
}

/** All seats with what became of them, in order. */
export async function seatsFrom(admin: Database): Promise<Seat[]> {
  const askers = new Map((await rows<{ id: string; account_id: string }>(admin, 'select id, account_id from request')).map((one) => [one.id, one.account_id]));
  const seats = new Map<string, Seat>();
  for (const { seq, at, tx, it } of await lines<SeatRow>(admin, 'seat')) {
    const seat = seats.get(it.id) ?? { id: it.id, show: it.performance_id, person: it.person_id, structure: it.structure_id, asker: askers.get(it.request_id) ?? '', kind: it.kind, states: [] };
    seats.set(it.id, seat);
    seat.states.push({
      from: at.getTime(), seq, tx, state: it.state, tier: it.tier, bookedAt: it.booked_at === null ? null : Date.parse(it.booked_at),
      confirmed: it.confirmed_at !== null, attendance: it.attendance, voided: it.voided_at !== null,
    });
  }
  return [...seats.values()];
}

export async function alertsFrom(admin: Database): Promise<Alert[]> {
  const alerts: Alert[] = [];
  for (const { at, op, it } of await lines<{ account_id: string; performance_id: string }>(admin, 'alert')) {
    if (op === 'INSERT') alerts.push({ account: it.account_id, show: it.performance_id, from: at.getTime(), until: Infinity });
    else for (const one of alerts.filter(({ account, show, until }) => account === it.account_id && show === it.performance_id && until === Infinity)) one.until = at.getTime();
  }
  return alerts;
}

/** What each account was preparing, from one turn to the next. */
export const preparingsFrom = async (admin: Database): Promise<Preparing[]> =>
  (await lines<{ account_id: string; preparing: string | null }>(admin, 'session')).map(({ at, it }) => ({ account: it.account_id, show: it.preparing, from: at.getTime() }));

/** What somebody asked, and the answer that somebody gave. */
export async function decisionsFrom(admin: Database): Promise<Decision[]> {
  interface DecisionRow { id: string; kind: Decision['kind']; account_id: string | null; structure_id: string | null; performance_id: string | null; created_at: Date; decided_at: Date | null; decided_by: string | null; state: string }
  return (await rows<DecisionRow>(admin, 'select id, kind, account_id, structure_id, performance_id, created_at, decided_at, decided_by, state from decision order by created_at, id')).map((one) => ({
    id: one.id, kind: one.kind, asker: one.account_id, structure: one.structure_id, show: one.performance_id, from: one.created_at.getTime(),
    answered: one.decided_at === null || one.decided_by === null ? null : { at: one.decided_at.getTime(), granted: one.state === 'granted' },
  }));
}

/** A push (or a mail) that left. */
export interface Sent {
  readonly id: string;
  readonly kind: string;
  readonly account: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly at: number;
  /** Since when it had waited; the same as `at`: not at all. */
  readonly since: number;
  readonly carriedBy: string | null;
  /** When it was last said that it is due at this instant: the same as `at`, it came up then. */
  readonly readyAt: number;
  /** Its place in the order of leaving. */
  readonly left: number;
}

export async function sentFrom(admin: Database): Promise<Sent[]> {
  const seen = new Map<string, { since: number; readyAt: number; due: string }>();
  const sent = new Map<string, Sent>();
  interface PushRow { id: string; kind: string; account_id: string; subject: string; detail: Record<string, unknown> | null; state: string; due_at: string; carried_by: string | null }
  for (const { seq, at, op, it } of await lines<PushRow>(admin, 'outbox')) {
    const known = seen.get(it.id);
    if (op === 'INSERT' && it.state === 'due') seen.set(it.id, { since: at.getTime(), readyAt: at.getTime(), due: it.due_at });
    else if (known !== undefined && it.state === 'due' && it.due_at !== known.due) seen.set(it.id, { ...known, readyAt: at.getTime(), due: it.due_at });
    if (it.state !== 'sent' || sent.has(it.id)) continue;
    sent.set(it.id, { id: it.id, kind: it.kind, account: it.account_id, subject: it.subject, detail: it.detail ?? {}, at: at.getTime(), since: known?.since ?? at.getTime(), carriedBy: it.carried_by, readyAt: known?.readyAt ?? at.getTime(), left: seq });
  }
  return [...sent.values()];
}

/** Pushes that still wait, or failed: at the end of a season there are none. */
export const unsent = (admin: Database): Promise<{ kind: string; state: string; due_at: Date }[]> =>
  rows(admin, `select kind, state, due_at from outbox where state in ('due', 'failed') order by due_at`);

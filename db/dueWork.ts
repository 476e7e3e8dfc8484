import type { DueKind } from '../core/due.ts';
import type { Backlog, Clock, Late } from '../core/ports.ts';
import { row, rows, type Database, type Transaction } from './connection.ts';
import { lapse } from './decisions.ts';
import { feedDue } from './feeds.ts';
import { heavyUnderWay } from './heavy.ts';
import { carryJoining, carryReply, type Carrying } from './joining.ts';
import { planAnew } from './schedule.ts';
import { enter, retrying, withScope } from './scopes.ts';

interface ClaimedDue { operator_id: string; id: string; kind: DueKind; subject: string; due_at: Date; attempts: number }

/** Runs the earliest piece of work that is due, in one transaction that ends with its deletion. False: none was. */
export async function runDue(house: Carrying & { db: Database; clock: Clock; machine: () => Date; failed: (error: unknown, no: number) => void }): Promise<boolean> {
  let claimed: ClaimedDue | undefined;
  const now = await house.clock.now();
  try {
    return await retrying(() => house.db.transaction(async (trx) => {
      await enter(trx, { as: 'worker' });
      claimed = await row<ClaimedDue>(trx, 'select * from claim_due(?, ?)', [now, house.machine()]);
      if (claimed === undefined) return false;
      await enter(trx, { as: 'operator', operator: claimed.operator_id });
      await work(house, trx, claimed, now);
      await trx.raw(`select nextval('ran_no')`);
      await trx.raw('delete from due where operator_id = ? and id = ?', [claimed.operator_id, claimed.id]);
      return true;
    }));
  } catch (error) {
    if (claimed === undefined) throw error;
    house.failed(error, 0);
    await later(house, claimed);
    return true;
  }
}

async function work(house: Carrying, trx: Transaction, { operator_id: op, kind, subject, due_at: at }: ClaimedDue, now: Date): Promise<void> {
  switch (kind) {
    case 'deal':
    case 'release':
      await trx.raw('select deal(?, ?, ?)', [op, subject, now]);
      return;
    case 'confirm':
      await trx.raw('select ask_coming(?, ?, ?, ?)', [op, subject, at, now]);
      return;
    case 'guests':
      await rows(trx, `
        insert into outbox (operator_id, id, account_id, kind, subject, detail, dedupe_key, due_at)
        select p.operator_id, guichet_uuid(), a.id, 'guests', p.id, jsonb_build_object('again', cast(? as timestamptz) > p.closes_at), 'guests:' || p.id || ':' || a.id || ':' || extract(epoch from cast(? as timestamptz))::bigint, ?
          from performance p join account a on a.operator_id = p.operator_id and a.venue_id = p.venue_id and a.role = 'venue' and a.removed_at is null
         where p.operator_id = ? and p.id = ? on conflict do nothing`, [at, at, now, op, subject]);
      return;
    case 'draft':
      // Once a closing, however many hours before it are set.
      await rows(trx, `
        insert into outbox (operator_id, id, account_id, kind, subject, detail, dedupe_key, due_at)
        select s.operator_id, guichet_uuid(), s.account_id, 'draft', p.id, jsonb_build_object('mark', cast(extract(epoch from p.closes_at) * 1000 as bigint)),
               'draft:' || p.id || ':' || s.account_id || ':' || extract(epoch from p.closes_at)::bigint, ?
          from session s join performance p on p.operator_id = s.operator_id and p.id = s.preparing
         where s.operator_id = ? and s.preparing = ? order by s.account_id on conflict do nothing`, [now, op, subject]);
      return;
    case 'here':
      await trx.raw('select ask_here(?, ?, ?, ?)', [op, subject, at, now]);
      return;
    case 'plan':
      await planAnew(trx, op, now);
      return;
    case 'practical':
      await trx.raw(`select tell_concerned(?, p.id, 'practical', 'booked', ?, p.starts_at, ?) from performance p where p.operator_id = ? and p.id = ?`, [op, at, now, op, subject]);
      return;
    case 'lost':
      await trx.raw(`select tell_concerned(?, p.id, 'lost', 'waiting', ?, p.closes_at, ?) from performance p where p.operator_id = ? and p.id = ?`, [op, at, now, op, subject]);
      return;
    case 'attendance':
      await trx.raw('select ask_presence(?, ?, ?, ?)', [op, subject, at, now]);
      return;
    case 'joining':
      await carryJoining(house, trx, subject, now);
      return;
    case 'joined':
      await carryReply(house, trx, op, subject, now);
      return;
    case 'feed':
      await feedDue(house.beside, trx, op, subject, now);
      return;
    case 'lapse':
      await lapse(trx, op, subject, now);
      return;
    case 'opening':
      // One that had opened, and moved (A19), opens again: some may wait from then.
      await trx.raw(`select deal(?, ?, ?) where exists (select 1 from seat s where s.operator_id = ? and s.performance_id = ? and s.state = 'waiting')`, [op, subject, now, op, subject]);
      await rows(trx, `
        insert into outbox (operator_id, id, account_id, kind, subject, dedupe_key, due_at)
        select a.operator_id, guichet_uuid(), a.account_id, 'opened', a.performance_id, 'opened:' || a.performance_id || ':' || a.account_id || ':' || extract(epoch from p.opens_at)::bigint, ?
          from alert a join performance p on p.operator_id = a.operator_id and p.id = a.performance_id
         where a.operator_id = ? and a.performance_id = ? on conflict do nothing`, [now, op, subject]);
  }
}

/** A piece that failed is tried again later and later, at most every ten minutes. */
async function later(house: { db: Database; machine: () => Date }, claimed: ClaimedDue): Promise<void> {
  const wait = Math.min(600_000, 1_000 * 2 ** Math.min(claimed.attempts, 12));
  await retrying(() => house.db.transaction(async (trx) => {
    await enter(trx, { as: 'operator', operator: claimed.operator_id });
    await trx.raw('update due set attempts = attempts + 1, not_before = ? where operator_id = ? and id = ?', [new Date(house.machine().getTime() + wait), claimed.operator_id, claimed.id]);
  }));
}

/** What waits at an instant of the programme, in all operators: counts alone. */
export async function backlog(db: Database, now: Date, machine: Date): Promise<Backlog> {
  return asked(db, async (trx) => {
    const found = await row<Omit<Backlog, 'heavy'>>(trx, 'select * from backlog(?, ?)', [now, machine]);
    return { ...(found ?? { inbox: 0, due: 0, outbox: 0, deliveries: 0 }), heavy: await heavyUnderWay(trx) };
  });
}

/** What is late or fails, by kind, in all operators: counts alone. */
export async function lateKinds(db: Database, now: Date): Promise<Late[]> {
  return asked(db, (trx) => rows<Late>(trx, 'select queue, kind, sum(seconds)::float8 as seconds, sum(waiting)::int as waiting, sum(failing)::int as failing, sum(given_up)::int as "givenUp" from late_kinds(?) group by queue, kind order by queue, kind', [now]));
}

/** When the next timed work or push is due after an instant; undefined: nothing is planned. */
export async function nextDue(db: Database, after: Date): Promise<Date | undefined> {
  return asked(db, async (trx) => (await row<{ at: Date | null }>(trx, 'select next_due(?) as at', [after]))?.at ?? undefined);
}

/** Pieces of timed work and pushes finished so far, by all processes. */
export async function ranSoFar(db: Database): Promise<number> {
  return asked(db, async (trx) => (await row<{ n: number }>(trx, 'select ran_so_far() as n'))?.n ?? 0);
}

const asked = <T>(db: Database, ask: (trx: Transaction) => Promise<T>): Promise<T> => withScope(db, { as: 'worker' }, ask);

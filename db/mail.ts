import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { GuichetError } from '../core/errors.ts';
import { bareCode, CODE_HOURS, codeFrom } from '../core/ids.ts';
import { codeMail, newsMail } from '../core/mail.ts';
import type { Message } from '../core/messages/message.ts';
import type { Account, Clock, Entrance, Lang, Mail, Mailer, Role } from '../core/ports.ts';
import { blind } from '../core/sealing.ts';
import { row, type Database, type Transaction } from './connection.ts';
import { opened, type Bound } from './context.ts';
import type { Keyring } from './keys.ts';
import { withScope } from './scopes.ts';
import { storeOf } from './store.ts';

export interface PostHouse {
  readonly db: Database;
  readonly keys: Keyring;
  readonly clock: Clock;
  /** Machine time, for leases and retries alone. */
  readonly machine: () => Date;
  readonly mailer: Mailer;
  /** Where the web chat is; undefined: this process does not know. */
  readonly url: () => string | undefined;
  /** Links that bring a code into a chat of the other channels. */
  readonly entrances: (code: string) => readonly Entrance[];
  readonly failed: (error: unknown, no: number) => void;
}

interface DueMail { readonly operator_id: string; readonly id: string; readonly account_id: string; readonly kind: string; readonly subject: string | null; readonly attempts: number }

/** Milliseconds after which the mail of a dead process is another's; a living one says more often that it is at it, however slow its server. */
const LEASE = 12_000;
const KEEP = 4_000;
/** How long it is tried to mark a mail as sent: unmarked, it is sent again. */
const MARKING = 25_000;
const MARK_AGAIN = 300;
/** At ten minutes between two, half a day. */
const TRIES = 80;

const holder = z.object({ email: z.string().optional() }).loose();

/**
 * Sends the mail that has been due longest; false: none is. A short transaction makes its code, the sending is outside of any, and another short
 * one marks it. The code is derived from the row, and so is what mail systems know a mail by: one that is sent twice (we died before
 * the mark) holds one and the same code and is one and the same mail. What failed is tried again later and later.
 */
export async function sendMail(house: PostHouse): Promise<boolean> {
  const now = await house.clock.now();
  const due = await withScope(house.db, { as: 'worker' }, (trx) => row<DueMail>(trx, 'select * from claim_mail(?, ?, ?)', [now, house.machine(), until(house)]));
  if (due === undefined) return false;
  const own = `where operator_id = ? and id = ? and state = 'due'`;
  const its = [due.operator_id, due.id];
  const inScope = <T>(work: (trx: Transaction) => Promise<T>): Promise<T> => withScope(house.db, { as: 'operator', operator: due.operator_id }, work);
  const settle = (state: 'sent' | 'dropped' | 'failed'): Promise<void> => insisting(house, () => inScope(async (trx) => {
    await trx.raw(`update outbox set state = ?, sent_at = ?, leased_until = null ${own}`, [state, state === 'sent' ? now : null, ...its]);
    await trx.raw(`select nextval('ran_no')`);
  }));
  const keeping = setInterval(() => void inScope((trx) => trx.raw(`update outbox set leased_until = ? ${own}`, [until(house), ...its])).catch((error: unknown) => house.failed(error, 0)), KEEP);
  try {
    await settle(await handed(house, inScope, due, now));
  } catch (error) {
    house.failed(error, 0);
    if ((error instanceof GuichetError && error.code === 'mail_refused') || due.attempts >= TRIES) await settle('failed').catch((cause: unknown) => house.failed(cause, 0));
    else if (!(error instanceof NotMarked)) {
      const afterMs = Math.min(600_000, 1_000 * 2 ** Math.min(due.attempts, 12));
      await inScope((trx) => trx.raw(`update outbox set leased_until = null, not_before = ? ${own}`, [new Date(house.machine().getTime() + afterMs), ...its])).catch((cause: unknown) => house.failed(cause, 0));
    }
  } finally {
    clearInterval(keeping);
  }
  return true;
}

const until = ({ machine }: PostHouse): Date => new Date(machine().getTime() + LEASE);

/** What becomes of it once it is handed over, or is none any more. */
async function handed(house: PostHouse, inScope: <T>(work: (trx: Transaction) => Promise<T>) => Promise<T>, due: DueMail, now: Date): Promise<'sent' | 'dropped' | 'failed'> {
  const mail = await inScope((trx) => written(house, trx, due, now));
  if (typeof mail === 'string') return mail;
  await house.mailer.send(mail, due.id);
  return 'sent';
}

/** It was sent, and that could not be written: nothing is to be put off, its lease runs out. */
class NotMarked extends Error {}

async function insisting(house: PostHouse, mark: () => Promise<void>): Promise<void> {
  for (const end = house.machine().getTime() + MARKING; ;) {
    try {
      await mark();
      return;
    } catch (error) {
      if (house.machine().getTime() > end) throw new NotMarked('a mail was not marked', { cause: error });
      house.failed(error, 0);
      await wait(MARK_AGAIN);
    }
  }
}

/** The mail as it is now true, with its code made; or what becomes of it without one. */
async function written({ keys, url, entrances }: PostHouse, trx: Transaction, due: DueMail, now: Date): Promise<Mail | 'dropped' | 'failed'> {
  const found = await row<{ role: Role; structure_id: string | null; lang: Lang; sealed: Buffer | null; operator: string; zone: string | null }>(trx, `
    select a.role, a.structure_id, a.lang, a.sealed, o.name as operator, (select p.zone from programme p where p.operator_id = a.operator_id order by p.id limit 1) as zone
      from account a join operator o on o.id = a.operator_id where a.operator_id = ? and a.id = ? and a.removed_at is null`, [due.operator_id, due.account_id]);
  if (found === undefined || found.sealed === null) return 'dropped';
  const account: Account = { operator: due.operator_id, id: due.account_id, role: found.role, structure: found.structure_id, lang: found.lang };
  const { email } = holder.parse(await opened({ trx, account, keys }, found.sealed, account.id));
  if (email === undefined) return 'dropped';
  const about = { to: email, operator: found.operator, url: url(), lang: found.lang, now, zone: found.zone ?? 'Europe/Paris' };
  switch (due.kind) {
    case 'mail-code':
      return codeFor({ keys, entrances }, trx, due, about);
    case 'mail-news': {
      const push = await row<{ body: Buffer | null }>(trx, 'select body from outbox where operator_id = ? and id = ? and account_id = ?', [due.operator_id, due.subject, due.account_id]);
      if (push?.body == null) return 'dropped';
      // Their own address would stand beside a place and an hour.
      const isAccompanied = found.role === 'visitor';
      return newsMail({ ...about, push: isAccompanied ? undefined : ((await opened({ trx, account, keys }, push.body, due.subject ?? '')) as Message) });
    }
    default:
      return 'dropped';
  }
}

/** A mail beside what was just written: for whoever reads no chat, and has an address. It is sent once, whatever is run again. */
export async function addMail(bound: Bound, kind: 'mail-news', about: string, now: Date): Promise<void> {
  const { trx, account, ids } = bound;
  if ((await storeOf(bound).account.address()) === null) return;
  await trx.raw(`insert into outbox (operator_id, id, account_id, kind, subject, dedupe_key, due_at) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    [account.operator, ids.uuid(), account.id, kind, about, `${kind}:${about}`, now]);
}

async function codeFor({ keys, entrances }: Pick<PostHouse, 'keys' | 'entrances'>, trx: Transaction, due: DueMail, about: { to: string; operator: string; url: string | undefined; lang: Lang; now: Date; zone: string }): Promise<Mail | 'dropped' | 'failed'> {
  const own = [due.operator_id, due.id];
  const { now } = about;
  const code = codeFrom(Buffer.from(blind(keys.master, 'mailed code', due.id), 'base64url'));
  const made = await row<{ expires_at: Date; used: boolean }>(trx, 'select expires_at, used_at is not null as used from link_code where operator_id = ? and id = ?', own);
  const expiresAt = made?.expires_at ?? new Date(now.getTime() + CODE_HOURS * 3_600_000);
  // Not sent in all that time, or sent (and used) without our having marked it.
  if (made?.used === true) return 'dropped';
  if (expiresAt <= now) return 'failed';
  if (made === undefined) await trx.raw('select give_code(?, ?, ?, ?, ?)', [due.operator_id, due.account_id, due.id, blind(keys.master, 'code', bareCode(code)), expiresAt]);
  return codeMail({ ...about, code, expiresAt, entrances: entrances(code) });
}

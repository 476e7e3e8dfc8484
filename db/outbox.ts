import { digest } from '../core/conversation/pushes/digest.ts';
import type { Push, Unsent } from '../core/conversation/pushes/push.ts';
import { gathers } from '../core/domain/told.ts';
import { strings } from '../core/i18n/index.ts';
import type { Message } from '../core/messages/message.ts';
import type { Account, Lang, Role } from '../core/ports.ts';
import { sendElsewhere, sendOff } from './chats.ts';
import { row, rows, type Transaction } from './connection.ts';
import { sealed, type Bound } from './context.ts';
import { addMail } from './mail.ts';
import { enter, scopeOf, withScope } from './scopes.ts';
import { storeOf } from './store.ts';
import type { TurnHouse } from './turns.ts';

interface ClaimedPush {
  operator_id: string; id: string; account_id: string; kind: string; subject: string; detail: Unsent['detail']; due_at: Date; attempts: number;
  role: Role; structure_id: string | null; lang: Lang; removed: boolean;
}

/** Seconds after which a push whose sender died is picked up by another process. */
const LEASE = 10;

/** Milliseconds: reminders of one account that are due within it are one message, at the first of them (X6). */
const SLOT = 3 * 3_600_000;

/**
 * Writes and sends what is due; mails have their own way (db/mail.ts). What is due for one account at one moment is one
 * message (X6). `account`s whose page has something new; empty: nothing was due.
 */
export async function sendDue(
  house: Pick<TurnHouse, 'db' | 'keys' | 'ids' | 'clock' | 'machine' | 'failed'>,
  write: (push: Unsent) => Promise<Push>,
): Promise<{ claimed: number; accounts: string[] }> {
  const now = await house.clock.now();
  const claimed = await withScope(house.db, { as: 'worker' }, (trx) =>
    rows<ClaimedPush>(trx, 'select * from claim_outbox(?, ?, make_interval(secs => ?), 50)', [now, house.machine(), LEASE]));
  const accounts: string[] = [];
  for (const own of Map.groupBy(claimed, ({ operator_id: op, account_id: account, kind, id }) => `${op} ${account} ${gathers(kind) ? '' : id}`).values()) {
    try {
      if (await settle(own)) accounts.push(...own.slice(0, 1).map(({ account_id: id }) => id));
    } catch (error) {
      house.failed(error, 0);
      // Each by itself: one that cannot be written holds up no other. What fails again is tried later.
      for (const push of own) {
        try {
          if (own.length > 1 && (await settle([push]))) accounts.push(push.account_id);
          else if (own.length === 1) await later(push);
        } catch (again) {
          house.failed(again, 0);
          await later(push);
        }
      }
    }
  }
  return { claimed: claimed.length, accounts };

  /** Tried again later and later, at most every ten minutes. Not even that could be written: its lease runs out. */
  async function later(push: ClaimedPush): Promise<void> {
    const wait = Math.min(600_000, 1_000 * 2 ** Math.min(push.attempts, 12));
    await withScope(house.db, { as: 'operator', operator: push.operator_id }, (trx) =>
      trx.raw(`update outbox set leased_until = null, not_before = ? where operator_id = ? and id = ? and state = 'due'`, [new Date(house.machine().getTime() + wait), push.operator_id, push.id]),
    ).catch((error: unknown) => house.failed(error, 0));
  }

  /** Reminders that this account is to be sent within hours of one that goes now go with it (X6). */
  async function soon(trx: Transaction, one: ClaimedPush, at: Date): Promise<ClaimedPush[]> {
    const brought = await rows<Pick<ClaimedPush, 'id' | 'kind' | 'subject' | 'detail'>>(trx, 'select * from bring_forward(?, ?, ?, ?)', [one.operator_id, one.account_id, at, new Date(at.getTime() + SLOT)]);
    return brought.map((push) => ({ ...one, ...push }));
  }

  /** Pushes of one account, in one transaction; whether it was sent anything. */
  function settle(own: readonly ClaimedPush[]): Promise<boolean> {
    const [one] = own;
    if (one === undefined) return Promise.resolve(false);
    const account: Account = { operator: one.operator_id, id: one.account_id, role: one.role, structure: one.structure_id, lang: one.lang };
    return withScope(house.db, { as: 'worker' }, async (trx) => {
      await row(trx, 'select lock_account(?, ?)', [account.operator, account.id]);
      await enter(trx, scopeOf(account));
      const bound: Bound = { trx, account, keys: house.keys, ids: house.ids };
      const store = storeOf(bound);
      const sent: { readonly id: string; readonly message: Message; readonly elsewhere?: Parameters<typeof sendElsewhere>[2] | undefined }[] = [];
      const settleOne = async (push: ClaimedPush): Promise<boolean> => {
        await trx.raw(`select nextval('ran_no')`);
        const done: Push = push.removed ? { drop: true } : await write({ kind: push.kind, subject: push.subject, detail: push.detail, account, store, now });
        if ('send' in done) sent.push({ id: push.id, message: done.send, elsewhere: done.elsewhere });
        else if ('holdUntil' in done) await trx.raw('update outbox set due_at = ?, leased_until = null, attempts = 0 where operator_id = ? and id = ? and state = \'due\'', [done.holdUntil, account.operator, push.id]);
        else await trx.raw(`update outbox set state = 'dropped' where operator_id = ? and id = ? and state = 'due'`, [account.operator, push.id]);
        return 'send' in done;
      };
      const { once, repeated } = saidOnce(own);
      if (repeated.length > 0) await trx.raw(`update outbox set state = 'dropped' where operator_id = ? and id = any (?) and state = 'due'`, [account.operator, repeated.map(({ id }) => id)]);
      let asks: ClaimedPush | undefined;
      for (const push of once) if ((await settleOne(push)) && push.kind === 'confirm') asks ??= push;
      // Only what is asked now takes others with it.
      for (const push of asks === undefined ? [] : await soon(trx, asks, now)) await settleOne(push);
      const [carrier, ...carried] = sent;
      if (carrier === undefined) return false;
      const message = carried.length === 0 ? carrier.message : digest(sent.map((each) => each.message), strings(account.lang, { now, zone: (await store.programme()).zone }));
      const marked = await rows(trx, `update outbox set state = 'sent', body = ?, seq = nextval('outbox_seq'), sent_at = ? where operator_id = ? and id = ? and state = 'due' returning id`,
        [await sealed(bound, message, carrier.id), now, account.operator, carrier.id]);
      if (marked.length === 0) return false;
      if (carried.length > 0) await trx.raw(`update outbox set state = 'sent', sent_at = ?, carried_by = ? where operator_id = ? and id = any (?) and state = 'due'`, [now, carrier.id, account.operator, carried.map(({ id }) => id)]);
      const chat = carrier.elsewhere === undefined ? await sendOff(bound, carrier.id) : await sendElsewhere(bound, carrier.id, carrier.elsewhere);
      const { mail } = await store.account.wishes();
      if (mail === true || (mail === null && !chat)) await addMail(bound, 'mail-news', carrier.id, now);
      return true;
    });
  }
}

/**
 * Several occasions of one thing that waited until the same moment are said once, by the last of them: it says what is true then. A question
 * about presence is said by any that asks about the same outings and more.
 */
function saidOnce(own: readonly ClaimedPush[]): { once: readonly ClaimedPush[]; repeated: readonly ClaimedPush[] } {
  const outings = ({ detail }: ClaimedPush): readonly string[] => Object.keys(detail);
  const says = (other: ClaimedPush, push: ClaimedPush): boolean => other.kind === push.kind && (push.kind === 'attendance'
    ? outings(push).every((id) => Object.hasOwn(other.detail, id)) : other.subject === push.subject && other.detail['from'] === push.detail['from']);
  const once = own.filter((push, i) => !own.some((other, j) => says(other, push) && (j > i || (j < i && !says(push, other)))));
  return { once, repeated: own.filter((push) => !once.includes(push)) };
}

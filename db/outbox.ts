import type { Push, Unsent } from '../core/conversation/pushes/push.ts';
import type { Account, Lang, Role } from '../core/ports.ts';
import { sendOff } from './chats.ts';
import { row, rows } from './connection.ts';
import { sealed, type Bound } from './context.ts';
import { sendMail, type PostHouse } from './mail.ts';
import { enter, scopeOf, withScope } from './scopes.ts';
import { storeOf } from './store.ts';
import type { TurnHouse } from './turns.ts';

interface ClaimedPush {
  operator_id: string; id: string; account_id: string; kind: string; subject: string; detail: Unsent['detail']; due_at: Date; attempts: number;
  role: Role; structure_id: string | null; lang: Lang; removed: boolean;
}

/** Seconds after which a push whose sender died is picked up by another process. */
const LEASE = 10;

/** Writes and sends what is due; kinds that begin with 'mail-' go by mail (db/mail.ts). `account`s whose page has something new; empty: nothing was due. */
export async function sendDue(
  house: Pick<TurnHouse, 'db' | 'keys' | 'ids' | 'clock' | 'machine' | 'failed'> & PostHouse,
  write: (push: Unsent) => Promise<Push>,
): Promise<{ claimed: number; accounts: string[] }> {
  const now = await house.clock.now();
  const claimed = await withScope(house.db, { as: 'worker' }, (trx) =>
    rows<ClaimedPush>(trx, 'select * from claim_outbox(?, ?, make_interval(secs => ?), 50)', [now, house.machine(), LEASE]));
  const accounts: string[] = [];
  for (const push of claimed) {
    if (push.kind.startsWith('mail-')) continue;
    try {
      if (await settle(push)) accounts.push(push.account_id);
    } catch (error) {
      // It is tried again later; the others are not held up.
      house.failed(error, 0);
      await later(push);
    }
  }
  // Mails last and together: a mail server that is slow holds up no push.
  await Promise.all(claimed.filter(({ kind }) => kind.startsWith('mail-')).map((mail) => sendMail(house, mail)));
  return { claimed: claimed.length, accounts };

  /** Tried again later and later, at most every ten minutes. Not even that could be written: its lease runs out. */
  async function later(push: ClaimedPush): Promise<void> {
    const wait = Math.min(600_000, 1_000 * 2 ** Math.min(push.attempts, 12));
    await withScope(house.db, { as: 'operator', operator: push.operator_id }, (trx) =>
      trx.raw(`update outbox set leased_until = null, not_before = ? where operator_id = ? and id = ? and state = 'due'`, [new Date(house.machine().getTime() + wait), push.operator_id, push.id]),
    ).catch((error: unknown) => house.failed(error, 0));
  }

  function settle(push: ClaimedPush): Promise<boolean> {
    const account: Account = { operator: push.operator_id, id: push.account_id, role: push.role, structure: push.structure_id, lang: push.lang };
    return withScope(house.db, { as: 'worker' }, async (trx) => {
      await row(trx, 'select lock_account(?, ?)', [account.operator, account.id]);
      await enter(trx, scopeOf(account));
      await trx.raw(`select nextval('ran_no')`);
      const bound: Bound = { trx, account, keys: house.keys, ids: house.ids };
      const done: Push = push.removed ? { drop: true } : await write({ kind: push.kind, subject: push.subject, detail: push.detail, account, store: storeOf(bound), now });
      const own = [push.operator_id, push.id];
      if ('holdUntil' in done) {
        await trx.raw('update outbox set due_at = ?, leased_until = null, attempts = 0 where operator_id = ? and id = ?', [done.holdUntil, ...own]);
        return false;
      }
      if ('drop' in done) {
        await trx.raw(`update outbox set state = 'dropped' where operator_id = ? and id = ?`, own);
        return false;
      }
      const sent = await rows(trx, `update outbox set state = 'sent', body = ?, seq = nextval('outbox_seq'), sent_at = ? where operator_id = ? and id = ? and state = 'due' returning id`,
        [await sealed(bound, done.send, push.id), now, ...own]);
      if (sent.length > 0) await sendOff(bound, push.id);
      return sent.length > 0;
    });
  }
}

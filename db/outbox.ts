import type { Push } from '../core/conversation/pushes.ts';
import type { Message } from '../core/messages/message.ts';
import { referencesIn } from '../core/messages/naming.ts';
import type { Account, History, HistoryItem, Lang, Role, Store } from '../core/ports.ts';
import { row, rows } from './connection.ts';
import { opened, sealed, type Bound } from './context.ts';
import { enter, scopeOf, withScope } from './scopes.ts';
import { storeOf } from './store.ts';
import { openPayload, type TurnHouse } from './turns.ts';

interface ClaimedPush {
  operator_id: string; id: string; account_id: string; kind: string; subject: string; due_at: Date; attempts: number;
  role: Role; structure_id: string | null; lang: Lang; removed: boolean;
}

/** Seconds after which a push whose sender died is picked up by another process. */
const LEASE = 10;

/** Writes and sends what is due. `account`s whose page has something new; empty: nothing was due. */
export async function sendDue(
  house: Omit<TurnHouse, 'take' | 'sorry'>,
  write: (push: { kind: string; subject: string; account: Account; store: Store; now: Date }) => Promise<Push>,
): Promise<{ claimed: number; accounts: string[] }> {
  const now = await house.clock.now();
  const claimed = await withScope(house.db, { as: 'worker' }, (trx) =>
    rows<ClaimedPush>(trx, 'select * from claim_outbox(?, ?, make_interval(secs => ?), 50)', [now, house.machine(), LEASE]));
  const accounts: string[] = [];
  for (const push of claimed) {
    try {
      if (await settle(push)) accounts.push(push.account_id);
    } catch (error) {
      // It is tried again later; the others are not held up.
      house.failed(error, 0);
      await later(push);
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

  function settle(push: ClaimedPush): Promise<boolean> {
    const account: Account = { operator: push.operator_id, id: push.account_id, role: push.role, structure: push.structure_id, lang: push.lang };
    return withScope(house.db, { as: 'worker' }, async (trx) => {
      await row(trx, 'select lock_account(?, ?)', [account.operator, account.id]);
      await enter(trx, scopeOf(account));
      await trx.raw(`select nextval('ran_no')`);
      const bound: Bound = { trx, account, keys: house.keys, ids: house.ids };
      const done: Push = push.removed ? { drop: true } : await write({ kind: push.kind, subject: push.subject, account, store: storeOf(bound), now });
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
      return sent.length > 0;
    });
  }
}

/** How far back a history goes when nothing says where to begin. */
const HISTORY = 60;

const reader = (account: Account) => scopeOf(account);

/** What an account's page shows: after a message (its id), or the last ones; with one's own words when `own`. */
export async function history(house: Pick<TurnHouse, 'db' | 'keys' | 'ids'>, account: Account, options: { after?: string; own?: boolean }): Promise<History> {
  return withScope(house.db, reader(account), async (trx) => {
    const bound: Bound = { trx, account, keys: house.keys, ids: house.ids };
    const after = options.after === undefined ? undefined : await row<{ seq: number }>(trx, 'select seq from outbox where operator_id = ? and account_id = ? and id = ?', [account.operator, account.id, options.after]);
    const found = await rows<{ id: string; seq: number; sent_at: Date; body: Buffer; answers: number | null }>(trx, `
      select * from (select id, seq, sent_at, body, answers from outbox
        where operator_id = ? and account_id = ? and seq > ? and body is not null order by seq desc limit ?) o order by seq`,
      [account.operator, account.id, after?.seq ?? 0, after === undefined ? HISTORY : 500]);
    return withNames(bound, [
      ...(options.own === true ? await ownWords(bound, found) : []),
      ...(await Promise.all(found.map(async (r): Promise<HistoryItem> => ({ id: r.id, seq: r.seq, at: r.sent_at, message: (await opened(bound, r.body, r.id)) as Message })))),
    ].sort((a, b) => a.seq - b.seq));
  });
}

/** What the person wrote stands just before its first answer. */
async function ownWords({ trx, account, keys }: Bound, answers: readonly { answers: number | null; seq: number }[]): Promise<HistoryItem[]> {
  const first = new Map<number, number>();
  for (const { answers: no, seq } of answers) if (no !== null && !first.has(no)) first.set(no, seq);
  const words = await rows<{ no: number; channel: string; id: string; payload: Buffer; received_at: Date }>(trx, 'select no, channel, id, payload, received_at from inbox where operator_id = ? and account_id = ? and no = any (?)', [account.operator, account.id, [...first.keys()]]);
  return words.flatMap((r) => {
    const incoming = openPayload(keys, r.channel, r.id, r.payload);
    const text = incoming.kind === 'text' ? incoming.text : incoming.kind === 'press' ? incoming.label : incoming.kind === 'file' ? incoming.name : Object.values(incoming.values).join(', ');
    return text === undefined ? [] : [{ id: `own-${r.no}`, seq: (first.get(r.no) ?? 0) - 0.5, at: r.received_at, text, ...(incoming.client === undefined ? {} : { client: incoming.client }) }];
  });
}

async function withNames(bound: Bound, items: readonly HistoryItem[]): Promise<History> {
  const people = new Set<string>();
  const accounts = new Set<string>();
  for (const { message } of items) {
    if (message === undefined) continue;
    const refs = referencesIn(message);
    refs.people.forEach((id) => people.add(id));
    refs.accounts.forEach((id) => accounts.add(id));
  }
  return { items, names: await storeOf(bound).people.names([...people], [...accounts]) };
}

/** The answers to one message, in order. */
export async function answersTo(house: Pick<TurnHouse, 'db' | 'keys' | 'ids'>, account: Account, no: number): Promise<History> {
  return withScope(house.db, reader(account), async (trx) => {
    const bound: Bound = { trx, account, keys: house.keys, ids: house.ids };
    const found = await rows<{ id: string; seq: number; sent_at: Date; body: Buffer }>(trx, 'select id, seq, sent_at, body from outbox where operator_id = ? and account_id = ? and answers = ? order by seq', [account.operator, account.id, no]);
    return withNames(bound, await Promise.all(found.map(async (r) => ({ id: r.id, seq: r.seq, at: r.sent_at, message: (await opened(bound, r.body, r.id)) as Message }))));
  });
}

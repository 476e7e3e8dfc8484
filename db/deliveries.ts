import type { Message } from '../core/messages/message.ts';
import type { Account, Delivery, Lang, Limits, Post, Role } from '../core/ports.ts';
import { openAddress, sendOff } from './chats.ts';
import { row, rows } from './connection.ts';
import { opened, type Bound } from './context.ts';
import { withNames } from './history.ts';
import { addMail } from './mail.ts';
import { scopeOf, withScope } from './scopes.ts';
import { storeOf } from './store.ts';
import type { TurnHouse } from './turns.ts';

interface Claimed {
  operator_id: string; id: string; outbox_id: string; account_id: string; role: Role; structure_id: string | null; lang: Lang;
  channel: string; chat_key: string; address: Buffer; edits: string | null; parts: number; attempts: number; urgency: number; again_in: number;
}

/** Seconds after which what a dead process was sending is sent by another; a living one says every few that it is at it. */
const LEASE = 12;

type House = Pick<TurnHouse, 'db' | 'keys' | 'ids' | 'machine' | 'failed'>;

const seconds = (perSecond: number): number => 1 / perSecond;

/** Leases what leaves next by a channel, with what it says. One that cannot be opened is given up. */
export async function claimDeliveries(house: House, channel: string, { chatPerSecond, burst }: Limits, limit: number): ReturnType<Post['claim']> {
  const claimed = await withScope(house.db, { as: 'worker' }, (trx) =>
    rows<Claimed | { id: null; again_in: number }>(trx, 'select * from claim_deliveries(?, ?, make_interval(secs => ?), ?, make_interval(secs => ?), ?)',
      [channel, house.machine(), LEASE, limit, seconds(chatPerSecond), burst]));
  const found = await Promise.all(claimed.filter((one) => one.id !== null).map(async (one): Promise<Delivery | undefined> => {
    try {
      return await read(house, one);
    } catch (error) {
      house.failed(error, 0);
      await settleDelivery(house, { operator: one.operator_id, id: one.id }, { state: 'failed', parts: one.parts, error: 'unreadable' });
      return undefined;
    }
  }));
  const again = claimed.find(({ id }) => id === null);
  return { deliveries: found.filter((one) => one !== undefined), ...(again === undefined ? {} : { againMs: again.again_in }) };
}

export async function keepDeliveries({ db, machine }: House, sending: readonly Pick<Delivery, 'operator' | 'id'>[]): Promise<void> {
  await withScope(db, { as: 'worker' }, (trx) => trx.raw('select keep_deliveries(?, ?, ?)',
    [sending.map(({ operator }) => operator), sending.map(({ id }) => id), new Date(machine().getTime() + LEASE * 1_000)]));
}

export async function turnOf({ db }: House, { channel, chatKey }: Pick<Delivery, 'channel' | 'chatKey'>, { perSecond, chatPerSecond, burst }: Limits): Promise<number> {
  return withScope(db, { as: 'worker' }, async (trx) => (await row<{ ms: number }>(trx, 'select reserve_turn(?, ?, make_interval(secs => ?), make_interval(secs => ?), ?) as ms',
    [channel, chatKey, seconds(perSecond), seconds(chatPerSecond), burst]))?.ms ?? 0);
}

export const holdChannel = async ({ db }: House, channel: string, forMs: number): Promise<void> =>
  withScope(db, { as: 'worker' }, async (trx) => { await trx.raw('select hold_pace(?, make_interval(secs => ?))', [channel, forMs / 1_000]); });

async function read(house: House, one: Claimed): Promise<Delivery> {
  const account: Account = { operator: one.operator_id, id: one.account_id, role: one.role, structure: one.structure_id, lang: one.lang };
  return withScope(house.db, scopeOf(account), async (trx) => {
    const bound: Bound = { trx, account, keys: house.keys, ids: house.ids };
    const body = await row<{ body: Buffer }>(trx, 'select body from outbox where operator_id = ? and id = ?', [account.operator, one.outbox_id]);
    if (body === undefined) throw new Error('nothing to deliver');
    const message = (await opened(bound, body.body, one.outbox_id)) as Message;
    const { names, naming } = await withNames(bound, one.channel, [message]);
    return {
      operator: one.operator_id, id: one.id, outbox: one.outbox_id, account, channel: one.channel, address: openAddress(house.keys, one.channel, one.chat_key, one.address), chatKey: one.chat_key,
      message, names, naming, edits: one.edits ?? undefined, done: one.parts, attempts: one.attempts, urgency: one.urgency, leaseMs: LEASE * 1_000,
    };
  });
}

/** What became of one. `at`: programme time of its arrival. */
export async function settleDelivery(
  house: Pick<TurnHouse, 'db'>, { operator, id }: { operator: string; id: string },
  how: { readonly state: 'due' | 'sent' | 'failed' | 'dropped'; readonly parts: number; readonly message?: string | undefined; readonly notBefore?: Date | undefined; readonly error?: string | undefined; readonly counts?: boolean; readonly at?: Date },
): Promise<void> {
  await withScope(house.db, { as: 'worker' }, (trx) => trx.raw('select settle_delivery(?, ?, ?, ?, ?, ?, ?, ?, ?)',
    [operator, id, how.state, how.parts, how.message ?? null, how.notBefore ?? null, how.error ?? null, how.counts ?? true, how.at ?? null]));
}

/** Nothing gets to the chat any more: what waits for it is dropped, and a push goes to the next chat of the account's. */
export async function unreachableChat(house: House, { account, channel, chatKey, outbox }: Delivery, at: Date): Promise<void> {
  await withScope(house.db, { as: 'worker' }, (trx) => trx.raw('select mark_reachable(?, ?, false, ?)', [channel, chatKey, at]));
  await withScope(house.db, scopeOf(account), async (trx) => {
    const push = await row(trx, 'select id from outbox where operator_id = ? and id = ? and answers is null', [account.operator, outbox]);
    if (push === undefined) return;
    const bound: Bound = { trx, account, keys: house.keys, ids: house.ids };
    // The last that reached them: a mail tells that something is there.
    if (!(await sendOff(bound, outbox)) && (await storeOf(bound).account.wishes()).mail !== false) await addMail(bound, 'mail-news', outbox, at);
  });
}

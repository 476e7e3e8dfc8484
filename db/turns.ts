import { seal, unseal } from '../core/sealing.ts';
import type { Incoming } from '../core/messages/incoming.ts';
import { SESSION_VERSION, type Session } from '../core/conversation/session.ts';
import type { Turn, Taken } from '../core/conversation/turn.ts';
import type { Message } from '../core/messages/message.ts';
import { laneOf } from '../core/messages/actions.ts';
import type { Account, Clock, Entrance, Ids, Lang, Limiter, LinkOutcome, Role, Stored } from '../core/ports.ts';
import { sealAddress, sendOff } from './chats.ts';
import { isTransient, row, rows, type Database, type Transaction } from './connection.ts';
import { opened, sealed, type Bound } from './context.ts';
import type { Keyring } from './keys.ts';
import { enter, retrying, scopeOf } from './scopes.ts';
import { storeOf } from './store.ts';

/** What running turns needs: the conversation is given, so that db knows none. */
export interface TurnHouse {
  readonly db: Database;
  readonly keys: Keyring;
  readonly ids: Ids;
  readonly clock: Clock;
  /** Machine time, for retries alone. */
  readonly machine: () => Date;
  readonly take: (turn: Turn) => Promise<Taken>;
  /**
   * Uses a code typed into a chat (A2); nothing when the text is no code. `asked`: a question of the conversation
   * stands, and what is typed is its answer unless it is a code that exists.
   */
  readonly link: (typed: string, from: { account: Account; channel: string; no: number; asked: boolean }, now: Date) => Promise<LinkOutcome | undefined>;
  /** Links that bring a code into a chat. */
  readonly entrances?: (code: string) => readonly Entrance[];
  /** Slows down what may be guessing. */
  readonly limiter?: Limiter;
  /** What is said when a message has failed for good. */
  readonly sorry: (lang: Lang) => Message;
  readonly failed: (error: unknown, no: number) => void;
}

interface Claimed {
  operator_id: string; account_id: string; no: number; role: Role; structure_id: string | null; lang: Lang; removed: boolean;
  channel: string; id: string; payload: Buffer; attempts: number;
}

/** Tries before a message is set aside and its sender told. */
const ATTEMPTS = 3;
/** Confirmations of one lane in one transaction (architecture, 'A rush'). */
export const LANE_BATCH = 50;

const accountOf = (c: Claimed): Account => ({ operator: c.operator_id, id: c.account_id, role: c.role, structure: c.structure_id, lang: c.lang });

/** Bound to the channel and the row: a payload cannot be passed off as another message's. */
const payloadId = (channel: string, id: string): string => `inbox:${channel}:${id}`;
export const sealPayload = (keys: Keyring, channel: string, id: string, incoming: Incoming): Buffer => seal(keys.master.intake, JSON.stringify(incoming), payloadId(channel, id));
export const openPayload = (keys: Keyring, channel: string, id: string, payload: Buffer): Incoming =>
  JSON.parse(unseal(keys.master.intake, payload, payloadId(channel, id)).toString('utf8')) as Incoming;

/** Stores one incoming message in one autocommitted call; the same platform id again changes nothing (X4). `at`: undefined when the database's own clock says it. */
export async function intake(house: Pick<TurnHouse, 'db' | 'keys' | 'ids'>, message: { channel: string; platformId: string; chatKey: string; address?: string; incoming: Incoming; at: Date | undefined }): Promise<Stored> {
  const lane = message.incoming.kind === 'press' ? laneOf(message.incoming.id) : undefined;
  const id = house.ids.uuid();
  const stored = await retrying(() => row<{ operator_id: string; account_id: string; no: number; fresh: boolean }>(
    house.db, 'select operator_id, account_id, no, fresh from intake(?, ?, ?, ?, ?, ?, ?, ?)',
    [message.channel, message.platformId, message.chatKey, lane ?? null, id, sealPayload(house.keys, message.channel, id, message.incoming), message.at ?? null,
      message.address === undefined ? null : sealAddress(house.keys, message.channel, message.chatKey, message.address)]));
  if (stored === undefined) throw new Error('intake gives back one row');
  return { operator: stored.operator_id, account: stored.account_id, no: stored.no, lane, fresh: stored.fresh };
}

/**
 * One turn in one transaction: claim (the account's row locked), the account's scope, the session, the
 * conversation, its answers, and the mark that it is done. False when nothing was waiting.
 * `which`: the oldest message of that account, waiting for its lock; else of any account that is free.
 */
export async function runTurn(house: TurnHouse, which?: { operator: string; account: string }): Promise<boolean> {
  let claimed: Claimed | undefined;
  // Read before the transaction: a clock in the database wants a connection of its own.
  const now = await house.clock.now();
  try {
    return await retrying(() => house.db.transaction(async (trx) => {
      await enter(trx, { as: 'worker' });
      claimed = await row<Claimed>(trx, 'select * from claim_turn(?, ?, ?)', [which?.operator ?? null, which?.account ?? null, house.machine()]);
      if (claimed === undefined) return false;
      await takeOne(house, trx, claimed, now, false);
      return true;
    }));
  } catch (error) {
    if (claimed === undefined || isTransient(error)) throw error;
    await setAside(house, claimed, error);
    return true;
  }
}

/**
 * Up to fifty pressed confirmations of one performance in the order of their numbers, one transaction; one
 * that fails is set aside (its savepoint undone), not the batch. The number taken; 0: the lane is empty.
 */
export async function runLane(house: TurnHouse, operator: string, lane: string): Promise<number> {
  const now = await house.clock.now();
  const failures: { claimed: Claimed; error: unknown }[] = [];
  const taken = await retrying(() => house.db.transaction(async (trx) => {
    failures.length = 0;
    await enter(trx, { as: 'worker' });
    const batch = await rows<Claimed>(trx, 'select * from claim_lane(?, ?, ?, ?)', [operator, lane, LANE_BATCH, house.machine()]);
    if (batch.length > 0) {
      // What each of them sees (seats left, quotas) is then what it gets: nobody else deals beside the batch.
      await enter(trx, { as: 'operator', operator });
      await trx.raw('select lock_lane(?, ?, ?)', [operator, lane, [...new Set(batch.flatMap((claimed) => claimed.structure_id ?? []))]]);
    }
    for (const claimed of batch) {
      try {
        await trx.transaction((savepoint) => takeOne(house, savepoint, claimed, now, true));
      } catch (error) {
        // A conflict or a lost connection is the whole batch's: run again from the start.
        if (isTransient(error)) throw error;
        failures.push({ claimed, error });
      }
    }
    return batch.length;
  }));
  for (const { claimed, error } of failures) await setAside(house, claimed, error);
  return taken;
}

async function takeOne(house: TurnHouse, trx: Transaction, claimed: Claimed, now: Date, inLane: boolean): Promise<void> {
  const account = accountOf(claimed);
  await enter(trx, scopeOf(account));
  const bound: Bound = { trx, account, keys: house.keys, ids: house.ids, ...(house.limiter === undefined ? {} : { limiter: house.limiter }) };
  // A removed referent is heard no more, on any channel (A2).
  if (!claimed.removed) {
    const session = await loadSession(bound);
    const incoming = openPayload(house.keys, claimed.channel, claimed.id, claimed.payload);
    const linking = incoming.kind === 'text' ? await house.link(incoming.text, { account, channel: claimed.channel, no: claimed.no, asked: session?.frame !== undefined }, now) : undefined;
    const push = incoming.kind === 'text' ? await pushToAnswer(bound) : undefined;
    const taken = await house.take({
      account, no: claimed.no, inLane, incoming, session, store: storeOf(bound), now, ...(linking === undefined ? {} : { linking }), ...(push === undefined ? {} : { push }), ...(house.entrances === undefined ? {} : { entrances: house.entrances }),
    });
    await saveSession(bound, taken.session, taken.preparing, now);
    await answer(bound, claimed, taken.messages, now, incoming);
  }
  await trx.raw(`update inbox set state = 'done' where operator_id = ? and no = ?`, [account.operator, claimed.no]);
}

/** The push that came after everything else that the account was told: what is typed may be said to it (X7). */
async function pushToAnswer(bound: Bound): Promise<Message | undefined> {
  const { trx, account } = bound;
  const last = await row<{ id: string; kind: string; body: Buffer | null }>(trx,
    'select id, kind, body from outbox where operator_id = ? and account_id = ? and seq is not null order by seq desc limit 1', [account.operator, account.id]);
  return last === undefined || last.kind === 'answer' || last.body === null ? undefined : ((await opened(bound, last.body, last.id)) as Message);
}

/** Not the account's id alone: its name is sealed with that. */
const sessionId = (account: Account): string => `session:${account.id}`;

/** Where an account's conversation stands; undefined: it has said nothing, or to an older guichet. */
export async function loadSession(bound: Bound): Promise<Session | undefined> {
  const { trx, account } = bound;
  const found = await row<{ version: number; state: Buffer }>(trx, 'select version, state from session where operator_id = ? and account_id = ?', [account.operator, account.id]);
  if (found?.version !== SESSION_VERSION) return undefined;
  return (await opened(bound, found.state, sessionId(account))) as Session;
}

async function saveSession(bound: Bound, session: Session, preparing: string | undefined, now: Date): Promise<void> {
  const { trx, account } = bound;
  await trx.raw(
    `insert into session (operator_id, account_id, version, revision, state, preparing, updated_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (operator_id, account_id) do update set version = excluded.version, revision = excluded.revision, state = excluded.state, preparing = excluded.preparing, updated_at = excluded.updated_at`,
    [account.operator, account.id, SESSION_VERSION, session.revision, await sealed(bound, session, sessionId(account)), preparing ?? null, now]);
}

/**
 * Answers on the web are there as soon as the turn is committed: the page reads them. To other chats they are sent;
 * The first that redraws takes the place of the message whose button it was; a form that is asked again, that of the form.
 */
async function answer(bound: Bound, claimed: Pick<Claimed, 'no' | 'channel'>, messages: readonly Message[], now: Date, incoming?: Incoming): Promise<void> {
  const { trx, account, ids } = bound;
  const pressed = incoming?.kind === 'press' || incoming?.kind === 'submit' ? incoming.on : undefined;
  const redrawn = messages.findIndex(({ redraws, form }) => redraws === true || (incoming?.kind === 'submit' && form !== undefined));
  for (const [index, message] of messages.entries()) {
    const id = ids.uuid();
    await trx.raw(
      `insert into outbox (operator_id, id, account_id, answers, kind, body, dedupe_key, due_at, state, seq, sent_at)
       values (?, ?, ?, ?, 'answer', ?, ?, ?, 'sent', nextval('outbox_seq'), ?)`,
      [account.operator, id, account.id, claimed.no, await sealed(bound, message, id), `answer:${claimed.no}:${index}`, now, now]);
    if (claimed.channel !== 'web') await sendOff(bound, id, { no: claimed.no, ...(pressed !== undefined && index === redrawn ? { edits: pressed } : {}) });
  }
}

/** A message that failed: tried again shortly, and after the last try answered with an apology. */
async function setAside(house: TurnHouse, claimed: Claimed, error: unknown): Promise<void> {
  house.failed(error, claimed.no);
  const account = accountOf(claimed);
  const last = claimed.attempts + 1 >= ATTEMPTS;
  const now = await house.clock.now();
  await retrying(() => house.db.transaction(async (trx) => {
    await enter(trx, { as: 'worker' });
    await row(trx, 'select lock_account(?, ?)', [account.operator, account.id]);
    await enter(trx, scopeOf(account));
    const updated = await rows(trx,
      `update inbox set attempts = attempts + 1, not_before = ?, state = ?, error = ? where operator_id = ? and no = ? and state = 'pending' and attempts = ? returning no`,
      // Two processes that tried it at the same moment count as one.
      [new Date(house.machine().getTime() + 200 * 2 ** claimed.attempts), last ? 'failed' : 'pending', error instanceof Error ? error.name : 'error', account.operator, claimed.no, claimed.attempts]);
    if (last && updated.length > 0) await answer({ trx, account, keys: house.keys, ids: house.ids }, claimed, [house.sorry(account.lang)], now);
  }));
}

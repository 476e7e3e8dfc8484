import { randomBytes } from 'node:crypto';
import { writePush } from '../core/conversation/pushes/index.ts';
import { lookAtHome, lookFor, type Look } from '../core/conversation/looking.ts';
import { takeTurn } from '../core/conversation/turn.ts';
import { produce } from '../core/documents/produce.ts';
import { openToken, sealToken } from '../core/documents/tokens.ts';
import { strings } from '../core/i18n/index.ts';
import { bareCode, looksLikeCode, mayBeCode } from '../core/ids.ts';
import { encodePress } from '../core/messages/actions.ts';
import { message, notice } from '../core/messages/build.ts';
import type { Action, FileRef, Message } from '../core/messages/message.ts';
import { blind, seal } from '../core/sealing.ts';
import type { Account, Clock, CodeOutcome, DemoAccount, Document, Entrance, Gate, Feeds, Heavy, Ids, Lang, Limiter, Mailer, Post, Role, Seen, Work } from '../core/ports.ts';
import { mailBucket, normalEmail } from './emails.ts';
import { row, rows, type Database } from './connection.ts';
import { claimDeliveries, holdChannel, keepDeliveries, settleDelivery, turnOf, unreachableChat } from './deliveries.ts';
import { backlog, lateKinds, nextDue, ranSoFar, runDue } from './dueWork.ts';
import { answersTo, history, namingOf, withNames } from './history.ts';
import { feedsOf } from './feeds.ts';
import { heavyOf } from './heavy.ts';
import type { Bound } from './context.ts';
import type { Carrying } from './joining.ts';
import type { Keyring } from './keys.ts';
import { sendMail, type PostHouse } from './mail.ts';
import { isMigrated } from './migrate.ts';
import { sendDue } from './outbox.ts';
import { enter, retrying, scopeOf, withScope } from './scopes.ts';
import { storeOf } from './store.ts';
import { intake, loadSession, runLane, runTurn, type TurnHouse } from './turns.ts';
import { verifyInvitation } from './verification.ts';

/** The address of a document is good until the end of the next day: between one day and two. The same on one day, so that what is shown again is the same. */
const DAY_MS = 24 * 3_600_000;
const linkEnd = (now: Date): Date => new Date((Math.floor(now.getTime() / DAY_MS) + 2) * DAY_MS);

export interface HouseOptions {
  readonly db: Database;
  /** Connections of their own for what a transaction waits for: from `db`, a rush could use up all of them. */
  readonly beside: Database;
  /** Connections of their own for what arrives, and is to be stored within seconds: `db` may be busy with turns. */
  readonly intake: Database;
  readonly keys: Keyring;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly failed: (error: unknown, no: number) => void;
  /** Counting beside. */
  readonly limiter: Limiter;
  readonly mailer: Mailer;
  /** Where the web chat is, for mails. */
  readonly url: () => string | undefined;
  /** Links that bring a code into a chat of the channels that there are (A2). */
  readonly entrances: (code: string) => readonly Entrance[];
  readonly demoAccounts: () => Promise<readonly DemoAccount[]>;
}

/** The database behind the ports that channels and workers use. */
export function houseOf(options: HouseOptions): { gate: Gate; work: Work; post: Post; heavy: Heavy; feeds: Feeds } {
  const { db, keys, ids, clock } = options;
  // Leases, retries and tokens read the machine's time; rules read the Clock.
  // eslint-disable-next-line no-restricted-syntax
  const machine = (): Date => new Date();
  const house: TurnHouse & PostHouse & Carrying = {
    db, keys, ids, clock, machine, failed: options.failed, beside: options.beside, mailer: options.mailer, url: options.url, entrances: options.entrances,
    take: takeTurn,
    limiter: options.limiter,
    async link(typed, { account, channel, no, asked }, now) {
      // Whoever has an account, or is being asked something, may mean a word of eight letters by it: only a code that exists is one.
      const surely = account.role === 'reception' && !asked && mayBeCode(typed);
      if (!surely && !looksLikeCode(typed)) return undefined;
      const [code, guesses] = [hash('code', bareCode(typed)), `chat ${account.id}`];
      if (!(await options.limiter.allowed(guesses))) return !asked && mayBeCode(typed) ? 'tooMany' : undefined;
      const found = channel === 'web'
        ? ((await asWorker<{ there: boolean }>(options.beside, 'select code_exists(?) as there', [code]))?.there === true ? 'elsewhere' as const : undefined)
        : (await asWorker<{ outcome: CodeOutcome }>(options.beside, 'select outcome from redeem_in_chat(?, ?, ?, ?, ?)', [code, `inbox:${no}`, account.operator, no, now]))?.outcome;
      if (!['linked', 'already', 'taken'].includes(found ?? '')) await options.limiter.failed(guesses);
      return found === 'unknown' && !surely ? undefined : found;
    },
    sorry: (lang: Lang) => {
      const say = strings(lang, { now: machine(), zone: 'Europe/Paris' });
      return message([notice('bad', say.misc.sorry)], [{ id: encodePress({ flow: 'home', name: 'open', args: [] }), label: say.actions.menu }]);
    },
  };
  const hash = (kind: string, value: string): string => blind(keys.master, kind, value);
  const asWorker = <T>(on: Database, sql: string, bindings: readonly unknown[]): Promise<T | undefined> => withScope(on, { as: 'worker' }, (trx) => row<T>(trx, sql, bindings));
  const asApp = <T>(sql: string, bindings: readonly unknown[]): Promise<T | undefined> => asWorker<T>(db, sql, bindings);

  async function documentFor(account: Account, file: FileRef, channel: string): Promise<Document | undefined> {
    const now = await clock.now();
    return withScope(db, scopeOf(account), async (trx) => {
      const bound: Bound = { trx, account, keys, ids };
      const operator = await row<{ name: string }>(trx, 'select name from operator where id = ?', [account.operator]);
      return produce(file, { store: storeOf(bound), account, now, naming: await namingOf(bound, channel), base: options.url() ?? '', key: keys.master.mac, operator: operator?.name ?? '' });
    });
  }

  /** What whoever answers in a chat sees, by reads alone. */
  async function lookedAt<T extends Message | readonly Action[]>(channel: string, key: string, at: (look: Look) => Promise<T>): Promise<Seen<T> | undefined> {
    const [now, account] = [await clock.now(), await gate.accountOfChat(channel, key)];
    if (account === undefined) return undefined;
    return withScope(db, scopeOf(account), async (trx) => {
      await trx.raw('set transaction read only');
      const bound: Bound = { trx, account, keys, ids };
      const shown = await at({ account, session: await loadSession(bound), store: storeOf(bound), now });
      return { account, shown, ...(await withNames(bound, channel, shown)) };
    });
  }

  const gate: Gate = {
    async redeem(code, by, chat) {
      const found = await asApp<{ outcome: CodeOutcome; operator_id: string; account_id: string }>('select * from redeem_code(?, ?, ?, ?, ?)',
        [hash('code', bareCode(code)), hash('by', by), chat?.channel ?? 'web', chat === undefined ? null : hash('chat', chat.key), await clock.now()]);
      if (found === undefined) throw new Error('redeem_code gives back one row');
      return found.outcome === 'linked' ? { outcome: found.outcome, account: { operator: found.operator_id, id: found.account_id } } : { outcome: found.outcome };
    },
    async askCode(email) {
      const now = await clock.now();
      await asApp('select ask_code(?, ?, ?)', [hash('email', normalEmail(email)), mailBucket(now), now]);
    },
    async openSession(account) {
      const token = randomBytes(32).toString('base64url');
      await asApp('select add_token(?, ?, ?)', [hash('token', token), account.operator, account.id]);
      return token;
    },
    async closeSession(token) {
      await asApp('select drop_token(?)', [hash('token', token)]);
    },
    async accountOf(token) {
      return toAccount(await asApp<AccountRow>('select * from account_of_token(?)', [hash('token', token)]));
    },
    async visitor(account) {
      return withScope(db, scopeOf(account), async (trx) => {
        const store = storeOf({ trx, account, keys, ids });
        const name = (await store.people.names([], [account.id])).accounts.get(account.id);
        return { account, name: name === undefined ? '' : `${name.first} ${name.last}`.trim(), structure: (await store.structure())?.name ?? null };
      });
    },
    demoAccounts: options.demoAccounts,
    async take(incoming) {
      // A web chat is its account's own; the key of any other chat is hashed.
      const chatKey = incoming.channel === 'web' ? incoming.chatKey : hash('chat', incoming.chatKey);
      return intake({ ...house, db: options.intake }, { ...incoming, chatKey, at: clock.stored === true ? undefined : await clock.now() });
    },
    async accountOfChat(channel, key) {
      return toAccount(await asWorker<AccountRow>(options.intake, 'select * from account_of_chat(?, ?)', [channel, hash('chat', key)]));
    },
    homeOf: (channel, key) => lookedAt(channel, key, lookAtHome),
    choicesIn: (channel, key, picker, typed) => lookedAt(channel, key, (look) => lookFor(typed, picker, look)),
    async reachable(channel, key, reachable) {
      await asApp('select mark_reachable(?, ?, ?, ?)', [channel, hash('chat', key), reachable, await clock.now()]);
    },
    history: (account, which) => history(house, account, which),
    answersTo: (account, channel, no) => answersTo(house, account, channel, no),
    async isSettled(operator, no) {
      return (await asApp('select no from settled_messages(?, ?)', [operator, [no]])) !== undefined;
    },
    async newest(tokens) {
      const ofHash = new Map(tokens.map((token) => [hash('token', token), token]));
      const found = await withScope(db, { as: 'worker' }, (trx) => rows<{ hash: string; seq: number }>(trx, 'select * from news_of_tokens(?)', [[...ofHash.keys()]]));
      return new Map(found.map((r) => [ofHash.get(r.hash) ?? '', r.seq]));
    },
    async keepFile(account: Account, file, once) {
      const now = await clock.now();
      const id = once === undefined ? ids.uuid() : uuidOf(hash('file', `${account.id} ${once}`));
      return withScope(db, scopeOf(account), async (trx) => {
        const key = await keys.key(trx, { operator: account.operator, structure: account.structure });
        const head = Buffer.from(`${JSON.stringify({ name: file.name, mime: file.mime })}\n`);
        await trx('file').insert({ operator_id: account.operator, id, account_id: account.id, sealed: seal(key, Buffer.concat([head, file.bytes]), id), received_at: now })
          .onConflict(['operator_id', 'id']).ignore();
        return id;
      });
    },
    document: (account, file, channel) => documentFor(account, file, channel),
    documentToken: (account, ref, channel) => sealToken(keys.master.document, { operator: account.operator, account: account.id, ref, ...(channel === undefined ? {} : { channel }) }, linkEnd(machine())),
    async openDocument(token, asked) {
      const link = openToken(keys.master.document, token, machine());
      if (link === undefined || link === 'expired') return link ?? 'unknown';
      const here = asked === undefined ? undefined : await gate.accountOfChat(asked.channel, asked.chatKey);
      if (asked !== undefined && (here?.operator !== link.operator || here.id !== link.account)) return 'gone';
      const account = toAccount(await asApp<AccountRow>('select * from account_now(?, ?)', [link.operator, link.account]));
      return (account === undefined ? undefined : await documentFor(account, link.ref, link.channel ?? 'web')) ?? 'gone';
    },
    verify: async (number, mac) => verifyInvitation({ db, keys }, number, mac, await clock.now()),
    late: async () => lateKinds(db, await clock.now()),
    backlog: async () => backlog(db, await clock.now(), machine()),
    async ready() {
      try {
        const { ok, missing, unknown } = await isMigrated(db);
        if (ok) return undefined;
        return missing.length > 0 ? 'The database is not migrated.' : `The database was migrated by a newer guichet (${unknown.join(', ')}).`;
      } catch {
        return 'The database does not answer.';
      }
    },
  };

  const work: Work = {
    turn: (which) => runTurn(house, which),
    lane: (operator, lane) => runLane(house, operator, lane),
    async pendingLanes() {
      const found = await retrying(() => db.transaction(async (trx) => {
        await enter(trx, { as: 'worker' });
        return rows<{ operator_id: string; lane: string }>(trx, 'select * from pending_lanes(?)', [machine()]);
      }));
      return found.map((r) => ({ operator: r.operator_id, lane: r.lane }));
    },
    due: () => runDue(house),
    mail: () => sendMail(house),
    send: () => sendDue(house, writePush),
    nextDue: (after) => nextDue(db, after),
    ran: () => ranSoFar(db),
  };

  const marking = { ...house, db: options.beside };
  const post: Post = {
    claim: (channel, limits, limit) => claimDeliveries(house, channel, limits, limit),
    // What is on its way is told of on connections that no turn waits for: unmarked, it is sent again.
    keep: (sending) => keepDeliveries(marking, sending),
    turn: (delivery, limits) => turnOf(marking, delivery, limits),
    hold: (channel, forMs) => holdChannel(house, channel, forMs),
    async settle(delivery, { afterMs, ...how }) {
      await settleDelivery(marking, delivery, { ...how, notBefore: afterMs === undefined ? undefined : new Date(machine().getTime() + afterMs), at: await clock.now() });
    },
    unreachable: async (delivery) => unreachableChat(house, delivery, await clock.now()),
    lease: async (name, holder, forMs) => (await asApp<{ had: boolean }>('select take_lease(?, ?, ?, make_interval(secs => ?)) as had', [name, holder, machine(), forMs / 1_000]))?.had === true,
    async release(name, holder) {
      await asApp('select drop_lease(?, ?)', [name, holder]);
    },
  };
  return { gate, work, post, heavy: heavyOf(options.beside), feeds: feedsOf(db) };
}

interface AccountRow { operator_id: string; account_id: string; role: Role; structure_id: string | null; lang: Lang }

const toAccount = (found: AccountRow | undefined): Account | undefined =>
  (found === undefined ? undefined : { operator: found.operator_id, id: found.account_id, role: found.role, structure: found.structure_id, lang: found.lang });

/** A uuid that is the same for the same keyed hash. */
function uuidOf(hash: string): string {
  const bytes = Buffer.from(hash, 'base64url').subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

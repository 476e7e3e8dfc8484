import { usualNaming, type OperatorKind } from '../core/domain/operator.ts';
import type { Incoming } from '../core/messages/incoming.ts';
import type { Action, Message } from '../core/messages/message.ts';
import { referencesIn, sameInitials, type Naming } from '../core/messages/naming.ts';
import type { Account, History, HistoryItem } from '../core/ports.ts';
import { row, rows } from './connection.ts';
import { opened, type Bound } from './context.ts';
import { scopeOf, withScope } from './scopes.ts';
import { storeOf } from './store.ts';
import { openPayload, type TurnHouse } from './turns.ts';

/** How far back a history goes when nothing says where to begin. */
const HISTORY = 60;

/** What an account's page shows: after a message (its id), or the last ones; with one's own words when `own`. */
export async function history(house: Pick<TurnHouse, 'db' | 'keys' | 'ids'>, account: Account, options: { channel: string; after?: string; own?: boolean }): Promise<History> {
  return withScope(house.db, scopeOf(account), async (trx) => {
    const bound: Bound = { trx, account, keys: house.keys, ids: house.ids };
    const after = options.after === undefined ? undefined : await row<{ seq: number }>(trx, 'select seq from outbox where operator_id = ? and account_id = ? and id = ?', [account.operator, account.id, options.after]);
    const found = await rows<{ id: string; seq: number; sent_at: Date; body: Buffer; answers: number | null }>(trx, `
      select * from (select id, seq, sent_at, body, answers from outbox
        where operator_id = ? and account_id = ? and seq > ? and body is not null order by seq desc limit ?) o order by seq`,
      [account.operator, account.id, after?.seq ?? 0, after === undefined ? HISTORY : 500]);
    const items = [
      ...(options.own === true ? await ownWords(bound, found) : []),
      ...(await Promise.all(found.map(async (r): Promise<HistoryItem> => ({ id: r.id, seq: r.seq, at: r.sent_at, message: (await opened(bound, r.body, r.id)) as Message })))),
    ].sort((a, b) => a.seq - b.seq);
    return { items, ...(await withNames(bound, options.channel, items.flatMap(({ message }) => message ?? []))) };
  });
}

/** What the person wrote stands just before its first answer. */
async function ownWords({ trx, account, keys }: Bound, answers: readonly { answers: number | null; seq: number }[]): Promise<HistoryItem[]> {
  const first = new Map<number, number>();
  for (const { answers: no, seq } of answers) if (no !== null && !first.has(no)) first.set(no, seq);
  const words = await rows<{ no: number; channel: string; id: string; payload: Buffer; received_at: Date }>(trx, 'select no, channel, id, payload, received_at from inbox where operator_id = ? and account_id = ? and no = any (?)', [account.operator, account.id, [...first.keys()]]);
  return words.flatMap((r) => {
    const incoming = openPayload(keys, r.channel, r.id, r.payload);
    const text = wordsOf(incoming);
    return text === undefined ? [] : [{ id: `own-${r.no}`, seq: (first.get(r.no) ?? 0) - 0.5, at: r.received_at, text, ...(incoming.client === undefined ? {} : { client: incoming.client }) }];
  });
}

function wordsOf(incoming: Incoming): string | undefined {
  switch (incoming.kind) {
    case 'text':
      return incoming.text;
    case 'press':
      return incoming.label;
    case 'file':
      return incoming.name;
    case 'submit':
      return Object.values(incoming.values).join(', ');
    case 'shared':
    case 'unreadable':
      return undefined;
  }
}

/** The names that messages refer to, and how they leave by a channel (X5). */
export async function withNames(bound: Bound, channel: string, shown: Message | readonly (Message | Action)[]): Promise<Pick<History, 'names' | 'naming'>> {
  const { people, accounts } = referencesIn(shown);
  const store = storeOf(bound);
  const [names, naming] = [await store.people.names(people, accounts), await namingOf(bound, channel)];
  if (naming !== 'initials' || people.length === 0 || bound.account.structure === null) return { names, naming };
  // Everybody of the structure, whoever is shown: a number stays with its person.
  const nths = new Map([...sameInitials([...(await store.people.all())].sort((a, b) => (a.id < b.id ? -1 : 1)))].map(([one, nth]) => [one.id, nth]));
  return { names: { ...names, people: new Map([...names.people].map(([id, name]) => [id, { ...name, nth: nths.get(id) ?? 1 }])) }, naming };
}

/** The answers to one message, in order. */
export async function answersTo(house: Pick<TurnHouse, 'db' | 'keys' | 'ids'>, account: Account, channel: string, no: number): Promise<History> {
  return withScope(house.db, scopeOf(account), async (trx) => {
    const bound: Bound = { trx, account, keys: house.keys, ids: house.ids };
    const found = await rows<{ id: string; seq: number; sent_at: Date; body: Buffer }>(trx, 'select id, seq, sent_at, body from outbox where operator_id = ? and account_id = ? and answers = ? order by seq', [account.operator, account.id, no]);
    const items = await Promise.all(found.map(async (r) => ({ id: r.id, seq: r.seq, at: r.sent_at, message: (await opened(bound, r.body, r.id)) as Message })));
    return { items, ...(await withNames(bound, channel, items.map(({ message }) => message))) };
  });
}

export async function namingOf({ trx, account }: Bound, channel: string): Promise<Naming> {
  const found = await row<{ kind: OperatorKind; naming: Naming | null }>(trx, `
    select o.kind, n.naming from operator o left join naming n on n.operator_id = o.id and n.channel = ? where o.id = ?`, [channel, account.operator]);
  return found?.naming ?? usualNaming(found?.kind ?? 'packs', channel);
}

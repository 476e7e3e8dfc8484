import { row, rows, type Database } from '../../db/connection.ts';
import type { Took } from '../support/wildTelegram.ts';

export interface Person {
  readonly chat: number;
  /** On the web page, and where mails go to. */
  readonly token?: string;
  readonly email?: string;
  /** As the chat is kept. */
  readonly key: string;
  readonly code: string;
  readonly person: string;
  /** By outing: gives the place back at once. */
  readonly cancels: readonly boolean[];
}

export interface Show { readonly id: string; readonly title: string }

/** Messages that were dealt with; those without an answer; those whose answers were written by more than one turn. */
export async function inboxOf(admin: Database): Promise<Record<string, number>> {
  const states = await rows<{ state: string; n: number }>(admin, 'select state, count(*)::int as n from inbox group by state');
  const found = await row<{ unanswered: number; answeredTwice: number }>(admin, `
    select (select count(*)::int from inbox i where not exists (select 1 from outbox o where o.operator_id = i.operator_id and o.answers = i.no)) as unanswered,
           (select count(*)::int from (select 1 from outbox o where o.answers is not null group by o.operator_id, o.answers having count(distinct o.xmin::text) > 1) x) as "answeredTwice"`);
  return { ...Object.fromEntries(states.map(({ state, n }) => [state, n])), unanswered: found?.unanswered ?? -1, answeredTwice: found?.answeredTwice ?? -1 };
}

/** Each person has one place, seat or turn at each outing, given back where they said so and nowhere else. */
export async function seatsOf(admin: Database, people: readonly Person[], shows: readonly Show[]): Promise<{ wrong: string[]; taken: number; waiting: number }> {
  const seats = await rows<{ person_id: string; performance_id: string; state: string }>(admin, 'select person_id, performance_id, state from seat');
  const of = Map.groupBy(seats, (seat) => `${seat.person_id} ${seat.performance_id}`);
  const wrong = people.flatMap(({ chat, person, cancels }) => shows.flatMap((show, s) => {
    const states = (of.get(`${person} ${show.id}`) ?? []).map(({ state }) => state);
    return states.length === 1 && (states[0] === 'cancelled') === cancels[s] ? [] : [`${chat} at ${show.title}: ${states.join()}${cancels[s] === true ? ', given back' : ''}`];
  }));
  const count = (state: string): number => seats.filter((seat) => seat.state === state).length;
  return { wrong, taken: count('booked'), waiting: count('waiting') };
}

/** Whoever was given a seat that came free is told so once, and nobody else is. */
export async function pushesOf(admin: Database): Promise<{ wrong: string[]; promoted: number }> {
  const untold = await rows<{ id: string }>(admin, `
    select s.id from seat s join request r on r.operator_id = s.operator_id and r.id = s.request_id
     where s.state = 'booked' and s.promoted and 1 <> (
       select count(*) from outbox o where o.operator_id = s.operator_id and o.account_id = r.account_id and o.kind = 'promoted' and o.state = 'sent' and o.dedupe_key = 'promoted:' || s.id || ':' || r.account_id)`);
  const causeless = await rows<{ dedupe_key: string }>(admin, `
    select o.dedupe_key from outbox o where o.kind = 'promoted' and not exists (select 1 from seat s where s.operator_id = o.operator_id and s.promoted and o.dedupe_key = 'promoted:' || s.id || ':' || o.account_id)`);
  const unsent = await rows<{ id: string; kind: string; web: boolean }>(admin, `
    select o.id, o.kind, exists (select 1 from chat c where c.operator_id = o.operator_id and c.account_id = o.account_id and c.channel = 'web') as web from outbox o where o.answers is null and o.state = 'sent' and o.carried_by is null and o.kind not like 'mail-%' and not exists (select 1 from delivery d where d.operator_id = o.operator_id and d.outbox_id = o.id)
       and not exists (select 1 from outbox m where m.operator_id = o.operator_id and m.subject = o.id and m.kind = 'mail-news')`);
  const failed = await rows<{ kind: string; state: string; n: number }>(admin, `select kind, state, count(*)::int as n from outbox where state not in ('sent', 'due', 'dropped') group by kind, state`);
  const { n = 0 } = (await row<{ n: number }>(admin, `select count(*)::int as n from outbox where kind = 'promoted' and state = 'sent'`)) ?? {};
  return {
    wrong: [
      ...untold.map(({ id }) => `not told once of seat ${id}`), ...causeless.map((one) => `told without a cause: ${one.dedupe_key}`),
      ...unsent.map(({ id, kind, web }) => `${kind} ${id} on no way${web ? ', to the web page' : ''}`), ...failed.map(({ kind, state, n }) => `${n} of ${kind} ${state}`),
    ],
    promoted: n,
  };
}

/** What was marked as sent against what the platform took, chat by chat: nothing marked that did not arrive, and how many arrived twice. */
export async function doublesOf(admin: Database, taken: readonly Took[], all: readonly Person[]): Promise<{ lost: string[]; sent: number; doubled: number }> {
  const people = all.filter(({ token }) => token === undefined);
  const unsent = await rows<{ chat_key: string; state: string }>(admin, `select chat_key, state from delivery where state <> 'sent'`);
  const found = await rows<{ chat_key: string; parts: number }>(admin, 'select chat_key, sum(parts)::int as parts from delivery group by chat_key');
  const marked = new Map(found.map(({ chat_key: key, parts }) => [key, parts]));
  const took = Map.groupBy(taken, ({ chat }) => chat);
  const more = people.map(({ chat, key }) => ({ chat, more: (took.get(String(chat))?.length ?? 0) - (marked.get(key) ?? 0) }));
  return {
    lost: [
      ...unsent.map(({ chat_key: key, state }) => `${state} to ${key}`), ...more.filter(({ more: n }) => n < 0).map(({ chat, more: n }) => `${-n} marked and not taken in ${chat}`),
      ...(found.length === people.length ? [] : [`${found.length} chats were written to`]),
    ],
    sent: found.reduce((sum, { parts }) => sum + parts, 0),
    doubled: more.reduce((sum, { more: n }) => sum + n, 0),
  };
}

/** The same of mails: one that comes twice is known by its id. */
export async function mailsOf(admin: Database, mails: readonly { readonly messageId?: string | undefined }[]): Promise<{ lost: string[]; mailed: number; mailedTwice: number }> {
  const marked = await rows<{ id: string; state: string }>(admin, `select id, state from outbox where kind like 'mail-%'`);
  const took = new Set(mails.map(({ messageId = '' }) => /^<([^@]+)@/.exec(messageId)?.[1] ?? ''));
  return {
    lost: marked.flatMap(({ id, state }) => (state !== 'sent' ? [`mail ${id} ${state}`] : took.has(id) ? [] : [`mail ${id} marked and not taken`])),
    mailed: marked.length, mailedTwice: mails.length - took.size,
  };
}

/** For so long after PostgreSQL was killed a mark may come later than the lease ends: everybody comes back at once. */
const SLOW_MS = 15_000;

export interface Causes { readonly afterSilence: number; readonly afterDeath: number; readonly mostOfOneDeath: number; readonly afterCrash: number; readonly unexplained: number; readonly odd: readonly string[] }

/** Why parts came twice: the platform had said nothing, the sender was killed, PostgreSQL was before it could be marked (`crashes`: when, ms of this process). */
export function causesOf(taken: readonly Took[], deaths: ReadonlyMap<number, number>, crashes: readonly number[]): Causes {
  const last = new Map<string, Took>();
  const ofDeath = new Map<number, number>();
  const odd: string[] = [];
  const counts = { afterSilence: 0, afterDeath: 0, afterCrash: 0 };
  for (const took of taken) {
    const before = last.get(took.chat);
    last.set(took.chat, took);
    // What people are told again and again because they asked again.
    if (before?.text !== took.text || took.text.includes('Vos réservations')) continue;
    const died = deaths.get(before.from);
    if (before.mute) counts.afterSilence += 1;
    else if (died !== undefined && died < took.at) {
      counts.afterDeath += 1;
      ofDeath.set(before.from, (ofDeath.get(before.from) ?? 0) + 1);
    } else if (crashes.some((at) => at > before.at - SLOW_MS && at < took.at)) counts.afterCrash += 1;
    else odd.push(`${took.text.slice(0, 60)} in ${took.chat}, by ${before.from} and ${((took.at - before.at) / 1_000).toFixed(1)} s later by ${took.from}`);
  }
  return { ...counts, mostOfOneDeath: Math.max(0, ...ofDeath.values()), unexplained: odd.length, odd };
}

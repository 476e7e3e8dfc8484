import type { Account } from '../../core/ports.ts';
import type { ModelRow, QueueModel } from '../support/queueModel.ts';

/** What somebody wants of a performance: places for these people, or to give theirs back. */
export interface Wish {
  readonly do: 'ask' | 'leave'; readonly show: string; readonly account: Account; readonly people: readonly string[]; readonly minimum: number;
  /** Whose request they join (A10). */
  readonly host?: string;
  /** So many times it fails before it goes through; three times, and it is given up. */
  readonly stumbles: number;
}

/** A message that was taken in, once however often it came. `lane`: a pressed confirmation. */
export interface Message { readonly wish: Wish; readonly seq: number; readonly lane: boolean; attempts: number; state: 'pending' | 'done' | 'failed' }

/** Tries before a message is given up. */
const TRIES = 3;

/** The house as the rules tell it, in plain data: performances and queues, messages taken in, pushes that are owed and that were sent. */
export class HouseModel {
  readonly queue: QueueModel;
  /** Numbers are given in the order of arrival. */
  #seq = 0;
  readonly inbox: Message[] = [];
  /** 'account kind show detail', one for each push. */
  owed: string[] = [];
  sent: string[] = [];
  readonly #moved = new Map<string, { from: string; venue: string }>();
  readonly #starts = new Map<string, Date>();
  readonly #accounts = new Map<string, string>();
  readonly #lost = new Set<string>();

  constructor(queue: QueueModel) {
    this.queue = queue;
  }

  begins(show: string, at: Date): void {
    this.#starts.set(show, at);
  }

  startOf(show: string): Date {
    return this.#starts.get(show) ?? new Date(0);
  }

  /** How many pushes there were so far. */
  get told(): number {
    return this.owed.length + this.sent.length;
  }

  living(show: string): ModelRow[] {
    return this.queue.rows.filter((row) => row.show === show && row.state !== 'cancelled');
  }

  /** A message comes in for the first time. */
  arrives(wish: Wish, lane: boolean): void {
    this.inbox.push({ wish, seq: this.#next(), lane, attempts: 0, state: 'pending' });
  }

  /** Pressed confirmations of a performance that wait, by their numbers (A8). */
  lane(show: string): Message[] {
    return this.inbox.filter((one) => one.lane && one.wish.show === show && one.state === 'pending');
  }

  /** What an account typed first, of what waits. */
  turn(account: string): Message | undefined {
    return this.inbox.find((one) => !one.lane && one.wish.account.id === account && one.state === 'pending');
  }

  tried(message: Message): void {
    if (message.wish.stumbles > message.attempts) {
      message.attempts += 1;
      if (message.attempts >= TRIES) message.state = 'failed';
      return;
    }
    // A pressed confirmation counts from its number, a typed one from its turn.
    this.perform(message.wish, message.lane ? message.seq : undefined);
    message.state = 'done';
  }

  perform(wish: Wish, seq?: number): void {
    if (wish.do === 'ask') this.#ask(wish, seq);
    else this.#leave(wish);
  }

  /** A5, A6, A8, A10: whether it may be asked, then places in the queue, then seats. */
  #ask({ show, account, people, minimum, host }: Wish, seq: number | undefined): void {
    const { queue } = this;
    if (!queue.isOpen(show) || queue.suspended.has(account.structure ?? '')) return;
    const there = this.living(show);
    const fresh = people.filter((person) => queue.people.get(person)?.active === true && !there.some((row) => row.person === person));
    const joined = there.find((row) => row.person === host)?.request;
    if (fresh.length === 0 || (host !== undefined && joined === undefined)) return;
    if (joined === undefined && !fresh.some((person) => queue.people.get(person)?.kind === 'participant')) return;
    const number = seq ?? this.#next();
    const request = joined ?? `request ${queue.requests.size}`;
    if (joined === undefined) {
      queue.requests.set(request, { id: request, show, seq: number, minimum: Math.min(minimum, fresh.length), formed: false });
      this.#accounts.set(request, account.id);
    }
    fresh.forEach((person, position) => queue.rows.push({ person, show, request, seq: number, position, state: 'waiting', tier: null }));
    this.deal(show, request);
  }

  #leave({ show, account, people }: Wish): void {
    if (this.startOf(show) <= this.queue.now) return;
    const gone = this.living(show).filter((row) => people.includes(row.person) && this.queue.people.get(row.person)?.structure === account.structure);
    for (const row of gone) row.state = 'cancelled';
    if (gone.length > 0) this.deal(show);
  }

  /** A group that has not formed is split (A8). */
  split(request: string, show: string): void {
    const found = this.queue.requests.get(request);
    if (found === undefined) return;
    found.minimum = 1;
    this.deal(show, request);
  }

  /** Seats given to others than those who are asking: one push an account, in the same transaction (A8). */
  deal(show: string, own?: string): void {
    const given = this.queue.deal(show).filter(({ request }) => request !== own);
    for (const account of new Set(given.map(({ request }) => this.#accounts.get(request)))) this.owed.push(`${account} promoted ${show}`);
  }

  /** A19: void, and everybody concerned is told. */
  voided(show: string): void {
    const found = this.queue.shows.get(show);
    if (found === undefined || found.cancelled === true || this.startOf(show) <= this.queue.now) return;
    found.cancelled = true;
    // That it had moved is of no use any more.
    this.owed = this.owed.filter((push) => !push.includes(` moved ${show} `));
    for (const key of [...this.#moved.keys()]) if (key.endsWith(show)) this.#moved.delete(key);
    for (const account of this.concerned(show)) this.owed.push(`${account} cancelled ${show}`);
    for (const row of this.living(show)) row.state = 'cancelled';
  }

  /** A19: from where it stood at first; nothing when it is back there. Nobody loses a seat. */
  moves(shows: readonly { readonly show: string; readonly from: Date; readonly venue: string }[]): void {
    const sorted = shows.toSorted((a, b) => (a.show < b.show ? -1 : 1));
    for (const { show, from, venue } of sorted) {
      const concerned = this.concerned(show);
      if (concerned.length === 0) continue;
      const before = new Map([...this.#moved].filter(([key]) => key.endsWith(show)));
      for (const key of before.keys()) this.#moved.delete(key);
      this.owed = this.owed.filter((push) => !push.includes(` moved ${show} `));
      for (const account of concerned) {
        const at = before.get(`${account} ${show}`) ?? { from: from.toISOString(), venue };
        const now = this.queue.shows.get(show)?.venue;
        if (at.from === this.startOf(show).toISOString() && at.venue === now) continue;
        this.#moved.set(`${account} ${show}`, at);
        this.owed.push(`${account} moved ${show} ${at.from} ${at.venue === now ? '' : at.venue}`.trimEnd());
      }
    }
    for (const { show } of sorted) if (this.living(show).some(({ state }) => state === 'waiting')) this.deal(show);
  }

  /** Those who wait when the waitlist ends are told so, once a closing. */
  closed(show: string, at: Date): void {
    if (this.queue.shows.get(show)?.cancelled === true || this.startOf(show) <= this.queue.now) return;
    for (const account of this.concerned(show, 'waiting')) {
      const key = `${account} ${show} ${at.toISOString()}`;
      if (!this.#lost.has(key)) this.owed.push(`${account} lost ${show}`);
      this.#lost.add(key);
    }
  }

  concerned(show: string, state?: 'waiting'): string[] {
    return [...new Set(this.living(show).filter((row) => state === undefined || row.state === state).map(({ request }) => this.#accounts.get(request) ?? ''))];
  }

  /** Pushes have gone: what was owed to somebody twice by then is said once. */
  went(pushes: readonly string[]): void {
    for (const push of pushes) {
      const at = this.owed.indexOf(push);
      if (at < 0) throw new Error(`sent, and nobody was owed it: ${push}`);
      this.sent.push(push);
      this.owed = this.owed.filter((one) => one !== push);
      const [account, kind, show] = push.split(' ');
      if (kind === 'moved') this.#moved.delete(`${account} ${show}`);
    }
  }

  #next(): number {
    this.#seq += 1;
    return this.#seq;
  }
}

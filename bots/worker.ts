import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Gate, Stored, Work } from '../core/ports.ts';
import { Loop } from './loop.ts';

/**
 * Runs what waits: the turns of messages taken in here at once, everything else by looking at least once
 * a second. Any number of processes can do so beside one database.
 */
export class Worker {
  readonly #work: Work;
  readonly #log: (error: unknown) => void;
  readonly #running = new Map<string, { current: Promise<void>; next?: Promise<void> }>();
  readonly #loop: Loop;
  /** Of their own: a mail server that is slow holds up nothing else. */
  readonly #mails: Loop;
  #stopped = false;
  /** 'news': an account (id) has something new to read. */
  readonly events = new EventEmitter<{ news: [string] }>();

  constructor(work: Work, log: (error: unknown) => void) {
    this.#work = work;
    this.#log = log;
    this.#loop = new Loop(() => this.#all(), log);
    this.#mails = new Loop(() => this.#post(), log);
    this.events.setMaxListeners(0);
  }

  /** Looks for work until stopped. */
  start(): void {
    this.#loop.start();
    this.#mails.start();
  }

  /** Finishes the piece in hand and takes no other. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([this.#loop.stop(), this.#mails.stop()]);
    await Promise.allSettled([...this.#running.values()].map(({ current, next }) => next ?? current));
  }

  /**
   * Runs the turn of a message that was just taken in (and those before it); resolves when tried. What could not
   * be run now is stored, and found by the next look: it is no failure of whoever sent it.
   */
  async handle(stored: Stored): Promise<void> {
    const { operator, account, lane } = stored;
    await this.#tried(() => lane === undefined
      ? this.#once(`turn ${operator} ${account}`, async () => { while (await this.#work.turn({ operator, account })); })
      : this.#once(`lane ${operator} ${lane}`, async () => { while ((await this.#work.lane(operator, lane)) > 0); }));
    this.events.emit('news', account);
    this.poke();
  }

  /** Something may be due now: pushes of a freed seat, another performance to deal. */
  poke(): void {
    this.#loop.poke();
    this.#mails.poke();
  }

  /**
   * Runs until nothing is left that is due, and counts the pieces of timed work and pushes. For the test
   * clock, which answers when the house is quiet. A kind of work that fails holds up no other.
   */
  async drain(): Promise<number> {
    for (let ran = 0; ;) {
      ran += await this.#all();
      const mails = await this.#post();
      ran += mails;
      if (mails === 0) return ran;
    }
  }

  /** Everything but mails. */
  async #all(): Promise<number> {
    let ran = 0;
    for (;;) {
      // How many pieces of each kind: nothing of any of them, and the house is quiet.
      const did = { turns: 0, lanes: 0, due: 0, pushes: 0 };
      // Whoever is told to stop finishes the piece in hand, and leaves the rest to others: under load there is always a next one.
      if (this.#stopped) return ran;
      await this.#tried(async () => { while (!this.#stopped && (await this.#work.turn())) did.turns += 1; });
      await this.#tried(async () => {
        for (const { operator, lane } of await this.#work.pendingLanes()) if (!this.#stopped) await this.#tried(async () => { did.lanes += await this.#work.lane(operator, lane); });
      });
      await this.#tried(async () => { while (!this.#stopped && (await this.#work.due())) did.due += 1; });
      await this.#tried(async () => {
        const { claimed, accounts } = await this.#work.send();
        did.pushes = claimed;
        for (const account of accounts) this.events.emit('news', account);
      });
      ran += did.due + did.pushes;
      if (did.turns + did.lanes + did.due + did.pushes === 0) return ran;
      // A push may be a mail too, or a code be asked for.
      this.#mails.poke();
    }
  }

  /** Mails, one after the other in this process; how many. */
  async #post(): Promise<number> {
    let sent = 0;
    await this.#tried(() => this.#once('mails', async () => { while (!this.#stopped && (await this.#work.mail())) sent += 1; }));
    return sent;
  }

  async #tried(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log(error);
    }
  }

  /**
   * One run a key at a time. Somebody who comes while one is under way waits for the next: the one under
   * way may already have looked and found nothing.
   */
  #once(key: string, run: () => Promise<void>): Promise<void> {
    const under = this.#running.get(key);
    if (under === undefined) {
      const entry: { current: Promise<void>; next?: Promise<void> } = { current: Promise.resolve() };
      entry.current = run().finally(() => { if (entry.next === undefined) this.#running.delete(key); });
      this.#running.set(key, entry);
      return entry.current;
    }
    under.next ??= under.current.catch(() => undefined).then(() => {
      this.#running.delete(key);
      return this.#once(key, run);
    });
    return under.next;
  }
}

/** Waits until a message has been dealt with, here or in another process. False: not within the time. */
export async function settled(gate: Gate, stored: Stored, withinMs = 10_000): Promise<boolean> {
  for (let waited = 0, pause = 20; waited <= withinMs; waited += pause, pause = Math.min(250, pause * 1.5)) {
    if (await gate.isSettled(stored.operator, stored.no)) return true;
    await wait(pause);
  }
  return false;
}

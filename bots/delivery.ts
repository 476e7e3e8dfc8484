import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery, Gate, Limits, Post } from '../core/ports.ts';
import { NotSentError, type Channel, type LetterFile } from './channel.ts';
import { left } from './looks.ts';
import { SendingLane } from './lane.ts';
import { Loop } from './loop.ts';
import { Pace } from './pace.ts';

/** Messages of one channel that a process has in hand; what is more urgent may come behind these. It looks for more when half of them are gone. */
const AT_ONCE = 10;
/** A longer wait for a turn is a pause of the platform: others may be sent by another way meanwhile. */
const LONGEST_TURN_MS = 2_500;
/** Tries before a message is given up: at a minute between two, about an hour. */
const TRIES = 60;
/** Longest pause that a drain sits out. */
const PATIENCE_MS = 2_000;
/** How often it is said of what is being sent that somebody is at it: several times a lease (db/deliveries.ts). */
const KEEP_MS = 4_000;

/** Nothing is begun so shortly before its lease ends (milliseconds): by then another process may have it. */
const SURELY_OURS_MS = 2_000;

/** Whoever missed a turn by more takes another one; so many in all. */
const LATE_MS = 60;
const TURNS = 3;
/** Whoever waits longer for a turn lets others go before. */
const STEP_ASIDE_MS = 150;

/** How long it is tried to mark what was sent. Its lease is renewed meanwhile, as far as the database can be reached. */
const MARKING_MS = 25_000;
const MARK_AGAIN_MS = 300;

/** A channel with how fast its platform takes messages. */
export interface Outlet {
  readonly channel: Channel;
  readonly limits: Limits;
}

export interface DeliveryOptions {
  readonly post: Post;
  readonly gate: Gate;
  readonly outlets: readonly Outlet[];
  /** Address of the web chat, where names can be seen. */
  readonly web: () => string;
  readonly log: (error: unknown) => void;
}

/** What a look has begun; `againMs`: nothing may leave now, and something waits for its turn. */
interface Looked { readonly begun: number; readonly againMs?: number }

/** What leaves by one channel now. */
interface Out extends Outlet {
  readonly pace: Pace;
  readonly lane: SendingLane;
  readonly sending: Map<string, Sending>;
}

/** One that is being sent; `until`: it is this process's, by this machine. */
interface Sending { readonly delivery: Delivery; until: number }

/** Another process may have it by now: it is left alone. */
class NotOursError extends Error {}

/** Outbox → platforms, in the order of each chat, at the pace that each platform takes, again when it says so (architecture, 'One message'). */
export class Deliverer {
  readonly #options: DeliveryOptions;
  readonly #outs: readonly Out[];
  readonly #sending = new Set<Promise<void>>();
  readonly #loop: Loop;
  #keeping: NodeJS.Timeout | undefined;
  #looking: Promise<Looked> = Promise.resolve({ begun: 0 });
  #stopped = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#outs = options.outlets.map((outlet) => ({ ...outlet, pace: new Pace(outlet.limits), lane: new SendingLane(), sending: new Map() }));
    this.#loop = new Loop(async () => {
      const { againMs } = await this.#look();
      if (againMs !== undefined) setTimeout(() => this.poke(), againMs).unref();
    }, options.log);
  }

  start(): void {
    if (this.#outs.length > 0) this.#loop.start();
  }

  poke(): void {
    this.#loop.poke();
  }

  /** What is being sent is finished; the rest stays for another process, or the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#loop.stop();
    await Promise.allSettled(this.#sending);
    clearInterval(this.#keeping);
  }

  /** Sends until nothing is left that can be sent now. For the test clock, which answers when the house is quiet. */
  async drain(): Promise<void> {
    if (this.#outs.length === 0) return;
    for (;;) {
      // What was being sent while it looked may have left room for the next of its chat.
      const before = this.#sending.size;
      const { begun, againMs } = await this.#look();
      if (before + begun + this.#sending.size === 0) {
        if (againMs === undefined || againMs > PATIENCE_MS) return;
        await wait(againMs);
      } else if (this.#sending.size > 0) await Promise.race(this.#sending);
    }
  }

  /** Begins to send what can be sent. One look after the other: none is under way that nobody sees. */
  #look(): Promise<Looked> {
    const looked = this.#looking.then(() => this.#begin());
    this.#looking = looked.catch(() => ({ begun: 0 }));
    return looked;
  }

  async #begin(): Promise<Looked> {
    const looked = await Promise.all(this.#outs.map(async (out): Promise<Looked> => {
      const room = AT_ONCE - out.sending.size;
      // What waited out a pause here would outlast its lease, and be sent by another process too.
      if (room < AT_ONCE / 2 || out.pace.heldMs > 0) return { begun: 0 };
      const asked = performance.now();
      const { deliveries, againMs } = await this.#options.post.claim(out.channel.name, out.limits, room);
      for (const delivery of deliveries) this.#start(out, { delivery, until: asked + delivery.leaseMs });
      return { begun: deliveries.length, ...(againMs === undefined ? {} : { againMs }) };
    }));
    const again = looked.flatMap(({ againMs }) => againMs ?? []);
    return { begun: looked.reduce((sum, { begun }) => sum + begun, 0), ...(again.length === 0 ? {} : { againMs: Math.min(...again) }) };
  }

  #start(out: Out, one: Sending): void {
    const { delivery } = one;
    const key = `${delivery.operator} ${delivery.id}`;
    out.sending.set(key, one);
    this.#keeping ??= setInterval(() => void this.#keep().catch(this.#options.log), KEEP_MS).unref();
    const sending = this.#send(out, one).catch(this.#options.log).finally(() => {
      this.#sending.delete(sending);
      out.sending.delete(key);
      // The next message of that chat.
      this.poke();
    });
    this.#sending.add(sending);
  }

  /** What takes long is not taken for dead. */
  async #keep(): Promise<void> {
    const all = this.#outs.flatMap(({ sending }) => [...sending.values()]);
    if (all.length === 0) return;
    const asked = performance.now();
    await this.#options.post.keep(all.map(({ delivery }) => delivery));
    for (const one of all) one.until = asked + one.delivery.leaseMs;
  }

  async #send(out: Out, one: Sending): Promise<void> {
    const { channel } = out;
    const { delivery } = one;
    let { done, address } = { done: delivery.done, address: delivery.address };
    let message: string | undefined;
    try {
      const { parts, texts } = await this.#written(delivery, channel);
      for (const [index, part] of parts.entries()) {
        if (index < delivery.done) continue;
        const leave = await this.#inTurn(out, delivery);
        try {
          // The database was away, or the machine too busy to say that it is at it.
          if (performance.now() > one.until - SURELY_OURS_MS) throw new NotOursError('its lease ran out');
          // Only a message that is still one can take the place of one.
          const edits = texts === 1 && index === 0 ? delivery.edits : undefined;
          const placed = await SendingLane.answered(channel.send(address, part, edits).catch((error: unknown) => {
            if (!(error instanceof NotSentError) || error.address === undefined) throw error;
            address = error.address;
            return channel.send(address, part);
          }), leave);
          done = index + 1;
          if (index === texts - 1) message = placed;
          await this.#settle(delivery, { state: done < parts.length ? 'due' : 'sent', parts: done, message });
        } finally {
          leave();
        }
      }
      // An earlier try sent all of it, and could not say so.
      if (delivery.done >= parts.length) await this.#settle(delivery, { state: 'sent', parts: done, message });
    } catch (error) {
      await this.#failed(delivery, error, done, message, out);
    }
  }

  /**
   * Waits for what is before it in this process, then for its turn among all processes: taken when it is ready, a turn is hardly ever missed,
   * and what was late is not sent in a bunch. @throws NotSentError when the platform has asked for a pause
   */
  async #inTurn({ pace, lane, limits }: Out, delivery: Delivery): Promise<() => void> {
    let leave = await lane.enter(delivery.urgency);
    try {
      for (let tried = 1; ; tried += 1) {
        const asked = performance.now();
        const early = pace.heldMs > 0 ? 0 : await this.#options.post.turn(delivery, limits);
        if (early > LONGEST_TURN_MS) throw new NotSentError('later', 'a pause', { afterMs: early });
        const turn = performance.now() + early;
        if (early > STEP_ASIDE_MS) {
          // Its chat has to rest: others go before it.
          leave();
          await wait(early - STEP_ASIDE_MS);
          leave = await lane.enter(delivery.urgency);
        }
        await wait(Math.max(turn - performance.now(), pace.heldMs > 0 ? 0 : pace.follow()));
        if (pace.heldMs > 0) throw new NotSentError('later', 'a pause', { afterMs: pace.heldMs });
        // The machine stood still: what is that late would come beside others.
        if (performance.now() - (asked + early) <= LATE_MS || tried === TURNS) return leave;
      }
    } catch (error) {
      leave();
      throw error;
    }
  }

  async #written(delivery: Delivery, channel: Channel): Promise<{ parts: readonly unknown[]; texts: number }> {
    const { gate, web } = this.#options;
    const { account, names, naming } = delivery;
    const message = left(delivery.message, naming, account.lang, web());
    const files: LetterFile[] = [];
    for (const file of naming === 'none' ? [] : (message.files ?? [])) {
      const made = await gate.document(account, file, channel.name);
      if (made !== undefined) files.push({ ...made, token: gate.documentToken(account, file, channel.name) });
    }
    const parts = channel.render({ message, names, naming, lang: account.lang, files });
    return { parts, texts: parts.length - files.length };
  }

  async #failed(delivery: Delivery, error: unknown, parts: number, message: string | undefined, { channel, pace }: Out): Promise<void> {
    const { post, log } = this.#options;
    if (error instanceof NotOursError) {
      log(error);
      return;
    }
    const known = error instanceof NotSentError ? error : undefined;
    if (known?.why === 'unreachable') return post.unreachable(delivery);
    if (known?.why !== 'later') log(error);
    // A platform that says when to come back is there, and a pause was no try at all: neither is given up, nor counted.
    const counts = known?.afterMs === undefined;
    if (known?.why === 'refused' || (counts && delivery.attempts >= TRIES)) return this.#settle(delivery, { state: 'failed', parts, message, error: known?.why ?? 'error' });
    const afterMs = known?.afterMs ?? Math.min(60_000, 250 * 2 ** Math.min(delivery.attempts - 1, 10));
    if (known?.everywhere === true || (known?.limited === true && pace.limited(delivery.chatKey, afterMs))) {
      pace.hold(afterMs);
      await post.hold(channel.name, afterMs);
    }
    await this.#settle(delivery, { state: 'due', parts, message, afterMs, error: known?.why ?? 'error', counts });
  }

  /** The mark of what was sent is not given up while the database is away: unmarked, it would be sent again, and what is behind it waits. */
  async #settle(delivery: Delivery, how: Parameters<Post['settle']>[1]): Promise<void> {
    const { post, log } = this.#options;
    for (const until = performance.now() + MARKING_MS; ;) {
      try {
        await post.settle(delivery, how);
        return;
      } catch (error) {
        if (this.#stopped || performance.now() > until) throw error;
        log(error);
        await wait(MARK_AGAIN_MS);
      }
    }
  }
}

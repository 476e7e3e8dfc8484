import { setTimeout as wait } from 'node:timers/promises';
import type { Delivery, Gate, Post } from '../core/ports.ts';
import { NotSentError, type Channel, type LetterFile } from './channel.ts';
import { left } from './looks.ts';
import { Loop } from './loop.ts';
import { Pace, type Rate } from './pace.ts';

/** Chats that are written to at the same moment. */
const AT_ONCE = 20;
/** Tries before a message is given up: at a minute between two, about an hour. */
const TRIES = 60;

/** How long it is tried to mark what was sent: a little less than it is leased for. */
const MARKING_MS = 25_000;
const MARK_AGAIN_MS = 300;

/** A channel with how fast its platform takes messages. */
export interface Outlet {
  readonly channel: Channel;
  readonly rates: { readonly everywhere: Rate; readonly chat: Rate };
}

export interface DeliveryOptions {
  readonly post: Post;
  readonly gate: Gate;
  readonly outlets: readonly Outlet[];
  /** Address of the web chat, where names can be seen. */
  readonly web: () => string;
  readonly log: (error: unknown) => void;
}

/** Outbox → platforms, in the order of each chat, at the pace that each platform takes, again when it says so (architecture, 'One message'). */
export class Deliverer {
  readonly #options: DeliveryOptions;
  readonly #outlets: ReadonlyMap<string, { channel: Channel; pace: Pace }>;
  readonly #sending = new Set<Promise<void>>();
  readonly #loop: Loop;
  #looking: Promise<number> = Promise.resolve(0);
  #stopped = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#outlets = new Map(options.outlets.map(({ channel, rates }) => [channel.name, { channel, pace: new Pace(rates.everywhere, rates.chat) }]));
    this.#loop = new Loop(() => this.#look(), options.log);
  }

  start(): void {
    if (this.#outlets.size > 0) this.#loop.start();
  }

  poke(): void {
    this.#loop.poke();
  }

  /** What is being sent is finished; the rest stays for another process, or the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#loop.stop();
    await Promise.allSettled(this.#sending);
  }

  /** Sends until nothing is left that can be sent now. For the test clock, which answers when the house is quiet. */
  async drain(): Promise<void> {
    if (this.#outlets.size === 0) return;
    for (;;) {
      // What was being sent while it looked may have left room for the next of its chat.
      const before = this.#sending.size;
      const begun = await this.#look();
      if (before + begun + this.#sending.size === 0) return;
      if (this.#sending.size > 0) await Promise.race(this.#sending);
    }
  }

  /** Begins to send what can be sent; how many. One look after the other: none is under way that nobody sees. */
  #look(): Promise<number> {
    const looked = this.#looking.then(() => this.#begin());
    this.#looking = looked.catch(() => 0);
    return looked;
  }

  async #begin(): Promise<number> {
    const room = AT_ONCE - this.#sending.size;
    // What waited out a pause here would outlast its lease, and be sent by another process too.
    const open = [...this.#outlets].filter(([, { pace }]) => !pace.held).map(([name]) => name);
    const claimed = room <= 0 || open.length === 0 ? [] : await this.#options.post.claim(open, room);
    for (const delivery of claimed) {
      const sending = this.#send(delivery).catch(this.#options.log).finally(() => {
        this.#sending.delete(sending);
        // The next message of that chat.
        this.poke();
      });
      this.#sending.add(sending);
    }
    return claimed.length;
  }

  async #send(delivery: Delivery): Promise<void> {
    const { channel, pace } = this.#outlets.get(delivery.channel) ?? {};
    if (channel === undefined || pace === undefined) return;
    let { done, address } = { done: delivery.done, address: delivery.address };
    let message: string | undefined;
    try {
      const { parts, texts } = await this.#written(delivery, channel);
      for (const [index, part] of parts.entries()) {
        if (index < delivery.done) continue;
        await wait(pace.reserve(address));
        // Only a message that is still one can take the place of one.
        const edits = texts === 1 && index === 0 ? delivery.edits : undefined;
        const placed = await channel.send(address, part, edits).catch((error: unknown) => {
          if (!(error instanceof NotSentError) || error.address === undefined) throw error;
          address = error.address;
          return channel.send(address, part);
        });
        done = index + 1;
        if (index === texts - 1) message = placed;
        if (done < parts.length) await this.#settle(delivery, { state: 'due', parts: done, message });
      }
      await this.#settle(delivery, { state: 'sent', parts: done, message });
    } catch (error) {
      await this.#failed(delivery, error, done, message, pace);
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

  async #failed(delivery: Delivery, error: unknown, parts: number, message: string | undefined, pace: Pace): Promise<void> {
    const { post, log } = this.#options;
    const known = error instanceof NotSentError ? error : undefined;
    if (known?.why === 'unreachable') return post.unreachable(delivery);
    if (known?.why !== 'later') log(error);
    if (known?.why === 'refused' || delivery.attempts >= TRIES) return this.#settle(delivery, { state: 'failed', parts, message, error: known?.why ?? 'error' });
    const afterMs = known?.afterMs ?? Math.min(60_000, 250 * 2 ** Math.min(delivery.attempts - 1, 10));
    if (known?.everywhere === true) pace.hold(afterMs);
    await this.#settle(delivery, { state: 'due', parts, message, afterMs, error: known?.why ?? 'error' });
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

/** How fast a platform takes messages: so many a second on average, so many at once after a pause. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Chats whose last message is this old need no memory. */
const FORGET_MS = 60_000;

/**
 * When the next message may leave, for the whole channel and for each chat: each reserves the first moment at which
 * neither limit is passed (a leaky bucket that keeps one instant a chat). Machine time, of this process alone.
 */
export class Pace {
  readonly #everywhere: Rate;
  readonly #chat: Rate;
  readonly #now: () => number;
  #channel = -Infinity;
  #heldUntil = -Infinity;
  readonly #chats = new Map<string, number>();

  constructor(everywhere: Rate, chat: Rate, now: () => number = () => performance.now()) {
    this.#everywhere = everywhere;
    this.#chat = chat;
    this.#now = now;
  }

  /** Milliseconds to wait before sending to a chat; its turn is taken. */
  reserve(chat: string): number {
    const now = this.#now();
    const slack = (rate: Rate): number => ((rate.burst - 1) * 1_000) / rate.perSecond;
    const own = this.#chats.get(chat) ?? -Infinity;
    const at = Math.max(now, this.#channel - slack(this.#everywhere), own - slack(this.#chat));
    this.#channel = Math.max(this.#channel, at) + 1_000 / this.#everywhere.perSecond;
    this.#chats.set(chat, Math.max(own, at) + 1_000 / this.#chat.perSecond);
    if (this.#chats.size > 5_000) for (const [key, until] of this.#chats) if (until < now - FORGET_MS) this.#chats.delete(key);
    return at - now;
  }

  /** Whether the platform has asked for a pause that is not over. */
  get held(): boolean {
    return this.#now() < this.#heldUntil;
  }

  /** The platform asks for a pause: nothing leaves before it is over. */
  hold(forMs: number): void {
    const slack = ((this.#everywhere.burst - 1) * 1_000) / this.#everywhere.perSecond;
    this.#heldUntil = Math.max(this.#heldUntil, this.#now() + forMs);
    this.#channel = Math.max(this.#channel, this.#heldUntil + slack);
  }
}

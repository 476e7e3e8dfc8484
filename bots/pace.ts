import type { Limits } from '../core/ports.ts';

/** How much closer than the pace two messages may leave, where one was late: a late process catches up, and makes no bunch. */
const CATCHING_UP = 0.97;

/**
 * One channel's pace as one process keeps it. Turns are given out by the database, to all processes together, when a message is ready; here
 * what was late all the same is not sent in a bunch, and a platform that asks for a pause is obeyed by what has its turn already. Milliseconds of this machine.
 */
export class Pace {
  readonly #between: number;
  readonly #now: () => number;
  #last = -Infinity;
  #heldUntil = -Infinity;
  /** Chats in which the platform has lately said 'too many', and until when. */
  readonly #limited = new Map<string, number>();

  constructor({ perSecond }: Pick<Limits, 'perSecond'>, now: () => number = () => performance.now()) {
    this.#between = (CATCHING_UP * 1_000) / perSecond;
    this.#now = now;
  }

  /** Milliseconds until a message whose turn has come may leave; its place is taken. */
  follow(): number {
    const now = this.#now();
    const at = Math.max(now, this.#last + this.#between);
    this.#last = at;
    return at - now;
  }

  /** How long the platform's pause goes on; 0: there is none. */
  get heldMs(): number {
    return Math.max(0, this.#heldUntil - this.#now());
  }

  hold(forMs: number): void {
    this.#heldUntil = Math.max(this.#heldUntil, this.#now() + forMs);
  }

  /** 'Too many' was said in a chat. True: another was told so at the same time, so it is the whole channel that is meant. */
  limited(chat: string, forMs: number): boolean {
    const now = this.#now();
    for (const [other, until] of this.#limited) if (until <= now) this.#limited.delete(other);
    this.#limited.set(chat, now + forMs);
    return this.#limited.size > 1;
  }
}

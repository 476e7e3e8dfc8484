import type { Post } from '../core/ports.ts';

/** What a dead process held is free after so long; a living one says more often that it is at it. Milliseconds. */
const LEASE_MS = 10_000;
const RENEW_MS = 3_000;

/**
 * Work that one process does at a time, kept for as long as this one lives: taken when it is free, renewed by itself, given back at the end.
 */
export class Lease {
  readonly #post: Pick<Post, 'lease' | 'release'>;
  readonly #name: string;
  readonly #holder: string;
  #timer: NodeJS.Timeout | undefined;
  #released = false;

  constructor(post: Pick<Post, 'lease' | 'release'>, name: string, holder: string) {
    this.#post = post;
    this.#name = name;
    this.#holder = holder;
  }

  /** Whether it is ours now. */
  async mine(): Promise<boolean> {
    const had = await this.#post.lease(this.#name, this.#holder, LEASE_MS);
    if (!had) this.#rest();
    // Given back while this was asked: it must not renew itself for a process that has stopped.
    else if (this.#released) await this.#post.release(this.#name, this.#holder);
    else this.#timer ??= setInterval(() => void this.mine().catch(() => undefined), RENEW_MS).unref();
    return had && !this.#released;
  }

  async release(): Promise<void> {
    this.#released = true;
    this.#rest();
    await this.#post.release(this.#name, this.#holder);
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

import { setTimeout as wait } from 'node:timers/promises';

/** Longest time between two looks for work that another process left (architecture, 'One message'). */
const POLL_MS = 800;

/** Looks for work again and again until stopped: at least once a second, and at once when poked. */
export class Loop {
  readonly #look: () => Promise<unknown>;
  readonly #log: (error: unknown) => void;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #poked: (() => void) | undefined;

  constructor(look: () => Promise<unknown>, log: (error: unknown) => void) {
    this.#look = look;
    this.#log = log;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** There may be something to do now. */
  poke(): void {
    this.#poked?.();
  }

  /** Finishes the look in hand and begins no other. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#poked?.();
    await this.#running;
  }

  #stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#stopped()) {
      // A poke during the look, too, ends the pause after it.
      const poked = new Promise<void>((resolve) => { this.#poked = resolve; });
      await this.#look().catch(this.#log);
      if (this.#stopped()) return;
      // Jitter keeps several processes from looking at the same moment.
      const pause = new AbortController();
      await Promise.race([wait(POLL_MS * (0.75 + Math.random() / 4), undefined, { signal: pause.signal }).catch(() => undefined), poked]);
      pause.abort();
    }
  }
}

import { EventEmitter } from 'node:events';

/** What every fake of a messaging platform keeps: the calls that came, the troubles that calls to come will meet, and who waits for something to happen. */
export abstract class FakeChanges<Method extends string, Trouble> {
  /** Every call that came, in order. */
  readonly calls: { readonly method: string; readonly args: Record<string, unknown> }[] = [];
  /** What was sent past the platform's limits. */
  readonly violations: string[] = [];
  readonly #troubles = new Map<string, Trouble[]>();
  readonly #changes = new EventEmitter();
  readonly #name: string;
  #id: number;

  /** `id`: the last one that was given out. */
  protected constructor(name: string, id: number) {
    this.#name = name;
    this.#id = id;
    this.#changes.setMaxListeners(0);
  }

  /** The next calls of a method meet these troubles, one each. */
  next(method: Method, ...troubles: readonly Trouble[]): void {
    this.#troubles.set(method, [...(this.#troubles.get(method) ?? []), ...troubles]);
  }

  called(method: Method): Record<string, unknown>[] {
    return this.calls.filter((call) => call.method === method).map(({ args }) => args);
  }

  nextId(): number {
    this.#id += 1;
    return this.#id;
  }

  changed(): void {
    this.#changes.emit('change');
  }

  /** Resolves with what `found` finds, looking again whenever something happens. @throws after so many milliseconds */
  async until<T>(found: () => T | undefined | false, ms = 10_000): Promise<T> {
    const limit = AbortSignal.timeout(ms);
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        this.#changes.once('change', resolve);
        limit.addEventListener('abort', () => resolve(), { once: true });
      });
      const value = found();
      if (value !== undefined && value !== false) return value;
      if (limit.aborted) throw new Error(`${this.#name}: nothing happened in ${ms} ms; last calls: ${this.calls.slice(-5).map(({ method }) => method).join(', ')}; ${this.violations.join('; ')}`);
      await changed;
    }
  }

  /** Remembers a call. The trouble that it meets, if any. */
  protected met(method: string, args: Record<string, unknown>): Trouble | undefined {
    this.calls.push({ method, args });
    this.changed();
    return this.#troubles.get(method)?.shift();
  }
}

/** Milliseconds after which nobody waits any more for a platform that says nothing: no platform takes as long for a message that it takes. */
const SILENT_MS = 1_500;

/** One who waits: the most urgent goes first, and of equals who came first. */
interface Waiting { readonly urgency: number; readonly enter: () => void }

/**
 * What one process sends by a channel, a message at a time: between what the platform takes and our mark there is one at most, so a process that
 * dies there doubles that one and no other (X6). What is faster than one after the other is several processes.
 */
export class SendingLane {
  readonly #waiting: Waiting[] = [];
  #busy = false;

  /** Resolves when it is one's turn, with what is said when the message is marked, or was not taken. Said twice, it counts once. */
  async enter(urgency: number): Promise<() => void> {
    if (this.#busy) await new Promise<void>((enter) => this.#wait({ urgency, enter }));
    this.#busy = true;
    let inside = true;
    return () => {
      if (inside) this.#next();
      inside = false;
    };
  }

  /** What the platform says; `leave` is said before it when the platform is silent: one that hangs holds up no other. */
  static async answered<T>(call: Promise<T>, leave: () => void, silentMs = SILENT_MS): Promise<T> {
    const silent = setTimeout(leave, silentMs);
    try {
      return await call;
    } finally {
      clearTimeout(silent);
    }
  }

  #wait(one: Waiting): void {
    const behind = this.#waiting.findIndex(({ urgency }) => urgency > one.urgency);
    this.#waiting.splice(behind < 0 ? this.#waiting.length : behind, 0, one);
  }

  /** The next is inside before anybody else can come. */
  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#busy = false;
    else next.enter();
  }
}

import type { HeavyKind, HeavyPiece, HeldPiece } from '../core/heavy.ts';
import type { Heavy } from '../core/ports.ts';
import { Loop } from './loop.ts';

/** How often it is said that a piece is still being done: less than `Heavy.keep` asks for, by the time of a slow query. */
const BEAT_MS = 4_000;
/** How often lapsed pieces are looked for. */
const TEND_MS = 5_000;

/**
 * Does one piece, from its beginning, outside of any transaction. Once `signal` is aborted the piece is another
 * process's, and it should end soon. Throws {@link Again} to be tried again, having told whom it concerns; anything
 * else that is thrown is logged, and tried again too.
 */
export type DoesHeavy = (piece: HeavyPiece, signal: AbortSignal) => Promise<void>;

/** What each kind of heavy work does: a new kind is one entry in core/heavy.ts, and one in `heavyWorks`. */
export type HeavyWorks = Readonly<Record<HeavyKind, DoesHeavy>>;

/** Not now: later, perhaps. `code` names nobody. */
export class Again extends Error {
  override readonly name = 'Again';
  readonly code: string;

  constructor(code: string, options?: { cause?: unknown }) {
    super(code, options);
    this.code = code;
  }
}

/**
 * Does the heavy work that waits, a piece at a time, beside the worker, which it never holds up. Any number of
 * processes can do so beside one database: each piece is in the hands of one.
 */
export class HeavyWorker {
  readonly #heavy: Heavy;
  readonly #works: HeavyWorks;
  readonly #log: (error: unknown) => void;
  /** Something was done, which may have made other work due. */
  readonly #done: () => void;
  readonly #loop: Loop;
  readonly #inHand = new Set<Promise<void>>();
  #stopped = false;
  #tended = -Infinity;

  constructor(heavy: Heavy, works: HeavyWorks, log: (error: unknown) => void, done: () => void = () => undefined) {
    this.#heavy = heavy;
    this.#works = works;
    this.#log = log;
    this.#done = done;
    this.#loop = new Loop(() => this.drain(), log);
  }

  /** Looks for pieces until stopped. */
  start(): void {
    this.#loop.start();
  }

  /** Finishes the pieces in hand and takes no other. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#loop.stop();
    await Promise.all(this.#inHand);
    await this.#heavy.close();
  }

  /** Does what waits until nothing is left. What fails is left for later, and holds up no other piece. */
  async drain(): Promise<void> {
    await this.#tend();
    while (!this.#stopped) {
      const piece = await this.#heavy.take();
      if (piece === undefined) return;
      const doing = this.#do(piece).finally(() => this.#inHand.delete(doing));
      this.#inHand.add(doing);
      await doing;
      this.#done();
    }
  }

  async #do(piece: HeldPiece): Promise<void> {
    const lost = new AbortController();
    const beat = setInterval(() => {
      this.#heavy.keep(piece).then((ours) => { if (!ours) lost.abort(); }, this.#log);
    }, BEAT_MS);
    try {
      await this.#works[piece.kind](piece, lost.signal);
      if (!lost.signal.aborted) await this.#heavy.done(piece);
    } catch (error) {
      if (lost.signal.aborted) return;
      if (!(error instanceof Again)) this.#log(error);
      // Where even that fails, the piece lapses and is taken up again.
      await this.#heavy.failed(piece, error instanceof Again ? error.code : 'failed').catch(this.#log);
    } finally {
      clearInterval(beat);
    }
  }

  async #tend(): Promise<void> {
    if (performance.now() - this.#tended < TEND_MS) return;
    this.#tended = performance.now();
    await this.#heavy.tend().catch(this.#log);
  }
}

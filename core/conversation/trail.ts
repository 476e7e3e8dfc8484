import { flowOf } from './flows/index.ts';
import type { Outcome } from './flow.ts';
import { freshSession, HISTORY_LENGTH, type Frame, type Session, type Slots } from './session.ts';

/**
 * Where somebody is in the conversation, where they came from and what they left half done: the part of a session
 * that a turn moves. Cards belong to a revision, raised at most once a turn, when something moves.
 */
export class Trail {
  readonly before: Session;
  #frame: Frame | undefined;
  #parked: Frame | undefined;
  #history: readonly Frame[];
  /** A card's buttons stay good until something changes: a question about help does not make them stale. */
  #changed = false;

  constructor(session: Session | undefined) {
    this.before = session ?? freshSession;
    this.#history = this.before.history;
    this.#parked = this.before.parked;
    // A frame of another version of its flow is not guessed at: the flow is begun again from the home page.
    const frame = this.before.frame;
    const flow = frame === undefined ? undefined : flowOf(frame.flow);
    if (flow?.version === frame?.version) this.#frame = frame;
    else if (flow !== undefined) this.#parked = frame;
  }

  get frame(): Frame | undefined {
    return this.#frame;
  }

  get parked(): Frame | undefined {
    return this.#parked;
  }

  get revision(): number {
    return this.before.revision + (this.#changed ? 1 : 0);
  }

  /** Whether an answer is waited for, rather than a list looked at. */
  get asks(): boolean {
    return this.#frame !== undefined && flowOf(this.#frame.flow)?.browses !== true;
  }

  /** A draft left for another flow is kept for the home page. */
  park(next: string): void {
    const frame = this.#frame;
    if (frame === undefined || frame.flow === next) return;
    if (flowOf(frame.flow)?.worthKeeping?.(frame.slots as never) === true) this.#parked = frame;
  }

  /** A draft that was finished, dropped or begun anew is no longer offered. Without a name: whichever it is. */
  unpark(name?: string): void {
    if (name === undefined || this.#parked?.flow === name) this.#parked = undefined;
  }

  /** Goes to a step. `entering`: the flow was started, from elsewhere or anew. */
  go(flow: string, version: number, to: Extract<Outcome, { kind: 'ask' }>, started: boolean, at: Date): void {
    const before = this.#frame;
    const entering = started || before?.flow !== flow;
    if (before !== undefined && (before.step !== to.step || entering)) this.#remember(before, to, entering);
    this.#changed = true;
    this.#frame = { flow, version, step: to.step, slots: to.slots, began: entering ? this.revision : before.began, at: at.toISOString() };
  }

  /** A step back; false: there is none. */
  back(at: Date): boolean {
    const previous = this.#history.at(-1);
    this.#history = this.#history.slice(0, -1);
    if (previous === undefined || flowOf(previous.flow)?.version !== previous.version) return false;
    this.unpark(previous.flow);
    this.#frame = { ...previous, at: at.toISOString() };
    this.#changed = true;
    return true;
  }

  leave(): void {
    if (this.#frame !== undefined) this.#changed = true;
    this.#frame = undefined;
    this.#history = [];
  }

  /** The performance that a booking is half done for: here, or left for something else. */
  get preparing(): string | undefined {
    for (const frame of [this.#frame, this.#parked]) {
      const performance = frame === undefined ? undefined : flowOf(frame.flow)?.preparing?.(frame.slots as never);
      if (performance !== undefined) return performance;
    }
    return undefined;
  }

  after(): Pick<Session, 'revision' | 'frame' | 'parked' | 'history'> {
    return {
      revision: this.revision,
      ...(this.#frame === undefined ? {} : { frame: this.#frame }),
      ...(this.#parked === undefined ? {} : { parked: this.#parked }),
      history: this.#history,
    };
  }

  /** Where 'retour' leads. A step of a flow that is come back to is not gone back through: what was done since stays done. */
  #remember(before: Frame, { step, slots }: { step: string; slots: Slots }, entering: boolean): void {
    const flow = flowOf(before.flow);
    const earlier = entering || flow?.browses === true ? -1 : this.#history.findIndex((frame) => frame.flow === before.flow && frame.began === before.began && frame.step === step);
    if (earlier >= 0) {
      this.#history = this.#history.slice(0, earlier);
      return;
    }
    const kept = entering || flow?.returning === undefined ? before : { ...before, slots: flow.returning(before.slots as never, slots as never) as Slots };
    this.#history = [...this.#history, kept].slice(-HISTORY_LENGTH);
  }
}

import { strings } from '../i18n/index.ts';
import { readInterrupt } from '../language/interrupts.ts';
import { understand, type Understood } from '../language/understand.ts';
import { decodePress, encodePress } from '../messages/actions.ts';
import type { Incoming } from '../messages/incoming.ts';
import { message, paragraph } from '../messages/build.ts';
import type { Action, Message, Text } from '../messages/message.ts';
import type { Account, LinkOutcome, Programme, Store } from '../ports.ts';
import { say as answer, type Context, type Flow, type Input, type Outcome } from './flow.ts';
import { helpMessage, usualActions } from './flows/help.ts';
import { flows } from './flows/index.ts';
import { refuse } from './flows/refuse.ts';
import { flowFor } from './intents.ts';
import { buttonCalled, chosenByWords, offeredBy, peopleOffered } from './offered.ts';
import { freshSession, HISTORY_LENGTH, type Frame, type Session, type Slots } from './session.ts';

/** One message of one account, with everything read in the transaction that will hold its effects. */
export interface Turn {
  readonly account: Account;
  readonly no: number;
  readonly inLane: boolean;
  readonly incoming: Incoming;
  readonly session: Session | undefined;
  readonly store: Store;
  readonly now: Date;
  /** Set when the message was a code, typed into a chat that is not linked yet (A2). */
  readonly linking?: LinkOutcome;
}

export interface Taken {
  readonly session: Session;
  readonly messages: readonly Message[];
}

/** Longest text that is looked at; the rest of a longer one cannot carry an intent. */
const TEXT_LENGTH = 2_000;
/** Below it a sentence is a guess: no reason to leave a question that stands (X2). */
const SURE = 0.6;

const flowOf = (name: string): Flow | undefined => (Object.hasOwn(flows, name) ? (flows as Readonly<Record<string, Flow>>)[name] : undefined);

/**
 * A turn, in its one order: interrupt words → a button → what was offered last → the current step →
 * a whole sentence → choices (architecture, Conversation). Nothing here knows a channel or writes a row.
 */
export async function takeTurn(turn: Turn): Promise<Taken> {
  return new Conversation(turn, await turn.store.programme()).take();
}

class Conversation {
  readonly #turn: Turn;
  readonly #ctx: Context;
  readonly #before: Session;
  /** A card's buttons stay good until something changes: a question about help does not make them stale. */
  #changed = false;
  #frame: Frame | undefined;
  #parked: Frame | undefined;
  #history: Frame[];
  #misses: number;
  #aside = false;
  readonly #messages: Message[] = [];

  constructor(turn: Turn, programme: Programme) {
    this.#turn = turn;
    this.#before = turn.session ?? freshSession;
    this.#history = [...this.#before.history];
    this.#misses = this.#before.misses;
    this.#parked = this.#before.parked;
    // A frame of another version of its flow is not guessed at: the flow is begun again from the home page.
    const frame = this.#before.frame;
    const flow = frame === undefined ? undefined : flowOf(frame.flow);
    if (flow?.version === frame?.version) this.#frame = frame;
    else if (flow !== undefined) this.#parked = frame;
    this.#ctx = this.#context(programme);
  }

  #context(programme: Programme): Context {
    const { account, store, now, no, inLane } = this.#turn;
    const revision = (): number => this.#revision();
    const began = (): number => this.#frame?.began ?? revision();
    const parked = (): Frame | undefined => this.#parked;
    return {
      now, store, account, programme, no, inLane,
      lang: account.lang,
      say: strings(account.lang, { now, zone: programme.zone }),
      get parked() {
        return parked();
      },
      unpark: () => { this.#parked = undefined; },
      anytime: (flow, name, ...args) => encodePress({ flow, name, args }),
      once: (flow, name, ...args) => encodePress({ flow, name, args, stamp: { of: 'revision', value: revision() } }),
      draft: (flow, name, ...args) => encodePress({ flow, name, args, stamp: { of: 'frame', value: began() } }),
    };
  }

  #revision(): number {
    return this.#before.revision + (this.#changed ? 1 : 0);
  }

  async take(): Promise<Taken> {
    const understood = await this.#answer();
    this.#misses = understood ? 0 : this.#misses + 1;
    return { session: this.#after(), messages: this.#messages };
  }

  /** False when nothing was made of the message. */
  async #answer(): Promise<boolean> {
    const { incoming, account } = this.#turn;
    if (account.role === 'reception') {
      await this.#go(await this.#start('link', { outcome: this.#turn.linking }));
      return true;
    }
    switch (incoming.kind) {
      case 'press':
        return this.#press(incoming.id);
      case 'submit':
        return this.#submit(incoming.form, incoming.values);
      case 'file':
        this.#tell(this.#ctx.say.file.notHere(incoming.name.slice(0, 80)), usualActions(this.#ctx));
        return true;
      case 'text':
        return this.#text(incoming.text);
    }
  }

  async #text(typed: string): Promise<boolean> {
    const { say } = this.#ctx;
    const text = typed.slice(0, TEXT_LENGTH).trim();
    if (!/[\p{L}\p{N}?]/u.test(text)) {
      this.#tell(say.misc.empty, usualActions(this.#ctx));
      return true;
    }
    const interrupt = readInterrupt(text);
    // 'Précédent' is a page back where that is what a button says, else a step back.
    const page = interrupt === 'back' ? buttonCalled(text, this.#before.offered) : undefined;
    if (page !== undefined) return this.#press(page);
    if (interrupt !== undefined) return this.#interrupt(interrupt);

    const chosen = await this.#chosenByWords(text);
    if (chosen !== undefined) return this.#press(chosen);

    const understood = await this.#understand(text);
    const step = this.#step();
    if (step !== undefined) {
      const outcome = await step.accept({ kind: 'text', text, understood });
      if (outcome !== undefined) {
        await this.#go(outcome);
        return true;
      }
    }
    const next = flowFor(understood, text);
    if (next !== undefined && (!this.#asksSomething() || understood.confidence >= SURE)) {
      // 'Annule Malika et mets Farida': the second half is left for later, and that is said.
      if (next.flow === 'cancel' && understood.confidence < SURE) this.#tell(say.misc.oneThing);
      await this.#go(await this.#start(next.flow, next.args));
      return true;
    }
    // 'Merci': nothing was asked.
    if (understood.intent === 'none' && understood.confidence === 1) {
      this.#tell(say.misc.welcome, this.#asksSomething() ? [] : usualActions(this.#ctx));
      if (this.#asksSomething()) await this.#askAgain();
      return true;
    }
    return this.#miss(typed.length > TEXT_LENGTH);
  }

  /** Whether an answer is waited for, rather than a list looked at. */
  #asksSomething(): boolean {
    return this.#frame !== undefined && flowOf(this.#frame.flow)?.browses !== true;
  }

  async #understand(text: string): Promise<Understood> {
    const { account, store, now, programme, lang } = this.#ctx;
    const people = account.structure === null ? [] : (await store.people.all()).filter((person) => !person.removed);
    return understand(text, { at: now, zone: programme.zone, lang, people });
  }

  /** Two misses: the menu and help (X2). The question that stands is asked again the first time. */
  async #miss(tooLong: boolean): Promise<boolean> {
    const { say } = this.#ctx;
    const { misses } = this.#before;
    if (misses > 0) {
      const { anytime } = this.#ctx;
      this.#tell(say.misc.notUnderstoodAgain, [
        ...(this.#asksSomething() ? [{ id: anytime('turn', 'back'), label: say.actions.back }] : []),
        ...usualActions(this.#ctx),
        { id: anytime('help', 'open'), label: say.actions.help },
      ]);
      return false;
    }
    this.#tell(tooLong ? say.misc.tooLong : say.misc.notUnderstood, this.#asksSomething() ? [] : usualActions(this.#ctx));
    if (this.#asksSomething()) await this.#askAgain();
    return false;
  }

  async #interrupt(word: NonNullable<ReturnType<typeof readInterrupt>>): Promise<boolean> {
    const { say } = this.#ctx;
    switch (word) {
      case 'menu':
        await this.#go(await this.#start('home'));
        return true;
      case 'help':
        this.#aside = true;
        this.#messages.push(helpMessage(this.#ctx, usualActions(this.#ctx)));
        // The question that stands comes last, so that it can be answered by typing (X7).
        if (this.#asksSomething()) await this.#askAgain();
        return true;
      case 'cancel':
        if (this.#asksSomething()) {
          this.#leave();
          this.#tell(say.misc.left, usualActions(this.#ctx));
        } else await this.#go(await this.#start('cancel'));
        return true;
      case 'back': {
        if (this.#before.aside === true && this.#frame !== undefined) {
          await this.#askAgain();
          return true;
        }
        const previous = this.#history.pop();
        if (previous === undefined || flowOf(previous.flow)?.version !== previous.version) {
          await this.#go(await this.#start('home'));
        } else {
          this.#unpark(previous.flow);
          this.#frame = { ...previous, at: this.#turn.now.toISOString() };
          this.#changed = true;
          await this.#askAgain();
        }
        return true;
      }
      case 'language:fr':
      case 'language:en':
        await this.#go(await this.#start('language', { lang: word.slice(-2) }));
        return true;
    }
  }

  async #press(id: string): Promise<boolean> {
    const press = decodePress(id);
    if (press?.flow === 'turn' && press.name === 'back') return this.#interrupt('back');
    const flow = press === undefined ? undefined : flowOf(press.flow);
    if (press === undefined || flow === undefined) return this.#stale();
    if (this.#refuses(flow)) {
      await this.#go(answer(refuse({ code: 'cannot_book' }, this.#ctx)));
      return true;
    }
    if (press.stamp === undefined) {
      const handler = Object.hasOwn(flow.anytime ?? {}, press.name) ? flow.anytime?.[press.name] : undefined;
      if (handler === undefined) return this.#stale();
      // It answers beside whatever is going on: only a flow's own step ends it.
      const outcome = await handler(press.args, this.#ctx);
      await this.#go(outcome.kind === 'done' ? { kind: 'say', messages: outcome.messages } : outcome, press.flow);
      return true;
    }
    const step = this.#frame?.flow === press.flow ? this.#step() : undefined;
    const current = press.stamp.of === 'revision' ? this.#before.revision : this.#frame?.began;
    if (step === undefined || press.stamp.value !== current) return this.#stale();
    const outcome = await step.accept({ kind: 'press', name: press.name, args: press.args });
    if (outcome === undefined) return this.#stale();
    await this.#go(outcome);
    return true;
  }

  async #submit(form: string, values: Readonly<Record<string, string>>): Promise<boolean> {
    const press = decodePress(form);
    const step = press !== undefined && this.#frame?.flow === press.flow && press.stamp?.value === this.#before.revision ? this.#step() : undefined;
    const outcome = await step?.accept({ kind: 'submit', values });
    if (outcome === undefined) return this.#stale();
    await this.#go(outcome);
    return true;
  }

  /** A button of an older card: said so, and where things stand is shown (X3). */
  async #stale(): Promise<boolean> {
    this.#tell(this.#ctx.say.misc.stale);
    if (this.#frame === undefined) await this.#go(await this.#start('home'));
    else await this.#askAgain();
    return true;
  }

  /** A typed label or number of what was offered last. */
  async #chosenByWords(text: string): Promise<string | undefined> {
    const { offered } = this.#before;
    return offered.length === 0 ? undefined : chosenByWords(text, offered, await this.#ctx.store.people.names(peopleOffered(offered), []));
  }

  #step(): { accept(input: Input): Promise<Outcome | undefined>; ask(): Promise<Message> } | undefined {
    const frame = this.#frame;
    const step = frame === undefined ? undefined : flowOf(frame.flow)?.steps[frame.step];
    if (frame === undefined || step === undefined) return undefined;
    const slots = frame.slots as never;
    return { accept: (input) => step.accept(slots, input, this.#ctx), ask: () => step.ask(slots, this.#ctx) };
  }

  async #askAgain(redraws = false): Promise<void> {
    const message = await this.#step()?.ask();
    this.#aside = false;
    if (message !== undefined) this.#messages.push(redraws ? { ...message, redraws: true } : message);
  }

  async #start(name: string, args: object = {}): Promise<Outcome & { from?: string }> {
    const flow = flowOf(name);
    if (flow === undefined) throw new Error(`no flow ${name}`);
    if (this.#refuses(flow)) return answer(refuse({ code: 'cannot_book' }, this.#ctx));
    this.#park(name);
    const outcome: Outcome = await flow.start(args as Record<string, unknown>, this.#ctx);
    return { ...outcome, from: name };
  }

  #refuses(flow: Flow): boolean {
    return flow.referentsOnly === true && this.#turn.account.role !== 'referent';
  }

  /** A draft left for another flow is kept for the home page. */
  #park(next: string): void {
    const frame = this.#frame;
    if (frame === undefined || frame.flow === next) return;
    const flow = flowOf(frame.flow);
    if (flow?.worthKeeping?.(frame.slots as never) === true) this.#parked = frame;
  }

  /** A draft that was finished or begun anew is no longer offered. */
  #unpark(name: string): void {
    if (this.#parked?.flow === name) this.#parked = undefined;
  }

  async #go(outcome: Outcome & { from?: string }, flow?: string): Promise<void> {
    switch (outcome.kind) {
      case 'say':
        this.#aside = true;
        this.#messages.push(...outcome.messages);
        return;
      case 'done':
        this.#messages.push(...outcome.messages);
        this.#leave();
        return;
      case 'start':
        this.#messages.push(...outcome.say);
        await this.#go(await this.#start(outcome.flow, outcome.args));
        return;
      case 'ask': {
        const name = outcome.from ?? flow ?? this.#frame?.flow;
        const definition = name === undefined ? undefined : flowOf(name);
        if (name === undefined || definition === undefined) throw new Error('a step needs a flow');
        this.#unpark(name);
        const before = this.#frame;
        const entering = before?.flow !== name || outcome.from !== undefined;
        if (flow !== undefined && before?.flow !== name) this.#park(name);
        if (before !== undefined && (before.step !== outcome.step || entering)) this.#remember(before, outcome, entering);
        this.#changed = true;
        this.#frame = {
          flow: name, version: definition.version, step: outcome.step, slots: outcome.slots,
          began: entering ? this.#revision() : before.began, at: this.#turn.now.toISOString(),
        };
        this.#messages.push(...outcome.say);
        await this.#askAgain(outcome.redraws);
      }
    }
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

  #leave(): void {
    if (this.#frame !== undefined) this.#changed = true;
    this.#frame = undefined;
    this.#history = [];
  }

  #tell(text: Text, actions: readonly Action[] = []): void {
    this.#aside = true;
    this.#messages.push(message([paragraph(text)], actions));
  }

  #after(): Session {
    return {
      revision: this.#revision(),
      ...(this.#frame === undefined ? {} : { frame: this.#frame }),
      ...(this.#parked === undefined ? {} : { parked: this.#parked }),
      history: this.#history,
      offered: offeredBy(this.#messages.at(-1)),
      ...(this.#aside && this.#frame !== undefined ? { aside: true } : {}),
      misses: this.#misses,
    };
  }
}

import { readInterrupt } from '../language/interrupts.ts';
import { understand, type Understood } from '../language/understand.ts';
import { decodePress, encodePress, isWithheld } from '../messages/actions.ts';
import type { Incoming, Unreadable } from '../messages/incoming.ts';
import { message, paragraph } from '../messages/build.ts';
import type { Action, Message, Text } from '../messages/message.ts';
import type { Account, Entrance, LinkOutcome, Programme } from '../ports.ts';
import type { Store } from '../store.ts';
import { contextOf } from './context.ts';
import { say as answer, type Context, type FileIn, type Flow, type Input, type Outcome } from './flow.ts';
import { helpMessage, usualActions } from './flows/help.ts';
import { flowOf } from './flows/index.ts';
import { wishOf } from './flows/link.ts';
import { refuse } from './flows/refuse.ts';
import { flowFor, flowForFile } from './intents.ts';
import { buttonCalled, chosenByWords, offeredBy, offeredByPush, peopleOffered } from './offered.ts';
import type { Session } from './session.ts';
import { Trail } from './trail.ts';

/** One message of one account, with everything read in the transaction that will hold its effects. */
export interface Turn {
  readonly account: Account;
  readonly no: number;
  readonly inLane: boolean;
  readonly incoming: Incoming;
  readonly session: Session | undefined;
  readonly store: Store;
  readonly now: Date;
  /** The push that came last, when nothing was said to it yet. */
  readonly push?: Message;
  /** Set when the message was a code, typed into a chat that is not linked yet (A2). */
  readonly linking?: LinkOutcome;
  /** Links that bring a code into a chat of the channels that there are. */
  readonly entrances?: (code: string) => readonly Entrance[];
}

export interface Taken {
  readonly session: Session;
  /** The performance (id) that a booking is half done for. */
  readonly preparing?: string | undefined;
  readonly messages: readonly Message[];
}

/** Longest text that is looked at; the rest of a longer one cannot carry an intent. */
const TEXT_LENGTH = 2_000;
/** Below it a sentence is a guess: no reason to leave a question that stands (X2). */
const SURE = 0.6;
/** What can be said to a push that asks. */
const ANSWERS = new Set<Understood['intent']>(['yes', 'no', 'attendance', 'none']);

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
  readonly #trail: Trail;
  readonly #before: Session;
  #misses: number;
  #aside = false;
  /** The button of this turn. */
  #pressed: string | undefined;
  readonly #messages: Message[] = [];

  constructor(turn: Turn, programme: Programme) {
    this.#turn = turn;
    this.#trail = new Trail(turn.session);
    this.#before = this.#trail.before;
    this.#misses = this.#before.misses;
    this.#ctx = contextOf(turn, this.#trail, programme);
  }

  async take(): Promise<Taken> {
    const understood = await this.#answer();
    this.#misses = understood ? 0 : this.#misses + 1;
    return { session: this.#after(), preparing: this.#trail.preparing, messages: this.#messages };
  }

  /** False when nothing was made of the message. */
  async #answer(): Promise<boolean> {
    const { incoming } = this.#turn;
    if (this.#turn.linking !== undefined) {
      await this.#go(await this.#start('link', { outcome: this.#turn.linking }));
      return true;
    }
    switch (incoming.kind) {
      case 'press':
        this.#pressed = incoming.id;
        return this.#press(incoming.id);
      case 'submit':
        return this.#submit(incoming.form, incoming.values);
      case 'file':
        return this.#file({ id: incoming.file, name: incoming.name.slice(0, 80), mime: incoming.mime, size: incoming.size });
      case 'text':
        return this.#text(incoming.text);
      case 'shared':
        this.#messages.push(message([paragraph(this.#ctx.say.misc.shared), { kind: 'private', label: this.#ctx.say.misc.privately }]));
        return true;
      case 'unreadable':
        return this.#unreadable(incoming.what);
    }
  }

  /** Why it was not read; then the question that stands, or what can be done instead. */
  async #unreadable(what: Unreadable): Promise<boolean> {
    this.#tell(this.#ctx.say.misc.unreadable[what], this.#trail.asks ? [] : usualActions(this.#ctx));
    if (this.#trail.asks) await this.#askAgain();
    return true;
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
    if (await this.#answersPush(text, understood)) return true;
    const step = this.#step();
    if (step !== undefined) {
      const outcome = await step.accept({ kind: 'text', text, understood, whole: typed });
      if (outcome !== undefined) {
        await this.#go(outcome);
        return true;
      }
    }
    if (this.#turn.account.role === 'reception') {
      // What is no answer to the question that stands leaves it in sight.
      if (this.#trail.asks && wishOf(text) === undefined) return this.#miss(false);
      await this.#go(await this.#start('link', { text }));
      return true;
    }
    const next = flowFor(understood, text, this.#turn.account.role === 'referent' ? typed : undefined);
    if (next !== undefined && (!this.#trail.asks || next.sure === true || understood.confidence >= SURE)) {
      // 'Annule Malika et mets Farida': the second half is left for later, and that is said.
      if (next.flow === 'cancel' && understood.confidence < SURE) this.#tell(say.misc.oneThing);
      await this.#go(await this.#start(next.flow, next.args));
      return true;
    }
    // 'Merci': nothing was asked.
    if (understood.intent === 'none' && understood.confidence === 1) {
      this.#tell(say.misc.welcome, this.#trail.asks ? [] : usualActions(this.#ctx));
      if (this.#trail.asks) await this.#askAgain();
      return true;
    }
    return this.#miss(typed.length > TEXT_LENGTH);
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
        ...(this.#trail.asks ? [{ id: anytime('turn', 'back'), label: say.actions.back }] : []),
        ...usualActions(this.#ctx),
        { id: anytime('help', 'open'), label: say.actions.help },
      ]);
      return false;
    }
    this.#tell(tooLong ? say.misc.tooLong : say.misc.notUnderstood, this.#trail.asks ? [] : usualActions(this.#ctx));
    if (this.#trail.asks) await this.#askAgain();
    return false;
  }

  /** A file is an answer to the question that stands, or begins what files of its kind are for. */
  async #file(file: FileIn): Promise<boolean> {
    const outcome = await this.#step()?.receive(file);
    if (outcome !== undefined) {
      await this.#go(outcome);
      return true;
    }
    const next = flowForFile(file, this.#turn.account.role);
    if (next !== undefined) await this.#go(await this.#start(next.flow, next.args));
    else this.#tell(this.#ctx.say.file.notHere(file.name), usualActions(this.#ctx));
    return true;
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
        if (this.#trail.asks) await this.#askAgain();
        return true;
      case 'cancel':
        if (this.#trail.asks) {
          this.#trail.leave();
          this.#tell(say.misc.left, usualActions(this.#ctx));
        } else await this.#go(await this.#start('cancel'));
        return true;
      case 'back': {
        if (this.#before.aside === true && this.#trail.frame !== undefined) {
          await this.#askAgain();
          return true;
        }
        if (this.#trail.back(this.#turn.now)) await this.#askAgain();
        else await this.#go(await this.#start('home'));
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
    if (press?.flow === 'turn' && press.name === 'resume') return this.#resume();
    const flow = press === undefined ? undefined : flowOf(press.flow);
    if (press === undefined || flow === undefined) return this.#stale();
    if (this.#refuses(flow)) {
      await this.#go(this.#refused(flow));
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
    const step = this.#trail.frame?.flow === press.flow ? this.#step() : undefined;
    const current = press.stamp.of === 'revision' ? this.#before.revision : this.#trail.frame?.began;
    if (step === undefined || press.stamp.value !== current) return this.#stale();
    const outcome = await step.accept({ kind: 'press', name: press.name, args: press.args });
    if (outcome === undefined) return this.#stale();
    await this.#go(outcome);
    return true;
  }

  /** What was left half done, from wherever it is asked for: the question that stands, or the draft that was left. */
  async #resume(): Promise<boolean> {
    const frame = this.#trail.frame;
    const isHere = frame !== undefined && flowOf(frame.flow)?.preparing?.(frame.slots as never) !== undefined;
    if (!isHere && (this.#trail.parked !== undefined || !this.#trail.asks)) return this.#press(encodePress({ flow: 'home', name: 'resume', args: [] }));
    await this.#askAgain();
    return true;
  }

  async #submit(form: string, values: Readonly<Record<string, string>>): Promise<boolean> {
    const press = decodePress(form);
    const step = press !== undefined && this.#trail.frame?.flow === press.flow && press.stamp?.value === this.#before.revision ? this.#step() : undefined;
    // What a field did not show is not changed by leaving it empty (X5).
    const said = press !== undefined && isWithheld(press) ? Object.fromEntries(Object.entries(values).filter(([, value]) => !/^\s*…?\s*$/.test(value))) : values;
    const outcome = await step?.accept({ kind: 'submit', values: said });
    if (outcome === undefined) return this.#stale();
    await this.#go(outcome);
    return true;
  }

  /** A button of an older card: said so, and where things stand is shown (X3). */
  async #stale(): Promise<boolean> {
    // The impatient: what they wanted has just been answered, and the answer stays in sight.
    if (this.#trail.frame === undefined && this.#pressed !== undefined && this.#pressed === this.#before.pressed) {
      this.#tell(this.#ctx.say.misc.pressedTwice, usualActions(this.#ctx));
      return true;
    }
    this.#pressed = undefined;
    this.#tell(this.#ctx.say.misc.stale);
    if (this.#trail.frame === undefined) await this.#go(await this.#start('home'));
    else await this.#askAgain();
    return true;
  }

  /** A typed label or number of what was offered last: by a push that came since, unless a question stands; else by the last answer. */
  async #chosenByWords(text: string): Promise<string | undefined> {
    const [pushed, before] = [offeredByPush(this.#turn.push), this.#before.offered];
    // A number said after a push that asks how many is its answer, and no line of what was shown before.
    const counts = /^\d/.test(text) && this.#turn.push?.reply !== undefined;
    for (const offered of this.#trail.asks ? [before, pushed] : counts ? [pushed] : [pushed, before]) {
      const chosen = offered.length === 0 ? undefined : chosenByWords(text, offered, await this.#ctx.store.people.names(peopleOffered(offered), []));
      if (chosen !== undefined) return chosen;
    }
    return undefined;
  }

  /** 'Oui', '8' or names said to a push that asks, where no other question stands: its own question takes them, if they answer it. */
  async #answersPush(text: string, understood: Understood): Promise<boolean> {
    const press = this.#trail.asks || this.#turn.push?.reply === undefined ? undefined : decodePress(this.#turn.push.reply);
    const flow = press === undefined ? undefined : flowOf(press.flow);
    if (press === undefined || flow === undefined || this.#refuses(flow)) return false;
    // A sentence with a wish of its own is none.
    if (!ANSWERS.has(understood.intent) && understood.confidence >= SURE) return false;
    const question = await flow.anytime?.[press.name]?.(press.args, this.#ctx);
    if (question?.kind !== 'ask') return false;
    const outcome = await flow.steps[question.step]?.accept(question.slots as never, { kind: 'text', text, understood }, this.#ctx);
    if (outcome === undefined) return false;
    await this.#go(outcome.kind === 'done' ? { kind: 'say', messages: outcome.messages } : outcome, press.flow);
    return true;
  }

  #step(): { accept(input: Input): Promise<Outcome | undefined>; receive(file: FileIn): Promise<Outcome | undefined>; ask(): Promise<Message> } | undefined {
    const frame = this.#trail.frame;
    const step = frame === undefined ? undefined : flowOf(frame.flow)?.steps[frame.step];
    if (frame === undefined || step === undefined) return undefined;
    const slots = frame.slots as never;
    return { accept: (input) => step.accept(slots, input, this.#ctx), receive: async (file) => step.receive?.(slots, file, this.#ctx), ask: () => step.ask(slots, this.#ctx) };
  }

  async #askAgain(redraws = false): Promise<void> {
    const message = await this.#step()?.ask();
    this.#aside = false;
    if (message !== undefined) this.#messages.push(redraws ? { ...message, redraws: true } : message);
  }

  async #start(name: string, args: object = {}): Promise<Outcome & { from?: string }> {
    const flow = flowOf(name);
    if (flow === undefined) throw new Error(`no flow ${name}`);
    if (this.#refuses(flow)) return this.#refused(flow);
    this.#trail.park(name);
    const outcome: Outcome = await flow.start(args as Record<string, unknown>, this.#ctx);
    return { ...outcome, from: name };
  }

  #refuses(flow: Flow): boolean {
    const { role } = this.#turn.account;
    return flow.for === undefined ? role === 'reception' : !flow.for.includes(role);
  }

  /** Why not, to somebody with an account; a chat without one is told how to get in, wherever it knocks. */
  #refused(flow: Flow): Outcome & { from?: string } {
    if (this.#turn.account.role === 'reception') return { kind: 'start', flow: 'link', args: {}, say: [] };
    return answer(refuse({ code: flow.refusal ?? 'not_for_account' }, this.#ctx));
  }

  async #go(outcome: Outcome & { from?: string }, flow?: string): Promise<void> {
    switch (outcome.kind) {
      case 'say':
        this.#aside = true;
        this.#messages.push(...outcome.messages);
        return;
      case 'done':
        this.#messages.push(...outcome.messages);
        this.#trail.leave();
        return;
      case 'start':
        this.#messages.push(...outcome.say);
        await this.#go(await this.#start(outcome.flow, outcome.args));
        return;
      case 'ask': {
        const trail = this.#trail;
        const name = outcome.from ?? flow ?? trail.frame?.flow;
        const definition = name === undefined ? undefined : flowOf(name);
        if (name === undefined || definition === undefined) throw new Error('a step needs a flow');
        trail.unpark(name);
        if (flow !== undefined && trail.frame?.flow !== name) trail.park(name);
        trail.go(name, definition.version, outcome, outcome.from !== undefined, this.#turn.now);
        this.#messages.push(...outcome.say);
        await this.#askAgain(outcome.redraws);
      }
    }
  }

  #tell(text: Text, actions: readonly Action[] = []): void {
    this.#aside = true;
    this.#messages.push(message([paragraph(text)], actions));
  }

  #after(): Session {
    return {
      ...this.#trail.after(),
      offered: offeredBy(this.#messages.at(-1)),
      ...(this.#aside && this.#trail.frame !== undefined ? { aside: true } : {}),
      misses: this.#misses,
      ...(this.#pressed === undefined ? {} : { pressed: this.#pressed }),
    };
  }
}

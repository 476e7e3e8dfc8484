import { fold } from '../../core/language/fold.ts';
import { rows } from '../../db/connection.ts';
import type { House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';
import { Talker, type Paper } from './talker.ts';

/** A message of ours as it stands in a chat now: whatever of it changes counts as an edit. */
export interface Message {
  readonly id: number | string;
  readonly paper?: Paper;
}

/** What can be tapped under a message. `beside`: what stands next to it; `press`: what tells the wire which one it is (a link: undefined). */
export interface Button {
  readonly text: string;
  readonly beside?: string;
  readonly press: string | undefined;
}

/** One person's chat, whatever server plays it. */
export interface ChatWire<Shown extends Message> {
  text(text: string): Promise<unknown>;
  /** `button`: its `press`. */
  press(message: Shown, button: string): Promise<unknown>;
  file(file: Paper): Promise<unknown>;
  /** The chat as it stands now, oldest first. */
  messages(): Promise<readonly Shown[]>;
}

const MIME: Readonly<Record<string, string>> = { pdf: 'application/pdf', ics: 'text/calendar', csv: 'text/csv' };
/** By the name of a file: a chat shows no more of it. */
export const mimeOf = (name: string): string => MIME[name.split('.').at(-1) ?? ''] ?? '';

/** How long an answer may take before a dialogue is given up; for each message that is sent at the same moment, so much more. */
const PATIENCE_MS = 15_000;
const PATIENCE_EACH_MS = 500;

/** What several people do at the same moment: one wait for all of it. */
interface Crowd {
  /** Messages that had come in before. */
  readonly before: Promise<number>;
  /** Messages that are to come in. */
  sent: number;
  /** Who is still handing theirs over. */
  busy: number;
  answered: Promise<void> | undefined;
}

const crowds = new WeakMap<House, Crowd>();

/** Somebody in a chat of a messaging platform, over real HTTP in both directions, or a socket. */
export abstract class ChatTalker<Shown extends Message, Wire extends ChatWire<Shown>> extends Talker {
  protected readonly wire: Wire;
  /** The messages of the last answer. */
  protected last: readonly Shown[] = [];
  /** Whether several taps at once arrive as so many; else the platform may make one of them. */
  protected readonly everyTap: boolean = false;
  readonly #house: House;
  /** The chat before the last answer, by message. */
  #before = new Map<Message['id'], string>();
  #all: readonly Shown[] = [];
  #redrew = false;
  /** The messages of the last answer, whatever is looked at since. */
  #answers: ReadonlySet<Message['id']> = new Set();
  /** Messages as they stood under earlier answers. */
  readonly #earlier: Shown[] = [];

  constructor(house: House, wire: Wire) {
    super();
    this.#house = house;
    this.wire = wire;
  }

  /** What can be read in a message, as plain text. */
  protected abstract words(message: Shown): string;
  protected abstract buttons(message: Shown): readonly Button[];

  /** Ties the chat to an account. `how`: what brings the code in. */
  async links({ code }: Referent, how = (typed: string) => typed): Promise<this> {
    await this.says(how(code));
    return this.sees('C’est fait');
  }

  get text(): string {
    return this.#said(this.last.filter(({ paper }) => paper === undefined)).join('\n');
  }

  get labels(): readonly string[] {
    return this.#labels(this.last);
  }

  get redrew(): boolean {
    return this.#redrew;
  }

  says(text: string): Promise<this> {
    return this.does(() => this.wire.text(text));
  }

  drops(file: Paper): Promise<this> {
    return this.does(() => this.wire.file(file));
  }

  async presses(label: string, times = 1): Promise<this> {
    const [message, button] = this.found(label);
    return this.does(() => Promise.all(Array.from({ length: times }, () => this.wire.press(message, button))), times);
  }

  async pressesEarlier(label: string, text: string): Promise<this> {
    const [message, button] = this.found(label, this.#earlier.filter((one) => this.#has(one, text)).slice(-1));
    return this.does(() => this.wire.press(message, button));
  }

  async papers(): Promise<readonly Paper[]> {
    return this.last.flatMap(({ paper }) => paper ?? []);
  }

  async rings(part: string): Promise<this> {
    await this.#quiet();
    const found = this.#all.findLast((one) => !this.#before.has(one.id) && this.#has(one, part));
    if (found === undefined) throw new Error(`no push says '${part}': ${this.#said(this.#all).join('\n—\n')}`);
    this.last = [found];
    return this;
  }

  async news(): Promise<readonly string[]> {
    await this.#quiet();
    return this.#said(this.#all.filter(({ id }) => !this.#before.has(id) && !this.#answers.has(id)));
  }

  /** A button by its label; else by what stands beside it; else a line of a numbered list by its words. @throws when there is none */
  protected found(label: string, among: readonly Shown[] = this.last): [message: Shown, press: string] {
    const wanted = fold(label);
    const newest = among.toReversed().map((message) => ({ message, buttons: this.buttons(message) }));
    for (const is of [({ text }: Button) => fold(text) === wanted, ({ text }: Button) => fold(text).includes(wanted), ({ beside = '' }: Button) => beside !== '' && alike(beside, label)]) {
      for (const { message, buttons } of newest) {
        const press = buttons.find((button) => button.press !== undefined && is(button))?.press;
        if (press !== undefined) return [message, press];
      }
    }
    for (const { message, buttons } of newest) {
      const [, number] = this.words(message).split('\n').map((line) => /^(\d+)\. (.*)$/.exec(line)).find((line) => line !== null && alike(line[2] ?? '', label)) ?? [];
      const press = buttons.find(({ text }) => text === number)?.press;
      if (press !== undefined) return [message, press];
    }
    throw new Error(`no button '${label}' among: ${this.#labels(among).join(' | ')}\n${this.#said(among).join('\n')}`);
  }

  /** Does something that arrives, and takes what has changed in the chat for the answer. Others may do theirs at the same moment. */
  protected async does(what: () => Promise<unknown>, arrivals = 1): Promise<this> {
    const messages = this.everyTap ? arrivals : 1;
    const crowd = this.#joins(messages);
    try {
      await this.#look();
      this.#earlier.push(...this.last);
      this.#before = new Map(this.#all.map((one) => [one.id, JSON.stringify(one)]));
      await crowd.before;
      await what();
    } catch (error) {
      crowd.sent -= messages;
      if (crowd.sent === 0) crowds.delete(this.#house);
      throw error;
    } finally {
      crowd.busy -= 1;
    }
    await (crowd.answered ??= this.#answered(crowd));
    // Of several taps at once the platform may make one, or deliver the rest a moment later.
    if (arrivals > 1 && !this.everyTap) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await this.#quiet();
    } else await this.#look();
    this.last = this.#all.filter((one) => this.#before.get(one.id) !== JSON.stringify(one));
    this.#answers = new Set(this.last.map(({ id }) => id));
    this.#redrew = this.last.some(({ id }) => this.#before.has(id));
    return this;
  }

  /** Whoever is doing something in this house at this moment, and oneself. */
  #joins(messages: number): Crowd {
    const crowd = crowds.get(this.#house) ?? { before: this.#arrived(), sent: 0, busy: 0, answered: undefined };
    crowds.set(this.#house, crowd);
    crowd.sent += messages;
    crowd.busy += 1;
    return crowd;
  }

  async #answered(crowd: Crowd): Promise<void> {
    // Looked at again at the end: somebody may have joined meanwhile.
    const isSent = (): boolean => crowd.busy === 0;
    try {
      await this.#until(async () => isSent() && (await this.#arrived()) >= (await crowd.before) + crowd.sent && (await this.#isQuiet()) && isSent(), PATIENCE_MS + crowd.sent * PATIENCE_EACH_MS);
    } finally {
      crowds.delete(this.#house);
    }
  }

  #has(message: Shown, part: string): boolean {
    return fold(this.words(message)).includes(fold(part));
  }

  #said(messages: readonly Shown[]): string[] {
    return messages.map((message) => this.words(message));
  }

  #labels(messages: readonly Shown[]): string[] {
    return messages.flatMap((message) => this.buttons(message).map(({ text }) => text));
  }

  /** Everything is answered, and every answer has arrived. */
  async #quiet(): Promise<void> {
    await this.#until(() => this.#isQuiet());
    await this.#look();
  }

  async #isQuiet(): Promise<boolean> {
    return (await rows<{ n: number }>(this.#house.fresh.admin, `
      select (select count(*) from inbox where state = 'pending') + (select count(*) from delivery where state = 'due') as n`))[0]?.n === 0;
  }

  async #arrived(): Promise<number> {
    return (await rows<{ n: number }>(this.#house.fresh.admin, 'select count(*) as n from inbox where channel = ?', [this.channel]))[0]?.n ?? 0;
  }

  async #look(): Promise<void> {
    this.#all = await this.wire.messages();
  }

  async #until(is: () => Promise<boolean>, patience = PATIENCE_MS): Promise<void> {
    for (const end = performance.now() + patience; !(await is());) {
      if (performance.now() > end) throw new Error(`nothing came back; last:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
}

/** 'Gael S.' and 'Gael Sept': the label of a button is shorter than the line it stands for. */
const alike = (line: string, label: string): boolean => fold(line).includes(fold(label.replace(/\.$/, '')));

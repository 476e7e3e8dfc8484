import { fold } from '../../core/language/fold.ts';
import { rows } from '../../db/connection.ts';
import type { House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';
import { Talker, type Paper } from './talker.ts';

/** A message of ours as it stands in a chat. `line`: what stands beside a button. */
export interface Shown {
  readonly id: string;
  readonly text: string;
  readonly edits: number;
  readonly buttons: readonly { readonly text: string; readonly line: string; readonly id: string; readonly value?: string }[];
  readonly paper?: Paper;
}

/** One person's Slack. */
export interface Wire {
  text(text: string): Promise<unknown>;
  /** `id`: the button's own, on that message. */
  press(message: Shown, id: string): Promise<unknown>;
  file(file: Paper): Promise<unknown>;
  /** Sends the modal that is open. */
  fill(values: Readonly<Record<string, string>>): Promise<unknown>;
  /** The chat as it stands now, oldest first. */
  messages(): Promise<readonly Shown[]>;
}

/** How long an answer may take before a dialogue is given up. */
const PATIENCE_MS = 15_000;

/** Somebody at Slack, over real HTTP in both directions, or a socket. */
export class SlackTalker extends Talker {
  readonly channel = 'slack';
  readonly #house: House;
  readonly #wire: Wire;
  /** The chat before the last answer, by message. */
  #before = new Map<string, string>();
  #all: readonly Shown[] = [];
  #last: readonly Shown[] = [];
  #redrew = false;
  /** Messages as they stood under earlier answers. */
  readonly #earlier: Shown[] = [];

  constructor(house: House, wire: Wire) {
    super();
    this.#house = house;
    this.#wire = wire;
  }

  /** Types the code: no link of Slack brings one along. */
  static async of(house: House, wire: Wire, who: Referent): Promise<SlackTalker> {
    const talker = new SlackTalker(house, wire);
    await talker.says(who.code);
    return talker.sees('C’est fait');
  }

  get text(): string {
    return this.#last.filter(({ paper }) => paper === undefined).map(({ text }) => text).join('\n');
  }

  get labels(): readonly string[] {
    return this.#last.flatMap(({ buttons }) => buttons.map(({ text }) => text));
  }

  get redrew(): boolean {
    return this.#redrew;
  }

  says(text: string): Promise<this> {
    return this.#does(() => this.#wire.text(text));
  }

  drops(file: Paper): Promise<this> {
    return this.#does(() => this.#wire.file(file));
  }

  async presses(label: string, times = 1): Promise<this> {
    const [message, id] = this.#find(label, this.#last);
    return this.#does(() => Promise.all(Array.from({ length: times }, () => this.#wire.press(message, id))), times);
  }

  async pressesEarlier(label: string, text: string): Promise<this> {
    const [message, id] = this.#find(label, this.#earlier.filter((one) => fold(one.text).includes(fold(text))).slice(-1));
    return this.#does(() => this.#wire.press(message, id));
  }

  /** Opens the form of the last answer, and sends it with these values. */
  async fills(values: Readonly<Record<string, string>>): Promise<this> {
    const [message, id] = this.#find('Remplir', this.#last);
    await this.#wire.press(message, id);
    return this.#does(() => this.#wire.fill(values));
  }

  async papers(): Promise<readonly Paper[]> {
    return this.#last.flatMap(({ paper }) => paper ?? []);
  }

  async rings(part: string): Promise<this> {
    await this.#quiet();
    const found = this.#all.findLast(({ id, text }) => !this.#before.has(id) && fold(text).includes(fold(part)));
    if (found === undefined) throw new Error(`no push says '${part}': ${this.#all.map(({ text }) => text).join('\n—\n')}`);
    this.#last = [found];
    return this;
  }

  /** A button by its label; else by what stands beside it; else a line of a numbered list by its words. */
  #find(label: string, among: readonly Shown[]): [Shown, string] {
    const wanted = fold(label);
    const alike = (line: string): boolean => fold(line).includes(fold(label.replace(/\.$/, '')));
    for (const is of [(text: string) => fold(text) === wanted, (text: string) => fold(text).includes(wanted), (_text: string, line: string) => line !== '' && alike(line)]) {
      for (const message of among.toReversed()) {
        const button = message.buttons.find(({ text, line, value }) => value !== undefined && is(text, line));
        if (button !== undefined) return [message, button.id];
      }
    }
    for (const message of among.toReversed()) {
      const [, number] = message.text.split('\n').map((line) => /^(\d+)\. (.*)$/.exec(line)).find((line) => line !== null && alike(line[2] ?? '')) ?? [];
      const button = message.buttons.find(({ text }) => text === number);
      if (number !== undefined && button !== undefined) return [message, button.id];
    }
    throw new Error(`no button '${label}' among: ${among.flatMap(({ buttons }) => buttons.map(({ text }) => text)).join(' | ')}\n${among.map(({ text }) => text).join('\n')}`);
  }

  async #does(what: () => Promise<unknown>, arrivals = 1): Promise<this> {
    await this.#look();
    this.#earlier.push(...this.#last);
    this.#before = new Map(this.#all.map((one) => [one.id, JSON.stringify(one)]));
    const arrived = await this.#arrived();
    await what();
    await this.#until(async () => (await this.#arrived()) >= arrived + arrivals);
    await this.#quiet();
    this.#last = this.#all.filter((one) => this.#before.get(one.id) !== JSON.stringify(one));
    this.#redrew = this.#last.some(({ id }) => this.#before.has(id));
    return this;
  }

  /** Everything is answered, and every answer has arrived. */
  async #quiet(): Promise<void> {
    await this.#until(async () => (await rows<{ n: number }>(this.#house.fresh.admin, `
      select (select count(*) from inbox where state = 'pending') + (select count(*) from delivery where state = 'due') as n`))[0]?.n === 0);
    await this.#look();
  }

  async #arrived(): Promise<number> {
    return (await rows<{ n: number }>(this.#house.fresh.admin, `select count(*) as n from inbox where channel = 'slack'`))[0]?.n ?? 0;
  }

  async #look(): Promise<void> {
    this.#all = await this.#wire.messages();
  }

  async #until(is: () => Promise<boolean>): Promise<void> {
    for (const end = performance.now() + PATIENCE_MS; !(await is());) {
      if (performance.now() > end) throw new Error(`nothing came back; last:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
}

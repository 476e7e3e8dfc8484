import { fold } from '../../core/language/fold.ts';
import { rows } from '../../db/connection.ts';
import type { House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';
import { Talker, type Paper } from './talker.ts';

/** A message of ours as it stands on a phone. */
export interface Shown {
  readonly id: number;
  /** As Telegram was given it. */
  readonly html: string;
  readonly buttons: readonly { readonly text: string; readonly data?: string; readonly url?: string }[];
  readonly paper?: Paper;
}

const MIME: Readonly<Record<string, string>> = { pdf: 'application/pdf', ics: 'text/calendar', csv: 'text/csv' };
/** Telegram goes by the name of a file. */
export const mimeOf = (name: string): string => MIME[name.split('.').at(-1) ?? ''] ?? '';

/** One person's Telegram, whatever server plays it. */
export interface Wire {
  text(text: string): Promise<unknown>;
  press(message: Shown, data: string): Promise<unknown>;
  file(file: Paper): Promise<unknown>;
  /** The chat as it stands now, oldest first. */
  messages(): Promise<readonly Shown[]>;
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };
const words = (html: string): string => html.replaceAll(/<[^>]*>/g, '').replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? '');

/** How long an answer may take before a dialogue is given up. */
const PATIENCE_MS = 15_000;

/** A phone with Telegram, over real HTTP in both directions. */
export class TelegramTalker extends Talker {
  readonly channel = 'telegram';
  readonly #house: House;
  readonly #wire: Wire;
  /** The chat before the last answer, by message. */
  #before = new Map<number, string>();
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

  /** Opens the link that a code comes in. */
  static async of(house: House, wire: Wire, who: Referent): Promise<TelegramTalker> {
    const talker = new TelegramTalker(house, wire);
    await talker.says(`/start ${who.code}`);
    return talker.sees('C’est fait');
  }

  get text(): string {
    return this.#last.filter(({ paper }) => paper === undefined).map(({ html }) => words(html)).join('\n');
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
    const [message, data] = this.#find(label, this.#last);
    return this.#does(() => Promise.all(Array.from({ length: times }, () => this.#wire.press(message, data))), times);
  }

  async pressesEarlier(label: string, text: string): Promise<this> {
    const [message, data] = this.#find(label, this.#earlier.filter(({ html }) => fold(words(html)).includes(fold(text))).slice(-1));
    return this.#does(() => this.#wire.press(message, data));
  }

  async papers(): Promise<readonly Paper[]> {
    return this.#last.flatMap(({ paper }) => paper ?? []);
  }

  async rings(part: string): Promise<this> {
    await this.#quiet();
    const found = this.#all.findLast(({ id, html }) => !this.#before.has(id) && fold(words(html)).includes(fold(part)));
    if (found === undefined) throw new Error(`no push says '${part}': ${this.#all.map(({ html }) => words(html)).join('\n—\n')}`);
    this.#last = [found];
    return this;
  }

  /** A button by its label; a line of a numbered list by its words. */
  #find(label: string, among: readonly Shown[]): [Shown, string] {
    const wanted = fold(label);
    for (const is of [(text: string) => fold(text) === wanted, (text: string) => fold(text).includes(wanted)]) {
      for (const message of among.toReversed()) {
        const button = message.buttons.find(({ text, data }) => data !== undefined && is(text));
        if (button?.data !== undefined) return [message, button.data];
      }
    }
    for (const message of among.toReversed()) {
      const [, number] = words(message.html).split('\n').map((line) => /^(\d+)\. (.*)$/.exec(line)).find((line) => line !== null && namesAlike(line[2] ?? '', label)) ?? [];
      const data = message.buttons.find(({ text }) => text === number)?.data;
      if (number !== undefined && data !== undefined) return [message, data];
    }
    throw new Error(`no button '${label}' among: ${among.flatMap(({ buttons }) => buttons.map(({ text }) => text)).join(' | ')}\n${among.map(({ html }) => words(html)).join('\n')}`);
  }

  async #does(what: () => Promise<unknown>, arrivals = 1): Promise<this> {
    await this.#look();
    this.#earlier.push(...this.#last);
    this.#before = new Map(this.#all.map((one) => [one.id, JSON.stringify(one)]));
    const arrived = await this.#arrived();
    await what();
    await this.#until(async () => (await this.#arrived()) > arrived);
    // Of several taps at once the platform may make one, or deliver the rest a moment later.
    if (arrivals > 1) await new Promise((resolve) => setTimeout(resolve, 300));
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
    return (await rows<{ n: number }>(this.#house.fresh.admin, `select count(*) as n from inbox where channel = 'telegram'`))[0]?.n ?? 0;
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

/** 'Gael S.' and 'Gael Sept': the label of a button is shorter than the line it stands for. */
function namesAlike(line: string, label: string): boolean {
  const wanted = fold(label.replace(/\.$/, ''));
  return fold(line).startsWith(wanted) || fold(line).includes(wanted);
}

import { fold } from '../../core/language/fold.ts';
import type { Chat, Seen } from '../support/chat.ts';
import type { House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';
import { Talker, type Paper } from './talker.ts';

/** The web chat over real HTTP. */
export class WebTalker extends Talker {
  readonly channel = 'web';
  readonly #chat: Chat;
  readonly #house: House;
  readonly #earlier: Seen[] = [];
  readonly #fetched: string[];
  #seen: string | undefined;

  private constructor(house: House, chat: Chat, fetched: string[]) {
    super();
    this.#house = house;
    this.#chat = chat;
    this.#fetched = fetched;
  }

  /** `fetched`: takes all that the page is given, as it is given. */
  static async of(house: House, who: Referent, fetched: string[] = []): Promise<WebTalker> {
    const talker = new WebTalker(house, await house.login(who), fetched);
    await talker.#look();
    return talker;
  }

  get text(): string {
    return this.#chat.text;
  }

  get labels(): readonly string[] {
    return this.#chat.actions.map(({ label }) => label);
  }

  get redrew(): boolean {
    return this.#chat.last.some(({ redraws }) => redraws === true);
  }

  async says(text: string): Promise<this> {
    this.#keep();
    await this.#chat.says(text);
    return this.#look();
  }

  async presses(label: string, times = 1): Promise<this> {
    this.#keep();
    const id = this.#idOf(label, this.#chat.actions);
    await Promise.all(Array.from({ length: times - 1 }, () => this.#chat.send({ press: id })));
    await this.#chat.pressesId(id);
    return this.#look();
  }

  async pressesEarlier(label: string, text: string): Promise<this> {
    const message = this.#earlier.findLast((one) => fold(one.text).includes(fold(text)));
    await this.#chat.pressesId(this.#idOf(label, message?.actions ?? []));
    return this.#look();
  }

  async drops(file: Paper): Promise<this> {
    this.#keep();
    await this.#chat.drops(file);
    return this.#look();
  }

  async papers(): Promise<readonly Paper[]> {
    const files = this.#chat.last.flatMap(({ files: all = [] }) => all);
    return Promise.all(files.map(async ({ url }) => {
      const response = await fetch(new URL(url, this.#house.running.address));
      if (response.status !== 200) throw new Error(`a document: ${response.status}`);
      const [, name = ''] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
      return { name, mime: response.headers.get('content-type') ?? '', bytes: Buffer.from(await response.arrayBuffer()) };
    }));
  }

  async rings(part: string): Promise<this> {
    const news = await this.#chat.history(this.#seen);
    const found = news.findLast((message) => fold(message.text).includes(fold(part)));
    if (found === undefined) throw new Error(`no push says '${part}': ${news.map(({ text }) => text).join('\n—\n')}`);
    await this.#chat.receives(part);
    return this.#look();
  }

  async news(): Promise<readonly string[]> {
    const news = await this.#chat.history(this.#seen);
    this.#fetched.push(JSON.stringify(news));
    return news.map(({ text }) => text);
  }

  #idOf(label: string, actions: readonly { id: string; label: string }[]): string {
    const found = actions.find((one) => fold(one.label) === fold(label)) ?? actions.find((one) => fold(one.label).includes(fold(label)));
    if (found === undefined) throw new Error(`no button '${label}' among: ${actions.map((one) => one.label).join(' | ')}\n${this.text}`);
    return found.id;
  }

  #keep(): void {
    this.#earlier.push(...this.#chat.last);
  }

  async #look(): Promise<this> {
    this.#fetched.push(JSON.stringify(this.#chat.last));
    // Up to the last answer: a push may have come while it was read.
    this.#seen = this.#chat.last.at(-1)?.id ?? (await this.#chat.history(this.#seen)).at(-1)?.id ?? this.#seen;
    return this;
  }
}

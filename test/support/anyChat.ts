import { expect } from 'vitest';
import { fold } from '../../core/language/fold.ts';
import type { Incoming } from '../../core/messages/incoming.ts';
import type { Action, Message } from '../../core/messages/message.ts';
import { plain, type NameBook, type Naming } from '../../core/messages/naming.ts';
import { plainText } from '../../core/messages/plainText.ts';
import type { Account, Lang, Role } from '../../core/ports.ts';
import { row } from '../../db/connection.ts';
import type { House } from './house.ts';

/** A chat of a channel that has no page: what it writes goes through intake and worker, and its answers are read as text. */
export class AnyChat {
  readonly #house: House;
  readonly #key: string;
  readonly channel: string;
  #n = 0;
  #messages: readonly Message[] = [];
  #names: NameBook = { people: new Map(), accounts: new Map() };
  #naming: Naming = 'full';
  /** Whose account the last message went to. */
  account: Account | undefined;

  constructor(house: House, key: string, channel = 'telegram') {
    this.#house = house;
    this.#key = key;
    this.channel = channel;
  }

  get text(): string {
    return this.#messages.map((message) => plainText(message, this.#names, this.#naming)).join('\n');
  }

  get actions(): { id: string; label: string }[] {
    const all: Action[] = this.#messages.flatMap(({ blocks, actions = [] }) => [...blocks.flatMap((block) => (block.kind === 'list' ? block.items.flatMap(({ action }) => action ?? []) : [])), ...actions]);
    return all.map(({ id, label }) => ({ id, label: plain(label, this.#names, this.#naming) }));
  }

  async send(incoming: Incoming, platformId = `${this.#key}:${(this.#n += 1)}`): Promise<this> {
    const { gate, worker } = this.#house.running;
    const stored = await gate.take({ channel: this.channel, platformId, chatKey: this.#key, incoming });
    await worker.handle(stored);
    const until = performance.now() + 10_000;
    while (!(await gate.isSettled(stored.operator, stored.no))) {
      expect(performance.now(), 'a message is dealt with').toBeLessThan(until);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const found = await row<{ role: Role; structure_id: string | null; lang: Lang }>(this.#house.fresh.admin, 'select role, structure_id, lang from account where operator_id = ? and id = ?', [stored.operator, stored.account]);
    this.account = { operator: stored.operator, id: stored.account, role: found?.role ?? 'reception', structure: found?.structure_id ?? null, lang: found?.lang ?? 'fr' };
    await this.#read((await gate.answersTo(this.account, this.channel, stored.no)).items.flatMap(({ message }) => message ?? []));
    return this;
  }

  async #read(messages: readonly Message[]): Promise<void> {
    if (this.account === undefined) throw new Error('nothing was said yet');
    const { names, naming } = await this.#house.running.gate.history(this.account, { channel: this.channel });
    [this.#messages, this.#names, this.#naming] = [messages, names, naming];
  }

  says(text: string): Promise<this> {
    return this.send({ kind: 'text', text });
  }

  async presses(label: string): Promise<this> {
    const found = this.actions.find((action) => fold(action.label) === fold(label)) ?? this.actions.find((action) => fold(action.label).includes(fold(label)));
    expect(found, `a button '${label}' among: ${this.actions.map((one) => one.label).join(' | ')}\n${this.text}`).toBeDefined();
    return this.send({ kind: 'press', id: found?.id ?? '' });
  }

  pressesId(id: string): Promise<this> {
    return this.send({ kind: 'press', id });
  }

  async submits(values: Record<string, string>): Promise<this> {
    const form = this.#messages.findLast((message) => message.form !== undefined)?.form;
    expect(form, 'a form').toBeDefined();
    return this.send({ kind: 'submit', form: form?.id ?? '', values });
  }

  /** The newest message of the history says this, whatever brought it; its buttons are then this chat's. */
  async receives(part: string): Promise<this> {
    if (this.account === undefined) throw new Error('nothing was said yet');
    const until = performance.now() + 8_000;
    for (;;) {
      const { items, names } = await this.#house.running.gate.history(this.account, { channel: this.channel });
      const found = items.findLast(({ message }) => message !== undefined && fold(plainText(message, names)).includes(fold(part)));
      if (found?.message !== undefined) {
        await this.#read([found.message]);
        return this;
      }
      expect(performance.now(), `a message with '${part}'`).toBeLessThan(until);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  sees(...parts: (string | RegExp)[]): this {
    for (const part of parts) {
      if (typeof part === 'string') expect(fold(this.text), this.text).toContain(fold(part));
      else expect(this.text).toMatch(part);
    }
    return this;
  }

  seesNot(...parts: string[]): this {
    for (const part of parts) expect(fold(JSON.stringify(this.#messages))).not.toContain(fold(part));
    return this;
  }

  offers(...labels: string[]): this {
    for (const label of labels) expect(this.actions.some((one) => fold(one.label).includes(fold(label))), `'${label}' among: ${this.actions.map((one) => one.label).join(' | ')}\n${this.text}`).toBe(true);
    return this;
  }
}

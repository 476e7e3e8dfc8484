import { expect } from 'vitest';
import { fold } from '../../core/language/fold.ts';

export interface Seen {
  id: string;
  at: string;
  text: string;
  title?: string;
  card?: unknown;
  actions: { id: string; label: string; style?: string }[];
  form?: { id: string; fields: { name: string; label: string; required: boolean }[] };
  redraws?: boolean;
  files?: { name: string; mime: string; url: string }[];
}

interface Answer { status: number; body: unknown }

/** A person at the web chat, over real HTTP: `await sophie.says('…'); sophie.sees('…'); await sophie.presses('…')`. */
export class Chat {
  readonly #base: string;
  readonly #token: string;
  #last: Seen[] = [];
  #sent = 0;

  private constructor(base: string, token: string) {
    this.#base = base;
    this.#token = token;
  }

  static async login(address: string, code: string): Promise<Chat> {
    const base = address.replace(/\/$/, '');
    const response = await fetch(`${base}/web/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) });
    expect(response.status, `login with ${code}`).toBe(200);
    const { token } = (await response.json()) as { token: string };
    return new Chat(base, token);
  }

  get token(): string {
    return this.#token;
  }

  /** What the last message was answered with. */
  get last(): readonly Seen[] {
    return this.#last;
  }

  get text(): string {
    return this.#last.map((message) => message.text).join('\n');
  }

  get actions(): { id: string; label: string }[] {
    return this.#last.flatMap((message) => message.actions);
  }

  async send(body: object): Promise<Answer> {
    const response = await fetch(`${this.#base}/web/messages`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#token}` }, body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { messages?: Seen[] };
    if (response.status === 200) this.#last = answer.messages ?? [];
    return { status: response.status, body: answer };
  }

  async says(text: string): Promise<this> {
    const { status, body } = await this.send({ text, clientMessageId: `m${(this.#sent += 1)}-${Math.random()}` });
    expect(status, JSON.stringify(body)).toBe(200);
    return this;
  }

  /** Presses the button whose label contains this (without accents or case). */
  async presses(label: string): Promise<this> {
    const wanted = fold(label);
    const exact = this.actions.filter((action) => fold(action.label) === wanted);
    const found = exact.length > 0 ? exact : this.actions.filter((action) => fold(action.label).includes(wanted));
    expect(found.map((action) => action.label), `a button '${label}' among: ${this.actions.map((a) => a.label).join(' | ')}\n${this.text}`).not.toHaveLength(0);
    return this.pressesId(found[0]?.id ?? '');
  }

  async pressesId(id: string, clientMessageId = `p${(this.#sent += 1)}-${Math.random()}`): Promise<this> {
    const { status, body } = await this.send({ press: id, clientMessageId });
    expect(status, JSON.stringify(body)).toBe(200);
    return this;
  }

  /** Drops a file into the chat. */
  async drops(file: { name: string; mime: string; bytes: Buffer }): Promise<this> {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.mime }), file.name);
    const response = await fetch(`${this.#base}/web/messages`, { method: 'POST', headers: { authorization: `Bearer ${this.#token}` }, body: form });
    const answer = (await response.json()) as { messages?: Seen[] };
    expect(response.status, JSON.stringify(answer)).toBe(200);
    this.#last = answer.messages ?? [];
    return this;
  }

  async submits(values: Record<string, string>): Promise<this> {
    const form = this.#last.findLast((message) => message.form !== undefined)?.form;
    expect(form, 'a form').toBeDefined();
    const { status, body } = await this.send({ submit: { form: form?.id ?? '', values } });
    expect(status, JSON.stringify(body)).toBe(200);
    return this;
  }

  sees(...parts: (string | RegExp)[]): this {
    for (const part of parts) {
      if (typeof part === 'string') expect(fold(this.text), this.text).toContain(fold(part));
      else expect(this.text).toMatch(part);
    }
    return this;
  }

  seesNot(...parts: string[]): this {
    const everything = fold(JSON.stringify(this.#last));
    for (const part of parts) expect(everything).not.toContain(fold(part));
    return this;
  }

  offers(...labels: string[]): this {
    const all = this.actions.map((action) => fold(action.label));
    for (const label of labels) expect(all.some((one) => one.includes(fold(label))), `'${label}' among: ${this.actions.map((a) => a.label).join(' | ')}`).toBe(true);
    return this;
  }

  /** No button is called so, as a whole. */
  offersNot(...labels: string[]): this {
    const all = this.actions.map((action) => fold(action.label));
    for (const label of labels) expect(all).not.toContain(fold(label));
    return this;
  }

  idOf(label: string): string {
    return this.actions.find((action) => fold(action.label).includes(fold(label)))?.id ?? '';
  }

  async history(after?: string): Promise<Seen[]> {
    const response = await fetch(`${this.#base}/web/messages${after === undefined ? '' : `?after=${after}`}`, { headers: { authorization: `Bearer ${this.#token}` } });
    expect(response.status).toBe(200);
    return ((await response.json()) as { messages: Seen[] }).messages;
  }

  /** The newest message of the history, whatever brought it. */
  async receives(part: string): Promise<this> {
    const until = performance.now() + 5_000;
    for (;;) {
      const all = await this.history();
      const found = all.findLast((message) => fold(message.text).includes(fold(part)));
      if (found !== undefined) {
        this.#last = [found];
        return this;
      }
      expect(performance.now(), `a message with '${part}' among: ${all.map((m) => m.text).join('\n—\n')}`).toBeLessThan(until);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

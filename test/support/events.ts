import { fold } from '../../core/language/fold.ts';
import type { Seen } from './chat.ts';

/** A page's stream of server-sent events, read as a browser does. */
export class Events {
  readonly #abort = new AbortController();
  readonly all: { id: string; message: Seen }[] = [];
  readonly status: number;
  readonly headers: Headers;
  #open = true;

  private constructor(response: Response) {
    this.status = response.status;
    this.headers = response.headers;
  }

  static async open(base: string, token: string, headers: Readonly<Record<string, string>> = {}): Promise<Events> {
    const abort = new AbortController();
    const response = await fetch(`${base.replace(/\/$/, '')}/web/stream`, { headers: { authorization: `Bearer ${token}`, ...headers }, signal: abort.signal });
    const events = new Events(response);
    events.#abort.signal.addEventListener('abort', () => abort.abort());
    if (response.body === null || response.status !== 200) {
      events.#open = false;
      return events;
    }
    void events.#read(response.body).catch(() => undefined).finally(() => { events.#open = false; });
    return events;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      const blocks = (rest + decoder.decode(piece, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const id = /^id: (.+)$/m.exec(block)?.[1];
        const data = /^data: (.+)$/m.exec(block)?.[1];
        if (id !== undefined && data !== undefined) this.all.push({ id, message: JSON.parse(data) as Seen });
      }
    }
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** The first event with this in its text; how long it took. */
  async sees(part: string, within = 5_000): Promise<{ id: string; message: Seen; ms: number }> {
    const before = performance.now();
    for (;;) {
      const found = this.all.find(({ message }) => fold(message.text).includes(fold(part)));
      if (found !== undefined) return { ...found, ms: performance.now() - before };
      if (performance.now() - before > within) throw new Error(`no event with '${part}' among: ${this.all.map(({ message }) => message.text).join(' | ')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Until the server ends it; milliseconds. */
  async ends(within = 5_000): Promise<number> {
    const before = performance.now();
    while (this.#open) {
      if (performance.now() - before > within) throw new Error('the stream stays open');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return performance.now() - before;
  }

  close(): void {
    this.#abort.abort();
  }
}

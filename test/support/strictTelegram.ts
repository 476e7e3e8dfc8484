import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atTheEnd } from './ending.ts';

/**
 * Telegram's limits and nothing else, on loopback (channels.md 2.5): so many messages in any second from one bot, one a second in a chat; more is
 * refused with 429 and `retry_after`. It keeps when it took what, and how often it refused.
 */
export class StrictTelegram {
  readonly token = '7000009:AAF-essai_essai_essai_essai_essai_9';
  readonly url: string;
  /** Milliseconds of this machine, in order. */
  readonly taken: { readonly at: number; readonly chat: number }[] = [];
  readonly refused: { readonly at: number; readonly chat: number; readonly why: 'bot' | 'chat' }[] = [];
  readonly #perSecond: number;
  #recent: number[] = [];
  readonly #last = new Map<number, number>();

  private constructor(url: string, perSecond: number) {
    this.url = url;
    this.#perSecond = perSecond;
  }

  static async open(perSecond = 30): Promise<StrictTelegram> {
    const held: { fake?: StrictTelegram } = {};
    const server = createServer((request, response) => {
      let said = '';
      request.setEncoding('utf8').on('data', (text: string) => { said += text; }).on('end', () => {
        const [status, body] = held.fake?.call(/\/bot[^/]+\/(\w+)$/.exec(request.url ?? '')?.[1] ?? '', said) ?? [500, {}];
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const fake = new StrictTelegram(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, perSecond);
    held.fake = fake;
    atTheEnd(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return fake;
  }

  call(method: string, said: string): [number, object] {
    const ok = (result: unknown): [number, object] => [200, { ok: true, result }];
    if (method === 'getMe') return ok({ id: 7_000_009, is_bot: true, first_name: 'Guichet', username: 'guichet_strict_bot' });
    if (method !== 'sendMessage') return ok(method === 'getUpdates' ? [] : true);
    const { chat_id: chat } = JSON.parse(said) as { chat_id: number };
    const at = performance.now();
    this.#recent = this.#recent.filter((one) => one > at - 1_000);
    const why = (this.#last.get(chat) ?? -Infinity) > at - 1_000 ? 'chat' : this.#recent.length >= this.#perSecond ? 'bot' : undefined;
    if (why !== undefined) {
      this.refused.push({ at, chat, why });
      return [429, { ok: false, error_code: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } }];
    }
    this.#recent.push(at);
    this.#last.set(chat, at);
    this.taken.push({ at, chat });
    return ok({ message_id: this.taken.length, date: 0, chat: { id: chat, type: 'private' }, text: '' });
  }
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atTheEnd } from './ending.ts';

/** A bot's token; each process has one of its own to be known by. What stands before the colon is the bot. */
const tokenOf = (process: number): string => `7000010:AAF-essai_essai_essai_essai_${String(process).padStart(6, '0')}`;

/** What Telegram took: in which chat, what it says, from which process, whether it said nothing of it, and when (ms of this process). */
export interface Took { readonly chat: string; readonly text: string; readonly from: number; readonly mute: boolean; readonly at: number }

/** A Telegram on which things go wrong: it refuses now and then, breaks, and sometimes takes a message and lets nobody know. It keeps what it took. */
export class WildTelegram {
  readonly url: string;
  readonly taken: Took[] = [];
  /** Shares of calls that are told 429, 500, or are taken without an answer. */
  faults = { busy: 0, broken: 0, mute: 0 };
  readonly told = { busy: 0, broken: 0, mute: 0 };
  /** Called when a message was taken and before that is said; true: whoever sent it is dead, and hears nothing. */
  onTaken: (process: number) => boolean = () => false;
  #n = 0;

  private constructor(url: string) {
    this.url = url;
  }

  static async open(): Promise<WildTelegram> {
    const held: { fake?: WildTelegram } = {};
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => held.fake?.answer(request, Buffer.concat(chunks), response)).on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const fake = new WildTelegram(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    held.fake = fake;
    atTheEnd(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return fake;
  }

  env(process: number): Record<string, string> {
    return { TELEGRAM_BOT_TOKEN: tokenOf(process), TELEGRAM_API_ROOT: this.url };
  }

  answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const [, token = '', method = ''] = /\/bot([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? [];
    const said = this.#said(method, Number(token.slice(-6)), body);
    if (said === undefined) response.destroy();
    else response.writeHead(said.ok ? 200 : said.error_code, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  }

  /** Nothing: taken, and the connection ends without a word. */
  #said(method: string, from: number, body: Buffer): { ok: true; result: unknown } | { ok: false; error_code: number; description: string; parameters?: object } | undefined {
    if (method === 'getMe') return { ok: true, result: { id: 7_000_010, is_bot: true, first_name: 'Guichet', username: 'guichet_wild_bot' } };
    // What a message is sent by; a card that is drawn again counts like one.
    if (!/^(?:sendMessage|sendDocument|sendPhoto|sendVoice|editMessageText)$/.test(method)) return { ok: true, result: true };
    const roll = Math.random();
    const { busy, broken, mute } = this.faults;
    if (roll < busy) {
      this.told.busy += 1;
      return { ok: false, error_code: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } };
    }
    if (roll < busy + broken) {
      this.told.broken += 1;
      return { ok: false, error_code: 500, description: 'Internal Server Error' };
    }
    const { chat, text } = read(method, body.toString('utf8'));
    const at = performance.now();
    const killed = this.onTaken(from);
    const silent = !killed && roll < busy + broken + mute;
    this.taken.push({ chat, text, from, mute: silent, at });
    if (killed) return undefined;
    if (silent) {
      this.told.mute += 1;
      return undefined;
    }
    this.#n += 1;
    return { ok: true, result: { message_id: this.#n, date: 0, chat: { id: Number(chat), type: 'private' }, text: '' } };
  }
}

/** A document comes as a form: what matters of it is whose it is. */
function read(method: string, said: string): { chat: string; text: string } {
  if (said.startsWith('{')) {
    const { chat_id: chat, text } = JSON.parse(said) as { chat_id: number | string; text: string };
    return { chat: String(chat), text };
  }
  const chat = /name="chat_id"\r\n(?:[^\r\n]+\r\n)*\r\n(-?\d+)/.exec(said)?.[1] ?? '';
  return { chat, text: `${method} ${/filename="([^"]+)"/.exec(said)?.[1] ?? ''}` };
}

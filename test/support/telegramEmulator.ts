import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createSocket } from 'node:net';
import telegramTestApi from 'telegram-test-api';
import type { Paper } from '../dialogues/talker.ts';
import { mimeOf } from '../dialogues/chatTalker.ts';
import type { Shown, Wire } from '../dialogues/telegramTalker.ts';
import { atTheEnd } from './ending.ts';
import { argsOf } from './telegramFake.ts';

/**
 * `telegram-test-api`, an independent player of Telegram, with a doorkeeper before it for what it does not know: documents are
 * kept here, the secret header is put on what it delivers, and what is not taken is delivered again.
 */
export interface Emulator {
  readonly apiRoot: string;
  readonly token: string;
  /** Somebody's chat. */
  wire(): Wire;
}

export async function freePort(): Promise<number> {
  const socket = createSocket();
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

const read = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** What it keeps of a message of ours; its own types come from a package that is not there. */
interface Kept { readonly messageId: number; readonly message: { readonly chat_id: number | string; readonly text: string; readonly reply_markup?: { readonly inline_keyboard?: { text: string; callback_data?: string; url?: string }[][] } } }

const TOKEN = '123456:emulated';
/** Methods that it does not know and that answer `true`. */
const PLAIN = ['setMyCommands', 'setMyDescription', 'setMyShortDescription', 'sendChatAction'];
const FILES: Readonly<Record<string, string>> = { sendDocument: 'document', sendPhoto: 'photo', sendVoice: 'voice' };

export async function telegramEmulator(): Promise<Emulator> {
  // Its types say that the class is the module's `default`; in Node it is the module itself.
  const TelegramServer = telegramTestApi as unknown as typeof telegramTestApi.default;
  const played = new TelegramServer({ port: await freePort(), host: '127.0.0.1' });
  await played.start();
  const papers: (Shown & { chat: number })[] = [];
  let hook: { url: string; secret: string } | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    const type = request.headers['content-type'] ?? '';
    const say = (status: number, what: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(what));
    };
    if (request.url === '/hook') {
      for (let tries = 0; hook !== undefined && tries < 5; tries += 1) {
        const taken = await fetch(hook.url, { method: 'POST', headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': hook.secret }, body: new Uint8Array(body) }).catch(() => undefined);
        if (taken?.status === 200) {
          say(200, {});
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      say(500, {});
      return;
    }
    const method = /^\/bot[^/]+\/(\w+)/.exec(request.url ?? '')?.[1] ?? '';
    if (PLAIN.includes(method)) {
      say(200, { ok: true, result: true });
      return;
    }
    const field = FILES[method];
    if (field !== undefined) {
      const args = argsOf(type, body);
      const file = args[field] as { name: string; bytes: Buffer };
      const chat = Number(args['chat_id']);
      const id = 1_000_000 + papers.length;
      papers.push({ id, chat, html: '', buttons: [], paper: { ...file, mime: mimeOf(file.name) } });
      say(200, { ok: true, result: { message_id: id, date: 0, chat: { id: chat, type: 'private' } } });
      return;
    }
    let passed = body;
    if (method === 'setWebhook') {
      const { url, secret_token: secret = '' } = JSON.parse(body.toString('utf8')) as { url: string; secret_token?: string };
      hook = { url, secret };
      passed = Buffer.from(JSON.stringify({ url: `${apiRoot}/hook` }));
    }
    const passedOn = await fetch(`${played.config.apiURL}${request.url ?? ''}`, { method: request.method ?? 'POST', headers: type === '' ? {} : { 'content-type': type }, ...(passed.length === 0 ? {} : { body: new Uint8Array(passed) }) });
    response.writeHead(passedOn.status, { 'content-type': passedOn.headers.get('content-type') ?? 'application/json' }).end(Buffer.from(await passedOn.arrayBuffer()));
  }

  const door = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const apiRoot = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  atTheEnd(async () => {
    door.closeAllConnections();
    await new Promise((resolve) => door.close(resolve));
    await played.stop();
  });

  let people = 0;
  return {
    apiRoot,
    token: TOKEN,
    wire() {
      const id = 1_000 + (people += 1);
      const client = played.getClient(TOKEN, { userId: id, chatId: id, firstName: 'Zoé', timeout: 5_000 });
      return {
        text: (text) => (text.startsWith('/') ? client.sendCommand(client.makeCommand(text)) : client.sendMessage(client.makeMessage(text))),
        press: (message, data) => client.sendCallback(client.makeCallbackQuery(data, { message: { message_id: message.id } })),
        file: (_file: Paper) => Promise.reject(new Error('telegram-test-api takes no files')),
        async messages() {
          const texts = (played.storage.botMessages as unknown as Kept[]).filter(({ message }) => Number(message.chat_id) === id).map(({ messageId, message }): Shown => {
            const { inline_keyboard: keyboard = [] } = message.reply_markup ?? {};
            return {
              id: messageId, html: message.text,
              buttons: keyboard.flat().map(({ text, callback_data: data, url }) => ({ text, ...(data === undefined ? {} : { data }), ...(url === undefined ? {} : { url }) })),
            };
          });
          return [...texts, ...papers.filter(({ chat }) => chat === id)];
        },
      };
    },
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiError, ApiMethods, Chat, InlineKeyboardMarkup, Message, Opts, Update, User, UserFromGetMe, WebhookInfo } from '@grammyjs/types';
import { atTheEnd } from './ending.ts';
import { FakeChanges } from './fakeChanges.ts';
import { FakeGroup, FakeUser } from './telegramPeople.ts';
import { CAPTION, checkCommands, checkKeyboard, checkLength, checkText, FILE_BYTES, parseHtml, PHOTO_BYTES, type Parsed } from './telegramLimits.ts';

/**
 * Telegram on loopback, as far as a bot of ours goes: it keeps the chats as they stand, delivers by long poll (again, until
 * confirmed) or by webhook (again, until 2xx), and refuses what Telegram would refuse. Typed by `@grammyjs/types`, which the adapter does not use.
 */
export interface Sent { readonly name: string; readonly bytes: Buffer }

/** A message as it stands in a chat now. `html`: as it was sent, where it was. */
export interface Shown {
  readonly id: number;
  readonly from: 'bot' | 'user';
  readonly text: string;
  readonly html?: string;
  readonly marked: Parsed['marked'];
  readonly buttons: InlineKeyboardMarkup['inline_keyboard'];
  readonly file?: Sent & { readonly kind: 'document' | 'photo' | 'voice' };
  /** How often it was edited. */
  readonly edits: number;
}

export interface Room {
  readonly chat: Chat.PrivateChat | Chat.GroupChat | Chat.SupergroupChat;
  messages: Shown[];
  /** What the bot is told instead of its message being taken; undefined: it is taken. */
  refuses: Omit<ApiError, 'ok'> | undefined;
}

type Methods = ApiMethods<Sent>;
const METHODS = [
  'getMe', 'getUpdates', 'setWebhook', 'deleteWebhook', 'getWebhookInfo', 'sendMessage', 'editMessageText', 'sendDocument', 'sendPhoto', 'sendVoice', 'getFile',
  'answerCallbackQuery', 'setMyCommands', 'setMyDescription', 'setMyShortDescription', 'sendChatAction',
] as const;
export type Method = (typeof METHODS)[number];
type Args<M extends Method> = Opts<Sent>[M];
type Handlers = { [M in Method]: (args: Args<M>, closed: AbortSignal) => ReturnType<Methods[M]> | Promise<ReturnType<Methods[M]>> };

/** What the next call of a method meets. `after`: it is done all the same, and its answer lost; `page`: somebody else answers, and no JSON. */
export type Trouble = Omit<ApiError, 'ok'> | 'drop' | 'drop after' | 'page';
type Delivered = Omit<Update, 'update_id'>;

class Says extends Error {
  readonly told: Omit<ApiError, 'ok'>;
  constructor(error_code: number, description: string, parameters?: ApiError['parameters']) {
    super(description);
    this.told = { error_code, description, ...(parameters === undefined ? {} : { parameters }) };
  }
}
const KINDS: Readonly<Record<number, string>> = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 409: 'Conflict', 429: 'Too Many Requests', 500: 'Internal Server Error' };
/** As Telegram words it. */
export const trouble = (error_code: number, what: string, parameters?: ApiError['parameters']): Omit<ApiError, 'ok'> =>
  ({ error_code, description: `${KINDS[error_code] ?? 'Error'}${what === '' ? '' : `: ${what}`}`, ...(parameters === undefined ? {} : { parameters }) });
const refuse = (code: number, what: string): never => {
  throw new Says(code, trouble(code, what).description);
};

export class TelegramFake extends FakeChanges<Method, Trouble> {
  readonly token = '7000001:AAF-essai_essai_essai_essai_essai_1';
  readonly bot: UserFromGetMe = {
    id: 7_000_001, is_bot: true, first_name: 'Guichet', username: 'guichet_essai_bot', can_join_groups: true, can_read_all_group_messages: false, can_manage_bots: false,
    supports_inline_queries: false, can_connect_to_business: false, has_main_web_app: false, has_topics_enabled: false, allows_users_to_create_topics: false,
    supports_guest_queries: false, supports_join_request_queries: false,
  };
  /** For `apiRoot`. */
  readonly url: string;
  /** Answers of the webhook, in order: the update and the status (0: none). */
  readonly deliveries: { readonly update: number; readonly status: number }[] = [];
  /** Taps that were answered. */
  readonly answered: string[] = [];
  webhook: { url: string; secret: string | undefined } | undefined;
  /** What `getWebhookInfo` says of the last delivery that failed. */
  webhookFault: Pick<WebhookInfo, 'last_error_date' | 'last_error_message'> = {};
  readonly rooms = new Map<number, Room>();
  readonly files = new Map<string, { path: string; bytes: Buffer; size: number }>();
  readonly #queue: Update[] = [];
  readonly #taps = new Set<string>();
  readonly #delivering = new Set<number>();
  readonly #closing = new AbortController();
  #allowed: readonly string[] = [];
  #poll: { serve: () => void; end: (error: Says) => void } | undefined;
  #update = 5_000;

  private constructor(url: string) {
    super('telegramFake', 100);
    this.url = url;
  }

  static async open(): Promise<TelegramFake> {
    const held: { fake?: TelegramFake } = {};
    const server = createServer((request, response) => void held.fake?.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const fake = new TelegramFake(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    held.fake = fake;
    atTheEnd(async () => {
      fake.#closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return fake;
  }

  /** Somebody with a private chat, which the bot can write to once they have written. */
  user(id: number, more: Partial<Pick<User, 'first_name' | 'last_name' | 'username' | 'language_code'>> = {}): FakeUser {
    return new FakeUser(this, id, more);
  }

  group(id: number, type: 'group' | 'supergroup' = 'supergroup'): FakeGroup {
    return new FakeGroup(this, id, type);
  }

  /** Delivers an update: once, or so many times under different update ids. The last of these ids. */
  deliver(update: Delivered, times = 1): number {
    for (let i = 0; i < times; i += 1) {
      this.#update += 1;
      const [kind = ''] = Object.keys(update);
      if (update.callback_query !== undefined) this.#taps.add(update.callback_query.id);
      if (this.#allowed.length === 0 || this.#allowed.includes(kind)) this.#queue.push({ update_id: this.#update, ...update });
    }
    this.#poll?.serve();
    this.#pump();
    return this.#update;
  }

  /** Updates that nobody has confirmed. */
  get waiting(): number {
    return this.#queue.length;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, file, token, rest = ''] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(request.url ?? '') ?? [];
    if (token !== this.token) { this.#answer(response, { ok: false, ...trouble(401, '') }); return; }
    if (file !== undefined) { this.#download(decodeURI(rest), response); return; }
    const method = METHODS.find((one) => one === rest);
    if (method === undefined) { this.#answer(response, { ok: false, error_code: 404, description: `Not Found: method ${rest}` }); return; }
    const args = await read(request).catch(() => undefined);
    if (args === undefined) return;
    const met = this.met(method, args);
    if (met === 'drop') return void request.socket.destroy();
    if (met === 'page') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in to the network</html>');
    if (met !== undefined && met !== 'drop after') { this.#answer(response, { ok: false, ...met }); return; }
    const closed = new AbortController();
    response.on('close', () => closed.abort());
    try {
      const handler = this.#handlers[method] as (args: unknown, closed: AbortSignal) => unknown;
      const result = await handler(args, closed.signal);
      if (met === 'drop after') return void request.socket.destroy();
      this.#answer(response, { ok: true, result });
    } catch (error) {
      if (!(error instanceof Says)) throw error;
      this.#answer(response, { ok: false, ...error.told });
    }
  }

  #answer(response: ServerResponse, body: { ok: boolean } & Record<string, unknown>): void {
    response.writeHead(body.ok ? 200 : (body['error_code'] as number), { 'content-type': 'application/json' }).end(JSON.stringify(body), () => this.changed());
  }

  #download(path: string, response: ServerResponse): void {
    const found = [...this.files.values()].find((one) => one.path === path);
    if (found === undefined) this.#answer(response, { ok: false, error_code: 404, description: 'Not Found' });
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(found.bytes);
  }

  /** Past a limit: remembered, and refused as Telegram would. */
  #limit(method: Method, wrong: string | undefined): void {
    if (wrong === undefined) return;
    this.violations.push(`${method}: ${wrong}`);
    refuse(400, wrong);
  }

  #room(id: number | string): Room {
    const room = this.rooms.get(Number(id));
    if (room === undefined || room.messages.length === 0) return refuse(400, 'chat not found');
    if (room.refuses !== undefined) throw new Says(room.refuses.error_code, room.refuses.description, room.refuses.parameters);
    return room;
  }

  /** A message of the bot as Telegram gives it back. */
  asMessage(room: Room, shown: Shown): Message & Update.NonChannel {
    const markup = shown.buttons.length === 0 ? {} : { reply_markup: { inline_keyboard: shown.buttons } };
    return { message_id: shown.id, date: 1_795_000_000 + shown.id, chat: room.chat, from: this.bot, text: shown.text, ...markup };
  }

  #put(room: Room, shown: Omit<Shown, 'id' | 'from' | 'edits'>): never {
    const put: Shown = { id: this.nextId(), from: 'bot', edits: 0, ...shown };
    room.messages.push(put);
    return this.asMessage(room, put) as never;
  }

  #checked(method: Method, args: Args<'sendMessage'> | Args<'editMessageText'>): Pick<Shown, 'text' | 'html' | 'marked' | 'buttons'> {
    const { text, wrong } = checkText(args.text, args.parse_mode);
    const markup = args.reply_markup as InlineKeyboardMarkup | undefined;
    this.#limit(method, wrong ?? checkKeyboard(markup));
    return { text, html: args.text ?? '', marked: args.parse_mode === 'HTML' ? parseHtml(args.text ?? '').marked : [], buttons: markup?.inline_keyboard ?? [] };
  }

  #sendFile(method: 'sendDocument' | 'sendPhoto' | 'sendVoice', kind: 'document' | 'photo' | 'voice', file: Sent | string, args: { chat_id: number | string; caption?: string }): never {
    const room = this.#room(args.chat_id);
    if (typeof file === 'string') return refuse(400, 'wrong file identifier/HTTP URL specified');
    this.#limit(method, file.bytes.length === 0 ? 'file must be non-empty' : file.bytes.length > (kind === 'photo' ? PHOTO_BYTES : FILE_BYTES) ? 'file is too big' : checkLength(args.caption, CAPTION));
    return this.#put(room, { text: args.caption ?? '', marked: [], buttons: [], file: { ...file, kind } });
  }

  readonly #handlers: Handlers = {
    getMe: () => this.bot,
    getUpdates: (args, closed) => this.#updates(args, closed),
    setWebhook: ({ url, secret_token: secret, allowed_updates: allowed }) => {
      this.#limit('setWebhook', secret !== undefined && !/^[\w-]{1,256}$/.test(secret) ? 'secret token contains unallowed characters' : undefined);
      this.webhook = { url, secret };
      if (allowed !== undefined) this.#allowed = allowed;
      this.#poll?.end(new Says(409, 'Conflict: terminated by setWebhook request'));
      this.#pump();
      return true;
    },
    deleteWebhook: (args) => {
      this.webhook = undefined;
      if (args.drop_pending_updates === true) this.#queue.length = 0;
      return true;
    },
    getWebhookInfo: () => ({ url: this.webhook?.url ?? '', has_custom_certificate: false, pending_update_count: this.#queue.length, ...this.webhookFault }),
    sendMessage: (args) => this.#put(this.#room(args.chat_id), this.#checked('sendMessage', args)),
    editMessageText: (args) => {
      const room = this.#room(args.chat_id ?? 0);
      const at = room.messages.findIndex(({ id }) => id === args.message_id);
      const before = room.messages[at];
      if (before === undefined) return refuse(400, 'message to edit not found');
      if (before.from !== 'bot') return refuse(400, "message can't be edited");
      if (before.file !== undefined) return refuse(400, 'there is no text in the message to edit');
      const after = this.#checked('editMessageText', args);
      if (before.html === after.html && JSON.stringify(before.buttons) === JSON.stringify(after.buttons)) {
        return refuse(400, 'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message');
      }
      const edited: Shown = { ...before, ...after, edits: before.edits + 1 };
      room.messages[at] = edited;
      return this.asMessage(room, edited) as never;
    },
    sendDocument: (args) => this.#sendFile('sendDocument', 'document', args.document, args),
    sendPhoto: (args) => this.#sendFile('sendPhoto', 'photo', args.photo, args),
    sendVoice: (args) => this.#sendFile('sendVoice', 'voice', args.voice, args),
    getFile: ({ file_id: id }) => {
      const file = this.files.get(id);
      if (file === undefined) return refuse(400, 'wrong file_id or the file is temporarily unavailable');
      if (file.size > 20 * 1024 * 1024) return refuse(400, 'file is too big');
      return { file_id: id, file_unique_id: `u${id}`, file_size: file.size, file_path: file.path };
    },
    answerCallbackQuery: ({ callback_query_id: id, text }) => {
      this.#limit('answerCallbackQuery', checkLength(text, 200));
      if (!this.#taps.has(id)) return refuse(400, 'query is too old and response timeout expired or query ID is invalid');
      this.answered.push(id);
      return true;
    },
    setMyCommands: ({ commands }) => {
      this.#limit('setMyCommands', checkCommands(commands));
      return true;
    },
    setMyDescription: ({ description }) => {
      this.#limit('setMyDescription', checkLength(description, 512));
      return true;
    },
    setMyShortDescription: ({ short_description: short }) => {
      this.#limit('setMyShortDescription', checkLength(short, 120));
      return true;
    },
    sendChatAction: ({ chat_id: id }) => {
      this.#room(id);
      return true;
    },
  };

  /** Waits for updates; the poll that comes last is served. */
  async #updates({ offset = 0, limit = 100, timeout = 0, allowed_updates: allowed }: Args<'getUpdates'>, closed: AbortSignal): Promise<Update[]> {
    if (this.webhook !== undefined) return refuse(409, "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
    this.#poll?.end(new Says(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'));
    if (allowed !== undefined) this.#allowed = allowed;
    while (this.#queue[0] !== undefined && this.#queue[0].update_id < offset) this.#queue.shift();
    this.changed();
    if (this.#queue.length === 0 && timeout > 0) await this.#something(Math.min(timeout, 50) * 1_000, closed);
    return this.#queue.slice(0, limit);
  }

  #something(ms: number, closed: AbortSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const over = AbortSignal.any([AbortSignal.timeout(ms), closed, this.#closing.signal]);
      const mine = { serve: () => end(resolve), end: (error: Says) => end(() => reject(error)) };
      const end = (how: () => void): void => {
        if (this.#poll === mine) this.#poll = undefined;
        how();
      };
      this.#poll = mine;
      over.addEventListener('abort', mine.serve, { once: true });
    });
  }

  /** By webhook: updates of one chat one after the other, each until it is taken. */
  #pump(): void {
    if (this.webhook === undefined) return;
    for (const update of [...this.#queue]) {
      const chat = (update.message ?? update.edited_message ?? update.callback_query?.message ?? update.my_chat_member)?.chat.id ?? 0;
      if (this.#delivering.has(chat)) continue;
      this.#delivering.add(chat);
      void this.#post(update).finally(() => {
        this.#delivering.delete(chat);
        this.changed();
        this.#pump();
      });
    }
  }

  async #post(update: Update): Promise<void> {
    for (let pause = 5; !this.#closing.signal.aborted && this.webhook !== undefined; pause = Math.min(pause * 2, 200)) {
      const { url, secret } = this.webhook;
      const headers = { 'content-type': 'application/json', ...(secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }) };
      const status = await fetch(url, { method: 'POST', headers, body: JSON.stringify(update) }).then(async (response) => {
        await response.arrayBuffer();
        return response.status;
      }, () => 0);
      this.deliveries.push({ update: update.update_id, status });
      this.changed();
      if (status >= 200 && status < 300) {
        this.#queue.splice(this.#queue.indexOf(update), 1);
        return;
      }
      await wait(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }
}

async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return argsOf(request.headers['content-type'] ?? '', Buffer.concat(chunks));
}

/** The arguments of a call, by JSON or with files by multipart. */
export function argsOf(type: string, body: Buffer): Record<string, unknown> {
  if (!type.startsWith('multipart/')) return body.length === 0 ? {} : (JSON.parse(body.toString()) as Record<string, unknown>);
  const boundary = `--${/boundary=(\S+)/.exec(type)?.[1] ?? ''}`;
  const read: [string, unknown][] = [];
  // Latin-1 gives each byte a character, so that what is cut out of the text is cut out of the bytes.
  for (const part of body.toString('latin1').split(boundary).slice(1, -1)) {
    const [, head = '', content = ''] = /^\r\n(.*?)\r\n\r\n(.*)\r\n$/s.exec(part) ?? [];
    const headers = Buffer.from(head, 'latin1').toString();
    const [, name = '', file] = /name="([^"]*)"(?:; filename="([^"]*)")?/.exec(headers) ?? [];
    const bytes = Buffer.from(content, 'latin1');
    read.push([name, file === undefined ? bytes.toString() : { name: file, bytes }]);
  }
  return Object.fromEntries(read);
}

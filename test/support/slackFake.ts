import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { KnownBlock, ModalView, View } from '@slack/types';
import { atTheEnd } from './ending.ts';
import { FakeChanges } from './fakeChanges.ts';
import { argsOf } from './telegramFake.ts';
import { checkMessage, checkView } from './slackLimits.ts';
import { FakeMember } from './slackPeople.ts';
import { SocketEnd } from './slackSocket.ts';

/**
 * Slack on loopback, as far as an app of ours goes: it keeps the chats as they stand, with edits made, delivers signed over HTTP or by a
 * socket (events again, until they are acknowledged; the rest once), and refuses what Slack would refuse. Typed by `@slack/types`.
 */
export interface Shown {
  readonly ts: string;
  /** 'bot', or who wrote it. */
  readonly from: string;
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** Who alone sees it. */
  readonly only?: string;
  readonly file?: { readonly name: string; readonly bytes: Buffer };
  /** How often it was edited. */
  readonly edits: number;
}

export interface Room {
  readonly id: string;
  readonly members: Set<string>;
  messages: Shown[];
  /** What the app is told instead of its message being taken. */
  refuses: string | undefined;
}

export interface OpenView {
  readonly id: string;
  readonly hash: string;
  readonly view: ModalView;
  readonly errors: Readonly<Record<string, string>>;
}

const METHODS = [
  'auth.test', 'conversations.open', 'chat.postMessage', 'chat.update', 'chat.postEphemeral', 'views.open', 'views.publish', 'files.getUploadURLExternal', 'files.completeUploadExternal', 'apps.connections.open',
] as const;
export type Method = (typeof METHODS)[number];
/** What the next call of a method meets. `retry`: seconds; `after`: it is done all the same, and its answer lost; `page`: somebody else answers. */
export type Trouble = { readonly error: string } | { readonly status: number; readonly retry?: number } | 'drop' | 'drop after' | 'page';
/** How a delivery ended. 0: no answer in time, or none at all. */
export interface Delivered { readonly status: number; readonly body: Record<string, unknown> | undefined; readonly ms: number; readonly retry: number }
export type Kind = 'events_api' | 'interactive' | 'slash_commands';

class Says extends Error {}
const refuse = (error: string): never => {
  throw new Says(error);
};
const object = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) as unknown : value);

export class SlackFake extends FakeChanges<Method | 'upload', Trouble> {
  readonly botToken = 'xoxb-7000001-essai-essai-essai';
  readonly appToken = 'xapp-1-essai-essai-essai';
  readonly secret = 'essai0123456789essai0123456789ab';
  readonly team = 'T0ESSAI';
  readonly app = 'A0GUICHET';
  readonly bot = 'U0GUICHET';
  /** For `apiUrl`. */
  readonly url: string;
  /** Where signed requests go; without it, by socket. */
  target: string | undefined;
  /** Pauses before a delivery is tried again, in ms (Slack's: almost none, a minute, five). */
  retries: readonly number[] = [5, 50, 200];
  /** How long Slack waits for an answer, in ms. */
  patience = 3_000;
  /** Rights of the bot token, which a header of each answer says; undefined: none says it. */
  rights: readonly string[] | undefined;
  readonly deliveries: Delivered[] = [];
  readonly rooms = new Map<string, Room>();
  readonly members = new Map<string, FakeMember>();
  /** Open modals of a person, the one on top last; what is shown on their home page. */
  readonly modals = new Map<string, OpenView[]>();
  readonly homes = new Map<string, readonly KnownBlock[]>();
  readonly files = new Map<string, { name: string; bytes: Buffer; done: boolean }>();
  readonly triggers = new Map<string, { user: string; at: number; used: boolean }>();
  readonly sockets = new Set<SocketEnd>();
  readonly #acks = new Map<string, (payload: Record<string, unknown> | undefined) => void>();
  readonly #closing = new AbortController();

  private constructor(url: string) {
    super('slackFake', 1_000);
    this.url = `${url}/api/`;
  }

  static async open(): Promise<SlackFake> {
    const held: { fake?: SlackFake } = {};
    const server = createServer((request, response) => void held.fake?.serve(request, response));
    server.on('upgrade', (request, socket) => held.fake?.connect(new SocketEnd(request, socket, { text: (text) => held.fake?.acknowledged(text), gone: () => held.fake?.changed() })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const fake = new SlackFake(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    held.fake = fake;
    atTheEnd(async () => {
      fake.#closing.abort();
      for (const socket of fake.sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return fake;
  }

  user(id: string): FakeMember {
    const member = this.members.get(id) ?? new FakeMember(this, id);
    this.members.set(id, member);
    return member;
  }

  /** A channel that the app is in. */
  channel(id: string, members: readonly string[]): Room {
    const room: Room = { id, members: new Set(members), messages: [], refuses: undefined };
    this.rooms.set(id, room);
    return room;
  }

  nextTs(): string {
    return `1795000000.${String(this.nextId()).padStart(6, '0')}`;
  }

  trigger(user: string): string {
    const id = `${this.nextId()}.${this.nextId()}.essai`;
    this.triggers.set(id, { user, at: performance.now(), used: false });
    return id;
  }

  /** A signed request, once. `at`: seconds since 1970. */
  async post(kind: Kind, body: Record<string, unknown>, { retry = 0, secret = this.secret, at = Math.floor(Date.now() / 1_000) }: { retry?: number; secret?: string; at?: number } = {}): Promise<Delivered> {
    const said = kind === 'events_api' ? JSON.stringify(body) : new URLSearchParams(kind === 'interactive' ? { payload: JSON.stringify(body) } : (body as Record<string, string>)).toString();
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${said}`).digest('hex')}`;
    const headers = {
      'content-type': kind === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded', 'x-slack-request-timestamp': String(at), 'x-slack-signature': signature,
      ...(retry === 0 ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_error' }),
    };
    const began = performance.now();
    const [status, text] = await fetch(this.target ?? '', { method: 'POST', headers, body: said, signal: AbortSignal.timeout(this.patience) })
      .then(async (response) => [response.status, await response.text()] as const, () => [0, ''] as const);
    return this.#delivered({ status, body: text === '' ? undefined : (object(text.startsWith('{') ? text : '{}') as Record<string, unknown>), ms: performance.now() - began, retry });
  }

  /** By whichever way there is: events again until acknowledged, as often as Slack would; the rest once. How the last try ended. */
  async deliver(kind: Kind, body: Record<string, unknown>): Promise<Delivered> {
    let ended = await this.#once(kind, body, 0);
    for (const [i, pause] of kind === 'events_api' ? this.retries.entries() : []) {
      if (ended.status === 200 || this.#closing.signal.aborted) break;
      await wait(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      ended = await this.#once(kind, body, i + 1);
    }
    return ended;
  }

  #once(kind: Kind, body: Record<string, unknown>, retry: number): Promise<Delivered> {
    return this.target === undefined ? this.#bySocket(kind, body, retry) : this.post(kind, body, { retry });
  }

  #delivered(delivered: Delivered): Delivered {
    this.deliveries.push(delivered);
    this.changed();
    return delivered;
  }

  async #bySocket(kind: Kind, body: Record<string, unknown>, retry: number): Promise<Delivered> {
    const began = performance.now();
    const end = await this.until(() => [...this.sockets].findLast(({ open }) => open));
    const id = `envelope-${this.nextId()}`;
    const acked = new Promise<Record<string, unknown> | undefined>((resolve) => this.#acks.set(id, resolve));
    end.send({ envelope_id: id, type: kind, accepts_response_payload: kind !== 'events_api', payload: body, ...(kind === 'events_api' ? { retry_attempt: retry, retry_reason: '' } : {}) });
    const late = wait(this.patience, 'late' as const, { signal: this.#closing.signal }).catch(() => 'late' as const);
    const answer = await Promise.race([acked, late]);
    this.#acks.delete(id);
    return this.#delivered({ status: answer === 'late' ? 0 : 200, body: answer === 'late' ? undefined : answer, ms: performance.now() - began, retry });
  }

  connect(end: SocketEnd): void {
    this.sockets.add(end);
    end.send({ type: 'hello', num_connections: this.sockets.size, connection_info: { app_id: this.app } });
    this.changed();
  }

  acknowledged(text: string): void {
    const { envelope_id: id = '', payload } = JSON.parse(text) as { envelope_id?: string; payload?: Record<string, unknown> };
    this.#acks.get(id)?.(payload !== undefined && Object.keys(payload).length > 0 ? payload : undefined);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const given = request.headers.authorization;
    const [, file] = /^\/files\/(\w+)$/.exec(path) ?? [];
    if (file !== undefined) { this.#download(file, given, response); return; }
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    } catch {
      return;
    }
    const type = request.headers['content-type'] ?? '';
    const body = Buffer.concat(chunks);
    const args = type.startsWith('application/x-www-form-urlencoded') ? Object.fromEntries(new URLSearchParams(body.toString())) : argsOf(type, body);
    const [, upload] = /^\/upload\/(\w+)$/.exec(path) ?? [];
    const method = upload === undefined ? path.replace(/^\/api\//, '') : 'upload';
    const met = this.met(method, args);
    if (met === 'drop') return void request.socket.destroy();
    if (met === 'page') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in to the network</html>');
    if (typeof met === 'object' && 'status' in met) return void response.writeHead(met.status, met.retry === undefined ? {} : { 'retry-after': String(met.retry) }).end('');
    if (typeof met === 'object') { this.#answer(response, { ok: false, error: met.error }); return; }
    try {
      const result = this.#done(method, upload, given, args);
      if (met === 'drop after') return void request.socket.destroy();
      this.#answer(response, { ok: true, ...result });
    } catch (error) {
      if (!(error instanceof Says)) throw error;
      this.#answer(response, { ok: false, error: error.message });
    }
  }

  #done(method: string, upload: string | undefined, given: string | undefined, args: Record<string, unknown>): Record<string, unknown> {
    if (upload !== undefined) return this.#upload(upload, args);
    const known = METHODS.find((one) => one === method);
    if (known === undefined) return refuse('unknown_method');
    if (given !== `Bearer ${known === 'apps.connections.open' ? this.appToken : this.botToken}`) return refuse('invalid_auth');
    return this.#handlers[known](args);
  }

  #answer(response: ServerResponse, body: Record<string, unknown>): void {
    response.writeHead(200, { 'content-type': 'application/json', ...(this.rights === undefined ? {} : { 'x-oauth-scopes': this.rights.join(',') }) }).end(JSON.stringify(body), () => this.changed());
  }

  #download(id: string, given: string | undefined, response: ServerResponse): void {
    const found = this.files.get(id);
    if (found === undefined || given !== `Bearer ${this.botToken}`) response.writeHead(given === `Bearer ${this.botToken}` ? 404 : 302, { location: '/login' }).end();
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(found.bytes);
  }

  #limit(method: Method, wrong: string | undefined): void {
    if (wrong === undefined) return;
    this.violations.push(`${method}: ${wrong}`);
    refuse('invalid_blocks');
  }

  #room(id: unknown): Room {
    const room = this.rooms.get(String(id));
    if (room === undefined) return refuse('channel_not_found');
    return room.refuses === undefined ? room : refuse(room.refuses);
  }

  #said(method: Method, { text, blocks }: Record<string, unknown>): Pick<Shown, 'text' | 'blocks'> {
    const read = blocks === undefined ? undefined : (object(blocks) as KnownBlock[]);
    this.#limit(method, checkMessage(text, read));
    return { text: String(text), blocks: read ?? [] };
  }

  #put(room: Room, shown: Omit<Shown, 'ts' | 'from' | 'edits'>): Shown {
    const put: Shown = { ts: this.nextTs(), from: 'bot', edits: 0, ...shown };
    room.messages.push(put);
    return put;
  }

  #triggered(id: unknown): string {
    const trigger = this.triggers.get(String(id));
    if (trigger === undefined) return refuse('invalid_trigger_id');
    if (trigger.used) return refuse('exchanged_trigger_id');
    if (performance.now() - trigger.at > 3_000) return refuse('expired_trigger_id');
    trigger.used = true;
    return trigger.user;
  }

  readonly #handlers: Readonly<Record<Method, (args: Record<string, unknown>) => Record<string, unknown>>> = {
    'auth.test': () => ({ url: 'https://essai.slack.com/', team: 'Essai', user: 'guichet', team_id: this.team, user_id: this.bot, bot_id: 'B0GUICHET' }),
    'conversations.open': ({ users }) => {
      const member = this.members.get(String(users)) ?? refuse('user_not_found');
      if (member.refuses !== undefined) refuse(member.refuses);
      return { channel: { id: member.room.id } };
    },
    'chat.postMessage': (args) => {
      const room = this.#room(args['channel']);
      const { ts } = this.#put(room, this.#said('chat.postMessage', args));
      return { channel: room.id, ts };
    },
    'chat.update': (args) => {
      const room = this.#room(args['channel']);
      const at = room.messages.findIndex(({ ts }) => ts === args['ts']);
      const before = room.messages[at];
      if (before === undefined || before.only !== undefined) return refuse('message_not_found');
      if (before.from !== 'bot' || before.file !== undefined) return refuse('cant_update_message');
      room.messages[at] = { ...before, ...this.#said('chat.update', args), edits: before.edits + 1 };
      return { channel: room.id, ts: before.ts };
    },
    'chat.postEphemeral': (args) => {
      const room = this.#room(args['channel']);
      if (!room.members.has(String(args['user']))) return refuse('user_not_in_channel');
      return { message_ts: this.#put(room, { ...this.#said('chat.postEphemeral', args), only: String(args['user']) }).ts };
    },
    'views.open': ({ trigger_id: trigger, view }) => {
      const read = object(view) as ModalView;
      const user = this.#triggered(trigger);
      this.#limit('views.open', checkView(read));
      const opened: OpenView = { id: `V${this.nextId()}`, hash: `${this.nextId()}.h`, view: read, errors: {} };
      this.modals.set(user, [...(this.modals.get(user) ?? []), opened]);
      return { view: { id: opened.id, hash: opened.hash } };
    },
    'views.publish': ({ user_id: user, view }) => {
      const read = object(view) as View;
      this.#limit('views.publish', checkView(read));
      this.homes.set(String(user), read.blocks as KnownBlock[]);
      return {};
    },
    'files.getUploadURLExternal': ({ filename, length }) => {
      if (!(Number(length) > 0)) return refuse('invalid_arguments');
      const id = `F${this.nextId()}`;
      this.files.set(id, { name: String(filename), bytes: Buffer.alloc(0), done: false });
      return { upload_url: `${this.url.replace(/api\/$/, '')}upload/${id}`, file_id: id };
    },
    'files.completeUploadExternal': ({ files, channel_id: channel }) => {
      const room = this.#room(channel);
      const done = (object(files) as { id: string; title?: string }[]).map(({ id }) => {
        const file = this.files.get(id);
        if (file?.done !== true) return refuse('file_not_found');
        this.#put(room, { text: '', blocks: [], file: { name: file.name, bytes: file.bytes } });
        return { id, title: file.name };
      });
      return { files: done };
    },
    'apps.connections.open': () => ({ url: this.url.replace(/^http/, 'ws').replace(/api\/$/, 'link') }),
  };

  #upload(id: string, args: Record<string, unknown>): Record<string, unknown> {
    const file = this.files.get(id);
    const sent = Object.values(args).find((value): value is { bytes: Buffer } => typeof value === 'object' && value !== null && 'bytes' in value);
    if (file === undefined || sent === undefined) return refuse('file_not_found');
    Object.assign(file, { bytes: sent.bytes, done: true });
    return {};
  }
}

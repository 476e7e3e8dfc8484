import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import { atTheEnd } from './ending.ts';
import { FakeChanges } from './fakeChanges.ts';
import { checkActivity } from './teamsLimits.ts';
import { FakeColleague } from './teamsPeople.ts';

/**
 * Microsoft Teams on loopback, as far as a bot of ours goes: the connector, which keeps the chats as they stand, with edits made, and refuses
 * what Teams would refuse; who issues our token; who signs what is delivered, with its keys; and people's drives. What is delivered comes
 * again while it is not taken. Cards are typed by `@microsoft/teams.cards`.
 */
export interface Shown {
  readonly id: string;
  /** 'bot', or who wrote it. */
  readonly from: string;
  readonly text: string;
  readonly summary: string;
  readonly card?: IAdaptiveCard;
  /** A card that asks whether a file may be put into one's drive. */
  readonly consent?: { readonly name: string; readonly size: number; readonly accept: unknown; readonly decline: unknown };
  readonly file?: { readonly name: string; readonly bytes: Buffer };
  readonly edits: number;
}

export interface Room {
  readonly id: string;
  readonly kind: 'personal' | 'channel' | 'groupChat';
  messages: Shown[];
  /** What the bot is told instead of its message being taken. */
  refuses: Refused | undefined;
}

export interface Refused { readonly status: number; readonly code: string; readonly retry?: number }
/** What the next call meets. `after`: it is done all the same, and its answer lost; `page`: somebody else answers; `away`: no server of theirs answers. */
export type Trouble = Refused | 'drop' | 'drop after' | 'page';
export type Method = 'send' | 'update' | 'delete' | 'create' | 'token' | 'metadata' | 'upload' | 'attachment' | 'download';
/** How a delivery ended. 0: no answer in time, or none at all. */
export interface Delivered { readonly status: number; readonly body: Record<string, unknown> | undefined; readonly ms: number; readonly retry: number }
/** How a token that comes with a message differs from a good one. */
export interface Forged { readonly key?: KeyObject; readonly kid?: string; readonly claims?: Record<string, unknown>; readonly algorithm?: 'RS256' | 'none' }

const keys = (): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } => generateKeyPairSync('rsa', { modulusLength: 2_048 });
let signing: ReturnType<typeof keys> | undefined;
/** Somebody else's. */
export const otherKey = (): KeyObject => keys().privateKey;
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export class TeamsFake extends FakeChanges<Method, Trouble> {
  readonly appId = '5a0f8b1e-0b5d-4f5e-9d0c-3d1c8e7f6a01';
  readonly tenant = 'b7e6d5c4-0000-4a4a-8b8b-1f2e3d4c5b6a';
  readonly password = 'essai~0123456789.essai';
  readonly issuer = 'https://api.botframework.com';
  readonly url: string;
  /** Where messages go. */
  target = '';
  /** Pauses before a delivery comes again, in ms (Teams': almost none for an invoke, seconds for a message). */
  retries: readonly number[] = [5, 50];
  /** How long Teams waits for an answer, in ms: for a message, for an invoke. */
  patience = { message: 15_000, invoke: 5_000 };
  readonly deliveries: Delivered[] = [];
  readonly rooms = new Map<string, Room>();
  /** Files in people's drives, and those they send, by what stands in their address. */
  readonly drive = new Map<string, { readonly name: string; readonly bytes: Buffer }>();
  readonly #tokens = new Set<string>();
  readonly #closing = new AbortController();

  private constructor(url: string) {
    super('teamsFake', 1_000);
    this.url = url;
  }

  static async open(): Promise<TeamsFake> {
    signing ??= keys();
    const held: { fake?: TeamsFake } = {};
    const server = createServer((request, response) => void held.fake?.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const fake = new TeamsFake(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    held.fake = fake;
    atTheEnd(async () => {
      fake.#closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return fake;
  }

  get serviceUrl(): string {
    return `${this.url}/emea/`;
  }

  get loginUrl(): string {
    return `${this.url}/login/${this.tenant}`;
  }

  get metadataUrl(): string {
    return `${this.url}/metadata`;
  }

  get bot(): string {
    return `28:${this.appId}`;
  }

  user(name: string, tenant: string = this.tenant): FakeColleague {
    return new FakeColleague(this, name, tenant);
  }

  room(id: string, kind: Room['kind']): Room {
    const room: Room = this.rooms.get(id) ?? { id, kind, messages: [], refuses: undefined };
    this.rooms.set(id, room);
    return room;
  }

  /** A token as it comes with a message, good unless told otherwise. */
  token({ key, kid = 'essai', claims = {}, algorithm = 'RS256' }: Forged = {}): string {
    const now = Math.floor(Date.now() / 1_000);
    const body = `${base64({ typ: 'JWT', alg: algorithm, kid })}.${base64({ iss: this.issuer, aud: this.appId, nbf: now - 60, exp: now + 3_600, serviceurl: this.serviceUrl, ...claims })}`;
    if (algorithm === 'none') return `${body}.`;
    return `${body}.${createSign('RSA-SHA256').update(body).sign(key ?? (signing ?? keys()).privateKey, 'base64url')}`;
  }

  /** Once, with this header; null: without. */
  async post(activity: Record<string, unknown>, authorization: string | null = `Bearer ${this.token()}`, retry = 0): Promise<Delivered> {
    const began = performance.now();
    const headers = { 'content-type': 'application/json; charset=utf-8', ...(authorization === null ? {} : { authorization }) };
    const [status, text] = await fetch(this.target, { method: 'POST', headers, body: JSON.stringify(activity), signal: AbortSignal.timeout(activity['type'] === 'invoke' ? this.patience.invoke : this.patience.message) })
      .then(async (response) => [response.status, await response.text()] as const, () => [0, ''] as const);
    const delivered = { status, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : undefined, ms: performance.now() - began, retry };
    this.deliveries.push(delivered);
    this.changed();
    return delivered;
  }

  /** Until it is taken, as often as Teams would. How the last try ended. */
  async deliver(activity: Record<string, unknown>): Promise<Delivered> {
    let ended = await this.post(activity);
    for (const [i, pause] of this.retries.entries()) {
      if ((ended.status > 0 && ended.status < 500) || ended.status === 501 || this.#closing.signal.aborted) break;
      await wait(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      ended = await this.post(activity, undefined, i + 1);
    }
    return ended;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    } catch {
      return;
    }
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
    const body = Buffer.concat(chunks);
    const method = methodOf(request.method ?? '', path);
    if (method === undefined) return void response.writeHead(404).end('{}');
    const given = request.headers.authorization ?? '';
    const met = this.met(method, { path, ...(method === 'token' ? Object.fromEntries(new URLSearchParams(body.toString())) : method === 'upload' ? { range: request.headers['content-range'] } : body.length === 0 ? {} : (JSON.parse(body.toString()) as Record<string, unknown>)) });
    if (met === 'drop') return void request.socket.destroy();
    if (met === 'page') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in to the network</html>');
    const [status, answer] = typeof met === 'object' ? [met.status, { error: { code: met.code, message: 'essai' } }] : this.#done(method, path, given, body, request);
    if (met === 'drop after') return void request.socket.destroy();
    const headers = { 'content-type': 'application/json', ...(typeof met === 'object' && met.retry !== undefined ? { 'retry-after': String(met.retry) } : {}) };
    response.writeHead(status, headers).end(Buffer.isBuffer(answer) ? answer : JSON.stringify(answer), () => this.changed());
  }

  #done(method: Method, path: string, given: string, body: Buffer, request: IncomingMessage): readonly [status: number, answer: unknown] {
    if (method === 'token') return this.#issued(path, new URLSearchParams(body.toString()));
    if (method === 'metadata') return [200, path.endsWith('/keys') ? { keys: [{ ...(signing ?? keys()).publicKey.export({ format: 'jwk' }), kid: 'essai', use: 'sig', endorsements: ['msteams'] }] } : { issuer: this.issuer, jwks_uri: `${this.url}/metadata/keys` }];
    if (method === 'download') return this.#kept(path);
    if (method === 'upload') return this.#uploaded(path, body, request);
    if (!this.#tokens.has(given.replace(/^Bearer /, ''))) return [401, { error: { code: 'Unauthorized', message: 'essai' } }];
    if (method === 'attachment') return this.#kept(path.replace('/views/original', ''));
    if (method === 'create') return [201, { id: `a:${this.nextId()}` }];
    const [, conversation = '', activity = ''] = /\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path) ?? [];
    const room = this.rooms.get(conversation);
    if (room === undefined) return [404, { error: { code: 'ConversationNotFound', message: 'essai' } }];
    if (room.refuses !== undefined) return [room.refuses.status, { error: { code: room.refuses.code, message: 'essai' } }];
    if (method === 'send') return this.#put(room, body);
    const at = room.messages.findIndex(({ id, from }) => id === activity && from === 'bot');
    const before = room.messages[at];
    if (before === undefined) return [404, { error: { code: 'ActivityNotFoundInConversation', message: 'essai' } }];
    if (method === 'delete') {
      room.messages.splice(at, 1);
      return [200, {}];
    }
    const shown = this.#read(body);
    if (shown === undefined) return [400, { error: { code: 'BadSyntax', message: 'essai' } }];
    room.messages[at] = { ...shown, id: before.id, edits: before.edits + 1 };
    return [200, { id: before.id }];
  }

  #issued(path: string, asked: URLSearchParams): readonly [number, unknown] {
    if (path !== `/login/${this.tenant}/oauth2/v2.0/token`) return [400, { error: 'invalid_request' }];
    if (asked.get('client_id') !== this.appId || asked.get('client_secret') !== this.password) return [401, { error: 'invalid_client' }];
    if (asked.get('grant_type') !== 'client_credentials' || asked.get('scope') !== 'https://api.botframework.com/.default') return [400, { error: 'invalid_scope' }];
    const token = `jeton-${this.nextId()}`;
    this.#tokens.add(token);
    return [200, { token_type: 'Bearer', expires_in: 3_600, access_token: token }];
  }

  /** Our tokens end before their time. */
  endTokens(): void {
    this.#tokens.clear();
  }

  #kept(path: string): readonly [number, unknown] {
    const file = this.drive.get(path.split('/').at(-1) ?? '');
    return file === undefined ? [404, {}] : [200, file.bytes];
  }

  #uploaded(path: string, body: Buffer, { headers }: IncomingMessage): readonly [number, unknown] {
    const id = path.split('/').at(-1) ?? '';
    const file = this.drive.get(id);
    // A session takes a file once.
    if (file === undefined || file.bytes.length > 0 || headers['content-range'] !== `bytes 0-${body.length - 1}/${body.length}`) return [404, {}];
    this.drive.set(id, { name: file.name, bytes: body });
    return [201, {}];
  }

  #put(room: Room, body: Buffer): readonly [number, unknown] {
    const shown = this.#read(body);
    if (shown === undefined) return [400, { error: { code: 'BadSyntax', message: 'essai' } }];
    const id = `1${this.nextId()}`;
    room.messages.push({ ...shown, id, edits: 0 });
    return [201, { id }];
  }

  /** What is sent as it is shown; undefined: past a limit. */
  #read(body: Buffer): Omit<Shown, 'id' | 'edits'> | undefined {
    const activity = JSON.parse(body.toString()) as Record<string, unknown>;
    const wrong = checkActivity(activity);
    if (wrong !== undefined) {
      this.violations.push(wrong);
      return undefined;
    }
    const { summary, attachments } = activity as { summary: string; attachments: readonly { contentType: string; content: Record<string, unknown>; name?: string; contentUrl?: string }[] };
    const [one] = attachments;
    const said = { from: 'bot', text: '', summary };
    if (one?.contentType.endsWith('card.adaptive') === true) return { ...said, card: one.content as unknown as IAdaptiveCard };
    if (one?.contentType.endsWith('file.consent') === true) return { ...said, consent: { name: one.name ?? '', size: Number(one.content['sizeInBytes']), accept: one.content['acceptContext'], decline: one.content['declineContext'] } };
    return { ...said, file: { name: one?.name ?? '', bytes: this.drive.get((one?.contentUrl ?? '').split('/').at(-1) ?? '')?.bytes ?? Buffer.alloc(0) } };
  }
}

function methodOf(method: string, path: string): Method | undefined {
  if (path.startsWith('/login/')) return 'token';
  if (path.startsWith('/metadata')) return 'metadata';
  if (path.startsWith('/files/')) return 'download';
  if (path.startsWith('/drive/')) return 'upload';
  if (path.startsWith('/emea/v3/attachments/')) return 'attachment';
  if (path === '/emea/v3/conversations') return 'create';
  if (!/^\/emea\/v3\/conversations\/[^/]+\/activities/.test(path)) return undefined;
  return method === 'PUT' ? 'update' : method === 'DELETE' ? 'delete' : 'send';
}

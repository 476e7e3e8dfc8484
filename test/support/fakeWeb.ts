/**
 * A server of the web chat's routes with canned answers, for working on the page and for its tests:
 * `node test/support/fakeWeb.ts` serves it on http://localhost:3979/ with a push every few seconds.
 * It keeps one conversation an account in memory and knows nothing of the domain.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { toWebMessage, type WebMessage } from '../../bots/web/render.ts';
import type { Message } from '../../core/messages/message.ts';
import { ACCOUNTS, answerTo, BOOK, pushed, type Said } from './fakeScenes.ts';

type Shown = WebMessage | { readonly id: string; readonly at: string; readonly from: 'me'; readonly text: string; readonly clientMessageId: string };

const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";
const MIME: Record<string, string> = {
  html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml', webmanifest: 'application/manifest+json',
};
const require = createRequire(import.meta.url);

export interface FakeWeb {
  readonly url: string;
  /** What was received, each clientMessageId once for every time it came. */
  readonly received: readonly (Said & { readonly clientMessageId: string })[];
  /** Says something to everybody, as a push. */
  push(message: Message): void;
  /** Ends every stream, as a restart does. */
  dropStreams(): void;
  /** While `down`, every route under /web answers 503 and streams end. */
  setDown(down: boolean): void;
  /** Loses the answer of the next message after it had its effect. */
  loseNextAnswer(): void;
  /** Makes every token invalid. */
  signOut(): void;
  /** Forgets every conversation. */
  forget(): void;
  close(): Promise<void>;
}

export interface FakeWebOptions {
  readonly port?: number;
  readonly demo?: boolean;
  readonly pushEveryMs?: number;
  /** What the conversation says at `instant`; by default the machine's time. */
  readonly now?: () => Date;
}

export async function startFakeWeb(options: FakeWebOptions = {}): Promise<FakeWeb> {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(multipart, { limits: { fileSize: 10 * 1024 * 1024 } });
  const now = options.now ?? (() => new Date());
  const tokens = new Map<string, string>();
  const histories = new Map<string, Shown[]>();
  const answers = new Map<string, WebMessage[]>();
  const streams = new Set<{ account: string; reply: FastifyReply }>();
  const received: (Said & { clientMessageId: string })[] = [];
  let down = false;
  let loseNext = false;
  let lang = 'fr';

  const historyOf = (account: string): Shown[] => {
    const known = histories.get(account) ?? [];
    histories.set(account, known);
    return known;
  };
  const store = (account: string, message: Message, extra: Partial<WebMessage> = {}): WebMessage => {
    const made = { ...toWebMessage({ id: randomUUID(), at: now().toISOString() }, message, BOOK, 'full'), ...extra };
    historyOf(account).push(made);
    for (const stream of streams) if (stream.account === account) stream.reply.raw.write(`id: ${made.id}\nevent: message\ndata: ${JSON.stringify(made)}\n\n`);
    return made;
  };
  const endStreams = (): void => {
    for (const { reply } of streams) reply.raw.end();
    streams.clear();
  };

  app.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', CSP);
    if (down && request.url.startsWith('/web/')) return reply.code(503).send({ code: 'down' });
  });

  const accountOf = (request: FastifyRequest): string | undefined => tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''));
  const send = async (reply: FastifyReply, path: string): Promise<FastifyReply> =>
    reply.header('content-type', MIME[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream').send(await readFile(path));

  app.get('/', (_, reply) => send(reply, new URL('../../bots/web/page/index.html', import.meta.url).pathname));
  app.get('/assets/adaptivecards.js', (_, reply) => send(reply, require.resolve('adaptivecards/dist/adaptivecards.min.js')));
  app.get<{ Params: { name: string } }>('/assets/:name', (request, reply) => {
    const name = request.params.name.replaceAll(/[^\w.]/g, '');
    return send(reply, new URL(`../../bots/web/page/${name}`, import.meta.url).pathname);
  });
  app.get('/d/:token', (_, reply) => reply.header('content-type', 'text/plain').send('document'));

  app.get('/web/demo-accounts', (_, reply) => (options.demo === false ? reply.code(404).send({ code: 'not-found' }) : ACCOUNTS));
  app.post<{ Body: { code: string } }>('/web/login', (request, reply) => {
    const account = ACCOUNTS.find((one) => one.code === request.body.code);
    if (account === undefined) return reply.code(401).send({ code: 'code_unknown', detail: 'Je ne connais pas ce code. Vérifiez-le, ou demandez-en un autre.' });
    const token = randomUUID();
    tokens.set(token, account.id);
    return { token, account: { id: account.id, name: account.name, role: account.role, structure: account.structure } };
  });
  app.post('/web/logout', (request, reply) => {
    tokens.delete((request.headers.authorization ?? '').replace('Bearer ', ''));
    return reply.code(204).send();
  });
  app.post('/web/code', (_, reply) => reply.code(202).send());

  app.get<{ Querystring: { after?: string } }>('/web/messages', (request, reply) => {
    const account = accountOf(request);
    if (account === undefined) return reply.code(401).send({ code: 'unauthorised' });
    const all = historyOf(account);
    const at = all.findIndex((one) => one.id === request.query.after);
    return { messages: all.slice(at + 1), lang };
  });

  app.get('/web/stream', (request, reply) => {
    const account = accountOf(request);
    if (account === undefined) return reply.code(401).send({ code: 'unauthorised' });
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write(': bonjour\n\n');
    const stream = { account, reply };
    streams.add(stream);
    request.raw.on('close', () => streams.delete(stream));
    return reply;
  });

  async function bodyOf(request: FastifyRequest): Promise<Said & { clientMessageId: string }> {
    if (!request.isMultipart()) return request.body as Said & { clientMessageId: string };
    const part = await request.file();
    if (part === undefined) throw new Error('No file.');
    await part.toBuffer();
    const field = part.fields['clientMessageId'];
    return { file: part.filename, clientMessageId: field !== undefined && 'value' in field ? String(field.value) : '' };
  }

  app.post('/web/messages', async (request, reply) => {
    const account = accountOf(request);
    if (account === undefined) return reply.code(401).send({ code: 'unauthorised' });
    const said = await bodyOf(request);
    received.push(said);
    const known = answers.get(said.clientMessageId);
    if (known !== undefined) return { messages: known, lang };
    if (said.text === 'english') lang = 'en';
    const scene = answerTo(said);
    if (scene.waitMs > 0) await new Promise((resolve) => setTimeout(resolve, scene.waitMs));
    if (scene.status !== 200) return reply.code(scene.status).send({ code: 'refused' });
    historyOf(account).push({ id: randomUUID(), at: now().toISOString(), from: 'me', text: scene.own, clientMessageId: said.clientMessageId });
    const messages = scene.messages.map(({ message, extra }) => store(account, message, extra));
    answers.set(said.clientMessageId, messages);
    if (loseNext) {
      loseNext = false;
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
    return { messages, lang };
  });

  const everybody = (message: Message): void => {
    for (const { id } of ACCOUNTS) store(id, message);
  };
  const timer = options.pushEveryMs === undefined ? undefined : setInterval(() => everybody(pushed()), options.pushEveryMs);
  const url = await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });

  return {
    url,
    received,
    push: everybody,
    dropStreams: endStreams,
    setDown(value) {
      down = value;
      if (value) endStreams();
    },
    loseNextAnswer: () => (loseNext = true),
    signOut() {
      tokens.clear();
      endStreams();
    },
    forget() {
      histories.clear();
      answers.clear();
      received.length = 0;
      lang = 'fr';
    },
    async close() {
      clearInterval(timer);
      endStreams();
      await app.close();
    },
  };
}

if (import.meta.main) {
  const fake = await startFakeWeb({ port: 3979, pushEveryMs: 8000 });
  process.stdout.write(`${fake.url}\n`);
}

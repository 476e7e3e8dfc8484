import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Incoming } from '../../core/messages/incoming.ts';
import type { Account, Gate, Limiter } from '../../core/ports.ts';
import { FILE_BYTES } from '../inbound.ts';
import { settled, type Worker } from '../worker.ts';
import { rendered } from './history.ts';
import { placeOf, turnstile } from './guessing.ts';
import { streams } from './stream.ts';

export interface WebOptions {
  readonly gate: Gate;
  readonly worker: Worker;
  readonly limiter: Limiter;
  readonly demo: () => Promise<boolean>;
}

/** Largest text that is stored; a longer one is cut before it is, and the person told what was understood. */
const TEXT_BYTES = 128 * 1024;
/** Longer than asking for a code takes, known address or not. */
const SAME_MS = 250;

const CSP = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
  "manifest-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'",
].join('; ');

const said = z.union([
  z.object({ text: z.string(), clientMessageId: z.string().min(1).max(200).optional() }),
  z.object({ press: z.string().max(200), label: z.string().max(200).optional(), clientMessageId: z.string().min(1).max(200).optional() }),
  z.object({
    submit: z.object({ form: z.string().max(200), values: z.record(z.string().max(64), z.union([z.string(), z.number(), z.boolean()]).transform((value) => String(value).slice(0, 4_000))) }),
    clientMessageId: z.string().min(1).max(200).optional(),
  }),
]);

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.webmanifest': 'application/manifest+json', '.png': 'image/png' };

/** The web chat: its page, and the paths of the contract. */
export async function webRoutes(app: FastifyInstance, { gate, worker, limiter, demo }: WebOptions): Promise<void> {
  await app.register(multipart, { limits: { fileSize: FILE_BYTES, files: 1, fields: 4 } });
  const open = streams(gate, worker);
  app.addHook('preClose', async () => open.close());
  // What people wrote and were told stays in nobody's cache.
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/web/')) reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  await assets(app);

  app.get('/web/demo-accounts', async (_request, reply) => {
    if (!(await demo())) return refusal(reply, 404, 'not_demo', 'Il n’y a pas de comptes de démonstration ici.');
    return gate.demoAccounts();
  });

  const inTurn = turnstile();
  app.post('/web/login', async (request, reply) => {
    const body = z.object({ code: z.string().max(200), clientMessageId: z.string().max(200).optional() }).safeParse(request.body);
    const from = placeOf(request.ip);
    return inTurn(from, async () => {
      if (!(await limiter.allowed(`web ${from}`))) return refusal(reply, 429, 'too_many_tries', 'Trop d’essais. Attendez un quart d’heure, puis réessayez.');
      const used: Awaited<ReturnType<Gate['redeem']>> = body.success ? await gate.redeem(body.data.code, `web:${body.data.clientMessageId ?? randomUUID()}`, undefined) : { outcome: 'unknown' };
      if (used.account === undefined) {
        await limiter.failed(`web ${from}`);
        const outcome = used.outcome in CODE_SAYS ? used.outcome as keyof typeof CODE_SAYS : 'unknown';
        return refusal(reply, 401, `code_${outcome}`, CODE_SAYS[outcome]);
      }
      const token = await gate.openSession(used.account);
      const account = await gate.accountOf(token);
      if (account === undefined) return refusal(reply, 401, 'code_removed', CODE_SAYS.removed);
      const visitor = await gate.visitor(account);
      return { token, account: { id: account.id, name: visitor.name, role: account.role, structure: visitor.structure } };
    });
  });

  app.post('/web/logout', async (request, reply) => {
    const token = bearer(request);
    if (token !== undefined) {
      await gate.closeSession(token);
      open.end(token);
    }
    return reply.code(204).send();
  });

  // The same answer, in the same time, whether the address is known or not, and also once too many were asked for (A2).
  app.post('/web/code', async (request, reply) => {
    const body = z.object({ email: z.string().max(320).regex(/^[^\s@]+@[^\s@]+$/) }).safeParse(request.body);
    const from = `code ${placeOf(request.ip)}`;
    const asked = async (email: string): Promise<void> => {
      const keys = [from, `code of ${email.trim().toLowerCase()}`];
      if ((await Promise.all(keys.map((key) => limiter.allowed(key)))).includes(false)) return;
      await Promise.all(keys.map((key) => limiter.failed(key)));
      await gate.askCode(email);
      worker.poke();
    };
    await Promise.all([inTurn(from, async () => (body.success ? asked(body.data.email) : undefined)), wait(SAME_MS)]);
    return reply.code(202).send({ detail: 'Si cette adresse est connue, un code vient d’y être envoyé.' });
  });

  // Whose it is comes first: a stranger's ten megabytes are not read.
  const senders = new WeakMap<FastifyRequest, Account>();
  const known = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const account = await identified(request, reply);
    if (account === undefined) return reply;
    senders.set(request, account);
  };
  app.post('/web/messages', { bodyLimit: FILE_BYTES + 64 * 1024, onRequest: known }, async (request, reply) => {
    const account = senders.get(request);
    if (account === undefined) return reply;
    const read = request.isMultipart() ? await fileOf(request, reply, account) : messageOf(request, reply);
    if (read === undefined) return reply;
    const stored = await gate.take({
      channel: 'web', chatKey: account.id,
      incoming: { ...read.incoming, ...(read.clientMessageId === undefined ? {} : { client: read.clientMessageId }) },
      // Ids are the page's own: two accounts may choose the same.
      platformId: `${account.id}:${read.clientMessageId === undefined ? randomUUID() : createHash('sha256').update(read.clientMessageId).digest('base64url')}`,
    });
    if (stored.fresh || !(await gate.isSettled(stored.operator, stored.no))) await worker.handle(stored);
    if (!(await settled(gate, stored))) return refusal(reply, 503, 'busy', 'Votre message est bien reçu ; la réponse arrive dans un instant.');
    // The answer may be to a change of language: the page's own words and voice follow.
    const [answers, after] = await Promise.all([gate.answersTo(account, 'web', stored.no), gate.accountOf(bearer(request) ?? '')]);
    return { messages: rendered(answers, after ?? account, gate), lang: (after ?? account).lang };
  });

  app.get('/web/messages', async (request, reply) => {
    const account = await identified(request, reply);
    if (account === undefined) return reply;
    const query = z.object({ after: z.uuid().optional(), own: z.enum(['0', '1']).optional() }).catch({}).parse(request.query);
    return { messages: rendered(await gate.history(account, { channel: 'web', ...(query.after === undefined ? {} : { after: query.after }), own: query.own === '1' }), account, gate), lang: account.lang };
  });

  app.get('/web/stream', { exposeHeadRoute: false }, async (request, reply) => {
    const account = await identified(request, reply);
    if (account === undefined) return reply;
    const last = z.uuid().safeParse(request.headers['last-event-id']);
    const begin = await open.prepare(account, bearer(request) ?? '', last.data);
    reply.hijack();
    await begin(reply.raw);
    return reply;
  });

  async function identified(request: FastifyRequest, reply: FastifyReply): Promise<Account | undefined> {
    const token = bearer(request);
    const account = token === undefined ? undefined : await gate.accountOf(token);
    if (account === undefined) refusal(reply, 401, 'not_logged_in', 'Connectez-vous avec votre code.');
    return account;
  }

  async function fileOf(request: FastifyRequest, reply: FastifyReply, account: Account): Promise<Read | undefined> {
    let file: { name: string; mime: string; bytes: Buffer } | undefined;
    let clientMessageId: string | undefined;
    try {
      // All parts: the page's id may stand before the file or after it.
      for await (const part of request.parts()) {
        if (part.type === 'file') file = { name: fileName(part.filename), mime: part.mimetype.slice(0, 100), bytes: await part.toBuffer() };
        else if (part.fieldname === 'clientMessageId' && typeof part.value === 'string' && part.value !== '') clientMessageId = part.value.slice(0, 200);
      }
    } catch (error) {
      const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 400;
      return void (status === 413 ? refusal(reply, 413, 'file_too_large', 'Un fichier à la fois, de 10 Mo au plus.') : refusal(reply, 400, 'not_a_file', 'Ce fichier n’est pas arrivé entier. Réessayez.'));
    }
    if (file === undefined) return void refusal(reply, 400, 'no_file', 'Aucun fichier n’est arrivé.');
    const id = await gate.keepFile(account, file, clientMessageId);
    return { incoming: { kind: 'file', file: id, name: file.name, mime: file.mime, size: file.bytes.length }, clientMessageId };
  }
}

/** The last part of a path of any system, without what cannot be seen or turns the writing round. */
function fileName(given: string | undefined): string {
  const name = (given ?? '').split(/[\\/]/).at(-1)?.replace(/\p{C}/gu, '').trim().slice(0, 200) ?? '';
  return /[^.\s]/.test(name) ? name : 'fichier';
}

interface Read { readonly incoming: Incoming; readonly clientMessageId: string | undefined }

function messageOf(request: FastifyRequest, reply: FastifyReply): Read | undefined {
  const body = said.safeParse(request.body);
  if (!body.success) return void refusal(reply, 400, 'not_a_message', 'Un message a un texte, un bouton (press) ou un formulaire (submit).');
  const { data } = body;
  const incoming: Incoming = 'text' in data ? { kind: 'text', text: withoutNul(data.text).slice(0, TEXT_BYTES) }
    : 'press' in data ? { kind: 'press', id: data.press, ...(data.label === undefined ? {} : { label: data.label }) }
      : { kind: 'submit', form: data.submit.form, values: data.submit.values };
  return { incoming, clientMessageId: data.clientMessageId };
}

/** PostgreSQL's text takes no NUL, and nobody means one. */
const withoutNul = (text: string): string => text.replaceAll('\0', '');

const CODE_SAYS = {
  unknown: 'Je ne connais pas ce code. Vérifiez-le, ou demandez-en un autre.',
  used: 'Ce code a déjà servi. Un code ne sert qu’une fois : demandez-en un autre.',
  expired: 'Ce code est trop ancien (il vaut 48 heures). Demandez-en un autre.',
  removed: 'Ce compte n’est plus actif. Adressez-vous à votre structure.',
} as const;

/** RFC 9457, with a stable code. */
const refusal = (reply: FastifyReply, status: number, code: string, detail: string): FastifyReply =>
  reply.code(status).type('application/problem+json').send({ status, code, title: detail, detail });

const bearer = (request: FastifyRequest): string | undefined => /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1];

async function assets(app: FastifyInstance): Promise<void> {
  const folder = path.join(import.meta.dirname, 'page');
  const adaptive = path.join(path.dirname(createRequire(import.meta.url).resolve('adaptivecards/package.json')), 'dist', 'adaptivecards.min.js');
  const send = async (reply: FastifyReply, file: string): Promise<FastifyReply> => {
    try {
      const bytes = await readFile(file);
      return await reply.headers({
        'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream', 'content-security-policy': CSP, 'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin', 'cache-control': file.endsWith('.html') ? 'no-cache' : 'public, max-age=300',
      }).send(bytes);
    } catch {
      return refusal(reply, 404, 'not_found', 'Cette page n’existe pas.');
    }
  };
  app.get('/', async (_request, reply) => send(reply, path.join(folder, 'index.html')));
  app.get('/assets/adaptivecards.js', async (_request, reply) => send(reply, adaptive));
  app.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) =>
    /^[\w.-]+$/.test(request.params.name) && !request.params.name.startsWith('.') ? send(reply, path.join(folder, request.params.name)) : refusal(reply, 404, 'not_found', 'Cette page n’existe pas.'));
  app.get('/favicon.ico', async (_request, reply) => reply.code(204).send());
}

import fastify, { type FastifyInstance, type FastifyPluginAsync, type FastifyReply, type FastifyRequest } from 'fastify';
import { Gauge, Registry, collectDefaultMetrics, Histogram } from 'prom-client';
import { z } from 'zod';
import { GuichetError } from '../core/errors.ts';
import type { Office } from '../core/office.ts';
import type { Gate, Late, Limiter } from '../core/ports.ts';
import { apiRoutes } from './api/routes.ts';
import { documentRoutes } from './documents.ts';
import type { Log } from './log.ts';
import { verifyRoutes } from './verify/routes.ts';
import { webRoutes } from './web/routes.ts';
import type { Worker } from './worker.ts';

/** The test clock as the server sees it. Moving it runs each piece of due work at its own instant. */
export interface ClockControl {
  now(): Promise<Date>;
  /** How many pieces ran. @throws GuichetError `clock_backward` */
  advance(to: Date): Promise<number>;
}

export interface ServerOptions {
  readonly gate: Gate;
  readonly office: Office;
  readonly worker: Worker;
  readonly limiter: Limiter;
  readonly demo: () => Promise<boolean>;
  readonly testClock: ClockControl | undefined;
  readonly log: Log;
  /** Routes of channels that are called by their platform. */
  readonly hooks?: readonly FastifyPluginAsync[];
}

/** What a request that never reached a route is told, by status. */
const REFUSED: Readonly<Record<number, readonly [code: string, says: string]>> = {
  404: ['not_found', 'Cette page n’existe pas.'],
  405: ['method_not_allowed', 'Cette adresse ne s’utilise pas ainsi.'],
  413: ['too_large', 'C’est trop gros.'],
  415: ['unsupported_media_type', 'Ce format n’est pas lu ici.'],
  500: ['internal', 'Quelque chose n’a pas marché de notre côté. Réessayez dans un instant.'],
};

/** '/assets/:name': what was asked for without what stood in it. */
const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'none';

/** RFC 9457; nothing of what was sent comes back in it. */
function problem(reply: FastifyReply, status: number): FastifyReply {
  const [code, says] = REFUSED[status] ?? ['bad_request', 'Cette demande n’est pas lisible.'];
  return reply.code(status).type('application/problem+json').send({ status, code, title: says, detail: says });
}

/** The one HTTP server: web chat, operator API, health, metrics, and the test clock where there is one. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { gate, office, worker, limiter, demo, testClock, log } = options;
  const app: FastifyInstance = fastify({
    bodyLimit: 256 * 1024,
    forceCloseConnections: 'idle',
    // Its own lines quote addresses, which can hold a token or a name: requests are told below, by their route.
    logger: false,
    // An address that cannot be read.
    frameworkErrors: (_error, _request, reply) => void problem(reply as unknown as FastifyReply, 400),
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) log.error({ route: routeOf(request), err: error }, 'request failed');
    return problem(reply, status);
  });
  const routes: { method: string; path: readonly string[] }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, path: url.split('/') });
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split(/[?#]/, 1)[0]?.split('/') ?? [];
    const known = routes.filter((route) => route.path.length === path.length && route.path.every((part, i) => part.startsWith(':') || part === '*' || part === path[i]));
    if (known.length === 0) return problem(reply, 404);
    return problem(reply.header('allow', [...new Set(known.map(({ method }) => method))].join(', ')), 405);
  });

  const registry = metrics(gate);
  app.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    registry.http.observe({ route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    log.info({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
    done();
  });

  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const wrong = await gate.ready();
    return wrong === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', detail: wrong });
  });
  app.get('/metrics', async (_request, reply) => reply.type(registry.registry.contentType).send(await registry.registry.metrics()));

  if (testClock !== undefined) {
    app.get('/test/clock', async () => ({ now: (await testClock.now()).toISOString() }));
    app.put('/test/clock', async (request, reply) => {
      const body = z.object({ now: z.iso.datetime({ offset: true }) }).safeParse(request.body);
      if (!body.success) return reply.code(400).type('application/problem+json').send({ status: 400, code: 'not_an_instant', title: 'now must be an instant with its offset.' });
      try {
        const ran = await testClock.advance(new Date(body.data.now));
        return { now: (await testClock.now()).toISOString(), ran };
      } catch (error) {
        if (!(error instanceof GuichetError) || error.code !== 'clock_backward') throw error;
        return reply.code(409).type('application/problem+json').send({ status: 409, code: error.code, title: error.message });
      }
    });
  }
  await app.register(webRoutes, { gate, worker, limiter, demo });
  await app.register(documentRoutes, { open: (token) => gate.openDocument(token) });
  await app.register(verifyRoutes, { verify: (number, mac) => gate.verify(number, mac), limiter });
  for (const hook of options.hooks ?? []) await app.register(hook);
  await app.register(apiRoutes, { office, limiter, changed: () => worker.poke() });
  return app;
}

function metrics(gate: Gate): { registry: Registry; http: Histogram<'route' | 'status'> } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const http = new Histogram({ name: 'guichet_http_seconds', help: 'Time of HTTP requests', labelNames: ['route', 'status'] as const, registers: [registry] });
  new Gauge({
    name: 'guichet_waiting', help: 'Pieces that wait now: messages taken in, timed work, pushes, messages on their way to platforms, heavy work', labelNames: ['queue'], registers: [registry],
    async collect() {
      const waiting = await gate.backlog().catch(() => undefined);
      if (waiting === undefined) return;
      for (const [queue, n] of Object.entries(waiting)) this.set({ queue }, n as number);
    },
  });
  // One look for all that is asked for at once.
  let looking: Promise<readonly Late[]> | undefined;
  const look = (): Promise<readonly Late[]> => (looking ??= gate.late().catch(() => []).finally(() => { looking = undefined; }));
  const byKind = (name: string, help: string, value: (late: Late) => number): Gauge => new Gauge({
    name, help, labelNames: ['queue', 'kind'], registers: [registry],
    async collect() {
      const late = await look();
      this.reset();
      for (const one of late) this.set({ queue: one.queue, kind: one.kind }, value(one));
    },
  });
  byKind('guichet_late_seconds', 'Programme time since the oldest piece of this kind was due, and is not done', ({ seconds }) => seconds);
  byKind('guichet_failing', 'Pieces of this kind that have failed and are tried again', ({ failing }) => failing);
  byKind('guichet_given_up', 'Pieces of this kind that were given up within a day', ({ givenUp }) => givenUp);
  return { registry, http };
}

import fastify, { type FastifyInstance } from 'fastify';
import { Gauge, Registry, collectDefaultMetrics, Histogram } from 'prom-client';
import { z } from 'zod';
import { GuichetError } from '../core/errors.ts';
import type { Gate, Limiter } from '../core/ports.ts';
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
  readonly worker: Worker;
  readonly limiter: Limiter;
  readonly demo: () => Promise<boolean>;
  readonly testClock: ClockControl | undefined;
  readonly logLevel: string;
}

/** The one HTTP server: web chat, health, metrics, and the test clock where there is one. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { gate, worker, limiter, demo, testClock, logLevel } = options;
  const app: FastifyInstance = fastify({
    bodyLimit: 256 * 1024,
    forceCloseConnections: true,
    // Requests are logged without address, query or body: none may name anybody.
    logger: { level: logLevel, serializers: { req: (request: { method: string; url: string }) => ({ method: request.method, url: request.url.split('?')[0] ?? '' }) } },
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) request.log.error({ name: error.name, stack: error.stack?.split('\n').slice(1, 6) }, 'request failed');
    const says = status === 413 ? 'C’est trop gros.' : status === 500 ? 'Quelque chose n’a pas marché de notre côté. Réessayez dans un instant.' : 'Cette demande n’est pas lisible.';
    return reply.code(status).type('application/problem+json').send({ status, code: status === 413 ? 'too_large' : status === 500 ? 'internal' : 'bad_request', title: says, detail: says });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).type('application/problem+json').send({ status: 404, code: 'not_found', title: 'Cette page n’existe pas.' }));

  const registry = metrics(gate);
  app.addHook('onResponse', (request, reply, done) => {
    registry.http.observe({ route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
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
  return app;
}

function metrics(gate: Gate): { registry: Registry; http: Histogram<'route' | 'status'> } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const http = new Histogram({ name: 'guichet_http_seconds', help: 'Time of HTTP requests', labelNames: ['route', 'status'] as const, registers: [registry] });
  new Gauge({
    name: 'guichet_waiting', help: 'Pieces that wait now: messages taken in, timed work, pushes', labelNames: ['queue'], registers: [registry],
    async collect() {
      const waiting = await gate.backlog().catch(() => undefined);
      if (waiting === undefined) return;
      for (const [queue, n] of Object.entries(waiting)) this.set({ queue }, n as number);
    },
  });
  return { registry, http };
}

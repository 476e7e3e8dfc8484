import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Answer, KeyHolder, Office, OfficeDesk, Once } from '../../core/office.ts';
import type { Limiter } from '../../core/ports.ts';
import { placeOf } from '../web/guessing.ts';
import { operationsOf, readDocument, type Operation } from './document.ts';
import { problemOf, type Problem } from './problems.ts';
import { verbs } from './verbs.ts';

export interface ApiOptions {
  readonly office: Office;
  readonly limiter: Limiter;
  /** Called when something was changed: pushes and timed work may wait now. */
  readonly changed: () => void;
}

const BODY_BYTES = 1024 * 1024;

/** The operator API: one route for each operation of openapi.yaml, and the document itself. */
export async function apiRoutes(app: FastifyInstance, { office, limiter, changed }: ApiOptions): Promise<void> {
  const document = readDocument();
  app.get('/api/openapi.json', () => document);

  // Scripts often say 'JSON' of a request that has no body.
  const json = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null);
    else void json(request, body as string, done);
  });

  const holders = new WeakMap<FastifyRequest, KeyHolder>();
  /** Whose key it is comes first: a stranger's megabyte is not read. */
  const identified = (operation: Operation) => async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    const { authorization } = request.headers;
    if (authorization === undefined) return problem(reply.header('www-authenticate', 'Bearer'), problemOf('key_missing'));
    const key = /^Bearer +(\S{1,200})$/i.exec(authorization)?.[1];
    const holder = key === undefined ? undefined : await office.holder(key);
    if (holder === undefined) return wrongKey(request, reply);
    if (!operation.roles.includes(holder.role)) return problem(reply, problemOf('role_forbidden'));
    holders.set(request, holder);
  };

  /** A right key is let in whatever came from its place before: 256 random bits are not guessed, and offices share an address. */
  const wrongKey = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const from = `api ${placeOf(request.ip)}`;
    if (!(await limiter.allowed(from))) return problem(reply.header('retry-after', '900'), problemOf('too_many_tries'));
    await limiter.failed(from);
    return problem(reply.header('www-authenticate', 'Bearer error="invalid_token"'), problemOf('key_unknown'));
  };

  for (const operation of operationsOf(document)) {
    const { id, method, url, check, status } = operation;
    const verb = verbs[id] as (desk: OfficeDesk, given: unknown) => Promise<Answer<unknown>>;
    app.route({
      method, url, bodyLimit: BODY_BYTES, onRequest: identified(operation),
      handler: async (request, reply) => {
        const holder = holders.get(request);
        if (holder === undefined) return reply;
        // Nothing is called by an id that is none.
        if (check.params(request.params).length > 0) return problem(reply, problemOf('not_found'));
        const query = withPlus(request.query as Record<string, unknown>);
        const odd = check.query(query);
        if (odd.length > 0) return problem(reply, problemOf('invalid_query', { errors: [...odd] }));
        const once = onceOf(request, operation);
        const body = request.body ?? (check.body === undefined ? undefined : null);
        const wrong = check.body?.(body) ?? [];
        if (wrong.length > 0) return problem(reply, problemOf('invalid_body', { errors: [...wrong] }));
        const answer = await verb(office.desk(holder, once), { path: request.params, query, body });
        if ('no' in answer) return problem(reply, problemOf(answer.no, answer.withdrawable === undefined ? {} : { withdrawable: answer.withdrawable }));
        if (method !== 'GET') changed();
        return reply.code(status).send(answer.ok);
      },
    });
  }
}

const problem = (reply: FastifyReply, said: Problem): FastifyReply => reply.code(said.status).type('application/problem+json').send(said);

/** A '+' that nobody encoded comes as a space: in an instant it can only be the offset's. */
const withPlus = (query: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, typeof value === 'string' && /T.* \d\d:\d\d$/.test(value) ? value.replace(/ (\d\d:\d\d)$/, '+$1') : value]));

/** Of a POST that its sender may repeat: their key, and all that is asked for. */
function onceOf(request: FastifyRequest, { method }: Operation): Once | undefined {
  const key = request.headers['idempotency-key'];
  if (method !== 'POST' || typeof key !== 'string' || key === '') return undefined;
  return { key, request: JSON.stringify([request.url, request.body ?? null]) };
}

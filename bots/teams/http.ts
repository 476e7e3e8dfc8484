import type { FastifyInstance } from 'fastify';
import type { Log } from '../log.ts';
import { activityOf, type Activity } from './activity.ts';
import type { Answer } from './reception.ts';

/** Where Teams delivers everything. */
export const ROUTE = '/api/messages';

const BODY_BYTES = 1024 * 1024;

/** Whoever does not come from Teams (401), or not from an organisation that is served (403), stores nothing. 503: it cannot be told now. */
export type Verdict = 'known' | 401 | 403 | 503;

/** The route that Teams calls. */
export function teamsRoutes({ judge, receive, log }: { judge: (activity: Activity, authorization: string) => Promise<Verdict>; receive: (activity: Activity) => Promise<Answer>; log: Log }) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES }, (_request, body, done) => done(null, body));
    app.post(ROUTE, { bodyLimit: BODY_BYTES }, async (request, reply) => {
      const activity = Buffer.isBuffer(request.body) ? activityOf(request.body.toString()) : undefined;
      if (activity === undefined) {
        log.warn('teams: something was sent that is not known');
        return reply.code(400).send();
      }
      const verdict = await judge(activity, request.headers.authorization ?? '');
      if (verdict !== 'known') return reply.code(verdict).send();
      const { status, body } = await receive(activity);
      return body === undefined ? reply.code(status).send() : reply.code(status).type('application/json').send(JSON.stringify(body));
    });
  };
}

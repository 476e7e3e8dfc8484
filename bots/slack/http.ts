import type { FastifyInstance } from 'fastify';
import type { Log } from '../log.ts';
import { payloadOf, type Payload } from './payload.ts';
import type { Answer } from './reception.ts';
import { isSigned } from './signature.ts';

/** Where Slack delivers everything: events, what is pressed and sent, commands, and questions for choices. */
export const ROUTE = '/slack/events';

const BODY_BYTES = 1024 * 1024;

/**
 * The route that Slack calls. Not Bolt's own receiver: that one acknowledges before anything is stored, or holds an event back when it is
 * not. Whoever does not sign as Slack does stores nothing (401).
 */
export function slackRoutes({ secret, receive, log }: { secret: string; receive: (payload: Payload) => Promise<Answer>; log: Log }) {
  return async (app: FastifyInstance): Promise<void> => {
    // The signature is over the bytes as they came.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES }, (_request, body, done) => done(null, body));
    app.post(ROUTE, { bodyLimit: BODY_BYTES }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = request.headers;
      if (!isSigned({ secret, timestamp, signature, body, now: Date.now() })) return reply.code(401).send();
      const payload = payloadOf(request.headers['content-type'] ?? '', body.toString());
      if (payload === undefined) {
        log.warn('slack: something was sent that is not known');
        // Sent again it would be the same.
        return reply.code(400).header('x-slack-no-retry', '1').send();
      }
      const answer = await receive(payload);
      return answer.body === undefined ? reply.code(answer.status).send() : reply.code(answer.status).type('application/json').send(JSON.stringify(answer.body));
    });
  };
}

import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../log.ts';
import { isUpdate, type Update } from './update.ts';

/** Where Telegram delivers. */
export const WEBHOOK = '/telegram/webhook';

const BODY_BYTES = 1024 * 1024;

/** Hashes are of one length, which says nothing of how long the secret is. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Stored, then acknowledged: 200 says that it is stored, 503 that Telegram is to send it again. Whoever does not know the secret stores nothing (401). */
export function webhook({ secret, take, log }: { secret: string; take: (update: Update) => Promise<void>; log: Log }) {
  const expected = digest(secret);
  return async (app: FastifyInstance): Promise<void> => {
    app.post(WEBHOOK, {
      bodyLimit: BODY_BYTES,
      // Before anything of the body is read.
      async onRequest(request, reply) {
        const given = request.headers['x-telegram-bot-api-secret-token'];
        if (!timingSafeEqual(digest(typeof given === 'string' ? given : ''), expected)) return reply.code(401).send();
      },
    }, async (request, reply) => {
      if (!isUpdate(request.body)) return reply.code(400).send();
      try {
        await take(request.body);
      } catch (error) {
        log.error({ err: error }, 'telegram: a message could not be stored');
        return reply.code(503).send();
      }
      return reply.code(200).send();
    });
  };
}

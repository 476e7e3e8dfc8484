import type { FastifyInstance } from 'fastify';
import { readVerification } from '../../core/documents/mac.ts';
import type { Verification } from '../../core/domain/verification.ts';
import type { Limiter } from '../../core/ports.ts';
import { sendPage } from '../smallPage.ts';
import { placeOf, turnstile } from '../web/guessing.ts';
import { tooManyPage, verificationPage } from './page.ts';

export interface VerifyOptions {
  /** A wrong MAC reads as an unknown number, in the same time. */
  readonly verify: (number: string, mac: string) => Promise<Verification>;
  readonly limiter: Limiter;
}

/** `GET /v/NUMBER.MAC`, where the QR of an invitation points (A9). Codes that are none are counted by place; good ones never. */
export async function verifyRoutes(app: FastifyInstance, { verify, limiter }: VerifyOptions): Promise<void> {
  const inTurn = turnstile();
  // A wildcard: a path of any length gets the same page.
  app.get<{ Params: { '*': string } }>('/v/*', async (request, reply) => {
    const from = `verify ${placeOf(request.ip)}`;
    return inTurn(from, async () => {
      if (!(await limiter.allowed(from))) return sendPage(reply, tooManyPage);
      const asked = readVerification(request.params['*']);
      const found: Verification = asked === undefined ? { state: 'unknown' } : await verify(asked.number, asked.mac);
      if (found.state === 'unknown') await limiter.failed(from);
      return sendPage(reply, verificationPage(found));
    });
  });
}

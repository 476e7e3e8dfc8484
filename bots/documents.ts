import type { FastifyInstance } from 'fastify';
import type { Document } from '../core/ports.ts';
import { PRIVATE, sendPage, type SmallPage } from './smallPage.ts';

export interface DocumentOptions {
  /** Made now, from what is true now. `gone`: there is nothing (any more) that the reader may have; `unknown`: no address of ours. */
  readonly open: (token: string) => Promise<Document | 'expired' | 'gone' | 'unknown'>;
}

const page = (status: number, title: string, says: string): SmallPage => ({ status, title, body: `<h1 class="small">${title}</h1>\n<p>${says}</p>\n<p>Rouvrez la conversation : le document y est à jour.</p>` });

const PAGES = {
  expired: page(410, 'Ce lien ne marche plus', 'Un lien vers un document ne sert que peu de temps.'),
  gone: page(410, 'Ce document n’existe plus', 'L’invitation a été annulée, ou l’accès a été retiré.'),
  unknown: page(404, 'Ce lien n’est pas connu', 'Il est peut-être coupé : copiez-le en entier.'),
} as const;

/** RFC 6266 with RFC 5987: a plain name for all, the real one for those who read it. A PDF opens where it is, the rest is kept. */
export function disposition({ name, mime }: Pick<Document, 'name' | 'mime'>): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').replace(/[^\w. -]/gu, '_');
  const real = encodeURIComponent(name).replace(/['()*]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${mime === 'application/pdf' ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${real}`;
}

/** `GET /d/TOKEN`: a document by a sealed, expiring address. */
export async function documentRoutes(app: FastifyInstance, { open }: DocumentOptions): Promise<void> {
  // A wildcard: a token that names many seats is long.
  app.get<{ Params: { '*': string } }>('/d/*', async (request, reply) => {
    const found = await open(request.params['*']);
    if (typeof found === 'string') return sendPage(reply, PAGES[found]);
    // No stricter policy: under `sandbox` or `default-src 'none'` browsers leave their PDF viewer shut.
    return reply.headers({ ...PRIVATE, 'content-type': found.mime, 'content-disposition': disposition(found), 'content-security-policy': "frame-ancestors 'none'" }).send(found.bytes);
  });
}

import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disposition, documentRoutes } from '../../bots/documents.ts';
import type { Document } from '../../core/ports.ts';

const pdf: Document = { name: 'invitation-l-été-2026-11-28.pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF-1.7 one') };
const found: Readonly<Record<string, Document | 'expired' | 'gone'>> = {
  pdf, ics: { name: 'agenda.ics', mime: 'text/calendar; charset=utf-8', bytes: Buffer.from('BEGIN:VCALENDAR') }, old: 'expired', void: 'gone', ['long'.repeat(500)]: pdf,
};
let app: FastifyInstance;
let base: string;

beforeAll(async () => {
  app = fastify();
  await app.register(documentRoutes, { open: async (token: string) => found[token] ?? 'unknown' });
  base = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());
const get = (path: string, method = 'GET'): Promise<Response> => fetch(`${base}${path}`, { method });

describe('A9 GET /d/TOKEN', () => {
  it('A9 gives the document under its name, and leaves it in no cache', async () => {
    const answer = await get('/d/pdf');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('%PDF-1.7 one');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow',
      'content-disposition': `inline; filename="invitation-l-ete-2026-11-28.pdf"; filename*=UTF-8''invitation-l-%C3%A9t%C3%A9-2026-11-28.pdf`,
    });
    expect((await get('/d/ics')).headers.get('content-disposition')).toMatch(/^attachment; filename="agenda\.ics"/u);
    expect((await get(`/d/${'long'.repeat(500)}`)).status).toBe(200);
  });

  it.each([['old', 410, 'Ce lien ne marche plus'], ['void', 410, 'Ce document n’existe plus'], ['nonsense', 404, 'Ce lien n’est pas connu'], ['', 404, 'Ce lien n’est pas connu'], ['a/b/c', 404, 'Ce lien n’est pas connu']])('A9 says what to do (%s)', async (token, status, title) => {
    const answer = await get(`/d/${token}`);
    expect(answer.status).toBe(status);
    const page = await answer.text();
    for (const said of [title, 'Rouvrez la conversation', '<html lang="fr">']) expect(page).toContain(said);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('A9 HEAD says the same without the document', async () => {
    const answer = await get('/d/pdf', 'HEAD');
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, 'application/pdf', '']);
    expect((await get('/d/old', 'HEAD')).status).toBe(410);
  });

  it('a name cannot leave its header', () => {
    expect(disposition({ name: 'a"b\r\nx: y/../é*.pdf', mime: 'application/pdf' })).toBe(`inline; filename="a_b__x_ y_.._e_.pdf"; filename*=UTF-8''a%22b%0D%0Ax%3A%20y%2F..%2F%C3%A9%2A.pdf`);
  });
});

import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyRoutes } from '../../bots/verify/routes.ts';
import { invitationMac, verificationUrl } from '../../core/documents/mac.ts';
import { rows } from '../../db/connection.ts';
import { guessLimiter } from '../../db/limits.ts';
import { verifyInvitation } from '../../db/verification.ts';
import { cancel, move } from '../support/changes.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { Desk } from '../support/desk.ts';
import { START, World, type Referent } from '../support/world.ts';

let fresh: Fresh;
let world: World;
let app: FastifyInstance;
let base: string;
let sophie: Referent;
let structure: string;
let desk: Desk;
let now = START;
const EVENING = new Date('2026-11-28T18:30:00Z');

interface Answer { status: number; headers: Headers; page: string }
async function get(path: string, method = 'GET'): Promise<Answer> {
  const answer = await fetch(`${base}${path}`, { method });
  return { status: answer.status, headers: answer.headers, page: await answer.text() };
}
const path = (number: string, of = world): string => new URL(verificationUrl(base, fresh.keys.master.mac, of.operator, number)).pathname;
const word = ({ page }: Answer): string => /<h1>(.+)<\/h1>/u.exec(page)?.[1] ?? '';

async function invitation(title: string, more: { capacity?: number } = {}): Promise<{ number: string; show: string; seat: string; person: string }> {
  const show = await world.show({ title, ...more });
  const person = await world.person(structure, 'Soraya Ferrand');
  const [seat] = await desk.ask(sophie, show.id, [{ id: person, kind: 'participant' }], START);
  return { number: seat?.number ?? '', show: show.id, seat: seat?.id ?? '', person };
}

beforeAll(async () => {
  fresh = await freshDatabase();
  world = await World.make(fresh);
  desk = new Desk(fresh);
  structure = await world.structure('Foyer des Essais');
  sophie = await world.referent(structure);
  app = fastify();
  await app.register(verifyRoutes, { verify: (number: string, mac: string) => verifyInvitation({ db: fresh.app, keys: fresh.keys }, number, mac, now), limiter: guessLimiter(fresh.app, fresh.keys.master) });
  base = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());
beforeEach(async () => {
  now = EVENING;
  await fresh.admin('rate_limit').delete();
});

describe('A9 GET /v/NUMBER.MAC', () => {
  it('A9 says VALABLE on its day, with title, full date, place and number, and no name of anybody', async () => {
    const { number } = await invitation('Gospel <Experience> & Cie');
    const answer = await get(path(number));
    expect(answer.status).toBe(200);
    expect(word(answer)).toBe('VALABLE');
    const text = answer.page.replaceAll('\u00a0', ' ');
    for (const said of ['Gospel &lt;Experience&gt; &amp; Cie', 'Samedi 28 novembre 2026 à 20 h', 'Théâtre des Essais, Lyon', number.replace(/(\d{3})(?=\d)/gu, '$1 '), '<html lang="fr">']) expect(text).toContain(said);
    for (const secret of ['Soraya', 'Ferrand', 'Foyer', 'Sophie', 'Martin', structure, sophie.id]) expect(answer.page).not.toContain(secret);
  });

  it('A9 says on another day which day it is for', async () => {
    const { number } = await invitation('Cirque');
    now = START;
    const before = await get(path(number));
    expect([before.status, word(before)]).toEqual([200, 'PAS AUJOURD’HUI']);
    expect(before.page.replaceAll('\u00a0', ' ')).toContain('est pour le samedi 28 novembre 2026');
    now = new Date('2026-12-24T12:00:00Z');
    expect((await get(path(number))).page.replaceAll('\u00a0', ' ')).toContain('était pour le samedi 28 novembre 2026');
  });

  it('A9 is void at once: given back, or its performance cancelled (A19)', async () => {
    const [one, other] = [await invitation('Un'), await invitation('Deux')];
    expect(word(await get(path(one.number)))).toBe('VALABLE');
    await desk.cancel(sophie, [one.seat], START);
    expect(word(await get(path(one.number)))).toBe('ANNULÉE');
    expect(word(await get(path(other.number)))).toBe('VALABLE');
    expect(await cancel(world, other.show, START)).toBe(true);
    expect(word(await get(path(other.number)))).toBe('ANNULÉE');
  });

  it('A19 moved is not void: it is for the new day', async () => {
    const { number, show } = await invitation('Danse');
    await move(world, [{ id: show, startsAt: new Date('2026-12-05T19:00:00Z') }], START);
    expect((await get(path(number))).page.replaceAll('\u00a0', ' ')).toContain('est pour le samedi 5 décembre 2026');
    now = new Date('2026-12-05T18:00:00Z');
    expect(word(await get(path(number)))).toBe('VALABLE');
  });

  it('A12 says DÉJÀ UTILISÉE once the person is there', async () => {
    const { number, seat } = await invitation('Théâtre');
    await fresh.admin('seat').where({ id: seat }).update({ attendance: 'present' });
    expect(word(await get(path(number)))).toBe('DÉJÀ UTILISÉE');
  });

  it('A9 whoever waits has no invitation', async () => {
    const { show } = await invitation('Complet', { capacity: 1 });
    const malika = await world.person(structure, 'Malika Koné');
    const [seat] = await desk.ask(sophie, show, [{ id: malika, kind: 'participant' }], START);
    expect(seat?.state).toBe('waiting');
    expect(word(await get(path(seat?.number ?? '')))).toBe('ANNULÉE');
  });

  it('A9 a wrong MAC, an unknown number and what is none at all get the same answer', async () => {
    const { number } = await invitation('Secret');
    const unknown = '100000000';
    const answers = [];
    for (const one of [`/v/${number}.${'2'.repeat(12)}`, path(unknown), `/v/${number}`, `/v/${number}.${invitationMac(fresh.keys.master.mac, world.operator, unknown)}`, '/v/', '/v/a/b', `/v/${'9'.repeat(400)}`]) {
      const { status, headers, page } = await get(one);
      answers.push(JSON.stringify([status, [...headers].filter(([name]) => name !== 'date'), page]));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('INCONNUE');
    expect(answers[0]).toMatch(/^\[404,/u);
    expect(answers[0]).not.toContain(number);
  });

  it('A9 looks at no seat before the MAC is right', async () => {
    const { number } = await invitation('Compte');
    const asked: string[] = [];
    const note = ({ sql }: { sql: string }): void => void asked.push(sql);
    fresh.app.on('query', note);
    try {
      await verifyInvitation({ db: fresh.app, keys: fresh.keys }, number, '2'.repeat(12), now);
      expect(asked.filter((sql) => sql.includes('seat'))).toEqual([]);
      await verifyInvitation({ db: fresh.app, keys: fresh.keys }, number, invitationMac(fresh.keys.master.mac, world.operator, number), now);
      expect(asked.filter((sql) => sql.includes('seat'))).toHaveLength(1);
    } finally {
      fresh.app.off('query', note);
    }
  });

  it('A9 the MAC says whose number it is: two operators may have the same', async () => {
    const other = await World.make(fresh);
    const house = await other.structure('Ailleurs');
    const referent = await other.referent(house);
    const show = await other.show({ title: 'Ailleurs' });
    const [seat] = await desk.ask(referent, show.id, [{ id: await other.person(house, 'Malika Koné'), kind: 'participant' }], START);
    const { number } = await invitation('Ici');
    await fresh.admin('seat').where({ id: seat?.id }).update({ number });
    expect((await get(path(number))).page).toContain('Ici');
    const there = await get(path(number, other));
    expect(there.page).toContain('Ailleurs');
    expect(there.page).not.toContain('Ici');
  });

  it('A9 small letters count as capitals: some readers change them', async () => {
    const { number } = await invitation('Lecteur');
    expect(word(await get(path(number).toLowerCase()))).toBe('VALABLE');
  });

  it('X5 stays in no cache, index or referrer, runs and loads nothing', async () => {
    const { number } = await invitation('Fermé');
    for (const one of [path(number), '/v/none']) {
      const { headers, page } = await get(one);
      expect(Object.fromEntries(headers)).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'content-type': 'text/html; charset=utf-8' });
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'/u);
      expect(page).not.toMatch(/<script|<link|<img|<iframe|<form|\bon\w+=|style="|https?:/iu);
    }
  });

  it('A9 answers HEAD', async () => {
    const { number } = await invitation('Tête');
    expect(await get(path(number), 'HEAD')).toMatchObject({ status: 200, page: '' });
    expect(await get('/v/none', 'HEAD')).toMatchObject({ status: 404, page: '' });
  });

  it('A9 guessing is stopped after ten wrong ones of one place; thirty good ones are not', async () => {
    const { number } = await invitation('Porte');
    for (let i = 0; i < 30; i += 1) expect((await get(path(number))).status).toBe(200);
    for (let i = 0; i < 10; i += 1) expect((await get(`/v/${100_000_000 + i}.${'2'.repeat(12)}`)).status).toBe(404);
    for (const one of [`/v/100000099.${'2'.repeat(12)}`, path(number)]) {
      const answer = await get(one);
      expect([answer.status, word(answer)]).toEqual([429, 'ATTENDEZ']);
      expect(answer.page).toContain('un quart d’heure');
    }
    expect((await rows<{ key: string }>(fresh.admin, 'select key from rate_limit')).map(({ key }) => key).join()).not.toContain('127.0.0.1');
  });
});

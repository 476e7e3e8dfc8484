import { beforeAll, describe, expect, it } from 'vitest';
import type { KeyRole } from '../../../core/office.ts';
import { Desk } from '../../support/desk.ts';
import { openHouse, type House } from '../../support/house.ts';
import { apiKey, nobody, operations, Script } from '../../support/script.ts';
import { Undeliverable } from '../../support/undelivered.ts';
import { START, World } from '../../support/world.ts';

/** Each operation of the document × each role × somebody else's key, on rows that are there. */
let house: House;
let scripts: Record<KeyRole, Script>;
let foreign: Script;
let elsewhere: Script;
let ids: { structure: string; person: string; companion: string; venue: string; event: string; performance: string; number: string; seat: string; undelivered: string };

const ROLES = ['operator', 'venue', 'read'] as const;

/** The matrix as it was decided, apart from the document: operator all; read every GET without names; venue its window. */
const may = (role: KeyRole, id: string, method: string): boolean =>
  role === 'operator' || (role === 'read' ? method === 'GET' && id !== 'listParticipants' : ['listPerformances', 'getPerformance', 'changeSeats', 'verify'].includes(id));

beforeAll(async () => {
  house = await openHouse();
  const { world, fresh } = house;
  const structure = await world.structure('Foyer');
  const [person, companion] = [await world.person(structure, 'Ada Un'), await world.person(structure, 'Cléo Trois', 'companion')];
  const show = await world.show({ title: 'Spectacle un' });
  const referent = await world.referent(structure);
  await new Desk(fresh).ask(referent, show.id, [{ id: person, kind: 'participant' }], START);
  const [seat] = await fresh.admin('seat').select<{ id: string; number: string }[]>('id', 'number').where({ performance_id: show.id });
  const lost = new Undeliverable(house);
  ids = { structure, person, companion, venue: show.venue, event: show.event, performance: show.id, number: seat?.number ?? '', seat: seat?.id ?? '', undelivered: await lost.message(referent, await lost.chat(referent)) };
  await world.venue('Autre lieu');
  const of = async (operator: string, role: KeyRole, venue?: string): Promise<Script> => new Script(house.running.address, (await apiKey(fresh, operator, role, venue)).key);
  scripts = { operator: await of(world.operator, 'operator'), venue: await of(world.operator, 'venue'), read: await of(world.operator, 'read') };
  foreign = await of((await World.make(fresh, { name: 'Autre' })).operator, 'operator');
  elsewhere = await of(world.operator, 'venue', 'Autre lieu');
});

/** A request of each operation that goes well. */
const bodies = (): Record<string, unknown> => ({
  addStructure: { name: 'Autre' }, changeStructure: { kind: 'foyer' }, addReferent: { first: 'Léo', last: 'Quatre' }, addParticipant: { first: 'Éva', last: 'Cinq' }, addVenue: { name: 'Halle', city: 'Lyon' },
  addEvent: { title: 'Un autre', venueId: ids.venue, performances: [{ startsAt: '2026-12-05T20:00:00+01:00', capacity: 3 }] }, changeEvent: { summary: 'Bref.' },
  addPerformance: { startsAt: '2026-12-06T20:00:00+01:00', capacity: 3 }, changePerformance: { endsAt: '2026-11-28T22:00:00+01:00' }, changeSeats: { delta: 1 },
  setNaming: [{ channel: 'telegram', naming: 'initials' }], changeProgramme: { quietFrom: '21:00' },
});

const pathOf = (url: string): string => {
  const id = url.includes('structures') ? ids.structure : url.includes('events') ? ids.event : url.includes('undelivered') ? ids.undelivered : ids.performance;
  return url.replace('/api/v1', '').replace(':id', id).replace(':number', ids.number);
};

describe('roles', () => {
  it('the document’s roles are those that were decided', () => {
    expect(operations.map(({ id, roles }) => [id, roles])).toEqual(operations.map(({ id, method }) => [id, ROLES.filter((role) => may(role, id, method))]));
  });

  // Cancelling goes last: nothing can be changed after it; trying one again before all of it.
  const LAST = ['retryAllUndelivered', 'cancelPerformance'];
  const ordered = [...operations].sort((a, b) => LAST.indexOf(a.id) - LAST.indexOf(b.id));
  it.each(ordered.flatMap((operation) => ROLES.map((role) => [operation.id, role, operation] as const)).sort((a, b) => Number(a[1] === 'operator') - Number(b[1] === 'operator')))('%s as %s', async (id, role, { method, url, status }) => {
    const answer = await scripts[role].send(method, pathOf(url), bodies()[id]);
    if (may(role, id, method)) expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    else expect([answer.status, answer.body.code]).toEqual([403, 'role_forbidden']);
  });

  it.each(operations.map((operation) => [operation.id, operation] as const))('X5 %s without a key, and with one of nobody', async (id, { method, url }) => {
    const without = await new Script(house.running.address).send(method, pathOf(url), bodies()[id]);
    expect([without.status, without.body.code, without.headers.get('www-authenticate')]).toEqual([401, 'key_missing', 'Bearer']);
  });

  const own = operations.filter(({ url }) => url.includes(':id'));
  it.each(own.map((operation) => [operation.id, operation] as const))('X5 %s with another operator’s key finds nothing, and changes nothing', async (id, { method, url }) => {
    const before = await house.fresh.admin('audit').count<{ count: number }[]>();
    const answer = await foreign.send(method, pathOf(url), bodies()[id]);
    expect([answer.status, answer.body.code], id).toEqual([404, expect.stringMatching(/^(structure|event|performance|undelivered)_not_found$/)]);
    expect(await house.fresh.admin('audit').count()).toEqual(before);
  });

  it('X5 lists of another operator are empty, and its numbers unknown', async () => {
    for (const path of ['/structures', '/venues', '/performances', '/undelivered', '/unreachable']) expect((await foreign.read(path)).items, path).toEqual([]);
    expect(await foreign.read(`/verify/${ids.number}`)).toEqual({ valid: false, state: 'unknown' });
    expect(await foreign.read('/naming')).toEqual([]);
  });

  it('X5 ids of another operator are not found inside a body either', async () => {
    await foreign.post('/events', { title: 'X', venueId: ids.venue, performances: [{ startsAt: '2026-12-05T20:00:00+01:00', capacity: 3 }] }, 'venue_not_found');
    const mine = await foreign.post('/structures', { name: 'La leur' });
    await foreign.post(`/structures/${mine.id}/referents`, { role: 'visitor', participantId: ids.person }, 'participant_not_found');
    await foreign.post(`/structures/${mine.id}/participants`, { name: 'Un Invité', kind: 'guest', of: ids.person }, 'participant_not_found');
  });

  it('X5 another structure’s person is not found in this one', async () => {
    const other = await house.world.structure('Une autre');
    await scripts.operator.post(`/structures/${other}/referents`, { role: 'visitor', participantId: ids.person }, 'participant_not_found');
    await scripts.operator.post(`/structures/${other}/referents`, { role: 'leader', participantId: ids.companion }, 'participant_not_found');
    await scripts.operator.post(`/structures/${other}/participants`, { name: 'Un Invité', kind: 'guest', of: ids.person }, 'participant_not_found');
    expect((await scripts.operator.read(`/structures/${other}/participants`)).items).toEqual([]);
  });

  it('A16 a venue’s key sees that venue alone', async () => {
    expect((await elsewhere.read('/performances')).items).toEqual([]);
    await elsewhere.read(`/performances/${ids.performance}`, 'performance_not_found');
    await elsewhere.post(`/performances/${ids.performance}/seats`, { delta: 1 }, 'performance_not_found');
    expect(await elsewhere.read(`/verify/${ids.number}`)).toEqual({ valid: false, state: 'unknown' });
    const bound = new Script(house.running.address, (await apiKey(house.fresh, house.world.operator, 'venue', 'theatre des essais')).key);
    expect((await bound.read(`/performances/${ids.performance}`)).id).toBe(ids.performance);
  });

  it('X5 whom to reach at a structure is shown to role operator alone', async () => {
    await scripts.operator.patch(`/structures/${ids.structure}`, { contact: 'Léa Six', phone: '04 11 22 33 44' });
    expect(await scripts.operator.read(`/structures/${ids.structure}`)).toMatchObject({ contact: 'Léa Six', phone: '04 11 22 33 44', email: null });
    expect(JSON.stringify([await scripts.read.read(`/structures/${ids.structure}`), await scripts.read.read('/structures')])).not.toMatch(/contact|phone/);
  });

  it('A2 a revoked key opens nothing, at once', async () => {
    const { key, id } = await apiKey(house.fresh, house.world.operator);
    const script = new Script(house.running.address, key);
    await script.read('/venues');
    const { revokeKey } = await import('../../../db/office/keys.ts');
    expect(await revokeKey(house.fresh.app, (await World.make(house.fresh)).operator, id, START)).toBe(false);
    await script.read('/venues');
    expect(await revokeKey(house.fresh.app, house.world.operator, id, START)).toBe(true);
    await script.read('/venues', 'key_unknown');
    expect(await revokeKey(house.fresh.app, house.world.operator, id, START)).toBe(false);
  });

  it('every change is in the audit log with its key, and holds no name', async () => {
    const log = await house.fresh.admin('audit').where({ operator_id: house.world.operator }).whereRaw(`detail ->> 'by' = 'api'`).select<{ action: string; detail: Record<string, unknown> }[]>('action', 'detail');
    expect(new Set(log.map(({ action }) => action))).toEqual(new Set([
      'structure.added', 'structure.changed', 'account.added', 'code.given', 'people.read', 'person.added', 'venue.added', 'event.added', 'performances.added', 'event.changed',
      'performance.changed', 'performance.cancelled', 'performance.seats', 'naming.changed', 'programme.changed', 'undelivered.retried',
    ]));
    expect(log.every(({ detail }) => typeof detail['key'] === 'string')).toBe(true);
    expect(JSON.stringify(log)).not.toMatch(/Léo|Quatre|Éva|Cinq|Halle|Léa/);
  });
});

describe('keys', () => {
  it('A2 wrong keys are slowed down by their place; a right one is let in', async () => {
    const answers = [];
    for (let n = 0; n < 14; n += 1) answers.push((await new Script(house.running.address, n % 2 === 0 ? `guichet_${'x'.repeat(42)}${n % 10}` : nobody()).get('/venues')).body.code);
    // The key revoked above counts as well.
    const first = answers.indexOf('too_many_tries');
    expect(first).toBeGreaterThan(7);
    expect(first).toBeLessThan(11);
    expect(answers).toEqual(answers.map((_, n) => (n < first ? 'key_unknown' : 'too_many_tries')));
    await scripts.read.read('/venues');
    await new Script(house.running.address).read('/venues', 'key_missing');
  });

  it('X5 no key, name or number stands in the database in clear', async () => {
    const { key } = await apiKey(house.fresh, house.world.operator);
    const kept = JSON.stringify([await house.fresh.admin('api_key'), await house.fresh.admin('route'), await house.fresh.admin('audit')]);
    expect(kept).not.toContain(key.slice(8));
  });

  it('the document is public, and no other site may read any of it', async () => {
    const response = await fetch(`${house.running.address}api/openapi.json`, { headers: { origin: 'https://example.org' } });
    expect([response.status, (await response.json() as { openapi: string }).openapi]).toEqual([200, '3.1.0']);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

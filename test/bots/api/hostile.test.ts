import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { nothingIsWrong } from '../../support/dialogue.ts';
import { openHouse, type House } from '../../support/house.ts';
import { operations, type Script } from '../../support/script.ts';

/** Whatever comes: an answer of the document (Script holds each to it), never a failure of the server. */
let house: House;
let script: Script;
let ids: { structure: string; person: string; venue: string; event: string; performance: string };

beforeAll(async () => {
  house = await openHouse({ env: { GUICHET_LOG: 'silent' } });
  const { world } = house;
  const structure = await world.structure('Foyer');
  const show = await world.show({});
  ids = { structure, person: await world.person(structure, 'Ada Un'), venue: show.venue, event: show.event, performance: show.id };
  script = await house.script();
});

const whole = (): Record<string, object> => ({
  addStructure: { name: 'Autre', kind: 'foyer', city: 'Lyon', latitude: 45, longitude: 4, conventionFrom: '2026-01-01', conventionUntil: '2027-01-01', contact: 'Léa', phone: '04', email: 'a@example.org', address: '1 rue' },
  changeStructure: { name: 'Autre', city: null, latitude: 45, longitude: 4, conventionFrom: null, conventionUntil: '2027-01-01', suspended: false, email: 'b@example.org' },
  addReferent: { first: 'Léo', last: 'Un', name: 'Léo Un', email: 'c@example.org', role: 'visitor', participantId: ids.person, lang: 'fr' },
  addParticipant: { first: 'Léo', last: 'Un', kind: 'guest', of: ids.person, civility: 'M.', phone: '04', email: 'd@example.org', birthYear: 2000, access: 'fauteuil', lang: 'fr', discreet: true },
  addVenue: { name: 'Halle', city: 'Lyon', address: '1', postalCode: '69000', region: 'R', latitude: 45, longitude: 4, phone: '04', website: 'https://example.org', access: 'Métro\nA', zone: 'Europe/Paris' },
  addEvent: {
    title: 'Un', venueId: ids.venue, summary: 'S', description: 'D', themes: ['danse'], audience: 'T', ageMin: 1, ageMax: 9, accessibility: ['motor'], price: '1 €', purchaseUrl: 'https://example.org',
    performances: [{ startsAt: '2027-03-28T20:00:00+02:00', endsAt: '2027-03-28T21:00:00+02:00', capacity: 3, opensAt: '2027-01-01T09:00:00Z', closesAt: '2027-03-28T10:00:00Z', quota: { seats: 1, period: 'week' } }],
  },
  changeEvent: { title: 'Deux', summary: null, description: 'D', themes: [], audience: null, ageMin: null, ageMax: 9, accessibility: [], price: null, purchaseUrl: null },
  addPerformance: { startsAt: '2027-03-28T20:00:00+02:00', capacity: 3 }, changePerformance: { startsAt: '2027-03-28T20:00:00+02:00', endsAt: null, venueId: ids.venue, opensAt: null, closesAt: null },
  changeSeats: { delta: 1, afterClosing: false }, setNaming: [{ channel: 'slack', naming: 'none' }],
  changeProgramme: { weeklyQuota: 2, quietFrom: '20:00', quietTo: '08:00', peoplePerRequest: 60, confirmDaysBefore: [7, 2], attendanceAt: '09:00', attendanceAgainDays: 2, practicalAt: '17:00', draftHoursBefore: [24, 2], hereMinutesBefore: 15 },
});

const NASTY: readonly unknown[] = [
  null, true, 0, -1, 1e308, -1e-320, 2 ** 53, 2 ** 31, '', ' ', '\u0000', 'a\u0000b', '\uD800', '\u202E', '%00', "'; drop table person; --", '${7*7}', '../../etc/passwd', '<script>', 'é'.repeat(500), 'x'.repeat(11_000), '❄️'.repeat(40), '\n\r\t',
  [], {}, [[]], [null], { a: 1 }, '00000000-0000-0000-0000-000000000000', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '2199-12-31T23:59:59+14:00', '1970-01-01T00:00:00Z', '2026-02-30', '2199-12-31', '2027-03-28T02:30:00+01:00', '24:00', '23:59', 'Indian/Reunion', 'x@y.zz', '__proto__', 'constructor', 'M.',
  Array.from({ length: 500 }, () => ({ startsAt: '2027-03-28T20:00:00+02:00', capacity: 1 })), Array.from({ length: 30 }, (_, n) => ({ channel: `c${n}`, naming: 'full' })),
];

/** A body that would do, with something wrong in one or two of its places. */
const spoilt = (body: object): fc.Arbitrary<unknown> => {
  const places: (string | number)[][] = [];
  const walk = (value: unknown, at: (string | number)[]): void => {
    if (at.length > 0) places.push(at);
    if (Array.isArray(value)) value.forEach((one, n) => walk(one, [...at, n]));
    else if (typeof value === 'object' && value !== null) for (const [name, one] of Object.entries(value)) walk(one, [...at, name]);
  };
  walk(body, []);
  const change = fc.record({ at: fc.constantFrom(...places), to: fc.oneof(fc.constantFrom(...NASTY), fc.jsonValue()), how: fc.constantFrom('put', 'put', 'drop', 'add') });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const copy = structuredClone(body);
    for (const { at, to, how } of changes) {
      let holder: Record<string | number, unknown> | undefined = copy as Record<string | number, unknown>;
      for (const step of at.slice(0, -1)) holder = (typeof holder?.[step] === 'object' ? holder[step] : undefined) as typeof holder | undefined;
      const last = at.at(-1) ?? '';
      if (holder == null) continue;
      if (how === 'drop') Reflect.deleteProperty(holder, last);
      else if (how === 'add' && Array.isArray(holder)) holder.push(to);
      else Object.defineProperty(holder, how === 'add' ? (typeof to === 'string' ? to.slice(0, 40) : 'more') : last, { value: to, enumerable: true, writable: true, configurable: true });
    }
    return copy;
  });
};

const pathOf = (url: string): string => url.replace('/api/v1', '').replace(':id', url.includes('structures') ? ids.structure : url.includes('events') ? ids.event : ids.performance).replace(':number', '123456789');

describe('hostile bodies', () => {
  const writing = operations.filter(({ check }) => check.body !== undefined);
  it.each(writing.map((operation) => [operation.id, operation] as const))('%s answers whatever it is sent', async (id, { method, url, check }) => {
    const valid = whole()[id] ?? {};
    expect(check.body?.(structuredClone(valid))).toEqual([]);
    const seen = new Set<number>();
    await fc.assert(fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: spoilt(valid) }, { weight: 1, arbitrary: fc.jsonValue() }), async (body) => {
      seen.add((await script.send(method, pathOf(url), body ?? null)).status);
    }), { numRuns: 70 });
    // The trial is one only where some are refused; nothing is said of those that are not.
    expect([...seen].some((status) => status >= 400)).toBe(true);
  });

  it.each([
    ['not JSON', '{"name":', 'bad_request'], ['a poisoned prototype', '{"__proto__":{"x":1},"name":"Foyer"}', 'bad_request'], ['nothing', '', 'invalid_body'], ['a list', '[]', 'invalid_body'], ['a word', '"foyer"', 'invalid_body'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'invalid_body'], ['a megabyte too much', JSON.stringify({ name: 'x'.repeat(1_048_576) }), 'too_large'],
    ['nearly a megabyte of what a pattern reads', JSON.stringify({ name: `\u0000${' '.repeat(1_000_000)}` }), 'invalid_body'],
  ])('%s', async (_what, body, code) => {
    expect((await script.send('POST', '/structures', body, { 'content-type': 'application/json' })).body.code).toBe(code);
  });

  it('another type of body is not read', async () => {
    expect((await script.send('POST', '/structures', 'name=Foyer', { 'content-type': 'application/x-www-form-urlencoded' })).body.code).toBe('unsupported_media_type');
  });
});

describe('hostile addresses', () => {
  it.each(['/structures/x', '/structures/%00', '/structures/%E0%A4%A', '/structures/..%2f..%2f', `/structures/${'a'.repeat(5_000)}`, '/performances/x/seats', '/undelivered/x/retry', '/undelivered/%00/retry', '/verify/%00', '/verify/%F0%9F%8E%AD', `/verify/${'9'.repeat(90)}`, '/verify/%27%20or%201=1', '/nothing'])('%s', async (path) => {
    for (const method of ['GET', 'POST', 'PATCH', 'DELETE']) {
      const { status } = await script.send(method, path, method === 'GET' || method === 'DELETE' ? undefined : { delta: 1 });
      expect([200, 400, 404, 405, 414], `${method} ${path}`).toContain(status);
    }
  });

  it('queries of any kind', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom('/performances', '/structures', '/venues', '/undelivered', '/unreachable'), fc.dictionary(fc.constantFrom('q', 'from', 'to', 'city', 'limit', 'cursor', 'other', '__proto__'), fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...NASTY.filter((one) => typeof one === 'string' && one.length < 600) as string[]))), async (path, query) => {
      const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join('&');
      await script.get(`${path}?${text}`);
    }), { numRuns: 150 });
  });

  it('authorizations of any kind', async () => {
    const { address } = house.running;
    for (const authorization of ['', 'Bearer', 'Bearer ', 'Basic eDp5', 'bearer x', `Bearer ${'x'.repeat(5_000)}`, 'Bearer a b', "Bearer ' or 1=1"]) {
      const response = await fetch(`${address}api/v1/venues`, { headers: { authorization } });
      expect([401, 429], authorization).toContain(response.status);
    }
  });
});

it('nothing of it has harmed anything', async () => {
  await house.clock(await house.now());
  await nothingIsWrong(house);
});

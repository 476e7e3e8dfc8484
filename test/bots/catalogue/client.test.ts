import { afterEach, describe, expect, test } from 'vitest';
import { openCatalogue, type CatalogueOptions, type CatalogueQuery } from '../../../bots/catalogue/client.ts';
import { resetOf } from '../../../bots/catalogue/patience.ts';
import type { SourceLine } from '../../../core/importing/offer.ts';
import { fiche } from '../../support/fiches.ts';
import { startOpendatasoftStub, type Fiche, type OpendatasoftStub, type StubOptions } from '../../support/opendatasoftStub.ts';

let stub: OpendatasoftStub | undefined;
afterEach(async () => stub?.close());

const many = (n: number): Fiche[] => Array.from({ length: n }, (_, i) => ({ uid: String(100_000 + i), n: i }));

async function portal(records: readonly Fiche[], options: Partial<StubOptions> = {}): Promise<OpendatasoftStub> {
  stub = await startOpendatasoftStub({ datasets: { agenda: records }, ...options });
  return stub;
}

/** Waits are noted instead of waited. */
function patiently(url: string, waits: number[] = [], options: CatalogueOptions = {}) {
  return openCatalogue({ baseUrl: url, ...options, patience: { sleep: (ms) => Promise.resolve(waits.push(ms)), ...options.patience } });
}

async function read(url: string, query: Partial<CatalogueQuery> = {}, waits: number[] = []) {
  const { total, lines } = await patiently(url, waits).records({ dataset: 'agenda', orderBy: 'uid', ...query });
  const found: SourceLine[] = [];
  for await (const line of lines) found.push(line);
  return { total, found, uids: found.map((one) => (one.kind === 'record' ? (one.record as Fiche)['uid'] : one.kind)) };
}

describe('reading an Opendatasoft catalogue', () => {
  test.each([0, 1, 99, 100, 101, 250])('%i records in pages of 100', async (n) => {
    const { url, requests } = await portal(many(n));
    const { total, uids, found } = await read(url);
    expect(total).toBe(n);
    expect(uids).toEqual(many(n).map((one) => one['uid']));
    expect(found.map((one) => one.line)).toEqual(Array.from({ length: n }, (_, i) => i + 1));
    expect(requests.map((one) => one.searchParams.get('offset'))).toEqual(Array.from({ length: Math.max(1, Math.ceil(n / 100)) }, (_, i) => String(i * 100)));
    expect(requests.every((one) => one.searchParams.get('limit') === '100' && one.searchParams.get('order_by') === 'uid')).toBe(true);
  });

  test.each([[9_900, 99, 0], [9_901, 1, 1], [10_000, 1, 1], [12_345, 1, 1]])('%i records: %i pages, %i export', async (n, pages, exports) => {
    const { url, requests } = await portal(many(n));
    const { uids } = await read(url);
    expect(uids).toEqual(many(n).map((one) => one['uid']));
    const asked = requests.map((one) => one.pathname.split('/').at(-1));
    expect([asked.filter((one) => one === 'records').length, asked.filter((one) => one === 'jsonl').length]).toEqual([pages, exports]);
  });

  test('a condition, facets and an order are passed on', async () => {
    const { url, requests } = await portal([fiche('1'), fiche('2', { location_city: 'Bron' }), fiche('3', { at: [['2027-01-05T20:00:00+01:00']] })]);
    const { uids } = await read(url, { where: 'location_city = "Lyon" and firstdate_begin >= date\'2026-11-01\'', orderBy: 'firstdate_begin desc', refine: ['location_city:Lyon', 'status:1'] });
    expect(uids).toEqual(['3', '1']);
    expect(requests[0]?.searchParams.getAll('refine')).toEqual(['location_city:Lyon', 'status:1']);
    expect((await read(url, { where: 'search(location_city, "bron") or uid = "1"' })).uids).toEqual(['1', '2']);
  });

  test('an address without the path of the API', async () => {
    const { url } = await portal(many(3));
    expect((await read(new URL(url).origin)).total).toBe(3);
    expect((await read(`${url}/`)).total).toBe(3);
  });

  test('a wrong condition, a dataset that is not there: said at once, once', async () => {
    const { url, requests } = await portal(many(3));
    await expect(read(url, { where: 'uid >' })).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('Le catalogue refuse la demande') as string });
    await expect(read(url, { orderBy: 'nowhere' })).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('nowhere') as string });
    await expect(read(url, { dataset: 'autre' })).rejects.toMatchObject({ code: 'not-found', message: "Le catalogue n'a pas de jeu de données « autre »." });
    expect(requests).toHaveLength(3);
  });
});

describe('when the portal or the network fails', () => {
  test.each([['body'], ['header'], ['retry-after']] as const)('429: waits until the reset time given in the %s', async (how) => {
    const { url, requests } = await portal(many(150), { quota: { requests: [1, 3], resetInSeconds: 40, how } });
    const waits: number[] = [];
    expect((await read(url, {}, waits)).uids).toHaveLength(150);
    expect(requests).toHaveLength(4);
    expect(waits).toHaveLength(2);
    for (const wait of waits) expect(wait / 1_000).toSatisfy((seconds: number) => seconds > 35 && seconds < 45);
  });

  test('429 until tomorrow: told, not waited for', async () => {
    const { url, requests } = await portal(many(3), { quota: { requests: [1], resetInSeconds: 36_000 } });
    const waits: number[] = [];
    await expect(read(url, {}, waits)).rejects.toMatchObject({ code: 'quota', message: expect.stringMatching(/^Le quota d'appels du catalogue est épuisé jusqu'au \d.* : recommencez plus tard\.$/) as string });
    expect([requests.length, waits]).toEqual([1, []]);
  });

  test('429 without a time, again and again: gives up', async () => {
    const { url, requests } = await portal(many(3), { quota: { requests: [1, 2, 3, 4, 5, 6], resetInSeconds: 1, how: 'body' } });
    await expect(read(url)).rejects.toMatchObject({ code: 'quota' });
    expect(requests).toHaveLength(5);
  });

  test('503 and cut connections are tried again, longer each time', async () => {
    const { url, requests } = await portal(many(150), { failing: [1, 2], cut: [4] });
    const waits: number[] = [];
    expect((await read(url, {}, waits)).uids).toHaveLength(150);
    expect(requests).toHaveLength(5);
    expect(waits).toEqual([500, 1_000, 500]);
  });

  test('an export that breaks off goes on where it was, nothing twice', async () => {
    const { url, requests } = await portal(many(10_050), { breakExportAfter: 4_321 });
    const { uids, found } = await read(url);
    expect(uids).toEqual(many(10_050).map((one) => one['uid']));
    expect(found.every((one) => one.kind === 'record')).toBe(true);
    expect(requests).toHaveLength(3);
  });

  test('nobody there', async () => {
    await expect(read('http://127.0.0.1:9')).rejects.toMatchObject({ code: 'unreachable', message: 'Le catalogue ne répond pas.' });
  });

  test('something else there', async () => {
    const { url } = await portal(many(1));
    await expect(patiently(`${new URL(url).origin}/api/autre`).records({ dataset: 'agenda' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('the reset time in each of its forms', () => {
  const at = new Date('2026-12-04T00:00:00Z');
  const headers = (pairs: Record<string, string>): Headers => new Headers({ date: 'Thu, 03 Dec 2026 23:59:00 GMT', ...pairs });
  expect(resetOf(headers({}), { reset_time: '2026-12-04T00:00:00Z' })).toEqual(at);
  expect(resetOf(headers({ 'x-ratelimit-reset': String(at.getTime() / 1_000) }), 'text')).toEqual(at);
  expect(resetOf(headers({ 'x-ratelimit-reset': '2026-12-04 00:00:00Z' }), {})).toEqual(at);
  expect(resetOf(headers({ 'retry-after': '60' }), {})).toEqual(at);
  expect(resetOf(headers({ 'retry-after': 'Fri, 04 Dec 2026 00:00:00 GMT' }), null)).toEqual(at);
  expect(resetOf(headers({ 'x-ratelimit-reset': 'bientôt' }), { reset_time: 7 })).toBeUndefined();
});

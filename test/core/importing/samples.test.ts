import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSource } from '../../../bots/catalogue/read.ts';
import { openCatalogue } from '../../../bots/catalogue/client.ts';
import { collectOffer } from '../../../core/importing/collect.ts';
import type { Checked } from '../../../core/importing/offer.ts';
import { overseasZone } from '../../../core/importing/zones.ts';

/** Real files, where `GUICHET_SAMPLES` names a folder that has them; they are not part of the project. */
const samples = process.env['GUICHET_SAMPLES'] ?? '';
const file = (name: string): string => join(samples, name);
const skip = (name: string) => (existsSync(file(name)) ? undefined : `GUICHET_SAMPLES holds no ${name}`);

async function check(name: string, from: string): Promise<Checked> {
  const collector = collectOffer({ zone: 'Europe/Paris', source: 'tableau', from: new Date(from) });
  for await (const line of (await openSource(file(name), openCatalogue())).lines) collector.add(line);
  return collector.finish();
}

describe('A4 400 real records of an OpenAgenda dataset', () => {
  const name = 'events/ods_openagenda_paris_2025.jsonl';

  test('one has no title; the rest goes in', async (context) => {
    context.skip(skip(name) !== undefined, skip(name));
    const { events, problems, read, left } = await check(name, '2020-01-01T00:00:00Z');
    expect(read).toBe(400);
    expect(events).toHaveLength(399);
    expect(problems).toMatchObject([{ line: 92, code: 'no-title', refused: true, externalId: '92345464' }]);
    expect(left).toEqual({ past: 0, capped: 0 });
    expect(Math.max(...events.map((event) => event.performances.length))).toBe(784);
    expect(events.filter((event) => event.cancelled)).toHaveLength(3);
    expect(events.filter((event) => event.rescheduled)).toHaveLength(1);
    expect(new Set(events.map((event) => event.venue.region))).toEqual(new Set(['Île-de-France']));
  });

  test('no markup is left in what people read', async (context) => {
    context.skip(skip(name) !== undefined, skip(name));
    const { events } = await check(name, '2020-01-01T00:00:00Z');
    for (const { title, summary = '', description = '', price = '' } of events) {
      expect(`${title} ${summary} ${description} ${price}`).not.toMatch(/<\/?(?:p|br|strong|h2|li|em|a)\b|&[a-z]+;|\*\*|^#{1,6} /m);
    }
  });

  test('timings and the UTC dates beside them are the same instants', async (context) => {
    context.skip(skip(name) !== undefined, skip(name));
    const { events } = await check(name, '2020-01-01T00:00:00Z');
    const records = (await readFile(file(name), 'utf8')).trim().split('\n').map((text) => JSON.parse(text) as Record<string, string>);
    for (const event of events) {
      const record = records.find((one) => one['uid'] === event.externalId);
      expect(event.performances[0]?.startsAt.toISOString()).toBe(new Date(record?.['firstdate_begin'] ?? '').toISOString());
      expect(event.performances.at(-1)?.endsAt?.toISOString()).toBe(new Date(record?.['lastdate_end'] ?? '').toISOString());
    }
  });

  test('from 1 March 2025 on', async (context) => {
    context.skip(skip(name) !== undefined, skip(name));
    const { events, left } = await check(name, '2025-03-01T00:00:00Z');
    const coming = events.reduce((sum, event) => sum + event.performances.length, 0);
    expect(coming).toBe(3_218);
    expect(left.past).toBe(11_138);
  });
});

test('flat records: 1,068 of a department, with first and last date only', async (context) => {
  const name = 'events/openagenda_drome_2026.jsonl';
  context.skip(skip(name) !== undefined, skip(name));
  const { events, problems } = await check(name, '2024-01-01T00:00:00Z');
  expect(events).toHaveLength(1_068);
  expect(problems.filter((one) => one.refused)).toEqual([]);
  expect(new Set(problems.map((one) => one.code))).toEqual(new Set(['only-ends']));
});

test('306 lines of the cultural olympiad: an end before its begin, places without a town', async (context) => {
  const name = 'events/olympiade_culturelle_2024.jsonl';
  context.skip(skip(name) !== undefined, skip(name));
  const { problems, read } = await check(name, '2022-01-01T00:00:00Z');
  expect(read).toBe(306);
  const refused = problems.filter((one) => one.refused);
  expect(refused.filter((one) => one.code === 'end-before-begin')).toHaveLength(5);
  expect(refused.filter((one) => one.code === 'no-place')).toHaveLength(34);
  expect(refused).toHaveLength(39);
});

test('every overseas commune has its own time', async (context) => {
  const name = 'geo/communes_outremer.csv';
  context.skip(skip(name) !== undefined, skip(name));
  const rows = (await readFile(file(name), 'utf8')).trim().split('\n').slice(1).map((line) => line.split(','));
  const codes = rows.flatMap((row) => row[5]?.split(/[ |]/) ?? []).filter((code) => /^97\d{3}$|^98[678]\d{2}$/.test(code));
  expect(codes.length).toBeGreaterThan(100);
  expect(codes.filter((code) => overseasZone(code) === undefined)).toEqual([]);
});

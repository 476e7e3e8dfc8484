import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyAllotments, readAllotments } from '../../../core/importing/allotment.ts';
import { collectOffer } from '../../../core/importing/collect.ts';
import { rowsOfCsv } from '../../../core/importing/delimited.ts';
import { plain } from '../../../core/importing/html.ts';
import type { Checked, SourceLine } from '../../../core/importing/offer.ts';
import { fiche } from '../../support/fiches.ts';

/** A record of the right shape in which one to four fields hold anything at all. */
const spoiled = fc
  .tuple(fc.dictionary(fc.constantFrom(...Object.keys(fiche('1'))), fc.jsonValue(), { minKeys: 1, maxKeys: 4 }), fc.boolean())
  .map(([fields, textually]) => ({ ...fiche('1'), ...(textually ? Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, JSON.stringify(value)])) : fields) }));

const cell = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.date(), fc.constant(null), fc.constantFrom('31/02/2026', '4/12/2026', '20h', '-5', 'javascript:x', '\u0000', '1e400'));
const headings = fc.uniqueArray(fc.constantFrom('titre', 'date', 'heure', 'fin', 'durée', 'lieu', 'ville', 'cp', 'places', 'ouverture', 'clôture', 'quota', 'période', 'fuseau', 'âge', 'id', 'first_date', 'last_date', 'statut', 'constructor', '__proto__'), { minLength: 2 });

function check(lines: readonly SourceLine[]): Checked {
  const collector = collectOffer({ zone: 'Europe/Paris', source: 'tableau', from: new Date('2020-01-01T00:00:00Z'), complete: true });
  for (const line of lines) collector.add(line);
  return collector.finish();
}

/** What the database and the conversation rely on, whatever came in. */
function expectSound({ events, problems, read }: Checked, lines: number): void {
  expect(read).toBeLessThanOrEqual(lines);
  for (const { line, reason, value = '' } of problems) {
    expect(line).toBeGreaterThan(0);
    expect(reason).not.toMatch(/[\u0000-\u001f]/);
    expect(value.length).toBeLessThanOrEqual(60);
  }
  for (const event of events) {
    expect(event.title).not.toBe('');
    expect(JSON.stringify(event)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    expect([event.url, event.purchaseUrl, event.venue.website].filter((url) => url !== undefined && !/^https?:/.test(url))).toEqual([]);
    expect(Math.abs(event.venue.latitude ?? 0)).toBeLessThanOrEqual(90);
    expect(new Set(event.performances.map((each) => each.externalId)).size).toBe(event.performances.length);
    for (const { startsAt, endsAt, capacity = 0, opensAt, closesAt } of event.performances) {
      expect(startsAt.getTime()).not.toBeNaN();
      if (endsAt !== undefined) expect(endsAt > startsAt).toBe(true);
      if (opensAt !== undefined && closesAt !== undefined) expect(opensAt < closesAt).toBe(true);
      expect(Number.isInteger(capacity) && capacity >= 0).toBe(true);
    }
  }
}

describe('never throws, whatever comes in', () => {
  test('any JSON value as a record', () => {
    fc.assert(fc.property(fc.jsonValue(), (record) => expectSound(check([{ kind: 'record', line: 1, record }]), 1)), { numRuns: 500 });
  });

  test('an OpenAgenda record with anything in its fields', () => {
    fc.assert(fc.property(spoiled, (record) => expectSound(check([{ kind: 'record', line: 1, record }]), 1)), { numRuns: 1_000 });
  });

  test('a table with anything in its cells, as offer and as allotment', () => {
    fc.assert(
      fc.property(headings, fc.array(fc.array(cell, { maxLength: 20 }), { maxLength: 10 }), (names, rows) => {
        const lines: SourceLine[] = [names, ...rows].map((cells, i) => ({ kind: 'row', line: i + 1, cells }));
        const checked = check(lines);
        expectSound(checked, lines.length);
        const { allotments } = readAllotments(lines);
        expectSound({ ...checked, ...applyAllotments(checked.events, allotments, { zone: 'Europe/Paris', seats: 3 }) }, lines.length);
      }),
      { numRuns: 500 },
    );
  });

  test('any bytes as CSV', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => expectSound(check([...rowsOfCsv(bytes)]), 400)), { numRuns: 500 });
  });

  test('any text as HTML', () => {
    const pieces = fc.array(fc.constantFrom('<p>', '</p>', '<', '&', ';', '&#0;', '&#55357;', '**', '_', '[', '](', ')', '<script>', '<!--', ' ', '\n', 'mot', '"'), { maxLength: 60 });
    fc.assert(fc.property(pieces, (parts) => {
      expect(plain(parts.join('')) ?? '').not.toMatch(/\u0000|[\ud800-\udfff]/);
    }), { numRuns: 500 });
  });
});

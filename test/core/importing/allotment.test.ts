import { describe, expect, test } from 'vitest';
import { applyAllotments, readAllotments, type SeatOptions } from '../../../core/importing/allotment.ts';
import { collectOffer } from '../../../core/importing/collect.ts';
import { rowsOfCsv } from '../../../core/importing/delimited.ts';
import type { EventDraft, Problem } from '../../../core/importing/offer.ts';
import { fiche } from '../../support/fiches.ts';

const evening = (day: number): [string, string] => [`2026-12-0${day}T20:00:00+01:00`, `2026-12-0${day}T21:30:00+01:00`];
const records = [
  fiche('7', { title_fr: 'Le Gospel', at: [evening(4), ['2026-12-05T15:00:00+01:00'], evening(5)] }),
  fiche('8', { title_fr: 'Conte', at: [evening(4)] }),
  fiche('9', { title_fr: 'Conte', at: [evening(4)], location_uid: '502', location_name: 'La Halle' }),
  fiche('10', { title_fr: 'Séga', at: [['2026-12-04T20:00:00+04:00']], location_uid: '503', location_postalcode: '97400', location_city: 'Saint-Denis' }),
];

function allot(csv: string, options: Partial<SeatOptions> = {}): { events: EventDraft[]; problems: Problem[] } {
  const collector = collectOffer({ zone: 'Europe/Paris', source: 'tableau', from: new Date('2026-11-20T00:00:00Z') });
  records.forEach((record, i) => collector.add({ kind: 'record', line: i + 1, record }));
  const { allotments, problems } = readAllotments([...rowsOfCsv(new TextEncoder().encode(csv))]);
  const applied = applyAllotments(collector.finish().events, allotments, { zone: 'Europe/Paris', ...options });
  return { events: applied.events, problems: [...problems, ...applied.problems] };
}

const seats = (events: readonly EventDraft[], id: string): unknown[] => events.find((event) => event.externalId === id)?.performances.map((each) => each.capacity) ?? [];

describe('A5 A7 an allotment file says which seats are given', () => {
  test('by identifier or title; the more exact line counts more, whatever the order', () => {
    const { events, problems } = allot('identifiant;titre;date;heure;places\n;le gospel !;5/12/2026;20h;6\n7;;;;20\n;Le Gospel;05/12/2026;;12');
    expect(problems).toEqual([]);
    expect(seats(events, '7')).toEqual([20, 12, 6]);
    expect(seats(events, '8')).toEqual([undefined]);
  });

  test('the option gives the rest', () => {
    const { events } = allot('uid;places\n7;20', { seats: 5 });
    expect([seats(events, '7'), seats(events, '8')]).toEqual([[20, 20, 20], [5]]);
  });

  test('opening, closing and quota, on the clock of the venue', () => {
    const { events } = allot('uid;places;ouverture;cloture;quota\n10;8;20/11/2026 09:00;03/12/2026;2 par mois');
    expect(events.find((event) => event.externalId === '10')?.performances).toMatchObject([
      { capacity: 8, opensAt: new Date('2026-11-20T05:00:00Z'), closesAt: new Date('2026-12-03T20:00:00Z'), quota: { seats: 2, period: 'month' } },
    ]);
  });

  test('a part of the terms leaves the others', () => {
    const { events } = allot('uid;date;heure;places;quota\n7;;;20;2\n7;4/12/2026;20h;;4');
    expect(events[0]?.performances.map(({ capacity, quota }) => [capacity, quota?.seats])).toEqual([[20, 4], [20, 2], [20, 2]]);
  });

  test('the place tells two of one title apart', () => {
    const { events, problems } = allot('titre;lieu;places\nConte;La Halle;3');
    expect(problems).toEqual([]);
    expect([seats(events, '8'), seats(events, '9')]).toEqual([[undefined], [3]]);
  });

  test.each([
    ['uid;places\n77;3', 'no-event'],
    ['titre;places\nOpéra;3', 'no-event'],
    ['titre;places\nConte;3', 'many-events'],
    ['uid;date;places\n7;6/12/2026;3', 'no-performance'],
    ['uid;date;places\n7;bientôt;3', 'bad-date'],
    ['uid;date;heure;places\n7;4/12/2026;tard;3', 'bad-time'],
    ['uid;places\n7;-3', 'bad-seats'],
    ['titre;places\n;3', 'no-event'],
    ['rien;du;tout\n1;2;3', 'no-headings'],
  ])('%j: %s', (csv, code) => {
    const { events, problems } = allot(csv);
    expect(problems).toMatchObject([{ code, refused: true }]);
    expect(events.flatMap((event) => event.performances.map((each) => each.capacity)).filter((each) => each !== undefined)).toEqual([]);
  });

  test('given twice: the last line, and it is said', () => {
    const { events, problems } = allot('uid;places\n8;3\n8;4');
    expect(seats(events, '8')).toEqual([4]);
    expect(problems).toMatchObject([{ line: 3, code: 'duplicate-allotment', refused: false }]);
  });

  test('from JSON lines', () => {
    const { allotments, problems } = readAllotments([
      { kind: 'record', line: 1, record: { uid: '7', seats: 3 } },
      { kind: 'record', line: 2, record: 7 },
      { kind: 'fault', line: 3, code: 'not-json' },
    ]);
    expect(allotments).toHaveLength(1);
    expect(problems.map(({ line, code }) => [line, code])).toEqual([[2, 'not-a-record'], [3, 'not-json']]);
  });
});

import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { closingOf, DEFAULT_TIMES, endOfQuiet, localDay, monthOf, openingOf, releaseOf, weekOf, type TimeSettings } from '../../core/domain/time.ts';

const PARIS = 'Europe/Paris';
const s = DEFAULT_TIMES;
const at = (iso: string, zone = PARIS): Date => DateTime.fromISO(iso, { zone }).toJSDate();
const shown = (date: Date, zone = PARIS): string => DateTime.fromJSDate(date, { zone }).toFormat("yyyy-MM-dd'T'HH:mmZZ");

const zones = fc.constantFrom(
  PARIS, 'Indian/Reunion', 'Indian/Mayotte', 'America/Martinique', 'America/Guadeloupe', 'America/Cayenne', 'America/Miquelon',
  'Pacific/Noumea', 'Pacific/Tahiti', 'Pacific/Wallis', 'Australia/Lord_Howe', 'America/Havana',
);
const dates = fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true });
const clock = fc.integer({ min: 0, max: 1439 }).map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);

describe('A5 opening: 30 calendar days before, at 09:00 local time', () => {
  test.each([
    ['an ordinary evening', '2026-11-28T20:00', PARIS, '2026-10-29T09:00+01:00'],
    ['across the autumn change of 2026 (25 October)', '2026-11-10T20:00', PARIS, '2026-10-11T09:00+02:00'],
    ['across the spring change of 2026 (29 March)', '2026-04-15T20:00', PARIS, '2026-03-16T09:00+01:00'],
    ['across the autumn change of 2027 (31 October)', '2027-11-03T14:30', PARIS, '2027-10-04T09:00+02:00'],
    ['across the spring change of 2027 (28 March)', '2027-04-02T10:00', PARIS, '2027-03-03T09:00+01:00'],
    ['opening on the day of the spring change itself', '2026-04-28T20:00', PARIS, '2026-03-29T09:00+02:00'],
    ['opening on the day of the autumn change itself', '2026-11-24T20:00', PARIS, '2026-10-25T09:00+01:00'],
    ['from 30 March back over a February of 29 days', '2028-03-30T20:00', PARIS, '2028-02-29T09:00+01:00'],
    ['from 29 February', '2028-02-29T20:00', PARIS, '2028-01-30T09:00+01:00'],
    ['just after local midnight counts the local day', '2026-11-28T00:15', PARIS, '2026-10-29T09:00+01:00'],
    ['Réunion', '2026-04-15T20:00', 'Indian/Reunion', '2026-03-16T09:00+04:00'],
    ['Martinique, whose evening is tomorrow in Paris', '2026-11-28T20:00', 'America/Martinique', '2026-10-29T09:00-04:00'],
    ['Nouméa, whose morning is yesterday in Paris', '2026-11-28T08:00', 'Pacific/Noumea', '2026-10-29T09:00+11:00'],
    ['Saint-Pierre, which changes on other dates', '2026-11-10T20:00', 'America/Miquelon', '2026-10-11T09:00-02:00'],
  ])('%s', (_, starts, zone, opens) => {
    expect(shown(openingOf(at(starts, zone), zone, s), zone)).toBe(opens);
  });

  test('an hour that does not exist falls after the change, one that exists twice is the first', () => {
    const nightly = { ...s, opensAt: '02:30' };
    expect(shown(openingOf(at('2026-04-28T20:00'), PARIS, nightly))).toBe('2026-03-29T03:30+02:00');
    expect(shown(openingOf(at('2027-04-27T20:00'), PARIS, nightly))).toBe('2027-03-28T03:30+02:00');
    expect(shown(openingOf(at('2026-11-24T20:00'), PARIS, nightly))).toBe('2026-10-25T02:30+02:00');
    expect(shown(openingOf(at('2027-11-30T20:00'), PARIS, nightly))).toBe('2027-10-31T02:30+02:00');
  });

  test('other settings', () => {
    expect(shown(openingOf(at('2026-11-28T20:00'), PARIS, { ...s, opensDaysBefore: 0, opensAt: '00:00' }))).toBe('2026-11-28T00:00+01:00');
  });
});

describe('A5 closing: 48 elapsed hours before', () => {
  test.each([
    ['Saturday 28 at 20:00 closes Thursday 26 at 20:00', '2026-11-28T20:00', '2026-11-26T20:00+01:00'],
    ['the spring night is an hour short', '2026-03-29T20:00', '2026-03-27T19:00+01:00'],
    ['the autumn night is an hour long', '2026-10-25T20:00', '2026-10-23T21:00+02:00'],
    ['spring 2027', '2027-03-28T20:00', '2027-03-26T19:00+01:00'],
    ['autumn 2027', '2027-10-31T20:00', '2027-10-29T21:00+02:00'],
    ['over 29 February', '2028-03-01T20:00', '2028-02-28T20:00+01:00'],
  ])('%s', (_, starts, closes) => {
    expect(shown(closingOf(at(starts), PARIS, s))).toBe(closes);
  });

  test('as late as one hour before', () => {
    expect(shown(closingOf(at('2026-11-28T20:00'), PARIS, { ...s, closesHoursBefore: 1 }))).toBe('2026-11-28T19:00+01:00');
  });

  test('always after the opening', () => {
    fc.assert(
      fc.property(dates, zones, (starts, zone) => {
        const opens = openingOf(starts, zone, s);
        const closes = closingOf(starts, zone, s);
        const release = releaseOf(opens, closes, s);
        expect(opens.getTime()).toBeLessThan(closes.getTime());
        expect(closes.getTime()).toBeLessThan(starts.getTime());
        expect(release.getTime()).toBeGreaterThanOrEqual(opens.getTime());
        expect(release.getTime()).toBeLessThanOrEqual(closes.getTime());
        expect(DateTime.fromJSDate(opens, { zone }).toFormat('HH:mm')).toBe('09:00');
      }),
    );
  });
});

describe('A6 release: 24 h before closing, never before the opening', () => {
  const closes = at('2026-11-26T20:00');
  test('opened long ago', () => expect(shown(releaseOf(at('2026-10-29T09:00'), closes, s))).toBe('2026-11-25T20:00+01:00'));
  test('opened late', () => expect(shown(releaseOf(at('2026-11-26T10:00'), closes, s))).toBe('2026-11-26T10:00+01:00'));
});

describe('A6 week and A7 month of a performance', () => {
  test.each([
    ['2026-11-28T20:00', PARIS, '2026-W48', '2026-11'],
    ['2026-12-31T20:00', PARIS, '2026-W53', '2026-12'],
    ['2027-01-03T23:59', PARIS, '2026-W53', '2027-01'],
    ['2027-01-04T00:00', PARIS, '2027-W01', '2027-01'],
    ['2025-12-29T10:00', PARIS, '2026-W01', '2025-12'],
    ['2028-02-29T20:00', PARIS, '2028-W09', '2028-02'],
    ['2026-03-29T03:30', PARIS, '2026-W13', '2026-03'],
  ])('%s in %s', (starts, zone, week, month) => {
    expect(weekOf(at(starts, zone), zone)).toBe(week);
    expect(monthOf(at(starts, zone), zone)).toBe(month);
  });

  test('the week is the venue’s: Sunday night on Réunion is Sunday evening in Paris, Monday morning in Nouméa', () => {
    const instant = new Date('2026-11-29T18:30:00Z');
    expect([PARIS, 'Indian/Reunion', 'Pacific/Noumea'].map((zone) => weekOf(instant, zone))).toEqual(['2026-W48', '2026-W48', '2026-W49']);
    expect(monthOf(new Date('2026-12-01T02:00:00Z'), 'America/Martinique')).toBe('2026-11');
  });
});

describe('X6 quiet hours, 20:00 to 08:00', () => {
  test.each([
    ['in the afternoon', '2026-11-20T19:59', '2026-11-20T19:59+01:00'],
    ['from the first minute', '2026-11-20T20:00', '2026-11-21T08:00+01:00'],
    ['before midnight', '2026-11-20T23:59', '2026-11-21T08:00+01:00'],
    ['after midnight', '2026-11-21T00:00', '2026-11-21T08:00+01:00'],
    ['to the last minute', '2026-11-21T07:59', '2026-11-21T08:00+01:00'],
    ['at the end', '2026-11-21T08:00', '2026-11-21T08:00+01:00'],
    ['over the spring change of 2026', '2026-03-28T22:00', '2026-03-29T08:00+02:00'],
    ['over the autumn change of 2026', '2026-10-24T22:00', '2026-10-25T08:00+01:00'],
    ['over the spring change of 2027', '2027-03-27T22:00', '2027-03-28T08:00+02:00'],
    ['over the autumn change of 2027', '2027-10-30T22:00', '2027-10-31T08:00+01:00'],
    ['over the new year', '2026-12-31T21:00', '2027-01-01T08:00+01:00'],
    ['into 29 February', '2028-02-28T21:00', '2028-02-29T08:00+01:00'],
  ])('%s', (_, from, end) => {
    expect(shown(endOfQuiet(at(from), PARIS, s))).toBe(end);
  });

  test('are those of the zone', () => {
    const instant = new Date('2026-11-20T17:00:00Z');
    expect(shown(endOfQuiet(instant, PARIS, s))).toBe('2026-11-20T18:00+01:00');
    expect(shown(endOfQuiet(instant, 'Indian/Reunion', s), 'Indian/Reunion')).toBe('2026-11-21T08:00+04:00');
    expect(shown(endOfQuiet(instant, 'Pacific/Noumea', s), 'Pacific/Noumea')).toBe('2026-11-21T08:00+11:00');
    expect(shown(endOfQuiet(instant, 'America/Martinique', s), 'America/Martinique')).toBe('2026-11-20T13:00-04:00');
  });

  test('within one day, and none at all', () => {
    expect(shown(endOfQuiet(at('2026-11-20T12:30'), PARIS, { ...s, quietFrom: '12:00', quietTo: '14:00' }))).toBe('2026-11-20T14:00+01:00');
    expect(shown(endOfQuiet(at('2026-11-20T03:00'), PARIS, { ...s, quietFrom: '08:00', quietTo: '08:00' }))).toBe('2026-11-20T03:00+01:00');
  });

  test('an end inside the change of the clock', () => {
    const early = { ...s, quietTo: '02:30' };
    expect(shown(endOfQuiet(at('2026-03-28T23:00'), PARIS, early))).toBe('2026-03-29T03:30+02:00');
    expect(shown(endOfQuiet(at('2026-10-24T23:00'), PARIS, early))).toBe('2026-10-25T02:30+01:00');
    // 02:15 shown the first time: the second 02:30 it is, an hour and a quarter later.
    expect(shown(endOfQuiet(new Date('2026-10-25T00:15:00Z'), PARIS, early))).toBe('2026-10-25T02:30+01:00');
  });

  test('never ends inside quiet hours, never lies before, and asking again changes nothing', () => {
    fc.assert(
      fc.property(dates, zones, clock, clock, (moment, zone, quietFrom, quietTo) => {
        const settings: TimeSettings = { ...s, quietFrom, quietTo };
        const end = endOfQuiet(moment, zone, settings);
        const wall = DateTime.fromJSDate(end, { zone }).toFormat('HH:mm');
        const quiet = quietFrom <= quietTo ? wall >= quietFrom && wall < quietTo : wall >= quietFrom || wall < quietTo;
        expect(quiet).toBe(false);
        expect(end.getTime()).toBeGreaterThanOrEqual(moment.getTime());
        expect(end.getTime() - moment.getTime()).toBeLessThanOrEqual(26 * 3_600_000);
        expect(endOfQuiet(end, zone, settings)).toEqual(end);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the local day', () => {
  test.each([
    ['an ordinary day', '2026-11-20T11:00', PARIS, 24],
    ['spring', '2026-03-29T12:00', PARIS, 23],
    ['autumn', '2026-10-25T12:00', PARIS, 25],
    ['spring 2027', '2027-03-28T12:00', PARIS, 23],
    ['autumn 2027', '2027-10-31T12:00', PARIS, 25],
    ['29 February on Réunion', '2028-02-29T23:00', 'Indian/Reunion', 24],
    ['a zone whose midnight comes twice', '2026-11-01T12:00', 'America/Havana', 25],
    ['a zone whose midnight is left out', '2026-03-08T12:00', 'America/Havana', 23],
  ])('%s', (_, moment, zone, hours) => {
    const { start, end } = localDay(at(moment, zone), zone);
    expect((end.getTime() - start.getTime()) / 3_600_000).toBe(hours);
    expect(shown(start, zone).slice(0, 10)).toBe(moment.slice(0, 10));
    expect(shown(new Date(end.getTime() - 1), zone).slice(0, 10)).toBe(moment.slice(0, 10));
  });

  test('contains its instant', () => {
    fc.assert(
      fc.property(dates, zones, (moment, zone) => {
        const { start, end } = localDay(moment, zone);
        expect(start.getTime()).toBeLessThanOrEqual(moment.getTime());
        expect(end.getTime()).toBeGreaterThan(moment.getTime());
      }),
    );
  });
});

test('nonsense is refused, not stored', () => {
  expect(() => openingOf(new Date(Number.NaN), PARIS, s)).toThrow(RangeError);
  expect(() => weekOf(at('2026-11-20T11:00'), 'Europe/Lutece')).toThrow(RangeError);
  expect(() => openingOf(at('2026-11-20T11:00'), PARIS, { ...s, opensAt: '9h' })).toThrow(RangeError);
  expect(() => endOfQuiet(at('2026-11-20T11:00'), PARIS, { ...s, quietTo: '24:00' })).toThrow(RangeError);
});

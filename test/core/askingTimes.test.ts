import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { attendanceOf, confirmationsOf, DEFAULT_ASKING, wasYesterday } from '../../core/domain/time.ts';

const PARIS = 'Europe/Paris';
const at = (iso: string, zone = PARIS): Date => DateTime.fromISO(iso, { zone }).toJSDate();
const shown = (date: Date, zone = PARIS): string => DateTime.fromJSDate(date, { zone }).toFormat("yyyy-MM-dd'T'HH:mmZZ");

describe('A12 who was there: the morning after at 09:00, and two local days later', () => {
  test.each([
    ['an ordinary evening', '2026-11-28T20:00', null, PARIS, '2026-11-29T09:00+01:00', '2026-12-01T09:00+01:00'],
    ['the evening before the spring change of 2027', '2027-03-27T20:00', null, PARIS, '2027-03-28T09:00+02:00', '2027-03-30T09:00+02:00'],
    ['the day after it', '2027-03-29T20:00', null, PARIS, '2027-03-30T09:00+02:00', '2027-04-01T09:00+02:00'],
    ['the evening before the autumn change of 2026', '2026-10-24T20:00', null, PARIS, '2026-10-25T09:00+01:00', '2026-10-27T09:00+01:00'],
    ['the Friday before it: asked again across it', '2026-10-23T20:00', null, PARIS, '2026-10-24T09:00+02:00', '2026-10-26T09:00+01:00'],
    ['over by midnight', '2026-11-28T20:00', '2026-11-28T22:30', PARIS, '2026-11-29T09:00+01:00', '2026-12-01T09:00+01:00'],
    ['over at half past midnight: that same morning', '2026-11-28T22:00', '2026-11-29T00:30', PARIS, '2026-11-29T09:00+01:00', '2026-12-01T09:00+01:00'],
    ['over in the afternoon of the next day', '2026-11-28T20:00', '2026-11-29T15:00', PARIS, '2026-11-30T09:00+01:00', '2026-12-02T09:00+01:00'],
    ['an early one, over before nine: not the same day', '2026-11-28T07:00', '2026-11-28T08:00', PARIS, '2026-11-29T09:00+01:00', '2026-12-01T09:00+01:00'],
    ['an end before the beginning is none', '2026-11-28T20:00', '2026-11-27T20:00', PARIS, '2026-11-29T09:00+01:00', '2026-12-01T09:00+01:00'],
    ['Réunion', '2026-03-28T20:00', null, 'Indian/Reunion', '2026-03-29T09:00+04:00', '2026-03-31T09:00+04:00'],
    ['Martinique, whose evening is tomorrow in Paris', '2026-11-28T20:00', null, 'America/Martinique', '2026-11-29T09:00-04:00', '2026-12-01T09:00-04:00'],
    ['29 February', '2028-02-28T20:00', null, PARIS, '2028-02-29T09:00+01:00', '2028-03-02T09:00+01:00'],
  ])('A12 %s', (_, starts, ends, zone, first, again) => {
    const asked = attendanceOf(at(starts, zone), ends === null ? null : at(ends, zone), zone, DEFAULT_ASKING);
    expect([shown(asked.first, zone), shown(asked.again, zone)]).toEqual([first, again]);
  });

  test('A12 other settings; a malformed one is refused', () => {
    const asked = attendanceOf(at('2026-11-28T20:00'), null, PARIS, { attendanceAt: '10:30', attendanceAgainDays: 5 });
    expect([shown(asked.first), shown(asked.again)]).toEqual(['2026-11-29T10:30+01:00', '2026-12-04T10:30+01:00']);
    expect(() => attendanceOf(at('2026-11-28T20:00'), null, PARIS, { attendanceAt: '9h', attendanceAgainDays: 2 })).toThrow(RangeError);
    expect(() => attendanceOf(at('2026-11-28T20:00'), null, 'Europe/Nowhere', DEFAULT_ASKING)).toThrow(RangeError);
  });

  test('A12 yesterday is a day of the calendar', () => {
    expect(wasYesterday(at('2027-03-27T23:30'), at('2027-03-28T09:00'), PARIS)).toBe(true);
    expect(wasYesterday(at('2027-03-27T23:30'), at('2027-03-29T09:00'), PARIS)).toBe(false);
    expect(wasYesterday(at('2026-11-28T01:00'), at('2026-11-28T09:00'), PARIS)).toBe(false);
  });
});

describe('A17 who comes: 7 and 2 local days before the closing', () => {
  test.each([
    ['an ordinary closing', '2026-11-26T20:00', PARIS, ['2026-11-19T20:00+01:00', '2026-11-24T20:00+01:00']],
    ['across the spring change of 2027', '2027-03-30T20:00', PARIS, ['2027-03-23T20:00+01:00', '2027-03-28T20:00+02:00']],
    ['across the autumn change of 2026', '2026-10-27T14:30', PARIS, ['2026-10-20T14:30+02:00', '2026-10-25T14:30+01:00']],
    ['an hour that the change takes away falls after it', '2027-03-30T02:30', PARIS, ['2027-03-23T02:30+01:00', '2027-03-28T03:30+02:00']],
    ['Nouméa', '2026-11-26T20:00', 'Pacific/Noumea', ['2026-11-19T20:00+11:00', '2026-11-24T20:00+11:00']],
  ])('A17 %s', (_, closes, zone, expected) => {
    expect(confirmationsOf(at(closes, zone), zone, DEFAULT_ASKING).map((one) => shown(one.at, zone))).toEqual(expected);
  });

  test('A17 other settings: none, or the same twice', () => {
    expect(confirmationsOf(at('2026-11-26T20:00'), PARIS, { confirmDaysBefore: [] })).toEqual([]);
    expect(confirmationsOf(at('2026-11-26T20:00'), PARIS, { confirmDaysBefore: [3, 3] }).map(({ days }) => days)).toEqual([3]);
  });
});

import { describe, expect, test } from 'vitest';
import { instantOf, nextTime, readDate, readDuration, readHour, readInstant } from '../../../core/importing/dates.ts';

const day = { year: 2026, month: 3, day: 12 };

describe('dates as people write them', () => {
  test.each([
    ['12/03/2026'], ['12-03-2026'], ['12.03.26'], ['2026-03-12'], ['12 mars 2026'], ['jeudi 12 mars 2026'], ['Jeu. 12 mars 2026'], ['le 12 Mars 2026'], [' 12/3/2026 '],
    [46_093], ['46093'], [new Date(Date.UTC(2026, 2, 12))],
  ])('%s', (text) => expect(readDate(text)).toEqual({ day }));

  test.each([
    ['12/03/2026 20:30'], ['12/03/2026 à 20h30'], ['jeudi 12 mars 2026 à 20 h 30'], ['2026-03-12 20:30'], ['2026-03-12T20:30:00'], ['12/03/2026 8:30 pm'],
    [46_093 + 20.5 / 24], [new Date(Date.UTC(2026, 2, 12, 20, 30))],
  ])('%s, with its time', (text) => expect(readDate(text)).toEqual({ day, hour: { hour: 20, minute: 30 } }));

  test.each([['1er août 2026', 8, 1], ['15 déc 2026', 12, 15], ['2 févr. 2026', 2, 2], ['3 juil. 2026', 7, 3], ['4 June 2026', 6, 4]])('%s', (text, month, date) => {
    expect(readDate(text)).toEqual({ day: { year: 2026, month, day: date } });
  });

  test.each([['2026-03-12T20:30:00+01:00'], ['2026-03-12T19:30:00Z'], ['2026-03-12T19:30:00.000Z'], ['2026-03-12 20:30:00+0100']])('%s is an instant', (text) => {
    expect(readDate(text)).toEqual({ instant: new Date('2026-03-12T19:30:00Z') });
  });

  test.each([
    ['31/02/2026'], ['29/02/2027'], ['03/25/2026'], ['demain'], [''], ['12/03'], ['12 brumaire 2026'], [5], [1e12], [NaN], [new Date(NaN)], [null], [{}], ['12/03/2026 vers le soir'],
    ['2026-13-01'], ['2026-03-12T25:00:00+01:00'], ['9'.repeat(100_000)],
  ])('%s is none', (text) => expect(readDate(text)).toBeUndefined());

  test('29 February of a leap year is one', () => expect(readDate('29/02/2028')).toEqual({ day: { year: 2028, month: 2, day: 29 } }));
});

describe('times of day', () => {
  test.each([
    ['20h30', 20, 30], ['20 h 30', 20, 30], ['20:30', 20, 30], ['20:30:00', 20, 30], ['20h', 20, 0], ['9 h', 9, 0], ['20.30', 20, 30], ['8:30 PM', 20, 30],
    ['12:15 am', 0, 15], ['midi', 12, 0], ['minuit', 0, 0], ['à 20h30', 20, 30], [20.5 / 24, 20, 30], [new Date(Date.UTC(1899, 11, 31, 20, 30)), 20, 30],
  ])('%s', (text, hour, minute) => expect(readHour(text)).toEqual({ hour, minute }));

  test.each([['25h'], ['20h75'], ['20'], ['soir'], [''], [null], [3]])('%s is none', (text) => expect(readHour(text)).toBeUndefined());

  test.each([['1h30', 90], ['90 min', 90], ['90', 90], [90, 90], ['2 h', 120], ['1:15', 75]])('a duration of %s', (text, minutes) => expect(readDuration(text)).toBe(minutes));
  test.each([['0'], ['trois heures'], ['5000'], [null]])('%s is no duration', (text) => expect(readDuration(text)).toBeUndefined());
});

describe('a wall clock becomes an instant', () => {
  test.each([
    ['Europe/Paris', '2026-03-12T19:30:00.000Z'], ['Indian/Reunion', '2026-03-12T16:30:00.000Z'], ['America/Martinique', '2026-03-13T00:30:00.000Z'], ['Pacific/Noumea', '2026-03-12T09:30:00.000Z'],
  ])('%s', (zone, instant) => expect(instantOf(day, { hour: 20, minute: 30 }, zone)).toEqual({ at: new Date(instant), shifted: false }));

  test('the hour that spring leaves out is one later, and said', () => {
    expect(instantOf({ year: 2026, month: 3, day: 29 }, { hour: 2, minute: 30 }, 'Europe/Paris')).toEqual({ at: new Date('2026-03-29T01:30:00Z'), shifted: true });
  });

  test('the hour that autumn repeats is the first', () => {
    expect(instantOf({ year: 2026, month: 10, day: 25 }, { hour: 2, minute: 30 }, 'Europe/Paris')).toEqual({ at: new Date('2026-10-25T00:30:00Z'), shifted: false });
  });

  test('a show from 22:00 to 00:30 ends the next day', () => {
    expect(nextTime(new Date('2026-03-12T21:00:00Z'), { hour: 0, minute: 30 }, 'Europe/Paris')).toEqual(new Date('2026-03-12T23:30:00Z'));
  });

  test('without an offset the zone decides', () => {
    expect(readInstant('2026-07-12T20:30:00', 'Europe/Paris')).toEqual(new Date('2026-07-12T18:30:00Z'));
    expect(readInstant('2026-07-12', 'Europe/Paris')).toBeUndefined();
    expect(readInstant(46_093, 'Europe/Paris')).toBeUndefined();
  });
});

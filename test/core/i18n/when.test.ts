import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { plural } from '../../../core/i18n/plural.ts';
import { dayFull, hour, inHowLong, range, relativeDay, whenFull, whenShort } from '../../../core/i18n/when.ts';

const PARIS = 'Europe/Paris';
const at = (iso: string, zone = PARIS): Date => DateTime.fromISO(iso, { zone }).toJSDate();
const now = at('2026-11-20T11:00');

describe('X7 dates in full with the weekday', () => {
  test.each([
    ['2026-11-28T20:00', 'samedi 28 novembre à 20 h', 'Saturday 28 November at 8 pm'],
    ['2026-12-01T18:30', 'mardi 1er décembre à 18 h 30', 'Tuesday 1 December at 6:30 pm'],
    ['2026-12-02T09:05', 'mercredi 2 décembre à 9 h 05', 'Wednesday 2 December at 9:05 am'],
    ['2026-12-02T00:00', 'mercredi 2 décembre à 0 h', 'Wednesday 2 December at midnight'],
    ['2026-12-02T12:00', 'mercredi 2 décembre à 12 h', 'Wednesday 2 December at noon'],
    ['2026-12-02T00:30', 'mercredi 2 décembre à 0 h 30', 'Wednesday 2 December at 12:30 am'],
    ['2027-09-01T20:00', 'mercredi 1er septembre à 20 h', 'Wednesday 1 September at 8 pm'],
    ['2027-11-28T20:00', 'dimanche 28 novembre 2027 à 20 h', 'Sunday 28 November 2027 at 8 pm'],
    ['2025-11-28T20:00', 'vendredi 28 novembre 2025 à 20 h', 'Friday 28 November 2025 at 8 pm'],
    ['2028-02-29T20:00', 'mardi 29 février 2028 à 20 h', 'Tuesday 29 February 2028 at 8 pm'],
  ])('%s', (iso, fr, en) => {
    expect(whenFull(at(iso), PARIS, 'fr', now)).toBe(fr);
    expect(whenFull(at(iso), PARIS, 'en', now)).toBe(en);
  });

  test('in the venue’s zone, on either side of the change', () => {
    expect(whenFull(at('2026-11-28T20:00'), 'Indian/Reunion', 'fr', now)).toBe('samedi 28 novembre à 23 h');
    expect(whenFull(at('2026-11-28T20:00'), 'Pacific/Noumea', 'fr', now)).toBe('dimanche 29 novembre à 6 h');
    expect(whenFull(at('2026-03-28T20:00'), PARIS, 'fr', now)).toBe('samedi 28 mars à 20 h');
    expect(whenFull(at('2026-03-29T20:00'), PARIS, 'fr', now)).toBe('dimanche 29 mars à 20 h');
  });

  test('the day alone', () => {
    expect(dayFull(now, PARIS, 'fr')).toBe('vendredi 20 novembre');
    expect(dayFull(at('2026-12-01T10:00'), PARIS, 'fr')).toBe('mardi 1er décembre');
    expect(dayFull(at('2024-08-04T10:00'), PARIS, 'fr', now)).toBe('dimanche 4 août 2024');
  });

  test('short', () => {
    expect(whenShort(at('2026-11-28T20:00'), PARIS, 'fr')).toBe('sam. 28 nov. 20 h');
    expect(whenShort(at('2026-12-01T18:30'), PARIS, 'fr')).toBe('mar. 1er déc. 18 h 30');
    expect(whenShort(at('2026-11-28T20:00'), PARIS, 'en')).toBe('Sat 28 Nov 8 pm');
  });

  test('hours', () => {
    expect(hour(at('2026-11-28T00:00'), PARIS, 'fr')).toBe('0 h');
    expect(range(at('2026-08-04T10:00'), at('2026-08-04T13:00'), PARIS, 'fr')).toBe('10 h–13 h');
    expect(range(at('2026-08-04T10:00'), at('2026-08-04T13:30'), PARIS, 'en')).toBe('10 am–1:30 pm');
  });

  test('spaces are plain', () => {
    expect(whenFull(at('2026-11-28T18:30'), PARIS, 'fr', now)).not.toMatch(/[\u00A0\u202F]/u);
  });

  test('nonsense is refused', () => {
    expect(() => dayFull(new Date(Number.NaN), PARIS, 'fr')).toThrow(RangeError);
    expect(() => hour(now, 'Europe/Lutece', 'fr')).toThrow(RangeError);
    expect(() => inHowLong(now, new Date(Number.NaN), 'fr')).toThrow(RangeError);
  });
});

describe('X7 today, tomorrow, in how long', () => {
  test.each([
    ['2026-11-20T00:00', "aujourd'hui", 'today'],
    ['2026-11-20T23:59', "aujourd'hui", 'today'],
    ['2026-11-21T00:00', 'demain', 'tomorrow'],
    ['2026-11-22T00:00', undefined, undefined],
    ['2026-11-19T23:59', undefined, undefined],
  ])('%s', (iso, fr, en) => {
    expect(relativeDay(at(iso), now, PARIS, 'fr')).toBe(fr);
    expect(relativeDay(at(iso), now, PARIS, 'en')).toBe(en);
  });

  test.each([
    ['2026-11-20T11:00', 'maintenant', 'now'],
    ['2026-11-19T11:00', 'maintenant', 'now'],
    ['2026-11-20T11:01', 'dans 1 minute', 'in 1 minute'],
    ['2026-11-20T11:05', 'dans 5 minutes', 'in 5 minutes'],
    ['2026-11-20T12:59', 'dans 1 heure', 'in 1 hour'],
    ['2026-11-21T09:00', 'dans 22 heures', 'in 22 hours'],
    ['2026-11-22T10:59', 'dans 47 heures', 'in 47 hours'],
    ['2026-11-22T11:00', 'dans 2 jours', 'in 2 days'],
    ['2026-11-26T23:59', 'dans 6 jours', 'in 6 days'],
  ])('to %s', (iso, fr, en) => {
    expect(inHowLong(now, at(iso), 'fr')).toBe(fr);
    expect(inHowLong(now, at(iso), 'en')).toBe(en);
  });

  test('six days at the same time are six days in March and October too', () => {
    expect(inHowLong(at('2026-03-26T09:00'), at('2026-04-01T09:00'), 'fr')).toBe('dans 6 jours');
    expect(inHowLong(at('2026-10-22T09:00'), at('2026-10-28T09:00'), 'fr')).toBe('dans 6 jours');
  });
});

test('plural: French from 2, English whenever it is not 1', () => {
  expect([0, 1, 1.5, 2, 12].map((n) => plural(n, 'place', 'places'))).toEqual(['place', 'place', 'place', 'places', 'places']);
  expect([0, 1, 1.5, 2, -1].map((n) => plural(n, 'seat', 'seats', 'en'))).toEqual(['seats', 'seat', 'seats', 'seats', 'seat']);
});

import { describe, expect, it } from 'vitest';
import { validity, verificationOf, type NumberedSeat } from '../../core/domain/verification.ts';
import { instant, PARIS } from './documents/samples.ts';

const seat = (more: Partial<NumberedSeat> = {}): NumberedSeat => ({
  number: '482130572', state: 'booked', attendance: 'unknown', title: 'Cirque', startsAt: instant('2026-11-28T20:00'), endsAt: null, zone: PARIS, cancelledAt: null, venueName: 'Salle B', city: 'Lyon', ...more,
});
const at = (iso: string, more: Partial<NumberedSeat> = {}, zone = PARIS): string => {
  const found = verificationOf(seat(more), instant(iso, zone));
  return found.state === 'wrongDay' ? found.is : found.state;
};

describe('A9 what an invitation is worth', () => {
  it.each([
    ['the day before', '2026-11-27T23:59:59', {}, 'tocome'],
    ['from local midnight', '2026-11-28T00:00', {}, 'valid'],
    ['at its hour', '2026-11-28T20:00', {}, 'valid'],
    ['after midnight, while it may last', '2026-11-29T03:59:59', {}, 'valid'],
    ['8 hours after its beginning', '2026-11-29T04:00', {}, 'over'],
    ['long before', '2025-11-28T20:00', {}, 'tocome'],
    ['6 hours after its end, just before', '2026-11-29T04:59', { endsAt: instant('2026-11-28T23:00') }, 'valid'],
    ['6 hours after its end', '2026-11-29T05:00', { endsAt: instant('2026-11-28T23:00') }, 'over'],
    ['an end before the beginning is none', '2026-11-29T03:59', { endsAt: instant('2026-11-28T10:00') }, 'valid'],
    ['over several days', '2026-11-30T23:00', { endsAt: instant('2026-11-30T18:00') }, 'valid'],
    ['at the door of the evening before, for one that begins after midnight', '2026-11-28T23:00', { startsAt: instant('2026-11-29T00:30') }, 'valid'],
    ['not yet in the afternoon before', '2026-11-28T22:29', { startsAt: instant('2026-11-29T00:30') }, 'tocome'],
  ])('A9 %s', (_, iso, more, expected) => {
    expect(at(iso, more)).toBe(expected);
  });

  it.each([
    ['cancelled', { state: 'cancelled' }, 'void'],
    ['waiting: no invitation', { state: 'waiting' }, 'void'],
    ['its performance cancelled (A19)', { cancelledAt: instant('2026-11-21T10:00') }, 'void'],
    ['seen at the door (A12)', { attendance: 'present' }, 'used'],
    ['void before used', { attendance: 'present', state: 'cancelled' }, 'void'],
    ['said to be absent, and there after all', { attendance: 'absent' }, 'valid'],
    ['moved to today (A19)', { startsAt: instant('2026-11-28T15:00') }, 'valid'],
    ['moved to tomorrow (A19)', { startsAt: instant('2026-11-29T20:00') }, 'tocome'],
  ] satisfies [string, Partial<NumberedSeat>, string][])('A9 %s', (_, more, expected) => {
    expect(at('2026-11-28T19:30', more)).toBe(expected);
  });

  it('A9 is unknown without a seat, and says nothing more', () => {
    expect(verificationOf(undefined, instant('2026-11-28T19:30'))).toEqual({ state: 'unknown' });
  });

  it('A9 says title, place and hour, and nothing else of the seat', () => {
    const found = verificationOf(seat(), instant('2026-11-28T19:30'));
    expect(Object.keys(found)).toEqual(['state', 'shown']);
    expect(found).toMatchObject({ shown: { number: '482130572', title: 'Cirque', venueName: 'Salle B', city: 'Lyon' } });
    if (found.state !== 'unknown') expect(Object.keys(found.shown).sort()).toEqual(['city', 'number', 'startsAt', 'title', 'venueName', 'zone']);
  });

  it('A9 the day is the venue’s, wherever one looks from', () => {
    const there = { zone: 'Indian/Reunion', startsAt: instant('2026-11-28T20:00', 'Indian/Reunion') };
    // 21:00 in Paris on the 27th is midnight on Réunion.
    expect(at('2026-11-27T20:59', there)).toBe('tocome');
    expect(at('2026-11-27T21:00', there)).toBe('valid');
    expect(at('2026-11-28T20:00', { zone: 'Pacific/Tahiti', startsAt: instant('2026-11-28T20:00', 'Pacific/Tahiti') })).toBe('valid');
    expect(at('2026-11-28T10:59', { zone: 'Pacific/Tahiti', startsAt: instant('2026-11-28T20:00', 'Pacific/Tahiti') })).toBe('tocome');
  });

  it.each([
    ['2026-03-29', '2026-03-28T23:00:00Z', '2026-03-30T02:00:00Z'],
    ['2026-10-25', '2026-10-24T22:00:00Z', '2026-10-26T03:00:00Z'],
    ['2027-03-28', '2027-03-27T23:00:00Z', '2027-03-29T02:00:00Z'],
    ['2027-10-31', '2027-10-30T22:00:00Z', '2027-11-01T03:00:00Z'],
  ])('A9 on %s, when the clock changes, it begins at midnight and lasts 8 elapsed hours', (day, from, until) => {
    expect(validity(seat({ startsAt: instant(`${day}T20:00`) }))).toEqual({ from: new Date(from), until: new Date(until) });
  });

  it('A9 begins with the day also where midnight does not exist', () => {
    // In Beirut the clock goes from 24:00 to 01:00.
    const startsAt = instant('2026-03-29T20:00', 'Asia/Beirut');
    expect(validity(seat({ zone: 'Asia/Beirut', startsAt })).from).toEqual(new Date('2026-03-28T22:00:00Z'));
  });

  it('throws on a zone that is none', () => {
    expect(() => validity(seat({ zone: 'Europe/Nowhere' }))).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { localDay, nextDaily } from '../../core/domain/time.ts';

const zones = fc.constantFrom('Europe/Paris', 'Indian/Reunion', 'America/Martinique', 'Pacific/Noumea', 'Australia/Lord_Howe', 'America/Havana');
const dates = fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true });
const clocks = fc.integer({ min: 0, max: 1439 }).map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);

describe('A4 the hour at which a feed is read', () => {
  it.each([
    ['later the same day', '2026-11-20T03:00:00Z', '05:00', '2026-11-20T04:00:00Z'],
    ['the next day, once it has come', '2026-11-20T04:00:00Z', '05:00', '2026-11-21T04:00:00Z'],
    ['an hour more in October', '2026-10-24T03:00:00Z', '05:00', '2026-10-25T04:00:00Z'],
    ['an hour less in March', '2027-03-27T04:00:00Z', '05:00', '2027-03-28T03:00:00Z'],
    ['what March leaves out: 03:30', '2027-03-27T12:00:00Z', '02:30', '2027-03-28T01:30:00Z'],
    ['after it, the next day', '2027-03-28T01:30:00Z', '02:30', '2027-03-29T00:30:00Z'],
    ['what October shows twice: the first', '2026-10-24T12:00:00Z', '02:30', '2026-10-25T00:30:00Z'],
    ['after it, the next day and not the second', '2026-10-25T00:30:00Z', '02:30', '2026-10-26T01:30:00Z'],
  ])('A4 %s', (_, after, clock, next) => {
    expect(nextDaily(new Date(after), clock, 'Europe/Paris')).toEqual(new Date(next));
  });

  it('A4 comes once each local day, whatever the zone', () => {
    fc.assert(fc.property(dates, clocks, zones, (from, clock, zone) => {
      const days: string[] = [];
      for (let at = nextDaily(from, clock, zone), n = 0; n < 5; at = nextDaily(at, clock, zone), n += 1) {
        expect(at > from).toBe(true);
        const { start, end } = localDay(at, zone);
        expect(at >= start && at < end).toBe(true);
        days.push(DateTime.fromJSDate(at, { zone }).toISODate() ?? '');
      }
      const first = DateTime.fromISO(days[0] ?? '', { zone: 'utc' });
      expect(days).toEqual(days.map((_, n) => first.plus({ days: n }).toISODate()));
      // Nothing was passed over before the first.
      expect(DateTime.fromISO(days[0] ?? '', { zone: 'utc' }).diff(DateTime.fromISO(DateTime.fromJSDate(from, { zone }).toISODate() ?? '', { zone: 'utc' }), 'days').days).toBeLessThanOrEqual(1);
    }), { numRuns: 200 });
  });
});

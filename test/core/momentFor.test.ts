import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { describe, expect, it, test } from 'vitest';
import { ANY_HOURS, DEFAULT_TIMES, endOfQuiet, endOfQuietIn, momentFor, practicalOf, type OwnHours, type TimeSettings } from '../../core/domain/time.ts';

const PARIS = 'Europe/Paris';
const MINUTE = 60_000;
const at = (iso: string, zone = PARIS): Date => DateTime.fromISO(iso, { zone }).toJSDate();
const shown = (date: Date, zone = PARIS): string => DateTime.fromJSDate(date, { zone }).toFormat("ccc yyyy-MM-dd'T'HH:mmZZ");
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const clockOf = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const quiet = (quietFrom: string, quietTo: string): TimeSettings => ({ ...DEFAULT_TIMES, quietFrom, quietTo });

/** What the wall clock shows, counted anew: offsets change on a quarter of an hour. */
function wall(zone: string): (ms: number) => { weekday: number; clock: number; twice: boolean } {
  const iana = IANAZone.create(zone);
  const known = new Map<number, number>();
  const offset = (ms: number): number => {
    const quarter = Math.floor(ms / (15 * MINUTE));
    const found = known.get(quarter) ?? iana.offset(quarter * 15 * MINUTE);
    known.set(quarter, found);
    return found;
  };
  return (ms) => {
    const local = Math.floor(ms / MINUTE) + offset(ms);
    return {
      weekday: ((((Math.floor(local / 1440) + 3) % 7) + 7) % 7) + 1,
      clock: ((local % 1440) + 1440) % 1440,
      // The first of two: the clock shows it again.
      twice: [30, 60].some((later) => offset(ms + later * MINUTE) === offset(ms) - later),
    };
  };
}

function allows(settings: TimeSettings, { days, hours }: OwnHours): (shows: { weekday: number; clock: number }) => boolean {
  const [from, to] = [minutesOf(settings.quietFrom), minutesOf(settings.quietTo)];
  const [begin, end] = hours === null ? [0, 1440] : [minutesOf(hours.from), minutesOf(hours.until)];
  return ({ weekday, clock }) => !(from <= to ? clock >= from && clock < to : clock >= from || clock < to) && (days === null || days.includes(weekday)) && clock >= begin && clock < end;
}

const zones = fc.constantFrom(PARIS, 'Indian/Reunion', 'America/Miquelon', 'Pacific/Noumea', 'Australia/Lord_Howe', 'America/Havana');
/** Any minute of three years, and every other time one near a change of the clock. */
const instants = fc.oneof(
  fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2029-01-01T00:00:00Z'), noInvalidDate: true }),
  fc.tuple(fc.constantFrom('2026-10-25', '2027-03-28', '2026-11-01', '2027-03-14', '2027-04-04', '2027-10-03'), fc.integer({ min: -3 * 1440, max: 1440 })).map(([day, minutes]) => new Date(Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE)),
);
/** From four in the morning on: what a clock shows twice or not at all has examples of its own. */
const clocks = fc.integer({ min: 16, max: 95 }).map((quarters) => clockOf(quarters * 15));
const settings = fc.oneof(fc.constant(DEFAULT_TIMES), fc.tuple(clocks, clocks).map(([from, to]) => quiet(from, to)));
const own: fc.Arbitrary<OwnHours> = fc.record({
  days: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }), { nil: null }),
  hours: fc.option(fc.tuple(clocks, clocks).filter(([from, until]) => from < until).map(([from, until]) => ({ from, until })), { nil: null }),
});
const meets = (s: TimeSettings, hours: OwnHours): boolean => {
  const allowed = allows(s, { ...hours, days: null });
  return Array.from({ length: 96 }, (_, quarter) => quarter * 15).some((clock) => allowed({ weekday: 1, clock }));
};

describe('X6 momentFor: neither quiet nor outside of somebody’s own days and hours', () => {
  test('X6 the first such minute from then on, whatever the clock does; asked again it is the same', () => {
    fc.assert(
      fc.property(instants, zones, settings, own, (instant, zone, s, wishes) => {
        fc.pre(meets(s, wishes));
        const moment = momentFor(instant, [zone], s, wishes);
        const [shows, allowed] = [wall(zone), allows(s, wishes)];
        expect(moment.getTime()).toBeGreaterThanOrEqual(instant.getTime());
        expect(allowed(shows(moment.getTime())), shown(moment, zone)).toBe(true);
        expect(momentFor(moment, [zone], s, wishes)).toEqual(moment);
        if (moment.getTime() === instant.getTime()) return;
        expect(allowed(shows(instant.getTime()))).toBe(false);
        // Of what the clock shows twice only the second counts as a beginning.
        for (let ms = (Math.floor(instant.getTime() / MINUTE) + 1) * MINUTE; ms < moment.getTime(); ms += MINUTE) {
          const then = shows(ms);
          if (allowed(then) && !then.twice) expect.fail(`${shown(new Date(ms), zone)} is before ${shown(moment, zone)}`);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('X6 own hours that are quiet altogether are no reason to keep quiet for ever', () => {
    fc.assert(
      fc.property(instants, zones, settings, own, (instant, zone, s, wishes) => {
        fc.pre(!meets(s, wishes));
        expect(momentFor(instant, [zone], s, wishes)).toEqual(endOfQuiet(instant, zone, s));
      }),
      { numRuns: 100 },
    );
  });

  const weekdays: OwnHours = { days: [1, 2, 3, 4, 5], hours: { from: '09:00', until: '17:00' } };
  test.each([
    ['within own hours: at once', '2026-11-20T10:00', PARIS, weekdays, 'Fri 2026-11-20T10:00+01:00'],
    ['the last minute is not theirs', '2026-11-20T17:00', PARIS, weekdays, 'Mon 2026-11-23T09:00+01:00'],
    ['before them, the same day', '2026-11-20T08:30', PARIS, weekdays, 'Fri 2026-11-20T09:00+01:00'],
    ['nothing wished: quiet hours alone', '2026-11-20T21:00', PARIS, ANY_HOURS, 'Sat 2026-11-21T08:00+01:00'],
    ['one day a week', '2026-11-20T10:00', PARIS, { days: [3], hours: null }, 'Wed 2026-11-25T08:00+01:00'],
    ['own hours that begin while it is quiet', '2026-11-20T21:00', PARIS, { days: null, hours: { from: '06:00', until: '12:00' } }, 'Sat 2026-11-21T08:00+01:00'],
    ['over the night of 25 October 2026', '2026-10-24T18:00', PARIS, weekdays, 'Mon 2026-10-26T09:00+01:00'],
    ['on that Sunday itself', '2026-10-24T21:00', PARIS, { days: [7], hours: null }, 'Sun 2026-10-25T08:00+01:00'],
    ['over the night of 28 March 2027', '2027-03-27T18:00', PARIS, weekdays, 'Mon 2027-03-29T09:00+02:00'],
    ['on that Sunday itself, an hour shorter', '2027-03-27T21:00', PARIS, { days: [7], hours: null }, 'Sun 2027-03-28T08:00+02:00'],
    ['Réunion, which never changes', '2026-10-24T18:00', 'Indian/Reunion', weekdays, 'Mon 2026-10-26T09:00+04:00'],
    ['Réunion, in spring', '2027-03-28T03:00', 'Indian/Reunion', { days: [7], hours: null }, 'Sun 2027-03-28T08:00+04:00'],
  ] as const)('X6 %s', (_, from, zone, wishes, expected) => expect(shown(momentFor(at(from, zone), [zone], DEFAULT_TIMES, wishes), zone)).toBe(expected));

  test('X6 without quiet hours: a beginning that the clock shows twice is the second, one that it skips falls after', () => {
    const never = quiet('00:00', '00:00');
    const early: OwnHours = { days: null, hours: { from: '02:30', until: '12:00' } };
    expect(shown(momentFor(at('2026-10-25T01:00'), [PARIS], never, early))).toBe('Sun 2026-10-25T02:30+01:00');
    expect(shown(momentFor(at('2027-03-28T01:00'), [PARIS], never, early))).toBe('Sun 2027-03-28T03:30+02:00');
  });
});

describe('X6 A17 quiet here and where it takes place', () => {
  const q = DEFAULT_TIMES;
  it.each([
    // An evening in Martinique is the night here, and our morning the night there.
    ['2026-12-10T16:00:00Z', 'America/Martinique', '2026-12-10T16:00:00.000Z'],
    ['2026-12-10T21:00:00Z', 'America/Martinique', '2026-12-11T12:00:00.000Z'],
    ['2026-12-10T17:00:00Z', 'Indian/Reunion', '2026-12-11T07:00:00.000Z'],
    ['2026-12-10T05:00:00Z', 'Indian/Reunion', '2026-12-10T07:00:00.000Z'],
    ['2026-12-10T12:00:00Z', 'Pacific/Noumea', '2026-12-11T07:00:00.000Z'],
  ])('X6 %s about %s is told at %s', (at, place, expected) => {
    const told = endOfQuietIn(new Date(at), ['Europe/Paris', place], q);
    expect(told.toISOString()).toBe(expected);
    for (const zone of ['Europe/Paris', place]) expect(endOfQuiet(told, zone, q)).toEqual(told);
    expect(momentFor(new Date(at), ['Europe/Paris', place], q, ANY_HOURS)).toEqual(told);
  });

  it('X6 always quiet on one side: here counts', () => {
    const narrow = { quietFrom: '10:00', quietTo: '08:00' };
    expect(endOfQuietIn(new Date('2026-12-10T12:00:00Z'), ['Europe/Paris', 'Pacific/Noumea'], narrow)).toEqual(endOfQuiet(new Date('2026-12-10T12:00:00Z'), 'Europe/Paris', narrow));
  });

  it.each([
    ['2026-12-10T23:30:00Z', 'America/Martinique', '2026-12-09T18:00:00.000Z'],
    ['2026-12-10T16:00:00Z', 'Indian/Reunion', '2026-12-09T13:00:00.000Z'],
    ['2026-12-10T19:00:00Z', 'Europe/Paris', '2026-12-09T16:00:00.000Z'],
    ['2026-12-10T09:00:00Z', 'Pacific/Noumea', '2026-12-09T06:00:00.000Z'],
  ])('A17 what begins at %s in %s is told of on its eve there: %s', (at, place, expected) =>
    expect(practicalOf(new Date(at), place, { practicalAt: '17:00', quietFrom: '20:00', quietTo: '08:00' }, 'Europe/Paris').toISOString()).toBe(expected));
});

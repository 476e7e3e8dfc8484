import { at as clockAt, dayOf, HOUR, plusDays } from './calendar.ts';
import type { Random } from './random.ts';

export const PARIS = 'Europe/Paris';

/** Where a season takes place: two at home, and two overseas, an hour or a night apart. */
export const PLACES = [
  { key: 'theatre', name: 'Théâtre de la Colline', city: 'Lyon', zone: PARIS },
  { key: 'salle', name: 'Salle du Marché', city: 'Lyon', zone: PARIS },
  { key: 'reunion', name: 'Scène du Piton', city: 'Saint-Denis', zone: 'Indian/Reunion' },
  { key: 'martinique', name: 'Halle de la Baie', city: 'Fort-de-France', zone: 'America/Martinique' },
] as const;
export type PlaceKey = (typeof PLACES)[number]['key'];
const zoneOf = (key: PlaceKey): string => PLACES.find((one) => one.key === key)?.zone ?? PARIS;

export interface Planned {
  readonly place: PlaceKey;
  readonly starts: number;
  readonly ends: number | null;
  readonly opens: number | null;
  readonly closes: number | null;
  readonly capacity: number;
  readonly quota?: { readonly seats: number; readonly period: 'week' | 'month' | 'all' };
}

/** One season: when the clock begins and ends, and how much happens. Days are Paris days. */
export interface Plan {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly perWeek: number;
  readonly perDay: number;
  /** Without quiet hours: own hours alone count. */
  readonly loud?: boolean;
}

export const PLANS = {
  short: { name: 'october', from: '2026-10-16', to: '2026-10-30', perWeek: 5, perDay: 6 },
  full: { name: 'whole', from: '2026-09-21', to: '2027-04-08', perWeek: 4, perDay: 8 },
  loud: { name: 'march without quiet hours', from: '2027-03-17', to: '2027-04-02', perWeek: 4, perDay: 5, loud: true },
} as const satisfies Record<string, Plan>;

const usual = ['20:00', '19:30', '14:30', '10:00', '21:00', '15:00', '18:15', '20:45', '11:00'] as const;
const plain = { ends: null, opens: null, closes: null } as const;

/** Evenings and matinées, some each week; small houses, so that people wait. */
function* weekly(plan: Plan, random: Random): Generator<Planned> {
  for (let monday = plusDays(plan.from, 3); monday < plan.to; monday = plusDays(monday, 7)) {
    for (let n = 0; n < plan.perWeek; n += 1) {
      const place = random.one(PLACES) ?? PLACES[0];
      const clock = random.one(usual) ?? '20:00';
      const starts = clockAt(plusDays(monday, random.below(7)), clock, place.zone);
      // Some end after midnight, a few after their morning; a few close later than is usual, or never let one structure have all.
      const length = random.one([null, null, 2 * HOUR, 3.5 * HOUR, 13 * HOUR]) ?? null;
      yield {
        place: place.key, starts, ends: length === null ? null : starts + length, opens: null, closes: random.happens(0.15) ? starts - (1 + random.below(30)) * HOUR : null, capacity: 1 + random.below(5),
        ...(random.happens(0.15) ? { quota: { seats: 2, period: random.one(['week', 'month', 'all'] as const) ?? 'all' } } : {}),
      };
    }
  }
}

/** Beginnings and closings where the calendar is hardest. */
const HARD: readonly (readonly [day: string, clock: string, place: PlaceKey])[] = [
  ['2026-10-25', '02:30', 'theatre'], ['2026-10-25', '15:00', 'salle'], ['2026-10-26', '20:00', 'theatre'], ['2026-10-27', '02:30', 'salle'], ['2026-10-27', '09:00', 'theatre'],
  ['2026-12-31', '20:00', 'theatre'], ['2027-01-01', '15:00', 'salle'], ['2027-01-02', '20:00', 'theatre'], ['2027-01-03', '18:00', 'salle'], ['2027-01-04', '20:00', 'theatre'],
  ['2027-03-28', '02:30', 'theatre'], ['2027-03-28', '16:00', 'salle'], ['2027-03-29', '20:00', 'theatre'], ['2027-03-30', '02:30', 'salle'], ['2027-03-30', '09:00', 'theatre'],
  ['2026-10-24', '20:00', 'martinique'], ['2026-10-25', '10:00', 'reunion'], ['2027-03-27', '20:00', 'martinique'], ['2027-03-28', '10:00', 'reunion'],
];

/** Late ones (A5): from noon for the same evening, from the eve for a morning, each closing within hours of the beginning. */
function* late(plan: Plan): Generator<Planned> {
  for (let day = plusDays(plan.from, 6); day < plusDays(plan.to, -3); day = plusDays(day, 10)) {
    const [tonight, morning] = [clockAt(day, '20:00', PARIS), clockAt(plusDays(day, 2), '10:00', PARIS)];
    yield { place: 'salle', starts: tonight, ends: null, opens: clockAt(day, '12:00', PARIS), closes: tonight - HOUR, capacity: 4 };
    yield { place: 'theatre', starts: morning, ends: null, opens: clockAt(plusDays(day, 1), '18:00', PARIS), closes: morning - HOUR, capacity: 3 };
  }
}

/** All performances of a season, in the order of their beginnings. */
export function programmeOf(plan: Plan, random: Random): Planned[] {
  const within = ({ starts }: Planned): boolean => dayOf(starts, PARIS) > plusDays(plan.from, 1) && dayOf(starts, PARIS) < plan.to;
  const hard = HARD.map(([day, clock, place]): Planned => ({ place, starts: clockAt(day, clock, zoneOf(place)), ...plain, capacity: 3 }));
  // The repeated hour has a second half past two.
  const second = { ...plain, place: 'salle', starts: clockAt('2026-10-25', '02:30', PARIS) + HOUR, capacity: 2 } as const;
  return [...weekly(plan, random), ...hard, second, ...late(plan)].filter(within).sort((a, b) => a.starts - b.starts);
}

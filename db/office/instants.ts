import { closingOf, monthOf, openingOf, releaseOf, weekOf } from '../../core/domain/time.ts';
import type { Programme } from '../../core/ports.ts';
import { Refused } from './counter.ts';

/**
 * The columns that say when (A5–A7). Unlike an import, which takes what a source says, whoever writes here is told.
 * @throws Refused for a date that nobody could book, or that has been
 */
export function checkedInstants(
  when: { startsAt: Date; endsAt: Date | null; opensGiven: Date | null; closesGiven: Date | null }, zone: string, rules: Programme, now: Date,
): { starts_at: Date; ends_at: Date | null; zone: string; week: string; month: string; opens_given: Date | null; closes_given: Date | null; opens_at: Date; closes_at: Date; release_at: Date } {
  const { startsAt, endsAt, opensGiven, closesGiven } = when;
  if (startsAt <= now) throw new Refused('start_past');
  if (endsAt !== null && endsAt <= startsAt) throw new Refused('end_before_start');
  if (closesGiven !== null && closesGiven > startsAt) throw new Refused('closing_after_start');
  const [opensAt, closesAt] = [opensGiven ?? openingOf(startsAt, zone, rules), closesGiven ?? closingOf(startsAt, zone, rules)];
  if (opensAt >= closesAt) throw new Refused('opening_after_closing');
  return {
    starts_at: startsAt, ends_at: endsAt, zone, week: weekOf(startsAt, zone), month: monthOf(startsAt, zone), opens_given: opensGiven, closes_given: closesGiven,
    opens_at: opensAt, closes_at: closesAt, release_at: releaseOf(opensAt, closesAt, rules),
  };
}

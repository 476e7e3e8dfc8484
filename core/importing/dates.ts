import { DateTime } from 'luxon';
import { folded, line } from './text.ts';

/**
 * Dates and times as people write them in tables and as APIs give them. Day before month throughout (French);
 * a date that does not exist (31/02) is not moved to one that does. Nothing here throws.
 */

export interface Day {
  year: number;
  month: number;
  day: number;
}

export interface Hour {
  hour: number;
  minute: number;
}

/** What was read: a day and, if it was there, a time of day; or an instant, where an offset was written. */
export type Read = { day: Day; hour?: Hour } | { instant: Date };

const MONTHS = new Map(
  ['janvier', 'fevrier', 'mars', 'avril', 'mai', 'juin', 'juillet', 'aout', 'septembre', 'octobre', 'novembre', 'decembre']
    .flatMap((name, i) => [[name, i + 1], [name.slice(0, 3), i + 1], [name.slice(0, 4), i + 1]] as const)
    .filter(([name]) => name !== 'jui')
    .concat([['january', 1], ['february', 2], ['feb', 2], ['march', 3], ['april', 4], ['apr', 4], ['may', 5], ['june', 6], ['jun', 6], ['july', 7], ['jul', 7], ['august', 8], ['aug', 8], ['september', 9], ['october', 10], ['november', 11], ['december', 12], ['dec', 12]]),
);

/** Days since 30 December 1899 (ECMA-376 18.17.4.1, the 1900 date system): 20,000 is 1954, 80,000 is 2119. */
const isSerial = (n: number): boolean => n >= 20_000 && n < 80_000;
const EPOCH_1899 = Date.UTC(1899, 11, 30);

/** A date, with its time of day or offset if there is one. */
export function readDate(cell: unknown): Read | undefined {
  if (cell instanceof Date) return ofWallClock(cell);
  if (typeof cell === 'number') return isSerial(cell) ? ofWallClock(new Date(EPOCH_1899 + Math.round(cell * 1_440) * 60_000)) : undefined;
  const text = line(cell, 120);
  if (text === undefined) return undefined;
  if (/^\d{5}([.,]\d{1,15})?$/.test(text)) return readDate(Number(text.replace(',', '.')));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](.+))?$/i.exec(text);
  if (iso !== null) {
    if (/[T ]\d.*(Z|[+-]\d{2}:?\d{2})$/i.test(text)) return ofIso(text);
    return dayAnd(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso[4]);
  }
  const french = /^(?:le )?(?:\p{L}{2,9}\.?,? )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:,? (.+))?$/u.exec(text);
  if (french !== null) return dayAnd(century(french[3]), Number(french[2]), Number(french[1]), french[4]);
  const words = /^(?:le )?(?:\p{L}{2,9}\.?,? )?(\d{1,2})(?:er|ER)? (\p{L}{3,9})\.? (\d{4})(?:,? (.+))?$/u.exec(text);
  if (words === null) return undefined;
  const month = MONTHS.get(folded(words[2] ?? ''));
  return month === undefined ? undefined : dayAnd(Number(words[3]), month, Number(words[1]), words[4]);
}

/** '20h', '20h30', '20 h 30', '20:30', '20:30:00', 'à 8:30 pm', 'minuit', 0.854 (of a day). */
export function readHour(cell: unknown): Hour | undefined {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? undefined : hourOf(cell.getUTCHours(), cell.getUTCMinutes());
  if (typeof cell === 'number') {
    const minutes = Math.round((cell % 1) * 1_440);
    return cell >= 0 && cell < 1 ? hourOf(Math.floor(minutes / 60), minutes % 60) : undefined;
  }
  const text = line(cell, 40)?.toLowerCase().replace(/^(?:[aà]|vers|de|at) /, '');
  if (text === undefined) return undefined;
  if (text === 'midi' || text === 'noon') return hourOf(12, 0);
  if (text === 'minuit') return hourOf(0, 0);
  const parts = /^(\d{1,2}) ?(?:[h:.] ?(\d{2})?(?::\d{2}(?:\.\d{1,9})?)?)? ?(?:min|mn|heures?)? ?(am|pm)?$/.exec(text);
  if (parts === null || (/^\d+$/.test(text))) return undefined;
  const twelve = parts[3] === undefined ? 0 : parts[3] === 'pm' && parts[1] !== '12' ? 12 : parts[3] === 'am' && parts[1] === '12' ? -12 : 0;
  return hourOf(Number(parts[1]) + twelve, Number(parts[2] ?? 0));
}

/** Minutes of '1h30', '90 min', '1 h', 90; undefined beyond a day. */
export function readDuration(cell: unknown): number | undefined {
  if (cell instanceof Date) return cell.getUTCHours() * 60 + cell.getUTCMinutes() || undefined;
  const text = line(cell, 40)?.toLowerCase();
  const hours = text === undefined ? null : /^(\d{1,2}) ?(?:h|heures?|:) ?(?:(\d{1,2}) ?(?:min|mn|minutes)?)?$/.exec(text);
  const alone = text === undefined ? null : /^(\d{1,4}) ?(?:min|mn|minutes|')?$/.exec(text);
  const minutes = hours !== null ? Number(hours[1]) * 60 + Number(hours[2] ?? 0) : alone !== null ? Number(alone[1]) : NaN;
  return minutes > 0 && minutes <= 1_440 ? minutes : undefined;
}

/**
 * The instant of a local day and time. In the hour that spring leaves out the clock shows one hour later
 * (`shifted`); in the hour that autumn repeats it is the first: as in `core/domain/time.ts`.
 */
export function instantOf(day: Day, hour: Hour, zone: string): { at: Date; shifted: boolean } {
  const local = DateTime.fromObject({ ...day, ...hour }, { zone });
  const first = Math.min(...local.getPossibleOffsets().map((one) => one.toMillis()));
  return { at: new Date(first), shifted: local.hour !== hour.hour || local.minute !== hour.minute };
}

/** The first time from `after` on that the local clock shows `hour`: a show from 22:00 to 00:30 ends the next day. */
export function nextTime(after: Date, hour: Hour, zone: string): Date {
  const today = DateTime.fromJSDate(after, { zone });
  const on = (local: DateTime): Date => instantOf({ year: local.year, month: local.month, day: local.day }, hour, zone).at;
  return on(today) >= after ? on(today) : on(today.plus({ days: 1 }));
}

/** The first instant of the local day after `day`. */
export function endOf(day: Day, zone: string): Date {
  return DateTime.fromObject({ ...day }, { zone }).plus({ days: 1 }).startOf('day').toJSDate();
}

/** An instant out of JSON: with its offset ('…+02:00', '…Z'), or in `zone` where none is written. */
export function readInstant(value: unknown, zone: string): Date | undefined {
  const read = typeof value === 'string' ? readDate(value) : undefined;
  if (read === undefined) return undefined;
  if ('instant' in read) return read.instant;
  return read.hour === undefined ? undefined : instantOf(read.day, read.hour, zone).at;
}

/** Neither a typing error of a century nor the year 9999 that stands for 'no end'. */
export const isPlausible = (at: Date): boolean => at.getUTCFullYear() >= 2000 && at.getUTCFullYear() < 2100;

/** A wall clock that a spreadsheet keeps in UTC fields; midnight sharp is a date without a time. */
function ofWallClock(cell: Date): Read | undefined {
  if (Number.isNaN(cell.getTime())) return undefined;
  const day = dayOf(cell.getUTCFullYear(), cell.getUTCMonth() + 1, cell.getUTCDate());
  const [hour, minute] = [cell.getUTCHours(), cell.getUTCMinutes()];
  return day === undefined ? undefined : hour === 0 && minute === 0 ? { day } : { day, hour: { hour, minute } };
}

function ofIso(text: string): Read | undefined {
  const at = DateTime.fromISO(text.replace(' ', 'T'), { setZone: true });
  return at.isValid ? { instant: at.toJSDate() } : undefined;
}

function dayAnd(year: number, month: number, day: number, rest: string | undefined): Read | undefined {
  const date = dayOf(year, month, day);
  if (date === undefined || rest === undefined) return date === undefined ? undefined : { day: date };
  const hour = readHour(rest);
  return hour === undefined ? undefined : { day: date, hour };
}

function dayOf(year: number, month: number, day: number): Day | undefined {
  return DateTime.utc(year, month, day).isValid ? { year, month, day } : undefined;
}

const hourOf = (hour: number, minute: number): Hour | undefined =>
  hour >= 0 && hour < 24 && minute >= 0 && minute < 60 ? { hour, minute } : undefined;

/** '26' is 2026; nothing in an offer is of the last century. */
const century = (year = ''): number => (year.length === 2 ? 2000 + Number(year) : Number(year));


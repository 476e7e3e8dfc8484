import { DateTime } from 'luxon';
import { plural, type Lang } from './plural.ts';

/**
 * Dates and hours as people say them (X7): in full with the weekday the first time, short after.
 * `zone` is always the venue's (IANA name): a show on Réunion is announced in Réunion's time, wherever the
 * reader sits. Every function throws `RangeError` on an unknown zone or an invalid date.
 *
 * The names stand here rather than coming from ICU, whose abbreviations change between releases of Node.
 * Spaces are plain ones, also inside '20 h' where French typography wants one that does not break: these
 * texts are searched, copied and compared by people and scripts, and a narrow chat bubble breaks anyway.
 */

const DAYS = {
  fr: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
} as const;
const SHORT_DAYS = {
  fr: ['lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.', 'dim.'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const;
const MONTHS = {
  fr: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
} as const;
const SHORT_MONTHS = {
  fr: ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
} as const;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Beyond this the same day and month may mean another season: the year is said. */
const OTHER_SEASON = 300 * DAY;

function local(at: Date, zone: string): DateTime<true> {
  const here = DateTime.fromJSDate(at, { zone });
  if (!here.isValid) throw new RangeError(`no local time in ${zone}: ${here.invalidReason}`);
  return here;
}

/** Nth of a list whose length is known: weekdays and months count from 1. */
const nth = (names: readonly string[], n: number): string => names[n - 1] ?? '';

const dayNumber = (day: number, lang: Lang): string => (lang === 'fr' && day === 1 ? '1er' : String(day));

/** 'samedi 28 novembre', 'mardi 1er décembre'; with its year when `now` is given and more than 300 days away. */
export function dayFull(at: Date, zone: string, lang: Lang, now?: Date): string {
  const here = local(at, zone);
  const far = now !== undefined && Math.abs(at.getTime() - now.getTime()) > OTHER_SEASON;
  const words = [nth(DAYS[lang], here.weekday), dayNumber(here.day, lang), nth(MONTHS[lang], here.month)];
  return [...words, ...(far ? [String(here.year)] : [])].join(' ');
}

/**
 * '20 h', '18 h 30', '9 h 05'; midnight is '0 h', since 'minuit' leaves open which night is meant.
 * English: '8 pm', '6:30 pm', 'noon', 'midnight' ('12 am' is misread).
 */
export function hour(at: Date, zone: string, lang: Lang): string {
  const { hour: h, minute: m } = local(at, zone);
  const minutes = String(m).padStart(2, '0');
  if (lang === 'fr') return m === 0 ? `${h} h` : `${h} h ${minutes}`;
  if (m === 0 && h % 12 === 0) return h === 0 ? 'midnight' : 'noon';
  return `${h % 12 === 0 ? 12 : h % 12}${m === 0 ? '' : `:${minutes}`} ${h < 12 ? 'am' : 'pm'}`;
}

/** 'samedi 28 novembre à 20 h', 'Saturday 28 November at 8 pm'; with the year more than 300 days from `now`. */
export function whenFull(at: Date, zone: string, lang: Lang, now: Date): string {
  return `${dayFull(at, zone, lang, now)} ${lang === 'fr' ? 'à' : 'at'} ${hour(at, zone, lang)}`;
}

/** 'sam. 28 nov. 20 h', 'Sat 28 Nov 8 pm': after the date has been said in full once. */
export function whenShort(at: Date, zone: string, lang: Lang): string {
  const here = local(at, zone);
  return `${nth(SHORT_DAYS[lang], here.weekday)} ${dayNumber(here.day, lang)} ${nth(SHORT_MONTHS[lang], here.month)} ${hour(at, zone, lang)}`;
}

/** Hours from one to another, '10 h–13 h'. The day is not said. */
export function range(from: Date, to: Date, zone: string, lang: Lang): string {
  return `${hour(from, zone, lang)}–${hour(to, zone, lang)}`;
}

/** "aujourd'hui" or 'demain' where `at` falls on that local day, else nothing. */
export function relativeDay(at: Date, now: Date, zone: string, lang: Lang): string | undefined {
  const day = local(at, zone).toISODate();
  const today = local(now, zone);
  if (day === today.toISODate()) return lang === 'fr' ? "aujourd'hui" : 'today';
  if (day === today.plus({ days: 1 }).toISODate()) return lang === 'fr' ? 'demain' : 'tomorrow';
  return undefined;
}

/**
 * 'dans 5 minutes', 'dans 22 heures', 'dans 6 jours': minutes below an hour, hours below two days, then days.
 * Rounded down, so that a deadline never sounds further away than it is; a day may miss the hour that the
 * change of the clock takes away, or six days from now at the same time would read 'dans 5 jours' in March.
 * What is over, or due this minute, is 'maintenant'.
 */
export function inHowLong(from: Date, to: Date, lang: Lang): string {
  const left = to.getTime() - from.getTime();
  if (Number.isNaN(left)) throw new RangeError('not a date');
  const say = (n: number, fr: readonly [string, string], en: readonly [string, string]): string =>
    lang === 'fr' ? `dans ${n} ${plural(n, ...fr)}` : `in ${n} ${plural(n, ...en, 'en')}`;
  if (left < MINUTE) return lang === 'fr' ? 'maintenant' : 'now';
  if (left < HOUR) return say(Math.floor(left / MINUTE), ['minute', 'minutes'], ['minute', 'minutes']);
  if (left < 2 * DAY) return say(Math.floor(left / HOUR), ['heure', 'heures'], ['hour', 'hours']);
  return say(Math.floor((left + HOUR) / DAY), ['jour', 'jours'], ['day', 'days']);
}

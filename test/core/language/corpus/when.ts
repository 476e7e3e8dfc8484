/**
 * Stretches of local time as the sentences expect them: '2026-11-21T18:00/2026-11-22T00:00 hour', end excluded.
 * Days are written 'MM-DD' for 2026, the year of the corpus, or in full. The hours of the parts of the day are the contract's.
 */
const full = (day: string): string => (day.length === 5 ? `2026-${day}` : day);
const later = (day: string, days: number): string => new Date(Date.parse(`${full(day)}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const two = (n: number): string => String(n).padStart(2, '0');
const at = (day: string, hour: number): string => (hour < 24 ? `${full(day)}T${two(hour)}:00` : `${later(day, 1)}T${two(hour - 24)}:00`);

export const day = (date: string): string => `${full(date)}T00:00/${later(date, 1)}T00:00 day`;
/** From the first to the last day, both included. */
export const days = (first: string, last: string): string => `${full(first)}T00:00/${later(last, 1)}T00:00 day`;
export const weekend = (saturday: string): string => days(saturday, later(saturday, 1));
export const week = (monday: string): string => `${full(monday)}T00:00/${later(monday, 7)}T00:00 week`;
export const month = (first: string): string => {
  const [year = 0, number = 0] = full(first).split('-').map(Number);
  return `${full(first)}T00:00/${number === 12 ? year + 1 : year}-${two((number % 12) + 1)}-01T00:00 month`;
};

/** 24 and above is the next day. */
export const hours = (date: string, from: number, to: number): string => `${at(date, from)}/${at(date, to)} hour`;
export const hour = (date: string, from: number): string => hours(date, from, from + 1);
export const minute = (date: string, time: string): string => {
  const start = Date.parse(`${full(date)}T${time}Z`);
  return `${full(date)}T${time}/${new Date(start + 60_000).toISOString().slice(0, 16)} minute`;
};
export const morning = (date: string): string => hours(date, 4, 12);
export const noon = (date: string): string => hour(date, 12);
export const afternoon = (date: string): string => hours(date, 12, 19);
export const evening = (date: string): string => hours(date, 18, 24);
export const night = (date: string): string => hours(date, 22, 30);

/** 'à partir du 7 décembre': no end. */
export const onwards = (date: string): string => `${full(date)}T00:00/… day`;
/** 'avant le 5 décembre': from now to it. */
export const before = (now: string, date: string): string => `${now}/${full(date)}T00:00 day`;

/**
 * Strings from outside, made safe to store and to show: no control character (PostgreSQL refuses U+0000), no
 * half of a surrogate pair, no invisible mark that reorders what is read (Trojan Source, CVE-2021-42574), a
 * bounded length. Everything here takes any value and never throws.
 */

/** More than this of one field is never looked at; the longest in 400 real records is 5,705. */
const LOOKED_AT = 200_000;

// C0 and C1 but tab, newline and carriage return; zero-width; line separators; bidirectional overrides and isolates.
 
const UNWANTED = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g;

/** The text of a string, number or boolean, safe and in NFC, newlines kept; undefined when there is none. */
export function safe(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value).slice(0, LOOKED_AT).toWellFormed().replace(UNWANTED, '').normalize('NFC').trim();
  return text === '' ? undefined : text;
}

/** Cut at a word if one ends near, with an ellipsis; `max` counts UTF-16 units and holds for the result. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '');
  const space = head.lastIndexOf(' ');
  return `${(space > max * 0.8 ? head.slice(0, space) : head).trimEnd()}…`;
}

/** One line: white space folded, at most `max` characters. */
export function line(value: unknown, max = 300): string | undefined {
  const text = safe(value)?.replace(/\s+/g, ' ').trim();
  return text === undefined || text === '' ? undefined : cut(text, max);
}

/** For comparing: lower case, no accents, only letters and digits with single spaces between. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** An http(s) address in full, or undefined: `javascript:`, `data:`, passwords and the like are no addresses of ours. */
export function webAddress(value: unknown): string | undefined {
  const text = safe(value);
  if (text === undefined || text.length > 2_000 || /\s/.test(text)) return undefined;
  const full = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  const url = URL.parse(full);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  if (url.username !== '' || url.password !== '' || !url.hostname.includes('.')) return undefined;
  return url.href;
}

/** A telephone number as written: 6 to 15 digits (E.164), at most 40 characters. */
export function phone(value: unknown): string | undefined {
  const text = line(value, 200);
  if (text === undefined || text.length > 40) return undefined;
  const digits = text.replace(/\D/g, '').length;
  return digits >= 6 && digits <= 15 ? text : undefined;
}

/** A number; also '48,85' and '1 200'. */
export function number(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const text = line(value, 40)?.replace(/\s/g, '').replace(',', '.');
  return text !== undefined && /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}

/** SAINT-PAUL-LÈS-ROMANS → Saint-Paul-lès-Romans; what has small letters already is left alone. */
export function cityName(value: unknown): string | undefined {
  const text = line(value, 100)?.replace(/\s+cedex(\s+\d+)?$/i, '');
  if (text === undefined || text !== text.toUpperCase()) return text;
  return text
    .toLowerCase()
    .replace(/\p{L}+/gu, (word, at: number) =>
      at > 0 && SMALL.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1));
}

const SMALL = new Set(['d', 'l', 'de', 'du', 'des', 'la', 'le', 'les', 'lès', 'lez', 'en', 'et', 'sur', 'sous', 'aux', 'au', 'à']);

type Loose<T> = { [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] };

/** The same object without its undefined fields: what is not known is absent. */
export function known<T extends object>(fields: Loose<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

import { randomBytes, randomInt } from 'node:crypto';
import type { Ids } from './ports.ts';

/** uuidv7 (RFC 9562): milliseconds, then random, so that rows of one time lie together. */
export function uuid7(ms: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(ms, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * An invitation's number: nine digits in threes, easy to say on the telephone ('482 130 572').
 * Unique per operator by an index; a clash (one in a thousand at a million) runs the transaction again.
 */
export const invitationNumber = (): string => String(randomInt(100_000_000, 1_000_000_000));

/** The number as it is read out. */
export const spoken = (number: string): string => number.replace(/(\d{3})(?=\d)/g, '$1 ');

/** Letters and digits that cannot be taken for one another, for codes that people copy (A2). */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** A2: how long a linking code can be used. */
export const CODE_HOURS = 48;

/** A one-time linking code: 8 characters, 10^11.8 of them, in two groups. */
export const linkCode = (): string => {
  const letters = Array.from({ length: 8 }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
};

/** The code that these bytes (at least 16) stand for: the same again for the same bytes. */
export function codeFrom(bytes: Buffer): string {
  let left = bytes.readBigUInt64BE(0) * 2n ** 64n + bytes.readBigUInt64BE(8);
  const letters = Array.from({ length: 8 }, () => {
    const letter = CODE_ALPHABET[Number(left % BigInt(CODE_ALPHABET.length))];
    left /= BigInt(CODE_ALPHABET.length);
    return letter;
  }).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** Whether somebody has typed nothing but a code. A name of eight letters looks like one. */
export const looksLikeCode = (typed: string): boolean => /^\s*[0-9A-Z]{4}[\s-]?[0-9A-Z]{4}\s*$/i.test(typed);

/** Whether it is meant as a code, copied right or not: six to twelve letters and digits, and no word. */
export const mayBeCode = (typed: string): boolean => /^[0-9A-Z\s-]{6,20}$/i.test(typed.trim()) && /^[0-9A-Z]{6,12}$/.test(bareCode(typed)) && (/\d/.test(typed) || /^\s*[0-9A-Z]{4}-[0-9A-Z]{4}\s*$/i.test(typed));

/** The code as stored: what people add or lose when copying does not matter. */
export const bareCode = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '').slice(0, 64);

// Ids read the machine's time: they order rows, no rule depends on them.
// eslint-disable-next-line no-restricted-syntax
export const systemIds: Ids = { uuid: () => uuid7(Date.now()), number: invitationNumber };

/** The number of an invitation as people type it: '482 130 572', 'n° 482130572', 'invitation 482.130.572'. Undefined: the text is none. */
export function readNumber(text: string): string | undefined {
  const [, a, b, c] = /^\s*(?:(?:le|la|mon|son)\s+)?(?:(?:l['’])?invitation\s*)?(?:(?:n[°ºo]?|num[ée]ro|no\.?|number)\s*)?:?\s*(\d{3})[\s.\u00a0\u202f-]?(\d{3})[\s.\u00a0\u202f-]?(\d{3})\s*[?.]?\s*$/iu.exec(text) ?? [];
  return c === undefined ? undefined : `${a}${b}${c}`;
}

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

/** A one-time linking code: 8 characters, 10^11.8 of them, in two groups. */
export const linkCode = (): string => {
  const letters = Array.from({ length: 8 }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
};

/** The code as stored: what people add or lose when copying does not matter. */
export const bareCode = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '').slice(0, 64);

// Ids read the machine's time: they order rows, no rule depends on them.
// eslint-disable-next-line no-restricted-syntax
export const systemIds: Ids = { uuid: () => uuid7(Date.now()), number: invitationNumber };

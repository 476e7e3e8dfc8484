import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The keyed check in an invitation's QR, `/v/NUMBER.MAC` (A9): numbers are nine digits and could be tried one
 * after the other; without the key nobody makes a MAC that goes with one. 12 signs of 5 bits: 60 bits.
 */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 12;

/** @param key at least 32 bytes, for this purpose alone. `operator`: numbers are unique within one. */
export function invitationMac(key: Buffer, operator: string, number: string): string {
  if (key.length < 32) throw new RangeError('a key of at least 32 bytes');
  const digest = createHmac('sha256', key).update(`invitation\0${operator}\0${number}`).digest();
  // 32 divides 256: each sign is equally likely.
  return Array.from(digest.subarray(0, LENGTH), (byte) => SIGNS.charAt(byte % SIGNS.length)).join('');
}

/** Whether the MAC goes with the number, in constant time; small letters count as capitals. */
export function macMatches(key: Buffer, operator: string, number: string, mac: string): boolean {
  const expected = Buffer.from(invitationMac(key, operator, number));
  const given = Buffer.from(mac.toUpperCase());
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** '482130572.K7Q2…' as it stands in the path; nothing where it has another shape. */
export function readVerification(path: string): { number: string; mac: string } | undefined {
  const found = /^(\d{9})\.([2-9A-HJ-NP-Za-hj-np-z]{12})$/u.exec(path);
  return found?.[1] === undefined || found[2] === undefined ? undefined : { number: found[1], mac: found[2] };
}

/** What the QR opens. @param base the public address, with or without a slash at its end. */
export const verificationUrl = (base: string, key: Buffer, operator: string, number: string): string =>
  `${base.replace(/\/+$/u, '')}/v/${number}.${invitationMac(key, operator, number)}`;

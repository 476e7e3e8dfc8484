import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request older than this, or from so far ahead, is somebody's copy. */
const SKEW_S = 5 * 60;

/**
 * Whether Slack signed it: `v0=` and the HMAC-SHA256 of `v0:TIMESTAMP:BODY`, compared in constant time. `now` in ms. Our own, since
 * Bolt's takes a timestamp of any future.
 */
export function isSigned({ secret, timestamp, signature, body, now }: { secret: string; timestamp: unknown; signature: unknown; body: Buffer; now: number }): boolean {
  if (typeof timestamp !== 'string' || typeof signature !== 'string' || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1_000 - Number(timestamp)) > SKEW_S) return false;
  const given = Buffer.from(signature);
  const expected = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

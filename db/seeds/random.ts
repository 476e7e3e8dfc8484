import { createHash } from 'node:crypto';
import type { Ids } from '../../core/ports.ts';

/**
 * Ids and invitation numbers that are the same for the same seed: uuidv7 in shape, carrying `at`, and rising in the
 * order they were asked for (4,096 of them a millisecond), as real ones do. Sealing and keys stay random.
 */
export function seededIds(seed: string, at: Date): Ids {
  let asked = 0;
  const used = new Set<string>();
  const bytesOf = (purpose: string, n: number): Buffer => createHash('sha256').update(`guichet ${purpose} ${seed} ${at.toISOString()} ${n}`).digest();
  return {
    uuid() {
      asked += 1;
      const bytes = bytesOf('uuid', asked).subarray(0, 16);
      bytes.writeUIntBE(at.getTime() + Math.floor(asked / 0x1000), 0, 6);
      bytes.writeUInt16BE(0x7000 | (asked & 0xfff), 6);
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      const hex = bytes.toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
    },
    number() {
      for (let n = used.size; ; n += 1) {
        const number = String(100_000_000 + (bytesOf('number', n).readUInt32BE(0) % 900_000_000));
        if (used.has(number)) continue;
        used.add(number);
        return number;
      }
    },
  };
}

import { isIPv6 } from 'node:net';

/** Tries of one place that are looked at together: a burst of guesses gets hardly past the limit, and an office is not held up. */
const ABREAST = 4;

/**
 * Where a try comes from: the address; of an IPv6 address its first half, because whoever has one has the
 * 2^64 addresses of that half.
 */
export function placeOf(address: string): string {
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (v4 !== undefined || !isIPv6(address)) return v4 ?? address;
  const [head = '', tail] = address.replace(/%.*$/, '').toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? before : [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0'), ...after];
  return `${groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/64`;
}

/** Lets few at a time of one key through, in the order in which they came. */
export function turnstile(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const inside = new Map<string, { n: number; waiting: (() => void)[] }>();
  return async (key, work) => {
    const gate = inside.get(key) ?? { n: 0, waiting: [] };
    inside.set(key, gate);
    if (gate.n >= ABREAST) await new Promise<void>((resolve) => gate.waiting.push(resolve));
    else gate.n += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next in line, or is free.
      const next = gate.waiting.shift();
      if (next !== undefined) next();
      else if ((gate.n -= 1) === 0) inside.delete(key);
    }
  };
}

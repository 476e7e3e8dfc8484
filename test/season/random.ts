/** Chance that is the same for the same seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: string) {
    this.#state = Buffer.from(seed).reduce((sum, byte) => Math.imul(sum ^ byte, 2_654_435_761), 0x9e3779b9) >>> 0;
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** From 0 to below n. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** Happens so often. */
  happens(chance: number): boolean {
    return this.next() < chance;
  }

  one<T>(of: readonly T[]): T | undefined {
    return of[this.below(of.length)];
  }

  some<T>(of: readonly T[], n: number): T[] {
    const left = [...of];
    return Array.from({ length: Math.min(n, left.length) }, () => left.splice(this.below(left.length), 1)).flat();
  }
}

import type { Fault } from './compare.ts';
import type { Played } from './season.ts';

/**
 * What a season has found and is not mended yet, each as narrow as it can be told. Whoever mends one takes its entry out: the season
 * then holds the house to it.
 */
interface Known { readonly rule: string; readonly what: string; is(fault: Fault, played: Played): boolean }

export const KNOWN: readonly Known[] = [];

/** Faults that are known, by what they are, and those that are not. */
export function sorted(played: Played): { readonly known: ReadonlyMap<Known, number>; readonly faults: readonly Fault[] } {
  const known = new Map<Known, number>();
  const faults = played.faults.filter((fault) => {
    const entry = KNOWN.find((one) => one.is(fault, played));
    if (entry !== undefined) known.set(entry, (known.get(entry) ?? 0) + 1);
    return entry === undefined;
  });
  return { known, faults };
}

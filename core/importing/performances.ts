import { DateTime } from 'luxon';
import type { EventDraft, PerformanceDraft, Window } from './offer.ts';

/** 'uid@2025-03-12T19:00:00Z': the name of a performance whose source gives none. */
export function performanceId(eventId: string, startsAt: Date): string {
  return `${eventId}@${startsAt.toISOString().replace('.000Z', 'Z')}`;
}

export interface Kept {
  performances: PerformanceDraft[];
  window: Window;
  past: number;
  capped: number;
}

/**
 * The performances that begin at `from` or later, the first `cap` of them, by instant. What began before is not
 * offered any more, whatever an event of 784 timings remembers; the window says which stretch the rest speaks for.
 */
export function fromOn(all: readonly PerformanceDraft[], from: Date, cap = Infinity): Kept {
  const coming = all.filter((one) => one.startsAt >= from).sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const performances = coming.slice(0, cap);
  const next = coming[performances.length];
  return {
    performances,
    window: { from, ...(next !== undefined && { until: next.startsAt }) },
    past: all.length - coming.length,
    capped: coming.length - performances.length,
  };
}

/** What a sink knows of a performance from the last import. */
export interface KnownPerformance {
  externalId: string;
  startsAt: Date;
  cancelled: boolean;
}

export interface Paired<K extends KnownPerformance> {
  /** The same one at the same instant. */
  same: [K, PerformanceDraft][];
  /** The same one at another instant: seats are kept and holders told (A19). */
  moved: [K, PerformanceDraft][];
  created: PerformanceDraft[];
  /** In the window and not listed any more: cancelled. */
  withdrawn: K[];
}

/**
 * Which of the known performances each draft is. Catalogues name performances by their instant only, so that one
 * that moves looks like one withdrawn and another created, and everybody's seats would be lost. It is taken for the
 * same one where
 * - it alone left, and one alone arrived, on the same local day (20:00 became 20:30), or
 * - the source says 'rescheduled' and as many arrived as left: they are paired in order of time.
 * Anything else is withdrawn and created: a wrong pair would carry people to a show they did not choose.
 */
export function pairPerformances<K extends KnownPerformance>(
  known: readonly K[],
  event: Pick<EventDraft, 'performances' | 'rescheduled' | 'window'>,
  zone: string,
): Paired<K> {
  const byId = new Map(known.map((one) => [one.externalId, one]));
  const paired: Paired<K> = { same: [], moved: [], created: [], withdrawn: [] };
  const arrived: PerformanceDraft[] = [];
  for (const draft of event.performances) {
    const one = byId.get(draft.externalId);
    byId.delete(draft.externalId);
    if (one === undefined) arrived.push(draft);
    else if (one.startsAt.getTime() === draft.startsAt.getTime()) paired.same.push([one, draft]);
    else paired.moved.push([one, draft]);
  }
  const left = [...byId.values()].filter((one) => !one.cancelled && inWindow(one.startsAt, event.window)).sort(byStart);
  arrived.sort(byStart);

  const dayOf = (one: { startsAt: Date }): string => DateTime.fromJSDate(one.startsAt, { zone }).toISODate() ?? '';
  const [leftOn, arrivedOn] = [Map.groupBy(left, dayOf), Map.groupBy(arrived, dayOf)];
  const pair = (one: K, draft: PerformanceDraft): void => {
    paired.moved.push([one, draft]);
    left.splice(left.indexOf(one), 1);
    arrived.splice(arrived.indexOf(draft), 1);
  };
  for (const [day, [one, ...others]] of leftOn) {
    const [draft, ...more] = arrivedOn.get(day) ?? [];
    if (one !== undefined && draft !== undefined && others.length === 0 && more.length === 0) pair(one, draft);
  }
  if (event.rescheduled && left.length === arrived.length) {
    for (const one of [...left]) {
      const draft = arrived[0];
      if (draft !== undefined) pair(one, draft);
    }
  }
  return { ...paired, created: arrived, withdrawn: left };
}

const byStart = (a: { startsAt: Date }, b: { startsAt: Date }): number => a.startsAt.getTime() - b.startsAt.getTime();

const inWindow = (at: Date, window: Window | undefined): boolean =>
  window !== undefined && at >= window.from && (window.until === undefined || at < window.until);

import type { Applied, EventDraft, OfferSink, PerformanceDraft } from '../../core/importing/offer.ts';
import { pairPerformances } from '../../core/importing/performances.ts';

/**
 * The port of `core/importing` kept in memory, by the rules written there: for tests of what is handed over. What
 * PostgreSQL makes of it (seats, quotas, holders told) has tests of its own.
 */
export interface MemoryOffer extends OfferSink {
  readonly events: Map<string, EventDraft>;
  /** Each performance once, with the id it was created under. */
  readonly seats: Map<string, { id: string; performance: PerformanceDraft }[]>;
}

export function memoryOffer(): MemoryOffer {
  const events = new Map<string, EventDraft>();
  const seats: MemoryOffer['seats'] = new Map();
  const tally = () => ({ created: 0, changed: 0, same: 0, cancelled: 0 });

  function applyOne(event: EventDraft, applied: Applied): void {
    const key = `${event.source}/${event.externalId}`;
    const before = events.get(key);
    const nothing = event.cancelled || event.performances.length === 0;
    if (before === undefined && nothing) {
      applied.ignored += 1;
      return;
    }
    const known = (seats.get(key) ?? []).map((one) => ({ ...one, ...one.performance }));
    const paired = pairPerformances(known, event, event.venue.zone ?? 'Europe/Paris');
    const kept = [...paired.same, ...paired.moved].map(([one, draft]) => {
      if (draft.cancelled && !one.cancelled) applied.performances.cancelled += 1;
      else if (JSON.stringify(one.performance) === JSON.stringify(draft)) applied.performances.same += 1;
      else applied.performances.changed += 1;
      return { id: one.id, performance: draft };
    });
    const withdrawn = paired.withdrawn.map((one) => ({ id: one.id, performance: { ...one.performance, cancelled: true } }));
    applied.performances.cancelled += withdrawn.length;
    applied.performances.created += paired.created.length;
    const listed = new Set([...kept, ...withdrawn].map((one) => one.id));
    seats.set(key, [
      ...known.filter((one) => !listed.has(one.id)).map(({ id, performance }) => ({ id, performance })),
      ...kept,
      ...withdrawn,
      ...paired.created.map((performance) => ({ id: performance.externalId, performance })),
    ]);
    events.set(key, event);
    const facts = (draft: EventDraft): string => JSON.stringify({ ...draft, performances: undefined, window: undefined });
    if (before === undefined) applied.created += 1;
    else if (event.cancelled && !before.cancelled) applied.cancelled += 1;
    else if (facts(before) === facts(event)) applied.same += 1;
    else applied.changed += 1;
  }

  return {
    events,
    seats,
    apply: (drafts) => {
      const applied: Applied = { ...tally(), ignored: 0, performances: tally(), problems: [] };
      for (const event of drafts) applyOne(event, applied);
      return Promise.resolve(applied);
    },
  };
}

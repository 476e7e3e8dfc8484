import type { DueKind } from '../core/due.ts';
import type { Transaction } from './connection.ts';

/** What a performance makes due at its own instants, and the column that says when. */
const PLANNED = { opening: 'opens_at', release: 'release_at' } as const satisfies Partial<Record<DueKind, string>>;

/**
 * Keeps the timed work of performances true to their instants (A5, A6, A19): planned while it lies ahead, moved
 * when the instant moves (one that now lies in the past runs at once), dropped when the performance or its event is
 * cancelled or has begun. Work that has already run is not planned again by an instant that is past. For whoever
 * writes performances, in the transaction that does, in operator scope; the same call twice changes nothing.
 */
export async function schedulePerformance(trx: Transaction, operator: string, performanceIds: readonly string[], now: Date): Promise<void> {
  if (performanceIds.length === 0) return;
  const instants = Object.entries(PLANNED).map(([kind, column]) => `('${kind}', p.${column})`).join(', ');
  await trx.raw(`
    with subject as (
      select p.id, k.kind, k.kind || ':' || p.id as dedupe_key, k.due_at,
             p.cancelled_at is null and e.cancelled_at is null and p.starts_at > :now as live
        from performance p
        join event e on e.operator_id = p.operator_id and e.id = p.event_id
        cross join lateral (values ${instants}) k (kind, due_at)
       where p.operator_id = :operator and p.id = any (:ids)
    ), dropped as (
      delete from due d using subject s where d.operator_id = :operator and d.dedupe_key = s.dedupe_key and not s.live
    ), moved as (
      update due d set due_at = s.due_at, attempts = 0, not_before = null
        from subject s where d.operator_id = :operator and d.dedupe_key = s.dedupe_key and s.live and d.due_at <> s.due_at
    )
    insert into due (operator_id, id, kind, subject, due_at, dedupe_key)
    select cast(:operator as uuid), guichet_uuid(), kind, id, due_at, dedupe_key from subject where live and due_at > :now
     order by due_at, id on conflict (operator_id, dedupe_key) do nothing`,
  { operator, ids: [...performanceIds], now });
}

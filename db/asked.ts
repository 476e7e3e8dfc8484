import type { Account } from '../core/ports.ts';

/**
 * A condition on `seat s`: asked for by this account, or by somebody who is no referent there any more (referents_of, db/functions/own.sql).
 * Whoever is no referent sees none but their own (row-level security).
 */
export const askedFor = ({ role }: Account): string => (role !== 'referent' ? 'true' : `exists (
    select 1 from request r where r.operator_id = s.operator_id and r.id = s.request_id and (r.account_id = g_account() or not exists (
      select 1 from account a where a.operator_id = r.operator_id and a.id = r.account_id and a.structure_id = s.structure_id and a.role = 'referent' and a.removed_at is null)))`);

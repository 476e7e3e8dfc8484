import type { Ids } from '../core/ports.ts';
import type { Transaction } from './connection.ts';

/** Who did what to which row (X5): ids and codes, never a name. */
export interface AuditLine {
  readonly action: string;
  readonly subject: string | null;
  /** Programme time. */
  readonly at: Date;
  readonly account?: string | null;
  readonly structure?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Lines written in one statement. */
const BATCH = 500;

/** Writes lines of the audit log, in the transaction that does what they say. */
export async function record({ trx, ids }: { readonly trx: Transaction; readonly ids: Pick<Ids, 'uuid'> }, operator: string, ...lines: readonly AuditLine[]): Promise<void> {
  const written = lines.map(({ action, subject, at, account = null, structure = null, detail = {} }) => ({
    operator_id: operator, id: ids.uuid(), at, account_id: account, structure_id: structure, action, subject, detail: JSON.stringify(detail),
  }));
  // No batchInsert: it would put a savepoint around each line of a turn.
  for (let from = 0; from < written.length; from += BATCH) await trx('audit').insert(written.slice(from, from + BATCH));
}

import { fold } from '../core/language/fold.ts';
import { systemIds } from '../core/ids.ts';
import { systemClock } from './clock.ts';
import { row, rows, type Database } from './connection.ts';
import type { Keyring } from './keys.ts';
import { enter, retrying, withScope } from './scopes.ts';

/** Opérateur: who runs a programme. */
export interface Operator {
  readonly id: string;
  readonly name: string;
}

/** Every operator but the reception, by name. */
export const operators = (app: Database): Promise<Operator[]> =>
  rows<Operator>(app, `select id, name from operator where kind <> 'reception' order by name`);

/** The operator of this name (accents and case do not matter); without a name the only one there is. */
export function operatorNamed(all: readonly Operator[], name: string | undefined): Operator | undefined {
  if (name === undefined) return all.length === 1 ? all[0] : undefined;
  return all.find((one) => one.name === name) ?? all.find((one) => fold(one.name) === fold(name));
}

/**
 * The operator of this name, with a programme of the rules' default numbers and a key; made where they are missing.
 * `admin` may write operators. What a run that was cut left out is made by the next.
 */
export async function ensureOperator(admin: Database, app: Database, keys: Keyring, wanted: { name: string; zone: string }): Promise<Operator & { created: boolean }> {
  const { operator, created } = await retrying(() => admin.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(7405002)');
    const known = operatorNamed(await rows<Operator>(trx, `select id, name from operator where kind <> 'reception'`), wanted.name);
    const found = known ?? { id: systemIds.uuid(), name: wanted.name };
    if (known === undefined) await trx('operator').insert({ ...found, kind: 'solidarity' });
    return { operator: found, created: known === undefined };
  }));
  await withScope(app, { as: 'operator', operator: operator.id }, async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 7405002))', [operator.id]);
    await keys.key(trx, { operator: operator.id, structure: null });
    if ((await row(trx, 'select id from programme where operator_id = ?', [operator.id])) !== undefined) return;
    await trx('programme').insert({ operator_id: operator.id, id: systemIds.uuid(), name: 'Programme', zone: wanted.zone });
  });
  return { ...operator, created };
}

/**
 * The programme's time for a command beside the server: the machine's, or that of a test clock, which a command
 * reads and never moves. `configured`: where a test clock starts that nobody has started yet.
 */
export async function programmeTime(app: Database, configured: Date | undefined): Promise<Date> {
  if (configured === undefined) return systemClock.now();
  const stored = await retrying(() => app.transaction(async (trx) => {
    await enter(trx, { as: 'worker' });
    return row<{ now: Date | null }>(trx, 'select test_now() as now');
  }));
  return stored?.now ?? configured;
}

import { z } from 'zod';
import type { DemoAccount, Role } from '../../core/ports.ts';
import { unseal } from '../../core/sealing.ts';
import { row, rows, type Database, type Transaction } from '../connection.ts';
import { nobody } from '../context.ts';
import type { Keyring } from '../keys.ts';
import { programmeOf } from '../programme.ts';
import { retrying, withScope } from '../scopes.ts';
import { writeHouse, type Loading } from './structures.ts';
import { writeOutings } from './past.ts';
import { writeOffer } from './offer.ts';
import { seededIds } from './random.ts';
import type { Season } from './season.ts';
import { writeAsked, writeVenueAccounts } from './waiting.ts';
import { SEASONS } from './seasons.ts';

const ZONE = 'Europe/Paris';

/**
 * Loads the demo season into a database without operators other than the reception: ids, names, dates, numbers and
 * codes are the same for the same start instant. Each operator's part is one transaction: of two processes that start
 * at once the second waits for the first, and what a killed one left out is loaded by the next.
 * @returns whether anything was loaded; false when it is there already, or when there are operators of another kind
 */
export async function loadDemo(options: { admin: Database; app: Database; keys: Keyring; start: Date }): Promise<boolean> {
  const operators = await registered(options.admin, options.start);
  let loaded = false;
  for (const { season, operator } of operators) {
    const fresh = await withScope(options.app, { as: 'operator', operator }, async (trx) => {
      await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 7405002))', [operator]);
      if ((await row(trx, 'select id from programme where operator_id = ? limit 1', [operator])) !== undefined) return false;
      // Ids anew at each attempt: a transaction that is run again writes the same.
      const ids = seededIds(season.kind, options.start);
      await writeSeason({ trx, operator, keys: options.keys, ids, start: options.start, zone: ZONE }, season);
      return true;
    });
    loaded ||= fresh;
  }
  return loaded;
}

/** The operators of the demo, made by whichever process comes first; none beside operators of another kind. */
async function registered(admin: Database, start: Date): Promise<{ season: Season; operator: string }[]> {
  return retrying(() => admin.transaction(async (trx: Transaction) => {
    await trx.raw('select pg_advisory_xact_lock(7405002)');
    const there = await rows<{ id: string; name: string; demo: boolean }>(trx, `select id, name, demo from operator where kind <> 'reception'`);
    if (there.some(({ demo }) => !demo)) return [];
    if (there.length > 0) return SEASONS.flatMap((season) => there.filter(({ name }) => name === season.name).map(({ id }) => ({ season, operator: id })));
    const made = SEASONS.map((season) => ({ season, operator: seededIds(`operator ${season.kind}`, start).uuid() }));
    await trx('operator').insert(made.map(({ season, operator }) => ({ id: operator, name: season.name, kind: season.kind, demo: true })));
    return made;
  }));
}

async function writeSeason(loading: Loading, season: Season): Promise<void> {
  const { trx, operator, ids, zone } = loading;
  await trx('programme').insert({ operator_id: operator, id: ids.uuid(), name: season.programme, zone });
  const staff = await writeHouse(loading, season);
  // The defaults of the rules are the table's: read back.
  const rules = await programmeOf({ trx, account: nobody(operator) });
  const dates = await writeOffer(loading, season, rules);
  await writeVenueAccounts(loading, season, staff);
  await writeOutings(loading, season, staff, dates);
  await writeAsked(loading, season, staff, dates);
}

const shape = z.object({ first: z.string(), last: z.string(), code: z.string() }).loose();

/** The demo accounts, in the order in which the season has them; none when no operator is a demo. */
export async function demoAccounts(app: Database, keys: Keyring): Promise<DemoAccount[]> {
  const operators = await rows<{ id: string; name: string }>(app, 'select id, name from operator where demo order by kind desc, name, id');
  const accounts: DemoAccount[] = [];
  for (const operator of operators) {
    const own = await withScope(app, { as: 'operator', operator: operator.id }, async (trx) => {
      const found = await rows<{ id: string; role: Role; structure_id: string | null; structure: string | null; sealed: Buffer }>(trx, `
        select a.id, a.role, a.structure_id, s.name as structure, a.sealed
          from account a left join structure s on s.operator_id = a.operator_id and s.id = a.structure_id
         where a.operator_id = ? and a.removed_at is null and a.sealed is not null and exists (
                 select 1 from link_code l where l.operator_id = a.operator_id and l.account_id = a.id and l.reusable)
         order by a.id`, [operator.id]);
      const opened: DemoAccount[] = [];
      for (const { id, role, structure_id, structure, sealed } of found) {
        const key = await keys.key(trx, { operator: operator.id, structure: structure_id });
        const { first, last, code } = shape.parse(JSON.parse(unseal(key, sealed, id).toString('utf8')));
        opened.push({ id, name: `${first} ${last}`, role, structure, operator: operator.name, code });
      }
      return opened;
    });
    accounts.push(...own);
  }
  return accounts;
}

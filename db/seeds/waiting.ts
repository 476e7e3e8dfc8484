import { answeredBy } from '../../core/domain/decision.ts';
import { seal } from '../../core/sealing.ts';
import { lapse } from '../decisions.ts';
import { enter } from '../scopes.ts';
import type { Dated } from './offer.ts';
import type { AskedSeed, Season } from './season.ts';
import type { Loading, Staff } from './structures.ts';

const HOUR = 3_600_000;

/** Which venue an account stands for (A16); after the venues are there, in the operator's scope. */
export async function writeVenueAccounts({ trx, operator }: Loading, season: Season, staff: Staff): Promise<void> {
  await enter(trx, { as: 'operator', operator });
  for (const { key, venue } of season.accounts) {
    if (venue === undefined) continue;
    const found = await trx('venue').where({ operator_id: operator, external_id: `demo:${venue}` }).first<{ id: string } | undefined>('id');
    if (found === undefined) throw new Error(`no venue is called ${venue}`);
    await trx('account').where({ operator_id: operator, id: staff.accounts.get(key)?.id }).update({ venue_id: found.id });
  }
}

/** What waits for an answer at the start. Nobody is written to about it: pushes are about what happens from then on. */
export async function writeAsked(loading: Loading, season: Season, staff: Staff, dates: ReadonlyMap<string, readonly Dated[]>): Promise<void> {
  const { trx, operator, keys, ids, start } = loading;
  await enter(trx, { as: 'operator', operator });
  for (const seed of season.asked) {
    const id = ids.uuid();
    const { account, structure, person, performance } = await about(loading, seed, staff, dates);
    const words = seed.kind === 'joining' ? { joining: seed.joining } : seed.kind === 'exception' ? { text: seed.text } : undefined;
    await trx('decision').insert({
      operator_id: operator, id, kind: seed.kind, answered_by: answeredBy(seed.kind), account_id: account, structure_id: structure, person_id: person, performance_id: performance,
      sealed: words === undefined ? null : seal(await keys.key(trx, { operator, structure }), JSON.stringify(words), id), created_at: new Date(start.getTime() - seed.hours * HOUR),
    });
    if (performance !== null) await lapse(trx, operator, performance, start);
  }
}

interface About { account: string | null; structure: string | null; person: string | null; performance: string | null }

async function about({ trx, operator }: Loading, seed: AskedSeed, staff: Staff, dates: ReadonlyMap<string, readonly Dated[]>): Promise<About> {
  if (seed.kind === 'joining') return { account: null, structure: null, person: null, performance: null };
  const account = staff.accounts.get(seed.by);
  if (account === undefined) throw new Error(`no account is called ${seed.by}`);
  const own = { account: account.id, structure: account.structure };
  if (seed.kind === 'exception') return { ...own, person: null, performance: null };
  const holder = await trx('account').where({ operator_id: operator, id: account.id }).first<{ person_id: string }>('person_id');
  const [date] = dates.get(seed.show) ?? [];
  if (date === undefined) throw new Error(`no show is called ${seed.show}`);
  return { ...own, person: holder.person_id, performance: date.id };
}

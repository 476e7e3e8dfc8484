import { z } from 'zod';
import { systemIds } from '../core/ids.ts';
import { fold } from '../core/language/fold.ts';
import { blind } from '../core/sealing.ts';
import { record } from './audit.ts';
import { colleagues } from './colleagues.ts';
import { row, rows, type Database, type Transaction } from './connection.ts';
import { nobody, opened, sealed, type Bound } from './context.ts';
import { normalEmail } from './emails.ts';
import type { Keyring } from './keys.ts';
import { programmeOf } from './programme.ts';
import { withScope } from './scopes.ts';
import { addStructure } from './structures.ts';


export interface Referral {
  structure: string;
  first: string;
  last: string;
  email?: string;
}

export type CodeGiven =
  | { kind: 'given'; code: string; expiresAt: Date; zone: string; account: { id: string; first: string; last: string }; structure: { id: string; name: string }; created: { structure: boolean; account: boolean } }
  /** The address belongs to somebody else with this operator; nothing was written. */
  | { kind: 'email-taken' };

const person = z.object({ first: z.string(), last: z.string(), email: z.string().optional() }).loose();

/**
 * A one-time code (A2) for a referent of a structure, in the operator's scope; structure and account are made when they
 * are missing, so that a second call finds them and only gives another code. The structure is known by its name, the
 * referent by name within it (accents and case do not matter in either). `at` is the programme's time, as expiry is.
 * The code is in the answer alone: the database has its keyed hash.
 */
export function giveLinkCode(app: Database, keys: Keyring, operator: string, referral: Referral, at: Date): Promise<CodeGiven> {
  return withScope(app, { as: 'operator', operator }, async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 7405004))', [operator]);
    const office: Office = { trx, keys, operator, index: (email) => blind(keys.master, 'email', normalEmail(email)) };
    const known = (await rows<{ id: string; name: string }>(trx, 'select id, name from structure where operator_id = ? order by id', [operator]))
      .find((one) => fold(one.name) === fold(referral.structure));
    const holder = referral.email === undefined ? undefined : await row<{ id: string }>(trx,
      'select id from account where operator_id = ? and email_index = ? and removed_at is null', [operator, office.index(referral.email)]);
    const referent = known === undefined ? undefined : await referentOf(office, known.id, referral);
    if (holder !== undefined && holder.id !== referent?.id) return { kind: 'email-taken' };

    const structure = known ?? { id: await addStructure(boundTo(office, null), { name: referral.structure }), name: referral.structure };
    if (referent !== undefined && referral.email !== undefined && holder === undefined) await addEmail(office, structure.id, referent, referral.email);
    const within = boundTo(office, structure.id);
    const account = referent?.id ?? await newReferent(within, referral, at);
    const code = await colleagues(within).code(account, at);
    if (code === undefined) throw new Error('an account of the operator is given a code');
    const { zone } = await programmeOf(within);
    const created = { structure: known === undefined, account: referent === undefined };
    await record({ trx, ids: systemIds }, operator, { action: 'code.given', subject: account, at, structure: structure.id, detail: { by: 'command', ...created } });
    const { first, last } = referent?.name ?? referral;
    return { kind: 'given', ...code, zone, account: { id: account, first, last }, structure, created };
  });
}

interface Office {
  trx: Transaction;
  keys: Keyring;
  operator: string;
  index: (email: string) => string;
}

interface Referent { id: string; name: z.infer<typeof person> }

const boundTo = ({ trx, keys, operator }: Office, structure: string | null): Bound => ({ trx, keys, ids: systemIds, account: nobody(operator, structure) });

async function referentOf(office: Office, structure: string, { first, last }: Referral): Promise<Referent | undefined> {
  const all = await rows<{ id: string; sealed: Buffer }>(office.trx, `
    select id, sealed from account where operator_id = ? and structure_id = ? and role = 'referent' and removed_at is null and sealed is not null order by id`,
    [office.operator, structure]);
  for (const one of all) {
    const name = person.parse(await opened(boundTo(office, structure), one.sealed, one.id));
    if (fold(`${name.first} ${name.last}`) === fold(`${first} ${last}`)) return { id: one.id, name };
  }
  return undefined;
}

async function newReferent(within: Bound, { first, last, email }: Referral, at: Date): Promise<string> {
  const made = await colleagues(within).invite({ role: 'referent', first, last, ...(email !== undefined && { email }) }, at);
  if (made.kind === 'email-taken') throw new Error('the address was given to another account meanwhile');
  return made.account;
}

async function addEmail(office: Office, structure: string, { id, name }: Referent, email: string): Promise<void> {
  await office.trx('account').where({ operator_id: office.operator, id }).update({
    sealed: await sealed(boundTo(office, structure), { ...name, email: normalEmail(email) }, id), email_index: office.index(email),
  });
}

import { z } from 'zod';
import { bareCode, CODE_HOURS, linkCode, systemIds } from '../core/ids.ts';
import { fold } from '../core/language/fold.ts';
import type { Account } from '../core/ports.ts';
import { blind } from '../core/sealing.ts';
import { row, rows, type Database, type Transaction } from './connection.ts';
import { opened, sealed } from './context.ts';
import type { Keyring } from './keys.ts';
import { programmeOf } from './programme.ts';
import { withScope } from './scopes.ts';

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

/** An address as it is compared: `email_index` is the keyed hash of this. */
export const normalEmail = (email: string): string => email.normalize('NFC').trim().toLowerCase();

/** At most one mail an account in each quarter of an hour, however often it is asked for. */
export const mailBucket = (now: Date): string => String(Math.floor(now.getTime() / 900_000));

/**
 * A one-time code (A2) for a referent of a structure, in the operator's scope; structure and account are made when they
 * are missing, so that a second call finds them and only gives another code. The structure is known by its name, the
 * referent by name within it (accents and case do not matter in either). `at` is the programme's time, as expiry is.
 * The code is in the answer alone: the database has its keyed hash.
 */
export function giveLinkCode(app: Database, keys: Keyring, operator: string, referral: Referral, at: Date): Promise<CodeGiven> {
  return withScope(app, { as: 'operator', operator }, async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 7405004))', [operator]);
    const office: Office = { trx, keys, operator, at, index: (email) => blind(keys.master, 'email', normalEmail(email)) };
    const known = (await rows<{ id: string; name: string }>(trx, 'select id, name from structure where operator_id = ? order by id', [operator]))
      .find((one) => fold(one.name) === fold(referral.structure));
    const holder = referral.email === undefined ? undefined : await row<{ id: string }>(trx,
      'select id from account where operator_id = ? and email_index = ? and removed_at is null', [operator, office.index(referral.email)]);
    const referent = known === undefined ? undefined : await referentOf(office, known.id, referral);
    if (holder !== undefined && holder.id !== referent?.id) return { kind: 'email-taken' };

    const structure = known ?? await newStructure(office, referral.structure);
    if (referent !== undefined && referral.email !== undefined && holder === undefined) await addEmail(office, structure.id, referent, referral.email);
    const account = referent?.id ?? await newReferent(office, structure.id, referral);
    const [id, code] = [systemIds.uuid(), linkCode()];
    const expiresAt = new Date(at.getTime() + CODE_HOURS * 3_600_000);
    await trx('link_code').insert({ operator_id: operator, id, account_id: account, expires_at: expiresAt });
    await trx('route').insert({ kind: 'code', hash: blind(keys.master, 'code', bareCode(code)), operator_id: operator, ref: id, expires_at: expiresAt });
    const { zone } = await programmeOf(boundTo(office, structure.id));
    const created = { structure: known === undefined, account: referent === undefined };
    await trx('audit').insert({
      operator_id: operator, id: systemIds.uuid(), at, structure_id: structure.id, action: 'code.given', subject: account, detail: JSON.stringify({ by: 'command', ...created }),
    });
    const { first, last } = referent?.name ?? referral;
    return { kind: 'given', code, expiresAt, zone, account: { id: account, first, last }, structure, created };
  });
}

interface Office {
  trx: Transaction;
  keys: Keyring;
  operator: string;
  at: Date;
  index: (email: string) => string;
}

interface Referent { id: string; name: z.infer<typeof person> }

const boundTo = ({ trx, keys, operator }: Office, structure: string) =>
  ({ trx, keys, account: { operator, id: '', role: 'referent', structure, lang: 'fr' } satisfies Account });

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

async function newStructure({ trx, operator }: Office, name: string): Promise<{ id: string; name: string }> {
  const made = { id: systemIds.uuid(), name };
  await trx('structure').insert({ operator_id: operator, ...made });
  return made;
}

async function newReferent(office: Office, structure: string, { first, last, email }: Referral): Promise<string> {
  const id = systemIds.uuid();
  await office.trx('account').insert({
    operator_id: office.operator, id, role: 'referent', structure_id: structure, created_at: office.at,
    email_index: email === undefined ? null : office.index(email),
    sealed: await sealed(boundTo(office, structure), { first, last, ...(email !== undefined && { email: normalEmail(email) }) }, id),
  });
  return id;
}

async function addEmail(office: Office, structure: string, { id, name }: Referent, email: string): Promise<void> {
  await office.trx('account').where({ operator_id: office.operator, id }).update({
    sealed: await sealed(boundTo(office, structure), { ...name, email: normalEmail(email) }, id), email_index: office.index(email),
  });
}

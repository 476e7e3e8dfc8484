import { randomBytes } from 'node:crypto';
import { systemIds } from '../../core/ids.ts';
import { fold } from '../../core/language/fold.ts';
import type { KeyHolder, KeyRole } from '../../core/office.ts';
import { blind } from '../../core/sealing.ts';
import { record } from '../audit.ts';
import { row, rows, type Database } from '../connection.ts';
import type { Keyring } from '../keys.ts';
import { withScope } from '../scopes.ts';

/** A script's key (clé d'API): 256 random bits, shown once. What is kept of it is a keyed hash (route of kind 'key'). */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: KeyRole;
  readonly venue: string | null;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/** What a key looks like: nothing else is looked up. */
export const looksLikeKey = (text: string): boolean => /^guichet_[A-Za-z0-9_-]{43}$/.test(text);

export type KeyMade =
  | { readonly kind: 'made'; readonly key: string; readonly id: string; readonly venue: string | null }
  /** None, or several, of this name. */
  | { readonly kind: 'which-venue'; readonly venues: readonly string[] };

/** A new key. `venue`: the name of the one venue (accents and case do not matter) that it is for. */
export function makeKey(app: Database, keys: Keyring, operator: string, wanted: { name: string; role: KeyRole; venue?: string | undefined }, at: Date): Promise<KeyMade> {
  return withScope(app, { as: 'operator', operator }, async (trx) => {
    const all = wanted.venue === undefined ? [] : await rows<{ id: string; name: string; city: string }>(trx, 'select id, name, city from venue where operator_id = ? order by name, id', [operator]);
    const named = all.filter((one) => fold(one.name) === fold(wanted.venue ?? ''));
    if (wanted.venue !== undefined && named.length !== 1) return { kind: 'which-venue', venues: (named.length > 1 ? named : all).map((one) => `${one.name}, ${one.city}`) };
    const venue = named[0]?.id ?? null;
    const [id, key] = [systemIds.uuid(), `guichet_${randomBytes(32).toString('base64url')}`];
    await trx('api_key').insert({ operator_id: operator, id, name: wanted.name, role: wanted.role, venue_id: venue, created_at: at });
    await trx('route').insert({ kind: 'key', hash: blind(keys.master, 'key', key), operator_id: operator, ref: id });
    await record({ trx, ids: systemIds }, operator, { action: 'key.made', subject: id, at, detail: { by: 'command', role: wanted.role } });
    return { kind: 'made', key, id, venue };
  });
}

export const listKeys = (app: Database, operator: string): Promise<ApiKey[]> =>
  withScope(app, { as: 'operator', operator }, (trx) => rows<ApiKey>(trx, `
    select k.id, k.name, k.role, v.name as venue, k.created_at as "createdAt", k.revoked_at as "revokedAt"
      from api_key k left join venue v on v.operator_id = k.operator_id and v.id = k.venue_id where k.operator_id = ? order by k.created_at, k.id`, [operator]));

/** From this commit on it opens nothing. False: no such key, or revoked before. */
export function revokeKey(app: Database, operator: string, id: string, at: Date): Promise<boolean> {
  return withScope(app, { as: 'operator', operator }, async (trx) => {
    const revoked = await row(trx, 'update api_key set revoked_at = ? where operator_id = ? and id = ? and revoked_at is null returning id', [at, operator, id]);
    if (revoked !== undefined) await record({ trx, ids: systemIds }, operator, { action: 'key.revoked', subject: id, at, detail: { by: 'command' } });
    return revoked !== undefined;
  });
}

/** Whose key it is; undefined: nobody's, or revoked. */
export async function holderOf(app: Database, keys: Keyring, key: string): Promise<KeyHolder | undefined> {
  if (!looksLikeKey(key)) return undefined;
  const found = await row<{ operator_id: string; key_id: string; role: KeyRole; venue_id: string | null }>(app, 'select * from key_of(?)', [blind(keys.master, 'key', key)]);
  return found === undefined ? undefined : { operator: found.operator_id, key: found.key_id, role: found.role, venue: found.venue_id };
}

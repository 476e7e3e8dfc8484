import { randomBytes } from 'node:crypto';
import { seal, unseal, type MasterKey } from '../core/sealing.ts';
import { GuichetError } from '../core/errors.ts';
import type { Ids } from '../core/ports.ts';
import { row, rows, type Database, type Transaction } from './connection.ts';
import { withScope } from './scopes.ts';

/** Whose key: a structure's, or (null) the operator's own for accounts without a structure. */
export interface KeyOwner {
  readonly operator: string;
  readonly structure: string | null;
}

/**
 * Envelope keys: one a structure, wrapped by the master key. Unwrapped keys stay in memory; a key never
 * changes once it is committed, so nothing has to be forgotten. A key that a transaction made for a
 * structure of its own making is used there and not remembered: both may yet be rolled back.
 */
export class Keyring {
  readonly master: MasterKey;
  readonly #ids: Ids;
  readonly #db: Database;
  readonly #known = new Map<string, Buffer>();
  readonly #asked = new WeakMap<Transaction, Map<string, Promise<Buffer>>>();

  constructor(master: MasterKey, ids: Ids, db: Database) {
    this.master = master;
    this.#ids = ids;
    this.#db = db;
  }

  /** The owner's key, made on first use. The transaction's scope must be allowed to see the owner. */
  async key(trx: Transaction, owner: KeyOwner): Promise<Buffer> {
    const name = `${owner.operator}/${owner.structure ?? ''}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    // Twenty names opened at once ask once: a connection runs one statement at a time.
    const asked = this.#asked.get(trx) ?? new Map<string, Promise<Buffer>>();
    this.#asked.set(trx, asked);
    const answer = asked.get(name) ?? this.#load(trx, owner, name);
    asked.set(name, answer);
    return answer;
  }

  /**
   * A transaction of its own reads (or makes) the key, so that what is remembered is committed. It cannot see a
   * structure that `trx` has just made: that one's key is made in `trx`.
   */
  async #load(trx: Transaction, owner: KeyOwner, name: string): Promise<Buffer> {
    const committed = await withScope(this.#db, { as: 'operator', operator: owner.operator }, async (own) => {
      const found = await this.#read(own, owner);
      if (found !== undefined || !(await exists(own, owner))) return found;
      await this.#make(own, owner);
      return this.#read(own, owner);
    });
    if (committed !== undefined) {
      const key = this.#unwrap(committed);
      this.#known.set(name, key);
      return key;
    }
    const stored = (await this.#read(trx, owner)) ?? (await this.#make(trx, owner));
    return this.#unwrap(stored);
  }

  #unwrap(stored: Stored): Buffer {
    try {
      return unseal(this.master.wrapping, stored.wrapped, stored.id);
    } catch (cause) {
      throw new GuichetError('key_wrong', 'The names in this database were sealed with another GUICHET_SECRET_KEY. Give back the key it was started with.', { cause });
    }
  }

  #read(trx: Transaction, owner: KeyOwner): Promise<Stored | undefined> {
    return row(trx, 'select id, wrapped from data_key where operator_id = ? and structure_id is not distinct from ?', [owner.operator, owner.structure]);
  }

  async #make(trx: Transaction, owner: KeyOwner): Promise<Stored> {
    const id = this.#ids.uuid();
    const wrapped = seal(this.master.wrapping, randomBytes(32), id);
    await rows(trx, 'insert into data_key (operator_id, id, structure_id, wrapped) values (?, ?, ?, ?) on conflict do nothing', [owner.operator, id, owner.structure, wrapped]);
    const stored = await this.#read(trx, owner);
    if (stored === undefined) throw new Error('a data key could not be made in this scope');
    return stored;
  }
}

interface Stored { readonly id: string; readonly wrapped: Buffer }

async function exists(trx: Transaction, owner: KeyOwner): Promise<boolean> {
  if (owner.structure === null) return (await row(trx, 'select id from operator where id = ?', [owner.operator])) !== undefined;
  return (await row(trx, 'select id from structure where operator_id = ? and id = ?', [owner.operator, owner.structure])) !== undefined;
}

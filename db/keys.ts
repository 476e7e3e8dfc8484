import { randomBytes } from 'node:crypto';
import { seal, unseal, type MasterKey } from '../core/sealing.ts';
import { GuichetError } from '../core/errors.ts';
import type { Ids } from '../core/ports.ts';
import { row, type Transaction } from './connection.ts';

/** Whose key: a structure's, or (null) the operator's own for accounts without a structure. */
export interface KeyOwner {
  readonly operator: string;
  readonly structure: string | null;
}

/**
 * Envelope keys: one a structure, wrapped by the master key. Unwrapped keys stay in memory; a key
 * never changes once made, so nothing has to be forgotten.
 */
export class Keyring {
  readonly master: MasterKey;
  readonly #ids: Ids;
  readonly #known = new Map<string, Buffer>();
  readonly #asked = new WeakMap<Transaction, Map<string, Promise<Buffer>>>();

  constructor(master: MasterKey, ids: Ids) {
    this.master = master;
    this.#ids = ids;
  }

  /** The owner's key, made on first use. The transaction's scope must be allowed to see it. */
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

  async #load(trx: Transaction, owner: KeyOwner, name: string): Promise<Buffer> {
    const stored = (await this.#read(trx, owner)) ?? (await this.#make(trx, owner));
    let key: Buffer;
    try {
      key = unseal(this.master.wrapping, stored.wrapped, stored.id);
    } catch (cause) {
      throw new GuichetError('key_wrong', 'The names in this database were sealed with another GUICHET_SECRET_KEY. Give back the key it was started with.', { cause });
    }
    // Not remembered when made in this transaction: it may yet be rolled back.
    if (!stored.fresh) this.#known.set(name, key);
    return key;
  }

  async #read(trx: Transaction, owner: KeyOwner): Promise<{ id: string; wrapped: Buffer; fresh: boolean } | undefined> {
    const found = await row<{ id: string; wrapped: Buffer }>(
      trx,
      'select id, wrapped from data_key where operator_id = ? and structure_id is not distinct from ?',
      [owner.operator, owner.structure],
    );
    return found === undefined ? undefined : { ...found, fresh: false };
  }

  async #make(trx: Transaction, owner: KeyOwner): Promise<{ id: string; wrapped: Buffer; fresh: boolean }> {
    const id = this.#ids.uuid();
    const made = await row<{ id: string }>(
      trx,
      'insert into data_key (operator_id, id, structure_id, wrapped) values (?, ?, ?, ?) on conflict do nothing returning id',
      [owner.operator, id, owner.structure, seal(this.master.wrapping, randomBytes(32), id)],
    );
    const stored = await this.#read(trx, owner);
    if (stored === undefined) throw new Error('a data key could not be made in this scope');
    return { ...stored, fresh: made !== undefined };
  }
}

import type { Answer, KeyHolder, OfficeRefusal } from '../../core/office.ts';
import type { Ids } from '../../core/ports.ts';
import { record } from '../audit.ts';
import type { Transaction } from '../connection.ts';
import { nobody, type Bound } from '../context.ts';
import type { Keyring } from '../keys.ts';

/** What every verb of the office is bound to: one transaction in the scope of the key's operator, at one instant. */
export interface Counter {
  readonly trx: Transaction;
  readonly keys: Keyring;
  readonly ids: Ids;
  readonly holder: KeyHolder;
  readonly operator: string;
  /** Programme time. */
  readonly now: Date;
}

/** Ends a verb, with nothing of it written. The office gives it back as a value. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly answer: Extract<Answer<never>, { no: OfficeRefusal }>;

  constructor(no: OfficeRefusal, more: { withdrawable?: number } = {}) {
    super(no);
    this.answer = { no, ...more };
  }
}

/** The row, or why it is not there. */
export function found<T>(row: T | undefined, otherwise: OfficeRefusal): T {
  if (row === undefined) throw new Refused(otherwise);
  return row;
}

/** The store's parts as they serve an account, for a script: it has none, and the log says its key instead. */
export const boundTo = ({ trx, keys, ids, operator }: Counter, structure: string | null): Bound => ({
  trx, keys, ids, account: nobody(operator, structure),
});

/** Who did what (X5): ids and codes, never a name. */
export const audit = (at: Counter, action: string, subject: string | null, detail: Readonly<Record<string, unknown>> = {}, structure: string | null = null): Promise<void> =>
  record(at, at.operator, { action, subject, at: at.now, structure, detail: { ...detail, by: 'api', key: at.holder.key } });

/** Both or neither. */
export function requirePlace(latitude: number | null | undefined, longitude: number | null | undefined): void {
  if ((latitude == null) !== (longitude == null)) throw new Refused('place_incomplete');
}

type Given<T> = { [name in keyof T]?: Exclude<T[name], undefined> };

/** Without what was left out: undefined is no value. */
export const given = <T extends object>(change: T): Given<T> => Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Given<T>;

import { DateTime } from 'luxon';
import { bareCode } from '../../core/ids.ts';
import { fold } from '../../core/language/fold.ts';
import type { Account, Ids } from '../../core/ports.ts';
import { blind, seal } from '../../core/sealing.ts';
import type { Transaction } from '../connection.ts';
import type { Keyring } from '../keys.ts';
import type { AccountSeed, Known, Season, StructureSeed } from './season.ts';

/** What loading one season needs: one transaction in the operator's scope, and ids that are the same each time. */
export interface Loading {
  readonly trx: Transaction;
  readonly operator: string;
  readonly keys: Keyring;
  readonly ids: Ids;
  readonly start: Date;
  readonly zone: string;
}

/** Sealed names of one owner, under one key read once: it is not kept if the transaction is rolled back. */
type Sealer = (value: unknown, id: string) => Buffer;

const DAY = 86_400_000;

async function sealer({ trx, operator, keys }: Loading, structure: string | null): Promise<Sealer> {
  const key = await keys.key(trx, { operator, structure });
  return (value, id) => seal(key, JSON.stringify(value), id);
}

/** 'Maria-José Fernandes', 'Éliott van Hove': the first word is the first name. */
const split = (name: string): { first: string; last: string } => {
  const at = name.indexOf(' ');
  return { first: name.slice(0, at), last: name.slice(at + 1) };
};

export interface Staff {
  readonly accounts: ReadonlyMap<string, Account>;
  /** By structure id, then by name. */
  readonly people: ReadonlyMap<string, ReadonlyMap<string, Known>>;
}

/** Structures with their people and named groups, and every account with the code that opens it. */
export async function writeHouse(loading: Loading, season: Season): Promise<Staff> {
  const { trx, operator, ids, start, zone } = loading;
  const year = DateTime.fromJSDate(start, { zone }).year;
  const structures = new Map(season.structures.map((seed) => [seed.key, ids.uuid()]));
  await trx('structure').insert(season.structures.map((seed) => ({
    operator_id: operator, id: structures.get(seed.key), name: seed.name, kind: seed.kind, city: seed.city, latitude: seed.at[0], longitude: seed.at[1],
    convention_from: `${year - 1}-01-01`, convention_until: `${year + 1}-12-31`,
  })));

  const sealers = new Map<string | null, Sealer>([[null, await sealer(loading, null)]]);
  const people = new Map<string, ReadonlyMap<string, Known>>();
  for (const seed of season.structures) {
    const structure = structures.get(seed.key) ?? '';
    const sealed = await sealer(loading, structure);
    sealers.set(structure, sealed);
    await writeReach(loading, structure, seed, sealed);
    people.set(structure, await writePeople(loading, structure, seed, sealed));
  }

  const accounts = new Map<string, Account>();
  for (const seed of season.accounts) {
    const structure = seed.structure === undefined ? null : (structures.get(seed.structure) ?? null);
    const sealed = sealers.get(structure);
    if (sealed === undefined) throw new Error(`no structure is called ${seed.structure ?? ''}`);
    const person = seed.person === undefined ? null : personIn(people.get(structure ?? ''), seed.person).id;
    const invitedBy = seed.invitedBy === undefined ? null : (accounts.get(seed.invitedBy)?.id ?? null);
    accounts.set(seed.key, await writeAccount(loading, structure, seed, { sealed, person, invitedBy }));
  }
  return { accounts, people };
}

/** Whom to reach at a structure, and its services, at the addresses that only it and the operator read (A1). */
async function writeReach({ trx, operator, ids, start }: Loading, structure: string, { reach, services }: StructureSeed, sealed: Sealer): Promise<void> {
  await trx('structure').where({ operator_id: operator, id: structure }).update({ sealed: sealed(reach, `structure:${structure}`) });
  await trx('service').insert(services.map((service) => {
    const id = ids.uuid();
    return { operator_id: operator, id, structure_id: structure, sealed: sealed(service, id), created_at: new Date(start.getTime() - 90 * DAY) };
  }));
}

async function writePeople({ trx, operator, ids, start }: Loading, structure: string, { people }: StructureSeed, sealed: Sealer): Promise<ReadonlyMap<string, Known>> {
  const known = new Map<string, Known>();
  const own = { operator_id: operator, structure_id: structure };
  const row = (name: string, kind: Known['kind'], of: string | null) => {
    const id = ids.uuid();
    known.set(name, { id, kind });
    return { ...own, id, kind, of_person: of, sealed: sealed(split(name), id), discreet: people.discreet.includes(name), created_at: new Date(start.getTime() - 90 * DAY) };
  };
  const everybody = [
    ...people.participants.map((name) => row(name, 'participant', null)),
    ...people.companions.map((name) => row(name, 'companion', null)),
    ...people.guests.map(([name, of]) => row(name, 'guest', personIn(known, of).id)),
  ];
  if (everybody.length === 0) return known;
  await trx('person').insert(everybody);
  if (people.parties.length === 0) return known;
  const parties = people.parties.map((party) => ({ ...party, id: ids.uuid() }));
  await trx('party').insert(parties.map(({ id, name }) => ({ ...own, id, sealed: sealed({ name }, id) })));
  await trx('party_member').insert(parties.flatMap(({ id, members }) =>
    members.map((name, position) => ({ ...own, party_id: id, person_id: personIn(known, name).id, position }))));
  return known;
}

/** An account of the demo keeps its code with its name: it is shown to whoever opens the page (reusable codes). */
async function writeAccount({ trx, operator, keys, ids, start }: Loading, structure: string | null, seed: AccountSeed, { sealed, person, invitedBy }: { sealed: Sealer; person: string | null; invitedBy: string | null }): Promise<Account> {
  const [id, link] = [ids.uuid(), ids.uuid()];
  const code = `DEMO-${seed.key}`;
  const email = `${fold(seed.name).replaceAll(' ', '.')}@example.org`;
  await trx('account').insert({
    operator_id: operator, id, role: seed.role, structure_id: structure, sealed: sealed({ ...split(seed.name), email, code }, id),
    email_index: blind(keys.master, 'email', email), person_id: person, invited_by: invitedBy, created_at: new Date(start.getTime() - 120 * DAY),
  });
  await trx('link_code').insert({ operator_id: operator, id: link, account_id: id, expires_at: new Date(start.getTime() + 3_650 * DAY), reusable: true });
  await trx('route').insert({ kind: 'code', hash: blind(keys.master, 'code', bareCode(code)), operator_id: operator, ref: link });
  return { operator, id, role: seed.role, structure, lang: 'fr' };
}

/** @throws when the season names somebody it does not have: a slip in the seeds. */
export function personIn(people: ReadonlyMap<string, Known> | undefined, name: string): Known {
  const found = people?.get(name);
  if (found === undefined) throw new Error(`the season has nobody called ${name} there`);
  return found;
}

import { DateTime } from 'luxon';
import type { OptionalKind } from '../../core/domain/told.ts';
import { NO_WISHES } from '../../core/domain/wishes.ts';
import type { Naming } from '../../core/messages/naming.ts';
import type { Account, Lang, Role } from '../../core/ports.ts';
import { RECEPTION, withScope } from '../../db/scopes.ts';
import { Desk } from './desk.ts';
import type { House } from './house.ts';
import { World, ZONE, type Referent } from './world.ts';

/** Whom something is told to; `stranger`: a chat of nobody's yet. */
export type Told = Role | 'stranger';

/** One operator of those who are told, by how names leave there; nobody is called the same in two of them. */
export interface Stand {
  readonly naming: Naming;
  readonly lang: Lang;
  /** A visitor, somebody else and a companion. */
  readonly people: readonly [string, string, string];
}

/** Every kind is told in both languages, and with names shown, shortened and kept away. */
export const STANDS: readonly Stand[] = [
  { naming: 'full', lang: 'fr', people: ['Zoraline Duvallon', 'Odhran Kvistad', 'Timoleon Ormesson'] },
  { naming: 'initials', lang: 'en', people: ['Quentine Xavernot', 'Ulrique Zwingel', 'Wladimir Yverdon'] },
  { naming: 'none', lang: 'fr', people: ['Ysolde Bravard', 'Fulgence Grimbert', 'Hildebert Lanvollon'] },
];

/** First or last name of one of them. */
export const namesOf = (...stands: readonly Stand[]): RegExp => new RegExp(stands.flatMap(({ people }) => people.flatMap((name) => name.split(' '))).join('|'), 'i');
/** Initials of one of them, as they stand in a text. */
export const initialsOf = (...stands: readonly Stand[]): RegExp => new RegExp(`\\b(?:${stands.flatMap(({ people }) => people.map((name) => name.replace(/^(.).* (.).*$/, '$1\\. ?$2\\.'))).join('|')})`);

/** The instants of a run: everything is made ready at noon of a day, told a minute later, and the rest the day after. */
export class Days {
  readonly noon: Date;

  constructor(now: Date) {
    this.noon = DateTime.fromJSDate(now, { zone: ZONE }).plus({ days: 1 }).set({ hour: 12, minute: 0, second: 0, millisecond: 0 }).toJSDate();
  }

  /** When all that is told at once is told. */
  get at(): Date {
    return new Date(this.noon.getTime() + 60_000);
  }

  /** So many days after the first, at this hour in Lyon. */
  day(days: number, hour: number): Date {
    return DateTime.fromJSDate(this.noon, { zone: ZONE }).plus({ days }).set({ hour }).toJSDate();
  }
}

export interface Ready { readonly show: string; readonly zoraline: string; readonly odhran: string; readonly timoleon: string }

/** What one kind of push is about: a structure of its own, an outing, and those who are told. */
export interface Scene extends Ready {
  readonly house: House;
  readonly world: World;
  readonly desk: Desk;
  readonly days: Days;
  readonly stand: Stand;
  readonly title: string;
  readonly structure: string;
  readonly referent: Referent;
  readonly operator: Referent;
  /** Account of whoever is told, by role. */
  readonly told: ReadonlyMap<Told, Account>;
  /** Books for these of the three, as they are called in the first stand, at noon. */
  readonly books: (...who: readonly (keyof Omit<Ready, 'show'>)[]) => Promise<readonly string[]>;
}

/** An operator's account and how its names leave by this channel. */
export async function standOf(house: House, stand: Stand, channel: string, email?: string): Promise<{ world: World; operator: Referent }> {
  const world = await World.make(house.fresh, { name: `Programme ${stand.naming}` });
  await world.asOperator((trx) => trx('naming').insert({ operator_id: world.operator, channel, naming: stand.naming }));
  return { world, operator: await world.account('operator', null, 'Driss Amrani', email === undefined ? {} : { email }) };
}

/** How an outing is made ready, instants as of `Days`. */
export interface Outing { readonly startsAt: Date; readonly capacity?: number; readonly opensAt?: Date; readonly closesAt?: Date }

/** A scene with its people and outing; `email`: where whoever is told gets mails. */
export async function sceneOf(
  house: House, { world, operator }: { world: World; operator: Referent }, { stand, days, name, roles, outing, off = [], email }:
  { stand: Stand; days: Days; name: string; roles: readonly Told[]; outing: Outing; off?: readonly OptionalKind[]; email?: (role: Told) => string },
): Promise<{ scene: Scene; phones: ReadonlyMap<Told, Referent> }> {
  const desk = new Desk(house.fresh);
  const title = `Gala ${name}`;
  const to = (role: Told): { email?: string } => (email === undefined ? {} : { email: email(role) });
  const structure = await world.structure(`Foyer ${name}`);
  const [first, second, third] = stand.people;
  const [zoraline = '', odhran = ''] = await world.people(structure, [first, second]);
  const timoleon = await world.person(structure, third, 'companion');
  const referent = await world.account('referent', structure, 'Sophie Martin', to('referent'));
  const { id: show, venue } = await world.show({ title, capacity: 5, at: days.noon, ...outing });
  const phones = new Map<Told, Referent>();
  for (const role of roles) {
    switch (role) {
      case 'referent': phones.set(role, referent); break;
      case 'operator': phones.set(role, operator); break;
      case 'visitor': phones.set(role, await world.account('visitor', structure, first, { person: zoraline, ...to(role) })); break;
      case 'leader': phones.set(role, await world.account('leader', structure, third, { person: timoleon, ...to(role) })); break;
      case 'venue': phones.set(role, await world.account('venue', null, 'Gaspard Lieu', { venue, ...to(role) })); break;
      default: break;
    }
  }
  if (off.length > 0) for (const who of phones.values()) await desk.as(who, (store) => store.account.setWishes({ ...NO_WISHES, off }));
  const ready: Ready = { show, zoraline, odhran, timoleon };
  const scene: Scene = {
    ...ready, house, world, desk, days, stand, title, structure, referent, operator, told: new Map<Told, Account>(phones),
    books: async (...who) => (await desk.ask(referent, show, who.map((one) => ({ id: ready[one], kind: one === 'timoleon' ? 'companion' as const : 'participant' as const })), days.noon)).map(({ id }) => id),
  };
  return { scene, phones };
}

/** The account speaks this language from now on; a stranger's is the reception's. */
export async function speaks({ fresh }: House, { operator, id }: Account, lang: Lang): Promise<void> {
  await withScope(fresh.app, { as: 'operator', operator }, (trx) => trx('account').where({ operator_id: operator, id }).update({ lang }));
}

/** The account that the reception keeps for the chat that wrote to it last. */
export async function strangerOf({ fresh }: House): Promise<Account> {
  const found = await withScope(fresh.app, { as: 'operator', operator: RECEPTION }, (trx) => trx('account').where({ operator_id: RECEPTION, role: 'reception' }).orderBy('created_at', 'desc').orderBy('id', 'desc').first<{ id: string } | undefined>('id'));
  if (found === undefined) throw new Error('nobody has written');
  return { operator: RECEPTION, id: found.id, role: 'reception', structure: null, lang: 'fr' };
}

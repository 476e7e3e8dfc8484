import type { House } from '../support/house.ts';
import { Desk } from '../support/desk.ts';
import type { TelegramFake } from '../support/telegramFake.ts';
import type { Referent } from '../support/world.ts';
import type { Account, Log } from './log.ts';
import { PLACES, type PlaceKey } from './programme.ts';

/** Names that stand nowhere but in these people: found in anything that was sent, somebody was named. */
export const FIRST = ['Zoraline', 'Odhran', 'Ysaline', 'Thibald', 'Maëlig', 'Quitterie', 'Fulbert', 'Ombeline', 'Garance', 'Wilfrid', 'Xavière', 'Hombeline'];
const LAST = ['Duvallon', 'Kvistad', 'Brancourt', 'Eskelund', 'Vauquelin', 'Zdenek', 'Lormeau', 'Pelissac', 'Hjelmar', 'Craponne', 'Sauveterre', 'Mirebeau'];
export const NAMES: readonly string[] = [...FIRST, ...LAST];

export interface Home { readonly key: string; readonly id: string; readonly people: readonly string[]; readonly companion: string }
export interface Cast {
  readonly homes: readonly Home[];
  readonly venues: ReadonlyMap<PlaceKey, string>;
  /** By label, as they can log in; those who come later are added then. */
  readonly who: Map<string, Referent>;
  readonly operator: Referent;
}

type Wishes = Partial<Pick<Account, 'days' | 'hours' | 'off' | 'lang' | 'mail' | 'channel' | 'email'>>;
export interface Part { readonly label: string; readonly role: Account['role']; readonly home?: number; readonly place?: PlaceKey; readonly wishes?: Wishes; readonly person?: string; readonly invitedBy?: string }

/** Who is there from the beginning. */
const PARTS: readonly Part[] = [
  { label: 'any hours, mails', role: 'referent', home: 0, wishes: { email: 'toute.heure@essai.example' } },
  { label: 'Tue and Thu 9–12', role: 'referent', home: 0, wishes: { days: [2, 4], hours: { from: '09:00', until: '12:00' }, channel: 'telegram' } },
  { label: 'in the skipped hour', role: 'referent', home: 1, wishes: { hours: { from: '02:00', until: '03:00' } } },
  { label: 'half of the skipped hour', role: 'referent', home: 1, wishes: { hours: { from: '02:30', until: '04:00' }, email: 'deux.heures@essai.example', mail: true, channel: 'telegram' } },
  { label: 'English, afternoons', role: 'referent', home: 1, wishes: { lang: 'en', hours: { from: '14:00', until: '20:00' } } },
  { label: 'kinds off', role: 'referent', home: 2, wishes: { off: ['opened', 'practical', 'attendance', 'lost'] } },
  { label: 'leaves in the middle', role: 'referent', home: 2, wishes: { email: 'depart@essai.example' } },
  { label: 'operator', role: 'operator' },
  { label: 'venue theatre', role: 'venue', place: 'theatre', wishes: { email: 'theatre@essai.example' } },
  { label: 'venue salle', role: 'venue', place: 'salle', wishes: { days: [1, 2, 3, 4, 5], hours: { from: '10:00', until: '18:00' } } },
  { label: 'venue reunion', role: 'venue', place: 'reunion' },
  { label: 'venue martinique', role: 'venue', place: 'martinique' },
];

/** Somebody comes, wishes and chat included; written into the log. */
export async function joins(house: House, fake: TelegramFake, log: Log, cast: Pick<Cast, 'homes' | 'venues' | 'who'>, part: Part, now: Date): Promise<Referent> {
  const home = part.home === undefined ? undefined : cast.homes[part.home];
  const venue = part.place === undefined ? undefined : cast.venues.get(part.place);
  const { days = null, hours = null, off = [], lang = 'fr', mail = null, channel = 'web', email = null } = part.wishes ?? {};
  const invitedBy = part.invitedBy === undefined ? undefined : cast.who.get(part.invitedBy)?.id;
  const account = await house.world.account(part.role, home?.id ?? null, 'Sophie Martin', {
    ...(part.person === undefined ? {} : { person: part.person }), ...(venue === undefined ? {} : { venue }), ...(invitedBy === undefined ? {} : { invitedBy }), ...(email === null ? {} : { email }),
  });
  await new Desk(house.fresh).as(account, async (store) => {
    await store.account.setWishes({ days, hours, off: off as never, mail });
    if (lang === 'en') await store.account.setLang('en');
  });
  if (channel === 'telegram') {
    const phone = fake.user(9_000 + cast.who.size, { first_name: 'Zoé' });
    phone.says(`/start ${account.code}`);
    await phone.gets(/C’est fait|Done/);
  }
  cast.who.set(part.label, account);
  log.accounts.set(account.id, {
    id: account.id, label: part.label, role: part.role, structure: home?.id ?? null, person: part.person ?? null, venue: venue ?? null, invitedBy: invitedBy ?? null,
    off, days, hours, lang, channel, email, mail, joined: now.getTime(), removed: null,
  });
  return account;
}

/** Structures, people, venues and accounts. */
export async function castOf(house: House, fake: TelegramFake, log: Log, now: Date): Promise<Cast> {
  const homes: Home[] = [];
  for (const [n, name] of ['Foyer des Alizés', 'Maison du Cap', 'Service du Pont'].entries()) {
    const id = await house.world.structure(name);
    const people = await house.world.people(id, FIRST.slice(0, 8).map((first, i) => `${first} ${LAST[(i + 3 * n) % LAST.length] ?? ''}`));
    homes.push({ key: name, id, people, companion: await house.world.person(id, `${FIRST[8 + n] ?? ''} ${LAST[11 - n] ?? ''}`, 'companion') });
  }
  const venues = new Map<PlaceKey, string>();
  for (const { key, name, city, zone } of PLACES) venues.set(key, await house.world.venue(name, { city, ...(zone === 'Europe/Paris' ? {} : { zone }) }));
  const cast = { homes, venues, who: new Map<string, Referent>() };
  for (const part of PARTS) await joins(house, fake, log, cast, part, now);
  const [first, second] = homes;
  await joins(house, fake, log, cast, { label: 'visitor', role: 'visitor', home: 0, invitedBy: 'any hours, mails', ...(first?.people[0] === undefined ? {} : { person: first.people[0] }) }, now);
  await joins(house, fake, log, cast, { label: 'leader', role: 'leader', home: 1, ...(second === undefined ? {} : { person: second.companion }) }, now);
  const operator = cast.who.get('operator');
  if (operator === undefined) throw new Error('there is an operator');
  return { ...cast, operator };
}

import { closingOf, DEFAULT_TIMES, monthOf, openingOf, releaseOf, weekOf } from '../../core/domain/time.ts';
import { systemIds } from '../../core/ids.ts';
import type { Account } from '../../core/ports.ts';
import { rows } from '../../db/connection.ts';
import { sealed } from '../../db/context.ts';
import { searchText } from '../../db/offer.ts';
import { schedulePerformance } from '../../db/schedule.ts';
import { Desk, type Wanted } from '../support/desk.ts';
import type { House } from '../support/house.ts';
import { START, World, ZONE, type Referent } from '../support/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const after = (days: number, hours = 0): Date => new Date(START.getTime() + days * DAY + hours * HOUR);

/** Words that go on until they are exactly so long, in UTF-16 units; `end` is how they end. */
export const long = (begin: string, length: number, end = '', more = ' et encore un peu plus loin'): string =>
  `${(begin + more.repeat(Math.ceil(length / more.length))).slice(0, length - end.length).toWellFormed().replace('\ufffd', '.')}${end}`;

const STYLES = ['L’été à l’œuvre & « <b>Noël</b> »', '*étoiles* _filantes_ ~d’août~ `là`', '🎭 Ô Œdipe 🎪 <!channel> &amp;', 'ليلة في المسرح الكبير', 'Ça, « 10 % » [lien](https://x.example) :smile:', '"Citation" \'simple\' \\ {{DATE(x)}}'];
/** 100 characters; what tells one from another stands at the end, or in the middle, where a label is cut. */
export const titleOf = (i: number): string => (i % 3 === 1 ? long(`${STYLES[i % STYLES.length] ?? ''} , acte ${i},`, 100) : long(STYLES[i % STYLES.length] ?? '', 100, `, soirée ${i}`));

/** Long, hostile, double and shared names: 160 characters at the most. */
function nameOf(i: number): string {
  switch (i % 6) {
    case 0:
      return `${long('Maximilienne', 80, '', '-Apolline')} ${long('de la Tour', 80, ` n°${i}`, ' du Pin')}`;
    case 1:
      return `Ο’Neill-<script>alert(${i})</script> <b>&amp;*Étoile*_${i}_`;
    case 2:
      return 'Malika Koné';
    case 3:
      return `Anne-Sophie Ferrand--Olivier Pinto-${i}`;
    case 4:
      return `ليلى-${i} الزهراء بنت الوليد`;
    default:
      return `${long('Ana', 80, String(i), '-ana')} Un`;
  }
}

export interface LargeWorld {
  readonly people: Readonly<Record<'participants' | 'guests' | 'companions', readonly string[]>>;
  /** The first has everybody in it. */
  readonly parties: readonly string[];
  readonly referent: Referent;
  readonly visitor: Referent;
  readonly leader: Referent;
  readonly venue: Referent;
  readonly operator: Referent;
  /** The same person with another operator. */
  readonly elsewhere: Referent;
  /** A second structure of the operator's, suspended in the walk, with its referent. */
  readonly other: { readonly structure: string; readonly referent: Referent };
  /** Performances by what they are for. */
  readonly shows: Readonly<Record<'big' | 'confirm' | 'guests' | 'opens' | 'queue' | 'moved' | 'cancelled' | 'revived' | 'roomy' | 'tight' | 'later' | 'alsoOpens', string>>;
  readonly titles: Readonly<Record<string, string>>;
}

interface Spec { readonly title: string; readonly at: Date; readonly capacity: number; readonly event?: string; readonly venue?: string }

/** As much of everything as there may be, at START. */
export async function largeWorld(house: House): Promise<LargeWorld> {
  const { world, fresh } = house;
  const { operator } = world;
  const desk = new Desk(fresh);

    const themes = Array.from({ length: 14 }, (_, i) => long(`théâtre & <i>${i}</i>`, 60));
  const venues = Array.from({ length: 30 }, (_, i) => ({
    operator_id: operator, id: systemIds.uuid(), external_id: `v${i}`, name: long(`Théâtre « ${i} » & <Cie>`, 120), city: long(`Saint-Étienne-${i % 14}`, 60, '', '-lès-Bains'), postal_code: '69000',
    address: long(`${i} bis, rue de l’Égalité`, 200), phone: '04 65 71 00 01 ou 04 65 71 00 02 (de 9 h à 12 h)', access: long('Métro A, *arrêt* <Essai>', 2_000), latitude: 45.76, longitude: 4.84,
  }));
  // Where papers are made for many: a page with the longest texts takes a tenth of a second.
  const plain = { operator_id: operator, id: systemIds.uuid(), external_id: 'plain', name: 'Théâtre des Essais', city: 'Lyon', postal_code: '69001', address: '1 rue de l’Essai', phone: '04 65 71 00 01', access: 'Métro A', latitude: 45.76, longitude: 4.84 };
  const specials = {
    big: { title: titleOf(1_001), at: after(0, 5), capacity: 80 }, confirm: { title: titleOf(1_002), at: after(5, 1), capacity: 80 }, guests: { title: titleOf(1_003), at: after(3, 1), capacity: 80 },
    opens: { title: titleOf(1_004), at: after(31, 10), capacity: 80 }, queue: { title: titleOf(1_005), at: after(11, 10), capacity: 1 }, moved: { title: titleOf(1_006), at: after(15, 10), capacity: 80 },
    cancelled: { title: titleOf(1_007), at: after(18, 10), capacity: 80 }, revived: { title: titleOf(1_008), at: after(19, 10), capacity: 80 },
    alsoOpens: { title: titleOf(1_012), at: after(31, 9), capacity: 80 }, later: { title: titleOf(1_011), at: after(60, 10), capacity: 80 }, roomy: { title: titleOf(1_009), at: after(25, 10), capacity: 500 }, tight: { title: titleOf(1_010), at: after(26, 10), capacity: 50 },
  } satisfies Record<string, Spec>;
  const past = Array.from({ length: 14 }, (_, i): Spec => ({ title: titleOf(2_000 + i), at: after(-1 - i, 2), capacity: 40 }));
  const many = Array.from({ length: 300 }, (_, i): Spec => ({ title: titleOf(i), at: after(6 + i / 2, 3), capacity: 200 }));
  // Five more evenings of one event, all called the same.
  const evenings = Array.from({ length: 6 }, (_, i): Spec => ({ title: specials.cancelled.title, at: after(20 + i, 9), capacity: 60, event: 'cancelled' }));

  const [own] = venues;
  const keyed = Object.entries(specials).map(([key, spec]): Spec & { readonly key: string } => ({ ...spec, key, ...(key === 'guests' && own !== undefined ? { venue: own.id } : key === 'roomy' || key === 'moved' ? { venue: plain.id } : {}) }));
  const specs: readonly (Spec & { readonly key?: string })[] = [...keyed, ...past, ...many, ...evenings];
  const made = specs.map((spec, i) => ({ ...spec, id: systemIds.uuid(), place: venues[i % venues.length], own: systemIds.uuid() }));
  const byKey = new Map(made.flatMap((one) => (one.key === undefined ? [] : [[one.key, one]])));
  await world.asOperator(async (trx) => {
    await trx.batchInsert('venue', [...venues, plain, { ...plain, id: systemIds.uuid(), external_id: 'moved', name: 'Salle d’à côté' }], 100);
    await trx.batchInsert('event', made.filter(({ event }) => event === undefined).map((one, i) => ({
      operator_id: operator, id: one.own, programme_id: world.programme, venue_id: one.place?.id, source: 'test', external_id: one.own, title: one.title, themes: [themes[i % 14], themes[(i + 1) % 14], themes[(i + 2) % 14]],
      summary: null, description: long('Une <b>histoire</b> & une autre.\n\nDe *loin*', 4_000), accessibility: ['motor', 'hearing', 'visual', 'intellectual', 'psychic'], price: long('De 0 € à 10 €', 500), purchase_url: long('https://billets.example/', 900, '', 'achat/'),
      search: searchText({ title: one.title, city: one.place?.city ?? '', venue: one.place?.name ?? '', themes: [themes[i % 14] ?? ''] }),
    })), 100);
    await trx.batchInsert('performance', made.map((one) => {
      const [opensAt, closesAt] = [openingOf(one.at, ZONE, DEFAULT_TIMES), closingOf(one.at, ZONE, DEFAULT_TIMES)];
      return {
        operator_id: operator, id: one.id, event_id: one.event === undefined ? one.own : byKey.get(one.event)?.own, programme_id: world.programme, venue_id: one.venue ?? (one.event === undefined ? one.place : byKey.get(one.event)?.place)?.id, external_id: one.id,
        starts_at: one.at, zone: ZONE, week: weekOf(one.at, ZONE), month: monthOf(one.at, ZONE), opens_at: opensAt, closes_at: closesAt, release_at: releaseOf(opensAt, closesAt, DEFAULT_TIMES), capacity: one.capacity,
      };
    }), 100);
    await schedulePerformance(trx, operator, made.map(({ id }) => id), START);
    await trx.batchInsert('structure', Array.from({ length: 20 }, (_, i) => ({ operator_id: operator, id: systemIds.uuid(), name: long(`Maison d’<Accueil> & Cie ${i}`, 120), kind: 'association', city: long(`Ville-${i}`, 120) })), 50);
  });

  const structure = await world.structure(long('Foyer de l’Été & <des> *Amis*', 120), { city: 'Lyon', latitude: 45.7, longitude: 4.8, convention_until: '2026-12-10' });
  const participants = await world.people(structure, Array.from({ length: 60 }, (_, i) => nameOf(i)));
  const guests = (await Promise.all(Array.from({ length: 10 }, (_, i) => world.people(structure, [nameOf(100 + i)], 'guest', participants[i] ?? null)))).flat();
  const companions = await world.people(structure, Array.from({ length: 5 }, (_, i) => nameOf(200 + i)), 'companion');
  const referent = await world.referent(structure, 'Soraya Ferrand');
  const visitor = await world.account('visitor', structure, 'Malika Koné', { person: participants[50] ?? '', invitedBy: referent.id });
  const leader = await world.account('leader', structure, 'Farida Pinto', { person: companions[0] ?? '', invitedBy: referent.id });
  await Promise.all(Array.from({ length: 18 }, (_, i) => world.referent(structure, nameOf(i * 5))));
  const parties: string[] = [];
  for (let i = 0; i < 12; i += 1) parties.push(await world.party(structure, long(`Groupe ${i} & <b>`, 60), participants.slice(0, i === 0 ? 60 : 5 + i)));
  await desk.as(referent, async (store) => {
    await store.structures.edit({ contact: long('Sophie Martin', 120), phone: '04 65 71 00 10', email: `${long('sophie', 60, '', '.sophie')}@example.org`, address: long('3, rue <Neuve>', 200) });
    for (let i = 0; i < 12; i += 1) await store.structures.saveService({ name: long(`Service ${i} & <b>`, 120), address: long(`${i}, rue de l’Égalité`, 200), postalCode: '69001', city: long('Lyon', 120), phone: '04 65 71 00 11' }, START);
    await store.people.edit(participants[0] ?? '', { details: { civility: 'Mme', phone: '06 65 71 00 10', email: `${long('ana', 60, '', '.ana')}@example.org`, birthYear: 2009, access: long('Fauteuil & <rampe>', 500), lang: 'fr' } }, START);
  });

  const wanted = (ids: readonly string[], kind: Wanted['kind']): Wanted[] => ids.map((id) => ({ id, kind }));
  const everybody = [...wanted(participants.slice(0, 45), 'participant'), ...wanted(guests, 'guest'), ...wanted(companions, 'companion')];
  const rest = wanted(participants.slice(45), 'participant');
  const idOf = (key: string): string => byKey.get(key)?.id ?? '';
  for (const [key, days] of [['big', -10], ['confirm', -5], ['guests', -5], ['cancelled', -1]] as const) for (const some of [everybody, rest]) await desk.ask(referent, idOf(key), some, after(days));
  for (const [i, one] of past.entries()) {
    const id = made.find(({ title }) => title === one.title)?.id ?? '';
    await desk.ask(referent, id, wanted(participants.slice(i * 4, i * 4 + 4), 'participant'), after(-19));
  }
  await desk.ask(referent, idOf('revived'), wanted(participants.slice(0, 3), 'participant'), START);
  // Fewer: each has a page of paper made whenever it is looked at.
  await desk.ask(referent, idOf('moved'), everybody.slice(0, 17), START);
  await desk.ask(referent, idOf('tight'), wanted(participants.slice(0, 25), 'participant'), START);
  for (let i = 0; i < 21; i += 1) await desk.ask(referent, idOf('queue'), wanted(participants.slice(i, i + 1), 'participant'), START);
  const open = made.slice(Object.keys(specials).length + past.length);
  for (let i = 0; i < 20; i += 1) await desk.ask(referent, open[i + 10]?.id ?? '', wanted(participants.slice(i * 2, i * 2 + 2), 'participant'), START);
  for (let i = 0; i < 10; i += 1) await desk.ask(referent, open[i * 4 + 5]?.id ?? '', wanted(participants.slice(50, 51), 'participant'), START);
  await desk.as(referent, async (store) => {
    await store.alerts.set(idOf('opens'), participants, 1, START);
    await store.alerts.set(idOf('alsoOpens'), participants.slice(0, 2), 1, START);
  });

  const otherStructure = await world.structure(long('Association voisine', 120));
  const other = { structure: otherStructure, referent: await world.referent(otherStructure, 'Jean-Claude Olivier') };
  const team = await world.account('operator', null, 'Driss Amrani');
  const gaspard = await world.account('venue', null, 'Gaspard Lieu', { venue: venues[0]?.id ?? '' });
  const nobodys: Account = { operator, id: '', role: 'operator', structure: null, lang: 'fr' };
  await world.asOperator(async (trx) => {
    const asked = { operator_id: operator, created_at: START };
    const of = { answered_by: 'operator', structure_id: structure, account_id: referent.id };
    // Unsaid to those who answer: they would be told of each.
    await trx.batchInsert<object>('decision', await Promise.all(Array.from({ length: 20 }, async (_, i) => {
      const id = systemIds.uuid();
      const joining = { structure: long(`Association <${i}>`, 120), kind: long('association', 120), city: long('Bron', 120), first: long('Nadia', 80), last: long('Neuve', 80, String(i)), email: `${long('nadia', 60, '', '.neuve')}${i}@example.org`, phone: '04 65 71 00 12' };
      return { ...asked, id, kind: 'joining', answered_by: 'operator', sealed: await sealed({ trx, account: nobodys, keys: fresh.keys }, { joining }, id) };
    })), 50);
    await trx.batchInsert<object>('decision', open.slice(0, 14).map((show) => ({ ...asked, ...of, id: systemIds.uuid(), kind: 'exception', person_id: participants[3] ?? null, performance_id: show.id })), 50);
    await trx.batchInsert<object>('decision', open.slice(40, 75).map((show) => ({ ...asked, id: systemIds.uuid(), kind: 'wish', answered_by: 'structure', structure_id: structure, account_id: visitor.id, person_id: participants[50] ?? null, performance_id: show.id })), 50);
  });
  const second = await World.make(fresh, { name: long('Un autre <programme> & Cie', 120) });
  const elsewhere = await second.referent(await second.structure('Foyer des Essais'), 'Soraya Ferrand');
  await rows(fresh.admin, 'analyze');
  return {
    people: { participants, guests, companions }, parties, referent, visitor, leader, venue: gaspard, operator: team, elsewhere, other,
    shows: Object.fromEntries(Object.keys(specials).map((key) => [key, idOf(key)])) as LargeWorld['shows'],
    titles: Object.fromEntries(Object.entries(specials).map(([key, { title }]) => [key, title])),
  };
}

import { performancesRevived } from '../../db/changes.ts';
import type { OptionalKind, PushKind } from '../../core/domain/told.ts';
import { systemIds } from '../../core/ids.ts';
import { cancel, move } from './changes.ts';
import type { Days, Outing, Scene, Told } from './pushScene.ts';

/** In French and in English. */
export type Words = readonly [fr: string, en: string];

export interface Telling {
  /** What is read in the push. */
  readonly says: Words;
  /** What its [Voir] (else its first button) shows: somebody by name, as far as names leave; documents; or these words and nobody. */
  readonly shows: 'names' | 'papers' | Words;
}

/** One kind of push: how it comes about, who is told, and what its button shows. */
export interface Happening {
  readonly kind: PushKind;
  readonly told: Readonly<Partial<Record<Told, Telling>>>;
  readonly outing: (days: Days) => Outing;
  /** What whoever is told has switched off, as it would come in the same days. */
  readonly off?: readonly OptionalKind[];
  /** Told in a chat about what happens on the page: not on the page itself. */
  readonly chatOnly?: true;
  /** What they do before they use the phone that they are told on. */
  readonly first?: (scene: Scene) => Promise<unknown>;
  /** At noon of the first day; what is told at once is told at `days.at`, the rest the day after, until 18:00. */
  readonly comesAbout: (scene: Scene) => Promise<unknown>;
}

const SEE = { fr: 'Voir', en: 'See' };
/** The button that shows more of a push. */
export const firstOf = (labels: readonly string[]): string => labels.find((label) => label === SEE.fr || label === SEE.en) ?? labels[0] ?? '';

/** Far enough ahead that nothing else is told of it in these days. */
const ahead = (days: Days): Outing => ({ startsAt: days.day(20, 20) });
const title = (kind: string): Words => [`Gala ${kind}`, `Gala ${kind}`];

export const HAPPENINGS: readonly Happening[] = [
  {
    kind: 'arrived', outing: ahead,
    told: { referent: { says: ['La personne que vous avez invitée a utilisé son code', 'has used their code'], shows: 'names' } },
    async comesAbout({ house, world, structure, stand, referent, zoraline, days }) {
      const visitor = await world.account('visitor', structure, stand.people[0], { person: zoraline, invitedBy: referent.id });
      await house.login(await world.code(visitor.id, days.day(1, 18)));
    },
  },
  {
    kind: 'asked', outing: ahead,
    told: { referent: { says: ['Une personne que vous accompagnez voudrait aller', 'would like to go to'], shows: 'names' } },
    async comesAbout({ world, structure, stand, desk, show, zoraline, days }) {
      const visitor = await world.account('visitor', structure, stand.people[0], { person: zoraline });
      await desk.as(visitor, (store) => store.decisions.ask({ kind: 'wish', person: zoraline, performance: show }, days.at));
    },
  },
  {
    kind: 'asked', outing: ahead,
    told: { operator: { says: ['Une structure vous demande une exception', 'asks you for an exception'], shows: 'names' } },
    async comesAbout({ desk, referent, show, zoraline, days, books }) {
      await books('zoraline');
      await desk.as(referent, (store) => store.decisions.ask({ kind: 'exception', person: zoraline, performance: show }, days.at));
    },
  },
  {
    kind: 'attendance', outing: (days) => ({ startsAt: days.day(0, 15), closesAt: days.day(0, 13) }), off: ['here'],
    told: { referent: { says: ['Qui était là hier', 'Who was there yesterday'], shows: 'names' }, leader: { says: ['Qui était là hier', 'Who was there yesterday'], shows: 'names' } },
    comesAbout: ({ books }) => books('zoraline', 'odhran', 'timoleon'),
  },
  {
    kind: 'cancelled', outing: ahead,
    told: {
      referent: { says: ['est annulée par le lieu', 'called off by the venue'], shows: 'names' },
      visitor: { says: ['est annulée par le lieu', 'called off by the venue'], shows: 'names' },
      leader: { says: ['est annulée par le lieu', 'called off by the venue'], shows: 'names' },
    },
    async comesAbout({ world, show, days, books }) {
      await books('zoraline', 'odhran', 'timoleon');
      await cancel(world, show, days.at);
    },
  },
  {
    kind: 'confirm', outing: (days) => ({ startsAt: days.day(10, 14) }),
    told: { referent: { says: ['Qui vient', 'Who is coming'], shows: 'names' } },
    comesAbout: ({ books }) => books('zoraline', 'odhran'),
  },
  {
    kind: 'decided', outing: ahead,
    told: { visitor: { says: ['C’est réservé', 'It is booked'], shows: title('decided') } },
    async comesAbout({ told, desk, referent, show, zoraline, days, books }) {
      const visitor = told.get('visitor');
      if (visitor === undefined) throw new Error('nobody to tell');
      const { id } = await desk.as(visitor, (store) => store.decisions.ask({ kind: 'wish', person: zoraline, performance: show }, days.at));
      await books('zoraline');
      await desk.as(referent, (store) => store.decisions.decide(id, true, days.at));
    },
  },
  {
    kind: 'decided', outing: ahead,
    told: { referent: { says: ['L’équipe ne libère pas la place', 'The team does not free the seat'], shows: 'names' } },
    async comesAbout({ desk, referent, operator, show, zoraline, days, books }) {
      await books('zoraline');
      const { id } = await desk.as(referent, (store) => store.decisions.ask({ kind: 'exception', person: zoraline, performance: show }, days.at));
      await desk.as(operator, (store) => store.decisions.decide(id, false, days.at));
    },
  },
  {
    kind: 'draft', outing: (days) => ({ startsAt: days.day(2, 20), closesAt: days.day(2, 13) }),
    told: { referent: { says: ['Votre réservation n’est pas terminée', 'Your booking is not finished'], shows: title('draft') } },
    async first({ house, referent, title: show, stand }) {
      const page = await house.login(referent);
      await page.says(show.toLowerCase());
      await page.presses('Réserver');
      await page.says(stand.people[1]);
      page.sees('Je récapitule');
    },
    comesAbout: async () => undefined,
  },
  {
    kind: 'guests', outing: (days) => ({ startsAt: days.day(3, 14) }),
    told: { venue: { says: ['La liste des invités est prête', 'is ready: 2 people'], shows: 'papers' } },
    comesAbout: ({ books }) => books('zoraline', 'odhran'),
  },
  {
    kind: 'here', outing: (days) => ({ startsAt: days.day(1, 16), closesAt: days.day(0, 13) }), off: ['practical'],
    told: { leader: { says: ['Tout le monde est là', 'Is everybody there'], shows: 'names' } },
    comesAbout: ({ books }) => books('zoraline', 'odhran', 'timoleon'),
  },
  {
    kind: 'joined', outing: ahead,
    told: { stranger: { says: ['Votre demande est acceptée', 'Your request is accepted'], shows: ['code', 'code'] } },
    async comesAbout({ desk, told, operator, world, days }) {
      const stranger = told.get('stranger');
      if (stranger === undefined) throw new Error('nobody to tell');
      await desk.as(stranger, (store) => store.reception.join(world.operator, { structure: 'Maison neuve', kind: 'association', city: 'Bron', first: 'Nadia', last: 'Neuve', email: `${systemIds.uuid()}@essai.example` }, days.at));
      await desk.due(days.at);
      const [asked] = await desk.as(operator, (store) => store.decisions.open()).then((open) => open.filter(({ kind }) => kind === 'joining'));
      await desk.as(operator, (store) => store.decisions.decide(asked?.id ?? '', true, days.at));
      await desk.due(days.at);
    },
  },
  {
    kind: 'lost', outing: (days) => ({ startsAt: days.day(3, 14), capacity: 1 }),
    told: {
      referent: { says: ['il n’y a pas eu de place', 'there was no seat'], shows: 'names' },
      visitor: { says: ['il n’y a pas eu de place', 'there was no seat'], shows: title('lost') },
    },
    comesAbout: ({ books }) => books('odhran', 'zoraline'),
  },
  {
    kind: 'moved', outing: ahead,
    told: {
      referent: { says: ['change de date', 'has a new date'], shows: 'names' },
      visitor: { says: ['change de date', 'has a new date'], shows: 'names' },
      leader: { says: ['change de date', 'has a new date'], shows: 'names' },
    },
    async comesAbout({ world, show, days, books }) {
      await books('zoraline', 'odhran', 'timoleon');
      await move(world, [{ id: show, startsAt: days.day(21, 19) }], days.at);
    },
  },
  {
    kind: 'opened', outing: (days) => ({ startsAt: days.day(20, 20), opensAt: days.day(1, 14) }),
    told: { referent: { says: ['Les réservations sont ouvertes', 'Booking is open'], shows: 'names' } },
    comesAbout: ({ desk, referent, show, zoraline, odhran, days }) => desk.as(referent, (store) => store.alerts.set(show, [zoraline, odhran], 1, days.noon)),
  },
  {
    kind: 'practical', outing: (days) => ({ startsAt: days.day(2, 14) }),
    told: {
      referent: { says: ['Demain', 'Tomorrow'], shows: 'names' },
      visitor: { says: ['Demain', 'Tomorrow'], shows: title('practical') },
      leader: { says: ['Demain', 'Tomorrow'], shows: 'names' },
    },
    comesAbout: ({ books }) => books('zoraline', 'odhran', 'timoleon'),
  },
  {
    kind: 'promoted', outing: (days) => ({ ...ahead(days), capacity: 1 }),
    told: {
      referent: { says: ['Une place s’est libérée', 'A seat has come free'], shows: 'names' },
      visitor: { says: ['Une place s’est libérée', 'A seat has come free'], shows: title('promoted') },
    },
    async comesAbout({ desk, referent, days, books }) {
      const [seat = ''] = await books('odhran');
      await books('zoraline');
      await desk.cancel(referent, [seat], days.at);
    },
  },
  {
    kind: 'revived', outing: ahead,
    told: {
      referent: { says: ['de nouveau possible', 'it can be booked again'], shows: title('revived') },
      visitor: { says: ['de nouveau possible', 'it can be booked again'], shows: title('revived') },
      leader: { says: ['de nouveau possible', 'it can be booked again'], shows: title('revived') },
    },
    async comesAbout({ world, show, days, books }) {
      await books('zoraline', 'odhran', 'timoleon');
      await cancel(world, show, days.at);
      await world.asOperator(async (trx) => {
        await trx('performance').where({ operator_id: world.operator, id: show }).update({ cancelled_at: null });
        await performancesRevived(trx, world.operator, [show], days.at);
      });
    },
  },
  {
    kind: 'suspended', outing: ahead,
    told: { referent: { says: ['Les réservations de votre structure sont suspendues', 'Booking is suspended'], shows: ['demande', 'request'] } },
    comesAbout: ({ desk, operator, structure, days }) => desk.as(operator, (store) => store.desk.suspend(structure, true, days.at)),
  },
  {
    kind: 'tied', outing: ahead, chatOnly: true,
    told: { referent: { says: ['Quelqu’un est entré sur la page web', 'Somebody entered the web page'], shows: ['Vos conversations', 'Your conversations'] } },
    comesAbout: async ({ house, world, referent, days }) => house.login(await world.code(referent.id, days.day(1, 18))),
  },
];

import { beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../core/conversation/flow.ts';
import { flows } from '../../core/conversation/flows/index.ts';
import { refuse } from '../../core/conversation/flows/refuse.ts';
import type { Performance } from '../../core/domain/performance.ts';
import { refusalCodes, type RefusalCode } from '../../core/domain/refusal.ts';
import { strings } from '../../core/i18n/index.ts';
import { systemIds } from '../../core/ids.ts';
import { decodePress, encodePress } from '../../core/messages/actions.ts';
import { plain } from '../../core/messages/naming.ts';
import type { Chat } from '../support/chat.ts';
import { books, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';

/** Every 'no' there is: why, and what is possible instead. Read them aloud when you change one. */
const SAID: Readonly<Record<RefusalCode, readonly [why: string, instead: string]>> = {
  unknown_performance: ['Je ne trouve plus cette date.', 'Elle a pu être retirée. Cherchez-en une autre.'],
  performance_cancelled: ['Cette date a été annulée par le lieu.', 'Voyez les autres dates de « Gospel Experience », ou une autre sortie.'],
  performance_past: ['Cette sortie a déjà commencé.', 'Voyez les prochaines dates.'],
  not_open: ['Les réservations ouvrent samedi 21 novembre à 9 h (dans 23 heures).', 'Je peux vous prévenir à l’ouverture, et garder dès maintenant votre choix de personnes.'],
  closed: ['Les réservations sont closes depuis jeudi 26 novembre à 20 h.', 'Appelez Salle de la Bourse, 04 65 71 00 02 : il reste parfois une solution sur place. Ou choisissez une autre date.'],
  cannot_book: ['Votre compte permet de voir les sorties, pas de réserver.', 'Les réservations se font avec un compte de référent : parlez-en à votre référent.'],
  not_for_account: ['Votre compte ne permet pas cela.', 'Écrivez « aide » pour voir ce que vous pouvez faire ici.'],
  structure_suspended: ['Les réservations de votre structure sont suspendues pour le moment.', 'Vous pouvez voir les sorties. Pour reprendre, contactez l’équipe du programme.'],
  convention_over: ['La convention de votre structure n’est pas en cours aujourd’hui.', 'Vous pouvez voir les sorties. Pour réserver, contactez l’équipe du programme.'],
  nobody_chosen: ['Vous n’avez choisi personne.', 'Tapez un nom, ou touchez-le dans la liste.'],
  too_many_people: ['C’est trop de personnes pour une seule demande.', 'Faites deux demandes : la seconde suivra la première.'],
  unknown_person: ['Je ne trouve pas cette personne dans votre structure.', 'Choisissez-la dans la liste, ou ajoutez-la.'],
  person_removed: ['Soraya Ferrand et Malika Koné : ces fiches ne sont plus actives.', 'Réservez pour une autre personne, ou réactivez-les.'],
  already_booked: ['Soraya Ferrand et Malika Koné : les places sont déjà réservées pour cette date.', 'Elles se trouvent dans vos réservations.'],
  already_waiting: ['Soraya Ferrand et Malika Koné : déjà en liste d’attente pour cette date.', 'Les rangs sont gardés. Voyez vos réservations.'],
  participant_needed: ['Une personne invitée ou qui accompagne vient toujours avec un participant.', 'Ajoutez un participant à cette demande.'],
  companion_not_needed: ['Soraya Ferrand et Malika Koné : une place d’accompagnement n’est donnée que si elle est nécessaire.', 'Dites-le (mineurs, handicap, groupe), ou réservez sans accompagnement.'],
  minimum_impossible: ['Ce groupe est trop grand pour être placé ensemble à cette date.', 'Demandez moins de places ensemble, ou une autre date.'],
  too_late_to_cancel: ['C’est trop tard pour annuler ici (limite : jeudi 26 novembre à 20 h).', 'Appelez Salle de la Bourse, 04 65 71 00 02, pour libérer la place.'],
  unknown_reservation: ['Je ne trouve pas cette réservation : elle a pu être annulée.', 'Voyez vos réservations.'],
};

describe('X8 a reason for every no, and the nearest thing that is possible', () => {
  const people = new Map([['s', { first: 'Soraya', last: 'Ferrand' }], ['m', { first: 'Malika', last: 'Koné' }]]);
  const performance: Performance = {
    id: systemIds.uuid(), eventId: '', venueId: '', programmeId: '', title: 'Gospel Experience', summary: null, description: null, themes: [], accessibility: [], price: null, purchaseUrl: null,
    startsAt: new Date('2026-11-28T19:00:00Z'), endsAt: null, zone: 'Europe/Paris', week: '2026-W48', opensAt: new Date('2026-11-21T08:00:00Z'), closesAt: new Date('2026-11-26T19:00:00Z'),
    releaseAt: new Date('2026-11-25T19:00:00Z'), capacity: 2, taken: 0, cancelledAt: null, venue: { name: 'Salle de la Bourse', address: null, city: 'Lyon', phone: '04 65 71 00 02', access: null },
  };
  const ctx = {
    say: strings('fr', { now: new Date('2026-11-20T09:00:00Z'), zone: 'Europe/Paris' }),
    anytime: (flow: string, name: string, ...args: string[]) => encodePress({ flow, name, args }),
  } as unknown as Context;

  it.each(Object.keys(refusalCodes) as RefusalCode[])('X8 %s', (code) => {
    for (const about of [performance, undefined]) {
      const reader = { ...ctx, account: { role: code === 'cannot_book' ? 'visitor' : 'referent' } } as unknown as Context;
      const no = refuse({ code, people: ['s', 'm'] }, reader, about);
      const [why, instead] = no.blocks.map((block) => ('text' in block ? plain(block.text, { people, accounts: new Map() }) : ''));
      if (about !== undefined) expect([why, instead]).toEqual(SAID[code]);
      for (const sentence of [why, instead]) {
        expect(sentence).toMatch(/^\p{Lu}.*\.$/u);
        expect(sentence).not.toMatch(/undefined|null|NaN|\$\{|\[object|TODO|…/);
      }
      // Each button leads somewhere that needs no session: a refusal is good whenever it is read.
      expect(no.actions?.length).toBeGreaterThan(0);
      for (const { id } of no.actions ?? []) {
        const press = decodePress(id);
        const flow = flows[press?.flow as keyof typeof flows];
        expect(Object.keys(flow.anytime ?? {}), id).toContain(press?.name);
      }
    }
  });
});

describe('X8 each no as it is met', () => {
  let house: House;
  let home: string;
  let sophie: Chat;
  const met = new Set<RefusalCode>();
  const people: Record<string, string> = {};

  const begin = (id: string): string => encodePress({ flow: 'book', name: 'begin', args: [id] });
  const operator = (work: Parameters<House['world']['asOperator']>[0]): Promise<unknown> => house.world.asOperator(work);

  /** It is said, in its own words, with a way on, and nothing was booked. */
  function refused(code: RefusalCode, chat: Chat = sophie): void {
    const [why] = SAID[code];
    const one = why.replace('ces fiches ne sont plus actives', 'cette fiche n’est plus active').replace('les places sont déjà réservées', 'la place est déjà réservée');
    chat.sees(why.includes('Ferrand') ? (one.split(' : ').at(-1) ?? one) : why.replace(/(ouvrent|depuis|limite :) .*/, '$1'));
    expect(chat.actions.length).toBeGreaterThan(0);
    met.add(code);
  }

  beforeAll(async () => {
    house = await openHouse();
    const { world } = house;
    home = await world.structure('Foyer des Essais');
    for (const name of ['Soraya Ferrand', 'Malika Koné', 'Hugo Petit', 'Awa Diallo']) people[name.split(' ')[0] ?? ''] = await world.person(home, name);
    people['Nadia'] = await world.person(home, 'Nadia Ferrand', 'guest', people['Soraya']);
    sophie = await house.login(await world.referent(home));
    await world.show({ title: 'Gospel Experience', capacity: 2 });
  });

  it('X8 about the date', async () => {
    await sophie.pressesId(begin(systemIds.uuid()));
    refused('unknown_performance');
    const later = await house.world.show({ title: 'Casse-Noisette', startsAt: new Date('2026-12-21T19:00:00Z') });
    await sophie.pressesId(begin(later.id));
    refused('not_open');
    const closed = await house.world.show({ title: 'Matinée', startsAt: new Date('2026-11-21T10:00:00Z') });
    await sophie.pressesId(begin(closed.id));
    refused('closed');
    const past = await house.world.show({ title: 'Hier', startsAt: new Date('2026-11-19T19:00:00Z') });
    await sophie.pressesId(begin(past.id));
    refused('performance_past');
    const gone = await house.world.show({ title: 'Ballet des ombres' });
    await prepares(sophie, 'ballet', 'hugo');
    await operator((trx) => trx('performance').where({ operator_id: house.world.operator, id: gone.id }).update({ cancelled_at: new Date('2026-11-20T09:00:00Z') }));
    await sophie.presses('Confirmer');
    refused('performance_cancelled');
    expect(await house.world.seats(gone.id)).toEqual([]);
  });

  it('X8 about who books', async () => {
    const eric = await house.login(await house.world.account('visitor', null, 'Eric Petit'));
    await eric.says('réserver');
    refused('cannot_book', eric);
    const set = (more: Record<string, unknown>): Promise<unknown> => operator((trx) => trx('structure').where({ operator_id: house.world.operator, id: home }).update(more));
    await prepares(sophie, 'gospel', 'hugo');
    await set({ suspended_at: new Date('2026-11-20T09:00:00Z') });
    await sophie.presses('Confirmer');
    refused('structure_suspended');
    await set({ suspended_at: null, convention_until: '2026-11-19' });
    await sophie.says('gospel');
    await sophie.presses('Réserver');
    refused('convention_over');
    await set({ convention_until: '2026-11-20' });
    await sophie.says('gospel');
    await sophie.presses('Réserver');
    sophie.sees('Pour qui');
  });

  it('X8 about for whom', async () => {
    await sophie.says('continuer');
    refused('nobody_chosen');
    await sophie.says('nadia');
    refused('participant_needed');
    await operator((trx) => trx('programme').where({ operator_id: house.world.operator }).update({ people_per_request: 2 }));
    await sophie.says('soraya, malika et hugo');
    refused('too_many_people');
    await operator((trx) => trx('programme').where({ operator_id: house.world.operator }).update({ people_per_request: 60 }));
    await books(sophie, 'gospel', 'soraya et malika');
    sophie.sees('C’est réservé');
    await prepares(sophie, 'gospel', 'soraya');
    refused('already_booked');
    await books(sophie, 'gospel', 'hugo');
    await prepares(sophie, 'gospel', 'hugo');
    refused('already_waiting');
  });

  it('X8 about somebody who went away meanwhile; the draft goes on without them', async () => {
    await house.world.show({ title: 'Cirque Lune', capacity: 5, startsAt: new Date('2026-12-02T19:00:00Z') });
    const [lou = '', noe = ''] = await house.world.people(home, ['Lou Bernard', 'Noé Robert']);
    await sophie.says('cirque');
    await sophie.presses('Réserver');
    await sophie.presses('Lou B.');
    await sophie.presses('Hugo P.');
    await operator((trx) => trx('person').where({ operator_id: house.world.operator, id: lou }).update({ removed_at: new Date('2026-11-20T09:00:00Z') }));
    await sophie.presses('Continuer');
    refused('person_removed');
    sophie.sees('Lou Bernard : cette fiche n’est plus active', '1 personne : Hugo Petit');
    await sophie.presses('Noé R.');
    await house.fresh.admin('person').where({ id: noe }).delete();
    await sophie.presses('Continuer');
    refused('unknown_person');
    await sophie.presses('Continuer');
    sophie.sees('Une place pour Hugo Petit');
    // Somebody who has become a companion since: the need was never said.
    await sophie.presses('Modifier');
    await sophie.says('awa');
    await operator((trx) => trx('person').where({ operator_id: house.world.operator, id: people['Awa'] }).update({ kind: 'companion' }));
    await sophie.presses('Confirmer');
    refused('companion_not_needed');
    sophie.offers('Changer les personnes');
  });

  it('X8 about together, and about cancelling', async () => {
    await house.world.show({ title: 'Petit salon', capacity: 2, startsAt: new Date('2026-12-09T19:00:00Z') });
    await prepares(sophie, 'petit salon', 'soraya, malika et hugo');
    await sophie.presses('Au moins');
    await sophie.says('3');
    refused('minimum_impossible');
    await house.clock('2026-11-26T19:00:00Z');
    await sophie.says('annuler soraya gospel');
    refused('too_late_to_cancel');
    await sophie.pressesId(encodePress({ flow: 'cancel', name: 'seat', args: [systemIds.uuid()] }));
    refused('unknown_reservation');
  });

  it('X8 about what an account is for', async () => {
    await sophie.pressesId(encodePress({ flow: 'desk', name: 'open', args: [] }));
    refused('not_for_account');
  });

  it('X8 none was left out', () => {
    expect([...met].sort()).toEqual(Object.keys(refusalCodes).sort());
  });
});

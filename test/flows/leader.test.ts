import { beforeAll, describe, expect, it } from 'vitest';
import { strings } from '../../core/i18n/index.ts';
import type { Context } from '../../core/conversation/flow.ts';
import { deskOnHome } from '../../core/conversation/flows/desk.ts';
import { visitsOnHome } from '../../core/conversation/flows/visits.ts';
import { encodePress } from '../../core/messages/actions.ts';
import { plain } from '../../core/messages/naming.ts';
import { plainText } from '../../core/messages/plainText.ts';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { Desk } from '../support/desk.ts';
import { books, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import { newSeed, sample } from '../support/sample.ts';
import { START, ZONE, type Referent } from '../support/world.ts';

let house: House;
let home: string;
let sophie: Chat;
let benoit: Chat;
let accounts: Record<'sophie' | 'benoit' | 'soraya' | 'operator' | 'venue' | 'jury', Referent>;
let outing: { id: string };
let other: { id: string };

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  home = await world.structure('Foyer des Lilas');
  const [soraya = ''] = await world.people(home, ['Soraya Ferrand', 'Hugo Ferrand', 'Malika Koné']);
  const companion = await world.person(home, 'Benoît Carron', 'companion');
  const referent = await world.referent(home, 'Sophie Martin');
  accounts = {
    sophie: referent,
    benoit: await world.account('leader', home, 'Benoît Carron', { person: companion, invitedBy: referent.id }),
    soraya: await world.account('visitor', home, 'Soraya Ferrand', { person: soraya, invitedBy: referent.id }),
    operator: await world.account('operator', null, 'Marguerite Achard'),
    venue: await world.account('venue', null, 'Gaspard Rollin', { venue: await world.venue('Le Battant') }),
    jury: await world.account('jury', null, 'Paule Kermarec'),
  };
  sophie = await house.login(referent);
  benoit = await house.login(accounts.benoit);
  const foreign = await world.structure('Maison Saint-Roch');
  await world.person(foreign, 'Idris Lemaire');
  const marc = await house.login(await world.referent(foreign, 'Marc Leroy'));
  outing = await world.show({ title: 'Gospel Experience', capacity: 9 });
  other = await world.show({ title: 'Cendrillon', capacity: 9, startsAt: new Date('2026-12-12T14:00:00Z') });
  await books(marc, 'gospel', 'idris');
  await prepares(sophie, 'gospel', 'soraya, hugo, benoit');
  await sophie.presses('Oui, un groupe');
  await sophie.presses('Confirmer');
  sophie.sees('C’est réservé');
  await books(sophie, 'cendrillon', 'malika');
});

describe('A14 a group leader', () => {
  it('A14 sees the outings where they hold a seat, with the names of the own group, and nothing else', async () => {
    await benoit.says('mes réservations');
    benoit.sees('Vos sorties', 'Gospel Experience', '3 personnes').seesNot('Cendrillon', 'Malika', 'Idris');
    await benoit.says('1');
    benoit.sees('samedi 28 novembre à 20 h', '1 rue de l’Essai', 'Soraya Ferrand', 'Hugo Ferrand', 'Benoît Carron').seesNot('Idris', 'Malika', 'Je ne peux pas venir', 'Réserver');
    await benoit.presses('Voir la sortie');
    benoit.offersNot('Je voudrais y aller', 'Réserver');
  });

  it('A14 of an outing without a seat of theirs nothing is seen, whatever is pressed', async () => {
    const ids = [outing.id, other.id, home, ...(await rows<{ id: string; request_id: string }>(house.fresh.admin, 'select id, request_id from seat')).flatMap((seat) => [seat.id, seat.request_id])];
    const before = await rows(house.fresh.admin, 'select id, state, hindered_at, attendance from seat order by id');
    const seed = newSeed('forged by a leader');
    for (const [flow, names] of [['mine', ['show', 'outing']], ['wish', ['go', 'cannot']], ['cancel', ['seat', 'request']], ['reservations', ['at', 'show']], ['book', ['begin', 'split']], ['decide', ['see', 'no', 'cancel', 'hinder']], ['access', ['for', 'take', 'code']], ['desk', ['see', 'yes']], ['papers', ['seat', 'outing', 'guests']]] as const) {
      for (const name of names) {
        // In the short form, four of the ids on each.
        for (const id of sample(ids, 4, `${seed}${flow}${name}`)) {
          await benoit.pressesId(encodePress({ flow, name, args: [id] }));
          benoit.seesNot('Malika', 'Koné', 'Idris', 'Lemaire');
        }
      }
    }
    expect(await rows(house.fresh.admin, 'select id, state, hindered_at, attendance from seat order by id')).toEqual(before);
    expect(await rows(house.fresh.admin, 'select id from decision')).toEqual([]);
  }, 60_000);

  it('A9 what is said to be there is there, for each as they may have it', async () => {
    const kinds = async (who: Chat): Promise<string[]> => {
      await who.pressesId(encodePress({ flow: 'papers', name: 'outing', args: [outing.id] }));
      return who.last.flatMap(({ files = [] }) => files.map(({ name }) => name));
    };
    expect(await kinds(benoit)).toEqual(['3 invitations', 'Date et lieu', 'Liste de la sortie']);
    benoit.sees('📄 3 invitations, 1 agenda, 1 liste de la sortie.');
    const soraya = await house.login(accounts.soraya);
    expect(await kinds(soraya)).toEqual(['Invitation', 'Date et lieu']);
    soraya.sees('📄 1 invitation, 1 agenda.');
    // Nobody of the team goes there: nothing for their calendar.
    const team = await house.login(accounts.operator);
    expect(await kinds(team)).toEqual(['4 invitations']);
    team.sees(/📄 4 invitations\.$/m);
    const [seat] = await rows<{ id: string }>(house.fresh.admin, "select id from seat where state = 'booked' and performance_id = ?", [outing.id]);
    await team.pressesId(encodePress({ flow: 'papers', name: 'seat', args: [seat?.id ?? ''] }));
    expect(team.last.flatMap(({ files = [] }) => files.map(({ name }) => name))).toEqual(['Invitation']);
    const venue = await house.login(accounts.venue);
    expect(await kinds(venue)).toEqual([]);
  });

  it('A14 once their own seat is given back, the group is not seen any more', async () => {
    await sophie.says('annuler benoit');
    await sophie.presses('Oui, annuler');
    await benoit.pressesId(encodePress({ flow: 'mine', name: 'outing', args: [outing.id] }));
    benoit.sees('Je ne trouve pas cette invitation', 'Vous n’accompagnez pas de sortie').seesNot('Soraya', 'Hugo');
  });
});

describe('A14 what the home page is given', () => {
  const fr = strings('fr', { now: START, zone: ZONE });
  const onHome = (who: Referent, of: typeof visitsOnHome): Promise<{ text: string; labels: string[] }> => new Desk(house.fresh).as(who, async (store) => {
    const ctx = { now: START, say: fr, account: who, store, lang: 'fr', anytime: (flow: string, name: string, ...args: string[]) => encodePress({ flow, name, args }) } as unknown as Context;
    const { blocks, actions } = await of(ctx);
    const names = { people: new Map(), accounts: new Map() };
    return { text: plainText({ blocks }, names), labels: actions.map(({ label }) => plain(label, names)) };
  });

  it('A14 to a visitor the next invitation, to a referent the wishes that wait', async () => {
    expect(await onHome(accounts.soraya, visitsOnHome)).toEqual({ text: expect.stringContaining('Vous avez 1 invitation. La prochaine : Gospel Experience, samedi 28 novembre à 20 h') as string, labels: ['Mes invitations'] });
    expect((await onHome(accounts.benoit, visitsOnHome)).text).toContain('Vous n’accompagnez pas de sortie');
    expect(await onHome(accounts.sophie, visitsOnHome)).toEqual({ text: '', labels: [] });
    const soraya = await house.login(accounts.soraya);
    await soraya.pressesId(encodePress({ flow: 'wish', name: 'go', args: [other.id] }));
    expect((await onHome(accounts.soraya, visitsOnHome)).text).toContain('1 demande attend une réponse de votre référent');
    const waiting = await onHome(accounts.sophie, visitsOnHome);
    expect(waiting).toEqual({ text: expect.stringContaining('1 demande des personnes que vous accompagnez attend votre réponse') as string, labels: ['Répondre aux demandes'] });
    expect(waiting.text).not.toContain('Soraya');
  });

  it('A14 A16 to venue and jury what there is for them, to the operator what waits', async () => {
    expect((await onHome(accounts.venue, visitsOnHome)).text).toContain('lieu partenaire');
    expect((await onHome(accounts.jury, visitsOnHome)).text).toContain('jury');
    expect(await onHome(accounts.operator, visitsOnHome)).toEqual({ text: '', labels: [] });
    expect((await onHome(accounts.operator, deskOnHome)).text).toContain('Aucune demande n’attend');
    await house.world.joining();
    expect(await onHome(accounts.operator, deskOnHome)).toEqual({ text: expect.stringMatching(/1 demande attend votre réponse[^]*Rejoindre le programme/) as string, labels: ['Demandes', 'Structures'] });
    expect(await onHome(accounts.sophie, deskOnHome)).toEqual({ text: '', labels: [] });
  });

  it('A1 the desk in the store is the operator’s alone', async () => {
    for (const who of [accounts.sophie, accounts.soraya, accounts.venue]) {
      await expect(new Desk(house.fresh).as(who, (store) => store.desk.structures(undefined, { offset: 0, limit: 5 }))).rejects.toThrow('the desk is the operator’s');
      await expect(new Desk(house.fresh).as(who, (store) => store.desk.suspend(home, true, START))).rejects.toThrow('the desk is the operator’s');
    }
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { Desk } from '../support/desk.ts';
import { books, nothingIsWrong, Phone } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import { START, World } from '../support/world.ts';

let house: House;
let home: string;
let sophie: Chat;
let driss: Chat;
let marguerite: Chat;
let paul: Chat;
let soraya: string;
let minutes = 0;

const tick = (): Promise<unknown> => house.clock(new Date(START.getTime() + (minutes += 1) * 60_000));
const decision = async () => (await rows<{ id: string; kind: string; state: string }>(house.fresh.admin, 'select id, kind, state from decision order by created_at desc, id desc limit 1'))[0] ?? { id: '', kind: '', state: '' };
const audited = async (action: string): Promise<number> => (await rows(house.fresh.admin, 'select id from audit where action = ?', [action])).length;
const suspendedAt = async (): Promise<Date | null> => (await rows<{ at: Date | null }>(house.fresh.admin, 'select suspended_at as at from structure where id = ?', [home]))[0]?.at ?? null;

beforeAll(async () => {
  house = await openHouse();
  home = await house.world.structure('Foyer des Lilas', { city: 'Lyon', kind: 'shelter', convention_from: '2026-01-01', convention_until: '2026-12-31' });
  await house.world.structure('Maison Saint-Roch', { city: 'Bron' });
  const account = await house.world.referent(home, 'Sophie Martin');
  sophie = await house.login(account);
  driss = await house.login(await house.world.referent(home, 'Driss Amrani'));
  marguerite = await house.login(await house.world.account('operator', null, 'Marguerite Achard'));
  paul = await house.login(await house.world.account('operator', null, 'Paul Vernet'));
  await new Desk(house.fresh).as(account, (store) => store.structures.edit({ contact: 'Sophie Martin', phone: '04 00 00 00 09' }));
  [soraya = ''] = await house.world.people(home, ['Soraya Ferrand', 'Hugo Ferrand', 'Malika Koné', 'Karim Haddad']);
  await house.world.person(home, 'Lina Ferrand', 'guest', soraya);
});

describe('A1 who asks to join', () => {
  it('A1 is let in once by two who press at once: a structure, its first referent, a code by e-mail', async () => {
    const [hers, his] = [await Phone.of(marguerite), await Phone.of(paul)];
    const id = await house.world.joining({ phone: '04 00 00 00 11' });
    await tick();
    const push = await hers.rings('Une structure voudrait rejoindre le programme');
    expect(JSON.stringify(push)).not.toMatch(/Nadia|Neuve|Essais/);
    await his.rings('Une structure voudrait rejoindre le programme');
    for (const chat of [marguerite, paul]) {
      await chat.presses('Voir');
      chat.sees('Association des Essais', 'Bron', 'Nadia Neuve', 'nadia.neuve@example.org', '04 00 00 00 11', 'vendredi 20 novembre').offers('Accepter', 'Refuser');
    }
    await Promise.all([marguerite.presses('Accepter'), paul.presses('Accepter')]);
    const texts = [marguerite.text, paul.text];
    expect(texts.filter((text) => text.includes('fait partie du programme'))).toHaveLength(1);
    expect(texts.filter((text) => /Déjà répondu par (?:Marguerite Achard|Paul Vernet)/.test(text))).toHaveLength(1);
    const made = await rows<{ id: string; kind: string; city: string }>(house.fresh.admin, `select id, kind, city from structure where name = 'Association des Essais'`);
    expect(made).toMatchObject([{ kind: 'association', city: 'Bron' }]);
    const accounts = await rows<{ id: string; role: string }>(house.fresh.admin, 'select id, role from account where structure_id = ?', [made[0]?.id]);
    expect(accounts).toMatchObject([{ role: 'referent' }]);
    expect(await rows(house.fresh.admin, `select kind from outbox where account_id = ? and kind = 'mail-code'`, [accounts[0]?.id])).toHaveLength(1);
    expect(await audited('structure.admitted')).toBe(1);
    await house.restart();
    await marguerite.pressesId(encodePress({ flow: 'desk', name: 'yes', args: [id, '0'] }));
    marguerite.sees('Déjà répondu par', 'oui');
    expect(await rows(house.fresh.admin, `select id from structure where name = 'Association des Essais'`)).toHaveLength(1);
  });

  it('A1 an address that has an account: nothing is made, the question stays open', async () => {
    const id = await house.world.joining({ structure: 'Autre nom' });
    await marguerite.pressesId(encodePress({ flow: 'desk', name: 'yes', args: [id, '0'] }));
    marguerite.sees('a déjà un compte', 'Rien n’a été créé').offers('Refuser');
    expect(await rows(house.fresh.admin, `select id from structure where name = 'Autre nom'`)).toEqual([]);
    await marguerite.presses('Refuser');
    marguerite.sees('C’est refusé. Rien n’a été créé');
    expect(await decision()).toMatchObject({ id, state: 'refused' });
  });

  it('A1 the same name as a structure that is there: said on the card', async () => {
    const id = await house.world.joining({ structure: 'FOYER DES LILAS', email: 'autre@example.org' });
    await marguerite.says('demandes');
    await marguerite.says('1');
    marguerite.sees('Une structure porte déjà ce nom');
    await marguerite.presses('Refuser');
    await marguerite.pressesId(encodePress({ flow: 'desk', name: 'see', args: [id] }));
    marguerite.sees('Déjà répondu par Marguerite Achard', 'non');
  });
});

describe('A1 suspended and back', () => {
  it('A1 a structure is found by its name, and suspended after a confirmation that says what it means', async () => {
    await marguerite.says('structures');
    marguerite.sees('Foyer des Lilas', 'Maison Saint-Roch', 'active');
    await marguerite.says('lilas');
    marguerite.seesNot('Saint-Roch');
    await marguerite.says('1');
    marguerite.sees('hébergement', 'Sophie Martin, Driss Amrani', '4 personnes', 'du jeudi 1er janvier', '04 00 00 00 09').seesNot('Soraya', 'Ferrand', 'Malika');
    await marguerite.presses('Suspendre');
    marguerite.sees('pourra voir les sorties, mais pas réserver', 'gardent leur rang');
    const yes = marguerite.idOf('Oui, suspendre');
    const phones = [await Phone.of(sophie), await Phone.of(driss)];
    await marguerite.pressesId(yes);
    marguerite.sees('sont suspendues');
    await marguerite.pressesId(yes);
    marguerite.sees('Ce bouton ne vaut plus');
    expect(await audited('structure.suspended')).toBe(1);
    await tick();
    for (const phone of phones) await phone.rings('Les réservations de votre structure sont suspendues');
  });

  it('A1 suspended: waiters keep their place and are not served; the referent asks once to start again', async () => {
    const show = await house.world.show({ title: 'Gospel Experience', capacity: 1 });
    await sophie.says('gospel');
    await sophie.presses('Réserver');
    sophie.sees('suspendues').offers('Demander la reprise');
    const [hers, his, own] = [await Phone.of(marguerite), await Phone.of(paul), await Phone.of(driss)];
    await sophie.presses('Demander la reprise');
    sophie.sees('C’est demandé à l’équipe : reprendre les réservations');
    await driss.pressesId(encodePress({ flow: 'exceptions', name: 'resume', args: [] }));
    driss.sees('C’est déjà demandé');
    await own.news();
    await tick();
    await hers.rings('Une structure suspendue demande à reprendre');
    await his.rings('Une structure suspendue demande à reprendre');
    await marguerite.presses('Voir');
    marguerite.sees('Foyer des Lilas', 'Sophie Martin').offers('Lever la suspension', 'Maintenir la suspension');
    const asked = await decision();
    const phone = await Phone.of(sophie);
    await marguerite.presses('Maintenir');
    marguerite.sees('La suspension est maintenue');
    await tick();
    await phone.rings('L’équipe maintient la suspension');
    expect(await suspendedAt()).not.toBeNull();
    await paul.pressesId(encodePress({ flow: 'desk', name: 'yes', args: [asked.id, '0'] }));
    paul.sees('Déjà répondu par Marguerite Achard', 'non');
    expect(await suspendedAt()).not.toBeNull();
    await sophie.says('demandes');
    await sophie.presses('Mes demandes à l’équipe');
    sophie.sees('Reprendre les réservations', 'refusé');
    expect(await house.world.seats(show.id)).toEqual([]);
  });

  it('A1 A8 lifted: told to all its referents, and who waited is served', async () => {
    await house.world.asOperator((trx) => trx('structure').where({ operator_id: house.world.operator, id: home }).update({ suspended_at: null }));
    const show = await house.world.show({ title: 'Cendrillon', capacity: 1, startsAt: new Date('2026-12-05T14:00:00Z') });
    await books(sophie, 'cendrillon', 'hugo');
    await sophie.says('menu');
    await sophie.says('cendrillon');
    await sophie.presses('Liste d’attente');
    await sophie.says('karim');
    await sophie.presses('Confirmer');
    await marguerite.pressesId(encodePress({ flow: 'structures', name: 'suspend', args: [home] }));
    await marguerite.presses('Oui, suspendre');
    await house.world.setCapacity(show.id, 2, await house.now());
    expect((await house.world.seats(show.id)).map(({ state }) => state)).toEqual(['booked', 'waiting']);
    await driss.pressesId(encodePress({ flow: 'exceptions', name: 'resume', args: [] }));
    const lift = encodePress({ flow: 'desk', name: 'yes', args: [(await decision()).id, '0'] });
    await tick();
    const phones = [await Phone.of(sophie), await Phone.of(driss)];
    await Promise.all([marguerite.pressesId(lift), paul.pressesId(lift)]);
    expect([marguerite.text, paul.text].filter((text) => text.includes('peut réserver de nouveau'))).toHaveLength(1);
    expect(await audited('structure.resumed')).toBe(1);
    await tick();
    for (const phone of phones) expect((await phone.news()).map(({ text }) => text).filter((text) => text.includes('Votre structure peut réserver de nouveau'))).toHaveLength(1);
    expect((await house.world.seats(show.id)).map(({ state }) => state)).toEqual(['booked', 'booked']);
    await nothingIsWrong(house);
  });

  it('A1 a lift from the sheet answers the open question too', async () => {
    await marguerite.pressesId(encodePress({ flow: 'structures', name: 'suspend', args: [home] }));
    await marguerite.says('oui');
    await sophie.pressesId(encodePress({ flow: 'exceptions', name: 'resume', args: [] }));
    await paul.pressesId(encodePress({ flow: 'structures', name: 'see', args: [home] }));
    paul.sees('suspendue depuis');
    await paul.presses('Lever la suspension');
    paul.sees('peut réserver de nouveau');
    expect(await decision()).toMatchObject({ kind: 'suspension', state: 'granted' });
    await sophie.pressesId(encodePress({ flow: 'exceptions', name: 'resume', args: [] }));
    sophie.sees('ne sont pas suspendues');
  });
});

describe('A5 exceptions', () => {
  it('A1 a question in one’s own words: sent once, answered once, and the answer comes back', async () => {
    await house.world.asOperator((trx) => trx('structure').where({ operator_id: house.world.operator, id: home }).update({ convention_until: '2026-11-01' }));
    await house.world.show({ title: 'Hamlet', startsAt: new Date('2026-12-09T19:00:00Z') });
    await sophie.says('hamlet');
    await sophie.presses('Réserver');
    sophie.sees('convention').offers('Demander à l’équipe');
    await sophie.presses('Demander à l’équipe');
    sophie.sees('Que voulez-vous demander');
    await sophie.says('x'.repeat(700));
    sophie.sees('C’est trop long');
    await sophie.says('Malika Koné peut-elle venir avec son chien ?');
    sophie.sees('C’est envoyé à l’équipe');
    await driss.pressesId(encodePress({ flow: 'exceptions', name: 'ask', args: [] }));
    driss.sees('attend déjà une réponse', 'avec son chien');
    expect(await rows(house.fresh.admin, `select id from decision where sealed::text like '%chien%'`)).toEqual([]);
    await marguerite.pressesId(encodePress({ flow: 'desk', name: 'see', args: [(await decision()).id] }));
    marguerite.sees('avec son chien', 'Foyer des Lilas', 'Sophie Martin').offers('Accorder', 'Refuser');
    const phone = await Phone.of(sophie);
    await marguerite.presses('Accorder');
    await tick();
    const push = await phone.rings('L’équipe a répondu oui à votre demande');
    expect(JSON.stringify(push)).not.toMatch(/chien|Malika/);
    await sophie.presses('Voir');
    sophie.sees('avec son chien', 'accordé');
    await house.world.asOperator((trx) => trx('structure').where({ operator_id: house.world.operator, id: home }).update({ convention_until: '2026-12-31' }));
  });

  it('A5 after closing a seat is freed by the operator’s word, with those who came along, and once', async () => {
    const show = await house.world.show({ title: 'Bal folk', capacity: 3, startsAt: new Date('2026-11-23T19:00:00Z') });
    await books(sophie, 'bal folk', 'soraya, lina');
    minutes = 60 * 35;
    await tick();
    await sophie.says('annuler soraya');
    sophie.sees('C’est trop tard').offers('Noter l’empêchement', 'Demander à l’équipe');
    const ask = sophie.idOf('Demander à l’équipe');
    await sophie.pressesId(ask);
    sophie.sees('libérer la place de Soraya Ferrand', 'la place reste réservée');
    await sophie.pressesId(ask);
    sophie.sees('Ce bouton ne vaut plus');
    const [seat] = await rows<{ id: string }>(house.fresh.admin, 'select id from seat where performance_id = ? and person_id = ?', [show.id, soraya]);
    await driss.pressesId(encodePress({ flow: 'exceptions', name: 'free', args: [seat?.id ?? ''] }));
    driss.sees('C’est déjà demandé');
    await driss.pressesId(encodePress({ flow: 'exceptions', name: 'open', args: [] }));
    driss.sees('Libérer la place de Soraya Ferrand : Bal folk');
    const asked = await decision();
    expect(asked.kind).toBe('exception');
    await marguerite.pressesId(encodePress({ flow: 'desk', name: 'open', args: [] }));
    marguerite.sees('Libérer une place').seesNot('Soraya');
    await marguerite.says('1');
    marguerite.sees('Soraya Ferrand', 'Bal folk', 'Sans participant, Lina Ferrand').offers('Libérer la place', 'Garder la place').seesNot('Malika', 'Hugo');
    const grant = marguerite.idOf('Libérer la place');
    await Promise.all([marguerite.pressesId(grant), paul.pressesId(grant)]);
    expect([marguerite.text, paul.text].filter((text) => text.includes('2 places sont libérées'))).toHaveLength(1);
    expect([marguerite.text, paul.text].filter((text) => text.includes('Déjà répondu par'))).toHaveLength(1);
    expect((await house.world.seats(show.id)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    expect(await audited('exception.granted')).toBe(2);
    await nothingIsWrong(house);
  });

  it('A5 before closing it is cancelled in the ordinary way', async () => {
    await house.world.show({ title: 'Opérette', startsAt: new Date('2026-12-12T19:00:00Z') });
    await books(sophie, 'operette', 'malika');
    const [seat] = await rows<{ id: string }>(house.fresh.admin, `select s.id from seat s join performance p on p.id = s.performance_id join event e on e.id = p.event_id where e.title = 'Opérette'`);
    await sophie.pressesId(encodePress({ flow: 'exceptions', name: 'free', args: [seat?.id ?? ''] }));
    sophie.sees('Vous pouvez encore annuler cette place').offers('Annuler cette place');
  });
});

describe('X5 the desk is one operator’s', () => {
  it('X5 nobody else answers or looks: another operator, a referent, a venue, a jury', async () => {
    const other = await World.make(house.fresh, { name: 'Autre opérateur' });
    const elsewhere = await house.login(await other.account('operator', null, 'Yves Ailleurs'));
    const id = await house.world.joining({ structure: 'Cercle secret', email: 'cercle@example.org' });
    const before = await rows(house.fresh.admin, 'select id, state from decision order by id');
    const venue = await house.login(await house.world.account('venue', null, 'Gaspard Rollin', { venue: await house.world.venue() }));
    const jury = await house.login(await house.world.account('jury', null, 'Paule Kermarec'));
    for (const chat of [elsewhere, sophie, venue, jury]) {
      for (const [flow, names] of [['desk', ['see', 'yes', 'no']], ['structures', ['see', 'suspend', 'lift']]] as const) {
        for (const name of names) {
          for (const one of [id, home]) {
            await chat.pressesId(encodePress({ flow, name, args: [one, '0'] }));
            chat.seesNot('Cercle secret', 'Nadia', 'Foyer des Lilas', 'Driss');
            expect(chat.text).toMatch(/Je ne trouve pas|ne permet pas/);
          }
        }
      }
      await chat.says('menu');
      expect(chat.actions.length).toBeGreaterThan(0);
    }
    expect(await rows(house.fresh.admin, 'select id, state from decision order by id')).toEqual(before);
    expect(await suspendedAt()).toBeNull();
    // What a structure's visitor asks is not the operator's to answer.
    await marguerite.pressesId(encodePress({ flow: 'decide', name: 'see', args: [id] }));
    marguerite.sees('ne permet pas');
  });
});

describe('X8 an operator is not sent to a referent', () => {
  it('X8 asked to cancel a seat, they are told so in words that fit', async () => {
    await marguerite.says('annuler soraya');
    marguerite.sees('Votre compte ne permet pas cela').seesNot('votre référent');
  });
});

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { books, nothingIsWrong, Phone } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let home: string;
let sophie: Chat;

beforeAll(async () => {
  house = await openHouse();
});

/** A structure of its own for each test, with one referent. */
beforeEach(async () => {
  home = await house.world.structure('Foyer des Essais');
  sophie = await house.login(await house.world.referent(home));
});

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const family = (i: number): string => `N${LETTERS[Math.floor(i / 26)] ?? ''}${LETTERS[i % 26] ?? ''}om`;
const sixty = (): Promise<string[]> => house.world.people(home, Array.from({ length: 60 }, (_, i) => `Prénom ${family(i)}`));
const stored = async (id: string) => (await rows<{ kind: string; of_person: string | null; removed_at: Date | null; discreet: boolean; sealed: Buffer }>(house.fresh.admin, 'select * from person where id = ?', [id]))[0];
const count = async (): Promise<number> => (await rows<{ n: number }>(house.fresh.admin, 'select count(*)::int as n from person where structure_id = ?', [home]))[0]?.n ?? 0;
const audited = async (subject: string): Promise<string[]> => (await rows<{ action: string }>(house.fresh.admin, 'select action from audit where subject = ? order by at, id', [subject])).map(({ action }) => action);

describe('A3 the list of people', () => {
  it('A3 25 a page by last name, with how many there are of each kind', async () => {
    const [first = ''] = await sixty();
    await house.world.person(home, 'Zoé Proche', 'guest', first);
    await sophie.says('mes participants');
    sophie.sees('60 participants', '1 proche', 'Prénom Naaom', 'Prénom Nayom', '1 à 25 sur 61').seesNot('Prénom Nazom').offers('Ajouter', 'Groupes', 'Coller une liste').offersNot('Précédent', 'Désactivées');
    await sophie.says('suite');
    sophie.sees('Prénom Nazom', 'Prénom Nbxom', '26 à 50 sur 61').seesNot('Prénom Nayom');
    await sophie.presses('Suite');
    sophie.sees('51 à 61 sur 61', 'Zoé Proche — proche de Prénom Naaom').offersNot('Suite');
    await sophie.says('précédent');
    sophie.sees('26 à 50');
  });

  it('A3 nobody yet: says so and what to do', async () => {
    await sophie.says('participants');
    sophie.sees('Il n’y a encore personne dans votre liste').offers('Ajouter', 'Coller une liste');
  });

  it('A3 by kind, and those who are deactivated apart', async () => {
    const { world } = house;
    const soraya = await world.person(home, 'Soraya Ferrand');
    await world.person(home, 'Karim Benali', 'guest', soraya);
    await world.person(home, 'Nadia Roux', 'companion');
    const gone = await world.person(home, 'Ancien Membre');
    await world.asOperator((trx) => trx('person').where({ operator_id: world.operator, id: gone }).update({ removed_at: new Date('2026-11-01T00:00:00Z') }));
    await sophie.says('mes participants');
    sophie.sees('1 participant, 1 proche, 1 pour l’accompagnement, 1 fiche désactivée').seesNot('Ancien Membre');
    await sophie.presses('Proches');
    sophie.sees('Karim Benali').seesNot('Nadia Roux');
    await sophie.presses('Désactivées');
    sophie.sees('Ancien Membre — fiche désactivée').seesNot('Karim');
    await sophie.presses('Tout le monde');
    sophie.sees('Soraya Ferrand', 'Nadia Roux');
    await sophie.says('nos accompagnateurs');
    sophie.sees('Nadia Roux').seesNot('Soraya Ferrand');
  });

  it('A3 part of a name finds, without accents and with a slip; several are shown, nobody is said', async () => {
    await house.world.people(home, ['Élodie Gauthier', 'Fatima Benali', 'Fatima Benaissa', 'Hugo Petit']);
    await sophie.says('participants');
    await sophie.says('elodie');
    sophie.sees('Fiche d’Élodie Gauthier', 'Nom : Élodie Gauthier', 'participant');
    await sophie.says('gautier');
    sophie.sees('Élodie Gauthier');
    await sophie.says('fatima');
    sophie.sees('2 personnes pour « fatima »', 'Fatima Benali', 'Fatima Benaissa').seesNot('Hugo');
    await sophie.says('2');
    sophie.sees(/Fiche de Fatima Bena/);
    await sophie.says('Zébulon Inconnu');
    sophie.sees('Je ne trouve personne pour « Zébulon Inconnu »').offers('Ajouter « Zébulon Inconnu »');
  });

  it('A3 X7 reached by words alone: a sheet, and back to the list', async () => {
    await house.world.people(home, ['Soraya Ferrand', 'Hugo Petit']);
    await sophie.says('la fiche de Soraya');
    sophie.sees('Nom : Soraya Ferrand').offers('Modifier', 'Désactiver', 'Réserver pour cette personne', 'Groupes');
    await sophie.says('toutes les personnes');
    sophie.sees('2 participants');
    await sophie.says('1');
    sophie.sees('Nom : Soraya Ferrand');
    await sophie.says('retour');
    sophie.sees('2 participants');
  });

  it('A3 the sheet shows the next reservations, and books for that person', async () => {
    await house.world.people(home, ['Soraya Ferrand', 'Hugo Petit']);
    await house.world.show({ title: 'Gospel Experience' });
    await books(sophie, 'gospel', 'Soraya');
    await sophie.says('fiche de Soraya');
    sophie.sees('Prochaines réservations', 'Gospel Experience, samedi 28 novembre à 20 h — place réservée');
    await sophie.says('fiche de Hugo');
    sophie.sees('Aucune réservation à venir');
    await sophie.presses('Réserver pour cette personne');
    sophie.sees('Gospel Experience');
    if (sophie.actions.some(({ label }) => label.includes('Gospel'))) await sophie.presses('Gospel');
    sophie.sees('Hugo Petit');
  });
});

describe('A3 adding somebody', () => {
  it('A3 X7 by typing alone: the name, who they are, whose guest', async () => {
    await house.world.people(home, ['Soraya Ferrand', 'Samir Ferrand']);
    await sophie.says('ajouter une personne');
    sophie.sees('Quel est son nom');
    await sophie.says('Awa Diallo');
    sophie.sees('Awa Diallo : qui est-ce ?').offers('Participant', 'Proche d’un participant');
    await sophie.says('proche');
    sophie.sees('Awa Diallo est proche de qui ?');
    await sophie.says('Zorro');
    sophie.sees('Je ne trouve pas de participant actif pour « Zorro »', 'proche de qui ?');
    await sophie.says('ferrand');
    sophie.sees('Plusieurs participants répondent à « ferrand »');
    await sophie.says('samir ferrand');
    sophie.sees('Awa Diallo est dans votre liste').offers('Détails', 'Voir la fiche');
    await sophie.presses('Voir la fiche');
    sophie.sees('proche de Samir Ferrand');
    expect(await count()).toBe(3);
  });

  it('A3 ‘ajouter Awa Diallo’ begins with the name; the title of an event is booked instead', async () => {
    await house.world.person(home, 'Soraya Ferrand');
    await sophie.says('ajouter Awa Diallo');
    sophie.sees('Awa Diallo : qui est-ce ?');
    await sophie.says('annuler');
    await house.world.show({ title: 'Casse Noisette' });
    await sophie.says('ajouter Casse Noisette');
    sophie.sees('Casse Noisette').seesNot('qui est-ce');
    expect(await count()).toBe(1);
  });

  it('A3 by form; what is missing is asked for, what is wrong is explained and kept', async () => {
    await sophie.says('ajouter un participant');
    await sophie.submits({ first: 'Awa', last: '123', kind: 'participant', of: '' });
    sophie.sees('Ce nom ne va pas', 'Ce que vous avez écrit est gardé');
    expect(JSON.stringify(sophie.last)).toContain('"value":"Awa"');
    expect(JSON.stringify(sophie.last)).toContain('"value":"123"');
    expect(await count()).toBe(0);
    await sophie.submits({ first: 'Awa', last: 'Diallo', kind: '', of: '' });
    sophie.sees('Awa Diallo : qui est-ce ?');
    await sophie.presses('Accompagnement');
    sophie.sees('Awa Diallo est dans votre liste');
    await sophie.presses('Ajouter une autre personne');
    await sophie.submits({ first: 'Lou', last: 'Petit', kind: 'guest', of: 'Awa' });
    sophie.sees('Je ne trouve pas de participant actif pour « Awa »');
    expect(await count()).toBe(1);
  });

  it('A3 a guest needs a participant: none there yet', async () => {
    await sophie.says('ajouter Awa Diallo');
    await sophie.says('invitée');
    sophie.sees('Ajoutez d’abord le participant', 'qui est-ce');
    await sophie.says('participant');
    sophie.sees('est dans votre liste');
  });

  it('A3 a name that is there already: the same person, or a namesake', async () => {
    const [awa = ''] = await house.world.people(home, ['Awa Diallo']);
    await sophie.says('participants');
    await sophie.says('ajouter DIALLO awa');
    sophie.sees('Awa Diallo est déjà dans votre liste. Est-ce la même personne');
    await sophie.says('oui');
    sophie.sees('Rien n’a été ajouté', 'Nom : Awa Diallo');
    expect(await count()).toBe(1);
    await sophie.says('nouvelle personne Awa Diallo');
    await sophie.presses('Non, une autre');
    await sophie.says('participant');
    sophie.sees('est dans votre liste');
    expect(await count()).toBe(2);
    await sophie.says('menu');
    await house.world.asOperator((trx) => trx('person').where({ structure_id: home }).update({ removed_at: new Date('2026-11-01T00:00:00Z') }));
    await sophie.says('ajouter Awa Diallo');
    sophie.sees('avec une fiche désactivée');
    await sophie.presses('Oui, la même');
    sophie.offers('Réactiver');
    expect((await stored(awa))?.removed_at).not.toBeNull();
  });

  it('X5 names and details are sealed: none stands in the table', async () => {
    await sophie.says('ajouter Bérengère Quatremère');
    await sophie.says('participant');
    await sophie.presses('Détails');
    await sophie.submits({ civility: 'Mme', phone: '06 12 34 56 78', email: 'bq@exemple.fr', birthYear: '1990', access: 'fauteuil roulant', lang: 'arabe', discreet: 'oui' });
    sophie.sees('Téléphone : 06 12 34 56 78', 'Besoins d’accès : fauteuil roulant', 'Langue : arabe', 'Discrétion : initiales et numéro seulement');
    const [row] = await rows<{ id: string; sealed: Buffer; discreet: boolean }>(house.fresh.admin, 'select * from person where structure_id = ?', [home]);
    for (const word of ['rengère', 'Quatrem', 'fauteuil', '612345678', 'exemple.fr']) expect(row?.sealed.toString('latin1')).not.toContain(Buffer.from(word).toString('latin1'));
    expect(row?.discreet).toBe(true);
    expect(await audited(row?.id ?? '')).toEqual(['person.added', 'person.edited']);
  });

  it('X3 interrupted, it is picked up where it stood', async () => {
    await sophie.says('ajouter Awa Diallo');
    await sophie.says('mes réservations');
    sophie.sees('Aucune réservation');
    await sophie.says('reprendre');
    sophie.sees('Awa Diallo : qui est-ce ?');
    await house.restart();
    await sophie.says('participant');
    sophie.sees('Awa Diallo est dans votre liste');
    expect(await count()).toBe(1);
  });

  it('X4 a button pressed twice, and a stale one, add nobody twice', async () => {
    await sophie.says('ajouter Awa Diallo');
    const press = sophie.idOf('Participant');
    await sophie.pressesId(press, 'twice-1');
    await sophie.pressesId(press, 'twice-1');
    sophie.sees('Awa Diallo est dans votre liste');
    await sophie.pressesId(press);
    sophie.sees('Ce bouton ne vaut plus');
    expect(await count()).toBe(1);
  });
});

describe('A3 editing', () => {
  let soraya: string;
  beforeEach(async () => {
    soraya = (await house.world.people(home, ['Soraya Ferrand', 'Hugo Petit']))[0] ?? '';
    await sophie.says('fiche de soraya');
  });

  it.each([
    ['téléphone 06 12 34 56 78', 'Téléphone : 06 12 34 56 78'], ['e-mail : S.Ferrand@exemple.fr', 'E-mail : s.ferrand@exemple.fr'], ['langue arabe', 'Langue : arabe'], ['née en 1990', 'Année de naissance : 1990'],
    ['discret oui', 'Discrétion : initiales'], ['besoins d’accès : fauteuil', 'Besoins d’accès : fauteuil'], ['civilité madame', 'Civilité : Mme'], ['nom Ferrand-Diallo', 'Soraya Ferrand-Diallo'], ['prénom Sonia', 'Sonia Ferrand'],
    ['proche de Hugo', 'proche de Hugo Petit'], ['type accompagnement', 'Qui est-ce : accompagnement'],
  ])('A3 X7 %s', async (typed, shown) => {
    await sophie.says(typed);
    sophie.sees('C’est noté pour', shown);
    await sophie.says('fiche de soraya ferrand');
    if (!typed.startsWith('prénom') && !typed.startsWith('nom')) sophie.sees(shown);
    expect(await audited(soraya)).toEqual(['person.edited']);
  });

  it.each([
    ['téléphone 12', 'Ce numéro de téléphone ne va pas', 'Vous avez écrit : « 12 »', '06 12 34 56 78', 'Téléphone : 06 12 34 56 78'],
    ['e-mail soraya chez exemple', 'Cette adresse e-mail ne va pas', 'soraya chez exemple', 's@exemple.fr', 'E-mail : s@exemple.fr'],
    ['langue klingon', 'Je ne connais pas cette langue', 'klingon', 'ukrainien', 'Langue : ukrainien'],
    ['née en 1790', 'Cette année de naissance ne va pas', '1790', '1990', 'Année de naissance : 1990'],
    ['discret peut-être', 'Écrivez « oui » ou « non »', 'peut-être', 'oui', 'Discrétion : initiales'],
    ['proche de Zorro', 'Je ne trouve pas ce participant', 'Zorro', 'Hugo Petit', 'proche de Hugo Petit'],
  ])('A3 %s: explained and asked again, then kept', async (typed, why, said, better, shown) => {
    await sophie.says(typed);
    sophie.sees(why, said);
    expect(await audited(soraya)).toEqual([]);
    await sophie.says(better);
    sophie.sees('C’est noté', shown);
  });

  it('A3 a detail is taken away again; access needs are told on the sheet alone', async () => {
    await sophie.says('accès : fauteuil roulant');
    expect(sophie.last.filter(({ text }) => text.includes('fauteuil')).map(({ title }) => title)).toEqual(['Fiche de Soraya Ferrand']);
    await sophie.says('sans accès');
    sophie.sees('Besoins d’accès : effacé').seesNot('fauteuil');
    await sophie.says('participants');
    sophie.seesNot('fauteuil');
  });

  it('A3 the form: all good or nothing, with what was typed kept', async () => {
    await sophie.presses('Modifier');
    await sophie.presses('Détails');
    await sophie.submits({ phone: '06 12 34 56 78', email: 'nimporte', birthYear: '1990', lang: '', access: '', civility: 'aucune', discreet: 'non' });
    sophie.sees('Cette adresse e-mail ne va pas', 'Je n’ai rien enregistré');
    expect(JSON.stringify(sophie.last)).toContain('"value":"nimporte"');
    expect(await audited(soraya)).toEqual([]);
    await sophie.submits({ phone: '06 12 34 56 78', email: 's@exemple.fr', birthYear: '1990', lang: '', access: '', civility: 'aucune', discreet: 'non' });
    sophie.sees('Téléphone : 06 12 34 56 78', 'E-mail : s@exemple.fr');
    await sophie.presses('Modifier');
    await sophie.submits({ first: 'Soraya', last: 'Ferrand', kind: 'participant', of: '' });
    sophie.sees('Rien n’a changé');
    expect(await audited(soraya)).toEqual(['person.edited']);
  });

  it('A3 a participant with guests stays a participant', async () => {
    await house.world.person(home, 'Karim Benali', 'guest', soraya);
    await sophie.says('type accompagnement');
    sophie.sees('Cette personne a des proches (Karim Benali)');
    expect((await stored(soraya))?.kind).toBe('participant');
  });
});

describe('A3 deactivating', () => {
  it('A3 says what becomes of seats and ranks, keeps them, books no more; undone, they are dealt to again', async () => {
    const [soraya = ''] = await house.world.people(home, ['Soraya Ferrand', 'Hugo Petit']);
    const gospel = await house.world.show({ title: 'Grand gospel', capacity: 5 });
    const cirque = await house.world.show({ title: 'Petit cirque', capacity: 1, startsAt: new Date('2026-12-09T19:00:00Z') });
    await books(sophie, 'grand gospel', 'Soraya');
    await books(sophie, 'petit cirque', 'Hugo');
    await books(sophie, 'petit cirque', 'Soraya');
    await sophie.says('désactiver soraya');
    sophie.sees('On ne pourra plus réserver', 'Sa place déjà réservée est gardée', 'Sa place en liste d’attente garde son rang');
    await sophie.says('non');
    sophie.sees('rien n’a changé');
    expect((await stored(soraya))?.removed_at).toBeNull();
    await sophie.presses('Désactiver');
    const yes = sophie.idOf('Oui, désactiver');
    await sophie.pressesId(yes);
    sophie.sees('La fiche de Soraya Ferrand est désactivée').offers('Réactiver');
    const undo = sophie.idOf('Réactiver');
    await sophie.pressesId(yes);
    sophie.sees('Ce bouton ne vaut plus');
    expect((await house.world.seats(gospel.id)).map(({ state }) => state)).toEqual(['booked']);

    // A seat added is not given to somebody who cannot be booked.
    await house.world.setCapacity(cirque.id, 2, await house.now());
    expect((await house.world.seats(cirque.id)).map(({ state }) => state)).toEqual(['booked', 'waiting']);
    await sophie.says('grand gospel');
    await sophie.presses('Réserver');
    sophie.seesNot('Soraya F.');
    await sophie.says('annuler');

    const phone = await Phone.of(sophie);
    await sophie.pressesId(undo);
    sophie.sees('de nouveau active', 'je vous l’écris');
    await house.clock(await house.now());
    await phone.news();
    expect((await house.world.seats(cirque.id)).map(({ state }) => state)).toEqual(['booked', 'booked']);
    await sophie.pressesId(undo);
    sophie.sees('C’est déjà fait');
    expect(await audited(soraya)).toEqual(['person.removed', 'person.restored']);
    await nothingIsWrong(house);
  });
});

describe('X5 A14 who may see people', () => {
  it('X5 A14 another structure’s ids and a visitor get nothing, whatever button they press', async () => {
    const [soraya = ''] = await house.world.people(home, ['Soraya Ferrand']);
    const family = await house.world.party(home, 'Famille Ferrand', [soraya]);
    const beside = await house.world.structure('Maison voisine');
    const marc = await house.login(await house.world.referent(beside, 'Marc Leroy'));
    const visitor = await house.login(await house.world.account('visitor', home, 'Lou Visiteur'));
    const buttons = [
      ['participants', 'show', soraya], ['participants', 'book', soraya], ['editperson', 'open', soraya], ['editperson', 'details', soraya], ['editperson', 'remove', soraya], ['editperson', 'restore', soraya],
      ['parties', 'of', soraya], ['parties', 'show', family], ['parties', 'book', family], ['party', 'rename', family], ['party', 'drop', family],
      ['participants', 'show', 'x'], ['parties', 'show', 'x'], ['editperson', 'open'],
    ] as const;
    for (const [flow, name, ...args] of buttons) {
      const id = encodePress({ flow, name, args });
      await marc.pressesId(id);
      marc.sees(/Je ne trouve pas/).seesNot('Soraya', 'Ferrand');
      await visitor.pressesId(id);
      visitor.sees('Votre compte ne permet pas cela').seesNot('Soraya', 'Ferrand');
    }
    for (const name of ['participants', 'newperson', 'peoplelist', 'parties', 'party']) {
      await visitor.pressesId(encodePress({ flow: name, name: 'open', args: [] }));
      visitor.sees('Votre compte ne permet pas cela');
    }
    await visitor.says('mes participants');
    visitor.sees('Votre compte ne permet pas cela').seesNot('Soraya');
    await marc.says('fiche de Soraya');
    marc.seesNot('Ferrand');
    expect(await audited(soraya)).toEqual([]);
  });
});

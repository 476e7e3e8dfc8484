import { beforeAll, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import type { Chat } from '../support/chat.ts';
import { books, nothingIsWrong, Phone, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let home: string;
let sophie: Chat;
let marc: Chat;
let phone: Phone;

const at = (instant: string): Date => new Date(instant);
const second = (instant: Date, by: number): Date => new Date(instant.getTime() + by * 1_000);

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  home = await world.structure('Foyer des Essais');
  for (const name of ['Soraya Ferrand', 'Malika Koné', 'Hugo Petit', 'Awa Diallo']) await world.person(home, name);
  const other = await world.structure('Maison des Essais');
  for (const name of ['Ines Morel', 'Tom Garnier', 'Zoé Blanc']) await world.person(other, name);
  sophie = await house.login(await world.referent(home));
  marc = await house.login(await world.referent(other, 'Marc Leroy'));
  phone = await Phone.of(sophie);
});

const begin = (show: { id: string }): string => encodePress({ flow: 'book', name: 'begin', args: [show.id] });
const states = async (show: { id: string }): Promise<string[]> => (await house.world.seats(show.id)).map(({ state }) => state);

describe('A5 before the opening', () => {
  it('A5 refuses to book, says when it opens, and offers what is possible', async () => {
    const show = await house.world.show({ title: 'Casse-Noisette', startsAt: at('2026-12-21T19:00:00Z'), capacity: 4 });
    await sophie.pressesId(begin(show));
    sophie.sees('Les réservations ouvrent samedi 21 novembre à 9 h (dans 23 heures)', 'Je peux vous prévenir').offers('Me prévenir à l’ouverture', 'Choisir déjà les personnes');
    expect(await states(show)).toEqual([]);
  });

  it('A5 keeps a choice of people, which can be changed', async () => {
    await sophie.presses('Choisir déjà');
    sophie.sees('Les réservations ouvrent samedi 21 novembre', 'Pour qui');
    await sophie.says('soraya, malika');
    sophie.sees('C’est noté : 2 personnes', 'Je vous préviens samedi 21 novembre à 9 h');
    await sophie.says('menu');
    sophie.sees('Demain à 9 h ouvrent les réservations pour Casse-Noisette');
    await sophie.says('casse-noisette');
    sophie.sees('votre choix de 2 personnes').offers('Choisir déjà', 'Ne plus me prévenir');
    await sophie.presses('Choisir déjà');
    sophie.sees('2 personnes : Soraya Ferrand et Malika Koné');
    await sophie.says('sans malika');
    sophie.sees('J’ai enlevé Malika Koné', '1 personne : Soraya Ferrand');
    await sophie.presses('Hugo P.');
    await sophie.presses('Awa D.');
    await sophie.presses('Continuer');
    sophie.sees('C’est noté : 3 personnes');
  });

  it('A5 drops an alert', async () => {
    await house.world.show({ title: 'Ballet des ombres', startsAt: at('2026-12-21T15:00:00Z') });
    await sophie.says('ballet des ombres');
    await sophie.presses('Me prévenir');
    sophie.sees('C’est noté', 'samedi 21 novembre à 9 h');
    await sophie.says('ballet des ombres');
    sophie.sees('Je vous préviendrai à l’ouverture').offersNot('Me prévenir à l’ouverture');
    await sophie.presses('Ne plus me prévenir');
    sophie.sees('je ne vous préviendrai pas').offers('Menu');
  });
});

describe('A5 at the opening', () => {
  it('A5 tells nobody a second before, and at the very instant pushes the choice, naming nobody', async () => {
    await house.world.show({ title: 'Soirée contes', startsAt: at('2026-12-21T18:00:00Z') });
    await sophie.says('soirée contes');
    await sophie.presses('Me prévenir');
    await marc.says('casse-noisette');
    await marc.presses('Choisir déjà');
    await marc.says('ines, tom et zoé');
    await phone.news();
    await house.clock(second(at('2026-11-21T08:00:00Z'), -1));
    await phone.isSilent();
    await house.clock('2026-11-21T08:00:00Z');
    const pushes = await phone.news();
    expect(pushes.map(({ text }) => text).sort()).toEqual([
      'Les réservations sont ouvertes pour Casse-Noisette, lundi 21 décembre à 20 h : votre choix de 3 personnes.',
      'Les réservations sont ouvertes pour Soirée contes, lundi 21 décembre à 19 h.',
    ]);
    expect(JSON.stringify(pushes)).not.toMatch(/Soraya|Ferrand|Hugo|Awa|Diallo/);
    // Nobody was chosen for the one: there is nothing to confirm, only to look at.
    expect(pushes.map(({ text, actions }) => [text.includes('choix'), actions.map(({ label }) => label)])).toEqual(expect.arrayContaining([[true, ['Confirmer', 'Voir']], [false, ['Voir']]]));
  });

  it('A5 [Voir] names them, [Confirmer] books, and a second press does nothing more', async () => {
    await sophie.receives('votre choix de 3 personnes');
    const confirm = sophie.idOf('Confirmer');
    await sophie.presses('Voir');
    sophie.sees('Je récapitule', '3 places pour', 'Soraya Ferrand', 'Hugo Petit', 'Awa Diallo', 'jusqu’au samedi 19 décembre à 20 h').offers('Confirmer', 'Modifier');
    await sophie.pressesId(confirm);
    sophie.sees('C’est réservé', 'Soraya Ferrand : une place, invitation n°', 'lundi 21 décembre à 20 h');
    await sophie.pressesId(confirm);
    sophie.sees('Casse-Noisette', '3 places pour').offers('Mes réservations');
    await nothingIsWrong(house);
  });

  it('A5 [Confirmer] when seats went meanwhile keeps the group together and asks', async () => {
    await marc.receives('votre choix de 3 personnes');
    await marc.presses('Confirmer');
    marc.sees('Entre-temps, des places ont été prises : il en reste 1', 'Que préférez-vous').offers('Une place pour Ines', 'Attendre ensemble', 'Quitter la liste');
    await marc.presses('Une place pour');
    marc.sees('C’est réservé', 'rang 1 en attente', 'rang 2 en attente');
    await nothingIsWrong(house);
  });

  it('A5 a choice is kept while somebody of it has no place yet, and leaves out who cannot come any more', async () => {
    const show = await house.world.show({ title: 'Chorale', startsAt: at('2026-12-21T17:00:00Z'), opensAt: at('2026-11-21T08:30:00Z') });
    const gone = await house.world.person(home, 'Lou Bernard');
    await sophie.says('chorale');
    await sophie.presses('Choisir déjà');
    await sophie.says('soraya, malika et lou');
    await house.world.asOperator((trx) => trx('person').where({ operator_id: house.world.operator, id: gone }).update({ removed_at: at('2026-11-21T08:00:00Z') }));
    await house.clock('2026-11-21T08:30:00Z');
    await sophie.receives('Chorale, lundi 21 décembre à 18 h : votre choix de 2 personnes');
    const confirm = sophie.idOf('Confirmer');
    await books(sophie, 'chorale', 'malika et hugo');
    await sophie.pressesId(confirm);
    sophie.sees('C’est réservé', 'Soraya Ferrand : une place');
    await sophie.pressesId(confirm);
    sophie.sees('Chorale', '3 places pour');
    expect(await states(show)).toEqual(['booked', 'booked', 'booked']);
    await nothingIsWrong(house);
  });

  it('A5 [Voir] without a choice opens the sheet', async () => {
    await sophie.receives('ouvertes pour Soirée contes');
    await sophie.presses('Voir');
    sophie.sees('Soirée contes', '10 places').offers('Réserver');
  });

  it('A5 a choice begun before the opening and finished after it is booked, not lost', async () => {
    const show = await house.world.show({ title: 'Nuit du jazz', startsAt: at('2026-12-21T20:00:00Z'), opensAt: at('2026-11-21T09:00:00Z') });
    await sophie.says('nuit du jazz');
    await sophie.presses('Choisir déjà');
    await sophie.presses('Malika K.');
    await house.clock('2026-11-21T09:00:00Z');
    await sophie.presses('Continuer');
    sophie.sees('Je récapitule', 'Une place pour Malika Koné');
    await sophie.presses('Confirmer');
    expect(await states(show)).toEqual(['booked']);
  });
});

describe('A5 a late opening', () => {
  it('A5 opens today and closes one hour before', async () => {
    const show = await house.world.show({
      title: 'Concert de ce soir', startsAt: at('2026-11-21T19:00:00Z'), opensAt: at('2026-11-21T12:00:00Z'), closesAt: at('2026-11-21T18:00:00Z'), capacity: 20, at: await house.now(),
    });
    await sophie.says('concert de ce soir');
    sophie.sees('samedi 21 novembre à 20 h', 'samedi 21 novembre à 13 h (dans 3 heures)', 'jusqu’au samedi 21 novembre à 19 h');
    await sophie.presses('Me prévenir');
    await phone.news();
    await house.clock('2026-11-21T12:00:00Z');
    await phone.rings('Les réservations sont ouvertes pour Concert de ce soir');
    await books(sophie, 'concert de ce soir', 'awa');
    sophie.sees('C’est réservé', 'Annulation possible jusqu’au samedi 21 novembre à 19 h');
    await house.clock(second(at('2026-11-21T18:00:00Z'), -1));
    await books(sophie, 'concert de ce soir', 'hugo');
    sophie.sees('C’est réservé');
    await prepares(sophie, 'concert de ce soir', 'soraya');
    sophie.sees('Je récapitule');
    await house.clock('2026-11-21T18:00:00Z');
    await sophie.presses('Confirmer');
    sophie.sees('Les réservations sont closes depuis samedi 21 novembre à 19 h', 'Appelez Théâtre des Essais, 04 65 71 00 01').offers('Chercher', 'Menu');
    expect(await states(show)).toEqual(['booked', 'booked']);
  });

  it('X6 an opening in quiet hours is told in the morning', async () => {
    await house.world.show({ title: 'Veillée', startsAt: at('2026-12-30T19:00:00Z'), opensAt: at('2026-11-21T20:00:00Z'), at: await house.now() });
    await sophie.says('veillée');
    await sophie.presses('Me prévenir');
    await phone.news();
    await house.clock('2026-11-22T06:59:59Z');
    await phone.isSilent();
    await house.clock('2026-11-22T07:00:00Z');
    await phone.rings('Veillée');
  });
});

describe('A5 after the closing', () => {
  it('A5 gives the venue’s contact, keeps what is said, and takes it back', async () => {
    const show = await house.world.show({ title: 'Gospel Experience', startsAt: at('2026-11-28T19:00:00Z') });
    await books(sophie, 'gospel experience', 'malika');
    await house.clock(second(at('2026-11-26T19:00:00Z'), -1));
    await sophie.says('annuler malika gospel');
    sophie.sees('Je récapitule ce qui sera annulé', 'Malika Koné', 'samedi 28 novembre à 20 h').offers('Oui, annuler', 'Non, garder');
    await house.clock('2026-11-26T19:00:00Z');
    // The limit came while the person was thinking.
    await sophie.presses('Oui, annuler');
    sophie.sees('C’est trop tard pour annuler ici (limite : jeudi 26 novembre à 20 h)', 'Appelez Théâtre des Essais, 04 65 71 00 01').offers('Noter l’empêchement', 'Non, garder');
    expect(await states(show)).toEqual(['booked']);
    await sophie.presses('Noter l’empêchement');
    sophie.sees('Empêchement noté pour Malika Koné', 'téléphone').offers('Menu');
    await sophie.says('mes réservations de malika');
    sophie.sees('place réservée, empêchement signalé');
    await sophie.says('annuler malika gospel');
    sophie.offers('Finalement, la place est gardée').offersNot('Noter l’empêchement');
    await sophie.presses('Finalement');
    sophie.sees('C’est noté : Malika Koné vient');
    await sophie.says('mes réservations de malika');
    await sophie.presses('Gospel Experience');
    sophie.sees('place réservée').seesNot('Annulation possible').offers('Noter l’empêchement').offersNot('Annuler cette place');
    await sophie.says('menu');
    await sophie.says('gospel');
    sophie.sees('réservations closes', 'Une place pour Malika Koné').offersNot('Réserver', 'Liste d’attente');
    await sophie.pressesId(begin(show));
    sophie.sees('Les réservations sont closes depuis jeudi 26 novembre à 20 h').offers('Chercher', 'Menu');
    expect(await states(show)).toEqual(['booked']);
  });

  it('A5 a venue may close one performance at its own instant', async () => {
    const show = await house.world.show({ title: 'Musée la nuit', startsAt: at('2026-11-28T20:00:00Z'), closesAt: at('2026-11-28T18:00:00Z') });
    await books(sophie, 'musée la nuit', 'hugo');
    sophie.sees('Annulation possible jusqu’au samedi 28 novembre à 19 h');
    await house.clock('2026-11-28T17:59:59Z');
    await sophie.says('annuler hugo musée');
    await sophie.presses('Oui, annuler');
    sophie.sees('C’est annulé pour Hugo Petit');
    expect(await states(show)).toEqual(['cancelled']);
  });
});

describe('A5 across a change of the clock', () => {
  it('A5 opens at 9 o’clock and closes 48 elapsed hours before, in the week of 28 March 2027', async () => {
    const show = await house.world.show({ title: 'Printemps des voix', startsAt: at('2027-03-28T18:00:00Z') });
    await house.clock('2027-02-26T07:59:59Z');
    await sophie.says('printemps des voix');
    sophie.sees('dimanche 28 mars à 20 h', 'vendredi 26 février à 9 h', 'jusqu’au vendredi 26 mars à 19 h');
    await sophie.pressesId(begin(show));
    sophie.sees('ouvrent vendredi 26 février à 9 h');
    await house.clock('2027-02-26T08:00:00Z');
    await books(sophie, 'printemps des voix', 'soraya');
    sophie.sees('C’est réservé', 'vendredi 26 mars à 19 h');
    await house.clock('2027-03-26T17:59:59Z');
    await sophie.says('annuler soraya');
    sophie.offers('Oui, annuler');
    await house.clock('2027-03-26T18:00:00Z');
    await sophie.says('annuler');
    await sophie.says('annuler soraya');
    sophie.sees('trop tard', 'vendredi 26 mars à 19 h');
    await nothingIsWrong(house);
  });
});

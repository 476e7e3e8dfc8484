import { beforeAll, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import type { Chat } from '../support/chat.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let sophie: Chat;
let home: string;
let gospel: { id: string; event: string; venue: string };

const at = (instant: string): Date => new Date(instant);

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  home = await world.structure('Foyer des Essais', { latitude: 45.76, longitude: 4.84 });
  await world.person(home, 'Soraya Ferrand');
  sophie = await house.login(await world.referent(home));

  const bourse = await world.venue('Salle de la Bourse', { address: '20 place des Essais', phone: '04 65 71 00 02', access: 'Métro B, arrêt Essais, ascenseur' });
  const villeurbanne = await world.venue('Maison des Arts', { city: 'Villeurbanne', latitude: 45.77, longitude: 4.88 });
  const grenoble = await world.venue('Théâtre des Cimes', { city: 'Grenoble', latitude: 45.19, longitude: 5.72 });
  gospel = await world.show({
    title: 'Gospel Experience', capacity: 2, venue: bourse,
    event_more: { themes: ['musique', 'gospel'], summary: 'Trente voix et un piano.', accessibility: ['motor', 'hearing'], price: 'De 12 à 25 €', purchase_url: 'https://billets.example.org/gospel' },
  });
  await world.show({ title: 'Gospel Experience', event: gospel.event, venue: bourse, startsAt: at('2026-11-29T14:00:00Z'), capacity: 6 });
  await world.show({ title: 'Les Misérables', venue: villeurbanne, startsAt: at('2026-11-28T17:30:00Z'), capacity: 0, event_more: { themes: ['théâtre'] } });
  await world.show({ title: 'Cirque Lune', venue: grenoble, startsAt: at('2026-12-05T14:00:00Z'), event_more: { themes: ['cirque'], accessibility: ['hearing'] } });
  await world.show({ title: 'L’Œuvre au jardin', venue: villeurbanne, startsAt: at('2026-11-22T14:00:00Z'), closesAt: at('2026-11-22T10:00:00Z'), event_more: { themes: ['danse'], accessibility: ['motor'] } });
  for (let day = 10; day < 18; day += 1) {
    await world.show({ title: `Atelier de dessin ${day}`, venue: bourse, startsAt: at(`2026-12-${day}T13:00:00Z`), event_more: { themes: ['atelier'] } });
  }
});

describe('A4 quick search', () => {
  it('A4 finds a title without accents, with a typo, or by one of its words', async () => {
    await sophie.says('oeuvre au jardin');
    sophie.sees('L’Œuvre au jardin', 'dimanche 22 novembre à 15 h');
    await sophie.says('les miserables');
    sophie.sees('Les Misérables', 'samedi 28 novembre à 18 h 30');
    await sophie.says('miserabels');
    sophie.sees('Les Misérables');
    await sophie.says('je cherche des misérables');
    sophie.sees('Les Misérables', 'Villeurbanne');
  });

  it('A4 finds by theme, town and day, typed in one sentence', async () => {
    await sophie.says('du cirque ?');
    sophie.sees('Cirque Lune', 'Grenoble');
    await sophie.says('à Villeurbanne');
    sophie.sees('2 dates', 'Les Misérables', 'L’Œuvre au jardin').seesNot('Gospel');
    await sophie.says('théâtre à Villeurbanne samedi 28');
    sophie.sees('Les Misérables', 'complet').seesNot('Œuvre');
  });

  it.each([
    ['28 novembre', ['Gospel Experience', 'Les Misérables'], 'Œuvre'],
    ['samedi 28', ['Gospel Experience', 'Les Misérables'], 'Œuvre'],
    ['samedi de la semaine prochaine', ['Gospel Experience', 'Les Misérables'], 'Cirque'],
    ['ce week-end', ['L’Œuvre au jardin'], 'Gospel'],
    ['dimanche 29 à 15 h', ['Gospel Experience'], 'Misérables'],
    ['à partir du 16 décembre', ['Atelier de dessin 16', 'Atelier de dessin 17'], 'Gospel'],
  ])('A4 understands %s', async (said, titles, not) => {
    await sophie.says('menu');
    await sophie.says(said);
    sophie.sees(...titles).seesNot(not);
  });

  it('A4 says what is possible where nothing is found', async () => {
    await sophie.says('gospel mardi 24');
    sophie.sees('Je n’ai rien trouvé', 'mardi 24 novembre', 'En cherchant plus large', 'Gospel Experience').offers('Tout enlever', 'Menu');
    await sophie.says('1');
    sophie.sees('Trente voix');
    await sophie.says('trapézistes volants');
    sophie.sees('Je n’ai rien trouvé pour « trapézistes volants »', 'Voici les prochaines dates');
    await sophie.presses('Tout enlever');
    sophie.sees('13 dates à venir');
  });
});

describe('A4 filters', () => {
  it('A4 narrows by distance, tapped or typed', async () => {
    await sophie.says('chercher');
    await sophie.presses('Affiner');
    await sophie.presses('À 10 km');
    sophie.sees('à moins de 10 km', 'km').seesNot('Cirque');
    await sophie.presses('Affiner');
    await sophie.presses('Tout enlever');
    await sophie.says('cirque à moins de 30 km');
    sophie.sees('Je n’ai rien trouvé', 'à moins de 30 km', 'Cirque Lune');
    await sophie.says('cirque à moins de 200 km');
    sophie.sees('Cirque Lune', 'Grenoble');
  });

  it('A4 measures no distance without knowing where the structure is, and says so', async () => {
    const elsewhere = await house.world.structure('Équipe sans adresse');
    const lea = await house.login(await house.world.referent(elsewhere, 'Léa Robin'));
    await lea.says('danse à moins de 5 km');
    lea.sees('L’Œuvre au jardin');
    await lea.says('ateliers à moins de 5 km');
    lea.sees('8 dates', 'je ne peux pas mesurer les distances');
    await lea.presses('Affiner');
    lea.seesNot('10 km');
  });

  it('A4 narrows by free seats and by accessibility, and combines filters', async () => {
    await sophie.says('menu');
    await sophie.says('samedi 28');
    sophie.sees('2 dates');
    await sophie.presses('Affiner');
    await sophie.presses('Places libres');
    sophie.sees('1 date', 'samedi 28 novembre', 'avec 1 place ou plus', 'Gospel').seesNot('Misérables');
    await sophie.says('4 places');
    sophie.sees('Je n’ai rien trouvé', 'avec 4 places ou plus');
    await sophie.says('chercher');
    await sophie.presses('Affiner');
    await sophie.presses('Accessibilité');
    await sophie.presses('fauteuil roulant');
    sophie.sees('3 dates', 'avec accès « fauteuil roulant »', 'Gospel', 'Œuvre').seesNot('Cirque');
    await sophie.says('ce week-end');
    sophie.sees('1 date', 'Œuvre').seesNot('Gospel');
    await sophie.says('menu');
    await sophie.says('spectacles pour malentendants');
    sophie.sees('3 dates', 'Gospel', 'Cirque Lune').seesNot('Œuvre');
  });

  it('A4 offers the themes and towns there are', async () => {
    await sophie.says('chercher');
    await sophie.presses('Affiner');
    await sophie.presses('Genre');
    sophie.offers('atelier', 'cirque', 'danse');
    await sophie.presses('cirque');
    sophie.sees('1 date', 'de genre « cirque »');
    await sophie.presses('Affiner');
    await sophie.presses('Ville');
    await sophie.says('Villeurbanne');
    sophie.sees('Je n’ai rien trouvé', 'de genre « cirque », à Villeurbanne', 'Cirque Lune');
  });

  it('A4 goes through pages both ways', async () => {
    await sophie.says('ateliers');
    sophie.sees('8 dates', '1 à 5 sur 8', 'Atelier de dessin 10').offers('Suite');
    sophie.offersNot('Précédent');
    await sophie.presses('Suite');
    sophie.sees('6 à 8 sur 8', 'Atelier de dessin 17').seesNot('dessin 10');
    sophie.offersNot('Suite');
    await sophie.says('2');
    sophie.sees('Atelier de dessin 16', 'mercredi 16 décembre');
    await sophie.says('retour');
    sophie.sees('6 à 8 sur 8');
    await sophie.presses('Précédent');
    sophie.sees('1 à 5 sur 8');
  });
});

describe('A4 the sheet of an event', () => {
  it('A4 says what, when, where, until when, for how much, and whom to call', async () => {
    await sophie.says('gospel');
    await sophie.says('1');
    sophie.sees(
      'Gospel Experience', 'Trente voix et un piano', 'samedi 28 novembre à 20 h', 'Salle de la Bourse, 20 place des Essais, Lyon', 'Métro B',
      '04 65 71 00 02', '2 places', 'jusqu’au jeudi 26 novembre à 20 h', 'fauteuil roulant, malentendants', 'De 12 à 25 €', 'https://billets.example.org/gospel', 'Autres dates : dim. 29 nov. 15 h',
    ).offers('Réserver', 'Autres dates');
  });

  it('A4 says when booking opens and closes before it has opened', async () => {
    await house.world.show({ title: 'Casse-Noisette', startsAt: at('2026-12-21T19:00:00Z'), capacity: 7 });
    await sophie.says('casse noisette');
    sophie.sees('lundi 21 décembre à 20 h', '7 places', 'Ouverture : samedi 21 novembre à 9 h (dans 23 heures)', 'jusqu’au samedi 19 décembre à 20 h').offers('Me prévenir', 'Choisir déjà');
    sophie.offersNot('Réserver', 'Autres dates');
  });

  it('A4 goes to the other dates and back', async () => {
    await sophie.says('menu');
    await sophie.says('gospel');
    sophie.offers('Gospel Experience, sam. 28 nov. 20 h', 'Gospel Experience, dim. 29 nov. 15 h');
    await sophie.presses('Gospel Experience, sam. 28 nov.');
    await sophie.presses('Autres dates');
    sophie.sees('Autres dates de Gospel Experience', 'dimanche 29 novembre à 15 h', '6 places');
    await sophie.presses('Voir la sortie');
    sophie.sees('samedi 28 novembre à 20 h');
    await sophie.presses('Autres dates');
    await sophie.says('1');
    sophie.sees('dimanche 29 novembre à 15 h', '6 places').offers('Réserver');
  });
});

describe('A14 a visitor looks and does not book', () => {
  it('A14 refuses by word, by button and by a forged one, and says who can', async () => {
    const eric = await house.login(await house.world.account('visitor', home, 'Eric Petit'));
    await eric.says('bonjour');
    eric.sees('Bonjour Eric', 'parlez-en à votre référent', 'Prochaines sorties').seesNot('Mes réservations');
    await eric.says('gospel');
    await eric.says('1');
    eric.sees('Trente voix').offers('Autres dates', 'Chercher').offersNot('Réserver', 'Liste d’attente');
    for (const said of ['réserver', 'réserve 2 places pour le gospel', 'mes réservations', 'annuler']) {
      await eric.says(said);
      eric.sees('Votre compte permet de voir les sorties, pas de réserver', 'Parlez-en').offers('Chercher', 'Menu');
    }
    for (const name of ['begin', 'ahead']) {
      await eric.pressesId(encodePress({ flow: 'book', name, args: [gospel.id] }));
      eric.sees('pas de réserver');
    }
    await eric.pressesId(encodePress({ flow: 'alert', name: 'set', args: [gospel.id] }));
    eric.sees('pas de réserver');
    await eric.says('chercher');
    await eric.presses('Affiner');
    eric.offers('Genre', 'Ville');
    expect(await house.world.seats(gospel.id)).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { Chat, Seen } from '../support/chat.ts';
import { nothingIsWrong } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let sophie: Chat;

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  const home = await world.structure('Foyer des Essais', { latitude: 45.76, longitude: 4.84 });
  const [soraya = ''] = await world.people(home, ['Soraya Ferrand', 'Malika Koné', 'Hugo Petit', 'Fatima Benali', 'Fatima Benaissa']);
  await world.person(home, 'Paul Renard', 'companion');
  await world.party(home, 'Famille Ferrand', [soraya]);
  sophie = await house.login(await world.referent(home));
  await world.show({ title: 'Gospel Experience', capacity: 2 });
  await world.show({ title: 'Cirque Lune', capacity: 9, startsAt: new Date('2026-12-02T19:00:00Z') });
  await world.show({ title: 'Casse-Noisette', startsAt: new Date('2026-12-21T19:00:00Z') });
  for (let n = 1; n <= 6; n += 1) await world.show({ title: `Atelier ${'abcdef'[n - 1]}`, startsAt: new Date(`2026-12-0${n}T13:00:00Z`) });
});

async function types(...lines: readonly (string | RegExp)[]): Promise<void> {
  for (const line of lines) {
    if (typeof line === 'string') await sophie.says(line);
    else sophie.sees(line);
  }
}

describe('X7 everything by typing alone', () => {
  it('X7 a whole booking without a press: search, number, names, a choice by its label, confirmation', async () => {
    await types('bonjour', /Bonjour Sophie/, 'chercher', /à venir/, 'gospel', /2 places/, 'réserver', /Pour qui/);
    await types('soraya, malika et hugo', /Il reste 2 places pour 3 personnes/, '2 places + 1 en attente', /Je récapitule/, 'confirmer', /C’est réservé/, /Hugo Petit : rang 1/);
    await nothingIsWrong(house);
  });

  it('X7 in one sentence, then yes', async () => {
    await types('réserver le cirque pour Malika', /Je récapitule/, /Une place pour Malika Koné/, 'oui', /C’est réservé/);
    await types('deux places pour Soraya et Fatima Benali au cirque', /2 places pour Soraya Ferrand et Fatima Benali/, 'je confirme', /C’est réservé/);
    await nothingIsWrong(house);
  });

  it('X7 numbers choose lines; beginnings and whole labels choose buttons', async () => {
    await types('menu', 'ateliers', /1 à 5 sur 6/, 'suite', /6 à 6 sur 6/, 'précédent', /1 à 5 sur 6/);
  });

  it('X7 a word for a page is not taken for going back a step', async () => {
    await types('menu', 'ateliers', 'suite', /6 à 6 sur 6/, '1', /Atelier f/, 'retour', /6 à 6 sur 6/, 'menu', /Bonjour/);
  });

  it('X7 filters by their words', async () => {
    await types('menu', 'chercher', 'affiner', /Que voulez-vous préciser/, 'ce week-end', /21 novembre au dimanche 22 novembre/, 'tout enlever', /9 dates à venir/, 'affiner', 'places libres', /avec 1 place ou plus/, 'affiner', 'à 10 km', /à moins de 10 km/);
    await types('affiner', 'genre', /Quel genre/, 'théâtre', /de genre « théâtre »/);
  });

  it('X7 people: chosen, taken out, a group, somebody ambiguous, somebody new, page by page', async () => {
    await types('menu', 'atelier a', 'réserver', 'fatima', /« fatima » : de qui parlez-vous/, 'fatima benaissa', /Une place pour Fatima Benaissa/);
    await types('modifier', 'famille ferrand', /2 personnes/, 'sans fatima benaissa', /J’ai enlevé Fatima Benaissa/, /1 personne : Soraya Ferrand/);
    await types('nouvelle personne', /Quel est son nom/, 'Awa DIALLO', /Awa : qui est-ce/, 'participant', /Awa DIALLO est dans votre liste/, 'paul', /un accompagnement est-il nécessaire/, 'oui, des mineurs', /3 places pour/, 'non', /Rien n’a été changé/);
    await types('atelier a', 'réserver', 'continuer', /Vous n’avez choisi personne/, /Tapez un nom/);
  });

  it('X7 at least k, by its number', async () => {
    await house.world.show({ title: 'Petit salon', capacity: 3, startsAt: new Date('2026-12-16T19:00:00Z') });
    await house.world.show({ title: 'Grand salon', capacity: 1, startsAt: new Date('2026-12-17T19:00:00Z') });
    await types('menu', 'petit salon', 'réserver', 'soraya, malika, hugo, fatima benali', /Il reste 3 places pour 4 personnes/, 'au moins ensemble', /Combien de places ensemble/, '2', /3 places pour Soraya Ferrand, Malika Koné et Hugo Petit/, 'retour', /Combien/, 'deux places', /Je récapitule/, 'abandonner', /Rien n’a été changé/);
    // A number that is no place there is says so rather than choosing the first button.
    await types('petit salon', 'réserver', 'soraya, malika, hugo, fatima benali', 'au moins ensemble', '1', /Combien de places ensemble/, '4', /trop grand pour être placé ensemble/);
  });

  it('X7 the alert, the reservations and cancelling', async () => {
    await types('menu', 'casse-noisette', 'me prévenir', /Je vous préviens samedi 21 novembre/, 'casse-noisette', 'choisir déjà', /Pour qui/, 'soraya', /C’est noté : 1 personne/);
    await types('mes réservations', 'par personne', /Les réservations de qui/, 'hugo petit', /Hugo Petit — Gospel/, '1', /Rang 1 en attente\./, 'quitter la liste d’attente', /Le rang est perdu/, 'non', /je garde tout/);
    await types('annuler hugo', /Je récapitule ce qui sera annulé/, 'oui, annuler', /C’est annulé pour Hugo Petit/);
    await nothingIsWrong(house);
  });

  it('X7 politely, in capitals, without accents, or after a greeting', async () => {
    await types('MENU', /Bonjour Sophie/, 'mes reservations svp', /à venir/, 'aide svp', /Ce que je peux faire/, 'retour', /à venir/, 'ANNULER HUGO', /Je ne trouve pas de réservation/);
  });
});

describe('X7 how it reads', () => {
  it('X7 every message has words and a way on; dates carry their weekday; nobody is agreed with', async () => {
    const all = (await sophie.history()) as (Seen & { own?: boolean })[];
    expect(all.length).toBeGreaterThan(30);
    const weekday = /(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)/;
    for (const [i, message] of all.entries()) {
      expect(message.text.trim(), JSON.stringify(message)).not.toBe('');
      expect(message.text).not.toMatch(/undefined|null|NaN|\[object|\$\{|une personne\b.*une personne/);
      // A calendar day is never without its weekday.
      for (const [said] of message.text.matchAll(/\S+ \d{1,2}(?:er)? (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)/g)) expect(said, message.text).toMatch(weekday);
      expect(message.text).not.toMatch(/\b(?:inscrite?s?|invitée?s|prêt|contente?|désolée?|venue?s)\b/);
      expect(message.text.length, message.text).toBeLessThan(900);
      const followed = all[i + 1]?.actions.length ?? 0;
      if (message.form === undefined) expect(message.actions.length + followed, `a way on after: ${message.text}`).toBeGreaterThan(0);
    }
  });
});

import { beforeAll, describe, it } from 'vitest';
import type { Chat } from '../support/chat.ts';
import { books, nothingIsWrong, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let sophie: Chat;

const at = (instant: string): Date => new Date(instant);

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  await world.asOperator((trx) => trx('programme').where({ operator_id: world.operator }).update({ weekly_quota: null }));
  const home = await world.structure('Foyer des Essais');
  for (const name of ['Soraya Ferrand', 'Malika Koné', 'Hugo Petit', 'Fatima Benali', 'Fatima Benaissa', 'Awa Diallo', 'Karim Haddad', 'Lina Perrin']) await world.person(home, name);
  sophie = await house.login(await world.referent(home));
});

describe('A11 my reservations', () => {
  it('A11 nothing yet: says so, and how to begin', async () => {
    for (const [said, none] of [['mes réservations', 'Aucune réservation à venir'], ['annuler', 'Il n’y a rien à annuler'], ['mes réservations de malika', 'Rien de prévu']] as const) {
      await sophie.says('menu');
      await sophie.says(said);
      sophie.sees(none).offers('Chercher', 'Menu');
    }
  });

  it('A11 current, waiting and past ones, each with its state', async () => {
    await house.world.show({ title: 'Visite du musée', startsAt: at('2026-11-23T13:00:00Z') });
    await house.world.show({ title: 'Gospel Experience', startsAt: at('2026-11-28T19:00:00Z'), capacity: 2 });
    await books(sophie, 'visite du musée', 'soraya');
    await prepares(sophie, 'gospel', 'soraya, malika et hugo');
    await sophie.presses('2 places + 1 en attente');
    await sophie.presses('Confirmer');
    await sophie.says('mes réservations');
    sophie.sees('1. Soraya Ferrand — Visite du musée, lundi 23 novembre à 14 h · place réservée', '2. Soraya Ferrand — Gospel', '4. Hugo Petit — Gospel Experience, samedi 28 novembre à 20 h · rang 1 en attente');
    await sophie.presses('En attente');
    sophie.sees('En liste d’attente', 'Hugo Petit').seesNot('Soraya');
    await sophie.presses('Passées');
    sophie.sees('Aucune sortie passée').offers('À venir', 'Chercher');
    await house.clock('2026-11-24T09:00:00Z');
    await sophie.presses('À venir');
    sophie.sees('Gospel').seesNot('musée');
    await sophie.presses('Passées');
    sophie.sees('Visite du musée, lundi 23 novembre à 14 h', 'présence non indiquée');
    await sophie.says('1');
    sophie.sees('Visite du musée', 'Invitation n°').offers('Voir la sortie', 'Mes réservations').offersNot('Annuler cette place');
  });

  it('A11 by person and by outing, tapped', async () => {
    await sophie.says('mes réservations');
    await sophie.presses('Par personne');
    sophie.sees('Les réservations de qui ?').offers('Soraya Ferrand', 'Malika Koné', 'Hugo Petit');
    await sophie.presses('Malika Koné');
    sophie.sees('Malika Koné — Gospel').seesNot('Soraya');
    await sophie.presses('Tout');
    sophie.sees('Soraya', 'Malika');
    await sophie.presses('Par sortie');
    sophie.sees('Pour quelle sortie ?');
    await sophie.presses('Gospel Experience, sam. 28 nov.');
    sophie.sees('Soraya', 'Malika', 'Hugo');
  });

  it('A11 by person, title or day, said', async () => {
    await house.world.show({ title: 'Cirque Lune', startsAt: at('2026-11-28T14:00:00Z') });
    await house.world.show({ title: 'Nuit du jazz', startsAt: at('2026-12-03T19:00:00Z') });
    await books(sophie, 'cirque', 'fatima benali et awa');
    await books(sophie, 'nuit du jazz', 'fatima benaissa');
    await sophie.says('qui vient au gospel ?');
    sophie.sees('Soraya', 'Malika').seesNot('Awa', 'Fatima');
    await sophie.says('qui vient samedi ?');
    sophie.sees('Cirque Lune', 'Gospel Experience', 'Awa', 'Soraya').seesNot('jazz');
    await sophie.says('qui vient mardi 15 décembre ?');
    sophie.sees('Rien de prévu').offers('Chercher');
    // Two people of that name: never guessed.
    await sophie.says('mes réservations de fatima');
    sophie.sees('Les réservations de qui ?').offers('Fatima Benali', 'Fatima Benaissa').offersNot('Soraya Ferrand');
    await sophie.says('benaissa');
    sophie.sees('Nuit du jazz').seesNot('Cirque');
    await sophie.says('menu');
    await sophie.says('awa diallo');
    sophie.sees('Awa Diallo — Cirque Lune').seesNot('Gospel');
  });

  it('A11 pages both ways', async () => {
    await house.world.show({ title: 'Grande parade', startsAt: at('2026-12-05T14:00:00Z') });
    await prepares(sophie, 'grande parade', 'soraya, malika, hugo, awa, karim, lina, fatima benali');
    await sophie.presses('Confirmer');
    await sophie.says('qui vient à la grande parade ?');
    sophie.sees('1 à 6 sur 7').offers('Suite').offersNot('Précédent');
    await sophie.presses('Suite');
    sophie.sees('7 à 7 sur 7').offersNot('Suite');
    await sophie.says('1');
    sophie.sees('Grande parade', 'Annulation possible : jusqu’au jeudi 3 décembre à 15 h').offers('Annuler cette place');
    await sophie.says('retour');
    sophie.sees('7 à 7 sur 7');
    await sophie.presses('Précédent');
    sophie.sees('1 à 6 sur 7');
  });
});

describe('A11 cancelling', () => {
  it('A11 from the list, after confirmation', async () => {
    await sophie.says('mes réservations de karim');
    await sophie.says('1');
    await sophie.presses('Annuler cette place');
    sophie.sees('Karim Haddad : la place pour Grande parade, samedi 5 décembre à 15 h', 'Cette place ira à quelqu’un d’autre').offers('Oui, annuler', 'Non, garder');
    await sophie.says('non');
    sophie.sees('je garde tout');
    await sophie.says('annuler karim');
    await sophie.says('oui');
    sophie.sees('C’est annulé pour Karim Haddad').offers('Menu');
    await sophie.says('mes réservations de karim');
    sophie.sees('Rien de prévu');
    await nothingIsWrong(house);
  });

  it('A11 leaving the waiting list says that the rank is lost', async () => {
    await sophie.says('annuler hugo gospel');
    sophie.sees('le rang 1 en attente pour Gospel Experience', 'Le rang est perdu');
    await sophie.says('oui');
    sophie.sees('C’est annulé pour Hugo Petit');
  });

  it('X2 several may be meant: asked, narrowed by saying more, never guessed', async () => {
    await sophie.says('annuler soraya');
    sophie.sees('Que voulez-vous annuler ?', '1. Soraya Ferrand — Gospel', '2. Soraya Ferrand — Grande parade');
    await sophie.says('celle du 9 décembre');
    sophie.sees('Je ne trouve pas de réservation à venir pour cela', 'Que voulez-vous annuler ?');
    await sophie.says('celle du 5 décembre');
    sophie.sees('Je récapitule ce qui sera annulé', 'Grande parade').seesNot('Gospel');
    await sophie.says('annuler');
    sophie.sees('je laisse cela', 'Rien n’a été changé');
    await sophie.says('annuler fatima');
    sophie.sees('Fatima Benali', 'Fatima Benaissa');
    await sophie.says('fatima benaissa');
    sophie.sees('Je récapitule ce qui sera annulé', 'Fatima Benaissa', 'Nuit du jazz').seesNot('Benali');
    await sophie.says('retour');
    sophie.sees('Que voulez-vous annuler ?', 'Fatima Benali');
    await sophie.says('annuler la grande parade');
    sophie.sees('Que voulez-vous annuler', 'Grande parade').offers('Tout').seesNot('Gospel');
    await sophie.presses('Tout');
    sophie.sees('Soraya Ferrand, Malika Koné, Hugo Petit, Awa Diallo, Lina Perrin et Fatima Benali : les places pour Grande parade, samedi 5 décembre à 15 h', 'Ces places iront à d’autres');
    await sophie.presses('Non, garder');
    await sophie.says('annule karim et mets awa à la place');
    sophie.sees('Je ne trouve pas de réservation');
    await sophie.says('annule lina et mets karim à la place');
    sophie.sees('Une chose à la fois : d’abord l’annulation', 'Je récapitule ce qui sera annulé', 'Lina Perrin').seesNot('Karim');
    await sophie.says('non');
    await sophie.says('annuler zorro');
    sophie.sees('Je ne trouve pas de réservation à venir pour cela').offers('Mes réservations');
    await nothingIsWrong(house);
  });
});

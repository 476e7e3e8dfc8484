import { beforeAll, describe, it } from 'vitest';
import type { Chat } from '../support/chat.ts';
import { books, nothingIsWrong, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let sophie: Chat;
let marc: Chat;

const at = (instant: string): Date => new Date(instant);

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  const home = await world.structure('Foyer des Essais');
  for (const name of ['Soraya Ferrand', 'Malika Koné', 'Hugo Petit', 'Awa Diallo', 'Karim Haddad', 'Lina Perrin']) await world.person(home, name);
  const other = await world.structure('Maison des Essais');
  for (const name of ['Ines Morel', 'Tom Garnier', 'Zoé Blanc']) await world.person(other, name);
  sophie = await house.login(await world.referent(home));
  marc = await house.login(await world.referent(other, 'Marc Leroy'));
});

describe('A7 a quota a structure, on one performance', () => {
  it('A7 seats what is left of it, says why the others wait, and concerns nobody else', async () => {
    const show = await house.world.show({ title: 'Gospel Experience' });
    await house.world.quota({ performance: show.id, period: 'all', seats: 2 });
    await prepares(sophie, 'gospel', 'soraya, malika et hugo');
    sophie.sees('Votre structure peut encore avoir 2 places ici, pour 3 personnes').offers('2 places + 1 en attente');
    await sophie.presses('2 places + 1 en attente');
    sophie.sees('2 places pour Soraya Ferrand et Malika Koné', 'Hugo Petit : rang 1 en attente (votre structure a déjà toutes ses places)');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé', 'Hugo Petit : rang 1 en attente');
    await sophie.says('mes réservations de hugo');
    await sophie.says('1');
    sophie.sees('Pourquoi pas encore : votre structure a déjà toutes ses places');
    await books(marc, 'gospel', 'ines et tom');
    marc.sees('C’est réservé', 'Ines Morel : une place', 'Tom Garnier : une place');
    await nothingIsWrong(house);
  });

  it('A7 a seat given back serves the structure that waits', async () => {
    await sophie.says('annuler malika');
    await sophie.presses('Oui, annuler');
    await sophie.receives('Une place s’est libérée pour Gospel Experience');
    await sophie.says('mes réservations de hugo');
    sophie.sees('place réservée');
    await nothingIsWrong(house);
  });
});

describe('A7 a quota over all performances of a venue', () => {
  it('A7 of a week: the next week has its own', async () => {
    const venue = await house.world.venue('Opéra des Essais');
    await house.world.quota({ venue, period: 'week', seats: 1 });
    await house.world.show({ title: 'Lundi à l’opéra', venue, startsAt: at('2026-11-30T19:00:00Z') });
    await house.world.show({ title: 'Dimanche à l’opéra', venue, startsAt: at('2026-12-06T15:00:00Z') });
    await house.world.show({ title: 'Semaine suivante', venue, startsAt: at('2026-12-07T19:00:00Z') });
    await books(sophie, 'lundi à l’opéra', 'awa');
    sophie.sees('C’est réservé');
    await books(sophie, 'dimanche à l’opéra', 'karim');
    sophie.sees('C’est noté en liste d’attente', 'Karim Haddad : rang 1 en attente');
    await books(sophie, 'semaine suivante', 'karim');
    sophie.sees('C’est réservé');
    await books(marc, 'dimanche à l’opéra', 'zoé');
    marc.sees('C’est réservé');
    await nothingIsWrong(house);
  });

  it('A7 of a week: a seat given back on Monday serves the waiting one of Sunday', async () => {
    await sophie.says('annuler awa');
    sophie.sees('Lundi à l’opéra');
    await sophie.presses('Oui, annuler');
    await sophie.receives('Une place s’est libérée pour Dimanche à l’opéra');
    await sophie.presses('Voir');
    sophie.sees('La place est pour Karim Haddad');
    await nothingIsWrong(house);
  });

  it('A7 of a month: November and December apart', async () => {
    const venue = await house.world.venue('Musée des Essais');
    await house.world.quota({ venue, period: 'month', seats: 1 });
    for (const [title, day] of [['Visite de novembre', '2026-11-29T14:00:00Z'], ['Visite du trente', '2026-11-30T14:00:00Z'], ['Visite de décembre', '2026-12-01T14:00:00Z']] as const) {
      await house.world.show({ title, venue, startsAt: at(day) });
    }
    await books(sophie, 'visite de novembre', 'lina');
    await prepares(sophie, 'visite du trente', 'awa');
    sophie.sees('rang 1 en attente (votre structure a déjà toutes ses places)');
    await books(sophie, 'visite de décembre', 'awa');
    sophie.sees('C’est réservé');
    await nothingIsWrong(house);
  });

  it('A7 in all, whenever', async () => {
    const venue = await house.world.venue('Petit théâtre');
    await house.world.quota({ venue, period: 'all', seats: 1 });
    await house.world.show({ title: 'Acte un', venue, startsAt: at('2026-11-29T19:00:00Z') });
    await house.world.show({ title: 'Acte deux', venue, startsAt: at('2026-12-16T19:00:00Z') });
    await books(sophie, 'acte un', 'hugo');
    sophie.sees('C’est réservé');
    await prepares(sophie, 'acte deux', 'soraya et lina');
    sophie.sees('Votre structure a déjà toutes ses places ici : 2 personnes en liste d’attente').offers('Chacun à son tour', 'Attendre 2 places ensemble');
    await sophie.presses('Attendre 2 places ensemble');
    sophie.sees('en attente de 2 places ensemble, rang 1', 'votre structure a déjà toutes ses places');
    await nothingIsWrong(house);
  });
});

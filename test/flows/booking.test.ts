import { beforeAll, describe, expect, it } from 'vitest';
import type { Chat } from '../support/chat.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let home: string;
let sophie: Chat;
const people: Record<string, string> = {};

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  home = await world.structure('Foyer des Essais');
  for (const name of ['Soraya Ferrand', 'Jean-Claude Olivier', 'Malika Koné', 'Hugo Petit']) people[name] = await world.person(home, name);
  sophie = await house.login(await world.referent(home));
});

describe('A8 booking by conversation', () => {
  it('A8 seats the first and puts the rest on the waitlist, with the rank', async () => {
    const show = await house.world.show({ title: 'Gospel Experience', capacity: 2 });
    await sophie.says('menu');
    sophie.sees('Bonjour Sophie', 'vendredi 20 novembre').offers('Chercher', 'Mes réservations');
    await sophie.says('gospel');
    sophie.sees('Gospel Experience', 'samedi 28 novembre à 20 h', '2 places').offers('Réserver');
    await sophie.presses('Réserver');
    sophie.sees('Pour qui').offers('Soraya F.');
    await sophie.says('soraya, jean claude et malika');
    sophie.sees('Il reste 2 places pour 3 personnes').offers('2 places + 1 en attente', 'ensemble');
    await sophie.presses('2 places + 1 en attente');
    sophie.sees('Je récapitule', 'Soraya Ferrand', 'rang 1').offers('Confirmer', 'Modifier', 'Abandonner');
    expect(await house.world.seats(show.id)).toEqual([]);
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé', 'invitation n°', 'Malika Koné : rang 1 en attente');
    expect((await house.world.seats(show.id)).map((s) => s.state).sort()).toEqual(['booked', 'booked', 'waiting']);
    await sophie.says('annuler soraya');
    sophie.sees('Soraya Ferrand', 'Gospel');
    await sophie.presses('Oui, annuler');
    sophie.sees('annulé pour Soraya Ferrand');
    await sophie.receives('Une place s’est libérée');
    sophie.seesNot('Malika');
    await sophie.presses('Voir');
    sophie.sees('La place est pour Malika Koné').seesNot('Jean-Claude');
    await sophie.says('mes réservations');
    sophie.sees('Malika Koné', 'Jean-Claude Olivier');
    expect(await house.world.faults(await house.now())).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { Chat } from '../support/chat.ts';
import { nothingIsWrong, Phone } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let sophie: Chat;
const people: string[] = [];

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  const home = await world.structure('Foyer des Essais');
  people.push(...(await world.people(home, ['Soraya Ferrand', 'Samir Ferrand', 'Lila Ferrand', 'Hugo Petit', 'Awa Diallo'])));
  await world.party(home, 'Famille Ferrand', people.slice(0, 3));
  await world.party(home, 'Groupe du mercredi', people);
  const gone = await world.person(home, 'Ancien Membre');
  await world.party(home, 'Vide', [gone]);
  await world.asOperator((trx) => trx('person').where({ operator_id: world.operator, id: gone }).update({ removed_at: new Date('2026-11-01T00:00:00Z') }));
  sophie = await house.login(await world.referent(home));
});

describe('A13 a group outing', () => {
  it('A13 books a named group in one go, and offers none whose members are all gone', async () => {
    await house.world.show({ title: 'Gospel Experience', capacity: 10 });
    await sophie.says('gospel');
    await sophie.presses('Réserver');
    sophie.offers('Famille Ferrand (3)', 'Groupe du mercredi (5)').seesNot('Vide');
    await sophie.presses('Famille Ferrand');
    sophie.sees('3 personnes : Soraya Ferrand, Samir Ferrand et Lila Ferrand').offersNot('Famille Ferrand (3)');
    await sophie.presses('Continuer');
    sophie.sees('3 places pour Soraya Ferrand, Samir Ferrand et Lila Ferrand');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé');
    await nothingIsWrong(house);
  });

  it('A13 by typing its name, less one person', async () => {
    await house.world.show({ title: 'Cirque Lune', capacity: 10, startsAt: new Date('2026-12-02T19:00:00Z') });
    await sophie.says('réserver le cirque');
    await sophie.says('groupe du mercredi');
    sophie.sees('5 personnes');
    await sophie.says('sans Hugo');
    sophie.sees('J’ai enlevé Hugo Petit', '4 personnes').seesNot('Hugo Petit et');
    await sophie.says('continuer');
    sophie.sees('Je récapitule', '4 places pour');
    await sophie.says('confirmer');
    sophie.sees('C’est réservé');
    await nothingIsWrong(house);
  });

  it('A13 the waitlist ends with more seats than there were first, when the venue adds some', async () => {
    const parade = await house.world.show({ title: 'Grande parade', capacity: 2, startsAt: new Date('2026-12-09T19:00:00Z') });
    await sophie.says('grande parade');
    await sophie.presses('Réserver');
    await sophie.presses('Groupe du mercredi');
    await sophie.presses('Continuer');
    sophie.sees('Il reste 2 places pour 5 personnes');
    await sophie.presses('2 places + 3 en attente');
    await sophie.presses('Confirmer');
    sophie.sees('rang 1', 'rang 2', 'rang 3');
    const phone = await Phone.of(sophie);
    await house.world.setCapacity(parade.id, 8, await house.now());
    await house.clock(new Date((await house.now()).getTime() + 1_000));
    const push = await phone.rings('Une place s’est libérée pour Grande parade');
    expect(JSON.stringify(push)).not.toContain('Ferrand');
    await sophie.presses('Voir');
    sophie.sees('Les places sont pour');
    expect((await house.world.seats(parade.id)).map(({ state }) => state)).toEqual(Array(5).fill('booked'));
    await nothingIsWrong(house);
  });
});

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat } from '../support/chat.ts';
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

describe('A3 the home page', () => {
  it('A3 leads to the list and names nobody; how many there are is behind [Plus…]', async () => {
    await sophie.says('menu');
    sophie.offers('Participants').seesNot('participant dans votre liste', 'Votre liste de participants');
    await sophie.presses('Plus…');
    sophie.sees('Votre liste de participants est vide');
    const soraya = await house.world.person(home, 'Soraya Ferrand');
    const gone = await house.world.person(home, 'Hugo Petit');
    await house.world.person(home, 'Malika Koné', 'guest', soraya);
    await house.world.asOperator((trx) => trx('person').where({ operator_id: house.world.operator, id: gone }).update({ removed_at: new Date('2026-11-01T00:00:00Z') }));
    await sophie.says('menu');
    await sophie.presses('Plus…');
    sophie.sees('1 participant dans votre liste').seesNot('Soraya', 'Malika', 'Hugo');
  });

  it('X3 a person left half done is offered again first and once, and is gone when it is given up', async () => {
    await sophie.says('ajouter Soraya Ferrand');
    await sophie.says('menu');
    sophie.sees('Vous aviez commencé quelque chose');
    expect(sophie.actions.map(({ label }) => label)).toEqual(['Reprendre', 'Abandonner', 'Chercher', 'Mes réservations', 'Participants', 'Plus…', 'English']);
    await sophie.presses('Abandonner');
    await sophie.says('menu');
    sophie.seesNot('Vous aviez commencé').offersNot('Reprendre', 'Abandonner');
  });

  it.each(['visitor', 'leader', 'operator'] as const)('A14 has no list of people for a %s', async (role) => {
    await house.world.person(home, 'Soraya Ferrand');
    const other = await house.login(await house.world.account(role, role === 'operator' ? null : home, 'Karim Essai'));
    await other.says('menu');
    other.offers('Plus…').offersNot('Participants');
    await other.presses('Plus…');
    other.seesNot('dans votre liste');
  });
});

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { nothingIsWrong } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let home: string;
let sophie: Chat;
let people: string[];

beforeAll(async () => {
  house = await openHouse();
});

beforeEach(async () => {
  home = await house.world.structure('Foyer des Essais');
  people = await house.world.people(home, ['Soraya Ferrand', 'Samir Ferrand', 'Lila Ferrand', 'Hugo Petit', 'Awa Diallo']);
  sophie = await house.login(await house.world.referent(home));
});

const groups = async (): Promise<number[]> => (await rows<{ n: number }>(house.fresh.admin, `
  select count(m.person_id)::int as n from party p left join party_member m on m.party_id = p.id where p.structure_id = ? group by p.id order by 1`, [home])).map(({ n }) => n);

describe('A13 named groups', () => {
  it('A13 X7 made by typing: a name, then names; an unknown one is said and nobody guessed', async () => {
    await sophie.says('groupes');
    sophie.sees('Il n’y a pas encore de groupe');
    await sophie.presses('Nouveau groupe');
    sophie.sees('Quel nom pour ce groupe');
    await sophie.says('Les jeunes du mercredi');
    sophie.sees('Qui est dans « Les jeunes du mercredi » ?');
    await sophie.says('hugo, zorro et ferrand');
    sophie.sees('Dans le groupe : Hugo Petit', 'Je ne trouve pas « zorro »', '« ferrand » : est-ce', 'Qui est dans');
    expect(await groups()).toEqual([]);
    await sophie.says('awa, lila ferrand');
    sophie.sees('Le groupe « Les jeunes du mercredi » est prêt', 'Les jeunes du mercredi, 3 personnes', 'Hugo Petit', 'Awa Diallo', 'Lila Ferrand');
    expect(await groups()).toEqual([3]);
    const [row] = await rows<{ sealed: Buffer }>(house.fresh.admin, 'select sealed from party where structure_id = ?', [home]);
    expect(row?.sealed.toString('latin1')).not.toContain('mercredi');
  });

  it('A13 people put in and taken out, by words and from their sheet', async () => {
    await sophie.says('nouveau groupe');
    await sophie.submits({ name: 'Famille Ferrand' });
    await sophie.says('soraya, samir');
    await sophie.says('groupes');
    await sophie.says('1');
    sophie.sees('Famille Ferrand, 2 personnes');
    await sophie.says('ajouter lila et soraya');
    sophie.sees('Dans le groupe : Lila Ferrand', 'Déjà dans le groupe : Soraya Ferrand', '3 personnes');
    await sophie.says('sans samir');
    sophie.sees('Plus dans le groupe : Samir Ferrand', '2 personnes');
    await sophie.says('sans hugo');
    sophie.sees('n’est pas dans le groupe');
    await sophie.says('hugo');
    sophie.sees('Dans le groupe : Hugo Petit', '3 personnes');
    await sophie.says('fiche de awa');
    await sophie.presses('Groupes');
    sophie.sees('Groupes d’Awa Diallo');
    const put = sophie.idOf('Famille Ferrand');
    await sophie.pressesId(put);
    sophie.offers('Famille Ferrand (4)');
    await sophie.pressesId(put);
    sophie.offers('Famille Ferrand (4)');
    await sophie.says('sans famille ferrand');
    sophie.offers('Famille Ferrand (3)');
    await sophie.says('famille ferrand');
    sophie.offers('Famille Ferrand (4)');
    expect(await groups()).toEqual([4]);
  });

  it('A13 renamed, and deleted only when it was confirmed', async () => {
    await sophie.says('nouveau groupe');
    await sophie.says('Atelier chant');
    await sophie.says('soraya');
    await sophie.presses('Renommer');
    await sophie.says('12');
    sophie.sees('Ce nom ne va pas');
    await sophie.submits({ name: 'x'.repeat(80) });
    sophie.sees('Ce nom ne va pas');
    await sophie.says('Chorale');
    sophie.sees('Le groupe s’appelle maintenant « Chorale »');
    await sophie.says('renommer en Grande chorale');
    sophie.sees('« Grande chorale »');
    await sophie.presses('Supprimer le groupe');
    sophie.sees('Supprimer le groupe « Grande chorale » ?', 'Les personnes et leurs réservations restent');
    await sophie.presses('Non, garder');
    sophie.sees('Grande chorale, 1 personne');
    await sophie.says('supprimer le groupe');
    const yes = sophie.idOf('Oui, supprimer');
    await sophie.says('oui');
    sophie.sees('est supprimé');
    await sophie.pressesId(yes);
    sophie.sees('Ce bouton ne vaut plus');
    expect((await rows(house.fresh.admin, 'select 1 from person where structure_id = ?', [home])).length).toBe(5);
  });

  it('A13 two groups are not called the same', async () => {
    await house.world.party(home, 'Famille Ferrand', (await rows<{ id: string }>(house.fresh.admin, 'select id from person where structure_id = ? limit 2', [home])).map(({ id }) => id));
    await sophie.says('créer un groupe');
    await sophie.says('famille FERRAND');
    sophie.sees('Il y a déjà un groupe');
    expect(await groups()).toEqual([2]);
  });

  it('A13 X7 typed in ‘Pour qui ?’, with somebody else beside, and out again', async () => {
    const ids = people.slice(0, 3);
    await house.world.party(home, 'Famille Ferrand', ids);
    await house.world.show({ title: `Gospel ${home.slice(-6)}`, capacity: 10 });
    await sophie.says(`Gospel ${home.slice(-6)}`);
    await sophie.presses('Réserver');
    await sophie.says('réserver pour la famille Ferrand');
    sophie.sees('3 personnes : Soraya Ferrand, Samir Ferrand et Lila Ferrand');
    await sophie.says('sans la famille ferrand');
    sophie.sees('J’ai enlevé Soraya Ferrand, Samir Ferrand et Lila Ferrand');
    await sophie.says('la famille Ferrand et Hugo');
    sophie.sees('Je récapitule', '4 places pour', 'Hugo Petit');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé');
    await nothingIsWrong(house);
  });

  it('A13 from the group: everybody in it is chosen', async () => {
    const ids = people.slice(0, 3);
    await house.world.party(home, 'Famille Ferrand', ids);
    const title = `Cirque ${home.slice(-6)}`;
    await house.world.show({ title, capacity: 10, startsAt: new Date('2026-12-02T19:00:00Z') });
    await sophie.says('voir la famille Ferrand');
    sophie.sees('Famille Ferrand, 3 personnes');
    await sophie.says('menu');
    await sophie.says('famille ferrand');
    sophie.sees('Famille Ferrand, 3 personnes');
    await sophie.presses('Réserver pour ce groupe');
    sophie.sees('Pour quelle sortie');
    await sophie.presses(title);
    sophie.sees('Soraya Ferrand, Samir Ferrand et Lila Ferrand');
  });
});

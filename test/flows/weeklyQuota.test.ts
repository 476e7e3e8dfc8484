import { beforeAll, describe, expect, it } from 'vitest';
import type { Chat } from '../support/chat.ts';
import { books, nothingIsWrong, Phone, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import { World } from '../support/world.ts';

let house: House;
let home: string;
let sophie: Chat;
let marc: Chat;

const at = (instant: string): Date => new Date(instant);
/** Week of Monday 23 to Sunday 29 November 2026, and after it. */
const show = (title: string, startsAt: string, more: Parameters<World['show']>[0] = {}): ReturnType<World['show']> => house.world.show({ title, startsAt: at(startsAt), ...more });
const tiers = async ({ id }: { id: string }): Promise<Record<string, [string, number | null]>> =>
  Object.fromEntries((await house.world.seats(id)).map((seat) => [names.get(seat.person) ?? seat.person, [seat.state, seat.tier]]));
const names = new Map<string, string>();

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  home = await world.structure('Foyer des Essais');
  for (const name of ['Hugo Petit', 'Malika Koné', 'Soraya Ferrand', 'Awa Diallo', 'Karim Haddad', 'Lina Perrin']) names.set(await world.person(home, name), name.split(' ')[0] ?? '');
  names.set(await world.person(home, 'Nadia Perrin', 'guest', [...names].find(([, name]) => name === 'Lina')?.[0]), 'Nadia');
  names.set(await world.person(home, 'Paul Renard', 'companion'), 'Paul');
  const other = await world.structure('Maison des Essais');
  for (const name of ['Ines Morel', 'Tom Garnier']) names.set(await world.person(other, name), name.split(' ')[0] ?? '');
  sophie = await house.login(await world.referent(home));
  marc = await house.login(await world.referent(other, 'Marc Leroy'));
  await show('Gospel Experience', '2026-11-28T19:00:00Z');
  await show('Visite du musée', '2026-11-24T13:00:00Z');
});

describe('A6 the third invitation of a week', () => {
  it('A6 goes to the waitlist, with the two others, the week and the release instant said', async () => {
    const circus = await show('Cirque Lune', '2026-11-25T13:00:00Z');
    await books(sophie, 'gospel', 'hugo');
    await books(sophie, 'visite du musée', 'hugo');
    sophie.sees('C’est réservé');
    await sophie.says('réserve hugo pour le cirque');
    sophie.sees(
      'Je récapitule', 'Cirque Lune, mercredi 25 novembre à 14 h', 'Hugo Petit : rang 1 en attente',
      'Hugo Petit a déjà 2 invitations la semaine du lundi 23 novembre (Visite du musée, Gospel Experience) : c’est le maximum',
      'Les places encore libres dimanche 22 novembre à 14 h iront aux personnes en attente, dans l’ordre',
    ).offers('Confirmer', 'Modifier', 'Abandonner');
    await sophie.presses('Confirmer');
    sophie.sees('C’est noté en liste d’attente', 'Hugo Petit : rang 1 en attente', 'Je vous écris').offers('Quitter la liste', 'Menu');
    await sophie.says('mes réservations de hugo');
    await sophie.presses('Cirque Lune');
    sophie.sees('Rang : 1, personne devant', 'Pourquoi pas encore : limite de la semaine atteinte', 'dimanche 22 novembre à 14 h');
    expect(await tiers(circus)).toEqual({ Hugo: ['waiting', null] });
    await nothingIsWrong(house);
  });

  it('A6 within a group, says who is concerned; the others have their seats', async () => {
    await show('Récital', '2026-11-26T19:00:00Z');
    await sophie.says('récital');
    await sophie.presses('Réserver');
    await sophie.says('malika, hugo et awa');
    sophie.sees('Hugo Petit a déjà 2 invitations', 'Que préférez-vous').seesNot('Il reste 10 places').offers('2 places + 1 en attente', 'Attendre 3 places ensemble', 'Changer les personnes');
    // Together, the group waits for Hugo: only of him the limit is said.
    await sophie.presses('Attendre 3 places ensemble');
    sophie.sees('en attente de 3 places ensemble, rang 1', 'Hugo Petit a déjà 2 invitations', 'lundi 23 novembre à 20 h').seesNot('Malika Koné a déjà', 'Malika Koné : le maximum');
    await sophie.says('retour');
    await sophie.presses('2 places + 1 en attente');
    sophie.sees('2 places pour Malika Koné et Awa Diallo', 'Hugo Petit : rang 1 en attente (limite de la semaine atteinte)');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé', 'Hugo Petit : rang 1 en attente');
    await nothingIsWrong(house);
  });
});

describe('A6 another week', () => {
  it('A6 another date of the same outing is offered where it lies in another week', async () => {
    const twice = await show('Magie nouvelle', '2026-11-25T19:00:00Z');
    await show('Magie nouvelle', '2026-11-26T19:00:00Z', { event: twice.event });
    await show('Magie nouvelle', '2026-12-03T19:00:00Z', { event: twice.event, capacity: 4 });
    await sophie.says('réserve hugo pour magie nouvelle mercredi 25');
    sophie.sees('Hugo Petit : rang 1 en attente').offers('Une autre date : jeudi 3 décembre, 4 places');
    await sophie.presses('Une autre date');
    sophie.sees('Magie nouvelle', 'jeudi 3 décembre à 20 h').offers('Réserver');
  });
});

describe('A6 who is served first', () => {
  it('A6 every within-quota person passes before, whoever came first; the others only from the release instant on', async () => {
    const night = await show('Nuit blanche', '2026-11-27T21:00:00Z', { capacity: 1 });
    await books(marc, 'nuit blanche', 'ines');
    await books(sophie, 'nuit blanche', 'hugo');
    sophie.sees('Hugo Petit : rang 1 en attente');
    await books(marc, 'nuit blanche', 'tom');
    marc.sees('Tom Garnier : rang 1 en attente');
    await sophie.says('mes réservations de hugo');
    sophie.sees('Nuit blanche, vendredi 27 novembre à 22 h · rang 2 en attente');
    await marc.says('annuler ines');
    await marc.presses('Oui, annuler');
    expect(await tiers(night)).toEqual({ Ines: ['cancelled', 1], Tom: ['booked', 1], Hugo: ['waiting', null] });
    // One more seat: nobody within quota waits, and it stays vacant until the release.
    await house.world.setCapacity(night.id, 2, await house.now());
    expect((await tiers(night))['Hugo']).toEqual(['waiting', null]);
    await nothingIsWrong(house);
  });

  it('A6 at the release instant, not a second before, the vacant seats go to those over quota, in their order', async () => {
    const phone = await Phone.of(sophie);
    // Cirque Lune is released on Sunday 22 November at 14:00.
    await house.clock('2026-11-22T12:59:59Z');
    await phone.isSilent();
    await house.clock('2026-11-22T13:00:00Z');
    await phone.rings('Une place s’est libérée pour Cirque Lune, mercredi 25 novembre à 14 h.');
    await sophie.presses('Voir');
    sophie.sees('La place est pour Hugo Petit');
    await nothingIsWrong(house);
  });

  it('A6 after the release instant a person over quota takes a vacant seat at once', async () => {
    const late = await show('Théâtre d’ombres', '2026-11-25T18:00:00Z', { closesAt: at('2026-11-23T12:00:00Z') });
    await prepares(sophie, 'théâtre d’ombres', 'hugo');
    sophie.sees('Une place pour Hugo Petit').seesNot('en attente');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé');
    expect(await tiers(late)).toEqual({ Hugo: ['booked', 2] });
    await nothingIsWrong(house);
  });
});

describe('A6 guests and companions', () => {
  it('A6 a guest has a quota of their own, a companion none', async () => {
    for (const [title, day] of [['Opéra', '01'], ['Ballet', '02'], ['Comédie', '03']] as const) await show(title, `2026-12-${day}T19:00:00Z`);
    for (const title of ['opéra', 'ballet']) {
      await prepares(sophie, title, 'lina, nadia et paul');
      await sophie.presses('Oui, un groupe');
      sophie.sees('3 places pour');
      await sophie.presses('Confirmer');
      sophie.sees('C’est réservé');
    }
    await prepares(sophie, 'comédie', 'karim, nadia et paul');
    await sophie.presses('Oui, un groupe');
    sophie.sees('Nadia Perrin a déjà 2 invitations la semaine du lundi 30 novembre').seesNot('Paul Renard a déjà', 'Karim Haddad a déjà');
    await sophie.presses('2 places + 1 en attente');
    sophie.sees('2 places pour Karim Haddad et Paul Renard');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé');
    await nothingIsWrong(house);
  });
});

describe('A6 the week', () => {
  it('A6 ends on Sunday night: Sunday is the third, Monday is a new week', async () => {
    await show('Jazz du lundi', '2026-12-07T19:00:00Z');
    await show('Jazz du mardi', '2026-12-08T19:00:00Z');
    await show('Dimanche tard', '2026-12-13T22:30:00Z');
    await show('Lundi tôt', '2026-12-13T23:30:00Z');
    await books(sophie, 'jazz du lundi', 'awa');
    await books(sophie, 'jazz du mardi', 'awa');
    await prepares(sophie, 'dimanche tard', 'awa');
    sophie.sees('dimanche 13 décembre à 23 h 30', 'Awa Diallo a déjà 2 invitations la semaine du lundi 7 décembre');
    await books(sophie, 'lundi tôt', 'awa');
    sophie.sees('C’est réservé', 'lundi 14 décembre à 0 h 30');
    await nothingIsWrong(house);
  });

  it('A6 is that of the venue: half past midnight on Monday on Réunion is the next week, and is said so', async () => {
    // 20:30 UTC on Sunday 13 December: Sunday evening in Paris, Monday 00:30 on Réunion.
    await show('Maloya de minuit', '2026-12-13T20:30:00Z', { zone: 'Indian/Reunion', city: 'Saint-Denis' });
    await prepares(sophie, 'maloya', 'awa');
    sophie.sees('lundi 14 décembre à 0 h 30', 'Une place pour Awa Diallo', 'samedi 12 décembre à 0 h 30').seesNot('maximum');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé');
    // And so it is Awa's second one of that week, with 'Lundi tôt'.
    await show('Chorale', '2026-12-16T19:00:00Z');
    await prepares(sophie, 'chorale', 'awa');
    sophie.sees('Awa Diallo a déjà 2 invitations la semaine du lundi 14 décembre (Maloya de minuit, Lundi tôt)');
    await nothingIsWrong(house);
  });
});

describe('A6 a quota given back', () => {
  it('A6 cancelling one outing serves the waiting one, at once', async () => {
    for (const [title, day] of [['Marionnettes', '15'], ['Clowns', '16'], ['Attendu', '17']] as const) await show(title, `2026-12-${day}T19:00:00Z`);
    await books(sophie, 'marionnettes', 'soraya');
    await books(sophie, 'clowns', 'soraya');
    await books(sophie, 'attendu', 'soraya');
    sophie.sees('rang 1 en attente');
    const phone = await Phone.of(sophie);
    await sophie.says('annuler soraya marionnettes');
    sophie.sees('Soraya Ferrand', 'Marionnettes');
    await sophie.presses('Oui, annuler');
    sophie.sees('C’est annulé pour Soraya Ferrand');
    await phone.news();
    await house.clock(new Date((await house.now()).getTime() + 1_000));
    await sophie.receives('Une place s’est libérée pour Attendu');
    expect(sophie.text).not.toContain('Soraya');
    await sophie.presses('Voir');
    sophie.sees('La place est pour Soraya Ferrand');
    await nothingIsWrong(house);
  });
});

describe('A6 as a setting', () => {
  it('A6 without a limit nobody is over it', async () => {
    const world = await World.make(house.fresh, { name: 'Sans limite', weekly_quota: null });
    const structure = await world.structure('Foyer libre');
    await world.person(structure, 'Idris Lemaire');
    const lea = await house.login(await world.referent(structure, 'Léa Robin'));
    for (const day of ['15', '16', '17', '18']) {
      await world.show({ title: `Sortie du ${day}`, startsAt: at(`2026-12-${day}T19:00:00Z`) });
      await books(lea, `sortie du ${day}`, 'idris');
      lea.sees('C’est réservé').seesNot('maximum');
    }
    await lea.says('aide');
    lea.sees('Les invitations sont gratuites et personnelles.').seesNot('par semaine');
    expect(await world.faults(await house.now())).toEqual([]);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { Chat } from '../support/chat.ts';
import { books, nothingIsWrong, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let sophie: Chat;
let marc: Chat;
let home: string;
const names = new Map<string, string>();

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  await world.asOperator((trx) => trx('programme').where({ operator_id: world.operator }).update({ weekly_quota: null }));
  const add = async (structure: string, name: string, kind?: 'guest' | 'companion', of?: string): Promise<string> => {
    const id = await world.person(structure, name, kind, of ?? null);
    names.set(id, name.split(' ')[0] ?? '');
    return id;
  };
  home = await world.structure('Foyer des Essais');
  const lina = await add(home, 'Lina Perrin');
  await add(home, 'Hugo Petit');
  await add(home, 'Awa Diallo');
  await add(home, 'Nadia Perrin', 'guest', lina);
  await add(home, 'Paul Renard', 'companion');
  const other = await world.structure('Maison des Essais');
  await add(other, 'Tom Garnier');
  sophie = await house.login(await world.referent(home));
  marc = await house.login(await world.referent(other, 'Marc Leroy'));
});

const show = (title: string, capacity: number): ReturnType<House['world']['show']> => house.world.show({ title, capacity });
const seats = async ({ id }: { id: string }): Promise<Record<string, string>> =>
  Object.fromEntries((await house.world.seats(id)).filter(({ state }) => state !== 'cancelled').map((seat) => [names.get(seat.person) ?? '', seat.state]));

describe('A10 nobody comes without a participant', () => {
  it('A10 a guest alone, a companion alone: refused, with what is possible', async () => {
    const gospel = await show('Gospel Experience', 5);
    await prepares(sophie, 'gospel', 'nadia');
    sophie.sees('vient toujours avec un participant', 'Ajoutez un participant à cette demande', 'Quelqu’un d’autre ?').offers('Continuer', 'Lina P.');
    await sophie.says('paul');
    sophie.sees('vient toujours avec un participant');
    await sophie.says('lina');
    sophie.sees('Paul Renard : un accompagnement est-il nécessaire');
    expect(await seats(gospel)).toEqual({});
  });

  it('A10 a companion comes only where the referent says that one is needed', async () => {
    sophie.offers('Oui, des mineurs', 'Oui, un handicap', 'Oui, un groupe', 'Non, sans accompagnement');
    await sophie.presses('Non, sans accompagnement');
    sophie.sees('Je récapitule', '2 places pour Lina Perrin et Nadia Perrin').seesNot('Paul');
    await sophie.presses('Modifier');
    await sophie.says('paul');
    await sophie.presses('Oui, un handicap');
    sophie.sees('3 places pour Lina Perrin, Nadia Perrin et Paul Renard');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé');
    await nothingIsWrong(house);
  });

  it('A10 seats go to participants first, then guests, then companions', async () => {
    const circus = await show('Cirque Lune', 2);
    await prepares(sophie, 'cirque', 'paul, nadia, hugo et lina');
    await sophie.presses('Oui, un groupe');
    sophie.sees('Il reste 2 places pour 4 personnes');
    await sophie.presses('2 places + 2 en attente');
    sophie.sees('2 places pour Hugo Petit et Lina Perrin', 'Nadia Perrin : rang 1', 'Paul Renard : rang 2');
    await sophie.presses('Confirmer');
    expect(await seats(circus)).toEqual({ Hugo: 'booked', Lina: 'booked', Nadia: 'waiting', Paul: 'waiting' });
    await nothingIsWrong(house);
  });
});

describe('A10 a guest added later', () => {
  it('A10 joins the participant who has a seat, without the participant being chosen again', async () => {
    const tale = await show('Contes du soir', 3);
    await books(sophie, 'contes du soir', 'lina');
    await prepares(sophie, 'contes du soir', 'nadia');
    sophie.sees('Je récapitule', 'Une place pour Nadia Perrin');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé', 'Nadia Perrin : une place');
    await prepares(sophie, 'contes du soir', 'lina et paul');
    await sophie.presses('Oui, des mineurs');
    sophie.sees('Une place pour Paul Renard', 'Lina Perrin : déjà dans vos réservations pour cette date');
    await sophie.presses('Confirmer');
    sophie.sees('Paul Renard : une place');
    expect(await seats(tale)).toEqual({ Lina: 'booked', Nadia: 'booked', Paul: 'booked' });
    await nothingIsWrong(house);
  });

  it('A10 two who join when one seat is left: one sits, one waits; nobody is stuck in a group without its participant', async () => {
    const walk = await show('Balade contée', 2);
    await books(sophie, 'balade contée', 'lina');
    await prepares(sophie, 'balade contée', 'nadia et paul');
    await sophie.presses('Oui, un groupe');
    sophie.sees('Je récapitule', 'Une place pour Nadia Perrin', 'Paul Renard : rang 1 en attente').offersNot('Attendre 2 places ensemble');
    await sophie.presses('Confirmer');
    expect(await seats(walk)).toEqual({ Lina: 'booked', Nadia: 'booked', Paul: 'waiting' });
    await house.world.setCapacity(walk.id, 3, await house.now());
    expect(await seats(walk)).toEqual({ Lina: 'booked', Nadia: 'booked', Paul: 'booked' });
    await nothingIsWrong(house);
  });

  it('A10 even if the last seat goes while the person is thinking, the guest waits with the participant', async () => {
    const night = await show('Nuit du conte', 2);
    await books(sophie, 'nuit du conte', 'lina');
    await prepares(sophie, 'nuit du conte', 'nadia et paul');
    await sophie.presses('Oui, un groupe');
    await books(marc, 'nuit du conte', 'tom');
    await sophie.presses('Confirmer');
    sophie.sees('J’ai gardé votre tour', 'Nadia Perrin : rang 1', 'Paul Renard : rang 2');
    await marc.says('annuler tom nuit');
    await marc.presses('Oui, annuler');
    expect(await seats(night)).toMatchObject({ Lina: 'booked', Nadia: 'booked', Paul: 'waiting' });
    await nothingIsWrong(house);
  });

  it('A10 the guest of somebody who only waits, waits too, and is told why', async () => {
    const full = await show('Complet d’avance', 1);
    await books(sophie, 'complet d’avance', 'lina');
    await books(sophie, 'complet d’avance', 'awa');
    sophie.sees('Awa Diallo : rang 1 en attente');
    await house.world.setCapacity(full.id, 1, await house.now());
    await prepares(sophie, 'complet d’avance', 'paul');
    await sophie.presses('Oui, un handicap');
    sophie.sees('Paul Renard : rang 2 en attente');
    await sophie.presses('Confirmer');
    await sophie.says('mes réservations de paul');
    sophie.sees('Complet d’avance');
  });
});

describe('A10 the last participant cancels', () => {
  it('A10 guests and companions go with them, after being told', async () => {
    const opera = await show('Opéra des rues', 5);
    await prepares(sophie, 'opéra des rues', 'lina, nadia et paul');
    await sophie.presses('Oui, un handicap');
    await sophie.presses('Confirmer');
    await sophie.says('annuler lina opéra');
    sophie.sees('Lina Perrin : la place pour Opéra des rues', 'Sans participant, Nadia Perrin et Paul Renard ne gardent pas leur place non plus', 'Ces places iront à d’autres');
    await sophie.presses('Non, garder');
    expect(await seats(opera)).toEqual({ Lina: 'booked', Nadia: 'booked', Paul: 'booked' });
    await sophie.says('annuler lina opéra');
    await sophie.presses('Oui, annuler');
    sophie.sees('C’est annulé pour Lina Perrin, Nadia Perrin et Paul Renard');
    expect(await seats(opera)).toEqual({});
    await nothingIsWrong(house);
  });

  it('A10 another participant of the request keeps them', async () => {
    const ballet = await show('Ballet des ombres', 5);
    await prepares(sophie, 'ballet', 'lina, hugo et nadia');
    await sophie.presses('Confirmer');
    await sophie.says('annuler lina ballet');
    sophie.sees('Lina Perrin').seesNot('Sans participant');
    await sophie.presses('Oui, annuler');
    sophie.sees('C’est annulé pour Lina Perrin.');
    expect(await seats(ballet)).toEqual({ Hugo: 'booked', Nadia: 'booked' });
    await sophie.says('annuler hugo ballet');
    sophie.sees('Sans participant, Nadia Perrin ne garde pas sa place non plus');
    await sophie.presses('Oui, annuler');
    expect(await seats(ballet)).toEqual({});
    await nothingIsWrong(house);
  });
});

describe('A3 somebody new in the middle of a booking', () => {
  it('A3 the very first person of a structure', async () => {
    await show('Lecture du matin', 5);
    const lea = await house.login(await house.world.referent(await house.world.structure('Équipe nouvelle'), 'Léa Robin'));
    await lea.says('lecture du matin');
    await lea.presses('Réserver');
    lea.sees('Votre structure n’a encore personne ici').offers('Nouvelle personne', 'Abandonner').offersNot('Continuer');
    await lea.says('Inès Leroux');
    lea.sees('Je ne connais pas « Inès Leroux »');
    await lea.says('ajouter Inès Leroux');
    await lea.presses('Participant');
    await lea.presses('Continuer');
    lea.sees('Une place pour Inès Leroux');
    await lea.presses('Confirmer');
    lea.sees('C’est réservé');
  });


  it('A3 A10 a guest tied to the participant of the request, with nothing asked that is known', async () => {
    const jazz = await show('Nuit du jazz', 5);
    await prepares(sophie, 'nuit du jazz', 'hugo et Salma Petit');
    sophie.sees('Je ne connais pas « Salma Petit »').offers('Ajouter « Salma Petit »', 'Changer les personnes');
    await sophie.presses('Ajouter');
    sophie.sees('Salma : qui est-ce ?').offers('Participant', 'Proche d’un participant', 'Accompagnement');
    await sophie.presses('Proche');
    sophie.sees('Salma Petit est dans votre liste', '2 personnes : Hugo Petit et Salma Petit');
    await sophie.presses('Continuer');
    sophie.sees('2 places pour Hugo Petit et Salma Petit');
    await sophie.presses('Confirmer');
    expect((await house.world.seats(jazz.id)).map(({ kind, state }) => `${kind} ${state}`)).toEqual(['participant booked', 'guest booked']);
  });

  it('A3 going back after adding somebody does not add them twice', async () => {
    await show('Lecture à voix haute', 5);
    await prepares(sophie, 'lecture à voix haute', 'hugo');
    await sophie.presses('Modifier');
    await sophie.presses('Nouvelle personne');
    await sophie.says('Yanis Bernard');
    await sophie.presses('Participant');
    sophie.sees('Yanis Bernard est dans votre liste', '2 personnes', 'Quelqu’un d’autre ?');
    await sophie.says('retour');
    sophie.seesNot('qui est-ce');
    await prepares(sophie, 'lecture à voix haute', 'yanis');
    sophie.sees('Une place pour Yanis Bernard').seesNot('de qui parlez-vous');
  });

  it('A3 the same name again: the same person, or a namesake; whose guest, when several are chosen', async () => {
    await prepares(sophie, 'lecture à voix haute', 'hugo et lina');
    await sophie.presses('Modifier');
    await sophie.presses('Nouvelle personne');
    await sophie.submits({ first: 'yanis', last: 'BERNARD' });
    sophie.sees('Yanis Bernard est déjà dans votre liste. Est-ce la même personne ?');
    await sophie.presses('Non, une autre');
    await sophie.presses('Proche');
    sophie.sees('yanis est proche de qui ?').offers('Hugo Petit', 'Lina Perrin');
    await sophie.says('lina');
    sophie.sees('yanis BERNARD est dans votre liste', '3 personnes');
    sophie.offers('Yanis Bernard', 'yanis BERNARD');
  });
});

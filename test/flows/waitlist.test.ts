import { beforeAll, describe, expect, it } from 'vitest';
import type { Chat } from '../support/chat.ts';
import { books, nothingIsWrong, Phone, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let sophie: Chat;
let marc: Chat;
const names = new Map<string, string>();

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  // Many outings in one week: the limit of the week is another file's subject.
  await world.asOperator((trx) => trx('programme').where({ operator_id: world.operator }).update({ weekly_quota: null }));
  const people = async (structure: string, all: readonly string[]): Promise<void> => {
    for (const name of all) names.set(await world.person(structure, name), name.split(' ')[0] ?? '');
  };
  const home = await world.structure('Foyer des Essais');
  await people(home, ['Soraya Ferrand', 'Malika Koné', 'Hugo Petit', 'Awa Diallo', 'Karim Haddad']);
  const other = await world.structure('Maison des Essais');
  await people(other, ['Ines Morel', 'Tom Garnier', 'Zoé Blanc']);
  sophie = await house.login(await world.referent(home));
  marc = await house.login(await world.referent(other, 'Marc Leroy'));
});

const show = async (title: string, capacity: number, startsAt = '2026-11-28T19:00:00Z', event?: string): Promise<{ id: string; event: string; venue: string }> =>
  house.world.show({ title, capacity, startsAt: new Date(startsAt), ...(event === undefined ? {} : { event }) });
const seats = async ({ id }: { id: string }): Promise<Record<string, string>> =>
  Object.fromEntries((await house.world.seats(id)).map((seat) => [names.get(seat.person) ?? '', seat.state]));

describe('A8 fewer seats than people', () => {
  it('A8 split: the first in the order given have a seat, the others their rank', async () => {
    const gospel = await show('Gospel Experience', 2);
    await prepares(sophie, 'gospel', 'malika, soraya et hugo');
    sophie.sees('Il reste 2 places pour 3 personnes', 'Que préférez-vous').offers('2 places + 1 en attente', 'Au moins… ensemble', 'Changer les personnes').offersNot('Attendre 3 places ensemble');
    await sophie.presses('2 places + 1 en attente');
    sophie.sees('2 places pour Malika Koné et Soraya Ferrand', 'Hugo Petit : rang 1 en attente (il n’y a plus de place)', 'jusqu’au jeudi 26 novembre à 20 h');
    expect(await seats(gospel)).toEqual({});
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé', 'Malika Koné : une place, invitation n°', 'Hugo Petit : rang 1 en attente', 'Je vous écris dès qu’une place se libère');
    expect(await seats(gospel)).toEqual({ Malika: 'booked', Soraya: 'booked', Hugo: 'waiting' });
    await nothingIsWrong(house);
  });

  it('A8 nothing left: everybody waits, and knows the rank; another date is named', async () => {
    const first = await show('Complet', 1);
    await show('Complet', 6, '2026-11-29T15:00:00Z', first.event);
    await books(marc, 'complet samedi 28', 'ines');
    await sophie.says('complet samedi 28');
    sophie.sees('complet').offers('Liste d’attente').offersNot('Réserver');
    await sophie.presses('Liste d’attente');
    sophie.sees('Complet : personne n’attend encore');
    await sophie.says('soraya et malika');
    sophie.sees('Il n’y a plus de place : 2 personnes en liste d’attente').offers('Chacun à son tour', 'Changer les personnes');
    await sophie.presses('Chacun à son tour');
    sophie.sees('Soraya Ferrand : rang 1 en attente', 'Malika Koné : rang 2 en attente').offers('Une autre date : dimanche 29 novembre, 6 places');
    await sophie.presses('Confirmer');
    sophie.sees('C’est noté en liste d’attente', 'Soraya Ferrand : rang 1', 'Malika Koné : rang 2').offers('Une autre date : dimanche 29 novembre, 6 places', 'Quitter la liste');
    const onTheSheet = sophie.idOf('Une autre date');
    await marc.says('complet samedi 28');
    marc.sees('complet, 2 personnes en attente');
    await sophie.presses('Quitter la liste');
    sophie.sees('le rang 1 en attente', 'le rang 2 en attente', 'Le rang est perdu');
    await sophie.presses('Oui, annuler');
    sophie.sees('C’est annulé pour Soraya Ferrand et Malika Koné');
    await sophie.pressesId(onTheSheet);
    sophie.sees('Complet', 'dimanche 29 novembre à 16 h', '6 places').offers('Réserver');
  });
});

describe('A8 together', () => {
  it('A8 all or none: a family is not split, and does not block those behind it', async () => {
    const circus = await show('Cirque Lune', 3);
    await books(marc, 'cirque', 'ines et tom');
    await prepares(sophie, 'cirque', 'soraya, malika et hugo');
    await sophie.presses('Attendre 3 places ensemble');
    sophie.sees('Soraya Ferrand, Malika Koné et Hugo Petit : en attente de 3 places ensemble, rang 1');
    await sophie.presses('Confirmer');
    sophie.sees('C’est noté en liste d’attente');
    expect(await seats(circus)).toEqual({ Ines: 'booked', Tom: 'booked', Soraya: 'waiting', Malika: 'waiting', Hugo: 'waiting' });
    await sophie.says('mes réservations de soraya');
    await sophie.presses('Cirque Lune');
    sophie.sees('Pourquoi pas encore : pas assez de places pour tout le groupe', 'ceux qui suivent peuvent passer, votre rang est gardé');
    // One seat is free: whoever comes behind alone has it.
    await books(marc, 'cirque', 'zoé');
    marc.sees('C’est réservé');
    await nothingIsWrong(house);
    // Three seats are added: the three sit at once.
    const phone = await Phone.of(sophie);
    await house.world.setCapacity(circus.id, 6, await house.now());
    await house.clock(new Date((await house.now()).getTime() + 1_000));
    await phone.rings('Une place s’est libérée pour Cirque Lune');
    await sophie.presses('Voir');
    sophie.sees('Les places sont pour Soraya Ferrand, Malika Koné et Hugo Petit').offers('Rendre la place', 'C’est noté');
    await sophie.presses('Rendre la place');
    sophie.sees('Vos réservations à venir', '3.');
    await nothingIsWrong(house);
  });

  it('A8 at least k of n: those sit together, the rest waits singly with its turn', async () => {
    const jazz = await show('Nuit du jazz', 3);
    await books(marc, 'nuit du jazz', 'ines et tom');
    await prepares(sophie, 'nuit du jazz', 'soraya, malika, hugo et awa');
    await sophie.presses('Au moins');
    sophie.sees('Combien de places ensemble au moins, sur 4 ?').offers('2 places', '3 places').offersNot('4 places');
    await sophie.presses('2 places');
    sophie.sees('en attente d’au moins 2 places ensemble, rang 1');
    await sophie.presses('Confirmer');
    expect(await seats(jazz)).toMatchObject({ Soraya: 'waiting', Malika: 'waiting' });
    await marc.says('annuler ines jazz');
    await marc.presses('Oui, annuler');
    expect(await seats(jazz)).toMatchObject({ Soraya: 'booked', Malika: 'booked', Hugo: 'waiting', Awa: 'waiting' });
    await marc.says('annuler tom jazz');
    await marc.presses('Oui, annuler');
    expect(await seats(jazz)).toMatchObject({ Hugo: 'booked', Awa: 'waiting' });
    await sophie.says('mes réservations de awa');
    sophie.sees('Nuit du jazz', 'rang 1 en attente');
    await nothingIsWrong(house);
  });

  it('A8 more together than there will ever be seats is refused at once', async () => {
    await show('Petit salon', 2);
    await prepares(sophie, 'petit salon', 'soraya, malika et hugo');
    await sophie.presses('Au moins');
    await sophie.says('3');
    sophie.sees('Ce groupe est trop grand pour être placé ensemble', 'Demandez moins de places ensemble', 'Combien de places ensemble').offers('2 places', 'Retour');
  });
});

describe('A8 the last seat went while the person was thinking', () => {
  it('A8 somebody alone keeps their turn in the queue', async () => {
    const ballet = await show('Ballet des ombres', 1);
    await prepares(sophie, 'ballet', 'soraya');
    sophie.sees('Une place pour Soraya Ferrand');
    await books(marc, 'ballet', 'zoé');
    await sophie.presses('Confirmer');
    sophie.sees('Entre-temps, les dernières places ont été prises. J’ai gardé votre tour', 'Soraya Ferrand : rang 1 en attente').offers('Quitter la liste', 'Mes réservations');
    expect(await seats(ballet)).toEqual({ Zoé: 'booked', Soraya: 'waiting' });
    await nothingIsWrong(house);
  });

  it('A8 a group is kept together and asked; split at its word', async () => {
    const opera = await show('Opéra des rues', 3);
    await show('Opéra des rues', 5, '2026-11-29T15:00:00Z', opera.event);
    await prepares(sophie, 'opéra des rues samedi 28', 'soraya, malika et hugo');
    sophie.sees('3 places pour Soraya Ferrand, Malika Koné et Hugo Petit');
    await books(marc, 'opéra des rues samedi 28', 'ines et tom');
    await sophie.presses('Confirmer');
    sophie.sees('Entre-temps, des places ont été prises : il en reste 1', 'je garde votre tour', 'Que préférez-vous')
      .offers('Une place pour Soraya, les autres en attente', 'Attendre ensemble', 'Une autre date : dimanche 29 novembre, 5 places', 'Quitter la liste');
    expect(await seats(opera)).toEqual({ Ines: 'booked', Tom: 'booked', Soraya: 'waiting', Malika: 'waiting', Hugo: 'waiting' });
    const split = sophie.idOf('Une place pour Soraya');
    await sophie.presses('Attendre ensemble');
    sophie.sees('rang 1 en attente', 'Soraya Ferrand');
    await sophie.pressesId(split);
    sophie.sees('C’est réservé', 'Soraya Ferrand : une place', 'Malika Koné : rang 1', 'Hugo Petit : rang 2');
    await sophie.pressesId(split);
    sophie.sees('Soraya Ferrand : une place', 'Malika Koné : rang 1');
    expect(await seats(opera)).toMatchObject({ Soraya: 'booked', Malika: 'waiting', Hugo: 'waiting' });
    await nothingIsWrong(house);
  });

  it('A8 so is a group for which nothing is left', async () => {
    const tale = await show('Contes du soir', 2);
    await prepares(sophie, 'contes du soir', 'soraya et malika');
    await books(marc, 'contes du soir', 'ines et tom');
    await sophie.presses('Confirmer');
    sophie.sees('il n’en reste plus', 'je garde votre tour').offers('Chacun à son tour', 'Attendre ensemble');
    await marc.says('annuler ines contes');
    await marc.presses('Oui, annuler');
    // One seat is not enough for two who never agreed to be split.
    expect(await seats(tale)).toMatchObject({ Soraya: 'waiting', Malika: 'waiting' });
    await sophie.presses('Chacun à son tour');
    sophie.sees('C’est réservé', 'Soraya Ferrand : une place', 'Malika Koné : rang 1');
    await nothingIsWrong(house);
  });

  it('A8 a recap shown again is what counts: confirmed as it stands', async () => {
    const duo = await show('Duo de cordes', 2);
    await prepares(sophie, 'duo de cordes', 'soraya et malika');
    await books(marc, 'duo de cordes', 'zoé');
    await sophie.says('aide');
    sophie.sees('Je récapitule', 'Une place pour Soraya Ferrand', 'Malika Koné : rang 1 en attente');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé', 'Soraya Ferrand : une place', 'Malika Koné : rang 1');
    expect(await seats(duo)).toEqual({ Zoé: 'booked', Soraya: 'booked', Malika: 'waiting' });
  });
});

describe('A8 a seat comes free', () => {
  it('A8 it is given at once and in order; the push names nobody, [Voir] does, and the seat can be given back', async () => {
    const night = await show('Nuit des musées', 1);
    await books(marc, 'nuit des musées', 'tom');
    await books(sophie, 'nuit des musées', 'karim');
    await books(marc, 'nuit des musées', 'ines');
    marc.sees('Ines Morel : rang 2 en attente');
    const phone = await Phone.of(sophie);
    await marc.says('annuler tom musées');
    await marc.presses('Oui, annuler');
    await house.clock(new Date((await house.now()).getTime() + 1_000));
    const push = await phone.rings('Une place s’est libérée pour Nuit des musées, samedi 28 novembre à 20 h.');
    expect(JSON.stringify(push)).not.toMatch(/Karim|Haddad/);
    expect(push.actions.map(({ label }) => label)).toEqual(['Voir']);
    const see = sophie.idOf('Voir');
    await sophie.presses('Voir');
    sophie.sees('Nuit des musées', 'samedi 28 novembre à 20 h', 'La place est pour Karim Haddad', 'Annulation possible jusqu’au jeudi 26 novembre').offers('C’est noté', 'Rendre la place');
    const giveBack = sophie.idOf('Rendre la place');
    await sophie.presses('Rendre la place');
    sophie.sees('Karim Haddad', 'Cette place ira à quelqu’un d’autre').offers('Oui, annuler', 'Non, garder');
    await sophie.presses('Non, garder');
    sophie.sees('je garde tout');
    expect(await seats(night)).toMatchObject({ Karim: 'booked', Ines: 'waiting' });
    await sophie.pressesId(giveBack);
    const yes = sophie.idOf('Oui, annuler');
    await sophie.pressesId(yes);
    sophie.sees('C’est annulé pour Karim Haddad');
    // Pressed twice, on a slow network: nothing more happens, and the person is told.
    await sophie.pressesId(yes);
    sophie.sees('Ce bouton ne vaut plus : c’est déjà fait').seesNot('Bonjour Sophie').offers('Menu');
    await sophie.pressesId(giveBack);
    sophie.sees('Je ne trouve pas cette réservation').offers('Mes réservations');
    await sophie.pressesId(see);
    sophie.sees('Il n’y a plus de place à votre nom').offers('Menu');
    expect(await seats(night)).toEqual({ Tom: 'cancelled', Karim: 'cancelled', Ines: 'booked' });
    await nothingIsWrong(house);
  });

  it('A8 [C’est noté] closes it', async () => {
    await marc.receives('Une place s’est libérée pour Nuit des musées');
    await marc.presses('Voir');
    marc.sees('La place est pour Ines Morel');
    await marc.presses('C’est noté');
    marc.sees('Bonne sortie').offers('Menu');
  });

  it('A8 [Confirmer] pressed twice books once', async () => {
    const once = await show('Une fois', 5);
    await prepares(sophie, 'une fois', 'awa');
    const confirm = sophie.idOf('Confirmer');
    await sophie.pressesId(confirm, 'same-tap');
    sophie.sees('C’est réservé');
    const number = /invitation n° ([\d ]+)/.exec(sophie.text)?.[1];
    await sophie.pressesId(confirm, 'same-tap');
    sophie.sees('C’est réservé', number ?? 'a number');
    await sophie.pressesId(confirm);
    sophie.sees('Ce bouton ne vaut plus');
    expect(await seats(once)).toEqual({ Awa: 'booked' });
  });

  it('A8 A2 the referent who asked has left: the others are told', async () => {
    const home = await house.world.structure('Foyer des Lilas');
    await house.world.people(home, ['Luc Perrin']);
    const ana = await house.login(await house.world.referent(home, 'Ana Moreau'));
    const clea = await house.world.referent(home, 'Cléa Partie');
    const storm = await show('Orage', 0);
    await books(await house.login(clea), 'orage', 'luc');
    await house.fresh.admin('account').where({ id: clea.id }).update({ removed_at: await house.now() });
    const phone = await Phone.of(ana);
    await house.world.setCapacity(storm.id, 1, await house.now());
    await house.clock(new Date((await house.now()).getTime() + 60_000));
    expect((await phone.news()).map(({ text }) => text).join('\n')).toContain('Une place s’est libérée pour Orage');
  });
});

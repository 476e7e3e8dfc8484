import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { encodePress, shortId } from '../../core/messages/actions.ts';
import { rows } from '../../db/connection.ts';
import type { Chat, Seen } from '../support/chat.ts';
import { books, nothingIsWrong, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import { World } from '../support/world.ts';

/** One side of the house: what belongs to it must be seen by nobody else. */
interface Side {
  readonly world: World;
  readonly structure: string;
  readonly chat: Chat;
  readonly people: Readonly<Record<string, string>>;
  readonly party: string;
  /** Words that only this side may read: names of people, of its group, its structure, its referent. */
  readonly words: readonly string[];
  /** Everything it was ever shown, as a page gets it. */
  readonly seen: Seen[];
}

let house: House;
let here: Side;
let beside: Side;
let elsewhere: Side;
let shared: { id: string; event: string; venue: string };
let foreignShow: { id: string; event: string; venue: string };

async function side(world: World, name: string, referent: string, people: readonly string[], party: string): Promise<Side> {
  const structure = await world.structure(name);
  const ids = Object.fromEntries(await Promise.all(people.map(async (one) => [one, await world.person(structure, one)] as const)));
  const partyId = await world.party(structure, party, Object.values(ids));
  const chat = await house.login(await world.referent(structure, referent));
  return { world, structure, chat, people: ids, party: partyId, words: [...people.flatMap((one) => one.split(' ')), party, name, referent], seen: [] };
}

beforeAll(async () => {
  house = await openHouse();
  here = await side(house.world, 'Foyer des Lilas', 'Sophie Martin', ['Soraya Ferrand', 'Ousmane Koné'], 'Famille Ferrand');
  // Same first names on purpose: what is typed here must never find them there.
  beside = await side(house.world, 'Maison Saint-Roch', 'Marc Leroy', ['Soraya Vasseur', 'Idris Lemaire'], 'Groupe Vasseur');
  const other = await World.make(house.fresh, { name: 'Autre opérateur' });
  elsewhere = await side(other, 'Accueil Belle-Rive', 'Jeanne Prigent', ['Gaëlle Quéméneur', 'Yves Tanguy'], 'Famille Tanguy');
  shared = await house.world.show({ title: 'Gospel Experience', capacity: 3 });
  foreignShow = await other.show({ title: 'Fest-noz de Kerbihan', venueName: 'Salle Kerbihan', city: 'Quimper', capacity: 1 });
});

/** The pages of a history are short: what is new is added to what was read before. */
async function everything({ chat, seen }: Side): Promise<readonly Seen[]> {
  for (;;) {
    const more = await chat.history(seen.at(-1)?.id);
    if (more.length === 0) return seen;
    seen.push(...more);
  }
}

async function idsOf(of: Side): Promise<string[]> {
  const seats = await rows<{ id: string; request_id: string; number: string }>(house.fresh.admin, 'select id, request_id, number from seat where structure_id = ?', [of.structure]);
  return [of.structure, of.party, ...Object.values(of.people), ...seats.flatMap(({ id, request_id }) => [id, request_id])];
}

async function shows(to: Side, of: Side): Promise<string[]> {
  const all = await everything(to);
  expect(all.length).toBeGreaterThan(10);
  const text = JSON.stringify(all);
  const numbers = await rows<{ number: string }>(house.fresh.admin, 'select number from seat where structure_id = ?', [of.structure]);
  const own = new Set(to.words);
  return [
    ...of.words.filter((word) => !own.has(word) && text.includes(word)),
    ...(await idsOf(of)).filter((id) => text.includes(id) || text.includes(shortId(id))),
    ...numbers.map(({ number }) => number.replace(/(\d{3})(?=\d)/g, '$1 ')).filter((number) => text.includes(number)),
  ];
}

afterEach(async () => {
  for (const of of [here, beside, elsewhere]) await everything(of);
});

describe('X5 two structures of one operator, and another operator beside them', () => {
  it('X5 each books, waits, lists and cancels; ranks and counts are all that is seen of the others', async () => {
    await books(here.chat, 'gospel', 'soraya et ousmane');
    here.chat.sees('C’est réservé', 'Soraya Ferrand', 'Ousmane Koné');
    await prepares(beside.chat, 'gospel', 'soraya, idris');
    beside.chat.sees('Il reste 1 place pour 2 personnes');
    await beside.chat.presses('1 place + 1 en attente');
    await beside.chat.presses('Confirmer');
    beside.chat.sees('Soraya Vasseur : une place', 'Idris Lemaire : rang 1 en attente');
    const [lila = ''] = await house.world.people(here.structure, ['Lila Ferrand']);
    await books(here.chat, 'gospel', 'lila');
    here.chat.sees('Lila Ferrand : rang 2 en attente');
    expect(lila).not.toBe('');
    await here.chat.says('gospel');
    here.chat.sees('complet, 2 personnes en attente');
    await books(elsewhere.chat, 'fest-noz', 'gaelle');
    elsewhere.chat.sees('Gaëlle Quéméneur : une place');
    await nothingIsWrong(house);
  });

  it('X5 names typed find one’s own people only', async () => {
    await here.chat.says('gospel');
    await here.chat.presses('Liste d’attente');
    expect(here.chat.actions.map(({ label }) => label).join()).not.toMatch(/Vasseur|Soraya V|Idris|Groupe/);
    await here.chat.says('idris');
    here.chat.sees('Je ne connais pas « idris »');
    await here.chat.presses('Changer les personnes');
    await here.chat.says('soraya');
    here.chat.sees('déjà réservée').seesNot('de qui parlez-vous');
    for (const { chat } of [here, beside, elsewhere]) {
      await chat.says('menu');
      for (const said of ['mes réservations', 'mes réservations de soraya', 'qui vient samedi 28 ?', 'annuler soraya', 'annuler', 'mes réservations de yves', 'annuler idris', 'menu', 'aide', 'chercher', 'samedi 28', 'fest-noz', 'kerbihan', 'gospel']) await chat.says(said);
      await chat.says('menu');
    }
  });

  it('X5 another operator’s offer is not found, not by title, place, theme or a link', async () => {
    const offered = (await everything(here)).map(({ text }) => text.replace(/« [^»]* »/g, '')).join();
    expect(offered).not.toMatch(/Fest-noz|Kerbihan|Quimper/i);
    expect((await everything(elsewhere)).map(({ text }) => text.replace(/« [^»]* »/g, '')).join()).not.toMatch(/Gospel/i);
    await here.chat.says('chercher');
    await here.chat.presses('Affiner');
    await here.chat.presses('Ville');
    here.chat.offersNot('Quimper');
    for (const [flow, name] of [['event', 'show'], ['event', 'dates'], ['book', 'begin'], ['book', 'ahead'], ['alert', 'set'], ['alert', 'see'], ['alert', 'drop'], ['alert', 'change'], ['alert', 'confirm']] as const) {
      await here.chat.pressesId(encodePress({ flow, name, args: [foreignShow.id] }));
      here.chat.sees('Je ne trouve plus cette date');
    }
    await here.chat.pressesId(encodePress({ flow: 'promoted', name: 'see', args: [foreignShow.id] }));
    here.chat.sees('Il n’y a plus de place à votre nom');
    await here.chat.pressesId(encodePress({ flow: 'reservations', name: 'at', args: [foreignShow.id] }));
    here.chat.sees('Rien de prévu');
  });

  it('X5 buttons made of the others’ ids change and show nothing', async () => {
    const before = await rows<{ id: string; state: string; request_id: string }>(house.fresh.admin, 'select id, state, request_id from seat order by id');
    for (const of of [beside, elsewhere]) {
      for (const id of await idsOf(of)) {
        for (const [flow, name] of [['cancel', 'seat'], ['cancel', 'request'], ['reservations', 'show'], ['reservations', 'at'], ['book', 'split'], ['book', 'begin'], ['event', 'show'], ['promoted', 'see'], ['alert', 'see']] as const) {
          await here.chat.pressesId(encodePress({ flow, name, args: [id] }));
          expect(here.chat.text).toMatch(/Je ne trouve (?:pas cette réservation|plus cette date)|Rien de prévu|plus de place à votre nom/);
        }
      }
      // In a draft of one's own: a foreign person, a foreign group.
      await here.chat.says('menu');
      await here.chat.says('gospel');
      await here.chat.presses('Liste d’attente');
      const value = Number(/~f(\d+)$/.exec(here.chat.idOf('Lila F.'))?.[1]);
      for (const person of Object.values(of.people)) {
        await here.chat.pressesId(encodePress({ flow: 'book', name: 'tick', args: [person, '1'], stamp: { of: 'frame', value } }));
        here.chat.sees('Ce bouton ne vaut plus');
      }
      await here.chat.pressesId(encodePress({ flow: 'book', name: 'party', args: [of.party], stamp: { of: 'frame', value } }));
      here.chat.sees('Ce bouton ne vaut plus').offersNot('Continuer');
      // In a list of one's own: narrowed to a foreign person or performance, it is empty.
      await here.chat.says('mes réservations');
      await here.chat.presses('Par personne');
      const list = Number(/~f(\d+)$/.exec(here.chat.idOf('Soraya Ferrand'))?.[1]);
      await here.chat.pressesId(encodePress({ flow: 'reservations', name: 'of', args: [Object.values(of.people)[0] ?? ''], stamp: { of: 'frame', value: list } }));
      here.chat.sees('Rien de prévu');
    }
    expect(await rows(house.fresh.admin, 'select id, state, request_id from seat order by id')).toEqual(before);
  });

  it('X5 a seat freed by one goes to the other without a word about whose it was', async () => {
    await here.chat.says('annuler ousmane');
    await here.chat.presses('Oui, annuler');
    await house.clock(new Date((await house.now()).getTime() + 1_000));
    await beside.chat.receives('Une place s’est libérée pour Gospel');
    await beside.chat.presses('Voir');
    beside.chat.sees('La place est pour Idris Lemaire').seesNot('Soraya Vasseur');
    await here.chat.says('mes réservations de lila');
    here.chat.sees('rang 1 en attente');
    await nothingIsWrong(house);
  });

  it('X5 another operator’s token reads its own history only', async () => {
    const ids = new Set((await everything(here)).map(({ id }) => id));
    for (const to of [beside, elsewhere]) {
      expect((await everything(to)).some(({ id }) => ids.has(id))).toBe(false);
      // A message id of somebody else as the place to begin gives nothing of theirs.
      const [first = ''] = ids;
      expect((await to.chat.history(first)).some(({ id }) => ids.has(id))).toBe(false);
    }
  });

  it('X5 in all that was ever shown, nobody read a name, an id or a number of somebody else', async () => {
    const sides = [here, beside, elsewhere];
    for (const to of sides) for (const of of sides) if (to !== of) expect(await shows(to, of), `${to.words.at(-1)} reads ${of.words.at(-1)}`).toEqual([]);
    expect(shared.id).not.toBe(foreignShow.id);
  });
});

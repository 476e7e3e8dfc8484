import { beforeAll, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import { book } from '../../core/conversation/flows/book/index.ts';
import type { Session } from '../../core/conversation/session.ts';
import { systemIds } from '../../core/ids.ts';
import { opened, sealed } from '../../db/context.ts';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { books, nothingIsWrong, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';

let house: House;
let who: Referent;
let sophie: Chat;
const shows: Record<string, string> = {};
const people: Record<string, string> = {};

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  await world.asOperator((trx) => trx('programme').where({ operator_id: world.operator }).update({ weekly_quota: null }));
  const home = await world.structure('Foyer des Essais');
  for (const name of ['Soraya Ferrand', 'Malika Koné', 'Hugo Petit', 'Fatima Benali', 'Fatima Benaissa', 'Yanis Bernard']) people[name] = await world.person(home, name);
  people['Paul Renard'] = await world.person(home, 'Paul Renard', 'companion');
  who = await world.referent(home);
  sophie = await house.login(who);
  shows['gospel'] = (await world.show({ title: 'Gospel Experience', capacity: 2 })).id;
  shows['cirque'] = (await world.show({ title: 'Cirque Lune', capacity: 10, startsAt: new Date('2026-12-09T19:00:00Z') })).id;
});

/** Each step of a booking: how one gets there, its question, and the question that 'retour' leads to. */
const STEPS: readonly [step: string, said: readonly string[], question: string, before: string][] = [
  ['who', ['gospel', '[Réserver]'], 'Pour qui ? Tapez des noms', 'Gospel Experience'],
  ['which', ['gospel', '[Réserver]', 'fatima'], '« fatima » : de qui parlez-vous ?', 'Pour qui ?'],
  ['unknown', ['gospel', '[Réserver]', 'zorro'], 'Je ne connais pas « zorro »', 'Pour qui ?'],
  ['newName', ['gospel', '[Réserver]', '[Nouvelle personne]'], 'Quel est son nom ?', 'Pour qui ?'],
  ['same', ['gospel', '[Réserver]', '[Nouvelle personne]', 'Yanis Bernard'], 'Est-ce la même personne ?', 'Quel est son nom ?'],
  ['newKind', ['gospel', '[Réserver]', '[Nouvelle personne]', 'Lou Bernard'], 'Lou : qui est-ce ?', 'Quel est son nom ?'],
  ['newOf', ['gospel', '[Réserver]', '[Nouvelle personne]', 'Lou Bernard', '[Proche]'], 'Lou est proche de qui ?', 'Lou : qui est-ce ?'],
  ['companion', ['gospel', '[Réserver]', 'soraya et paul'], 'un accompagnement est-il nécessaire', '2 personnes : Soraya Ferrand et Paul Renard'],
  ['places', ['gospel', '[Réserver]', 'soraya, malika et hugo'], 'Il reste 2 places pour 3 personnes', '3 personnes : Soraya Ferrand, Malika Koné et Hugo Petit'],
  ['atLeast', ['gospel', '[Réserver]', 'soraya, malika et hugo', '[Au moins]'], 'Combien de places ensemble au moins', 'Il reste 2 places pour 3 personnes'],
  ['recap', ['gospel', '[Réserver]', 'soraya, malika et hugo', '[2 places + 1]'], 'Je récapitule', 'Il reste 2 places pour 3 personnes'],
];

async function plays(lines: readonly string[]): Promise<void> {
  await sophie.says('menu');
  for (const line of lines) {
    if (line.startsWith('[')) await sophie.presses(line.slice(1, -1));
    else await sophie.says(line);
  }
}

describe('X3 at every step of a booking', () => {
  it('X3 the list of steps is complete', () => {
    expect(STEPS.map(([step]) => step).sort()).toEqual(Object.keys(book.steps).sort());
  });

  it.each(STEPS)('X3 aide, retour, menu and annuler at %s', async (_step, said, question, before) => {
    await plays(said);
    sophie.sees(question);
    const labels = sophie.actions.map(({ label }) => label);
    await sophie.says('aide');
    // The question is asked again after the help, and can be answered.
    sophie.sees('Ce que je peux faire', question);
    expect(sophie.last.at(-1)?.actions.map(({ label }) => label)).toEqual(labels);
    await sophie.says('retour');
    sophie.sees(before);
    await plays(said);
    await sophie.says('menu');
    sophie.sees('Bonjour Sophie');
    await plays(said);
    await sophie.says('annuler');
    sophie.sees('je laisse cela. Rien n’a été changé').offers('Chercher', 'Menu');
    // What is not understood is asked again, and leads nowhere else (X2).
    await plays(said);
    await sophie.says('il fait beau non ?');
    sophie.sees(/Je n’ai pas compris|Il me faut le prénom et le nom/, question);
    expect(await house.world.seats(shows['gospel'] ?? '')).toEqual([]);
  });

  it('X3 retour walks the whole way back, with the people kept', async () => {
    await plays(['gospel', '[Réserver]', 'soraya, malika et hugo', '[2 places + 1]']);
    for (const expected of ['Il reste 2 places pour 3 personnes', '3 personnes : Soraya Ferrand, Malika Koné et Hugo Petit', 'Bonjour Sophie']) {
      await sophie.says('retour');
      sophie.sees(expected);
    }
  });

  it('X3 Abandonner is on every card with a draft; typed, it is as good', async () => {
    await plays(['gospel', '[Réserver]', 'soraya']);
    await sophie.presses('Abandonner');
    sophie.sees('je laisse cela');
    await plays(['gospel', '[Réserver]', 'soraya']);
    await sophie.says('abandonner');
    sophie.sees('je laisse cela').offers('Chercher');
  });
});

describe('X2 what is not understood', () => {
  it('X2 the first time it is asked back; the second time there are menu and help', async () => {
    await sophie.says('menu');
    await sophie.says('il fait beau non ?');
    sophie.sees('Je n’ai pas compris').offers('Chercher', 'Menu');
    await sophie.says('quel temps demain ?');
    sophie.sees('Je ne comprends toujours pas', 'les sorties et les réservations').offers('Menu', 'Aide', 'Chercher');
    await sophie.presses('Aide');
    sophie.sees('Ce que je peux faire');
    await sophie.says('il fait beau non ?');
    sophie.sees('Je n’ai pas compris').seesNot('toujours pas');
  });

  it('X2 a guess never leaves a question: not at the recap, not among the seats', async () => {
    for (const said of ['zorro', '3', 'malika']) {
      await plays(['gospel', '[Réserver]', 'soraya, malika et hugo']);
      await sophie.says(said);
      sophie.sees('Il reste 2 places pour 3 personnes').seesNot('Je n’ai rien trouvé');
    }
    await plays(['gospel', '[Réserver]', 'soraya']);
    await sophie.says('zorro');
    sophie.sees('Je n’ai pas compris', 'Je récapitule');
    await sophie.says('quoi ?');
    sophie.sees('Je ne comprends toujours pas').offers('Retour', 'Menu', 'Aide');
    await sophie.presses('Retour');
    sophie.sees('Je récapitule');
    // What is plain is done all the same: the draft is kept for later.
    await sophie.says('mes réservations');
    sophie.sees('Aucune réservation à venir');
    await sophie.says('menu');
    sophie.sees('Vous prépariez une réservation pour Gospel Experience').offers('Reprendre');
    await sophie.presses('Abandonner');
    sophie.sees('je laisse cela');
    await sophie.says('menu');
    sophie.seesNot('Vous prépariez');
  });

  it('X2 thanks are no question, and an empty or endless message is answered', async () => {
    await sophie.says('merci beaucoup !');
    sophie.sees('Avec plaisir').seesNot('pas compris');
    await plays(['gospel', '[Réserver]', 'soraya']);
    await sophie.says('merci');
    sophie.sees('Avec plaisir', 'Je récapitule');
    await sophie.says('🙂');
    sophie.sees('Je n’ai rien pu lire');
    await sophie.says('blabla '.repeat(400));
    sophie.sees('trop long');
  });
});

describe('X3 an interrupted conversation', () => {
  it('X3 after three days, bonjour proposes to go on where it stood, and does', async () => {
    await plays(['cirque', '[Réserver]', 'soraya, malika']);
    sophie.sees('Je récapitule', '2 places pour');
    await house.clock('2026-11-23T09:00:00Z');
    await sophie.says('bonjour');
    sophie.sees('Bonjour Sophie', 'lundi 23 novembre', 'Vous prépariez une réservation pour Cirque Lune, mercredi 9 décembre à 20 h (2 personnes choisies)', 'Elle est encore possible : 10 places').offers('Reprendre', 'Abandonner');
    await sophie.presses('Reprendre');
    sophie.sees('Je récapitule', '2 places pour Soraya Ferrand et Malika Koné').offers('Confirmer');
    await sophie.says('menu');
    await sophie.says('reprendre');
    sophie.sees('Je récapitule');
    await sophie.says('salut');
    await sophie.presses('Abandonner');
    await sophie.says('menu');
    sophie.seesNot('Vous prépariez').offersNot('Reprendre');
  });

  it.each([
    ['who', ['cirque', '[Réserver]', '[Soraya F.]'], '1 personne : Soraya Ferrand'],
    ['newName', ['cirque', '[Réserver]', '[Soraya F.]', '[Nouvelle personne]'], '1 personne : Soraya Ferrand'],
    ['companion', ['cirque', '[Réserver]', 'soraya et paul'], 'un accompagnement est-il nécessaire'],
  ])('X3 bonjour at %s', async (_step, said, question) => {
    await plays(said);
    await sophie.says('bonjour');
    await sophie.presses('Reprendre');
    sophie.sees(question);
  });

  it('X3 a draft that was gone back to and booked is not offered again; nor one whose people have their places by now', async () => {
    await plays(['cirque', '[Réserver]', 'yanis']);
    await sophie.says('mes réservations');
    await sophie.says('retour');
    sophie.sees('Je récapitule', 'Yanis Bernard');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé');
    await sophie.says('menu');
    sophie.seesNot('Vous prépariez');
    await plays(['cirque', '[Réserver]', '[Fatima Benali]']);
    await sophie.says('menu');
    sophie.sees('Vous prépariez');
    const colleague = await house.login(await house.world.referent(who.structure ?? '', 'Léa Robin'));
    await books(colleague, 'cirque', 'fatima benali');
    await sophie.says('menu');
    sophie.seesNot('Vous prépariez');
    await colleague.says('annuler fatima');
    await colleague.says('oui');
    await colleague.says('annuler yanis');
    await colleague.says('oui');
    colleague.sees('C’est annulé pour Yanis Bernard');
  });

  it('X3 a draft that is no longer possible says why, once', async () => {
    await plays(['gospel', '[Réserver]', 'soraya']);
    await house.clock('2026-11-26T20:00:00Z');
    await sophie.says('bonjour');
    sophie.sees('Vous prépariez une réservation pour Gospel', 'Les réservations sont closes depuis jeudi 26 novembre à 20 h').offersNot('Reprendre');
    await sophie.says('bonjour');
    sophie.seesNot('Vous prépariez');
  });

  it('X3 a restart of the server in the middle changes nothing', async () => {
    await prepares(sophie, 'cirque', 'hugo');
    const confirm = sophie.idOf('Confirmer');
    await house.restart();
    sophie = await house.login(who);
    await sophie.pressesId(confirm);
    sophie.sees('C’est réservé', 'Hugo Petit : une place');
    await nothingIsWrong(house);
  });
});

describe('X3 old and foreign buttons', () => {
  const held = async (): Promise<string[]> => (await house.world.seats(shows['cirque'] ?? '')).filter(({ state }) => state !== 'cancelled').map(({ person }) => person);

  it('X3 a stale button says so and shows where things stand', async () => {
    await prepares(sophie, 'cirque', 'malika');
    const confirm = sophie.idOf('Confirmer');
    await sophie.presses('Modifier');
    await sophie.says('soraya');
    await sophie.pressesId(confirm);
    sophie.sees('Ce bouton ne vaut plus', 'Je récapitule', 'Soraya Ferrand');
    expect(await held()).toEqual([people['Hugo Petit']]);
    await sophie.says('annuler');
    await sophie.pressesId(confirm);
    sophie.sees('Ce bouton ne vaut plus', 'Bonjour Sophie');
  });

  it('X3 buttons that no card ever had lead to an answer, never to an effect', async () => {
    const other = await house.world.structure('Maison des Essais');
    const stranger = await house.world.person(other, 'Ines Morel');
    const marc = await house.login(await house.world.referent(other, 'Marc Leroy'));
    await books(marc, 'cirque', 'ines');
    const [seat] = (await rows<{ id: string; request_id: string }>(house.fresh.admin, 'select id, request_id from seat where person_id = ?', [stranger]));
    const press = (flow: string, name: string, ...args: string[]): string => encodePress({ flow, name, args });
    const foreign: readonly [string, string][] = [
      [press('cancel', 'seat', seat?.id ?? ''), 'Je ne trouve pas cette réservation'],
      [press('cancel', 'request', seat?.request_id ?? ''), 'Je ne trouve pas cette réservation'],
      [press('reservations', 'show', seat?.id ?? ''), 'Je ne trouve pas cette réservation'],
      [press('book', 'split', seat?.request_id ?? ''), 'Je ne trouve pas cette réservation'],
      [press('book', 'begin', systemIds.uuid()), 'Je ne trouve plus cette date'],
      [press('event', 'show', 'nothing'), 'Je ne trouve plus cette date'],
      [press('event', 'dates', systemIds.uuid()), 'Je ne trouve plus cette date'],
      [press('alert', 'confirm', systemIds.uuid()), 'Je ne trouve plus cette date'],
      [press('promoted', 'see', systemIds.uuid()), 'Il n’y a plus de place à votre nom'],
      [press('book', 'confirm', shows['cirque'] ?? ''), 'Ce bouton ne vaut plus'],
      [press('book', 'nothing'), 'Ce bouton ne vaut plus'],
      [press('constructor', 'toString'), 'Ce bouton ne vaut plus'],
      [press('home', 'constructor'), 'Ce bouton ne vaut plus'],
      ['💥', 'Ce bouton ne vaut plus'],
    ];
    for (const [id, answer] of foreign) {
      await sophie.says('menu');
      await sophie.pressesId(id);
      sophie.sees(answer).seesNot('Ines Morel', 'Morel');
      expect(sophie.actions.length, `a way on after ${id}`).toBeGreaterThan(0);
    }
    // A person of another structure, ticked by a forged button of this very draft, is not chosen.
    await plays(['cirque', '[Réserver]']);
    const stamp = /~f(\d+)$/.exec(sophie.idOf('Soraya F.'))?.[1];
    await sophie.pressesId(encodePress({ flow: 'book', name: 'tick', args: [stranger, '1'], stamp: { of: 'frame', value: Number(stamp) } }));
    sophie.sees('Ce bouton ne vaut plus', 'Pour qui').seesNot('Ines M', 'Morel', 'une personne');
    await sophie.pressesId(encodePress({ flow: 'book', name: 'party', args: [stranger], stamp: { of: 'frame', value: Number(stamp) } }));
    sophie.sees('Ce bouton ne vaut plus');
    expect(await held()).toEqual([people['Hugo Petit'], stranger]);
    await nothingIsWrong(house);
  });

  it('X3 a submitted form that is not the one asked is stale', async () => {
    await plays(['cirque', '[Réserver]', '[Nouvelle personne]']);
    const form = sophie.last.findLast((message) => message.form !== undefined)?.form;
    await sophie.says('retour');
    expect((await sophie.send({ submit: { form: form?.id ?? '', values: { first: 'Awa', last: 'Diallo' } } })).status).toBe(200);
    sophie.sees('Ce bouton ne vaut plus', 'Pour qui');
  });
});

describe('X3 a session of another version', () => {
  const change = async (edit: (session: Session) => Session): Promise<void> => {
    const { fresh, world } = house;
    await world.asOperator(async (trx) => {
      const [row] = await rows<{ state: Buffer }>(fresh.admin, 'select state from session where account_id = ?', [who.id]);
      const bound = { trx, account: who, keys: fresh.keys };
      const session = edit((await opened(bound, row?.state ?? Buffer.alloc(0), `session:${who.id}`)) as Session);
      await fresh.admin('session').where({ account_id: who.id }).update({ state: await sealed(bound, session, `session:${who.id}`) });
    });
  };

  it('X3 a step of another version of its flow is not guessed at: the flow begins again, with the people', async () => {
    await prepares(sophie, 'cirque', 'malika');
    const confirm = sophie.idOf('Confirmer');
    await change((session) => ({ ...session, ...(session.frame === undefined ? {} : { frame: { ...session.frame, version: 0, step: 'somethingElse', slots: { ...session.frame.slots, mayBeSplit: 'yes' } } }) }));
    await sophie.pressesId(confirm);
    sophie.sees('Ce bouton ne vaut plus', 'Vous prépariez une réservation pour Cirque Lune').offers('Reprendre');
    await sophie.presses('Reprendre');
    sophie.sees('1 personne : Malika Koné', 'Quelqu’un d’autre');
    await sophie.presses('Continuer');
    sophie.sees('Je récapitule', 'Une place pour Malika Koné');
  });

  it('X3 so is one of a flow that is no more', async () => {
    await change((session) => ({ ...session, ...(session.frame === undefined ? {} : { frame: { ...session.frame, flow: 'gone' } }) }));
    await sophie.says('bonjour');
    sophie.sees('Bonjour Sophie');
    await sophie.says('retour');
    sophie.sees('Bonjour Sophie');
  });
});

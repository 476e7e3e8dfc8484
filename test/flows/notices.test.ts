import { beforeAll, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import { NO_WISHES, type PushWishes } from '../../core/domain/wishes.ts';
import type { Account } from '../../core/ports.ts';
import { rows } from '../../db/connection.ts';
import { sealed } from '../../db/context.ts';
import { AnyChat } from '../support/anyChat.ts';
import type { Chat } from '../support/chat.ts';
import { Desk } from '../support/desk.ts';
import { openHouse, type House } from '../support/house.ts';
import { START, type Referent } from '../support/world.ts';

let house: House;
let home: string;
let desk: Desk;

beforeAll(async () => {
  house = await openHouse();
  home = await house.world.structure('Foyer des Essais');
  desk = new Desk(house.fresh);
});

/** Somebody new, at the card. */
async function reader(role: Account['role'] = 'referent', structure: string | null = home): Promise<{ who: Referent; chat: Chat }> {
  const who = await house.world.account(role, structure);
  const chat = await house.login(who);
  await chat.says('mes notifications');
  return { who, chat: chat.sees('Vos notifications') };
}

const wishes = (who: Account): Promise<PushWishes> => desk.as(who, (store) => store.account.wishes());
const ticked = ({ actions }: Chat): string[] => actions.flatMap(({ label }) => (label.startsWith('☑ ') ? [label.slice(2)] : []));
const changes = async (who: Account): Promise<unknown[]> => (await rows<{ detail: unknown }>(house.fresh.admin, `select detail from audit where account_id = ? and action = 'notices.changed'`, [who.id])).map(({ detail }) => detail);

/** Gives the account an address, as an invitation does. */
const addressed = (who: Account, email: string): Promise<unknown> => house.world.asOperator(async (trx) =>
  trx('account').where({ id: who.id }).update({ sealed: await sealed({ trx, account: who, keys: house.fresh.keys }, { first: 'Sophie', last: 'Martin', email }, who.id) }));

describe('X6 mes notifications: one card', () => {
  it('X6 says when and where news arrive, and what always does; it stands behind [Plus…]', async () => {
    const who = await house.world.referent(home);
    const sophie = await house.login(who);
    await sophie.says('menu');
    await sophie.presses('Plus');
    await sophie.presses('Mes notifications');
    sophie.sees('Les nouvelles vous arrivent tous les jours, à toute heure', 'De 20 h à 8 h, elles attendent', 'sur la page web', 'Ce qui touche une réservation arrive toujours', 'pas d’adresse électronique');
    sophie.offers('Lundi', 'Dimanche', 'Toute la journée', '9 h – 17 h', 'La veille', 'Mes conversations', 'Menu').offersNot('Défaire', 'Aussi par e-mail');
    expect(ticked(sophie)).toHaveLength(7 + 1 + 5);
    await sophie.presses('Mes conversations');
    sophie.sees('Vos conversations');
    expect(await wishes(who)).toEqual(NO_WISHES);
    expect(await changes(who)).toEqual([]);
  });

  it('X6 days are ticks, drawn again in place: one tap back, and never none', async () => {
    const { who, chat } = await reader();
    await chat.presses('Mercredi');
    expect(chat.last).toHaveLength(1);
    expect(chat.last[0]?.redraws).toBe(true);
    chat.sees('C’est noté', 'le lundi, le mardi, le jeudi, le vendredi, le samedi et le dimanche');
    expect((await wishes(who)).days).toEqual([1, 2, 4, 5, 6, 7]);
    await chat.presses('Mercredi');
    expect((await wishes(who)).days).toBeNull();
    await chat.presses('Lundi à vendredi');
    chat.sees('du lundi au vendredi');
    expect((await wishes(who)).days).toEqual([1, 2, 3, 4, 5]);
    for (const day of ['Lundi', 'Mardi', 'Mercredi', 'Jeudi']) await chat.presses(day);
    chat.sees('le vendredi, à toute heure');
    await chat.presses('Vendredi');
    chat.sees('au moins un jour', 'le vendredi');
    expect(chat.last[0]?.redraws).toBe(true);
    expect((await wishes(who)).days).toEqual([5]);
    await chat.presses('Samedi');
    chat.seesNot('au moins un jour');
    await chat.presses('Défaire');
    expect((await wishes(who)).days).toEqual([5]);
    await chat.presses('Lundi à vendredi');
    await chat.presses('Lundi à vendredi');
    expect((await wishes(who)).days).toBeNull();
    expect(new Set((await changes(who)).map((detail) => JSON.stringify(detail)))).toEqual(new Set(['{}']));
  });

  it('X6 hours by choice, one of which is ticked', async () => {
    const { who, chat } = await reader();
    await chat.presses('9 h – 17 h');
    chat.sees('de 9 h à 17 h');
    expect((await wishes(who)).hours).toEqual({ from: '09:00', until: '17:00' });
    expect(ticked(chat)).toContain('9 h – 17 h');
    expect(ticked(chat)).not.toContain('Toute la journée');
    await chat.presses('14 h – 20 h');
    expect((await wishes(who)).hours).toEqual({ from: '14:00', until: '20:00' });
    await chat.presses('Défaire');
    chat.sees('C’est défait', 'de 9 h à 17 h');
    await chat.presses('Défaire');
    expect((await wishes(who)).hours).toEqual({ from: '14:00', until: '20:00' });
    await chat.presses('Toute la journée');
    expect(await wishes(who)).toEqual(NO_WISHES);
  });

  it('X6 a kind is switched off and on again; what a booking needs has no tick', async () => {
    const { who, chat } = await reader();
    await chat.presses('La veille : adresse et horaire');
    chat.sees('Vous ne recevez pas : l’adresse et l’horaire, la veille');
    await chat.presses('Le lendemain');
    chat.sees('la veille ni « qui était là');
    expect((await wishes(who)).off).toEqual(['practical', 'attendance']);
    await chat.presses('La veille : adresse et horaire');
    chat.seesNot('Vous ne recevez pas : l’adresse');
    expect((await wishes(who)).off).toEqual(['attendance']);
    for (const never of ['promoted', 'cancelled', 'moved', 'confirm', 'x']) await chat.pressesId(chat.idOf('Ouverture').replace(/kind:\w+/, `kind:${never}`));
    expect((await wishes(who)).off).toEqual(['attendance']);
  });

  it('X6 also by e-mail, where there is an address, of which little is shown', async () => {
    const who = await house.world.referent(home);
    await addressed(who, 'sophie.martin@foyer.example');
    const chat = await house.login(who);
    await chat.says('mes notifications');
    chat.sees('Un e-mail sans aucun nom part aussi').seesNot('sophie.martin').offers('Aussi par e-mail');
    expect(chat.text).toContain('s…@foyer.example');
    await chat.presses('Aussi par e-mail');
    chat.sees('Un e-mail sans aucun nom part chaque fois');
    expect((await wishes(who)).mail).toBe(true);
    await chat.says('pas d’e-mail');
    expect((await wishes(who)).mail).toBeNull();
    const phone = new AnyChat(house, 'sophie’s phone');
    await phone.says(await house.world.code(who.id, new Date(START.getTime() + 3_600_000)));
    await phone.says('mes notifications');
    phone.sees('là où vous avez écrit en dernier', 'Si aucune messagerie ne vous atteint');
    const { chat: other } = await reader();
    await other.says('aussi par e-mail');
    other.sees('pas d’adresse électronique sur votre compte');
  });
});

describe('X6 X7 the same by typing alone', () => {
  it.each([
    ['de 9h à 17h', { hours: { from: '09:00', until: '17:00' } }],
    ['entre 8h30 et 12h', { hours: { from: '08:30', until: '12:00' } }],
    ['le matin', { hours: { from: '08:00', until: '12:00' } }],
    ['l’après-midi', { hours: { from: '14:00', until: '20:00' } }],
    ['14 h – 20 h', { hours: { from: '14:00', until: '20:00' } }],
    ['pas avant 10h', { hours: { from: '10:00', until: '20:00' } }],
    ['pas le soir', { hours: { from: '08:00', until: '18:00' } }],
    ['sauf le week-end', { days: [1, 2, 3, 4, 5] }],
    ['du lundi au vendredi', { days: [1, 2, 3, 4, 5] }],
    ['lundi à vendredi', { days: [1, 2, 3, 4, 5] }],
    ['pas le mercredi', { days: [1, 2, 4, 5, 6, 7] }],
    ['seulement le lundi et le jeudi', { days: [1, 4] }],
    ['du lundi au vendredi, de 9h à 17h', { days: [1, 2, 3, 4, 5], hours: { from: '09:00', until: '17:00' } }],
    ['sans la veille', { off: ['practical'] }],
  ] as const)('X6 « %s »', async (text, expected) => {
    const { who, chat } = await reader();
    await chat.says(text);
    chat.sees('C’est noté', 'Vos notifications').offers('Défaire');
    expect(await wishes(who)).toEqual({ ...NO_WISHES, ...expected });
    await chat.says('défaire');
    chat.sees('C’est défait');
    expect(await wishes(who)).toEqual(NO_WISHES);
  });

  it('X6 one after the other, back to any day at any hour; typed hours of one’s own have a tick', async () => {
    const { who, chat } = await reader();
    await chat.says('sauf le week-end');
    await chat.says('entre 8h30 et 12h');
    expect(ticked(chat)).toContain('8 h 30 – 12 h');
    await chat.says('le samedi aussi');
    expect(await wishes(who)).toMatchObject({ days: [1, 2, 3, 4, 5, 6], hours: { from: '08:30', until: '12:00' } });
    await chat.says('tous les jours');
    await chat.says('toute la journée');
    expect(await wishes(who)).toEqual(NO_WISHES);
    await chat.says('menu');
    chat.sees('Bonjour');
  });

  it.each([
    ['de 22h à 6h', 'heures calmes du programme'],
    ['de 20h30 à 23h', 'heures calmes du programme'],
    ['à partir de 21h', 'heures calmes du programme'],
    ['de 18h à 9h', 'La fin doit venir après le début'],
    ['ne me dérangez pas entre 12h et 14h', 'un seul moment de la journée'],
    ['ne me dérangez pas le mercredi matin', 'pas compris quels jours'],
    ['ne me dérangez jamais du lundi au dimanche', 'au moins un jour'],
    ['3', 'Les cases n’ont pas de numéro'],
  ])('X6 « %s » is refused, with the reason', async (text, why) => {
    const { who, chat } = await reader();
    await chat.says(text);
    chat.sees(why, 'Les nouvelles vous arrivent tous les jours, à toute heure');
    expect(await wishes(who)).toEqual(NO_WISHES);
    expect(await changes(who)).toEqual([]);
  });

  it.each(['samedi', 'concert samedi à 20h', 'présence', 'mes réservations'])('X2 « %s », typed at the card, is about something else', async (text) => {
    const { who, chat } = await reader();
    await chat.says(text);
    chat.seesNot('Vos notifications');
    expect(await wishes(who)).toEqual(NO_WISHES);
  });

  it('X2 a sentence from anywhere changes at once what it clearly says, and shows the card', async () => {
    const who = await house.world.referent(home);
    const chat = await house.login(who);
    await chat.says('ne me dérangez pas le mercredi');
    chat.sees('C’est noté', 'Vos notifications').offers('Défaire');
    expect((await wishes(who)).days).toEqual([1, 2, 4, 5, 6, 7]);
    await chat.says('menu');
    await chat.says('mes rappels seulement le matin');
    expect((await wishes(who)).hours).toEqual({ from: '08:00', until: '12:00' });
    await chat.says('menu');
    await chat.says('ne plus recevoir de rappels');
    chat.sees('Vos notifications').seesNot('C’est noté');
  });

  it('X6 hours that lie in quiet hours only in part are kept, and none is offered that lies there altogether', async () => {
    const { who, chat } = await reader();
    await chat.says('de 7h à 9h');
    expect((await wishes(who)).hours).toEqual({ from: '07:00', until: '09:00' });
    await house.world.asOperator((trx) => trx('programme').where({ operator_id: house.world.operator }).update({ quiet_from: '08:00', quiet_to: '12:00' }));
    try {
      await chat.says('mes notifications');
      chat.sees('De 8 h à 12 h').offersNot('8 h – 12 h').offers('9 h – 17 h');
      await chat.says('de 8h à 11h');
      chat.sees('heures calmes du programme');
    } finally {
      await house.world.asOperator((trx) => trx('programme').where({ operator_id: house.world.operator }).update({ quiet_from: '20:00', quiet_to: '08:00' }));
    }
  });
});

describe('X6 whose they are', () => {
  it('X6 another account’s wishes stay untouched', async () => {
    const [mine, other] = [await reader(), await reader()];
    await other.chat.presses('9 h – 17 h');
    const before = await wishes(other.who);
    await mine.chat.says('sauf le week-end');
    await mine.chat.presses('La veille');
    await mine.chat.presses('Toute la journée');
    expect(await wishes(other.who)).toEqual(before);
    expect(await wishes(mine.who)).toEqual({ ...NO_WISHES, days: [1, 2, 3, 4, 5], off: ['practical'] });
  });

  it('X6 every role has the card, with the kinds that it is sent', async () => {
    const person = await house.world.person(home, 'Ada Lovelune');
    const leader = await house.world.person(home, 'Leo Guidon', 'companion');
    const visitor = await house.login(await house.world.account('visitor', home, 'Ada Lovelune', { person }));
    await visitor.says('mes notifications');
    visitor.sees('Vos notifications').offers('La veille', 'sans place').offersNot('Ouverture d’une sortie suivie');
    await visitor.says('sans les ouvertures');
    visitor.sees('Vous ne recevez pas cette sorte de nouvelle');
    const lead = await house.login(await house.world.account('leader', home, 'Leo Guidon', { person: leader }));
    await lead.says('mes notifications');
    lead.offers('La veille', 'Le lendemain').seesNot('À la clôture');
    for (const role of ['operator', 'jury', 'venue'] as const) {
      const venue = role === 'venue' ? { venue: await house.world.venue('Théâtre des Essais') } : {};
      const who = await house.world.account(role, null, 'Marga Equipe', venue);
      const chat = await house.login(who);
      await chat.says('mes notifications');
      chat.sees('Ce qui attend quelque chose de vous arrive toujours').seesNot('La veille', 'sans la veille');
      await chat.presses('Dimanche');
      // Without an address there is nothing to tick.
      chat.offersNot('Aussi par e-mail');
      await addressed(who, 'marga@essai.example');
      await chat.says('mes notifications');
      await chat.presses('Aussi par e-mail');
      expect(await wishes(who)).toEqual({ ...NO_WISHES, days: [1, 2, 3, 4, 5, 6], mail: true });
    }
  });

  it('X6 a chat that is nobody’s is told how to get in', async () => {
    const nobody = new AnyChat(house, 'nobody');
    await nobody.pressesId(encodePress({ flow: 'notices', name: 'open', args: [] }));
    nobody.sees('code').seesNot('notifications');
  });

  it('X3 a tick of an older card is stale once something else was begun', async () => {
    const { who, chat } = await reader();
    const id = chat.idOf('Mercredi');
    await chat.says('menu');
    await chat.pressesId(id);
    chat.sees('Ce bouton ne vaut plus');
    expect(await wishes(who)).toEqual(NO_WISHES);
  });

  it('X7 in English', async () => {
    const { who, chat } = await reader();
    await chat.says('english');
    await chat.says('my notifications');
    chat.sees('News reaches you every day, at any hour', 'From 8 pm to 8 am it waits').offers('Monday', '9 am – 5 pm', 'The day before', 'All day long');
    await chat.says('from 9 am to 5 pm');
    chat.sees('Noted', 'from 9 am to 5 pm');
    await chat.says('not on Wednesdays');
    await chat.says('without the day before');
    chat.sees('You do not receive: address and time, the day before');
    expect(await wishes(who)).toEqual({ days: [1, 2, 4, 5, 6, 7], hours: { from: '09:00', until: '17:00' }, off: ['practical'], mail: null });
    await chat.says('quiet hours from 10 pm to 9 am');
    chat.sees('from 9 am to 10 pm');
    chat.seesNot('Les nouvelles', 'Rien n’a');
  });
});

import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NotSentError, type Channel, type Letter } from '../../bots/channel.ts';
import { Deliverer } from '../../bots/delivery.ts';
import { encodePress } from '../../core/messages/actions.ts';
import { leaving } from '../../core/messages/leaving.ts';
import { plainText } from '../../core/messages/plainText.ts';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { Desk } from '../support/desk.ts';
import { books, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import { Undeliverable } from '../support/undelivered.ts';
import { START, World, type Referent } from '../support/world.ts';

/** What did not arrive, seen and tried again by the operator in chat; and whom nothing reaches. */
let house: House;
let home: string;
let sophie: Referent;
let malika: Referent;
let lost: Undeliverable;
let team: Referent;
let marguerite: Chat;
let paul: Chat;

const after = (minutes: number): Date => new Date(START.getTime() + minutes * 60_000);
const stateOf = async (table: string, id: string): Promise<unknown> => (await rows<{ state: string }>(house.fresh.admin, `select state from ${table} where id = ?`, [id]))[0]?.state;
const press = (name: string, ...args: string[]): string => encodePress({ flow: 'undelivered', name, args });
const audited = async (): Promise<{ subject: string | null; detail: object }[]> => rows(house.fresh.admin, `select subject, detail from audit where operator_id = ? and action = 'undelivered.retried' order by id`, [house.world.operator]);

/** A platform that takes everything, unless it is told otherwise. */
class Platform implements Channel<string> {
  readonly name = 'telegram';
  readonly title = 'Telegram';
  readonly sent: string[] = [];
  readonly faults: Error[] = [];
  render = ({ message, names, naming }: Letter): readonly string[] => [plainText(message, names, naming)];
  send = async (_to: string, text: string): Promise<string> => {
    const fault = this.faults.shift();
    if (fault !== undefined) throw fault;
    return String(this.sent.push(text));
  };
  start = async (): Promise<void> => undefined;
  stop = async (): Promise<void> => undefined;
}
const delivered = async (platform: Platform): Promise<void> => {
  const { post, gate } = house.running;
  const deliverer = new Deliverer({ post, gate, outlets: [{ channel: platform, limits: { perSecond: 10_000, chatPerSecond: 10_000, burst: 100 } }], web: () => house.running.address, log: () => undefined });
  await deliverer.drain();
  await deliverer.stop();
};

beforeAll(async () => {
  house = await openHouse({ env: { GUICHET_LOG: 'silent' } });
  const { world } = house;
  home = await world.structure('Foyer des Lilas', { city: 'Lyon' });
  sophie = await world.account('referent', home, 'Sophie Martin', { email: 'sophie@example.org' });
  malika = await world.referent(home, 'Malika Renard');
  await new Desk(house.fresh).as(sophie, (store) => store.structures.edit({ contact: 'Sophie Martin', phone: '04 00 00 00 09' }));
  lost = new Undeliverable(house);
  team = await world.account('operator', null, 'Marguerite Achard');
  marguerite = await house.login(team);
  paul = await house.login(await world.account('operator', null, 'Paul Vernet'));
});

// Each case begins with nothing given up and everybody reachable.
beforeEach(async () => {
  const { admin } = house.fresh;
  await admin.raw(`update delivery set state = 'dropped'`);
  await admin.raw(`update outbox set state = 'dropped' where state in ('failed', 'due')`);
  await admin.raw(`update inbox set state = 'done' where state <> 'done'`);
  await admin.raw('delete from due where attempts > 0');
  await admin.raw('update chat_address set unreachable_at = null');
});

describe('X4 what did not arrive', () => {
  it('X4 nothing: the home page says nothing of it, and the list says so', async () => {
    await marguerite.says('menu');
    marguerite.seesNot('remis', 'joignable').offersNot('Voir ce qui n’arrive pas');
    await marguerite.says('messages non remis');
    marguerite.sees('Rien n’attend ici').offersNot('Tout réessayer');
  });

  it('X4 X8 a message that the platform refused: on the home page, in the list with who, when and why; tried again, it arrives', async () => {
    const platform = new Platform();
    const chat = await lost.chat(sophie);
    const id = await lost.message(sophie, chat);
    await lost.message(sophie, chat, { at: after(1), error: 'TypeError: Soraya' });
    await marguerite.says('menu');
    marguerite.sees('2 messages n’ont pas pu être remis');
    await marguerite.presses('Voir ce qui n’arrive pas');
    marguerite.sees('Messages non remis', 'Sophie Martin, Foyer des Lilas', 'une nouvelle sur Telegram, depuis vendredi 20 novembre à 10 h : la messagerie l’a refusé', 'erreur de notre part', 'téléphonez').seesNot('TypeError', 'Soraya');
    expect(marguerite.text).not.toMatch(/Message \d/);
    // Newest first, numbered: the other is the second.
    await marguerite.says('2');
    marguerite.sees('C’est reparti : 1 message.');
    expect(await stateOf('delivery', id)).toBe('due');
    await delivered(platform);
    expect(platform.sent).toHaveLength(1);
    expect(await stateOf('delivery', id)).toBe('sent');
    await marguerite.pressesId(press('retry', id));
    marguerite.sees('Rien n’a changé');
    await delivered(platform);
    expect(platform.sent).toHaveLength(1);
    expect((await audited()).at(-1)).toEqual({ subject: id, detail: { message: 1 } });
    await marguerite.says('menu');
    marguerite.sees('1 message n’a pas pu être remis');
  });

  it('X4 refused again, it is in the list again', async () => {
    const platform = new Platform();
    platform.faults.push(new NotSentError('refused', '400 Bad Request'));
    const id = await lost.message(sophie, await lost.chat(sophie));
    await marguerite.pressesId(press('retry', id));
    await delivered(platform);
    expect([platform.sent, await stateOf('delivery', id)]).toEqual([[], 'failed']);
    await marguerite.says('undelivered');
    marguerite.sees('la messagerie l’a refusé');
  });

  it('X4 tried again, messages keep their order in the chat, and what stands behind waits for them', async () => {
    const platform = new Platform();
    const chat = await lost.chat(sophie);
    const ids = [await lost.message(sophie, chat), await lost.message(sophie, chat, { at: after(2) })];
    const behind = await lost.message(sophie, chat, { at: after(4) });
    await house.fresh.admin.raw(`update delivery set state = 'due', attempts = 0, error = null where id = ?`, [behind]);
    await marguerite.says('messages non remis');
    await marguerite.presses('Tout réessayer');
    marguerite.sees('C’est reparti : 2 messages.');
    await delivered(platform);
    expect(platform.sent.map((text) => Number(/\d+/.exec(text)?.[0]))).toEqual(platform.sent.map((text) => Number(/\d+/.exec(text)?.[0])).sort((a, b) => a - b));
    expect(platform.sent).toHaveLength(3);
    for (const id of [...ids, behind]) expect(await stateOf('delivery', id)).toBe('sent');
  });

  it('X4 all at once, by two operators at the same moment: each thing once', async () => {
    const chat = await lost.chat(sophie);
    for (let n = 0; n < 3; n += 1) await lost.message(sophie, chat, { at: after(n) });
    const before = (await audited()).length;
    await Promise.all([marguerite.pressesId(press('all')), paul.pressesId(press('all'))]);
    const texts = [marguerite.text, paul.text];
    expect(texts.filter((text) => text.includes('C’est reparti : 3 messages.'))).toHaveLength(1);
    expect(texts.filter((text) => text.includes('Rien n’a changé'))).toHaveLength(1);
    expect((await audited()).slice(before)).toEqual([{ subject: null, detail: { message: 3 } }]);
  });

  it('X4 A2 a mail that was refused: its code is made anew, and it is sent', async () => {
    const id = await lost.mail(sophie);
    const { admin } = house.fresh;
    await admin('link_code').insert({ operator_id: house.world.operator, id, account_id: sophie.id, expires_at: START });
    await admin('route').insert({ kind: 'code', hash: 'an old one', operator_id: house.world.operator, ref: id });
    await marguerite.says('messages non remis');
    marguerite.sees('un code par e-mail', 'l’adresse ou le message a été refusé');
    await marguerite.presses('Réessayer 1');
    await expect.poll(() => stateOf('outbox', id), { timeout: 10_000 }).toBe('sent');
    const [code] = await rows<{ expires_at: Date }>(admin, 'select expires_at from link_code where id = ?', [id]);
    expect(code?.expires_at.getTime()).toBeGreaterThan((await house.now()).getTime());
    expect(await rows(admin, `select hash from route where hash = 'an old one'`)).toEqual([]);
  });

  it('X4 X3 a message received whose turn failed: its turn is run once more, and answered', async () => {
    const chat = await house.login(malika);
    const id = await lost.received(malika, 'aide');
    await marguerite.says('messages non remis');
    marguerite.sees('Malika Renard, Foyer des Lilas', 'un message reçu par la page web, resté sans réponse', 'erreur de notre part').seesNot('« aide »');
    await marguerite.presses('Réessayer 1');
    marguerite.sees('C’est reparti : 1 message.');
    await chat.receives('Ce que je peux faire');
    await expect.poll(() => stateOf('inbox', id), { timeout: 10_000 }).toBe('done');
    // The apology stays in the history, once.
    expect((await chat.history()).filter(({ text }) => text.includes('Pardon.'))).toHaveLength(1);
    await marguerite.pressesId(press('retry', id));
    marguerite.sees('Rien n’a changé');
  });

  it('X4 one that fails again is apologised for again, and is in the list again', async () => {
    const chat = await house.login(malika);
    const id = await lost.received(malika, 'aide', { unreadable: true });
    await marguerite.pressesId(press('retry', id));
    await chat.receives('Quelque chose n’a pas marché');
    await expect.poll(() => stateOf('inbox', id), { timeout: 10_000 }).toBe('failed');
    await marguerite.says('messages non remis');
    marguerite.sees('Malika Renard');
  });

  it('X2 X4 what somebody wrote before something else is not run after it: it is no answer to what they are asked now', async () => {
    const id = await lost.received(malika, 'oui');
    const chat = await house.login(malika);
    await chat.says('menu');
    await marguerite.says('messages non remis');
    marguerite.sees('Rien n’attend ici');
    await marguerite.pressesId(press('retry', id));
    marguerite.sees('Rien n’a changé');
    expect(await stateOf('inbox', id)).toBe('failed');
  });

  it('X4 timed work that fails again and again: from the third time on; tried again at once', async () => {
    await lost.work({ tries: 2 });
    const id = await lost.work({ tries: 3 });
    await marguerite.says('menu');
    marguerite.sees('1 tâche automatique n’aboutit pas');
    await marguerite.presses('Voir ce qui n’arrive pas');
    marguerite.sees('Tâche automatique', 'clore une demande');
    await marguerite.presses('Réessayer 1');
    marguerite.sees('C’est reparti : 1 tâche automatique.');
    await expect.poll(() => rows(house.fresh.admin, 'select id from due where id = ?', [id]), { timeout: 10_000 }).toEqual([]);
    await marguerite.pressesId(press('retry', id));
    marguerite.sees('Rien n’a changé');
  });

  it('X4 a push that cannot be written, from the third time on: it is tried for ever, and the operator sees it', async () => {
    await lost.unwritten(malika, 2);
    const id = await lost.unwritten(malika, 3);
    await marguerite.says('messages non remis');
    marguerite.sees('Malika Renard, Foyer des Lilas', 'une nouvelle, depuis', 'erreur de notre part').offersNot('Réessayer 2');
    await marguerite.presses('Réessayer 1');
    marguerite.sees('C’est reparti : 1 message.');
    // Nothing is true of it any more: it is dropped.
    await expect.poll(() => stateOf('outbox', id), { timeout: 10_000 }).toBe('dropped');
  });

  it('X4 what nobody can get any more is not in the list: removed, or untied', async () => {
    const gone = await house.world.referent(home, 'Ancien Collègue');
    const id = await lost.message(gone, await lost.chat(gone));
    const untied = await lost.chat(malika);
    await lost.message(malika, untied);
    await house.fresh.admin('account').where({ id: gone.id }).update({ removed_at: START });
    await house.fresh.admin('chat').where({ chat_key: untied }).update({ left_at: START, active: false });
    await marguerite.says('messages non remis');
    marguerite.sees('Rien n’attend ici');
    await marguerite.pressesId(press('retry', id));
    marguerite.sees('Rien n’a changé');
    expect(await stateOf('delivery', id)).toBe('failed');
  });

  it('X7 many: eight a page, each once', async () => {
    const chat = await lost.chat(sophie);
    for (let n = 0; n < 11; n += 1) await lost.message(sophie, chat, { at: after(n) });
    await marguerite.says('messages non remis');
    const seen = marguerite.actions.filter(({ label }) => label.startsWith('Réessayer ')).map(({ id }) => id);
    expect(seen).toHaveLength(8);
    marguerite.sees('1 à 8 sur 11');
    await marguerite.presses('Suite');
    const more = marguerite.actions.filter(({ label }) => label.startsWith('Réessayer ')).map(({ id }) => id);
    expect(new Set([...seen, ...more]).size).toBe(11);
    await marguerite.presses('Tout réessayer');
    marguerite.sees('C’est reparti : 11 messages.');
    // The page that it stood on is there no more.
    await marguerite.presses('Retour à la liste');
    marguerite.sees('Rien n’attend ici');
  });

  it('X5 visitors and leaders are accompanied, or go with them: neither is named', async () => {
    const ada = await house.world.person(home, 'Ada Lovelune');
    const visitor = await house.world.account('visitor', home, 'Ada Lovelune', { person: ada });
    const leader = await house.world.account('leader', home, 'Leo Guidon');
    for (const one of [visitor, leader]) await lost.message(one, await lost.chat(one));
    await marguerite.says('messages non remis');
    marguerite.sees('un visiteur, Foyer des Lilas', 'un responsable de groupe, Foyer des Lilas').seesNot('Lovelune', 'Guidon');
  });

  it('X5 nobody but the operator’s own: other accounts are told no, another operator’s team sees and reaches nothing', async () => {
    const id = await lost.message(sophie, await lost.chat(sophie));
    const referent = await house.login(malika);
    for (const does of ['messages non remis', press('open'), press('retry', id), press('all'), press('people'), press('code', malika.id)]) {
      await (does.includes(' ') ? referent.says(does) : referent.pressesId(does));
      referent.sees('Votre compte ne permet pas cela');
    }
    const other = await World.make(house.fresh, { name: 'Autre programme' });
    const theirs = await house.login(await other.account('operator', null, 'Odile Autre'));
    await theirs.says('messages non remis');
    theirs.sees('Rien n’attend ici');
    for (const does of [press('retry', id), press('all'), press('code', malika.id)]) await theirs.pressesId(does);
    expect(await stateOf('delivery', id)).toBe('failed');
    await house.fresh.app.transaction(async (trx) => {
      const { enter } = await import('../../db/scopes.ts');
      await enter(trx, { as: 'operator', operator: other.operator });
      for (const sql of ['select id from undelivered(?, null, null, null, 0)', 'select id from unreachable(?, null, null, null, 0)', 'select id from retry_undelivered(?, null)']) expect(await rows(trx, sql, [house.world.operator])).toEqual([]);
      expect(await rows(trx, 'select messages, work, people from count_undelivered(?)', [house.world.operator])).toEqual([{ messages: 0, work: 0, people: 0 }]);
    });
    expect(await stateOf('delivery', id)).toBe('failed');
  });

  it('X5 where names do not go out, no holder of an account is named either, and each line can still be chosen', async () => {
    await house.world.asOperator((trx) => trx('naming').insert({ operator_id: house.world.operator, channel: 'telegram', naming: 'none' }));
    for (let n = 0; n < 2; n += 1) await lost.message(sophie, await lost.chat(sophie));
    await marguerite.says('messages non remis');
    const { items, names, naming } = await house.running.gate.history(team, { channel: 'telegram' });
    const shown = items.at(-1)?.message;
    if (shown === undefined) throw new Error('nothing was answered');
    const out = leaving(shown, naming, { url: 'https://guichet.example/', label: 'Voir les noms' });
    expect(plainText(out, names, naming)).toContain('la messagerie l’a refusé');
    expect(plainText(out, names, naming)).not.toMatch(/Sophie|Martin/);
    expect(out.blocks.flatMap((block) => (block.kind === 'list' ? block.items.flatMap(({ action }) => action ?? []) : []))).toHaveLength(2);
  });

  it('X4 A8 a pressed confirmation that failed keeps its place: tried again, it is before who came later', async () => {
    const show = await house.world.show({ title: 'Polka des Rives', capacity: 1 });
    const ines = await house.world.referent(home, 'Inès Premier');
    const [first, second, third] = [await house.login(ines), await house.login(await house.world.referent(home, 'Léon Second')), await house.login(await house.world.referent(home, 'Rose Trois'))];
    const [ysee = '', bea = '', cleo = ''] = await house.world.people(home, ['Ysée Unique', 'Bérénice Deuxième', 'Cléopâtre Troisième']);
    await books(second, 'polka', 'Bérénice');
    // Pressed, and failed for good before anything was done.
    await prepares(first, 'polka', 'Ysée');
    const pressed = first.idOf('Confirmer');
    const id = await lost.received(ines, '', { press: pressed });
    await books(third, 'polka', 'Cléopâtre');
    await marguerite.says('messages non remis');
    marguerite.sees('Inès Premier');
    await marguerite.presses('Réessayer 1');
    await expect.poll(() => stateOf('inbox', id), { timeout: 10_000 }).toBe('done');
    const seats = await house.world.seats(show.id);
    expect(seats.filter(({ state }) => state === 'waiting').map(({ person }) => person)).toEqual([ysee, cleo]);
    expect(seats.filter(({ state }) => state === 'booked').map(({ person }) => person)).toEqual([bea]);
  });

  it('X4 in English', async () => {
    await lost.message(sophie, await lost.chat(sophie));
    await marguerite.pressesId(encodePress({ flow: 'language', name: 'set', args: ['en'] }));
    await marguerite.says('menu');
    marguerite.sees('1 message could not be delivered');
    await marguerite.says('undelivered messages');
    marguerite.sees('news on Telegram, since Friday 20 November at 10 am: the messaging service refused it');
    await marguerite.presses('Try again 1');
    marguerite.sees('On its way again: 1 message.');
    await marguerite.pressesId(encodePress({ flow: 'language', name: 'set', args: ['fr'] }));
  });
});

describe('X4 X8 whom nothing reaches', () => {
  it('X8 is on the home page with since when, and what can be done: a number to call, a new code', async () => {
    await lost.chat(malika, { gone: after(-60) });
    await marguerite.says('menu');
    marguerite.sees('1 personne n’est plus joignable');
    await marguerite.presses('Voir ce qui n’arrive pas');
    marguerite.sees('Personnes plus joignables', 'Malika Renard, Foyer des Lilas', 'Leur page web reçoit tout');
    await marguerite.says('1');
    marguerite.sees('Malika Renard', '04 00 00 00 09', 'donnez un nouveau code').offers('Donner un nouveau code', 'Voir la structure');
    await marguerite.presses('Donner un nouveau code');
    marguerite.sees('Code d’accès pour Malika Renard', 'une seule fois');
    const [code = ''] = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(marguerite.text) ?? [];
    (await (await house.login(code)).says('menu')).sees('Bonjour Malika');
    expect(await rows(house.fresh.admin, `select id from audit where action = 'code.given' and subject = ?`, [malika.id])).toHaveLength(1);
  });

  it('X4 is nobody with another chat, an address, or no chat beside the page; nor who has written again', async () => {
    const { world, fresh } = house;
    const [another, address, nora] = [await world.referent(home, 'Une Autre'), await world.referent(home, 'Avec Adresse'), await world.referent(home, 'Nora Silence')];
    await lost.chat(another, { gone: START });
    await lost.chat(another, { channel: 'slack' });
    await fresh.admin('account').where({ id: address.id }).update({ email_index: 'x' });
    await lost.chat(address, { gone: START });
    await marguerite.pressesId(press('people'));
    marguerite.sees('Tout le monde est joignable');
    const key = await lost.chat(nora, { gone: START });
    await marguerite.pressesId(press('people'));
    marguerite.sees('Nora Silence').seesNot('Une Autre', 'Avec Adresse', 'Sophie');
    await fresh.admin('chat_address').where({ chat_key: key }).update({ unreachable_at: null });
    await marguerite.pressesId(press('person', nora.id));
    marguerite.sees('de nouveau joignable');
    await marguerite.pressesId(press('code', nora.id));
    marguerite.sees('de nouveau joignable').seesNot('Code d’accès');
  });

  it('X5 a visitor is not named, and gets no code from here: whose it would be is not seen', async () => {
    const ada = await house.world.person(home, 'Zélie Lovelune');
    const visitor = await house.world.account('visitor', home, 'Zélie Lovelune', { person: ada });
    await lost.chat(visitor, { gone: START });
    await marguerite.pressesId(press('person', visitor.id));
    marguerite.sees('un visiteur, Foyer des Lilas', 'Le référent de la structure').seesNot('Lovelune', 'Zélie').offersNot('Donner un nouveau code');
    await marguerite.pressesId(press('code', visitor.id));
    marguerite.sees('Le référent de la structure').seesNot('Code d’accès', 'Lovelune');
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import { systemIds } from '../../core/ids.ts';
import { rows } from '../../db/connection.ts';
import { AnyChat } from '../support/anyChat.ts';
import { openHouse, type House } from '../support/house.ts';
import { START, World, type Referent } from '../support/world.ts';

let house: House;
let second: World;
let here: Referent;
let there: Referent;

const HOUR = 3_600_000;
const soon = new Date(START.getTime() + 40 * HOUR);

beforeAll(async () => {
  house = await openHouse();
  second = await World.make(house.fresh, { name: 'Autre Programme' });
  here = await house.world.referent(await house.world.structure('Foyer des Essais'), 'Sophie Martin');
  there = await second.referent(await second.structure('Maison des Essais'), 'Sonia Martin');
});

describe('A2 several accounts in one chat', () => {
  const chat = (): AnyChat => new AnyChat(house, 'one chat');
  let one: AnyChat;

  it('A2 a second operator’s code, typed into a chat that is linked, links that account too and makes it the active one', async () => {
    one = chat();
    await one.says(await house.world.code(here.id, soon));
    await one.says('menu');
    one.sees('Bonjour Sophie');
    await one.says('nos services');
    await one.presses('Ajouter un service');
    one.sees('Quel est le nom de ce service');
    await one.says(await second.code(there.id, soon));
    one.sees('Autre Programme répond maintenant dans cette conversation', 'changer de compte');
    await one.says('menu');
    one.sees('Bonjour Sonia');
    expect(one.account).toMatchObject({ operator: second.operator, id: there.id });
  });

  it('A2 the menu switches, and the first account stands where it stood', async () => {
    await one.says('changer de compte');
    one.sees('1. Autre Programme — actif', '2. Essai');
    await one.presses('Autre Programme');
    one.sees('répond déjà ici');
    await one.says('changer de compte');
    await one.says('2');
    one.sees('Essai répond maintenant ici');
    await one.says('Accueil de jour');
    one.sees('Quelle est son adresse');
    expect(one.account?.id).toBe(here.id);
    await one.says('annuler');
    await one.says('ma structure');
    one.sees('Foyer des Essais').seesNot('Maison des Essais');
  });

  it('A2 one account an operator: the code of another of the same is not used here, and still good for whom it is; nor is one’s own', async () => {
    const colleague = await house.world.referent(here.structure ?? '', 'Malo Bertin');
    const code = await house.world.code(colleague.id, soon);
    await one.says(code);
    one.sees('pour un autre compte', 'n’a pas servi');
    await one.says('menu');
    one.sees('Bonjour Sophie');
    const malo = new AnyChat(house, 'malo’s chat');
    await malo.says(code);
    malo.sees('reliée à votre compte');
    await malo.says('menu');
    malo.sees('Bonjour Malo');
    const own = await house.world.code(here.id, soon);
    await one.says(own);
    one.sees('déjà reliée à ce compte');
    const second = new AnyChat(house, 'another of sophie’s chats');
    await second.says(own);
    second.sees('reliée à votre compte');
    // Left, the chat takes another account.
    await malo.says('mes conversations');
    await malo.presses('Délier');
    await malo.presses('Oui, délier');
    await malo.says(await house.world.code(here.id, soon));
    await malo.says('menu');
    malo.sees('Bonjour Sophie');
  });

  it('A2 a code that is used, too old or unknown changes nothing; a word is a word', async () => {
    const code = await second.code(there.id, soon);
    const other = new AnyChat(house, 'another chat');
    await other.says(code);
    other.sees('reliée à votre compte');
    await one.says(code);
    one.sees('Ce code a déjà servi');
    await one.says(await second.code(there.id, START));
    one.sees('trop ancien');
    await one.says('concerts');
    one.seesNot('code');
    await one.says('menu');
    one.sees('Bonjour Sophie');
  });

  it('A2 guessing from a chat that is linked is slowed down: after ten wrong ones no code is tried', async () => {
    const right = await second.code(there.id, soon);
    const guesser = new AnyChat(house, 'guesser');
    const curious = await house.world.referent(here.structure ?? '', 'Cléo Curieuse');
    await guesser.says(await house.world.code(curious.id, soon));
    await guesser.says('menu');
    for (let i = 0; i < 10; i += 1) await guesser.says(`AAAA-${2222 + i}`);
    await guesser.says('menu');
    await guesser.says(right);
    guesser.sees('Trop d’essais');
    await guesser.says('menu');
    guesser.sees('Bonjour Cléo');
    expect(await rows(house.fresh.admin, 'select used_at from link_code where account_id = ? and expires_at = ? order by id desc limit 1', [there.id, soon])).toEqual([{ used_at: null }]);
  });

  it('A2 nobody switches to an account that the chat does not have, nor sees those of another chat', async () => {
    const lone = new AnyChat(house, 'lone chat');
    await lone.says(await house.world.code(here.id, soon));
    // The same account in two chats of one channel: what the other chat holds is not this one's.
    await lone.says('changer de compte');
    lone.sees('reliée à un seul compte').seesNot('page');
    expect(lone.actions.some(({ id }) => id.startsWith('accounts.use'))).toBe(false);
    await lone.pressesId(encodePress({ flow: 'accounts', name: 'use', args: [second.operator] }));
    lone.sees('n’est plus reliée à ce compte');
    await lone.pressesId(encodePress({ flow: 'accounts', name: 'use', args: [systemIds.uuid()] }));
    lone.sees('n’est plus reliée');
    await lone.says('menu');
    lone.sees('Bonjour Sophie');
  });

  it('A2 when one of them ends, the other answers', async () => {
    const leaving = await second.referent(there.structure ?? '', 'Lou Départ');
    const both = new AnyChat(house, 'both');
    await both.says(await house.world.code(here.id, soon));
    await both.says(await second.code(leaving.id, soon));
    await both.says('menu');
    both.sees('Bonjour Lou');
    const sonia = await house.login(there);
    await sonia.says('mes collègues');
    await sonia.presses('Lou Départ');
    await sonia.presses('Retirer l’accès');
    await sonia.presses('Retirer l’accès');
    sonia.sees('fermé partout');
    await both.says('menu');
    both.sees('Bonjour Sophie');
  });
});

describe('A2 the web chat is one account’s', () => {
  it('A2 a code typed there stays good, and one is told to log out and in', async () => {
    const page = await house.login(here);
    const code = await second.code(there.id, soon);
    await page.says(code);
    page.sees('Sur cette page, un seul compte à la fois : déconnectez-vous');
    await page.says('changer de compte');
    page.sees('déconnectez-vous, puis entrez le code de l’autre compte');
    await page.says('ABCD-2345');
    page.seesNot('un seul compte');
    await house.login(code);
  });
});

import { expect, it } from 'vitest';
import { openHouse } from '../support/house.ts';
import { TelegramFake, trouble } from '../support/telegramFake.ts';
import { fakeWire } from './fakeWire.ts';
import { TelegramTalker } from './telegramTalker.ts';
import { WebTalker } from './webTalker.ts';

/** The whole way, on a platform: refused, seen by the operator, tried again, arrived; blocked, seen, and back. */
it('X4 X8 what a platform refuses stands before the operator, and arrives when it is tried again; so does who blocks guichet, until they write again', async () => {
  const fake = await TelegramFake.open();
  const house = await openHouse({ env: { TELEGRAM_BOT_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.url, TELEGRAM_RATE: '1000/1000', GUICHET_LOG: 'silent' } });
  const { world } = house;
  await world.asOperator((trx) => trx('naming').insert({ operator_id: world.operator, channel: 'telegram', naming: 'full' }));
  const sophie = await world.referent(await world.structure('Foyer des Quais'), 'Sophie Martin');
  const team = await WebTalker.of(house, await world.account('operator', null, 'Driss Amrani'));
  const phone = fake.user(501, { first_name: 'Sophie' });
  await TelegramTalker.of(house, fakeWire(phone), sophie);

  fake.next('sendMessage', trouble(400, 'Bad Request: chat of Sophie is odd'));
  phone.says('aide');
  await expect.poll(async () => (await team.says('menu')).text, { timeout: 10_000 }).toContain('1 message n’a pas pu être remis');
  await team.presses('Voir ce qui n’arrive pas');
  team.sees('Sophie Martin, Foyer des Quais', 'une réponse sur Telegram', 'la messagerie l’a refusé');
  expect(team.text).not.toContain('odd');
  await team.presses('Tout réessayer');
  team.sees('C’est reparti : 1 message');
  await phone.gets(/Ce que je peux faire/);
  await team.says('messages non remis');
  team.sees('Rien n’attend ici');

  phone.blocks();
  await expect.poll(async () => (await team.says('menu')).text, { timeout: 10_000 }).toContain('1 personne n’est plus joignable');
  await team.presses('Voir ce qui n’arrive pas');
  team.sees('Sophie Martin, Foyer des Quais');
  phone.unblocks();
  phone.says('menu');
  await expect.poll(async () => (await team.says('menu')).text, { timeout: 10_000 }).not.toContain('joignable');
}, 60_000);

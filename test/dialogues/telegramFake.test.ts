import { randomInt } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { openHouse, type House } from '../support/house.ts';
import { LONG, newSeed, shuffled } from '../support/sample.ts';
import { TelegramFake, trouble } from '../support/telegramFake.ts';
import type { FakeUser } from '../support/telegramPeople.ts';
import { fakeWire } from './fakeWire.ts';
import { dialogues } from './index.ts';
import { cast, inDays, LARGE_MS, later, type Stage } from './talker.ts';
import { TelegramTalker } from './telegramTalker.ts';
import { WebTalker } from './webTalker.ts';

/** The whole house with Telegram by polling, against our own fake, which checks every call against Telegram's limits. */
let house: House;
let fake: TelegramFake;
const TAPS = LONG ? 200 : 60;
let people = 10_000;
const user = (): FakeUser => fake.user((people += 1), { first_name: 'Zoé' });
const stage: Stage = {
  get house() { return house; },
  channel: 'telegram',
  phone: (who) => TelegramTalker.of(house, fakeWire(user()), who),
  stranger: () => new TelegramTalker(house, fakeWire(user())),
  sent: () => JSON.stringify(fake.calls),
  desktop: (who) => WebTalker.of(house, who),
};
const env = (): Record<string, string> => ({ TELEGRAM_BOT_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.url, TELEGRAM_RATE: '1000/1000' });
const quiet = (): Promise<void> => expect.poll(async () => (await rows<{ n: number }>(house.fresh.admin, `select (select count(*) from inbox where state = 'pending') + (select count(*) from delivery where state = 'due') as n`))[0]?.n, { timeout: 20_000, interval: 30 }).toBe(0);

beforeAll(async () => {
  fake = await TelegramFake.open();
  house = await openHouse({ env: env() });
  await house.world.asOperator((trx) => trx('naming').insert({ operator_id: house.world.operator, channel: 'telegram', naming: 'full' }));
});
afterEach(() => {
  expect(fake.violations).toEqual([]);
});

describe('X1 the dialogues on Telegram by polling', () => {
  for (const { name, play, large } of dialogues) it(name, () => play(stage), large === true ? LARGE_MS : undefined);
});

describe('X5 where others read along on Telegram', () => {
  it('X5 a group is shown the way into a private chat, and nothing that was said in it is kept', async () => {
    const karim = user();
    const group = fake.group(-100_500);
    group.says(karim, `@${fake.bot.username} réserve pour Zoraline`);
    await expect.poll(() => group.chat().filter(({ from }) => from === 'bot').map(({ text, buttons }) => [text, buttons.flat().map((button) => ('url' in button ? button.url : ''))])).toEqual([[
      'Parlons-en en privé, pour ne nommer personne ici.', [`https://t.me/${fake.bot.username}?start=prive`],
    ]]);
    group.says(karim, 'et vous, ça va ?');
    karim.says('/start prive');
    await karim.gets(/code/);
    expect(group.chat().filter(({ from }) => from === 'bot')).toHaveLength(1);
  });
});

describe('A2 linking by a link', () => {
  it('A2 a code that is shown comes with a link that opens Telegram with it; it works once', async () => {
    const { sophie, account } = await cast(stage, 'Foyer des Portes', ['Hugo Petit']);
    await house.world.account('referent', account.structure, 'Driss Amrani');
    await sophie.says('mes collègues');
    await sophie.presses('Driss Amrani');
    await sophie.presses('Montrer le code');
    const [, code = ''] = /t\.me\/guichet_essai_bot\?start=([\w-]+)/.exec(JSON.stringify(fake.called('sendMessage').at(-1))) ?? [];
    expect(code).toMatch(/^[\w-]{8,}$/);
    const [one, two] = [user(), user()];
    one.says(`/start ${code}`);
    await one.gets(/C’est fait/);
    two.says(`/start ${code}`);
    await two.gets(/déjà servi/);
    one.says('menu');
    await one.gets(/Bonjour Driss/);
  });
});

describe('X4 taps and deliveries', () => {
  // Two hundred with GUICHET_LONG=1.
  it(`X4 A8 ${TAPS} taps of one button, each delivered twice under other update ids, in any order: one effect`, async () => {
    const { sophie, account } = await cast(stage, 'Foyer des Impatients', ['Hugo Petit']);
    const phone = user();
    await TelegramTalker.of(house, fakeWire(phone), { ...account });
    const show = await house.world.show({ title: 'Ruée des Impatients', capacity: 5, startsAt: await inDays(house, 8) });
    await sophie.says('ruée des impatients');
    const before = phone.chat().length;
    phone.says('ruée des impatients');
    await phone.gets(({ buttons, id }) => id > before && buttons.flat().some(({ text }) => text === 'Réserver'));
    phone.pressesLabel('Réserver');
    await phone.gets(/Pour qui/);
    phone.says('hugo');
    const recap = await phone.gets(/Je récapitule/);
    const data = recap.buttons.flat().flatMap((button) => (button.text === 'Confirmer' && 'callback_data' in button ? [button.callback_data] : []))[0] ?? '';
    const seed = newSeed('taps');
    const taps = Array.from({ length: TAPS }, () => ({ id: `tap${randomInt(2 ** 40)}`, from: phone.user, chat_instance: 'i', data, message: fake.asMessage(phone.room, recap) }));
    for (const tap of shuffled([...taps, ...taps], seed)) fake.deliver({ callback_query: tap });
    await expect.poll(async () => (await rows<{ n: number }>(house.fresh.admin, `select count(*) as n from inbox_key where platform_id like 'ctap%'`))[0]?.n, { timeout: 30_000, interval: 100 }).toBe(TAPS);
    await quiet();
    expect((await house.world.seats(show.id)).map(({ state }) => state)).toEqual(['booked']);
    expect(await rows(house.fresh.admin, 'select id from request where performance_id = ?', [show.id])).toHaveLength(1);
    expect(phone.chat().filter(({ text }) => text.includes('C’est réservé'))).toHaveLength(1);
    expect(new Set(fake.answered.filter((id) => id.startsWith('tap'))).size).toBe(TAPS);
  }, 60_000);

  it('X4 a 429 and a broken connection lose nothing and change no order', async () => {
    const { account } = await cast(stage, 'Foyer des Retards', ['Hugo Petit']);
    const phone = user();
    await TelegramTalker.of(house, fakeWire(phone), account);
    fake.next('sendMessage', trouble(429, 'retry after 1', { retry_after: 1 }), 'drop', trouble(500, ''));
    phone.says('aide');
    phone.says('mes participants');
    await phone.gets(/Hugo Petit/);
    await quiet();
    const said = phone.chat().filter(({ from }) => from === 'bot').map(({ text }) => text);
    expect(said.at(-2)).toContain('Ce que je peux faire');
    expect(said.at(-1)).toContain('Hugo Petit');
  });

  it('A2 X6 who blocks the bot is not written to, and is again when they come back', async () => {
    const { sophie, account } = await cast(stage, 'Foyer des Absents', ['Hugo Petit', 'Awa Diallo']);
    const phone = user();
    await TelegramTalker.of(house, fakeWire(phone), account);
    phone.blocks();
    await expect.poll(async () => (await rows<{ n: number }>(house.fresh.admin, 'select count(*) as n from chat_address where unreachable_at is not null'))[0]?.n).toBeGreaterThan(0);
    const show = await house.world.show({ title: 'Gala du Quai', capacity: 1, startsAt: await inDays(house, 8) });
    await sophie.says('gala du quai');
    await sophie.presses('Réserver');
    await sophie.says('hugo');
    await sophie.presses('Confirmer');
    await sophie.says('gala du quai');
    await sophie.presses('Liste d’attente');
    await sophie.says('awa');
    await sophie.presses('Confirmer');
    await sophie.says('annuler hugo');
    await sophie.presses('Oui, annuler');
    await later(house, 60_000);
    await sophie.rings('Une place s’est libérée');
    expect(phone.chat().filter(({ text }) => text.includes('s’est libérée'))).toEqual([]);
    phone.unblocks();
    await expect.poll(async () => (await rows<{ n: number }>(house.fresh.admin, 'select count(*) as n from chat_address where unreachable_at is not null'))[0]?.n).toBe(0);
    expect((await house.world.seats(show.id)).filter(({ state }) => state === 'booked')).toHaveLength(1);
  });

  it('X4 what arrived while guichet was down is answered when it is up again, once', async () => {
    const { account } = await cast(stage, 'Foyer des Redémarrages', ['Hugo Petit']);
    const phone = user();
    await TelegramTalker.of(house, fakeWire(phone), account);
    const stopping = house.restart(env());
    phone.says('mes participants');
    await stopping;
    const found = await phone.gets(/Hugo Petit/);
    await quiet();
    expect(phone.chat().filter(({ text }) => text === found.text)).toHaveLength(1);
  });
});

describe('X7 what is no text', () => {
  it('X7 stickers, places, voice, edited words, albums: each is told what can be done', async () => {
    const { account } = await cast(stage, 'Foyer des Images', ['Hugo Petit']);
    const phone = user();
    await TelegramTalker.of(house, fakeWire(phone), account);
    phone.posts({ sticker: { file_id: 's', file_unique_id: 's', type: 'regular', width: 1, height: 1, is_animated: false, is_video: false } });
    await phone.gets(/je ne lis que les mots/);
    phone.posts({ location: { latitude: 45, longitude: 4 } });
    await phone.gets(/position/);
    phone.sends({ kind: 'voice', bytes: Buffer.from('OggS'), mime: 'audio/ogg' });
    await phone.gets(/J’ai bien reçu « message-vocal.ogg »/);
    const id = phone.says('aide');
    await phone.gets(/Ce que je peux faire/);
    phone.edits(id, 'mes participants');
    await phone.gets(/un message modifié après coup ne change rien/);
    phone.sends({ kind: 'photo', bytes: Buffer.from('jpg'), mime: 'image/jpeg' });
    await phone.gets(/photo.jpg/);
    phone.says('x'.repeat(4_096));
    await phone.gets(/rien trouvé/);
    await quiet();
  });
});

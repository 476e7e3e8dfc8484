import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { Desk } from '../support/desk.ts';
import { openHouse, type House } from '../support/house.ts';
import { LONG } from '../support/sample.ts';
import { TeamsFake } from '../support/teamsFake.ts';
import { linesOf, pressablesOf } from '../support/teamsLimits.ts';
import { START } from '../support/world.ts';
import type { FakeColleague } from '../support/teamsPeople.ts';
import { dialogues } from './index.ts';
import { cast, inDays, LARGE_MS, named, type Stage } from './talker.ts';
import { TeamsTalker } from './teamsTalker.ts';
import { teamsWire } from './teamsWire.ts';
import { WebTalker } from './webTalker.ts';

/** The whole house with Teams, against our own fake, which signs as Microsoft does and checks every call against Teams' limits. */
let house: House;
let fake: TeamsFake;
const PRESSES = LONG ? 200 : 60;
let people = 100;
const user = (): FakeColleague => fake.user(`u${(people += 1)}`);
const stage: Stage = {
  get house() { return house; },
  channel: 'teams',
  phone: (who) => TeamsTalker.of(house, teamsWire(fake, user()), who),
  stranger: () => new TeamsTalker(house, teamsWire(fake, user())),
  sent: () => JSON.stringify(fake.calls),
  desktop: (who) => WebTalker.of(house, who),
};
const quiet = (): Promise<void> => expect.poll(async () => (await rows<{ n: number }>(house.fresh.admin, `select (select count(*) from inbox where state = 'pending') + (select count(*) from delivery where state = 'due') as n`))[0]?.n, { timeout: 20_000, interval: 30 }).toBe(0);
const said = (who: FakeColleague): string[] => who.room.messages.filter(({ from }) => from === 'bot').map(({ card }) => linesOf(card).join('\n'));

beforeAll(async () => {
  fake = await TeamsFake.open();
  house = await openHouse({ env: {
    MICROSOFT_APP_ID: fake.appId, MICROSOFT_APP_PASSWORD: fake.password, MICROSOFT_APP_TENANT_ID: fake.tenant, TEAMS_SERVICE_URLS: fake.serviceUrl, ToBotFromChannelOpenIdMetadataUrl: fake.metadataUrl, ToChannelFromBotLoginUrl: fake.loginUrl, TEAMS_RATE: '1000/1000',
  } });
  fake.target = new URL('api/messages', house.running.address).href;
  await house.world.asOperator((trx) => trx('naming').insert({ operator_id: house.world.operator, channel: 'teams', naming: 'full' }));
});
afterEach(() => {
  expect(fake.violations).toEqual([]);
});

describe('X1 the dialogues on Teams', () => {
  for (const { name, play, large } of dialogues) it(name, () => play(stage), large === true ? LARGE_MS : undefined);
});

describe('X5 names on Teams', () => {
  it('X5 a notification names nobody, whatever the card says', async () => {
    const { sophie } = await cast(stage, 'Foyer des Aperçus', ['Zoraline Duvallon']);
    await sophie.says('mes participants');
    await sophie.presses('Zoraline Duvallon');
    sophie.sees('Zoraline Duvallon');
    expect(fake.calls.map(({ args }) => args['summary']).join('\n')).not.toMatch(/zoraline|duvallon/i);
  });

  it('X5 in a team only a way into the private chat, and nothing that was said is kept', async () => {
    const room = fake.room('19:equipe@thread.tacv2;messageid=1', 'channel');
    const zoe = user();
    await zoe.mentions(room, 'réserve pour Zoraline Duvallon');
    const shown = await zoe.gets(() => true, room);
    expect(pressablesOf(shown.card).map(({ action }) => action.url)).toEqual([`https://teams.microsoft.com/l/chat/0/0?users=28:${fake.appId}`]);
    await quiet();
    expect(JSON.stringify(shown.card)).not.toContain('Zoraline');
  });
});

describe('A2 ways in', () => {
  it('A2 a code that is shown comes with a link that opens Teams with it', async () => {
    const { sophie, account } = await cast(stage, 'Foyer des Portes', ['Hugo Petit']);
    await house.world.account('referent', account.structure, 'Driss Amrani');
    await sophie.says('mes collègues');
    await sophie.presses('Driss Amrani');
    await sophie.presses('Montrer le code');
    const [, code = ''] = /teams\.microsoft\.com\/l\/chat\/0\/0\?users=28:[\w-]+&message=([\w-]+)/.exec(JSON.stringify(fake.called('send').at(-1))) ?? [];
    expect(code).toMatch(/^[\w-]{8,}$/);
    const one = user();
    await one.installs();
    await one.says(code);
    await one.gets(/C’est fait/);
  });

  it('A2 X6 who removes the app is not written to, and is again when they come back', async () => {
    const { account } = await cast(stage, 'Foyer des Absents', ['Hugo Petit']);
    const phone = user();
    await TeamsTalker.of(house, teamsWire(fake, phone), account);
    const unreachable = async (): Promise<number | undefined> => (await rows<{ n: number }>(house.fresh.admin, 'select count(*) as n from chat_address where unreachable_at is not null'))[0]?.n;
    await phone.removes();
    expect(await unreachable()).toBe(1);
    await phone.removes('add');
    expect(await unreachable()).toBe(0);
    phone.room.refuses = { status: 403, code: 'MessageWritesBlocked' };
    await phone.says('menu');
    await expect.poll(unreachable).toBe(1);
    phone.room.refuses = undefined;
    await phone.says('aide');
    await phone.gets(/Ce que je peux faire/);
  });
});

describe('X4 presses and deliveries', () => {
  // Two hundred with GUICHET_LONG=1.
  it(`X4 A8 ${PRESSES} presses of one button, each delivered twice: one effect`, async () => {
    const { account } = await cast(stage, 'Foyer des Impatients', ['Hugo Petit']);
    const phone = user();
    const talker = await TeamsTalker.of(house, teamsWire(fake, phone), account);
    const show = await house.world.show({ title: 'Ruée des Impatients', capacity: 5, startsAt: await inDays(house, 8) });
    await talker.says('ruée des impatients');
    await talker.presses('Réserver');
    await talker.says('hugo');
    const recap = await phone.gets(/Je récapitule/);
    const button = pressablesOf(recap.card).find(({ title }) => title === 'Confirmer');
    if (button === undefined) throw new Error('no button');
    const presses = Array.from({ length: PRESSES }, () => phone.pressing(recap, button));
    await Promise.all([...presses, ...presses].map((press) => fake.deliver(press)));
    await quiet();
    expect((await house.world.seats(show.id)).map(({ state }) => state)).toEqual(['booked']);
    expect(await rows(house.fresh.admin, 'select id from request where performance_id = ?', [show.id])).toHaveLength(1);
    expect(said(phone).filter((text) => text.includes('C’est réservé'))).toHaveLength(1);
  }, 60_000);

  it('X4 a 429, a 502 and a broken connection lose nothing and change no order', async () => {
    const { account } = await cast(stage, 'Foyer des Retards', ['Hugo Petit']);
    const phone = user();
    await TeamsTalker.of(house, teamsWire(fake, phone), account);
    fake.next('send', { status: 429, code: 'TooManyRequests', retry: 1 }, 'drop', { status: 502, code: 'BadGateway' });
    await phone.says('aide');
    await phone.says('mes participants');
    await phone.gets(/Hugo Petit/);
    await quiet();
    expect(said(phone).at(-2)).toContain('Ce que je peux faire');
    expect(said(phone).at(-1)).toContain('Hugo Petit');
  });
});

describe('A9 documents on Teams', () => {
  it('A9 one that was offered before a restart is made when the person says yes; one that is void by then is not', async () => {
    const { account } = await cast(stage, 'Foyer des Papiers', ['Hugo Petit', 'Awa Diallo']);
    const phone = user();
    await house.world.show({ title: 'Gala des Papiers', capacity: 5, startsAt: await inDays(house, 8) });
    await phone.says(account.code);
    await phone.gets(/C’est fait/);
    await phone.says('gala des papiers');
    await phone.gets((shown) => pressablesOf(shown.card).some(({ title }) => title === 'Réserver'));
    await phone.presses('Réserver');
    await phone.gets(/Pour qui/);
    await phone.says('hugo');
    await phone.gets(/Je récapitule/);
    await phone.presses('Confirmer');
    await phone.gets(/C’est réservé/);
    await quiet();
    const offered = phone.room.messages.filter(({ consent }) => consent?.name.endsWith('.pdf') === true);
    expect(offered).toHaveLength(1);
    await house.restart();
    const [first] = offered;
    if (first === undefined) throw new Error('nothing is offered');
    await phone.accepts(first);
    // Whoever else holds the token of the card keeps nothing by it.
    const { account: elsewhere } = await cast(stage, 'Foyer d’à Côté');
    const curious = user();
    await curious.says(elsewhere.code);
    await curious.gets(/C’est fait/);
    curious.room.messages.push({ ...first, id: 'copied' });
    await curious.accepts({ ...first, id: 'copied' });
    await curious.gets(/n’existe plus/);
    expect(curious.room.messages.some(({ file }) => file !== undefined)).toBe(false);
    const kept = await phone.gets(({ file }) => file !== undefined);
    expect(String(kept.file?.bytes.subarray(0, 5))).toBe('%PDF-');
    await phone.says('annuler hugo');
    await phone.gets((shown) => pressablesOf(shown.card).some(({ title }) => title === 'Oui, annuler'));
    await phone.presses('Oui, annuler');
    await quiet();
    phone.room.messages.push({ ...first, id: 'old' });
    await phone.accepts({ ...first, id: 'old' });
    await phone.gets(/n’existe plus/);
  });
});

describe('X8 forms on Teams', () => {
  it('X8 what was wrong is asked again in the place of the old card, with what was typed', async () => {
    const { account } = await cast(stage, 'Foyer des Formes');
    const talker = await TeamsTalker.of(house, teamsWire(fake, user()), account);
    await talker.says('ajouter un participant');
    await talker.fills({ first: 'Awa', last: '123', kind: 'participant' });
    expect(talker.fields).toMatchObject({ first: 'Awa', last: '123' });
    expect(talker.redrew).toBe(true);
    await talker.fills({ last: 'Diallo' });
    talker.sees('Awa Diallo est dans votre liste');
  });

  it.each(['initials', 'none'] as const)('X5 A3 names %s: what a form does not show is not changed by leaving it empty; in words it can be taken away', async (how) => {
    const { account, people } = await cast(stage, `Foyer des Fiches ${how}`, ['Zoraline Duvallon']);
    const id = people.get('Zoraline') ?? '';
    const kept = (): Promise<unknown> => new Desk(house.fresh).as(account, async (store) => (await store.people.sheet(id))?.details);
    await new Desk(house.fresh).as(account, (store) => store.people.edit(id, { details: { phone: '06 01 02 03 04', email: 'zoraline@essai.example', access: 'fauteuil roulant' } }, START));
    const before = (await kept()) as object;
    const talker = await TeamsTalker.of(house, teamsWire(fake, user()), account);
    await named(stage, how, async () => {
      await talker.says('mes participants');
      await talker.says('zoraline duvallon');
      await talker.presses('Modifier');
      await talker.presses('Détails');
      expect(JSON.stringify(talker.fields)).not.toMatch(/…|06 01|essai\.example|fauteuil/);
      await talker.fills({ birthYear: '2009' });
      expect(await kept()).toEqual({ ...before, birthYear: 2009 });
      await talker.says('sans e-mail');
    });
    expect(await kept()).not.toHaveProperty('email');
    expect(await kept()).toMatchObject({ access: 'fauteuil roulant', birthYear: 2009 });
  });

  it('X5 A1 the sheet of the structure, too', async () => {
    const { account, structure } = await cast(stage, 'Foyer de la Fiche Cachée');
    await new Desk(house.fresh).as(account, (store) => store.structures.edit({ phone: '04 78 00 00 01' }));
    const talker = await TeamsTalker.of(house, teamsWire(fake, user()), account);
    await named(stage, 'none', async () => {
      await talker.says('ma structure');
      await talker.presses('Modifier');
      expect(Object.keys(talker.fields)).toContain('phone');
      await talker.fills({ city: 'Villeurbanne' });
    });
    const sheet = await new Desk(house.fresh).as(account, (store) => store.structures.sheet());
    expect(sheet).toMatchObject({ id: structure, name: 'Foyer de la Fiche Cachée', city: 'Villeurbanne', phone: '04 78 00 00 01' });
  });
});

describe('X7 what is no text', () => {
  it('X7 stickers, edited words, pictures, files: each is told what can be done', async () => {
    const { account } = await cast(stage, 'Foyer des Images', ['Hugo Petit']);
    const phone = user();
    await TeamsTalker.of(house, teamsWire(fake, phone), account);
    await phone.says(' ');
    await phone.gets(/n’ai pas pu lire ce message/);
    await phone.edits('mes participants');
    await phone.gets(/un message modifié après coup ne change rien/);
    await phone.pastes(Buffer.from('png'));
    await phone.gets(/image.png/);
    await phone.sends({ bytes: Buffer.from('OggS'), name: 'message.ogg' });
    await phone.gets(/message.ogg/);
    await phone.says('x'.repeat(20_000));
    await phone.gets(/rien trouvé/);
    await quiet();
  });
});

describe('A8 people found while a name is typed, on Teams', () => {
  it('A8 of thirty people the one who is meant is found, chosen, and booked for; nobody else’s is ever found', async () => {
    const names = Array.from({ length: 30 }, (_one, i) => `Prénom${i} Nom${i}`);
    const { account } = await cast(stage, 'Foyer des Nombreux', [...names, 'Zoraline Duvallon']);
    const phone = user();
    await TeamsTalker.of(house, teamsWire(fake, phone), account);
    await house.world.show({ title: 'Gala des Nombreux', capacity: 5, startsAt: await inDays(house, 8) });
    await phone.says('gala des nombreux');
    await phone.gets((shown) => pressablesOf(shown.card).some(({ title }) => title === 'Réserver'));
    await phone.presses('Réserver');
    const asked = await phone.gets((shown) => JSON.stringify(shown.card).includes('Data.Query'));
    const [, dataset = ''] = /"dataset":"([^"]+)"/.exec(JSON.stringify(asked.card)) ?? [];
    const found = async (who: FakeColleague, typed: string): Promise<{ title: string; value: string }[]> => ((await who.types(dataset, typed)).body?.['value'] as { results: { title: string; value: string }[] }).results;
    const [one, ...others] = await found(phone, 'zora');
    expect([one?.title, others.length]).toEqual(['Zoraline Duvallon', 0]);
    expect(await found(user(), 'zora')).toEqual([]);
    await phone.presses('Choisir', { picked: one?.value ?? '' });
    await phone.gets(/Zoraline Duvallon/);
    await quiet();
  });
});

import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { rows } from '../../../db/connection.ts';
import { openHouse, type House } from '../../support/house.ts';
import { slowDatabase, type SlowDatabase } from '../../support/slowDatabase.ts';
import { SlackFake } from '../../support/slackFake.ts';
import { buttonsOf, type FakeMember } from '../../support/slackPeople.ts';
import { cast, inDays, type Stage } from '../../dialogues/talker.ts';
import { SlackTalker } from '../../dialogues/slackTalker.ts';
import { slackWire } from '../../dialogues/slackWire.ts';
import { WebTalker } from '../../dialogues/webTalker.ts';

/** The whole house with Slack by HTTP, behind a way to its database that can be slow or closed. */
let house: House;
let fake: SlackFake;
let way: SlowDatabase;
let people = 1_000;
const member = (): FakeMember => fake.user(`U${(people += 1)}`);
const stage: Stage = {
  get house() { return house; },
  channel: 'slack',
  phone: (who) => SlackTalker.of(house, slackWire(fake, member()), who),
  stranger: () => new SlackTalker(house, slackWire(fake, member())),
  desktop: (who) => WebTalker.of(house, who),
};
/** Whoever came last. */
function lastMember(): FakeMember {
  const one = [...fake.members.values()].at(-1);
  if (one === undefined) throw new Error('nobody is there');
  return one;
}
/** Somebody's own chat, linked. */
async function linked(code: string): Promise<FakeMember> {
  const one = member();
  await one.says(code);
  await one.gets(/C’est fait/);
  return one;
}
const naming = (how: string): Promise<unknown> => house.world.asOperator((trx) => trx.raw(`insert into naming (operator_id, channel, naming) values (?, 'slack', ?)
  on conflict (operator_id, channel) do update set naming = excluded.naming`, [house.world.operator, how]));
const count = async (what: string): Promise<number> => (await rows<{ n: number }>(house.fresh.admin, `select count(*) as n from ${what}`))[0]?.n ?? 0;
const inbox = (): Promise<number> => count(`inbox where channel = 'slack'`);
const names = (n: number): string[] => Array.from({ length: n }, (_, i) => `${['Soraya', 'Malika', 'Hugo', 'Awa', 'Zoé'][i % 5] ?? ''} ${String.fromCharCode(65 + (i % 26))}${'abcdefghij'[i % 10] ?? ''}lin${'aeiouy'[i % 6] ?? ''}`);

beforeAll(async () => {
  fake = await SlackFake.open();
  way = await slowDatabase(inject('appUrl'));
  house = await openHouse({
    env: { SLACK_BOT_TOKEN: fake.botToken, SLACK_API_URL: fake.url, SLACK_SIGNING_SECRET: fake.secret, SLACK_RATE: '1000/1000', GUICHET_LOG: 'silent' },
    through: way,
  });
  fake.target = new URL('slack/events', house.running.address).href;
  await naming('full');
});
afterEach(() => {
  expect(fake.violations).toEqual([]);
});

describe('X4 stored, then acknowledged, in time whatever happens', () => {
  it('X4 a bad signature, an old request, nobody’s: 401, and nothing is stored', async () => {
    const sophie = member();
    const before = await inbox();
    const now = Math.floor(Date.now() / 1_000);
    const refused = [
      await fake.post('events_api', sophie.saying('bonjour'), { secret: 'somebody-else' }),
      await fake.post('events_api', sophie.saying('bonjour'), { at: now - 301 }),
      await fake.post('events_api', sophie.saying('bonjour'), { at: now + 330 }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401]);
    const bare = await fetch(fake.target ?? '', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(sophie.saying('bonjour')) });
    expect([bare.status, await inbox()]).toEqual([401, before]);
    expect((await fake.post('events_api', sophie.saying('bonjour'), { at: now - 290 })).status).toBe(200);
    expect(await inbox()).toBe(before + 1);
  });

  it('X4 what Slack sends again has no second effect', async () => {
    const { sophie, structure } = await cast(stage, 'Foyer des Retours', ['Hugo Petit']);
    await house.world.show({ title: 'Concert des Retours', capacity: 5, startsAt: await inDays(house, 8) });
    await sophie.says('concert des retours');
    const one = lastMember();
    await sophie.presses('Réserver');
    const [before, said] = [await inbox(), one.saying('hugo')];
    for (const retry of [0, 1, 2, 3]) expect((await fake.post('events_api', said, { retry })).status).toBe(200);
    expect(await inbox()).toBe(before + 1);
    const shown = await one.gets(({ blocks }) => buttonsOf(blocks).some(({ button }) => button.text.text === 'Confirmer'));
    const button = buttonsOf(shown.blocks).find(({ button: { text } }) => text.text === 'Confirmer')?.button;
    const pressed = one.pressing(shown, button ?? { type: 'button', text: { type: 'plain_text', text: '' } });
    await Promise.all([0, 1, 2].map((retry) => fake.post('interactive', pressed, { retry })));
    await one.gets(/C’est réservé/);
    expect(await inbox()).toBe(before + 2);
    expect(await count(`seat where operator_id = '${house.world.operator}' and structure_id = '${structure}' and state = 'booked'`)).toBe(1);
  });

  it('X4 while each query takes two seconds Slack is answered within three', async () => {
    const { account } = await cast(stage, 'Foyer Patient', ['Awa Diallo']);
    const one = await linked(account.code);
    await one.says('menu');
    const card = await one.gets(({ blocks }) => buttonsOf(blocks).some(({ button }) => button.text.text === 'Chercher'));
    const search = buttonsOf(card.blocks).find(({ button }) => button.text.text === 'Chercher')?.button;
    const before = await inbox();
    way.delay = 2_000;
    try {
      const pressed = fake.deliver('interactive', one.pressing(card, search ?? { type: 'button', text: { type: 'plain_text', text: '' } }));
      const asked = fake.deliver('interactive', { type: 'block_suggestion', team: { id: fake.team }, user: { id: one.id }, action_id: 'pick-book.find~f1', value: 'so' });
      const answers = await Promise.all([one.says('bonjour'), pressed, one.commands('mes réservations'), asked, one.opensHome()]);
      expect(answers.map(({ status, retry }) => [status, retry])).toEqual([[200, 0], [200, 0], [200, 0], [200, 0], [200, 0]]);
      expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(3_000);
    } finally {
      way.delay = 0;
    }
    await expect.poll(inbox, { timeout: 10_000 }).toBe(before + 3);
  });

  it('X4 while the database is away: an honest answer, and what is sent again is taken once it is back', async () => {
    const { account } = await cast(stage, 'Foyer sans Base', ['Awa Diallo']);
    const one = await linked(account.code);
    await one.says('menu');
    const card = await one.gets(({ blocks }) => buttonsOf(blocks).some(({ button }) => button.text.text === 'Chercher'));
    const search = buttonsOf(card.blocks).find(({ button }) => button.text.text === 'Chercher')?.button;
    const before = await inbox();
    const said = one.saying('mes participants');
    way.down(true);
    const answers = await Promise.all([
      fake.post('events_api', said), fake.post('interactive', one.pressing(card, search ?? { type: 'button', text: { type: 'plain_text', text: '' } })), one.commands('mes réservations'),
    ]);
    // An event is sent again by Slack; what is pressed is not, and is kept here until it can be stored.
    expect(answers.map(({ status }) => status)).toEqual([503, 200, 200]);
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(3_000);
    expect(JSON.stringify(answers[2].body)).toContain('en route');
    way.down(false);
    expect((await fake.post('events_api', said, { retry: 1 })).status).toBe(200);
    expect((await fake.post('events_api', said, { retry: 2 })).status).toBe(200);
    await expect.poll(inbox, { timeout: 15_000 }).toBe(before + 3);
    await one.gets(/Awa/);
  });
});

describe('X7 what Slack has and others have not', () => {
  it('A3 X7 among many, somebody is found while their name is typed, and ticked; nobody of another structure; nobody once the question is over', async () => {
    const { sophie } = await cast(stage, 'Foyer Nombreux', names(60));
    const one = lastMember();
    await cast(stage, 'Foyer Voisin', ['Zoraline Duvallon']);
    await house.world.show({ title: 'Concert Nombreux', capacity: 80, startsAt: await inDays(house, 8) });
    await sophie.says('concert nombreux');
    await sophie.presses('Réserver');
    expect(await one.picks('Zoral')).toEqual([]);
    const found = await one.picks('malik');
    expect(found.length).toBeGreaterThan(5);
    expect(found.every((name) => name.startsWith('Malika'))).toBe(true);
    const ticked = await one.gets(({ blocks }) => JSON.stringify(blocks).includes('✅ Malika'));
    expect([ticked.edits, (await one.picks('')).length]).toEqual([1, 59]);
    await sophie.says('annuler');
    expect((await one.types('pick-book.find~f1', 'mal')).body).toEqual({ options: [] });
  });

  it('A11 X5 the home page: one’s outings, what waits, what comes; true again after a booking; nobody named under none', async () => {
    const { sophie } = await cast(stage, 'Foyer des Pages', ['Zoraline Duvallon', 'Odhran Kvistad']);
    await house.world.show({ title: 'Concert des Pages', capacity: 5, startsAt: await inDays(house, 8) });
    const one = lastMember();
    const home = (): string => JSON.stringify(fake.homes.get(one.id) ?? []);
    await one.opensHome();
    await fake.until(() => home().includes('Concert des Pages'));
    expect(home()).toContain('Aucune réservation à venir.');
    const sheets = (await inbox()) + 1;
    await one.pressesHome('Voir');
    await expect.poll(inbox).toBe(sheets);
    await one.gets(({ blocks }) => buttonsOf(blocks).some(({ button }) => button.text.text === 'Réserver'));
    await sophie.says('concert des pages');
    await sophie.presses('Réserver');
    await sophie.says('zoraline et odhran');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé');
    await fake.until(() => home().includes('Zoraline Duvallon et Odhran Kvistad'));
    await naming('none');
    try {
      await one.opensHome();
      await fake.until(() => home().includes('2 personnes'));
      expect(home()).not.toMatch(/Zoraline|Duvallon|Odhran|Kvistad/);
    } finally {
      await naming('full');
    }
  });

  it('A2 a form is a modal: somebody is added by it', async () => {
    const { sophie } = await cast(stage, 'Foyer des Formulaires', ['Hugo Petit']);
    if (!(sophie instanceof SlackTalker)) throw new Error('another channel');
    await sophie.says('ajouter une personne');
    await sophie.fills({ first: 'Inès', last: 'Martin' });
    sophie.sees('Inès Martin');
  });
});

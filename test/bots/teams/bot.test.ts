import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotSentError } from '../../../bots/channel.ts';
import { placeOf } from '../../../bots/teams/place.ts';
import { message, paragraph } from '../../../core/messages/build.ts';
import { linesOf, pressablesOf } from '../../support/teamsLimits.ts';
import { drawn, part, teamsScene, thrown, type TeamsScene } from '../../support/teamsScene.ts';

let scene: TeamsScene;
let fake: TeamsScene['fake'];
let desk: TeamsScene['desk'];
let zoe: TeamsScene['zoe'];
beforeEach(async () => {
  scene = await teamsScene();
  ({ fake, desk, zoe } = scene);
});
afterEach(() => scene.close());

describe('begin', () => {
  it('tries again while Microsoft is away, and gives up with a wrong secret', async () => {
    fake.next('token', 'drop', 'page');
    await scene.started();
    expect(fake.called('token')).toHaveLength(3);
    await expect(scene.made({ appPassword: 'wrong' }).start()).rejects.toThrow('credentials are not valid (invalid_client)');
  });

  it('can be stopped while it tries', async () => {
    fake.next('token', ...Array.from({ length: 9 }, () => 'drop' as const));
    const bot = scene.made();
    const starting = bot.start();
    await fake.until(() => fake.called('token').length > 0);
    await bot.stop();
    await starting;
  });

  it('without an app id, a tenant or a secret nobody could be told from Teams: it is not made', () => {
    for (const more of [{ appId: '' }, { tenantId: '' }, { appPassword: '' }]) expect(() => scene.made(more)).toThrow('teams: ');
    expect(scene.made({ appType: 'UserAssignedMSI', appPassword: '' }).name).toBe('teams');
  });
});

describe('X4 stored, then acknowledged', () => {
  it('X4 a message that is not stored is told so, comes again and is one', async () => {
    desk.fails(1);
    await scene.started();
    expect((await zoe.says('un concert')).status).toBe(200);
    expect(fake.deliveries.map(({ status }) => status)).toEqual([503, 200]);
    expect(desk.words).toEqual(['un concert']);
  });

  it('X4 the same message twice at once is one; a second one of the same words is another', async () => {
    await scene.started();
    const said = zoe.saying('menu');
    expect((await Promise.all([fake.post(said), fake.post(said)])).map(({ status }) => status)).toEqual([200, 200]);
    await zoe.says('menu');
    expect(desk.words).toEqual(['menu', 'menu']);
  });

  it('X4 what takes long is told within its time, and stored once', async () => {
    let free = (): void => undefined;
    let begun = 0;
    const held = new Promise<void>((resolve) => { free = resolve; });
    desk.before = () => {
      begun += 1;
      return held;
    };
    await scene.started({ storingMs: 50, invokeMs: 50 });
    const said = zoe.saying('menu');
    expect([(await fake.post(said)).status, (await fake.post(said)).status, begun]).toEqual([503, 503, 1]);
    free();
    expect((await fake.post(said)).status).toBe(200);
    expect(desk.words).toEqual(['menu']);
  });

  it('a press is answered at once, whatever its turn takes, and by an old client too', async () => {
    const bot = await scene.started();
    const address = await scene.reached();
    const id = await bot.send(address, part(bot, 'Bonjour', 'Oui', 'Non'));
    const answer = await zoe.presses('Oui');
    expect(answer).toMatchObject({ status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'C’est noté.' } });
    await zoe.presses('Non', {}, { old: true });
    expect(desk.taken.slice(1).map(({ incoming, chat }) => [chat, incoming])).toEqual([[zoe.chat, { kind: 'press', id: 'a.oui', on: id }], [zoe.chat, { kind: 'press', id: 'a.non', on: id }]]);
  });

  it('X4 a press that is delivered three times is one; two presses are two', async () => {
    const bot = await scene.started();
    await bot.send(await scene.reached(), part(bot, 'Bonjour', 'Oui'));
    const shown = await zoe.gets(/Bonjour/);
    const [button] = pressablesOf(shown.card);
    if (button === undefined) throw new Error('no button');
    const press = zoe.pressing(shown, button);
    desk.fails(2);
    expect((await fake.deliver(press)).status).toBe(200);
    await fake.deliver(press);
    await zoe.presses('Oui');
    expect(fake.deliveries.slice(1).map(({ status }) => status)).toEqual([503, 503, 200, 200, 200]);
    expect(desk.words).toEqual(['bonjour', 'a.oui', 'a.oui']);
  });

  it('removed and installed: nothing gets there, and does again', async () => {
    await scene.started();
    await zoe.removes();
    await zoe.removes('add');
    expect(desk.marked).toEqual([[zoe.chat, false], [zoe.chat, true]]);
    await zoe.installs();
    expect(desk.words).toEqual(['menu']);
  });

  it('an invoke that nobody asked for is told so', async () => {
    await scene.started();
    expect((await fake.post(zoe.activity('invoke', { name: 'signin/verifyState', value: {} }))).status).toBe(501);
    expect((await fake.post(zoe.activity('typing'))).status).toBe(200);
    expect(desk.taken).toEqual([]);
  });
});

describe('found while typing', () => {
  it('at most 15 choices, of whoever asks, by what was typed; picking one is pressing it', async () => {
    const asked: unknown[] = [];
    const bot = await scene.started({ looks: { choices: async (...all) => { asked.push(all); return Array.from({ length: 40 }, (_one, i) => ({ id: `p.${i}`, label: `Personne ${i}` })); } } });
    await bot.send(await scene.reached(), drawn(bot, message([paragraph(['Pour qui ?'])], [], { picker: { id: 'book.who', label: ['Nom'] } }))[0] ?? part(bot, ''));
    const { body, status } = await zoe.types('book.who', 'per');
    expect([status, body?.['type'], (body?.['value'] as { results: unknown[] }).results.length]).toEqual([200, 'application/vnd.microsoft.search.searchResponse', 15]);
    expect((body?.['value'] as { results: unknown[] }).results[2]).toEqual({ title: 'Personne 2', value: 'p.2' });
    expect(asked).toEqual([['teams', zoe.chat, 'book.who', 'per']]);
    await zoe.presses('Choisir', { picked: 'p.2' });
    expect(desk.taken.at(-1)?.incoming).toMatchObject({ kind: 'press', id: 'p.2' });
  });

  it('what takes too long, or fails, finds nobody', async () => {
    await scene.started({ invokeMs: 30, looks: { choices: async (_channel, _chat, _picker, typed) => (typed === 'lent' ? new Promise(() => undefined) : Promise.reject(new Error('no database'))) } });
    for (const typed of ['lent', 'faux']) expect((await zoe.types('x', typed)).body).toMatchObject({ statusCode: 200, value: { results: [] } });
  });
});

describe('what is sent', () => {
  it('goes where the chat is reached, signed, and without anybody having written since', async () => {
    const bot = await scene.started();
    const address = await scene.reached();
    expect(placeOf(address)).toEqual({ serviceUrl: fake.serviceUrl, conversation: zoe.room.id, bot: fake.bot, tenant: fake.tenant, alone: true });
    expect(address.length).toBeLessThan(400);
    const other = scene.made();
    await other.send(address, part(bot, 'Rappel : demain'));
    expect(linesOf((await zoe.gets(/Rappel/)).card)).toEqual(['Rappel : demain']);
  });

  it('takes the place of a message; where that is gone, a new one', async () => {
    const bot = await scene.started();
    const address = await scene.reached();
    const id = await bot.send(address, part(bot, 'Un', 'Oui'));
    expect(await bot.send(address, part(bot, 'Deux'), id)).toBe(id);
    expect(zoe.room.messages.filter(({ from }) => from === 'bot').map(({ card, edits }) => [linesOf(card), edits])).toEqual([[['Deux'], 1]]);
    zoe.room.messages = [];
    expect(await bot.send(address, part(bot, 'Trois'), id)).not.toBe(id);
    fake.next('update', { status: 410, code: 'Gone' });
    await bot.send(address, part(bot, 'Quatre'), id);
    expect(zoe.room.messages).toHaveLength(2);
  });

  it.each([
    [{ status: 429, code: 'TooManyRequests', retry: 7 }, { why: 'later', afterMs: 7_000, everywhere: false }], [{ status: 429, code: 'TooManyRequests' }, { why: 'later', afterMs: undefined }],
    [{ status: 412, code: 'PreconditionFailed' }, { why: 'later' }], [{ status: 502, code: 'BadGateway' }, { why: 'later' }], [{ status: 504, code: 'GatewayTimeout' }, { why: 'later' }], [{ status: 500, code: 'ServiceError' }, { why: 'later' }],
    [{ status: 403, code: 'MessageWritesBlocked' }, { why: 'unreachable' }], [{ status: 403, code: 'BotNotInConversationRoster' }, { why: 'unreachable' }], [{ status: 404, code: 'ConversationNotFound' }, { why: 'unreachable' }],
    [{ status: 413, code: 'MessageSizeTooBig' }, { why: 'refused' }], [{ status: 400, code: 'BadSyntax' }, { why: 'refused' }],
    ['drop', { why: 'later' }],
  ] as const)('%j → %j, and the SDK tries nothing again', async (trouble, expected) => {
    const bot = await scene.started();
    const address = await scene.reached();
    fake.next('send', trouble);
    const error = await thrown(bot.send(address, part(bot, 'Pour Soraya')));
    expect(error).toBeInstanceOf(NotSentError);
    expect(error).toMatchObject(expected);
    if (typeof trouble === 'object') expect(error.message).toContain(trouble.code);
    expect(error.message).not.toMatch(/Soraya|jeton|127\.0/);
    expect(fake.called('send')).toHaveLength(1);
  });

  it('a token that ended before its time is asked for again, and nobody notices', async () => {
    const bot = await scene.started();
    const address = await scene.reached();
    fake.endTokens();
    await bot.send(address, part(bot, 'Un'));
    expect([fake.called('token').length, fake.called('send').length]).toEqual([2, 2]);
  });

  it('a good token that is refused all the same: held too, after one more try', async () => {
    const bot = await scene.started();
    const address = await scene.reached();
    fake.next('send', { status: 401, code: 'Unauthorized' }, { status: 401, code: 'Unauthorized' });
    expect(await thrown(bot.send(address, part(bot, 'Un')))).toMatchObject({ why: 'later', everywhere: true, afterMs: 60_000 });
    expect(fake.called('send')).toHaveLength(2);
  });

  it('credentials that are not valid any more hold the whole channel', async () => {
    const bot = await scene.started();
    const address = await scene.reached();
    fake.endTokens();
    fake.next('token', { status: 401, code: 'x' });
    expect(await thrown(bot.send(address, part(bot, 'Un')))).toMatchObject({ why: 'later', everywhere: true, afterMs: 60_000 });
    fake.endTokens();
    fake.next('token', 'drop');
    expect(await thrown(bot.send(address, part(bot, 'Un')))).toMatchObject({ why: 'later', everywhere: true, afterMs: 5_000 });
    await bot.send(address, part(bot, 'Deux'));
  });

  it('many at once ask for one token', async () => {
    const bot = await scene.started();
    const addresses = await Promise.all(Array.from({ length: 8 }, (_one, i) => scene.reached(fake.user(`u${i}`))));
    expect(fake.called('token')).toHaveLength(1);
    await Promise.all(addresses.map((address) => bot.send(address, part(bot, 'Un'))));
    expect(fake.called('token')).toHaveLength(1);
    const fresh = scene.made();
    await Promise.all(addresses.map((address) => fresh.send(address, part(bot, 'Deux'))));
    expect(fake.called('token')).toHaveLength(2);
  });

  it('no server but Teams’ is told our token, whatever is stored', async () => {
    const bot = await scene.started();
    for (const address of ['', 'x', '[]', JSON.stringify(['https://evil.example/', 'a', 'b', 'c', 1])]) expect(await thrown(bot.send(address, part(bot, 'Un')))).toMatchObject({ why: 'refused' });
  });
});

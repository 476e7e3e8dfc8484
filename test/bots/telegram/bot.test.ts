import fastify from 'fastify';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotSentError, type Arrived, type Inbound } from '../../../bots/channel.ts';
import { telegram, type TelegramChannel, type TelegramOptions } from '../../../bots/telegram/bot.ts';
import { poller } from '../../../bots/telegram/poll.ts';
import type { TelegramPart } from '../../../bots/telegram/render.ts';
import { atTheEnd } from '../../support/ending.ts';
import { TelegramFake, trouble, type Shown, type Trouble } from '../../support/telegramFake.ts';

/** What was handed in, and what the house makes of it. */
class Desk implements Inbound {
  readonly taken: Arrived[] = [];
  readonly reached: [string, boolean][] = [];
  /** Before something is stored; what it throws is thrown. */
  before: (arrived: Arrived) => Promise<void> | void = () => undefined;

  async take(_channel: string, arrived: Arrived): Promise<void> {
    await this.before(arrived);
    this.taken.push(arrived);
    fake.changed();
  }

  async reachable(_channel: string, chat: string, reachable: boolean): Promise<void> {
    this.reached.push([chat, reachable]);
    fake.changed();
  }

  get words(): string[] {
    return this.taken.map(({ incoming }) => (incoming.kind === 'text' ? incoming.text : incoming.kind));
  }
}

let fake: TelegramFake;
let desk: Desk;
let lines: { level: number; msg: string }[];
let running: TelegramChannel[];

beforeEach(async () => {
  fake = await TelegramFake.open();
  desk = new Desk();
  lines = [];
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((bot) => bot.stop()));
  const said = JSON.stringify(lines);
  expect(said).not.toContain(fake.token);
  expect(said).not.toContain('AAF-essai');
  expect(fake.violations).toEqual([]);
});

const log = pino({ level: 'trace' }, {
  write(line: string) {
    lines.push(JSON.parse(line) as { level: number; msg: string });
    fake.changed();
  },
});

function made(more: Partial<TelegramOptions> = {}): TelegramChannel {
  const bot = telegram({ token: fake.token, apiRoot: fake.url, mode: 'polling', inbound: desk, log, ...more });
  running.push(bot);
  return bot;
}

async function started(more: Partial<TelegramOptions> = {}): Promise<TelegramChannel> {
  const bot = made(more);
  await bot.start();
  return bot;
}

const said = (html: string, data?: string): TelegramPart => ({ kind: 'text', html, ...(data === undefined ? {} : { keyboard: [[{ text: 'Menu', callback_data: data }]] }) });

describe('begin', () => {
  it('X7 tells Telegram its menu and its page, in French and for English clients', async () => {
    await started();
    expect(fake.called('setMyCommands').map((args) => [args['language_code'], (args['commands'] as { command: string }[]).map(({ command }) => command)])).toEqual([
      [undefined, ['menu', 'chercher', 'reservations', 'presence', 'participants', 'annuler', 'aide', 'english']],
      ['en', ['menu', 'search', 'bookings', 'attendance', 'people', 'cancel', 'help', 'francais']],
    ]);
    expect([fake.called('setMyDescription').length, fake.called('setMyShortDescription').length]).toEqual([2, 2]);
    expect(fake.called('deleteWebhook')).toEqual([{ drop_pending_updates: false }]);
  });

  it('goes on without its menu', async () => {
    fake.next('setMyCommands', trouble(429, 'retry after 900', { retry_after: 900 }), trouble(400, 'no'));
    fake.next('setMyDescription', 'drop');
    await started();
    fake.user(41).says('bonjour');
    await fake.until(() => desk.taken.length === 1);
  });

  it('tries again while Telegram is away, and gives up with a wrong token', async () => {
    fake.next('getMe', 'drop', trouble(502, 'bad gateway'));
    await started();
    expect(fake.called('getMe')).toHaveLength(3);
    await expect(made({ token: '7000001:AAF-essai-wrong' }).start()).rejects.toThrow('telegram: the token is not valid');
  });

  it('can be stopped while it tries', async () => {
    fake.next('getMe', ...Array.from({ length: 9 }, (): Trouble => 'drop'));
    const bot = made();
    const starting = bot.start();
    await fake.until(() => fake.called('getMe').length > 0);
    await bot.stop();
    await starting;
    expect(fake.called('getUpdates')).toHaveLength(0);
  });

  it('a webhook without a secret lets nobody in: it is not made', () => {
    expect(() => telegram({ token: 'x', mode: 'webhook', publicUrl: 'https://x.example', inbound: desk, log })).toThrow('secret');
    expect(() => telegram({ token: 'x', mode: 'webhook', secret: 'not allowed!', publicUrl: 'https://x.example', inbound: desk, log })).toThrow('secret');
    expect(() => telegram({ token: 'x', mode: 'webhook', secret: '', publicUrl: 'https://x.example', inbound: desk, log })).toThrow('secret');
  });
});

describe('X4 by polling', () => {
  it('X4 takes in what arrived while nobody listened, then what arrives, and confirms it', async () => {
    const [sophie, hugo] = [fake.user(41), fake.user(42)];
    sophie.says('/start CODE-1');
    await started();
    hugo.says('bonjour');
    await fake.until(() => desk.taken.length === 2 && fake.waiting === 0);
    expect(desk.taken).toEqual([
      { platformId: 'u5001', chat: '41', incoming: { kind: 'text', text: 'CODE-1' } },
      { platformId: 'u5002', chat: '42', incoming: { kind: 'text', text: 'bonjour' } },
    ]);
    expect(fake.called('getUpdates')[0]).toEqual({ timeout: 50, allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'] });
  });

  it('X4 what could not be stored comes again, in its chat’s order; other chats do not wait', async () => {
    const [sophie, hugo] = [fake.user(41), fake.user(42)];
    let failing = 2;
    desk.before = ({ incoming }) => {
      if (incoming.kind === 'text' && incoming.text === 'un' && failing > 0) {
        failing -= 1;
        throw new Error('no database');
      }
    };
    for (const words of ['un', 'deux', 'trois']) sophie.says(words);
    hugo.says('autre');
    await started();
    await fake.until(() => fake.waiting === 0);
    // By their ids what comes a second time has no second effect.
    const first = [...new Map(desk.taken.map((one) => [one.platformId, one])).values()];
    expect(first.map(({ chat, incoming }) => [chat, incoming.kind === 'text' ? incoming.text : ''])).toEqual([['42', 'autre'], ['41', 'un'], ['41', 'deux'], ['41', 'trois']]);
    expect(fake.called('getUpdates').filter(({ offset }) => offset !== undefined).map(({ offset }) => offset).slice(0, 2)).toEqual([5_001, 5_001]);
  });

  it('X4 messages of one chat one after the other, chats at the same time', async () => {
    const [sophie, hugo] = [fake.user(41), fake.user(42)];
    const begun: string[] = [];
    const gate = Promise.withResolvers<undefined>();
    desk.before = async ({ incoming }) => {
      begun.push(incoming.kind === 'text' ? incoming.text : '');
      fake.changed();
      await gate.promise;
    };
    sophie.says('un');
    sophie.says('deux');
    hugo.says('autre');
    await started();
    await fake.until(() => begun.length === 2);
    expect(begun).toEqual(['un', 'autre']);
    gate.resolve(undefined);
    await fake.until(() => desk.taken.length === 3);
  });

  it('X4 ends the poll at once when stopped, with what was stored confirmed', async () => {
    const bot = await started();
    const [entered, held] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    desk.before = async () => {
      entered.resolve(undefined);
      await held.promise;
    };
    fake.user(41).says('bonjour');
    await entered.promise;
    const stopped = bot.stop();
    held.resolve(undefined);
    await stopped;
    expect([desk.words, fake.waiting]).toEqual([['bonjour'], 0]);
    expect(fake.called('getUpdates').at(-1)).toMatchObject({ offset: 5_002, timeout: 0 });
    const calls = fake.calls.length;
    fake.user(42).says('plus tard');
    expect([fake.calls.length, fake.waiting]).toEqual([calls, 1]);
  });

  it('X4 ends a poll that nobody answers', async () => {
    const bot = await started();
    await fake.until(() => fake.called('getUpdates').length === 1);
    await bot.stop();
    expect(fake.called('getUpdates')).toHaveLength(1);
  });

  it.each<[string, Trouble[]]>([
    ['somebody else polls', [trouble(409, 'terminated by other getUpdates request')]],
    ['a webhook was set', [trouble(409, "can't use getUpdates method while webhook is active")]],
    ['the connection breaks', ['drop']],
    ['Telegram is ill', [trouble(500, ''), trouble(502, 'Bad Gateway')]],
    ['somebody else answers', ['page']],
    ['it is asked to wait', [trouble(429, 'retry after 1', { retry_after: 1 })]],
  ])('X4 goes on when %s', async (_what, troubles) => {
    fake.next('getUpdates', ...troubles);
    fake.user(41).says('bonjour');
    await started();
    await fake.until(() => desk.taken.length === 1);
    expect(fake.called('getUpdates').length).toBeGreaterThan(troubles.length);
  });

  it('X4 two that poll by mistake: each message is taken in, and both go on', async () => {
    await started();
    await started();
    fake.user(41).says('bonjour');
    await fake.until(() => desk.words.includes('bonjour'));
    expect(new Set(desk.taken.map(({ platformId }) => platformId)).size).toBe(1);
    await fake.until(() => lines.some(({ msg }) => msg.includes('somebody else')));
  });

  it('stops polling with a clear word when the token is taken back', async () => {
    fake.next('getUpdates', trouble(401, ''));
    const bot = await started();
    await fake.until(() => lines.some(({ level, msg }) => level === 50 && msg.includes('the token is not valid')));
    await bot.stop();
    expect(fake.called('getUpdates')).toHaveLength(1);
  });

  it('X4 forgets its place once that is confirmed: after a quiet week Telegram counts from anywhere', async () => {
    const [asked, answers] = [[] as (number | undefined)[], [[{ update_id: 900 }], [], [{ update_id: 3 }], []]];
    const took: number[] = [];
    const over = Promise.withResolvers<undefined>();
    const poll = poller({
      async getUpdates(offset, seconds, signal) {
        if (seconds === 0) return [];
        asked.push(offset);
        const answer = answers.shift();
        if (answer !== undefined) return answer;
        over.resolve(undefined);
        return new Promise((_resolve, reject) => { signal.addEventListener('abort', () => reject(new Error('stopped'))); });
      },
      take: async ({ update_id: id }) => void took.push(id), lease: async () => true, log,
    });
    poll.start();
    await over.promise;
    await poll.stop();
    expect([took, asked]).toEqual([[900, 3], [undefined, 901, undefined, 4, undefined]]);
  });

  it('polls only while it is its turn', async () => {
    const polled: number[] = [];
    fake.user(41).says('bonjour');
    await started({ lease: async () => {
      polled.push(fake.called('getUpdates').length);
      if (polled.length === 2) throw new Error('no database');
      return polled.length > 2;
    } });
    await fake.until(() => desk.taken.length === 1);
    expect(polled.slice(0, 3)).toEqual([0, 0, 0]);
  });
});

describe('X4 by webhook', () => {
  const secret = 'Secret_of-42';

  async function opened(): Promise<{ url: string; bot: TelegramChannel; post: (body: unknown, headers?: Record<string, string>) => Promise<number> }> {
    const app = fastify({ forceCloseConnections: true });
    let base = '';
    // Known once it listens, by which time the route stands.
    const bot = telegram({ token: fake.token, apiRoot: fake.url, mode: 'webhook', secret, inbound: desk, log, get publicUrl() { return `${base}/`; } });
    running.push(bot);
    if (bot.webhook === undefined) throw new Error('no route');
    await app.register(bot.webhook);
    base = await app.listen({ port: 0, host: '127.0.0.1' });
    atTheEnd(() => app.close());
    const url = `${base}/telegram/webhook`;
    const post = async (body: unknown, headers: Record<string, string> = { 'x-telegram-bot-api-secret-token': secret }): Promise<number> => {
      const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
      await response.arrayBuffer();
      return response.status;
    };
    return { url, bot, post };
  }

  it('X4 says where it listens, takes in what comes, and answers when it is stored', async () => {
    const { bot, url } = await opened();
    await bot.start();
    expect(fake.called('setWebhook')).toEqual([{ url, secret_token: secret, allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'] }]);
    expect(fake.called('getUpdates')).toHaveLength(0);
    fake.user(41).says('bonjour');
    await fake.until(() => fake.waiting === 0);
    expect([desk.words, fake.deliveries]).toEqual([['bonjour'], [{ update: 5_001, status: 200 }]]);
  });

  it('X4 what could not be stored is not acknowledged, and comes again', async () => {
    const { bot } = await opened();
    let failing = 2;
    desk.before = () => {
      failing -= 1;
      if (failing >= 0) throw new Error('no database');
    };
    await bot.start();
    fake.user(41).says('bonjour');
    await fake.until(() => fake.waiting === 0);
    expect([desk.words, fake.deliveries.map(({ status }) => status)]).toEqual([['bonjour'], [503, 503, 200]]);
  });

  it('X4 what comes before it knows who it is waits', async () => {
    const { bot, post } = await opened();
    const update = { update_id: 7, message: { message_id: 1, date: 1, chat: { id: 41, type: 'private' }, from: { id: 41, is_bot: false }, text: 'tôt' } };
    expect(await post(update)).toBe(503);
    await bot.start();
    expect(await post(update)).toBe(200);
    expect(desk.words).toEqual(['tôt']);
  });

  it('whoever does not know the secret stores nothing; what cannot be read is refused', async () => {
    const { bot, post } = await opened();
    await bot.start();
    const update = { update_id: 7, message: { message_id: 1, date: 1, chat: { id: 41, type: 'private' }, from: { id: 41, is_bot: false }, text: 'x' } };
    expect(await post(update, {})).toBe(401);
    for (const wrong of ['', secret.toLowerCase(), `${secret} `.trimEnd().slice(0, -1), `${secret}x`, 'x'.repeat(5_000)]) expect(await post(update, { 'x-telegram-bot-api-secret-token': wrong })).toBe(401);
    expect(await post('{', {})).toBe(401);
    expect([await post('{'), await post('[]'), await post('null'), await post({ update_id: 'x' }), await post({ ...update, filler: 'x'.repeat(1024 * 1024) })]).toEqual([400, 400, 400, 400, 413]);
    expect(desk.taken).toEqual([]);
    expect(await post(update)).toBe(200);
    expect(desk.taken).toHaveLength(1);
  });

  it('an update that nobody can read is left, not asked for again', async () => {
    const { bot, post } = await opened();
    await bot.start();
    expect([await post({ update_id: 8, message: {} }), await post({ update_id: 9, message: { from: { is_bot: false } } })]).toEqual([200, 200]);
    expect(desk.taken).toEqual([]);
    expect(lines.filter(({ level }) => level === 50)).toHaveLength(1);
  });
});

describe('X4 taps', () => {
  it('X4 are answered once stored, whatever becomes of the answer; delivered twice they are one press', async () => {
    const bot = await started();
    const sophie = fake.user(41);
    sophie.says('menu');
    await fake.until(() => desk.taken.length === 1);
    const shown = Number(await bot.send('41', said('Bonjour', 'home.menu')));
    fake.next('answerCallbackQuery', trouble(400, 'query is too old'));
    const tap = sophie.presses(shown, 'home.menu', 2);
    await fake.until(() => desk.taken.length === 3 && fake.answered.length === 1);
    expect(desk.taken.slice(1)).toEqual(Array.from({ length: 2 }, () => ({ platformId: `c${tap}`, chat: '41', incoming: { kind: 'press', id: 'home.menu', label: 'Menu', on: String(shown) } })));
    expect(() => sophie.presses(shown, 'home.other')).toThrow('no button');
  });

  it('X4 the answer waits until it is stored', async () => {
    const bot = await started();
    const sophie = fake.user(41);
    sophie.says('menu');
    await fake.until(() => desk.taken.length === 1);
    await bot.send('41', said('Bonjour', 'home.menu'));
    let failing = 1;
    desk.before = () => {
      expect(fake.answered).toEqual([]);
      failing -= 1;
      if (failing >= 0) throw new Error('no database');
    };
    sophie.pressesLabel('Menu');
    await fake.until(() => fake.answered.length === 1);
    expect(desk.taken).toHaveLength(2);
  });
});

describe('X5 groups, blocked chats', () => {
  it('X5 a group is told in its own chat, with nothing of what was said', async () => {
    await started();
    const [sophie, group] = [fake.user(41), fake.group(-1_009)];
    group.says(sophie, 'on y va avec Karim ?');
    group.says(sophie, '@guichet_essai_bot réserve pour Karim');
    await fake.until(() => fake.waiting === 0);
    expect(desk.taken).toEqual([{ platformId: 'u5002', chat: '-1009', incoming: { kind: 'shared' } }]);
  });

  it('whoever blocks the bot cannot be reached, until they come back', async () => {
    const bot = await started();
    const sophie = fake.user(41);
    sophie.says('bonjour');
    sophie.blocks();
    await fake.until(() => desk.reached.length === 1);
    await expect(bot.send('41', said('Bonjour'))).rejects.toMatchObject({ why: 'unreachable' });
    sophie.unblocks();
    await fake.until(() => desk.reached.length === 2);
    expect(desk.reached).toEqual([['41', false], ['41', true]]);
    expect(await bot.send('41', said('Bonjour'))).toBe(String(sophie.chat().at(-1)?.id));
  });
});

describe('sending', () => {
  let bot: TelegramChannel;
  let sophie: ReturnType<TelegramFake['user']>;
  const last = (): Shown | undefined => sophie.chat().at(-1);

  beforeEach(async () => {
    bot = made();
    sophie = fake.user(41);
    sophie.says('bonjour');
  });

  it('a text in HTML with its buttons and no preview of links', async () => {
    expect(await bot.send('41', said('<b>A &amp; B</b>', 'home.menu'))).toBe(String(last()?.id));
    expect(last()).toMatchObject({ text: 'A & B', marked: [{ tag: 'b', text: 'A & B' }], buttons: [[{ text: 'Menu', callback_data: 'home.menu' }]] });
    expect(fake.called('sendMessage')).toEqual([{ chat_id: 41, text: '<b>A &amp; B</b>', parse_mode: 'HTML', link_preview_options: { is_disabled: true }, reply_markup: { inline_keyboard: [[{ text: 'Menu', callback_data: 'home.menu' }]] } }]);
  });

  it('takes the place of a message, and its buttons go with it; the same again changes nothing', async () => {
    const id = await bot.send('41', said('Un', 'a.b'));
    expect([await bot.send('41', said('Deux', 'a.c'), id), last()]).toEqual([id, expect.objectContaining({ text: 'Deux', edits: 1 })]);
    expect([await bot.send('41', said('Deux', 'a.c'), id), last()?.edits]).toEqual([id, 1]);
    expect([await bot.send('41', said('Trois'), id), last()]).toEqual([id, expect.objectContaining({ text: 'Trois', buttons: [], edits: 2 })]);
    expect(sophie.chat()).toHaveLength(2);
  });

  it('sends anew what cannot take a place: gone, another’s, a file’s, none', async () => {
    const own = String(sophie.chat()[0]?.id);
    const file = await bot.send('41', { kind: 'document', name: 'a.pdf', bytes: Buffer.from('a') });
    for (const edits of ['99999', own, file, 'x', '']) {
      const before = sophie.chat().length;
      const id = await bot.send('41', said(`Nouveau ${edits}`), edits);
      expect([sophie.chat().length, id]).toEqual([before + 1, String(last()?.id)]);
    }
    fake.next('editMessageText', trouble(400, 'MESSAGE_ID_INVALID'));
    await bot.send('41', said('Encore'), file);
    expect(last()?.text).toBe('Encore');
  });

  it('A9 files with their names and bytes, each as what it is', async () => {
    const bytes = Buffer.from([0, 13, 10, 45, 45, 255, 200]);
    for (const kind of ['document', 'photo', 'voice'] as const) {
      expect(await bot.send('41', { kind, name: 'invitation é.pdf', bytes })).toBe(String(last()?.id));
      expect(last()?.file).toEqual({ kind, name: 'invitation é.pdf', bytes });
    }
    await expect(bot.send('41', { kind: 'document', name: 'vide.pdf', bytes: Buffer.alloc(0) })).rejects.toMatchObject({ why: 'refused' });
    expect(fake.violations.splice(0)).toEqual(['sendDocument: file must be non-empty']);
  });

  const later = { why: 'later', everywhere: false, afterMs: undefined };
  it.each<[string, Trouble, object]>([
    ['too many', trouble(429, 'retry after 7', { retry_after: 7 }), { why: 'later', everywhere: false, limited: true, afterMs: 7_000 }],
    ['blocked', trouble(403, 'bot was blocked by the user'), { why: 'unreachable' }],
    ['never begun', trouble(403, "bot can't initiate conversation with a user"), { why: 'unreachable' }],
    ['no such chat', trouble(400, 'chat not found'), { why: 'unreachable' }],
    ['deactivated', trouble(400, 'user is deactivated'), { why: 'unreachable' }],
    ['put out of a group', trouble(403, 'bot was kicked from the supergroup chat'), { why: 'unreachable' }],
    ['not allowed to write', trouble(400, 'not enough rights to send text messages to the chat'), { why: 'unreachable' }],
    ['moved', trouble(400, 'group chat was upgraded', { migrate_to_chat_id: -1_007 }), { why: 'moved', address: '-1007' }],
    ['refused', trouble(400, "can't parse entities: Unsupported start tag \"soraya\" at byte offset 3"), { why: 'refused' }],
    ['too large', trouble(413, 'Request Entity Too Large'), { why: 'refused' }],
    ['ill', trouble(500, ''), later],
    ['a proxy is ill', trouble(502, 'Bad Gateway'), later],
    ['no answer', 'drop', later],
    ['an answer that was lost', 'drop after', later],
    ['a page of somebody else', 'page', later],
    ['a token that was taken back', trouble(401, ''), { why: 'later', everywhere: true, afterMs: 60_000 }],
  ])('X6 %s', async (_what, met, expected) => {
    fake.next('sendMessage', met);
    const error: unknown = await bot.send('41', said('Bonjour soraya', 'home.menu')).then(() => undefined, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotSentError);
    expect(error).toMatchObject(expected);
    expect(`${(error as Error).stack ?? ''} ${JSON.stringify(error)} ${String((error as Error).cause)}`).not.toMatch(/soraya|AAF|127\.0\.0\.1/i);
  });

  it('X6 a group’s limit is its own', async () => {
    fake.next('sendMessage', trouble(429, 'retry after 3', { retry_after: 3 }));
    await expect(bot.send('-1009', said('Bonjour'))).rejects.toMatchObject({ why: 'later', everywhere: false, afterMs: 3_000 });
  });

  it('X6 an edit that fails for another reason is no reason to send it twice', async () => {
    const id = await bot.send('41', said('Un', 'a.b'));
    fake.next('editMessageText', trouble(429, 'retry after 1', { retry_after: 1 }), 'drop', trouble(400, "can't parse entities"));
    for (const why of ['later', 'later', 'refused']) await expect(bot.send('41', said('Deux'), id)).rejects.toMatchObject({ why });
    expect(fake.called('sendMessage')).toHaveLength(1);
  });

  it('X6 a group that has moved says where to', async () => {
    const group = fake.group(-55, 'group');
    group.says(sophie, 'x');
    const there = group.moves(-1_055);
    await expect(bot.send('-55', said('Bonjour'))).rejects.toMatchObject({ why: 'moved', address: '-1055' });
    await bot.send('-1055', said('Bonjour'));
    expect(there.chat().at(-1)?.text).toBe('Bonjour');
  });
});

describe('A8 files that arrive', () => {
  const read = async (): Promise<Buffer> => {
    const arrived = await fake.until(() => desk.taken.at(-1));
    if (arrived.incoming.kind !== 'arrivedFile') throw new Error(`no file: ${arrived.incoming.kind}`);
    return arrived.incoming.file.read();
  };

  it('A8 are fetched by their relative path', async () => {
    await started();
    fake.user(41).sends({ kind: 'document', name: 'liste é.xlsx', mime: 'application/x', bytes: Buffer.from('names') });
    expect((await read()).toString()).toBe('names');
  });

  it('A8 that Telegram no longer has, or has elsewhere, cannot be read; no error says where they are', async () => {
    await started();
    fake.user(41).sends({ kind: 'voice', mime: 'audio/ogg', bytes: Buffer.from('voice') });
    await fake.until(() => desk.taken.length === 1);
    const kept = [...fake.files.entries()][0];
    if (kept === undefined) throw new Error('no file');
    const [id, file] = kept;
    const failed = async (): Promise<string> => read().then(() => 'read', (error: unknown) => `${String(error)} ${(error as Error).stack ?? ''} ${String((error as Error).cause)}`);
    fake.next('getFile', 'drop', trouble(400, 'file is temporarily unavailable'));
    const errors = [await failed(), await failed()];
    fake.files.set(id, { ...file, path: '/var/lib/telegram/voice.ogg' });
    errors.push(await failed());
    fake.files.set(id, { ...file, path: 'voices/../../bot' });
    errors.push(await failed());
    for (const error of errors) {
      expect(error).toMatch(/^Error: telegram: no file/);
      expect(error).not.toMatch(/AAF|127\.0\.0\.1/);
    }
  });

  it('A8 that are larger than was said are not read to the end', async () => {
    await started();
    fake.user(41).sends({ kind: 'document', name: 'grand.bin', bytes: Buffer.alloc(20 * 1024 * 1024 + 1), size: 5 });
    await expect(read()).rejects.toThrow('too big');
  });
});

describe('the fake refuses what Telegram would', () => {
  it.each<[string, Record<string, unknown>]>([
    ['an empty text', { text: ' \n' }], ['too long a text', { text: 'x'.repeat(4_097) }], ['an open tag', { text: '<b>x' }], ['another tag', { text: '<p>x</p>' }], ['tags that cross', { text: '<b><i>x</b></i>' }],
    ['a bare sign', { text: 'a & b' }], ['an unknown entity', { text: '&eacute;' }], ['long data', { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'é'.repeat(33) }]] } }],
    ['no data', { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: '' }]] } }], ['a long row', { text: 'x', reply_markup: { inline_keyboard: [Array.from({ length: 9 }, (_, i) => ({ text: 'x', callback_data: `a${i}` }))] } }],
    ['many buttons', { text: 'x', reply_markup: { inline_keyboard: Array.from({ length: 101 }, (_, i) => [{ text: 'x', callback_data: `a${i}` }]) } }],
  ])('%s', async (_what, args) => {
    fake.user(41).says('x');
    const response = await fetch(`${fake.url}/bot${fake.token}/sendMessage`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ chat_id: 41, parse_mode: 'HTML', ...args }) });
    expect([response.status, await response.json()]).toMatchObject([400, { ok: false, error_code: 400 }]);
    expect(fake.violations.splice(0)).toHaveLength(1);
  });
});

import fastify from 'fastify';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotSentError, type Arrived, type Inbound, type Looks } from '../../../bots/channel.ts';
import { slack, type SlackChannel, type SlackOptions } from '../../../bots/slack/bot.ts';
import type { SlackPart } from '../../../bots/slack/blocks.ts';
import { download } from '../../../bots/slack/files.ts';
import { message, paragraph } from '../../../core/messages/build.ts';
import type { Message } from '../../../core/messages/message.ts';
import { atTheEnd } from '../../support/ending.ts';
import { SlackFake, type Trouble } from '../../support/slackFake.ts';
import { buttonsOf } from '../../support/slackPeople.ts';

/** What was handed in, and what the house makes of it. */
class Desk implements Inbound {
  readonly taken: Arrived[] = [];
  /** Before something is stored; what it throws is thrown. */
  before: (arrived: Arrived) => Promise<void> | void = () => undefined;

  async take(_channel: string, arrived: Arrived): Promise<void> {
    await this.before(arrived);
    this.taken.push(arrived);
    fake.changed();
  }

  async reachable(): Promise<void> {
    throw new Error('Slack never says so');
  }

  /** By their ids what comes a second time has no second effect. */
  get words(): string[] {
    return [...new Map(this.taken.map((one) => [one.platformId, one])).values()].map(({ incoming }) => (incoming.kind === 'text' ? incoming.text : incoming.kind === 'press' ? incoming.id : incoming.kind));
  }
}

/** Nobody's page, and nobody to choose. */
const NOTHING: Looks = { home: async () => undefined, choices: async () => [] };
const shows = (words: string): NonNullable<Awaited<ReturnType<Looks['home']>>> => ({
  account: 'a-1', message: message([paragraph([words])], [{ id: 'home.menu', label: ['Menu'] }]), names: { people: new Map(), accounts: new Map() }, naming: 'full', lang: 'fr', files: [],
});

let fake: SlackFake;
let desk: Desk;
let lines: unknown[];
let running: SlackChannel[];
/** Requests that were read. */
let requests = 0;

beforeEach(async () => {
  fake = await SlackFake.open();
  desk = new Desk();
  lines = [];
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((bot) => bot.stop()));
  expect(JSON.stringify(lines)).not.toMatch(/xoxb|xapp|essai0123456789|hooks\.slack|Soraya/);
  expect(fake.violations).toEqual([]);
});

const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(JSON.parse(line)) });

function made(more: Partial<SlackOptions> = {}): SlackChannel {
  const bot = slack({ botToken: fake.botToken, signingSecret: fake.secret, apiUrl: fake.url, inbound: desk, looks: NOTHING, log, ...more });
  running.push(bot);
  return bot;
}

/** By HTTP, as the house mounts it. */
async function started(more: Partial<SlackOptions> = {}): Promise<SlackChannel> {
  const bot = made(more);
  const app = fastify();
  app.addHook('preHandler', async () => {
    requests += 1;
    fake.changed();
  });
  if (bot.routes !== undefined) await app.register(bot.routes);
  fake.target = `${await app.listen({ port: 0, host: '127.0.0.1' })}/slack/events`;
  atTheEnd(() => app.close());
  await bot.start();
  return bot;
}

const bySocket = async (more: Partial<SlackOptions> = {}): Promise<SlackChannel> => {
  const bot = made({ appToken: fake.appToken, ...more });
  await bot.start();
  return bot;
};

const said = (said: Message): SlackPart[] => [...slack({ botToken: 'x', signingSecret: 'x', inbound: desk, looks: NOTHING, log }).render({ message: said, names: { people: new Map(), accounts: new Map() }, naming: 'full', lang: 'fr', files: [] })];
const part = (words: string, ...buttons: string[]): SlackPart => {
  const [first] = said(message([paragraph([words])], buttons.map((label) => ({ id: `a.${label.toLowerCase()}`, label: [label] }))));
  if (first === undefined) throw new Error('nothing is drawn');
  return first;
};
const form: Message = { ...message([paragraph(['Quel est son nom ?'])]), form: { id: 'f.save~r3', submit: ['Garder'], fields: [{ name: 'first', label: ['Prénom'], type: 'text', required: true }, { name: 'kind', label: ['Qui'], type: 'choice', required: true, options: [{ value: 'a', label: ['participant'] }, { value: 'b', label: ['proche'] }] }] } };
const failing = (times: number): void => {
  let left = times;
  desk.before = () => {
    left -= 1;
    if (left >= 0) throw new Error('no database');
  };
};

describe('begin', () => {
  it('tries again while Slack is away, and gives up with a wrong token', async () => {
    fake.next('auth.test', 'drop', 'page');
    await started();
    expect(fake.called('auth.test')).toHaveLength(3);
    await expect(made({ botToken: 'xoxb-wrong' }).start()).rejects.toThrow('slack: the token is not valid (invalid_auth)');
  });

  it('can be stopped while it tries', async () => {
    fake.next('auth.test', ...Array.from({ length: 9 }, (): Trouble => 'drop'));
    const bot = made();
    const starting = bot.start();
    await fake.until(() => fake.called('auth.test').length > 0);
    await bot.stop();
    await starting;
  });

  it('without a secret, and without Socket Mode, nobody could be told from Slack: it is not made', () => {
    expect(() => slack({ botToken: 'x', inbound: desk, looks: NOTHING, log })).toThrow('signing secret');
    expect(() => slack({ botToken: 'x', signingSecret: '', inbound: desk, looks: NOTHING, log })).toThrow('signing secret');
    expect(made({ appToken: fake.appToken }).routes).toBeUndefined();
  });
});

describe('X9 who may call', () => {
  it('X9 a wrong signature, an old or a future timestamp: 401, and nothing is stored', async () => {
    await started();
    const now = Math.floor(Date.now() / 1_000);
    const hugo = fake.user('U0HUGO');
    for (const how of [{ secret: 'another' }, { at: now - 301 }, { at: now + 330 }]) expect((await fake.post('events_api', hugo.saying('bonjour'), how)).status).toBe(401);
    expect((await fetch(fake.target ?? '', { method: 'POST', body: '{}' })).status).toBe(401);
    expect(desk.taken).toEqual([]);
    expect((await fake.post('events_api', hugo.saying('bonjour'), { at: now - 290 })).status).toBe(200);
    expect(desk.words).toEqual(['bonjour']);
  });

  it('X9 from another workspace, where somebody may have the same id: not taken, shown to nobody here, and never where an answer goes', async () => {
    const bot = await started({ looks: { ...NOTHING, home: async () => shows('à moi') } });
    const hugo = fake.user('U0HUGO');
    await hugo.opensHome();
    await fake.until(() => JSON.stringify(fake.homes.get('U0HUGO') ?? []).includes('à moi'));
    const before = fake.called('views.publish').length;
    const other = (body: Record<string, unknown>): Record<string, unknown> => ({ ...body, team_id: 'T0AUTRE' });
    const press = { type: 'block_actions', team: { id: 'T0AUTRE' }, user: { id: 'U0HUGO' }, trigger_id: fake.trigger('U0HUGO'), actions: [{ action_id: 'press-1', value: 'home.menu' }] };
    const answers = [
      await fake.post('events_api', other(hugo.saying('bonjour', { channel: 'D0AUTRE' }))), await fake.post('events_api', other(hugo.event({ type: 'app_home_opened', user: 'U0HUGO', tab: 'home' }))),
      await fake.post('interactive', press), await fake.post('slash_commands', { command: '/guichet', text: 'menu', team_id: 'T0AUTRE', user_id: 'U0HUGO', trigger_id: fake.trigger('U0HUGO') }),
    ];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([[200, undefined], [200, undefined], [200, undefined], [200, expect.objectContaining({ response_type: 'ephemeral' })]]);
    // Only what says where to answer, by a key of its own; never is it answered by the person's id, which is somebody else's here.
    expect(desk.taken.map(({ chat }) => chat)).toEqual(['T0AUTRE:U0HUGO', 'T0AUTRE:U0HUGO']);
    expect(fake.called('views.publish')).toHaveLength(before);
    await bot.send(`${fake.team}:U0HUGO`, part('Bonjour'));
    await expect(bot.send('T0AUTRE:U0HUGO', part('Bonsoir'))).rejects.toMatchObject({ why: 'unreachable' });
    await expect(bot.send('T0AUTRE:U0ZOE', part('Bonsoir'))).rejects.toMatchObject({ why: 'unreachable' });
    expect(fake.called('chat.postMessage').map(({ channel }) => channel)).toEqual(['D0HUGO', 'D0AUTRE']);
    expect(hugo.chat().flatMap(({ from, text }) => (from === 'bot' ? [text] : []))).toEqual(['Bonjour']);
  });

  it('X9 a signed body that is no payload: 400, not to be sent again; one that is too long: 413', async () => {
    await started();
    expect((await fake.post('events_api', { type: 'other' })).status).toBe(400);
    expect((await fake.post('events_api', { type: 'event_callback', event: 'x'.repeat(1_100_000) })).status).toBe(413);
    expect(await fake.post('events_api', { type: 'url_verification', challenge: 'c-1', token: 'x' })).toMatchObject({ status: 200, body: { challenge: 'c-1' } });
  });
});

describe('X4 stored, then acknowledged', () => {
  it('X4 words, files and presses; what could not be stored is sent again by Slack, under the same id', async () => {
    const bot = await started();
    const hugo = fake.user('U0HUGO');
    failing(2);
    expect(await hugo.says('bonjour')).toMatchObject({ status: 200, retry: 2 });
    expect(fake.deliveries.map(({ status }) => status)).toEqual([503, 503, 200]);
    await hugo.sends({ bytes: Buffer.from('a;b'), name: 'liste.csv' }, { bytes: Buffer.from('c'), name: 'note.ogg', mime: 'audio/ogg' });
    await bot.send(`${fake.team}:U0HUGO`, part('Que faire ?', 'Menu'));
    await hugo.presses('Menu');
    expect(desk.words).toEqual(['bonjour', 'arrivedFile', 'arrivedFile', 'a.menu']);
    const press = desk.taken.at(-1);
    expect([press?.chat, press?.incoming]).toEqual([`${fake.team}:U0HUGO`, { kind: 'press', id: 'a.menu', label: 'Menu', on: hugo.chat().at(-1)?.ts }]);
    const files = desk.taken.flatMap(({ incoming }) => (incoming.kind === 'arrivedFile' ? [incoming.file] : []));
    expect(await Promise.all(files.map(async (file) => [file.name, file.mime, String(await file.read())]))).toEqual([['liste.csv', 'text/csv', 'a;b'], ['note.ogg', 'audio/ogg', 'c']]);
  });

  it('X9 the token goes nowhere else for a file; one that is not there is an error that says no address', async () => {
    await started();
    const other = await SlackFake.open();
    await fake.user('U0HUGO').sends({ bytes: Buffer.from('x'), more: { url_private_download: other.url } }, { bytes: Buffer.from('x'), more: { url_private_download: `${fake.url.replace(/api\/$/, '')}files/F0` } });
    const files = desk.taken.flatMap(({ incoming }) => (incoming.kind === 'arrivedFile' ? [incoming.file] : []));
    await expect(files[0]?.read()).rejects.toThrow(/^slack: no file \(kept elsewhere\)$/);
    await expect(files[1]?.read()).rejects.toThrow(/^slack: no file \(404\)$/);
    await expect(download(`${fake.url.replace(/api\/$/, '')}files/F0`, { token: 'xoxb-other', apiUrl: fake.url })).rejects.toThrow(/^slack: no file$/);
    expect(other.calls).toEqual([]);
  });

  it('X4 delivered again while it is stored, it is stored once', async () => {
    await started();
    const held = Promise.withResolvers<undefined>();
    desk.before = () => held.promise;
    const body = fake.user('U0HUGO').saying('bonjour');
    const read = requests + 2;
    const both = [fake.post('events_api', body), fake.post('events_api', body, { retry: 1 })];
    await fake.until(() => requests >= read);
    await new Promise((resolve) => setTimeout(resolve, 30));
    held.resolve(undefined);
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    expect(desk.taken).toHaveLength(1);
  });

  it('X4 in time whatever storing takes: an event again, a press with a word to wait, a form with a word to press again', async () => {
    const bot = await started({ answerMs: 250 });
    const [sophie, hugo, zoe, awa] = [fake.user('U0SOPHIE'), fake.user('U0HUGO'), fake.user('U0ZOE'), fake.user('U0AWA')];
    await bot.send(`${fake.team}:${hugo.id}`, part('Que faire ?', 'Menu'));
    for (const one of said(form)) await bot.send(`${fake.team}:${zoe.id}`, one);
    await zoe.presses('Remplir');
    await zoe.modal();
    const held = Promise.withResolvers<undefined>();
    desk.before = () => held.promise;
    fake.retries = [];
    const [event, press, sent, command] = await Promise.all([sophie.says('bonjour'), hugo.presses('Menu'), zoe.submits({ first: 'Soraya', kind: 'b' }), awa.commands('chercher')]);
    for (const { ms } of [event, press, sent, command]) expect(ms).toBeGreaterThan(240);
    expect([event.status, press.status, sent.status, command.status]).toEqual([503, 200, 200, 200]);
    expect((await zoe.modal()).errors).toEqual({ first: 'C’est plus long que d’habitude. Attendez un instant, puis appuyez à nouveau.' });
    expect(command.body).toMatchObject({ response_type: 'ephemeral', text: 'Un instant… Votre demande est en route.' });
    expect((await hugo.gets(/Un instant/)).only).toBe(hugo.id);
    held.resolve(undefined);
    await fake.until(() => desk.taken.length === 4);
    await zoe.submits({ first: 'Soraya', kind: 'b' });
    expect(fake.modals.get(zoe.id)).toEqual([]);
    expect([...desk.words].sort()).toEqual(['a.menu', 'bonjour', 'chercher', 'submit']);
  });

  it('X4 a press that cannot be stored is tried on, since Slack sends none again; at the end its sender is told', async () => {
    const bot = await started();
    const hugo = fake.user('U0HUGO');
    await bot.send(`${fake.team}:U0HUGO`, part('Que faire ?', 'Menu'));
    failing(2);
    expect((await hugo.presses('Menu')).status).toBe(200);
    await fake.until(() => desk.words.length === 1);
    await hugo.gets(/Un instant/);
    failing(9);
    await hugo.presses('Menu');
    await bot.stop();
    expect((await hugo.gets(/pas pu noter/)).only).toBe('U0HUGO');
    expect(desk.words).toEqual(['a.menu']);
  });
});

describe('X7 what Slack has and others have not', () => {
  it('X7 a form is a modal, opened at once and sent with all of its values', async () => {
    const bot = await started();
    const zoe = fake.user('U0ZOE');
    for (const one of said(form)) await bot.send(`${fake.team}:U0ZOE`, one);
    await zoe.presses('Remplir');
    expect((await zoe.modal()).view.title.text).toBe('Guichet');
    expect(await zoe.submits({ first: 'Soraya', kind: 'b' })).toMatchObject({ status: 200, body: { response_action: 'clear' } });
    expect(desk.taken.map(({ chat, incoming }) => [chat, incoming])).toEqual([[`${fake.team}:U0ZOE`, { kind: 'submit', form: 'f.save~r3', values: { first: 'Soraya', kind: 'b' } }]]);
    fake.next('views.open', { error: 'expired_trigger_id' });
    await zoe.presses('Remplir');
    await zoe.gets(/pas pu noter/);
  });

  it('X5 a command in a channel is answered in private, with the way there; nobody else sees anything', async () => {
    await started();
    const [hugo, room] = [fake.user('U0HUGO'), fake.channel('C0SALLE', ['U0HUGO', 'U0AWA'])];
    const { body } = await hugo.commands('mes réservations', room);
    expect(body).toMatchObject({ response_type: 'ephemeral', text: 'La suite est dans notre conversation privée.', blocks: [{}, { elements: [{ url: `slack://app?team=${fake.team}&id=${fake.app}&tab=messages` }] }] });
    expect((await hugo.commands('')).body).toBeUndefined();
    expect(desk.taken.map(({ chat, incoming }) => [chat, incoming])).toEqual([[`${fake.team}:U0HUGO`, { kind: 'text', text: 'mes réservations' }], [`${fake.team}:U0HUGO`, { kind: 'text', text: 'menu' }]]);
    expect(room.messages).toEqual([]);
  });

  it('X5 who speaks to guichet in a channel is answered for their eyes alone', async () => {
    const bot = await started();
    const [hugo, room] = [fake.user('U0HUGO'), fake.channel('C0SALLE', ['U0HUGO', 'U0AWA'])];
    await hugo.mentions(room, 'réserve pour Soraya');
    const [{ chat, incoming } = { chat: '', incoming: undefined }] = desk.taken;
    expect([chat, incoming]).toEqual([`${fake.team}:C0SALLE:U0HUGO`, { kind: 'shared' }]);
    const [answer] = bot.render({ message: message([paragraph(['Parlons-en en privé.']), { kind: 'private', label: ['Ouvrir'] }]), names: { people: new Map(), accounts: new Map() }, naming: 'full', lang: 'fr', files: [] });
    if (answer !== undefined) await bot.send(chat, answer);
    expect(room.messages.slice(1).map(({ only, text, blocks }) => [only, text, buttonsOf(blocks).map(({ button }) => button.url)])).toEqual([['U0HUGO', 'Parlons-en en privé.', [`slack://app?team=${fake.team}&id=${fake.app}&tab=messages`]]]);
    await expect(bot.send(chat, { kind: 'file', name: 'a.pdf', bytes: Buffer.from('x') })).rejects.toMatchObject({ why: 'refused' });
  });

  it('X7 choices are looked up while somebody types, or there are none', async () => {
    const asked: string[][] = [];
    await started({ looks: { ...NOTHING, choices: async (...all) => {
      asked.push([...all]);
      if (all[3] === 'x') throw new Error('no database');
      return Array.from({ length: 150 }, (_, i) => ({ id: `p${i}`, label: `Personne ${i} ${'x'.repeat(90)}` }));
    } } });
    const options = (await fake.user('U0HUGO').types('pick-book.find~f1', 'so')).body?.['options'] as { text: { text: string }; value: string }[];
    expect([options.length, options[7]?.value, Math.max(...options.map(({ text }) => text.text.length))]).toEqual([100, 'p7', 75]);
    expect(asked).toEqual([['slack', `${fake.team}:U0HUGO`, 'book.find~f1', 'so']]);
    expect((await fake.user('U0HUGO').types('pick-book.find~f1', 'x')).body).toEqual({ options: [] });
    expect((await fake.user('U0HUGO').types('person', 'so')).body).toBeUndefined();
  });

  it('X7 the home page is shown when it is opened, and anew when something changes; its buttons work, and open the messages', async () => {
    let words = 'Rien n’attend.';
    const bot = await started({ looks: { ...NOTHING, home: async () => shows(words) } });
    const hugo = fake.user('U0HUGO');
    await hugo.opensHome('messages');
    await hugo.opensHome();
    await fake.until(() => fake.homes.has('U0HUGO'));
    await hugo.pressesHome('Menu');
    expect(desk.taken.map(({ incoming }) => incoming)).toEqual([{ kind: 'press', id: 'home.menu', label: 'Menu' }]);
    words = 'Une réponse attend.';
    bot.changed?.('somebody-else');
    bot.changed?.('a-1');
    bot.changed?.('a-1');
    await fake.until(() => JSON.stringify(fake.homes.get('U0HUGO')).includes(words));
    expect(buttonsOf(fake.homes.get('U0HUGO') ?? []).map(({ button }) => button.url)).toEqual([`slack://app?team=${fake.team}&id=${fake.app}&tab=messages`]);
    // Nothing else than what is shown already.
    bot.changed?.('a-1');
    await hugo.opensHome();
    await fake.until(() => fake.called('views.publish').length === 3);
  });

  it('A2 a home page of nobody says how to begin', async () => {
    await started();
    await fake.user('U0HUGO').opensHome();
    await fake.until(() => fake.homes.has('U0HUGO'));
    expect(JSON.stringify(fake.homes.get('U0HUGO'))).toContain('code d’accès');
  });
});

describe('X8 what is sent', () => {
  const to = (id: string): string => `T0ESSAI:${id}`;
  const why = async (sending: Promise<unknown>): Promise<unknown[]> => sending.then(() => ['sent'], (error: unknown) => {
    if (!(error instanceof NotSentError)) throw error;
    expect(error.message).not.toMatch(/xoxb|http|Bonjour/);
    return [error.why, error.afterMs, error.everywhere];
  });

  it('X8 to a chat that is opened once; edited in place; anew where it is gone', async () => {
    const bot = await started();
    const hugo = fake.user('U0HUGO');
    const first = await bot.send(to('U0HUGO'), part('Un <b> & *deux*', 'Menu'));
    expect(await bot.send(to('U0HUGO'), part('Trois'), first)).toBe(first);
    expect(hugo.chat().map(({ text, edits }) => [text, edits])).toEqual([['Trois', 1]]);
    const second = await bot.send(to('U0HUGO'), part('Quatre'), '1.000001');
    expect([second === first, hugo.chat().length]).toEqual([false, 2]);
    await bot.send(to('U0HUGO'), part('Cinq'), 'F1009');
    expect([hugo.chat().length, fake.called('conversations.open').length, fake.called('chat.update').length]).toEqual([3, 1, 2]);
    expect(fake.called('chat.postMessage')[0]).toMatchObject({ text: 'Un &lt;b&gt; &amp; *deux*', parse: 'none', link_names: 'false', unfurl_links: 'false' });
  });

  it('X8 documents, with their names, into the chat', async () => {
    const bot = await started();
    const hugo = fake.user('U0HUGO');
    expect(await bot.send(to('U0HUGO'), { kind: 'file', name: 'invitations.pdf', bytes: Buffer.from('%PDF é') })).toMatch(/^F/);
    expect(hugo.chat().map(({ file }) => [file?.name, String(file?.bytes)])).toEqual([['invitations.pdf', '%PDF é']]);
    fake.next('upload', 'drop');
    fake.next('files.completeUploadExternal', { error: 'file_type_not_allowed' });
    const file = (): Promise<unknown[]> => why(bot.send(to('U0HUGO'), { kind: 'file', name: 'a.ics', bytes: Buffer.from('x') }));
    expect([await file(), await file(), await file()]).toEqual([['later', undefined, false], ['refused', undefined, false], ['sent']]);
  });

  it.each<[string, Trouble, unknown[]]>([
    ['not so fast', { status: 429, retry: 7 }, ['later', 7_000, false]],
    ['not so fast, for how long it does not say', { status: 429 }, ['later', undefined, false]],
    ['Slack is ill', { status: 500 }, ['later', undefined, false]],
    ['the connection breaks', 'drop', ['later', undefined, false]],
    ['somebody else answers', 'page', ['later', undefined, false]],
    ['Slack is ill and says so', { error: 'fatal_error' }, ['later', undefined, false]],
    ['the token was revoked', { error: 'token_revoked' }, ['later', 60_000, true]],
    ['somebody left', { error: 'account_inactive' }, ['unreachable', undefined, false]],
    ['the chat is gone', { error: 'channel_not_found' }, ['unreachable', undefined, false]],
    ['it is no message', { error: 'invalid_blocks' }, ['refused', undefined, false]],
    ['it is too long', { error: 'msg_too_long' }, ['refused', undefined, false]],
  ])('X8 %s', async (_name, trouble, ends) => {
    const bot = await started();
    fake.user('U0HUGO');
    fake.next('chat.postMessage', trouble);
    expect(await why(bot.send(to('U0HUGO'), part('Bonjour')))).toEqual(ends);
    expect(await why(bot.send(to('U0HUGO'), part('Bonjour')))).toEqual(['sent']);
    expect(fake.called('chat.postMessage')).toHaveLength(2);
  });

  it('X8 nobody of that name; nobody to write to; the app is not installed any more', async () => {
    const bot = await started();
    expect(await why(bot.send(to('U0NOBODY'), part('Bonjour')))).toEqual(['unreachable', undefined, false]);
    expect(await why(bot.send('', part('Bonjour')))).toEqual(['refused', undefined, false]);
    fake.user('U0HUGO');
    fake.next('chat.postMessage', { error: 'account_inactive' });
    fake.next('auth.test', { error: 'account_inactive' });
    expect(await why(bot.send(to('U0HUGO'), part('Bonjour')))).toEqual(['later', 60_000, true]);
  });
});

describe('X4 by a socket', () => {
  it('X4 takes in what arrives, with its answers; sends what was not stored again', async () => {
    const bot = await bySocket();
    const zoe = fake.user('U0ZOE');
    failing(1);
    fake.patience = 150;
    expect(await zoe.says('bonjour')).toMatchObject({ status: 200, retry: 1 });
    fake.patience = 3_000;
    for (const one of said(form)) await bot.send(`${fake.team}:U0ZOE`, one);
    await zoe.presses('Remplir');
    expect((await zoe.submits({ first: 'Awa', kind: 'a' })).body).toEqual({ response_action: 'clear' });
    expect((await zoe.commands('menu', fake.channel('C0SALLE', [zoe.id]))).body).toMatchObject({ response_type: 'ephemeral' });
    expect(desk.words).toEqual(['bonjour', 'submit', 'menu']);
  });

  it('X4 connects again when Slack asks, and when the line is cut', async () => {
    await bySocket();
    const hugo = fake.user('U0HUGO');
    const open = () => [...fake.sockets].filter((one) => one.open);
    open()[0]?.send({ type: 'disconnect', reason: 'refresh_requested' });
    await fake.until(() => fake.sockets.size === 2 && open().length === 1);
    fake.next('apps.connections.open', 'drop', { error: 'internal_error' });
    open()[0]?.destroy();
    await fake.until(() => fake.sockets.size === 3 && open().length === 1);
    await hugo.says('bonjour');
    expect(desk.words).toEqual(['bonjour']);
  });

  it('gives up with a wrong app token, tries on while Slack is away, and can be stopped then', async () => {
    await expect(made({ appToken: 'xapp-wrong' }).start()).rejects.toThrow('slack: the app token is not valid');
    fake.next('apps.connections.open', ...Array.from({ length: 20 }, (): Trouble => 'drop'));
    const bot = made({ appToken: fake.appToken });
    const starting = bot.start();
    await fake.until(() => fake.called('apps.connections.open').length > 2);
    await bot.stop();
    await starting;
    expect(fake.sockets.size).toBe(0);
  });
});

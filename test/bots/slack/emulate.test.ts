import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createEmulator } from 'emulate';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { slack } from '../../../bots/slack/bot.ts';
import { download } from '../../../bots/slack/files.ts';
import type { SlackPart } from '../../../bots/slack/blocks.ts';
import { message, paragraph } from '../../../core/messages/build.ts';
import { atTheEnd } from '../../support/ending.ts';
import { freePort } from '../../support/telegramEmulator.ts';

const TOKEN = 'xoxb-essai';

/** As much of what it answers as is read here. */
interface Answered {
  readonly team_id: string;
  readonly members: readonly { readonly id: string; readonly name: string }[];
  readonly channel: { readonly id: string };
  readonly messages: readonly { readonly text: string; readonly blocks?: readonly unknown[]; readonly edited?: unknown; readonly files?: readonly { readonly name: string; readonly url_private_download: string }[] }[];
}

describe('X8 what is sent, as `emulate` plays Slack', () => {
  it('X8 a chat is opened, a message edited in place, a document shared and fetched; nobody of that name', async () => {
    const played = await createEmulator({ service: 'slack', port: await freePort(), seed: { slack: {
      team: { name: 'Essai', domain: 'essai' }, users: [{ name: 'sophie', real_name: 'Sophie', email: 'sophie@example.org' }, { name: 'guichet', real_name: 'Guichet', email: 'guichet@example.org' }],
      tokens: [{ token: TOKEN, user: 'guichet', scopes: ['chat:write', 'im:write', 'im:history', 'files:write', 'files:read', 'users:read'] }],
    } } });
    atTheEnd(() => played.close());
    const apiUrl = `${played.url}/api/`;
    const call = async (method: string, args: Record<string, string> = {}): Promise<Answered> => {
      const response = await fetch(`${apiUrl}${method}`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(args).toString() });
      return (await response.json()) as Answered;
    };
    const sophie = (await call('users.list')).members.find(({ name }) => name === 'sophie')?.id ?? '';
    const bot = slack({ botToken: TOKEN, signingSecret: 'unused', apiUrl, inbound: { take: async () => undefined, reachable: async () => undefined }, looks: { home: async () => undefined, choices: async () => [] }, log: pino({ level: 'silent' }) });
    await bot.start();
    const saying = (words: string): SlackPart[] => [...bot.render({ message: message([paragraph([words])], [{ id: 'home.menu', label: ['Menu'] }]), names: { people: new Map(), accounts: new Map() }, naming: 'full', lang: 'fr', files: [{ name: 'invitations.pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF é') }] })];
    const to = `${(await call('auth.test')).team_id}:${sophie}`;
    const [text, file] = saying('Bonjour');
    const [later] = saying('Bonsoir');
    if (text === undefined || file === undefined || later === undefined) throw new Error('nothing is drawn');
    const placed = await bot.send(to, text);
    expect(await bot.send(to, later, placed)).toBe(placed);
    await bot.send(to, file);
    const { messages } = await call('conversations.history', { channel: (await call('conversations.open', { users: sophie })).channel.id });
    expect(messages.map(({ text: words, blocks = [], edited, files = [] }) => [words, blocks.length, edited !== undefined, files.map(({ name }) => name)])).toEqual([['', 0, false, ['invitations.pdf']], ['Bonsoir', 2, true, []]]);
    const url = messages[0]?.files?.[0]?.url_private_download ?? '';
    expect(String(await download(url, { token: TOKEN, apiUrl }))).toBe('%PDF é');
    await expect(download(url, { token: 'xoxb-other', apiUrl })).rejects.toThrow('slack: no file');
    await expect(bot.send(`${to.split(':')[0] ?? ''}:U0NOBODY`, text)).rejects.toMatchObject({ why: 'unreachable' });
    await bot.stop();
  });
});

describe('X9 the manifest', () => {
  it('X9 asks for no more than is used: no channel is read, no e-mail, nothing unasked', () => {
    const manifest = parseYaml(readFileSync(path.join(import.meta.dirname, '../../../bots/slack/manifest.yaml'), 'utf8')) as {
      features: { app_home: Record<string, boolean>; slash_commands: { command: string }[] }; oauth_config: { scopes: { bot: string[] } }; settings: { event_subscriptions: { bot_events: string[] }; interactivity: { is_enabled: boolean } };
    };
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual(['app_mentions:read', 'chat:write', 'commands', 'files:read', 'files:write', 'im:history', 'im:write']);
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(['app_home_opened', 'app_mention', 'message.im']);
    expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(['/guichet', '/billets']);
    expect([manifest.features.app_home['messages_tab_enabled'], manifest.features.app_home['messages_tab_read_only_enabled'], manifest.settings.interactivity.is_enabled]).toEqual([true, false, true]);
  });
});

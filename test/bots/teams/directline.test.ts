import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import fastify from 'fastify';
import pino from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Inbound } from '../../../bots/channel.ts';
import { teams, type TeamsChannel } from '../../../bots/teams/bot.ts';
import type { TeamsArrived } from '../../../bots/teams/parse.ts';
import { message, paragraph } from '../../../core/messages/build.ts';
import { atTheEnd } from '../../support/ending.ts';

/** As much as is used of somebody else's client for bots, which signs nothing and knows neither organisations nor edits. */
interface Bridge { readonly getRouter: (serviceUrl: string, botUrl: string, created: boolean) => (request: unknown, response: unknown, next: () => void) => void }

let bot: TeamsChannel;
let client: string;
const taken: TeamsArrived[] = [];

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  // It sweeps its chats for ever.
  const sweeping = vi.spyOn(globalThis, 'setInterval').mockImplementation((() => ({ unref() {} })) as never);
  const require = createRequire(import.meta.url);
  const { getRouter } = require('offline-directline') as Bridge;
  const express = createRequire(require.resolve('offline-directline'))('express') as () => { use(router: unknown): void } & ((request: unknown, response: unknown) => void);
  const app = express();
  const server = createServer((request, response) => app(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const inbound: Inbound = { take: async (_channel, arrived) => void taken.push(arrived as TeamsArrived), reachable: async () => undefined };
  bot = teams({ appId: '', appType: 'SingleTenant', authOff: true, serviceUrls: [client], inbound, log: pino({ level: 'silent' }) });
  const house = fastify();
  await house.register(bot.routes);
  app.use(getRouter(client, `${await house.listen({ port: 0, host: '127.0.0.1' })}/api/messages`, true));
  sweeping.mockRestore();
  atTheEnd(async () => {
    server.closeAllConnections();
    await house.close();
    await new Promise((resolve) => server.close(resolve));
  });
});

afterAll(() => vi.restoreAllMocks());

it('somebody else’s client writes to us, and is answered', async () => {
  const posted = async (path: string, body: unknown): Promise<{ conversationId: string }> => (await fetch(`${client}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json() as Promise<{ conversationId: string }>;
  const { conversationId } = await posted('/directline/conversations', {});
  await posted(`/directline/conversations/${conversationId}/activities`, { type: 'message', text: 'un concert', from: { id: 'zoe' }, recipient: { id: 'guichet' } });
  expect(taken).toMatchObject([{ chat: ':zoe', incoming: { kind: 'text', text: 'un concert' } }]);
  const [part] = bot.render({ message: message([paragraph(['Voici un concert.'])]), names: { people: new Map(), accounts: new Map() }, naming: 'full', lang: 'fr', files: [] });
  if (part === undefined) throw new Error('nothing is drawn');
  await bot.send(taken[0]?.address ?? '', part);
  const { activities } = (await (await fetch(`${client}/directline/conversations/${conversationId}/activities`)).json()) as { activities: unknown[] };
  expect(JSON.stringify(activities.at(-1))).toContain('Voici un concert.');
});

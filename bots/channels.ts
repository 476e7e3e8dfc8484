import { setTimeout as wait } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import { GuichetError } from '../core/errors.ts';
import type { Document, Entrance, Gate, Post } from '../core/ports.ts';
import type { Channel, Inbound, Looks } from './channel.ts';
import type { Config, PerSecond } from './config.ts';
import { Deliverer, type Outlet } from './delivery.ts';
import { inboundOf } from './inbound.ts';
import { Lease } from './lease.ts';
import { looksOf } from './looks.ts';
import type { Log } from './log.ts';
import type { Worker } from './worker.ts';

/** Messages in a row that a platform takes in one chat before a second between two is wanted (Telegram's FAQ: 'short bursts'; Slack's rate limits alike). */
const BURST = 4;
/** How long a start waits for a platform to accept us; one that cannot be reached is tried on, with the web chat open. */
const WELCOME_MS = 5_000;

export interface Channels {
  readonly deliverer: Deliverer;
  /** Routes that platforms call. */
  readonly hooks: readonly FastifyPluginAsync[];
  /** Links that bring a code into a chat (A2). */
  entrances(code: string): readonly Entrance[];
  /** @throws GuichetError `channel_refused` when a platform says at once that it does not know us */
  start(): Promise<void>;
  /** Takes nothing in any more; what is being sent is finished. */
  stop(): Promise<void>;
}

/** One channel of a configuration, made and not started. */
interface Entry {
  readonly channel: Channel;
  readonly rate: PerSecond;
  /** The route that its platform calls. */
  readonly hook?: FastifyPluginAsync | undefined;
  /** What it receives needs no route, and one process at a time: nobody else polls meanwhile. */
  readonly lease?: Lease | undefined;
}

interface Surroundings {
  readonly inbound: Inbound;
  readonly looks: Looks;
  readonly gate: Gate;
  /** Address of the web chat. */
  readonly web: () => string;
  readonly post: Post;
  readonly log: Log;
  /** Names this process where one of many does something. */
  readonly holder: string;
}

/** A channel is one folder and one entry here. Its SDK is loaded only where it is configured. */
const ENTRIES: readonly ((config: Config, around: Surroundings) => Promise<Entry | undefined>)[] = [
  async ({ telegram: config }, { inbound, post, log, holder }) => {
    if (config === undefined) return undefined;
    const { telegram } = await import('./telegram/bot.ts');
    const { token, apiRoot, receives, rate } = config;
    const lease = new Lease(post, 'telegram', holder);
    const channel = telegram({
      token, apiRoot, inbound, log,
      ...(receives.mode === 'polling' ? { mode: 'polling', lease: () => lease.mine() } : { mode: 'webhook', secret: receives.secret, publicUrl: receives.base }),
    });
    return { channel, rate, hook: channel.webhook, lease: receives.mode === 'polling' ? lease : undefined };
  },
  async ({ slack: config }, { inbound, looks, log }) => {
    if (config === undefined) return undefined;
    const { slack } = await import('./slack/bot.ts');
    const { botToken, receives, apiUrl, rate } = config;
    const channel = slack({
      botToken, inbound, looks, log, ...(apiUrl === undefined ? {} : { apiUrl }),
      ...(receives.mode === 'socket' ? { appToken: receives.appToken } : { signingSecret: receives.signingSecret }),
    });
    return { channel, rate, hook: channel.routes };
  },
  async ({ teams: config }, { inbound, looks, gate, web, log }) => {
    if (config === undefined) return undefined;
    const { teams } = await import('./teams/bot.ts');
    const { rate, ...means } = config;
    const open = async (token: string, chatKey: string): Promise<Document | undefined> => {
      const found = await gate.openDocument(token, { channel: 'teams', chatKey });
      return typeof found === 'string' ? undefined : found;
    };
    const channel = teams({ ...means, inbound, looks, log, open, link: (token) => new URL(`/d/${token}`, web()).href });
    return { channel, rate, hook: channel.routes };
  },
];

/** The channels of a configuration beside the web chat, with what they share: the way in and the way out. */
export async function channelsOf(config: Config, { gate, post, worker, web, log, failed }: {
  readonly gate: Gate; readonly post: Post; readonly worker: Worker; readonly web: () => string; readonly log: Log; readonly failed: (error: unknown) => void;
}): Promise<Channels> {
  const holder = randomUUID();
  const works = config.roles.includes('worker');
  const serves = config.roles.includes('web');
  const around: Surroundings = { inbound: inboundOf({ gate, worker, log: failed }), looks: looksOf(gate, web), gate, web, post, log, holder };
  const entries = (await Promise.all(ENTRIES.map((entry) => entry(config, around)))).filter((entry) => entry !== undefined);
  const hooks = entries.flatMap(({ hook }) => (hook !== undefined && serves ? [hook] : []));
  // Without a worker here, another process receives what no route brings, and sends.
  const outlets: readonly Outlet[] = entries.filter(({ hook }) => works || hook !== undefined)
    .map(({ channel, rate }) => ({ channel, limits: { perSecond: rate.all, chatPerSecond: rate.chat, burst: BURST } }));

  const deliverer = new Deliverer({ post, gate, outlets: works ? outlets : [], web, log: failed });
  worker.events.on('news', (account) => {
    deliverer.poke();
    for (const { channel } of outlets) channel.changed?.(account);
  });

  return {
    deliverer, hooks,
    entrances: (code) => outlets.flatMap(({ channel }) => {
      const url = channel.entrance?.(code);
      return url === undefined ? [] : [{ channel: channel.title, url }];
    }),
    async start() {
      if (works) deliverer.start();
      await Promise.all(outlets.map(async ({ channel }) => {
        const started = channel.start();
        let late = false;
        started.catch((error: unknown) => { if (late) failed(error); });
        const patience = new AbortController();
        await Promise.race([
          started.catch((cause: unknown) => { throw new GuichetError('channel_refused', cause instanceof Error ? cause.message : `${channel.name} refuses us`, { cause }); }),
          wait(WELCOME_MS, undefined, { signal: patience.signal }).catch(() => undefined),
        ]).finally(() => patience.abort());
        late = true;
      }));
    },
    async stop() {
      await Promise.allSettled(outlets.map(({ channel }) => channel.stop()));
      await deliverer.stop();
      await Promise.allSettled(entries.flatMap(({ lease }) => (lease === undefined ? [] : [lease.release()])));
    },
  };
}

import { setTimeout as wait } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import { GuichetError } from '../core/errors.ts';
import type { Entrance, Gate, Post } from '../core/ports.ts';
import type { Config } from './config.ts';
import { Deliverer, type Outlet } from './delivery.ts';
import { inboundOf } from './inbound.ts';
import type { Log } from './log.ts';
import { telegram } from './telegram/bot.ts';
import type { Worker } from './worker.ts';

/** Messages in a row that Telegram takes in one chat before a second between two is wanted (FAQ: 'short bursts'). */
const TELEGRAM_BURST = 4;
/** Longer than one poll: while it waits for messages, nobody else polls. */
const POLL_LEASE_MS = 90_000;
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

/** The channels of a configuration beside the web chat, with what they share: the way in and the way out. A channel is one folder and one entry here. */
export function channelsOf(config: Config, { gate, post, worker, web, log, failed }: {
  readonly gate: Gate; readonly post: Post; readonly worker: Worker; readonly web: () => string; readonly log: Log; readonly failed: (error: unknown) => void;
}): Channels {
  const inbound = inboundOf({ gate, worker, log: failed });
  const holder = randomUUID();
  const works = config.roles.includes('worker');
  const serves = config.roles.includes('web');
  const outlets: Outlet[] = [];
  const hooks: FastifyPluginAsync[] = [];
  const leases: string[] = [];

  if (config.telegram !== undefined) {
    const { token, apiRoot, receives, rate } = config.telegram;
    const bot = telegram({
      token, apiRoot, inbound, log,
      ...(receives.mode === 'polling' ? { mode: 'polling', lease: () => post.lease('telegram', holder, POLL_LEASE_MS) } : { mode: 'webhook', secret: receives.secret, publicUrl: receives.base }),
    });
    if (bot.webhook !== undefined && serves) hooks.push(bot.webhook);
    leases.push('telegram');
    // Without a worker here, another process polls and sends.
    if (works || bot.webhook !== undefined) outlets.push({ channel: bot, rates: { everywhere: { perSecond: rate.all, burst: 1 }, chat: { perSecond: rate.chat, burst: TELEGRAM_BURST } } });
  }

  const deliverer = new Deliverer({ post, gate, outlets: works ? outlets : [], web, log: failed });
  worker.events.on('news', () => deliverer.poke());

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
      if (works) await Promise.allSettled(leases.map((name) => post.release(name, holder)));
    },
  };
}

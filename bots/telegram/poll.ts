import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { faultOf } from './refusals.ts';
import { chatOf, type Update } from './update.ts';

export interface PollOptions {
  /** Updates from `offset` on (undefined: from the first that is not confirmed), waiting up to so many seconds for one. */
  readonly getUpdates: (offset: number | undefined, seconds: number, signal: AbortSignal) => Promise<readonly Update[]>;
  /** Resolves when an update is stored. @throws when it is to come again */
  readonly take: (update: Update) => Promise<void>;
  /** Whether this process may poll now: Telegram lets one do so. */
  readonly lease: () => Promise<boolean>;
  readonly log: Log;
}

/** As long as Telegram holds a poll at most. */
const POLL_SECONDS = 50;
/** Pause after a failure: doubled each time, up to the longest. */
const FIRST_MS = 250;
const LONGEST_MS = 30_000;
/** Between two looks at whether it is our turn. */
const TURN_MS = 500;
/** A farewell that takes longer is left: what it would confirm comes once more, and has no second effect (X4). */
const FAREWELL_MS = 2_000;

/** Fetches updates again and again until stopped. Those of one chat are taken in one after the other; none is confirmed before it is stored. */
export function poller({ getUpdates, take, lease, log }: PollOptions): { start(): void; stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  /** The first update that is not stored yet; undefined: nothing waits to be confirmed. */
  let offset: number | undefined;
  let failures = 0;
  let running: Promise<void> | undefined;

  const pause = (ms: number): Promise<void> => wait(ms, undefined, { signal }).catch(() => undefined);
  const failed = (retryMs = 0): Promise<void> => {
    failures += 1;
    return pause(Math.max(retryMs, Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10))));
  };

  async function run(): Promise<void> {
    while (!signal.aborted) {
      if (!(await mine())) {
        await pause(TURN_MS);
        continue;
      }
      const updates = await fetched();
      if (updates === 'refused') return;
      if (updates === 'failed') continue;
      const stored = await takeAll(updates);
      if (stored) failures = 0;
      else await failed();
    }
  }

  const mine = (): Promise<boolean> => lease().catch((error: unknown) => {
    log.warn({ err: error }, 'telegram: whose turn it is to poll cannot be told');
    return false;
  });

  async function fetched(): Promise<readonly Update[] | 'failed' | 'refused'> {
    try {
      const updates = await getUpdates(offset, POLL_SECONDS, signal);
      // Confirmed by having been asked with; Telegram starts again at any number after a week without updates.
      if (updates.length === 0) offset = undefined;
      return updates;
    } catch (error) {
      if (signal.aborted) return 'failed';
      const { code, says, retryMs } = faultOf(error);
      if (code === 401 || code === 404) {
        log.error({ code }, 'telegram: the token is not valid (any more): nothing is received until guichet starts with the right one');
        return 'refused';
      }
      // Another process, or a webhook: the one that polls last wins for a moment, so both wait.
      if (code === 409) log.warn({ code }, 'telegram: somebody else receives the messages of this bot');
      else log.warn({ code, says }, 'telegram: no updates');
      await failed(retryMs);
      return 'failed';
    }
  }

  /** Whether all of them are stored. The rest of a chat waits for the one that failed; other chats do not. */
  async function takeAll(updates: readonly Update[]): Promise<boolean> {
    const left: number[] = [];
    const chats = Map.groupBy(updates, (update) => chatOf(update) ?? update.update_id);
    await Promise.all([...chats.values()].map(async (chat) => {
      for (const update of chat) {
        try {
          await take(update);
        } catch (error) {
          log.error({ err: error }, 'telegram: a message could not be stored');
          left.push(update.update_id);
          return;
        }
      }
    }));
    const last = updates.at(-1);
    if (last !== undefined) offset = Math.min(last.update_id + 1, ...left);
    return left.length === 0;
  }

  return {
    start() {
      running ??= run();
    },
    /** The poll in hand ends at once; what was stored is confirmed. */
    async stop() {
      stopping.abort();
      await running;
      if (offset !== undefined) await getUpdates(offset, 0, AbortSignal.timeout(FAREWELL_MS)).catch(() => undefined);
    },
  };
}

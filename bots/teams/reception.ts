import { setTimeout as wait } from 'node:timers/promises';
import type { Document } from '../../core/ports.ts';
import type { Choice } from '../channel.ts';
import type { Log } from '../log.ts';
import type { Activity, Consent } from './activity.ts';
import { parse, type Self, type TeamsArrived, type Told } from './parse.ts';
import type { Place } from './place.ts';
import { AT_ONCE } from './words.ts';

/** What Teams is told. 503: it is to send it again. */
export interface Answer {
  readonly status: 200 | 501 | 503;
  readonly body?: unknown;
}

/** A file that lies in somebody's drive now. */
export interface Kept {
  readonly url: string;
  readonly name: string;
  readonly id: string;
  readonly type: string;
}

export interface ReceptionOptions {
  readonly self: Self;
  /** Resolves when it is stored. */
  readonly take: (arrived: TeamsArrived) => Promise<void>;
  readonly reachable: (chat: string, reachable: boolean) => Promise<void>;
  /** By reads only. */
  readonly choices: (chat: string, picker: string, query: string) => Promise<readonly Choice[]>;
  /** A document by what stands in its link, made now; undefined: there is none any more. */
  readonly open: (token: string, chat: string) => Promise<Document | undefined>;
  readonly upload: (url: string, bytes: Buffer) => Promise<void>;
  /** Takes the place of the card that offered a file: the file, or a line. */
  readonly settles: (place: Place, card: string | undefined, what: Kept | string) => Promise<void>;
  /** How long storing a message may take before Teams is told so, and how long an invoke may take, in ms. */
  readonly storingMs: number;
  readonly invokeMs: number;
  readonly log: Log;
}

export interface Reception {
  receive(activity: Activity): Promise<Answer>;
  /** What is still being done has one more moment. */
  stop(): Promise<void>;
}

const OK: Answer = { status: 200 };
const AGAIN: Answer = { status: 503 };
/** Teams shows no more. */
const SUGGESTIONS = 15;

/**
 * Stored, then acknowledged, and in time whatever happens (X4). Of a message or a press that is not stored by then Teams is told 503: it
 * sends a press again, twice, and then shows the person that it did not work. An invoke never waits for a turn: what it leads to follows
 * as a message, or takes the place of the card.
 */
export function reception(options: ReceptionOptions): Reception {
  const { log } = options;
  const under = new Set<Promise<unknown>>();
  /** What is being done, so that what is delivered again meanwhile waits for it. */
  const doing = new Map<string, Promise<void>>();

  function once(id: string, work: () => Promise<void>): Promise<void> {
    const running = doing.get(id) ?? work().finally(() => doing.delete(id));
    doing.set(id, running);
    const watched = running.catch(() => undefined).finally(() => under.delete(watched));
    under.add(watched);
    return running;
  }

  /** Whether it was done in time; what fails is logged. */
  async function inTime(work: Promise<void>, ms: number, what: string): Promise<'done' | 'failed' | 'late'> {
    const patience = new AbortController();
    const late = wait(ms, 'late' as const, { signal: patience.signal }).catch(() => 'late' as const);
    const done = work.then(() => 'done' as const, (error: unknown) => {
      log.error({ err: error }, `teams: ${what}`);
      return 'failed' as const;
    });
    return Promise.race([done, late]).finally(() => patience.abort());
  }

  async function store(all: readonly TeamsArrived[], ms: number): Promise<boolean> {
    const stored = async (): Promise<void> => {
      for (const one of all) await once(one.platformId, () => options.take(one));
    };
    return (await inTime(stored(), ms, 'a message could not be stored')) === 'done';
  }

  async function suggested({ chat, picker, query }: Told & { kind: 'suggests' }): Promise<Answer> {
    let found: readonly Choice[] = [];
    await inTime(options.choices(chat, picker, query).then((all) => { found = all; }), options.invokeMs, 'no choices could be found');
    const results = found.filter(({ id, label }) => id !== '' && label.trim() !== '').slice(0, SUGGESTIONS).map(({ id, label }) => ({ title: label, value: id }));
    return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse', value: { results } } };
  }

  async function kept(chat: string, place: Place, card: string | undefined, { context, uploadInfo: where }: Consent): Promise<void> {
    const document = context?.token === undefined ? undefined : await options.open(context.token, chat);
    if (document === undefined || where?.uploadUrl === undefined) return options.settles(place, card, AT_ONCE.gone);
    await options.upload(where.uploadUrl, document.bytes);
    // It lies there now, whatever the card says: put there again, it would be refused.
    await options.settles(place, card, { url: where.contentUrl ?? '', name: where.name ?? document.name, id: where.uniqueId ?? '', type: where.fileType ?? '' })
      .catch((error: unknown) => log.error({ err: error }, 'teams: a card could not be changed'));
  }

  /** Within the answer, so that a press that came to nothing is seen to; what takes longer goes on behind, and says in the chat when it fails. */
  async function consented({ chat, place, card, consent }: Told & { kind: 'consents' }): Promise<Answer> {
    if (consent.action !== 'accept') {
      const settled = once(`decline ${place.conversation} ${card ?? ''}`, () => options.settles(place, card, AT_ONCE.declined));
      return (await inTime(settled, options.invokeMs, 'a card could not be changed')) === 'failed' ? AGAIN : OK;
    }
    const keeping = once(`accept ${place.conversation} ${card ?? ''} ${consent.uploadInfo?.uploadUrl ?? ''}`, () => kept(chat, place, card, consent));
    const ended = await inTime(keeping, options.invokeMs, 'a file could not be kept');
    if (ended === 'late') void once(`late ${place.conversation} ${card ?? ''}`, () => keeping.catch(() => options.settles(place, card, AT_ONCE.lost)));
    return ended === 'failed' ? AGAIN : OK;
  }

  async function received(told: Told): Promise<Answer> {
    switch (told.kind) {
      case 'nothing':
        return OK;
      case 'unknown':
        return { status: 501 };
      case 'arrived':
        return (await store(told.arrived, options.storingMs)) ? OK : AGAIN;
      case 'used':
        return (await store(told.arrived, options.invokeMs)) ? { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: AT_ONCE.taken } } : AGAIN;
      case 'reachable':
        return (await inTime(options.reachable(told.chat, told.reachable), options.storingMs, 'a chat could not be marked')) === 'done' ? OK : AGAIN;
      case 'suggests':
        return suggested(told);
      case 'consents':
        return consented(told);
    }
  }

  return {
    async receive(activity) {
      let told: Told;
      try {
        told = parse(activity, options.self);
      } catch (error) {
        // It would come again.
        log.error({ err: error }, 'teams: something could not be read');
        return OK;
      }
      return received(told);
    },
    async stop() {
      await Promise.allSettled(under);
    },
  };
}

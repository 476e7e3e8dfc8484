import { setTimeout as wait } from 'node:timers/promises';
import type { Arrived, Choice } from '../channel.ts';
import type { Log } from '../log.ts';
import { cut, plainText, type Option } from './blocks.ts';
import { parse, type Self, type Told } from './parse.ts';
import type { Payload } from './payload.ts';
import { AT_ONCE } from './words.ts';

/** What Slack is told, within 3 s of its asking. 503: it is to send it again, which it does for events alone. */
export interface Answer {
  readonly status: 200 | 503;
  readonly body?: unknown;
}

export interface ReceptionOptions {
  readonly self: () => Self;
  /** Resolves when it is stored. */
  readonly take: (arrived: Arrived) => Promise<void>;
  readonly opens: (form: { readonly chat: string; readonly value: string; readonly trigger: string }) => Promise<void>;
  readonly suggest: (chat: string, picker: string, query: string) => Promise<readonly Choice[]>;
  readonly home: (chat: string) => Promise<void>;
  /** Words that a person sees once, where they are. */
  readonly whisper: (chat: string, words: string) => Promise<void>;
  /** A link into the person's own chat; undefined: nobody knows yet. */
  readonly door: () => string | undefined;
  /** How long something may take before Slack is answered, in ms. */
  readonly answerMs: number;
  readonly log: Log;
}

export interface Reception {
  receive(payload: Payload): Promise<Answer>;
  /** What is still being stored has one more moment; whoever waits for it is told. */
  stop(): Promise<void>;
}

const OK: Answer = { status: 200 };
/** Slack takes no more choices, nor longer ones. */
const OPTIONS = 100;
const OPTION = 75;
/** What nobody sends again is tried for so long; between two tries first so long, doubled up to the longest. */
const TRYING_MS = 120_000;
const FIRST_MS = 250;
const LONGEST_MS = 5_000;

/**
 * Stored, then acknowledged, and in time whatever happens (X4). Of an event that is not stored by then Slack is told 503, and sends it
 * again. What is pressed or typed with a slash is never sent again: it is tried on here, and the person told to wait, or in the end that
 * it is lost. A form stays open, with a word to press once more.
 */
export function reception(options: ReceptionOptions): Reception {
  const { take, log } = options;
  const stopping = new AbortController();
  const under = new Set<Promise<unknown>>();
  /** What is being stored, so that what is delivered again meanwhile waits for it. */
  const taking = new Map<string, Promise<void>>();

  const behind = (work: Promise<unknown>, what: string): void => {
    const watched = work.catch((error: unknown) => log.warn({ err: error }, `slack: ${what}`)).finally(() => under.delete(watched));
    under.add(watched);
  };

  async function store(all: readonly Arrived[]): Promise<void> {
    for (const one of all) {
      const stored = taking.get(one.platformId) ?? take(one).finally(() => taking.delete(one.platformId));
      taking.set(one.platformId, stored);
      await stored;
    }
  }

  const stored = (all: readonly Arrived[]): Promise<boolean> => store(all).then(() => true, (error: unknown) => {
    log.error({ err: error }, 'slack: a message could not be stored');
    return false;
  });

  /** Undefined when it takes too long. */
  async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
    const patience = new AbortController();
    const late = wait(options.answerMs, undefined, { signal: patience.signal }).catch(() => undefined);
    return Promise.race([work, late]).finally(() => patience.abort());
  }

  async function keepTrying(all: readonly Arrived[], first: Promise<boolean>): Promise<void> {
    let done = await first;
    let waited = 0;
    for (let pause = FIRST_MS; !done && waited < TRYING_MS && !stopping.signal.aborted; pause = Math.min(pause * 2, LONGEST_MS)) {
      await wait(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      waited += pause;
      done = await stored(all);
    }
    if (!done) for (const { chat } of all.slice(0, 1)) await options.whisper(chat, AT_ONCE.lost);
  }

  /** Whether it was stored in time; if not, it is tried on. */
  async function kept(all: readonly Arrived[]): Promise<boolean> {
    const first = stored(all);
    if ((await inTime(first)) === true) return true;
    behind(keepTrying(all, first), 'nobody could be told that something is lost');
    return false;
  }

  async function suggested({ chat, picker, query }: Told & { kind: 'suggests' }): Promise<Answer> {
    const found = await inTime(options.suggest(chat, picker, query).catch((error: unknown) => {
      log.warn({ err: error }, 'slack: no choices could be found');
      return [];
    }));
    const choices = (found ?? []).filter(({ id, label }) => id !== '' && id.length <= OPTION && label.trim() !== '').slice(0, OPTIONS);
    return { status: 200, body: { options: choices.map(({ id, label }): Option => ({ text: plainText(cut(label, OPTION)), value: id })) } };
  }

  async function commanded({ arrived, elsewhere }: Told & { kind: 'command' }): Promise<Answer> {
    const words = (await kept(arrived)) ? AT_ONCE.elsewhere : AT_ONCE.wait;
    if (words === AT_ONCE.elsewhere && !elsewhere) return OK;
    const door = options.door();
    const button = { type: 'button', action_id: 'open-1', text: plainText(AT_ONCE.open), url: door };
    const blocks = [{ type: 'section', text: plainText(words) }, ...(door === undefined || !elsewhere ? [] : [{ type: 'actions', elements: [button] }])];
    return { status: 200, body: { response_type: 'ephemeral', text: words, blocks } };
  }

  async function received(told: Told): Promise<Answer> {
    switch (told.kind) {
      case 'challenge':
        return { status: 200, body: { challenge: told.challenge } };
      case 'nothing':
        return OK;
      case 'arrived': {
        const pressed = told.arrived.some(({ platformId }) => platformId.startsWith('t'));
        if (!pressed) return (await inTime(stored(told.arrived))) === true ? OK : { status: 503 };
        const [first] = told.arrived;
        if (!(await kept(told.arrived)) && first !== undefined) behind(options.whisper(first.chat, AT_ONCE.wait), 'nobody could be told to wait');
        return OK;
      }
      case 'command':
        return commanded(told);
      case 'submitted': {
        if ((await inTime(stored(told.arrived))) === true) return { status: 200, body: { response_action: 'clear' } };
        const [field] = told.fields;
        return field === undefined ? OK : { status: 200, body: { response_action: 'errors', errors: { [field]: AT_ONCE.again } } };
      }
      case 'opens':
        behind(options.opens(told).catch(async (error: unknown) => {
          await options.whisper(told.chat, AT_ONCE.lost);
          throw error;
        }), 'a form could not be opened');
        return OK;
      case 'suggests':
        return suggested(told);
      case 'home':
        behind(options.home(told.chat), 'a home page could not be shown');
        return OK;
    }
  }

  return {
    async receive(payload) {
      let told: Told;
      try {
        told = parse(payload, options.self());
      } catch (error) {
        // It would come again for ever.
        log.error({ err: error }, 'slack: something could not be read');
        return OK;
      }
      return received(told);
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(under);
    },
  };
}

import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { isPayload, type Payload } from './payload.ts';
import type { Answer } from './reception.ts';
import { faultOf, isRefused } from './refusals.ts';

/** What arrives by a socket; `ack` says that it is stored, and what goes with it. */
export interface Envelope {
  readonly body: unknown;
  readonly ack: (body?: Record<string, unknown>) => Promise<void>;
}

/** As much of the SDK's client as is used. It connects once: when it lost its connection, it is `start`ed again. */
export interface Wire {
  start(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  onEnvelope(listener: (envelope: Envelope) => void): void;
  onceGone(listener: () => void): void;
}

export interface Socket {
  /** Resolves once connected. @throws Error for what no try would mend: a wrong token */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const FIRST_MS = 100;
const LONGEST_MS = 30_000;
/** Between being connected to and being greeted. */
const GREETING_MS = 20_000;
const GOODBYE_MS = 1_000;

/** Socket Mode: connected again whenever Slack or the network ends it. Slack sends an event again that is not acknowledged. */
export function socket({ wire, receive, log }: { wire: Wire; receive: (payload: Payload) => Promise<Answer>; log: Log }): Socket {
  const stopping = new AbortController();
  const answering = new Set<Promise<void>>();
  let running: Promise<void> | undefined;

  async function answer({ body, ack }: Envelope): Promise<void> {
    if (!isPayload(body)) {
      log.warn('slack: something was sent that is not known');
      return ack();
    }
    const { status, body: said } = await receive(body);
    if (status === 200) await ack(said as Record<string, unknown> | undefined);
  }

  wire.onEnvelope((envelope) => {
    const answered = answer(envelope).catch((error: unknown) => log.warn({ says: faultOf(error).says }, 'slack: something was not acknowledged')).finally(() => answering.delete(answered));
    answering.add(answered);
  });

  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve(), { once: true }));

  /** Resolves once greeted, with when that ends. */
  async function connect(): Promise<{ readonly gone: Promise<void> }> {
    const gone = new Promise<void>((resolve) => wire.onceGone(resolve));
    const patience = new AbortController();
    const silence = wait(GREETING_MS, undefined, { signal: patience.signal }).then(() => {
      void wire.disconnect().catch(() => undefined);
      throw new Error('slack: no greeting');
    }, () => undefined);
    await Promise.race([wire.start(), silence, stopped]).finally(() => patience.abort());
    return { gone };
  }

  /** Goes on until stopped; `greeted` is called at the first connection, `refused` when there will be none. */
  async function run(greeted: () => void, refused: (error: Error) => void): Promise<void> {
    let [tried, begun] = [0, false];
    while (!stopping.signal.aborted) {
      try {
        const { gone } = await connect();
        [tried, begun] = [0, true];
        greeted();
        await Promise.race([gone, stopped]);
      } catch (error) {
        const fault = faultOf(error);
        if (!begun && isRefused(fault)) {
          refused(new Error('slack: the app token is not valid'));
          return;
        }
        log.warn({ says: fault.says }, 'slack: no connection');
        tried += 1;
      }
      await wait(tried === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tried, 10)), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    greeted();
  }

  return {
    start: () => new Promise((resolve, reject) => { running = run(resolve, reject); }),
    async stop() {
      await Promise.allSettled(answering);
      stopping.abort();
      const patience = new AbortController();
      await Promise.race([wire.disconnect().catch(() => undefined), wait(GOODBYE_MS, undefined, { signal: patience.signal }).catch(() => undefined)]).finally(() => patience.abort());
      await running;
    },
  };
}

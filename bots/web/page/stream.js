/** Follows the conversation: server-sent events, or asking every few seconds where they cannot be read. */
import { Refused } from './api.js';
import { eventReader } from './sse.js';

const POLL_MS = 5000;
/** The server says something (a comment at least) every 25 s or less; after this silence the line is dead. */
const SILENCE_MS = 70000;
const LONGEST_MS = 30000;
const SETTLED_MS = 10000;

/** Doubles from 1 s to 30 s, half of it random, so that a restarted server is not met by everybody at once. */
export function backoff(attempt) {
  const most = Math.min(LONGEST_MS, 1000 * Math.pow(2, attempt));
  return most / 2 + Math.random() * (most / 2);
}

/** A pause that can be cut short. */
export function pauses() {
  let cut = null;
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        cut = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => cut && cut(),
  };
}

const canStream = () => typeof ReadableStream === 'function' && typeof TextDecoder === 'function' && 'body' in Response.prototype;

/**
 * @param {object} on
 * @param {ReturnType<typeof import('./api.js').connect>} on.api
 * @param {() => Promise<void>} on.catchUp asks for what was missed; runs once the events are being received, so that nothing falls between
 * @param {(message: object) => void} on.message
 * @param {(connected: boolean) => void} on.state
 * @param {() => void} on.unauthorised
 */
export function follow(on) {
  const pause = pauses();
  let stopped = false;
  let attempt = 0;
  let heard = 0;
  let controller = null;

  async function listen() {
    controller = new AbortController();
    const response = await on.api.stream(controller.signal);
    if (!response.body) return poll();
    const opened = Date.now();
    heard = opened;
    await on.catchUp();
    on.state(true);
    const read = eventReader((event) => {
      if (event.event === 'message') on.message(JSON.parse(event.data));
    });
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done || stopped) break;
      heard = Date.now();
      read(decoder.decode(value, { stream: true }));
    }
    if (Date.now() - opened > SETTLED_MS) attempt = 0;
  }

  async function poll() {
    if (controller) controller.abort();
    while (!stopped) {
      await on.catchUp();
      on.state(true);
      attempt = 0;
      await pause.wait(POLL_MS);
    }
  }

  async function run() {
    while (!stopped) {
      let lost = false;
      try {
        await (canStream() ? listen() : poll());
      } catch (error) {
        if (error instanceof Refused && error.status === 401) {
          stop();
          on.unauthorised();
          return;
        }
        lost = true;
      }
      if (stopped) return;
      // A stream that simply ends (a restart, a proxy's limit) is not worth a word: the next one is near.
      if (lost) on.state(false);
      await pause.wait(backoff(attempt));
      attempt += 1;
    }
  }

  const retryNow = () => {
    attempt = 0;
    pause.wake();
  };
  const dead = () => {
    if (heard > 0 && Date.now() - heard > SILENCE_MS && controller) controller.abort();
  };
  const seen = () => {
    if (document.hidden) return;
    dead();
    retryNow();
  };
  const watchdog = setInterval(dead, 10000);
  window.addEventListener('online', retryNow);
  document.addEventListener('visibilitychange', seen);

  function stop() {
    stopped = true;
    clearInterval(watchdog);
    window.removeEventListener('online', retryNow);
    document.removeEventListener('visibilitychange', seen);
    if (controller) controller.abort();
    pause.wake();
  }

  run();
  return { stop };
}

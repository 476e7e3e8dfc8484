/**
 * What the person sent, one after the other in order. A message whose fate is unknown is sent again
 * with the same id, for which the server has one effect and one answer; so nothing is lost or doubled.
 */
import { Refused } from './api.js';
import { backoff, pauses } from './stream.js';

/** A server that fails on one message again and again must not hold up the next ones for ever. */
const MOST_FAILURES = 5;
const LATER = [408, 425, 429, 502, 503, 504];

/**
 * @typedef {object} Item
 * @property {string} id the clientMessageId
 * @property {object} body `{text}`, `{press}` or `{submit}`; empty with a file
 * @property {string} label what its bubble says
 * @property {string} [target] id of the message whose button was pressed
 * @property {boolean} [quiet] without a bubble: the card itself shows it
 * @property {File} [file] in memory only
 */

/**
 * @param {object} on
 * @param {ReturnType<typeof import('./api.js').connect>} on.api
 * @param {{get: () => any, set: (value: any) => void}} on.drawer
 * @param {(item: Item) => void} on.sending
 * @param {(item: Item, messages: object[]) => void} on.answered
 * @param {(item: Item, error: Refused) => void} on.refused
 * @param {(connected: boolean) => void} on.state
 * @param {() => void} on.unauthorised
 */
export function createOutbox(on) {
  const pause = pauses();
  const queue = on.drawer.get() || [];
  let held = true;
  let running = false;
  let stopped = false;

  const save = () => on.drawer.set(queue.filter((item) => !item.file));

  async function pump() {
    if (running || held) return;
    running = true;
    let failures = 0;
    while (queue.length > 0 && !stopped) {
      const item = queue[0];
      on.sending(item);
      try {
        const messages = await on.api.send(item.id, item.body, item.file);
        if (stopped) return;
        on.state(true);
        failures = 0;
        queue.shift();
        save();
        on.answered(item, messages);
      } catch (error) {
        if (stopped) return;
        failures += 1;
        const refused = error instanceof Refused;
        if (refused && error.status === 401) {
          on.unauthorised();
          return;
        }
        if (refused && !LATER.includes(error.status) && !(error.status >= 500 && failures < MOST_FAILURES)) {
          failures = 0;
          queue.shift();
          save();
          on.refused(item, error);
        } else {
          // 'busy' means received: the answer is being made, and asking again fetches it.
          if (!refused || (error.status > 500 && error.code !== 'busy')) on.state(false);
          await pause.wait(Math.max(backoff(failures - 1), refused ? error.retryAfter : 0));
        }
      }
    }
    running = false;
  }

  window.addEventListener('online', pause.wake);
  return {
    /** Those kept from before the page was reloaded. */
    items: () => queue.slice(),
    /** The one being sent, or undefined. */
    current: () => (running ? queue[0] : undefined),
    add(item) {
      queue.push(item);
      save();
      pump();
    },
    /** Nothing leaves before what was said earlier is on the screen. */
    release() {
      held = false;
      pump();
    },
    stop() {
      stopped = true;
      window.removeEventListener('online', pause.wake);
      pause.wake();
    },
  };
}

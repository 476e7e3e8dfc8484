import { setTimeout as wait } from 'node:timers/promises';
import type { Crew } from './crew.ts';

export const WEBHOOK_SECRET = 'essai_secret';

const TAKEN_MS = 10_000;
const TRIES = 900;

/** Who writes: in a chat of Telegram, or on the web page with a token. */
export interface Writer { readonly chat: number; readonly token?: string }

/**
 * Telegram's side of a webhook, and the web page's: the same message again, to whichever process answers, until one says that it is stored
 * (the page: dealt with); and now and then once more.
 */
export class WildUpdates {
  readonly #crew: Crew;
  #update = 100;
  #tap = 0;
  /** Messages that somebody wrote or pressed, all of them acknowledged; brought more than once, since no acknowledgement came, or since it was lost. */
  readonly counted = { accepted: 0, again: 0, repeated: 0 };

  constructor(crew: Crew) {
    this.#crew = crew;
  }

  says({ chat, token }: Writer, text: string): Promise<void> {
    const n = (this.#update += 1);
    return token === undefined ? this.#bring(n, { message: { message_id: n, date: 0, ...party(chat), text } }) : this.#bring(n, { text }, token);
  }

  presses({ chat, token }: Writer, data: string): Promise<void> {
    const n = (this.#update += 1);
    this.#tap += 1;
    if (token !== undefined) return this.#bring(n, { press: data }, token);
    return this.#bring(n, { callback_query: { id: String(this.#tap), chat_instance: '1', data, ...party(chat), message: { message_id: 1, date: 0, ...party(chat), text: '' } } });
  }

  async #bring(n: number, body: object, token?: string): Promise<void> {
    const bring = (to: number): Promise<number> => (token === undefined
      ? this.#post(to, '/telegram/webhook', { 'x-telegram-bot-api-secret-token': WEBHOOK_SECRET }, { update_id: n, ...body })
      : this.#post(to, '/web/messages', { authorization: `Bearer ${token}` }, { ...body, clientMessageId: String(n) }));
    for (let tried = 0, status = await bring(n); status !== 200; tried += 1, status = await bring(n + tried)) {
      if (tried > TRIES) throw new Error(`message ${n} is taken by nobody (${status})`);
      this.counted.again += 1;
      await wait(100);
    }
    this.counted.accepted += 1;
    // An acknowledgement that got lost: it comes again, to another.
    if (n % 5 !== 0) return;
    this.counted.repeated += 1;
    await bring(n + 1);
  }

  #post(to: number, path: string, headers: Record<string, string>, body: object): Promise<number> {
    return fetch(`${this.#crew.address(to)}${path}`, {
      method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body), signal: AbortSignal.timeout(TAKEN_MS),
    }).then(async (response) => response.text().then(() => response.status), () => 0);
  }
}

const party = (chat: number): object => ({ from: { id: chat, is_bot: false, first_name: 'Zoé' }, chat: { id: chat, type: 'private', first_name: 'Zoé' } });

import { setTimeout as wait } from 'node:timers/promises';
import type { Crew } from './crew.ts';

export const WEBHOOK_SECRET = 'essai_secret';

const TAKEN_MS = 10_000;
const TRIES = 900;

/** Telegram's side of a webhook: the same update again, to whichever process answers, until one says that it is stored; and now and then once more. */
export class WildUpdates {
  readonly #crew: Crew;
  #update = 100;
  #tap = 0;
  /** Messages that somebody wrote or pressed, all of them acknowledged; brought more than once, since no acknowledgement came, or since it was lost. */
  readonly counted = { accepted: 0, again: 0, repeated: 0 };

  constructor(crew: Crew) {
    this.#crew = crew;
  }

  says(chat: number, text: string): Promise<void> {
    const n = (this.#update += 1);
    return this.#bring(n, { message: { message_id: n, date: 0, ...party(chat), text } });
  }

  presses(chat: number, data: string): Promise<void> {
    const n = (this.#update += 1);
    this.#tap += 1;
    return this.#bring(n, { callback_query: { id: String(this.#tap), chat_instance: '1', data, ...party(chat), message: { message_id: 1, date: 0, ...party(chat), text: '' } } });
  }

  async #bring(n: number, body: object): Promise<void> {
    const said = JSON.stringify({ update_id: n, ...body });
    for (let tried = 0; (await this.#post(n + tried, said)) !== 200; tried += 1) {
      if (tried > TRIES) throw new Error(`update ${n} is taken by nobody`);
      this.counted.again += 1;
      await wait(100);
    }
    this.counted.accepted += 1;
    // An acknowledgement that got lost: it comes again, to another.
    if (n % 5 !== 0) return;
    this.counted.repeated += 1;
    await this.#post(n + 1, said);
  }

  #post(to: number, said: string): Promise<number> {
    return fetch(`${this.#crew.address(to)}/telegram/webhook`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': WEBHOOK_SECRET }, body: said, signal: AbortSignal.timeout(TAKEN_MS),
    }).then((response) => response.status, () => 0);
  }
}

const party = (chat: number): object => ({ from: { id: chat, is_bot: false, first_name: 'Zoé' }, chat: { id: chat, type: 'private', first_name: 'Zoé' } });

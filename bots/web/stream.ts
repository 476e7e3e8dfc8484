import type { ServerResponse } from 'node:http';
import type { Account, Gate } from '../../core/ports.ts';
import type { Worker } from '../worker.ts';
import { rendered } from './history.ts';

/** How often pages that are open here are looked at for what another process wrote. */
const LOOK_MS = 1_000;
const KEEP_ALIVE_MS = 20_000;

interface Open {
  readonly response: ServerResponse;
  readonly account: Account;
  readonly token: string;
  after: string | undefined;
  seq: number;
  busy: boolean;
}

export interface Streams {
  /**
   * Gets a page's place ready; what it gives back begins it on a response. `last`: the id of the last event that the
   * page has seen (Last-Event-ID): what it missed since comes first.
   */
  prepare(account: Account, token: string, last: string | undefined): Promise<(response: ServerResponse) => Promise<void>>;
  /** Ends the pages of a token (logout). */
  end(token: string): void;
  close(): void;
}

/** Server-sent events: everything new of an account, on every page that it has open. */
export function streams(gate: Gate, worker: Worker): Streams {
  const open = new Set<Open>();

  const show = async (page: Open): Promise<void> => {
    if (page.busy) return;
    page.busy = true;
    try {
      const news = await gate.history(page.account, { channel: 'web', ...(page.after === undefined ? {} : { after: page.after }) });
      const items = news.items.filter((item) => item.seq > page.seq);
      const messages = rendered({ ...news, items }, page.account, gate);
      items.forEach((item, i) => page.response.write(`event: message\nid: ${item.id}\ndata: ${JSON.stringify(messages[i])}\n\n`));
      const last = items.at(-1);
      if (last !== undefined) {
        page.after = last.id;
        page.seq = last.seq;
      }
    } catch {
      // The page reconnects and asks for what it missed.
      page.response.end();
    } finally {
      page.busy = false;
    }
  };

  const onNews = (account: string): void => {
    for (const page of open) if (page.account.id === account) void show(page);
  };
  worker.events.on('news', onNews);

  // Pushes written by another process, and tokens that let nobody in any more (logout, removal: A2).
  let looking = false;
  const look = setInterval(() => {
    if (open.size === 0 || looking) return;
    looking = true;
    const pages = [...open];
    gate.newest([...new Set(pages.map((page) => page.token))])
      .then(async (newest) => {
        for (const page of pages) {
          const seq = newest.get(page.token);
          if (seq === undefined) page.response.end();
          else if (seq > page.seq) await show(page);
        }
      })
      .catch(() => undefined)
      .finally(() => { looking = false; });
  }, LOOK_MS);
  const keepAlive = setInterval(() => {
    for (const page of open) page.response.write(': \n\n');
  }, KEEP_ALIVE_MS);

  return {
    async prepare(account, token, last) {
      const seen = last === undefined ? (await gate.history(account, { channel: 'web' })).items.at(-1) : undefined;
      return async (response) => {
        const page: Open = { response, account, token, after: last ?? seen?.id, seq: seen?.seq ?? 0, busy: false };
        // Never used for anything else: when it ends, so does its connection, and a server that stops need not wait for it.
        response.writeHead(200, { connection: 'close', 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-accel-buffering': 'no' });
        response.write('retry: 2000\n\n');
        open.add(page);
        response.on('close', () => open.delete(page)).on('error', () => open.delete(page));
        // What came between reading the history and being on the list; what was missed.
        await show(page);
      };
    },
    end(token) {
      for (const page of open) if (page.token === token) page.response.end();
    },
    close() {
      worker.events.off('news', onNews);
      clearInterval(look);
      clearInterval(keepAlive);
      for (const page of open) page.response.end();
    },
  };
}

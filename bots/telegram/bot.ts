import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { Telegram } from 'telegraf';
import type { Opts, Telegram as Methods } from 'telegraf/types';
import type { Channel, Inbound } from '../channel.ts';
import type { Log } from '../log.ts';
import { download } from './files.ts';
import { parse, type Self, type Told } from './parse.ts';
import { poller } from './poll.ts';
import { faultOf, isUneditable, isUnchanged, refusal } from './refusals.ts';
import { render, type TelegramPart } from './render.ts';
import { ALLOWED, type Update } from './update.ts';
import { WEBHOOK, webhook } from './webhook.ts';
import { COMMANDS, PROFILE } from './words.ts';

export interface TelegramOptions {
  readonly token: string;
  /** Another server than Telegram's own. */
  readonly apiRoot?: string;
  /** One process polls, or Telegram calls any of them; the second needs `secret` (1–256 of A-Z a-z 0-9 _ -) and `publicUrl`. */
  readonly mode: 'polling' | 'webhook';
  readonly secret?: string;
  readonly publicUrl?: string;
  readonly inbound: Inbound;
  /** Whether this process may poll now: asked before each poll, which takes up to 50 s. Always, without it. */
  readonly lease?: () => Promise<boolean>;
  readonly log: Log;
}

export interface TelegramChannel extends Channel<TelegramPart> {
  /** The route that Telegram calls, to be registered before `start`; only by webhook. */
  readonly webhook?: (app: FastifyInstance) => Promise<void>;
}

const NAME = 'telegram';
const API = 'https://api.telegram.org';

/** How long an answer may take. A poll has its own time on top. */
const ANSWER_MS = 30_000;
const UPLOAD_MS = 60_000;
const TAP_MS = 10_000;
/** Between two tries to begin: doubled each time, up to the longest. */
const FIRST_MS = 250;
const LONGEST_MS = 30_000;

/** Telegram. The one file that knows its SDK, of which it uses the calls alone: no handler of it holds an answer back, and nothing is retried twice. */
export function telegram(options: TelegramOptions): TelegramChannel {
  const { token, mode, inbound, log } = options;
  const apiRoot = (options.apiRoot ?? API).replace(/\/+$/, '');
  const client = new Telegram(token, { apiRoot, webhookReply: false });
  const stopping = new AbortController();
  const answering = new Set<Promise<void>>();
  let self: Self | undefined;

  const call = <M extends keyof Methods>(method: M, payload: Opts<M>, ms = ANSWER_MS, stops?: AbortSignal): Promise<ReturnType<Methods[M]>> => {
    const signal = stops === undefined ? AbortSignal.timeout(ms) : AbortSignal.any([stops, AbortSignal.timeout(ms)]);
    // The SDK is typed by a package of before Node had signals, and takes Node's.
    return client.callApi(method, payload, { signal: signal as never });
  };

  async function bytesOf(file: string): Promise<Buffer> {
    const found = await call('getFile', { file_id: file }).catch((error: unknown) => {
      throw new Error(`telegram: no file (${faultOf(error).says})`);
    });
    // A path of a server of one's own would be one of its disk.
    if (found.file_path === undefined || found.file_path.startsWith('/')) throw new Error('telegram: no file (no path)');
    return download(`${apiRoot}/file/bot${token}/${found.file_path.split('/').map(encodeURIComponent).join('/')}`);
  }

  /** An update that cannot be read would come again for ever; it is told and left. */
  function read(update: Update, me: Self): Told {
    try {
      return parse(update, me);
    } catch (error) {
      log.error({ err: error }, 'telegram: an update could not be read');
      return { kind: 'nothing' };
    }
  }

  async function take(update: Update): Promise<void> {
    if (self === undefined) throw new Error('telegram: not started');
    const told = read(update, self);
    if (told.kind === 'arrived') await inbound.take(NAME, told.arrived);
    if (told.kind === 'reachable') await inbound.reachable(NAME, told.chat, told.reachable);
    if (told.kind !== 'reachable' && told.answers !== undefined) answer(told.answers);
  }

  /** The clock on the button ends. Nobody waits for it: what was tapped is stored. */
  function answer(tap: string): void {
    const answered = call('answerCallbackQuery', { callback_query_id: tap }, TAP_MS)
      .then(() => undefined, (error: unknown) => log.debug({ says: faultOf(error).says }, 'telegram: a tap was not answered'))
      .finally(() => answering.delete(answered));
    answering.add(answered);
  }

  const poll = mode === 'webhook' ? undefined : poller({
    getUpdates: (offset, seconds, signal) => call('getUpdates', { timeout: seconds, allowed_updates: ALLOWED, ...(offset === undefined ? {} : { offset }) }, seconds * 1_000 + ANSWER_MS, signal),
    take,
    lease: options.lease ?? (async () => true),
    log,
  });

  async function listen(): Promise<Self> {
    const { id, username } = await call('getMe', {}, ANSWER_MS, stopping.signal);
    if (poll !== undefined) await call('deleteWebhook', { drop_pending_updates: false }, ANSWER_MS, stopping.signal);
    else await call('setWebhook', { url: `${(options.publicUrl ?? '').replace(/\/+$/, '')}${WEBHOOK}`, secret_token: options.secret ?? '', allowed_updates: ALLOWED }, ANSWER_MS, stopping.signal);
    return { id, username, fetch: bytesOf };
  }

  /** Tries until it is done or stopped. @throws Error for what no try would mend: a wrong token or address */
  async function listening(): Promise<Self | undefined> {
    for (let tried = 0; !stopping.signal.aborted; tried += 1) {
      try {
        return await listen();
      } catch (error) {
        const { code, says, retryMs } = faultOf(error);
        if (code === 401 || code === 404) throw new Error('telegram: the token is not valid');
        if (code !== undefined && code < 500 && code !== 409 && code !== 429) throw new Error(`telegram: ${code} ${says}`);
        log.warn({ code, says }, 'telegram: cannot begin yet');
        await wait(retryMs ?? Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tried, 10)), undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  /** What Telegram shows of us: in French, and in English to whoever uses it in English. Without it everything works. */
  async function introduce(): Promise<void> {
    await Promise.all((['fr', 'en'] as const).flatMap((lang) => {
      const of = lang === 'fr' ? {} : { language_code: lang };
      const { description, short } = PROFILE[lang];
      return [
        call('setMyCommands', { commands: COMMANDS[lang].map(({ command, description: says }) => ({ command, description: says })), ...of }, ANSWER_MS, stopping.signal),
        call('setMyDescription', { description, ...of }, ANSWER_MS, stopping.signal),
        call('setMyShortDescription', { short_description: short, ...of }, ANSWER_MS, stopping.signal),
      ].map((told) => told.catch((error: unknown) => log.warn({ says: faultOf(error).says }, 'telegram: the menu or a description was not taken')));
    }));
  }

  async function text(chat: number, part: TelegramPart & { kind: 'text' }, edits: number | undefined): Promise<number> {
    const said = {
      chat_id: chat, text: part.html, parse_mode: 'HTML' as const, link_preview_options: { is_disabled: true },
      ...(part.keyboard === undefined ? {} : { reply_markup: { inline_keyboard: part.keyboard.map((row) => [...row]) } }),
    };
    if (edits !== undefined) {
      try {
        await call('editMessageText', { ...said, message_id: edits });
        return edits;
      } catch (error) {
        if (isUnchanged(error)) return edits;
        if (!isUneditable(error)) throw error;
      }
    }
    return (await call('sendMessage', said)).message_id;
  }

  async function sent(chat: number, part: TelegramPart, edits: number | undefined): Promise<number> {
    if (part.kind === 'text') return text(chat, part, edits);
    const file = { source: part.bytes, filename: part.name };
    switch (part.kind) {
      case 'document':
        return (await call('sendDocument', { chat_id: chat, document: file }, UPLOAD_MS)).message_id;
      case 'photo':
        return (await call('sendPhoto', { chat_id: chat, photo: file }, UPLOAD_MS)).message_id;
      case 'voice':
        return (await call('sendVoice', { chat_id: chat, voice: file }, UPLOAD_MS)).message_id;
    }
  }

  return {
    name: NAME,
    title: 'Telegram',
    entrance: (code) => (self === undefined ? undefined : `https://t.me/${self.username}?start=${encodeURIComponent(code)}`),
    render: (letter) => render(letter, self?.username),
    async send(address, part, edits) {
      const edited = edits === undefined ? NaN : Number(edits);
      try {
        return String(await sent(Number(address), part, Number.isSafeInteger(edited) ? edited : undefined));
      } catch (error) {
        throw refusal(error);
      }
    },
    async start() {
      self = await listening();
      if (self === undefined) return;
      poll?.start();
      await introduce();
    },
    async stop() {
      stopping.abort();
      await poll?.stop();
      await Promise.allSettled(answering);
    },
    ...(mode === 'webhook' ? { webhook: webhook({ secret: needed(options), take, log }) } : {}),
  };
}

/** An empty secret would let everybody in. */
function needed({ secret, publicUrl }: TelegramOptions): string {
  if (secret === undefined || !/^[\w-]{1,256}$/.test(secret) || publicUrl === undefined) throw new Error('telegram: a webhook needs a secret (1–256 of A-Z a-z 0-9 _ -) and a public address');
  return secret;
}

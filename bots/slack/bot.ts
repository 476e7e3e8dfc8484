import { setTimeout as wait } from 'node:timers/promises';
import { SocketModeReceiver, webApi } from '@slack/bolt';
import type { FastifyInstance } from 'fastify';
import { NotSentError, type Channel, type Inbound, type Looks } from '../channel.ts';
import type { Log } from '../log.ts';
import type { SlackPart } from './blocks.ts';
import { download } from './files.ts';
import { homePages } from './home.ts';
import { slackRoutes } from './http.ts';
import { modalOf } from './modal.ts';
import { ownChatIn, personal, teamIn } from './parse.ts';
import type { Payload } from './payload.ts';
import { reception, type Answer } from './reception.ts';
import { faultOf, isRefused, isUneditable, refusal } from './refusals.ts';
import { doorOf, render, type App } from './render.ts';
import { socket, type Wire } from './socket.ts';

export interface SlackOptions {
  /** `xoxb-…`. */
  readonly botToken: string;
  /** For `POST /slack/events`. */
  readonly signingSecret?: string;
  /** `xapp-…`: Socket Mode, where Slack calls nobody. */
  readonly appToken?: string;
  /** Another server than Slack's own, up to and with '/api/'. */
  readonly apiUrl?: string;
  readonly inbound: Inbound;
  readonly log: Log;
  /** How long storing may take before Slack is told so, in ms: 2,500 unless told. */
  readonly answerMs?: number;
  /** What is read for menus, in as much time, and for home pages. */
  readonly looks: Looks;
}

export interface SlackChannel extends Channel<SlackPart> {
  /** The route that Slack calls, to be registered before `start`; only with a signing secret and without Socket Mode. */
  readonly routes?: (app: FastifyInstance) => Promise<void>;
}

const NAME = 'slack';
/** Slack waits 3 s, of which the way takes some. */
const STORING_MS = 2_500;
const ANSWER_MS = 30_000;
/** Between two tries to begin: doubled each time, up to the longest. */
const FIRST_MS = 250;
const LONGEST_MS = 30_000;
/** People whose chat is remembered. */
const CHATS = 10_000;

/** The SDK says what it sends and gets, names with it, and keeps quiet here. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error' as never, setName() {} };

/** Slack. The one file that knows its SDK, of which it uses the calls and the socket alone: no handler of it acknowledges, and nothing is retried twice. */
export function slack(options: SlackOptions): SlackChannel {
  const { botToken, signingSecret, appToken, inbound, looks, log } = options;
  const apiUrl = options.apiUrl?.replace(/\/*$/, '/');
  const called = { ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }), retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: ANSWER_MS, logger: SILENT };
  const client = new webApi.WebClient(botToken, called);
  const stopping = new AbortController();
  const chats = new Map<string, string>();
  /** `only`: whether nobody but the people of this workspace is reached with our token. */
  let me: { readonly user: string; readonly team: string; readonly app: string | undefined; readonly only: boolean } | undefined;
  /** Slack says it beside everything that arrives. */
  let appId: string | undefined;

  const app = (): App | undefined => {
    const id = me?.app ?? appId;
    return me === undefined || id === undefined ? undefined : { team: me.team, id };
  };

  /** A user's id may be the same in several workspaces: by its id alone somebody is reached in ours. */
  const isElsewhere = (team: string | undefined): boolean => me !== undefined && me.only && team !== undefined && team !== me.team;

  function remember(chat: string, channel: string): string {
    if (chats.size >= CHATS) chats.clear();
    chats.set(chat, channel);
    return channel;
  }

  /** The channel of a person's own chat: where they wrote last; else it is opened, which is for people of our workspace alone. */
  async function chatOf(chat: string): Promise<string> {
    const known = chats.get(chat);
    if (known !== undefined) return known;
    const [team, user = ''] = chat.split(':');
    if (isElsewhere(team)) throw new NotSentError('unreachable', 'slack: another workspace');
    const { channel } = await client.conversations.open({ users: user });
    if (channel?.id === undefined) throw new NotSentError('later', 'slack: no chat was opened');
    return remember(chat, channel.id);
  }

  async function whisper(chat: string, words: string): Promise<void> {
    const { user, channel } = placeOf(chat);
    if (user !== undefined) await client.chat.postEphemeral({ channel: channel ?? (await chatOf(chat)), user, text: words });
  }

  const homes = homePages({
    look: (who) => looks.home(NAME, who),
    app,
    async publish(who, blocks) {
      const { user } = placeOf(who);
      if (user !== undefined) await client.views.publish({ user_id: user, view: { type: 'home', blocks: blocks as never } }).catch(told);
    },
    log,
  });

  const desk = reception({
    self: () => ({ user: me?.user ?? '', fetch: (url) => download(url, { token: botToken, apiUrl }) }),
    take: (arrived) => inbound.take(NAME, arrived),
    async opens({ chat, value, trigger }) {
      const view = modalOf(value, chat);
      if (view === undefined) throw new Error('slack: no form of ours');
      await client.views.open({ trigger_id: trigger, view: view as never }).catch(told);
    },
    suggest: (...asked) => looks.choices(NAME, ...asked),
    home: (chat) => homes.opened(chat),
    whisper: (chat, words) => whisper(chat, words).catch(told),
    door: () => {
      const known = app();
      return known === undefined ? undefined : doorOf(known);
    },
    answerMs: options.answerMs ?? STORING_MS,
    log,
  });

  /** Whether it says by itself where to answer, or that is known. */
  const isAnswerable = (payload: Payload): boolean => {
    if ('event' in payload && payload.event.type === 'app_mention') return true;
    if (ownChatIn(payload) !== undefined) return true;
    return 'command' in payload && chats.has(personal(payload.team_id, payload.user_id));
  };

  async function receive(payload: Payload): Promise<Answer> {
    if ('api_app_id' in payload) appId ??= payload.api_app_id;
    const from = ownChatIn(payload);
    if (from !== undefined && from.user !== me?.user) remember(personal(from.team, from.user), from.channel);
    // It could be answered to somebody else here, who bears the same id. Whoever mentions us is answered in that channel, where people of two workspaces may meet.
    if (isElsewhere(teamIn(payload)) && !isAnswerable(payload)) {
      log.warn('slack: something is from another workspace');
      return { status: 200 };
    }
    return desk.receive(payload);
  }

  const line = appToken === undefined ? undefined : socket({ wire: wireOf(appToken, called), receive, log });
  if (line === undefined && (signingSecret === undefined || signingSecret === '')) throw new Error('slack: a signing secret or an app token is needed');

  /** Tries until Slack says who we are, or stopped. @throws Error for what no try would mend: a wrong token */
  async function introduced(): Promise<typeof me> {
    for (let tried = 0; !stopping.signal.aborted; tried += 1) {
      try {
        const { user_id: user = '', team_id: team = '', app_id: id, is_enterprise_install: organisation = false } = await client.auth.test();
        return { user, team, app: typeof id === 'string' ? id : undefined, only: team !== '' && !organisation };
      } catch (error) {
        const fault = faultOf(error);
        if (isRefused(fault)) throw new Error(`slack: the token is not valid (${fault.says})`);
        log.warn({ says: fault.says, status: fault.status }, 'slack: cannot begin yet');
        await wait(fault.retryMs ?? Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tried, 10)), undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  async function sent(address: string, part: SlackPart, edits: string | undefined): Promise<string> {
    const { user, channel } = placeOf(address);
    const open = channel === undefined;
    if (user === undefined && open) throw new NotSentError('refused', 'slack: no address');
    const to = channel ?? (await chatOf(address));
    if (part.kind === 'file') {
      if (!open) throw new NotSentError('refused', 'slack: no document goes where others read along');
      const { files = [] } = (await client.filesUploadV2({ channel_id: to, file: part.bytes, filename: part.name })) as { files?: readonly { files?: readonly { id?: string }[] }[] };
      return files[0]?.files?.[0]?.id ?? '';
    }
    // What is sent is read only here, and not in the SDK's types.
    const said = { channel: to, text: part.text, blocks: part.blocks as never, parse: 'none' as const, link_names: false };
    // Only they see it, and it cannot be edited.
    if (!open && user !== undefined) return (await client.chat.postEphemeral({ ...said, user })).message_ts ?? '';
    if (edits !== undefined && /^\d+\.\d+$/.test(edits)) {
      try {
        await client.chat.update({ ...said, ts: edits });
        return edits;
      } catch (error) {
        if (!isUneditable(error)) throw error;
      }
    }
    return (await client.chat.postMessage({ ...said, unfurl_links: false, unfurl_media: false })).ts ?? '';
  }

  /** Slack's one word for a person who left and for a workspace that we were removed from: only the first is about the chat. */
  async function isOurs(error: unknown): Promise<boolean> {
    return faultOf(error).says === 'account_inactive' && client.auth.test().then(() => false, (again: unknown) => isRefused(faultOf(again)));
  }

  return {
    name: NAME,
    title: 'Slack',
    render: (letter) => render(letter, app()),
    async send(address, part, edits) {
      try {
        return await sent(address, part, edits);
      } catch (error) {
        if (await isOurs(error)) throw new NotSentError('later', 'slack: the app is not installed', { afterMs: 60_000, everywhere: true });
        const refused = refusal(error);
        if (refused.why === 'unreachable') chats.delete(address);
        throw refused;
      }
    },
    changed: (account) => homes.changed(account),
    async start() {
      me = await introduced();
      if (me !== undefined) await line?.start();
    },
    async stop() {
      stopping.abort();
      await line?.stop();
      await desk.stop();
      await homes.stop();
    },
    ...(line === undefined ? { routes: slackRoutes({ secret: signingSecret ?? '', receive, log }) } : {}),
  };
}

/** An error of the SDK may hold an address or what was sent. */
const told = (error: unknown): never => {
  throw new Error(`slack: ${faultOf(error).says}`);
};

/** 'T1:U1' is a person's own chat, 'T1:C1:U1' somebody in a channel, 'T1:C1' a channel. */
function placeOf(address: string): { user?: string; channel?: string } {
  const [, place = '', user] = address.split(':');
  if (user !== undefined) return { user, channel: place };
  return /^[UW]/.test(place) ? { user: place } : place === '' ? {} : { channel: place };
}

function wireOf(appToken: string, clientOptions: Omit<webApi.WebClientOptions, 'logger' | 'logLevel'>): Wire {
  const { client } = new SocketModeReceiver({ appToken, logger: SILENT, autoReconnectEnabled: false, installerOptions: { clientOptions } });
  return {
    start: () => client.start(),
    disconnect: () => client.disconnect(),
    onEnvelope: (listener) => void client.on('slack_event', listener),
    onceGone: (listener) => void client.once('disconnected', listener),
  };
}

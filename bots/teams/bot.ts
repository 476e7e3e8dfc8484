import { setTimeout as wait } from 'node:timers/promises';
import { ConfigurationBotFrameworkAuthentication, ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import type { FastifyInstance } from 'fastify';
import type { Document } from '../../core/ports.ts';
import { NotSentError, type Channel, type Inbound, type Looks } from '../channel.ts';
import type { Log } from '../log.ts';
import type { Activity } from './activity.ts';
import { download, isKept, upload } from './files.ts';
import { ROUTE, teamsRoutes, type Verdict } from './http.ts';
import { isAllowed, placeOf, tenantsIn, type Place } from './place.ts';
import { reception, type Kept } from './reception.ts';
import { faultOf, isUneditable, refusal } from './refusals.ts';
import { doorOf, render, type TeamsPart } from './render.ts';
import { CredentialsError, tokens, type Tokens } from './token.ts';
import { LINES } from './words.ts';

export { ROUTE };

/** The servers of Teams in the public cloud, each of a region. */
export const SERVICE_URLS: readonly string[] = ['https://smba.trafficmanager.net/'];

export interface TeamsOptions {
  /** Of the bot's app registration; '' only with `authOff`. */
  readonly appId: string;
  readonly appType: 'SingleTenant' | 'UserAssignedMSI';
  /** With SingleTenant. */
  readonly appPassword?: string | undefined;
  readonly tenantId?: string | undefined;
  /** Beginnings of the addresses that answers go to, and are told our token; Teams' own unless told. */
  readonly serviceUrls?: readonly string[] | undefined;
  /** Organisations whose people may write: our own unless told. */
  readonly tenants?: readonly string[] | undefined;
  /** For tests: whoever calls is believed, and nothing we send is signed. */
  readonly authOff?: boolean;
  /** Other servers than those of the public cloud: who issues the tokens that come with messages, where their keys are, and where ours come from (with the tenant). */
  readonly issuer?: string | undefined;
  readonly metadataUrl?: string | undefined;
  readonly loginUrl?: string | undefined;
  readonly inbound: Inbound;
  readonly log: Log;
  /** A document by what stands in its link, made now, if it is for whoever answers in that chat; undefined: there is none. Without it no document is offered. */
  readonly open?: (token: string, chat: string) => Promise<Document | undefined>;
  /** The address of a document, where a file cannot be put. */
  readonly link?: (token: string) => string;
  /** What is found while it is typed, in `invokeMs`. */
  readonly looks?: Pick<Looks, 'choices'>;
  /** How long storing a message may take before Teams is told so, and how long it waits for an invoke, in ms: 10,000 and 4,000 unless told. */
  readonly storingMs?: number;
  readonly invokeMs?: number;
}

export interface TeamsChannel extends Channel<TeamsPart> {
  /** The route that Teams calls, to be registered before `start`. */
  readonly routes: (app: FastifyInstance) => Promise<void>;
}

const NAME = 'teams';
const CHANNEL = 'msteams';
/** Of clients for trying bots out. */
const EMULATOR = 'emulator';
const ISSUER = 'https://api.botframework.com';
const METADATA = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const SCOPE = 'https://api.botframework.com';
const LOGIN = 'https://login.microsoftonline.com';
/** Teams waits 15 s for a message, 5 s for an invoke, of which the way takes some. */
const STORING_MS = 10_000;
const INVOKE_MS = 4_000;
/** Twice it is less than a delivery is leased for: an edit, and a new message where that is gone. */
const CALL_MS = 12_000;
/** Between two tries to begin: doubled each time, up to the longest. */
const FIRST_MS = 250;
const LONGEST_MS = 30_000;
/** Servers whose client is kept. */
const CLIENTS = 50;
/** A longer token makes an address that not every client opens. */
const TOKEN = 8_000;

/** What is sent: an activity, as far as we fill it in. */
interface Outgoing {
  readonly summary: string;
  readonly attachments: readonly { readonly contentType: string; readonly contentUrl?: string; readonly name?: string; readonly content: unknown }[];
}

/** As much of the SDK's client as is used. */
type Client = Awaited<ReturnType<ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>['create']>>;

/**
 * Microsoft Teams. The one file that knows its SDK, of which it uses what checks who calls and the calls themselves: no adapter of it
 * answers Teams, nothing is kept, and nothing is retried twice.
 * @throws Error without what is needed to know who calls
 */
export function teams(options: TeamsOptions): TeamsChannel {
  const { appId, appType, appPassword = '', tenantId = '', inbound, log, authOff = false } = options;
  if (!authOff && (appId === '' || tenantId === '')) throw new Error('teams: an app id and a tenant id are needed');
  if (!authOff && appType === 'SingleTenant' && appPassword === '') throw new Error('teams: a password is needed');
  const serviceUrls = options.serviceUrls ?? SERVICE_URLS;
  const tenants = (options.tenants ?? (tenantId === '' ? [] : [tenantId])).map((one) => one.toLowerCase());
  /** What is told our token may keep files too. */
  const keepers = serviceUrls.map((url) => new URL(url).origin);
  const issuer = options.issuer ?? ISSUER;
  const loginUrl = options.loginUrl ?? `${LOGIN}/${tenantId}`;
  const stopping = new AbortController();
  const clients = new Map<string, Promise<Client>>();
  const ours: Tokens | undefined = authOff ? undefined : appType === 'SingleTenant' ? tokens({ appId, secret: appPassword, loginUrl }) : identity(appId, tenantId);

  /** Read by the SDK by its shape. */
  const credentials = {
    isValidAppId: async (id: string) => id === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      async signRequest(request: { headers: { set(name: string, value: string): void } }) {
        if (ours !== undefined) request.headers.set('authorization', `Bearer ${await ours.token()}`);
        return request;
      },
    }),
  };
  const auth = new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: appId, ToChannelFromBotLoginUrl: loginUrl, ToChannelFromBotOAuthScope: SCOPE, ToBotFromChannelTokenIssuer: issuer, OAuthUrl: 'https://api.botframework.com',
      ToBotFromChannelOpenIdMetadataUrl: options.metadataUrl ?? METADATA, ToBotFromEmulatorOpenIdMetadataUrl: options.metadataUrl ?? METADATA, CallerId: '', ValidateAuthority: true,
    },
    credentials as never,
  );
  const claims = [{ type: 'aud', value: appId }];
  const factory = auth.createConnectorFactory({ claims, isAuthenticated: true, authenticationType: true, getClaimValue: (type: string) => claims.find((one) => one.type === type)?.value ?? null } as never);

  /** Whether Teams sent it, to us, from a server of its own, for somebody of an organisation that is served. */
  async function judge(activity: Activity, authorization: string): Promise<Verdict> {
    const { channelId, serviceUrl = '' } = activity;
    if (!isAllowed(serviceUrl, serviceUrls)) return 401;
    if (channelId !== CHANNEL && !(authOff && channelId === EMULATOR)) return 401;
    if (!authOff) {
      try {
        const { claimsIdentity } = await auth.authenticateRequest(activity as never, authorization);
        // The SDK also takes what Microsoft issues to apps, our own tokens among them, and then no server is vouched for.
        if (claimsIdentity.getClaimValue('iss') !== issuer) return 401;
      } catch (error) {
        if (!isAway(error)) return 401;
        log.error({ err: error }, 'teams: the keys of Microsoft cannot be had');
        return 503;
      }
    }
    // Two that are served are not one: whose chat it is would be a guess.
    const [from, other] = tenantsIn(activity);
    const served = from !== undefined && other === undefined && tenants.includes(from);
    return served || (authOff && tenants.length === 0) ? 'known' : 403;
  }

  async function clientOf(serviceUrl: string): Promise<Client> {
    const made = clients.get(serviceUrl) ?? factory.create(serviceUrl, SCOPE).then((client) => {
      const { pipeline } = (client as unknown as { client: { pipeline: { removePolicy(which: { name: string }): unknown } } }).client;
      // It would wait as long as Teams says, with the chat's turn lost, or show our token to whoever it is led to.
      for (const name of ['defaultRetryPolicy', 'redirectPolicy']) pipeline.removePolicy({ name });
      return client;
    });
    if (clients.size >= CLIENTS) clients.clear();
    clients.set(serviceUrl, made);
    return made;
  }

  /** What the message that is there now is called. */
  async function put(place: Place, what: Outgoing, edits?: string): Promise<string> {
    if (!isAllowed(place.serviceUrl, serviceUrls)) throw new NotSentError('refused', 'teams: no server of Teams');
    try {
      return await called(place, what, edits);
    } catch (error) {
      // Our token ended before its time.
      if (faultOf(error).status !== 401) throw error;
      ours?.forget();
      return called(place, what, edits);
    }
  }

  async function called({ serviceUrl, conversation, bot }: Place, what: Outgoing, edits: string | undefined): Promise<string> {
    const { conversations } = await clientOf(serviceUrl);
    const activity = { type: 'message', from: { id: bot, name: '' }, conversation: { id: conversation } as never, summary: what.summary, attachments: [...what.attachments] };
    const timed = (): { abortSignal: AbortSignal; timeout: number } => ({ abortSignal: AbortSignal.timeout(CALL_MS), timeout: CALL_MS });
    if (edits !== undefined && edits !== '') {
      try {
        await conversations.updateActivity(conversation, edits, { ...activity, id: edits }, timed());
        return edits;
      } catch (error) {
        if (!isUneditable(error)) throw error;
      }
    }
    const sent = (await conversations.sendToConversation(conversation, activity, timed())) as { id?: string } | undefined;
    return sent?.id ?? '';
  }

  /** A file is put where the person says yes, in their own chat alone; elsewhere its address is given. */
  function offer(part: TeamsPart & { kind: 'file' }, { alone }: Place): Outgoing {
    const { token, name, size, lang } = part;
    const { summary, offered, open } = LINES[lang];
    if (token === undefined || !alone) throw new NotSentError('refused', alone ? 'teams: no link to the document' : 'teams: no document goes where others read along');
    if (options.open !== undefined && token.length <= TOKEN) {
      return { summary, attachments: [{ contentType: 'application/vnd.microsoft.teams.card.file.consent', name, content: { description: offered, sizeInBytes: size, acceptContext: { token }, declineContext: {} } }] };
    }
    if (options.link === undefined) throw new NotSentError('refused', 'teams: no link to the document');
    const [drawn] = render({ message: { blocks: [{ kind: 'paragraph', text: [name] }, { kind: 'link', label: [open], url: options.link(token) }] }, names: NOBODY, naming: 'none', lang, files: [] }, appId);
    return { summary, attachments: drawn?.kind === 'card' ? [attached(drawn)] : [] };
  }

  async function settles(place: Place, card: string | undefined, what: Kept | string): Promise<void> {
    try {
      if (typeof what !== 'string') {
        const { url, name, id, type } = what;
        await put(place, { summary: LINES.fr.summary, attachments: [{ contentType: 'application/vnd.microsoft.teams.card.file.info', contentUrl: url, name, content: { uniqueId: id, fileType: type } }] }, card);
        return;
      }
      const [drawn] = render({ message: { blocks: [{ kind: 'paragraph', text: [what] }] }, names: NOBODY, naming: 'none', lang: 'fr', files: [] }, appId);
      if (drawn?.kind === 'card') await put(place, { summary: drawn.summary, attachments: [attached(drawn)] }, card);
    } catch (error) {
      throw refusal(error);
    }
  }

  const desk = reception({
    self: {
      async fetch(url, own) {
        if (own ? !isAllowed(url, serviceUrls) : !isKept(url, keepers)) throw new Error('teams: no file (kept elsewhere)');
        return download(url, own ? await ours?.token() : undefined);
      },
    },
    take: (arrived) => inbound.take(NAME, arrived),
    reachable: (chat, reachable) => inbound.reachable(NAME, chat, reachable),
    choices: async (...asked) => (await options.looks?.choices(NAME, ...asked)) ?? [],
    open: async (token, chat) => options.open?.(token, chat),
    async upload(url, bytes) {
      if (!isKept(url, keepers)) throw new Error('teams: no drive of Microsoft');
      await upload(url, bytes);
    },
    settles, storingMs: options.storingMs ?? STORING_MS, invokeMs: options.invokeMs ?? INVOKE_MS, log,
  });

  return {
    name: NAME,
    title: 'Teams',
    entrance: (code) => (appId === '' ? undefined : `${doorOf(appId)}&message=${encodeURIComponent(code)}`),
    render: (letter) => render(letter, appId),
    async send(address, part, edits) {
      const place = placeOf(address);
      if (place === undefined) throw new NotSentError('refused', 'teams: no address');
      try {
        return await put(place, part.kind === 'card' ? { summary: part.summary, attachments: [attached(part)] } : offer(part, place), part.kind === 'card' ? edits : undefined);
      } catch (error) {
        throw refusal(error);
      }
    },
    routes: teamsRoutes({ judge, receive: (activity) => desk.receive(activity), log }),
    /** @throws Error for what no try would mend: credentials that are not valid */
    async start() {
      for (let tried = 0; ours !== undefined && !stopping.signal.aborted; tried += 1) {
        try {
          await ours.token();
          return;
        } catch (error) {
          if (error instanceof CredentialsError) throw new Error(error.message);
          log.warn({ err: error }, 'teams: cannot begin yet');
          await wait(Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(tried, 10)), undefined, { signal: stopping.signal }).catch(() => undefined);
        }
      }
    },
    async stop() {
      stopping.abort();
      await desk.stop();
    },
  };
}

const NOBODY = { people: new Map(), accounts: new Map() } as const;

const attached = ({ card }: TeamsPart & { kind: 'card' }): Outgoing['attachments'][number] => ({ contentType: 'application/vnd.microsoft.card.adaptive', content: card });

/** Microsoft's keys could not be asked for: that says nothing about who called. */
function isAway(error: unknown): boolean {
  const { name, statusCode } = (error ?? {}) as { name?: unknown; statusCode?: unknown };
  return name === 'FetchError' || (typeof statusCode === 'number' && statusCode >= 500);
}

/** Our token by the identity that Azure gives the machine; the SDK keeps it as long as it is good. */
function identity(appId: string, tenantId: string): Tokens {
  const factory = new ConfigurationServiceClientCredentialFactory({ MicrosoftAppId: appId, MicrosoftAppTenantId: tenantId, MicrosoftAppType: 'UserAssignedMsi' });
  let fresh = false;
  return {
    async token() {
      try {
        const credentials = (await factory.createCredentials(appId, SCOPE, LOGIN, true)) as unknown as { getToken(forceRefresh: boolean): Promise<string> };
        const token = await credentials.getToken(fresh);
        fresh = false;
        return token;
      } catch {
        throw new NotSentError('later', 'teams: no token (managed identity)', { afterMs: 5_000, everywhere: true });
      }
    },
    forget() {
      fresh = true;
    },
  };
}

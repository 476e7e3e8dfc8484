import path from 'node:path';
import { z } from 'zod';
import { GuichetError } from '../core/errors.ts';

const instant = z.iso.datetime({ offset: true, error: 'must be an instant such as 2026-11-20T08:00:00Z' }).transform((text) => new Date(text));

const url = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), { error: `must be a URL that begins with ${protocols.map((p) => `${p}//`).join(' or ')}` });

const database = url(['postgres:', 'postgresql:']);

/** Messages a second, in all and in one chat: '28.8/1'. */
const rate = z.string().regex(/^[1-9]\d{0,3}(?:\.\d)?\/[1-9]\d{0,3}$/, { error: 'must be two numbers, such as 28.8/1: messages a second in all, and in one chat' })
  .transform((text): PerSecond => { const [all = 1, chat = 1] = text.split('/').map(Number); return { all, chat }; });

/** 'a, b': each of them. */
const list = z.string().transform((text) => text.split(',').map((one) => one.trim()).filter((one) => one !== ''));

const environment = z.object({
  PORT: z.string().default('3978').refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, { error: 'must be a port number, 0 to 65535' }).transform(Number),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: url(['http:', 'https:']).optional(),
  DATABASE_URL: database.optional(),
  DATABASE_ADMIN_URL: database.optional(),
  DATABASE_POOL: z.coerce.number({ error: 'must be a number of connections, 2 to 200' }).int().min(2).max(200).default(14),
  GUICHET_HOME: z.string().min(1).default('.guichet'),
  GUICHET_SECRET_KEY: z.string().refine((text) => Buffer.from(text, 'base64').length === 32, { error: 'must be 32 bytes in base64: openssl rand -base64 32' }).optional(),
  GUICHET_DEMO: z.enum(['0', '1'], { error: 'must be 0 or 1' }).optional(),
  GUICHET_CLOCK: z.templateLiteral(['test@', z.string()], { error: 'must be test@INSTANT, such as test@2026-11-20T08:00:00Z' })
    .transform((text) => text.slice('test@'.length)).pipe(instant).optional(),
  GUICHET_ROLES: z.string().default('web,worker')
    .transform((text) => text.split(',').map((role) => role.trim())).pipe(z.array(z.enum(['web', 'worker'], { error: 'must be web, worker or web,worker' })).min(1)),
  GUICHET_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { error: 'must be fatal, error, warn, info, debug, trace or silent' }).default('warn'),
  SMTP_URL: url(['smtp:', 'smtps:']).optional(),
  MAIL_FROM: z.string().refine((text) => /^(?:[^<>\r\n]+ <)?[^\s@<>]+@[^\s@<>]+>?$/.test(text) && text.includes('<') === text.endsWith('>'), { error: 'must be an address, such as Guichet <guichet@example.org>' }).optional(),
  OPENDATASOFT_URL: url(['http:', 'https:']).optional(),
  TELEGRAM_BOT_TOKEN: z.string().regex(/^[A-Za-z0-9:_-]{5,100}$/, { error: 'is not a token as BotFather gives it' }).optional(),
  TELEGRAM_API_ROOT: url(['http:', 'https:']).default('https://api.telegram.org'),
  TELEGRAM_MODE: z.enum(['polling', 'webhook'], { error: 'must be polling or webhook' }).default('polling'),
  TELEGRAM_WEBHOOK_SECRET: z.string().regex(/^[A-Za-z0-9_-]{1,256}$/, { error: 'must be 1 to 256 letters, digits, _ or -' }).optional(),
  // Telegram's limit is 30 in any second: at this pace one that comes a little late makes no 31.
  TELEGRAM_RATE: rate.prefault('28.8/1'),
  SLACK_BOT_TOKEN: z.string().regex(/^[\w.-]{5,300}$/, { error: 'is not a token as Slack gives it (xoxb-…)' }).optional(),
  SLACK_SIGNING_SECRET: z.string().min(1).optional(),
  SLACK_APP_TOKEN: z.string().regex(/^[\w.-]{5,300}$/, { error: 'is not an app-level token as Slack gives it (xapp-…)' }).optional(),
  SLACK_API_URL: url(['http:', 'https:']).optional(),
  SLACK_RATE: rate.prefault('5/1'),
  MICROSOFT_APP_ID: z.string().regex(/^[\w.-]{3,100}$/, { error: 'is not an application id as Entra gives it' }).optional(),
  MICROSOFT_APP_PASSWORD: z.string().min(1).optional(),
  MICROSOFT_APP_TENANT_ID: z.string().regex(/^[\w.-]{3,100}$/, { error: 'is not a tenant id as Entra gives it' }).optional(),
  MICROSOFT_APP_TYPE: z.enum(['SingleTenant', 'UserAssignedMSI'], { error: 'must be SingleTenant or UserAssignedMSI' }).default('SingleTenant'),
  TEAMS_SERVICE_URLS: list.pipe(z.array(url(['http:', 'https:'])).min(1)).optional(),
  TEAMS_TENANTS: list.pipe(z.array(z.string()).min(1)).optional(),
  TEAMS_AUTH: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  TEAMS_RATE: rate.prefault('30/1'),
  // As Microsoft's own SDK calls them, for other clouds than the public one.
  ToBotFromChannelTokenIssuer: z.string().min(1).optional(),
  ToBotFromChannelOpenIdMetadataUrl: url(['http:', 'https:']).optional(),
  ToChannelFromBotLoginUrl: url(['http:', 'https:']).optional(),
  NODE_ENV: z.string().optional(),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  /** Most connections of this process for its work; a few more are for what is done beside a transaction, and for what arrives. */
  readonly pool: number;
  readonly adminUrl: string | undefined;
  readonly home: string;
  readonly secretKey: string | undefined;
  /** Undefined: as the database has it (on an embedded empty one, yes). */
  readonly demo: boolean | undefined;
  readonly testClock: Date | undefined;
  readonly roles: readonly ('web' | 'worker')[];
  readonly logLevel: string;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  readonly opendatasoftUrl: string | undefined;
  /** Undefined: there is no such channel here. */
  readonly telegram: TelegramConfig | undefined;
  readonly slack: SlackConfig | undefined;
  readonly teams: TeamsConfig | undefined;
}

/** Messages a second, in all and in one chat. */
export interface PerSecond { readonly all: number; readonly chat: number }

export interface SlackConfig {
  readonly rate: PerSecond;
  readonly botToken: string;
  /** With an app token what arrives comes by a socket; else Slack sends it, signed with the secret. */
  readonly receives: { readonly mode: 'socket'; readonly appToken: string } | { readonly mode: 'http'; readonly signingSecret: string };
  readonly apiUrl: string | undefined;
}

export interface TeamsConfig {
  readonly rate: PerSecond;
  /** '' only with `authOff`. */
  readonly appId: string;
  readonly appType: 'SingleTenant' | 'UserAssignedMSI';
  readonly appPassword: string | undefined;
  readonly tenantId: string | undefined;
  /** Beginnings of addresses that answers go to; undefined: Teams' own. */
  readonly serviceUrls: readonly string[] | undefined;
  /** Organisations whose people may write; undefined: the app's own. */
  readonly tenants: readonly string[] | undefined;
  /** Whoever calls is believed; with a test clock alone. */
  readonly authOff: boolean;
  /** Of another cloud than the public one. */
  readonly issuer: string | undefined;
  readonly metadataUrl: string | undefined;
  readonly loginUrl: string | undefined;
}

export interface TelegramConfig {
  readonly rate: PerSecond;
  readonly token: string;
  readonly apiRoot: string;
  /** `webhook`: the platform sends what arrives to a path under `base`, with `secret` in a header. */
  readonly receives: { readonly mode: 'polling' } | { readonly mode: 'webhook'; readonly base: string; readonly secret: string };
}

/** What makes a channel, and what says something only beside it. */
const NEEDING: Readonly<Record<string, readonly string[]>> = {
  TELEGRAM_BOT_TOKEN: ['TELEGRAM_MODE', 'TELEGRAM_WEBHOOK_SECRET', 'TELEGRAM_API_ROOT', 'TELEGRAM_RATE'],
  SLACK_BOT_TOKEN: ['SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'SLACK_API_URL', 'SLACK_RATE'],
  MICROSOFT_APP_ID: ['MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID'],
};

/**
 * The environment as typed values.
 * @throws GuichetError `config_invalid` with every problem, a line each; never a secret's value.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // An empty variable is one that is not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (given['DATABASE_URL'] !== undefined && given['GUICHET_SECRET_KEY'] === undefined) {
    problems.push('GUICHET_SECRET_KEY is needed with DATABASE_URL: openssl rand -base64 32, and keep it apart from the database');
  }
  if (given['DATABASE_ADMIN_URL'] !== undefined && given['DATABASE_URL'] === undefined) problems.push('DATABASE_ADMIN_URL needs DATABASE_URL');
  if (given['GUICHET_CLOCK'] !== undefined && given['NODE_ENV'] === 'production') problems.push('GUICHET_CLOCK is a test clock and is refused with NODE_ENV=production');
  for (const [token, needing] of Object.entries(NEEDING)) {
    const alone = needing.filter((name) => given[name] !== undefined);
    if (given[token] === undefined && alone.length > 0) problems.push(`${alone.join(', ')} ${alone.length === 1 ? 'needs' : 'need'} ${token}`);
  }
  // With nobody checked there is no app.
  const half = ['MICROSOFT_APP_TYPE', 'TEAMS_SERVICE_URLS', 'TEAMS_TENANTS', 'TEAMS_RATE'].filter((name) => given[name] !== undefined);
  if (half.length > 0 && given['MICROSOFT_APP_ID'] === undefined && given['TEAMS_AUTH'] !== 'off') problems.push(`${half.join(', ')} ${half.length === 1 ? 'needs' : 'need'} MICROSOFT_APP_ID`);
  if (given['SLACK_BOT_TOKEN'] !== undefined && given['SLACK_SIGNING_SECRET'] === undefined && given['SLACK_APP_TOKEN'] === undefined) {
    problems.push('SLACK_SIGNING_SECRET is needed with SLACK_BOT_TOKEN, or SLACK_APP_TOKEN for Socket Mode');
  }
  if (given['TEAMS_AUTH'] === 'off') {
    if (given['GUICHET_CLOCK'] === undefined) problems.push('TEAMS_AUTH=off lets anybody in and is refused without a test clock (GUICHET_CLOCK)');
  } else if (given['MICROSOFT_APP_ID'] !== undefined) {
    for (const name of ['MICROSOFT_APP_TENANT_ID', ...(given['MICROSOFT_APP_TYPE'] === 'UserAssignedMSI' ? [] : ['MICROSOFT_APP_PASSWORD'])]) if (given[name] === undefined) problems.push(`${name} is needed with MICROSOFT_APP_ID`);
  }
  if (given['TELEGRAM_BOT_TOKEN'] !== undefined && given['TELEGRAM_MODE'] === 'webhook') {
    for (const name of ['TELEGRAM_WEBHOOK_SECRET', 'PUBLIC_URL']) if (given[name] === undefined) problems.push(`${name} is needed with TELEGRAM_MODE=webhook`);
  }
  // Links into the web chat and the QR of invitations hold it.
  if (Object.keys(NEEDING).some((name) => given[name] !== undefined) && given['PUBLIC_URL'] === undefined && parsed.data?.GUICHET_ROLES.includes('web') === false) problems.push('PUBLIC_URL is needed where GUICHET_ROLES has no web and there is a channel');
  if (!parsed.success || problems.length > 0) {
    throw new GuichetError('config_invalid', `The environment has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  · ${problem}`).join('\n')}`);
  }
  const e = parsed.data;
  return {
    port: e.PORT, host: e.HOST, publicUrl: e.PUBLIC_URL, databaseUrl: e.DATABASE_URL, pool: e.DATABASE_POOL, adminUrl: e.DATABASE_ADMIN_URL,
    home: path.resolve(e.GUICHET_HOME), secretKey: e.GUICHET_SECRET_KEY, demo: e.GUICHET_DEMO === undefined ? undefined : e.GUICHET_DEMO === '1',
    testClock: e.GUICHET_CLOCK, roles: e.GUICHET_ROLES, logLevel: e.GUICHET_LOG, smtpUrl: e.SMTP_URL, mailFrom: e.MAIL_FROM, opendatasoftUrl: e.OPENDATASOFT_URL,
    telegram: e.TELEGRAM_BOT_TOKEN === undefined ? undefined : {
      rate: e.TELEGRAM_RATE, token: e.TELEGRAM_BOT_TOKEN, apiRoot: e.TELEGRAM_API_ROOT.replace(/\/+$/, ''),
      receives: e.TELEGRAM_MODE === 'webhook' ? { mode: 'webhook', base: e.PUBLIC_URL ?? '', secret: e.TELEGRAM_WEBHOOK_SECRET ?? '' } : { mode: 'polling' },
    },
    slack: e.SLACK_BOT_TOKEN === undefined ? undefined : {
      rate: e.SLACK_RATE, botToken: e.SLACK_BOT_TOKEN, apiUrl: e.SLACK_API_URL,
      receives: e.SLACK_APP_TOKEN === undefined ? { mode: 'http', signingSecret: e.SLACK_SIGNING_SECRET ?? '' } : { mode: 'socket', appToken: e.SLACK_APP_TOKEN },
    },
    teams: e.MICROSOFT_APP_ID === undefined && e.TEAMS_AUTH === 'on' ? undefined : {
      rate: e.TEAMS_RATE, appId: e.MICROSOFT_APP_ID ?? '', appType: e.MICROSOFT_APP_TYPE, appPassword: e.MICROSOFT_APP_PASSWORD, tenantId: e.MICROSOFT_APP_TENANT_ID,
      serviceUrls: e.TEAMS_SERVICE_URLS, tenants: e.TEAMS_TENANTS, authOff: e.TEAMS_AUTH === 'off',
      issuer: e.ToBotFromChannelTokenIssuer, metadataUrl: e.ToBotFromChannelOpenIdMetadataUrl, loginUrl: e.ToChannelFromBotLoginUrl,
    },
  };
}

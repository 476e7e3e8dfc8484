import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fastify from 'fastify';
import fc from 'fast-check';
import pino from 'pino';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { beforeAll, describe, expect, it } from 'vitest';
import { lookAtDatabase } from '../../bots/commands/lookAtDatabase.ts';
import { checkClock } from '../../bots/doctor/clock.ts';
import { checkDatabase, type DatabaseFacts } from '../../bots/doctor/database.ts';
import { CHECKS, type CheckName, type Finding } from '../../bots/doctor/finding.ts';
import { examine, type DoctorOptions, type Report } from '../../bots/doctor/index.ts';
import { hushed, secretsOf } from '../../bots/doctor/secrets.ts';
import { settingsOf } from '../../bots/doctor/settings.ts';
import type { TeamsCredentials } from '../../bots/doctor/teams.ts';
import { teams } from '../../bots/teams/bot.ts';
import { systemIds } from '../../core/ids.ts';
import { masterKey } from '../../core/sealing.ts';
import { connect } from '../../db/connection.ts';
import { freePort } from '../../db/embedded/server.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { Keyring } from '../../db/keys.ts';
import { migrate } from '../../db/migrate.ts';
import { RECEPTION, withScope } from '../../db/scopes.ts';
import { freshDatabase } from '../support/database.ts';
import { atTheEnd } from '../support/ending.ts';
import { Guichet } from '../support/guichet.ts';
import { openHouse, type House } from '../support/house.ts';
import { Postbox } from '../support/postbox.ts';
import { SlackFake } from '../support/slackFake.ts';
import { TelegramFake, trouble } from '../support/telegramFake.ts';

type Env = Readonly<Record<string, string | undefined>>;
const RIGHTS = ['app_mentions:read', 'chat:write', 'commands', 'files:read', 'files:write', 'im:history', 'im:write'];
/** Told by the check itself or, where the machine is busy, by who waits for it. */
const IN_TIME = /à temps|Pas de réponse en/;
/** Nothing listens there. */
let nowhere: string;

let slack: SlackFake;
let telegram: TelegramFake;
let house: House;
let folder: string;

/** A guichet that runs, with Slack by HTTP. Its test clock is the programme's: the doctor reads the machine's. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-doctor-'));
  atTheEnd(() => rm(folder, { recursive: true, force: true }));
  nowhere = `http://127.0.0.1:${await freePort()}`;
  [slack, telegram] = await Promise.all([SlackFake.open(), TelegramFake.open()]);
  slack.rights = RIGHTS;
  house = await openHouse({ env: { SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.url, SLACK_SIGNING_SECRET: slack.secret } });
});

async function report(env: Env, more: Partial<DoctorOptions> = {}): Promise<Report> {
  const settings = settingsOf({ GUICHET_HOME: path.join(folder, 'home'), ...env });
  return examine({ settings, teams: undefined, looks: lookAtDatabase, timeoutMs: 3_000, secrets: secretsOf(env), now: () => Date.now(), ...more });
}

/** What one check finds. */
async function found(name: CheckName, env: Env, more: Partial<DoctorOptions> = {}): Promise<Finding> {
  const { findings } = await report(env, { only: [name], ...more });
  return findings.find((finding) => finding.name === name) ?? { name, state: 'unset', says: 'nothing' };
}

const ofHouse = (): Env => ({ DATABASE_URL: house.fresh.appUrl, DATABASE_ADMIN_URL: house.fresh.adminUrl, GUICHET_SECRET_KEY: house.fresh.secret });
const ofTelegram = (): Env => ({ TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.url });
const ofSlack = (): Env => ({ SLACK_BOT_TOKEN: slack.botToken, SLACK_API_URL: slack.url });
const byHttp = (): Env => ({ ...ofSlack(), SLACK_SIGNING_SECRET: slack.secret, PUBLIC_URL: house.running.address });
const bySocket = (): Env => ({ ...ofSlack(), SLACK_APP_TOKEN: slack.appToken });

/** A server on loopback that answers so. */
async function serving(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<string> {
  const server = createHttp((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atTheEnd(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const json = (response: ServerResponse, status: number, body: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** Takes connections and, unless told what to say to each line, never says a word. */
async function lines(first?: string, answer?: (line: string) => string): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    if (first !== undefined) socket.write(`${first}\r\n`);
    if (answer !== undefined) socket.on('data', (text) => void socket.write(`${answer(text.toString().trim())}\r\n`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atTheEnd(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const withPath = (url: string, change: (url: URL) => void): string => {
  const changed = new URL(url);
  change(changed);
  return changed.toString();
};

/** A pooler before the server has reasons of its own. */
const THROUGH = process.env['GUICHET_TEST_THROUGH'] !== undefined;

describe('the database', () => {
  it('is fine where guichet runs on it, and fine before the first start', async () => {
    expect(await found('database', ofHouse())).toMatchObject({ state: 'good', says: expect.stringMatching(/^PostgreSQL \d+\.\d+, à jour, accès sans pouvoir de trop, la clé ouvre ce qui y est scellé$/) as string });
    const fresh = await freshDatabase();
    expect(await found('database', { DATABASE_URL: fresh.appUrl, GUICHET_SECRET_KEY: fresh.secret })).toMatchObject({ state: 'good', says: expect.stringContaining('rien n’y est encore scellé') as string });
    expect((await fresh.admin.raw<{ rows: unknown[] }>('select 1 from data_key')).rows, 'it only looks').toEqual([]);
  });

  it.each<[string, () => Env, string]>([
    ['another key', () => ({ ...ofHouse(), GUICHET_SECRET_KEY: randomBytes(32).toString('base64') }), 'GUICHET_SECRET_KEY n’est pas la clé de cette base'],
    ['a superuser', () => ({ ...ofHouse(), DATABASE_URL: house.fresh.adminUrl }), 'peut trop'],
    ['a wrong password', () => ({ ...ofHouse(), DATABASE_URL: withPath(house.fresh.appUrl, (url) => { url.password = 'x'; }) }), THROUGH ? 'vérifiez DATABASE_URL' : 'PostgreSQL ne répond pas (mot de passe refusé) : vérifiez DATABASE_URL'],
    ['a wrong password of the administrator', () => ({ ...ofHouse(), DATABASE_ADMIN_URL: withPath(house.fresh.adminUrl, (url) => { url.password = 'x'; }) }), 'vérifiez DATABASE_ADMIN_URL'],
    ['a database that is not there', () => ({ ...ofHouse(), DATABASE_URL: withPath(house.fresh.appUrl, (url) => { url.pathname = '/nulle_part'; }) }), THROUGH ? '' : 'cette base n’existe pas'],
    ['a port where nobody listens', () => ({ ...ofHouse(), DATABASE_URL: withPath(house.fresh.appUrl, (url) => { url.port = '1'; }) }), 'connexion refusée'],
  ])('%s is wrong', async (_what, env, says) => {
    const seen = await found('database', env());
    expect([seen.state, seen.says]).toEqual(['wrong', expect.stringContaining(says)]);
  });

  it('says how far its schema is: behind, half there, ahead, closed to the login', async () => {
    const fresh = await freshDatabase();
    const env = { DATABASE_URL: fresh.appUrl, DATABASE_ADMIN_URL: fresh.adminUrl, GUICHET_SECRET_KEY: fresh.secret };
    await fresh.admin.raw("insert into guichet_migration (name, batch) values ('9999_later.sql', 9)");
    expect(await found('database', env)).toMatchObject({ state: 'wrong', says: expect.stringContaining('Un guichet plus récent') as string });
    for (const _newest of ['that one', 'the last of ours']) await fresh.admin.raw('delete from guichet_migration where name = (select max(name) from guichet_migration)');
    expect(await found('database', env)).toMatchObject({ state: 'warning', says: expect.stringMatching(/n’est pas à jour.*npx guichet migrate/) as string });
    await fresh.admin.raw('revoke select on guichet_migration from guichet_app');
    expect(await found('database', { ...env, DATABASE_ADMIN_URL: undefined })).toMatchObject({ state: 'wrong', says: expect.stringContaining('n’entre pas dans les tables') as string });
    await fresh.admin.raw('drop table guichet_migration');
    expect(await found('database', env)).toMatchObject({ state: 'wrong', says: expect.stringContaining('à moitié à jour') as string });
  });

  it('says what only another server or a full disk would show', async () => {
    const seen: DatabaseFacts = { kind: 'seen', version: 180_004, home: { folder: '/srv/guichet', free: 5e8 }, schema: { kind: 'current' }, login: 'fit', key: 'lost', aheadMs: undefined };
    expect((await checkDatabase(async () => seen)).says).toMatch(/^PostgreSQL 18\.4 embarqué, à jour, .*secret\.key.*disque de \/srv\/guichet est presque plein \(0,5 Go libres\)/);
    expect(await checkDatabase(async () => ({ ...seen, version: 140_012 }))).toMatchObject({ state: 'wrong', says: expect.stringContaining('PostgreSQL 14.12 embarqué est trop ancien') as string });
  });

  it('the embedded one can run, cannot, or runs', async () => {
    expect(await found('database', {})).toMatchObject({ state: 'good', says: expect.stringMatching(/embarqué, arrêté et prêt à démarrer \(vide\), .*Go libres/) as string });
    const file = path.join(folder, 'a-file');
    await writeFile(file, '');
    expect(await found('database', { GUICHET_HOME: path.join(file, 'home') })).toMatchObject({ state: 'wrong', says: expect.stringContaining('On ne peut pas écrire') as string });
  });
});

describe('mails', () => {
  async function mailServer(options: SMTPServerOptions): Promise<string> {
    const server = new SMTPServer({ logger: false, ...options });
    server.on('error', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    atTheEnd(() => new Promise<void>((resolve) => server.close(() => resolve())));
    return `127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  }
  const LOGIN: SMTPServerOptions = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true, onAuth: ({ password }, _session, done) => (password === 'bonne%clef' ? done(null, { user: 'u' }) : done(Object.assign(new Error(`no ${password ?? ''}`), { responseCode: 535 }))) };

  it('a server that takes us is fine, and gets no mail', async () => {
    const box = await Postbox.open();
    expect(await found('mail', { SMTP_URL: box.url })).toMatchObject({ state: 'good', says: expect.stringContaining('répond, sans mot de passe, en clair, sur cette machine') as string });
    expect(box.mails).toEqual([]);
    expect(await found('mail', { SMTP_URL: `smtp://u:bonne%25clef@${await mailServer(LOGIN)}` })).toMatchObject({ state: 'good', says: expect.stringContaining('accepte nos identifiants') as string });
    expect(await found('mail', {})).toMatchObject({ state: 'unset', says: expect.stringContaining(`${path.sep}mail`) as string });
  });

  it.each<[string, () => Promise<string>, string]>([
    ['a wrong password', async () => `smtp://u:mauvaiseclef@${await mailServer(LOGIN)}`, 'refuse nos identifiants (535)'],
    ['a certificate that nobody knows', async () => `smtp://${await mailServer({ authOptional: true })}`, 'certificat'],
    ['such a certificate from the first byte on', async () => `smtps://${await mailServer({ authOptional: true, secure: true })}`, 'certificat'],
    ['a port where nobody listens', async () => 'smtp://127.0.0.1:1', 'refuse la connexion'],
    ['a password that is not written as an address wants it', async () => 'smtp://u:cent%pour@127.0.0.1:1', '%25'],
    ['a server that is none of mails', async () => `smtp://127.0.0.1:${await lines('HTTP/1.1 400 Bad Request')}`, 'ne répond pas comme un serveur d’e-mails'],
  ])('%s is wrong', async (_what, url, says) => {
    expect(await found('mail', { SMTP_URL: await url() }, { timeoutMs: 1_000 })).toMatchObject({ state: 'wrong', says: expect.stringContaining(says) as string });
  });

  it('one that never answers is told in its time', async () => {
    expect(await found('mail', { SMTP_URL: `smtp://127.0.0.1:${await lines()}` }, { timeoutMs: 150 })).toMatchObject({ state: 'wrong', says: expect.stringMatching(IN_TIME) as string });
  });
});

describe('the clock', () => {
  it.each([[0, 'good', 'à l’heure de Telegram'], [90, 'warning', 'avance de 90 s sur Telegram'], [-240, 'warning', 'retarde de 240 s sur Telegram'], [1_200, 'wrong', 'avance de 20 min sur Telegram']])('%i s off is %s', async (seconds, state, says) => {
    const seen = await found('clock', ofTelegram(), { now: () => Date.now() + seconds * 1_000 });
    expect([seen.state, seen.says]).toEqual([state, expect.stringMatching(says.replace(/(?:90|240) s/, '(?:89|90|91|239|240|241) s'))]);
  });

  it('is compared with the database’s too, and with nothing where there is nothing', async () => {
    expect(await found('clock', ofHouse())).toMatchObject({ state: 'good', says: 'à l’heure de la base de données' });
    const around = { keepers: [], signal: AbortSignal.timeout(1_000), now: () => Date.now() };
    expect(await checkClock({ ...around, database: Promise.resolve(400_000) })).toMatchObject({ state: 'wrong', says: expect.stringContaining('retarde de 400 s sur la base de données') as string });
    expect(await found('clock', {})).toMatchObject({ state: 'unset' });
    expect(await found('clock', { ...ofTelegram(), TELEGRAM_API_ROOT: nowhere })).toMatchObject({ state: 'unset', says: expect.stringContaining('rien n’a répondu') as string });
  });
});

describe('the public address', () => {
  it('leads to a guichet; in the clear it is told so, and wrong where a platform calls it', async () => {
    const address = house.running.address;
    expect(await found('address', { PUBLIC_URL: address })).toMatchObject({ state: 'warning', says: expect.stringMatching(/^guichet répond à http:\/\/localhost:\d+\. .*pas en https/) as string });
    expect(await found('address', byHttp())).toMatchObject({ state: 'wrong', says: expect.stringContaining('Slack n’appelle qu’en https') as string });
    expect(await found('address', { PUBLIC_URL: address, TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: 's', ...ofTelegram() })).toMatchObject({ state: 'wrong', says: expect.stringContaining('Telegram n’appelle qu’en https') as string });
    expect(await found('address', {})).toMatchObject({ state: 'unset' });
    expect(await found('address', bySocket())).toMatchObject({ state: 'warning', says: expect.stringContaining('PUBLIC_URL manque') as string });
    expect(await found('address', { ...ofSlack(), SLACK_SIGNING_SECRET: 's' })).toMatchObject({ state: 'wrong', says: expect.stringContaining('l’adresse que Slack appelle') as string });
  });

  it.each<[string, () => string, string]>([
    ['nobody there', () => nowhere, 'ne répond pas (connexion refusée)'],
    ['something else there', () => telegram.url, 'ne mène pas à guichet (401)'],
    ['a password in it', () => 'https://u:mot-de-passe@guichet.example', 'avant @'],
  ])('%s is wrong', async (_what, url, says) => {
    expect(await found('address', { PUBLIC_URL: url() })).toMatchObject({ state: 'wrong', says: expect.stringContaining(says) as string });
  });
});

describe('Telegram', () => {
  it('is not configured, or tells who we are and how we receive', async () => {
    expect(await found('telegram', {})).toEqual({ name: 'telegram', state: 'unset', says: 'pas configuré' });
    expect(await found('telegram', ofTelegram())).toMatchObject({ state: 'good', says: '@guichet_essai_bot, ne lit dans les groupes que ce qui s’adresse à lui, peut être ajouté à un groupe, reçoit en interrogeant Telegram' });
    telegram.webhook = { url: 'https://guichet.example/telegram/webhook', secret: 's' };
    const byWebhook = { ...ofTelegram(), TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: 'secret-essai', PUBLIC_URL: 'https://guichet.example/' };
    telegram.webhookFault = { last_error_date: 1, last_error_message: 'Connection refused' };
    expect(await found('telegram', byWebhook)).toMatchObject({ state: 'good', says: expect.stringMatching(/reçoit par webhook$/) as string });
    telegram.webhookFault = { last_error_date: Math.floor(Date.now() / 1_000), last_error_message: `Wrong response from the webhook: 401 ${telegram.token}` };
    expect(await found('telegram', byWebhook)).toMatchObject({ state: 'warning', says: expect.stringContaining('TELEGRAM_WEBHOOK_SECRET a changé') as string });
    expect(await found('telegram', { ...byWebhook, PUBLIC_URL: 'https://ailleurs.example' })).toMatchObject({ state: 'wrong', says: expect.stringContaining('mène à https://guichet.example, pas à https://ailleurs.example/telegram/webhook') as string });
    expect(await found('telegram', ofTelegram())).toMatchObject({ state: 'warning', says: expect.stringContaining('Un webhook est posé (https://guichet.example)') as string });
    telegram.webhook = undefined;
    telegram.webhookFault = {};
    expect(await found('telegram', byWebhook)).toMatchObject({ state: 'wrong', says: expect.stringContaining('Aucun webhook n’est posé') as string });
  });

  it('says that the bot reads along in groups', async () => {
    telegram.bot.can_read_all_group_messages = true;
    expect(await found('telegram', ofTelegram())).toMatchObject({ state: 'warning', says: expect.stringContaining('/setprivacy') as string });
    telegram.bot.can_read_all_group_messages = false;
  });

  it('an unknown token, a page of somebody else, nobody: each is wrong in its own words', async () => {
    expect(await found('telegram', { ...ofTelegram(), TELEGRAM_BOT_TOKEN: '1:faux' })).toMatchObject({ state: 'wrong', says: expect.stringMatching(/jeton n’est pas accepté \(401\)\. Un nouveau : écrivez à @BotFather/) as string });
    telegram.next('getMe', 'page');
    expect(await found('telegram', ofTelegram())).toMatchObject({ state: 'wrong', says: expect.stringContaining('ne répond pas comme Telegram') as string });
    telegram.next('getMe', trouble(429, '', { retry_after: 3 }));
    expect(await found('telegram', ofTelegram())).toMatchObject({ state: 'wrong', says: expect.stringContaining('429') as string });
    telegram.next('getMe', 'drop');
    expect(await found('telegram', ofTelegram())).toMatchObject({ state: 'wrong', says: expect.stringContaining('connexion coupée') as string });
    telegram.next('getWebhookInfo', trouble(500, ''));
    expect(await found('telegram', ofTelegram())).toMatchObject({ state: 'warning' });
    expect(telegram.violations).toEqual([]);
  });
});

describe('Slack', () => {
  it('by socket and by HTTP is fine: workspace, rights, the way in', async () => {
    expect(await found('slack', {})).toMatchObject({ state: 'unset' });
    expect(await found('slack', bySocket())).toMatchObject({ state: 'good', says: 'espace « Essai », app guichet, droits complets, reçoit par Socket Mode' });
    expect(await found('slack', byHttp())).toMatchObject({ state: 'good', says: expect.stringMatching(/droits complets, reçoit par HTTP, adresse et signature vérifiées$/) as string });
  });

  it.each<[string, () => Env, string]>([
    ['an unknown token', () => ({ ...bySocket(), SLACK_BOT_TOKEN: 'xoxb-faux' }), 'le jeton n’est pas accepté (invalid_auth). Un nouveau : api.slack.com/apps → votre app → Install App'],
    ['an unknown app-level token', () => ({ ...bySocket(), SLACK_APP_TOKEN: 'xapp-faux' }), 'Socket Mode est refusé (invalid_auth)'],
    ['another signing secret', () => ({ ...byHttp(), SLACK_SIGNING_SECRET: 'un-autre-secret' }), 'a un autre SLACK_SIGNING_SECRET'],
    ['no address', () => ({ ...byHttp(), PUBLIC_URL: undefined }), 'mettez-la dans PUBLIC_URL'],
    ['an address where nobody is', () => ({ ...byHttp(), PUBLIC_URL: nowhere }), '/slack/events ne répond pas (connexion refusée)'],
    ['an address of somebody else', () => ({ ...byHttp(), PUBLIC_URL: slack.url }), 'ne répond pas comme guichet'],
    ['an API that is none', () => ({ ...bySocket(), SLACK_API_URL: telegram.url }), 'ne répond pas comme Slack'],
    ['nobody', () => ({ ...bySocket(), SLACK_API_URL: nowhere }), 'ne répond pas (connexion refusée)'],
  ])('%s is wrong', async (_what, env, says) => {
    expect(await found('slack', env())).toMatchObject({ state: 'wrong', says: expect.stringContaining(says) as string });
  });

  it('names the rights that are missing, and says where to give them', async () => {
    slack.rights = RIGHTS.filter((right) => right !== 'files:write' && right !== 'commands');
    expect(await found('slack', bySocket())).toMatchObject({ state: 'wrong', says: expect.stringContaining('Il manque des droits à l’app (commands, files:write)') as string });
    slack.rights = undefined;
    expect(await found('slack', bySocket())).toMatchObject({ state: 'warning' });
    slack.rights = RIGHTS;
    slack.next('apps.connections.open', { error: 'missing_scope' });
    expect(await found('slack', bySocket())).toMatchObject({ state: 'wrong', says: expect.stringContaining('connections:write') as string });
    slack.next('auth.test', { status: 429, retry: 30 });
    expect(await found('slack', bySocket())).toMatchObject({ state: 'wrong', says: expect.stringContaining('429') as string });
  });

  it('an address that takes what nobody signed is wrong, a server without Slack too', async () => {
    const open = await serving((_request, response, body) => json(response, 200, { challenge: (JSON.parse(body) as { challenge: string }).challenge }));
    expect(await found('slack', { ...byHttp(), PUBLIC_URL: open })).toMatchObject({ state: 'wrong', says: expect.stringContaining('prend ce qui n’est pas signé') as string });
    const without = await serving((_request, response) => json(response, 404, {}));
    expect(await found('slack', { ...byHttp(), PUBLIC_URL: without })).toMatchObject({ state: 'wrong', says: expect.stringContaining('n’a pas Slack') as string });
    const person = await serving((_request, response) => json(response, 200, { ok: true, team: 'Essai', user: 'soraya' }));
    expect(await found('slack', { ...bySocket(), SLACK_API_URL: person })).toMatchObject({ state: 'wrong', says: expect.stringContaining('jeton d’une personne') as string });
  });
});

describe('Teams', () => {
  const CREDENTIALS: TeamsCredentials = { appId: '11111111-2222-4333-8444-555555555555', type: 'SingleTenant', password: 'secret~essai.0123456789', tenantId: 'essai.example' };
  /** Microsoft's own login, as far as it goes: `refuses` is the number of its error. */
  const login = (refuses?: number): Promise<string> => serving((request, response, body) => {
    const asked = new URLSearchParams(body);
    const right = request.url === '/essai.example/oauth2/v2.0/token' && asked.get('scope') === 'https://api.botframework.com/.default' && asked.get('grant_type') === 'client_credentials';
    if (refuses === undefined && right && asked.get('client_secret') === CREDENTIALS.password && asked.get('client_id') === CREDENTIALS.appId) json(response, 200, { token_type: 'Bearer', expires_in: 3_599, access_token: 'eyJ-essai' });
    else json(response, 400, { error: 'invalid_client', error_description: `AADSTS${refuses ?? 1}: for '${body}'.`, error_codes: [refuses ?? 1] });
  });
  /** Teams' own route of ours. Nothing is asked of Microsoft for a call that bears no token. */
  async function ours(authOff: boolean): Promise<string> {
    const arrived: unknown[] = [];
    const app = fastify();
    const channel = teams({
      ...(authOff ? { appId: '' } : { appId: CREDENTIALS.appId, appPassword: CREDENTIALS.password ?? '', tenantId: CREDENTIALS.tenantId ?? '' }), appType: 'SingleTenant', authOff, metadataUrl: nowhere, loginUrl: nowhere,
      inbound: { take: async (_channel, one) => void arrived.push(one), reachable: async (...one) => void arrived.push(one) }, log: pino({ level: 'silent' }),
    });
    await app.register(channel.routes);
    atTheEnd(async () => {
      await app.close();
      expect(arrived, 'nothing comes of what the doctor sends').toEqual([]);
    });
    return app.listen({ port: 0, host: '127.0.0.1' });
  }
  const checked = async (loginUrl: string, publicUrl: string | undefined, credentials: Partial<TeamsCredentials> = {}): Promise<Finding> =>
    found('teams', publicUrl === undefined ? {} : { PUBLIC_URL: publicUrl }, { teams: { ...CREDENTIALS, ...credentials }, loginUrl, secrets: [CREDENTIALS.password ?? ''] });

  it('is fine with a token and an address that asks for one', async () => {
    expect(await found('teams', {})).toMatchObject({ state: 'unset' });
    const [microsoft, address] = [await login(), await ours(false)];
    expect(await checked(microsoft, address)).toMatchObject({ state: 'good', says: 'jeton de Microsoft obtenu, l’adresse répond et refuse les inconnus' });
    expect(await checked(nowhere, address, { type: 'UserAssignedMSI', password: undefined })).toMatchObject({ state: 'unset', says: expect.stringContaining('identité gérée') as string });
    expect(await checked(microsoft, address, { password: undefined })).toMatchObject({ state: 'wrong', says: expect.stringContaining('Il manque MICROSOFT_APP_PASSWORD :') as string });
    expect(await checked(microsoft, address, { tenantId: undefined })).toMatchObject({ state: 'wrong', says: expect.stringContaining('Il manque MICROSOFT_APP_TENANT_ID :') as string });
    expect(await checked(microsoft, undefined)).toMatchObject({ state: 'wrong', says: expect.stringContaining('l’adresse que Teams appelle') as string });
    expect(await checked(microsoft, await ours(true))).toMatchObject({ state: 'wrong', says: expect.stringContaining('TEAMS_AUTH=off') as string });
    expect(await checked(microsoft, house.running.address)).toMatchObject({ state: 'wrong', says: expect.stringContaining('n’a pas Teams') as string });
    expect(await checked(microsoft, nowhere)).toMatchObject({ state: 'wrong', says: expect.stringContaining('ne répond pas (connexion refusée)') as string });
    expect(await checked(nowhere, address)).toMatchObject({ state: 'wrong', says: expect.stringContaining('ne répond pas (connexion refusée)') as string });
  });

  it.each([
    [7_000_215, 'secret de l’app est faux (AADSTS7000215)'], [7_000_222, 'arrivé à sa fin'], [700_016, 'ne connaît pas l’app'], [90_002, 'organisation n’existe pas'], [50_034, 'login.microsoftonline.com/error'],
  ])('AADSTS%i is a sentence', async (code, says) => {
    const seen = await checked(await login(code), await ours(false));
    expect(seen).toMatchObject({ state: 'wrong', says: expect.stringContaining(says) as string });
    expect(seen.says).not.toContain('essai.0123');
  });
});

describe('all of it', () => {
  it('is told line by line, with an exit code and where to go', async () => {
    const env = { ...ofHouse(), ...ofTelegram(), ...bySocket(), PUBLIC_URL: house.running.address, GUICHET_HOME: path.join(folder, 'home') };
    const fine = await new Guichet(['doctor'], env).ended;
    expect([fine.code, fine.err]).toEqual([0, '']);
    expect(fine.out.trimEnd().split('\n').map((line) => line.split(' :')[0])).toEqual(['✓ Base de données', '· E-mails', '✓ Horloge', '! Adresse publique', '✓ Telegram', '✓ Slack', '· Microsoft Teams']);
    const broken = await new Guichet(['doctor', '--json', '--only', 'slack, telegram'], { ...env, SLACK_BOT_TOKEN: 'xoxb-faux', TELEGRAM_MODE: 'carrier pigeon' }).ended;
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.out)).toEqual({ ok: false, checks: [
      { name: 'settings', state: 'wrong', says: 'TELEGRAM_MODE must be polling or webhook' }, { name: 'telegram', state: 'wrong', says: 'Pas vérifié : corrigez d’abord TELEGRAM_MODE.' },
      { name: 'slack', state: 'wrong', says: expect.stringContaining('invalid_auth') as string },
    ] });
    const helped = await new Guichet(['doctor', '--only', 'fax'], env).ended;
    expect([helped.code, helped.err]).toEqual([1, expect.stringContaining('Vérifications possibles : database, mail')]);
  });

  it('what is wrong in the settings is told, and the rest is checked', async () => {
    const { findings, ok } = await report({ ...ofHouse(), GUICHET_SECRET_KEY: undefined, PORT: 'x', SMTP_URL: 'ftp://a', ...ofTelegram(), SLACK_BOT_TOKEN: 'xoxb-1' });
    expect(ok).toBe(false);
    expect(findings.filter(({ name }) => name === 'settings').map(({ says }) => says.split(' ')[0])).toEqual(['PORT', 'SMTP_URL', 'GUICHET_SECRET_KEY', 'SLACK_SIGNING_SECRET']);
    const state = Object.fromEntries(findings.map((finding) => [finding.name, finding.state]));
    expect(state).toMatchObject({ database: 'good', mail: 'wrong', telegram: 'good', slack: 'wrong', clock: 'good' });
    expect(findings.find(({ name }) => name === 'database')?.says, 'the key is not known').not.toContain('clé');
  });

  it('what never answers ends in its time, and the others are told', async () => {
    const port = await lines();
    const before = performance.now();
    const { findings, abandoned } = await report({ DATABASE_URL: `postgres://u:motdepasse@127.0.0.1:${port}/d`, GUICHET_SECRET_KEY: house.fresh.secret, ...ofTelegram(), ...bySocket(), SLACK_API_URL: `http://127.0.0.1:${port}` }, { timeoutMs: 1_000 });
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(abandoned).toBe(true);
    expect(findings.find(({ name }) => name === 'database')).toMatchObject({ state: 'wrong', says: expect.stringContaining('Pas de réponse en 1 s') as string });
    expect(findings.find(({ name }) => name === 'slack')).toMatchObject({ state: 'wrong', says: expect.stringMatching(IN_TIME) as string });
    expect(findings.find(({ name }) => name === 'telegram')).toMatchObject({ state: 'good' });
    const ran = await new Guichet(['doctor', '--timeout', '0.2'], { DATABASE_URL: `postgres://u:motdepasse@127.0.0.1:${port}/d`, GUICHET_SECRET_KEY: house.fresh.secret, GUICHET_HOME: path.join(folder, 'home') }).ended;
    expect([ran.code, ran.out]).toEqual([1, expect.stringContaining('✗ Base de données : Pas de réponse en 0,2 s')]);
  });
});

describe('X5 no secret is told', () => {
  /** Everything that came in comes back wherever a server could put it. */
  let echo: string;
  let mails: number;
  beforeAll(async () => {
    mails = await lines('220 essai', (line) => (line.startsWith('EHLO') ? `250-essai\r\n250 AUTH PLAIN LOGIN` : line.startsWith('AUTH PLAIN') ? `535 ${Buffer.from(line.split(' ')[2] ?? '', 'base64').toString().replaceAll('\0', ' ')}` : `502 ${line}`));
    echo = await serving((request, response, body) => {
      const all = `${request.url ?? ''} ${request.headers.authorization ?? ''} ${body}`;
      const token = /bot([^/]+)/.exec(request.url ?? '')?.[1] ?? request.headers.authorization?.slice('Bearer '.length) ?? new URLSearchParams(body).get('client_secret') ?? all;
      const fine = all.length % 2 === 0;
      json(response, fine ? 200 : 400, {
        ok: fine, error: token, description: all, status: token, challenge: token, error_description: `AADSTS7000215: ${all}`, error_codes: [token], team: token, user: token, bot_id: token, url: `https://${token}/`,
        result: { username: token, url: `https://u:${token}@h/${token}`, last_error_message: all, last_error_date: Date.now() / 1_000, pending_update_count: token },
      });
    });
  });

  const SECRETS = ['DATABASE_URL', 'DATABASE_ADMIN_URL', 'GUICHET_SECRET_KEY', 'SMTP_URL', 'TELEGRAM_BOT_TOKEN', 'TELEGRAM_WEBHOOK_SECRET', 'SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'MICROSOFT_APP_PASSWORD'] as const;
  const PLACES = ['PUBLIC_URL', 'TELEGRAM_API_ROOT', 'SLACK_API_URL', 'TELEGRAM_MODE', 'PORT', 'GUICHET_HOME'] as const;
  /** No piece of a secret either. */
  const PIECE = 8;

  it('in any line, whatever is wrong', { timeout: 30_000 }, async () => {
    const one = (): string => randomBytes(18).toString('hex');
    const whole = (secret: string): Env => ({
      ...ofHouse(), SMTP_URL: `smtp://someone:${secret}@127.0.0.1:${mails}`, TELEGRAM_BOT_TOKEN: `700:${secret}`, TELEGRAM_API_ROOT: echo, TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: secret,
      SLACK_BOT_TOKEN: `xoxb-${secret}`, SLACK_SIGNING_SECRET: secret, SLACK_API_URL: echo, PUBLIC_URL: echo, MICROSOFT_APP_PASSWORD: secret,
    });
    const breaking = fc.oneof(fc.constant('gone'), fc.constant('garbage'), fc.constant('with a password'), fc.constant('nowhere'), fc.constant('fine'));
    await fc.assert(fc.asyncProperty(fc.dictionary(fc.constantFrom(...SECRETS, ...PLACES), breaking, { maxKeys: 4 }), fc.boolean(), async (broken, socket) => {
      const secret = one();
      const env: Record<string, string | undefined> = { ...whole(secret), ...(socket ? { SLACK_APP_TOKEN: `xapp-${secret}` } : {}) };
      for (const [name, how] of Object.entries(broken)) {
        if (how === 'gone') env[name] = undefined;
        if (how === 'garbage') env[name] = `${one()} ${secret}`;
        if (how === 'with a password') env[name] = `${name.startsWith('DATABASE') ? 'postgres' : name === 'SMTP_URL' ? 'smtp' : 'http'}://someone:${secret}@127.0.0.1:1/${secret}`;
        if (how === 'nowhere') env[name] = nowhere;
      }
      const teams = env['MICROSOFT_APP_PASSWORD'] === undefined ? undefined : { appId: 'a', type: 'SingleTenant' as const, password: env['MICROSOFT_APP_PASSWORD'], tenantId: 'essai.example' };
      const { findings } = await report(env, { teams, loginUrl: echo, timeoutMs: 2_000 });
      const told = findings.map(({ says }) => says).join('\n');
      expect(findings.filter(({ name }) => name !== 'settings').map(({ name }) => name)).toEqual([...CHECKS]);
      const hidden = [secret, house.fresh.secret, new URL(house.fresh.appUrl).password, new URL(house.fresh.adminUrl).password];
      for (const each of hidden) for (let at = 0; at + PIECE <= each.length; at += 1) expect(told).not.toContain(each.slice(at, at + PIECE));
    }), { numRuns: 30 });
  });

  it('and the last word is a net that knows them all', () => {
    const secrets = secretsOf({ SLACK_BOT_TOKEN: 'xoxb-essai-essai', DATABASE_URL: 'postgres://u:p%40ssw0rd-essai@h/d', PORT: '3978', GUICHET_SECRET_KEY: 'xoxb-essai-essai-longer', TELEGRAM_WEBHOOK_SECRET: 'guichet' });
    expect(hushed('xoxb-essai-essai-longer, xoxb-essai-essai, p%40ssw0rd-essai, p@ssw0rd-essai, 3978', secrets)).toBe('…, …, …, …, 3978');
    expect(hushed('démarrez guichet', secrets), 'a gap in our own words would tell it').toBe('démarrez guichet');
  });
});

describe('where guichet’s own database runs', () => {
  it('joins it, and leaves it running', { timeout: 60_000 }, async () => {
    const home = path.join(folder, 'running');
    const server = await startEmbedded({ home, fast: true });
    const [admin, app] = [connect(server.adminUrl, { pool: 1 }), connect(server.appUrl, { pool: 2 })];
    atTheEnd(async () => {
      await Promise.all([admin.destroy(), app.destroy()]);
      await server.stop();
    });
    expect(await found('database', { GUICHET_HOME: home })).toMatchObject({ state: 'warning', says: expect.stringContaining('La base n’est pas à jour') as string });
    await migrate(admin, 'guichet_app');
    const secret = randomBytes(32).toString('base64');
    await writeFile(path.join(home, 'secret.key'), `${secret}\n`);
    await withScope(app, { as: 'operator', operator: RECEPTION }, (trx) => new Keyring(masterKey(secret), systemIds, app).key(trx, { operator: RECEPTION, structure: null }));
    expect(await found('database', { GUICHET_HOME: home })).toMatchObject({ state: 'good', says: expect.stringMatching(/^PostgreSQL \d+\.\d+ embarqué, à jour, accès sans pouvoir de trop, la clé ouvre ce qui y est scellé, .*Go libres$/) as string });
    await rm(path.join(home, 'secret.key'));
    expect(await found('database', { GUICHET_HOME: home })).toMatchObject({ state: 'wrong', says: expect.stringContaining('La clé de cette base manque') as string });
    expect((await app.raw<{ rows: unknown[] }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

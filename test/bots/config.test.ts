import { describe, expect, it } from 'vitest';
import { readConfig } from '../../bots/config.ts';
import type { GuichetError } from '../../core/errors.ts';

const KEY = Buffer.alloc(32, 1).toString('base64');
const URL_OF = (password: string): string => `postgres://guichet:${password}@127.0.0.1:5432/guichet`;

function refused(env: Readonly<Record<string, string>>): GuichetError {
  try {
    readConfig(env);
  } catch (error) {
    return error as GuichetError;
  }
  throw new Error('it was taken');
}

describe('the environment', () => {
  it('has a default for everything: a machine with npm alone can start', () => {
    expect(readConfig({})).toEqual({
      port: 3978, host: '127.0.0.1', publicUrl: undefined, databaseUrl: undefined, pool: 14, adminUrl: undefined, home: expect.stringMatching(/\/\.guichet$/) as string, secretKey: undefined, demo: undefined, testClock: undefined,
      roles: ['web', 'worker'], logLevel: 'warn', smtpUrl: undefined, mailFrom: undefined, opendatasoftUrl: undefined,
    });
    expect(readConfig({ PORT: '', DATABASE_URL: '', GUICHET_ROLES: '', GUICHET_CLOCK: '' })).toEqual(readConfig({}));
  });

  it('is read into types', () => {
    const config = readConfig({
      PORT: '0', HOST: '::', PUBLIC_URL: 'https://chat.example.org/', DATABASE_URL: URL_OF('p'), DATABASE_ADMIN_URL: URL_OF('q').replace('postgres:', 'postgresql:'), GUICHET_SECRET_KEY: KEY,
      GUICHET_HOME: '/srv/guichet', GUICHET_DEMO: '0', GUICHET_CLOCK: 'test@2026-11-20T10:00:00+01:00', GUICHET_ROLES: 'worker, web', GUICHET_LOG: 'trace', OPENDATASOFT_URL: 'http://localhost:1/api',
    });
    expect(config).toMatchObject({ port: 0, host: '::', home: '/srv/guichet', demo: false, roles: ['worker', 'web'], logLevel: 'trace', testClock: new Date('2026-11-20T09:00:00Z') });
  });

  it('is refused with every problem at once, a line each, and no value of a secret', () => {
    const secrets = ['hushhushhush', 'mumsmumsmums', 'shtshtshtsht', 'psstpsstpsst'];
    const error = refused({
      PORT: '99999', HOST: 'h', PUBLIC_URL: 'ftp://x', DATABASE_URL: `mysql://u:${secrets[0] ?? ''}@h/d`, DATABASE_ADMIN_URL: `not a url ${secrets[1] ?? ''}`, GUICHET_SECRET_KEY: secrets[2] ?? '', GUICHET_DEMO: 'yes', GUICHET_CLOCK: 'test@tomorrow',
      GUICHET_ROLES: 'web,worker,admin', GUICHET_LOG: 'loud', OPENDATASOFT_URL: 'x', TELEGRAM_BOT_TOKEN: `${secrets[3] ?? ''}!`, NODE_ENV: 'production',
    });
    expect(error.code).toBe('config_invalid');
    const [first, ...lines] = error.message.split('\n');
    expect(first).toBe(`The environment has ${lines.length} problems:`);
    for (const name of ['PORT', 'PUBLIC_URL', 'DATABASE_URL', 'DATABASE_ADMIN_URL', 'GUICHET_SECRET_KEY', 'GUICHET_DEMO', 'GUICHET_CLOCK', 'GUICHET_ROLES', 'GUICHET_LOG', 'OPENDATASOFT_URL', 'TELEGRAM_BOT_TOKEN']) {
      expect(lines.filter((line) => line.startsWith(`  · ${name}`)).length, name).toBeGreaterThan(0);
    }
    expect(lines.every((line) => /^ {2}· [A-Z_]+/.test(line))).toBe(true);
    for (const secret of secrets) expect(error.message).not.toContain(secret);
    expect(JSON.stringify(error)).not.toMatch(new RegExp(secrets.join('|')));
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a database without its key', { DATABASE_URL: URL_OF('hush') }, /^The environment has a problem:\n {2}· GUICHET_SECRET_KEY is needed with DATABASE_URL: openssl rand -base64 32/],
    ['an administrator of no database', { DATABASE_ADMIN_URL: URL_OF('hush') }, /DATABASE_ADMIN_URL needs DATABASE_URL/],
    ['Telegram without its token', { TELEGRAM_MODE: 'webhook' }, /TELEGRAM_MODE needs TELEGRAM_BOT_TOKEN/],
    ['a webhook without its secret', { TELEGRAM_BOT_TOKEN: '1:hush', TELEGRAM_MODE: 'webhook', PUBLIC_URL: 'https://g.example' }, /TELEGRAM_WEBHOOK_SECRET is needed with TELEGRAM_MODE=webhook/],
    ['a webhook without an address', { TELEGRAM_BOT_TOKEN: '1:hush1', TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: 'x' }, /PUBLIC_URL is needed with TELEGRAM_MODE=webhook/],
    ['a channel whose links lead nowhere', { TELEGRAM_BOT_TOKEN: '1:hush1', GUICHET_ROLES: 'worker' }, /PUBLIC_URL is needed where GUICHET_ROLES has no web/],
    ['a pace that is none', { TELEGRAM_BOT_TOKEN: '1:hush1', TELEGRAM_RATE: '30' }, /TELEGRAM_RATE must be two numbers/],
    ['a test clock in production', { GUICHET_CLOCK: 'test@2026-11-20T09:00:00Z', NODE_ENV: 'production' }, /GUICHET_CLOCK is a test clock and is refused with NODE_ENV=production/],
    ['a clock without an offset', { GUICHET_CLOCK: 'test@2026-11-20T09:00:00' }, /GUICHET_CLOCK must be an instant/],
    ['a clock of no kind', { GUICHET_CLOCK: '2026-11-20T09:00:00Z' }, /GUICHET_CLOCK must be test@INSTANT/],
    ['a date that is none', { GUICHET_CLOCK: 'test@2026-02-30T09:00:00Z' }, /GUICHET_CLOCK must be an instant/],
    ['a short key', { GUICHET_SECRET_KEY: Buffer.alloc(16).toString('base64') }, /GUICHET_SECRET_KEY must be 32 bytes in base64/],
    ['a long key', { GUICHET_SECRET_KEY: Buffer.alloc(33).toString('base64') }, /GUICHET_SECRET_KEY must be 32 bytes in base64/],
    ['a mail server that is none', { SMTP_URL: 'http://u:hush@h' }, /SMTP_URL must be a URL that begins with smtp:\/\/ or smtps:\/\//],
    ['a sender that is none', { MAIL_FROM: 'Guichet' }, /MAIL_FROM must be an address/],
    ['no role', { GUICHET_ROLES: ',' }, /GUICHET_ROLES/],
    ['Slack without its token', { SLACK_SIGNING_SECRET: 'hush', SLACK_API_URL: 'http://127.0.0.1/api/' }, /SLACK_SIGNING_SECRET, SLACK_API_URL need SLACK_BOT_TOKEN/],
    ['Slack with no way in', { SLACK_BOT_TOKEN: 'xoxb-hush' }, /^[^\n]+\n[^\n]*SLACK_SIGNING_SECRET is needed with SLACK_BOT_TOKEN, or SLACK_APP_TOKEN for Socket Mode$/],
    ['Slack whose links lead nowhere', { SLACK_BOT_TOKEN: 'xoxb-hush', SLACK_APP_TOKEN: 'xapp-hush', GUICHET_ROLES: 'worker' }, /PUBLIC_URL is needed where GUICHET_ROLES has no web/],
    ['Teams without its tenant', { MICROSOFT_APP_ID: '0-0-0', MICROSOFT_APP_PASSWORD: 'hush' }, /MICROSOFT_APP_TENANT_ID is needed with MICROSOFT_APP_ID/],
    ['Teams without a secret', { MICROSOFT_APP_ID: '0-0-0', MICROSOFT_APP_TENANT_ID: 'hush' }, /MICROSOFT_APP_PASSWORD is needed with MICROSOFT_APP_ID/],
    ['Teams without its app, but for where it answers', { TEAMS_SERVICE_URLS: 'https://hush.example/', TEAMS_RATE: '3/1' }, /TEAMS_SERVICE_URLS, TEAMS_RATE need MICROSOFT_APP_ID/],
    ['Teams without its app', { MICROSOFT_APP_PASSWORD: 'hush' }, /MICROSOFT_APP_PASSWORD needs MICROSOFT_APP_ID/],
    ['Teams of a kind that is none', { MICROSOFT_APP_ID: '0-0-0', MICROSOFT_APP_TYPE: 'MultiTenant' }, /MICROSOFT_APP_TYPE must be SingleTenant or UserAssignedMSI/],
    ['Teams that believes anybody, outside of tests', { TEAMS_AUTH: 'off' }, /TEAMS_AUTH=off lets anybody in and is refused without a test clock/],
    ['an address of Teams that is none', { TEAMS_SERVICE_URLS: 'https://ok.example/, ftp://hush' }, /TEAMS_SERVICE_URLS\.1 must be a URL/],
  ])('%s', (_, env, message) => {
    const error = refused(env);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('hush');
  });

  it.each(['-1', '65536', '3978.5', '1e3', '0x10', 'http', ' ', '３９７８'])('PORT=%j is no port', (PORT) => {
    expect(refused({ PORT }).message).toContain('PORT must be a port number, 0 to 65535');
  });
});

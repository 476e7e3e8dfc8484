import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { SlackConfig } from '../config.ts';
import { ROUTE } from '../slack/http.ts';
import { ask, shown, under, type Heard } from './ask.ts';
import { finding, good, nameIn, property, unset, warning, wrong, type Finding, type Note } from './finding.ts';

const NAME = 'slack';
export const SLACK_API = 'https://slack.com/api/';
const APP = 'api.slack.com/apps → votre app';
/** Slack's own words for a token that no try would mend. */
const WORD = /^[a-z][a-z_]{1,60}$/;

interface Around {
  readonly publicUrl: string | undefined;
  readonly signal: AbortSignal;
  /** ms. */
  readonly now: () => number;
}

/** The bot token and its rights, then the way in: a socket, or the address that Slack calls. */
export async function checkSlack(config: SlackConfig | undefined, around: Around): Promise<Finding> {
  if (config === undefined) return finding(NAME, [unset('pas configuré')]);
  const api = config.apiUrl ?? SLACK_API;
  const call = (method: string, token: string): Promise<Heard> => ask(under(api, `/${method}`), { method: 'POST', headers: { authorization: `Bearer ${token}` }, signal: around.signal });
  const { receives } = config;
  const [bot, way] = await Promise.all([
    call('auth.test', config.botToken).then((heard) => botNotes(heard, api)),
    receives.mode === 'socket' ? call('apps.connections.open', receives.appToken).then((heard) => socketNotes(heard, api)) : addressNotes(receives.signingSecret, around),
  ]);
  return finding(NAME, [...bot, ...way]);
}

/** The word with which Slack refuses, or why nothing of Slack's came; undefined: it is fine. */
function refusalOf(heard: Heard, api: string): { readonly word: string } | { readonly note: Note } | undefined {
  if (heard.kind === 'silent') return { note: wrong(`${shown(api)} ne répond pas (${heard.why}) : laissez sortir cette machine vers cette adresse, ou vérifiez SLACK_API_URL.`) };
  if (heard.status === 429) return { note: wrong('Slack demande d’attendre (429) : réessayez dans une minute.') };
  if (property(heard.body, 'ok') === true) return undefined;
  const word = property(heard.body, 'error');
  return typeof word === 'string' && WORD.test(word) ? { word } : { note: wrong(`${shown(api)} ne répond pas comme Slack (${heard.status}) : vérifiez SLACK_API_URL et le proxy.`) };
}

async function botNotes(heard: Heard, api: string): Promise<Note[]> {
  const refusal = refusalOf(heard, api);
  if (refusal !== undefined) return ['note' in refusal ? refusal.note : wrong(`le jeton n’est pas accepté (${refusal.word}). Un nouveau : ${APP} → Install App → Bot User OAuth Token, puis mettez-le dans SLACK_BOT_TOKEN.`)];
  if (heard.kind === 'silent') return [];
  if (property(heard.body, 'bot_id') === undefined) return [wrong(`SLACK_BOT_TOKEN est le jeton d’une personne, pas celui de l’app. Le bon commence par xoxb- : ${APP} → Install App → Bot User OAuth Token.`)];
  const [team, user] = [nameIn(property(heard.body, 'team')), nameIn(property(heard.body, 'user'))];
  return [good(team === '' ? 'jeton accepté' : `espace « ${team} »`), ...(user === '' ? [] : [good(`app ${user}`)]), ...(await rightsNotes(heard.headers.get('x-oauth-scopes')))];
}

async function rightsNotes(header: string | null): Promise<Note[]> {
  if (header === null) return [warning('Slack ne dit pas les droits de l’app : comparez-les à bots/slack/manifest.yaml.')];
  const given = new Set(header.split(',').map((one) => one.trim()));
  const missing = (await neededRights()).filter((one) => !given.has(one));
  return missing.length === 0 ? [good('droits complets')] : [wrong(`Il manque des droits à l’app (${missing.join(', ')}) : ${APP} → App Manifest, remettez bots/slack/manifest.yaml, puis Install App → Reinstall.`)];
}

/** Those that our manifest asks for. */
async function neededRights(): Promise<readonly string[]> {
  const manifest: unknown = parse(await readFile(path.join(import.meta.dirname, '../slack/manifest.yaml'), 'utf8'));
  const rights = property(property(property(manifest, 'oauth_config'), 'scopes'), 'bot');
  return Array.isArray(rights) ? rights.map(String) : [];
}

function socketNotes(heard: Heard, api: string): Note[] {
  const refusal = refusalOf(heard, api);
  if (refusal === undefined) return [good('reçoit par Socket Mode')];
  if ('note' in refusal) return [refusal.note];
  if (refusal.word === 'missing_scope') return [wrong(`Le droit connections:write manque au jeton SLACK_APP_TOKEN : ${APP} → Basic Information → App-Level Tokens, faites-en un qui l’a.`)];
  return [wrong(`Socket Mode est refusé (${refusal.word}) : ${APP} → Socket Mode, activez-le ; puis Basic Information → App-Level Tokens pour un jeton xapp- neuf dans SLACK_APP_TOKEN.`)];
}

/** Slack's own question of an address, signed with our secret: whoever answers has the same one. Then one signed by nobody. */
async function addressNotes(secret: string, { publicUrl, signal, now }: Around): Promise<Note[]> {
  if (publicUrl === undefined) return [wrong('Il manque l’adresse que Slack appelle : mettez-la dans PUBLIC_URL, ou passez par Socket Mode (SLACK_APP_TOKEN).')];
  const url = under(publicUrl, ROUTE);
  const told = `${shown(url)}${ROUTE}`;
  const challenge = randomUUID();
  const body = JSON.stringify({ type: 'url_verification', challenge });
  const post = (key: string): Promise<Heard> => {
    const at = String(Math.floor(now() / 1_000));
    const signature = `v0=${createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex')}`;
    return ask(url, { method: 'POST', headers: { 'content-type': 'application/json', 'x-slack-request-timestamp': at, 'x-slack-signature': signature }, body, signal });
  };
  const [signed, forged] = await Promise.all([post(secret), post(randomUUID())]);
  if (signed.kind === 'silent') return [wrong(`${told} ne répond pas (${signed.why}) : démarrez guichet, et faites-y mener PUBLIC_URL.`)];
  if (signed.status === 401) return [wrong(`${told} refuse notre signature : le guichet qui tourne a un autre SLACK_SIGNING_SECRET (le bon : ${APP} → Basic Information → Signing Secret), ou une autre heure ; redémarrez-le.`)];
  if (signed.status === 404 || signed.status === 405) return [wrong(`${told} n’existe pas (${signed.status}) : le guichet qui tourne n’a pas Slack, redémarrez-le avec ces réglages ; ou PUBLIC_URL mène ailleurs.`)];
  if (signed.status !== 200 || property(signed.body, 'challenge') !== challenge) return [wrong(`${told} ne répond pas comme guichet (${signed.status}) : vérifiez PUBLIC_URL et le proxy.`)];
  if (forged.kind === 'heard' && forged.status !== 401) return [wrong(`${told} prend ce qui n’est pas signé par Slack (${forged.status}) : ce n’est pas guichet qui répond, vérifiez le proxy.`)];
  return [good('reçoit par HTTP, adresse et signature vérifiées')];
}

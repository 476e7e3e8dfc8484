import type { TelegramConfig } from '../config.ts';
import { WEBHOOK } from '../telegram/webhook.ts';
import { ask, shown, under, type Heard } from './ask.ts';
import { finding, good, property, unset, warning, wrong, type Finding, type Note } from './finding.ts';

const NAME = 'telegram';
const TOKEN = 'Un nouveau : écrivez à @BotFather dans Telegram, /mybots → votre robot → API Token, puis mettez-le dans TELEGRAM_BOT_TOKEN.';
/** A fault that Telegram met longer ago may be mended. */
const RECENT_S = 3_600;
const MANY = 100;

/** The token, who it makes us, how Telegram thinks that we receive, and what the bot may read in groups. `now`: ms. */
export async function checkTelegram(config: TelegramConfig | undefined, { signal, now }: { readonly signal: AbortSignal; readonly now: () => number }): Promise<Finding> {
  if (config === undefined) return finding(NAME, [unset('pas configuré')]);
  const call = (method: string): Promise<Heard> => ask(`${config.apiRoot}/bot${config.token}/${method}`, { signal });
  const me = await call('getMe');
  const refused = faultOf(me, config.apiRoot);
  if (refused !== undefined) return finding(NAME, [refused]);
  const hook = await call('getWebhookInfo');
  return finding(NAME, [...identity(property(bodyOf(me), 'result')), ...(faultOf(hook, config.apiRoot) === undefined ? reception(property(bodyOf(hook), 'result'), config, now() / 1_000) : [warning('Telegram ne dit pas comment ce robot reçoit ses messages : réessayez plus tard.')])]);
}

const bodyOf = (heard: Heard): unknown => (heard.kind === 'heard' ? heard.body : undefined);

function faultOf(heard: Heard, apiRoot: string): Note | undefined {
  if (heard.kind === 'silent') return wrong(`${shown(apiRoot)} ne répond pas (${heard.why}) : laissez sortir cette machine vers cette adresse, ou vérifiez TELEGRAM_API_ROOT.`);
  if (heard.status === 401 || heard.status === 404) return wrong(`le jeton n’est pas accepté (${heard.status}). ${TOKEN}`);
  if (heard.status === 429) return wrong('Telegram demande d’attendre (429) : réessayez dans une minute.');
  if (heard.status !== 200 || property(heard.body, 'ok') !== true) return wrong(`${shown(apiRoot)} ne répond pas comme Telegram (${heard.status}) : vérifiez TELEGRAM_API_ROOT et le proxy.`);
  return undefined;
}

function identity(me: unknown): Note[] {
  const username = property(me, 'username');
  return [
    good(typeof username === 'string' && /^\w{3,40}$/.test(username) ? `@${username}` : 'jeton accepté'),
    property(me, 'can_read_all_group_messages') === true
      ? warning('Le robot lit tout ce qui s’écrit dans ses groupes : dans @BotFather, /setprivacy → votre robot → Enable.')
      : good('ne lit dans les groupes que ce qui s’adresse à lui'),
    good(property(me, 'can_join_groups') === true ? 'peut être ajouté à un groupe' : 'ne peut pas être ajouté à un groupe'),
  ];
}

function reception(hook: unknown, { receives }: TelegramConfig, nowS: number): Note[] {
  const set = property(hook, 'url');
  const pending = Number(property(hook, 'pending_update_count') ?? 0);
  const waiting = pending > MANY ? [warning(`${pending} messages attendent : guichet ne les prend pas assez vite, ou ne tourne pas.`)] : pending > 0 ? [good(`messages en attente : ${pending}`)] : [];
  if (receives.mode === 'polling') {
    return [
      good('reçoit en interrogeant Telegram'), ...waiting,
      ...(typeof set === 'string' && set !== '' ? [warning(`Un webhook est posé (${shown(set)}), donc rien n’arrive ici : démarrer guichet l’enlève ; s’il revient, un autre programme se sert de ce jeton.`)] : []),
    ];
  }
  const ours = under(receives.base, WEBHOOK);
  if (set === '' || typeof set !== 'string') return [wrong('Aucun webhook n’est posé : démarrez guichet, qui le pose.'), ...waiting];
  if (set !== ours) return [wrong(`Le webhook posé mène à ${shown(set)}, pas à ${shown(ours)}${WEBHOOK} : vérifiez PUBLIC_URL et redémarrez guichet ; s’il change encore, un autre programme se sert de ce jeton.`), ...waiting];
  const at = Number(property(hook, 'last_error_date') ?? 0);
  const fault = nowS - at < RECENT_S ? [warning(`Le dernier envoi de Telegram a échoué (${failure(property(hook, 'last_error_message'))}) : vérifiez que PUBLIC_URL mène à guichet.`)] : [];
  return [good('reçoit par webhook'), ...waiting, ...fault];
}

/** What Telegram says of a delivery quotes the answer: only its kind is told. */
function failure(message: unknown): string {
  const said = typeof message === 'string' ? message : '';
  const status = /response from the webhook: (\d{3})\b/.exec(said)?.[1];
  if (status === '401') return 'réponse 401 : TELEGRAM_WEBHOOK_SECRET a changé depuis le démarrage, redémarrez guichet';
  if (status !== undefined) return `réponse ${status}`;
  if (/timed? ?out/i.test(said)) return 'pas de réponse à temps';
  if (/certificate|ssl/i.test(said)) return 'certificat refusé';
  if (/resolve host/i.test(said)) return 'nom introuvable';
  return /refused/i.test(said) ? 'connexion refusée' : 'sans précision';
}

import { ROUTE } from '../teams/http.ts';
import { ask, shown, under, type Heard } from './ask.ts';
import { finding, good, property, unset, wrong, type Finding, type Note } from './finding.ts';

const NAME = 'teams';
export const MICROSOFT_LOGIN = 'https://login.microsoftonline.com';
const SCOPE = 'https://api.botframework.com/.default';
const REGISTRATION = 'entra.microsoft.com → App registrations → votre app';
const SECRETS = `${REGISTRATION} → Certificates & secrets → New client secret, puis mettez sa valeur (Value) dans MICROSOFT_APP_PASSWORD`;

/** As far as the credentials of Teams are checked. */
export interface TeamsCredentials {
  readonly appId: string;
  readonly type: 'SingleTenant' | 'UserAssignedMSI';
  /** None with a managed identity. */
  readonly password: string | undefined;
  readonly tenantId: string | undefined;
}

interface Around {
  readonly publicUrl: string | undefined;
  /** Another server than Microsoft's own. */
  readonly loginUrl?: string | undefined;
  readonly signal: AbortSignal;
}

/** Whether Microsoft gives our app a token, and whether the address that Teams calls asks for one. */
export async function checkTeams(credentials: TeamsCredentials | undefined, around: Around): Promise<Finding> {
  if (credentials === undefined) return finding(NAME, [unset('pas configuré')]);
  const [token, address] = await Promise.all([tokenNotes(credentials, around), addressNotes(credentials, around)]);
  return finding(NAME, [...token, ...address]);
}

async function tokenNotes({ appId, type, password, tenantId }: TeamsCredentials, { loginUrl = MICROSOFT_LOGIN, signal }: Around): Promise<Note[]> {
  if (tenantId === undefined) return [wrong(`Il manque MICROSOFT_APP_TENANT_ID : le Directory (tenant) ID de ${REGISTRATION} → Overview.`)];
  if (type === 'UserAssignedMSI') return [unset('identité gérée : elle ne se vérifie que sur la machine d’Azure qui la porte')];
  if (password === undefined) return [wrong(`Il manque MICROSOFT_APP_PASSWORD : ${SECRETS}.`)];
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: appId, client_secret: password, scope: SCOPE });
  const heard = await ask(under(loginUrl, `/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`), { method: 'POST', body, signal });
  if (heard.kind === 'silent') return [wrong(`${shown(loginUrl)} ne répond pas (${heard.why}) : laissez sortir cette machine vers cette adresse.`)];
  if (heard.status === 200 && typeof property(heard.body, 'access_token') === 'string') return [good('jeton de Microsoft obtenu')];
  return [wrong(refusal(codeIn(heard), heard.status))];
}

/** The number of Microsoft's error, without a text that may quote what was sent. */
function codeIn(heard: Heard & { kind: 'heard' }): number | undefined {
  const codes = property(heard.body, 'error_codes');
  const first: unknown = Array.isArray(codes) ? codes[0] : undefined;
  if (typeof first === 'number') return first;
  const said = property(heard.body, 'error_description');
  const found = typeof said === 'string' ? /^AADSTS(\d{4,8})\b/.exec(said)?.[1] : undefined;
  return found === undefined ? undefined : Number(found);
}

/** entra's error codes (learn.microsoft.com/entra/identity-platform/reference-error-codes). */
function refusal(code: number | undefined, status: number): string {
  const told = code === undefined ? String(status) : `AADSTS${code}`;
  switch (code) {
    case 7_000_215:
      return `Le secret de l’app est faux (${told}) ; souvent, c’est son identifiant (Secret ID) qui a été copié. Un nouveau : ${SECRETS}.`;
    case 7_000_222:
      return `Le secret de l’app est arrivé à sa fin (${told}). Un nouveau : ${SECRETS}.`;
    case 700_016:
      return `Cette organisation ne connaît pas l’app (${told}) : comparez MICROSOFT_APP_ID et MICROSOFT_APP_TENANT_ID à ${REGISTRATION} → Overview.`;
    case 90_002: case 900_023:
      return `Cette organisation n’existe pas (${told}) : MICROSOFT_APP_TENANT_ID est le Directory (tenant) ID de ${REGISTRATION} → Overview.`;
    case 700_038: case 900_144: case 90_013:
      return `L’identifiant de l’app est illisible (${told}) : MICROSOFT_APP_ID est l’Application (client) ID de ${REGISTRATION} → Overview.`;
    default:
      return status === 429 || status >= 500 ? `Microsoft ne donne pas de jeton pour le moment (${told}) : réessayez plus tard.` : `Microsoft ne donne pas de jeton (${told}) : login.microsoftonline.com/error dit ce que ce code veut dire.`;
  }
}

/** What Teams would send and nobody signed. It says nothing: where it is believed, nothing comes of it. */
async function addressNotes({ tenantId }: TeamsCredentials, { publicUrl, signal }: Around): Promise<Note[]> {
  if (publicUrl === undefined) return [wrong('Il manque l’adresse que Teams appelle : mettez-la dans PUBLIC_URL (https).')];
  const url = under(publicUrl, ROUTE);
  const told = `${shown(url)}${ROUTE}`;
  const typing = { type: 'typing', channelId: 'msteams', serviceUrl: 'https://smba.trafficmanager.net/', ...(tenantId === undefined ? {} : { channelData: { tenant: { id: tenantId } } }) };
  const heard = await ask(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(typing), signal });
  if (heard.kind === 'silent') return [wrong(`${told} ne répond pas (${heard.why}) : démarrez guichet, et faites-y mener PUBLIC_URL.`)];
  if (heard.status === 401) return [good('l’adresse répond et refuse les inconnus')];
  if (heard.status === 404 || heard.status === 405) return [wrong(`${told} n’existe pas (${heard.status}) : le guichet qui tourne n’a pas Teams, redémarrez-le avec ces réglages ; ou PUBLIC_URL mène ailleurs.`)];
  if (heard.status >= 200 && heard.status < 300) return [wrong(`${told} prend ce qui ne vient pas de Teams (${heard.status}) : enlevez TEAMS_AUTH=off, ou vérifiez que c’est guichet qui répond.`)];
  return [wrong(`${told} ne répond pas comme guichet (${heard.status}) : vérifiez PUBLIC_URL et le proxy.`)];
}

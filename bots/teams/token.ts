import { NotSentError } from '../channel.ts';
import { OURS_MS } from './refusals.ts';

/** Whom the token is for. */
const SCOPE = 'https://api.botframework.com/.default';
const TOKEN_MS = 15_000;
/** Before its end a new one is asked for. */
const EARLY_MS = 5 * 60_000;

export interface Tokens {
  /** @throws NotSentError for the whole channel */
  token(): Promise<string>;
  /** It was refused. */
  forget(): void;
}

/** What Microsoft says when no try would mend it: an unknown app, a wrong or ended secret. */
export class CredentialsError extends NotSentError {
  constructor(says: string) {
    super('later', `teams: the app's credentials are not valid (${says})`, { afterMs: OURS_MS, everywhere: true });
  }
}

/**
 * Our own token for what we send, by the app's secret. The SDK's way takes no server but Microsoft's, and waits on for minutes when that
 * one is away. Several that ask at once wait for one answer. `loginUrl`: with the tenant.
 */
export function tokens({ appId, secret, loginUrl }: { appId: string; secret: string; loginUrl: string }): Tokens {
  let held: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;

  async function asked(): Promise<string> {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: appId, client_secret: secret, scope: SCOPE });
    const later = (says: string): NotSentError => new NotSentError('later', `teams: no token (${says})`, { afterMs: 5_000, everywhere: true });
    const response = await fetch(`${loginUrl.replace(/\/*$/, '')}/oauth2/v2.0/token`, { method: 'POST', body, signal: AbortSignal.timeout(TOKEN_MS), redirect: 'error' })
      .catch(() => { throw later('no answer'); });
    const read = (await response.json().catch(() => undefined)) as { access_token?: unknown; expires_in?: unknown; error?: unknown } | undefined;
    if (response.ok && typeof read?.access_token === 'string') {
      held = { token: read.access_token, until: Date.now() + Number(read.expires_in ?? 0) * 1_000 - EARLY_MS };
      return read.access_token;
    }
    const says = typeof read?.error === 'string' && /^[a-z_]{3,60}$/.test(read.error) ? read.error : String(response.status);
    throw response.status === 400 || response.status === 401 || response.status === 403 ? new CredentialsError(says) : later(says);
  }

  return {
    async token() {
      if (held !== undefined && held.until > Date.now()) return held.token;
      asking ??= asked().finally(() => { asking = undefined; });
      return asking;
    },
    forget() {
      held = undefined;
    },
  };
}

/** What a server said: its status, its headers, and its body where that is JSON. Or nothing, and `why` in French. */
export type Heard =
  | { readonly kind: 'heard'; readonly status: number; readonly headers: Headers; readonly body: unknown }
  | { readonly kind: 'silent'; readonly why: string };

const BODY_BYTES = 64 * 1024;

/** One request, without its redirections: a token is not carried elsewhere. Never throws. */
export async function ask(url: string, init: RequestInit & { readonly signal: AbortSignal }): Promise<Heard> {
  try {
    const response = await fetch(url, { redirect: 'manual', ...init });
    return { kind: 'heard', status: response.status, headers: response.headers, body: jsonOf(await beginningOf(response)) };
  } catch (error) {
    return { kind: 'silent', why: whyOf(error) };
  }
}

async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > BODY_BYTES) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connexion refusée', ENOTFOUND: 'nom introuvable', EAI_AGAIN: 'nom introuvable pour le moment', EHOSTUNREACH: 'machine hors d’atteinte', ENETUNREACH: 'réseau hors d’atteinte',
  ECONNRESET: 'connexion coupée', UND_ERR_SOCKET: 'connexion coupée', ETIMEDOUT: 'pas de réponse à temps', UND_ERR_CONNECT_TIMEOUT: 'pas de réponse à temps',
};

/** Why a server could not be spoken to, in French. The text of an error is never told: it may hold an address, and an address a token. */
export function whyOf(error: unknown): string {
  if (error instanceof Error && /^(?:Abort|Timeout)Error$/.test(error.name)) return 'pas de réponse à temps';
  const code = codeIn(error);
  if (code === undefined) return 'pas de réponse';
  return REASONS[code] ?? (/CERT|SIGNED|TLS|SSL/.test(code) ? `certificat refusé (${code})` : `erreur ${code}`);
}

function codeIn(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 3) return undefined;
  const code = 'code' in error && typeof error.code === 'string' && /^[A-Z][A-Z_]{2,40}$/.test(error.code) ? error.code : undefined;
  return code ?? codeIn(error.cause, depth + 1) ?? (error instanceof AggregateError ? codeIn(error.errors[0], depth + 1) : undefined);
}

/** An address as it may be told: neither what stands before its '@' nor behind its host. */
export const shown = (url: string): string => (URL.canParse(url) ? `${new URL(url).protocol}//${new URL(url).host}` : 'une adresse illisible');

/** The address of a path under another address, which may have a path of its own. */
export const under = (base: string, path: string): string => `${base.replace(/\/+$/, '')}${path}`;

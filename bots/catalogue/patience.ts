/** How long to try again, and when to give up: the machine's clock, as for every limit of a platform. */
export interface Patience {
  /** Attempts at one request when the network or the portal fails. */
  attempts: number;
  /** Milliseconds: a quota that comes back later than this is told instead of waited for. */
  longestWait: number;
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

/**
 * - `unreachable`: no answer, or a failure of the portal, after all attempts
 * - `quota`: 429, and the quota comes back too late to wait for
 * - `not-found`: no such dataset · `bad-request`: the condition or order is wrong · `bad-answer`: not the API it should be
 */
export type CatalogueCode = 'unreachable' | 'quota' | 'not-found' | 'bad-request' | 'bad-answer';

/** What the portal did; the message is a French sentence for the operator. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  readonly code: CatalogueCode;
  /** When a used-up quota comes back, if the portal says so. */
  readonly resetAt: Date | undefined;

  constructor(code: CatalogueCode, message: string, options: { cause?: unknown; resetAt?: Date | undefined } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.resetAt = options.resetAt;
  }
}

/**
 * Runs one request until it answers. A failure of the network (`TypeError` of fetch, a timeout) or of the portal (5xx) is
 * tried again after 0.5, 1, 2… seconds; a used-up quota when it comes back, if that is soon enough, at most
 * `attempts` times. A refusal that will stay one (400, 404) is thrown at once.
 */
export async function retrying<T>(patience: Patience, request: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request();
    } catch (cause) {
      const error = asCatalogueError(cause);
      const wait = waitFor(error, attempt, patience);
      if (wait === undefined) throw error.code === 'quota' ? used(error, patience) : error;
      await patience.sleep(wait);
    }
  }
}

function asCatalogueError(cause: unknown): CatalogueError {
  if (cause instanceof CatalogueError) return cause;
  return cause instanceof SyntaxError
    ? new CatalogueError('bad-answer', "Le catalogue répond autre chose que du JSON : l'adresse est-elle celle de son API ?", { cause })
    : new CatalogueError('unreachable', 'Le catalogue ne répond pas.', { cause });
}

function waitFor(error: CatalogueError, attempt: number, patience: Patience): number | undefined {
  if (attempt >= patience.attempts) return undefined;
  if (error.code === 'unreachable') return 500 * 2 ** (attempt - 1);
  if (error.code !== 'quota') return undefined;
  // A second more than said: clocks differ.
  const wait = error.resetAt === undefined ? 5_000 * 2 ** (attempt - 1) : Math.max(0, error.resetAt.getTime() - patience.now()) + 1_000;
  return wait <= patience.longestWait ? wait : undefined;
}

function used(error: CatalogueError, patience: Patience): CatalogueError {
  const { resetAt } = error;
  const when = resetAt === undefined || resetAt.getTime() <= patience.now()
    ? ''
    : ` jusqu'au ${new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeStyle: 'short' }).format(resetAt)}`;
  return new CatalogueError('quota', `${error.message}${when} : recommencez plus tard.`, { cause: error, resetAt });
}

/**
 * When the quota comes back: `reset_time` of the body, else `X-RateLimit-Reset` (seconds of Unix, or a date), else
 * `Retry-After` (seconds, or a date: RFC 9110 10.2.3), which is relative to the answer's own `Date`.
 */
export function resetOf(headers: Headers, body: unknown): Date | undefined {
  const said = typeof body === 'object' && body !== null && 'reset_time' in body ? body.reset_time : undefined;
  const after = headers.get('retry-after');
  const sent = instant(headers.get('date'));
  const relative = after !== null && /^\d{1,7}$/.test(after) && sent !== undefined ? new Date(sent.getTime() + Number(after) * 1_000) : undefined;
  return instant(said) ?? instant(headers.get('x-ratelimit-reset')) ?? relative ?? instant(after);
}

function instant(value: unknown): Date | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const seconds = /^\d{9,11}(?:\.\d+)?$/.test(String(value)) ? Number(value) * 1_000 : NaN;
  const at = new Date(Number.isNaN(seconds) ? (typeof value === 'string' && /\d{4}/.test(value) ? Date.parse(value) : NaN) : seconds);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

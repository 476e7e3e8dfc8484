import { NotSentError } from '../channel.ts';

/** What went wrong with a call: Telegram's own answer (`code` as in HTTP, `retryMs`, `moved`: the chat's new address), or none came (`code` undefined). */
export interface Fault {
  readonly code: number | undefined;
  /** Telegram's words without what they quote; for a network its error code. Never an address, a token or what was sent. */
  readonly says: string;
  readonly retryMs?: number;
  readonly moved?: string;
}

/** An answer that cannot be read, or a proxy's: as good as none. */
const NO_ANSWER = 'no answer';

/** Reads an error of the SDK by its shape: errors of the network hold the address, and with it the token. */
export function faultOf(error: unknown): Fault {
  const response = property(error, 'response');
  const code = property(response, 'error_code');
  if (typeof code !== 'number') {
    const reason = property(error, 'code');
    const aborted = error instanceof Error && /^(?:Abort|Timeout)Error$/.test(error.name);
    return { code: undefined, says: aborted ? 'timeout' : typeof reason === 'string' && /^[A-Z_]{3,40}$/.test(reason) ? reason : NO_ANSWER };
  }
  const description = property(response, 'description');
  const parameters = property(response, 'parameters');
  const [retry, moved] = [property(parameters, 'retry_after'), property(parameters, 'migrate_to_chat_id')];
  return {
    code,
    says: unquoted(typeof description === 'string' ? description : ''),
    ...(typeof retry === 'number' ? { retryMs: retry * 1_000 } : {}),
    ...(typeof moved === 'number' ? { moved: String(moved) } : {}),
  };
}

const property = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);

/** Telegram quotes tags, addresses and names that it does not like. */
const unquoted = (description: string): string => description.replace(/["'«].*$/s, '…').slice(0, 120);

/** Nothing gets to such a chat any more. */
const GONE = /chat not found|user is deactivated|user not found|bot was (?:blocked|kicked)|bot is not a member|group chat was deactivated|peer_id_invalid|not enough rights to send|no rights to send|chat_write_forbidden|chat_restricted/i;

/** A wrong or revoked token is somebody's to repair; until then nothing is given up. */
const TOKEN_MS = 60_000;

/** Why a part did not go out. */
export function refusal(error: unknown): NotSentError {
  const { code, says, retryMs, moved } = faultOf(error);
  const text = `telegram ${code ?? ''}: ${says}`;
  if (code === undefined) return new NotSentError('later', text);
  if (moved !== undefined) return new NotSentError('moved', text, { address: moved });
  if (code === 429) return new NotSentError('later', text, { ...(retryMs === undefined ? {} : { afterMs: retryMs }), limited: true });
  if (code === 401 || code === 404) return new NotSentError('later', text, { afterMs: TOKEN_MS, everywhere: true });
  if (code === 403 || (code === 400 && GONE.test(says))) return new NotSentError('unreachable', text);
  return new NotSentError(code >= 500 ? 'later' : 'refused', text);
}

/** An edit that changes nothing has been made already. */
export const isUnchanged = (error: unknown): boolean => /message is not modified/i.test(said(error));

/** The message to edit is gone, too old or another's: a new one takes its place. */
export const isUneditable = (error: unknown): boolean => /message to edit not found|message can.?t be edited|message_id_invalid|no text in the message to edit|message identifier is not specified/i.test(said(error));

const said = (error: unknown): string => {
  const description = property(property(error, 'response'), 'description');
  return typeof description === 'string' ? description : '';
};

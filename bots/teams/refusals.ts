import { NotSentError } from '../channel.ts';

/** What went wrong with a call: Teams' own word for it (`says`), or how the network failed. `status` as in HTTP; undefined: no answer. */
export interface Fault {
  readonly says: string;
  readonly status?: number;
  readonly retryMs?: number;
}

const property = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);

/** Reads an error of the SDK by its shape. Its text and its request hold what was sent, and our token: only Teams' own word is taken. */
export function faultOf(error: unknown): Fault {
  const status = property(error, 'statusCode');
  if (typeof status === 'number') {
    const word = property(property(property(error, 'details'), 'error'), 'code') ?? property(property(bodyOf(error), 'error'), 'code');
    const says = typeof word === 'string' && /^\w{3,60}$/.test(word) ? word : 'no word';
    const retryMs = retryOf(error);
    return { says, status, ...(retryMs === undefined ? {} : { retryMs }) };
  }
  const reason = property(property(error, 'cause'), 'code') ?? property(error, 'code');
  const aborted = error instanceof Error && /^(?:Abort|Timeout)Error$/.test(error.name);
  return { says: aborted ? 'timeout' : typeof reason === 'string' && /^[A-Z_]{3,40}$/.test(reason) ? reason : 'no answer' };
}

function bodyOf(error: unknown): unknown {
  const text = property(property(error, 'response'), 'bodyAsText');
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** In seconds, or the moment itself. */
function retryOf(error: unknown): number | undefined {
  const headers = property(property(error, 'response'), 'headers') as { get?: (name: string) => string | undefined } | undefined;
  const given = headers?.get?.('retry-after');
  if (given === undefined) return undefined;
  const ms = /^\d+(?:\.\d+)?$/.test(given) ? Number(given) * 1_000 : Date.parse(given) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}

/** A wrong secret, or a right that is missing, is somebody's to repair; until then nothing is given up. */
export const OURS_MS = 60_000;

/** Why a part did not go out (channels.md 4.4: 429, 412, 502 and 504 are to be tried again). */
export function refusal(error: unknown): NotSentError {
  if (error instanceof NotSentError) return error;
  const { says, status, retryMs } = faultOf(error);
  const text = `teams ${status === undefined ? '' : `${status} `}${says}`;
  switch (status) {
    case 401:
      return new NotSentError('later', text, { afterMs: OURS_MS, everywhere: true });
    // Blocked by the person, removed from the chat, or the chat is gone.
    case 403: case 404: case 410:
      return new NotSentError('unreachable', text);
    case 400: case 405: case 413: case 415: case 422:
      return new NotSentError('refused', text);
    default:
      return new NotSentError('later', text, { ...(retryMs === undefined ? {} : { afterMs: retryMs }), limited: status === 429 });
  }
}

/** The message to edit is gone, or another's: a new one takes its place. What is wrong with the chat, the new one will meet again. */
export const isUneditable = (error: unknown): boolean => {
  const { status } = faultOf(error);
  return status === 400 || status === 403 || status === 404 || status === 405 || status === 410;
};

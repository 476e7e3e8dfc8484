import { NotSentError } from '../channel.ts';

/** What went wrong with a call: Slack's own word for it (`says`), or how the network failed. `status` as in HTTP, where it was no answer of Slack's own. */
export interface Fault {
  readonly says: string;
  readonly status?: number;
  readonly retryMs?: number;
  /** Slack answered with a word of its own. */
  readonly known: boolean;
}

const property = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);

/** Reads an error of the SDK by its shape. Its texts may hold an address, a whole page or what was sent: only Slack's own words are taken. */
export function faultOf(error: unknown): Fault {
  const retry = property(error, 'retryAfter');
  if (typeof retry === 'number') return { says: 'ratelimited', status: 429, retryMs: Math.max(retry, 1) * 1_000, known: true };
  const says = property(property(error, 'data'), 'error');
  if (typeof says === 'string') return /^[a-z][a-z_]{1,60}$/.test(says) ? { says, known: true } : { says: 'no answer', known: false };
  const status = property(error, 'statusCode');
  if (typeof status === 'number') return { says: 'no answer', status, known: false };
  const original = property(error, 'original') ?? error;
  const reason = property(property(original, 'cause'), 'code') ?? property(original, 'code');
  const aborted = original instanceof Error && /^(?:Abort|Timeout)Error$/.test(original.name);
  return { says: aborted ? 'timeout' : typeof reason === 'string' && /^[A-Z_]{3,40}$/.test(reason) ? reason : 'no answer', known: false };
}

/** Nothing gets to such a chat any more. */
const GONE = new Set([
  'account_inactive', 'user_not_found', 'user_disabled', 'user_not_visible', 'user_not_in_channel', 'channel_not_found', 'not_in_channel', 'is_archived', 'cannot_dm_bot', 'channel_is_archived', 'channel_not_found_or_not_allowed',
]);
/** This part will never be taken. */
const NEVER = new Set([
  'invalid_blocks', 'invalid_blocks_format', 'msg_too_long', 'msg_blocks_too_long', 'no_text', 'invalid_arguments', 'invalid_arg_name', 'invalid_array_arg', 'block_mismatch', 'duplicate_action_id', 'too_many_attachments',
  'file_type_not_allowed', 'file_upload_size_restricted', 'file_uploads_disabled', 'file_uploads_except_images_disabled', 'posting_to_channel_denied', 'malware_detected', 'blocked_file_type', 'invalid_post_type',
]);
/** A wrong or revoked token, or a right that is missing, is somebody's to repair; until then nothing is given up. */
const OURS = new Set(['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'missing_scope', 'no_permission', 'team_access_not_granted', 'access_denied', 'org_login_required', 'not_allowed_token_type', 'messages_tab_disabled']);
const OURS_MS = 60_000;

/** Tokens that no try would mend. */
export const isRefused = ({ says }: Fault): boolean => ['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive', 'not_allowed_token_type', 'user_removed_from_team', 'team_disabled', 'missing_scope'].includes(says);

/** Why a part did not go out. */
export function refusal(error: unknown): NotSentError {
  if (error instanceof NotSentError) return error;
  const { says, status, retryMs } = faultOf(error);
  const text = `slack ${status === undefined ? '' : `${status} `}${says}`;
  if (GONE.has(says)) return new NotSentError('unreachable', text);
  if (NEVER.has(says)) return new NotSentError('refused', text);
  if (OURS.has(says)) return new NotSentError('later', text, { afterMs: OURS_MS, everywhere: true });
  return new NotSentError('later', text, { ...(retryMs === undefined ? {} : { afterMs: retryMs }), limited: status === 429 });
}

/** The message to edit is gone, too old or another's: a new one takes its place. */
export const isUneditable = (error: unknown): boolean => ['message_not_found', 'cant_update_message', 'edit_window_closed', 'is_inactive', 'external_channel_migrating'].includes(faultOf(error).says);

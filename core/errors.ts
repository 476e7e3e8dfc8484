/**
 * Errors that stop something, each with when it occurs. Expected outcomes of the domain (a show is
 * full, a code is used) are not errors but values: see core/domain/refusal.ts.
 */
export const errorCodes = {
  config_invalid: 'The environment does not describe a way to run; every problem is listed.',
  config_half_channel: 'A channel has some of its credentials but not all.',
  channel_refused: 'A platform does not know the credentials of its channel.',
  database_unreachable: 'No PostgreSQL answers at the given address.',
  database_too_old: 'The server is older than PostgreSQL 15.',
  database_too_privileged: 'The app would serve as superuser, owner or with BYPASSRLS.',
  database_forbidden: 'The login is not let into the tables: it is not a member of guichet_app.',
  database_half_migrated: 'A migration failed or a newer guichet has migrated this database.',
  database_not_migrated: 'The database has no guichet schema yet, or an older one.',
  embedded_unavailable: 'The embedded PostgreSQL is not installed for this machine, or did not start.',
  port_in_use: 'Another program listens on the port.',
  key_missing: 'GUICHET_SECRET_KEY is missing or not 32 bytes.',
  key_wrong: 'What is stored was sealed with another GUICHET_SECRET_KEY.',
  clock_backward: 'The test clock never goes back.',
  push_unknown: 'A push is of a kind that nothing writes.',
  push_names: 'A push would name somebody accompanied (X5): a mistake of ours, and it is not sent.',
  mail_failed: 'A mail could not be handed over; it is tried again later.',
  mail_refused: 'The mail server says that this mail will never be delivered.',
  wrong_node: 'This is not Node 24 or later.',
  unsealable: 'Sealed bytes cannot be opened: wrong key, or changed.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** An error whose `code` is stable and whose message is one sentence for the person who reads it. */
export class GuichetError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'GuichetError';
    this.code = code;
  }
}

import { InvalidArgumentError } from 'commander';
import { GuichetError } from '../../core/errors.ts';
import type { Database } from '../../db/connection.ts';
import type { Keyring } from '../../db/keys.ts';
import type { Operator } from '../../db/operators.ts';

/** The installation that a command works on, beside a server that may be running. */
export interface Installation {
  readonly app: Database;
  readonly keys: Keyring;
  /** The programme's time. */
  now(): Promise<Date>;
  /** @throws a French sentence when it is unknown, or not said and not the only one. */
  operator(name: string | undefined): Promise<Operator>;
  /** The same, made when there is none of this name. */
  ensureOperator(name: string, zone: string): Promise<Operator & { created: boolean }>;
  close(): Promise<void>;
}

/** Opens the database that the environment describes, migrated as the server would: the embedded one is joined, or started. */
export async function openInstallation(env: NodeJS.ProcessEnv): Promise<Installation> {
  // Taken only when a command runs: 'guichet --help' opens nothing.
  const { readConfig } = await import('../config.ts');
  const { openDatabase, migrateAll } = await import('../main.ts');
  const { codeOf } = await import('../../db/connection.ts');
  const { isMigrated } = await import('../../db/migrate.ts');
  const { ensureOperator, operatorNamed, operators, programmeTime } = await import('../../db/operators.ts');
  const config = readConfig(env);
  const opened = await openDatabase(config);
  const { app, admin, keys } = opened;
  try {
    const state = await isMigrated(admin);
    if (state.unknown.length > 0) throw new GuichetError('database_half_migrated', `A newer guichet has migrated this database (${state.unknown.join(', ')}): use that version.`);
    // A database that is up to date is left alone: a server may be using it.
    if (!state.ok) await migrateAll(opened, config);
  } catch (error) {
    await opened.close();
    throw error;
  }
  return {
    app, keys,
    now: () => programmeTime(app, config.testClock),
    async operator(name) {
      const all = await operators(app);
      const found = operatorNamed(all, name);
      if (found === undefined) throw new UnknownOperator(name, all.map((one) => one.name));
      return found;
    },
    async ensureOperator(name, zone) {
      try {
        return await ensureOperator(admin, app, keys, { name, zone });
      } catch (error) {
        if (codeOf(error) === '42501') throw new GuichetError('database_too_privileged', "créer un opérateur demande l'accès d'administration : donnez DATABASE_ADMIN_URL", { cause: error });
        throw error;
      }
    },
    close: () => opened.close(),
  };
}

/** The message goes on from 'Impossible : '. */
export class UnknownOperator extends Error {
  override readonly name = 'UnknownOperator';

  constructor(name: string | undefined, known: readonly string[]) {
    const list = known.map((one) => `« ${one} »`).join(', ');
    if (known.length === 0) super("il n'y a pas encore d'opérateur ; --create-operator avec --operator NOM en crée un à l'import d'un catalogue");
    else if (name === undefined) super(`il y a plusieurs opérateurs : dites lequel par --operator (${list})`);
    else super(`l'opérateur « ${name} » n'existe pas ; il y a : ${list}`);
  }
}

/** What a command says, and how it ends: given by `cli.ts`. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  setExitCode(code: number): void;
}

/**
 * Runs a command on the installation and closes it. A failure is one line (`--json`: one document) and exit code 1;
 * `work` gives the code otherwise.
 */
export async function onInstallation(terminal: Terminal, json: boolean, open: () => Promise<Installation>, work: (installation: Installation) => Promise<number>): Promise<void> {
  let installation: Installation | undefined;
  try {
    installation = await open();
    terminal.setExitCode(await work(installation));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof GuichetError ? error.code : error instanceof UnknownOperator ? 'operator_unknown' : 'failed';
    if (json) terminal.out(JSON.stringify({ error: { code, message } }));
    else terminal.err(`Impossible : ${message}`);
    terminal.setExitCode(1);
  } finally {
    await installation?.close();
  }
}

/** A text that is not empty, in one line. */
export function words(text: string): string {
  const clean = text.replace(/\s+/g, ' ').trim();
  if (clean === '' || clean.length > 200) throw new InvalidArgumentError('Un texte de 1 à 200 caractères est attendu.');
  return clean;
}

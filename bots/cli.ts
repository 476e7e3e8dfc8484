#!/usr/bin/env node
import { Command } from 'commander';
import { GuichetError } from '../core/errors.ts';
import { registerApiKey } from './commands/apiKey.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerFeed } from './commands/feed.ts';
import { registerImportInto } from './commands/importInto.ts';
import { openInstallation, type Terminal } from './commands/installation.ts';
import { registerLinkCode } from './commands/linkCode.ts';
import { registerSeats } from './commands/seats.ts';
import { registerTeamsPackage } from './commands/teamsPackage.ts';
import { registerUndelivered } from './commands/undelivered.ts';
import type { Running } from './main.ts';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(`guichet needs Node 24; this is ${process.versions.node}. Run it through npm ('npm start', 'npx guichet'), after 'npm ci' without --ignore-scripts.`);
  process.exit(1);
}

const program = new Command('guichet')
  .description('Billetterie solidaire par message : places gratuites, réservées en français, dans une conversation.')
  .showHelpAfterError('(--help montre ce qui est possible)')
  .addHelpText('after', `
Codes de sortie : 0 tout va bien · 1 impossible, avec une phrase qui dit pourquoi · 2 fait en partie, chaque ligne refusée est dite.
Réglages : variables d'environnement, toutes dans .env.example.`);

program.command('start')
  .description('démarre tout : base de données (embarquée sans DATABASE_URL), conversation web, travaux programmés')
  .action(async () => {
    const { readConfig } = await import('./config.ts');
    const { start } = await import('./main.ts');
    const config = readConfig(process.env);
    const cancelled = new AbortController();
    let running: Running | undefined;
    const stop = (): void => {
      // A second Ctrl-C does not wait.
      if (cancelled.signal.aborted) process.exit(130);
      cancelled.abort();
      running?.stop().then(() => process.exit(0), (error: unknown) => fail(error));
    };
    // From the beginning on: a database that was just started must not be left behind.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    try {
      running = await start(config, (line) => console.log(line), cancelled.signal);
    } catch (error) {
      if (cancelled.signal.aborted) process.exit(0);
      throw error;
    }
    if (cancelled.signal.aborted) {
      await running.stop();
      process.exit(0);
    }
    console.log(running.address === '' ? '\nguichet travaille, sans adresse (GUICHET_ROLES=worker).\n' : `\nguichet est ouvert : ${running.address}\n`);
    if (running.demo.length > 0 && config.roles.includes('web')) {
      console.log('Comptes de démonstration (le code ouvre la conversation) :');
      for (const account of running.demo) console.log(`  ${account.code.padEnd(12)} ${account.name.padEnd(24)} ${account.role.padEnd(9)} ${account.structure ?? account.operator}`);
      console.log('\nCtrl-C arrête tout.');
    }
  });

program.command('migrate')
  .description('met la base de données à jour (DATABASE_ADMIN_URL, sinon DATABASE_URL, sinon la base embarquée)')
  .option('--json', 'le résultat en JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const { readConfig } = await import('./config.ts');
    const { openDatabase, migrateAll } = await import('./main.ts');
    const config = readConfig(process.env);
    const opened = await openDatabase(config);
    try {
      const applied = await migrateAll(opened, config);
      console.log(json === true ? JSON.stringify({ applied }) : applied.length === 0 ? 'Rien à faire : la base est à jour.' : `Fait : ${applied.join(', ')}`);
    } finally {
      await opened.close();
    }
  });

const terminal: Terminal = { out: (line) => console.log(line), err: (line) => console.error(line), setExitCode: (code) => { process.exitCode = code; } };
registerImportInto(program, terminal, process.env);
registerFeed(program, terminal, () => openInstallation(process.env), process.env);
registerLinkCode(program, terminal, () => openInstallation(process.env));
registerSeats(program, terminal, () => openInstallation(process.env), process.env);
registerApiKey(program, terminal, () => openInstallation(process.env));
registerUndelivered(program, terminal, () => openInstallation(process.env));
registerDoctor(program, terminal, process.env);
registerTeamsPackage(program, terminal, process.env);

async function fail(error: unknown): Promise<never> {
  const { codeOf } = await import('../db/connection.ts');
  if (error instanceof GuichetError) console.error(error.message);
  else console.error(`Impossible : ${error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error)}${codeOf(error) === undefined ? '' : ` (${codeOf(error) ?? ''})`}`);
  process.exit(1);
}

try {
  await program.parseAsync();
} catch (error) {
  await fail(error);
}

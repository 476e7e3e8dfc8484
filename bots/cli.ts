#!/usr/bin/env node
import { Command } from 'commander';
import { GuichetError } from '../core/errors.ts';
import { codeOf } from '../db/connection.ts';
import { readConfig } from './config.ts';

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
    const { start } = await import('./main.ts');
    const config = readConfig(process.env);
    const running = await start(config, (line) => console.log(line));
    if (running.address !== '') console.log(`\nguichet est ouvert : ${running.address}\n`);
    if (running.demo.length > 0 && config.roles.includes('web')) {
      console.log('Comptes de démonstration (le code ouvre la conversation) :');
      for (const account of running.demo) console.log(`  ${account.code.padEnd(12)} ${account.name.padEnd(24)} ${account.role.padEnd(9)} ${account.structure ?? account.operator}`);
      console.log('\nCtrl-C arrête tout.');
    }
    let asked = false;
    const stop = (): void => {
      // A second Ctrl-C does not wait.
      if (asked) process.exit(130);
      asked = true;
      running.stop().then(() => process.exit(0), (error: unknown) => fail(error));
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });

program.command('migrate')
  .description('met la base de données à jour (DATABASE_ADMIN_URL, sinon DATABASE_URL, sinon la base embarquée)')
  .option('--json', 'le résultat en JSON')
  .action(async ({ json }: { json?: boolean }) => {
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

function fail(error: unknown): never {
  if (error instanceof GuichetError) console.error(error.message);
  else console.error(`Impossible : ${error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error)}${codeOf(error) === undefined ? '' : ` (${codeOf(error) ?? ''})`}`);
  process.exit(1);
}

try {
  await program.parseAsync();
} catch (error) {
  fail(error);
}

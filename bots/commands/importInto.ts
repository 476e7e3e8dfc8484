import type { Command } from 'commander';
import { openInstallation, type Installation, type Terminal } from './installation.ts';
import { registerImport, type OpenSink } from './registerImport.ts';

/** Adds `import catalogue` on the installation's own database, with the option that lets it begin on an empty one. */
export function registerImportInto(program: Command, terminal: Terminal, env: NodeJS.ProcessEnv): void {
  let opened: Installation | undefined;
  const catalogueUrl = env['OPENDATASOFT_URL'] ?? '';
  registerImport(program, {
    ...terminal,
    isTerminal: process.stderr.isTTY,
    ...(catalogueUrl !== '' && { catalogueUrl }),
    openSink: async (operator) => {
      const installation = await openInstallation(env);
      try {
        const sink = await sinkOf(installation, operator);
        opened = installation;
        return sink;
      } catch (error) {
        await installation.close();
        throw error;
      }
    },
    // A dry run opens no database: a test clock is taken to stand where it would start.
    now: async () => (opened === undefined ? ((await import('../config.ts')).readConfig(env).testClock ?? new Date()) : opened.now()),
  });
  const command = program.commands.find((one) => one.name() === 'import')?.commands.find((one) => one.name() === 'catalogue');
  command?.option('--create-operator', "créer l'opérateur de --operator s'il n'existe pas, avec un programme aux réglages ordinaires");

  async function sinkOf(installation: Installation, name: string | undefined): Promise<OpenSink> {
    const { catalogueSink } = await import('../../db/catalogue.ts');
    const { createOperator, zone } = command?.opts<{ createOperator?: boolean; zone: string }>() ?? { zone: 'Europe/Paris' };
    if (createOperator === true && name === undefined) throw new Error("--create-operator demande aussi --operator NOM");
    const operator = createOperator === true && name !== undefined ? await installation.ensureOperator(name, zone) : { ...(await installation.operator(name)), created: false };
    if (operator.created) terminal.err(`Opérateur créé : « ${operator.name} ».`);
    return { sink: catalogueSink(installation.app, operator.id), close: () => installation.close() };
  }
}

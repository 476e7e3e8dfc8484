import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded, type Embedded } from '../../db/embedded.ts';
import { Chat } from '../support/chat.ts';
import { fiche } from '../support/fiches.ts';

/**
 * The commands as an operator runs them: processes of their own on an embedded database, the first ones on an empty
 * installation, the others beside a server that runs on it.
 */
const cli = join(import.meta.dirname, '../../bots/cli.ts');
const CLOCK = '2026-11-20T09:00:00.000Z';
let folder: string;
let offer: string;

interface Ran { code: number | null; out: string; err: string }

const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv =>
  ({ PATH: process.env['PATH'], NODE_COMPILE_CACHE: join(tmpdir(), 'guichet-compiled'), GUICHET_HOME: join(folder, 'home'), GUICHET_DEMO: '0', GUICHET_CLOCK: `test@${CLOCK}`, PORT: '0', ...more });

async function guichet(args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(process.execPath, [cli, ...args], { env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  const ran: Ran = { code: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => { ran.out += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { ran.err += text; });
  [ran.code] = (await once(child, 'close')) as [number | null];
  return ran;
}

async function startServer(): Promise<{ address: string; child: ChildProcess; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [cli, 'start'], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const address = /ouvert : (\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    child.stdout.resume();
    return { address, child, stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    } };
  }
  throw new Error('the server did not start');
}

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'guichet-commands-')));
  await chmod(folder, 0o755);
  offer = join(folder, 'offre.jsonl');
  await writeFile(offer, [fiche('1'), fiche('2', { title_fr: null }), fiche('3', { title_fr: 'Bérénice au moulin' })].map((one) => JSON.stringify(one)).join('\n'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('A4 import catalogue on an empty installation', { timeout: 120_000 }, () => {
  it('no operator yet: one sentence says what to do, exit code 1', async () => {
    const { code, err, out } = await guichet(['import', 'catalogue', offer]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^L'import a échoué : il n'y a pas encore d'opérateur ; --create-operator .*\n$/);
    expect(await guichet(['import', 'catalogue', offer, '--create-operator'])).toMatchObject({ code: 1, err: "L'import a échoué : --create-operator demande aussi --operator NOM\n" });
  });
});

describe('A4 import catalogue', { timeout: 120_000 }, () => {
  let held: Embedded;
  // Held open between the commands, which join it.
  beforeAll(async () => {
    held = await startEmbedded({ home: join(folder, 'home') });
  });
  afterAll(() => held.stop());

  it('--create-operator: the operator is made, refused records are told, exit code 2; again changes nothing', async () => {
    const args = ['import', 'catalogue', offer, '--create-operator', '--operator', 'Culture ici', '--places', '2'];
    const first = await guichet(args);
    expect([first.code, first.err]).toEqual([2, 'Opérateur créé : « Culture ici ».\n']);
    expect(first.out).toContain('Événements : 2 nouveaux, 0 modifié, 0 inchangé, 0 annulé, 0 sans objet.');
    expect(first.out).toContain('ligne 2 : il manque le titre (title_fr) [2]');
    const again = await guichet([...args, '--json']);
    expect([again.code, again.err]).toEqual([2, '']);
    expect(JSON.parse(again.out)).toMatchObject({ read: 3, events: { created: 0, same: 2 }, performances: { created: 0, same: 2 }, problems: [{ code: 'no-title' }] });
  });

  it('an operator that does not exist: those there are, exit code 1', async () => {
    const { code, err } = await guichet(['import', 'catalogue', offer, '--operator', 'Culture là-bas']);
    expect([code, err]).toEqual([1, "L'import a échoué : l'opérateur « Culture là-bas » n'existe pas ; il y a : « Culture ici »\n"]);
    expect(JSON.parse((await guichet(['import', 'catalogue', offer, '--operator', 'Culture là-bas', '--json'])).out)).toMatchObject({ error: { code: 'failed' } });
  });

  it('a broken environment is a sentence too, and the dry run opens no database', async () => {
    expect(await guichet(['import', 'catalogue', offer], { GUICHET_CLOCK: 'demain' })).toMatchObject({ code: 1, out: '' });
    const dry = await guichet(['import', 'catalogue', offer, '--dry-run', '--json'], { GUICHET_HOME: join(folder, 'nowhere') });
    expect(JSON.parse(dry.out)).toMatchObject({ dryRun: true, found: { events: 2, performances: 2 } });
  });
});

describe('A2 A8 commands beside a running server', { timeout: 120_000 }, () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it('a code lets a referent in, who finds what was imported and books it; seats are added for who waits', async () => {
    const given = await guichet(['link-code', '--operator', 'culture ici', '--structure', 'Foyer des Tanneurs', '--referent', 'Sophie Martin', '--email', 'Sophie@example.org']);
    expect(given.code).toBe(0);
    expect(given.out).toMatch(/^Structure créée : Foyer des Tanneurs\.\nCompte créé : Sophie Martin, Foyer des Tanneurs\.\nCode de Sophie Martin : [0-9A-Z]{4}-[0-9A-Z]{4}\nIl sert une seule fois, jusqu'au dimanche 22 novembre à 10.h\. Il ne sera plus montré\.\n$/);
    const sophie = await Chat.login(server.address, /: (\w{4}-\w{4})/.exec(given.out)?.[1] ?? '');

    const other = await guichet(['link-code', '--structure', 'foyer des tanneurs', '--referent', 'MARTIN Sophie', '--json']);
    const again = JSON.parse(other.out) as { code: string; expiresAt: string };
    expect(again).toMatchObject({ expiresAt: '2026-11-22T09:00:00.000Z', operator: 'Culture ici', account: { name: 'Sophie Martin', created: false }, structure: { name: 'Foyer des Tanneurs', created: false } });
    const here = await fetch(new URL('web/login', server.address), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code: /: (\w{4}-\w{4})/.exec(given.out)?.[1] }) });
    expect(here.status).toBe(401);

    const taken = await guichet(['link-code', '--structure', 'Relais', '--referent', 'Karim Blin', '--email', 'sophie@EXAMPLE.org', '--json']);
    expect([taken.code, JSON.parse(taken.out)]).toMatchObject([2, { error: { code: 'email_taken' } }]);

    await sophie.says('berenice au moulin');
    await sophie.presses('Réserver');
    for (const name of ['Awa Diallo', 'Bo Traoré', 'Cy Petit']) {
      await sophie.presses('Nouvelle personne');
      await sophie.says(name);
      await sophie.presses('participant');
    }
    await sophie.presses('Continuer');
    await sophie.presses('2 places + 1 en attente');
    await sophie.presses('Confirmer');
    sophie.sees('rang 1');

    const listed = await guichet(['seats', 'moulin', '+1']);
    expect([listed.code, listed.out]).toEqual([2, '']);
    const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(listed.err)?.[0] ?? '';
    expect(listed.err).toContain('« Bérénice au moulin », Théâtre des Tanneurs, vendredi 4 décembre à 20');
    const added = await guichet(['seats', id, '+2']);
    expect([added.code, added.err]).toEqual([0, '']);
    expect(added.out).toMatch(/4 places au lieu de 2\.\n1 personne a reçu une place, son référent est prévenu\.\n$/);
    await sophie.receives('Une place s’est libérée');

    const refused = await guichet(['seats', id, '-3']);
    expect([refused.code, refused.out]).toEqual([2, '']);
    expect(refused.err).toMatch(/^Refusé : .* a 4 places, dont 3 données : on peut en retirer 1 au plus, pas 3\. Rien n'est changé\.\n$/);
    expect(JSON.parse((await guichet(['seats', id, '-1', '--json'])).out)).toEqual({ performance: id, capacity: { before: 4, after: 3 }, given: 0, waiting: 0, window: 'open' });
    expect(await guichet(['seats', '00000000-0000-7000-8000-000000000000', '1'])).toMatchObject({ code: 2 });
    expect((await guichet(['import', 'catalogue', offer, '--places', '2'])).out).toContain('Représentations : 0 nouvelle, 0 modifiée, 2 inchangées, 0 annulée.');
  });

  it.each([
    [['link-code', '--structure', 'Foyer', '--referent', 'Sophie'], 1, 'Un prénom et un nom sont attendus'],
    [['link-code', '--structure', 'Foyer', '--referent', 'Sophie Martin', '--email', 'sophie'], 1, "Ce n'est pas une adresse électronique"],
    [['link-code', '--referent', 'Sophie Martin'], 1, '--structure'],
    [['link-code', '--structure', 'Foyer', '--referent', 'Sophie Martin', '--operator', 'Ailleurs'], 1, "l'opérateur « Ailleurs » n'existe pas ; il y a : « Culture ici »"],
    [['seats', 'moulin', 'beaucoup'], 1, 'Un nombre de places est attendu'],
    [['seats', 'moulin', '0'], 1, 'Un nombre de places est attendu'],
    [['seats', 'rien de tel', '+1'], 2, 'Aucune représentation à venir ne correspond à « rien de tel »'],
  ])('%j is refused with a sentence and exit code %i', async (args, code, sentence) => {
    const ran = await guichet(args);
    expect(ran.err).toContain(sentence);
    expect([ran.code, ran.out]).toEqual([code, '']);
  });

  it.each([['import catalogue'], ['link-code'], ['seats']])('%s --help helps', async (command) => {
    const { code, out } = await guichet([...command.split(' '), '--help']);
    expect(code).toBe(0);
    for (const word of ['--operator', '--json', 'Codes de sortie', 'Exemples']) expect(out).toContain(word);
  });
});

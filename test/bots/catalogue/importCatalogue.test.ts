import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openCatalogue } from '../../../bots/catalogue/client.ts';
import { exitCodeOf, importCatalogue, type ImportOptions } from '../../../bots/catalogue/importCatalogue.ts';
import { registerImport } from '../../../bots/commands/registerImport.ts';
import { fiche } from '../../support/fiches.ts';
import { memoryOffer, type MemoryOffer } from '../../support/memoryOffer.ts';
import { startOpendatasoftStub, type Fiche, type OpendatasoftStub } from '../../support/opendatasoftStub.ts';

const NOW = new Date('2026-11-20T00:00:00Z');
const evening = (day: string): readonly [string, string] => [`2026-12-${day}T20:00:00+01:00`, `2026-12-${day}T21:30:00+01:00`];

let folder = '';
let stub: OpendatasoftStub | undefined;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'guichet-import-')); });
afterAll(async () => rm(folder, { recursive: true }));
afterEach(async () => stub?.close());

async function write(name: string, lines: readonly unknown[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return path;
}

const into = (sink: MemoryOffer, source: string, options: Partial<ImportOptions> = {}) =>
  importCatalogue({ source, sink, catalogue: openCatalogue({ ...(stub !== undefined && { baseUrl: stub.url }) }), now: NOW, ...options });

const counts = { created: 0, changed: 0, same: 0, cancelled: 0 };

describe('importing an offer', () => {
  test('twice changes nothing; by file or by catalogue it is the same offer', async () => {
    const records = [fiche('1', { at: [evening('04'), evening('05')] }), fiche('2'), fiche('3', { state: 6 })];
    const path = await write('offre.jsonl', records);
    stub = await startOpendatasoftStub({ datasets: { agenda: records } });
    const sink = memoryOffer();
    const first = await into(sink, path, { seats: 10 });
    expect(first).toMatchObject({ read: 3, events: { ...counts, created: 2, ignored: 1 }, performances: { ...counts, created: 3 }, problems: [] });
    for (const source of [path, 'ods:agenda']) {
      expect(await into(sink, source, { seats: 10 })).toMatchObject({ events: { ...counts, same: 2, ignored: 1 }, performances: { ...counts, same: 3 } });
    }
  });

  test('A19 what changed upstream is changed: a title, an hour, a cancelled date, a cancelled event', async () => {
    const sink = memoryOffer();
    await into(sink, await write('a.jsonl', [fiche('1', { at: [evening('04'), evening('05')] }), fiche('2', { at: [evening('04'), evening('06')] }), fiche('3'), fiche('4')]));
    const report = await into(sink, await write('b.jsonl', [
      fiche('1', { title_fr: 'Nouveau titre', at: [['2026-12-04T20:30:00+01:00', '2026-12-04T22:00:00+01:00'], evening('05')] }),
      fiche('2', { at: [evening('04')] }),
      fiche('3', { state: 6 }),
    ]));
    expect(report).toMatchObject({ events: { created: 0, changed: 1, same: 1, cancelled: 1 }, performances: { created: 0, changed: 1, same: 2, cancelled: 2 } });
    const moved = sink.seats.get('openagenda/1')?.map((each) => [each.id, each.performance.startsAt.toISOString()]);
    expect(moved).toContainEqual(['1@2026-12-04T19:00:00Z', '2026-12-04T19:30:00.000Z']);
    // What the source does not speak of is left alone.
    expect(sink.events.get('openagenda/4')?.cancelled).toBe(false);
  });

  test('seats: the allotment file, then the option', async () => {
    const sink = memoryOffer();
    const places = await write('places.csv', ['uid;date;places;quota', '1;4/12/2026;20;2 par semaine', '9;;3;']);
    const report = await into(sink, await write('a.jsonl', [fiche('1', { at: [evening('04'), evening('05')] })]), { allotment: places, seats: 5 });
    expect(sink.events.get('openagenda/1')?.performances).toMatchObject([{ capacity: 20, quota: { seats: 2, period: 'week' } }, { capacity: 5 }]);
    expect(report.problems).toMatchObject([{ where: 'contingents, ligne 3', code: 'no-event', refused: true }]);
    expect(exitCodeOf(report)).toBe(2);
  });

  test('progress goes from nothing to all, reading and then writing', async () => {
    const shares: [string, number][] = [];
    await into(memoryOffer(), await write('a.jsonl', Array.from({ length: 450 }, (_, i) => fiche(String(i)))), { onProgress: ({ phase, share }) => shares.push([phase, share]) });
    expect(shares.filter(([phase]) => phase === 'write')).toEqual([['write', 200 / 450], ['write', 400 / 450], ['write', 1]]);
    expect(shares.filter(([phase]) => phase === 'read')).toHaveLength(450);
    expect(shares.findLast(([phase]) => phase === 'read')?.[1]).toBe(1);
  });

  test('400 real records through a local portal: in, and in again without a change', async (context) => {
    const path = join(process.env['GUICHET_SAMPLES'] ?? '', 'events/ods_openagenda_paris_2025.jsonl');
    context.skip(!existsSync(path), 'GUICHET_SAMPLES holds no events/ods_openagenda_paris_2025.jsonl');
    const records = (await readFile(path, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Fiche);
    stub = await startOpendatasoftStub({ datasets: { 'evenements-publics-openagenda': records } });
    const sink = memoryOffer();
    const options = { now: new Date('2025-03-01T00:00:00Z'), seats: 10 };
    const first = await into(sink, 'ods:evenements-publics-openagenda', options);
    expect(first).toMatchObject({ read: 400, found: { events: 399, performances: 3_218, past: 11_138 }, performances: { cancelled: 0 } });
    expect(first.problems).toMatchObject([{ code: 'no-title', externalId: '92345464' }]);
    expect(stub.requests).toHaveLength(4);
    const again = await into(sink, 'ods:evenements-publics-openagenda', options);
    expect(again.events).toEqual({ ...counts, same: first.events.created, ignored: first.events.ignored });
    expect(again.performances).toEqual({ ...counts, same: first.performances.created });
    // The same records from the file are the same events.
    expect((await into(sink, path, options)).events).toEqual(again.events);
    const march = await into(memoryOffer(), 'ods:evenements-publics-openagenda', { ...options, where: "lastdate_end >= date'2025-03-01' and firstdate_begin < date'2025-04-01' and search(\"musée\")" });
    expect(march.read).toBe(records.filter((one) => String(one['lastdate_end']) >= '2025-03-01' && String(one['firstdate_begin']) < '2025-04-01' && JSON.stringify(one).toLowerCase().includes('musée')).length);
  });
});

describe('npx guichet import catalogue', () => {
  async function run(...args: string[]): Promise<{ out: string[]; err: string[]; code: number | undefined; opened: number; sink: MemoryOffer }> {
    const said = { out: [] as string[], err: [] as string[], code: undefined as number | undefined, opened: 0, sink: memoryOffer() };
    const program = new Command().exitOverride().configureOutput({ writeOut: (text) => said.out.push(text), writeErr: (text) => said.err.push(text) });
    registerImport(program, {
      openSink: () => {
        said.opened += 1;
        return Promise.resolve({ sink: said.sink, close: () => Promise.resolve(void (said.opened -= 1)) });
      },
      now: () => NOW,
      ...(stub !== undefined && { catalogueUrl: stub.url }),
      out: (line) => said.out.push(line),
      err: (line) => said.err.push(line),
      isTerminal: false,
      setExitCode: (code) => { said.code = code; },
    });
    for (const command of program.commands.flatMap((one) => [one, ...one.commands])) command.exitOverride().configureOutput({ writeOut: (text) => said.out.push(text), writeErr: (text) => said.err.push(text) });
    await program.parseAsync(['node', 'guichet', 'import', 'catalogue', ...args]).catch((error: unknown) => {
      said.code = (error as { exitCode?: number }).exitCode;
    });
    return said;
  }

  test('all good: counts, exit code 0', async () => {
    const path = await write('bon.jsonl', [fiche('1')]);
    const { out, code, opened } = await run(path);
    expect(out).toEqual([
      `${path} : 1 fiche lue, 1 événement, 1 représentation à venir.`,
      'Événements : 1 nouveau, 0 modifié, 0 inchangé, 0 annulé, 0 sans objet.',
      'Représentations : 1 nouvelle, 0 modifiée, 0 inchangée, 0 annulée.',
      'Aucun problème.',
    ]);
    expect([code, opened]).toEqual([0, 0]);
  });

  test('refused records: each a line, in a file too, exit code 2', async () => {
    const path = await write('moins-bon.jsonl', [fiche('1'), fiche('2', { title_fr: null }), '{"uid":', fiche('3', { location_coordinates: { lat: 200, lon: 0 } })]);
    const file = join(folder, 'problemes.txt');
    const { out, code } = await run(path, '--problems', file);
    const lines = [
      'ligne 2 : il manque le titre (title_fr) [2]',
      'ligne 3 : cette ligne n\'est pas du JSON : « {"uid": »',
      'ligne 4 (remarque) : ces coordonnées sont impossibles et ont été écartées (coordonnées) : « 200, 0 » [3]',
    ];
    expect(out.slice(-4)).toEqual(['3 problèmes, dont 2 refus :', ...lines]);
    expect(await readFile(file, 'utf8')).toBe(`${lines.join('\n')}\n`);
    expect(code).toBe(2);
  });

  test('--json: one document; --dry-run: nothing is opened or written', async () => {
    const { out, code, sink } = await run(await write('a.jsonl', [fiche('1')]), '--json', '--dry-run', '--places', '8');
    expect(out).toHaveLength(1);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ dryRun: true, read: 1, found: { events: 1 }, events: { created: 0 }, problems: [] });
    expect([code, sink.events.size]).toEqual([0, 0]);
  });

  test('every option reaches the import', async () => {
    stub = await startOpendatasoftStub({ datasets: { agenda: [fiche('1', { at: [evening('04'), evening('05'), evening('06')] }), fiche('2', { location_city: 'Bron' })] } });
    const places = await write('places.csv', ['uid;date;places', '1;6/12/2026;20']);
    const { sink, code, out } = await run('ods:agenda', '--where', 'location_city = "Lyon"', '--order-by', 'uid desc', '--from', '5 décembre 2026', '--max', '1', '--seats', '4', '--contingents', places, '--zone', 'Indian/Reunion');
    expect([...sink.events.keys()]).toEqual(['openagenda/1']);
    expect(sink.events.get('openagenda/1')?.performances).toMatchObject([{ externalId: '1@2026-12-05T19:00:00Z', capacity: 4 }]);
    expect(out.at(-1)).toContain('contingents, ligne 2 : aucune séance');
    expect(code).toBe(2);
  });

  test.each([
    [['absent.csv'], 1, "n'existe pas"],
    [['ods:absent'], 1, "n'a pas de jeu de données « absent »"],
    [['x.csv', '--places', 'beaucoup'], 1, 'Un nombre entier est attendu.'],
    [['x.csv', '--zone', 'Europe/Pari'], 1, "Ce fuseau n'existe pas"],
    [['x.csv', '--from', 'bientôt'], 1, '--from'],
    [[], 1, 'source'],
  ])('%j fails with a sentence and exit code 1', async (args, code, sentence) => {
    stub = await startOpendatasoftStub({ datasets: {} });
    const said = await run(...args);
    expect(said.err.join('')).toContain(sentence);
    expect([said.code, said.opened]).toEqual([code, 0]);
  });

  test('a failure with --json is JSON', async () => {
    expect(JSON.parse((await run('absent.csv', '--json')).out[0] ?? '')).toMatchObject({ error: { code: 'source' } });
  });

  test('--help helps', async () => {
    const { out } = await run('--help');
    for (const word of ['ods:JEU-DE-DONNÉES', '--contingents', '--dry-run', 'Codes de sortie', 'Exemples']) expect(out.join('')).toContain(word);
  });
});

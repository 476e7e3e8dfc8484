import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tableOf, type Report } from './dialogues/table.ts';
import { failuresOf, listed, mayBeAskedAgain, patternOf, type Failure } from './failures.ts';

/**
 * The project's one check: types and lint beside the suite (which holds the import directions). Prints
 * 'N passed, N failed' last. With --browser: the browser tests instead of the suite. A few that failed among the
 * others are run once more by themselves, since a full machine makes people who wait give up; what that
 * changed is said. Races are not asked twice.
 */
const root = path.join(import.meta.dirname, '..');
const bin = (name: string): string => path.join(root, 'node_modules', '.bin', name);

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`The tests need Node 24; this is ${process.versions.node}. Run them with 'npm test', after 'npm ci' without --ignore-scripts.`);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${path.join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}` };

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    spawn(command, args, { cwd: root, stdio: 'inherit', env })
      .on('error', () => resolve(1))
      .on('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs beside the suite: what it says is kept, to be shown whole. */
function beside(name: string, args: readonly string[]): Promise<{ name: string; code: number; said: string }> {
  return new Promise((resolve) => {
    let said = '';
    const child = spawn(bin(name), args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said += text; });
    child.on('error', (error) => resolve({ name, code: 1, said: error.message })).on('close', (code) => resolve({ name, code: code ?? 1, said }));
  });
}

/** Asked for by themselves, the dialogues are all played on every wire; the suite plays some of them a second time only. */
if (process.argv.includes('test/dialogues')) env['GUICHET_DIALOGUES'] = '1';

interface Results extends Report { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number; success: boolean }

const browser = process.argv.includes('--browser');
const only = process.argv.slice(2).filter((arg) => !arg.startsWith('--'));
let failed = 0;
// One after the other: the suite keeps the cores busy.
const checks = browser ? Promise.resolve([]) : beside('tsc', ['--noEmit']).then(async (types) => [types, await beside('eslint', ['.', '--max-warnings', '0'])]);
const folder = await mkdtemp(path.join(tmpdir(), 'guichet-results-'));

/** Runs tests and reads what became of them; undefined: it did not come to that. */
async function results(name: string, args: readonly string[]): Promise<{ code: number; read: Results | undefined }> {
  const output = path.join(folder, `${name}.json`);
  const code = await run(bin('vitest'), ['run', ...(browser ? ['--config', 'vitest.browser.config.ts'] : []), ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${output}`]);
  return { code, read: existsSync(output) ? (JSON.parse(readFileSync(output, 'utf8')) as Results) : undefined };
}

/** Most tests that are run again: more is no matter of a full machine. */
const AGAIN = 5;

const suite = await results('suite', only);
const failures: Failure[] = suite.read === undefined ? [] : failuresOf(suite.read, root);
let passed = suite.read?.numPassedTests ?? 0;
if (suite.read !== undefined) {
  const table = tableOf(suite.read);
  if (table !== undefined) console.log(`\n${table}\n`);
  // A file that could not be loaded has no tests to count.
  failed += suite.read.numFailedTests + (suite.read.numFailedTests === 0 && !suite.read.success ? Math.max(1, suite.read.numFailedTestSuites) : 0);
}
if (suite.code !== 0 && failed === 0) failed = 1;
const told = await checks;
let standing = failures;
if (failures.length > 0 && failures.length <= AGAIN && failures.length === failed && failures.every(mayBeAskedAgain)) {
  console.log(`Failed among the others, run again by themselves:\n${listed(failures)}`);
  const { read } = await results('again', [...new Set(failures.map(({ file }) => file)), '-t', patternOf(failures)]);
  if (read?.success === true && read.numPassedTests === failures.length) {
    console.log(`${failures.length} passed by themselves.`);
    [passed, failed, standing] = [passed + failures.length, 0, []];
  }
}
rmSync(folder, { recursive: true, force: true });
for (const { name, code, said } of told) {
  console.log(`· ${name}: ${code === 0 ? 'nothing to say' : `exit code ${code}`}`);
  if (said !== '') console.log(said.trimEnd());
  if (code !== 0) failed += 1;
}
if (standing.length > 0) console.log(listed(standing));
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

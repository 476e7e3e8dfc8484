import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tableOf, type Report } from './dialogues/table.ts';

/**
 * The project's one check: types and lint beside the suite (which holds the import directions). Prints
 * 'N passed, N failed' last. With --browser: the browser tests instead of the suite.
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
const output = path.join(await mkdtemp(path.join(tmpdir(), 'guichet-results-')), 'results.json');
const suite = await run(bin('vitest'), ['run', ...(browser ? ['--config', 'vitest.browser.config.ts'] : []), ...only, '--reporter=default', '--reporter=json', `--outputFile.json=${output}`]);
let passed = 0;
if (existsSync(output)) {
  const results = JSON.parse(readFileSync(output, 'utf8')) as Results;
  passed = results.numPassedTests;
  const table = tableOf(results);
  if (table !== undefined) console.log(`\n${table}\n`);
  // A file that could not be loaded has no tests to count.
  failed += results.numFailedTests + (results.numFailedTests === 0 && !results.success ? Math.max(1, results.numFailedTestSuites) : 0);
} else if (suite !== 0) failed += 1;
if (suite !== 0 && failed === 0) failed = 1;
rmSync(path.dirname(output), { recursive: true, force: true });
for (const { name, code, said } of await checks) {
  console.log(`· ${name}: ${code === 0 ? 'nothing to say' : `exit code ${code}`}`);
  if (said !== '') console.log(said.trimEnd());
  if (code !== 0) failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { documentOf, type Counts } from './document.ts';

/**
 * `npm run faults [-- kill rolling pace]`: minutes of load under kill -9 of everything, a rolling restart, then ten thousand reminders at a platform's
 * pace, one after the other, with nothing beside them; or some of these. What the last run of each counted (counts.json) is written to
 * docs/reliability.md; a run that failed leaves its part as it was.
 */
const root = path.join(import.meta.dirname, '..', '..');
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const kept = path.join(import.meta.dirname, 'counts.json');
const folder = mkdtempSync(path.join(tmpdir(), 'guichet-report-'));
const report = path.join(folder, 'counts.jsonl');

const PARTS = ['kill', 'rolling', 'pace'];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !PARTS.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(', ')}: ${PARTS.join(', ')}\n`);
  process.exit(1);
}
const passed = PARTS.filter((name) => asked.length === 0 || asked.includes(name)).map((name) => ({
  name, good: spawnSync(process.execPath, [vitest, 'run', `test/faults/${name}.test.ts`], { cwd: root, stdio: 'inherit', env: { ...process.env, GUICHET_LONG: '1', GUICHET_REPORT: report } }).status === 0,
}));
const noted = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Counts) : [];
rmSync(folder, { recursive: true, force: true });

const before = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Counts[]) : [];
const counts = PARTS.flatMap((part) => (passed.some(({ name, good }) => name === part && good) ? noted : before).filter(({ run }) => run === part));
writeFileSync(kept, `${JSON.stringify(counts, undefined, 2)}\n`);
const document = path.join(root, 'docs', 'reliability.md');
const whole = counts.length === PARTS.length;
if (whole) writeFileSync(document, documentOf(counts));
const failed = passed.filter(({ good }) => !good).map(({ name }) => name);
process.stdout.write(`${whole ? `Written: ${path.relative(root, document)}` : 'Not all parts have been run: no document.'}${failed.length === 0 ? '' : ` Failed, and left as it was: ${failed.join(', ')}.`}\n`);
process.exit(failed.length === 0 ? 0 : 1);

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { documentOf, type Counts } from './document.ts';

/**
 * `npm run faults`: minutes of load under kill -9 of everything, a rolling restart, then ten thousand reminders at a platform's pace, one after the
 * other, with nothing beside them. What they counted is written to docs/reliability.md, unless one of them failed.
 */
const root = path.join(import.meta.dirname, '..', '..');
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const folder = mkdtempSync(path.join(tmpdir(), 'guichet-report-'));
const report = path.join(folder, 'counts.jsonl');

const codes = ['kill', 'rolling', 'pace'].map((name) => spawnSync(process.execPath, [vitest, 'run', `test/faults/${name}.test.ts`], {
  cwd: root, stdio: 'inherit', env: { ...process.env, GUICHET_LONG: '1', GUICHET_REPORT: report },
}).status);
const runs = existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Counts) : [];
rmSync(folder, { recursive: true, force: true });

const document = path.join(root, 'docs', 'reliability.md');
const done = codes.every((code) => code === 0);
if (done) writeFileSync(document, documentOf(runs));
process.stdout.write(`${done ? `Written: ${path.relative(root, document)}` : 'Something failed: docs/reliability.md stays as it was.'}\n`);
process.exit(done ? 0 : 1);

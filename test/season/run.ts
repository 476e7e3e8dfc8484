import { spawnSync } from 'node:child_process';
import path from 'node:path';

/**
 * `npm run season`: a whole season by the test clock, and the weeks round the change of March without quiet hours, each with the table of
 * what was sent, to whom, when. Arguments are seeds; none: one by chance, printed.
 */
const vitest = path.join(import.meta.dirname, '..', '..', 'node_modules', 'vitest', 'vitest.mjs');
const seeds = process.argv.slice(2);
const codes = (seeds.length === 0 ? [undefined] : seeds).map((seed) => spawnSync(process.execPath, [vitest, 'run', 'test/season/season.test.ts'], {
  cwd: path.join(import.meta.dirname, '..', '..'), stdio: 'inherit', env: { ...process.env, GUICHET_LONG: '1', ...(seed === undefined ? {} : { GUICHET_SEED: seed }) },
}).status);
process.exit(codes.every((code) => code === 0) ? 0 : 1);

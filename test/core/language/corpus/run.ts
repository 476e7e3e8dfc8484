import { read } from './adapter.ts';
import { CORPUS } from './all.ts';
import { HELD_OUT } from './heldOut.ts';
import { score } from './score.ts';
import { failuresOf, tableOf } from './table.ts';

/**
 * How well sentences are understood (X2): `node test/core/language/corpus/run.ts [--failures] [--held-out]`. The held-out sentences are
 * only counted: `--failures` does not show them, or they would be worked on like the others.
 */
const asked = new Set(process.argv.slice(2));
const unknown = [...asked].filter((one) => one !== '--failures' && one !== '--held-out');
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(' ')}; there are --failures and --held-out\n`);
  process.exit(2);
}
const heldOut = asked.has('--held-out');
const result = score(heldOut ? HELD_OUT : CORPUS, read);
if (asked.has('--failures') && !heldOut) process.stdout.write(`${failuresOf(result.failures)}\n\n`);
process.stdout.write(`${heldOut ? 'Held-out sentences' : 'Sentences'}: ${result.lines.length}\n${tableOf(result)}\n`);

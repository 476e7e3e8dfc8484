// A process of its own on an embedded database: says what it got, then stops when told to.
import { startEmbedded } from '../../db/embedded.ts';
import type { EmbeddedOptions } from '../../db/embedded.ts';

const options = JSON.parse(process.argv[2] ?? '') as EmbeddedOptions;

try {
  const embedded = await startEmbedded(options);
  process.stdout.write(`${JSON.stringify(embedded)}\n`);
  process.stdin.once('end', () => void embedded.stop().then(() => process.stdout.write('"stopped"\n'))).resume();
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: (error as Error).message })}\n`);
}

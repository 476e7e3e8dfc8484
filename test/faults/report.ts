import { appendFileSync } from 'node:fs';

/** What a run counted: printed, and kept for docs/reliability.md where GUICHET_REPORT names a file. */
export function noted(run: string, counts: Readonly<Record<string, number | string>>): void {
  const line = JSON.stringify({ run, ...counts });
  process.stdout.write(`${line}\n`);
  const file = process.env['GUICHET_REPORT'];
  if (file !== undefined) appendFileSync(file, `${line}\n`);
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Fresh } from './database.ts';

const source = (file: string): Promise<string> => readFile(path.join(import.meta.dirname, '../../db/functions', file), 'utf8');

/** A function's source with every occurrence of each text replaced; throws when one is no longer there. */
export async function changed(file: string, changes: readonly (readonly [from: string, to: string])[]): Promise<string> {
  let text = await source(file);
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${file} no longer says '${from}': the negative control would prove nothing`);
    text = text.replaceAll(from, to);
  }
  return text;
}

/**
 * Puts changed functions into this file's own database, as a test-only migration would. Without changes: the real
 * ones back.
 */
export async function replaceFunctions(fresh: Fresh, files: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>): Promise<void> {
  // knex would read a question mark as a binding.
  for (const [file, changes] of Object.entries(files)) await fresh.admin.raw((await changed(file, changes)).replaceAll('?', '\\?'));
}

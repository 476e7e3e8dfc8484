import { readFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, test } from 'vitest';

test('opendatasoft.d.ts is what `npm run generate` makes of opendatasoft.yaml', async () => {
  const folder = new URL('../../../bots/catalogue/', import.meta.url);
  const made = astToString(await openapiTS(new URL('opendatasoft.yaml', folder)));
  const kept = await readFile(new URL('opendatasoft.d.ts', folder), 'utf8');
  expect(kept.endsWith(made)).toBe(true);
});

import { readFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, test } from 'vitest';
import { officeRefusals } from '../../../core/office.ts';
import { readDocument } from '../../../bots/api/document.ts';
import { problemOf } from '../../../bots/api/problems.ts';
import { verbs } from '../../../bots/api/verbs.ts';
import { operations } from '../../support/script.ts';

test('openapi.d.ts is what `npm run generate` makes of openapi.yaml', async () => {
  const folder = new URL('../../../bots/api/', import.meta.url);
  const made = astToString(await openapiTS(new URL('openapi.yaml', folder)));
  const kept = await readFile(new URL('openapi.d.ts', folder), 'utf8');
  expect(kept.endsWith(made)).toBe(true);
});

test('every operation has its verb, and every verb its operation', () => {
  expect(operations.length).toBeGreaterThan(20);
  expect(operations.map(({ id }) => id).sort()).toEqual(Object.keys(verbs).sort());
});

test('every refusal of the office has a code of the document and a sentence', () => {
  const codes = (readDocument().components.schemas['Code'] as { enum: string[] }).enum;
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of Object.keys(officeRefusals) as (keyof typeof officeRefusals)[]) {
    expect(codes).toContain(code);
    expect(problemOf(code).status).toBeGreaterThanOrEqual(400);
    expect(problemOf(code).detail).toMatch(/\.$/);
  }
});

import { afterAll } from 'vitest';
import { endAll } from './ending.ts';
import { endChildren } from './guichet.ts';

// Of every file: workers go on to the next one in the same process.
afterAll(async () => {
  await endAll();
  await endChildren();
});

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/browser/**/*.test.ts'], globalSetup: ['test/support/globalSetup.ts'], setupFiles: ['test/support/leftovers.ts'], pool: 'forks', fileParallelism: false, testTimeout: 90_000, hookTimeout: 90_000 },
});

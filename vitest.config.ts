import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, longest first: none of them ends alone while the other workers have nothing left. */
const HEAVY = [
  'bots/start', 'bots/hostile', 'dialogues/slack', 'dialogues/teams', 'db/embedded', 'dialogues/telegramFake', 'dialogues/web', 'dialogues/telegram', 'season/season', 'bots/feeds', 'model/histories', 'model/mutants', 'faults/kill', 'faults/pace', 'flows/naming', 'bots/commands', 'flows/newsMail', 'flows/told', 'flows/visitor', 'flows/anytime', 'bots/web', 'concurrency/processes', 'access', 'bots/api/commands', 'flows/access',
  'db/demo', 'flows/participants', 'db/sealing', 'concurrency/storm', 'flows/changes', 'bots/importReal', 'bots/slack/house', 'bots/doctor', 'flows/presence', 'flows/isolation', 'db/policies', 'db/changesModel',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = HEAVY.indexOf(path.relative(path.join(import.meta.dirname, 'test'), moduleId).split(path.sep).join('/').replace(/\.test\.ts$/, ''));
      return at < 0 ? HEAVY.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    globalSetup: ['test/support/globalSetup.ts'],
    setupFiles: ['test/support/leftovers.ts'],
    pool: 'forks',
    // More than two cores: much of a dialogue is waiting.
    maxWorkers: 3,
    // A worker goes from file to file: no test mocks or sets anything of its process, and each file has a database of its own.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // A machine that does other things too is several times as slow: what hangs is found all the same.
    testTimeout: 150_000,
    hookTimeout: 60_000,
  },
});

import { randomBytes } from 'node:crypto';
import { GuichetError } from '../../core/errors.ts';
import { readConfig, type Config } from '../config.ts';

/** The environment as `start` reads it, and as far as it can be read without what is wrong in it. */
export interface Settings {
  /** Undefined: nothing of it can be read. */
  readonly config: Config | undefined;
  /** What `start` would refuse, a line each, in its own words. */
  readonly problems: readonly string[];
  /** Names of the settings that were left out. */
  readonly left: ReadonlySet<string>;
}

const ROUNDS = 20;
const KEY = 'GUICHET_SECRET_KEY';

/** Reads the environment, and again without the settings that a problem names, until it can be read. */
export function settingsOf(env: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const left = new Set<string>();
  const given: NodeJS.ProcessEnv = { ...env };
  for (let round = 0; round < ROUNDS; round += 1) {
    try {
      return { config: readConfig(given), problems, left };
    } catch (error) {
      if (!(error instanceof GuichetError)) throw error;
      const found = error.message.split('\n').slice(1).map((line) => line.replace(/^\s*·\s*/, ''));
      // Those of later rounds come from what was left out in the first.
      if (round === 0) problems.push(...found);
      const named = found.flatMap((line) => (line.startsWith(KEY) ? [KEY] : namesIn(line))).filter((name) => name === KEY || (given[name] !== undefined && given[name] !== ''));
      if (named.length === 0) break;
      for (const name of named) {
        left.add(name);
        // The database can be looked at without its key; what is sealed there is then not opened.
        given[name] = name === KEY ? randomBytes(32).toString('base64') : undefined;
      }
    }
  }
  return { config: undefined, problems, left };
}

const namesIn = (problem: string): readonly string[] => problem.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\b(?:PORT|HOST)\b/g) ?? [];

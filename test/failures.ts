import path from 'node:path';
import type { Report } from './dialogues/table.ts';

export interface Failure {
  /** Path of its file under the project. */
  readonly file: string;
  /** The names of what it stands in, then its own. */
  readonly path: readonly string[];
  /** The beginning of what was said, on one line. */
  readonly why: string;
}

/** What is asked once only: a race that is lost now and then is the fault that is looked for. */
const ASKED_ONCE = /^test\/(?:concurrency|model)\//;

export function failuresOf({ testResults = [] }: Report, root: string): Failure[] {
  return testResults.flatMap(({ name: file, assertionResults = [] }) => assertionResults.filter(({ status }) => status === 'failed').map(({ ancestorTitles, title, failureMessages }) => ({
    file: path.relative(root, file).split(path.sep).join('/'), path: [...ancestorTitles, title],
    why: (failureMessages?.[0] ?? '').split(/\n\s+at /)[0]?.replace(/\s+/g, ' ').trim().slice(0, 400) ?? '',
  })));
}

export const mayBeAskedAgain = ({ file }: Failure): boolean => !ASKED_ONCE.test(file);

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What vitest's -t finds them by, and nothing that only begins like one of them. */
export const patternOf = (failures: readonly Failure[]): string => `^(?:${failures.map(({ path: steps }) => steps.map(literally).join('(?: > | )')).join('|')})$`;

/** A line each, which `.ci/run` repeats at its end. */
export const listed = (failures: readonly Failure[]): string => failures.map(({ file, path: steps, why }) => `✗ ${file}: ${steps.join(' > ')}: ${why}`).join('\n');

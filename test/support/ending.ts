const endings: (() => Promise<unknown>)[] = [];

/** What must be closed when the file is done, the last opened first. For helpers that are called in a hook or a test, where `afterAll` comes too late. */
export const atTheEnd = (end: () => Promise<unknown>): void => void endings.push(end);

/** Closes all of it. */
export async function endAll(): Promise<void> {
  const errors: unknown[] = [];
  for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw new AggregateError(errors, 'what the file had opened could not be closed');
}

/** As much of the report of a run as is read here (vitest's JSON reporter). */
export interface Report {
  readonly testResults?: readonly {
    /** Its file. */
    readonly name: string;
    readonly assertionResults?: readonly {
      readonly ancestorTitles: readonly string[]; readonly title: string; readonly status: string; readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** Each channel's tests are described so. */
const DESCRIBED = 'X1 the dialogues on ';
const MARKS: Readonly<Record<string, string>> = { passed: '✓', failed: '✗' };

/** The dialogues of a run, by channel: ✓ passed, ✗ failed, – not for that channel. Undefined where none was played. */
export function tableOf({ testResults = [] }: Report): string | undefined {
  const played = testResults.flatMap(({ assertionResults = [] }) => assertionResults.flatMap(({ ancestorTitles, title, status }) => {
    const channel = ancestorTitles.find((one) => one.startsWith(DESCRIBED));
    return channel === undefined ? [] : [{ channel: channel.slice(DESCRIBED.length), title, mark: MARKS[status] ?? '·' }];
  }));
  if (played.length === 0) return undefined;
  const channels = [...new Set(played.map(({ channel }) => channel))].sort();
  const titles = [...new Set(played.map(({ title }) => title))].sort();
  const mark = (title: string, channel: string): string => played.find((one) => one.title === title && one.channel === channel)?.mark ?? '–';
  return [
    'Dialogues by channel:',
    ...channels.map((channel, i) => `  ${i + 1}  ${channel}: ${played.filter((one) => one.channel === channel && one.mark === '✓').length} of ${played.filter((one) => one.channel === channel).length}`),
    `  ${channels.map((_, i) => i + 1).join(' ')}`,
    ...titles.map((title) => `  ${channels.map((channel) => mark(title, channel)).join(' ')}  ${title}`),
  ].join('\n');
}

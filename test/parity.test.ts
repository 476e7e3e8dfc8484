import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHANNELS, ELEMENTS, LIMITS, type ChannelName } from '../bots/parity.ts';
import { dialogues } from './dialogues/index.ts';

/** docs/channels.md is made from the table in the code and the list of dialogues. `GUICHET_WRITE_DOCS=1` writes it anew. */
const root = path.join(import.meta.dirname, '..');
const PAGE = path.join(root, 'docs/channels.md');
const names = Object.keys(CHANNELS) as ChannelName[];

const table = (head: string, rows: readonly (readonly string[])[]): string =>
  [`| ${[head, ...names.map((name) => CHANNELS[name])].join(' | ')} |`, `|${'---|'.repeat(names.length + 1)}`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');

/** Files of a channel's folder and their lines, to the nearest hundred. */
function sizeOf(name: ChannelName): { files: number; lines: number } {
  const folder = path.join(root, 'bots', name);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:ts|js|css|html)$/.test(file));
  const lines = files.reduce((sum, file) => sum + readFileSync(path.join(folder, file), 'utf8').split('\n').length, 0);
  return { files: files.length, lines: Math.round(lines / 100) * 100 };
}

function page(): string {
  const sizes = names.map(sizeOf);
  return `# Channels

One conversation, drawn by each channel with its own means. This page is written by \`test/parity.test.ts\`, from
\`bots/parity.ts\` and the dialogues of \`test/dialogues/\`, which are played over the wire on every channel: by HTTP, on Slack by
a socket too, on Telegram by polling, and by a webhook behind an independent server. \`npm run test:dialogues\` plays all of them
on each wire and prints the table; the suite plays some of them on the second wire of a channel.

## What a message is made of

${table('element', Object.entries(ELEMENTS).map(([element, looks]) => [element, ...names.map((name) => looks[name])]))}

## Limits

${table('', Object.entries(LIMITS).map(([limit, is]) => [limit, ...names.map((name) => is[name])]))}

## Dialogues

${table('played', dialogues.map(({ name, platform }) => [name, ...names.map((channel) => (channel === 'web' && platform === true ? '–' : 'yes'))]))}

## What a channel takes

A folder under \`bots/\`, an entry in \`bots/channels.ts\`, a column in \`bots/parity.ts\`, and somebody who talks through it in
\`test/dialogues/\`. The web chat's folder holds its page.

${table('', [['files', ...sizes.map(({ files }) => String(files))], ['lines, about', ...sizes.map(({ lines }) => String(lines))]])}
`;
}

describe('X1 parity', () => {
  it('X1 the page says what the code says', async () => {
    if (process.env['GUICHET_WRITE_DOCS'] === '1') await writeFile(PAGE, page());
    expect(await readFile(PAGE, 'utf8')).toBe(page());
  });

  it('X1 no dialogue stands there twice, and each names its rules', () => {
    expect(new Set(dialogues.map(({ name }) => name)).size).toBe(dialogues.length);
    for (const { name } of dialogues) expect(name).toMatch(/^[ABX]\d+ /);
  });
});

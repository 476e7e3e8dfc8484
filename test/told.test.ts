import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ASKING, DEFAULT_TIMES } from '../core/domain/time.ts';
import { gathers, isOptional, PUSH_KINDS, toldTo } from '../core/domain/told.ts';

/** docs/told.md is made from the table in the code. `GUICHET_WRITE_DOCS=1` writes it anew. */
const PAGE = path.join(import.meta.dirname, '../docs/told.md');
const yes = (is: boolean): string => (is ? 'yes' : '');

const page = (): string => `# What is told unasked, to whom, when

This page is written by \`test/told.test.ts\`, from \`core/domain/told.ts\`. What each kind says stands in one file of
\`core/conversation/pushes/\`, written at the moment of sending from what is true then: what is cancelled, moved, given back or
answered meanwhile is not told. No push names anybody; its button shows who (X5).

| kind | rules | told to | when | can be switched off | alone | urgency |
|---|---|---|---|---|---|---|
${PUSH_KINDS.map((kind) => `| ${kind} | ${toldTo(kind).rules} | ${toldTo(kind).to.join(', ')} | ${toldTo(kind).when} | ${yes(isOptional(kind))} | ${yes(!gathers(kind))} | ${toldTo(kind).urgency} |`).join('\n')}

Where more waits than a platform takes, answers leave first, then urgency 1 (what somebody must know now), 2 (who waits in vain), 3
(reminders). What is due for one account at one moment is one message, but for the kinds that are alone. Times are the programme's settings
(\`PATCH /api/v1/programme\`); these are the ones it begins with.

## When a push waits

- Quiet hours (${DEFAULT_TIMES.quietFrom} to ${DEFAULT_TIMES.quietTo}, in the programme's zone and in that of the place it is about) hold it until they end, unless what it is
  about comes before. The eve of an outing overseas is told an hour before our night where its own hour falls into it.
- The account's own days and hours ('mes notifications') hold it too, unless what it is about, or the closing, comes before.
- A cancelled or moved outing within 24 hours is told at once, whatever the hour.
- Nobody is woken to be asked who comes, or for a booking half done: such a push is not sent then.
- 'tied' waits for the end of quiet hours alone.

It goes to the chat that the account used last, or prefers; where no chat is reached, as an e-mail with a link; as both, where
somebody wants it so. The web page always has it. Who comes is asked ${DEFAULT_ASKING.confirmDaysBefore.join(' and ')} days before closing; no answer keeps the seat.
`;

describe('X6 what is told', () => {
  it('X6 the page says what the table in the code says', async () => {
    if (process.env['GUICHET_WRITE_DOCS'] === '1') await writeFile(PAGE, page());
    expect(await readFile(PAGE, 'utf8')).toBe(page());
  });

  it('X6 what a booking or an access needs cannot be switched off', () => {
    for (const kind of ['confirm', 'promoted', 'cancelled', 'moved', 'revived', 'asked', 'decided', 'tied', 'suspended', 'guests'] as const) expect(isOptional(kind), kind).toBe(false);
    expect(isOptional('toString')).toBe(false);
  });
});

import type { Action, Text } from '../../core/messages/message.ts';
import { plain, spansOf, type NameBook, type Naming } from '../../core/messages/naming.ts';
import type { RichTextBlock, Spacing, TextRun } from './elements.ts';

/** In whose eyes a message is drawn. */
export interface Reader {
  readonly book: NameBook;
  readonly naming: Naming;
}

export type RunLook = Pick<TextRun, 'size' | 'isSubtle' | 'weight'>;

interface Run {
  readonly text: string;
  readonly bold: boolean;
}

/** More line breaks than this in one text stay inside one block, so that no text explodes into blocks. */
const MAX_LINES = 40;

/** `{{DATE(…)}}` and `{{TIME(…)}}` are rewritten by clients even in a TextRun, unless the braces stand in two runs. */
const MACRO = /(?<=\{)(?=\{(?:DATE|TIME)\()/;

/**
 * Hours, numbers and signs that must not be parted at the end of a line ('20 h 30', 'n° 482 130 572', 'gospel !').
 * Only in what is drawn: plain texts keep plain spaces, which people search and scripts compare.
 */
const unbroken = (text: string): string => text.replace(/(?<=\d) (?=h\b|€|\d)|(?<=\bh) (?=\d)|(?<=n°) (?=\d)| (?=[:;!?»])|(?<=«) /g, '\u00a0');

function runs(text: Text, reader: Reader, bold = false): Run[] {
  return spansOf(text, reader.book, reader.naming).flatMap((span, i): Run[] => {
    if (typeof span !== 'string') return runs(span.strong, reader, true);
    return [{ text: typeof text[i] === 'string' ? unbroken(span) : span, bold }];
  });
}

function lines(all: readonly Run[]): Run[][] {
  const made: Run[][] = [[]];
  for (const run of all) {
    const parts = run.text.replaceAll('\r\n', '\n').split('\n');
    parts.forEach((part, i) => {
      if (i > 0 && made.length < MAX_LINES) made.push([]);
      else if (i > 0) part = `\n${part}`;
      const line = made.at(-1);
      const last = line?.at(-1);
      if (line === undefined || part === '') return;
      if (last?.bold === run.bold) line[line.length - 1] = { text: last.text + part, bold: run.bold };
      else line.push({ text: part, bold: run.bold });
    });
  }
  return made;
}

/**
 * A text as rich text, one block a line (no client promises to keep a line break inside a TextRun).
 * Nothing comes out of an empty text. `spacing` is that before the first line.
 */
export function words(text: Text, reader: Reader, look: RunLook = {}, spacing?: Spacing): RichTextBlock[] {
  const blocks: RichTextBlock[] = [];
  let gap: Spacing | undefined = spacing;
  for (const line of lines(runs(text, reader))) {
    if (line.every((run) => run.text.trim() === '')) {
      if (blocks.length > 0) gap = 'small';
      continue;
    }
    blocks.push({
      type: 'RichTextBlock',
      inlines: line.flatMap((run) =>
        run.text
          .split(MACRO)
          .map((part): TextRun => ({ type: 'TextRun', text: part, ...look, ...(run.bold ? { weight: 'bolder' } : {}) })),
      ),
      ...(gap === undefined ? {} : { spacing: gap }),
    });
    gap = 'none';
  }
  return blocks;
}

/** A text on one line, for titles of buttons and labels, which no client parses as Markdown. */
export const oneLine = (text: Text, reader: Reader): string => plain(text, reader.book, reader.naming).replace(/\s+/g, ' ').trim();

export const tick = (ticked: boolean): string => (ticked ? '☑' : '☐');

/** What a button says: its label, after its box when it is a choice that is ticked or not. */
export function labelOf(action: Action, reader: Reader): string {
  const label = oneLine(action.label, reader);
  return action.ticked === undefined ? label : `${tick(action.ticked)} ${label}`;
}

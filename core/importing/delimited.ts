import { CsvError, parse } from 'csv-parse/sync';
import type { SourceLine } from './offer.ts';

/**
 * CSV as spreadsheets save it: comma, semicolon or tab (French Excel: semicolon), UTF-8 with or without mark,
 * UTF-16, or Windows-1252, which is what 'latin-1' is in practice (WHATWG Encoding maps the one to the other).
 */

/** The text of a file, its encoding found out: a mark decides, else UTF-8 if it is valid, else Windows-1252. */
export function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The separator that most of the first lines agree on; Excel's own 'sep=;' line wins. */
export function separatorOf(text: string): ';' | ',' | '\t' {
  const said = /^sep=([;,\t])\r?\n/i.exec(text)?.[1];
  if (said === ';' || said === ',' || said === '\t') return said;
  const lines = text.slice(0, 20_000).replace(/"(?:[^"]|"")*"/g, '').split(/\r?\n|\r/).slice(0, 15);
  const most = (separator: string): number => Math.max(...lines.map((line) => line.split(separator).length));
  const [semicolons, tabs, commas] = [most(';'), most('\t'), most(',')];
  if (tabs > 1 && tabs >= semicolons && tabs >= commas) return '\t';
  return semicolons > 1 && semicolons >= commas / 2 ? ';' : ',';
}

/** More than so many unclosed quotes and the file is no CSV: the rest is read without quotes. */
const MAX_UNCLOSED = 20;

/**
 * The rows with the line each begins on. A quote that is never closed would swallow the rest of the file: its line
 * is a fault, and reading goes on with the next.
 */
export function* rowsOfCsv(bytes: Uint8Array): Generator<SourceLine> {
  const text = decoded(bytes);
  const delimiter = separatorOf(text);
  const lines = text.split(/\r\n|\n|\r/);
  let skipped = /^sep=.(\r|\n)/i.test(text) ? 1 : 0;
  for (let faults = 0; ; faults += 1) {
    const rest = skipped === 0 ? text : lines.slice(skipped).join('\n');
    const { rows, unclosed } = parsed(rest, delimiter, faults < MAX_UNCLOSED);
    for (const row of rows) yield { kind: 'row', line: skipped + row.line, cells: row.cells };
    if (unclosed === undefined) return;
    yield { kind: 'fault', line: skipped + unclosed, code: 'unclosed-quote', value: (lines[skipped + unclosed - 1] ?? '').slice(0, 200) };
    skipped += unclosed;
  }
}

interface Parsed {
  rows: { line: number; cells: string[] }[];
  /** Line, from 1, of the record whose quote stays open. */
  unclosed?: number;
}

function parsed(text: string, delimiter: string, quotes: boolean): Parsed {
  const rows: Parsed['rows'] = [];
  let ended = 0;
  try {
    parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      quote: quotes ? '"' : false,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: false,
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: ended + 1, cells });
        // Lines passed so far: a quoted cell may hold several.
        ended = lines;
        return null;
      },
    });
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return { rows, unclosed: ended + 1 };
    throw error;
  }
  return { rows };
}

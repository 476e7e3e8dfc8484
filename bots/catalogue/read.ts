import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { decoded, rowsOfCsv } from '../../core/importing/delimited.ts';
import type { SourceLine } from '../../core/importing/offer.ts';
import { rowsOfWorkbook, WorkbookError } from '../../core/importing/workbook.ts';
import type { Catalogue, CatalogueQuery } from './client.ts';
import { jsonLines } from './jsonl.ts';
import { SourceError } from './sourceError.ts';

/** Whole files (tables, JSON) are read into memory up to this size; JSON lines are streamed, whatever theirs. */
const LARGEST = 100_000_000;

export interface Source {
  lines: AsyncIterable<SourceLine>;
  /** How much of it was read, from 0 to 1; for a progress bar. */
  share(): number;
  /** What a line number counts: lines of a file, or records of a list or catalogue. */
  unit: 'ligne' | 'fiche';
}

/**
 * Opens 'ods:DATASET' or a file by its extension (.csv .tsv .txt .xlsx .jsonl .ndjson .json). Throws {@link SourceError} or
 * `CatalogueError` when it cannot; what is wrong inside comes as faults among the lines.
 */
export async function openSource(source: string, catalogue: Catalogue, query: Omit<CatalogueQuery, 'dataset'> = {}): Promise<Source> {
  if (source.startsWith('ods:')) {
    const { total, lines } = await catalogue.records({ ...query, dataset: source.slice(4) });
    return counted(lines, total);
  }
  const size = await sizeOf(source);
  const kind = extname(source).toLowerCase();
  if (kind === '.jsonl' || kind === '.ndjson') return streamed(source, size);
  if (size > LARGEST) throw new SourceError(`Ce fichier dépasse ${LARGEST / 1e6} Mo : donnez-le en JSON Lines (.jsonl).`);
  if (kind === '.json') {
    const records = recordsOf(await readFile(source));
    return counted(listed(records), records.length);
  }
  const bytes = await readFile(source);
  const rows = [];
  try {
    for await (const row of kind === '.xlsx' ? rowsOfWorkbook(bytes) : tableOf(kind, bytes)) rows.push(row);
  } catch (cause) {
    throw cause instanceof WorkbookError ? new SourceError(cause.message, { cause }) : cause;
  }
  return { ...counted(rows, rows.length), unit: 'ligne' };
}

function tableOf(kind: string, bytes: Uint8Array): Iterable<SourceLine> {
  if (kind === '.csv' || kind === '.tsv' || kind === '.txt') return rowsOfCsv(bytes);
  throw new SourceError(`Ce type de fichier n'est pas connu (${kind || 'sans extension'}) : .csv, .tsv, .xlsx, .jsonl ou .json.`);
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new SourceError(`Le fichier « ${path} » n'existe pas ou n'est pas lisible.`, { cause });
  });
  if (!found.isFile()) throw new SourceError(`« ${path} » n'est pas un fichier.`);
  return found.size;
}

function streamed(path: string, size: number): Source {
  const stream = createReadStream(path);
  return { lines: jsonLines(stream), share: () => (size === 0 ? 1 : stream.bytesRead / size), unit: 'ligne' };
}

function counted(lines: Iterable<SourceLine> | AsyncIterable<SourceLine>, total: number): Source {
  let done = 0;
  const counting = async function* (): AsyncGenerator<SourceLine> {
    for await (const line of lines) {
      done += 1;
      yield line;
    }
  };
  return { lines: counting(), share: () => (total === 0 ? 1 : Math.min(1, done / total)), unit: 'fiche' };
}

/** A list of records, or an object that holds one, as a page of the API does (`results`). */
function recordsOf(bytes: Uint8Array): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(decoded(bytes));
  } catch (cause) {
    throw new SourceError("Ce fichier n'est pas du JSON lisible.", { cause });
  }
  if (Array.isArray(value)) return value;
  const lists = typeof value === 'object' && value !== null ? Object.values(value).filter((one) => Array.isArray(one)) : [];
  const [only, ...others] = lists as unknown[][];
  if (only === undefined || others.length > 0) throw new SourceError('Ce JSON devrait être une liste de fiches.');
  return only;
}

function* listed(records: readonly unknown[]): Generator<SourceLine> {
  for (const [i, record] of records.entries()) yield { kind: 'record', line: i + 1, record };
}

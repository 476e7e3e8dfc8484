import readSheets, { readSheet } from 'read-excel-file/node';
import type { Cell, SourceLine } from './offer.ts';

/** What a workbook may take up when unpacked; a year's offer is under 1 MB. */
const UNPACKED_AT_MOST = 100_000_000;

/** A file that is not a workbook, or claims to unpack to more than 100 MB. `reason` is a French sentence. */
export class WorkbookError extends Error {
  override readonly name = 'WorkbookError';
}

/** The rows of the first sheet, numbered as in the spreadsheet. Dates are wall clocks (see {@link Cell}). */
export async function* rowsOfWorkbook(bytes: Uint8Array): AsyncGenerator<SourceLine> {
  if (unpackedSize(bytes) > UNPACKED_AT_MOST) throw new WorkbookError('Ce classeur est trop grand une fois décompressé.');
  const rows = await readSheet(Buffer.from(bytes)).catch((cause: unknown) => {
    throw new WorkbookError("Ce fichier n'est pas un classeur Excel (.xlsx) lisible.", { cause });
  });
  for (const [i, row] of rows.entries()) {
    yield { kind: 'row', line: i + 1, cells: row.map(cellOf) };
  }
}

/** Names of the sheets after the first that say something: {@link rowsOfWorkbook} reads none of them. */
export async function otherSheets(bytes: Uint8Array): Promise<string[]> {
  const sheets = await readSheets(Buffer.from(bytes)).catch(() => []);
  return sheets.slice(1).filter(({ data }) => data.some((row) => row.some((value) => cellOf(value) !== null))).map(({ sheet }) => sheet);
}

/** The library's type says `typeof Date` where it means a `Date`. */
function cellOf(value: unknown): Cell {
  if (value instanceof Date || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

/**
 * What the ZIP's central directory says its files unpack to (APPNOTE.TXT 4.3.12: signature PK\1\2, uncompressed size
 * at 24, lengths of name, extra field and comment at 28, 30, 32). A 40 kB file of zeros can unpack to 40 MB.
 */
function unpackedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let total = 0;
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at -= 1) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    let entry = view.getUint32(at + 16, true);
    while (entry + 46 <= view.byteLength && view.getUint32(entry, true) === 0x02014b50) {
      total += view.getUint32(entry + 24, true);
      entry += 46 + view.getUint16(entry + 28, true) + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
    }
    return total;
  }
  return total;
}

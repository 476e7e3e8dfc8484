import { describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { decoded, rowsOfCsv, separatorOf } from '../../../core/importing/delimited.ts';
import { collectOffer } from '../../../core/importing/collect.ts';
import type { SourceLine } from '../../../core/importing/offer.ts';
import { rowsOfWorkbook, WorkbookError } from '../../../core/importing/workbook.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const rows = (text: string | Uint8Array): unknown[] =>
  [...rowsOfCsv(typeof text === 'string' ? bytes(text) : text)].map((row) => (row.kind === 'row' ? [row.line, ...row.cells] : [row.line, row.kind === 'fault' ? row.code : '']));

describe('CSV as spreadsheets save it', () => {
  test.each([
    ['UTF-8', bytes('théâtre')],
    ['UTF-8 with a mark', bytes('\ufeffthéâtre')],
    ['latin-1', Uint8Array.from(Buffer.from('théâtre', 'latin1'))],
    ['UTF-16', Uint8Array.from(Buffer.from('\ufeffthéâtre', 'utf16le'))],
  ])('%s', (_name, file) => expect(decoded(file)).toBe('théâtre'));

  test('Windows-1252 has the euro sign', () => expect(decoded(Uint8Array.of(0x35, 0x80))).toBe('5€'));

  test.each([
    ['titre;date\n"a;b,c,d";2', ';'],
    ['titre,date\n1,2', ','],
    ['titre\tdate\n1\t2', '\t'],
    ['titre;date;prix\n1;2;"3,50, 4,50, 5,50, 6,50"', ';'],
    ['sep=,\ntitre;x,date', ','],
    ['titre', ','],
  ] as const)('%j', (text, separator) => expect(separatorOf(text)).toBe(separator));

  test('the line on which a row begins, over cells of several lines', () => {
    expect(rows('titre;lieu\n"un\ndeux";a\n\nb;c\r\nd;e')).toEqual([[1, 'titre', 'lieu'], [2, 'un\ndeux', 'a'], [4, ''], [5, 'b', 'c'], [6, 'd', 'e']]);
  });

  test("Excel's own separator line", () => expect(rows('sep=;\ntitre;date\na;b')).toEqual([[2, 'titre', 'date'], [3, 'a', 'b']]));

  test('a quote in the middle, ragged rows', () => {
    expect(rows('titre;date\nLe "Gospel" du soir;1\na\nb;2;3')).toEqual([[1, 'titre', 'date'], [2, 'Le "Gospel" du soir', '1'], [3, 'a'], [4, 'b', '2', '3']]);
  });

  test('a quote that stays open costs its line, not the file', () => {
    expect(rows('titre;date\na;1\n"b;2\nc;3')).toEqual([[1, 'titre', 'date'], [2, 'a', '1'], [3, 'unclosed-quote'], [4, 'c', '3']]);
  });

  test('nothing but quotes', () => {
    const begun = performance.now();
    expect(rows('";\n'.repeat(5_001)).length).toBeGreaterThan(0);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  test('an empty file', () => expect(rows('')).toEqual([]));
});

async function all(file: Uint8Array): Promise<SourceLine[]> {
  const found = [];
  for await (const row of rowsOfWorkbook(file)) found.push(row);
  return found;
}

describe('XLSX', () => {
  test('dates are wall clocks, numbers that are dates too', async () => {
    const head = ['Titre', 'Date', 'Heure', 'Lieu', 'Ville', 'Places'].map((value) => ({ value }));
    const day = { value: new Date(Date.UTC(2026, 11, 4)), type: Date, format: 'dd/mm/yyyy' };
    const time = { value: new Date(Date.UTC(1899, 11, 30, 20, 30)), type: Date, format: 'hh:mm' };
    const file = await writeXlsxFile([
      head,
      [{ value: 'Gospel' }, day, time, { value: 'Tanneurs' }, { value: 'Lyon' }, { value: 20, type: Number }],
      [{ value: 'Conte' }, { value: 46_360, type: Number }, { value: '15h' }, { value: 'Tanneurs' }, { value: 'Lyon' }, { value: '12' }],
    ]).toBuffer();
    const collector = collectOffer({ zone: 'Europe/Paris', source: 'tableau', from: new Date('2026-11-20T00:00:00Z') });
    for (const row of await all(file)) collector.add(row);
    const { events, problems } = collector.finish();
    expect(problems).toEqual([]);
    expect(events.map((event) => [event.title, event.performances[0]?.startsAt.toISOString(), event.performances[0]?.capacity])).toEqual([
      ['Gospel', '2026-12-04T19:30:00.000Z', 20],
      ['Conte', '2026-12-04T14:00:00.000Z', 12],
    ]);
  });

  test.each([['text', bytes('titre;date')], ['nothing', new Uint8Array()], ['half a file', bytes('PK\u0003\u0004')]])('%s is no workbook', async (_name, file) => {
    await expect(all(file)).rejects.toThrow(WorkbookError);
  });

  test('what would unpack to more than 100 MB is not unpacked', async () => {
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(900_000_000, 24);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    await expect(all(Buffer.concat([entry, end]))).rejects.toThrow('trop grand');
  });
});

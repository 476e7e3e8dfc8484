import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCatalogue } from '../../../bots/catalogue/client.ts';
import { jsonLines } from '../../../bots/catalogue/jsonl.ts';
import { openSource } from '../../../bots/catalogue/read.ts';
import { SourceError } from '../../../bots/catalogue/sourceError.ts';
import type { SourceLine } from '../../../core/importing/offer.ts';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'guichet-read-')); });
afterAll(async () => rm(folder, { recursive: true }));

async function all(lines: AsyncIterable<SourceLine>): Promise<unknown[]> {
  const found = [];
  for await (const line of lines) found.push(line.kind === 'record' ? [line.line, line.record] : line.kind === 'fault' ? [line.line, line.code] : [line.line, ...line.cells]);
  return found;
}

const streamed = (chunks: readonly (string | Uint8Array)[]): Promise<unknown[]> =>
  all(jsonLines(Readable.from(chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk)))));

async function written(name: string, content: string | Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, content);
  return openSource(path, openCatalogue());
}

describe('JSON lines', () => {
  test('across chunks, inside a letter', async () => {
    const bytes = Buffer.from('{"a":"é"}\r\n\n{"b":1}');
    expect(await streamed([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual([[1, { a: 'é' }], [3, { b: 1 }]]);
  });

  test('broken lines are faults with their number', async () => {
    expect(await streamed(['\ufeff{"a":1}\n{"b":\nnull\n[1]\n"x\n'])).toEqual([[1, { a: 1 }], [2, 'not-json'], [3, null], [4, [1]], [5, 'not-json']]);
  });

  test('latin-1', async () => expect(await streamed([Buffer.from('{"a":"théâtre"}\n', 'latin1')])).toEqual([[1, { a: 'théâtre' }]]));

  test('a line without end is not kept in memory', async () => {
    const endless = Array.from({ length: 80 }, () => 'x'.repeat(100_000));
    expect(await streamed(['{"a":1}\n', ...endless, '\n{"b":2}'])).toEqual([[1, { a: 1 }], [2, 'line-too-long'], [3, { b: 2 }]]);
  });
});

describe('a source by its name', () => {
  test('.jsonl', async () => {
    const source = await written('a.jsonl', '{"a":1}\n{"a":2}\n');
    expect(await all(source.lines)).toEqual([[1, { a: 1 }], [2, { a: 2 }]]);
    expect([source.share(), source.unit]).toEqual([1, 'ligne']);
  });

  test('.json: a list, or an object that holds one', async () => {
    expect(await all((await written('a.json', '[{"a":1},2]')).lines)).toEqual([[1, { a: 1 }], [2, 2]]);
    expect(await all((await written('b.json', '{"total_count":1,"results":[{"a":1}]}')).lines)).toEqual([[1, { a: 1 }]]);
  });

  test('.csv .tsv', async () => {
    const source = await written('a.csv', 'titre;date\na;b');
    expect(await all(source.lines)).toEqual([[1, 'titre', 'date'], [2, 'a', 'b']]);
    expect([source.share(), source.unit]).toEqual([1, 'ligne']);
    expect(await all((await written('a.tsv', 'titre\tdate\n')).lines)).toEqual([[1, 'titre', 'date']]);
  });

  test.each([
    ['absent.csv', undefined, "n'existe pas"],
    ['a.pdf', 'x', "n'est pas connu (.pdf)"],
    ['a.json', '{', "n'est pas du JSON lisible"],
    ['a.json', '{"a":[],"b":[]}', 'devrait être une liste'],
    ['a.json', '7', 'devrait être une liste'],
    ['a.xlsx', 'pas un classeur', "n'est pas un classeur"],
  ])('%s: %s is a sentence', async (name, content, sentence) => {
    const opened = content === undefined ? openSource(join(folder, name), openCatalogue()) : written(name, content);
    await expect(opened).rejects.toThrow(SourceError);
    await expect(content === undefined ? openSource(join(folder, name), openCatalogue()) : written(name, content)).rejects.toThrow(sentence);
  });
});

import { decoded } from '../../core/importing/delimited.ts';
import type { SourceLine } from '../../core/importing/offer.ts';

/** No line is kept in memory beyond this; the longest of 1,774 real records is 65 kB. */
const LONGEST = 5_000_000;

/**
 * JSON lines out of a stream of bytes, one at a time whatever the file's size. A line that is no JSON, or beyond 5 MB, is a
 * fault with its number, and reading goes on. Empty lines count and are passed over. A line that is not UTF-8 is taken
 * for Windows-1252.
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<SourceLine> {
  let pending: Uint8Array[] = [];
  let size = 0;
  let line = 0;
  const take = (last: Uint8Array): SourceLine | undefined => {
    line += 1;
    size += last.length;
    const whole = size > LONGEST ? undefined : Buffer.concat([...pending, last], size);
    [pending, size] = [[], 0];
    return whole === undefined ? { kind: 'fault', line, code: 'line-too-long' } : jsonLine(decoded(whole), line);
  };
  for await (const chunk of chunks) {
    let begin = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, begin)) {
      const found = take(chunk.subarray(begin, end));
      if (found !== undefined) yield found;
      begin = end + 1;
    }
    const rest = chunk.subarray(begin);
    size += rest.length;
    if (size > LONGEST) pending = [];
    else if (rest.length > 0) pending.push(rest);
  }
  if (size > 0) {
    const found = take(new Uint8Array());
    if (found !== undefined) yield found;
  }
}

function jsonLine(text: string, line: number): SourceLine | undefined {
  if (text.trim() === '') return undefined;
  try {
    return { kind: 'record', line, record: JSON.parse(text) };
  } catch {
    return { kind: 'fault', line, code: 'not-json', value: text.slice(0, 200) };
  }
}

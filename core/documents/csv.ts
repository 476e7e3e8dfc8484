/** A cell that a spreadsheet would take for a formula: an apostrophe before it makes it a text. */
const harmless = (text: string): string => (/^[\s\u00a0]*[=+\-@＝＋－＠]/u.test(text) ? `'${text}` : text);

const cell = (text: string): string => {
  const safe = harmless(text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim());
  return /[";]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A table that French spreadsheets open as it is: UTF-8 with its mark, semicolons, CRLF; no cell is a formula. */
export const csvOf = (lines: readonly (readonly string[])[]): Buffer => Buffer.from(`\ufeff${lines.map((line) => `${line.map(cell).join(';')}\r\n`).join('')}`);

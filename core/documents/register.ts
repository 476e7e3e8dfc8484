import { setImmediate as breath } from 'node:timers/promises';
import { Measure } from './lines.ts';
import { bytesOf, fitting, GREY, newDocument, PAGE, paragraph, Sheet, type Paragraph } from './sheet.ts';

/** One part of a cell: a paragraph. `quiet` is the second, smaller line. */
export interface CellText {
  readonly text: string;
  readonly bold?: boolean;
  readonly quiet?: boolean;
  /** Lines at most. */
  readonly most?: number;
}

/** What stands in a cell from top to bottom; or an empty box. */
export type Cell = { readonly tick: true } | readonly CellText[];

/** Something for a list with a box a line, over as many pages as it takes. All texts are French. */
export interface Register {
  /** What it is: 'Liste des invités'. */
  readonly heading: string;
  readonly title: string;
  /** Date in full, place: on each page. */
  readonly about: readonly string[];
  /** Counts and what else is said once, on the first page. */
  readonly summary: readonly string[];
  /** `share` of the width; an empty heading for boxes. */
  readonly columns: readonly { readonly heading: string; readonly share: number }[];
  readonly lines: readonly (readonly Cell[])[];
  /** Said in the place of lines where there are none. */
  readonly empty: string;
  /** At the foot of each page. */
  readonly foot: string;
}

const WIDTH = PAGE.width - 2 * PAGE.margin;
const PAD = 5;
const BOX = 14;
/** Room for a finger, and for a pen. */
const LOW = 30;

/** A PDF like the invitation's: A4, dark on white, fonts embedded, tagged as a table, without names in its metadata. @throws RangeError */
export async function register(data: Register, { operator, at }: { readonly operator: string; readonly at: Date }): Promise<Buffer> {
  const measure = new Measure();
  const laid = layOut(data, measure);
  const doc = newDocument(`${data.heading} – ${data.title}`, operator, at);
  const done = bytesOf(doc);
  const root = doc.struct('Document', { lang: 'fr-FR' });
  doc.addStructure(root);
  const sheet = new Sheet(doc, root);
  let table: PDFKit.PDFStructureElement | undefined;

  for (const [no, page] of laid.pages.entries()) {
    await breath();
    doc.addPage();
    let y: number = PAGE.margin;
    const number = paragraph(`page ${no + 1} / ${laid.pages.length}`, WIDTH, { size: 10, bold: true, right: true }, measure);
    sheet.repeat(number, PAGE.margin, y);
    // Told once to those who hear it, printed on each page.
    const put = (part: Paragraph): void => { y = no === 0 ? sheet.write(part, PAGE.margin, y) : sheet.repeat(part, PAGE.margin, y); };
    sheet.section = root;
    laid.head.forEach(put);
    if (no === 0) {
      y += 6;
      laid.summary.forEach(put);
    }
    y += 8;
    if (page.length === 0) sheet.write(laid.empty, PAGE.margin, y);
    else {
      sheet.rule(PAGE.margin, y, WIDTH, 1.4);
      if (table === undefined) {
        table = doc.struct('Table');
        root.add(table);
        row(doc, sheet, table, 'TH', laid.headings, y + PAD);
      } else {
        for (const { x, parts } of laid.headings) for (const part of parts) if (typeof part !== 'number') sheet.repeat(part, x, y + PAD);
      }
      y += laid.headed;
      sheet.rule(PAGE.margin, y, WIDTH, 1.4);
      for (const line of page) {
        row(doc, sheet, table, 'TD', line.cells, y + PAD);
        y += line.height;
        sheet.rule(PAGE.margin, y, WIDTH, 0.5);
      }
    }
    sheet.repeat(laid.foot, PAGE.margin, PAGE.height - PAGE.margin - laid.foot.height);
  }
  table?.end();
  root.end();
  doc.end();
  return done;
}

interface Placed {
  readonly x: number;
  /** A number is the height of a box to tick. */
  readonly parts: readonly (Paragraph | number)[];
}

function row(doc: PDFKit.PDFDocument, sheet: Sheet, table: PDFKit.PDFStructureElement, tag: 'TH' | 'TD', cells: readonly Placed[], top: number): void {
  const line = doc.struct('TR');
  table.add(line);
  for (const { x, parts } of cells) {
    const cell = doc.struct(tag);
    line.add(cell);
    sheet.section = cell;
    let y = top;
    for (const part of parts) {
      if (typeof part === 'number') sheet.tick(x, y + 1, part);
      else y = sheet.write(part, x, y);
    }
    cell.end();
  }
  line.end();
}

interface Line {
  readonly cells: readonly Placed[];
  readonly height: number;
}

/** Everything with its height, and which lines stand on which page: how many there are is said on the first one. */
function layOut(data: Register, measure: Measure): { head: Paragraph[]; summary: Paragraph[]; headings: Placed[]; headed: number; empty: Paragraph; foot: Paragraph; pages: Line[][] } {
  const wide = WIDTH - 80;
  const head = [
    paragraph(data.heading, wide, { size: 10.5, bold: true, colour: GREY, most: 1 }, measure),
    fitting(data.title.slice(0, 400), WIDTH, [18, 16, 14, 12], 2, { bold: true, tag: 'H1' }, measure),
    ...data.about.map((text) => paragraph(text.slice(0, 400), WIDTH, { size: 12, most: 2 }, measure)),
  ];
  const summary = data.summary.map((text, no) => paragraph(text.slice(0, 1_000), WIDTH, { size: no === 0 ? 13 : 11.5, bold: no === 0, most: 6 }, measure));
  const foot = paragraph(data.foot, WIDTH, { size: 9, colour: GREY, most: 3 }, measure);
  const empty = paragraph(data.empty, WIDTH, { size: 13 }, measure);

  const shares = data.columns.reduce((sum, { share }) => sum + share, 0);
  let at: number = PAGE.margin;
  const columns = data.columns.map(({ heading, share }) => {
    const [x, width] = [at, (share / shares) * WIDTH];
    at += width;
    return { heading, x, width: width - 2 * PAD };
  });
  const headings = columns.map(({ heading, x, width }) => ({ x, parts: [paragraph(heading, width, { size: 10.5, bold: true, colour: GREY }, measure)] }));
  const headed = Math.max(...headings.flatMap(({ parts }) => parts.map(({ height }) => height))) + 2 * PAD;
  const lines = data.lines.map((cells): Line => {
    const placed = columns.map(({ x, width }, no): Placed => {
      const cell = cells[no] ?? [];
      if ('tick' in cell) return { x, parts: [BOX] };
      return { x, parts: cell.map(({ text, bold = false, quiet = false, most = 3 }) => paragraph(text.slice(0, 300), width, { size: quiet ? 10 : 12, bold, most, direction: 'auto', ...(quiet ? { colour: GREY } : {}) }, measure)) };
    });
    return { cells: placed, height: Math.max(LOW, ...placed.map(({ parts }) => 2 * PAD + parts.reduce<number>((sum, part) => sum + (typeof part === 'number' ? part : part.height), 0))) };
  });

  const heightOf = (parts: readonly Paragraph[]): number => parts.reduce((sum, { height }) => sum + height, 0);
  const room = PAGE.height - 2 * PAGE.margin - heightOf(head) - 8 - headed - foot.height - 10;
  const pages: Line[][] = [[]];
  let left = room - heightOf(summary) - 6;
  for (const line of lines) {
    if (line.height > left && (pages.at(-1)?.length ?? 0) > 0) {
      pages.push([]);
      left = room;
    }
    pages.at(-1)?.push(line);
    left -= line.height;
  }
  return { head, summary, headings, headed, empty, foot, pages };
}

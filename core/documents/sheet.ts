import PDFDocument from 'pdfkit';
import { linesOf, type Line, type Measure, type Style } from './lines.ts';
import { pictograms, type Pictogram } from './pictograms.ts';
import { featuresOf, fontBytes, type FontName } from './fonts.ts';

/** A4 in points, and what stays free at its edges (a printer's margin and more). */
export const PAGE = { width: 595.28, height: 841.89, margin: 42 } as const;
export const MM = 72 / 25.4;

/** One dark ink and one grey that still reads on a bad copier (contrast 7:1). */
export const INK = '#14213d';
export const GREY = '#4a4a4a';

/** Letters that are one glyph each, from left to right. */
const PLAIN = /^[\u0020-\u024f\u0400-\u045f\u0490\u0491\u1e00-\u1eff\u2010-\u2026]*$/u;
const LEADING = 1.28;
/** Height of capitals over the baseline and of what hangs below, in parts of the size. */
const ABOVE = 0.98;

/** A paragraph laid out: what it says, where its lines end, how high it is in points. */
export interface Paragraph {
  readonly text: string;
  readonly lang: string;
  readonly lines: readonly Line[];
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
  readonly right: boolean;
  readonly tag: 'P' | 'H1' | 'H2';
}

export interface Wish extends Style {
  readonly size: number;
  readonly lang?: string;
  readonly colour?: string;
  readonly right?: boolean;
  readonly tag?: Paragraph['tag'];
  /** Lines at most. */
  readonly most?: number;
}

/** @param width in points. */
export function paragraph(text: string, width: number, wish: Wish, measure: Measure): Paragraph {
  const lines = linesOf(text, width / wish.size, wish, measure, wish.most);
  return {
    text, lines, width, size: wish.size, height: lines.length * wish.size * LEADING,
    lang: wish.lang ?? 'fr', colour: wish.colour ?? INK, right: wish.right === true, tag: wish.tag ?? 'P',
  };
}

/** The largest of the sizes in which the text takes `most` lines at most; the smallest, cut, when none does. */
export function fitting(text: string, width: number, sizes: readonly number[], most: number, wish: Omit<Wish, 'size' | 'most'>, measure: Measure): Paragraph {
  for (const size of sizes) {
    const whole = paragraph(text, width, { ...wish, size }, measure);
    if (whole.lines.length <= most) return whole;
  }
  return paragraph(text, width, { ...wish, size: sizes.at(-1) ?? 10, most }, measure);
}

/** pdfkit hands them on to its shaper, which takes a dictionary too; its types know the list alone. */
const shaping = (font: FontName, text: string): PDFKit.Mixins.OpenTypeFeatures[] => featuresOf(font, text) as unknown as PDFKit.Mixins.OpenTypeFeatures[];

type Structure = PDFKit.PDFStructureElement;

/** An empty, tagged document in French: A4, no page yet, nobody named in its metadata. `at`: the same again gives the same bytes. */
export const newDocument = (heading: string, author: string, at: Date): PDFKit.PDFDocument => new PDFDocument({
  size: 'A4', margin: 0, autoFirstPage: false, pdfVersion: '1.7', lang: 'fr-FR', tagged: true, displayTitle: true,
  info: { Title: heading, Author: author, Creator: 'guichet', Producer: 'guichet', CreationDate: at, ModDate: at },
});

/** All bytes of a document, once it is ended. */
export function bytesOf(doc: PDFKit.PDFDocument): Promise<Buffer> {
  const parts: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
  });
}

/** Draws on a pdfkit document whose fonts are registered. Everything is tagged: text with its language, the rest as decoration. */
export class Sheet {
  readonly #doc: PDFKit.PDFDocument;
  readonly #registered = new Set<FontName>();
  section: Structure;

  constructor(doc: PDFKit.PDFDocument, section: Structure) {
    this.#doc = doc;
    this.section = section;
  }

  /** @returns the y below it. */
  write(part: Paragraph, x: number, y: number): number {
    if (part.lines.length > 0) this.section.add(this.#doc.struct(part.tag, { lang: part.lang }, () => this.#lines(part, x, y, true)));
    return y + part.height;
  }

  /** What every page repeats (its title, its number): those who hear the document hear it once. @returns the y below it. */
  repeat(part: Paragraph, x: number, y: number): number {
    this.#doc.markContent('Artifact', { type: 'Pagination' });
    this.#lines(part, x, y, false);
    this.#doc.endMarkedContent();
    return y + part.height;
  }

  #lines(part: Paragraph, x: number, y: number, heard: boolean): void {
    part.lines.forEach((line, no) => {
      const baseline = y + (no * LEADING + ABOVE) * part.size;
      const left = part.right ? x + part.width - line.width * part.size : x;
      for (const { text, drawn, font, at } of line.runs) {
        // What is shaped or turned says itself in the order of reading, for those who copy or hear it.
        const spelled = !heard || PLAIN.test(text);
        if (!spelled) this.#doc.markContent('Span', { actual: text, lang: part.lang });
        this.#font(font);
        this.#doc.fontSize(part.size).fillColor(part.colour).text(drawn, left + at * part.size, baseline, { lineBreak: false, baseline: 'alphabetic', features: shaping(font, text) });
        if (!spelled) this.#doc.endMarkedContent();
      }
    });
  }

  pictogram(name: Pictogram, x: number, y: number, size: number): void {
    this.#decorate(() => {
      this.#doc.save().translate(x, y).scale(size / 24).lineWidth(1.6).lineJoin('round').lineCap('round').strokeColor(INK).path(pictograms[name]).stroke().restore();
    });
  }

  box(x: number, y: number, width: number, height: number): void {
    this.#decorate(() => this.#doc.lineWidth(1.6).strokeColor(INK).roundedRect(x, y, width, height, 8).stroke());
  }

  /** A box to tick. */
  tick(x: number, y: number, size: number): void {
    this.#decorate(() => this.#doc.lineWidth(1.2).strokeColor(INK).rect(x, y, size, size).stroke());
  }

  rule(x: number, y: number, width: number, weight = 0.8): void {
    this.#decorate(() => this.#doc.lineWidth(weight).strokeColor(INK).moveTo(x, y).lineTo(x + width, y).stroke());
  }

  /** Squares of a QR code, black on white whatever the rest is. @param size in points of the code itself, without its quiet zone. */
  squares(rows: readonly (readonly boolean[])[], x: number, y: number, size: number, alt: string): void {
    const step = size / rows.length;
    this.section.add(this.#doc.struct('Figure', { alt, lang: 'fr' }, () => {
      // A stretch of dark squares is one rectangle, and all are one path: no hairlines between them on a screen.
      rows.forEach((row, no) => {
        for (let from = 0; from < row.length; from += 1) {
          let to = from;
          while (row[to] === true) to += 1;
          if (to > from) this.#doc.rect(x + from * step, y + no * step, (to - from) * step, step);
          from = Math.max(from, to);
        }
      });
      this.#doc.fill('#000000');
    }));
  }

  #decorate(draw: () => void): void {
    this.#doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.#doc.endMarkedContent();
  }

  #font(name: FontName): void {
    if (!this.#registered.has(name)) {
      this.#doc.registerFont(name, fontBytes(name));
      this.#registered.add(name);
    }
    this.#doc.font(name);
  }
}

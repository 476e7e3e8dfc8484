import jsqrModule from 'jsqr';
import * as mupdf from 'mupdf';

/** What readers of our own making none of it see in a PDF: text, places, pictures, fonts. Points and millimetres. */
const jsQR = jsqrModule as unknown as typeof jsqrModule.default;

export interface TextLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly bottom: number;
}

const open = (pdf: Buffer): mupdf.PDFDocument => {
  const document = mupdf.Document.openDocument(pdf, 'application/pdf').asPDF();
  if (document === null) throw new Error('no PDF');
  return document;
};

export const pagesIn = (pdf: Buffer): number => open(pdf).countPages();

/** Plain words of a page, in the order of the file; spaces that do not break count as spaces. */
export const textOf = (pdf: Buffer, page = 0): string =>
  open(pdf).loadPage(page).toStructuredText('').asText().replace(/[\s\u00a0]+/gu, ' ').trim();

export function linesIn(pdf: Buffer, page = 0): TextLine[] {
  const read = JSON.parse(open(pdf).loadPage(page).toStructuredText('preserve-whitespace').asJSON()) as {
    blocks: { lines?: { text: string; bbox: { x: number; y: number; w: number; h: number } }[] }[];
  };
  return read.blocks.flatMap(({ lines = [] }) => lines).map(({ text, bbox }) => ({ text, x: bbox.x, y: bbox.y, right: bbox.x + bbox.w, bottom: bbox.y + bbox.h }));
}

/** @param scale pixels a point. */
export function pictureOf(pdf: Buffer, { page = 0, scale = 2, grey = false } = {}): { png: Uint8Array; rgba: Uint8ClampedArray; width: number; height: number } {
  const pixmap = open(pdf).loadPage(page).toPixmap(mupdf.Matrix.scale(scale, scale), grey ? mupdf.ColorSpace.DeviceGray : mupdf.ColorSpace.DeviceRGB, false, true);
  const [width, height, n] = [pixmap.getWidth(), pixmap.getHeight(), pixmap.getNumberOfComponents()];
  const pixels = pixmap.getPixels();
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i += 1) {
    for (let c = 0; c < 3; c += 1) rgba[i * 4 + c] = pixels[i * n + (n === 1 ? 0 : c)] ?? 0;
    rgba[i * 4 + 3] = 255;
  }
  return { png: pixmap.asPNG(), rgba, width, height };
}

/** The QR code on a page, as a camera sees it: what it says, how long its upper edge is, how much white is round it. */
export function codeOn(pdf: Buffer, options: { page?: number; scale?: number; grey?: boolean } = {}): { says: string; edge: number; quiet: number } | undefined {
  const scale = options.scale ?? 2;
  const { rgba, width, height } = pictureOf(pdf, { ...options, scale });
  const found = jsQR(rgba, width, height);
  if (found === null) return undefined;
  const { topLeftCorner: a, topRightCorner: b, bottomLeftCorner: c } = found.location;
  const mm = (pixels: number): number => (pixels / scale / 72) * 25.4;
  const dark = (x: number, y: number): boolean => (rgba[(Math.round(y) * width + Math.round(x)) * 4] ?? 255) < 200;
  const white = (clear: (distance: number) => boolean): number => {
    let distance = 3;
    while (distance < 200 && clear(distance)) distance += 1;
    return mm(distance);
  };
  const along = Array.from({ length: 41 }, (_, i) => i / 40);
  const quiet = Math.min(
    white((d) => !along.some((t) => dark(a.x + (b.x - a.x) * t, a.y - d))),
    white((d) => !along.some((t) => dark(a.x + (b.x - a.x) * t, c.y + d))),
    white((d) => !along.some((t) => dark(a.x - d, a.y + (c.y - a.y) * t))),
    white((d) => !along.some((t) => dark(b.x + d, a.y + (c.y - a.y) * t))),
  );
  return { says: found.data, edge: mm(Math.hypot(b.x - a.x, b.y - a.y)), quiet };
}

export interface FontIn {
  readonly name: string;
  readonly embedded: boolean;
  readonly bytes: number;
}

/** Every font that a page can use, and whether the file carries it. */
export function fontsIn(pdf: Buffer): FontIn[] {
  const document = open(pdf);
  const fonts: FontIn[] = [];
  for (let i = 1; i < document.countObjects(); i += 1) {
    const object = document.newIndirect(i).resolve();
    if (!object.isDictionary() || object.get('Type').toString() !== '/Font' || object.get('Subtype').toString() === '/CIDFontType2') continue;
    const descendant = object.get('DescendantFonts');
    const file = descendant.isNull() ? undefined : descendant.get(0).get('FontDescriptor').get('FontFile2');
    const embedded = file?.isStream() === true;
    fonts.push({ name: object.get('BaseFont').toString().slice(1), embedded, bytes: embedded ? file.readStream().asUint8Array().length : 0 });
  }
  return fonts;
}

/** An entry of the catalogue or of the document's information, as written. */
export const trailer = (pdf: Buffer, ...path: string[]): string => path.reduce((object, key) => object.get(key), open(pdf).getTrailer()).toString();
export const infoOf = (pdf: Buffer, key: string): string | null => open(pdf).getMetaData(`info:${key}`) ?? null;

/** Every dictionary of the file as text, without its streams. */
export function objectsOf(pdf: Buffer): string {
  const document = open(pdf);
  return Array.from({ length: document.countObjects() - 1 }, (_, i) => document.newIndirect(i + 1).resolve().toString()).join('\n');
}

import bidiModule from 'bidi-js';
import { advance, fontRuns, graphemesOf, printable, type FontName } from './fonts.ts';

/**
 * Text into lines that fit a width, each line as runs in the order of reading with the place where each stands.
 * pdfkit's own text sets words of Arabic in the order of Latin and knows one font at a time: here the Unicode
 * bidirectional algorithm orders the runs, and each is shaped in its own font.
 */
export interface Run {
  /** In the order of reading. */
  readonly text: string;
  /** As it is given to the shaper. */
  readonly drawn: string;
  readonly font: FontName;
  /** From the left end of the line, in parts of the font size. */
  readonly at: number;
}

export interface Line {
  readonly runs: readonly Run[];
  readonly width: number;
}

export interface Style {
  readonly bold?: boolean;
  /** Base direction: of the text itself (`auto`) or of the language it is written in. */
  readonly direction?: 'auto' | 'ltr' | 'rtl';
}

// Its types describe an ES module; to Node it is CommonJS, and the factory is what it exports.
const bidi = (bidiModule as unknown as typeof bidiModule.default)();
const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** A shaped width, remembered for one document: the same labels stand on each page. */
export class Measure {
  readonly #known = new Map<string, number>();

  run(text: string, font: FontName): number {
    const key = `${font} ${text}`;
    let width = this.#known.get(key);
    if (width === undefined) {
      width = advance(font, text);
      this.#known.set(key, width);
    }
    return width;
  }

  text(text: string, bold: boolean): number {
    return fontRuns(text, bold).reduce((sum, { text: part, font }) => sum + this.run(part, font), 0);
  }
}

/** Where a line may end: after spaces, and after hyphens and slashes within a word. */
const tokensOf = (paragraph: string): string[] => paragraph.match(/[^ \-–—/]+[\-–—/]* *|[\-–—/]+ *| +/gu) ?? [];

/** Pieces of a word that is wider than the line. */
function pieces(word: string, width: number, bold: boolean, measure: Measure): string[] {
  const parts: string[] = [];
  let part = '';
  for (const sign of graphemesOf(word)) {
    if (part !== '' && measure.text(part + sign, bold) > width) {
      parts.push(part);
      part = sign;
    } else part += sign;
  }
  return part === '' ? parts : [...parts, part];
}

/** One line of a paragraph, [from, to), with its runs in visual order. */
function lineOf(paragraph: string, embedding: ReturnType<typeof bidi.getEmbeddingLevels>, from: number, to: number, bold: boolean, measure: Measure): Line {
  const { levels } = embedding;
  const end = from + paragraph.slice(from, to).trimEnd().length;
  const spans: { text: string; level: number }[] = [];
  for (let i = from; i < end; i += 1) {
    const level = levels[i] ?? 0;
    const last = spans.at(-1);
    if (last !== undefined && last.level === level) last.text += paragraph.charAt(i);
    else spans.push({ text: paragraph.charAt(i), level });
  }
  const parts = spans.flatMap(({ text, level }) => fontRuns(text, bold).flatMap(({ text: run, font }) =>
    // Spaces at the ends stand apart: within a run from right to left, some readers take them for all there is.
    (level % 2 === 0 ? [run] : run.match(/ +$|^ +|[^ ](?:.*[^ ])?/gu) ?? []).map((part) => ({ text: part, font, level, drawn: level % 2 === 0 ? part : turned(part) }))));
  const inOrder = visualOrder(parts.map(({ level }) => level));
  const at: number[] = [];
  let width = 0;
  for (const no of inOrder) {
    const part = parts[no];
    if (part === undefined) continue;
    at[no] = width;
    width += measure.run(part.drawn, part.font);
  }
  return { runs: parts.map(({ text, drawn, font }, no) => ({ text, drawn, font, at: at[no] ?? 0 })), width };
}

/** A right-to-left run for the shaper: signs that come in pairs are mirrored; it turns letters itself, and nothing else. */
function turned(text: string): string {
  const signs = graphemesOf(text).map((sign) => bidi.getMirroredCharacter(sign) ?? sign);
  return (RTL.test(text) ? signs : signs.reverse()).join('');
}

/** Rule L2: from the highest level down to the lowest odd one, each stretch of that level or above is turned. */
function visualOrder(levels: readonly number[]): number[] {
  const order = levels.map((_, no) => no);
  for (let level = Math.max(0, ...levels); level > 0; level -= 1) {
    for (let i = 0; i < order.length; i += 1) {
      let end = i;
      while (end < order.length && (levels[order[end] ?? 0] ?? 0) >= level) end += 1;
      order.splice(i, end - i, ...order.slice(i, end).reverse());
      i = Math.max(i, end);
    }
  }
  return order;
}

/**
 * @param width in parts of the font size.
 * @param most lines at most; the last one ends in '…' where something is left out.
 */
export function linesOf(text: string, width: number, style: Style, measure: Measure, most = Infinity): Line[] {
  const bold = style.bold === true;
  const lines: Line[] = [];
  const paragraphs = printable(text).replace(/(?<=«) | (?=[»:;?!])/gu, '\u00a0').split('\n').map((paragraph) => paragraph.trim()).filter((paragraph) => paragraph !== '');
  for (const [no, paragraph] of paragraphs.entries()) {
    const tokens = tokensOf(paragraph).flatMap((token) => (measure.text(token.trimEnd(), bold) > width ? pieces(token, width, bold, measure) : [token]));
    const ends: number[] = [];
    let at = 0;
    let filled = 0;
    for (const token of tokens) {
      const bare = measure.text(token.trimEnd(), bold);
      if (filled > 0 && filled + bare > width) {
        ends.push(at);
        filled = 0;
      }
      filled += measure.text(token, bold);
      at += token.length;
    }
    ends.push(at);
    const embedding = bidi.getEmbeddingLevels(paragraph, style.direction ?? 'auto');
    for (const [i, end] of ends.entries()) {
      const from = i === 0 ? 0 : (ends[i - 1] ?? 0);
      const isLast = i === ends.length - 1 && no === paragraphs.length - 1;
      if (lines.length === most - 1 && !isLast) return [...lines, cut(paragraph.slice(from, end), width, style, measure)];
      lines.push(lineOf(paragraph, embedding, from, end, bold, measure));
    }
  }
  return lines;
}

function cut(text: string, width: number, style: Style, measure: Measure): Line {
  const bold = style.bold === true;
  const signs = graphemesOf(text.trimEnd());
  const whole = (): string => `${signs.join('').trimEnd()}…`;
  while (signs.length > 0 && measure.text(whole(), bold) > width) signs.pop();
  const said = whole();
  return lineOf(said, bidi.getEmbeddingLevels(said, style.direction ?? 'auto'), 0, said.length, bold, measure);
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fontkit from 'fontkit';

/**
 * The typefaces of printed documents: Noto Sans (Latin with Vietnamese and Romanian, Cyrillic, Greek) and IBM
 * Plex Sans Arabic (with Persian, Urdu, Kurdish and Pashto), under the Open Font License. They are embedded as
 * subsets, so that a page reads the same on any telephone and printer. Not Noto Sans Arabic: it draws letters
 * and their dots apart, and what is copied out of the page has lost them.
 */
const FILES = {
  latin: '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  latinBold: '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  arabic: '@expo-google-fonts/ibm-plex-sans-arabic/400Regular/IBMPlexSansArabic_400Regular.ttf',
  arabicBold: '@expo-google-fonts/ibm-plex-sans-arabic/700Bold/IBMPlexSansArabic_700Bold.ttf',
} as const;

export type FontName = keyof typeof FILES;

interface Face {
  readonly bytes: Buffer;
  readonly font: fontkit.Font;
}

/** Read once a process, when first needed: 1.7 MB for all four. */
const faces = new Map<FontName, Face>();

function face(name: FontName): Face {
  let known = faces.get(name);
  if (known === undefined) {
    const bytes = readFileSync(fileURLToPath(import.meta.resolve(FILES[name])));
    const font = fontkit.create(bytes);
    if (!('layout' in font)) throw new TypeError(`not a single font: ${FILES[name]}`);
    known = { bytes, font };
    faces.set(name, known);
  }
  return known;
}

export const fontBytes = (name: FontName): Buffer => face(name).bytes;

/**
 * How a run is shaped. Noto Sans takes a few composed letters apart (ị, ẹ, ọ) and what is copied out of the page has
 * lost them: in Latin that is switched off, except where marks stand alone and need it.
 */
export const featuresOf = (name: FontName, text: string): Record<string, boolean> => (name.startsWith('latin') && !/\p{M}/u.test(text) ? { ccmp: false } : {});

/** Width of a run in parts of the font size, shaped. */
export function advance(name: FontName, text: string): number {
  const { font } = face(name);
  return font.layout(text, featuresOf(name, text)).advanceWidth / font.unitsPerEm;
}

const ARABIC = /\p{Script_Extensions=Arabic}/u;
/** Signs that live inside any script: they take the font of what is beside them. */
const SHARED = /[\p{M}\u200c\u200d]/u;

/** The font of a grapheme: Arabic where it is Arabic, else Latin. Undefined: neither has it. */
function fontOf(grapheme: string, bold: boolean): FontName | undefined {
  const arabic = ARABIC.test(grapheme) && !/^[\p{N}\p{P}]/u.test(grapheme.replace(/[\u0600-\u06ff]/gu, ''));
  const names: readonly FontName[] = bold ? ['arabicBold', 'latinBold'] : ['arabic', 'latin'];
  return (arabic ? names : names.toReversed()).find((name) =>
    Array.from(grapheme).every((sign) => (SHARED.test(sign) && sign !== grapheme) || face(name).font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)));
}

const graphemes = new Intl.Segmenter('fr', { granularity: 'grapheme' });
export const graphemesOf = (text: string): string[] => Array.from(graphemes.segment(text), ({ segment }) => segment);

/**
 * A text as these fonts can print it: composed letters, no control or direction marks. A sign that they lack
 * becomes its plain form (mathematical bold, full width), a letter of another script '?', a pictogram nothing.
 */
export function printable(text: string): string {
  const clean = text.normalize('NFC').replace(/\r\n?|[\u2028\u2029]/gu, '\n').replace(/\t/gu, ' ').replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u00ad]/gu, (sign) => (sign === '\n' ? '\n' : ''));
  return graphemesOf(clean).map((sign) => {
    if (sign === '\n' || fontOf(sign, false) !== undefined) return sign;
    const plain = sign.normalize('NFKC');
    if (graphemesOf(plain).every((one) => fontOf(one, false) !== undefined)) return plain;
    return /[\p{L}\p{N}]/u.test(sign) ? '?' : '';
  }).join('').replace(/ {2,}/gu, ' ').trim();
}

/** Pieces of a printable text, each in one font, in the order of reading. */
export function fontRuns(text: string, bold: boolean): { text: string; font: FontName }[] {
  const runs: { text: string; font: FontName }[] = [];
  for (const sign of graphemesOf(text)) {
    const font = fontOf(sign, bold) ?? (bold ? 'latinBold' : 'latin');
    const last = runs.at(-1);
    // A space stays with the word before it; Arabic is shaped in one piece only within one run.
    if (last !== undefined && (last.font === font || (sign === ' ' && !last.font.startsWith('latin')))) last.text += sign;
    else runs.push({ text: sign, font });
  }
  return runs;
}

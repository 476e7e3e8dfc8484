/** Letters that Unicode does not decompose and that people type as the plain ones. */
const PLAIN: Readonly<Record<string, string>> = {
  œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ŋ: 'n', ς: 'σ',
};

/** Accents of Latin, Greek and Cyrillic letters, Hebrew points and Arabic vowel signs: what is left out in a hurry. */
const ACCENTS = /[\u0300-\u036F\u0591-\u05BD\u05BF-\u05C7\u064B-\u065F\u0670]+/gu;

/**
 * What was typed, as it is compared (X2): lower case, without accents or ligatures, every run of
 * apostrophes, hyphens, punctuation, emoji and space a single space. 'L’Œuvre d’Été' is 'l oeuvre d ete'.
 * Any script: letters that have no plain form stay, with the signs that belong to them. Never throws,
 * idempotent, and linear: accents are dropped before normalising too, because putting a long run of
 * them into canonical order is quadratic (100 kB of alternating accents took seconds).
 */
export function fold(text: string): string {
  if (/^[a-z0-9]*$/.test(text)) return text;
  return text
    .replace(ACCENTS, '')
    .replace(/(\p{M}{8})\p{M}+/gu, '$1')
    .normalize('NFKD')
    .toLowerCase()
    .replace(ACCENTS, '')
    .normalize('NFC')
    .replace(/[œæßøłđðþħıŋς]/gu, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

/** The words of {@link fold}. Nothing typed: none. */
export function words(text: string): string[] {
  const folded = fold(text);
  return folded === '' ? [] : folded.split(' ');
}

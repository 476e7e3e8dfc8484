import { compile } from 'html-to-text';
import { cut, safe } from './text.ts';

/**
 * Descriptions come as HTML (`longdescription_fr`), as Markdown (`description_fr`), as both, or as neither. What is
 * kept is plain text: channels add their own markup, and a tag shown to a person is noise (X7).
 */

const limits = { maxInputLength: 200_000, maxDepth: 40, maxChildNodes: 5_000, ellipsis: '…' };
const selectors = [
  { selector: 'a', options: { ignoreHref: true } },
  { selector: 'ul', options: { itemPrefix: '- ' } },
  ...['img', 'script', 'style', 'iframe', 'object', 'svg', 'form'].map((selector) => ({ selector, format: 'skip' })),
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
    selector,
    options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 2 },
  })),
];
const fromHtml = compile({ wordwrap: false, limits, selectors });
const fromEntities = compile({ wordwrap: false, limits, selectors, preserveNewlines: true });

/** Tags with a name that HTML has; 'prix < 10 € et > 5 €' is text. Lengths are bounded: linear on any input. */
const TAG = /<\/?(?:a|b|br|div|em|font|h[1-6]|hr|i|iframe|img|li|ol|p|script|small|span|strong|style|svg|table|t[dhr]|u|ul)(?:\s[^<>]{0,2000})?\/?>/i;
const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/i;

/** Plain text of HTML, Markdown or text, paragraphs kept, at most `max` characters; undefined when nothing is left. */
export function plain(value: unknown, max = 10_000): string | undefined {
  const text = safe(value);
  if (text === undefined) return undefined;
  const bare = TAG.test(text) ? fromHtml(text) : ENTITY.test(text) ? fromEntities(text) : text;
  // Again after the conversion: an entity can stand for a character that is unwanted.
  const tidy = safe(withoutMarkdown(bare))
    ?.replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  // '.' and '-' are how people fill in a field that they must fill in.
  return tidy === undefined || !/[\p{L}\p{N}]/u.test(tidy) ? undefined : cut(tidy, max);
}

/** The same as one paragraph. */
export function plainLine(value: unknown, max = 500): string | undefined {
  const text = plain(value)?.replace(/\s+/g, ' ');
  return text === undefined ? undefined : cut(text, max);
}

/** '4*' and 'snake_case' are no emphasis: marks count only around whole words. */
function withoutMarkdown(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/!?\[([^[\]\n]{1,500})\]\([^()\s]{1,2000}\)/g, '$1')
    .replace(/^[ \t]{0,3}#{1,6}[ \t]+/gm, '')
    .replace(/\*{2,}|_{2,}/g, '')
    .replace(/(^|[\s(«"'’])([*_])(?=\S)([^*_\n]{1,300})\2(?=[\s.,;:!?…)»"'’]|$)/gm, '$1$3');
}

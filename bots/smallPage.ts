import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

/** A page of a few words that runs nothing and loads nothing: its one style stands in it, allowed by its hash. */
export interface SmallPage {
  readonly status: number;
  readonly title: string;
  /** HTML of its body: whatever came from elsewhere has gone through {@link escaped}. */
  readonly body: string;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Text in HTML, also inside an attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/gu, (sign) => ENTITIES[sign] ?? '');

const STYLE = `
:root { color-scheme: light dark; --ground: #ffffff; --text: #14181a; --quiet: #495255; --good: #0b5d2a; --bad: #98190c; --wait: #6b4700; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181a; --text: #f2f4f3; --quiet: #b9c2c4; --good: #7fe0a0; --bad: #ff9d8c; --wait: #ffcf70; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.25rem 1rem 2rem; padding: 1.25rem clamp(0.4rem, 4vw, 1rem) 2rem; max-width: 34rem; background: var(--ground); color: var(--text); font: 1.125rem/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; word-break: break-word; overflow-wrap: anywhere; }
h1 { margin: 0.5rem 0; font-size: 2rem; font-size: clamp(1.5rem, 13vw, 4.5rem); line-height: 1.05; text-align: center; overflow-wrap: break-word; }
.small { font-size: 1.6rem; font-size: clamp(1.6rem, 7vw, 2.2rem); }
.state { padding: 1rem 0.25rem; border: 0.35rem solid; border-radius: 1rem; text-align: center; }
.state svg { display: block; width: 9rem; width: min(42vw, 11rem); height: auto; margin: 0 auto; fill: none; stroke: currentColor; stroke-width: 2.4; stroke-linecap: round; stroke-linejoin: round; }
.wrongDay h1 { font-size: 1.6rem; font-size: clamp(0.8rem, 9vw, 3.4rem); }
.valid { color: var(--good); } .void, .unknown { color: var(--bad); border-style: dashed; } .used, .wrongDay, .many { color: var(--wait); border-style: double; }
.says { margin: 0; font-size: 1.25rem; font-size: clamp(1rem, 5vw, 1.25rem); font-weight: 600; color: var(--text); }
.number { margin: 1.25rem 0 0; font-size: 2rem; font-size: clamp(1rem, 11vw, 3rem); font-weight: 700; text-align: center; font-variant-numeric: tabular-nums; white-space: nowrap; }
dl { margin: 1rem 0 0; } dt { color: var(--quiet); font-size: 1rem; } dd { margin: 0 0 0.75rem; font-size: 1.4rem; font-weight: 600; }
p { margin: 1rem 0; }
@media print { :root { --ground: #ffffff; --text: #000000; --quiet: #333333; --good: #000000; --bad: #000000; --wait: #000000; } body { max-width: none; } }
`;

const CSP = [
  "default-src 'none'", `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

/** What a page that says something about somebody is sent with: it stays in no cache, no index and no referrer. */
export const PRIVATE = {
  'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin',
} as const;

/** Sends it: French, for a telephone held at arm's length, dark and on paper too. */
export const sendPage = (reply: FastifyReply, { status, title, body }: SmallPage): FastifyReply =>
  reply.code(status).headers({ ...PRIVATE, 'content-security-policy': CSP, 'content-type': 'text/html; charset=utf-8' }).send(
    `<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex, nofollow">\n<title>${escaped(title)}</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<main>\n${body}\n</main>\n</body>\n</html>\n`);

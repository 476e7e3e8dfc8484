import { strings } from './i18n/index.ts';
import { plain } from './messages/naming.ts';
import type { Text } from './messages/message.ts';
import type { Entrance, Lang, Mail } from './ports.ts';

const NOBODY = { people: new Map(), accounts: new Map() };
const linked = (line: string, url: string): string => `<p>${escaped(line.slice(0, -url.length))}<a href="${escaped(url)}">${escaped(url)}</a></p>`;
const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

/**
 * The mail with a one-time code (A2): the code, until when, the operator's name and where the web chat is. It names
 * nobody, and its subject is the same for everybody: a mail is read on locked screens and passed on.
 */
export function codeMail(about: { to: string; code: string; expiresAt: Date; operator: string; url: string | undefined; entrances?: readonly Entrance[]; lang: Lang; now: Date; zone: string }): Mail {
  const { mail } = strings(about.lang, { now: about.now, zone: about.zone }).structure;
  const words = (text: Text): string => plain(text, NOBODY);
  const ways = (about.entrances ?? []).map(({ channel, url }) => [`${words(mail.through(channel))}${about.lang === 'fr' ? ' :' : ':'} ${url}`, url] as const);
  const lines = [words(mail.hello), words(mail.code(about.operator)), about.code, words(mail.until(about.expiresAt)), words(mail.how), ...(about.url === undefined ? [] : [about.url]), ...ways.map(([says]) => says), words(mail.notYou)];
  const html = lines.map((line) =>
    line === about.code ? `<p style="font-size:1.6em;letter-spacing:.1em"><strong>${escaped(line)}</strong></p>`
      : ways.some(([says]) => says === line) ? linked(line, ways.find(([says]) => says === line)?.[1] ?? '')
        : line === about.url ? `<p><a href="${escaped(line)}">${escaped(line)}</a></p>` : `<p>${escaped(line)}</p>`);
  return {
    to: about.to, lang: about.lang, subject: words(mail.subject), text: `${lines.join('\n\n')}\n`,
    html: `<!doctype html><html lang="${about.lang}"><meta charset="utf-8"><title>${escaped(words(mail.subject))}</title><body style="font-family:sans-serif;max-width:36em">${html.join('')}</body></html>`,
  };
}

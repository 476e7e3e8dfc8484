import { strings } from './i18n/index.ts';
import { plainText } from './messages/plainText.ts';
import { plain } from './messages/naming.ts';
import type { Message, Text } from './messages/message.ts';
import type { Entrance, Lang, Mail } from './ports.ts';

const NOBODY = { people: new Map(), accounts: new Map() };
const words = (text: Text): string => plain(text, NOBODY);
const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

/** One paragraph of a mail: words; with `link`, an address at their end that can be followed; `large`: what is to be copied. */
interface Line {
  readonly text: string;
  readonly link?: string;
  readonly large?: true;
}

const html = ({ text, link, large }: Line): string => {
  if (large === true) return `<p style="font-size:1.6em;letter-spacing:.1em"><strong>${escaped(text)}</strong></p>`;
  if (link !== undefined) return `<p>${escaped(text.slice(0, -link.length))}<a href="${escaped(link)}">${escaped(link)}</a></p>`;
  return `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`;
};

const mailOf = (to: string, lang: Lang, subject: string, lines: readonly Line[]): Mail => ({
  to, lang, subject, text: `${lines.map(({ text }) => text).join('\n\n')}\n`,
  html: `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>${escaped(subject)}</title><body style="font-family:sans-serif;max-width:36em">${lines.map(html).join('')}</body></html>`,
});

/**
 * The mail with a one-time code (A2): the code, until when, the operator's name and where the web chat is. It names
 * nobody, and its subject is the same for everybody: a mail is read on locked screens and passed on.
 */
export function codeMail(about: { to: string; code: string; expiresAt: Date; operator: string; url: string | undefined; entrances?: readonly Entrance[]; lang: Lang; now: Date; zone: string }): Mail {
  const { mail } = strings(about.lang, { now: about.now, zone: about.zone }).structure;
  return mailOf(about.to, about.lang, words(mail.subject), [
    { text: words(mail.hello) }, { text: words(mail.code(about.operator)) }, { text: about.code, large: true }, { text: words(mail.until(about.expiresAt)) }, { text: words(mail.how) },
    ...(about.url === undefined ? [] : [{ text: about.url, link: about.url }]),
    ...(about.entrances ?? []).map(({ channel, url }) => ({ text: `${words(mail.through(channel))}${about.lang === 'fr' ? ' :' : ':'} ${url}`, link: url })),
    { text: words(mail.notYou) },
  ]);
}

/**
 * The mail that says what was sent unasked (X6), to whoever has no chat that it reaches: in the words of the push, which name
 * nobody. To somebody accompanied, only that something is there: their address names them, beside a place and an hour.
 */
export function newsMail(about: { to: string; push: Message | undefined; operator: string; url: string | undefined; lang: Lang; now: Date; zone: string }): Mail {
  const { mail } = strings(about.lang, { now: about.now, zone: about.zone }).structure;
  return mailOf(about.to, about.lang, words(mail.news), [
    { text: words(mail.hello) }, { text: about.push === undefined ? words(mail.something(about.operator)) : plainText(about.push, NOBODY, 'none') },
    ...(about.url === undefined ? [] : [{ text: `${words(mail.there)}${about.lang === 'fr' ? ' :' : ':'} ${about.url}`, link: about.url }]),
    { text: words(mail.fewer) },
  ]);
}

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { GuichetError } from '../core/errors.ts';
import type { Mail, Mailer } from '../core/ports.ts';
import type { Config } from './config.ts';

export interface Post extends Mailer {
  /** Folder in which mails are written where there is no mail server. */
  readonly folder: string | undefined;
  close(): void;
}

type Where = Pick<Config, 'smtpUrl' | 'mailFrom' | 'publicUrl' | 'home'>;

/** Milliseconds; all of them together stay below the lease of a mail (db/mail.ts). */
const TIMEOUTS = { connectionTimeout: 5_000, greetingTimeout: 5_000, dnsTimeout: 5_000, socketTimeout: 20_000 };

/** What every mail is besides its content: no picture, no link of ours in its head, and no answer by a machine. */
const written = (mail: Mail, id: string, from: string) => ({
  from, messageId: `<${id}@${/@([^\s>@]+)>?$/.exec(from)?.[1] ?? 'localhost'}>`, to: { name: '', address: mail.to }, subject: mail.subject, text: mail.text, html: mail.html, disableFileAccess: true, disableUrlAccess: true,
  headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'Content-Language': mail.lang },
});

/** Whom mails come from: MAIL_FROM, else guichet at the host that people know. */
const sender = ({ mailFrom, publicUrl }: Where): string => mailFrom ?? `Guichet <guichet@${publicUrl === undefined ? 'localhost' : new URL(publicUrl).hostname.replace(/^\[.*$/, 'localhost')}>`;

/** Hands mails to the server of SMTP_URL; without one, writes each as a file that any mail program opens. */
export function postOf(config: Where): Post {
  return config.smtpUrl === undefined ? toFiles(config) : toServer(config.smtpUrl, sender(config));
}

function toServer(url: string, from: string): Post {
  // Options beside the address, not in it; a server that offers TLS is spoken to with it.
  const transport = createTransport({ ...addressOf(url), ...TIMEOUTS, pool: true, maxConnections: 3, maxMessages: 50 });
  return {
    folder: undefined,
    async send(mail, id) {
      try {
        const { rejected } = await transport.sendMail(written(mail, id, from));
        if (rejected.length > 0) throw new GuichetError('mail_refused', 'The mail server takes no mail for this address.');
      } catch (error) {
        if (error instanceof GuichetError) throw error;
        // What the server said may hold the address: its number alone is told.
        const { code = 'no code', responseCode = 0 } = error as { code?: string; responseCode?: number };
        const forGood = (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500;
        throw new GuichetError(forGood ? 'mail_refused' : 'mail_failed', `The mail server did not take a mail (${code}, ${responseCode === 0 ? 'no answer' : String(responseCode)}).`);
      }
    },
    close: () => transport.close(),
  };
}

/** Where a mail server is, and who we are there. @throws URIError for a login that is no encoded text */
export function addressOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (secure ? 465 : 587) : Number(port), secure,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  };
}

function toFiles(config: Where): Post {
  const folder = path.join(config.home, 'mail');
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    folder,
    async send(mail, id) {
      const { message } = await transport.sendMail(written(mail, id, sender(config)));
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(path.join(folder, `${id}.eml`), message, { mode: 0o600 });
      } catch {
        throw new GuichetError('mail_failed', `A mail could not be written under ${folder}.`);
      }
    },
    close: () => transport.close(),
  };
}

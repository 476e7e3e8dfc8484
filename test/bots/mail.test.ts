import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postOf } from '../../bots/mail.ts';
import type { GuichetError } from '../../core/errors.ts';
import { codeMail } from '../../core/mail.ts';
import { Postbox } from '../support/postbox.ts';

const about = { to: 'awa@essai.example', code: 'ABCD-2345', expiresAt: new Date('2026-11-22T09:00:00Z'), operator: 'Culture <pour> tous & Cie', url: 'https://billets.example/', lang: 'fr' as const, now: new Date('2026-11-20T09:00:00Z'), zone: 'Europe/Paris' };
const nowhere = { smtpUrl: undefined, mailFrom: undefined, publicUrl: undefined, home: '/nonexistent' };

let home: string;
beforeAll(async () => { home = await mkdtemp(path.join(tmpdir(), 'guichet-mail-')); });
afterAll(() => rm(home, { recursive: true, force: true }));

const refusal = (sending: Promise<void>): Promise<GuichetError> => sending.then(() => { throw new Error('it was taken'); }, (error: unknown) => error as GuichetError);

const ID = '0190aaaa-0000-7000-8000-000000000001';

describe('A2 the mail with a code', () => {
  it('A2 says the code, until when and where, in both languages; its markup is ours alone', () => {
    const mail = codeMail(about);
    expect(mail.subject).toBe('Votre code d’accès');
    expect(mail.text).toContain('ABCD-2345');
    expect(mail.text).toContain('jusqu’au dimanche 22 novembre à 10 h');
    expect(mail.text).toContain('https://billets.example/');
    expect(mail.html).not.toContain('<pour>');
    expect(codeMail({ ...about, lang: 'en' }).text).toMatch(/access code.*\n\nABCD-2345\n\n.*until Sunday 22 November at 10 am/s);
    // No address of ours known: the code still says what to do with it.
    const through = codeMail({ ...about, entrances: [{ channel: 'Telegram', url: 'https://t.me/essai_bot?start=ABCD-2345' }] });
    expect(through.text).toContain('Ou, avec Telegram, ouvrez ce lien : https://t.me/essai_bot?start=ABCD-2345\n');
    expect(through.html).toContain('<a href="https://t.me/essai_bot?start=ABCD-2345">');
    expect(codeMail({ ...about, url: undefined }).text).not.toContain('http');
  });

  it('A2 without a mail server is a file that a mail program opens, for its owner alone', async () => {
    const post = postOf({ ...nowhere, home, publicUrl: 'https://billets.example/' });
    expect(post.folder).toBe(path.join(home, 'mail'));
    await post.send(codeMail(about), ID);
    const [name = ''] = await readdir(path.join(home, 'mail'));
    expect(name).toMatch(/\.eml$/);
    expect((await stat(path.join(home, 'mail', name))).mode & 0o077).toBe(0);
    const mail = await simpleParser(await readFile(path.join(home, 'mail', name)));
    expect(mail.subject).toBe('Votre code d’accès');
    expect(mail.from?.value).toEqual([{ address: 'guichet@billets.example', name: 'Guichet' }]);
    expect(mail.text).toContain('« Culture <pour> tous & Cie »');
    expect(mail.html).toContain('Culture &#60;pour&#62; tous &#38; Cie');
  });

  it('A2 goes to a server as it is', async () => {
    const box = await Postbox.open();
    const post = postOf({ ...nowhere, smtpUrl: box.url, mailFrom: 'Éva <eva@essai.example>' });
    await post.send(codeMail(about), ID);
    const [mail] = await box.to('awa@essai.example');
    expect(mail?.from?.value).toEqual([{ address: 'eva@essai.example', name: 'Éva' }]);
    expect(mail?.text?.trim()).toBe(codeMail(about).text.trim());
    expect(mail?.headers.get('content-language')).toBe('fr');
    expect(mail?.attachments).toEqual([]);
    // Sent twice, it is one mail to whatever keeps it.
    expect(mail?.messageId).toBe(`<${ID}@essai.example>`);
    post.close();
  });

  it('A2 what fails says neither the address nor what the server wrote of it', async () => {
    const box = await Postbox.open();
    const post = postOf({ ...nowhere, smtpUrl: box.url });
    box.refuses = { code: 450, message: 'awa@essai.example is busy' };
    const busy = await refusal(post.send(codeMail(about), ID));
    box.refuses = { code: 550, message: 'awa@essai.example is unknown' };
    const unknown = await refusal(post.send(codeMail(about), ID));
    const gone = await refusal(postOf({ ...nowhere, smtpUrl: 'smtp://user:hush@127.0.0.1:1' }).send(codeMail(about), ID));
    expect([busy.code, unknown.code, gone.code]).toEqual(['mail_failed', 'mail_refused', 'mail_failed']);
    for (const error of [busy, unknown, gone]) expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)}`).not.toMatch(/awa|essai|hush/);
    post.close();
  });

  it('A2 an address with a line break in it adds no head of its own', async () => {
    const box = await Postbox.open();
    const post = postOf({ ...nowhere, smtpUrl: box.url });
    await post.send({ ...codeMail(about), to: 'awa@essai.example\r\nBcc: eve@essai.example' }, ID).catch(() => undefined);
    expect(JSON.stringify(box.mails.map(({ headerLines }) => headerLines.map(({ key }) => key)))).not.toContain('bcc');
    expect(box.mails.filter(({ to }) => JSON.stringify(to).includes('"eve@'))).toEqual([]);
    post.close();
  });
});

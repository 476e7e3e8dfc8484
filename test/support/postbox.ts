import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { expect } from 'vitest';
import { atTheEnd } from './ending.ts';

/** A mail server of a test, on loopback: what it took, read by a parser that is not ours. */
export class Postbox {
  readonly mails: ParsedMail[] = [];
  readonly url: string;
  /** What it says to each recipient from now on; undefined: it takes the mail. */
  refuses: { code: number; message: string } | undefined;
  /** Called when a mail was taken and before that is said; true: whoever sent it is dead, and hears nothing. */
  onTaken: (mail: ParsedMail) => boolean = () => false;
  /** Recipients that were refused. */
  refused = 0;

  private constructor(server: SMTPServer) {
    this.url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<Postbox> {
    const box: { current?: Postbox } = {};
    const server = new SMTPServer({
      authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false,
      onRcptTo(_address, _session, done) {
        const refuses = box.current?.refuses;
        if (refuses === undefined) {
          done();
          return;
        }
        if (box.current !== undefined) box.current.refused += 1;
        done(Object.assign(new Error(refuses.message), { responseCode: refuses.code }));
      },
      onData(stream, _session, done) {
        simpleParser(stream).then((mail) => {
          box.current?.mails.push(mail);
          if (box.current?.onTaken(mail) !== true) done();
        }, done);
      },
    });
    server.on('error', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    box.current = new Postbox(server);
    atTheEnd(() => new Promise<void>((resolve) => server.close(() => resolve())));
    return box.current;
  }

  /** Mails to an address so far; waits until there are `n` of them. */
  async to(address: string, n = 1): Promise<ParsedMail[]> {
    const until = performance.now() + 8_000;
    for (;;) {
      const found = this.mails.filter(({ to }) => JSON.stringify(to).includes(`"${address}"`));
      if (found.length >= n) return found;
      expect(performance.now(), `${n} mails to ${address}; ${this.mails.length} mails in all`).toBeLessThan(until);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
}

/** The code in a mail. */
export const codeIn = (mail: ParsedMail | undefined): string => /\b[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}\b/.exec(mail?.text ?? '')?.[0] ?? '';

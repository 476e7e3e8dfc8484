import { rows } from '../../db/connection.ts';
import type { Postbox } from '../support/postbox.ts';
import type { Fault } from './compare.ts';
import type { Sent } from './journal.ts';
import type { Stage } from './stage.ts';
import { namedIn } from './texts.ts';

/** Waits until nothing is on its way to a chat any more. */
export async function delivered({ house }: Stage): Promise<void> {
  for (let tried = 0; tried < 400; tried += 1) {
    const [left] = await rows<{ n: number }>(house.fresh.admin, `select count(*)::int as n from delivery where state = 'due'`);
    if (left?.n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** X6: each message arrived once where its reader is: in the chat as often as it was sent, as a mail where it should be one, and named nobody there. */
export function wires({ log, fake, cast }: Stage, post: Postbox, sent: readonly Sent[]): Fault[] {
  const faults: Fault[] = [];
  const carriers = sent.filter(({ kind, carriedBy }) => carriedBy === null && !kind.startsWith('mail-'));
  for (const [n, [label, { id }]] of [...cast.who].entries()) {
    const account = log.account(id);
    const own = carriers.filter((one) => one.account === id);
    const fault = (what: Fault['what'], more: string): void => void faults.push({ what, kind: 'any', account: id, about: label, at: 0, more });
    const room = account.channel === 'telegram' ? fake.rooms.get(9_000 + n)?.messages.filter(({ from }) => from === 'bot').slice(1) : undefined;
    if (room !== undefined && room.length !== own.length) fault('channel', `${own.length} messages were sent, ${room.length} arrived in the chat`);
    if (account.email !== null) {
      const wanted = account.mail === true || account.channel === 'web' ? own : [];
      const mails = sent.filter(({ kind, account: whose }) => kind === 'mail-news' && whose === id);
      const gone = wanted.filter((one) => mails.filter(({ subject, at }) => subject === one.id && at === one.at).length !== 1);
      const arrived = post.mails.filter(({ to }) => JSON.stringify(to).includes(account.email ?? ''));
      if (gone.length > 0 || mails.length !== wanted.length || arrived.length !== wanted.length) fault('channel', `${wanted.length} messages want a mail, ${mails.length} left, ${arrived.length} arrived; wrong: ${gone.length}`);
    }
    const read = [...(room ?? []).map(({ text }) => text), ...post.mails.map((mail) => `${mail.subject ?? ''} ${mail.text ?? ''} ${String(mail.html)}`)];
    const named = read.flatMap((text) => namedIn(text));
    if (named.length > 0) fault('name', named.join(' '));
  }
  return faults;
}

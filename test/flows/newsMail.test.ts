import { beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { cancel } from '../support/changes.ts';
import { Chat } from '../support/chat.ts';
import { openHouse, type House } from '../support/house.ts';
import { Postbox } from '../support/postbox.ts';
import { TelegramFake } from '../support/telegramFake.ts';
import type { Referent } from '../support/world.ts';

let house: House;
let post: Postbox;
let fake: TelegramFake;
let n = 0;

beforeAll(async () => {
  post = await Postbox.open();
  fake = await TelegramFake.open();
  house = await openHouse({ env: { SMTP_URL: post.url, TELEGRAM_BOT_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.url, TELEGRAM_RATE: '1000/1000' } });
});

/** So far: the clock answers once every mail that was due is handed over. */
const sentTo = (email: string): number => post.mails.filter(({ to }) => JSON.stringify(to).includes(email)).length;
const minute = async (minutes = 1): Promise<unknown> => house.clock(new Date((await house.now()).getTime() + minutes * 60_000));

/** A referent with an address, who has booked for somebody at a performance of its own. */
async function booked(role: { email?: string } = {}): Promise<{ account: Referent; chat: Chat; show: string; email: string }> {
  const email = role.email ?? `sophie${(n += 1)}@essai.example`;
  const structure = await house.world.structure('Foyer du Courrier');
  await house.world.people(structure, ['Zoraline Duvallon']);
  const account = await house.world.account('referent', structure, 'Sophie Martin', { email });
  const show = await house.world.show({ title: `Concert du Courrier ${email.split('@')[0] ?? ''}`, capacity: 5, startsAt: new Date((await house.now()).getTime() + 9 * 86_400_000) });
  const chat = await house.login(account);
  await chat.says(`concert du courrier ${email.split('@')[0] ?? ''}`);
  await chat.presses('Réserver');
  await chat.says('zoraline');
  await chat.presses('Confirmer');
  chat.sees('C’est réservé');
  return { account, chat, show: show.id, email };
}

describe('X6 a push as an e-mail', () => {
  it('X6 X5 who has the web page alone gets each push as a mail: in its words, naming nobody, with a link that works once logged in', async () => {
    const { chat, show, email, account } = await booked();
    await cancel(house.world, show, await house.now());
    await minute();
    const [mail, ...others] = await post.to(email);
    expect(others).toEqual([]);
    expect(mail?.subject).toBe('Du nouveau à la billetterie');
    expect(mail?.text).toContain('est annulée par le lieu');
    expect(mail?.text).toContain(house.running.address);
    expect(mail?.html).toContain(`<a href="${house.running.address}">`);
    expect(`${mail?.subject} ${mail?.text} ${String(mail?.html)}`).not.toMatch(/Zoraline|Duvallon|Sophie/);
    expect((await fetch(house.running.address)).status).toBe(200);
    const there = await Chat.login(house.running.address, account.code);
    await there.says('menu');
    there.sees('Bonjour Sophie');
    await chat.receives('est annulée par le lieu');
  });

  it('X6 once a push, whatever is run again; none where it is not wanted; none without an address', async () => {
    const { show, email, account } = await booked();
    await house.world.asOperator((trx) => trx('account').where({ id: account.id }).update({ push_mail: false }));
    await cancel(house.world, show, await house.now());
    await minute();
    expect(sentTo(email)).toBe(0);
    const again = await booked();
    await cancel(house.world, again.show, await house.now());
    await minute();
    await minute(30);
    expect(sentTo(again.email)).toBe(1);
    expect(await rows(house.fresh.admin, `select state from outbox where kind = 'mail-news' and account_id = ?`, [again.account.id])).toEqual([{ state: 'sent' }]);
  });

  it('X6 who has a chat gets it there, and a mail as well when they want it, or when the chat is blocked', async () => {
    const { show, email, account } = await booked();
    const phone = fake.user(7_001, { first_name: 'Zoé' });
    phone.says(`/start ${account.code}`);
    await phone.gets(/C’est fait/);
    await minute();
    await cancel(house.world, show, await house.now());
    await minute();
    await phone.gets(/est annulée par le lieu/);
    expect(sentTo(email)).toBe(0);

    const both = await booked();
    await house.world.asOperator((trx) => trx('account').where({ id: both.account.id }).update({ push_mail: true }));
    const other = fake.user(7_002, { first_name: 'Zoé' });
    other.says(`/start ${both.account.code}`);
    await other.gets(/C’est fait/);
    await minute();
    await cancel(house.world, both.show, await house.now());
    await minute();
    await other.gets(/est annulée par le lieu/);
    expect(sentTo(both.email)).toBe(1);

    const blocked = await booked();
    const third = fake.user(7_003, { first_name: 'Zoé' });
    third.says(`/start ${blocked.account.code}`);
    await third.gets(/C’est fait/);
    await minute();
    third.room.refuses = { error_code: 403, description: 'Forbidden: bot was blocked by the user' };
    await cancel(house.world, blocked.show, await house.now());
    await minute();
    await minute();
    expect(sentTo(blocked.email)).toBe(1);
  });
});

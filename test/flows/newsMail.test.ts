import { beforeAll, describe, expect, it } from 'vitest';
import { PUSH_KINDS } from '../../core/domain/told.ts';
import { NO_WISHES } from '../../core/domain/wishes.ts';
import { rows } from '../../db/connection.ts';
import { cancel } from '../support/changes.ts';
import { Chat } from '../support/chat.ts';
import { openHouse, type House } from '../support/house.ts';
import { Postbox } from '../support/postbox.ts';
import { HAPPENINGS } from '../support/pushKinds.ts';
import { Days, initialsOf, namesOf, sceneOf, speaks, standOf, STANDS, type Stand, type Told } from '../support/pushScene.ts';
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

/** A mail of the two parts that a reader shows one of, as one reads it: words, without the address that can be followed. */
const read = (html: string): string => html.replace(/^.*<body[^>]*>/s, '').replaceAll(/<br>|<\/p>/g, '\n').replaceAll(/<[^>]+>/g, '')
  .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))).replaceAll('&amp;', '&');
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const PROFESSIONALS = /Sophie|Martin|Driss|Amrani|Gaspard/;

interface Reader { readonly what: string; readonly email: string; readonly role: Told; readonly who: Referent; readonly stand: Stand; readonly says: string; readonly title: string }

/** What is wrong with the mail of a push, and with where its link leads. */
async function wrongWith({ what, email, role, who, stand, says, title }: Reader): Promise<string[]> {
  const [mail, ...others] = post.mails.filter(({ to }) => JSON.stringify(to).includes(`"${email}"`));
  if (mail === undefined) return [`${what}: no mail`];
  const { subject = '', text = '', html, attachments, headerLines } = mail;
  const drawn = typeof html === 'string' ? html : '';
  const heads = headerLines.filter(({ key }) => key !== 'to').map(({ line }) => line).join('\n');
  const links = [...drawn.matchAll(/<a href="([^"]+)"/g)].map(([, href = '']) => href);
  const [link = ''] = links;
  const page = await fetch(link).then(async (answer) => `${answer.status} ${answer.headers.get('content-type') ?? ''} ${await answer.text()}`, String);
  // With a code of their own, at the address that the mail leads to.
  const chat = await Chat.login(link, who.code);
  const there = (await chat.history()).at(-1)?.text ?? '';
  const isVisitor = role === 'visitor';
  const faults = {
    'more than one': others.length > 0,
    'the subject': subject !== (stand.lang === 'fr' ? 'Du nouveau à la billetterie' : 'News from the ticket desk'),
    'names somebody': [subject, text, drawn, heads].some((part) => namesOf(stand).test(part) || initialsOf(stand).test(part) || PROFESSIONALS.test(part)),
    'says which outing to somebody accompanied': isVisitor && (text.includes(title) || text.includes(says)),
    'does not say it': !isVisitor && (!text.includes(says) || !flat(text).includes(flat(there))),
    'two parts that differ': flat(read(drawn)) !== flat(text),
    'in another language': !drawn.includes(`<html lang="${stand.lang}">`) || mail.headers.get('content-language') !== stand.lang,
    'files': attachments.length > 0,
    'links': links.length !== 1 || [...text.matchAll(/https?:\/\/\S+/g)].map(([url]) => url).join() !== link || !link.startsWith(house.running.address),
    'no page': !page.startsWith('200 text/html') || !page.includes('<html'),
    'the push is not what stands last there': !there.includes(says),
  };
  return Object.entries(faults).filter(([, is]) => is).map(([fault]) => `${what}: ${fault}: ${subject}\n${text}\n${there}`);
}

describe('X6 every kind of push as an e-mail', () => {
  it('X5 X6 in both languages and parts the same words, naming nobody; one link, behind which the push stands once logged in', async () => {
    const days = new Days(await house.now());
    await house.clock(days.noon);
    const readers: Reader[] = [];
    const happening: (() => Promise<unknown>)[] = [];
    for (const stand of STANDS.filter(({ naming }) => naming !== 'none')) {
      const operators = `operators.${stand.lang}@essai.example`;
      const at = await standOf(house, stand, 'web', operators);
      // A chat that asks to join has no address.
      for (const [i, one] of HAPPENINGS.filter(({ told }) => told.stranger === undefined).entries()) {
        const email = (role: Told): string => (role === 'operator' ? operators : `${role}${i}.${stand.lang}@essai.example`);
        const name = `${one.kind} ${i}`;
        const { scene, phones } = await sceneOf(house, at, { stand, days, name, roles: Object.keys(one.told) as Told[], outing: one.outing(days), email, ...(one.off === undefined ? {} : { off: one.off }) });
        await one.first?.(scene);
        for (const [role, who] of phones) {
          // Told in a chat: whoever has one gets mails when they want them.
          if (one.chatOnly === true) {
            const phone = fake.user(8_000 + (n += 1), { first_name: 'Zoé' });
            phone.says(`/start ${who.code}`);
            await phone.gets(/C’est fait/);
            await scene.desk.as(who, (store) => store.account.setWishes({ ...NO_WISHES, mail: true }));
          }
          await speaks(house, who, stand.lang);
          const [fr, en] = one.told[role]?.says ?? ['?', '?'];
          readers.push({ what: `${one.kind} to a ${role} (${stand.lang})`, email: email(role), role, who, stand, says: stand.lang === 'fr' ? fr : en, title: `Gala ${name}` });
        }
        happening.push(() => one.comesAbout(scene));
      }
    }
    for (const happens of happening) await happens();
    await house.clock(days.at);
    await house.clock(days.day(1, 18));
    expect((await Promise.all(readers.map(wrongWith))).flat()).toEqual([]);
    expect([...new Set(readers.map(({ what }) => what.split(' ')[0]))].sort()).toEqual(PUSH_KINDS.filter((kind) => kind !== 'joined').sort());
  }, 120_000);
});

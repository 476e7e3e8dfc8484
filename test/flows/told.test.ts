import { beforeAll, describe, expect, it } from 'vitest';
import { encodePress } from '../../core/messages/actions.ts';
import { rows } from '../../db/connection.ts';
import { cancel, move } from '../support/changes.ts';
import type { Chat } from '../support/chat.ts';
import { books, Phone, prepares } from '../support/dialogue.ts';
import { openHouse, type House } from '../support/house.ts';
import { Postbox } from '../support/postbox.ts';
import { TelegramFake } from '../support/telegramFake.ts';
import type { Referent } from '../support/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

let house: House;
let home: string;
let fake: TelegramFake;
let post: Postbox;
let n = 0;

beforeAll(async () => {
  [fake, post] = [await TelegramFake.open(), await Postbox.open()];
  house = await openHouse({ env: { SMTP_URL: post.url, TELEGRAM_BOT_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.url, TELEGRAM_RATE: '1000/1000' } });
  home = await house.world.structure('Foyer des Nouvelles');
  await house.world.people(home, ['Zoraline Duvallon', 'Odhran Kvistad', 'Ilse Brandt']);
});

interface Show { readonly id: string; readonly title: string; readonly startsAt: Date; readonly closesAt: Date }

/** So many days and hours from now, at 14:00 in Paris unless said. */
async function show(days: number, at = '13:00', capacity = 5): Promise<Show> {
  const startsAt = new Date(`${new Date((await house.now()).getTime() + days * DAY).toISOString().slice(0, 10)}T${at}:00Z`);
  const title = `Récital ${LETTERS.charAt((n += 1) % 26)}${LETTERS.charAt(Math.floor(n / 26))}zo`;
  const { id } = await house.world.show({ title, capacity, startsAt });
  return { id, title, startsAt, closesAt: new Date(startsAt.getTime() - 48 * HOUR) };
}

const before = ({ closesAt }: Show, hours: number): Date => new Date(closesAt.getTime() - hours * HOUR);

async function referent(): Promise<{ account: Referent; chat: Chat }> {
  const account = await house.world.referent(home);
  return { account, chat: await house.login(account) };
}

const pushes = (kind: string, account: Referent): Promise<{ subject: string; state: string; sent_at: Date | null; carried: boolean }[]> =>
  rows(house.fresh.admin, `select subject, state, sent_at, carried_by is not null as carried from outbox where kind = ? and account_id = ? order by sent_at, due_at, id`, [kind, account.id]);

describe('A5 X3 X6 a booking half done', () => {
  it('A5 X5 is told a day before booking closes, once, naming nobody; one tap goes on where it stood', async () => {
    const one = await show(12);
    const { account, chat } = await referent();
    await prepares(chat, one.title, 'zoraline');
    chat.sees('Je récapitule', 'Zoraline');
    await house.clock(new Date(before(one, 24).getTime() - 1_000));
    const phone = await Phone.of(chat);
    await house.clock(before(one, 24));
    await phone.rings('Votre réservation n’est pas terminée');
    chat.sees(one.title, 'Les réservations ferment demain à 14 h').seesNot('Zoraline');
    await house.clock(one.closesAt);
    await phone.isSilent();
    expect(await pushes('draft', account)).toMatchObject([{ state: 'sent', sent_at: before(one, 24) }]);
  });

  it('X3 its button goes on with what stands, or was left for something else; typed too', async () => {
    const one = await show(12);
    const { chat } = await referent();
    await prepares(chat, one.title, 'zoraline');
    await chat.says('participants');
    await house.clock(before(one, 24));
    await chat.receives('n’est pas terminée');
    await chat.says('reprendre');
    chat.sees('Je récapitule', 'Zoraline Duvallon');
    await chat.presses('Confirmer');
    chat.sees('C’est réservé');
    const other = await show(12);
    await prepares(chat, other.title, 'zoraline, ilse');
    await house.clock(before(other, 24));
    await chat.receives('n’est pas terminée');
    await chat.pressesId(encodePress({ flow: 'turn', name: 'resume', args: [] }));
    chat.sees('Je récapitule', other.title);
  });

  it('X6 nothing once it was confirmed, dropped, closed or cancelled; begun later, two hours before; moved with the closing', async () => {
    const [done, left, gone, late, moved] = [await show(14), await show(14), await show(14), await show(14), await show(14)];
    const people = await Promise.all([done, left, gone, moved].map(async (one) => {
      const who = await referent();
      await prepares(who.chat, one.title, 'odhran');
      return who;
    }));
    const [a, b, c, d] = people as [typeof people[0], typeof people[0], typeof people[0], typeof people[0]];
    await a.chat.presses('Confirmer');
    await b.chat.presses('Abandonner');
    await cancel(house.world, gone.id, await house.now());
    await move(house.world, [{ id: moved.id, startsAt: new Date(moved.startsAt.getTime() + 2 * DAY) }], await house.now());
    await house.clock(new Date(before(late, 24).getTime() + HOUR));
    const e = await referent();
    await prepares(e.chat, late.title, 'odhran');
    await house.clock(late.closesAt);
    for (const who of [a, b, c]) expect((await pushes('draft', who.account)).filter(({ state }) => state === 'sent')).toEqual([]);
    expect(await pushes('draft', e.account)).toMatchObject([{ state: 'sent', sent_at: before(late, 2) }]);
    expect((await pushes('draft', d.account)).filter(({ state }) => state === 'sent')).toEqual([]);
    await house.clock(new Date(moved.closesAt.getTime() + 2 * DAY));
    expect(await pushes('draft', d.account)).toMatchObject([{ state: 'sent', sent_at: new Date(before(moved, 24).getTime() + 2 * DAY) }]);
  });

  it('X6 whoever is in the middle of it is not disturbed; nobody is woken', async () => {
    const one = await show(12);
    const { account, chat } = await referent();
    await house.clock(new Date(before(one, 24).getTime() - 60_000));
    await prepares(chat, one.title, 'odhran');
    await house.clock(before(one, 24));
    expect(await pushes('draft', account)).toMatchObject([{ state: 'due' }]);
    await house.clock(new Date(before(one, 24).getTime() + 15 * 60_000));
    expect(await pushes('draft', account)).toMatchObject([{ state: 'sent', sent_at: new Date(before(one, 24).getTime() + 14 * 60_000) }]);
    // Closes at 07:00: the evening before it is told, two hours before nobody is.
    const early = await show(12, '06:00');
    const night = await referent();
    await house.clock(new Date(before(early, 24).getTime() + 2 * HOUR));
    await prepares(night.chat, early.title, 'odhran');
    await house.clock(early.closesAt);
    expect((await pushes('draft', night.account)).filter(({ state }) => state === 'sent')).toEqual([]);
  });
});

describe('A12 is everybody there?', () => {
  async function group(): Promise<{ one: Show; guide: Chat; account: Referent; phone: Phone }> {
    const one = await show(10, '19:30');
    const own = await house.world.structure(`Foyer du groupe ${n}`);
    await house.world.people(own, ['Zoraline Duvallon', 'Odhran Kvistad']);
    const leads = await house.world.person(own, 'Benoît Carron', 'companion');
    const sophie = await house.world.referent(own);
    const chat = await house.login(sophie);
    const account = await house.world.account('leader', own, 'Benoît Carron', { person: leads, invitedBy: sophie.id });
    const guide = await house.login(account);
    await prepares(chat, one.title, 'zoraline, odhran, benoit');
    await chat.presses('Oui, un groupe');
    await chat.presses('Confirmer');
    chat.sees('C’est réservé');
    await house.clock(new Date(one.startsAt.getTime() - 16 * 60_000));
    return { one, guide, account, phone: await Phone.of(guide) };
  }
  const marks = async ({ id }: Show): Promise<string[]> => (await rows<{ attendance: string }>(house.fresh.admin, `select attendance from seat where performance_id = ? and state = 'booked' order by position`, [id])).map(({ attendance }) => attendance);

  it('A12 X5 a leader is asked as people gather, also in the evening; one tap marks everybody, and the morning asks nothing', async () => {
    const { one, guide, account, phone } = await group();
    await house.clock(new Date(one.startsAt.getTime() - 15 * 60_000));
    await phone.rings('Tout le monde est là ?');
    guide.sees(one.title, '3 personnes, avec vous').seesNot('Zoraline', 'Odhran', 'Carron');
    await guide.presses('Tout le monde est là');
    guide.sees('C’est noté', 'Zoraline Duvallon');
    expect(await marks(one)).toEqual(['present', 'present', 'present']);
    await phone.news();
    await house.clock(new Date(one.startsAt.getTime() + 4 * DAY));
    await phone.isSilent();
    expect(await pushes('here', account)).toMatchObject([{ state: 'sent' }]);
  });

  it('A12 X7 by a number alone: who is missing is asked; « oui » is everybody', async () => {
    const { one, guide, phone } = await group();
    await guide.says('chercher');
    await guide.says('récital');
    await phone.news();
    await house.clock(new Date(one.startsAt.getTime() - 15 * 60_000));
    await phone.rings('écrivez combien de personnes sont là, par exemple « 2 »');
    // Not the second line of the list that was looked at before.
    await guide.says('2');
    guide.sees('Qui manquait ?');
    await guide.says('odhran');
    guide.sees('Absence : Odhran Kvistad');
    await guide.presses('Enregistrer');
    guide.sees('C’est noté');
    expect((await marks(one)).toSorted()).toEqual(['absent', 'present', 'present']);
    const again = await group();
    await house.clock(new Date(again.one.startsAt.getTime() - 15 * 60_000));
    await again.phone.rings('Tout le monde est là ?');
    await again.guide.says('oui');
    again.guide.sees('Je récapitule', 'Présence');
    await again.guide.says('oui');
    expect(await marks(again.one)).toEqual(['present', 'present', 'present']);
  });

  it('A12 nothing for an outing that was cancelled or moved; another one’s wish is no answer; earlier than people gather nothing is marked', async () => {
    const { one, guide, account } = await group();
    await guide.pressesId(encodePress({ flow: 'presence', name: 'all', args: [one.id] }));
    expect(await marks(one)).toEqual(['present', 'present', 'present']);
    expect(await pushes('here', account)).toEqual([]);
    const two = await group();
    await move(house.world, [{ id: two.one.id, startsAt: new Date(two.one.startsAt.getTime() + DAY) }], await house.now());
    await house.clock(two.one.startsAt);
    expect((await pushes('here', two.account)).filter(({ state }) => state === 'sent')).toEqual([]);
    await two.guide.pressesId(encodePress({ flow: 'presence', name: 'all', args: [two.one.id] }));
    two.guide.sees('La présence se note après la sortie');
    expect(await marks(two.one)).toEqual(['unknown', 'unknown', 'unknown']);
    await house.clock(new Date(two.one.startsAt.getTime() + DAY - 15 * 60_000));
    expect(await pushes('here', two.account)).toMatchObject([{ state: 'sent' }]);
    await two.guide.receives('Tout le monde est là ?');
    await two.guide.says('mes réservations');
    two.guide.sees('Vos sorties');
    expect(await marks(two.one)).toEqual(['unknown', 'unknown', 'unknown']);
  });
});

describe('A2 X6 a code was used', () => {
  it('A2 X5 the other chats of the account are told, the new one is not; the mail where there is none; not of one that was untied', async () => {
    const account = await house.world.account('referent', home, 'Sophie Martin', { email: 'liee@essai.example' });
    const web = await house.login(account);
    const phone = await Phone.of(web);
    const until = new Date((await house.now()).getTime() + DAY);
    await house.clock(`${(await house.now()).toISOString().slice(0, 10)}T22:00:00Z`);
    await phone.news();
    const one = fake.user(8_001, { first_name: 'Zoé' });
    one.says(`/start ${await house.world.code(account.id, until)}`);
    await one.gets(/C’est fait/);
    // At night: in the morning.
    await phone.isSilent();
    await house.clock(new Date((await house.now()).getTime() + 12 * HOUR));
    await phone.rings('Une conversation Telegram a été reliée à votre compte');
    expect(one.room.messages.some(({ text }) => /a été reliée à votre compte/.test(text))).toBe(false);
    expect((await post.to('liee@essai.example'))[0]?.text).toContain('Une conversation Telegram a été reliée');

    const two = fake.user(8_002, { first_name: 'Zoé' });
    two.says(`/start ${await house.world.code(account.id, new Date('2027-12-01'))}`);
    await two.gets(/C’est fait/);
    await house.clock(new Date((await house.now()).getTime() + 60_000));
    await one.gets(/Une conversation Telegram a été reliée à votre compte/);
    expect(two.room.messages.some(({ text }) => /a été reliée à votre compte/.test(text))).toBe(false);
    await web.receives('a été reliée');
    await web.presses('Mes conversations');
    web.sees('Vos conversations');
  });

  it('A2 whoever invited somebody learns that they are there, once', async () => {
    const { account: sophie, chat } = await referent();
    const made = await house.world.account('visitor', home, 'Zoraline Duvallon', { invitedBy: sophie.id });
    const phone = await Phone.of(chat);
    await house.login(await house.world.code(made.id, new Date('2027-12-01')));
    await house.clock(new Date((await house.now()).getTime() + 60_000));
    await phone.rings('a utilisé son code');
    chat.seesNot('Zoraline');
    await chat.presses('Voir');
    chat.sees('Zoraline Duvallon');
    await phone.news();
    await house.login(await house.world.code(made.id, new Date('2027-12-01')));
    await house.clock(new Date((await house.now()).getTime() + 60_000));
    await phone.isSilent();
    expect(await pushes('arrived', sophie)).toHaveLength(1);
  });
});

describe('A17 X6 X7 reminders of one account', () => {
  it('X6 within three hours of each other are one message at the first, each once; what lies later has its own', async () => {
    const { account, chat } = await referent();
    const shows = [await show(20, '13:00'), await show(20, '14:30'), await show(20, '15:30'), await show(20, '18:30')];
    for (const one of shows) await books(chat, one.title, 'ilse');
    const booked = await rows(house.fresh.admin, `select id from seat where state = 'booked' and performance_id = any (?)`, [shows.map(({ id }) => id)]);
    await house.clock(new Date(before(shows[0] as Show, 7 * 24).getTime() - 60_000));
    const phone = await Phone.of(chat);
    await house.clock(before(shows[0] as Show, 6 * 24));
    const news = await phone.news();
    const asked = await pushes('confirm', account);
    expect(asked.map(({ subject }) => subject).toSorted()).toEqual([...new Set(asked.map(({ subject }) => subject))].toSorted());
    expect(asked).toHaveLength(booked.length);
    expect(news).toHaveLength(new Set(asked.map(({ sent_at: at }) => at?.getTime())).size);
    expect(news.length).toBeLessThan(booked.length);
    expect(asked.filter(({ carried }) => carried).length).toBe(booked.length - news.length);
  });

  it('A17 X7 « oui » typed to the question is an answer to it; a wish of one’s own is none', async () => {
    const one = await show(16);
    const { chat } = await referent();
    await books(chat, one.title, 'zoraline, odhran');
    await house.clock(new Date(before(one, 7 * 24).getTime()));
    await chat.receives('Qui vient ?');
    await chat.says('participants');
    chat.sees('Participants');
    const two = await show(16);
    await books(chat, two.title, 'ilse');
    await house.clock(new Date(before(two, 2 * 24).getTime()));
    await chat.receives('Qui vient ?');
    await chat.says('menu');
    await house.clock(new Date((await house.now()).getTime() + HOUR));
    await chat.says('oui');
    chat.seesNot('C’est noté');
  });
});

describe('X6 what is late', () => {
  it('X6 /metrics says by kind what is late, fails, or was given up; of nobody', async () => {
    const metrics = async (): Promise<string> => (await fetch(`${house.running.address.replace(/\/$/, '')}/metrics`)).text();
    const { operator } = house.world;
    const { account } = await referent();
    const now = await house.now();
    await house.fresh.admin('outbox').insert({ operator_id: operator, id: account.id, account_id: account.id, kind: 'nonsense', subject: account.id, dedupe_key: 'nonsense', due_at: new Date(now.getTime() - 90_000), attempts: 3, not_before: new Date('2999-01-01') });
    await house.fresh.admin('outbox').insert({ operator_id: operator, id: home, account_id: account.id, kind: 'mail-code', dedupe_key: 'given up', due_at: now, state: 'failed' });
    const text = await metrics();
    expect(text).toContain('guichet_late_seconds{queue="outbox",kind="nonsense"} 90');
    expect(text).toContain('guichet_failing{queue="outbox",kind="nonsense"} 1');
    expect(text).toContain('guichet_given_up{queue="outbox",kind="mail-code"} 1');
    await house.fresh.admin('outbox').where({ kind: 'nonsense' }).delete();
    expect(await metrics()).not.toContain('nonsense');
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { AnyChat } from '../support/anyChat.ts';
import { Chat } from '../support/chat.ts';
import { openHouse, type House } from '../support/house.ts';
import { codeIn, Postbox } from '../support/postbox.ts';
import { START } from '../support/world.ts';

let house: House;
let post: Postbox;
let home: string;
let sophie: Chat;

const HOUR = 3_600_000;

beforeAll(async () => {
  post = await Postbox.open();
  house = await openHouse({ env: { SMTP_URL: post.url, MAIL_FROM: 'Billetterie <billets@essai.example>' } });
  home = await house.world.structure('Foyer des Essais');
  sophie = await house.login(await house.world.referent(home));
});

/** A colleague with an address, whose first code nobody used. */
async function colleague(name: string, email: string): Promise<void> {
  const [first = '', last = ''] = name.split(' ');
  await sophie.says('inviter un collègue');
  await sophie.submits({ first, last, email });
  await sophie.presses('Montrer le code');
}

async function asks(email: unknown): Promise<{ status: number; body: string; ms: number }> {
  const before = performance.now();
  const response = await fetch(`${house.running.address.replace(/\/$/, '')}/web/code`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email }) });
  return { status: response.status, body: await response.text(), ms: performance.now() - before };
}

describe('A2 lost access, in a chat', () => {
  it('A2 a known address gets a code that opens the chat; an unknown one gets the same answer', async () => {
    await colleague('Malo Bertin', 'malo@essai.example');
    const chat = new AnyChat(house, 'malo lost it');
    await chat.says('j’ai perdu mon accès');
    await chat.says('malo');
    chat.sees('ne semble pas complète');
    await chat.says('c’est MALO@essai.example');
    chat.sees('Si cette adresse est connue');
    const known = chat.text;
    const [mail] = await post.to('malo@essai.example');
    expect(mail?.from?.text).toContain('billets@essai.example');
    const stranger = new AnyChat(house, 'a stranger');
    await stranger.says('j’ai perdu mon accès');
    await stranger.says('nobody@essai.example');
    expect(stranger.text).toBe(known);
    await chat.says(codeIn(mail));
    chat.sees('reliée à votre compte');
    await chat.says('menu');
    chat.sees('Bonjour Malo');
    expect(post.mails.filter(({ to }) => JSON.stringify(to).includes('nobody'))).toEqual([]);
  });

  it('A2 asking again and again is slowed down, and one address gets one mail in a quarter of an hour', async () => {
    await colleague('Ines Moreau', 'ines@essai.example');
    const chat = new AnyChat(house, 'too often');
    for (let i = 0; i < 10; i += 1) {
      await chat.says('accès perdu');
      await chat.says('ines@essai.example');
      chat.sees('Si cette adresse est connue');
    }
    await chat.says('accès perdu');
    await chat.says('ines@essai.example');
    chat.sees('Trop d’essais');
    expect(await post.to('ines@essai.example')).toHaveLength(1);
  });
});

describe('A2 POST /web/code', () => {
  it('A2 answers 202 with the same words in the same time, whatever is asked, and really mails', async () => {
    await colleague('Zoe Petit', 'zoe@essai.example');
    const answers = [await asks('zoe@essai.example'), await asks('rien@essai.example'), await asks('no address'), await asks(undefined), await asks({ $ne: '' })];
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 202, body: answers[0]?.body });
    // Not faster than the floor that hides the difference.
    for (const { ms } of answers) expect(ms).toBeGreaterThan(200);
    const [mail] = await post.to('zoe@essai.example');
    const zoe = await Chat.login(house.running.address, codeIn(mail));
    await zoe.says('menu');
    zoe.sees('Bonjour Zoe');
  });

  it('A2 the account that was removed gets nothing', async () => {
    await colleague('Parti Loin', 'parti@essai.example');
    await sophie.says('mes collègues');
    await sophie.presses('Parti Loin');
    await sophie.presses('Retirer l’accès');
    await sophie.presses('Retirer l’accès');
    expect((await asks('parti@essai.example')).status).toBe(202);
    expect(await rows(house.fresh.admin, `select 1 from outbox o join account a on a.id = o.account_id where a.removed_at is not null and o.kind = 'mail-code'`)).toEqual([]);
  });

  it('A2 too many from one place: still 202, and nothing is sent', async () => {
    await colleague('Tard Venu', 'tard@essai.example');
    for (let i = 0; i < 12; i += 1) expect((await asks(`x${i}@essai.example`)).status).toBe(202);
    const before = await rows(house.fresh.admin, `select id from outbox where kind = 'mail-code'`);
    expect((await asks('tard@essai.example')).status).toBe(202);
    expect(await rows(house.fresh.admin, `select id from outbox where kind = 'mail-code'`)).toHaveLength(before.length);
  });
});

describe('A2 the mail server', () => {
  const asked = (email: string) => rows<{ id: string; state: string; attempts: number }>(house.fresh.admin, `
    select o.id, o.state, o.attempts from outbox o where o.kind = 'mail-code' and o.account_id = (select id from account where sealed is not null order by created_at desc, id desc limit 1) and ? <> ''`, [email]);

  async function sends(name: string, email: string): Promise<void> {
    const [first = '', last = ''] = name.split(' ');
    await sophie.says('inviter un collègue');
    await sophie.submits({ first, last, email });
    await sophie.presses('Lui envoyer un code par e-mail');
  }

  it('X6 a failure for now is tried again, with the same code', async () => {
    post.refuses = { code: 451, message: 'later, later@essai.example' };
    await sends('Plus Tard', 'later@essai.example');
    await expect.poll(() => post.refused, { timeout: 8_000 }).toBeGreaterThan(0);
    await expect.poll(async () => (await asked('later'))[0]?.state).toBe('due');
    const codes = await rows<{ id: string }>(house.fresh.admin, 'select id from link_code where id = ?', [(await asked('later'))[0]?.id]);
    post.refuses = undefined;
    const [mail] = await post.to('later@essai.example');
    expect(codes).toHaveLength(1);
    await expect.poll(async () => (await asked('later'))[0]?.state).toBe('sent');
    const later = await Chat.login(house.running.address, codeIn(mail));
    await later.says('menu');
    later.sees('Bonjour Plus');
  });

  it('X6 an address that is refused for good is not tried again', async () => {
    post.refuses = { code: 550, message: 'no such user never@essai.example' };
    const before = post.refused;
    await sends('Jamais Rien', 'never@essai.example');
    await expect.poll(async () => (await asked('never'))[0]?.state, { timeout: 8_000 }).toBe('failed');
    expect(post.refused).toBe(before + 1);
    post.refuses = undefined;
  });

  it('X6 the test clock answers when due mails were tried', async () => {
    await sends('Bien Compté', 'compte@essai.example');
    await house.clock(new Date(START.getTime() + HOUR));
    expect(post.mails.filter(({ to }) => JSON.stringify(to).includes('compte@'))).toHaveLength(1);
  });
});

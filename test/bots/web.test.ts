import { request as rawRequest } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Running } from '../../bots/main.ts';
import type { Role } from '../../core/ports.ts';
import { encodePress } from '../../core/messages/actions.ts';
import { row, rows } from '../../db/connection.ts';
import type { Chat, Seen } from '../support/chat.ts';
import { Events } from '../support/events.ts';
import { openHouse, type House } from '../support/house.ts';
import { START, type Referent } from '../support/world.ts';

let house: House;
let other: Running;
let structure: string;
let sophie: Referent;
let chat: Chat;
const HOUR = 3_600_000;

const base = (running: Running = house.running): string => running.address.replace(/\/$/, '');
const json = { 'content-type': 'application/json' };
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

interface Answer { status: number; text: string; headers: Headers; body: { code?: string; token?: string; messages?: Seen[]; account?: Record<string, unknown> } & Record<string, unknown> }

async function call(method: string, path: string, options: { body?: unknown; token?: string; headers?: Record<string, string>; on?: Running } = {}): Promise<Answer> {
  const { body, token, headers, on } = options;
  const response = await fetch(`${base(on)}${path}`, {
    method, headers: { ...(body === undefined || body instanceof FormData ? {} : json), ...(token === undefined ? {} : bearer(token)), ...headers },
    ...(body === undefined ? {} : { body: body instanceof FormData ? body : typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, body: (/json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : {}) as Answer['body'] };
}

const says = (token: string, text: string, clientMessageId?: string, on?: Running): Promise<Answer> =>
  call('POST', '/web/messages', { token, body: { text, ...(clientMessageId === undefined ? {} : { clientMessageId }) }, ...(on === undefined ? {} : { on }) });

function upload(token: string, parts: readonly (readonly [string, string | File])[], on?: Running): Promise<Answer> {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  return call('POST', '/web/messages', { token, body: form, ...(on === undefined ? {} : { on }) });
}

/** Up to the recap of a booking; what its confirming button says. */
async function prepares(page: Chat, show: { id: string }, names: string): Promise<string> {
  await page.pressesId(encodePress({ flow: 'book', name: 'begin', args: [show.id] }));
  await page.says(names);
  const confirm = page.actions.find(({ id }) => id.startsWith('book.confirm'))?.id;
  if (confirm === undefined) throw new Error(`no recap: ${page.text}`);
  return confirm;
}

const count = async (sql: string, bindings: readonly unknown[] = []): Promise<number> => (await row<{ n: number }>(house.fresh.admin, `select count(*) as n from ${sql}`, bindings))?.n ?? 0;

beforeAll(async () => {
  house = await openHouse();
  other = await house.beside();
  structure = await house.world.structure('Foyer des Essais');
  sophie = await house.world.referent(structure);
  await house.world.people(structure, ['Soraya Ferrand', 'Malika Koné', 'Hugo Petit']);
  chat = await house.login(sophie);
});

describe('A2 a linking code', () => {
  const login = (code: unknown, clientMessageId?: string, on?: Running): Promise<Answer> => call('POST', '/web/login', { body: { code, ...(clientMessageId === undefined ? {} : { clientMessageId }) }, ...(on === undefined ? {} : { on }) });

  it('A2 lets its account in once, however it was copied', async () => {
    const code = await house.world.code(sophie.id, new Date(START.getTime() + HOUR));
    const first = await login(` ${code.toLowerCase().replace('-', ' ')}.`);
    expect(first.status).toBe(200);
    expect(first.body.token).toMatch(/^[\w-]{43}$/);
    expect(first.body.account).toEqual({ id: sophie.id, name: 'Sophie Martin', role: 'referent', structure: 'Foyer des Essais' });
    expect(await login(code)).toMatchObject({ status: 401, body: { code: 'code_used' } });
    expect(await login(code, undefined, other)).toMatchObject({ status: 401, body: { code: 'code_used' } });
  });

  it('A2 X4 gives the same request the same account again, for as long as the code is good', async () => {
    const [a, b] = [await house.world.code(sophie.id, new Date(START.getTime() + HOUR)), await house.world.code(sophie.id, new Date(START.getTime() + HOUR))];
    const tokens = await Promise.all([login(a, 'page-1'), login(a, 'page-1', other), login(a, 'page-1')]);
    expect(tokens.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await login(a, 'page-2')).toMatchObject({ status: 401, body: { code: 'code_used' } });
    expect((await says(tokens[1].body.token ?? '', 'menu')).status).toBe(200);
    // Two pages with one code at the same moment: one of them is let in.
    expect((await Promise.all([login(b, 'x'), login(b, 'y', other), login(b, 'z')])).map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    await house.fresh.admin('link_code').where({ account_id: sophie.id, reusable: false }).update({ expires_at: START });
    expect(await login(a, 'page-1')).toMatchObject({ status: 401, body: { code: 'code_used' } });
  });

  it('A2 is good for 48 hours, to the second', async () => {
    const expires = new Date(START.getTime() + 48 * HOUR);
    const [a, b] = [await house.world.code(sophie.id, expires), await house.world.code(sophie.id, expires)];
    await house.clock(new Date(expires.getTime() - 1_000));
    expect((await login(a)).status).toBe(200);
    await house.clock(expires);
    expect(await login(b)).toMatchObject({ status: 401, body: { code: 'code_expired' } });
  });

  it('A2 of somebody removed opens nothing', async () => {
    const gone = await house.world.referent(structure, 'Rémi Parti');
    await house.fresh.admin('account').where({ id: gone.id }).update({ removed_at: START });
    expect(await login(gone.code)).toMatchObject({ status: 401, body: { code: 'code_removed' } });
  });

  it.each(['referent', 'visitor', 'leader', 'venue', 'operator', 'jury'] as Role[])('A2 lets a %s in, who is answered whatever they write', async (role) => {
    const bound = ['referent', 'visitor', 'leader'].includes(role);
    for (const place of bound && role !== 'referent' ? [structure, null] : [bound ? structure : null]) {
      const account = await house.world.account(role, place, 'Camille Rôle');
      const { status, body } = await login(account.code);
      expect({ status, account: body.account }).toEqual({ status: 200, account: { id: account.id, name: 'Camille Rôle', role, structure: place === null ? null : 'Foyer des Essais' } });
      for (const text of ['bonjour', 'chercher', 'réserver pour Soraya samedi', 'mes réservations', 'annuler', 'qui vient jeudi ?', 'aide', 'English', 'français']) {
        const answer = await says(body.token ?? '', text);
        expect({ text, status: answer.status }).toEqual({ text, status: 200 });
        expect(answer.body.messages?.at(-1)?.actions.length, `${role}: ${text}`).toBeGreaterThan(0);
      }
      expect(await rows(house.fresh.admin, `select error from inbox where account_id = ? and (state = 'failed' or attempts > 0)`, [account.id])).toEqual([]);
      expect((await call('GET', '/web/messages?own=1', { token: body.token ?? '' })).status).toBe(200);
    }
  }, 40_000);

  it('A2 asked for by e-mail: the same answer for every address', async () => {
    const answers = await Promise.all([{ email: 'sophie@example.org' }, { email: 'nobody' }, {}].map((body) => call('POST', '/web/code', { body })));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });
});

describe('A2 a session', () => {
  it('A2 ends by logout, at once and for good', async () => {
    const page = await house.login(sophie);
    const events = await Events.open(base(), page.token);
    const elsewhere = await Events.open(base(other), page.token);
    expect((await call('POST', '/web/logout', { token: page.token })).status).toBe(204);
    expect((await says(page.token, 'menu')).status).toBe(401);
    expect((await call('GET', '/web/messages', { token: page.token, on: other })).status).toBe(401);
    expect(await events.ends()).toBeLessThan(500);
    expect(await elsewhere.ends()).toBeLessThan(2_500);
    expect((await call('POST', '/web/logout', { token: page.token })).status).toBe(204);
    expect((await call('POST', '/web/logout')).status).toBe(204);
    expect((await says(chat.token, 'menu')).status).toBe(200);
  });

  it('A2 of somebody removed ends at once, on every page and in every process', async () => {
    const gone = await house.world.referent(structure, 'Rémi Parti');
    const page = await house.login(gone);
    await page.says('bonjour');
    const pages = [await Events.open(base(), page.token), await Events.open(base(other), page.token)];
    await house.world.asOperator((trx) => trx('account').where({ operator_id: gone.operator, id: gone.id }).update({ removed_at: START }));
    for (const on of [house.running, other]) {
      expect((await says(page.token, 'mes réservations', undefined, on)).status).toBe(401);
      expect((await call('GET', '/web/messages', { token: page.token, on })).status).toBe(401);
    }
    for (const one of pages) expect(await one.ends()).toBeLessThan(2_500);
    expect((await call('GET', '/web/stream', { token: page.token })).status).toBe(401);
  });

  it('is told by its header alone: never by an address or a cookie', async () => {
    for (const path of ['/web/messages', '/web/stream']) {
      expect((await call('GET', `${path}?token=${chat.token}&access_token=${chat.token}&authorization=Bearer%20${chat.token}`)).status).toBe(401);
      expect((await call('GET', path, { headers: { cookie: `token=${chat.token}` } })).status).toBe(401);
      for (const token of ['', 'x', `${chat.token}x`, chat.token.slice(1), 'é'.repeat(0), "' or 1=1 --"]) expect((await call('GET', path, { token })).status, token).toBe(401);
    }
    const page = await call('GET', '/web/messages', { token: chat.token });
    expect(page.text).not.toContain(chat.token);
  });
});

describe('X4 a message sent again', () => {
  const marked = async (id: string): Promise<number> => count(`inbox_key where platform_id like ? and channel = 'web'`, [`${sophie.id}:${(await import('node:crypto')).createHash('sha256').update(id).digest('base64url')}`]);

  it('X4 gives the same bytes, and has no second effect: after it, at the same moment, in another process, after a restart', async () => {
    const first = await says(chat.token, 'menu', 'again');
    expect(first.status).toBe(200);
    expect((await says(chat.token, 'menu', 'again')).text).toBe(first.text);
    expect((await says(chat.token, 'something else', 'again', other)).text).toBe(first.text);
    const before = await count('outbox');
    const burst = await Promise.all(Array.from({ length: 12 }, (_, i) => says(chat.token, 'aide', 'burst', i % 2 === 0 ? house.running : other)));
    expect(new Set(burst.map(({ text }) => text)).size).toBe(1);
    expect(burst[0]?.body.messages?.[0]?.text).toContain('Ce que je peux faire');
    expect(await count('outbox')).toBe(before + (burst[0]?.body.messages?.length ?? 0));
    expect(await marked('burst')).toBe(1);
    await house.restart();
    expect((await says(chat.token, 'menu', 'again')).text).toBe(first.text);
  });

  it('X4 without an id each is a message of its own', async () => {
    const [a, b] = [await says(chat.token, 'menu'), await says(chat.token, 'menu')];
    expect(a.body.messages?.[0]?.id).not.toBe(b.body.messages?.[0]?.id);
  });

  it('X4 two accounts may choose the same id', async () => {
    const paul = await house.login(await house.world.referent(structure, 'Paul Autre'));
    const [mine, theirs] = await Promise.all([says(chat.token, 'menu', 'same'), says(paul.token, 'menu', 'same', other)]);
    expect(mine.text).toContain('Sophie');
    expect(theirs.text).toContain('Paul');
    expect((await says(paul.token, 'menu', 'same')).text).toBe(theirs.text);
  });

  it('X4 A8 a confirmation pressed many times, with one id and with many, books once', async () => {
    const show = await house.world.show({ title: 'Une seule fois', capacity: 5, startsAt: new Date('2026-12-05T19:00:00Z') });
    const confirm = await prepares(chat, show, 'Soraya');
    const pressed = await Promise.all(Array.from({ length: 12 }, (_, i) =>
      call('POST', '/web/messages', { token: chat.token, body: { press: confirm, clientMessageId: i < 6 ? 'confirm' : `confirm-${i}` }, on: i % 2 === 0 ? house.running : other })));
    expect(pressed.map(({ status }) => status)).toEqual(pressed.map(() => 200));
    expect(new Set(pressed.slice(0, 6).map(({ text }) => text)).size).toBe(1);
    expect(await house.world.seats(show.id)).toHaveLength(1);
    expect((await row<{ taken: number }>(house.fresh.admin, 'select taken from performance where id = ?', [show.id]))?.taken).toBe(1);
    expect(await house.world.faults(await house.now())).toEqual([]);
  });

  it('X4 many messages of one person at once are all answered, each once', async () => {
    const before = await count('inbox where account_id = ?', [sophie.id]);
    const answers = await Promise.all(Array.from({ length: 24 }, (_, i) => says(chat.token, i % 3 === 0 ? 'menu' : 'aide', `many-${i}`, i % 2 === 0 ? house.running : other)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.flatMap(({ body }) => body.messages?.map(({ id }) => id))).size).toBe(answers.flatMap(({ body }) => body.messages ?? []).length);
    expect(await count('inbox where account_id = ?', [sophie.id])).toBe(before + 24);
    expect(await count(`inbox where state <> 'done'`)).toBe(0);
  });

  it('X4 the database dropping its connections loses and doubles nothing', async () => {
    const before = await count('outbox where account_id = ?', [sophie.id]);
    const sent = Array.from({ length: 30 }, async (_, i) => {
      await new Promise((resolve) => setTimeout(resolve, i * 15));
      return says(chat.token, 'menu', `dropped-${i}`, i % 2 === 0 ? house.running : other);
    });
    for (let i = 0; i < 4; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 90));
      await house.fresh.admin.raw(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name like 'guichet%' and usename <> 'postgres'`);
    }
    const answers = await Promise.all(sent);
    // A page that got no answer asks again with the same id.
    const again: Answer[] = [];
    for (const [i, answer] of answers.entries()) again.push(answer.status === 200 ? answer : await says(chat.token, 'menu', `dropped-${i}`));
    expect(again.map(({ status }) => status)).toEqual(again.map(() => 200));
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(25);
    expect(await count('outbox where account_id = ?', [sophie.id])).toBe(before + again.flatMap(({ body }) => body.messages ?? []).length);
    expect(await count(`inbox where state <> 'done'`)).toBe(0);
  });

  it('X4 a message that cannot be dealt with is set aside after three tries, and told; those behind it wait and keep their order', async () => {
    const paul = await house.login(await house.world.referent(structure, 'Paul Autre'));
    await paul.says('menu');
    const [{ account_id: account, no } = { account_id: '', no: 0 }] = await rows<{ account_id: string; no: number }>(house.fresh.admin, 'select account_id, no from inbox order by no desc limit 1');
    const poison = await row<{ no: number }>(house.fresh.admin, `
      insert into inbox (operator_id, no, id, channel, account_id, payload, received_at)
      select operator_id, nextval('inbox_no'), gen_random_uuid(), channel, account_id, 'nothing sealed', received_at from inbox where no = ? returning no`, [no]);
    const answer = await says(paul.token, 'aide');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Ce que je peux faire');
    const stored = await rows<{ no: number; state: string; attempts: number }>(house.fresh.admin, 'select no, state, attempts from inbox where account_id = ? and no >= ? order by no', [account, poison?.no]);
    expect(stored.map(({ state, attempts }) => [state, attempts])).toEqual([['failed', 3], ['done', 0]]);
    const [sorry, help] = (await paul.history()).slice(-2);
    expect(sorry?.text).toContain('Quelque chose n’a pas marché');
    expect(sorry?.actions.length).toBeGreaterThan(0);
    expect(help?.text).toContain('Ce que je peux faire');
    await house.fresh.admin('inbox').where({ no: poison?.no }).delete();
  });

  it('X4 what was taken in before the server is told to stop is answered', async () => {
    const held = await house.fresh.admin.transaction();
    await held.raw('select from account where id = ? for no key update', [sophie.id]);
    const under = says(chat.token, 'menu', 'last words');
    while ((await count(`inbox where state = 'pending'`)) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const stopped = house.restart();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await held.commit();
    expect((await under).status).toBe(200);
    await stopped;
    expect((await says(chat.token, 'menu', 'last words')).text).toBe((await under).text);
  });

  it('A2 more chats link themselves at one moment than there are connections', async () => {
    const codes = await Promise.all(Array.from({ length: 40 }, () => house.world.code(sophie.id, new Date(START.getTime() + 90 * 24 * HOUR))));
    const before = performance.now();
    await Promise.all(codes.map(async (code, i) => {
      const stored = await house.running.gate.take({ channel: 'test', platformId: `link-${i}`, chatKey: `chat-${i}`, incoming: { kind: 'text', text: code } });
      await house.running.worker.handle(stored);
    }));
    expect(performance.now() - before).toBeLessThan(8_000);
    expect(await count(`chat where channel = 'test' and active and account_id = ?`, [sophie.id])).toBe(40);
    expect(await count(`inbox where state <> 'done'`)).toBe(0);
  });
});

describe('the shapes of the contract', () => {
  it('text, press, submit and file each run one turn', async () => {
    const shape = { id: expect.any(String) as string, at: expect.stringMatching(/^\d{4}-.*Z$/) as string, text: expect.any(String) as string, actions: expect.any(Array) as unknown[] };
    for (const body of [{ text: 'menu' }, { press: 'home.open' }, { submit: { form: 'book.name~r1', values: { first: 'Ada', n: 1, b: true } } }]) {
      const { status, body: { messages = [] } } = await call('POST', '/web/messages', { token: chat.token, body });
      expect(status).toBe(200);
      expect(messages.length).toBeGreaterThan(0);
      for (const message of messages) expect(message).toMatchObject(shape);
    }
    const file = await upload(chat.token, [['clientMessageId', 'file-1'], ['file', new File(['a;b\n1;2'], 'liste.csv', { type: 'text/csv' })]]);
    expect(file.status).toBe(200);
    expect(file.body.messages?.[0]).toMatchObject(shape);
  });

  it('X4 a file sent again is the same file, wherever its id stands', async () => {
    const before = await count('file');
    const file = (): File => new File(['%PDF'], 'charte.pdf', { type: 'application/pdf' });
    const answers = [
      await upload(chat.token, [['clientMessageId', 'file-2'], ['file', file()]]),
      await upload(chat.token, [['file', file()], ['clientMessageId', 'file-2']]),
      ...(await Promise.all([house.running, other].map((on) => upload(chat.token, [['file', file()], ['clientMessageId', 'file-2']], on)))),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await count('file')).toBe(before + 1);
  });

  it('a history begins where it is asked to, and has one’s own words with own=1', async () => {
    // What is due by now is told before.
    await house.clock(await house.now());
    await chat.says('menu');
    const [last] = (await chat.history()).slice(-1);
    await chat.send({ text: 'aide, s’il vous plaît', clientMessageId: 'mine' });
    const after = await call('GET', `/web/messages?after=${last?.id ?? ''}`, { token: chat.token });
    expect(after.body.messages?.map(({ id }) => id)).toEqual(chat.last.map(({ id }) => id));
    const own = await call('GET', `/web/messages?after=${last?.id ?? ''}&own=1`, { token: chat.token });
    expect(own.body.messages?.[0]).toMatchObject({ from: 'me', text: 'aide, s’il vous plaît', clientMessageId: 'mine' });
    expect(own.body.messages?.slice(1).map(({ id }) => id)).toEqual(chat.last.map(({ id }) => id));
    expect((await call('GET', `/web/messages?after=${chat.last.at(-1)?.id ?? ''}&own=1`, { token: chat.token })).body.messages).toEqual([]);
    for (const odd of ['after=nothing', 'after=', `after=${sophie.id}`, 'own=2', 'after[]=1', "after='%20or%201=1"]) {
      const answer = await call('GET', `/web/messages?${odd}`, { token: chat.token });
      expect(answer.status, odd).toBe(200);
      expect(answer.body.messages?.at(-1)?.id, odd).toBe(chat.last.at(-1)?.id);
    }
  });

  it('X5 nobody reads on from somebody else’s message', async () => {
    const paul = await house.login(await house.world.referent(structure, 'Paul Autre'));
    await paul.says('menu');
    const mine = await call('GET', `/web/messages?after=${chat.last.at(-1)?.id ?? ''}`, { token: paul.token });
    expect(mine.body.messages?.map(({ id }) => id)).toEqual(paul.last.map(({ id }) => id));
  });

  it('X5 what the conversation says is kept by no cache', async () => {
    const found = await Promise.all([call('GET', '/web/messages', { token: chat.token }), says(chat.token, 'menu'), call('POST', '/web/login', { body: { code: sophie.code } })]);
    for (const { headers } of found) expect([headers.get('cache-control'), headers.get('x-content-type-options')]).toEqual(['no-store', 'nosniff']);
  });
});

describe('the stream', () => {
  it('shows what another process said, what was missed meanwhile, and a push', async () => {
    const events = await Events.open(base(), chat.token);
    expect(events.headers.get('content-type')).toContain('text/event-stream');
    await says(chat.token, 'menu', undefined, other);
    const seen = await events.sees('bonjour sophie');
    expect(seen.ms).toBeLessThan(2_000);
    events.close();
    await events.ends();

    await says(chat.token, 'aide');
    const again = await Events.open(base(other), chat.token, { 'last-event-id': seen.id });
    await again.sees('Ce que je peux faire');
    expect(again.all.some(({ id }) => id === seen.id)).toBe(false);
    // Without an id it begins with what comes: nothing twice.
    const fresh = await Events.open(base(), chat.token);

    const show = await house.world.show({ title: 'Une place', capacity: 1, startsAt: new Date('2026-12-04T19:00:00Z') });
    await chat.pressesId(await prepares(chat, show, 'Malika'));
    const paul = await house.login(await house.world.referent(structure, 'Paul Autre'));
    const page = await Events.open(base(other), paul.token);
    await paul.pressesId(await prepares(paul, show, 'Hugo'));
    expect((await house.world.seats(show.id)).map(({ state }) => state)).toEqual(['booked', 'waiting']);
    await house.world.setCapacity(show.id, 2, await house.now());
    const push = await page.sees('place s’est libérée');
    expect(push.message.text).not.toMatch(/Hugo|Petit/);
    expect(fresh.all.some(({ id }) => id === seen.id)).toBe(false);
    for (const one of [again, fresh, page]) one.close();
  });

  it('is not opened by a HEAD request, and ends with its server', async () => {
    expect((await fetch(`${base()}/web/stream`, { method: 'HEAD', headers: bearer(chat.token) })).status).toBe(405);
    const events = await Events.open(base(), chat.token);
    const before = performance.now();
    await house.restart();
    // Nothing waited for a connection that nobody uses.
    expect(performance.now() - before).toBeLessThan(2_500);
    expect(await events.ends(200)).toBeLessThan(200);
  });
});

describe('the page and what is refused', () => {
  it('the page comes with a strict policy, and so does each of its files', async () => {
    for (const path of ['/', '/assets/app.js', '/assets/adaptivecards.js']) {
      const { status, headers } = await call('GET', path);
      expect(status).toBe(200);
      const csp = headers.get('content-security-policy') ?? '';
      expect(csp).toContain("default-src 'none'");
      expect(csp).toContain("frame-ancestors 'none'");
      expect(csp).toContain("base-uri 'none'");
      expect(csp).not.toMatch(/unsafe|\*|https?:/);
      expect([headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual(['nosniff', 'no-referrer']);
    }
    expect((await call('GET', '/')).text).toContain('<!doctype html>');
  });

  it.each(['/assets/../routes.ts', '/assets/..%2froutes.ts', '/assets/%2e%2e%2froutes.ts', '/assets/....//routes.ts', '/assets/..\\routes.ts', '/assets/%2e%2e', '/assets/.env', '/assets/%00', '/assets/', '/assets/a%0ab',
    '/../../package.json', '//etc/passwd', '/assets/package.json%00.js', '/assets/app.js/..%2f..%2froutes.ts', `/assets/${'a'.repeat(3_000)}`])('gives nothing but the page’s files: %s', async (path) => {
    const url = new URL(base());
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      rawRequest({ host: '127.0.0.1', port: url.port, path, method: 'GET' }, (response) => {
        let all = '';
        response.setEncoding('utf8').on('data', (piece: string) => { all += piece; }).on('end', () => resolve({ status: response.statusCode ?? 0, text: all }));
      }).on('error', reject).end();
    });
    expect([400, 404, 414]).toContain(status);
    expect(text).not.toMatch(/import|root:|guichet|dependencies/);
    expect(JSON.parse(text)).toMatchObject({ status, code: expect.any(String) as string });
  });

  it.each([
    ['GET', '/nowhere', undefined, {}, 404, 'not_found'], ['DELETE', '/web/messages', undefined, {}, 405, 'method_not_allowed'], ['GET', '/web/login', undefined, {}, 405, 'method_not_allowed'],
    ['PUT', '/assets/app.js', undefined, {}, 405, 'method_not_allowed'], ['POST', '/', undefined, {}, 405, 'method_not_allowed'], ['GET', '/web/demo-accounts', undefined, {}, 404, 'not_demo'],
    ['POST', '/web/login', 'x'.repeat(300_000), json, 413, 'too_large'], ['POST', '/web/login', '<a/>', { 'content-type': 'text/xml' }, 415, 'unsupported_media_type'],
    ['POST', '/web/login', '{"code":', json, 400, 'bad_request'], ['POST', '/web/login', '', json, 400, 'bad_request'], ['POST', '/web/login', '{"__proto__":{"code":"x"}}', json, 400, 'bad_request'],
    ['PUT', '/test/clock', '{"now":"tomorrow"}', json, 400, 'not_an_instant'], ['POST', '/web/messages', '{"text":"menu"}', json, 401, 'not_logged_in'], ['GET', '/%zz', undefined, {}, 400, 'bad_request'],
  ])('%s %s is refused as a problem of RFC 9457', async (method, path, body, headers, status, code) => {
    const answer = await call(method, path, { headers, ...(body === undefined ? {} : { body }) });
    expect({ status: answer.status, code: answer.body.code, type: answer.headers.get('content-type')?.split(';')[0] }).toEqual({ status, code, type: 'application/problem+json' });
    expect(answer.body).toMatchObject({ status, title: expect.any(String) as string });
    if (status === 405) expect(answer.headers.get('allow')).toBeTruthy();
  });

  it('A2 a stranger’s ten megabytes are refused before they are read', async () => {
    const { status } = await call('POST', '/web/messages', { body: JSON.stringify({ text: 'x'.repeat(9_000_000) }), headers: bearer('nobodynobodynobodynobody') });
    expect(status).toBe(401);
  });

  it('says whether it is alive and ready', async () => {
    expect((await call('GET', '/healthz')).status).toBe(200);
    expect((await call('GET', '/readyz')).body).toEqual({ status: 'ready' });
  });
});

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { encodePress, shortId } from '../../core/messages/actions.ts';
import type { Role } from '../../core/ports.ts';
import { row, rows } from '../../db/connection.ts';
import { Chat, type Seen } from '../support/chat.ts';
import { Desk } from '../support/desk.ts';
import { openHouse, type House } from '../support/house.ts';
import { LONG, newSeed, sample } from '../support/sample.ts';
import { START, type Referent } from '../support/world.ts';

/** Cases of each property; many more with GUICHET_LONG=1, and more presses of each button. */
const RUNS = LONG ? 1_000 : 24;
const SEED = newSeed('hostile');

/** What somebody in a hurry, a broken client or an attacker sends. Whatever it is: a short answer with a way on, and nothing else. */

let house: House;
let sophie: Referent;
let chat: Chat;
/** Ids of everything there is, one's own and other people's, and of nothing. */
let ids: string[] = [];
let show: { id: string; event: string };
/** In no answer to Sophie, ever: people of another structure, and of another operator's offer. */
const FOREIGN = /Interdit|Ulysse|Spectacle interdit/;

beforeAll(async () => {
  house = await openHouse();
  const { world } = house;
  const structure = await world.structure('Foyer des Essais');
  sophie = await world.referent(structure);
  const mine = await world.people(structure, ['Sidonie Quatremère', 'Melchior Ouzoulias', 'Hugo Petit', 'Hugo Petit-Jean', 'Awa Diallo']);
  await world.person(structure, 'Nadia Quatremère', 'guest', mine[0] ?? null);
  await world.person(structure, 'Paul Renard', 'companion');
  const party = await world.party(structure, 'famille Quatremère', mine.slice(0, 2));
  show = await world.show({ title: 'Gospel Experience', capacity: 4 });
  const full = await world.show({ title: 'Cirque Lune', capacity: 1, startsAt: new Date('2026-11-29T15:00:00Z') });
  const later = await world.show({ title: 'Casse-Noisette', startsAt: new Date('2026-12-30T19:00:00Z') });
  const other = await world.structure('Ailleurs interdit');
  const stranger = await world.referent(other, 'Ulysse Interdit');
  const theirs = await world.people(other, ['Ulysse Interdit', 'Uma Interdit']);
  const desk = new Desk(house.fresh);
  const seats = [
    ...(await desk.ask(stranger, full.id, theirs.map((id) => ({ id, kind: 'participant' })), START)),
    ...(await desk.ask(sophie, full.id, [{ id: mine[0] ?? '', kind: 'participant' }], START)),
  ];
  ids = [show.id, show.event, full.id, later.id, structure, other, party, sophie.id, stranger.id, ...mine.slice(0, 2), ...theirs, ...seats.flatMap(({ id, requestId }) => [id, requestId]), house.world.operator, '00000000-0000-7000-8000-000000000000', '01a1fa88-53a8-7631-925a-3826edbd6b1c'];
  chat = await house.login(sophie);
});

interface Answer { status: number; text: string; messages: Seen[] }

async function send(body: unknown, options: { raw?: boolean; type?: string; token?: string } = {}): Promise<Answer> {
  const response = await fetch(`${house.running.address}web/messages`, {
    method: 'POST', headers: { ...(body instanceof FormData ? {} : { 'content-type': options.type ?? 'application/json' }), authorization: `Bearer ${options.token ?? chat.token}` },
    body: body instanceof FormData ? body : options.raw === true ? (body as string) : JSON.stringify(body),
  });
  const text = await response.text();
  const read = JSON.parse(text) as { messages?: Seen[]; code?: string };
  if (response.status !== 200) expect(read, text).toMatchObject({ status: response.status, code: expect.stringMatching(/^[a-z_]+$/) as string });
  return { status: response.status, text, messages: read.messages ?? [] };
}

/** Short, useful, with a way on; nothing of anybody else; no trace of what is inside. */
function good(answer: Answer, about: unknown, expected: { longest?: number; wayOn?: boolean } = {}): Answer {
  const { longest = 1_500, wayOn = true } = expected;
  const what = `${JSON.stringify(about).slice(0, 200)}\n→ ${answer.status} ${answer.text.slice(0, 400)}`;
  expect([200, 400, 413], what).toContain(answer.status);
  expect(answer.text, what).not.toMatch(FOREIGN);
  expect(answer.text, what).not.toMatch(/select |insert |violates|undefined|\[object|NaN|null,|Invalid (?:Date|DateTime)|node_modules|\.ts:\d/);
  expect(answer.text, what).not.toContain('Quelque chose n’a pas marché');
  if (answer.status !== 200) return answer;
  expect(answer.messages.length, what).toBeGreaterThan(0);
  expect(answer.messages.length, what).toBeLessThan(5);
  for (const message of answer.messages) {
    expect(message.text.length, what).toBeLessThan(longest);
    expect(message.text.trim(), what).not.toBe('');
  }
  if (wayOn) expect(answer.messages.some(({ actions, form }) => actions.length > 0 || form !== undefined), what).toBe(true);
  for (const { id, label } of answer.messages.flatMap(({ actions }) => actions)) {
    expect(id.length, what).toBeLessThanOrEqual(64);
    expect(label.trim(), what).not.toBe('');
  }
  return answer;
}

const goodPress = async (press: string, token?: string): Promise<Answer> => good(await send({ press }, token === undefined ? {} : { token }), { press });

/** Until nothing waits: a quota given back at one performance is dealt elsewhere by the worker, a moment later. */
async function quiet(): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    const { inbox, due, outbox } = await house.running.gate.backlog();
    if (inbox + due + outbox === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Nothing failed inside, nothing was overbooked, nobody else's row was touched, and the house still answers. */
let looked = 0;
afterEach(async () => {
  await quiet();
  const from = looked;
  looked = (await row<{ no: number }>(house.fresh.admin, 'select coalesce(max(no), 0) as no from inbox'))?.no ?? 0;
  expect(await rows(house.fresh.admin, `select no, state, attempts, error from inbox where no > ? and (state <> 'done' or attempts > 0)`, [from])).toEqual([]);
  expect(await house.world.faults(await house.now())).toEqual([]);
  expect((await fetch(`${house.running.address}readyz`)).status).toBe(200);
});

const BIDI = '\u202Egnol\u202C \u200B\u200D\u2066x\u2069\uFEFF';
const TEXTS: Readonly<Record<string, string>> = {
  empty: '', spaces: ' \t\n\u00a0\u2003 ', emoji: '🎭🎟️👨‍👩‍👧‍👦', flags: '🇫🇷🏴‍☠️', dots: '…', dashes: '---', NUL: 'men\0u', onlyNul: '\0\0', 'lone high surrogate': 'a\ud83d', 'lone low surrogate': '\udc00b',
  'surrogates the wrong way': '\udc00\ud83d', bidi: BIDI, zeroWidth: '\u200b\u200c\u200d\u2060', combining: `Z${'\u0301'.repeat(500)}algo`, Arabic: 'أريد حجز مكانين يوم السبت', Hebrew: 'שלום', Cyrillic: 'Здравствуйте, хочу билет', Chinese: '我想订两张星期六的票', Thai: 'สวัสดี', Georgian: 'გამარჯობა',
  SQL: "'; drop table seat; --", SQL2: "' or 1=1 --", like: '%_%\\%', HTML: '<img src=x onerror=alert(1)><script>alert(1)</script>', Markdown: '[x](javascript:alert(1)) **x** `y` # z', template: '${7*7} {{7*7}} #{7*7} %s %n', macro: '{{DATE(2017-02-14T06:08:39Z, SHORT)}}',
  proto: '__proto__', constructor: 'constructor.name', toString: 'toString', json: '{"text":"menu"}', path: '../../etc/passwd', regex: '((((((a+)+)+)+)+)+)$', regex2: `${'a'.repeat(1_900)}!`, backslashes: '\\'.repeat(1_500), question: '?', questions: '?'.repeat(2_000), number: '1', negative: '-1', big: '9'.repeat(400), float: '1e309', hex: '0x7fffffff',
  'date that is none': 'le 31 février', 'date long ago': 'le 1er janvier 0001', 'date far away': 'le 31/12/9999', 'hour that is none': 'samedi à 25h99', year: 'en 275760', seats: 'cent milliards de places pour samedi', months: 'dans 99999999999 mois', weeks: 'dans 1000000 semaines', days: 'il y a 99999999999 jours', km: 'à moins de 999999999999 km', zeroKm: 'à moins de 0 km', 'names and names': 'Hugo, '.repeat(300), 'and and': `${'Sidonie et '.repeat(170)}Melchior`,
  'one word of 2,000': 'z'.repeat(2_000), '100 kB': 'samedi '.repeat(14_000), '100 kB of no spaces': 'é'.repeat(100_000), '120 kB of emoji': '🎭'.repeat(30_000), '1 MB': 'a'.repeat(1_000_000), '9 MB': 'menu '.repeat(1_800_000),
};

describe('X3 X7 texts', () => {
  const inBooking = sample(Object.keys(TEXTS), 32, SEED);
  // A third of them each time, the seed printed; all with GUICHET_LONG=1.
  it.each(LONG ? Object.keys(TEXTS) : sample(Object.keys(TEXTS), 22, `${SEED}texts`))('%s', async (name) => {
    const text = TEXTS[name] ?? '';
    // What is looked at of a text (2,000 characters) may come back in a 'nothing found': see the next test.
    const longest = text.length > 1_000 ? 3_000 : 1_500;
    expect(good(await send({ text }), text, { longest }).status).toBe(200);
    // In the middle of a booking too, where words are names. In the short form, half of them.
    if (!inBooking.includes(name)) return;
    await chat.pressesId(encodePress({ flow: 'book', name: 'begin', args: [show.id] }));
    const create = chat.actions.find(({ id }) => id.startsWith('book.new'))?.id;
    good(await send({ text }), text, { longest });
    if (create !== undefined) good(await send({ press: create }), create, { longest });
    good(await send({ text }), text, { longest });
    await send({ text: 'menu' });
  });

  // Of core/conversation/flows/search.ts: 'Je n’ai rien trouvé pour « … »' says the whole of what was typed.
  it('X7 what was typed comes back cut, not whole', async () => {
    good(await send({ text: 'menu' }), 'menu');
    const answer = await send({ text: 'z'.repeat(2_000) });
    await send({ text: 'menu' });
    good(answer, '2,000 letters');
  });

  it('X7 a longer text than is read says so, and 11 MB are refused', async () => {
    expect((await send({ text: 'a'.repeat(11_000_000) })).status).toBe(413);
    expect((await send({ text: 'bla '.repeat(3_000) })).messages.length).toBeGreaterThan(0);
  });

  it('any string of any script is answered', async () => {
    const words = fc.constantFrom('annuler', 'retour', 'menu', 'oui', 'non', 'Sidonie', 'Hugo', 'Quatremère', 'famille Quatremère', 'gospel', 'cirque', 'samedi', 'demain soir', 'à Lyon', 'deux places', 'pour', 'et', 'sans', 'sauf', 'réserver', 'mes réservations', 'qui vient', '1', '2', '12', '?', '!', 'le 29 février', 'week-end', 'encore', 'suivant', 'en attente', 'English', 'help', 'book', 'ensemble', 'participant');
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }), fc.array(words, { minLength: 1, maxLength: 6 }).map((all) => all.join(' ')), fc.string({ unit: fc.constantFrom('\ud800', '\u0000', '\u202e', "'", '"', '\\', '%', '<', 'é', ' ', '1', ':', '~'), maxLength: 30 }));
    await fc.assert(fc.asyncProperty(text, async (said) => { good(await send({ text: said }), said); }), { numRuns: RUNS });
  }, 180_000);
});

/** Every button that the flows have, by their source: flow and name. */
const BUTTONS = [...new Set(globSync('core/conversation/**/*.ts', { cwd: path.join(import.meta.dirname, '../..') })
  .flatMap((file) => [...readFileSync(path.join(import.meta.dirname, '../..', file), 'utf8').matchAll(/(?:once|draft|anytime|button)\('([a-z]+)', '([a-zA-Z]+)'/g)].map(([, flow = '', name = '']) => `${flow}.${name}`)))];
const ODD = ['', '-1', '0', '1', '99', '999999999999999999999', 'NaN', 'Infinity', '1e9', '0x10', 'toString', '__proto__', 'constructor', 'null', 'undefined', 'x', '_', '--', 'referent'];

const OTHERS: readonly Role[] = ['visitor', 'leader', 'venue', 'operator'];

describe('X5 forged buttons', () => {
  it.each(['home.__proto__', 'book.toString', 'constructor.name', 'prototype.constructor', 'turn.back', 'turn.menu', 'turn.nothing', 'turn.constructor', 'hasOwnProperty.call', 'book', '.', 'book.', '.open', 'home.open:', 'home.open::::', 'home.open~r0', 'home.open~f0', 'home.open~r999999999', 'book.confirm', 'book.confirm~r1', 'book.go~f0', 'Home.open',
    'home.open;drop', 'home.open\n', 'home.open\0', ' home.open', 'home.open#', 'home.öpen', '', ' ', '🎭', 'a'.repeat(64), 'a'.repeat(65), `home.open:${'a'.repeat(60)}`, 'x'.repeat(200), "'; drop table seat; --", '{}', 'null', 'book.tick:x:1~f1', 'cancel.yes~r0', 'alert.confirm:', 'alert.confirm:AAAAAAAAAAAAAAAAAAAAAA', 'book.confirm:AAAAAAAAAAAAAAAAAAAAAA~r1'])('%j', async (press) => {
    good(await send({ press }), press);
    expect((await send({ press: 'home.open' })).status).toBe(200);
  });

  it('longer than any button is refused', async () => {
    expect((await send({ press: 'x'.repeat(201) })).status).toBe(400);
    expect((await send({ press: 'home.open', label: 'x'.repeat(201) })).status).toBe(400);
  });

  it('knows the buttons of the flows', () => {
    expect(BUTTONS.length).toBeGreaterThan(40);
  });

  it('X5 each with everybody’s ids and with nonsense, without a stamp and with wrong ones, at the home page and in a booking', async () => {
    const before = await rows(house.fresh.admin, `select id, state from seat where structure_id <> ? order by id`, [sophie.structure]);
    let turn = 0;
    for (const button of BUTTONS) {
      // In turn: over all buttons every argument is tried in every way. In the short form, one of them on each button.
      for (const argument of sample([...ids.map(shortId), ...ODD], 1, `${SEED}${button}`).filter((_, i) => !LONG || i % 16 === turn % 16)) {
        const stamp = ['', '~r0', '~f1', '~r7'][turn % 4] ?? '';
        turn += 1;
        await goodPress(`${button}:${argument}${stamp}`.slice(0, 64));
      }
      await goodPress(button);
    }
    expect(await rows(house.fresh.admin, `select id, state from seat where structure_id <> ? order by id`, [sophie.structure])).toEqual(before);
  }, 180_000);

  // Of db/functions/ranks_of.sql: waiting_at() and queue_length() are not the jury's to execute, so that its search fails.
  it('A4 a jury looks at the offer like everybody else', async () => {
    const jury = await house.world.account('jury', null, 'Camille Rôle');
    const { token } = await Chat.login(house.running.address, jury.code);
    looked = Number.MAX_SAFE_INTEGER;
    good(await send({ text: 'gospel' }, { token }), 'gospel');
  });

  it.each(OTHERS)('X5 A14 pressed by a %s, none books, none shows a name, all are answered', async (role) => {
    const account = await house.world.account(role, ['visitor', 'leader'].includes(role) ? sophie.structure : null, 'Camille Rôle');
    const { token } = await Chat.login(house.running.address, account.code);
    const before = await rows(house.fresh.admin, 'select id, state from seat order by id');
    // In the short form, each button by one of these four, another one each time.
    for (const [i, button] of BUTTONS.entries()) {
      if (!LONG && sample(OTHERS, 3, `${SEED}${button}`).includes(role)) continue;
      const argument = [shortId(show.id), shortId(ids[i % ids.length] ?? ''), '0'][i % 3] ?? '';
      const answer = await goodPress(`${button}:${argument}`, token);
      expect(answer.text).not.toMatch(/Sidonie|Quatremère|Melchior|Ouzoulias/);
    }
    for (const text of ['réserver', 'gospel', 'Sidonie Quatremère', 'annuler Sidonie', 'mes réservations', 'qui vient samedi ?', 'retour', 'participants', 'confirmer', 'oui']) {
      expect(good(await send({ text }, { token }), text).text).not.toMatch(/Melchior|Ouzoulias/);
    }
    expect(await rows(house.fresh.admin, 'select id, state from seat order by id')).toEqual(before);
  }, 180_000);

  it('anything in the shape of a button is answered', async () => {
    const known = fc.constantFrom(...BUTTONS);
    const id = fc.constantFrom(...ids.map(shortId), ...ODD);
    const shape = fc.tuple(fc.oneof(known, fc.stringMatching(/^[a-z]{1,12}\.[a-zA-Z]{1,12}$/)), fc.array(id, { maxLength: 3 }), fc.constantFrom('', '~r0', '~r1', '~f0', '~f3', '~r123456789'))
      .map(([name, args, stamp]) => `${name}${args.map((arg) => `:${arg}`).join('')}${stamp}`.slice(0, 200));
    await fc.assert(fc.asyncProperty(fc.oneof(shape, fc.string({ unit: 'binary', maxLength: 70 })), async (press) => { await goodPress(press); }), { numRuns: RUNS });
  }, 180_000);
});

describe('X3 X4 buttons out of order', () => {
  it('X4 any order of pressing old and new buttons, twice and at once, leaves the house in order', async () => {
    // Every button seen so far, by number, so that a run can be repeated; some pressed twice at the same moment.
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.nat(60).map((back) => ({ kind: 'press' as const, back })) },
      { weight: 2, arbitrary: fc.nat(8).map((back) => ({ kind: 'twice' as const, back })) },
      { weight: 3, arbitrary: fc.constantFrom('gospel', 'cirque lune', 'Hugo', 'Sidonie et Melchior', 'famille Quatremère', 'oui', 'annuler Sidonie', 'retour', 'mes réservations', 'continuer', 'Awa Diallo et Hugo Petit-Jean').map((text) => ({ kind: 'text' as const, text })) },
      { weight: 1, arbitrary: fc.constant({ kind: 'submit' as const }) },
    );
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
      const seen = ['home.open', encodePress({ flow: 'book', name: 'begin', args: [show.id] })];
      for (const one of steps) {
        const body = one.kind === 'text' ? { text: one.text } : one.kind === 'submit' ? { submit: { form: seen.findLast((id) => id.startsWith('book.name')) ?? 'book.name~r1', values: { first: 'Zoé', last: 'Nouvelle' } } } : { press: seen[Math.max(0, seen.length - 1 - one.back)] ?? 'home.open' };
        const answers = await Promise.all(one.kind === 'twice' ? [send(body), send(body)] : [send(body)]);
        for (const answer of answers) for (const { actions, form } of good(answer, [body, steps]).messages) seen.push(...actions.map(({ id }) => id), ...(form === undefined ? [] : [form.id]));
      }
      await quiet();
      expect(await house.world.faults(await house.now())).toEqual([]);
    }), { numRuns: LONG ? 200 : 12 });
  }, 180_000);
});

describe('forms', () => {
  const form = async (): Promise<string> => {
    await chat.pressesId(encodePress({ flow: 'book', name: 'begin', args: [show.id] }));
    await chat.pressesId(chat.actions.find(({ id }) => id.startsWith('book.new'))?.id ?? '');
    return chat.last.findLast((message) => message.form !== undefined)?.form?.id ?? '';
  };
  const people = async (): Promise<number> => (await row<{ n: number }>(house.fresh.admin, 'select count(*) as n from person'))?.n ?? 0;

  it.each<[string, Record<string, unknown>]>([
    ['nothing', {}], ['one field only', { first: 'Ada' }], ['empty fields', { first: '', last: ' ' }], ['fields that are none', { first: 'Ada', last: 'Lovelace', role: 'operator', id: 'x', structure_id: 'y' }], ['numbers', { first: 1, last: true }], ['4,000 letters', { first: 'a'.repeat(4_000), last: 'b'.repeat(4_000) }], ['100 kB', { first: 'a'.repeat(100_000), last: 'b' }],
    ['markup', { first: '<b>Ada</b>', last: '"><script>' }], ['NUL and bidi', { first: `A\0da${BIDI}`, last: 'Love\0lace' }], ['surrogates', { first: 'A\ud83d', last: '\udc00b' }], ['emoji', { first: '👩‍🚀', last: '🎭' }], ['constructor', { constructor: 'x', first: 'toString', last: 'valueOf' }], ['a thousand fields', Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`f${i}`, 'x']))],
  ])('%s', async (_, values) => {
    const id = await form();
    const before = await people();
    for (const answer of [await send({ submit: { form: id, values } }), await send({ submit: { form: id, values } })]) good(answer, values);
    // Nobody is made before they are said to be what they are.
    expect(await people()).toBe(before);
    good(await send({ text: 'annuler' }), 'annuler');
  });

  it.each<[string, unknown, number]>([
    ['no values', { form: 'book.name~r1' }, 400], ['no form', { values: {} }, 400], ['a list', { form: 'book.name~r1', values: ['x'] }, 400], ['nested', { form: 'book.name~r1', values: { first: { a: 1 } } }, 400], ['null', { form: 'book.name~r1', values: { first: null } }, 400], ['a long name', { form: 'book.name~r1', values: { ['x'.repeat(65)]: 'y' } }, 400],
    ['a form that is none', { form: 'constructor.name', values: {} }, 200], ['a form of another step', { form: 'cancel.yes~r1', values: {} }, 200], ['a form of nothing', { form: '', values: {} }, 200], ['a form too long', { form: 'x'.repeat(201), values: {} }, 400],
  ])('with %s', async (_, submit, status) => {
    expect(good(await send({ submit }), submit).status).toBe(status);
  });

  it('of an older card do nothing', async () => {
    const old = await form();
    await form();
    const before = await people();
    good(await send({ submit: { form: old, values: { first: 'Ada', last: 'Lovelace' } } }), old);
    expect(await people()).toBe(before);
  });
});

describe('bodies', () => {
  it.each<[string, string, string]>([
    ['nothing', '', 'application/json'], ['no JSON', 'menu', 'application/json'], ['half of it', '{"text":"menu"', 'application/json'], ['null', 'null', 'application/json'], ['a list', '[{"text":"menu"}]', 'application/json'], ['a number', '1', 'application/json'], ['another text', '{"text":1}', 'application/json'], ['no text', '{"text":null}', 'application/json'], ['an object as text', '{"text":{"a":1}}', 'application/json'],
    ['__proto__', '{"__proto__":{"text":"menu"}}', 'application/json'], ['constructor', '{"constructor":{"prototype":{"x":1}},"text":"menu"}', 'application/json'], ['__proto__ among values', '{"submit":{"form":"book.name~r1","values":{"__proto__":"x"}}}', 'application/json'], ['a deep nest', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 'application/json'], ['an id of nothing', '{"text":"menu","clientMessageId":""}', 'application/json'],
    ['an id too long', `{"text":"menu","clientMessageId":"${'x'.repeat(201)}"}`, 'application/json'], ['plain text', 'menu', 'text/plain'], ['a form without a boundary', 'x', 'multipart/form-data'], ['a form cut short', '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc', 'multipart/form-data; boundary=x'],
  ])('%s is refused and told', async (_, body, type) => {
    const answer = await send(body, { raw: true, type });
    expect(answer.status, answer.text).toBe(400);
    expect(answer.text.length).toBeLessThan(400);
  });

  it('two meanings at once: the first of them counts', async () => {
    good(await send({ text: 'menu', press: 'book.confirm', submit: { form: 'x', values: {} } }), 'both');
  });
});

describe('files', () => {
  const upload = (name: string, bytes: Uint8Array<ArrayBuffer> | string, type = 'application/octet-stream'): Promise<Answer> => {
    const form = new FormData();
    form.append('file', new File([bytes], name, { type }));
    return send(form);
  };

  it.each(['', '.', '..', '../../etc/passwd', 'C:\\Windows\\win.ini', 'a/b/c.csv', 'con', '.htaccess', `${'x'.repeat(5_000)}.pdf`, `évil\u202Egpj.exe`, '<script>.csv', "'; drop table file; --.csv", 'a\nb.csv', 'a"b.csv', '🎭.pdf', '\u200b', 'nom avec espaces.pdf', '%00.pdf', '__proto__'])('named %j', async (name) => {
    const answer = good(await upload(name, 'x'), name, { wayOn: false });
    expect(answer.status).toBe(200);
    expect(answer.messages[0]?.text).not.toMatch(/\.\.\/|\p{Bidi_Control}/u);
  });

  it.each([['empty', 0, 200], ['100 kB', 100_000, 200], ['10 MB', 10 * 1024 * 1024, 200], ['10 MB and one byte', 10 * 1024 * 1024 + 1, 413], ['25 MB', 25_000_000, 413]])('of %s', async (_, size, status) => {
    const before = (await row<{ n: number }>(house.fresh.admin, 'select count(*) as n from file'))?.n ?? 0;
    expect(good(await upload('liste.csv', new Uint8Array(size), 'text/csv'), size, { wayOn: false }).status).toBe(status);
    expect((await row<{ n: number }>(house.fresh.admin, 'select count(*) as n from file'))?.n).toBe(before + (status === 200 ? 1 : 0));
  });

  // Of core/conversation/turn.ts: a file is answered without a button.
  it('X3 are answered with a way on', async () => {
    good(await upload('liste.csv', 'x', 'text/csv'), 'a file');
  });

  it('two at once, none, or fields alone are told', async () => {
    const two = new FormData();
    for (const name of ['a.csv', 'b.csv']) two.append('file', new File(['x'], name));
    expect(good(await send(two), 'two').status).toBe(413);
    const none = new FormData();
    none.append('text', 'menu');
    expect(good(await send(none), 'none').status).toBe(400);
    const many = new FormData();
    for (let i = 0; i < 50; i += 1) many.append(`f${i}`, 'x');
    many.append('file', new File(['x'], 'a.csv'));
    expect([400, 413]).toContain(good(await send(many), 'many').status);
  });
});

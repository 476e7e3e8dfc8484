import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../bots/config.ts';
import { start } from '../../bots/main.ts';
import type { GuichetError } from '../../core/errors.ts';
import { seal, unseal } from '../../core/sealing.ts';
import { rows } from '../../db/connection.ts';
import { openPayload } from '../../db/turns.ts';
import { Chat } from '../support/chat.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { startGuichet, type Guichet } from '../support/guichet.ts';
import { START, World, type Referent } from '../support/world.ts';

/** Nobody is called so, and no word of ours holds any of it. */
const NAMES = ['Zéphyrine', 'Quoniambec', 'Aldegonde', 'Wurmsbrück', 'Ottokar', 'Vandermeulenschoot', 'Ysolde', 'Brindækørbes', 'Hirondellières'];
const TYPED = ['xylophagie', 'coloquinte', 'acouphène', 'bergamasque'];
const FILE = ['ordonnance-galuchat', 'CONTENU-PALISSANDRE'];
const SECRETS = [...NAMES, ...TYPED, ...FILE];

let fresh: Fresh;
let guichet: Guichet & { readonly address: string };
let referent: Referent;
let structure: string;
let zephyrine: string;
let chat: Chat;
/** Bodies of everything that was refused. */
const refusals: string[] = [];
/** What must be in no log, besides the names: codes, tokens, the page's own ids, addresses asked for. */
const keys: string[] = [];

const env = (): Record<string, string> => ({
  DATABASE_URL: fresh.appUrl, DATABASE_ADMIN_URL: fresh.adminUrl, GUICHET_SECRET_KEY: fresh.secret, GUICHET_DEMO: '0', GUICHET_CLOCK: `test@${START.toISOString()}`,
});

const press = async (start: string): Promise<void> => {
  const id = chat.actions.find((action) => action.id.startsWith(start))?.id;
  expect(id, `${start} among ${chat.actions.map((action) => action.id).join(' ')}`).toBeDefined();
  await chat.pressesId(id ?? '');
};

async function refused(path: string, init: RequestInit = {}): Promise<number> {
  const response = await fetch(`${guichet.address}${path}`, init);
  if (!response.ok) refusals.push(await response.text());
  return response.status;
}

async function uploads(name: string, bytes: string): Promise<string> {
  const form = new FormData();
  form.append('clientMessageId', 'page-Ottokar-1');
  form.append('file', new File([bytes], name));
  const response = await fetch(`${guichet.address}/web/messages`, { method: 'POST', headers: { authorization: `Bearer ${chat.token}` }, body: form });
  expect(response.status).toBe(200);
  return response.text();
}

beforeAll(async () => {
  fresh = await freshDatabase();
  guichet = await startGuichet({ ...env(), GUICHET_LOG: 'trace' });
  const world = await World.make(fresh);
  structure = await world.structure('Foyer des Essais');
  referent = await world.referent(structure, 'Ottokar Vandermeulenschoot');
  zephyrine = await world.person(structure, 'Zéphyrine Quoniambec');
  const guest = await world.person(structure, 'Aldegonde Wurmsbrück', 'guest', zephyrine);
  await world.party(structure, 'les Hirondellières', [zephyrine, guest]);
  await world.show({ title: 'Gospel Experience', capacity: 1 });

  const once = await world.code(referent.id, new Date(START.getTime() + 3_600_000));
  keys.push(referent.code, once, once.replace('-', ''));
  const login = async (code: string, id: string): Promise<Response> =>
    fetch(`${guichet.address}/web/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code, clientMessageId: id }) });
  expect((await login(once, 'login-Ottokar')).status).toBe(200);
  const second = await login(once, 'login-again');
  expect(second.status).toBe(401);
  refusals.push(await second.text());
  chat = await Chat.login(guichet.address, referent.code);
  keys.push(chat.token, 'page-Ottokar-1', 'login-Ottokar');

  await chat.says('gospel');
  await press('book.begin');
  await chat.says('Zéphyrine et Aldegonde');
  await chat.says('retour');
  // Somebody new, half way through a booking: a draft that holds a name.
  await chat.says('gospel');
  await press('book.begin');
  await press('book.new');
  await chat.submits({ first: 'Ysolde', last: 'Brindækørbes' });
  await press('book.kind:participant');
  await chat.says('les Hirondellières');
  for (const word of TYPED) await chat.says(`la ${word} de Zéphyrine, vous savez ?`);
  await chat.says('gospel');
  await press('book.begin');
  await chat.says('Zéphyrine Quoniambec');
  await press('book.confirm');
  expect(chat.text).toContain('Zéphyrine');
  // A name half written: the draft stays in the session.
  await chat.says('gospel');
  await press('book.begin');
  await press('book.new');
  await chat.says('Ysolde coloquinte');
  expect(await uploads('ordonnance-galuchat.pdf', 'CONTENU-PALISSANDRE')).toContain('galuchat');

  const bearer = { authorization: `Bearer ${chat.token}` };
  const json = { ...bearer, 'content-type': 'application/json' };
  expect(await refused('/web/messages', { method: 'POST', headers: json, body: '{"text":"Zéphyrine' })).toBe(400);
  expect(await refused('/web/messages', { method: 'POST', headers: json, body: '{"texte":"Zéphyrine"}' })).toBe(400);
  expect(await refused('/web/messages', { method: 'POST', headers: { ...bearer, 'content-type': 'application/x-Zéphyrine'.normalize('NFD').replace(/\P{ASCII}/gu, '') }, body: 'Zéphyrine' })).toBe(415);
  expect(await refused(`/Zéphyrine/Quoniambec?code=${referent.code}&token=${chat.token}`)).toBe(404);
  expect(await refused(`/web/messages?token=${chat.token}&text=Zéphyrine`)).toBe(401);
  expect(await refused(`/web/Zéphyrine`, { method: 'DELETE' })).toBe(404);
  expect(await refused('/%ZZ-Quoniambec')).toBe(400);
  expect(await refused('/web/login', { method: 'POST', headers: json, body: JSON.stringify({ code: 'Quoniambec' }) })).toBe(401);
  expect(await refused('/test/clock', { method: 'PUT', headers: json, body: JSON.stringify({ now: 'Zéphyrine' }) })).toBe(400);

  // What cannot be opened, and what is opened and cannot be read: errors whose message would quote the name.
  const [stored] = await rows<{ sealed: Buffer }>(fresh.admin, 'select sealed from person where id = ?', [zephyrine]);
  const key = await world.asOperator((trx) => fresh.keys.key(trx, { operator: world.operator, structure }));
  for (const sealed of [seal(key, 'Zéphyrine Quoniambec', zephyrine), seal(key, '{"first":"Zéphyrine"}', zephyrine), Buffer.from('nothing sealed')]) {
    await fresh.admin('person').where({ id: zephyrine }).update({ sealed });
    await chat.says('mes réservations');
    expect(chat.text).not.toContain('Zéphyrine');
  }
  await fresh.admin('person').where({ id: zephyrine }).update({ sealed: stored?.sealed });
}, 60_000);

/** Every way in which a word can lie in a column: as it is, in other forms, in hex, in base64 at each offset. */
function traces(word: string): string[] {
  const spellings = [word, word.normalize('NFD'), JSON.stringify(word).slice(1, -1), word.replace(/\P{ASCII}/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)];
  return spellings.flatMap((spelling) => ['utf8', 'latin1', 'utf16le'].flatMap((encoding) => {
    const bytes = Buffer.from(spelling, encoding as BufferEncoding);
    const base64 = [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').replace(/=+$/, '').slice(shift === 0 ? 0 : shift + 1, -1));
    return [spelling, bytes.toString('latin1'), bytes.toString('hex'), ...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))];
  }));
}

const foundIn = (text: string, words: readonly string[]): string[] => {
  const all = text.toLowerCase();
  return words.filter((word) => traces(word).some((trace) => trace.length > 4 && all.includes(trace.toLowerCase())));
};

/** Every column of every table: as text, and the bytes of what is bytes. */
async function dump(): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  const tables = await rows<{ name: string }>(fresh.admin, `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`);
  for (const { name } of tables) {
    const found = await rows<Record<string, unknown> & { as_text: string }>(fresh.admin, `select t.*, t::text as as_text from "${name}" t`);
    all.set(name, found.map((row) => [row.as_text, ...Object.values(row).filter((value) => Buffer.isBuffer(value)).map((bytes) => bytes.toString('latin1'))].join('\n')).join('\n'));
  }
  return all;
}

describe('X5 a stolen database names nobody', () => {
  it('X5 the search would find a name, however it lay there', () => {
    const bytes = Buffer.from('xx{"first":"Zéphyrine"}');
    for (const lain of ['a Zéphyrine b', `\\x${bytes.toString('hex')}`, bytes.toString('base64'), bytes.subarray(1).toString('base64'), bytes.subarray(2).toString('base64url'), bytes.toString('latin1'), 'Ze\u0301phyrine', 'Z\\u00e9phyrine', 'ZÉPHYRINE']) {
      expect(foundIn(lain, NAMES), lain).toEqual(['Zéphyrine']);
    }
    expect(foundIn('Soraya Ferrand', SECRETS)).toEqual([]);
  });

  it('X5 no name, no typed word, no file is in any column of any table', async () => {
    const all = await dump();
    for (const table of ['person', 'party', 'account', 'session', 'inbox', 'outbox', 'file', 'seat', 'audit', 'link_code', 'route']) expect(all.get(table)?.length, table).toBeGreaterThan(0);
    const found = [...all].flatMap(([table, text]) => foundIn(text, [...SECRETS, ...keys]).map((word) => `${word} in ${table}`));
    expect(found).toEqual([]);
  });

  it('X5 nor in what PostgreSQL logs, remembers of statements, or tells of errors', async () => {
    const [log] = await rows<{ text: string }>(fresh.admin, `select pg_read_file('server.log', 0, 50000000, true) as text`);
    expect((log?.text ?? '').length > 0 || process.env['GUICHET_TEST_ADMIN_URL'] !== undefined).toBe(true);
    const queries = await rows<{ query: string }>(fresh.admin, 'select query from pg_stat_activity');
    expect(foundIn(`${log?.text ?? ''}${queries.map((r) => r.query).join('\n')}`, [...SECRETS, ...keys])).toEqual([]);
  });

  it('X5 the key is not there either', async () => {
    const all = [...(await dump()).values()].join('\n');
    const secret = Buffer.from(fresh.secret, 'base64');
    for (const key of [secret, fresh.keys.master.wrapping, fresh.keys.master.intake, fresh.keys.master.index]) {
      for (const way of ['hex', 'base64', 'latin1'] as const) expect(all.includes(key.toString(way).slice(0, 40))).toBe(false);
    }
  });
});

describe('X5 nothing tells a name outside the conversation', () => {
  it('X5 the log at its most talkative holds no name, token, code or text', () => {
    const log = guichet.out + guichet.err;
    expect(log).toContain('"route":"/web/messages"');
    expect(log).toContain('a piece of work failed');
    expect(foundIn(log, [...SECRETS, ...keys])).toEqual([]);
    expect(log).not.toContain(fresh.secret);
    expect(log).not.toMatch(/127\.0\.0\.1:\d+\/|postgres:\/\/|Bearer/);
  });

  it('X5 nor do the metrics', async () => {
    const text = await (await fetch(`${guichet.address}/metrics`)).text();
    expect(text).toContain('guichet_http_seconds');
    expect(text).toContain('guichet_waiting{queue="inbox"} 0');
    expect(foundIn(text, [...SECRETS, ...keys])).toEqual([]);
    // Labels are routes, not addresses: as many as there are routes.
    expect(new Set([...text.matchAll(/route="([^"]*)"/g)].map(([, route]) => route)).size).toBeLessThan(20);
  });

  it('X5 nor does any refusal', () => {
    expect(refusals.length).toBeGreaterThan(8);
    expect(foundIn(refusals.join('\n'), [...SECRETS, ...keys])).toEqual([]);
    for (const body of refusals) expect(JSON.parse(body)).toMatchObject({ status: expect.any(Number) as number, code: expect.stringMatching(/^[a-z_]+$/) as string });
  });
});

describe('X5 sealed bytes belong to their row', () => {
  it('X5 what was moved to another row does not open', async () => {
    const account = { operator: referent.operator, structure };
    const key = await fresh.app.transaction(async (trx) => fresh.keys.key(trx, account));
    const sealed = await rows<{ table: string; id: string; bytes: Buffer }>(fresh.admin, `
      select 'person' as table, id::text, sealed as bytes from person union all select 'party', id::text, sealed from party
      union all select 'account', id::text, sealed from account where structure_id is not null union all select 'file', id::text, sealed from file
      union all select 'session', 'session:' || account_id, state from session union all select 'outbox', id::text, body from outbox where body is not null`);
    expect(new Set(sealed.map(({ table }) => table)).size).toBe(6);
    for (const one of sealed) {
      expect(() => unseal(key, one.bytes, one.id)).not.toThrow();
      const elsewhere = sealed.find(({ id }) => id !== one.id);
      expect(() => unseal(key, one.bytes, elsewhere?.id ?? '')).toThrow(expect.objectContaining({ code: 'unsealable' }) as Error);
      const bent = Buffer.from(one.bytes);
      bent[bent.length - 20] = (bent[bent.length - 20] ?? 0) ^ 1;
      expect(() => unseal(key, bent, one.id)).toThrow(expect.objectContaining({ code: 'unsealable' }) as Error);
    }
  });

  it('X5 a message taken in cannot be passed off as another', async () => {
    const [one, two] = await rows<{ id: string; payload: Buffer }>(fresh.admin, 'select id, payload from inbox order by no limit 2');
    expect(openPayload(fresh.keys, 'web', one?.id ?? '', one?.payload ?? Buffer.alloc(0))).toMatchObject({ kind: 'text' });
    expect(() => openPayload(fresh.keys, 'web', two?.id ?? '', one?.payload ?? Buffer.alloc(0))).toThrow(expect.objectContaining({ code: 'unsealable' }) as Error);
    expect(() => openPayload(fresh.keys, 'telegram', one?.id ?? '', one?.payload ?? Buffer.alloc(0))).toThrow(expect.objectContaining({ code: 'unsealable' }) as Error);
  });

  it('X5 a key is one structure’s: it opens nothing of another, and cannot take its place', async () => {
    const wrapped = await rows<{ id: string; wrapped: Buffer }>(fresh.admin, 'select id, wrapped from data_key order by id');
    expect(wrapped.length).toBeGreaterThan(2);
    const opened = wrapped.map((one) => unseal(fresh.keys.master.wrapping, one.wrapped, one.id).toString('hex'));
    expect(new Set(opened).size).toBe(wrapped.length);
    expect(() => unseal(fresh.keys.master.wrapping, wrapped[0]?.wrapped ?? Buffer.alloc(0), wrapped[1]?.id ?? '')).toThrow();
  });
});

describe('X5 the master key', () => {
  it('X5 another one is told apart at the start, in one sentence', async () => {
    const other = readConfig({ ...env(), PORT: '0', GUICHET_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') });
    const error = await start(other).then(() => undefined, (thrown: unknown) => thrown as GuichetError);
    expect(error?.code).toBe('key_wrong');
    expect(error?.message).toMatch(/^[^\n]+another GUICHET_SECRET_KEY[^\n]+$/);
    expect(error?.message).not.toContain(fresh.secret);
  });
});

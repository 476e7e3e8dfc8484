import { request } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Running } from '../../bots/main.ts';
import { placeOf, turnstile } from '../../bots/web/guessing.ts';
import { rows } from '../../db/connection.ts';
import { Chat } from '../support/chat.ts';
import { openHouse, type House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';

let house: House;
let other: Running;
let sophie: Referent;

/** One try from a place of this machine's own network: a limit counts by where it comes from. */
function tries(code: string, from: string, on: Running = house.running): Promise<{ status: number; code?: string; token?: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: new URL(on.address).port, path: '/web/login', method: 'POST', localAddress: from, headers: { 'content-type': 'application/json' } }, (response) => {
      let all = '';
      response.setEncoding('utf8').on('data', (piece: string) => { all += piece; }).on('end', () => resolve({ ...(JSON.parse(all) as { code?: string; token?: string }), status: response.statusCode ?? 0 }));
    }).on('error', reject);
    sent.end(JSON.stringify({ code }));
  });
}

beforeAll(async () => {
  house = await openHouse();
  other = await house.beside();
  sophie = await house.world.referent(await house.world.structure('Foyer des Essais'));
});

describe('A2 guessing', () => {
  it('A2 is stopped after ten wrong codes of one place, in all processes, and nowhere else', async () => {
    for (let i = 0; i < 10; i += 1) expect(await tries(`WRNG-${1000 + i}`, '127.0.0.1', i % 2 === 0 ? house.running : other)).toMatchObject({ status: 401, code: 'code_unknown' });
    // Not even the right code: whoever guesses learns nothing more.
    for (const on of [house.running, other]) expect(await tries(sophie.code, '127.0.0.1', on)).toMatchObject({ status: 429, code: 'too_many_tries' });
    if (process.platform === 'linux') expect(await tries(sophie.code, '127.0.0.9')).toMatchObject({ status: 200 });
    await house.restart();
    expect(await tries(sophie.code, '127.0.0.1')).toMatchObject({ status: 429 });
    // Sessions that are open go on.
    expect((await rows(house.fresh.admin, `select 1 from route where kind = 'token'`)).length).toBe(process.platform === 'linux' ? 1 : 0);
    await house.fresh.admin('rate_limit').delete();
    expect(await tries(sophie.code, '127.0.0.1')).toMatchObject({ status: 200 });
  });

  it('A2 a burst of guesses at one moment gets hardly past the limit, a right one in it included', async () => {
    const one = await house.world.code(sophie.id, new Date('2027-01-01'));
    const burst = await Promise.all(Array.from({ length: 120 }, (_, i) => tries(i === 119 ? one : `BRST-${1000 + i}`, '127.0.0.1', i % 2 === 0 ? house.running : other)));
    const looked = burst.filter(({ status }) => status === 401).length;
    expect(looked).toBeGreaterThanOrEqual(10);
    expect(looked).toBeLessThanOrEqual(10 + 2 * 4);
    expect(burst.filter(({ status }) => status === 429).length).toBe(120 - looked);
    await house.fresh.admin('rate_limit').delete();
    // It was not used up.
    expect(await tries(one, '127.0.0.1')).toMatchObject({ status: 200 });
  });

  it('A2 a whole office may come in at nine', async () => {
    const codes = await Promise.all(Array.from({ length: 40 }, () => house.world.code(sophie.id, new Date('2027-01-01'))));
    expect((await Promise.all(codes.map((code, i) => tries(code, '127.0.0.1', i % 2 === 0 ? house.running : other)))).map(({ status }) => status)).toEqual(codes.map(() => 200));
  });

  it('A2 what is no code at all counts as a try, and breaks nothing', async () => {
    const odd = ['', ' ', '\0', '💥', '../../etc/passwd', "' or '1'='1", 'x'.repeat(200), 'x'.repeat(201)];
    for (const code of odd) expect((await tries(code, '127.0.0.1')).status, code).toBe(401);
    for (const body of [null, {}, { code: null }, { code: 1 }, { code: ['a'] }, { code: { a: 1 } }, [], 'x']) {
      const response = await fetch(`${house.running.address}web/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      expect([401, 429]).toContain(response.status);
    }
    await house.fresh.admin('rate_limit').delete();
  });

  it('A2 leaves keyed hashes behind, no address', async () => {
    await tries('WRNG-0000', '127.0.0.1');
    const kept = await rows<{ key: string }>(house.fresh.admin, 'select key from rate_limit');
    expect(kept.length).toBeGreaterThan(0);
    for (const { key } of kept) expect(key).toMatch(/^guess:[\w-]{43}$/);
    await house.fresh.admin('rate_limit').delete();
  });

  it('A2 is told the place it comes from, not the one of 2^64 addresses', () => {
    expect([placeOf('127.0.0.1'), placeOf('::ffff:10.0.0.9'), placeOf('2001:0db8:0:1::7'), placeOf('2001:db8:0:1:ffff:1:2:3'), placeOf('fe80::1%eth0'), placeOf('::1')])
      .toEqual(['127.0.0.1', '10.0.0.9', '2001:db8:0:1::/64', '2001:db8:0:1::/64', 'fe80:0:0:0::/64', '0:0:0:0::/64']);
  });

  it('A2 lets four tries of a place through at a time, in their order, and others beside', async () => {
    const inTurn = turnstile();
    const log: string[] = [];
    let inside = 0;
    const one = (key: string, i: number): Promise<void> => inTurn(key, async () => {
      inside += 1;
      expect(inside).toBeLessThanOrEqual(8);
      log.push(`${key}${i}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inside -= 1;
      if (i % 5 === 0) throw new Error('a try that fails gives its place up');
    });
    await Promise.allSettled(['a', 'b'].flatMap((key) => Array.from({ length: 15 }, (_, i) => one(key, i))));
    expect(log.filter((name) => name.startsWith('a'))).toEqual(Array.from({ length: 15 }, (_, i) => `a${i}`));
    expect(log).toHaveLength(30);
  });
});

describe('the demo', () => {
  it('shows its accounts in demo mode alone, of every role, each with a code that opens it again and again', async () => {
    expect((await fetch(`${house.running.address}web/demo-accounts`)).status).toBe(404);
    // Beside operators of another kind nothing is loaded.
    const beside = await house.beside({ GUICHET_DEMO: '1' });
    expect((await fetch(`${beside.address}web/demo-accounts`)).status).toBe(404);
    const demo = await openHouse({ env: { GUICHET_DEMO: '1' } });
    const accounts = (await (await fetch(`${demo.running.address}web/demo-accounts`)).json()) as { id: string; name: string; role: string; structure: string | null; operator: string; code: string }[];
    expect([...new Set(accounts.map(({ role }) => role))].sort()).toEqual(['jury', 'leader', 'operator', 'referent', 'venue', 'visitor']);
    for (const account of accounts) {
      expect(account).toEqual({ id: expect.any(String) as string, name: expect.any(String) as string, role: account.role, structure: account.structure, operator: expect.any(String) as string, code: expect.any(String) as string });
      const page = await Chat.login(demo.running.address, account.code);
      await page.says('bonjour');
      expect(page.actions.length, account.role).toBeGreaterThan(0);
    }
    await Chat.login(demo.running.address, accounts[0]?.code ?? '');
    await demo.restart({ GUICHET_DEMO: '0' });
    expect((await fetch(`${demo.running.address}web/demo-accounts`)).status).toBe(404);
    expect(demo.running.demo).toEqual([]);
    expect(await rows(demo.fresh.admin, `select error from inbox where state = 'failed' or attempts > 0`)).toEqual([]);
  }, 40_000);
});

import { beforeAll, describe, expect, it } from 'vitest';
import { Chat } from '../support/chat.ts';
import { openHouse, type House } from '../support/house.ts';
import { START, type Referent } from '../support/world.ts';

let house: House;
let who: Referent;

const HOUR = 3_600_000;
const after = (hours: number, seconds = 0): Date => new Date(START.getTime() + hours * HOUR + seconds * 1_000);

beforeAll(async () => {
  house = await openHouse();
  const home = await house.world.structure('Foyer des Essais');
  who = await house.world.referent(home);
});

async function login(code: string, more: object = {}): Promise<{ status: number; code?: string; detail?: string; token?: string; account?: { name: string; structure: string } }> {
  const response = await fetch(`${house.running.address.replace(/\/$/, '')}/web/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code, ...more }) });
  return { ...((await response.json()) as object), status: response.status };
}

describe('A2 a linking code', () => {
  it('A2 works once, as it is copied, and lets in whom it was made for', async () => {
    const code = await house.world.code(who.id, after(48));
    const first = await login(` ${code.toLowerCase().replace('-', ' ')} `);
    expect(first).toMatchObject({ status: 200, account: { name: 'Sophie Martin', structure: 'Foyer des Essais' } });
    const second = await login(code);
    expect(second).toMatchObject({ status: 401, code: 'code_used' });
    expect(second.detail).toMatch(/Un code ne sert qu’une fois : demandez-en un autre\.$/);
  });

  it('A2 the same request again, lost on its way, is answered the same', async () => {
    const code = await house.world.code(who.id, after(48));
    expect((await login(code, { clientMessageId: 'one-try' })).status).toBe(200);
    expect((await login(code, { clientMessageId: 'one-try' })).status).toBe(200);
    expect(await login(code, { clientMessageId: 'another-try' })).toMatchObject({ status: 401, code: 'code_used' });
  });

  it('A2 two at the same moment: one is let in', async () => {
    const code = await house.world.code(who.id, after(48));
    const both = await Promise.all([login(code), login(code)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('A2 is good for 48 hours, to the instant', async () => {
    const [early, late] = [await house.world.code(who.id, after(48)), await house.world.code(who.id, after(48))];
    await house.clock(after(48, -1));
    expect((await login(early)).status).toBe(200);
    await house.clock(after(48));
    const refused = await login(late);
    expect(refused).toMatchObject({ status: 401, code: 'code_expired' });
    expect(refused.detail).toMatch(/48 heures/);
  });

  it('A2 a removed referent loses access at once, wherever they are logged in, and no code of theirs works', async () => {
    const sophie = await Chat.login(house.running.address, who.code);
    await sophie.says('bonjour');
    sophie.sees('Bonjour Sophie');
    const code = await house.world.code(who.id, after(100));
    await house.world.asOperator((trx) => trx('account').where({ operator_id: house.world.operator, id: who.id }).update({ removed_at: after(49) }));
    expect((await sophie.send({ text: 'menu' })).status).toBe(401);
    const page = await fetch(`${house.running.address.replace(/\/$/, '')}/web/messages`, { headers: { authorization: `Bearer ${sophie.token}` } });
    expect(page.status).toBe(401);
    const refused = await login(code);
    expect(refused).toMatchObject({ status: 401, code: 'code_removed' });
    expect(refused.detail).toMatch(/Adressez-vous à votre structure\.$/);
  });

  it('A2 guessing is slowed down: after ten wrong codes even the right one waits', async () => {
    const home = await house.world.structure('Maison des Essais');
    const marc = await house.world.referent(home, 'Marc Leroy');
    const right = await house.world.code(marc.id, after(200));
    let wrong = 0;
    for (; wrong < 20; wrong += 1) {
      const { status, code, detail } = await login(`AAAA-${String(2222 + wrong)}`);
      if (status === 429) {
        expect({ code, detail }).toEqual({ code: 'too_many_tries', detail: 'Trop d’essais. Attendez un quart d’heure, puis réessayez.' });
        break;
      }
      expect({ status, code }).toEqual({ status: 401, code: 'code_unknown' });
    }
    expect(wrong).toBeLessThanOrEqual(10);
    expect((await login(right)).status).toBe(429);
  });
});

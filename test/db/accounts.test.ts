import { beforeAll, describe, expect, it } from 'vitest';
import { bareCode } from '../../core/ids.ts';
import { blind } from '../../core/sealing.ts';
import { giveLinkCode, type CodeGiven, type Referral } from '../../db/accounts.ts';
import { row, rows } from '../../db/connection.ts';
import { ensureOperator, operatorNamed, operators } from '../../db/operators.ts';
import { enter } from '../../db/scopes.ts';
import { freshDatabase } from '../support/database.ts';
import { START, World } from '../support/world.ts';

const fresh = await freshDatabase();
const at = START;
let world: World;
beforeAll(async () => {
  world = await World.make(fresh);
});

const give = (referral: Partial<Referral> = {}): Promise<CodeGiven> => giveLinkCode(fresh.app, fresh.keys, world.operator, { structure: 'Foyer', first: 'Sophie', last: 'Martin', ...referral }, at);
async function given(referral: Partial<Referral> = {}): Promise<Extract<CodeGiven, { kind: 'given' }>> {
  const outcome = await give(referral);
  if (outcome.kind !== 'given') throw new Error(outcome.kind);
  return outcome;
}
const use = (code: string, by: string, when: Date): Promise<string | undefined> => fresh.app.transaction(async (trx) => {
  await enter(trx, { as: 'worker' });
  return (await row<{ outcome: string }>(trx, `select outcome from redeem_code(?, ?, 'web', null, ?)`, [blind(fresh.keys.master, 'code', bareCode(code)), by, when]))?.outcome;
});
const after = (hours: number): Date => new Date(at.getTime() + hours * 3_600_000);

describe('A2 a one-time code for a referent', () => {
  it('A2 works once, for 48 h', async () => {
    const [one, two] = [await given(), await given()];
    expect(one.expiresAt).toEqual(after(48));
    expect(await use(one.code, 'a', after(47))).toBe('linked');
    expect(await use(one.code, 'b', after(47))).toBe('used');
    expect(await use(two.code, 'a', after(48))).toBe('expired');
  });

  it('structure and account are made once, also when asked for twice at the same moment', async () => {
    const both = await Promise.all([given({ structure: 'Relais des Chênes', first: 'Inès', last: 'Blin' }), given({ structure: 'relais des chenes', first: 'ines', last: 'BLIN' })]);
    expect(both.map((one) => one.created.account).sort()).toEqual([false, true]);
    expect(new Set(both.map((one) => one.account.id)).size).toBe(1);
    expect(new Set(both.map((one) => `${one.account.first} ${one.account.last}`)).size).toBe(1);
    expect(await rows(fresh.admin, `select 1 from structure where operator_id = ? and name ilike 'relais%'`, [world.operator])).toHaveLength(1);
  });

  it('an address is kept sealed and belongs to one account; refused, nothing is left', async () => {
    await given({ first: 'Karim', last: 'Petit' });
    const known = await given({ first: 'Karim', last: 'Petit', email: ' Karim@Example.org' });
    expect(known.created.account).toBe(false);
    expect(await give({ structure: 'Ailleurs', first: 'Lou', last: 'Roux', email: 'karim@example.org' })).toEqual({ kind: 'email-taken' });
    expect(await rows(fresh.admin, `select 1 from structure where name = 'Ailleurs'`)).toEqual([]);
    expect((await given({ first: 'Karim', last: 'Petit', email: 'karim@example.org' })).account.id).toBe(known.account.id);
    const stored = await rows<{ text: string }>(fresh.admin, 'select a::text as text from account a where operator_id = ?', [world.operator]);
    expect(stored.map((one) => one.text).join(' ')).not.toMatch(/karim|petit|example/i);
    expect(await rows(fresh.admin, 'select 1 from account where operator_id = ? and email_index = ?', [world.operator, blind(fresh.keys.master, 'email', 'karim@example.org')])).toHaveLength(1);
  });
});

describe('an operator for an empty installation', () => {
  it('is made once, with a programme of the rules’ numbers; a second call finds it by its name', async () => {
    const made = await Promise.all([1, 2, 3].map(() => ensureOperator(fresh.admin, fresh.app, fresh.keys, { name: 'Culture Réunion', zone: 'Indian/Reunion' })));
    expect(made.filter((one) => one.created)).toHaveLength(1);
    const again = await ensureOperator(fresh.admin, fresh.app, fresh.keys, { name: 'culture reunion', zone: 'Europe/Paris' });
    expect(again).toEqual({ id: made[0]?.id, name: 'Culture Réunion', created: false });
    expect(await rows(fresh.admin, 'select zone, weekly_quota, opens_days_before, closes_hours_before from programme where operator_id = ?', [again.id]))
      .toEqual([{ zone: 'Indian/Reunion', weekly_quota: 2, opens_days_before: 30, closes_hours_before: 48 }]);
    const all = await operators(fresh.app);
    expect(operatorNamed(all, 'CULTURE RÉUNION')?.id).toBe(again.id);
    expect([operatorNamed(all, undefined), operatorNamed(all, 'rien')]).toEqual([undefined, undefined]);
    expect(operatorNamed(all.slice(0, 1), undefined)).toBe(all[0]);
  });
});

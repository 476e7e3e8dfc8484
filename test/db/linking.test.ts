import { beforeAll, describe, expect, it } from 'vitest';
import { systemIds } from '../../core/ids.ts';
import { row, rows } from '../../db/connection.ts';
import { RECEPTION, scopeOf, withScope } from '../../db/scopes.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { accountRows, stranger } from '../support/everyTable.ts';
import { START, World, type Referent } from '../support/world.ts';

let fresh: Fresh;
let a: World;
let b: World;
let own: Referent;
let colleague: Referent;
let neighbour: Referent;
let foreign: Referent;
let clerk: Referent;

beforeAll(async () => {
  fresh = await freshDatabase();
  [a, b] = [await World.make(fresh), await World.make(fresh)];
  const home = await a.structure('Foyer un');
  [own, colleague] = [await a.referent(home, 'Ada Une'), await a.referent(home, 'Bea Deux')];
  neighbour = await a.referent(await a.structure('Foyer deux'), 'Cia Trois');
  foreign = await b.referent(await b.structure('Foyer trois'), 'Dea Quatre');
  clerk = await a.account('operator', null, 'Olga Bureau');
  for (const one of [own, colleague, neighbour, foreign]) await accountRows(fresh, one.operator, one.id);
});

const as = <T>(who: Referent, sql: string, bindings: readonly unknown[]): Promise<T[]> => withScope(fresh.app, scopeOf(who), (trx) => rows<T>(trx, sql, bindings));
const ends = async (who: Referent, whom: Referent, operator = whom.operator): Promise<boolean | undefined> => (await as<{ done: boolean }>(who, 'select end_account(?, ?, ?) as done', [operator, whom.id, START]))[0]?.done;
const numberOf = async (who: Referent): Promise<number> => (await row<{ no: number }>(fresh.admin, 'select no from inbox where account_id = ?', [who.id]))?.no ?? 0;

describe('A2 end_account', () => {
  it('A2 ends nobody of another structure or operator, and not oneself', async () => {
    for (const whom of [neighbour, foreign, own]) expect(await ends(own, whom), whom.id).toBe(false);
    expect(await ends(own, foreign, own.operator)).toBe(false);
    expect(await ends(clerk, foreign)).toBe(false);
    expect(await ends(clerk, clerk)).toBe(false);
    expect(await rows(fresh.admin, 'select id from account where removed_at is not null')).toEqual([]);
  });

  it('A2 ends a colleague, once; an operator ends anybody of its own', async () => {
    expect(await ends(own, colleague)).toBe(true);
    expect(await ends(own, colleague)).toBe(false);
    expect(await ends(clerk, neighbour)).toBe(true);
    expect(await rows(fresh.admin, 'select 1 from chat where account_id = any (?)', [[colleague.id, neighbour.id]])).toEqual([]);
    expect(await rows(fresh.admin, 'select 1 from chat where account_id = ?', [foreign.id])).toHaveLength(1);
  });

  it('A2 is not for the reception, a visitor or the worker to call', async () => {
    const visitor = await a.account('visitor', own.structure, 'Vera Visite');
    await expect(ends(visitor, own)).rejects.toMatchObject({ code: '42501' });
    await expect(withScope(fresh.app, { as: 'worker' }, (trx) => trx.raw('select end_account(?, ?, ?)', [own.operator, own.id, START]))).rejects.toMatchObject({ code: '42501' });
  });
});

describe('A2 the accounts of a chat', () => {
  it('A2 are told to whom the message is alone, and switched by nobody else', async () => {
    // One chat on a channel, of two operators.
    for (const [who, active] of [[own, true], [foreign, false]] as const) {
      await fresh.admin('chat').insert({ channel: 'telegram', chat_key: 'k', operator_id: who.operator, account_id: who.id, active, linked_at: START });
    }
    const no = await numberOf(own);
    await fresh.admin('inbox').where({ operator_id: own.operator, no }).update({ channel: 'telegram', chat_key: 'k' });
    expect(await as(own, 'select operator_id, active from accounts_of_chat(?, ?)', [own.operator, no])).toHaveLength(2);
    for (const [who, op] of [[clerk, own.operator], [foreign, own.operator], [foreign, foreign.operator]] as const) {
      expect(await as(who, 'select * from accounts_of_chat(?, ?)', [op, no])).toEqual([]);
      expect(await as(who, 'select switch_account(?, ?, ?) as done', [op, no, foreign.operator])).toEqual([{ done: false }]);
    }
    expect(await rows(fresh.admin, `select operator_id from chat where chat_key = 'k' and active`)).toEqual([{ operator_id: own.operator }]);
    expect(await as(own, 'select switch_account(?, ?, ?) as done', [own.operator, no, systemIds.uuid()])).toEqual([{ done: false }]);
    expect(await as(own, 'select switch_account(?, ?, ?) as done', [own.operator, no, foreign.operator])).toEqual([{ done: true }]);
    expect(await rows(fresh.admin, `select operator_id from chat where chat_key = 'k' and active`)).toEqual([{ operator_id: foreign.operator }]);
  });
});

describe('A1 ask_joining', () => {
  it('A1 is for a chat of the reception, in its own name, and writes nothing with an operator', async () => {
    const chat = await stranger(fresh);
    const asks = (op: string): Promise<string | undefined> => withScope(fresh.app, { as: 'reception', operator: RECEPTION, account: chat }, async (trx) =>
      (await row<{ outcome: string }>(trx, 'select ask_joining(?, ?, ?, ?) as outcome', [op, systemIds.uuid(), Buffer.from('x'), START]))?.outcome);
    expect(await asks(own.operator)).toBe('many');
    expect(await asks(RECEPTION)).toBe('asked');
    expect(await rows(fresh.admin, 'select operator_id, account_id from decision')).toEqual([{ operator_id: RECEPTION, account_id: chat }]);
    await expect(as(own, 'select ask_joining(?, ?, ?, ?)', [own.operator, systemIds.uuid(), Buffer.from('x'), START])).rejects.toMatchObject({ code: '42501' });
    // Nor does the reception read what it wrote, or write it another way.
    await withScope(fresh.app, { as: 'reception', operator: RECEPTION, account: chat }, async (trx) => {
      await expect(trx.transaction((t) => t.raw('select * from decision'))).rejects.toMatchObject({ code: '42501' });
      await expect(trx.transaction((t) => t('due').insert({ operator_id: RECEPTION, id: systemIds.uuid(), kind: 'joining', subject: chat, due_at: START, dedupe_key: 'x' }))).rejects.toMatchObject({ code: '42501' });
    });
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { LONG } from '../support/sample.ts';
import { replaceFunctions } from '../support/without.ts';
import { played } from './played.ts';
import type { Turns } from './realHouse.ts';

/**
 * The histories find it out when one of the things that they are about is taken away: by text from the real sources, so
 * that these tests cannot drift. In the short form each begins with the history of its seed that is known to tell.
 */
const SEED = 7;
const RUNS = LONG ? 200 : 60;
const db = path.join(import.meta.dirname, '../../db');

let fresh: Fresh;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'guichet-changed-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
// One each: what was overbooked once would be found again by the next.
beforeEach(async () => {
  fresh = await freshDatabase();
});

type Changes = Parameters<typeof replaceFunctions>[1];

const CAPACITY: Changes = {
  'deal.sql': [['v_left := show.capacity - show.taken + cardinality(v_freed);', 'v_left := 1000;']],
  'give_seat.sql': [[' and taken < capacity', '']],
};
const WEEKLY: Changes = {
  'queue_of.sql': [['or coalesce(u.taken, 0) < v_weekly then 1', 'or true then 1']],
  'give_seat.sql': [[' and (p_weekly is null or taken < p_weekly)', '']],
};
const STRUCTURE: Changes = {
  'queue_of.sql': [['and coalesce(m.quota_left >= p.minimum, true)', '']],
  'give_seat.sql': [['\n         and u.taken < q.seats', '']],
};
const INBOX: Changes = {
  'intake.sql': [['  if found then', '  if false then'], ['v_no) on conflict do nothing;\n  if not found then', 'v_no) on conflict do nothing;\n  if false then']],
};
/** What is freed is given later, by a piece of work of its own. */
const PROMOTION: Changes = {
  'deal.sql': [['  if not v_serves then\n', `  if v_serves and cardinality(v_freed) > 0 then
    insert into due (operator_id, id, kind, subject, due_at, dedupe_key) values (p_op, guichet_uuid(), 'deal', p_performance, p_now, 'later:' || gen_random_uuid());
    return 0;
  end if;
  if not v_serves then
`]],
};
/** As they come by their locks, which are taken in the order of the accounts' ids. */
const LANE: Changes = {
  'claims.sql': [[`i.no = any (v_nos) and i.state = 'pending'\n     order by i.no;`, `i.no = any (v_nos) and i.state = 'pending'\n     order by a.id, i.no;`]],
};

/** A CHECK that would refuse what is to be seen. */
const unchecked = (table: string, name: string): Promise<unknown> => fresh.admin.raw(`alter table ${table} drop constraint ${name}`);

/** By what was compared: something that merely fails to run shows nothing. */
async function isFound(more: { path: string; turns?: Turns }): Promise<void> {
  const found: unknown = await played(fresh, { runs: RUNS, seconds: 100, seed: SEED, ...more, path: LONG ? '0' : more.path }).then(() => undefined, (error: unknown) => (error as Error).cause);
  expect(found).toMatchObject({ name: 'AssertionError' });
}

describe('what the histories find out', () => {
  it('A8 as it is, nothing', async () => {
    await played(fresh, { runs: 2, seconds: 100, seed: SEED });
  });

  it('A8 without the condition on the capacity', async () => {
    await replaceFunctions(fresh, CAPACITY);
    await unchecked('performance', 'never_overbooked');
    await isFound({ path: '0' });
  });

  it('A6 without the check of the weekly quota', async () => {
    await replaceFunctions(fresh, WEEKLY);
    await unchecked('week_quota', 'within_week');
    await isFound({ path: '1' });
  });

  it('A7 without the check of the structure’s quota', async () => {
    await replaceFunctions(fresh, STRUCTURE);
    await unchecked('quota_use', 'within_structure_quota');
    await isFound({ path: '1' });
  });

  it.each([
    ['X4 with conflicts of the inbox ignored', INBOX, '0'],
    ['A8 with freed seats given outside the transaction', PROMOTION, '1'],
    ['A8 with a lane in the order of locks, not of numbers', LANE, '9'],
  ])('%s', async (_what, changes, from) => {
    await replaceFunctions(fresh, changes);
    await isFound({ path: from });
  });

  it('X4 with the outbox written after the commit', async () => {
    await isFound({ path: '3', turns: await afterCommit() });
  });
});

/** db/turns.ts, with answers written in a transaction after that of the turn. */
async function afterCommit(): Promise<Turns> {
  const source = await readFile(path.join(db, 'turns.ts'), 'utf8');
  let text = source.replaceAll(/from '(\.[^']+)'/g, (_line, to: string) => `from '${path.join(db, to)}'`);
  for (const [from, to] of [
    ['await answer(bound, claimed, taken.messages, now, incoming);', 'after.push({ account, claimed, messages: taken.messages, now, incoming });'],
    ['export async function runTurn(', 'async function runOneTurn('],
    ['export async function runLane(', 'async function runOneLane('],
  ] as const) {
    if (text.split(from).length !== 2) throw new Error(`turns.ts no longer says '${from}' once: the negative control would prove nothing`);
    text = text.replace(from, to);
  }
  text += `
const after: { account: Account; claimed: Claimed; messages: readonly Message[]; now: Date; incoming: Incoming }[] = [];
async function thenAnswer<T>(house: TurnHouse, run: Promise<T>): Promise<T> {
  try {
    const ran = await run;
    for (const { account, claimed, messages, now, incoming } of after) await house.db.transaction(async (trx) => {
      await enter(trx, scopeOf(account));
      await answer({ trx, account, keys: house.keys, ids: house.ids }, claimed, messages, now, incoming);
    });
    return ran;
  } finally {
    after.length = 0;
  }
}
export const runTurn = (house: TurnHouse, which?: { operator: string; account: string }): Promise<boolean> => thenAnswer(house, runOneTurn(house, which));
export const runLane = (house: TurnHouse, operator: string, lane: string): Promise<number> => thenAnswer(house, runOneLane(house, operator, lane));
`;
  const file = path.join(folder, 'turns.ts');
  await writeFile(file, text);
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Turns;
}

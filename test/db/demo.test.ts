import { beforeAll, describe, expect, it } from 'vitest';
import { bareCode, systemIds } from '../../core/ids.ts';
import { weekOf } from '../../core/domain/time.ts';
import type { DemoAccount } from '../../core/ports.ts';
import { blind } from '../../core/sealing.ts';
import { rows } from '../../db/connection.ts';
import { storeOf } from '../../db/store.ts';
import { schedulePerformance } from '../../db/schedule.ts';
import { withScope } from '../../db/scopes.ts';
import { demoAccounts, loadDemo } from '../../db/seeds/demo.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';

/** Friday 20 November 2026, 10:00 in Paris. */
const START = new Date('2026-11-20T09:00:00Z');
const ZONE = 'Europe/Paris';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const load = (fresh: Fresh, start = START) => loadDemo({ ...fresh, start });
const operatorOf = async (fresh: Fresh, kind: string): Promise<string> => (await rows<{ id: string }>(fresh.admin, 'select id from operator where kind = ? and demo', [kind]))[0]?.id ?? '';

interface Date_ { id: string; event_id: string; title: string; venue: string; starts_at: Date; opens_at: Date; closes_at: Date; release_at: Date; capacity: number; taken: number; opens_given: Date | null; week: string }
const datesOf = (fresh: Fresh): Promise<Date_[]> => rows(fresh.admin, `
  select p.id, p.event_id, e.title, v.name as venue, p.starts_at, p.opens_at, p.closes_at, p.release_at, p.capacity, p.taken, p.opens_given, p.week
    from performance p join event e on e.id = p.event_id join venue v on v.id = p.venue_id order by p.starts_at, p.id`);

interface Held { show: string; performance_id: string; structure_id: string; person_id: string; state: string; tier: number | null; week: string; attendance: string }
const seatsOf = (fresh: Fresh): Promise<Held[]> => rows(fresh.admin, `
  select e.title as show, s.performance_id, s.structure_id, s.person_id, s.state, s.tier, p.week, s.attendance
    from seat s join performance p on p.id = s.performance_id join event e on e.id = p.event_id order by s.id`);

/** Every row of the season that a person could notice, opened, in one text. */
async function everything(fresh: Fresh): Promise<string> {
  const operator = await operatorOf(fresh, 'solidarity');
  const accounts = await demoAccounts(fresh.app, fresh.keys);
  const people = await withScope(fresh.app, { as: 'operator', operator }, async (trx) => {
    const structures = await rows<{ structure_id: string }>(trx, 'select distinct structure_id from person order by 1');
    const names: unknown[] = [];
    for (const { structure_id: structure } of structures) {
      const { people: own } = storeOf({ trx, account: { operator, id: '', role: 'referent', structure, lang: 'fr' }, keys: fresh.keys, ids: systemIds });
      const ids = await rows<{ id: string }>(trx, 'select id from person where structure_id = ? order by id', [structure]);
      names.push(...(await own.names(ids.map(({ id }) => id), [])).people);
    }
    return names;
  });
  const stored = await Promise.all([
    'select id, name from operator order by id', 'select * from programme order by id', 'select id, name, kind, city, latitude, longitude, convention_from, convention_until, suspended_at from structure order by id', 'select * from venue order by id', 'select * from quota order by id',
    'select id, role, structure_id, person_id, venue_id, invited_by from account order by id', 'select id, kind, state, answered_by, structure_id, account_id, person_id, performance_id, created_at from decision order by id', 'select id, structure_id from service order by id', 'select id, account_id from link_code order by id', 'select id, kind, of_person from person order by id',
    'select party_id, person_id, position from party_member order by party_id, position', 'select * from event order by id', 'select * from performance order by id',
    'select * from request order by id', 'select * from seat order by id', 'select * from week_quota order by person_id, week', 'select * from alert order by account_id',
    'select kind, subject, due_at, dedupe_key from due order by dedupe_key',
  ].map((sql) => rows(fresh.admin, sql)));
  return JSON.stringify({ accounts, people, stored }, null, 1);
}

describe('the demo season', () => {
  let fresh: Fresh;
  let dates: Date_[];
  let seats: Held[];
  let accounts: DemoAccount[];
  const dateOf = (title: string, index = 0): Date_ => {
    const found = dates.filter((date) => date.title === title)[index];
    if (found === undefined) throw new Error(`no date of ${title}`);
    return found;
  };
  const count = async (sql: string): Promise<number> => (await rows<{ n: number }>(fresh.admin, `select count(*)::int as n from ${sql}`))[0]?.n ?? -1;

  beforeAll(async () => {
    fresh = await freshDatabase();
    const began = performance.now();
    expect(await load(fresh)).toBe(true);
    expect(performance.now() - began).toBeLessThan(5_000);
    [dates, seats, accounts] = await Promise.all([datesOf(fresh), seatsOf(fresh), demoAccounts(fresh.app, fresh.keys)]);
  });

  it('has the counts of the contract', async () => {
    const solidarity = `operator_id = '${await operatorOf(fresh, 'solidarity')}'`;
    expect(await rows(fresh.admin, `select name from operator where demo order by kind desc`)).toEqual([{ name: 'Culture pour tous (démo)' }, { name: 'Enfance protégée (démo)' }]);
    expect(await count(`structure where ${solidarity}`)).toBe(3);
    expect(await count(`account where ${solidarity} and role = 'referent'`)).toBe(6);
    expect(await count(`person where ${solidarity} and kind = 'participant'`)).toBe(60);
    expect(await count(`person where ${solidarity} and kind = 'guest'`)).toBeGreaterThanOrEqual(15);
    expect(await count(`person where ${solidarity} and kind = 'companion'`)).toBeGreaterThanOrEqual(6);
    expect(await count(`event where ${solidarity}`)).toBe(40);
    expect(await count(`venue where ${solidarity}`)).toBe(14);
    expect(await count('party')).toBeGreaterThanOrEqual(5);
  });

  it('lists an account of each role, each with a code that works more than once', async () => {
    expect(new Set(accounts.map(({ role }) => role))).toEqual(new Set(['referent', 'visitor', 'leader', 'venue', 'operator', 'jury']));
    expect(new Set(accounts.map(({ code }) => bareCode(code))).size).toBe(accounts.length);
    expect(accounts[0]).toMatchObject({ name: 'Sophie Marchand', role: 'referent', structure: 'La Halte du Quai Sud', operator: 'Culture pour tous (démo)', code: 'DEMO-SOPH' });
    for (const account of accounts) {
      expect(account.code).toMatch(/^DEMO-[A-Z]{4}$/);
      expect(account.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      for (const by of ['first', 'second']) {
        const [redeemed] = await fresh.app.transaction(async (trx) => {
          await trx.raw('set local role guichet_worker');
          return rows<{ outcome: string; account_id: string }>(trx, 'select * from redeem_code(?, ?, ?, ?, ?)', [blind(fresh.keys.master, 'code', bareCode(account.code)), by, 'web', null, START]);
        });
        expect(redeemed).toMatchObject({ outcome: 'linked', account_id: account.id });
      }
    }
  });

  it('spreads the events over the 60 days after the start, with 2 to 40 seats and all that a sheet shows', async () => {
    const span = (from: number, to: number) => (date: Date_): boolean => date.starts_at.getTime() > START.getTime() + from * DAY && date.starts_at.getTime() < START.getTime() + to * DAY;
    expect(new Set(dates.filter(span(0, 60)).map((date) => date.event_id)).size).toBe(40);
    expect(dates.filter((date) => !span(-2, 60)(date))).toEqual([]);
    expect(Math.max(...dates.map((date) => date.starts_at.getTime()))).toBeGreaterThan(START.getTime() + 45 * DAY);
    expect(Math.min(...dates.map((date) => date.capacity))).toBe(2);
    expect(Math.max(...dates.map((date) => date.capacity))).toBe(40);
    expect(await count(`event where summary is null or price is null or purchase_url !~ '^https://[a-z.]*example[.]org/' or themes = '{}' or search not like '%|%|%'`)).toBe(0);
    expect(await count(`venue where phone !~ '^04 65 71 [0-9]{2} [0-9]{2}$' or access is null or latitude is null`)).toBe(0);
    expect(await count(`event where accessibility @> '{hearing}'`)).toBeGreaterThan(3);
  });

  it('has one sold out with people of several structures waiting, a group among them', async () => {
    const show = dateOf('Les Funambules de minuit');
    const waiting = seats.filter((seat) => seat.performance_id === show.id && seat.state === 'waiting');
    expect(show).toMatchObject({ capacity: 10, taken: 10 });
    expect(show.closes_at > START).toBe(true);
    expect(waiting).toHaveLength(8);
    expect(new Set(waiting.map((seat) => seat.structure_id)).size).toBe(3);
    expect(await count(`request where performance_id = '${show.id}' and minimum = 3 and formed_at is null`)).toBe(1);
  });

  it('has one with exactly two seats left, on a Saturday evening', () => {
    const show = dateOf('Nuit gospel');
    expect(show.capacity - show.taken).toBe(2);
    expect(show.starts_at).toEqual(new Date('2026-11-28T19:00:00Z'));
    expect(show.opens_at < START && START < show.closes_at).toBe(true);
  });

  it('has one that opens tomorrow at 09:00, two referents being told (A5)', async () => {
    const show = dateOf('Casse-Noisette et la reine des glaces');
    expect(show.opens_at).toEqual(new Date('2026-11-21T08:00:00Z'));
    expect(show.taken).toBe(0);
    expect(await rows(fresh.admin, `select cardinality(people) as people from alert where performance_id = ? order by 1`, [show.id])).toEqual([{ people: 0 }, { people: 3 }]);
    expect(await count(`due where kind = 'opening' and subject = '${show.id}' and due_at = '2026-11-21T08:00:00Z'`)).toBe(1);
  });

  it('has one that closes within two days and is open', () => {
    const show = dateOf('Le Bruit des clés');
    expect(show.opens_at < START && START < show.closes_at).toBe(true);
    expect(show.closes_at.getTime() - START.getTime()).toBeLessThan(2 * DAY);
    expect(show.capacity - show.taken).toBeGreaterThan(0);
  });

  it('has one past outing whose presences are to be marked', () => {
    const past = dates.filter((date) => date.starts_at < START);
    expect(past.map(({ title }) => title)).toEqual(['Contes du bout du monde']);
    const held = seats.filter((seat) => seat.performance_id === past[0]?.id);
    expect(held.map(({ state, attendance }) => [state, attendance])).toEqual(Array(10).fill(['booked', 'unknown']));
  });

  it('has a late opening for tonight, open until one hour before (A5)', () => {
    const late = dates.filter((date) => date.opens_given !== null);
    expect(late).toHaveLength(1);
    expect(late[0]).toMatchObject({ capacity: 20, starts_at: new Date('2026-11-20T19:30:00Z'), closes_at: new Date('2026-11-20T18:30:00Z') });
    expect(late.every(({ opens_at }) => opens_at < START)).toBe(true);
  });

  it('has a venue with a structure quota, used up by one structure (A7)', async () => {
    const show = dateOf('Basket : Guêpes du Rhône – Étoile du Forez');
    const [quota] = await rows<{ seats: number; period: string; venue: string }>(fresh.admin, 'select q.seats, q.period, v.name as venue from quota q join venue v on v.id = q.venue_id');
    expect(quota).toEqual({ seats: 8, period: 'month', venue: show.venue });
    expect((await rows<{ taken: number }>(fresh.admin, 'select taken from quota_use order by taken')).map(({ taken }) => taken)).toEqual([3, 8]);
    expect(seats.filter((seat) => seat.performance_id === show.id && seat.state === 'waiting')).toHaveLength(1);
    expect(show.taken).toBeLessThan(show.capacity);
  });

  it('has people with two invitations in one week, one of whom waits for a third beside free seats (A6)', () => {
    const week = weekOf(new Date('2026-12-04T12:00:00Z'), ZONE);
    const held = (person: string): number => seats.filter((seat) => seat.person_id === person && seat.week === week && seat.state === 'booked').length;
    const third = seats.filter((seat) => seat.show === 'Mille ans de fils et de soie' && seat.state === 'waiting');
    expect(third).toHaveLength(1);
    expect(third.map((seat) => held(seat.person_id))).toEqual([2]);
    expect(Math.max(...seats.map((seat) => held(seat.person_id)))).toBe(2);
  });

  it('gives visitor and leaders a person of their structure, the venue account its venue (A14, A16)', async () => {
    const found = await rows<{ role: string; own: boolean; kind: string | null; venue: string | null; invited: boolean }>(fresh.admin, `
      select a.role, p.structure_id = a.structure_id as own, p.kind, v.name as venue, i.role = 'referent' and i.structure_id = a.structure_id as invited
        from account a left join person p on p.id = a.person_id left join venue v on v.id = a.venue_id left join account i on i.id = a.invited_by
       where a.role in ('visitor', 'leader', 'venue') order by a.role, a.id`);
    expect(found.filter(({ role }) => role === 'visitor')).toEqual([{ role: 'visitor', own: true, kind: 'participant', venue: null, invited: true }]);
    expect(found.filter(({ role }) => role === 'leader')).toEqual(Array(2).fill({ role: 'leader', own: true, kind: 'companion', venue: null, invited: true }));
    expect(found.filter(({ role }) => role === 'venue').map(({ venue }) => venue)).toEqual(['Théâtre du Battant']);
    expect(accounts.find(({ code }) => code === 'DEMO-SORA')).toMatchObject({ structure: 'La Halte du Quai Sud' });
  });

  it('has a wish, an exception and somebody who asks to join, all waiting (A1, A14)', async () => {
    expect(await rows(fresh.admin, 'select kind, state from decision order by created_at')).toEqual([{ kind: 'joining', state: 'open' }, { kind: 'exception', state: 'open' }, { kind: 'wish', state: 'open' }]);
    const operator = await operatorOf(fresh, 'solidarity');
    const [waiting, sheet] = await withScope(fresh.app, { as: 'operator', operator }, async (trx) => {
      const store = storeOf({ trx, account: { operator, id: '', role: 'operator', structure: null, lang: 'fr' }, keys: fresh.keys, ids: systemIds });
      const { items } = await store.desk.structures('halte', { offset: 0, limit: 5 });
      return [await store.decisions.open(), await store.desk.structure(items[0]?.id ?? '')] as const;
    });
    expect(waiting.map(({ joining, text }) => joining?.email ?? text)).toEqual(['odette.faugier@example.org', expect.stringContaining('basket')]);
    expect(sheet).toMatchObject({ phone: '04 00 00 10 01', participants: 22 });
    expect(await count(`due where kind = 'lapse'`)).toBe(1);
    expect(await count('service')).toBe(4);
  });

  it('leaves no seat idle, nothing overbooked, and no push to send at the start', async () => {
    const operator = await operatorOf(fresh, 'solidarity');
    expect(await withScope(fresh.app, { as: 'operator', operator }, (trx) => rows(trx, 'select * from idle_seats(?, ?)', [operator, START]))).toEqual([]);
    expect(await count(`performance p where p.taken <> (select count(*) from seat s where s.performance_id = p.id and s.state = 'booked')`)).toBe(0);
    expect(await count('outbox')).toBe(0);
    expect(await count(`due where due_at <= '${START.toISOString()}'`)).toBe(0);
  });

  it('is loaded once', async () => {
    expect(await load(fresh)).toBe(false);
    expect(await load(fresh, new Date('2027-01-01T00:00:00Z'))).toBe(false);
    expect(await demoAccounts(fresh.app, fresh.keys)).toEqual(accounts);
  });

  it('is the same in two databases for the same start, whichever of two processes loads it', async () => {
    const other = await freshDatabase();
    // Each operator's part is loaded by whichever comes first: one of the two, or both.
    expect(await Promise.all([load(other), load(other)])).toContain(true);
    expect(await everything(other)).toBe(await everything(fresh));
  });

  it('is not loaded beside an operator of another kind', async () => {
    const other = await freshDatabase();
    expect(await demoAccounts(other.app, other.keys)).toEqual([]);
    await other.admin('operator').insert({ id: systemIds.uuid(), name: 'Essai', kind: 'solidarity' });
    expect(await load(other)).toBe(false);
    expect(await demoAccounts(other.app, other.keys)).toEqual([]);
  });

  it('is finished by the next start when a process died between the operators and their season', async () => {
    const [id, name] = [systemIds.uuid(), 'Culture pour tous (démo)'];
    const half = await freshDatabase();
    await half.admin('operator').insert({ id, name, kind: 'solidarity', demo: true });
    expect(await load(half)).toBe(true);
    expect((await demoAccounts(half.app, half.keys)).map(({ code }) => code)).toEqual(accounts.filter(({ operator }) => operator === name).map(({ code }) => code));
  });
});

describe('a season that starts on another day', () => {
  // A Sunday just before midnight, a Monday just after it, both changes of the clock, the last day of a year, a leap day.
  it.each(['2026-11-22T22:58:00Z', '2026-11-22T23:02:00Z', '2027-03-27T12:00:00Z', '2026-10-24T21:30:00Z', '2026-12-31T17:45:00Z', '2028-02-29T06:00:00Z'])('has its special outings at %s', async (instant) => {
    const start = new Date(instant);
    const fresh = await freshDatabase();
    expect(await load(fresh, start)).toBe(true);
    const operator = await operatorOf(fresh, 'solidarity');
    expect(await withScope(fresh.app, { as: 'operator', operator }, (trx) => rows(trx, 'select * from idle_seats(?, ?)', [operator, start]))).toEqual([]);
    const dates = await datesOf(fresh);
    const open = (title: string): Date_ | undefined => dates.find((date) => date.title === title && date.opens_at <= start && start < date.closes_at);
    const until = (at: Date | undefined): number => (at?.getTime() ?? NaN) - start.getTime();
    expect(open('Nuit gospel')).toMatchObject({ capacity: 8, taken: 6 });
    expect(open('Les Funambules de minuit')).toMatchObject({ capacity: 10, taken: 10 });
    expect(until(open('Le Bruit des clés')?.closes_at)).toBeLessThan(2 * DAY);
    expect(until(open('Match d’impro : les Bavards contre les Têtus')?.closes_at)).toBeGreaterThanOrEqual(2 * HOUR);
    expect(dates.filter((date) => date.starts_at < start).map(({ title, taken }) => [title, taken])).toEqual([['Contes du bout du monde', 10]]);
    const opening = until(dates.find((date) => date.title.startsWith('Casse-Noisette'))?.opens_at);
    expect(opening > 8 * HOUR && opening < 34 * HOUR).toBe(true);
    expect(until(dates.at(-1)?.starts_at)).toBeLessThan(60 * DAY);
    expect((await seatsOf(fresh)).filter(({ state }) => state === 'waiting')).toHaveLength(10);
  });
});

describe('timed work of a performance', () => {
  it('is planned, moved with its instants, and dropped when cancelled or begun', async () => {
    const fresh = await freshDatabase();
    await load(fresh);
    const operator = await operatorOf(fresh, 'solidarity');
    const show = (await datesOf(fresh)).find((date) => date.title.startsWith('Casse-Noisette'));
    if (show === undefined) throw new Error('the season has a Casse-Noisette');
    // Who comes and who was there: test/db/schedule.test.ts.
    const planned = () => rows<{ kind: string; due_at: Date }>(fresh.admin, `select kind, due_at from due where subject = ? and kind in ('opening', 'release') order by kind`, [show.id]);
    const change = (columns: Record<string, Date | null>, now = START) => withScope(fresh.app, { as: 'operator', operator }, async (trx) => {
      await trx('performance').where({ operator_id: operator, id: show.id }).update({ zone: ZONE, ...columns });
      await schedulePerformance(trx, operator, [show.id], now);
    });
    const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
    const both = [{ kind: 'opening', due_at: show.opens_at }, { kind: 'release', due_at: show.release_at }];

    expect(await planned()).toEqual(both);
    await change({});
    expect(await planned()).toEqual(both);
    await change({ opens_at: later(show.opens_at, DAY) });
    expect(await planned()).toEqual([{ kind: 'opening', due_at: later(show.opens_at, DAY) }, both[1]]);
    // Opened at once: what waited for the opening runs now, and is not planned a second time once it has run.
    await change({ opens_at: later(START, -HOUR) });
    expect(await planned()).toEqual([{ kind: 'opening', due_at: later(START, -HOUR) }, both[1]]);
    await fresh.admin('due').where({ subject: show.id, kind: 'opening' }).delete();
    await change({});
    expect(await planned()).toEqual([both[1]]);
    await change({ cancelled_at: START });
    expect(await planned()).toEqual([]);
    await change({ cancelled_at: null });
    expect(await planned()).toEqual([both[1]]);
    await change({}, show.starts_at);
    expect(await planned()).toEqual([]);
  });
});

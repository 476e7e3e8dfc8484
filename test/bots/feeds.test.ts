import { beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/connection.ts';
import { heavyOf } from '../../db/heavy.ts';
import { untilBlocked } from '../support/desk.ts';
import { atTheEnd } from '../support/ending.ts';
import { feedCommand, jobs, silence, until, waitNoLonger, type Job, type ListedFeed, type Said } from '../support/feeds.ts';
import { fiche } from '../support/fiches.ts';
import { heldPortal, type HeldPortal } from '../support/heldPortal.ts';
import { openHouse, type House } from '../support/house.ts';
import type { Fiche } from '../support/opendatasoftStub.ts';
import { startProcesses, stopProcess, type Process } from '../support/processes.ts';
import { World } from '../support/world.ts';

/** Offers that are read again from their source each day (A4), by the test clock, from a portal over real HTTP. */

let portal: HeldPortal;
let house: House;

/** A house of its own, one operator in it, at 10:00 in Paris on Friday 20 November 2026. */
async function open(options: { at?: Date; datasets?: Record<string, readonly Fiche[]> } = {}): Promise<void> {
  portal = await heldPortal(options.datasets ?? { agenda: [fiche('1'), fiche('2', { title_fr: 'Bérénice au moulin' })] });
  house = await openHouse({ env: { OPENDATASOFT_URL: portal.url }, ...(options.at === undefined ? {} : { at: options.at }) });
}

const feed = (...args: readonly string[]): Promise<Said> => feedCommand(house.fresh, args, { OPENDATASOFT_URL: portal.url });
const added = async (...args: readonly string[]): Promise<ListedFeed> => JSON.parse((await feed('add', 'ods:agenda', '--places', '3', ...args, '--json')).out) as ListedFeed;
const listed = async (...args: readonly string[]): Promise<ListedFeed[]> => JSON.parse((await feed('list', ...args, '--json')).out) as ListedFeed[];
const only = async (): Promise<ListedFeed> => {
  const [found, ...more] = await listed();
  if (found === undefined || more.length > 0) throw new Error(`one feed was expected, not ${more.length + (found === undefined ? 0 : 1)}`);
  return found;
};
const titles = async (): Promise<string[]> => (await rows<{ title: string }>(house.fresh.admin, 'select title from event where operator_id = ? order by title', [house.world.operator])).map(({ title }) => title);
const planned = (): Promise<{ due_at: Date }[]> => rows(house.fresh.admin, `select due_at from due where kind = 'feed' order by due_at`);
const waiting = async (address: string): Promise<string | undefined> => /^guichet_waiting\{queue="heavy"\} (\d+)$/m.exec(await (await fetch(new URL('metrics', address))).text())?.[1];

describe('A4 a feed', () => {
  beforeAll(() => open());

  it('A4 is read at its hour, and what it brought is there when the clock answers', async () => {
    const { id, at, zone, next, readAt } = await added('--at', '05:00');
    expect({ at, zone, next, readAt }).toEqual({ at: '05:00', zone: 'Europe/Paris', next: '2026-11-21T04:00:00.000Z', readAt: null });
    await house.clock('2026-11-21T03:59:59Z');
    expect([portal.asked, await titles()]).toEqual([[], []]);

    const { ran } = await house.clock('2026-11-21T08:00:00Z');
    expect([ran, portal.asked]).toEqual([1, ['agenda']]);
    expect(await titles()).toEqual(['Bérénice au moulin', 'Le Gospel des ateliers 1']);
    expect(await only()).toMatchObject({
      id, triedAt: '2026-11-21T04:00:00.000Z', readAt: '2026-11-21T04:00:00.000Z', error: null, next: '2026-11-22T04:00:00.000Z',
      counts: { read: 2, events: { created: 2, changed: 0, same: 0, cancelled: 0 }, performances: { created: 2 }, told: 0, problems: 0, refused: 0 },
    });
    const chat = await house.login(await house.world.referent(await house.world.structure('Foyer des Essais')));
    await chat.says('gospel');
    chat.sees('Le Gospel des ateliers 1');
  });

  it('A4 A19 the next day what changed at the source is changed, and nothing else', async () => {
    portal.datasets['agenda'] = [fiche('1', { title_fr: 'Le Gospel des ateliers' }), fiche('2', { title_fr: 'Bérénice au moulin' })];
    await house.clock('2026-11-22T08:00:00Z');
    expect((await only()).counts).toMatchObject({ events: { created: 0, changed: 1, same: 1 }, performances: { created: 0, same: 2 } });
    expect(await titles()).toEqual(['Bérénice au moulin', 'Le Gospel des ateliers']);
    // Nobody came for three days: the clock takes them one by one.
    await house.clock('2026-11-25T08:00:00Z');
    expect(portal.asked).toHaveLength(5);
  });

  it('X5 jobs hold ids and codes alone', async () => {
    const { id } = await only();
    const found = await jobs(house.fresh);
    expect(found.length).toBeGreaterThan(2);
    for (const job of found) expect(job).toMatchObject({ data: { kind: 'feed', operator: house.world.operator, subject: id }, singleton_key: `feed:${house.world.operator}:${id}`, output: null });
    expect(found.map(({ data }) => Object.keys(data as object).length)).toEqual(found.map(() => 3));
  });

  it('A4 is read now when asked; refused records are told by the exit code; its hour stays', async () => {
    const { id, next } = await only();
    portal.datasets['agenda'] = [fiche('1', { title_fr: 'Le Gospel des ateliers' }), fiche('9', { title_fr: null })];
    const said = await feed('run', id);
    expect([said.code, said.err]).toEqual([2, '']);
    expect(said.out).toBe('ods:agenda : 2 fiches lues ; événements : 0 nouveau, 0 modifié, 1 inchangé, 0 annulé ; représentations : 0 nouvelle, 0 modifiée, 1 inchangée, 0 annulée ; 1 problème, dont 1 refus.\n');
    expect((await only()).next).toBe(next);
    expect((await feed('list')).out).toMatch(new RegExp(`^${id}  ods:agenda · chaque jour à 05:00 \\(Europe/Paris\\) · prochaine lecture .*26 novembre à 5.h · lue .*25 novembre.* : 2 fiches lues ; .*\n$`));
    portal.down = true;
    expect(await feed('run', id)).toEqual({ code: 1, out: '', err: 'La lecture a échoué : la source ne répond pas.\n' });
    expect((await feed('list')).out).toContain('· échec');
    portal.down = false;
    expect((await feed('run', id, '--json')).code).toBe(2);
  });

  it('is there once; what is no source, hour or id is refused', async () => {
    const { id } = await only();
    expect(await feed('add', 'ods:agenda', '--places', '3', '--at', '06:00')).toMatchObject({ code: 2, err: `Refusé : « Essai » relit déjà ods:agenda avec ces options, à 05:00 : ${id}.\n` });
    for (const wrong of [['add', 'offre.csv'], ['add', 'ods:agenda', '--at', '5h'], ['add', 'ods:agenda', '--zone', 'Mars'], ['run', 'x'], ['remove', 'x']]) await expect(feed(...wrong), wrong.join(' ')).rejects.toThrow(/attendue?|existe pas/);
    expect(await feed('run', house.world.operator)).toMatchObject({ code: 2, err: expect.stringContaining(`n'a pas de source`) as string });
    expect(await listed()).toHaveLength(1);
  });

  it('A4 X5 another operator reaches it by no way', async () => {
    const other = await World.make(house.fresh, { name: 'Ailleurs' });
    const [{ id } = { id: '' }] = await listed('--operator', 'Essai');
    const asked = portal.asked.length;
    expect(await listed('--operator', 'Ailleurs')).toEqual([]);
    for (const verb of ['run', 'remove']) expect(await feed(verb, id, '--operator', 'Ailleurs', '--json'), verb).toMatchObject({ code: 2, out: expect.stringContaining('feed_unknown') as string });
    // Not even by a piece of work that names the two together.
    const heavy = heavyOf(house.fresh.app);
    atTheEnd(() => heavy.close());
    await heavy.ask({ kind: 'feed', operator: other.operator, subject: id });
    await house.clock(await house.now());
    expect(portal.asked.length).toBe(asked);
    expect((await jobs(house.fresh)).filter(({ state }) => state !== 'completed').map(({ state }) => state)).toEqual([]);
    expect(await rows(house.fresh.admin, 'select id from event where operator_id = ?', [other.operator])).toEqual([]);
  });

  it('A4 is read no more once it is removed, and what it brought stays', async () => {
    const [{ id } = { id: '' }] = await listed('--operator', 'Essai');
    expect(await feed('remove', id, '--operator', 'Essai')).toMatchObject({ code: 0, out: `Source ${id} retirée : elle n'est plus relue.\n` });
    const asked = portal.asked.length;
    await house.clock('2026-11-28T08:00:00Z');
    expect([portal.asked.length, await planned(), (await titles()).length]).toEqual([asked, [], 2]);
    expect(await feed('remove', id, '--operator', 'Essai')).toMatchObject({ code: 2 });
    expect((await rows<{ action: string }>(house.fresh.admin, `select action from audit where action like 'feed.%' order by at, id`)).map(({ action }) => action)).toEqual(['feed.added', 'feed.removed']);
  });
});

describe('A4 a feed across a change of the clock', () => {
  it.each([
    ['March: 02:30 is not shown, 03:30 it is', '2027-03-27T11:00:00Z', '2027-03-28T10:00:00Z', '2027-03-28T01:30:00.000Z', '2027-03-29T00:30:00.000Z'],
    ['October: 02:30 is shown twice, the first it is', '2027-10-30T11:00:00Z', '2027-10-31T10:00:00Z', '2027-10-31T00:30:00.000Z', '2027-11-01T01:30:00.000Z'],
  ])('A4 %s, and once that day', async (_, from, to, reads, next) => {
    await open({ at: new Date(from) });
    expect((await added('--at', '02:30')).next).toBe(reads);
    await house.clock(to);
    expect(await only()).toMatchObject({ readAt: reads, next });
    expect(portal.asked).toHaveLength(1);
  });
});

describe('A4 X4 a portal that is down', () => {
  beforeAll(() => open({ datasets: { agenda: [fiche('1')], autre: [fiche('2')] } }));

  it('A4 X4 the clock answers, other feeds are read, the next day is planned, and the list says why', async () => {
    const { id } = await added('--at', '05:00');
    await feed('add', 'ods:autre', '--at', '05:30');
    portal.down = true;
    await house.clock('2026-11-21T04:00:00Z');
    expect((await listed()).find((one) => one.id === id)).toMatchObject({ error: 'unreachable', triedAt: '2026-11-21T04:00:00.000Z', readAt: null, counts: null, next: '2026-11-22T04:00:00.000Z' });
    expect(await jobs(house.fresh)).toMatchObject([{ state: 'retry', output: { code: 'unreachable' } }]);
    portal.down = false;
    await house.clock('2026-11-21T05:00:00Z');
    expect((await listed()).map(({ source, error }) => [source, error])).toEqual([['ods:agenda', 'unreachable'], ['ods:autre', null]]);
  });

  it('A4 X4 it is read again later, by the machine’s time', async () => {
    await waitNoLonger(house.fresh);
    await until(house.fresh, 0, `select count(*) as n from boss.job where state <> 'completed'`);
    expect((await listed())[0]).toMatchObject({ error: null, readAt: '2026-11-21T05:00:00.000Z', counts: { events: { created: 1 } } });
  });

  it('A4 the next day’s reading does not wait for what failed the day before', async () => {
    portal.down = true;
    await house.clock('2026-11-22T08:00:00Z');
    expect((await jobs(house.fresh)).filter(({ state }) => state === 'retry')).toHaveLength(2);
    portal.down = false;
    await house.clock('2026-11-23T08:00:00Z');
    expect((await listed()).map(({ error, readAt }) => [error, readAt])).toEqual([[null, '2026-11-23T04:00:00.000Z'], [null, '2026-11-23T04:30:00.000Z']]);
    expect((await jobs(house.fresh)).filter(({ state }) => state !== 'completed')).toEqual([]);
  });

  it('A4 what no other try would mend is told, and not tried again until the next day', async () => {
    delete portal.datasets['autre'];
    await house.clock('2026-11-24T08:00:00Z');
    expect((await listed()).map(({ error }) => error)).toEqual([null, 'not-found']);
    expect((await listed())[1]).toMatchObject({ readAt: '2026-11-23T04:30:00.000Z', next: '2026-11-25T04:30:00.000Z' });
    expect((await jobs(house.fresh)).filter(({ state }) => state !== 'completed')).toEqual([]);
  });
});

describe('A4 X4 several processes', () => {
  it('A4 X4 read each day once, and the clock of each waits for what another reads', async () => {
    await open();
    const other = await house.beside();
    await added('--at', '05:00');
    for (let day = 21; day <= 26; day += 1) await house.clock(`2026-11-${day}T08:00:00Z`);
    expect(portal.asked).toHaveLength(6);
    expect((await jobs(house.fresh)).map(({ state, retry_count }) => [state, retry_count])).toEqual(Array.from({ length: 6 }, () => ['completed', 0]));

    const { asks, release } = portal.hold();
    let answered = 0;
    const underWay: string[] = [];
    const move = async (address: string): Promise<number> => {
      const response = await fetch(new URL('test/clock', address), { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ now: '2026-11-27T08:00:00Z' }) });
      underWay.push(...(await jobs(house.fresh)).map(({ state }) => state).filter((state) => state !== 'completed'));
      answered += 1;
      return response.status;
    };
    const first = move(house.running.address);
    await asks;
    const both = [first, move(other.address)];
    // It is on its way: seen, and waited for, while everything else goes on.
    expect(await waiting(other.address)).toBe('1');
    const chat = await house.login(await house.world.referent(await house.world.structure('Foyer des Essais')));
    await chat.says('menu');
    // Time enough for a clock that would not wait.
    await Promise.race([both[1], new Promise((resolve) => setTimeout(resolve, 300))]);
    expect([chat.actions.length > 0, answered]).toEqual([true, 0]);
    release();
    expect(await Promise.all(both)).toEqual([200, 200]);
    expect(underWay).toEqual([]);
    expect([portal.asked.length, await waiting(other.address), (await only()).readAt]).toEqual([7, '0', '2026-11-27T04:00:00.000Z']);
  });

  it('A4 X4 one that is told to stop finishes what it reads', async () => {
    await open();
    // It alone does work.
    await house.restart({ GUICHET_ROLES: 'web' });
    const reader = await house.beside();
    await added('--at', '05:00');
    const { asks, release } = portal.hold();
    // Moved without waiting for what it starts.
    await house.fresh.admin.raw(`update test_clock set now = '2026-11-21T08:00:00Z'`);
    await asks;
    let stopped = false;
    const stopping = reader.stop().then(() => { stopped = true; });
    while (await fetch(new URL('healthz', reader.address)).then(() => true, () => false)) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(stopped).toBe(false);
    release();
    await stopping;
    expect(await jobs(house.fresh)).toMatchObject([{ state: 'completed', retry_count: 0 }]);
    expect(await only()).toMatchObject({ error: null, counts: { events: { created: 2 } } });
  });

  it('A4 X4 what one was killed over is read again by another, whole, and nothing is doubled', async () => {
    const many = (title: string): Fiche[] => Array.from({ length: 230 }, (_, i) => fiche(String(1_000 + i), { title_fr: `${title} ${i}` }));
    await open({ datasets: { agenda: many('Avant') } });
    await house.restart({ GUICHET_ROLES: 'web' });
    const reader = (await startProcesses(house.fresh, 1, { OPENDATASOFT_URL: portal.url }))[0] as Process;
    atTheEnd(() => stopProcess(reader));
    await added('--at', '05:00');
    expect((await house.clock('2026-11-21T08:00:00Z')).ran).toBe(1);
    expect((await only()).counts).toMatchObject({ events: { created: 230 }, performances: { created: 230 } });

    // The next day all titles are others; one event of the second batch is held, and the process is killed over it.
    portal.datasets['agenda'] = many('Après');
    const lock = await house.fresh.admin.transaction();
    let half: Job | undefined;
    try {
      await lock.raw(`select from event where external_id = '1225' for update`);
      await house.fresh.admin.raw(`update test_clock set now = '2026-11-22T08:00:00Z'`);
      await until(house.fresh, 200, `select count(*) as n from event where title like 'Après%'`);
      await untilBlocked(house.fresh.admin, 1);
      half = (await jobs(house.fresh)).find(({ state }) => state === 'active');
      expect(half).toMatchObject({ retry_count: 0 });
      reader.child.kill('SIGKILL');
      await new Promise((resolve) => { reader.child.once('exit', resolve); });
    } finally {
      await lock.rollback();
    }

    await silence(house.fresh);
    await house.beside();
    await until(house.fresh, 1, `select count(*) as n from boss.job where state = 'retry'`);
    await waitNoLonger(house.fresh);
    await until(house.fresh, 0, `select count(*) as n from boss.job where state < 'completed'`);
    expect((await jobs(house.fresh)).find(({ id }) => id === half?.id)).toMatchObject({ state: 'completed', retry_count: 1 });
    expect(await only()).toMatchObject({ error: null, counts: { events: { created: 0, changed: 30, same: 200 }, performances: { created: 0 } } });
    expect((await titles()).filter((title) => title.startsWith('Après'))).toHaveLength(230);
    expect(await rows(house.fresh.admin, 'select count(*) as n from performance where operator_id = ?', [house.world.operator])).toEqual([{ n: 230 }]);
  });
});

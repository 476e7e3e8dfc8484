import { beforeEach, describe, expect, it } from 'vitest';
import type { EventDraft } from '../../core/importing/offer.ts';
import { rows } from '../../db/connection.ts';
import { freshDatabase } from '../support/database.ts';
import { date, everything, firstOf, FRIDAY, into, ones, performances, show, staff } from '../support/imported.ts';
import { START, World } from '../support/world.ts';

/** Seats and quotas that come with an offer, and those who hold or await them. */
const fresh = await freshDatabase();
const now = START;
let world: World;
beforeEach(async () => {
  world = await World.make(fresh);
});

const seated = async (id: string): Promise<number> => (await world.seats(id)).filter((one) => one.state === 'booked').length;
const participants = (ids: readonly string[]) => ids.map((id) => ({ id, kind: 'participant' as const }));

describe('A8 seats', () => {
  it('A8 more seats upstream are dealt at once to those who wait, and their referent is told', async () => {
    await into(world, [show({ performances: [date(FRIDAY, { capacity: 1 })] })]);
    const { desk, sophie, people } = await staff(world);
    const { id } = await firstOf(world);
    for (const one of people.slice(0, 4)) await desk.ask(sophie, id, participants([one]), now);
    expect(await seated(id)).toBe(1);
    expect((await into(world, [show({ performances: [date(FRIDAY, { capacity: 3 })] })])).performances).toEqual(ones({ changed: 1 }));
    expect((await world.seats(id)).map((one) => one.state)).toEqual(['booked', 'booked', 'booked', 'waiting']);
    expect(await rows(fresh.admin, `select kind from outbox where operator_id = ?`, [world.operator])).toEqual([{ kind: 'promoted' }]);
    expect(await world.faults(now)).toEqual([]);
  });

  it('A8 seats that a venue added or withdrew since stay so', async () => {
    await into(world, [show({ performances: [date(FRIDAY, { capacity: 4 })] })]);
    const { id } = await firstOf(world);
    await world.setCapacity(id, 9, now);
    expect((await into(world, [show({ performances: [date(FRIDAY, { capacity: 4 })] })])).performances).toEqual(ones({ same: 1 }));
    expect((await firstOf(world)).capacity).toBe(9);
    await into(world, [show({ performances: [date(FRIDAY, { capacity: 6 })] })]);
    expect((await firstOf(world)).capacity).toBe(11);
    // A catalogue without seats leaves them.
    expect((await into(world, [show({ performances: [date(FRIDAY)] })])).performances).toEqual(ones({ same: 1 }));
    await into(world, [show({ performances: [date(FRIDAY, { capacity: 0 })] })]);
    expect((await firstOf(world)).capacity).toBe(5);
  });

  it('A8 fewer seats than are given: said, nobody loses one, and said again at the next import', async () => {
    await into(world, [show({ performances: [date(FRIDAY, { capacity: 4 })] })]);
    const { desk, sophie, people } = await staff(world);
    const { id } = await firstOf(world);
    await desk.ask(sophie, id, participants(people.slice(0, 3)), now);
    for (const _ of [1, 2]) {
      const before = await everything(world);
      const { performances: counts, problems } = await into(world, [show({ performances: [date(FRIDAY, { capacity: 2 })] })]);
      expect(counts).toEqual(ones({ same: 1 }));
      expect(problems).toMatchObject([{ line: 0, code: 'seats-taken', externalId: '1', refused: false, value: 'ven. 4 déc. 20 h : 2 places pour 3 invitations' }]);
      expect(await everything(world)).toEqual(before);
    }
    // Moved at the same time: that part goes in.
    const moved = await into(world, [show({ performances: [date('2026-12-04T19:30:00.000Z', { capacity: 2 })] })]);
    expect(moved.performances).toEqual(ones({ changed: 1 }));
    expect(await firstOf(world)).toMatchObject({ id, capacity: 4, taken: 3, starts_at: new Date('2026-12-04T19:30:00Z') });
    expect((await into(world, [show({ performances: [date('2026-12-04T19:30:00.000Z', { capacity: 3 })] })])).problems).toEqual([]);
    expect((await firstOf(world)).capacity).toBe(3);
  });

  it('A8 an import and bookings at the same time: never overbooked, nobody eligible left beside a vacant seat', async () => {
    const dates = Array.from({ length: 6 }, (_, i) => `2026-12-${String(7 + i).padStart(2, '0')}T19:00:00.000Z`);
    const season = (capacity: number): EventDraft[] => [show({ performances: dates.map((at) => date(at, { capacity })) })];
    await into(world, season(1));
    const { desk, sophie, people } = await staff(world);
    const karim = await world.referent(await world.structure('Relais'), 'Karim Blin');
    const theirs = await world.people(karim.structure ?? '', ['Gil Un', 'Hana Deux', 'Ida Trois']);
    const ids = (await performances(world)).map((one) => one.id);
    const booking = [...ids.map((id) => desk.ask(sophie, id, participants(people.slice(0, 4)), now)), ...ids.toReversed().map((id) => desk.ask(karim, id, participants(theirs), now))];
    const importing = [2, 3, 5, 1, 6].map((capacity) => into(world, season(capacity)));
    await Promise.all([...booking, ...importing]);
    await desk.due(now);
    expect(await world.faults(now)).toEqual([]);
  });
});

describe('A7 quotas', () => {
  const quota = (seats: number, period: 'week' | 'month' | 'all' = 'all'): EventDraft[] => [show({ performances: [date(FRIDAY, { capacity: 6, quota: { seats, period } })] })];

  it('A7 a quota comes with the offer and holds', async () => {
    await into(world, quota(2));
    const { desk, sophie, people } = await staff(world);
    const { id } = await firstOf(world);
    await desk.ask(sophie, id, participants(people.slice(0, 4)), now);
    expect(await seated(id)).toBe(2);
    expect((await into(world, quota(2))).performances).toEqual(ones({ same: 1 }));
  });

  it('A7 A8 raised: those who waited for it are served at once; lowered: nobody loses a seat', async () => {
    await into(world, quota(1));
    const { desk, sophie, people } = await staff(world);
    const { id } = await firstOf(world);
    await desk.ask(sophie, id, participants(people.slice(0, 5)), now);
    expect(await seated(id)).toBe(1);
    expect((await into(world, quota(4))).performances).toEqual(ones({ changed: 1 }));
    expect(await seated(id)).toBe(4);
    await into(world, quota(2, 'month'));
    expect(await seated(id)).toBe(4);
    const [one] = await desk.current(sophie, now, id);
    await desk.cancel(sophie, [one?.id ?? ''], now);
    expect(await seated(id)).toBe(3);
    expect(await rows(fresh.admin, 'select period, seats from quota where operator_id = ?', [world.operator])).toEqual([{ period: 'month', seats: 2 }]);
    expect(await world.faults(now)).toEqual([]);
    await into(world, quota(6, 'week'));
    expect(await seated(id)).toBe(4);
    expect(await world.faults(now)).toEqual([]);
  });

  it('A7 a quota that comes late counts the seats given before it', async () => {
    await into(world, [show({ performances: [date(FRIDAY, { capacity: 6 })] })]);
    const { desk, sophie, people } = await staff(world);
    const { id } = await firstOf(world);
    await desk.ask(sophie, id, participants(people.slice(0, 2)), now);
    await into(world, quota(3));
    await desk.ask(sophie, id, participants(people.slice(2, 5)), now);
    expect(await seated(id)).toBe(3);
    // An import that does not speak of quotas leaves this one.
    await into(world, [show({ performances: [date(FRIDAY, { capacity: 6 })] })]);
    expect(await rows(fresh.admin, 'select seats from quota where operator_id = ?', [world.operator])).toEqual([{ seats: 3 }]);
    expect(await world.faults(now)).toEqual([]);
  });
});

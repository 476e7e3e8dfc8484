import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePress, encodePress } from '../../core/messages/actions.ts';
import { rows } from '../../db/connection.ts';
import { freshDatabase, type Fresh } from '../support/database.ts';
import { atMost, referentsLoggedIn, send, startProcesses, stopProcess, type Answer, type LoggedIn, type Process } from '../support/processes.ts';
import { LONG, newSeed, shuffled } from '../support/sample.ts';
import { START, World } from '../support/world.ts';

/** The rush at 09:00: everybody presses at once, through several processes beside one database. 150 people; 500 with GUICHET_LONG=1. */
const PROCESSES = 4;
const STRUCTURES = LONG ? 10 : 5;
/** Of each structure. */
const PEOPLE = LONG ? 50 : 30;
const CAPACITY = LONG ? 50 : 30;
/** Presses that are under way at any moment. */
const AT_ONCE = 48;
const SEED = newSeed('rush');

let fresh: Fresh;
let world: World;
let processes: Process[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  world = await World.make(fresh);
  processes = await startProcesses(fresh, PROCESSES);
});
afterAll(() => Promise.all(processes.map(stopProcess)));

interface Presser { readonly referent: LoggedIn; readonly person: string; readonly at: Process; button: string }

async function pressers(show: string): Promise<Presser[]> {
  const all: Presser[] = [];
  for (let s = 0; s < STRUCTURES; s += 1) {
    const structure = await world.structure(`Foyer ${s + 1}`);
    const people = await world.people(structure, Array.from({ length: PEOPLE }, (_, i) => `Personne ${i + 1}`));
    const referents = await referentsLoggedIn(world, structure, PEOPLE);
    referents.forEach((referent, i) => all.push({ referent, person: people[i] ?? '', at: processes[0] as Process, button: '' }));
  }
  const mixed = shuffled(all, SEED).map((one, i) => ({ ...one, at: processes[i % PROCESSES] as Process }));
  // One in ten goes through the conversation up to the recap; the others had chosen ahead and press the [Confirmer] of the opening's push.
  const talking = mixed.filter((_, i) => i % 10 === 0);
  await atMost(AT_ONCE, talking, async (one) => {
    const who = await send(one.at, one.referent.token, { press: encodePress({ flow: 'book', name: 'begin', args: [show] }) });
    const tick = who.actions.map(({ id }) => decodePress(id)).find((press) => press?.name === 'tick');
    if (tick === undefined) throw new Error(`nobody to tick (${SEED}): ${who.text}`);
    const ticked = await send(one.at, one.referent.token, { press: encodePress({ ...tick, args: [one.person, '1'] }) });
    const go = ticked.actions.find(({ id }) => decodePress(id)?.name === 'go');
    const recap = await send(one.at, one.referent.token, { press: go?.id ?? '' });
    one.button = recap.actions.find(({ id }) => decodePress(id)?.name === 'confirm')?.id ?? '';
    if (one.button === '') throw new Error(`no recap (${SEED}): ${recap.text}`);
  });
  const ahead = mixed.filter((_, i) => i % 10 !== 0);
  await fresh.admin.batchInsert('alert', ahead.map(({ referent, person }) => ({
    operator_id: world.operator, account_id: referent.id, performance_id: show, structure_id: referent.structure, people: [person], created_at: START,
  })), 200);
  for (const one of ahead) one.button = encodePress({ flow: 'alert', name: 'confirm', args: [show] });
  return mixed;
}

describe('A8 a rush of many for few seats, through four processes', () => {
  it(`A8 X4 ${CAPACITY} are booked, ${STRUCTURES * PEOPLE - CAPACITY} wait, at ranks without a gap, in the order of arrival; a doubled press has one effect`, async () => {
    const show = await world.show({ title: 'Gospel Experience', capacity: CAPACITY });
    const all = await pressers(show.id);

    const began = performance.now();
    const answers = await atMost(AT_ONCE, all, async ({ referent, at, button }, i): Promise<Answer[]> => {
      const press = { press: button, clientMessageId: `press ${i}` };
      const once = send(at, referent.token, press);
      // Some are impatient: the same message again, to another process too; or the same button once more.
      if (i % 5 === 0) return Promise.all([once, send(processes[(i + 1) % PROCESSES] as Process, referent.token, press)]);
      if (i % 5 === 1) return Promise.all([once, send(processes[(i + 2) % PROCESSES] as Process, referent.token, { press: button, clientMessageId: `again ${i}` })]);
      return [await once];
    });
    const seconds = (performance.now() - began) / 1_000;
    const presses = answers.flat();
    process.stdout.write(`rush: ${all.length} people, ${presses.length} presses through ${PROCESSES} processes in ${seconds.toFixed(2)} s: ${(all.length / seconds).toFixed(0)} bookings/s (seed ${SEED})\n`);
    expect(presses.map(({ status }) => status).filter((status) => status !== 200), SEED).toEqual([]);

    const seats = await world.seats(show.id);
    const booked = seats.filter(({ state }) => state === 'booked');
    expect(booked).toHaveLength(CAPACITY);
    expect(new Set(seats.map(({ person }) => person)).size).toBe(all.length);
    expect(seats).toHaveLength(all.length);

    // In the order of wait_seq: first all that are booked, then all that wait, ranks without a gap.
    const ranks = await world.asOperator((trx) => rows<{ person_id: string; rank: number; wait_seq: number }>(trx,
      'select s.person_id, r.rank, s.wait_seq from ranks_of(?, ?, ?) r join seat s on s.id = r.seat_id order by s.wait_seq', [world.operator, [show.id], START]));
    expect(ranks.map(({ rank }) => rank), SEED).toEqual(Array.from({ length: all.length - CAPACITY }, (_, i) => i + 1));
    expect(Math.max(...booked.map((seat) => seat.wait_seq)), SEED).toBeLessThan(ranks[0]?.wait_seq ?? 0);

    // One whose answer was there before another was sent is never served after it. (Of a doubled press either
    // may have counted: from the sending of the first to the answer of the last.)
    const served = new Map(seats.map((seat, place) => [seat.person, place]));
    const spans = all.map(({ person }, i) => ({
      place: served.get(person) ?? -1, sent: Math.min(...(answers[i] ?? []).map(({ sent }) => sent)), acked: Math.max(...(answers[i] ?? []).map(({ acked }) => acked)),
    }));
    const overtaken = spans.flatMap((late) => spans.filter((early) => early.acked < late.sent && early.place > late.place));
    const comparable = spans.reduce((n, late) => n + spans.filter((early) => early.acked < late.sent).length, 0);
    expect(overtaken, SEED).toEqual([]);
    expect(comparable).toBeGreaterThan(all.length);

    // What each was told is what it got: nobody cancelled, so the rank of the answer is the rank at the end.
    const rankOf = new Map(ranks.map(({ person_id, rank }) => [person_id, rank]));
    const told = all.map(({ person }, i) => ({ person, text: (answers[i] ?? []).map(({ text }) => text).join('\n') }));
    const wrong = told.filter(({ person, text }) => {
      const rank = rankOf.get(person);
      return rank === undefined ? !text.includes('C’est réservé') : !new RegExp(`rang ${rank} en attente`).test(text);
    });
    expect(wrong.slice(0, 3), SEED).toEqual([]);
    expect(await rows(fresh.admin, `select no from inbox where state <> 'done'`)).toEqual([]);
    expect(await world.faults(START)).toEqual([]);
  }, 120_000);
});

import { describe, expect, it } from 'vitest';
import { Crew } from '../support/crew.ts';
import { freshDatabase } from '../support/database.ts';
import { Postbox } from '../support/postbox.ts';
import { newSeed } from '../support/sample.ts';
import { WildTelegram } from '../support/wildTelegram.ts';
import { WEBHOOK_SECRET, WildUpdates } from '../support/wildUpdates.ts';
import { START, World } from '../support/world.ts';
import { causesOf, doublesOf, inboxOf, mailsOf, pushesOf, seatsOf } from './checks.ts';
import { Evening, NOTHING_WAITS } from './evening.ts';
import { noted } from './report.ts';

/** GUICHET_LONG=1 (`npm run faults`): a minute, with more people. */
const LONG = process.env['GUICHET_LONG'] === '1';
const PROCESSES = 3;
const PEOPLE = LONG ? 80 : 16;
const SHOWS = LONG ? 3 : 2;
/** How often each is restarted at least. */
const ROUNDS = LONG ? 4 : 1;
const SEED = newSeed('rolling');

describe('X4 restarted one after the other', () => {
  it(`X3 X4 X6 ${PROCESSES} processes under load, each replaced and told to stop, ${ROUNDS} times round: each ends by itself, nothing is lost, and nothing comes twice`, async () => {
    const fresh = await freshDatabase();
    const [fake, post, world] = [await WildTelegram.open(), await Postbox.open(), await World.make(fresh)];
    const crew = await Crew.start(fresh, PROCESSES, (n) => ({
      ...fake.env(n), SMTP_URL: post.url, TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET, TELEGRAM_RATE: '28.8/5',
    }));
    const updates = new WildUpdates(crew);
    const evening = await Evening.make(fresh, world, updates, { people: PEOPLE, shows: SHOWS, seed: SEED });
    const now = { over: false };
    const rolled: { code: number | null; ms: number }[] = [];
    const rolling = (async () => {
      for (let i = 0; i < PROCESSES * ROUNDS || !now.over; i += 1) rolled.push(await crew.roll(i));
    })();
    const began = performance.now();
    try {
      await evening.book();
      await evening.giveBack();
      await evening.readWhile(() => rolled.length < PROCESSES * ROUNDS);
    } finally {
      now.over = true;
      await rolling;
    }
    const lasted = (performance.now() - began) / 1_000;
    await expect.poll(() => evening.waiting(), { timeout: 60_000, interval: 200, message: SEED }).toEqual(NOTHING_WAITS);
    await crew.stop();

    // By itself, and not by the hand that ends what hangs.
    expect(rolled.map(({ code }) => code), SEED).toEqual(rolled.map(() => 0));
    expect(await inboxOf(fresh.admin), SEED).toEqual({ done: updates.counted.accepted, unanswered: 0, answeredTwice: 0 });
    const { wrong, taken, waiting } = await seatsOf(fresh.admin, evening.people, evening.shows);
    expect(wrong, SEED).toEqual([]);
    expect(await world.faults(START), SEED).toEqual([]);
    const pushes = await pushesOf(fresh.admin);
    expect(pushes.wrong, SEED).toEqual([]);
    const sends = await doublesOf(fresh.admin, fake.taken, evening.people);
    const mails = await mailsOf(fresh.admin, post.mails);
    noted('rolling', {
      people: PEOPLE, outings: SHOWS, processes: PROCESSES, seconds: Math.round(lasted), restarts: rolled.length, slowestStopMs: Math.round(Math.max(...rolled.map(({ ms }) => ms))), ...updates.counted,
      booked: taken, waiting, promoted: pushes.promoted, sent: sends.sent, doubled: sends.doubled, mailed: mails.mailed, mailedTwice: mails.mailedTwice, seed: SEED,
    });
    expect([...sends.lost, ...mails.lost], SEED).toEqual([]);
    expect(causesOf(fake.taken, crew.deaths, []).odd, SEED).toEqual([]);
    expect([sends.doubled, mails.mailedTwice], SEED).toEqual([0, 0]);
  }, LONG ? 400_000 : 140_000);
});

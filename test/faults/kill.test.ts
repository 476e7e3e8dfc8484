import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { row } from '../../db/connection.ts';
import { Crew } from '../support/crew.ts';
import { freshDatabase } from '../support/database.ts';
import { FaultyDatabase } from '../support/faultyDatabase.ts';
import { mortalServer, type MortalServer } from '../support/mortalServer.ts';
import { Postbox } from '../support/postbox.ts';
import { newSeed } from '../support/sample.ts';
import { WildTelegram } from '../support/wildTelegram.ts';
import { WEBHOOK_SECRET, WildUpdates } from '../support/wildUpdates.ts';
import { START, World } from '../support/world.ts';
import { causesOf, doublesOf, inboxOf, mailsOf, pushesOf, seatsOf } from './checks.ts';
import { Evening, NOTHING_WAITS } from './evening.ts';
import { noted } from './report.ts';

/** GUICHET_LONG=1 (`npm run faults`): minutes, and PostgreSQL dies too; the suite plays some seconds of it. */
const LONG = process.env['GUICHET_LONG'] === '1';
const PROCESSES = 4;
const PEOPLE = LONG ? 120 : 24;
const SHOWS = LONG ? 4 : 2;
/** Milliseconds that it goes on at least, and between two deaths of a process, and of PostgreSQL. */
const LASTS_MS = LONG ? 180_000 : 8_000;
const KILL_MS = LONG ? 5_000 : 1_500;
const CRASH_MS = 30_000;
const SEED = newSeed('faults');

const given = async (): Promise<Omit<MortalServer, 'crash'> & Partial<MortalServer>> =>
  LONG ? mortalServer() : shared(await freshDatabase(), await FaultyDatabase.open(inject('adminUrl')));

/** The server of the suite, by a way that loses answers: it lives. */
const shared = (fresh: MortalServer['fresh'], way: FaultyDatabase): Omit<MortalServer, 'crash'> =>
  ({ fresh: { ...fresh, appUrl: way.by(fresh.appUrl), adminUrl: way.by(fresh.adminUrl) }, way });

describe('X4 whatever dies', () => {
  it(`X3 X4 X6 ${PEOPLE} people at ${SHOWS} outings, ${PROCESSES} processes killed in turn${LONG ? ', PostgreSQL too' : ''}, answers of COMMIT lost, a platform that breaks: each message has one effect, each effect its message`, async () => {
    const { fresh, way, crash } = await given();
    const fake = await WildTelegram.open();
    const world = await World.make(fresh);
    const post = await Postbox.open();
    // A process is known by whom its mails come from.
    const crew = await Crew.start(fresh, PROCESSES, (n) => ({
      ...fake.env(n), SMTP_URL: post.url, MAIL_FROM: `guichet@p${n}.example`, TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET, TELEGRAM_RATE: '28.8/5', GUICHET_LOG: process.env['GUICHET_LOG'] ?? 'silent',
    }));
    const updates = new WildUpdates(crew);
    const counted = { kills: 0, sendersKilled: 0, mailersKilled: 0, crashes: 0 };

    const evening = await Evening.make(fresh, world, updates, { people: PEOPLE, shows: SHOWS, seed: SEED });
    const { people, shows } = evening;

    way.losing = 0.02;
    // Few messages are sent in some seconds: more of them meet something.
    fake.faults = LONG ? { busy: 0.03, broken: 0.05, mute: 0.03 } : { busy: 0.06, broken: 0.08, mute: 0.06 };
    const now = { over: false, armed: false, armedMail: false };
    // The sender dies when its message was taken, and before it knows.
    fake.onTaken = (n) => {
      if (!now.armed || !crew.killStarted(n)) return false;
      now.armed = false;
      counted.sendersKilled += 1;
      return true;
    };
    post.onTaken = ({ from }) => {
      const n = Number(/@p(\d+)\./.exec(from?.value[0]?.address ?? '')?.[1]);
      if (!now.armedMail || !crew.killStarted(n)) return false;
      now.armedMail = false;
      counted.mailersKilled += 1;
      return true;
    };
    const every = async (ms: number, act: (i: number) => Promise<void> | void): Promise<void> => {
      for (let i = 0, next = performance.now() + ms; !now.over;) {
        await wait(250);
        if (performance.now() < next) continue;
        await act(i);
        i += 1;
        next = performance.now() + ms;
      }
    };
    const dying = every(KILL_MS, (i) => {
      if (i % 3 === 0) now.armed = true;
      else if (i % 3 === 1) now.armedMail = true;
      else if (crew.kill(Math.floor(Math.random() * PROCESSES))) counted.kills += 1;
    });
    const crashes: number[] = [];
    const crashing = crash === undefined ? Promise.resolve() : every(CRASH_MS, async () => {
      crashes.push(performance.now());
      await crash();
      counted.crashes += 1;
    });

    const began = performance.now();
    try {
      await evening.book();
      await evening.giveBack();
      await evening.readWhile(() => performance.now() - began < LASTS_MS);
    } finally {
      now.over = true;
      await Promise.all([dying, crashing]);
    }
    const lasted = (performance.now() - began) / 1_000;
    fake.onTaken = () => false;
    post.onTaken = () => false;
    fake.faults = { busy: 0, broken: 0, mute: 0 };
    way.losing = 0;
    const healing = performance.now();
    await expect.poll(() => evening.waiting(), { timeout: 90_000, interval: 300, message: SEED }).toEqual(NOTHING_WAITS);
    const healed = (performance.now() - healing) / 1_000;
    await crew.stop();

    expect(await inboxOf(fresh.admin), SEED).toEqual({ done: updates.counted.accepted, unanswered: 0, answeredTwice: 0 });
    const { wrong, taken, waiting } = await seatsOf(fresh.admin, people, shows);
    expect(wrong, SEED).toEqual([]);
    expect(await world.faults(START), SEED).toEqual([]);
    const pushes = await pushesOf(fresh.admin);
    expect(pushes.wrong, SEED).toEqual([]);
    const sends = await doublesOf(fresh.admin, fake.taken, people);
    expect(sends.lost, SEED).toEqual([]);
    const { lost, ...mails } = await mailsOf(fresh.admin, post.mails);
    expect(lost, SEED).toEqual([]);
    const { mute, busy, broken } = fake.told;
    const { odd, ...causes } = causesOf(fake.taken, crew.deaths, crashes);
    const { server_version: postgres = '' } = (await row<{ server_version: string }>(fresh.admin, 'show server_version')) ?? {};
    noted('kill', {
      postgres, people: PEOPLE, outings: SHOWS, processes: PROCESSES, seconds: Math.round(lasted), ...counted, commitsUnanswered: way.lost.commits, intakesUnanswered: way.lost.intakes, told429: busy, told500: broken, takenUnanswered: mute,
      ...updates.counted, booked: taken, waiting, promoted: pushes.promoted, sent: sends.sent, doubled: sends.doubled, ...causes, ...mails, secondsToHeal: Math.round(healed), seed: SEED,
    });
    const deaths = counted.kills + counted.sendersKilled + counted.mailersKilled;
    expect(deaths, 'nothing died').toBeGreaterThan(1);
    // One that the platform took and nobody learned of is sent again: one at most after a death, and one after a silence.
    expect(odd, SEED).toEqual([]);
    expect(causes.afterCrash, SEED).toBe(0);
    expect(causes.mostOfOneDeath, SEED).toBeLessThanOrEqual(1);
    expect(causes.afterSilence, SEED).toBeLessThanOrEqual(mute);
    expect(sends.doubled, SEED).toBeLessThanOrEqual(mute + deaths);
    expect(mails.mailedTwice, SEED).toBeLessThanOrEqual(counted.mailersKilled + counted.kills);
  }, LONG ? 900_000 : 140_000);
});

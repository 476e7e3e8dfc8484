import { strays } from '../support/changes.ts';
import { openHouse } from '../support/house.ts';
import { Postbox } from '../support/postbox.ts';
import { TelegramFake } from '../support/telegramFake.ts';
import { at as clockAt } from './calendar.ts';
import { castOf } from './cast.ts';
import { compare, linesOf, type Fault, type Line } from './compare.ts';
import { alertsFrom, decisionsFrom, keepJournal, preparingsFrom, seatsFrom, sentFrom, unsent, type Sent } from './journal.ts';
import { Log } from './log.ts';
import { expectedOf, servedEarly, type Expected } from './oracle.ts';
import { PARIS, type Plan } from './programme.ts';
import { Random } from './random.ts';
import { scenesOf, tailOf } from './scenes.ts';
import { Stage } from './stage.ts';
import { textsOf, untrue } from './texts.ts';
import { delivered, wires } from './wires.ts';

export interface Played {
  readonly stage: Stage;
  readonly sent: readonly Sent[];
  readonly lines: readonly Line[];
  readonly expected: readonly Expected[];
  readonly faults: readonly Fault[];
  /** Seats and counters that are wrong, pushes that never left. */
  readonly wrong: readonly string[];
  readonly texts: ReadonlyMap<string, string>;
}

/** A whole season in the real house, by the test clock, and what the rules say of it. The same plan and seed: the same season. */
export async function play(plan: Plan, seed: string): Promise<Played> {
  const [post, fake] = [await Postbox.open(), await TelegramFake.open()];
  const begins = clockAt(plan.from, '00:00', PARIS);
  const house = await openHouse({ at: new Date(begins), env: { SMTP_URL: post.url, TELEGRAM_BOT_TOKEN: fake.token, TELEGRAM_API_ROOT: fake.url, TELEGRAM_RATE: '1000/1000' } });
  await keepJournal(house.fresh.admin);
  const log = new Log();
  log.settings.push({ from: begins, zone: PARIS, quietFrom: '20:00', quietTo: '08:00', confirmDays: [7, 2], practicalAt: '17:00', attendanceAt: '09:00', againDays: 2, draftHours: [24, 2], hereMinutes: 15 });
  const stage = new Stage({ house, fake, log, plan, random: new Random(`${plan.name} ${seed}`), script: await house.script(), cast: await castOf(house, fake, log, new Date(begins)) });
  await stage.moveTo(begins + 1);
  if (plan.loud === true) await stage.sets({ quietFrom: '00:00', quietTo: '00:00' });

  const wrong: string[] = [];
  for (const [n, scene] of scenesOf(stage).entries()) {
    await stage.moveTo(scene.at);
    await scene.play(stage);
    await stage.moveTo(scene.at);
    if (n % 20 === 0) wrong.push(...(await house.world.faults(stage.date)).map((one) => `${stage.date.toISOString()} ${one}`));
  }
  await stage.moveTo(tailOf(stage));
  await delivered(stage);
  wrong.push(...(await house.world.faults(stage.date)), ...(await strays(house.world)));

  const { admin } = house.fresh;
  [log.seats, log.alerts, log.decisions, log.preparings] = [await seatsFrom(admin), await alertsFrom(admin), await decisionsFrom(admin), await preparingsFrom(admin)];
  wrong.push(...(await unsent(admin)).filter(({ due_at: due }) => due.getTime() <= stage.now).map((one) => `not sent: ${JSON.stringify(one)}`));
  wrong.push(...servedEarly(log));
  const all = await sentFrom(admin);
  const pushes = all.filter(({ kind }) => !kind.startsWith('mail-'));
  const sent = pushes.filter(({ account }) => log.accounts.has(account));
  wrong.push(...pushes.filter((one) => !sent.includes(one)).map(({ kind, account }) => `${kind} to ${account}, who is nobody of the season`));
  const [expected, lines, texts] = [expectedOf(log, stage.now), linesOf(log, sent), await textsOf(stage)];
  return { stage, sent, lines, expected, texts, wrong, faults: [...compare(log, expected, sent), ...untrue(stage, lines, texts), ...wires(stage, post, all)] };
}

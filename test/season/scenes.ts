import { at as clockAt, DAY, dayOf, HOUR, MINUTE, plusDays } from './calendar.ts';
import { joins } from './cast.ts';
import { cancels, moves, revives, something } from './doings.ts';
import { PARIS, programmeOf } from './programme.ts';
import type { Stage } from './stage.ts';

export interface Scene { readonly at: number; play(stage: Stage): Promise<unknown> }

/** What happens once in a season: who comes and goes, a structure is suspended, the programme's numbers change. Each at a part of the way. */
const ONCE: readonly { readonly part: number; readonly clock: string; play(stage: Stage): Promise<unknown> }[] = [
  { part: 0.2, clock: '10:20', play: (stage) => joins(stage.house, stage.fake, stage.log, stage.cast, { label: 'joins in the middle', role: 'referent', home: 2, wishes: { email: 'arrivee@essai.example' } }, stage.date) },
  { part: 0.25, clock: '22:20', play: (stage) => enters(stage, 'Tue and Thu 9–12') },
  { part: 0.28, clock: '20:40', play: invites },
  { part: 0.3, clock: '23:10', play: (stage) => stage.house.world.joining({}, stage.date) },
  { part: 0.35, clock: '11:05', play: (stage) => stage.sets({ confirmDays: [5, 1], practicalAt: '18:30' }) },
  { part: 0.4, clock: '21:40', play: (stage) => suspends(stage, 1, true) },
  { part: 0.48, clock: '13:30', play: (stage) => suspends(stage, 1, false) },
  { part: 0.5, clock: '22:10', play: (stage) => suspends(stage, 2, true) },
  { part: 0.5, clock: '23:30', play: (stage) => suspends(stage, 2, false) },
  { part: 0.6, clock: '14:45', play: removes },
  { part: 0.7, clock: '09:35', play: (stage) => stage.sets({ confirmDays: [7, 2], attendanceAt: '10:15', againDays: 1 }) },
  { part: 0.8, clock: '16:00', play: async (stage) => { if (stage.plan.loud !== true) await stage.sets({ quietFrom: '20:30', quietTo: '08:30' }); } },
];

async function suspends(stage: Stage, home: number, suspended: boolean): Promise<void> {
  const structure = stage.cast.homes[home]?.id ?? '';
  await stage.script.patch(`/structures/${structure}`, { suspended });
  stage.log.suspensions.push({ at: stage.now, structure, suspended });
}

/** Somebody enters the page by a one-time code (A2). */
async function enters(stage: Stage, label: string, isFirst = false): Promise<void> {
  const { id } = stage.cast.who.get(label) ?? { id: '' };
  await stage.house.login(await stage.house.world.code(id, new Date(stage.now + DAY)));
  stage.log.enterings.push({ at: stage.now, account: id, isFirst });
}

/** A second visitor, whom a referent invited. */
async function invites(stage: Stage): Promise<void> {
  const label = 'second visitor';
  const [, person = ''] = stage.cast.homes[0]?.people ?? [];
  await joins(stage.house, stage.fake, stage.log, stage.cast, { label, role: 'visitor', home: 0, invitedBy: 'any hours, mails', person }, stage.date);
  await enters(stage, label, true);
}

/** A referent is removed by a colleague (A2): what concerned them concerns the others. */
async function removes(stage: Stage): Promise<void> {
  const [leaves, stays] = [stage.cast.who.get('leaves in the middle'), stage.cast.who.get('kinds off')];
  if (leaves === undefined || stays === undefined) return;
  await stage.desk.as(stays, (store) => store.colleagues.remove(leaves.id, stage.date));
  stage.log.account(leaves.id).removed = stage.now;
}

/** In some nights the venue cancels, moves, moves back, and takes it back before the morning. */
const NIGHT: readonly (readonly [clock: string, play: (stage: Stage) => Promise<unknown>])[] = [['21:15', moves], ['22:35', cancels], ['23:20', moves], ['05:40', revives], ['06:25', moves]];

/** Everything that happens in a season, in order; no two at one instant, and none at an instant at which something is due. */
export function scenesOf(stage: Stage): Scene[] {
  const { plan, random } = stage;
  const scenes: Scene[] = [];
  const days: string[] = [];
  for (let day = plan.from; day < plan.to; day = plusDays(day, 1)) days.push(day);
  const on = (day: string, clock: string, play: Scene['play']): void => void scenes.push({ at: clockAt(day, clock, PARIS), play });

  for (const [n, planned] of programmeOf(plan, random).entries()) {
    const soon = planned.opens === null ? 31 + random.below(9) : 5 + random.below(4);
    const day = [plusDays(dayOf(planned.starts, PARIS), -soon), plan.from].sort().at(-1) ?? plan.from;
    on(day, '08:30', (one) => one.puts(planned, n));
  }
  for (const once of ONCE) on(days[Math.floor(once.part * days.length)] ?? plan.from, once.clock, (one) => once.play(one));
  for (const [n, day] of days.entries()) {
    if (n % 8 === 4) for (const [clock, play] of NIGHT) on(clock < '12:00' ? plusDays(day, 1) : day, clock, play);
    for (let i = 0; i < plan.perDay; i += 1) {
      const minutes = random.happens(0.25) ? (20 * 60 + random.below(12 * 60)) % (24 * 60) : 8 * 60 + random.below(12 * 60);
      on(day, `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`, something);
    }
  }
  const end = clockAt(plan.to, '00:00', PARIS);
  const all = scenes.filter(({ at }) => at < end).sort((a, b) => a.at - b.at);
  return all.map((scene, n) => ({ ...scene, at: scene.at + 1_000 * (1 + n - all.findIndex(({ at }) => at === scene.at)) + (n % 997) }));
}

/** After the last scene the clock goes on, so that what waits is sent. */
export const tailOf = (stage: Stage): number => clockAt(stage.plan.to, '12:00', PARIS) + 9 * DAY + 3 * HOUR + MINUTE;

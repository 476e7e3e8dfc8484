import { cancelPerformance, performancesRevived } from '../../db/changes.ts';
import { rows } from '../../db/connection.ts';
import { DAY, HOUR } from './calendar.ts';
import { FIRST } from './cast.ts';
import { closesOf, movedTo, opensOf, type Show } from './log.ts';
import { PLACES } from './programme.ts';
import type { Stage } from './stage.ts';

/** Something that somebody does now, if it can be done; false: it cannot. */
type Doing = (stage: Stage) => Promise<boolean>;

const soonest = (stage: Stage, shows: readonly Show[], most = 12): Show | undefined => stage.random.one(shows.slice(0, most));

/** People of a structure who have no seat there and wait for none. */
async function free(stage: Stage, structure: string | null, show: string): Promise<string[]> {
  const people = stage.cast.homes.find(({ id }) => id === structure)?.people ?? [];
  const taken = new Set((await stage.seats(`s.performance_id = ? and s.state in ('waiting', 'booked')`, [show])).map(({ person_id }) => person_id));
  return people.filter((id) => !taken.has(id));
}

const books: Doing = async (stage) => {
  const { random, desk } = stage;
  const who = random.one(stage.accounts('referent').filter(({ structure }) => !stage.isSuspended(structure)));
  const show = soonest(stage, stage.shows(stage.isOpen));
  if (who === undefined || show === undefined) return false;
  const people = random.some(await free(stage, who.structure, show.id), 1 + random.below(4)).map((id) => ({ id, kind: 'participant' as const }));
  const home = stage.cast.homes.find(({ id }) => id === who.structure);
  if (people.length === 0 || home === undefined) return false;
  const [hasCompanion] = await stage.seats(`s.performance_id = ? and s.person_id = ? and s.state in ('waiting', 'booked')`, [show.id, home.companion]);
  const wanted = [...people, ...(hasCompanion === undefined && random.happens(0.35) ? [{ id: home.companion, kind: 'companion' as const }] : [])];
  await desk.ask(who.referent, show.id, wanted, stage.date, { minimum: random.happens(0.2) ? wanted.length : 1 });
  return true;
};

/** Told at the opening, with people chosen beforehand; late ones are waited for by everybody. */
const alerts: Doing = async (stage) => {
  const who = stage.random.one(stage.accounts('referent'));
  const shows = stage.shows((state) => !state.cancelled && opensOf(state) > stage.now);
  const show = stage.random.happens(0.6) ? shows.find((one) => stage.state(one).opensGiven !== null) ?? soonest(stage, shows) : soonest(stage, shows);
  if (who === undefined || show === undefined) return false;
  const people = stage.random.some(await free(stage, who.structure, show.id), stage.random.below(3));
  await stage.desk.as(who.referent, (store) => store.alerts.set(show.id, people, 1, stage.date));
  return true;
};

/** [Confirmer] of the opening's message, in the chat. */
const confirmsAlert: Doing = async (stage) => {
  const set = await rows<{ account_id: string; performance_id: string }>(stage.house.fresh.admin, 'select account_id, performance_id from alert where cardinality(people) > 0 order by created_at, account_id');
  const open = set.filter(({ account_id: account, performance_id: show }) => stage.isOpen(stage.log.stateAt(show, stage.now)) && stage.log.isHere(account, stage.now));
  const one = stage.random.one(open);
  const who = stage.accounts('referent').find(({ id }) => id === one?.account_id);
  if (one === undefined || who === undefined) return false;
  await stage.presses(who.referent, 'alert', 'confirm', one.performance_id);
  return true;
};

/** A booking begun in the chat, with somebody named, and left so. */
const begins: Doing = async (stage) => {
  const who = stage.random.one(stage.accounts('referent').filter(({ structure }) => !stage.isSuspended(structure)));
  const show = soonest(stage, stage.shows(stage.isOpen), 6);
  if (who === undefined || show === undefined) return false;
  const chat = await stage.presses(who.referent, 'book', 'begin', show.id);
  await chat.says(stage.random.one(FIRST) ?? '');
  return true;
};

const givesBack: Doing = async (stage) => {
  const who = stage.random.one(stage.accounts('referent'));
  if (who === undefined) return false;
  const seats = (await stage.seats(`r.account_id = ? and s.state in ('waiting', 'booked')`, [who.id])).filter((seat) => stage.isOpen(stage.log.stateAt(seat.performance_id, stage.now)));
  const first = stage.random.one(seats);
  if (first === undefined) return false;
  const gone = stage.random.happens(0.3) ? seats.filter((seat) => seat.performance_id === first.performance_id) : [first];
  await stage.desk.cancel(who.referent, gone.map(({ id }) => id), stage.date);
  return true;
};

/** 'Qui vient ?': all come, or one does not. */
const saysWhoComes: Doing = async (stage) => {
  const seats = (await stage.seats(`s.state = 'booked' and s.confirmed_at is null`, [])).filter((seat) => { const state = stage.log.stateAt(seat.performance_id, stage.now); return stage.isOpen(state) && closesOf(state) - stage.now < 8 * DAY; });
  const one = stage.random.one(seats);
  const who = stage.accounts('referent').find(({ id }) => id === one?.account_id);
  if (one === undefined || who === undefined) return false;
  const own = seats.filter((seat) => seat.performance_id === one.performance_id && seat.account_id === who.id);
  const no = stage.random.happens(0.3) ? [one.id] : [];
  await stage.desk.as(who.referent, async (store) => {
    await store.booking.confirm(own.map(({ id }) => id).filter((id) => !no.includes(id)), stage.date);
    await store.booking.cancel(no, stage.date);
  });
  return true;
};

/** Presence: all at once by the button, or some. */
const saysWhoWasThere: Doing = async (stage) => {
  const seats = (await stage.seats(`s.state = 'booked' and s.attendance = 'unknown'`, [])).filter((seat) => { const { starts } = stage.log.stateAt(seat.performance_id, stage.now); return starts < stage.now && starts > stage.now - 4 * DAY; });
  const one = stage.random.one(seats);
  const who = stage.accounts('referent').find(({ id }) => id === one?.account_id);
  if (one === undefined || who === undefined) return false;
  if (stage.random.happens(0.4)) await stage.presses(who.referent, 'presence', 'all', one.performance_id);
  else await stage.desk.as(who.referent, (store) => store.attendance.mark([one.id], stage.random.happens(0.5) ? 'absent' : 'present', stage.date));
  return true;
};

const addsSeats: Doing = async (stage) => {
  const waited = (await stage.seats(`s.state = 'waiting'`, [])).filter((seat) => stage.isAhead(stage.log.stateAt(seat.performance_id, stage.now)));
  const one = stage.random.one(waited);
  if (one === undefined) return false;
  // After closing, by the operator's word alone (A8).
  await stage.script.post(`/performances/${one.performance_id}/seats`, { delta: 1 + stage.random.below(2), afterClosing: stage.random.happens(0.7) }, 200);
  return true;
};

/** After closing the operator frees a seat (A5, A16). */
const freesLate: Doing = async (stage) => {
  const seats = (await stage.seats(`s.state = 'booked'`, [])).filter((seat) => { const state = stage.log.stateAt(seat.performance_id, stage.now); return stage.isAhead(state) && closesOf(state) <= stage.now; });
  const one = stage.random.one(seats);
  if (one === undefined) return false;
  await stage.desk.cancel(stage.cast.operator, [one.id], stage.date);
  return true;
};

/** Shows in which somebody has a seat or waits: what becomes of others interests nobody. */
async function wanted(stage: Stage): Promise<Show[]> {
  const ids = new Set((await stage.seats(`s.state in ('waiting', 'booked')`, [])).map(({ performance_id }) => performance_id));
  return stage.shows(stage.isAhead).filter(({ id }) => ids.has(id));
}

const changes = (stage: Stage, show: Show, what: 'cancelled' | 'revived' | 'moved'): void => void stage.log.changes.push({ at: stage.now, show: show.id, what });

export const cancels: Doing = async (stage) => {
  const show = soonest(stage, await wanted(stage));
  if (show === undefined) return false;
  const before = stage.state(show);
  if (stage.random.happens(0.5)) await stage.script.post(`/performances/${show.id}/cancel`, {}, 200);
  else await stage.house.world.asOperator((trx) => cancelPerformance(trx, stage.house.world.operator, show.id, stage.date));
  show.states.push({ ...before, from: stage.now, cancelled: true });
  changes(stage, show, 'cancelled');
  return true;
};

/** As an import does it: the row, then what follows. */
export const revives: Doing = async (stage) => {
  const show = soonest(stage, stage.shows((state) => state.cancelled && state.starts > stage.now + HOUR), 3);
  if (show === undefined) return false;
  const { operator } = stage.house.world;
  await stage.house.world.asOperator(async (trx) => {
    await trx('performance').where({ operator_id: operator, id: show.id }).update({ cancelled_at: null });
    await performancesRevived(trx, operator, [show.id], stage.date);
  });
  show.states.push({ ...stage.state(show), from: stage.now, cancelled: false });
  changes(stage, show, 'revived');
  return true;
};

/** An hour later, the day before, across a week or a change of the clock, or to another house; sometimes back to where it was first. */
export const moves: Doing = async (stage) => {
  const { random } = stage;
  const show = soonest(stage, await wanted(stage));
  if (show === undefined) return false;
  const before = stage.state(show);
  const [first] = show.states;
  const back = random.happens(0.25) && first !== undefined && first.starts !== before.starts ? first.starts - before.starts : undefined;
  const by = back ?? random.one([HOUR, -HOUR, DAY, -DAY, 2 * DAY, 7 * DAY, 8 * DAY, 0, 0]) ?? HOUR;
  const place = by === 0 ? random.one(PLACES) : undefined;
  const venue = place === undefined ? undefined : stage.cast.venues.get(place.key);
  if (by === 0 && (venue === undefined || venue === before.venue)) return false;
  const answer = await stage.script.send('PATCH', `/performances/${show.id}`, { ...(by === 0 ? {} : { startsAt: new Date(before.starts + by).toISOString() }), ...(venue === undefined ? {} : { venueId: venue }) });
  if (answer.status !== 200) return false;
  show.states.push(movedTo(before, stage.now, { starts: before.starts + by, ...(venue === undefined || place === undefined ? {} : { venue, zone: place.zone }) }));
  changes(stage, show, 'moved');
  return true;
};

/** 'Je voudrais y aller', in the visitor's chat. */
const wishes: Doing = async (stage) => {
  const who = stage.random.one(stage.accounts('visitor'));
  const show = soonest(stage, stage.shows((state) => stage.isAhead(state) && stage.now < closesOf(state)), 5);
  if (who === undefined || show === undefined) return false;
  await stage.presses(who.referent, 'wish', 'go', show.id);
  return true;
};

const hinders: Doing = async (stage) => {
  const who = stage.random.one(stage.accounts('visitor'));
  const seats = who === undefined ? [] : (await stage.seats(`s.person_id = ? and s.state in ('waiting', 'booked')`, [who.person])).filter((seat) => stage.isAhead(stage.log.stateAt(seat.performance_id, stage.now)));
  const one = stage.random.one(seats);
  if (who === undefined || one === undefined) return false;
  await stage.presses(who.referent, 'wish', 'cannot', one.id);
  return true;
};

/** A referent asks for a seat to be freed after closing (A5). */
const asksOperator: Doing = async (stage) => {
  const who = stage.random.one(stage.accounts('referent'));
  const seats = who === undefined ? [] : (await stage.seats(`r.account_id = ? and s.state = 'booked'`, [who.id])).filter((seat) => { const state = stage.log.stateAt(seat.performance_id, stage.now); return stage.isAhead(state) && closesOf(state) <= stage.now; });
  const one = stage.random.one(seats);
  if (who === undefined || one === undefined) return false;
  await stage.desk.as(who.referent, (store) => store.decisions.ask({ kind: 'exception', person: one.person_id, performance: one.performance_id }, stage.date));
  return true;
};

/** Whoever is asked says yes or no; a wish is granted by its button, in the performance's lane. */
const answers: Doing = async (stage) => {
  const open = await rows<{ id: string; kind: string; structure_id: string | null; performance_id: string | null }>(stage.house.fresh.admin, `select id, kind, structure_id, performance_id from decision where state = 'open' order by created_at, id`);
  const one = stage.random.one(open);
  if (one === undefined) return false;
  const isVisit = one.kind === 'wish' || one.kind === 'hindrance';
  const who = isVisit ? stage.random.one(stage.accounts('referent').filter(({ structure }) => structure === one.structure_id))?.referent : stage.cast.operator;
  if (who === undefined) return false;
  if (one.kind === 'wish' && stage.random.happens(0.7)) await stage.presses(who, 'decide', 'grant', one.performance_id ?? '', one.id);
  else await stage.desk.as(who, (store) => store.decisions.decide(one.id, stage.random.happens(0.5), stage.date));
  return true;
};

/** What may happen at any moment, and how often. */
const OFTEN: readonly (readonly [number, Doing])[] = [
  [40, books], [8, alerts], [8, confirmsAlert], [4, begins], [8, givesBack], [6, saysWhoComes], [5, saysWhoWasThere], [5, addsSeats], [2, freesLate], [1.5, cancels], [2, revives], [4, moves], [5, wishes], [2, hinders], [2, asksOperator], [6, answers],
];

/** Something that can be done now is done; tried a few times. */
export async function something(stage: Stage): Promise<void> {
  const total = OFTEN.reduce((sum, [n]) => sum + n, 0);
  for (let tried = 0; tried < 5; tried += 1) {
    let left = stage.random.next() * total;
    const [, doing = books] = OFTEN.find(([n]) => (left -= n) < 0) ?? [];
    if (await doing(stage)) return;
  }
}

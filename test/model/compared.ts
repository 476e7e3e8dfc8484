import { expect } from 'vitest';
import { row } from '../../db/connection.ts';
import type { HouseModel } from './houseModel.ts';
import { TOLD, type RealHouse } from './realHouse.ts';

type Cell = string | number | boolean | null;
interface Stored {
  seats: Cell[][]; places: Cell[][]; taken: Cell[][]; weeks: Cell[][]; uses: Cell[][]; pushes: [string, string, string, { from?: string; fromVenue?: string } | null, string][]; inbox: Cell[][];
  due: Piece[];
}

/** A piece of timed work. */
export interface Piece { readonly id: string; readonly kind: string; readonly subject: string; readonly due_at: string }



/** All that is stored of the house, at one instant and in one statement; a function, since planning it takes as long as running it. */
export const STORED = `create or replace function model_stored(p_op uuid, p_now timestamptz, p_told text[]) returns json language plpgsql as $$ begin return (select row_to_json(x) from (with scope as materialized (
  select cast(set_config('g.op', p_op::text, true) as uuid) as op, set_config('g.role', 'operator', true) as role, set_config('g.structure', '', true) as structure, set_config('g.account', '', true) as account)
select
  (select coalesce(json_agg(json_build_array(person_id, performance_id, state, tier)), '[]') from seat where operator_id = p_op and state = 'booked') as seats,
  (select coalesce(json_agg(json_build_array(q.person_id, p.id, q.tier, q.rank, q.grouped, q.eligible)), '[]') from scope cross join performance p cross join lateral queue_of(scope.op, p.id, p_now) q where p.operator_id = p_op) as places,
  (select json_agg(json_build_array(id, taken, capacity, cancelled_at is not null)) from performance where operator_id = p_op) as taken,
  (select coalesce(json_agg(json_build_array(person_id, week, taken)), '[]') from week_quota where operator_id = p_op and taken > 0) as weeks,
  (select coalesce(json_agg(json_build_array(coalesce(q.performance_id, q.venue_id), u.structure_id, u.period_key, u.taken)), '[]')
     from quota_use u join quota q on q.operator_id = u.operator_id and q.id = u.quota_id where u.operator_id = p_op and u.taken > 0) as uses,
  (select coalesce(json_agg(json_build_array(account_id, kind, subject, detail, state)), '[]') from outbox where operator_id = p_op and kind = any (p_told) and state in ('due', 'sent')) as pushes,
  (select coalesce(json_agg(json_build_array(i.state, i.attempts, (select count(*) from outbox o where o.operator_id = i.operator_id and o.answers = i.no)) order by i.no), '[]') from inbox i where i.operator_id = p_op) as inbox,
  (select coalesce(json_agg(json_build_object('id', d.id, 'kind', d.kind, 'subject', d.subject, 'due_at', d.due_at) order by d.due_at, d.id), '[]') from due d where d.operator_id = p_op and d.due_at <= p_now) as due) x); end $$`;

const pushOf = ([account, kind, show, detail]: Stored['pushes'][number]): string =>
  kind === 'moved' ? `${account} ${kind} ${show} ${detail?.from ?? ''} ${detail?.fromVenue ?? ''}`.trimEnd() : `${account} ${kind} ${show}`;

export const stored = async ({ fresh, world, now }: RealHouse): Promise<Stored> => {
  const found = await row<{ stored: Stored }>(fresh.admin, 'select model_stored(?, ?, ?) as stored', [world.operator, now, TOLD]);
  if (found === undefined) throw new Error('one row');
  return found.stored;
};

/** Pushes that have been sent, as the model writes them. */
export const sentOf = ({ pushes }: Pick<Stored, 'pushes'>): string[] => pushes.filter(([, , , , state]) => state === 'sent').map(pushOf);

/** Seats, tiers, ranks, counters, pushes that are owed and sent, messages and their answers: the same here and there. What is due, first to be run first. */
export async function compare(model: HouseModel, real: RealHouse): Promise<Piece[]> {
  const { seats, places, taken, weeks, uses, pushes, inbox, due } = await stored(real);
  const { queue } = model;
  const short = new Map([
    ...real.people.map(({ id }, n) => [id, `person ${n}`] as const), ...real.shows.map((id, n) => [id, `show ${n}`] as const), ...real.venues.map((id, n) => [id, `venue ${n}`] as const),
    ...real.accounts.flatMap(({ id, structure }, n) => [[id, `account ${n}`], [structure ?? '', `house ${Math.floor(n / 2)}`]] as const),
  ]);
  const told = (list: readonly (readonly Cell[])[]): string[] => list.map((cells) => cells.map((cell) => short.get(String(cell)) ?? String(cell)).join(' ')).sort();
  const push = (list: readonly string[]): string[] => told(list.map((one) => one.split(' ')));
  const count = (keys: readonly string[]): string[][] => [...Map.groupBy(keys, (key) => key)].map(([key, all]) => [...key.split(' '), String(all.length)]);
  const booked = queue.rows.filter(({ state }) => state === 'booked');
  const structure = (person: string): string => queue.people.get(person)?.structure ?? '';
  expect({
    seats: told(seats), places: told(places), taken: told(taken), weeks: told(weeks), uses: told(uses), inbox: inbox.map((cells) => cells.join(' ')),
    owed: push(pushes.filter(([, , , , state]) => state === 'due').map(pushOf)), sent: push(sentOf({ pushes })),
  }).toEqual({
    seats: told(booked.map(({ person, show, state, tier }) => [person, show, state, tier])),
    places: told(real.shows.flatMap((show) => queue.queue(show).map(({ row: { person }, tier, rank, grouped, eligible }) => [person, show, tier, rank, grouped, eligible]))),
    taken: told([...queue.shows.values()].map(({ id, capacity, cancelled }) => [id, queue.booked(id).length, capacity, cancelled === true])),
    weeks: told(count(booked.filter(({ person, tier }) => tier === 1 && queue.people.get(person)?.kind !== 'companion').map(({ person, show }) => `${person} ${queue.shows.get(show)?.week}`))),
    uses: told(count(booked.flatMap(({ person, show }) => [show, queue.shows.get(show)?.venue ?? ''].filter((of) => queue.quotas.has(of)).map((of) => `${of} ${structure(person)} ${queue.periodOf(of, show)}`)))),
    inbox: model.inbox.map(({ state, attempts }) => `${state} ${attempts} ${state === 'pending' ? 0 : 1}`),
    owed: push(model.owed), sent: push(model.sent),
  });
  return due;
}

import { randomUUID } from 'node:crypto';
import { mayBookHere } from '../../core/domain/booking.ts';
import type { PersonKind } from '../../core/domain/person.ts';
import { freshSession } from '../../core/conversation/session.ts';
import type { Taken, Turn } from '../../core/conversation/turn.ts';
import { systemIds } from '../../core/ids.ts';
import { decodePress, encodePress } from '../../core/messages/actions.ts';
import { message, paragraph } from '../../core/messages/build.ts';
import type { Incoming } from '../../core/messages/incoming.ts';
import type { Account } from '../../core/ports.ts';
import type { Store } from '../../core/store.ts';
import { row, rows, type Database } from '../../db/connection.ts';
import { runDue } from '../../db/dueWork.ts';
import { sendDue } from '../../db/outbox.ts';
import { intake, runLane, runTurn, type TurnHouse } from '../../db/turns.ts';
import type { Fresh } from '../support/database.ts';
import { Desk } from '../support/desk.ts';
import { START, World } from '../support/world.ts';
import type { Wish } from './houseModel.ts';
import { mortal } from './mortal.ts';

export interface Beginning {
  readonly weekly: number | null;
  readonly capacities: readonly number[];
  readonly quota: { readonly period?: 'week' | 'month' | 'all'; readonly seats?: number; readonly show?: number };
}

export const [SHOWS, HOUSES] = [4, 2];
/** Three participants, a guest of each of the first two, a companion. */
export const HOUSE: readonly (readonly [PersonKind, number | null])[] = [
  ['participant', null], ['participant', null], ['participant', null], ['guest', 0], ['guest', 1], ['companion', null],
];
/** Kinds of pushes that the model knows of; what else is due is dropped when it is sent. */
export const TOLD = ['promoted', 'moved', 'cancelled', 'lost'];
/** Shows of one evening, so that none is closed when another is released; the third begins after midnight, in the next week. */
const EVENING = Date.parse('2026-11-29T20:00:00Z');
const HOURS = [0, 1, 3.5, 2];
const said = message([paragraph(['dit'])]);

/** The functions that take messages in and run turns: the app's own, or changed ones. */
export interface Turns { readonly intake: typeof intake; readonly runLane: typeof runLane; readonly runTurn: typeof runTurn }

/** The app's own scopes and functions over PostgreSQL: what is asked of the model is asked of this. */
export class RealHouse {
  readonly fresh: Fresh;
  readonly world: World;
  readonly desk: Desk;
  readonly turns: Turns;
  readonly accounts: Account[] = [];
  readonly people: { readonly id: string; readonly kind: PersonKind; readonly structure: string }[] = [];
  readonly venues: string[] = [];
  readonly shows: string[] = [];
  readonly wishes: { readonly wish: Wish; readonly platformId: string; readonly lane: boolean; stumbles: number }[] = [];
  now = START;
  /** Machine time: leases and retries. */
  machine = START;

  private constructor(fresh: Fresh, world: World, turns: Turns) {
    this.fresh = fresh;
    this.world = world;
    this.turns = turns;
    this.desk = new Desk(fresh);
  }

  static async open(fresh: Fresh, { weekly, capacities, quota }: Beginning, turns: Turns = { intake, runLane, runTurn }): Promise<RealHouse> {
    const world = await World.make(fresh, { weekly_quota: weekly });
    const house = new RealHouse(fresh, world, turns);
    for (let h = 0; h < HOUSES; h += 1) {
      const structure = await world.structure(`Foyer ${h + 1}`);
      for (const name of ['Sophie Martin', 'Karim Blin']) {
        const account = await world.referent(structure, name);
        house.accounts.push(account);
        await fresh.admin('chat').insert({ channel: 'web', chat_key: account.id, operator_id: world.operator, account_id: account.id, active: true, linked_at: START });
      }
      for (const [n, [kind, of]] of HOUSE.entries()) {
        const id = await world.person(structure, `Personne ${n + 1}`, kind, of === null ? null : (house.people[h * HOUSE.length + of]?.id ?? null));
        house.people.push({ id, kind, structure });
      }
    }
    house.venues.push(await world.venue('Théâtre'), await world.venue('Salle'));
    for (let n = 0; n < SHOWS; n += 1) {
      const startsAt = new Date(EVENING + (HOURS[n] ?? 0) * 3_600_000);
      house.shows.push((await world.show({ venue: house.venues[n === 3 ? 1 : 0] ?? '', capacity: capacities[n] ?? 1, startsAt })).id);
    }
    if (quota.period !== undefined && quota.seats !== undefined) await world.quota({ venue: house.venues[0] ?? '', period: quota.period, seats: quota.seats });
    if (quota.show !== undefined) await world.quota({ performance: house.shows[0] ?? '', period: 'all', seats: quota.show });
    return house;
  }

  /** What is left would be run by the next history, at another hour. */
  async close(): Promise<void> {
    await rows(this.fresh.admin, `delete from due where operator_id = ?`, [this.world.operator]);
    await rows(this.fresh.admin, `update inbox set state = 'failed' where operator_id = ? and state = 'pending'`, [this.world.operator]);
    await rows(this.fresh.admin, `delete from outbox where operator_id = ? and state = 'due'`, [this.world.operator]);
  }

  /** Turns whose conversation is one wish. */
  house(db: Database = this.fresh.app): TurnHouse {
    return {
      db, keys: this.fresh.keys, ids: systemIds, clock: { now: async () => this.now }, machine: () => this.machine,
      link: async () => undefined, sorry: () => said, failed: () => undefined,
      take: async (turn: Turn): Promise<Taken> => {
        const number = turn.incoming.kind === 'press' ? decodePress(turn.incoming.id)?.stamp?.value : turn.incoming.kind === 'text' ? Number(turn.incoming.text.slice('voeu '.length)) : undefined;
        const at = this.wishes[number ?? -1];
        if (at === undefined) throw new Error('a wish');
        await this.perform(turn.store, at.wish, turn.inLane ? turn.no : undefined);
        // After its work: all of that is undone.
        if ((at.stumbles -= 1) >= 0) throw new Error('broken');
        return { session: freshSession, messages: [said] };
      },
    };
  }

  async perform(store: Store, wish: Wish, waitSeq?: number): Promise<void> {
    if (wish.do === 'leave') {
      const mine = (await store.booking.list({ which: 'current', performance: wish.show }, { offset: 0, limit: 100 }, this.now)).items.filter(({ personId }) => wish.people.includes(personId));
      if (mine.length > 0) await store.booking.cancel(mine.map(({ id }) => id), this.now);
      return;
    }
    const performance = await store.offer.performance(wish.show);
    if (performance === undefined) return;
    const facts = await store.booking.facts(performance, this.now);
    if (mayBookHere(facts) !== undefined) return;
    const fresh = wish.people.flatMap((id) => facts.people.find((one) => one.id === id && !one.removed && one.has === null) ?? []);
    const join = facts.people.find(({ id, has }) => id === wish.host && has !== null)?.requestId ?? undefined;
    if (fresh.length === 0 || (wish.host !== undefined && join === undefined)) return;
    if (join === undefined && !fresh.some(({ kind }) => kind === 'participant')) return;
    await store.booking.ask({
      performance: wish.show, people: fresh.map(({ id, kind }) => ({ id, kind })), minimum: join === undefined ? Math.min(wish.minimum, fresh.length) : 1, waitSeq, join,
    }, this.now);
  }

  /** A message that comes in so many times at once, with one platform id. */
  async deliver(n: number, copies: number): Promise<void> {
    const at = this.wishes[n];
    if (at === undefined) return;
    const incoming: Incoming = at.lane
      ? { kind: 'press', id: encodePress({ flow: 'book', name: 'confirm', args: [at.wish.show], stamp: { of: 'revision', value: n } }) }
      : { kind: 'text', text: `voeu ${n}` };
    await Promise.all(Array.from({ length: copies }, () =>
      this.turns.intake(this.house(), { channel: 'web', platformId: at.platformId, chatKey: at.wish.account.id, incoming, at: this.now })));
  }

  wished(wish: Wish, lane: boolean): number {
    return this.wishes.push({ wish, platformId: randomUUID(), lane, stumbles: wish.stumbles }) - 1;
  }

  /** Somebody who works for a while and dies after so many statements; whether it came to that. */
  async dying(statements: number, work: (db: Database) => Promise<unknown>): Promise<boolean> {
    const process = mortal(this.fresh.appUrl, statements);
    try {
      await work(process.db);
    } catch (error) {
      if (!process.died()) throw error;
    } finally {
      await process.bury();
    }
    return process.died();
  }

  async isDue(id: string): Promise<boolean> {
    return (await rows(this.fresh.admin, 'select 1 from due where operator_id = ? and id = ?', [this.world.operator, id])).length > 0;
  }

  runDue(db: Database = this.fresh.app): Promise<boolean> {
    return runDue({ db, beside: this.fresh.app, keys: this.fresh.keys, ids: systemIds, clock: { now: async () => this.now }, machine: () => this.machine, failed: (error) => { throw error; } });
  }

  async send(db: Database = this.fresh.app): Promise<void> {
    const post = { mailer: { send: async () => undefined }, url: () => undefined, entrances: () => [] };
    await sendDue({ ...this.house(db), ...post, failed: (error: unknown) => { throw error; } }, async ({ kind }) => (TOLD.includes(kind) ? { send: said } : { drop: true }));
  }

  /** The instants, weeks and places of all performances, as they are stored. */
  instants(): Promise<{ id: string; venue_id: string; starts_at: Date; opens_at: Date; closes_at: Date; release_at: Date; week: string; month: string }[]> {
    return rows(this.fresh.admin, 'select id, venue_id, starts_at, opens_at, closes_at, release_at, week, month from performance where operator_id = ?', [this.world.operator]);
  }

  async attempts(n: number): Promise<{ state: string; attempts: number } | undefined> {
    return row(this.fresh.admin, 'select i.state, i.attempts from inbox i join inbox_key k on k.operator_id = i.operator_id and k.no = i.no where k.platform_id = ?', [this.wishes[n]?.platformId ?? '']);
  }
}

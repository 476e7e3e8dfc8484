import { setTimeout as wait } from 'node:timers/promises';
import { encodePress } from '../../core/messages/actions.ts';
import { blind } from '../../core/sealing.ts';
import { row } from '../../db/connection.ts';
import type { Fresh } from '../support/database.ts';
import { atMost, referentsLoggedIn } from '../support/processes.ts';
import { shuffled } from '../support/sample.ts';
import type { WildUpdates } from '../support/wildUpdates.ts';
import { START, type World } from '../support/world.ts';
import type { Person, Show } from './checks.ts';

const titled = (s: number): string => `Récital ${'abcdefgh'.charAt(s)}zo`;

/**
 * What people do while things die: each confirms what they had chosen ahead at every outing, of which half of them can be at; then a third of the
 * places are given back. Every fourth is on the web page and gets mails, the others are in Telegram. They read an answer before they go on.
 */
export class Evening {
  readonly people: readonly Person[];
  readonly shows: readonly Show[];
  readonly #fresh: Fresh;
  readonly #updates: WildUpdates;

  private constructor(fresh: Fresh, updates: WildUpdates, people: readonly Person[], shows: readonly Show[]) {
    [this.#fresh, this.#updates, this.people, this.shows] = [fresh, updates, people, shows];
  }

  static async make(fresh: Fresh, world: World, updates: WildUpdates, of: { readonly people: number; readonly shows: number; readonly seed: string }): Promise<Evening> {
    const shows: Show[] = await Promise.all(Array.from({ length: of.shows }, async (_, s) => {
      const startsAt = new Date(START.getTime() + (8 + 7 * s) * 86_400_000);
      return { id: (await world.show({ title: titled(s), capacity: of.people / 2, startsAt, opensAt: new Date(START.getTime() - 86_400_000) })).id, title: titled(s) };
    }));
    const mixed = shuffled(Array.from({ length: of.people }, (_, i) => i), of.seed);
    const people = await atMost(6, mixed, async (n): Promise<Person> => {
      const structure = await world.structure(`Foyer ${n}`);
      const [person = ''] = await world.people(structure, ['Zoraline Duvallon']);
      const web = n % 4 === 3 ? (await referentsLoggedIn(world, structure, 1, () => `referent${n}@essai.example`))[0] : undefined;
      const account = web === undefined ? await world.referent(structure) : { ...web, code: '' };
      await fresh.admin('alert').insert(shows.map(({ id }) => ({ operator_id: world.operator, account_id: account.id, performance_id: id, structure_id: structure, people: [person], created_at: START })));
      const where = web === undefined ? { key: blind(fresh.keys.master, 'chat', String(500_000 + n)) } : { key: web.id, token: web.token };
      return { ...where, chat: 500_000 + n, code: account.code, person, cancels: shows.map((_, s) => (n + s) % 3 === 0) };
    });
    return new Evening(fresh, updates, people, shows);
  }

  async book(): Promise<void> {
    await atMost(24, this.people, async (who) => {
      if (who.token === undefined) await this.#says(who, `/start ${who.code}`);
      for (const show of this.shows) await this.#updates.presses(who, encodePress({ flow: 'alert', name: 'confirm', args: [show.id] })).then(() => this.#answered(who));
    });
  }

  /** All of them wait or have a place: whoever gives one back gives it to somebody. */
  async giveBack(): Promise<void> {
    await atMost(24, this.people, async (who) => {
      for (const [s, show] of this.shows.entries()) {
        if (who.cancels[s] !== true) continue;
        await this.#says(who, `annuler zoraline ${show.title}`);
        await this.#says(who, 'oui');
      }
    });
  }

  /** Reads on, a few people at a time, as long as that is so. */
  async readWhile(goesOn: () => boolean): Promise<void> {
    await atMost(8, [0, 1, 2, 3, 4, 5, 6, 7], async (first) => {
      for (let i = first; goesOn(); i += 8) await this.#says(this.people[i % this.people.length] as Person, 'mes réservations');
    });
  }

  /** What waits: all 0 when the house is quiet. */
  waiting(): Promise<object | undefined> {
    return row(this.#fresh.admin, `
      select (select count(*)::int from inbox where state = 'pending') as inbox, (select count(*)::int from outbox where state = 'due' and due_at <= ?) as outbox,
             (select count(*)::int from delivery where state = 'due') as delivery, (select count(*)::int from due where due_at <= ?) as due`, [START, START]);
  }

  #says(who: Person, text: string): Promise<void> {
    return this.#updates.says(who, text).then(() => this.#answered(who));
  }

  /** PostgreSQL may be away. */
  async #answered({ key }: Person): Promise<void> {
    const left = (): Promise<{ n: number } | undefined> => row<{ n: number }>(this.#fresh.admin, `select count(*)::int as n from inbox where chat_key = ? and state = 'pending'`, [key]);
    while ((await left().catch(() => undefined))?.n !== 0) await wait(150);
  }
}

/** {@link Evening.waiting} of a house that is quiet. */
export const NOTHING_WAITS = { inbox: 0, outbox: 0, delivery: 0, due: 0 };

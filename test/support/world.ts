import { bareCode, linkCode, systemIds } from '../../core/ids.ts';
import type { Joining } from '../../core/domain/decision.ts';
import type { PersonKind } from '../../core/domain/person.ts';
import { closingOf, DEFAULT_TIMES, monthOf, openingOf, releaseOf, weekOf } from '../../core/domain/time.ts';
import type { Account } from '../../core/ports.ts';
import { blind } from '../../core/sealing.ts';
import { rows, type Transaction } from '../../db/connection.ts';
import { sealed } from '../../db/context.ts';
import { searchText } from '../../db/offer.ts';
import { schedulePerformance } from '../../db/schedule.ts';
import { withScope } from '../../db/scopes.ts';
import type { Fresh } from './database.ts';

/** Friday 20 November 2026, 10:00 in Paris: where the dialogues of the tests begin. */
export const START = new Date('2026-11-20T09:00:00Z');
export const ZONE = 'Europe/Paris';

export interface Referent extends Account { readonly code: string }

/** One operator of a test, made row by row through the scopes that the app itself uses. */
export class World {
  readonly fresh: Fresh;
  readonly operator = systemIds.uuid();
  readonly programme = systemIds.uuid();
  #n = 0;

  private constructor(fresh: Fresh) {
    this.fresh = fresh;
  }

  static async make(fresh: Fresh, programme: Partial<{ weekly_quota: number | null; name: string }> = {}): Promise<World> {
    const world = new World(fresh);
    await fresh.admin('operator').insert({ id: world.operator, name: programme.name ?? 'Essai', kind: 'solidarity' });
    await world.asOperator(async (trx) => {
      await fresh.keys.key(trx, { operator: world.operator, structure: null });
      await trx('programme').insert({ operator_id: world.operator, id: world.programme, name: 'Saison', zone: ZONE, ...programme, ...('name' in programme ? { name: 'Saison' } : {}) });
    });
    return world;
  }

  asOperator<T>(work: (trx: Transaction) => Promise<T>): Promise<T> {
    return withScope(this.fresh.app, { as: 'operator', operator: this.operator }, work);
  }

  async structure(name: string, more: Record<string, unknown> = {}): Promise<string> {
    const id = systemIds.uuid();
    await this.asOperator((trx) => trx('structure').insert({ operator_id: this.operator, id, name, ...more }));
    return id;
  }

  /** An account with a code that can be used again, as demo accounts have. */
  async account(role: Account['role'], structure: string | null, name = 'Sophie Martin', more: { person?: string; venue?: string; invitedBy?: string; email?: string } = {}): Promise<Referent> {
    const id = systemIds.uuid();
    const code = linkCode();
    const account: Account = { operator: this.operator, id, role, structure, lang: 'fr' };
    const [first = '', ...last] = name.split(' ');
    await this.asOperator(async (trx) => {
      await trx('account').insert({
        operator_id: this.operator, id, role, structure_id: structure, created_at: START,
        person_id: more.person ?? null, venue_id: more.venue ?? null, invited_by: more.invitedBy ?? null,
        sealed: await sealed({ trx, account, keys: this.fresh.keys }, { first, last: last.join(' '), ...(more.email === undefined ? {} : { email: more.email }) }, id),
      });
      await this.#code(trx, id, code, true);
    });
    return { ...account, code };
  }

  referent(structure: string, name?: string): Promise<Referent> {
    return this.account('referent', structure, name);
  }

  /** A one-time code for an account (A2). */
  async code(account: string, expires: Date): Promise<string> {
    const code = linkCode();
    await this.asOperator((trx) => this.#code(trx, account, code, false, expires));
    return code;
  }

  async #code(trx: Transaction, account: string, code: string, reusable: boolean, expires = new Date('2030-01-01')): Promise<void> {
    const id = systemIds.uuid();
    await trx('link_code').insert({ operator_id: this.operator, id, account_id: account, expires_at: expires, reusable });
    await trx('route').insert({ kind: 'code', hash: blind(this.fresh.keys.master, 'code', bareCode(code)), operator_id: this.operator, ref: id });
  }

  async person(structure: string, name: string, kind: PersonKind = 'participant', of: string | null = null): Promise<string> {
    const [id] = await this.people(structure, [name], kind, of);
    return id ?? '';
  }

  async people(structure: string, names: readonly string[], kind: PersonKind = 'participant', of: string | null = null): Promise<string[]> {
    const account: Account = { operator: this.operator, id: '', role: 'referent', structure, lang: 'fr' };
    return this.asOperator(async (trx) => {
      const made = await Promise.all(names.map(async (name) => {
        const id = systemIds.uuid();
        const [first = '', ...last] = name.split(' ');
        return { operator_id: this.operator, id, structure_id: structure, kind, of_person: of, created_at: START, sealed: await sealed({ trx, account, keys: this.fresh.keys }, { first, last: last.join(' ') }, id) };
      }));
      await trx.batchInsert('person', made, 500);
      return made.map(({ id }) => id);
    });
  }

  /** Somebody who asks to join (A1), as the reception keeps it. */
  async joining(asks: Partial<Joining> = {}, at: Date = START): Promise<string> {
    const id = systemIds.uuid();
    const account: Account = { operator: this.operator, id: '', role: 'operator', structure: null, lang: 'fr' };
    const joining: Joining = { structure: 'Association des Essais', kind: 'association', city: 'Bron', first: 'Nadia', last: 'Neuve', email: 'nadia.neuve@example.org', ...asks };
    await this.asOperator(async (trx) => {
      await trx('decision').insert({ operator_id: this.operator, id, kind: 'joining', answered_by: 'operator', created_at: at, sealed: await sealed({ trx, account, keys: this.fresh.keys }, { joining }, id) });
      await trx.raw('select tell_decision(?, ?, ?)', [this.operator, id, at]);
    });
    return id;
  }

  /** A named group of people (A13). */
  async party(structure: string, name: string, members: readonly string[]): Promise<string> {
    const id = systemIds.uuid();
    const account: Account = { operator: this.operator, id: '', role: 'referent', structure, lang: 'fr' };
    await this.asOperator(async (trx) => {
      await trx('party').insert({ operator_id: this.operator, id, structure_id: structure, sealed: await sealed({ trx, account, keys: this.fresh.keys }, { name }, id) });
      await trx('party_member').insert(members.map((person_id, position) => ({ operator_id: this.operator, party_id: id, person_id, structure_id: structure, position })));
    });
    return id;
  }

  async venue(name = 'Théâtre des Essais', more: Record<string, unknown> = {}): Promise<string> {
    const id = systemIds.uuid();
    await this.asOperator((trx) => trx('venue').insert({
      operator_id: this.operator, id, external_id: id, name, city: 'Lyon', address: '1 rue de l’Essai', phone: '04 65 71 00 01', access: 'Métro A, arrêt Essai', latitude: 45.76, longitude: 4.84, ...more,
    }));
    return id;
  }

  /** An event with one performance, open by default: it begins eight days after START, at 20:00. */
  async show(options: {
    title?: string; startsAt?: Date; capacity?: number; venue?: string; opensAt?: Date; closesAt?: Date; event?: string; zone?: string; event_more?: Record<string, unknown>; venueName?: string; city?: string; at?: Date;
  } = {}): Promise<{ id: string; event: string; venue: string }> {
    const venue = options.venue ?? (await this.venue(options.venueName ?? 'Théâtre des Essais', options.city === undefined ? {} : { city: options.city }));
    const startsAt = options.startsAt ?? new Date('2026-11-28T19:00:00Z');
    const zone = options.zone ?? ZONE;
    const title = options.title ?? `Spectacle ${(this.#n += 1)}`;
    const event = options.event ?? systemIds.uuid();
    const themes = (options.event_more?.['themes'] as readonly string[] | undefined) ?? ['théâtre'];
    const id = systemIds.uuid();
    await this.asOperator(async (trx) => {
      const [found] = await rows<{ name: string; city: string }>(trx, 'select name, city from venue where operator_id = ? and id = ?', [this.operator, venue]);
      if (options.event === undefined) {
        await trx('event').insert({
          operator_id: this.operator, id: event, programme_id: this.programme, venue_id: venue, source: 'test', external_id: event, title, themes,
          search: searchText({ title, city: found?.city ?? '', venue: found?.name ?? '', themes }), ...options.event_more,
        });
      }
      const opensAt = options.opensAt ?? openingOf(startsAt, zone, DEFAULT_TIMES);
      const closesAt = options.closesAt ?? closingOf(startsAt, zone, DEFAULT_TIMES);
      await trx('performance').insert({
        operator_id: this.operator, id, event_id: event, programme_id: this.programme, venue_id: venue, external_id: id, starts_at: startsAt, zone,
        week: weekOf(startsAt, zone), month: monthOf(startsAt, zone), opens_at: opensAt, closes_at: closesAt, release_at: releaseOf(opensAt, closesAt, DEFAULT_TIMES), capacity: options.capacity ?? 10,
      });
      await schedulePerformance(trx, this.operator, [id], options.at ?? START);
    });
    return { id, event, venue };
  }

  async quota(quota: { venue?: string; performance?: string; period: 'week' | 'month' | 'all'; seats: number }): Promise<void> {
    await this.asOperator((trx) => trx('quota').insert({ operator_id: this.operator, id: systemIds.uuid(), venue_id: quota.venue ?? null, performance_id: quota.performance ?? null, period: quota.period, seats: quota.seats }));
  }

  /** Seats added (or taken away) by the venue, dealt at once (A8). */
  async setCapacity(performance: string, capacity: number, now: Date): Promise<void> {
    await this.asOperator(async (trx) => {
      await trx('performance').where({ operator_id: this.operator, id: performance }).update({ capacity });
      await trx.raw('select deal(?, ?, ?)', [this.operator, performance, now]);
    });
  }

  /** What is stored of a performance's seats, by people's ids. */
  async seats(performance: string): Promise<{ person: string; state: string; tier: number | null; wait_seq: number; kind: string }[]> {
    return rows(this.fresh.admin, `select person_id as person, state, tier, wait_seq, kind from seat where performance_id = ? order by wait_seq, position`, [performance]);
  }

  /** Nobody eligible waits beside a vacant seat, nothing is overbooked, counters equal the rows they count. */
  async faults(now: Date): Promise<string[]> {
    const idle = await this.asOperator((trx) => rows<{ performance_id: string; free: number; eligible: number }>(trx, 'select * from idle_seats(?, ?)', [this.operator, now]));
    const overbooked = await rows<{ id: string }>(this.fresh.admin, `
      select p.id from performance p where (select count(*) from seat s where s.performance_id = p.id and s.state = 'booked') > p.capacity`);
    const miscounted = await rows<{ id: string }>(this.fresh.admin, `
      select p.id from performance p where p.taken <> (select count(*) from seat s where s.performance_id = p.id and s.holds)`);
    const weeks = await rows<{ person_id: string }>(this.fresh.admin, `
      select w.person_id from week_quota w where w.taken <> (select count(*) from seat s where s.person_id = w.person_id and s.week = w.week and s.counted)`);
    const uses = await rows<{ quota_id: string }>(this.fresh.admin, `
      select u.quota_id from quota_use u where u.taken <> (select count(*) from seat_quota q where q.quota_id = u.quota_id and q.structure_id = u.structure_id and q.period_key = u.period_key)`);
    return [
      ...idle.map((r) => `idle: ${r.free} free, ${r.eligible} eligible at ${r.performance_id}`),
      ...overbooked.map((r) => `overbooked: ${r.id}`), ...miscounted.map((r) => `taken is wrong: ${r.id}`),
      ...weeks.map((r) => `week quota is wrong: ${r.person_id}`), ...uses.map((r) => `structure quota is wrong: ${r.quota_id}`),
    ];
  }
}

import { encodePress } from '../../core/messages/actions.ts';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { Desk } from '../support/desk.ts';
import type { House } from '../support/house.ts';
import type { Script } from '../support/script.ts';
import type { TelegramFake } from '../support/telegramFake.ts';
import type { Referent } from '../support/world.ts';
import type { Cast } from './cast.ts';
import { closesOf, opensOf, type Account, type Log, type Settings, type Show, type ShowState } from './log.ts';
import type { Plan, Planned } from './programme.ts';
import type { Random } from './random.ts';

/** Where a season is played: the house, who is there, what is known of it at this instant, and the ways in which something is done. */
export class Stage {
  readonly house: House;
  readonly fake: TelegramFake;
  readonly script: Script;
  readonly desk: Desk;
  readonly log: Log;
  readonly cast: Cast;
  readonly random: Random;
  readonly plan: Plan;
  now = 0;
  readonly #chats = new Map<string, Chat>();

  constructor(parts: Pick<Stage, 'house' | 'fake' | 'script' | 'log' | 'cast' | 'random' | 'plan'>) {
    ({ house: this.house, fake: this.fake, script: this.script, log: this.log, cast: this.cast, random: this.random, plan: this.plan } = parts);
    this.desk = new Desk(this.house.fresh);
  }

  get date(): Date {
    return new Date(this.now);
  }

  /** The clock, by the real route: all that is due on the way has been done when it answers. */
  async moveTo(moment: number): Promise<void> {
    this.now = moment;
    await this.house.clock(this.date);
  }

  state(show: Show): ShowState {
    return this.log.stateAt(show.id, this.now);
  }

  /** Shows of which this is true now, the next first. */
  shows(is: (state: ShowState) => boolean): Show[] {
    return [...this.log.shows.values()].filter((show) => is(this.state(show))).sort((a, b) => this.state(a).starts - this.state(b).starts);
  }

  isOpen = (state: ShowState): boolean => !state.cancelled && opensOf(state) <= this.now && this.now < closesOf(state);
  isAhead = (state: ShowState): boolean => !state.cancelled && state.starts > this.now + 5 * 60_000;

  accounts(role: Account['role']): (Account & { readonly referent: Referent })[] {
    return [...this.log.accounts.values()].flatMap((one) => {
      const referent = this.cast.who.get(one.label);
      return one.role === role && referent !== undefined && this.log.isHere(one.id, this.now) ? [{ ...one, referent }] : [];
    });
  }

  isSuspended(structure: string | null): boolean {
    return this.log.suspensions.findLast((one) => one.structure === structure)?.suspended === true;
  }

  /** Seats as they stand, in the order in which they were asked for. */
  seats(where: string, bindings: readonly unknown[]): Promise<{ id: string; performance_id: string; person_id: string; structure_id: string; account_id: string; state: string; confirmed_at: Date | null }[]> {
    return rows(this.house.fresh.admin, `
      select s.id, s.performance_id, s.person_id, s.structure_id, r.account_id, s.state, s.confirmed_at from seat s join request r on r.id = s.request_id
       where ${where} order by s.wait_seq, s.position`, bindings);
  }

  /** A button pressed in the web chat, as if it stood in a message. */
  async presses(who: Referent, flow: string, name: string, ...args: string[]): Promise<Chat> {
    const chat = this.#chats.get(who.id) ?? (await this.house.login(who));
    this.#chats.set(who.id, chat);
    return chat.pressesId(encodePress({ flow, name, args }));
  }

  /** A show is put on sale by the operator's API. */
  async puts(planned: Planned, n: number): Promise<void> {
    const letters = `${String.fromCharCode(65 + Math.floor(n / 26))}${String.fromCharCode(65 + (n % 26))}`;
    const venue = this.cast.venues.get(planned.place) ?? '';
    const iso = (moment: number | null): string | undefined => (moment === null ? undefined : new Date(moment).toISOString());
    const { ends, opens, closes } = planned;
    const title = `Pièce ${letters}`;
    const made = await this.script.post('/events', {
      title, venueId: venue,
      performances: [{
        startsAt: iso(planned.starts), capacity: planned.capacity, ...(ends === null ? {} : { endsAt: iso(ends) }), ...(opens === null ? {} : { opensAt: iso(opens) }),
        ...(closes === null ? {} : { closesAt: iso(closes) }), ...(planned.quota === undefined ? {} : { quota: planned.quota }),
      }],
    });
    const id = made.performances[0]?.id ?? '';
    const zone = (await rows<{ zone: string }>(this.house.fresh.admin, 'select zone from performance where id = ?', [id]))[0]?.zone ?? '';
    this.log.shows.set(id, { id, title, states: [{ from: this.now, starts: planned.starts, ends, venue, zone, opensGiven: opens, closesGiven: closes, closesLate: null, cancelled: false }] });
    this.log.changes.push({ at: this.now, show: id, what: 'made' });
  }

  /** Numbers of the programme, by the operator's API. */
  async sets(change: Partial<Pick<Settings, 'confirmDays' | 'practicalAt' | 'attendanceAt' | 'againDays' | 'quietFrom' | 'quietTo'>>): Promise<void> {
    const names = { confirmDays: 'confirmDaysBefore', againDays: 'attendanceAgainDays' } as const;
    await this.script.patch('/programme', Object.fromEntries(Object.entries(change).map(([key, value]) => [key in names ? names[key as keyof typeof names] : key, value])));
    this.log.settings.push({ ...this.log.settingsAt(this.now), ...change, from: this.now });
  }
}

import { kindOrder, type PersonKind } from '../../core/domain/person.ts';

/**
 * The waitlist as domain.md tells it ('Eligible, order and rank, exactly'), written a second time, slowly and
 * without a database: everything is computed again from the rows after every single seat. What it and
 * db/functions/deal.sql agree on is what the rules say.
 */
export interface ModelShow {
  readonly id: string; venue: string; capacity: number; opensAt: Date; closesAt: Date; releaseAt: Date;
  /** Absent: all shows are of one. */
  week?: string; month?: string;
  cancelled?: boolean;
}
export interface ModelPerson { readonly id: string; readonly structure: string; readonly kind: PersonKind; active: boolean }
export interface ModelRequest { readonly id: string; readonly show: string; readonly seq: number; minimum: number; formed: boolean }
export interface ModelRow {
  readonly person: string; readonly show: string; readonly request: string; readonly seq: number; readonly position: number;
  state: 'waiting' | 'booked' | 'cancelled'; tier: 1 | 2 | null;
}

/** A row that waits: in which tier, whether it could sit now, and how many stand before it, plus one. */
export interface Place { readonly row: ModelRow; readonly tier: 1 | 2; readonly grouped: boolean; readonly core: boolean; readonly needs: number; readonly eligible: boolean; rank: number }

export class QueueModel {
  weekly: number | null;
  now: Date;
  readonly shows = new Map<string, ModelShow>();
  readonly people = new Map<string, ModelPerson>();
  readonly suspended = new Set<string>();
  /** A7: seats a structure may have at a show or a venue, by its id. */
  readonly quotas = new Map<string, number>();
  /** In which period each of them counts; absent: in all. */
  readonly periods = new Map<string, 'week' | 'month'>();
  readonly requests = new Map<string, ModelRequest>();
  readonly rows: ModelRow[] = [];

  constructor(weekly: number | null, now: Date) {
    this.weekly = weekly;
    this.now = now;
  }

  booked(show: string): ModelRow[] {
    return this.rows.filter((row) => row.show === show && row.state === 'booked');
  }

  free(show: string): number {
    return this.#show(show).capacity - this.booked(show).length;
  }

  /** A6: companions have no quota; seats given over quota do not count. */
  ownTier({ person, show }: ModelRow): 1 | 2 {
    if (this.weekly === null || this.#person(person).kind === 'companion') return 1;
    return this.weekUse(person, this.#show(show).week) < this.weekly ? 1 : 2;
  }

  /** Seats of somebody that count in a week: where the performances now are (A19). */
  weekUse(person: string, week: string | undefined): number {
    if (this.#person(person).kind === 'companion') return 0;
    return this.rows.filter((row) => row.person === person && row.state === 'booked' && row.tier === 1 && this.#show(row.show).week === week).length;
  }

  /** A7: seats left to a structure at a show, by the tightest quota. */
  quotaLeft(structure: string, show: string): number {
    const { venue } = this.#show(show);
    return Math.min(...[show, venue].map((of) => (this.quotas.get(of) ?? Infinity) - this.quotaUse(of, structure, this.periodOf(of, show))));
  }

  /** In which period of a quota a show counts. */
  periodOf(quota: string, show: string): string {
    const period = this.periods.get(quota);
    return period === undefined ? 'all' : (this.#show(show)[period] ?? '');
  }

  /** Seats of a structure that count in a quota and a period of it. */
  quotaUse(quota: string, structure: string, period: string): number {
    return this.rows.filter((row) => row.state === 'booked' && this.#person(row.person).structure === structure &&
      (row.show === quota || this.#show(row.show).venue === quota) && this.periodOf(quota, row.show) === period).length;
  }

  /** Everybody who waits, first to be served first. */
  queue(show: string): Place[] {
    const released = this.now >= this.#show(show).releaseAt;
    const waiting = this.rows.filter((row) => row.show === show && row.state === 'waiting');
    const places = waiting.map((row): Place => {
      const person = this.#person(row.person);
      const request = this.#request(row.request);
      const together = this.#group(request);
      const grouped = together.length > 1 && together.includes(row);
      const needs = grouped ? Math.min(request.minimum, together.length) : 1;
      const seated = this.rows.some((other) => other.request === row.request && other.state === 'booked' && this.#person(other.person).kind === 'participant');
      const best = grouped ? this.#best(together, needs, seated) : undefined;
      const groupTier = best === undefined ? 2 : this.#worst(best);
      const core = !grouped || (best?.includes(row) ?? this.#firstOf(together, needs).includes(row));
      const tier = !grouped ? this.ownTier(row) : core ? groupTier : this.#worst([row], groupTier);
      const eligible = person.active && !this.suspended.has(person.structure) && (tier === 1 || released) &&
        (grouped ? core && best !== undefined : person.kind === 'participant' || seated) &&
        this.quotaLeft(person.structure, show) >= needs;
      return { row, tier, grouped, core, needs, eligible, rank: 0 };
    });
    const kind = (place: Place): number => kindOrder.indexOf(this.#person(place.row.person).kind);
    places.sort((a, b) => a.tier - b.tier || a.row.seq - b.row.seq || Number(b.core) - Number(a.core) || kind(a) - kind(b) || a.row.position - b.row.position);
    places.forEach((place, i) => { place.rank = i + 1; });
    return places;
  }

  /** Gives the free seats of a show, one place in the queue at a time; to whom. */
  deal(show: string): ModelRow[] {
    const given: ModelRow[] = [];
    for (;;) {
      const next = this.isOpen(show) ? this.#next(show) : undefined;
      if (next === undefined) return given;
      const seated = next.grouped ? this.queue(show).filter((place) => place.grouped && place.core && place.row.request === next.row.request).map(({ row }) => row) : [next.row];
      for (const row of seated) {
        row.tier = this.ownTier(row);
        row.state = 'booked';
      }
      given.push(...seated);
      if (next.grouped) this.#request(next.row.request).formed = true;
    }
  }

  /** Whether a seat is vacant while somebody eligible waits. */
  idle(show: string): boolean {
    return this.isOpen(show) && this.#next(show) !== undefined;
  }

  /** A5: between opening and closing, and not cancelled. */
  isOpen(show: string): boolean {
    const { opensAt, closesAt, cancelled } = this.#show(show);
    return cancelled !== true && this.now >= opensAt && this.now < closesAt;
  }

  #next(show: string): Place | undefined {
    const free = this.free(show);
    return this.queue(show).find((place) => place.eligible && place.needs <= free);
  }

  /** Those of a request who still want to sit together; people who joined it later are on their own. */
  #group(request: ModelRequest): ModelRow[] {
    if (request.formed || request.minimum === 1) return [];
    return this.rows.filter((row) => row.request === request.id && row.state === 'waiting' && row.seq === request.seq);
  }

  /** The `k` best of a group of whom one is a participant (A10), by trying every choice; undefined: there is none. */
  #best(group: readonly ModelRow[], k: number, seated: boolean): ModelRow[] | undefined {
    const able = this.#sorted(group.filter((row) => this.#person(row.person).active));
    const choices = (from: number, left: number): ModelRow[][] =>
      left === 0 ? [[]] : able.slice(from).flatMap((row, i) => choices(from + i + 1, left - 1).map((rest) => [row, ...rest]));
    return choices(0, k).find((choice) => seated || choice.some((row) => this.#person(row.person).kind === 'participant'));
  }

  /** Whom a group that cannot form now would show first: its active members in order, a participant before all. */
  #firstOf(group: readonly ModelRow[], k: number): ModelRow[] {
    const able = this.#sorted(group.filter((row) => this.#person(row.person).active));
    const lead = able.find((row) => this.#person(row.person).kind === 'participant');
    return [...(lead === undefined ? [] : [lead]), ...able.filter((row) => row !== lead)].slice(0, k);
  }

  #sorted(rows: readonly ModelRow[]): ModelRow[] {
    return rows.toSorted((a, b) => this.ownTier(a) - this.ownTier(b) ||
      kindOrder.indexOf(this.#person(a.person).kind) - kindOrder.indexOf(this.#person(b.person).kind) || a.position - b.position);
  }

  #worst(rows: readonly ModelRow[], atLeast: 1 | 2 = 1): 1 | 2 {
    return rows.reduce<1 | 2>((worst, row) => (this.ownTier(row) > worst ? 2 : worst), atLeast);
  }

  #show(id: string): ModelShow { return found(this.shows.get(id)); }
  #person(id: string): ModelPerson { return found(this.people.get(id)); }
  #request(id: string): ModelRequest { return found(this.requests.get(id)); }
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not in the model');
  return value;
}

import type { Performance, Venue } from '../core/domain/performance.ts';
import { fold } from '../core/language/fold.ts';
import { nearestWord } from '../core/language/slips.ts';
import type { SearchCriteria, SearchPage, Store } from '../core/store.ts';
import { row, rows } from './connection.ts';
import type { Bound } from './context.ts';

interface PerformanceRow {
  id: string; event_id: string; venue_id: string; programme_id: string; title: string; summary: string | null; description: string | null;
  themes: string[]; accessibility: string[]; price: string | null; purchase_url: string | null;
  starts_at: Date; ends_at: Date | null; zone: string; week: string; opens_at: Date; closes_at: Date; release_at: Date;
  capacity: number; taken: number; cancelled_at: Date | null;
  venue_name: string; venue_address: string | null; venue_city: string; venue_phone: string | null; venue_access: string | null;
}

const columns = `p.id, p.event_id, p.venue_id, p.programme_id, e.title, e.summary, e.description, e.themes, e.accessibility, e.price, e.purchase_url,
  p.starts_at, p.ends_at, p.zone, p.week, p.opens_at, p.closes_at, p.release_at, p.capacity, p.taken, coalesce(p.cancelled_at, e.cancelled_at) as cancelled_at,
  v.name as venue_name, v.address as venue_address, v.city as venue_city, v.phone as venue_phone, v.access as venue_access`;
const tables = `performance p
  join event e on e.operator_id = p.operator_id and e.id = p.event_id
  join venue v on v.operator_id = p.operator_id and v.id = p.venue_id`;

const toPerformance = (r: PerformanceRow): Performance => ({
  id: r.id, eventId: r.event_id, venueId: r.venue_id, programmeId: r.programme_id, title: r.title, summary: r.summary, description: r.description,
  themes: r.themes, accessibility: r.accessibility, price: r.price, purchaseUrl: r.purchase_url,
  startsAt: r.starts_at, endsAt: r.ends_at, zone: r.zone, week: r.week, opensAt: r.opens_at, closesAt: r.closes_at, releaseAt: r.release_at,
  capacity: r.capacity, taken: r.taken, cancelledAt: r.cancelled_at,
  venue: { name: r.venue_name, address: r.venue_address, city: r.venue_city, phone: r.venue_phone, access: r.venue_access },
});

/** Kilometres on a sphere; null where the venue's place is unknown. */
const distance = '12742 * asin(sqrt(power(sin(radians(v.latitude - ?) / 2), 2) + cos(radians(?)) * cos(radians(v.latitude)) * power(sin(radians(v.longitude - ?) / 2), 2)))';

/** Performances by id, in no order; unknown ones are left out. */
export const performancesById = async ({ trx, account }: Pick<Bound, 'trx' | 'account'>, ids: readonly string[]): Promise<readonly Performance[]> =>
  (await rows<PerformanceRow>(trx, `select ${columns} from ${tables} where p.operator_id = ? and p.id = any (?)`, [account.operator, ids])).map(toPerformance);

/** The public offer (A4). Every statement names the operator: reading is not under a policy. */
export function offer({ trx, account }: Pick<Bound, 'trx' | 'account'>): Store['offer'] {
  const conditions = (c: SearchCriteria): { sql: string; bindings: unknown[] } => {
    const sql = ['p.operator_id = ?', 'p.starts_at >= ?', 'p.cancelled_at is null', 'e.cancelled_at is null'];
    const bindings: unknown[] = [account.operator, c.from];
    const and = (condition: string, ...values: unknown[]): void => {
      sql.push(condition);
      bindings.push(...values);
    };
    if (c.to !== undefined) and('p.starts_at < ?', c.to);
    if (c.city !== undefined) and("e.operator_id = ? and e.search like ?", account.operator, `%|${escaped(fold(c.city))}%`);
    if (c.theme !== undefined) and('? = any (e.themes)', c.theme);
    if (c.accessibility !== undefined) and('? = any (e.accessibility)', c.accessibility);
    if (c.seats !== undefined) and('p.capacity - p.taken >= ?', c.seats);
    if (c.bookableAt !== undefined) and('p.opens_at <= ? and p.closes_at > ?', c.bookableAt, c.bookableAt);
    if (c.venue !== undefined) and('p.venue_id = ?', c.venue);
    if (c.after !== undefined) and('(p.starts_at, p.id) > (?, ?)', c.after.startsAt, c.after.id);
    if (c.near !== undefined) {
      const { latitude, longitude, km } = c.near;
      const degrees = km / 111;
      and('v.latitude between ? and ?', latitude - degrees, latitude + degrees);
      and(`${distance} <= ?`, latitude, latitude, longitude, km);
    }
    // Each word somewhere in title, venue, town, summary or themes.
    for (const word of wordsOf(c.text)) and('e.search like ?', `%${escaped(word)}%`);
    return { sql: sql.join(' and '), bindings };
  };

  const searched = async (criteria: SearchCriteria, page: { offset: number; limit: number }): Promise<SearchPage> => {
    const where = conditions(criteria);
    const near = criteria.near;
    const km = near === undefined ? { sql: 'null::float8', bindings: [] } : { sql: distance, bindings: [near.latitude, near.latitude, near.longitude] };
    const found = await rows<PerformanceRow & { km: number | null; total: number }>(trx, `
      select ${columns}, ${km.sql} as km, count(*) over () as total from ${tables}
       where ${where.sql} order by p.starts_at, p.id offset ? limit ?`, [...km.bindings, ...where.bindings, page.offset, page.limit]);
    const waiting = await waitingAt(found.map((r) => r.id));
    const total = found[0]?.total ?? (page.offset === 0 ? 0 : ((await row<{ n: number }>(trx, `select count(*) as n from ${tables} where ${where.sql}`, where.bindings))?.n ?? 0));
    return { total, items: found.map((r) => ({ ...toPerformance(r), km: r.km, waiting: waiting.get(r.id) ?? 0 })) };
  };

  /** The text with each word that stands nowhere in the offer replaced by the nearest that does; undefined: none is near. */
  const corrected = async (text: string): Promise<string | undefined> => {
    const words = wordsOf(text);
    const better = [];
    for (const word of words) {
      const like = await row(trx, 'select 1 from event e where e.operator_id = ? and e.search like ? limit 1', [account.operator, `%${escaped(word)}%`]);
      if (like !== undefined) {
        better.push(word);
        continue;
      }
      // Events that share enough groups of three letters with the word, by the index; then letter by letter.
      await trx.raw("select set_config('pg_trgm.word_similarity_threshold', '0.25', true)");
      const near = await rows<{ search: string }>(trx, `
        select e.search from event e where e.operator_id = ? and ? <% e.search order by word_similarity(?, e.search) desc limit 200`, [account.operator, word, word]);
      const nearest = nearestWord(word, new Set(near.flatMap(({ search }) => search.split(/[ |]/))));
      if (nearest === undefined) return undefined;
      better.push(nearest);
    }
    const result = better.join(' ');
    return result === words.join(' ') ? undefined : result;
  };

  return {
    async search(criteria, page) {
      const found = await searched(criteria, page);
      if (found.total > 0 || criteria.text === undefined) return found;
      const text = await corrected(criteria.text);
      return text === undefined ? found : searched({ ...criteria, text }, page);
    },

    async performance(id) {
      const found = await row<PerformanceRow>(trx, `select ${columns} from ${tables} where p.operator_id = ? and p.id = ?`, [account.operator, id]);
      return found === undefined ? undefined : toPerformance(found);
    },

    async performances(ids) {
      const found = ids.length === 0 ? [] : await performancesById({ trx, account }, ids);
      return new Map(found.map((one) => [one.id, one]));
    },

    async venue(id) {
      return row<Venue>(trx, 'select name, address, city, phone, access from venue where operator_id = ? and id = ?', [account.operator, id]);
    },

    async otherDates(performance, now) {
      const found = await rows<PerformanceRow>(trx, `select ${columns} from ${tables}
        where p.operator_id = ? and p.event_id = ? and p.id <> ? and p.starts_at > ? and p.cancelled_at is null order by p.starts_at limit 12`,
        [account.operator, performance.eventId, performance.id, now]);
      return found.map(toPerformance);
    },

    async facets(now) {
      const coming = `from event e where e.operator_id = ? and e.cancelled_at is null and exists (
        select 1 from performance p where p.operator_id = e.operator_id and p.event_id = e.id and p.starts_at > ? and p.cancelled_at is null)`;
      const themes = await rows<{ name: string }>(trx, `select t.name, count(*) from (select unnest(e.themes) as name ${coming}) t group by 1 order by 2 desc, 1 limit 12`, [account.operator, now]);
      const cities = await rows<{ name: string }>(trx, `select v.city as name, count(*) from venue v join (select e.operator_id, e.venue_id ${coming}) c
        on c.operator_id = v.operator_id and c.venue_id = v.id group by 1 order by 2 desc, 1 limit 12`, [account.operator, now]);
      return { themes: themes.map((r) => r.name), cities: cities.map((r) => r.name) };
    },

    async partners(like, page, now) {
      const found = await rows<Venue & { id: string; coming: number; total: number }>(trx, `
        select v.id, v.name, v.address, v.city, v.phone, v.access, count(*) over ()::int as total,
               (select count(*)::int from performance p join event e on e.operator_id = p.operator_id and e.id = p.event_id
                 where p.operator_id = v.operator_id and p.venue_id = v.id and p.starts_at > ? and p.cancelled_at is null and e.cancelled_at is null) as coming
          from venue v where v.operator_id = ? order by v.name, v.id`, [now, account.operator]);
      const wanted = wordsOf(like);
      const all = wanted.length === 0 ? found : found.filter((one) => wanted.every((word) => ` ${fold(`${one.name} ${one.city}`)}`.includes(` ${word}`)));
      return { total: all.length, items: all.slice(page.offset, page.offset + page.limit).map(({ total: _total, ...partner }) => partner) };
    },

    async suggestions(limit, now) {
      const { rows: found }: { rows: PerformanceRow[] } = await trx.raw(`
        with liked as (
          -- A genre that people came to counts double.
          select g.theme, sum(case s.attendance when 'present' then 2 else 1 end) as weight
            from seat s
            join performance p on p.operator_id = s.operator_id and p.id = s.performance_id
            join event e on e.operator_id = p.operator_id and e.id = p.event_id
            cross join lateral unnest(e.themes) g (theme)
           where s.operator_id = :op and s.structure_id = :structure and s.state = 'booked' and s.attendance not in ('absent', 'excused')
           group by g.theme
        ), rated as (
          select p.id, p.event_id, p.starts_at, sum(l.weight) as weight,
                 row_number() over (partition by p.event_id order by p.starts_at) as nth
            from performance p
            join event e on e.operator_id = p.operator_id and e.id = p.event_id
            cross join lateral unnest(e.themes) g (theme)
            join liked l on l.theme = g.theme
           where p.operator_id = :op and p.opens_at <= :now and p.closes_at > :now and p.cancelled_at is null and e.cancelled_at is null and p.taken < p.capacity
             and not exists (select 1 from seat s join performance o on o.operator_id = s.operator_id and o.id = s.performance_id
                              where s.operator_id = p.operator_id and s.structure_id = :structure and o.event_id = p.event_id and s.state in ('booked', 'waiting'))
           group by p.id, p.event_id, p.starts_at
        )
        select ${columns} from ${tables} join rated r on r.id = p.id
         where p.operator_id = :op and r.nth = 1 order by r.weight desc, p.starts_at limit :limit`, { op: account.operator, structure: account.structure, now, limit });
      return found.map(toPerformance);
    },
  };

  async function waitingAt(ids: string[]): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const counts = await rows<{ performance_id: string; waiting: number }>(trx, 'select performance_id, waiting from waiting_at(?, ?)', [account.operator, ids]);
    return new Map(counts.map((r) => [r.performance_id, r.waiting]));
  }
}

/** The first words of a text, those of one letter left out. */
const wordsOf = (text: string | undefined): string[] => (text === undefined ? [] : fold(text).split(' ').filter((word) => word.length > 1).slice(0, 8));

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/**
 * What the text search looks into: 'title|city|venue|summary|themes', folded. The bar before the town lets a
 * search by town match from its beginning.
 */
export const searchText = (event: { title: string; city: string; venue: string; summary?: string | null; themes: readonly string[] }): string =>
  [event.title, event.city, event.venue, event.summary ?? '', event.themes.join(' ')].map(fold).join('|');

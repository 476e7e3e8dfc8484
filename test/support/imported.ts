import type { Applied, EventDraft, PerformanceDraft, VenueDraft } from '../../core/importing/offer.ts';
import { catalogueSink } from '../../db/catalogue.ts';
import { rows } from '../../db/connection.ts';
import type { Fresh } from './database.ts';
import { Desk } from './desk.ts';
import { START, type Referent, type World } from './world.ts';

/** Drafts to import, and what an import made of them. */
export const theatre: VenueDraft = { externalId: 'lieu:tanneurs:lyon', name: 'Théâtre des Tanneurs', city: 'Lyon', address: '3 rue des Tanneurs', phone: '04 65 71 00 02' };
/** Friday 4 December 2026, 20:00 in Paris; open since 4 November. */
export const FRIDAY = '2026-12-04T19:00:00.000Z';

export const date = (at: string, more: Partial<PerformanceDraft> = {}): PerformanceDraft => ({ externalId: `@${at}`, startsAt: new Date(at), cancelled: false, ...more });
export const show = (more: Partial<EventDraft> = {}): EventDraft => ({
  source: 'openagenda', externalId: '1', title: 'Le Gospel des ateliers', themes: ['musique'], accessibility: [], venue: theatre,
  performances: [date(FRIDAY, { capacity: 4 })], window: { from: START }, cancelled: false, rescheduled: false, ...more,
});

export interface Row { id: string; external_id: string; starts_at: Date; ends_at: Date | null; opens_at: Date; closes_at: Date; release_at: Date; week: string; month: string; zone: string; capacity: number; taken: number; cancelled_at: Date | null }

export const into = (world: World, events: EventDraft[], at = START): Promise<Applied> => catalogueSink(world.fresh.app, world.operator).apply(events, { at });

export const performances = (world: World): Promise<Row[]> => rows<Row>(world.fresh.admin, 'select * from performance where operator_id = ? order by starts_at, id', [world.operator]);

export async function firstOf(world: World): Promise<Row> {
  const [one] = await performances(world);
  if (one === undefined) throw new Error('no performance');
  return one;
}

/** Every row of the operator in every table, with the transaction that wrote it. */
export async function everything({ fresh, operator }: World): Promise<string[]> {
  const tables = await rows<{ name: string }>(fresh.admin, `
    select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and c.column_name = 'operator_id' and t.table_type = 'BASE TABLE' order by 1`);
  const all = [];
  for (const { name } of tables) {
    for (const { row } of await rows<{ row: string }>(fresh.admin, `select xmin::text || ' ' || t::text as row from ?? t where operator_id = ? order by 1`, [name, operator])) all.push(`${name} ${row}`);
  }
  return all;
}

export const ones = (count: Partial<Applied['performances']>) => ({ created: 0, changed: 0, same: 0, cancelled: 0, ...count });

export interface Staff { desk: Desk; home: string; sophie: Referent; people: string[] }
/** A structure with a referent and six people, and a desk to book at. */
export async function staff(world: World, fresh: Fresh = world.fresh): Promise<Staff> {
  const home = await world.structure('Foyer des Essais');
  return { desk: new Desk(fresh), home, sophie: await world.referent(home), people: await world.people(home, ['Awa Un', 'Bo Deux', 'Cy Trois', 'Di Quatre', 'Ed Cinq', 'Fa Six']) };
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openCatalogue } from '../../bots/catalogue/client.ts';
import { importCatalogue, type ImportOptions, type Report } from '../../bots/catalogue/importCatalogue.ts';
import { whenFull } from '../../core/i18n/when.ts';
import { fold } from '../../core/language/fold.ts';
import { catalogueSink } from '../../db/catalogue.ts';
import { rows } from '../../db/connection.ts';
import type { Chat } from '../support/chat.ts';
import { openHouse, type House } from '../support/house.ts';
import { startOpendatasoftStub, type Fiche, type OpendatasoftStub } from '../support/opendatasoftStub.ts';

/**
 * 400 real records through a portal into a running house, then found and booked by message. The records are not part
 * of the project: what is looked for is taken from what was imported, and no title stands here.
 */
const DATASET = 'evenements-publics-openagenda';
const file = join(process.env['GUICHET_SAMPLES'] ?? '', 'events/ods_openagenda_paris_2025.jsonl');
const isThere = process.env['GUICHET_SAMPLES'] !== undefined && existsSync(file);
const ZONE = 'Europe/Paris';
/** Monday 3 March 2025, 10:00 in Paris: in the records' season. */
const AT = new Date('2025-03-03T09:00:00Z');

interface Show { id: string; event: string; title: string; venue: string; themes: string[]; starts_at: Date; dates: number; alike: number }

let house: House;
let stub: OpendatasoftStub;
let records: Fiche[];
let first: Report;
let sophie: Chat;
let karim: Chat;
/** Open for booking now; `dates` of its event are to come, `alike` events have its title. */
let open: Show[];

const bring = (from: OpendatasoftStub, options: Partial<ImportOptions> = {}): Promise<Report> => importCatalogue({
  source: `ods:${DATASET}`, catalogue: openCatalogue({ baseUrl: from.url }), sink: catalogueSink(house.fresh.app, house.world.operator), now: AT, seats: 3, ...options,
});
const seen = (chat: Chat): string => fold(chat.text);
/** Its title and date are on the screen, on a sheet or in a list. */
const shows = (chat: Chat, show: Show): boolean => [show.title, whenFull(show.starts_at, ZONE, 'fr', AT)].every((part) => seen(chat).includes(fold(part)));

beforeAll(async () => {
  if (!isThere) return;
  house = await openHouse({ at: AT });
  records = (await readFile(file, 'utf8')).trim().split('\n').map((line) => JSON.parse(line) as Fiche);
  stub = await startOpendatasoftStub({ datasets: { [DATASET]: records } });
  first = await bring(stub);
  const { world } = house;
  const [home, relay] = [await world.structure('Foyer des Essais'), await world.structure('Relais des Essais')];
  await world.people(home, ['Soraya Ferrand', 'Malika Koné']);
  await world.people(relay, ['Hugo Petit', 'Inès Blin']);
  [sophie, karim] = [await house.login(await world.referent(home)), await house.login(await world.referent(relay, 'Karim Blin'))];
  open = await rows<Show>(house.fresh.admin, `
    select p.id, e.id as event, e.title, v.name as venue, e.themes, p.starts_at, count(*) over (partition by e.id)::int as dates,
           (select count(*)::int from event o where o.operator_id = e.operator_id and o.title = e.title) as alike
      from performance p join event e on e.id = p.event_id join venue v on v.id = p.venue_id
     where p.operator_id = ? and p.opens_at <= ? and p.closes_at > ? and p.cancelled_at is null order by p.starts_at, p.id`, [world.operator, AT, AT]);
}, 60_000);
afterAll(async () => {
  if (isThere) await stub.close();
});
beforeEach((context) => {
  context.skip(!isThere, 'GUICHET_SAMPLES holds no events/ods_openagenda_paris_2025.jsonl');
});

/** One date, one event of that title, and a title of some words, none of which asks for something: it means this alone. */
const unmistakable = (): Show[] => open.filter((show) => show.dates === 1 && show.alike === 1 && fold(show.title).split(' ').length >= 3 && !ASKS.test(fold(show.title)));
const ASKS = /\b(?:reservez|presente)\b/;
const pick = (n: number): Show => {
  const show = unmistakable()[n];
  if (show === undefined) throw new Error('the samples have changed');
  return show;
};

describe('A4 a real catalogue', () => {
  test('goes in whole, and again without a change', async () => {
    expect(first).toMatchObject({ read: 400, found: { events: 399, performances: 3_173, past: 11_183 }, events: { created: 350, ignored: 49 }, performances: { created: 3_170 } });
    expect(first.problems).toMatchObject([{ code: 'no-title', refused: true }]);
    const again = await bring(stub);
    expect(again.events).toEqual({ created: 0, changed: 0, same: 350, cancelled: 0, ignored: 49 });
    expect(again.performances).toEqual({ created: 0, changed: 0, same: 3_170, cancelled: 0 });
    expect(await house.world.faults(AT)).toEqual([]);
  });

  test('A4 a title is found without its accents, in small letters', async () => {
    const missed: string[] = [];
    expect(unmistakable().length).toBeGreaterThan(20);
    for (const show of unmistakable().slice(0, 25)) {
      await sophie.says('menu');
      await sophie.says(`chercher ${fold(show.title)}`);
      if (!shows(sophie, show)) missed.push(`${show.title}\n→ ${sophie.text.slice(0, 300)}`);
    }
    expect(missed).toEqual([]);
  });

  test.todo('A4 a title that itself says « réservez » or « présente » is found');

  test('A4 a title is found with a letter too few in its longest word', async () => {
    const missed: string[] = [];
    const long = unmistakable().map((show) => ({ show, word: fold(show.title).split(' ').sort((a, b) => b.length - a.length)[0] ?? '' })).filter(({ word }) => word.length >= 11);
    expect(long.length).toBeGreaterThan(5);
    for (const { show, word } of long.slice(0, 10)) {
      await sophie.says('menu');
      await sophie.says(`chercher ${fold(show.title).replace(word, word.slice(0, -3) + word.slice(-2))}`);
      if (!shows(sophie, show)) missed.push(`${show.title}\n→ ${sophie.text.slice(0, 300)}`);
    }
    expect(missed).toEqual([]);
  });

  test('A4 by theme, then by date: the list shrinks to what both say', async () => {
    const theatre = open.filter((show) => show.themes.includes('théâtre'));
    const day = theatre.find((show) => theatre.filter((other) => whenFull(other.starts_at, ZONE, 'fr', AT) === whenFull(show.starts_at, ZONE, 'fr', AT)).length === 1)?.starts_at ?? AT;
    await sophie.says('menu');
    await sophie.says('chercher');
    await sophie.presses('Affiner');
    await sophie.presses('genre');
    await sophie.presses('théâtre');
    const all = Number(/(\d+) dates/.exec(sophie.text)?.[1]);
    expect(all).toBeGreaterThanOrEqual(theatre.length);
    const [, date = ''] = /^\S+ (\S+ \S+)/.exec(whenFull(day, ZONE, 'fr', AT)) ?? [];
    await sophie.says(`le ${date}`);
    const [n] = await rows<{ dates: number }>(house.fresh.admin, `
      select count(*)::int as dates from performance p join event e on e.id = p.event_id
       where p.operator_id = ? and 'théâtre' = any (e.themes) and p.cancelled_at is null and (p.starts_at at time zone '${ZONE}')::date = (?::timestamptz at time zone '${ZONE}')::date`, [house.world.operator, day]);
    sophie.sees(`${n?.dates ?? 0} date`);
    for (const show of theatre.filter((one) => one.starts_at.getTime() === day.getTime())) expect(seen(sophie)).toContain(fold(show.title).slice(0, 40));
  });
});

describe('A8 booking out of it', () => {
  test('A8 two people, found in one sentence; then the list of what is booked (A11)', async () => {
    const show = pick(0);
    await sophie.says('menu');
    await sophie.says(`chercher ${fold(show.title)}`);
    if (!sophie.actions.some((action) => action.label === 'Réserver')) await sophie.says('1');
    await sophie.presses('Réserver');
    sophie.sees('Pour qui');
    await sophie.says('soraya et malika');
    sophie.sees('Je récapitule', 'Soraya Ferrand', 'Malika Koné');
    await sophie.presses('Confirmer');
    sophie.sees('C’est réservé');
    expect((await house.world.seats(show.id)).map((one) => one.state)).toEqual(['booked', 'booked']);
    await sophie.says('mes réservations');
    expect(seen(sophie)).toContain(fold(show.title).slice(0, 30));
    sophie.sees('Soraya Ferrand', 'Malika Koné');
    karim.seesNot('Soraya');
  });

  test('A8 when it is full: the waitlist; more seats upstream go to who waits, and their referent is told', async () => {
    const show = pick(0);
    await karim.says('menu');
    await karim.says(`chercher ${fold(show.title)}`);
    if (!karim.actions.some((action) => action.label === 'Réserver')) await karim.says('1');
    await karim.presses('Réserver');
    await karim.says('hugo et inès');
    karim.sees('Il reste 1 place');
    await karim.presses('1 place + 1 en attente');
    await karim.presses('Confirmer');
    karim.sees('rang 1');
    expect((await house.world.seats(show.id)).map((one) => one.state).sort()).toEqual(['booked', 'booked', 'booked', 'waiting']);
    const uid = await uidOf(show);
    const report = await bring(stub, { where: `uid = "${uid}"`, seats: 5 });
    expect(report.performances).toEqual({ created: 0, changed: 1, same: 0, cancelled: 0 });
    expect((await house.world.seats(show.id)).map((one) => one.state)).toEqual(['booked', 'booked', 'booked', 'booked']);
    await karim.receives('Une place s’est libérée');
    expect(await house.world.faults(AT)).toEqual([]);
  });

  test('A19 cancelled upstream: it cannot be found or booked any more, and who holds a seat still sees it', async () => {
    const show = pick(0);
    const gone = await startOpendatasoftStub({ datasets: { [DATASET]: records.map((one) => ({ ...one, status: JSON.stringify({ id: 6, label: { fr: 'Annulé' } }) })) } });
    try {
      const report = await bring(gone, { where: `uid = "${await uidOf(show)}"` });
      expect([report.events.cancelled, report.performances.cancelled]).toEqual([1, 1]);
    } finally {
      await gone.close();
    }
    await karim.says('menu');
    await karim.says(`chercher ${fold(show.title)}`);
    expect(shows(karim, show)).toBe(false);
    await sophie.says('mes réservations');
    expect(seen(sophie)).toContain(fold(show.title).slice(0, 30));
    sophie.sees('annulé');
  });
});

async function uidOf(show: Show): Promise<string> {
  const [found] = await rows<{ external_id: string }>(house.fresh.admin, 'select external_id from event where id = ?', [show.event]);
  return found?.external_id ?? '';
}

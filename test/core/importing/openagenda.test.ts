import { describe, expect, test } from 'vitest';
import { collectOffer, type CheckOptions } from '../../../core/importing/collect.ts';
import type { Checked } from '../../../core/importing/offer.ts';
import { fiche, type FicheOptions } from '../../support/fiches.ts';

const FROM = new Date('2026-11-20T00:00:00Z');

function check(records: readonly unknown[], options: Partial<CheckOptions> = {}): Checked {
  const collector = collectOffer({ zone: 'Europe/Paris', source: 'tableau', from: FROM, ...options });
  records.forEach((record, i) => collector.add({ kind: 'record', line: i + 1, record }));
  return collector.finish();
}

const one = (fields: FicheOptions = {}): Checked => check([fiche('7', fields)]);
const said = ({ problems }: Checked): unknown[] => problems.map(({ code, refused, field }) => [code, refused, field]);

describe('A4 an OpenAgenda record becomes an event', () => {
  test('with its place, themes, access, price and tickets for those who would rather buy', () => {
    const { events, problems } = one({ keywords_fr: ['Gospel', 'Choeur'] });
    expect(problems).toEqual([]);
    expect(events).toEqual([
      {
        source: 'openagenda',
        externalId: '7',
        title: 'Le Gospel des ateliers 7',
        summary: 'Un concert pour tous',
        description: 'Cinquante voix & un piano.',
        themes: ['musique', 'gospel', 'choeur'],
        ageMin: 8,
        accessibility: ['hearing', 'motor'],
        price: 'Plein tarif 16 €',
        purchaseUrl: 'https://billets.example/gospel',
        url: 'https://openagenda.com/exemple/events/7',
        venue: {
          externalId: 'openagenda:501',
          name: 'Théâtre des Tanneurs',
          address: '3 rue des Tanneurs 69002 Lyon',
          postalCode: '69002',
          city: 'Lyon',
          region: 'Auvergne-Rhône-Alpes',
          latitude: 45.76,
          longitude: 4.83,
        },
        performances: [{ externalId: '7@2026-12-04T19:00:00Z', startsAt: new Date('2026-12-04T19:00:00Z'), endsAt: new Date('2026-12-04T20:30:00Z'), cancelled: false }],
        window: { from: FROM },
        cancelled: false,
        rescheduled: false,
      },
    ]);
  });

  test('local offsets on both sides of a change of the clock', () => {
    const { events } = one({ at: [['2027-03-27T20:00:00+01:00'], ['2027-03-28T20:00:00+02:00']] });
    expect(events[0]?.performances.map((each) => each.startsAt.toISOString())).toEqual(['2027-03-27T19:00:00.000Z', '2027-03-28T18:00:00.000Z']);
  });

  test('784 timings keep their past out, and a cap says where its word ends', () => {
    const at = Array.from({ length: 784 }, (_, i): [string] => [new Date(Date.UTC(2025, 0, 1 + i, 19)).toISOString()]);
    const all = one({ at });
    expect(all.events[0]?.performances).toHaveLength(784 - 688);
    expect(all.left).toEqual({ past: 688, capped: 0 });
    const { events, left } = check([fiche('7', { at })], { cap: 10 });
    expect(events[0]?.performances).toHaveLength(10);
    expect(left).toEqual({ past: 688, capped: 86 });
    expect(events[0]?.window).toEqual({ from: FROM, until: new Date('2026-11-30T19:00:00Z') });
  });

  test('overseas venues have their own time', () => {
    const { events } = one({ location_postalcode: '97400', location_city: 'SAINT-DENIS', location_region: 'Réunion', at: [['2026-12-04T20:00:00']] });
    expect(events[0]?.venue).toMatchObject({ zone: 'Indian/Reunion', region: 'La Réunion', city: 'Saint-Denis' });
    expect(events[0]?.performances[0]?.startsAt).toEqual(new Date('2026-12-04T16:00:00Z'));
  });

  test('the CSV export of the same records reads the same', () => {
    const record = fiche('7', { keywords_fr: ['gospel', 'choeur'] });
    const row = { ...record, keywords_fr: 'gospel,choeur', location_coordinates: '45.76, 4.83' };
    const collector = collectOffer({ zone: 'Europe/Paris', source: 'tableau', from: FROM });
    collector.add({ kind: 'row', line: 1, cells: Object.keys(row) });
    collector.add({ kind: 'row', line: 2, cells: Object.values<unknown>(row).map((value) => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '')) });
    expect(collector.finish()).toEqual(check([record]));
  });
});

describe('A19 cancelled, rescheduled, postponed', () => {
  test('cancelled: the event and each performance', () => {
    const { events } = one({ state: 6 });
    expect(events[0]).toMatchObject({ cancelled: true, performances: [{ cancelled: true }] });
  });

  test('rescheduled', () => expect(one({ state: 2 }).events[0]).toMatchObject({ rescheduled: true, cancelled: false }));

  test('postponed: nobody travels to those dates, the event stays', () => {
    expect(one({ state: 4 }).events[0]).toMatchObject({ cancelled: false, performances: [{ cancelled: true }] });
  });

  test('known by its label alone', () => {
    expect(one({ status: '{"label": {"fr": "Annul\\u00e9"}}' }).events[0]?.cancelled).toBe(true);
    expect(one({ status: { id: 9, label: { en: 'Canceled' } } }).events[0]?.cancelled).toBe(true);
  });

  test('an unknown state is said, and taken for scheduled', () => {
    const checked = one({ status: '{broken' });
    expect(checked.events[0]?.cancelled).toBe(false);
    expect(said(checked)).toEqual([['bad-status', false, 'status']]);
  });
});

describe('every record that cannot be read is listed with its line and reason, the rest goes in', () => {
  test.each([
    ['no title', { title_fr: null }, 'no-title', 'title_fr'],
    ['an empty title', { title_fr: '<p> </p>' }, 'no-title', 'title_fr'],
    ['no uid', { uid: '' }, 'no-id', 'uid'],
    ['timings that are not JSON', { timings: '[{"begin": ' }, 'bad-timings', 'timings'],
    ['timings that are no list', { timings: '{"begin": 1}' }, 'bad-timings', 'timings'],
    ['no timing', { timings: '[]' }, 'no-date', 'timings'],
    ['one that cannot be read', { timings: '[{"begin": "bientôt"}]' }, 'bad-date', 'timings'],
    ['31 February', { timings: '[{"begin": "2026-02-31T20:00:00+01:00"}]' }, 'bad-date', 'timings'],
    ['the year 9999', { timings: '[{"begin": "9999-12-31T20:00:00Z"}]' }, 'far-date', 'timings'],
    ['an end before the begin', { timings: '[{"begin": "2026-12-04T20:00:00Z", "end": "2026-12-04T19:00:00Z"}]' }, 'end-before-begin', 'timings'],
    ['no city', { location_city: null, location_address: 'chez nous' }, 'no-place', undefined],
  ])('%s', (_name, fields, code, field) => {
    const { events, problems, read } = check([fiche('1'), fiche('7', fields), fiche('3')]);
    expect(read).toBe(3);
    expect(events.map((event) => event.externalId)).toEqual(['1', '3']);
    expect(problems).toMatchObject([{ line: 2, code, refused: true, ...(field !== undefined && { field }) }]);
  });

  test('a broken timing is refused, the others go in, and none is taken for withdrawn', () => {
    const checked = one({ timings: '[{"begin": "2026-12-04T20:00:00+01:00"}, {"begin": "?"}, null]' });
    expect(checked.events[0]?.performances).toHaveLength(1);
    expect(checked.events[0]?.window).toBeUndefined();
    expect(said(checked)).toEqual([['bad-date', true, 'timings'], ['bad-date', true, 'timings']]);
  });

  test('one fault 784 times is not 784 problems', () => {
    expect(one({ timings: JSON.stringify(Array.from({ length: 784 }, () => ({ begin: 'x' }))) }).problems).toHaveLength(20);
  });

  test('without timings the first and last date stand for them', () => {
    const { events } = one({ at: [['2026-12-04T20:00:00+01:00'], ['2026-12-06T17:00:00+01:00']], timings: null });
    expect(events[0]?.performances).toHaveLength(2);
    expect(events[0]?.window).toBeUndefined();
  });

  test('details that are wrong are left out and said', () => {
    const checked = one({
      location_coordinates: { lat: 200, lon: 4 },
      location_website: 'javascript:alert(1)',
      canonicalurl: 'data:text/html,x',
      registration: '[{"type": "link", "value": "javascript:alert(1)"}]',
      age_min: 12,
      age_max: 3,
      keywords_fr: 7,
    });
    expect(said(checked)).toEqual([
      ['bad-url', false, 'site web'],
      ['bad-coordinates', false, 'coordonnées'],
      ['bad-age', false, 'age_min, age_max'],
      ['bad-keywords', false, 'keywords_fr'],
      ['bad-url', false, 'registration'],
      ['bad-url', false, 'canonicalurl'],
    ]);
    const [event] = checked.events;
    expect(event).not.toHaveProperty('url');
    expect(event).not.toHaveProperty('purchaseUrl');
    expect(event).not.toHaveProperty('ageMin');
    expect(event?.venue).not.toHaveProperty('latitude');
    expect(event?.venue).not.toHaveProperty('website');
  });

  test('100 kB in every field', () => {
    const long = 'très long '.repeat(10_000);
    const { events } = one({ title_fr: long, description_fr: long, longdescription_fr: long, conditions_fr: long, location_name: long, location_access_fr: long, keywords_fr: [long] });
    expect(events[0]?.title.length).toBeLessThanOrEqual(200);
    expect(JSON.stringify(events).length).toBeLessThan(14_000);
  });

  test('what is no record', () => {
    expect(check([null, 7, 'texte', [], {}]).problems.map(({ line, code }) => [line, code])).toEqual([
      [1, 'not-a-record'], [2, 'not-a-record'], [3, 'not-a-record'], [4, 'not-a-record'], [5, 'no-title'],
    ]);
  });

  test('the same id twice: the last wins, and it is said', () => {
    const { events, problems } = check([fiche('7', { title_fr: 'Avant' }), fiche('8'), fiche('7', { title_fr: 'Après' })]);
    expect(events.map((event) => event.title)).toEqual(['Après', 'Le Gospel des ateliers 8']);
    expect(problems).toMatchObject([{ line: 1, code: 'duplicate-event', refused: false, externalId: '7' }]);
  });

  test('one place described twice is told alike, so that importing again changes nothing', () => {
    const { events } = check([fiche('1', { location_name: 'Tanneurs' }), fiche('2', { location_name: 'Théâtre des Tanneurs' })]);
    expect(new Set(events.map((event) => event.venue.name))).toEqual(new Set(['Théâtre des Tanneurs']));
  });
});

import { describe, expect, test } from 'vitest';
import { collectOffer, type CheckOptions } from '../../../core/importing/collect.ts';
import { rowsOfCsv } from '../../../core/importing/delimited.ts';
import type { Checked } from '../../../core/importing/offer.ts';

const FROM = new Date('2026-11-20T00:00:00Z');

function check(csv: string | Uint8Array, options: Partial<CheckOptions> = {}): Checked {
  const collector = collectOffer({ zone: 'Europe/Paris', source: 'tableau', from: FROM, ...options });
  for (const row of rowsOfCsv(typeof csv === 'string' ? new TextEncoder().encode(csv) : csv)) collector.add(row);
  return collector.finish();
}

const HEAD = 'Titre;Date;Heure;Lieu;Ville;Places';
const lines = (...rows: string[]): string => [HEAD, ...rows].join('\n');

describe('A4 A5 A7 a table of a venue goes in as it is', () => {
  test('French headings, every column', () => {
    const { events, problems } = check(
      [
        'Identifiant;Titre;Description;Thèmes;Âge;Accessibilité;Tarif;Billetterie;Lien;Lieu;Adresse;Code postal;Ville;Téléphone;Date;Heure;Fin;Places;Ouverture;Clôture;Quota;Période',
        'G1;Le Gospel;Cinquante voix;musique, gospel;à partir de 8 ans;PMR;16 €;https://billets.example/g;https://exemple.fr/g;Les Tanneurs;3 rue des Tanneurs;69002;LYON;04 00 00 00 00;vendredi 4 décembre 2026;20h30;22h;20 places;20/11/2026 09:00;3/12/2026;4;semaine',
      ].join('\n'),
    );
    expect(problems).toEqual([]);
    expect(events).toEqual([
      {
        source: 'tableau',
        externalId: 'G1',
        title: 'Le Gospel',
        description: 'Cinquante voix',
        themes: ['musique', 'gospel'],
        ageMin: 8,
        accessibility: ['motor'],
        price: '16 €',
        purchaseUrl: 'https://billets.example/g',
        url: 'https://exemple.fr/g',
        venue: { externalId: 'lieu:les-tanneurs:lyon', name: 'Les Tanneurs', address: '3 rue des Tanneurs', postalCode: '69002', city: 'Lyon', region: 'Auvergne-Rhône-Alpes', phone: '04 00 00 00 00' },
        performances: [
          {
            externalId: 'G1@2026-12-04T19:30:00Z',
            startsAt: new Date('2026-12-04T19:30:00Z'),
            endsAt: new Date('2026-12-04T21:00:00Z'),
            capacity: 20,
            opensAt: new Date('2026-11-20T08:00:00Z'),
            closesAt: new Date('2026-12-03T23:00:00Z'),
            quota: { seats: 4, period: 'week' },
            cancelled: false,
          },
        ],
        cancelled: false,
        rescheduled: false,
      },
    ]);
  });

  test('English headings, commas, an end past midnight', () => {
    const { events } = check('title,start,end,venue,city,seats\n"Gospel, the night",2026-12-04 22:00,00:30,The Hall,Lyon,12');
    expect(events[0]).toMatchObject({ title: 'Gospel, the night', performances: [{ capacity: 12, endsAt: new Date('2026-12-04T23:30:00Z') }] });
  });

  test('lines of one event are its performances; by title and place when it has no identifier', () => {
    const { events, problems } = check(lines('Gospel;4/12/2026;20h;Tanneurs;Lyon;20', 'Gospel;5/12/2026;20h;Tanneurs;Lyon;15', 'Gospel;6/12/2026;20h;Halle;Bron;5'));
    expect(problems).toEqual([]);
    expect(events.map((event) => [event.externalId, event.performances.length])).toEqual([['gospel@tanneurs:lyon', 2], ['gospel@halle:bron', 1]]);
  });

  test('overseas: the postal code decides the time; a zone column decides before it', () => {
    const head = 'Titre;Date;Heure;Lieu;CP;Ville;Fuseau\n';
    expect(check(`${head}Gospel;4/12/2026;20h;Halle;97400;Saint-Denis;`).events[0]).toMatchObject({ venue: { zone: 'Indian/Reunion' }, performances: [{ startsAt: new Date('2026-12-04T16:00:00Z') }] });
    expect(check(`${head}Gospel;4/12/2026;20h;Halle;97133;Gustavia;America/Guadeloupe`).events[0]).toMatchObject({ venue: { zone: 'America/Guadeloupe' } });
  });

  test('titles and remarks above the headings, empty lines, an unknown column', () => {
    const { events, problems, read } = check(`Programme de décembre;;;;;\n;;;;;\nTitre;Date;Heure;Lieu;Ville;Humeur\n\nGospel;4/12/2026;20h;Tanneurs;Lyon;bonne\n;;;;;`);
    expect(events).toHaveLength(1);
    expect(read).toBe(1);
    expect(problems).toMatchObject([{ line: 3, code: 'unknown-column', refused: false, value: 'Humeur' }]);
  });

  test('a cancelled line, and an event all of whose lines are', () => {
    const csv = 'Titre;Date;Heure;Lieu;Ville;Annulé\nGospel;4/12/2026;20h;Tanneurs;Lyon;oui\nGospel;5/12/2026;20h;Tanneurs;Lyon;\nConte;5/12/2026;20h;Tanneurs;Lyon;x';
    expect(check(csv).events.map((event) => [event.cancelled, event.performances.map((each) => each.cancelled)])).toEqual([[false, [true, false]], [true, [true]]]);
  });

  test('a table speaks for all of its events only if it says so, and every line was read', () => {
    const good = lines('Gospel;4/12/2026;20h;Tanneurs;Lyon;20');
    expect(check(good).events[0]?.window).toBeUndefined();
    expect(check(good, { complete: true }).events[0]?.window).toEqual({ from: FROM });
    expect(check(`${good}\nGospel;32/12/2026;20h;Tanneurs;Lyon;20`, { complete: true }).events[0]?.window).toBeUndefined();
  });
});

describe('every faulty line is listed with its number and reason, the rest goes in', () => {
  test.each([
    [';4/12/2026;20h;Tanneurs;Lyon;20', 'no-title', 'il manque le titre (Titre)'],
    ['Gospel;;20h;Tanneurs;Lyon;20', 'no-date', 'il manque la date'],
    ['Gospel;31/02/2026;20h;Tanneurs;Lyon;20', 'bad-date', "cette date n'existe pas ou n'est pas lisible (Date) : « 31/02/2026 »"],
    ['Gospel;4/12/2026;;Tanneurs;Lyon;20', 'no-time', "il manque l'heure (Date) : « 4/12/2026 »"],
    ['Gospel;4/12/2026;tard;Tanneurs;Lyon;20', 'bad-time', "cette heure n'est pas lisible (Heure) : « tard »"],
    ['Gospel;4/12/9999;20h;Tanneurs;Lyon;20', 'far-date', 'cette date est trop lointaine pour être juste (Date) : « 4/12/9999 »'],
    ['Gospel;4/12/2026;20h;Tanneurs;;20', 'no-place', 'il manque le lieu ou la ville'],
    ['Gospel;4/12/2026;20h;Tanneurs;Lyon;-3', 'bad-seats', "ce nombre de places n'est pas possible (Places) : « -3 »"],
    ['Gospel;4/12/2026;20h;Tanneurs;Lyon;2,5', 'bad-seats', "ce nombre de places n'est pas possible (Places) : « 2,5 »"],
    ['Gospel;4/12/2026;20h;Tanneurs;Lyon;beaucoup', 'bad-seats', "ce nombre de places n'est pas possible (Places) : « beaucoup »"],
  ])('%s', (row, code, reason) => {
    const { events, problems, read } = check(lines('Conte;3/12/2026;20h;Tanneurs;Lyon;5', row, 'Cirque;5/12/2026;20h;Tanneurs;Lyon;5'));
    expect(read).toBe(3);
    expect(events.map((event) => event.title)).toEqual(['Conte', 'Cirque']);
    expect(problems).toMatchObject([{ line: 3, code, reason, refused: true }]);
  });

  test.each([
    ['Fuseau', 'Europe/Pari', 'bad-zone'],
    ['Fin', '03/12/2026 20:00', 'end-before-begin'],
    ['Fin', 'bientôt', 'bad-date'],
    ['Ouverture', 'hier', 'bad-date'],
    ['Ouverture', '20/11/2026', 'no-time'],
    ['Quota', 'deux', 'bad-quota'],
    ['Quota', '2 par an', 'bad-quota'],
  ])('%s: %s', (heading, value, code) => {
    const { events, problems } = check(`Titre;Date;Heure;Lieu;Ville;${heading}\nGospel;4/12/2026;20h;Tanneurs;Lyon;${value}`);
    expect(events).toEqual([]);
    expect(problems).toMatchObject([{ line: 2, code, refused: true }]);
  });

  test('a closing before the opening', () => {
    expect(check('Titre;Date;Heure;Lieu;Ville;Ouverture;Clôture\nGospel;4/12/2026;20h;Tanneurs;Lyon;20/11/2026 9h;19/11/2026 9h').problems).toMatchObject([{ code: 'close-before-open', refused: true }]);
  });

  test('the hour that spring leaves out goes in one hour later, and is said', () => {
    const { events, problems } = check(lines('Gospel;28/03/2027;2h30;Tanneurs;Lyon;20'));
    expect(events[0]?.performances[0]?.startsAt).toEqual(new Date('2027-03-28T01:30:00Z'));
    expect(problems).toMatchObject([{ code: 'clock-change', refused: false }]);
  });

  test('the same performance twice: the last line wins', () => {
    const { events, problems } = check(lines('Gospel;4/12/2026;20h;Tanneurs;Lyon;20', 'Gospel;4/12/2026;20h;Tanneurs;Lyon;30'));
    expect(events[0]?.performances.map((each) => each.capacity)).toEqual([30]);
    expect(problems).toMatchObject([{ line: 3, code: 'duplicate-performance', refused: false }]);
  });

  test('one identifier in two places', () => {
    const csv = 'Id;Titre;Date;Heure;Lieu;Ville\nG1;Gospel;4/12/2026;20h;Tanneurs;Lyon\nG1;Gospel;5/12/2026;20h;Halle;Bron';
    expect(check(csv).problems).toMatchObject([{ line: 3, code: 'two-places', refused: true, externalId: 'G1' }]);
  });

  test.each([['rien\nà\nvoir'], ['a;b\n1;2\n'.repeat(20)]])('no headings', (csv) => {
    const { events, problems } = check(csv);
    expect(events).toEqual([]);
    expect(problems).toMatchObject([{ code: 'no-headings', refused: true }]);
  });
});

describe('flat JSON records by the names of their fields', () => {
  test('first and last date', () => {
    const collector = collectOffer({ zone: 'Europe/Paris', source: 'tableau', from: FROM });
    const record = { uid: '64', title: 'Contes', description: 'Court', long_description: 'Long', keywords: 'conte, sable', first_date: '2027-02-04T09:30:00+00:00', last_date: '2027-02-09T09:30:00+00:00', location_name: 'Salle des fêtes', location_city: 'ALIXAN', location_address: 'Le Village - 26300 Alixan', latitude: 45, longitude: 5, url: 'https://openagenda.com/exemple/events/contes' };
    collector.add({ kind: 'record', line: 1, record });
    const { events, problems } = collector.finish();
    expect(events).toMatchObject([{ source: 'openagenda', externalId: '64', summary: 'Court', description: 'Long', venue: { city: 'Alixan', postalCode: '26300', region: 'Auvergne-Rhône-Alpes' } }]);
    expect(events[0]?.performances).toHaveLength(2);
    expect(events[0]?.window).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'only-ends', refused: false }]);
  });
});

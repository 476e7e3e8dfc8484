import { parse } from 'csv-parse/sync';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { csvOf } from '../../../core/documents/csv.ts';
import { counted, guestsCsv, guestsPdf, type GuestsData } from '../../../core/documents/guests.ts';
import { fileName, initialsOf } from '../../../core/documents/names.ts';
import { outingPdf, type OutingData } from '../../../core/documents/outing.ts';
import type { Guest } from '../../../core/documents/sources.ts';
import { fontsIn, infoOf, linesIn, objectsOf, pagesIn, pictureOf, textOf, trailer } from './read.ts';
import { instant, longest, options, PARIS } from './samples.ts';

const A4 = { width: 595.28, height: 841.89 };
const guest = (first: string, last: string, more: Partial<Guest> = {}): Guest =>
  ({ number: '482130572', kind: 'participant', first, last, discreet: false, structure: 'La Passerelle', phone: '04 00 00 00 01', ...more });
const show = { title: 'Gospel Experience', startsAt: instant('2026-11-28T20:00'), endsAt: null, zone: PARIS, closesAt: instant('2026-11-26T20:00'), accessibility: ['fauteuil roulant'], venue: { name: 'Théâtre des Tilleuls', address: '12 rue des Tilleuls', city: 'Villeurbanne', phone: '04 00 00 00 00', access: 'Métro A, arrêt République' } };
const listOf = (guests: readonly Guest[], more: Partial<GuestsData> = {}): GuestsData => ({ performance: show, guests, structures: 1, ...more });
/** An evening as most are. */
const usual = [
  guest('Soraya', 'Ferrand', { number: '482130572' }), guest('Malika', 'Koné', { number: '482130573' }), guest('Jean-Claude', 'Olivier', { number: '482130574', kind: 'companion' }),
  guest('Élodie', 'Éluard', { number: '482130575', kind: 'guest' }), guest('S.', 'E.', { number: '482130576', discreet: true, structure: null, phone: null }), guest('Zoé', 'de la Tour', { number: '482130577', structure: 'Foyer du Parc', phone: null }),
];
const crowd = Array.from({ length: 120 }, (_, i) => guest(['Awa', 'Éric', 'Ștefan', 'Nguyễn Thị'][i % 4] ?? '', `Nom-${String(119 - i).padStart(3, '0')}`, { number: String(100_000_000 + i), kind: i % 10 === 9 ? 'companion' : 'participant' }));

/** Kept for people to look at. */
function keep(name: string, pdf: Buffer): void {
  const folder = path.join(import.meta.dirname, '../../output');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.pdf`), pdf);
  for (let page = 0; page < Math.min(2, pagesIn(pdf)); page += 1) writeFileSync(path.join(folder, `${name}-${page + 1}.png`), pictureOf(pdf, { page, grey: page === 1, scale: 1.4 }).png);
}

function staysOnThePages(pdf: Buffer): void {
  for (let page = 0; page < pagesIn(pdf); page += 1) {
    const lines = linesIn(pdf, page).filter(({ text }) => text.trim() !== '');
    const foot = lines.find(({ text }) => text.startsWith(options.operator));
    expect(foot).toBeDefined();
    for (const line of lines) {
      expect(line.x).toBeGreaterThan(36);
      expect(line.right).toBeLessThan(A4.width - 36);
      expect(line.y).toBeGreaterThan(30);
      expect(line.bottom).toBeLessThan(A4.height - 30);
    }
    const above = lines.filter(({ y }) => y < (foot?.y ?? 0) - 1);
    for (const line of above) expect(line.bottom).toBeLessThan((foot?.y ?? 0) + 2);
  }
}

describe('A16 the guest list on paper', () => {
  it('A16 says what, when and where, counts, and everybody by name with their number, structure and its phone', async () => {
    const pdf = await guestsPdf(listOf(usual, { structures: 2 }), options);
    keep('guests-usual', pdf);
    const text = textOf(pdf);
    for (const said of [
      'Liste des invités', 'Gospel Experience', 'Samedi 28 novembre 2026 à 20 h', 'Théâtre des Tilleuls, Villeurbanne', 'page 1 / 1',
      '6 invitations : 4 participants, 1 proche, 1 accompagnement', '2 structures', 'Ferrand, Soraya', '482 130 572', 'Koné, Malika', 'La Passerelle', '04 00 00 00 01',
      'liste faite le vendredi 20 novembre 2026 à 11 h', 'détruisez cette liste',
    ]) expect(text).toContain(said);
    staysOnThePages(pdf);
  });

  it('A16 sorts as a French reader does: by last name without accents and small words’ case, then by first name', async () => {
    const text = textOf(await guestsPdf(listOf([guest('Bea', 'Zola'), guest('Zoé', 'élan'), guest('Ana', 'Élan'), guest('Io', 'Eluard'), guest('Al', 'de Sèze'), guest('Al', 'Dabin')]), options));
    const order = ['Dabin, Al', 'de Sèze, Al', 'Élan, Ana', 'élan, Zoé', 'Eluard, Io', 'Zola, Bea'].map((name) => text.indexOf(name));
    expect(order.every((at) => at >= 0)).toBe(true);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('A3 shows somebody discreet by initials and number, without their structure', async () => {
    const pdf = await guestsPdf(listOf([guest('S.', 'E.', { discreet: true, structure: null, phone: null, number: '999888777' })]), options);
    expect(textOf(pdf)).toContain('S. E. 999 888 777');
    expect(textOf(pdf)).not.toContain('La Passerelle');
  });

  it('A16 repeats its head on each page, and says which of how many it is', async () => {
    const pdf = await guestsPdf(listOf(crowd), options);
    keep('guests-crowd', pdf);
    const pages = pagesIn(pdf);
    expect(pages).toBeGreaterThan(3);
    const texts = Array.from({ length: pages }, (_, page) => textOf(pdf, page));
    for (const [no, text] of texts.entries()) for (const said of [`page ${no + 1} / ${pages}`, 'Gospel Experience', 'Samedi 28 novembre 2026 à 20 h', 'Théâtre des Tilleuls', 'Nom', 'Numéro']) expect(text).toContain(said);
    // Each of them once, in order.
    expect(texts.join(' ').match(/Nom-\d{3}/gu)).toEqual(Array.from({ length: 120 }, (_, i) => `Nom-${String(i).padStart(3, '0')}`));
    expect(texts.filter((text) => text.includes('120 invitations'))).toHaveLength(1);
    staysOnThePages(pdf);
  });

  it('keeps long names, titles and places inside the page, accents and other scripts right', async () => {
    const pdf = await guestsPdf(listOf([
      guest(longest.person.first, longest.person.last, { structure: 'Association intercommunale d’accueil et d’accompagnement des familles, service du mercredi', phone: '+33 4 00 00 00 01 (poste 12, du mardi au samedi)' }),
      guest('Łukasz', 'Żółć-Þórðardóttir'), guest('Оксана', 'Шевченко'), guest('ليلى', 'حداد'), guest('A'.repeat(80), 'B'.repeat(80)),
    ], { performance: { ...show, title: longest.title, venue: longest.venue } }), options);
    keep('guests-long', pdf);
    const text = textOf(pdf);
    for (const said of ['Ștefănescu', 'Nguyễn', 'Żółć-Þórðardóttir, Łukasz', 'Шевченко, Оксана']) expect(text).toContain(said);
    staysOnThePages(pdf);
  });

  it('says so where nobody comes', async () => {
    const text = textOf(await guestsPdf(listOf([], { structures: 0 }), options));
    expect(text).toContain('0 invitation');
    expect(text).toContain('Aucune invitation pour le moment.');
    expect(text).not.toContain('structure');
  });

  it('carries its fonts, is tagged as a table, names nobody in its metadata, is the same for the same data', async () => {
    const pdf = await guestsPdf(listOf(crowd), options);
    expect(fontsIn(pdf).every(({ embedded, bytes }) => embedded && bytes < 60_000)).toBe(true);
    expect(trailer(pdf, 'Root', 'MarkInfo', 'Marked')).toBe('true');
    const objects = objectsOf(pdf);
    for (const tag of ['Table', 'TR', 'TH', 'TD', 'H1']) expect(objects).toMatch(new RegExp(`/S/${tag}\\b`, 'u'));
    expect(objects).not.toMatch(/\/(?:JS|JavaScript|OpenAction|Launch|URI|EmbeddedFile)\b/u);
    for (const key of ['Title', 'Author', 'Subject', 'Keywords']) expect(infoOf(pdf, key) ?? '').not.toMatch(/Nom-|Awa/u);
    expect((await guestsPdf(listOf(crowd), options)).equals(pdf)).toBe(true);
  });

  it('has a box to tick beside each name, black on white', async () => {
    const { rgba } = pictureOf(await guestsPdf(listOf(usual), options), { grey: true });
    const shades = new Set(rgba.filter((_, i) => i % 4 === 0));
    expect(Math.min(...shades)).toBeLessThan(60);
    expect(shades.has(255)).toBe(true);
  });
});

describe('A16 the guest list as a table', () => {
  const read = (csv: Buffer): string[][] => parse(csv, { bom: true, delimiter: ';', record_delimiter: '\r\n' });

  it('A16 is read back: French headings, the venue’s day and hour, a line a person', () => {
    const csv = guestsCsv(listOf(usual));
    expect(csv.subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(csv.toString().replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
    const [heads, ...lines] = read(csv);
    expect(heads).toEqual(['Nom', 'Prénom', 'Type', 'Numéro', 'Structure', 'Téléphone', 'Spectacle', 'Date', 'Heure', 'Lieu']);
    expect(lines).toHaveLength(6);
    expect(lines.map(([last]) => last)).toEqual(['de la Tour', 'E.', 'Éluard', 'Ferrand', 'Koné', 'Olivier']);
    expect(lines[3]).toEqual(['Ferrand', 'Soraya', 'participant', '482 130 572', 'La Passerelle', '04 00 00 00 01', 'Gospel Experience', '28/11/2026', '20:00', 'Théâtre des Tilleuls']);
    expect(lines[1]?.slice(0, 6)).toEqual(['E.', 'S.', 'participant', '482 130 576', '', '']);
  });

  it('says the hours of the venue’s zone', () => {
    const [, line] = read(guestsCsv(listOf([guest('Awa', 'Diallo')], { performance: { ...show, zone: 'Indian/Reunion', startsAt: instant('2026-11-29T00:30', 'Indian/Reunion') } })));
    expect(line?.slice(7, 9)).toEqual(['29/11/2026', '00:30']);
  });

  it.each(['=1+1', '+33 4', '-2', '@SUM(A1)', '\t=1', '  =HYPERLINK("x")', '＝1'])('makes no formula of %j', (name) => {
    const [, line] = read(guestsCsv(listOf([guest(name, name)])));
    for (const cell of line?.slice(0, 2) ?? []) expect(cell).toMatch(/^'/u);
  });

  it('keeps quotes, semicolons and breaks inside their cell', () => {
    expect(read(csvOf([['a;b', 'c "d"', 'e\r\nf', '"', 'plain']]))).toEqual([['a;b', 'c "d"', 'e f', '"', 'plain']]);
  });
});

describe('A9 a structure’s own list of an outing', () => {
  const outing = (more: Partial<OutingData> = {}): OutingData => ({
    performance: show, people: [
      { kind: 'participant', first: 'Soraya', last: 'Ferrand', initials: false, number: '482130572' }, { kind: 'companion', first: 'Farida', last: 'Pinto', initials: false, number: '482130573' },
      { kind: 'participant', first: 'Malika', last: 'Koné', initials: false, number: null, rank: 3 },
    ], ...more,
  });

  it('A9 says who has a place, who waits at which rank, and place, time, access, contact and limit', async () => {
    const pdf = await outingPdf(outing(), options);
    keep('outing', pdf);
    const text = textOf(pdf);
    for (const said of [
      'Liste de la sortie', 'Samedi 28 novembre 2026 à 20 h', '12 rue des Tilleuls', '2 places, 1 personne en liste d’attente', 'Pour venir : Métro A', 'Accessible : fauteuil roulant', 'Contact du lieu : 04 00 00 00 00',
      'avant le jeudi 26 novembre à 20 h', 'Ferrand, Soraya a une place 482 130 572', 'Pinto, Farida accompagnement a une place 482 130 573', 'Koné, Malika liste d’attente, rang 3',
    ]) expect(text).toContain(said);
    expect(text.indexOf('Koné')).toBeGreaterThan(text.indexOf('Pinto'));
    staysOnThePages(pdf);
  });

  it('A5 leaves the limit out once it is over', async () => {
    expect(textOf(await outingPdf(outing(), { ...options, at: show.closesAt }))).not.toContain('rendez sa place');
  });
});

describe('X5 names of files', () => {
  it('X5 say the show and its day, and nobody', () => {
    expect(fileName('invites', 'Gospel Experience', '2026-11-28', 'pdf')).toBe('invites-gospel-experience-2026-11-28.pdf');
    expect(fileName('agenda', 'L’Œuvre d’été : « Ça & là » / suite', '2026-11-28', 'ics')).toBe('agenda-l-oeuvre-d-ete-ca-la-suite-2026-11-28.ics');
    expect(fileName('invites', '../../🎭', '2026-11-28', 'csv')).toBe('invites-2026-11-28.csv');
    expect(fileName('invites', 'é'.repeat(500), '2026-11-28', 'csv').length).toBeLessThan(100);
  });

  it('A3 initials are those of the invitation', () => {
    expect(initialsOf({ first: 'Élodie', last: 'de la Tour' })).toEqual({ first: 'É.', last: 'D.' });
    expect(initialsOf({ first: '', last: '' })).toEqual({ first: '', last: '' });
  });

  it('A16 counts what there is', () => {
    expect(counted([])).toBe('0 invitation');
    expect(counted([{ kind: 'participant' }])).toBe('1 invitation : 1 participant');
    expect(counted([...Array.from({ length: 9 }, () => ({ kind: 'participant' as const })), { kind: 'guest' }, { kind: 'guest' }, { kind: 'companion' }])).toBe('12 invitations : 9 participants, 2 proches, 1 accompagnement');
  });
});

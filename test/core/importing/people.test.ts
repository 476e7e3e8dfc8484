import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { MAX_PEOPLE, PERSON_PROBLEMS, readPeopleFile, readPeopleText, type PeopleOptions, type PeopleRead } from '../../../core/importing/people.ts';
import { correctionFile } from '../../../core/importing/peopleCorrection.ts';

const YEAR = 2026;
const read = (text: string, options: Partial<PeopleOptions> = {}): PeopleRead => readPeopleText(text, { year: YEAR, ...options });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const codes = ({ problems }: PeopleRead): string[] => problems.map(({ line, code }) => `${line} ${code}`);
const workbook = async (rows: readonly (readonly (string | number | Date)[])[]): Promise<Uint8Array> =>
  writeXlsxFile(rows.map((row) => row.map((value) => (value instanceof Date ? { value, type: Date, format: 'dd/mm/yyyy' } : typeof value === 'number' ? { value, type: Number } : { value })))).toBuffer();
const correction = (found: PeopleRead): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(correctionFile(found.problems)?.bytes);

/** Each line once: kept, told, or nobody. */
function expectWhole({ good, problems, ignored, faulty, lines }: PeopleRead): void {
  expect(good.length + faulty + ignored).toBe(lines);
  const told = new Set(problems.filter(({ kept }) => !kept).map(({ line }) => line));
  expect(good.filter(({ line }) => told.has(line))).toEqual([]);
}

describe('A3 a pasted list of people', () => {
  test.each([
    ['Awa Diallo', { first: 'Awa', last: 'Diallo', kind: 'participant' }],
    ['DIALLO Awa', { first: 'Awa', last: 'DIALLO' }],
    ['Diallo, Awa', { first: 'Awa', last: 'Diallo' }],
    ['Garcia Lopez, Maria', { first: 'Maria', last: 'Garcia Lopez' }],
    ['Mme Awa Diallo', { first: 'Awa', last: 'Diallo', civility: 'Mme' }],
    ['M. Hugo Petit', { first: 'Hugo', last: 'Petit', civility: 'M.' }],
    ['- Awa Diallo (2011)', { first: 'Awa', last: 'Diallo', birthYear: 2011 }],
    ['1. Awa Diallo, 14 ans', { first: 'Awa', last: 'Diallo', birthYear: 2012 }],
    ['2) Awa Diallo 14 ans', { first: 'Awa', last: 'Diallo', birthYear: 2012 }],
    ['☐ Awa Diallo, née le 12/03/2011', { first: 'Awa', last: 'Diallo', birthYear: 2011 }],
    ['Awa Diallo; participante; 06 12 34 56 78', { first: 'Awa', last: 'Diallo', kind: 'participant', phone: '+33612345678' }],
    ['Awa Diallo +33 (0)6 12 34 56 78', { first: 'Awa', last: 'Diallo', phone: '+33612345678' }],
    ['Awa Diallo <Awa@Exemple.fr>', { first: 'Awa', last: 'Diallo', email: 'awa@exemple.fr' }],
    ['DIALLO\tAwa\t12/03/2011\tPMR', { first: 'Awa', last: 'DIALLO', birthYear: 2011, access: 'PMR' }],
    ['Karim Diallo (invité de Awa Diallo)', { first: 'Karim', last: 'Diallo', kind: 'guest', of: 'Awa Diallo' }],
    ['Karim Diallo, invité(e) de Mme Awa Diallo', { first: 'Karim', last: 'Diallo', kind: 'guest', of: 'Awa Diallo' }],
    ['Karim Diallo frère d’Awa Diallo', { first: 'Karim', last: 'Diallo', kind: 'guest', of: 'Awa Diallo' }],
    ['Marie Roux, accompagnatrice', { first: 'Marie', last: 'Roux', kind: 'companion' }],
    ['Marie Roux, acompagnatrice', { first: 'Marie', last: 'Roux', kind: 'companion' }],
    ['Marie Roux - éducatrice spécialisée', { first: 'Marie', last: 'Roux', kind: 'companion' }],
    ['Participant : Awa Diallo', { first: 'Awa', last: 'Diallo', kind: 'participant' }],
    ['Diallo, Awa, participante, parle arabe, fauteuil roulant, canne blanche, discrète', { first: 'Awa', last: 'Diallo', lang: 'ar', access: 'fauteuil roulant, canne blanche', discreet: true }],
    ['Jean-Baptiste de La Tour', { first: 'Jean-Baptiste', last: 'de La Tour' }],
    ['Олена Коваль', { first: 'Олена', last: 'Коваль' }],
    ['Ali Ali', { first: 'Ali', last: 'Ali' }],
    ['Ami Jeune', { first: 'Ami', last: 'Jeune', kind: 'participant' }],
  ])('%j', (text, expected) => {
    const found = read(text);
    expect(found.problems).toEqual([]);
    expect(found.good).toEqual([expect.objectContaining({ line: 1, ...expected })]);
  });

  test('nothing is added that was not said', () => {
    expect(read('Awa Diallo').good).toEqual([{ line: 1, kind: 'participant', first: 'Awa', last: 'Diallo' }]);
  });

  test('titles say who follows; titles, blank lines, bullets and totals are nobody and are counted', () => {
    const found = read('Liste des inscrits\n\nParticipants (2) :\n• Awa Diallo\n• Hugo Petit\n----\nAccompagnateurs\nMarie Roux\nInvités de Awa Diallo :\nKarim Diallo\n*\nTotal : 4 personnes\n');
    expect(found.good.map(({ line, first, kind, of }) => [line, first, kind, of])).toEqual([
      [4, 'Awa', 'participant', undefined], [5, 'Hugo', 'participant', undefined], [8, 'Marie', 'companion', undefined], [10, 'Karim', 'guest', 'Awa Diallo'],
    ]);
    expect(found).toMatchObject({ problems: [], ignored: 8, lines: 12 });
  });

  test('cells copied from a spreadsheet with their headings, two of them misspelt, one unknown', () => {
    const found = read('N°\tNOM DE FAMILE\tPrenon\tTél.\tÂge\tVille\n1\tDiallo\tAwa\t612345678\t14 ans\tLyon\n2\tPetit\tHugo\t\t\t\n3\t\t\t\t\t');
    expect(found.good).toEqual([
      { line: 2, kind: 'participant', first: 'Awa', last: 'Diallo', phone: '+33612345678', birthYear: 2012 },
      { line: 3, kind: 'participant', first: 'Hugo', last: 'Petit' },
    ]);
    expect(found.problems).toEqual([{ line: 1, code: 'unknown-column', value: 'Ville', kept: true }]);
    expect(found).toMatchObject({ ignored: 2, columns: { last: 'NOM DE FAMILE', first: 'Prenon', phone: 'Tél.', age: 'Âge' } });
  });
});

describe('A3 every faulty line is told, with its number and reason', () => {
  test.each([
    ['Lucas', 'no-last', 'last', 'Lucas'],
    ['Mme Roux', 'no-first', 'first', 'Roux'],
    ['DIALLO', 'no-first', 'first', 'DIALLO'],
    ['06 12 34 56 78', 'no-name', 'name', '06 12 34 56 78'],
    [`${'A'.repeat(81)} Diallo`, 'name-too-long', 'name', undefined],
    ['Lucas 3', 'not-a-name', 'name', 'Lucas 3'],
    ['12 rue des Lilas', 'not-a-name', 'name', 'rue des Lilas'],
    ['Awa Diallo, Karim Diallo', 'several-people', 'name', undefined],
    ['Awa Diallo, Karim Diallo, Marie Roux', 'several-people', 'name', undefined],
    ['Awa et Karim Diallo', 'several-people', 'name', undefined],
    ['Awa Diallo, 12 rue des Lilas', 'not-understood', undefined, '12 rue des Lilas'],
    ['Awa Diallo; plombier', 'not-understood', undefined, 'plombier'],
    ['Karim Diallo, invité', 'guest-without-participant', 'of', undefined],
    ['Karim Diallo, invité de Karim Diallo', 'guest-of-self', 'of', 'Karim Diallo'],
    ['Awa Diallo; 06 12 34', 'bad-phone', 'phone', '06 12 34'],
    ['Awa Diallo; awa@exemple', 'bad-email', 'email', 'awa@exemple'],
    ['Awa Diallo; 1890', 'bad-birth', 'birth', '1890'],
    ['Awa Diallo; 31/02/2011', 'bad-birth', 'birth', '31/02/2011'],
    ['Awa Diallo; 2027', 'bad-birth', 'birth', '2027'],
    ['Bonjour à tous', 'not-a-name', 'name', 'Bonjour à tous'],
    ['Voici les jeunes pour samedi', 'not-a-name', 'name', undefined],
    ['Groupe du mercredi :', 'garbled', undefined, undefined],
    ['HÃ©lÃ¨ne Petit', 'garbled', undefined, undefined],
  ])('%j: %s', (text, code, field, value) => {
    const found = read(`Zoé Martin\n${text}\nLéo Blanc`);
    expect(found.good.map(({ line }) => line)).toEqual([1, 3]);
    expect(found.problems).toEqual([expect.objectContaining({ line: 2, code, kept: false, ...(field !== undefined && { field }), ...(value !== undefined && { value }) })]);
    expectWhole(found);
  });

  const HEAD = 'Nom;Prénom;Type;Invité de;Tél;Mail;Né le;Langue;Discret;Civilité;Besoins';
  test.each([
    ['Diallo;Awa;marin pêcheur;;;;;;;;', 'unknown-kind'],
    ['Diallo;Awa;participant;Zoé Martin;;;;;;;', 'not-a-guest'],
    ['Diallo;Awa;;;;;;klingon;;;', 'unknown-language'],
    ['Diallo;Awa;;;;;;;peut-être;;', 'bad-yes-no'],
    ['Diallo;Awa;;;;;;;;Sa Majesté;', 'bad-civility'],
    [`Diallo;Awa;;;;;;;;;${'besoin '.repeat(80)}`, 'access-too-long'],
    ['Diallo;Awa;;;;;;;;;;un de trop', 'too-many-columns'],
    ['Diallo;;;;;;;;;;', 'no-first'],
    [';Awa;;;;;;;;;', 'no-last'],
    ['Diallo;"Awa;;;;;;;;;', 'unclosed-quote'],
  ])('in a table: %j: %s', (row, code) => {
    const found = read(`${HEAD}\n${row}\nMartin;Zoé;;;;;;;;;`);
    expect(codes(found)).toEqual([`2 ${code}`]);
    expect(found.good).toHaveLength(1);
    expectWhole(found);
  });

  test('all that is wrong with a line is told at once', () => {
    expect(codes(read(`${HEAD}\nDiallo;;;;12;x;;;;;`))).toEqual(['2 no-first', '2 bad-phone', '2 bad-email']);
  });

  test('the same person twice: accents, case, hyphens and order do not matter, the first is kept', () => {
    const found = read('Jean-Noël Koné\nKONE Jean Noel\nKoné, Jean-Noël\nKone jean-noel');
    expect(found.good.map(({ line }) => line)).toEqual([1]);
    expect(found.problems.map(({ line, code, first }) => [line, code, first])).toEqual([[2, 'twice', 1], [3, 'twice', 1], [4, 'twice', 1]]);
  });

  test('two birth years make two people; one known alone does not', () => {
    expect(codes(read('Awa Diallo (2011)\nAwa Diallo (1980)\nAwa Diallo'))).toEqual(['3 twice']);
  });

  test('somebody whom the structure has already', () => {
    const existing = [{ id: 'p1', first: 'Awa', last: 'Diallo', kind: 'guest', birthYear: 2011 }] as const;
    expect(read('diallo AWA', { existing }).problems).toEqual([expect.objectContaining({ code: 'already-there', person: 'p1', kept: false })]);
    expect(read('Awa Diallo, 1980', { existing }).good).toHaveLength(1);
  });

  test('a guest whose participant is not in the file is left to the caller', () => {
    expect(read('Karim Diallo, invité de Zzz').good).toEqual([{ line: 1, kind: 'guest', of: 'Zzz', first: 'Karim', last: 'Diallo' }]);
  });

  test('beyond 2,000 people the rest is told line by line, and comes back in the correction file', () => {
    const letters = (n: number): string => String(n).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
    const found = read(Array.from({ length: MAX_PEOPLE + 5 }, (_, i) => `Prénom Nom${letters(i)}`).join('\n'));
    expect(found.good).toHaveLength(MAX_PEOPLE);
    expect(codes(found)).toEqual([1, 2, 3, 4, 5].map((n) => `${MAX_PEOPLE + n} too-many`));
    expect(correction(found)).toContain(`Prénom Nom${letters(MAX_PEOPLE + 4)}`);
    expectWhole(found);
  });

  test('what is far too large, and what is no list at all', async () => {
    expect(codes(read('Awa Diallo\n'.repeat(20_001)))).toEqual(['1 too-big']);
    expect(codes(await readPeopleFile(new Uint8Array(5_000_001), { year: YEAR }))).toEqual(['1 too-big']);
    for (const file of [bytes('%PDF-1.7 …'), Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0), bytes('PK\u0003\u0004')]) expect(codes(await readPeopleFile(file, { year: YEAR }))).toEqual(['1 unreadable']);
  });
});

describe('A3 values as people write them', () => {
  test.each([
    ['06 12 34 56 78', '+33612345678'], ['06.12.34.56.78', '+33612345678'], ['+33 6 12 34 56 78', '+33612345678'], ['0033612345678', '+33612345678'], ['612345678', '+33612345678'],
    ['0692 12 34 56', '+262692123456'], ['+262 692 12 34 56', '+262692123456'], ['0690 12 34 56', '+590690123456'], ['0696-12-34-56', '+596696123456'], ['+594 694 12 34 56', '+594694123456'],
    ['+380 50 123 45 67', '+380501234567'], ['+33 6 12', undefined], ['06 12 34 56 7', undefined], ['appeler le soir', undefined], ['06 12 34 56 78 / 07 12 34 56 78', undefined],
  ])('phone %s', (typed, expected) => {
    const found = read(`Nom;Prénom;Téléphone\nDiallo;Awa;${typed}`);
    expect(found.good[0]?.phone).toBe(expected);
    expect(codes(found)).toEqual(expected === undefined ? ['2 bad-phone'] : []);
  });

  test.each([
    ['2011', 2011], ['12/03/2011', 2011], ['12/03/11', 2011], ['12/03/85', 1985], ['2011-03-12', 2011], ['12 mars 2011', 2011], ['14 ans', 2012], ['8 mois', 2026], ['03/2011', 2011], ['1906', 1906],
    ['1905', undefined], ['2027', undefined], ['121 ans', undefined], ['29/02/2011', undefined], ['14', undefined], ['jeune', undefined],
  ])('born %s', (typed, expected) => {
    const found = read(`Nom;Prénom;Né(e) le\nDiallo;Awa;${typed}`);
    expect(found.good[0]?.birthYear).toBe(expected);
    expect(codes(found)).toEqual(expected === undefined ? ['2 bad-birth'] : []);
  });

  test.each([
    ['résident', 'participant'], ['Usagère', 'participant'], ['bénéficiaire', 'participant'], ['Jeune', 'participant'], ['enfant', 'participant'], ['ado', 'participant'], ['ménage', 'participant'],
    ['participant·e', 'participant'], ['partcipant', 'participant'], ['accompagnateur·rice', 'companion'], ['encadrante', 'companion'], ['Éducateur', 'companion'], ['animatrice', 'companion'], ['bénévole', 'companion'],
  ])('%s is a %s', (word, kind) => expect(read(`Nom;Prénom;Profil\nDiallo;Awa;${word}`).good[0]?.kind).toBe(kind));

  test.each([['invité(e)'], ['ami'], ['proche'], ['famille'], ['frère'], ['conjoint']])('%s is a guest', (word) =>
    expect(read(`Nom;Prénom;Type;Invité de\nDiallo;Awa;${word};Zoé Martin`).good[0]).toMatchObject({ kind: 'guest', of: 'Zoé Martin' }));

  test('somebody with a participant beside them is a guest, without the word', () => {
    expect(read('Nom;Prénom;Invité de\nDiallo;Awa;Zoé Martin').good[0]).toMatchObject({ kind: 'guest', of: 'Zoé Martin' });
  });

  test.each([['oui', true], ['X', true], ['✓', true], ['non', false], ['0', false]])('discreet: %s', (word, discreet) => expect(read(`Nom;Prénom;Discret\nDiallo;Awa;${word}`).good[0]?.discreet).toBe(discreet));
  test.each([['oui', 'PMR'], ['non', undefined], ['fauteuil, ascenseur', 'fauteuil, ascenseur'], ['-', undefined]])('access needs: %s', (word, access) => expect(read(`Nom;Prénom;PMR\nDiallo;Awa;${word}`).good[0]?.access).toBe(access));
  test.each([['français', 'fr'], ['Arabe', 'ar'], ['UK', 'uk'], ['ukrainien, russe', 'uk'], ['espagnole', 'es'], ['englsh', 'en']])('language %s', (word, lang) => expect(read(`Nom;Prénom;Langue\nDiallo;Awa;${word}`).good[0]?.lang).toBe(lang));

  test.each([
    ['last name,first name,email,guest of', 'Diallo,Awa,awa@exemple.fr,', { first: 'Awa', last: 'Diallo', email: 'awa@exemple.fr' }],
    ['PRENOM;NOM', 'Awa;Diallo', { first: 'Awa', last: 'Diallo' }],
    ['Prénom du jeune;Nom de famille du jeune;Date de naissance (JJ/MM/AAAA);Adresse mail', 'Awa;Diallo;12/03/2011;a@b.fr', { first: 'Awa', birthYear: 2011, email: 'a@b.fr' }],
    ['Nom et prénom;Âge', 'DIALLO Awa;14', { first: 'Awa', last: 'DIALLO', birthYear: 2012 }],
    ['Nom', 'Awa Diallo', { first: 'Awa', last: 'Diallo' }],
    ['Type;Nom;Prénom;Civilité', 'Bénévole;Diallo;Awa;Madame', { kind: 'companion', civility: 'Mme' }],
  ])('headings %j', (head, row, expected) => expect(read(`${head}\n${row}`).good).toEqual([expect.objectContaining(expected)]));

  test('two columns without headings: capitals decide, or first names, else it is said to be a guess', () => {
    expect(read('DIALLO;Awa\nPETIT;Hugo').good.map(({ first }) => first)).toEqual(['Awa', 'Hugo']);
    expect(read('Awa;DIALLO\nHugo;PETIT').good.map(({ first }) => first)).toEqual(['Awa', 'Hugo']);
    expect(read('Okonkwo;Nkiru\nDiallo;Awa\nPetit;Hugo')).toMatchObject({ good: [{ first: 'Nkiru' }, { first: 'Awa' }, { first: 'Hugo' }], order: { lastFirst: true, sure: true } });
    expect(read('Nkiru;Okonkwo')).toMatchObject({ good: [{ first: 'Nkiru' }], order: { sure: false }, problems: [{ code: 'order-guessed', kept: true }] });
  });
});

/** 300 lines that a referent could have typed, 40 of them with a fault of one of eight kinds. */
const FIRST = 'Ada Brune Célia Doriane Eliott Flora Gaspard Honoré Irma Jonas Kenny Ludmila'.split(' ');
const LAST = 'Abadie Bastide Capelle Delmas Escoffier Fabre Galtier Hautbois Imbert Jaubert Kessler Labarthe Malaval Nougaret Olivet Parayre Quercy Rouvière Salvaing Teyssier Urbain Valade Wagner Ybert Zeller'.split(' ');
const EIGHT = ['no-first', 'no-last', 'not-a-name', 'unknown-kind', 'guest-without-participant', 'bad-phone', 'bad-email', 'bad-birth'] as const;
const HEADINGS = ['Nom', 'Prénom', 'Type', 'Invité de', 'Téléphone', 'Courriel', 'Année de naissance'];
const lines = Array.from({ length: 300 }, (_, i) => {
  const fault = i % 7 === 3 && Math.floor(i / 7) < 40 ? EIGHT[Math.floor(i / 7) % 8] : undefined;
  const [first, last] = [FIRST[i % 12] ?? '', LAST[Math.floor(i / 12)] ?? ''];
  const cells = [
    fault === 'no-last' ? '' : last, fault === 'no-first' ? '' : fault === 'not-a-name' ? `${first} 2` : first,
    fault === 'unknown-kind' ? 'inconnu' : fault === 'guest-without-participant' ? 'invitée' : i % 10 === 9 ? 'bénévole' : 'jeune', '',
    fault === 'bad-phone' ? '06 12' : `06 12 34 ${String(10 + (i % 90))} ${String(10 + Math.floor(i / 90))}`, fault === 'bad-email' ? 'a@b' : `p${i}@exemple.fr`, fault === 'bad-birth' ? '1800' : String(2005 + (i % 15)),
  ];
  return { fault, cells };
});
const expected = lines.flatMap(({ fault }, i) => (fault === undefined ? [] : [`${i + 2} ${fault}`]));

describe('A3 300 people, 40 faulty lines of eight kinds', () => {
  test('the lines are what they are said to be', () => {
    expect(expected).toHaveLength(40);
    expect(new Set(lines.map(({ fault }) => fault)).size).toBe(9);
  });

  const file = workbook([HEADINGS, ...lines.map(({ cells }) => cells)]);
  const ways: readonly (readonly [name: string, read: () => Promise<PeopleRead>])[] = [
    ['pasted from a spreadsheet', async () => read([HEADINGS, ...lines.map(({ cells }) => cells)].map((cells) => cells.join('\t')).join('\n'))],
    ['dropped as XLSX', async () => readPeopleFile(await file, { year: YEAR })],
    ['dropped as CSV in Windows-1252', async () => readPeopleFile(Uint8Array.from(Buffer.from([HEADINGS, ...lines.map(({ cells }) => cells)].map((cells) => cells.join(';')).join('\r\n'), 'latin1')), { year: YEAR })],
  ];
  test.each(ways)('%s: each fault told with its line and reason, none lost', async (_name, reading) => {
    const found = await reading();
    expect(codes(found)).toEqual(expected);
    expect(found.good).toHaveLength(260);
    expect(found).toMatchObject({ faulty: 40, ignored: 1, lines: 301 });
    expect(found.good.map(({ line }) => line)).toEqual(lines.flatMap(({ fault }, i) => (fault === undefined ? [i + 2] : [])));
    expect(found.good[0]).toEqual({ line: 2, kind: 'participant', first: 'Ada', last: 'Abadie', phone: '+33612341010', email: 'p0@exemple.fr', birthYear: 2005 });
  });

  test('pasted and dropped read alike', async () => {
    const [pasted, dropped] = await Promise.all([ways[0]?.[1](), ways[1]?.[1]()]);
    expect(dropped).toEqual(pasted);
  });

  test('the faulty lines come back as a file; sent back as it is it tells the same, sent back corrected it is good', async () => {
    const found = read([HEADINGS, ...lines.map(({ cells }) => cells)].map((cells) => cells.join('\t')).join('\n'));
    const back = correctionFile(found.problems);
    expect(back).toMatchObject({ name: 'lignes-a-corriger.csv', mime: 'text/csv' });
    const again = await readPeopleFile(back?.bytes ?? new Uint8Array(), { year: YEAR, existing: found.good.map((one) => ({ ...one, id: String(one.line) })) });
    expect(again.problems.map(({ code }) => code)).toEqual(found.problems.map(({ code }) => code));
    expect(again).toMatchObject({ good: [], faulty: 40, ignored: 1 });
    expect(correctionFile(again.problems)).toEqual(back);
    const right = correction(found).replaceAll('06 12;', '06 12 34 56 78;').replaceAll('a@b;', 'a@b.fr;').replaceAll(';1800;', ';2010;').replaceAll('inconnu;', 'jeune;').replaceAll('invitée;;', 'invitée;Ada Abadie;')
      .replace(/^([^;]*);;/gm, '$1;Mia;').replace(/^;/gm, 'Vidal;').replace(/ 2;/g, ';');
    const corrected = await readPeopleFile(bytes(right), { year: YEAR });
    expect(corrected.problems).toEqual([]);
    expect(corrected.good).toHaveLength(40);
  });
});

describe('A3 files', () => {
  test('an Excel date, an age and a phone without its zero as numbers; a title above the headings; another sheet', async () => {
    const found = await readPeopleFile(await workbook([['Sortie de décembre'], ['Nom', 'Prénom', 'Né le', 'Âge', 'Tél'], ['Diallo', 'Awa', new Date(Date.UTC(2011, 2, 12)), '', 612_345_678], ['Petit', 'Hugo', '', 14, '']]), { year: YEAR });
    expect(found.good).toEqual([
      { line: 3, kind: 'participant', first: 'Awa', last: 'Diallo', birthYear: 2011, phone: '+33612345678' },
      { line: 4, kind: 'participant', first: 'Hugo', last: 'Petit', birthYear: 2012 },
    ]);
    expect(found.problems).toEqual([{ line: 1, code: 'above-headings', value: 'Sortie de décembre', kept: true }]);
    const two = await writeXlsxFile([{ sheet: 'Jeunes', data: [[{ value: 'Awa Diallo' }]] }, { sheet: 'Adultes', data: [[{ value: 'Hugo Petit' }]] }]).toBuffer();
    expect((await readPeopleFile(two, { year: YEAR })).problems).toEqual([{ line: 1, code: 'other-sheets', value: 'Adultes', kept: true }]);
  });

  test('what a correction file holds is no formula, and is read back as it was', async () => {
    const found = read('Nom;Prénom;Tél\n=1+1;Awa;+33 6\n@Diallo;-Awa;"\tx"');
    expect(correction(found).split('\r\n').slice(1, 3).join('\n')).not.toMatch(/(?:^|;)"?[=+\-@\t]/m);
    const again = await readPeopleFile(correctionFile(found.problems)?.bytes ?? new Uint8Array(), { year: YEAR });
    expect(again.problems.map(({ value }) => value)).toEqual(found.problems.map(({ value }) => value));
  });

  test('a free line comes back whole, and with what its title said of it', () => {
    expect(correction(read('Accompagnateurs :\nLucas\nInvités de Awa Diallo :\nMarc 2'))).toBe('\uFEFFPersonne;À corriger\r\n"Lucas; accompagnement";il manque le nom de famille\r\n"Marc 2; invité de Awa Diallo";ce n’est pas un nom\r\n');
    expect(correctionFile(read('Awa Diallo').problems)).toBeUndefined();
  });

  test('every code has something to correct, or is only told', () => {
    for (const code of PERSON_PROBLEMS) {
      const text = new TextDecoder().decode(correctionFile([{ line: 1, code, kept: false, row: { heads: ['Personne'], cells: ['x'] } }])?.bytes);
      expect(text.split(';').at(-1)?.trim() === '').toBe(['above-headings', 'unknown-column', 'order-guessed', 'other-sheets'].includes(code));
    }
  });
});

describe('A3 whatever comes in', () => {
  const piece = fc.constantFrom('Awa', 'DIALLO', 'Nom', 'Prénom', 'Type', 'invité de', 'jeune', 'Total', '12', '2011', '06 12 34 56 78', 'a@b.fr', '(', ')', '"', ';', ',', '\t', '|', ' - ', ':', '=1+1', '-', '•', 'M.', 'né le', '\u0000', '\ud800', '\u202e', 'é', '1.', '[', '«', 'Accompagnateurs :', 'ans', '…', ' ');
  const anyLine = fc.oneof(fc.array(piece, { maxLength: 8 }).map((all) => all.join('')), fc.array(piece, { maxLength: 8 }).map((all) => all.join(' ')), fc.string({ unit: 'binary', maxLength: 40 }));
  /** Lines as this test sees them, beside the reader: those that say something and are neither good nor told must be nobody by the look of them. */
  const nobody = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text) || /total|nom|jeune|accompagn|^\W*(?:\d+\W*)?$|invit/iu.test(text);

  test('no line of a paste is lost, and nothing throws', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 12 }), (all) => {
        const found = read(all.join('\n'));
        expectWhole(found);
        const seen = new Set([...found.good.map(({ line }) => line), ...found.problems.map(({ line }) => line)]);
        const typed = all.join('\n').split(/\r\n|[\n\r\u2028\u2029]/u);
        // A table's quoted cells may hold line breaks; then a record, not a line, is counted.
        if (found.lines === typed.length && found.columns === undefined) {
          for (const [i, text] of typed.entries()) if (!nobody(text.toWellFormed())) expect([i, text, seen.has(i + 1)]).toEqual([i, text, true]);
        }
        for (const { first, last } of found.good) {
          expect(`${first}${last}`).not.toMatch(/[\d@<>\u0000-\u001f\u202e\ud800]/u);
          expect(first.trim() !== '' && last.trim() !== '').toBe(true);
        }
        for (const { value = '' } of found.problems) expect(value.length).toBeLessThanOrEqual(61);
        correctionFile(found.problems);
      }),
      { numRuns: 3_000 },
    );
  });

  test('any bytes, as a file', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 100 }).map((rest) => Uint8Array.of(0x50, 0x4b, ...rest))), async (file) => {
      const found = await readPeopleFile(file, { year: YEAR });
      if (!found.problems.some(({ code }) => code === 'unreadable')) expectWhole(found);
    }), { numRuns: 300 });
  });

  test('a correction file sent back has the same faulty lines', () => {
    fc.assert(
      fc.property(fc.array(anyLine.filter((text) => !/[\u0000-\u0008\r\n\u2028\u2029]/u.test(text)), { maxLength: 6 }), (all) => {
        const found = read(all.join('\n'));
        const back = correctionFile(found.problems);
        if (back !== undefined) expect(read(new TextDecoder().decode(back.bytes)).faulty).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test('300 kB of anything is read in a moment', () => {
    const started = performance.now();
    for (const unit of ['(', '"', 'a,', ' - ', '[(', ';"', 'é ', '\n(', 'invité de ', '1. ', '"\n', 'Nom;']) read(unit.repeat(300_000 / unit.length));
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

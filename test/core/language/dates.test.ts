import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { readDate, type Direction } from '../../../core/language/dates.ts';

const PARIS = 'Europe/Paris';
const instant = (iso: string, zone = PARIS): Date => DateTime.fromISO(iso, { zone }).toJSDate();
/** Friday 20 November 2026, 11:00. */
const NOW = instant('2026-11-20T11:00');

/** '2026-11-28' for midnight, '2026-11-28T20:00' otherwise, '…' for open. */
const show = (date: Date | null, zone: string): string => {
  if (date === null) return '…';
  const here = DateTime.fromJSDate(date, { zone });
  return here.toFormat('HH:mm') === '00:00' ? here.toFormat('yyyy-MM-dd') : here.toFormat("yyyy-MM-dd'T'HH:mm");
};
const read = (text: string, direction: Direction = 'future', at = NOW, zone = PARIS): string | undefined => {
  const found = readDate(text, { at, zone, direction });
  return found && `${show(found.start, zone)} ${show(found.end, zone)} ${found.grain}${found.doubt === true ? ' ?' : ''}`;
};

describe('X2 days', () => {
  test.each([
    ["aujourd'hui", '2026-11-20 2026-11-21 day'],
    ['Aujourd’hui', '2026-11-20 2026-11-21 day'],
    ['aujourdhui', '2026-11-20 2026-11-21 day'],
    ['demain', '2026-11-21 2026-11-22 day'],
    ['après-demain', '2026-11-22 2026-11-23 day'],
    ['apres demain', '2026-11-22 2026-11-23 day'],
    ['hier', '2026-11-19 2026-11-20 day'],
    ['avant-hier', '2026-11-18 2026-11-19 day'],
    ['samedi', '2026-11-21 2026-11-22 day'],
    ['SAMEDI', '2026-11-21 2026-11-22 day'],
    ['samdi', '2026-11-21 2026-11-22 day'],
    ['vendredi', '2026-11-27 2026-11-28 day'],
    ['ce vendredi', '2026-11-20 2026-11-21 day'],
    ['samedi prochain', '2026-11-21 2026-11-22 day'],
    ['vendredi prochain', '2026-11-27 2026-11-28 day'],
    ['samedi dernier', '2026-11-14 2026-11-15 day'],
    ['samedi en huit', '2026-11-28 2026-11-29 day'],
    ['mardi en quinze', '2026-12-08 2026-12-09 day'],
    ['mardi de la semaine prochaine', '2026-11-24 2026-11-25 day'],
    ['samedi de la semaine prochaine', '2026-11-28 2026-11-29 day'],
    ['lundi de cette semaine', '2026-11-16 2026-11-17 day'],
    ['samedi 28', '2026-11-28 2026-11-29 day'],
    ['sam. 28 nov.', '2026-11-28 2026-11-29 day'],
    ['samedi 28 novembre', '2026-11-28 2026-11-29 day'],
    ['28 novembre', '2026-11-28 2026-11-29 day'],
    ['le vingt-huit novembre', '2026-11-28 2026-11-29 day'],
    ['le 28', '2026-11-28 2026-11-29 day'],
    ['le 15', '2026-12-15 2026-12-16 day'],
    ['le 31', '2026-12-31 2027-01-01 day'],
    ['28/11', '2026-11-28 2026-11-29 day'],
    ['28/11/2026', '2026-11-28 2026-11-29 day'],
    ['28/11/26', '2026-11-28 2026-11-29 day'],
    ['28.11.2026', '2026-11-28 2026-11-29 day'],
    ['2026-11-28', '2026-11-28 2026-11-29 day'],
    ['1er décembre', '2026-12-01 2026-12-02 day'],
    ['le premier décembre', '2026-12-01 2026-12-02 day'],
    ['1 dec', '2026-12-01 2026-12-02 day'],
    ['3 mars', '2027-03-03 2027-03-04 day'],
    ['29 février', '2028-02-29 2028-03-01 day'],
    ['dans trois jours', '2026-11-23 2026-11-24 day'],
    ['dans 2 semaines', '2026-12-04 2026-12-05 day'],
    ['dans quinze jours', '2026-12-04 2026-12-05 day'],
    ['dans un mois', '2026-12-20 2026-12-21 day'],
    ['il y a 3 jours', '2026-11-17 2026-11-18 day'],
    ['le premier dimanche de décembre', '2026-12-06 2026-12-07 day'],
    ['le premier dimanche du mois', '2026-12-06 2026-12-07 day'],
    ['le dernier samedi de novembre', '2026-11-28 2026-11-29 day'],
    ['à Noël', '2026-12-25 2026-12-26 day'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));

  test.each([
    ['dimanche 28 novembre', '2026-11-28 2026-11-29 day ?'],
    ['samedi 27', '2026-11-27 2026-11-28 day ?'],
  ])('%s: weekday and date disagree, which is said', (text, expected) => expect(read(text)).toBe(expected));

  test.each([
    ['vendredi', '2026-11-13 2026-11-14 day'],
    ['jeudi', '2026-11-19 2026-11-20 day'],
    ['mardi 17', '2026-11-17 2026-11-18 day'],
    ['le 17 novembre', '2026-11-17 2026-11-18 day'],
    ['le 28', '2026-10-28 2026-10-29 day'],
    ['28 novembre', '2025-11-28 2025-11-29 day'],
    ['hier soir', '2026-11-19T18:00 2026-11-20 hour'],
    ['cette nuit', '2026-11-19T22:00 2026-11-20T06:00 hour'],
    ['le week-end dernier', '2026-11-14 2026-11-16 day'],
    ['samedi prochain', '2026-11-21 2026-11-22 day'],
  ])('looking back: %s', (text, expected) => expect(read(text, 'past')).toBe(expected));
});

describe('X2 hours and parts of the day', () => {
  test.each([
    ['ce matin', '2026-11-20T04:00 2026-11-20T12:00 hour'],
    ['cet après-midi', '2026-11-20T12:00 2026-11-20T19:00 hour'],
    ['cet aprem', '2026-11-20T12:00 2026-11-20T19:00 hour'],
    ['ce soir', '2026-11-20T18:00 2026-11-21 hour'],
    ['cette nuit', '2026-11-20T22:00 2026-11-21T06:00 hour'],
    ['demain soir', '2026-11-21T18:00 2026-11-22 hour'],
    ['samedi midi', '2026-11-21T12:00 2026-11-21T13:00 hour'],
    ["samedi à l'heure du déjeuner", '2026-11-21T12:00 2026-11-21T14:00 hour'],
    ["l'heure du déjeuner", '2026-11-20T12:00 2026-11-20T14:00 hour'],
    ['en fin de matinée samedi', '2026-11-21T10:00 2026-11-21T12:00 hour'],
    ["samedi en fin d'après-midi", '2026-11-21T17:00 2026-11-21T19:00 hour'],
    ['samedi en début de soirée', '2026-11-21T18:00 2026-11-21T21:00 hour'],
    ['le soir du 28', '2026-11-28T18:00 2026-11-29 hour'],
    ['samedi à 20h', '2026-11-21T20:00 2026-11-21T21:00 hour'],
    ['samedi 20h30', '2026-11-21T20:30 2026-11-21T20:31 minute'],
    ['samedi à 20 h 30', '2026-11-21T20:30 2026-11-21T20:31 minute'],
    ['samedi 20:30', '2026-11-21T20:30 2026-11-21T20:31 minute'],
    ['20h le 28', '2026-11-28T20:00 2026-11-28T21:00 hour'],
    ['lundi 30 à 14h30, 2 places', '2026-11-30T14:30 2026-11-30T14:31 minute'],
    ['ce soir à 8h', '2026-11-20T20:00 2026-11-20T21:00 hour'],
    ['à 8h ce soir', '2026-11-20T20:00 2026-11-20T21:00 hour'],
    ['demain à 8 heures du soir', '2026-11-21T20:00 2026-11-21T21:00 hour'],
    ['à quinze heures', '2026-11-20T15:00 2026-11-20T16:00 hour'],
    ['à quinze heures trente', '2026-11-20T15:30 2026-11-20T15:31 minute'],
    ['demain à dix heures moins le quart', '2026-11-21T09:45 2026-11-21T09:46 minute'],
    ['samedi à minuit', '2026-11-22 2026-11-22T01:00 hour'],
    ['samedi à 0 h', '2026-11-21 2026-11-21T01:00 hour'],
    ['20h', '2026-11-20T20:00 2026-11-20T21:00 hour'],
    ['à 9h', '2026-11-21T09:00 2026-11-21T10:00 hour'],
    ['dans 5 minutes', '2026-11-20T11:05 2026-11-20T11:06 minute'],
    ['dans deux heures', '2026-11-20T13:00 2026-11-20T13:01 minute'],
    ['samedi de 14h à 16h', '2026-11-21T14:00 2026-11-21T16:00 hour'],
    ['samedi 14h-16h', '2026-11-21T14:00 2026-11-21T16:00 hour'],
    ['18-22h', '2026-11-20T18:00 2026-11-20T22:00 hour'],
    ['samedi de 20h à 2h', '2026-11-21T20:00 2026-11-22T02:00 hour'],
    ['samedi après 18h', '2026-11-21T18:00 2026-11-22 hour'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('X2 stretches of time', () => {
  test.each([
    ['ce week-end', '2026-11-21 2026-11-23 day'],
    ['le we', '2026-11-21 2026-11-23 day'],
    ['week-end du 28', '2026-11-28 2026-11-30 day'],
    ['cette semaine', '2026-11-16 2026-11-23 week'],
    ['la semaine prochaine', '2026-11-23 2026-11-30 week'],
    ['semaine du 23 novembre', '2026-11-23 2026-11-30 week'],
    ['en début de semaine prochaine', '2026-11-23 2026-11-25 day'],
    ['fin de semaine', '2026-11-19 2026-11-23 day'],
    ['dernière semaine de septembre', '2027-09-20 2027-09-27 week'],
    ['en décembre', '2026-12-01 2027-01-01 month'],
    ['décembre', '2026-12-01 2027-01-01 month'],
    ['en novembre', '2026-11-01 2026-12-01 month'],
    ['début décembre', '2026-12-01 2026-12-06 day'],
    ['mi-décembre', '2026-12-10 2026-12-20 day'],
    ['fin décembre', '2026-12-21 2027-01-01 day'],
    ['début du mois', '2026-11-01 2026-11-11 day'],
    ['fin du mois', '2026-11-21 2026-12-01 day'],
    ['le mois prochain', '2026-12-01 2027-01-01 month'],
    ["fin d'année", '2026-11-01 2027-01-01 month'],
    ['ce trimestre', '2026-10-01 2027-01-01 quarter'],
    ["l'année prochaine", '2027-01-01 2028-01-01 year'],
    ['cet été', '2027-06-21 2027-09-21 day'],
    ['du 13 au 18', '2026-12-13 2026-12-19 day'],
    ['du 18 au 23', '2026-11-18 2026-11-24 day'],
    ['du 13 au 18 décembre', '2026-12-13 2026-12-19 day'],
    ['13-18 décembre', '2026-12-13 2026-12-19 day'],
    ['du 28 novembre au 3 décembre', '2026-11-28 2026-12-04 day'],
    ['du 28 novembre au 3 décembre 2027', '2027-11-28 2027-12-04 day'],
    ['entre le 13 et le 18', '2026-12-13 2026-12-19 day'],
    ['de lundi à mercredi', '2026-11-23 2026-11-26 day'],
    ['samedi et dimanche', '2026-11-21 2026-11-23 day'],
    ['demain ou après-demain', '2026-11-21 2026-11-23 day'],
    ['les 3 prochains jours', '2026-11-20 2026-11-23 day'],
    ['à partir de samedi', '2026-11-21 … day'],
    ['à partir du 28', '2026-11-28 … day'],
    ['après le 28', '2026-11-29 … day'],
    ["jusqu'à dimanche", '2026-11-20T11:00 2026-11-23 day'],
    ["d'ici la fin du mois", '2026-11-20T11:00 2026-12-01 day'],
    ['avant le 3 décembre', '2026-11-20T11:00 2026-12-03 day'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('X2 English', () => {
  test.each([
    ['today', '2026-11-20 2026-11-21 day'],
    ['tomorrow evening', '2026-11-21T18:00 2026-11-22 hour'],
    ['tonight', '2026-11-20T18:00 2026-11-21 hour'],
    ['saturday', '2026-11-21 2026-11-22 day'],
    ['next saturday', '2026-11-21 2026-11-22 day'],
    ['this weekend', '2026-11-21 2026-11-23 day'],
    ['next week', '2026-11-23 2026-11-30 week'],
    ['28 november', '2026-11-28 2026-11-29 day'],
    ['november 28', '2026-11-28 2026-11-29 day'],
    ['saturday 28 november at 8pm', '2026-11-28T20:00 2026-11-28T21:00 hour'],
    ['in three days', '2026-11-23 2026-11-24 day'],
    ['3 days ago', '2026-11-17 2026-11-18 day'],
    ['on the 28th', '2026-11-28 2026-11-29 day'],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('X2 no date is read from', () => {
  test.each([
    '2 places', 'sam 2 places', 'pour 3 personnes', 'Sam et Malika', 'la mer', 'un jeu', 'tous les samedis', 'Le 3e étage', 'Cité des enfants 2/7 ans', 'Festival des cinq continents',
    'Du neuf avec du vieux', 'Les 24 heures du Mans', 'Objectif Mars', 'Contes de Noël', 'en avant-première', 'il fait beau non ?', '31 novembre', 'le 31 novembre', '32 août', '29/02/2027',
    '2.5', '24/24', '12345678901234567890', 'constructor', '', '😀',
  ])('%s', (text) => expect(read(text)).toBeUndefined());
});

test('the words it was read from, and where', () => {
  const text = 'Deux places pour Soraya, samedi 28 novembre à 20 h, au Gospel';
  expect(readDate(text, { at: NOW, zone: PARIS, direction: 'future' })).toMatchObject({ matched: 'samedi 28 novembre à 20 h', index: text.indexOf('samedi') });
});

test('a question mark or a line ends a phrase, the first date wins', () => {
  expect(read('Demain ? Le soir du 28 alors')).toBe('2026-11-21 2026-11-22 day');
  expect(read('31 novembre ou 3 décembre')).toBe('2026-12-03 2026-12-04 day');
});

describe('in the zone, across the changes of the clock', () => {
  test.each([
    ['dimanche 29 mars', '2026-03-20T11:00', PARIS, '2026-03-29 2026-03-30 day', 23],
    ['dimanche 25 octobre', '2026-10-20T11:00', PARIS, '2026-10-25 2026-10-26 day', 25],
    ['dimanche 28 mars', '2027-03-20T11:00', PARIS, '2027-03-28 2027-03-29 day', 23],
    ['dimanche 31 octobre', '2027-10-20T11:00', PARIS, '2027-10-31 2027-11-01 day', 25],
    ['samedi', '2026-11-20T22:30', 'Indian/Reunion', '2026-11-21 2026-11-22 day', 24],
    ['demain', '2026-11-20T05:00', 'Pacific/Noumea', '2026-11-21 2026-11-22 day', 24],
  ])('%s', (text, now, zone, expected, hours) => {
    const at = instant(now, zone);
    expect(read(text, 'future', at, zone)).toBe(expected);
    const found = readDate(text, { at, zone, direction: 'future' });
    expect(((found?.end?.getTime() ?? 0) - (found?.start.getTime() ?? 0)) / 3_600_000).toBe(hours);
  });

  test('a day is the local one: Friday 23:30 in Paris is Saturday on Réunion', () => {
    const at = instant('2026-11-20T23:30');
    expect(read('demain', 'future', at)).toBe('2026-11-21 2026-11-22 day');
    expect(read('demain', 'future', at, 'Indian/Reunion')).toBe('2026-11-22 2026-11-23 day');
  });

  test('an hour left out in March comes after the change', () => {
    expect(read('dimanche 29 mars 2026 à 2h30')).toBe('2026-03-29T03:30 2026-03-29T03:31 minute');
  });
});

describe('always', () => {
  const word = fc.constantFrom(
    'samedi', 'le', 'du', 'au', '28', '3', '20', 'h', '30', 'novembre', 'mai', 'prochain', 'dernier', 'semaine', 'la', 'en', 'dans', 'de', 'à', 'partir', 'soir', 'matin', 'ce', 'cette',
    'week-end', 'jours', 'deux', 'cent', 'quatre', 'vingt', 'et', 'jusqu', 'entre', 'avant', 'après', 'demi', 'heures', '/', ':', '-', '.', ',', '2026', 'fin', 'début', 'mois', 'année', 'quinze', 'il y a', 'premier', 'midi', 'minuit', 'sept',
  );
  const phrase = fc.array(word, { maxLength: 14 }).map((list) => list.join(' '));
  const moments = fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2028-12-31T00:00:00Z'), noInvalidDate: true });

  test('never throws; the start lies before the end; what was matched stands in the text', () => {
    fc.assert(
      fc.property(fc.oneof(phrase, fc.string({ unit: 'binary' })), moments, fc.constantFrom('future' as const, 'past' as const), (text, at, direction) => {
        const found = readDate(text, { at, zone: PARIS, direction });
        if (found === undefined) return;
        expect(Number.isFinite(found.start.getTime())).toBe(true);
        if (found.end !== null) expect(found.end.getTime()).toBeGreaterThan(found.start.getTime());
        expect(text.slice(found.index, found.index + found.matched.length)).toBe(found.matched);
      }),
      { numRuns: 2000 },
    );
  });

  test('a weekday lies within the next seven days, or the last', () => {
    fc.assert(
      fc.property(moments, fc.constantFrom('lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'), (at, day) => {
        const ahead = readDate(day, { at, zone: PARIS, direction: 'future' })?.start.getTime() ?? 0;
        const back = readDate(day, { at, zone: PARIS, direction: 'past' })?.start.getTime() ?? 0;
        expect(ahead).toBeGreaterThan(at.getTime());
        expect(ahead - at.getTime()).toBeLessThanOrEqual(7 * 86_400_000 + 3_600_000);
        expect(back).toBeLessThan(at.getTime());
        expect(DateTime.fromMillis(ahead, { zone: PARIS }).setLocale('fr').toFormat('cccc')).toBe(day);
        expect(DateTime.fromMillis(back, { zone: PARIS }).setLocale('fr').toFormat('cccc')).toBe(day);
      }),
    );
  });

  // What grew with the square of its length would outlast the time of a test.
  test.each(['a ', '13/', 'les 3 ', 'a partir de ', 'cent ', '\u0316\u0301'])('100 kB that never come to a date end: %j', (unit) => {
    expect(read(unit.repeat(100_000 / unit.length))).toBeUndefined();
  });

  test('an unknown zone is refused', () => expect(() => read('samedi', 'future', NOW, 'Europe/Lutece')).toThrow(RangeError));
});

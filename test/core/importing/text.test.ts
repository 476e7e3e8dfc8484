import { describe, expect, test } from 'vitest';
import { plain, plainLine } from '../../../core/importing/html.ts';
import { region } from '../../../core/importing/regions.ts';
import { cityName, cut, line, number, phone, safe, webAddress } from '../../../core/importing/text.ts';
import { accessibility, age, ages, themes } from '../../../core/importing/themes.ts';
import { isZone, overseasZone } from '../../../core/importing/zones.ts';

describe('text from outside', () => {
  test.each([
    ['control characters', 'Go\u0000spel\u0007\u009f', 'Gospel'],
    ['marks that reorder what is read', 'Gos\u202epel\u2066', 'Gospel'],
    ['half of a pair', 'Gospel \ud83c', 'Gospel \ufffd'],
    ['a byte order mark', '\ufeffGospel', 'Gospel'],
    ['accents in two pieces', 'The\u0301a\u0302tre', 'Théâtre'],
    ['a number', 75002, '75002'],
  ])('%s', (_name, value, expected) => expect(safe(value)).toBe(expected));

  test.each([[''], ['  \u200b '], [null], [undefined], [{}], [[]], [Symbol.iterator]])('nothing: %s', (value) => {
    expect(safe(value)).toBeUndefined();
  });

  test('100 kB in one field is cut at a word, in time', () => {
    const begun = performance.now();
    expect(line('mot '.repeat(25_000), 50)).toBe(`${'mot '.repeat(12).trim()}…`);
    expect(plain('<'.repeat(100_000))).toBeUndefined();
    expect(plain(`x${'**_['.repeat(25_000)}`)?.length).toBeLessThanOrEqual(10_000);
    expect(plain(`début ${'<div>'.repeat(20_000)}fin`)).toMatch(/^début/);
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  test('a cut never leaves half of a pair', () => expect(cut(`${'a'.repeat(8)}🎭🎭`, 10)).toBe(`${'a'.repeat(8)}…`));

  test.each([
    ['https://billets.example/a?b=1', 'https://billets.example/a?b=1'],
    ['www.exemple.fr', 'https://www.exemple.fr/'],
    ['javascript:alert(1)', undefined],
    ['JaVaScRiPt:alert(1)', undefined],
    ['java\u0000script:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['https://user:pass@exemple.fr', undefined],
    ['http://localhost/', undefined],
    ['pas une adresse', undefined],
    [`https://a.fr/${'x'.repeat(3_000)}`, undefined],
  ])('web address %s', (value, expected) => expect(webAddress(value)).toBe(expected));

  test.each([
    ['01 45 89 99 00', '01 45 89 99 00'],
    ['33147634273', '33147634273'],
    ['voir le site', undefined],
    ['12', undefined],
  ])('telephone %s', (value, expected) => expect(phone(value)).toBe(expected));

  test.each([['48,85', 48.85], ['1 200', 1200], [' -3 ', -3], ['1e9', undefined], ['', undefined], [NaN, undefined], ['0x10', undefined]])(
    'number %s', (value, expected) => expect(number(value)).toBe(expected),
  );

  test.each([
    ['ALIXAN', 'Alixan'],
    ['SAINT-PAUL-LÈS-ROMANS', 'Saint-Paul-lès-Romans'],
    ['PARIS CEDEX 15', 'Paris'],
    ["L'HAŸ-LES-ROSES", "L'Haÿ-les-Roses"],
    ['Le Havre', 'Le Havre'],
  ])('city %s', (value, expected) => expect(cityName(value)).toBe(expected));
});

describe('HTML and Markdown become plain text', () => {
  test.each([
    ['<h2><strong>Au programme</strong></h2>\n<p>Visite &amp; concert<br>à 18&nbsp;h</p>', 'Au programme\n\nVisite & concert\nà 18 h'],
    ['<ul><li>un</li><li>deux</li></ul>', '- un\n- deux'],
    ['<script>alert(1)</script>Bonsoir<img src=x onerror=alert(1)>', 'Bonsoir'],
    ['Prix < 10 € et > 5 €', 'Prix < 10 € et > 5 €'],
    ['&lt;script&gt; reste du texte', '<script> reste du texte'],
    ['un &#0;zéro', 'un \ufffdzéro'],
    ['### **La MCJP** présente _Chère Melpomène_', 'La MCJP présente Chère Melpomène'],
    ['dans le [week-end](https://exemple.fr/a) festif', 'dans le week-end festif'],
    ['Un hôtel 4* et snake_case_id', 'Un hôtel 4* et snake_case_id'],
    ['ligne une\nligne deux', 'ligne une\nligne deux'],
  ])('%s', (html, expected) => expect(plain(html)).toBe(expected));

  test.each([['.'], ['<p> </p>'], ['-'], [null]])('%s says nothing', (value) => expect(plain(value)).toBeUndefined());

  test('one paragraph', () => expect(plainLine('<p>un</p><p>deux</p>')).toBe('un deux'));
});

describe('A4 regions, zones, themes and accessibility in one form', () => {
  test.each([['Île-de-France'], ['Ile de France'], ['Ile-de-France'], ['IDF'], ['ile-de-france'], [undefined]])('%s', (name) => {
    expect(region(name, '75015')).toBe('Île-de-France');
  });

  test.each([
    ['PACA', undefined, "Provence-Alpes-Côte d'Azur"],
    ['Région Rhône-Alpes', undefined, 'Auvergne-Rhône-Alpes'],
    [undefined, '20090', 'Corse'],
    [undefined, '97410', 'La Réunion'],
    [undefined, '97133', 'Saint-Barthélemy'],
    ['Bayern', undefined, 'Bayern'],
    [undefined, undefined, undefined],
    [undefined, '99999', undefined],
  ])('%s %s', (name, code, expected) => expect(region(name, code)).toBe(expected));

  test.each([
    ['97110', 'America/Guadeloupe'], ['97200', 'America/Martinique'], ['97300', 'America/Cayenne'], ['97400', 'Indian/Reunion'],
    ['97500', 'America/Miquelon'], ['97600', 'Indian/Mayotte'], ['97133', 'America/St_Barthelemy'], ['97150', 'America/Marigot'],
    ['98600', 'Pacific/Wallis'], ['98714', 'Pacific/Tahiti'], ['98742', 'Pacific/Marquesas'], ['98755', 'Pacific/Gambier'], ['98800', 'Pacific/Noumea'],
  ])('the time of %s', (code, zone) => {
    expect(overseasZone(code)).toBe(zone);
    expect(isZone(zone)).toBe(true);
  });

  test.each([['75002'], ['98000'], [undefined], ['9741'], ['97x00']])('%s keeps the programme’s time', (code) => expect(overseasZone(code)).toBeUndefined());

  test.each([['Europe/Pari'], ['UTC+2'], ['CET'], ['']])('%s is no zone', (name) => expect(isZone(name)).toBe(false));

  test.each([
    [['Théâtre', 'théâtre', '#Famille'], 'Un titre', ['théâtre', 'famille']],
    [['Expositions', 'Panthea'], 'Un titre', ['exposition', 'panthea']],
    [[], 'Concert de jazz', ['musique']],
    [['en physique'], 'Concert de jazz', ['musique', 'en physique']],
    [['cirque'], 'Concert de jazz', ['cirque']],
    [['', '###', '!!'], 'Sans rien', []],
  ])('themes of %j, %s', (keywords, title, expected) => expect(themes(keywords, title)).toEqual(expected));

  test.each([
    [['hi', 'vi', 'pi', 'mi', 'ii'], ['hearing', 'visual', 'psychic', 'motor', 'intellectual']],
    [['mi', 'hi'], ['hearing', 'motor']],
    [['Fauteuil roulant (PMR)', 'audiodescription', 'LSF'], ['hearing', 'visual', 'motor']],
    [['non'], []],
  ])('accessible to %j', (words, expected) => expect(accessibility(words)).toEqual(expected));

  test.each([
    ['à partir de 8 ans', { min: 8 }], ['dès 6 ans', { min: 6 }], ['8 - 12 ans', { min: 8, max: 12 }], ['de 3 à 6 ans', { min: 3, max: 6 }],
    ['8 ans et plus', { min: 8 }], ['12', { min: 12 }], ['tout public', {}], ['de 12 à 3 ans', {}],
  ])('ages: %s', (text, expected) => expect(ages(text)).toEqual(expected));

  test('99 is no upper limit', () => expect(age(7, 99)).toEqual({ min: 7 }));
});

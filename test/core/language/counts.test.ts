import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCount } from '../../../core/language/counts.ts';
import { readNumber } from '../../../core/language/numbers.ts';
import { tokensOf } from '../../../core/language/tokens.ts';

describe('X2 how many seats', () => {
  test.each([
    ['3', 3],
    ['3.', 3],
    ['trois', 3],
    ['deux places', 2],
    ['Une place', 1],
    ['on sera 5', 5],
    ['nous serons quatre', 4],
    ['juste 2 svp', 2],
    ['pour 4 personnes', 4],
    ['je voudrais réserver 2 places pour soraya', 2],
    ['vingt et une places', 21],
    ['quatre-vingt-dix-sept personnes', 97],
    ['septante places', 70],
    ['cent vingt billets', 120],
    ['une douzaine', 12],
    ['2 adultes et 3 enfants', 5],
    ['2 adultes + 3 enfants', 5],
    ['2 adultes, 3 enfants et 1 accompagnateur', 6],
    ['two seats', 2],
    ['for three people', 3],
  ])('%s: %i', (text, count) => expect(readCount(text)).toBe(count));

  test.each([
    'soraya', 'samedi 28', '28/11', '20h', '20h30', '2e', 'le deuxième', '0', 'zéro place', '2,5', '2,5 places', '-3', '1/2', '12 hommes en colère', 'Deux frères', '3 ou 4', '123456', '', '?', 'trois fois rien',
  ])('none in %j', (text) => expect(readCount(text)).toBeUndefined());

  test('any text: a positive whole number or nothing', () => {
    const word = fc.constantFrom('2', 'deux', 'cent', 'quatre', 'vingt', 'et', 'places', 'enfants', '+', ',', '-', 'une', 'douzaine', 'de', '0', '9999', 'svp');
    fc.assert(
      fc.property(fc.oneof(fc.array(word, { maxLength: 12 }).map((all) => all.join(' ')), fc.string({ unit: 'binary' })), (text) => {
        const count = readCount(text);
        expect(count === undefined || (Number.isInteger(count) && count >= 1)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

test('every number up to 199 is read back from its French words', () => {
  const units = ['zéro', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix', 'onze', 'douze', 'treize', 'quatorze', 'quinze', 'seize', 'dix-sept', 'dix-huit', 'dix-neuf'];
  const tens = ['', '', 'vingt', 'trente', 'quarante', 'cinquante', 'soixante', 'soixante', 'quatre-vingt', 'quatre-vingt'];
  const say = (n: number): string => {
    if (n >= 100) return `cent${n === 100 ? '' : ` ${say(n - 100)}`}`;
    if (n < 20) return units[n] ?? '';
    const base = Math.floor(n / 10);
    const rest = base === 7 || base === 9 ? n - (base - 1) * 10 : n % 10;
    if (rest === 0) return n === 80 ? 'quatre-vingts' : (tens[base] ?? '');
    return `${tens[base] ?? ''}${(rest === 1 || rest === 11) && base < 8 ? ' et ' : '-'}${units[rest] ?? ''}`;
  };
  for (let n = 0; n < 200; n += 1) {
    const tokens = tokensOf(say(n));
    expect([say(n), readNumber(tokens, 0)]).toEqual([say(n), { value: n, next: tokens.length }]);
  }
});

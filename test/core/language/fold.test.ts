import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, words } from '../../../core/language/fold.ts';
import { tokensOf } from '../../../core/language/tokens.ts';

describe('X2 fold: what was typed, as it is compared', () => {
  test.each([
    ['Réserver', 'reserver'],
    ['  L’Œuvre d’Été ! ', 'l oeuvre d ete'],
    ['Jean-Claude', 'jean claude'],
    ["aujourd'hui", 'aujourd hui'],
    ['Ça va ?', 'ca va'],
    ['ÉCOLE DES FEMMES', 'ecole des femmes'],
    ['e\u0301te\u0301', 'ete'],
    ['Lætitia Łukasz Søren Straße', 'laetitia lukasz soren strasse'],
    ['İstanbul', 'istanbul'],
    ['ＡＢＣ １２３', 'abc 123'],
    ['1ᵉʳ décembre', '1er decembre'],
    ['✅ Soraya 😀', 'soraya'],
    ['Юлия', 'юлия'],
    ['مُحَمَّد', 'محمد'],
    ['', ''],
    ['?!…', ''],
  ])('%j', (typed, folded) => {
    expect(fold(typed)).toBe(folded);
  });

  test('words', () => {
    expect(words('Bourse du Travail, Lyon 3e')).toEqual(['bourse', 'du', 'travail', 'lyon', '3e']);
    expect(words(' … ')).toEqual([]);
  });

  test('any text: no exception, no double space, and folding again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const folded = fold(text);
        expect(folded).not.toMatch(/^ | {2}| $/);
        expect(fold(folded)).toBe(folded);
      }),
      { numRuns: 500 },
    );
  });

  test('100 kB of accents that are out of order, of spaces, of emoji: at once', () => {
    const started = performance.now();
    for (const unit of ['\u0316\u0301', '\u0F71\u0F72\u0F74', ' ', '😀', 'é', "'"]) fold(`a${unit.repeat(100_000 / unit.length)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

test('tokens know where they stood', () => {
  const text = 'le 28/11 à 20h30, Été';
  const tokens = tokensOf(text);
  expect(tokens.map(({ word, gap, glued }) => [word, gap, glued])).toEqual([
    ['le', '', true], ['28', '', false], ['11', '/', false], ['a', '', false], ['20', '', false], ['h', '', true], ['30', '', true], ['ete', ',', false],
  ]);
  expect(tokens.map(({ start, end }) => text.slice(start, end))).toEqual(['le', '28', '11', 'à', '20', 'h', '30', 'Été']);
});

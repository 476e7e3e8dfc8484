import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readChoice } from '../../../core/language/choice.ts';

describe('X7 a typed answer names one button', () => {
  const labels = ['✅ Soraya F.', '☐ Jean-Claude O.', 'Famille Ferrand (4)', 'Nouvelle personne', 'Continuer'];
  test.each([
    ['1', 0],
    ['1.', 0],
    ['2)', 1],
    ['n° 3', 2],
    ['le 2', 1],
    ['la 4', 3],
    ['deuxième', 1],
    ['le premier', 0],
    ['2e', 1],
    ['trois', 2],
    ['la dernière', 4],
    ['numéro 5', 4],
    ['SORAYA F', 0],
    ['soraya', 0],
    ['jean claude', 1],
    ['famille', 2],
    ['Famille Ferrand', 2],
    ['con', 4],
    ['co', undefined],
    ['6', undefined],
    ['0', undefined],
    ['1 2', undefined],
    ['1 et 2', undefined],
    ['1 place', undefined],
    ['ferrand', undefined],
    ['', undefined],
    ['😀', undefined],
  ])('%j', (text, expected) => expect(readChoice(text, labels)).toBe(expected));

  test('what fits several buttons is none of them', () => {
    expect(readChoice('ann', ['Annuler', 'Annuaire'])).toBeUndefined();
    expect(readChoice('Fatima', ['Fatima', 'Fatima'])).toBeUndefined();
    expect(readChoice('fatima', ['Fatima', 'Fatima B.'])).toBe(0);
  });

  test('labels come before numbers', () => {
    expect(readChoice('2', ['2', '3', '4'])).toBe(0);
    expect(readChoice('2', ['2 places + 1 en attente', 'Attendre 3 places ensemble', 'Changer'])).toBeUndefined();
    expect(readChoice('2 places', ['2 places + 1 en attente', 'Attendre 3 places ensemble'])).toBe(0);
    expect(readChoice('20', ['18 h 30', '20 h'])).toBe(1);
  });

  test('a title that starts with a digit is no number', () => {
    const titles = ['Cendrillon', '12 hommes en colère', '1984'];
    expect(readChoice('12 hommes', titles)).toBe(1);
    expect(readChoice('12 hommes en colère', ['a', 'b'])).toBeUndefined();
    expect(readChoice('2 frères', ['a', 'b'])).toBeUndefined();
    expect(readChoice('1984', titles)).toBe(2);
    expect(readChoice('1984', ['a', 'b'])).toBeUndefined();
  });

  test('an index that exists, or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('1', 'le 3', 'deux', 'dernier')), fc.array(fc.string(), { maxLength: 8 }), (text, list) => {
        const index = readChoice(text, list);
        expect(index === undefined || (index >= 0 && index < list.length)).toBe(true);
      }),
    );
  });
});

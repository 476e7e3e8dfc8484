import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPeople, readPeople, type Named } from '../../../core/language/people.ts';

const someone = (id: string, first: string, last: string): Named => ({ id, first, last });
const people = [
  someone('soraya', 'Soraya', 'Ferrand'),
  someone('jc', 'Jean-Claude', 'Olivier'),
  someone('jean', 'Jean', 'Dumont'),
  someone('malika', 'Malika', 'Koné'),
  someone('fatima-1', 'Fatima', 'Benali'),
  someone('fatima-2', 'Fatima', 'Benaissa'),
  someone('farida', 'Farida', 'Pinto'),
  someone('ines', 'Inès', "N'Diaye"),
  someone('lea', 'Léa', 'de La Croix'),
  someone('lia', 'Lia', 'Martin'),
  someone('martin', 'Martin', 'Leroy'),
  someone('twin-1', 'Hugo', 'Petit'),
  someone('twin-2', 'Hugo', 'Petit'),
];
const ids = (query: string): string[] => findPeople(query, people).map(({ id }) => id);

describe('A3 find by part of the name, without accents or with a typo', () => {
  test.each([
    ['Soraya Ferrand', ['soraya']],
    ['ferrand soraya', ['soraya']],
    ['SORAYA', ['soraya']],
    ['sor', ['soraya']],
    ['soraya f', ['soraya']],
    ['kone', ['malika']],
    ['jean claude', ['jc']],
    ['jeanclaude', ['jc']],
    ['Jean-Claude O.', ['jc']],
    ['j-c', ['jc']],
    ['claude', ['jc']],
    ['ines ndiaye', ['ines']],
    ['delacroix', ['lea']],
    ['de la croix', ['lea']],
    ['sorya', ['soraya']],
    ['soraay', ['soraya']],
    ['ferand', ['soraya']],
    ['malikka', ['malika']],
    ['fatima', ['fatima-2', 'fatima-1']],
    ['fatima benaisa', ['fatima-2']],
    ['fa', ['farida', 'fatima-1', 'fatima-2']],
    ['hugo petit', ['twin-1', 'twin-2']],
    ['zidane', []],
    ['soraya dupond', []],
    ['lo', []],
    ['', []],
    ['?!', []],
  ])('%j', (query, expected) => expect(ids(query).sort()).toEqual([...expected].sort()));

  test('an exact match comes before a beginning, a beginning before a typo', () => {
    const list = [someone('typo', 'Karima', 'A'), someone('begins', 'Karimou', 'A'), someone('exact', 'Karim', 'A')];
    expect(findPeople('karim', list).map(({ id, match }) => [id, match])).toEqual([['exact', 'exact'], ['typo', 'prefix'], ['begins', 'prefix']]);
    expect(findPeople('karma', [someone('a', 'Karima', 'A'), someone('b', 'Karma', 'A'), someone('c', 'Karmaline', 'A')]).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    expect(ids('jean')[0]).toBe('jean');
    expect(ids('martin')).toEqual(['lia', 'martin']);
  });

  test('short names have no typos: Léa is not Lia', () => {
    expect(ids('lea')).toEqual(['lea']);
    expect(ids('leo')).toEqual([]);
  });

  test('scores lie between 0 and 1 and fall', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom('fa', 'so', 'a', 'jean', 'fatima b', 'martin'), fc.string({ unit: 'binary' })), (query) => {
        const scores = findPeople(query, people).map(({ score }) => score);
        expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
    );
  });

  test('everybody is found by their own name, however it is typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...people), fc.boolean(), fc.boolean(), ({ id, first, last }, turned, loud) => {
        const name = turned ? `${last} ${first}` : `${first} ${last}`;
        expect(findPeople(loud ? name.toUpperCase() : name, people).filter(({ match }) => match === 'exact').map((found) => found.id)).toContain(id);
      }),
    );
  });
});

describe('X2 the names in an answer', () => {
  const read = (text: string): string[] => readPeople(text, people).map(({ said, candidates }) => `${said}: ${candidates.join(' ')}`);
  test.each([
    ['soraya, jean claude et malika', ['soraya: soraya', 'jean claude: jc', 'malika: malika']],
    ['Soraya Ferrand + Malika', ['Soraya Ferrand: soraya', 'Malika: malika']],
    ['pour Soraya et pour Malika svp', ['Soraya: soraya', 'Malika: malika']],
    ['soraya malika ines', ['soraya: soraya', 'malika: malika', 'ines: ines']],
    ['Soraya\nMalika\n- Inès', ['Soraya: soraya', 'Malika: malika', 'Inès: ines']],
    ['1. Soraya 2. Malika', ['Soraya: soraya', 'Malika: malika']],
    ['Mme Koné & M. Olivier', ['Koné: malika', 'Olivier: jc']],
    ['fatima', ['fatima: fatima-2 fatima-1']],
    ['Hugo Petit', ['Hugo Petit: twin-1 twin-2']],
    ['jean', ['jean: jean']],
    ['sorya', ['sorya: soraya']],
    ['Zinedine', ['Zinedine: ']],
    ['Soraya Dupond', ['Soraya Dupond: ']],
    ['soraya, , et malika', ['soraya: soraya', 'malika: malika']],
    ['', []],
    ['et', []],
  ])('%j', (text, expected) => {
    const got = read(text).map((line) => line.split(': ').map((part) => part.split(' ').sort().join(' ')).join(': '));
    expect(got).toEqual(expected.map((line) => line.split(': ').map((part) => part.split(' ').sort().join(' ')).join(': ')));
  });

  test('never throws, and gives back nobody twice in a part', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.constantFrom('soraya', 'et', ',', 'hugo', 'petit', 'fa', 'pour', '\n', '-', 'zoé', 'jean'), { maxLength: 20 }).map((all) => all.join(' ')), fc.string({ unit: 'binary' })), (text) => {
        for (const { said, candidates } of readPeople(text, people)) {
          expect(said.trim()).not.toBe('');
          expect(new Set(candidates).size).toBe(candidates.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('100 kB of anything is read in a moment', () => {
    const started = performance.now();
    for (const unit of ['a, ', ' ', '.', ' et ', 'soraya ', '\n', 'a.']) readPeople(unit.repeat(100_000 / unit.length), people);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

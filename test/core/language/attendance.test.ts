import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAttended } from '../../../core/language/attendance.ts';

const people = [
  { id: 'soraya', first: 'Soraya', last: 'Ferrand' }, { id: 'jc', first: 'Jean-Claude', last: 'Olivier' }, { id: 'malika', first: 'Malika', last: 'Koné' }, { id: 'hugo', first: 'Hugo', last: 'Petit' },
  { id: 'fatima-b', first: 'Fatima', last: 'Benali' }, { id: 'fatima-s', first: 'Fatima', last: 'Saïdi' },
];

/** 'soraya=absent jc=? rest=present 2/3'; several candidates with '|', a stranger in quotes. */
function read(text: string): string {
  const found = readAttended(text, people);
  if (found === undefined) return '';
  const { named, rest, count } = found;
  return [
    ...named.map(({ said, candidates, as }) => `${candidates.length === 0 ? `«${said}»` : [...candidates].sort().join('|')}=${as ?? '?'}`),
    ...(rest === undefined ? [] : [`rest=${rest}`]),
    ...(count === undefined ? [] : [`${'there' in count ? `there ${count.there}` : `missing ${count.missing}`}${count.of === undefined ? '' : ` of ${count.of}`}`]),
  ].join(' ');
}

describe('A12 X2 who was there, in words', () => {
  test.each([
    ['Soraya était absente', 'soraya=absent'],
    ['jean claude absent, prévenu', 'jc=excused'],
    ['Jean-Claude absent (prévenu)', 'jc=excused'],
    ['tout le monde était là', 'rest=present'],
    ['ils étaient tous là', 'rest=present'],
    ['tous présents', 'rest=present'],
    ['tous sauf Malika', 'malika=absent rest=present'],
    ['tout le monde sauf Malika et Hugo', 'malika=absent hugo=absent rest=present'],
    ['tous étaient là sauf Malika, excusée', 'malika=excused rest=present'],
    ['tous sauf malika étaient là', 'malika=absent rest=present'],
    ['tous sauf malika absente', 'malika=absent rest=present'],
    ['tous absents sauf Malika', 'malika=present rest=absent'],
    ['tous sauf malika étaient absents', 'malika=present rest=absent'],
    ['Malika excusée et Hugo absent', 'malika=excused hugo=absent'],
    ['Soraya présente, Hugo absent, Malika malade', 'soraya=present hugo=absent malika=excused'],
    ['absents : Hugo et Malika', 'hugo=absent malika=absent'],
    ['absente : Malika ; présents : Hugo, Soraya', 'malika=absent hugo=present soraya=present'],
    ['Malika absente, les autres étaient là', 'malika=absent rest=present'],
    ['Soraya n’est pas venue', 'soraya=absent'],
    ['Soraya n’était pas là', 'soraya=absent'],
    ['Malika était là mais pas Hugo', 'malika=present hugo=absent'],
    ['Malika là, Hugo pas là', 'malika=present hugo=absent'],
    ['Malika absente sans prévenir', 'malika=absent'],
    ['Malika absente, pas excusée', 'malika=absent'],
    ['personne n’était là', 'rest=absent'],
    ['personne', 'rest=absent'],
    ['personne n’était absent', 'rest=present'],
    ['seulement Soraya est venue', 'soraya=present rest=absent'],
    ['soraya et malika', 'soraya=? malika=?'],
    ['Soraya absente et Malika', 'soraya=absent malika=?'],
    ['Soraya était présente et absente', 'soraya=?'],
    ['Fatima absente', 'fatima-b|fatima-s=absent'],
    ['Fatima Saïdi absente', 'fatima-s=absent'],
    ['Farid était absent', '«Farid»=absent'],
    ['malyka absente', 'malika=absent'],
    ['2 sur 3', 'there 2 of 3'], ['2/3', 'there 2 of 3'], ['deux sur trois', 'there 2 of 3'], ['ils étaient 2', 'there 2'], ['2 présents', 'there 2'], ['1 absent', 'missing 1'], ['il en manque un', 'missing 1'], ['il manquait deux personnes', 'missing 2'], ['2', 'there 2'],
    ['Soraya was absent', 'soraya=absent'], ['everybody came except Malika', 'malika=absent rest=present'], ['nobody came', 'rest=absent'], ['2 out of 3', 'there 2 of 3'],
  ])('A12 %s', (text, expected) => expect(read(text)).toBe(expected));
});

describe('A17 X2 who comes, in words', () => {
  test.each([
    ['tout le monde vient', 'rest=present'],
    ['tout le monde vient, pas de problème', 'rest=present'],
    ['tout le monde sauf Malika', 'malika=absent rest=present'],
    ['Malika vient pas', 'malika=absent'],
    ['malika ne vient plus', 'malika=absent'],
    ['Malika ne pourra pas venir', 'malika=absent'],
    ['Soraya et Jean-Claude oui, Malika non', 'soraya=present jc=present malika=absent'],
    ['oui sauf Hugo', 'hugo=absent rest=present'],
    ['personne ne vient', 'rest=absent'],
    ['3 viennent', 'there 3'], ['2 ne viennent pas', 'missing 2'],
    ['Malika is not coming', 'malika=absent'],
  ])('A17 %s', (text, expected) => expect(read(text)).toBe(expected));

  test.each(['', '…', 'il fait beau', 'pas de problème', 'la'])('X2 %j says nothing of anybody that is known', (text) => {
    const found = readAttended(text, people);
    expect(found === undefined || (found.rest === undefined && found.count === undefined && found.named.every(({ candidates }) => candidates.length === 0))).toBe(true);
  });
});

describe('X2 whatever is typed', () => {
  const word = fc.constantFrom('tous', 'sauf', 'malika', 'soraya', 'jean', 'claude', 'absent', 'absente', 'prévenu', 'là', 'pas', 'et', ',', '.', 'mais', 'les autres', 'personne', '2', 'sur', '3', 'oui', 'non', 'n’', 'était', 'Farid', 'seulement');
  test('never throws, and never says two things of one name', () => {
    fc.assert(fc.property(fc.oneof(fc.array(word, { maxLength: 20 }).map((all) => all.join(' ')), fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
      const found = readAttended(text, people);
      for (const { said, as } of found?.named ?? []) expect([typeof said, [undefined, 'present', 'absent', 'excused'].includes(as)]).toEqual(['string', true]);
    }), { numRuns: 1_000 });
  });
});

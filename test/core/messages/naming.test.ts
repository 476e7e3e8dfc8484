import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCard } from '../../../bots/adaptive/card.ts';
import { toWebMessage } from '../../../bots/web/render.ts';
import { usualNaming } from '../../../core/domain/operator.ts';
import { leaving } from '../../../core/messages/leaving.ts';
import { message, list, notice, paragraph } from '../../../core/messages/build.ts';
import type { Message, Text } from '../../../core/messages/message.ts';
import { namesSomebody, plain, referencesIn, sameInitials, type NameBook } from '../../../core/messages/naming.ts';
import { plainText } from '../../../core/messages/plainText.ts';
import { account, hidden, people, person, strong, t } from '../../../core/messages/text.ts';

const book: NameBook = {
  people: new Map([['s', { first: 'Soraya', last: 'Ferrand' }], ['j', { first: 'Jean-Claude', last: 'Olivier' }], ['m', { first: 'Malika', last: 'Koné' }]]),
  accounts: new Map([['me', { first: 'Sophie', last: 'Martin' }], ['other', { first: 'Anne', last: 'Roux' }]]),
  lang: 'fr', reader: 'me',
};
const english: NameBook = { ...book, lang: 'en' };
const shown = { url: 'https://guichet.example/', label: 'Voir les noms' };

/** A message with somebody in every place that can hold somebody. */
const everywhere: Message = {
  ...message([
    paragraph(t`Bonjour ${account('me')}. ${people(['s', 'j', 'm'])} et ${hidden('famille Ferrand')}.`),
    notice('good', t`${person('s')} a une place.`),
    list([{ text: strong(person('j')), detail: t`avec ${person('m', 'short')}`, action: { id: 'cancel.seat', label: t`${person('j', 'short')}` } }], true),
    { kind: 'facts', facts: [{ label: [person('m')], value: [people(['s', 'm'], 'first')] }] },
  ], [
    { id: 'a.one', label: [person('s', 'short')], ticked: true }, { id: 'a.two', label: [hidden('famille Ferrand'), ' (4)'], ticked: false },
    { id: 'a.three', label: t`Présence de ${person('m', 'first')}` }, { id: 'a.four', label: ['Menu'] },
  ], { title: t`Fiche de ${person('s')}` }),
  form: { id: 'a.form', submit: ['Envoyer'], fields: [
    { name: 'first', label: t`Prénom de ${person('s')}`, type: 'text', required: true, value: [hidden('Soraya')], placeholder: [hidden('Soraya')] },
    { name: 'of', label: ['De qui ?'], type: 'choice', required: true, options: [{ value: 's', label: [person('s')] }, { value: 'x', label: ['Personne'] }] },
  ] },
};
const NAMES = /Soraya|Ferrand|Jean|Olivier|Malika|Kon|Sophie|Martin|Anne|Roux/;

describe('X5 names go out in full, as initials, or not at all: one step', () => {
  it.each<[string, Text, string, string, string]>([
    ['one person', [person('s')], 'Soraya Ferrand', 'S. F.', 'une personne'],
    ['by first name', [person('j', 'first')], 'Jean-Claude', 'J. O.', 'une personne'],
    ['short', [person('m', 'short')], 'Malika K.', 'M. K.', 'une personne'],
    ['several', [people(['s', 'j', 'm'])], 'Soraya Ferrand, Jean-Claude Olivier et Malika Koné', 'S. F., J. O. et M. K.', '3 personnes'],
    ['two', [people(['s', 'm'], 'first')], 'Soraya et Malika', 'S. F. et M. K.', '2 personnes'],
    ['one of several', [people(['s'])], 'Soraya Ferrand', 'S. F.', 'une personne'],
    ['nobody', [people([])], '', '', ''],
    ['somebody erased', [person('gone')], 'une personne', 'une personne', 'une personne'],
    ['what was typed', t`pour « ${hidden('soraya ferrand')} »`, 'pour « soraya ferrand »', 'pour « … »', 'pour « … »'],
    ['the reader', t`Bonjour ${account('me')}.`, 'Bonjour Sophie.', 'Bonjour Sophie.', 'Bonjour à vous.'],
    ['a colleague', [account('other', 'full')], 'Anne Roux', 'Anne Roux', '…'],
    ['in strong letters', strong(person('s')), 'Soraya Ferrand', 'S. F.', 'une personne'],
  ])('X5 %s', (_what, text, full, initials, none) => {
    expect([plain(text, book, 'full'), plain(text, book, 'initials'), plain(text, book, 'none')]).toEqual([full, initials, none]);
  });

  it('X7 de and que lose their e before a vowel, whoever the name stands for', () => {
    const known: NameBook = { people: new Map([['a', { first: 'Élodie', last: 'Roux' }], ['b', { first: 'Hugo', last: 'Petit' }]]), accounts: new Map(), lang: 'fr' };
    expect(plain(t`La fiche de ${person('a')}, celle de ${person('b')}.`, known)).toBe('La fiche d’Élodie Roux, celle de Hugo Petit.');
    expect(plain(t`Plus que ${strong(person('a', 'first'))} ; en dehors de ${people(['a', 'b'], 'first')}.`, known)).toBe('Plus qu’Élodie ; en dehors d’Élodie et Hugo.');
    expect(plain(t`La place de ${person('b')}`, known, 'none')).toBe('La place d’une personne');
    expect(plain(t`A place de ${person('a')}`, { ...known, lang: 'en' })).toBe('A place de Élodie Roux');
  });

  it('X5 in the reader’s language', () => {
    expect(plain([people(['s', 'm'])], english)).toBe('Soraya Ferrand and Malika Koné');
    expect(plain([people(['s', 'm'])], english, 'none')).toBe('2 people');
    expect(plain(t`Hello ${account('me')}.`, english, 'none')).toBe('Hello there.');
  });

  it('X5 `none` lets nobody through, in no drawing of any part, and says where the names are', () => {
    const out = leaving(everywhere, 'none', shown);
    for (const drawn of [plainText(out, book, 'none'), JSON.stringify(toCard(out, book, 'none')), JSON.stringify(toWebMessage({ id: '1', at: '' }, out, book, 'none'))]) {
      expect(drawn).not.toMatch(NAMES);
    }
    expect(plainText(out, book, 'none')).toContain('Voir les noms : https://guichet.example/');
    // Choices that would all read the same are not offered; the others are.
    expect(out.actions?.map(({ id }) => id)).toEqual(['a.three', 'a.four']);
    expect(out.form?.fields[1]?.options?.map(({ value }) => value)).toEqual(['x']);
    expect(out.form?.fields[0]?.value).toBeUndefined();
  });

  it('X5 the same message in full names them, and initials stay initials', () => {
    expect(leaving(everywhere, 'full', shown)).toBe(everywhere);
    expect(plainText(everywhere, book, 'full')).toContain('Soraya Ferrand, Jean-Claude Olivier et Malika Koné et famille Ferrand');
    const initials = JSON.stringify(toCard(leaving(everywhere, 'initials', shown), book, 'initials'));
    expect(initials).not.toMatch(/Soraya|Ferrand|Olivier|Malika|Koné/);
    expect(initials).toContain('S. F.');
  });

  it('X5 a message without anybody leaves as it is', () => {
    const menu = message([paragraph(['Menu'])], [{ id: 'a.b', label: ['Menu'] }]);
    expect(leaving(menu, 'none', shown)).toBe(menu);
    expect([namesSomebody(menu), namesSomebody(everywhere), namesSomebody([hidden('x')]), namesSomebody([people(['s'])])]).toEqual([false, true, true, true]);
  });

  it('X5 whatever the text, none and initials show no part of a name of four letters or more', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'é', 'z', '-', 'b', '’'), minLength: 4, maxLength: 12 }).filter((one) => !/une|personne/.test(one));
    fc.assert(fc.property(name, name, fc.constantFrom('full', 'first', 'short'), (first, last, as) => {
      const known: NameBook = { people: new Map([['x', { first, last }]]), accounts: new Map() };
      const text: Text = [person('x', as), ' / ', people(['x', 'x'], as), hidden(first)];
      for (const naming of ['initials', 'none'] as const) {
        expect(plain(text, known, naming)).not.toContain(first);
        expect(plain(text, known, naming)).not.toContain(last);
      }
    }));
  });

  it('X5 every reference is found, so that it can be looked up', () => {
    expect(new Set(referencesIn(everywhere).people)).toEqual(new Set(['s', 'j', 'm']));
    expect(referencesIn(everywhere).accounts).toEqual(['me']);
  });

  it.each([['solidarity', 'web', 'full'], ['packs', 'web', 'full'], ['solidarity', 'telegram', 'full'], ['packs', 'telegram', 'none'], ['packs', 'slack', 'none']] as const)(
    'X5 an operator of %s that has said nothing lets names out on %s: %s', (kind, channel, naming) => {
      expect(usualNaming(kind, channel)).toBe(naming);
    });
});

describe('X5 initials of several people', () => {
  const [ada, awa, zoe] = [{ first: 'Ada', last: 'Diop' }, { first: 'Awa', last: 'Diallo' }, { first: 'Zoé', last: 'Roy' }];
  const nths = sameInitials([ada, awa, zoe]);
  const several: NameBook = { people: new Map([ada, awa, zoe].map((one) => [one.first, { ...one, nth: nths.get(one) ?? 1 }])), accounts: new Map() };

  it('X5 the same ones are numbered, in the order in which people came', () => {
    expect(['Ada', 'Awa', 'Zoé'].map((id) => plain([person(id)], several, 'initials'))).toEqual(['A. D.', 'A. D. (2)', 'Z. R.']);
    expect(plain([person('Awa')], several, 'full')).toBe('Awa Diallo');
  });

  it('X5 end a sentence with the full stop that they have', () => {
    expect(plain(['Pour ', people(['Ada', 'Zoé']), '.'], several, 'initials')).toBe('Pour A. D. et Z. R.');
    expect(plain(['Pour ', people(['Ada', 'Awa']), '.'], several, 'initials')).toBe('Pour A. D. et A. D. (2).');
    expect(plain(['Pour ', person('Zoé'), '...'], several, 'initials')).toBe('Pour Z. R....');
    expect(plain(['Pour ', person('Zoé'), '.'], several, 'full')).toBe('Pour Zoé Roy.');
  });
});

import { describe, expect, it } from 'vitest';
import { CORPUS } from './all.ts';
import { marksOf, score, type Reading } from './score.ts';
import type { Sentence } from './sentence.ts';
import { day, evening, hour, hours, minute, month, night, onwards, week, weekend } from './when.ts';
import { PERFORMANCES } from './world.ts';

const perfect = ({ intent, also, people, each, count, when, title, place, theme, audience, access, outcome, unsure }: Sentence): Reading => ({
  intent,
  ...(also && { also }), ...(each && { each }), ...(count !== undefined && { count }), ...(when !== undefined && { when }), ...(place !== undefined && { place }),
  ...(theme !== undefined && { theme: theme.split('|')[0] ?? theme }), ...(audience && { audience }), ...(access && { access }), ...(outcome && { outcome }),
  ...(people && { people: people.map((who) => (who.startsWith('?') ? [] : who.split('|'))) }),
  ...(title !== undefined && { performances: PERFORMANCES.filter(({ id }) => title.split('|').includes(id.split('@')[0] ?? '')).map(({ id }) => id) }),
  unsure: unsure === true,
});
const nothing: Reading = { intent: 'none', unsure: false };
const booked: Sentence = { text: '2 places pour Malika et Fatima au gospel samedi', intent: 'book', people: ['malika', 'fatima-benali|fatima-bs'], count: 2, title: 'gospel', when: day('11-21'), unsure: true };
const good = perfect(booked);
const marks = (change: Partial<Reading>, of = booked) => Object.entries(marksOf(of, { ...perfect(of), ...change })).filter(([, mark]) => mark !== 'right' && mark !== 'idle').map(([slot, mark]) => `${slot} ${mark}`);

describe('X2 the score of a reader', () => {
  it('is full for the right readings, and says so of every slot', () => {
    const byText = new Map(CORPUS.map((one) => [one.text, perfect(one)]));
    const result = score(CORPUS, (text) => byText.get(text) ?? nothing);
    expect(result.failures).toEqual([]);
    expect(result.actedWrongly).toEqual([]);
    expect(result.full).toEqual({ right: CORPUS.length, of: CORPUS.length });
    for (const [, of] of result.bySlot) expect([of.right > 0, of.right]).toEqual([true, of.of]);
  });

  it.each<[string, Partial<Reading>, string[]]>([
    ['the other intent', { intent: 'cancel' }, ['intent other']],
    ['one of two who may be meant', { people: [['malika'], ['fatima-bs']] }, ['people other']],
    ['names in another order', { people: [['fatima-bs', 'fatima-benali'], ['malika']] }, []],
    ['another count', { count: 3 }, ['count other']],
    ['the evening for the day', { when: evening('11-21') }, ['when other']],
    ['another title first', { performances: ['loups@24', 'gospel@21'] }, ['title other']],
    ['the other date of the title', { performances: ['gospel@28'] }, []],
    ['a theme beside the title', { theme: 'gospel' }, []],
    ['too sure', { unsure: false }, ['asked missed']],
    ['an outcome', { outcome: 'absent' }, ['outcome invented']],
    ['a second intent', { also: ['cancel'] }, ['also invented']],
  ])('sees %s', (_, change, expected) => expect(marks(change)).toEqual(expected));

  it('takes words of the same theme, names of the same place, and performances of both', () => {
    const sentence: Sentence = { text: 'un concert à l’auditorium', intent: 'search', theme: 'musique', place: 'auditorium' };
    expect(marks({ theme: 'concerts', place: 'à l’Auditorium', performances: ['jazz@10', 'quatuor@28'] }, sentence)).toEqual([]);
    expect(marks({ theme: 'danse', place: 'Bron', performances: ['loups@24'] }, sentence)).toEqual(['title invented', 'place other', 'theme other']);
    const dated: Sentence = { text: 'yann samedi soir', intent: 'book', people: ['yann'], when: evening('11-21') };
    expect(marks({ performances: ['gospel@21'] }, dated)).toEqual([]);
    expect(marks({ performances: ['gospel@21', 'samedi-soir@3'] }, dated)).toEqual(['title invented']);
    expect(marks({ performances: ['gospel@21'] }, { ...dated, when: hours('11-21', 18, 20) })).toEqual(['title invented']);
    expect(marks({ theme: 'concert' }, { text: 'le concert de rap', intent: 'search', theme: 'rap|musique' })).toEqual([]);
    expect(marks({ place: 'un concert de bien quelque part dans un auditorium' }, sentence)).toEqual(['place other']);
  });

  it('leaves open whether a kind of house is a theme or a place', () => {
    expect(marks({ place: 'planétarium' }, { text: 'les petits au planétarium', intent: 'book', people: ['petits'], theme: 'planetarium' })).toEqual([]);
    expect(marks({ theme: 'musée' }, { text: 'l’adresse du musée des tisseurs', intent: 'search', place: 'musee des tisseurs' })).toEqual([]);
    expect(marks({ place: 'Bron' }, { text: 'les petits au cirque', intent: 'book', people: ['petits'], theme: 'cirque' })).toEqual(['place invented']);
  });

  it('wants no id for a stranger', () => {
    const sentence: Sentence = { text: 'bintou et malika', intent: 'book', people: ['?bintou', 'malika'], unsure: true };
    expect(marks({ people: [['malika']] }, sentence)).toEqual([]);
    expect(marks({ people: [[], ['malika']] }, sentence)).toEqual([]);
    expect(marks({ people: [['blessing'], ['malika']] }, sentence)).toEqual(['people other']);
  });

  it('judges nothing else where nothing is asked for', () => {
    expect(marks({ people: [['hugo']], when: day('11-21') }, { text: 'merci à samedi', intent: 'none' })).toEqual([]);
    expect(marks({ intent: 'none' }, { text: 'n’annule pas hugo', intent: 'no', or: ['none'], people: ['hugo'] })).toEqual([]);
  });

  it('counts who would lose a seat, what was mixed up, and what it looked like', () => {
    const sentences: readonly Sentence[] = [{ text: 'annulez pas', intent: 'no', or: ['none'], not: 'cancel' }, { text: 'samedi ?', intent: 'search', when: day('11-21') }, booked];
    const result = score(sentences, (text) => (text === 'annulez pas' ? { intent: 'cancel', unsure: false } : text === 'samedi ?' ? { intent: 'book', unsure: true } : good));
    expect(result.actedWrongly.map(({ sentence }) => sentence.text)).toEqual(['annulez pas']);
    // The same reading, sure of who is meant.
    expect(score([booked], () => ({ ...good, unsure: false })).actedWrongly.length).toBe(1);
    expect(result.confusion).toEqual([['no → cancel', 1], ['search → book', 1]]);
    expect(result.negatives).toEqual({ right: 0, of: 1 });
    expect(result.full).toEqual({ right: 1, of: 3 });
    expect(result.bySlot.get('when')).toEqual({ right: 1, of: 2, missed: 1, invented: 0, other: 0 });
    expect(result.byIntent.get('book')).toEqual({ intent: { right: 1, of: 1 }, full: { right: 1, of: 1 } });
  });
});

describe('stretches of time of the corpus', () => {
  it.each([
    [day('11-30'), '2026-11-30T00:00/2026-12-01T00:00 day'],
    [weekend('11-28'), '2026-11-28T00:00/2026-11-30T00:00 day'],
    [week('11-23'), '2026-11-23T00:00/2026-11-30T00:00 week'],
    [month('12-01'), '2026-12-01T00:00/2027-01-01T00:00 month'],
    [evening('12-31'), '2026-12-31T18:00/2027-01-01T00:00 hour'],
    [night('11-20'), '2026-11-20T22:00/2026-11-21T06:00 hour'],
    [hour('11-20', 20), '2026-11-20T20:00/2026-11-20T21:00 hour'],
    [minute('11-20', '20:59'), '2026-11-20T20:59/2026-11-20T21:00 minute'],
    [onwards('12-07'), '2026-12-07T00:00/… day'],
  ])('%s', (made, expected) => expect(made).toBe(expected));
});

import { describe, expect, it } from 'vitest';
import { fold, words } from '../../../../core/language/fold.ts';
import { CORPUS, FRENCH } from './all.ts';
import { ENGLISH } from './english.ts';
import { HELD_OUT } from './heldOut.ts';
import { GRAINS, type Sentence } from './sentence.ts';
import { PEOPLE, PERFORMANCES, THEMES } from './world.ts';

const everything: readonly Sentence[] = [...CORPUS, ...HELD_OUT];
const texts = (of: readonly Sentence[]): string[] => of.map(({ text }) => text);

describe('X2 the sentences to be understood', () => {
  it('are many, hard, and of every kind', () => {
    expect(FRENCH.length).toBeGreaterThanOrEqual(520);
    expect(ENGLISH.length).toBeGreaterThanOrEqual(60);
    expect(HELD_OUT.length).toBeGreaterThanOrEqual(150);
    expect(CORPUS.filter((one) => one.not !== undefined).length).toBeGreaterThanOrEqual(80);
    expect(CORPUS.filter((one) => one.easy).length / CORPUS.length).toBeLessThanOrEqual(0.15);
    expect(PEOPLE.length).toBeGreaterThanOrEqual(40);
    expect(PERFORMANCES.length).toBeGreaterThanOrEqual(40);
  });

  it('name only people, events and themes that there are', () => {
    const ids = new Set(PEOPLE.map(({ id }) => id));
    const events = new Set(PERFORMANCES.map(({ id }) => id.split('@')[0]));
    const themes = new Set(THEMES.map(([first]) => first));
    const unknown = everything.flatMap(({ text, people = [], each = {}, title, theme }) => [
      ...[...people, ...Object.values(each).flat()].flatMap((who) => (who.startsWith('?') || who === '*' ? [] : who.split('|'))).filter((id) => !ids.has(id)),
      ...(title?.split('|') ?? []).filter((event) => !events.has(event)),
      ...(theme?.split('|') ?? []).filter((one) => !themes.has(one)),
    ].map((what) => `${text}: ${what}`));
    expect(unknown).toEqual([]);
    expect(PERFORMANCES.filter(({ theme }) => !themes.has(fold(theme)))).toEqual([]);
    expect(new Set(PERFORMANCES.map(({ id }) => id)).size).toBe(PERFORMANCES.length);
    expect(ids.size).toBe(PEOPLE.length);
  });

  it('say dates as stretches with an end after the start, on whole grains', () => {
    const wrong = everything.filter(({ when }) => {
      if (when === undefined) return false;
      const [, start = '', end = '', grain = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)\/(\d{4}-\d\d-\d\dT\d\d:\d\d|…) (\w+)$/.exec(when) ?? [];
      return !(GRAINS as readonly string[]).includes(grain) || Number.isNaN(Date.parse(`${start}Z`)) || (end !== '…' && end <= start) || (grain === 'week' && new Date(`${start}Z`).getUTCDay() !== 1);
    });
    expect(texts(wrong)).toEqual([]);
  });

  it('do not look like what they are, and are not asked back about nothing', () => {
    expect(texts(everything.filter(({ intent, not, or = [], also = [] }) => not === intent || [...also, ...or].includes(intent) || (not !== undefined && or.includes(not))))).toEqual([]);
    expect(texts(everything.filter(({ intent, people, when, count, title }) => intent === 'none' && (when ?? count ?? title) !== undefined && people === undefined))).toEqual([]);
    // Who may be one of two is asked for.
    expect(texts(everything.filter(({ intent, people = [], unsure }) => ['book', 'cancel', 'waitlist', 'attendance'].includes(intent) && unsure !== true && people.some((who) => who.includes('|') || who.startsWith('?'))))).toEqual([]);
  });

  it('are each another sentence, not the same with another name, day or number', () => {
    const names = new Set(PEOPLE.flatMap(({ first, last }) => words(`${first} ${last}`)));
    const DAYS = /^(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|hier|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d+|deux|trois|quatre|two|three|four)$/;
    const skeleton = (text: string): string => words(text).map((word) => (names.has(word) ? 'N' : DAYS.test(word) ? 'D' : word)).filter((word, i, all) => word !== all[i - 1]).join(' ');
    const twice = [...Map.groupBy(everything, ({ text }) => skeleton(text)).values()].filter((of) => of.length > 1).map((of) => texts(of).join(' = '));
    expect(twice).toEqual([]);
  });
});

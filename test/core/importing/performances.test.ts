import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromOn, pairPerformances, performanceId, type KnownPerformance } from '../../../core/importing/performances.ts';
import type { PerformanceDraft } from '../../../core/importing/offer.ts';

const PARIS = 'Europe/Paris';
const at = (text: string): Date => new Date(`2026-12-${text}:00+01:00`);
const draft = (text: string, externalId = performanceId('7', at(text))): PerformanceDraft => ({ externalId, startsAt: at(text), cancelled: false });
const known = (text: string, externalId = performanceId('7', at(text)), cancelled = false): KnownPerformance => ({ externalId, startsAt: at(text), cancelled });
const window = { from: at('01T00:00') };

const shown = (paired: ReturnType<typeof pairPerformances>) => ({
  same: paired.same.length,
  moved: paired.moved.map(([one, now]) => `${one.externalId.slice(2)} → ${now.externalId.slice(2)}`),
  created: paired.created.map((one) => one.externalId.slice(2)),
  withdrawn: paired.withdrawn.map((one) => one.externalId.slice(2)),
});

describe('A19 which of the known performances a draft is', () => {
  test.each([
    ['the same', ['04T20:00', '05T20:00'], ['04T20:00', '05T20:00'], false, { same: 2 }],
    ['half an hour later that day', ['04T20:00', '05T20:00'], ['04T20:30', '05T20:00'], false, { same: 1, moved: ['2026-12-04T19:00:00Z → 2026-12-04T19:30:00Z'] }],
    ['rescheduled by a week', ['04T20:00', '05T20:00'], ['05T20:00', '11T20:00'], true, { same: 1, moved: ['2026-12-04T19:00:00Z → 2026-12-11T19:00:00Z'] }],
    ['all rescheduled, in order', ['04T20:00', '05T20:00'], ['11T20:00', '12T20:00'], true, { moved: ['2026-12-04T19:00:00Z → 2026-12-11T19:00:00Z', '2026-12-05T19:00:00Z → 2026-12-12T19:00:00Z'] }],
    ['another day, but nobody says rescheduled', ['04T20:00'], ['11T20:00'], false, { created: ['2026-12-11T19:00:00Z'], withdrawn: ['2026-12-04T19:00:00Z'] }],
    ['rescheduled, but two became one', ['04T20:00', '05T20:00'], ['11T20:00'], true, { created: ['2026-12-11T19:00:00Z'], withdrawn: ['2026-12-04T19:00:00Z', '2026-12-05T19:00:00Z'] }],
    ['two that day: which is which is not known', ['04T15:00', '04T20:00'], ['04T16:00', '04T21:00'], false, { created: ['2026-12-04T15:00:00Z', '2026-12-04T20:00:00Z'], withdrawn: ['2026-12-04T14:00:00Z', '2026-12-04T19:00:00Z'] }],
  ])('%s', (_name, before, now, rescheduled, expected) => {
    const paired = pairPerformances(before.map((text) => known(text)), { performances: now.map((text) => draft(text)), rescheduled, window }, PARIS);
    expect(shown(paired)).toEqual({ same: 0, moved: [], created: [], withdrawn: [], ...expected });
  });

  test('its own id says more than its date', () => {
    const paired = pairPerformances([known('04T20:00', '7@a')], { performances: [draft('18T20:00', '7@a')], rescheduled: false, window }, PARIS);
    expect(shown(paired).moved).toEqual(['a → a']);
  });

  test('what began before the window, or when there is none, is not withdrawn', () => {
    expect(pairPerformances([known('04T20:00')], { performances: [], rescheduled: false, window: { from: at('05T00:00') } }, PARIS).withdrawn).toEqual([]);
    expect(pairPerformances([known('04T20:00')], { performances: [], rescheduled: false, window: { ...window, until: at('03T00:00') } }, PARIS).withdrawn).toEqual([]);
    expect(pairPerformances([known('04T20:00')], { performances: [], rescheduled: false }, PARIS).withdrawn).toEqual([]);
  });

  test('a cancelled one is not withdrawn again, and not moved', () => {
    const paired = pairPerformances([known('04T20:00', 'x', true)], { performances: [draft('04T21:00')], rescheduled: true, window }, PARIS);
    expect(shown(paired)).toEqual({ same: 0, moved: [], created: ['2026-12-04T20:00:00Z'], withdrawn: [] });
  });

  test('always: each draft once, each known at most once', () => {
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 12 });
    fc.assert(
      fc.property(hours, hours, fc.boolean(), (before, now, rescheduled) => {
        const on = (hour: number): Date => new Date(at('01T00:00').getTime() + hour * 3_600_000);
        const one = (hour: number): PerformanceDraft => ({ externalId: performanceId('7', on(hour)), startsAt: on(hour), cancelled: false });
        const paired = pairPerformances(before.map(one), { performances: now.map(one), rescheduled, window }, PARIS);
        const drafts = [...paired.same, ...paired.moved].map(([, each]) => each.externalId).concat(paired.created.map((each) => each.externalId));
        const olds = [...paired.same, ...paired.moved].map(([each]) => each.externalId).concat(paired.withdrawn.map((each) => each.externalId));
        expect(drafts.sort()).toEqual(now.map((hour) => one(hour).externalId).sort());
        expect(olds.sort()).toEqual(before.map((hour) => one(hour).externalId).sort());
      }),
    );
  });
});

test('what is kept is the next ones, by instant', () => {
  const kept = fromOn([draft('09T20:00'), draft('04T20:00'), draft('02T20:00'), draft('07T20:00')], at('04T20:00'), 2);
  expect(kept.performances.map((each) => each.startsAt)).toEqual([at('04T20:00'), at('07T20:00')]);
  expect(kept).toMatchObject({ past: 1, capped: 1, window: { from: at('04T20:00'), until: at('09T20:00') } });
});

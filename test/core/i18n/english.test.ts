import { describe, expect, it } from 'vitest';
import type { Performance } from '../../../core/domain/performance.ts';
import { strings } from '../../../core/i18n/index.ts';
import type { Text } from '../../../core/messages/message.ts';
import { plain, referencesIn } from '../../../core/messages/naming.ts';
import { t } from '../../../core/messages/text.ts';

const instant = { now: new Date('2026-11-20T09:00:00Z'), zone: 'Europe/Paris' };
const fr = strings('fr', instant);
const en = strings('en', instant);

const show: Performance = {
  id: 'show', eventId: '', venueId: '', programmeId: '', title: 'Gospel Experience', summary: null, description: null, themes: [], accessibility: [], price: null, purchaseUrl: null,
  startsAt: new Date('2026-11-28T19:00:00Z'), endsAt: null, zone: 'Europe/Paris', week: '2026-W48', opensAt: new Date('2026-11-21T08:00:00Z'), closesAt: new Date('2026-11-26T19:00:00Z'),
  releaseAt: new Date('2026-11-25T19:00:00Z'), capacity: 2, taken: 0, cancelledAt: null, venue: { name: 'Town Hall', address: null, city: 'Lyon', phone: '04 65 71 00 02', access: null },
};

/** What a sentence may be about. A function takes what it can use: what it cannot throws, or reads 'undefined' or 'NaN'. */
const SAMPLES: readonly unknown[] = [
  0, 1, 3, null, undefined, true, 'Soraya', 'open', 'closed', 'past', 'cancelled', 'not_open', ['s'], ['s', 'm', 'h'], t`because`,
  show, show.startsAt, show.opensAt, { performance: show, people: ['s', 'm'] }, { people: ['s'] }, { kind: 'invitations', seats: ['s', 'm'] }, { kind: 'agenda', performance: 'show' },
  ...['referent', 'visitor', 'leader'].map((role) => ({ account: 'Soraya', role, structureName: 'Town Hall' })),
  ...['message', 'mail', 'received', 'work'].flatMap((what) => ['refused', 'later', 'unreadable', 'error'].map((error) => ({ what, error, kind: what === 'mail' ? 'mail-code' : what === 'work' ? 'deal' : 'answer', channel: 'web' }))),
];
/** Only a last argument of several may be left out. */
const samplesOf = (arity: number): unknown[][] =>
  Array.from({ length: arity }).reduce<unknown[][]>((all, _, i) => all.flatMap((args) => SAMPLES.filter((one) => one !== undefined || (i > 0 && i === arity - 1)).map((one) => [...args, one])), [[]]);

const people = new Map([['s', { first: 'Soraya', last: 'Ferrand' }], ['m', { first: 'Malika', last: 'Haddad' }], ['h', { first: 'Hugo', last: 'Petit' }], ['Soraya', { first: 'Soraya', last: 'Ferrand' }]]);
const accounts = new Map([['Soraya', { first: 'Sophie', last: 'Martin' }]]);

type Kind = 'text' | 'string' | 'list' | 'function' | 'object';
type Call = (...args: unknown[]) => unknown;

function kindOf(value: unknown): Kind {
  if (Array.isArray(value)) return value.some((one) => Array.isArray(one)) ? 'list' : 'text';
  if (typeof value === 'string' || typeof value === 'function') return typeof value as Kind;
  if (value !== null && typeof value === 'object') return 'object';
  throw new Error(`no words: ${typeof value}`);
}

/** Every entry below, by its path. */
function entries(value: unknown, path = ''): [string, unknown][] {
  const kind = kindOf(value);
  if (kind !== 'object' && kind !== 'list') return [[path, value]];
  return [...(path === '' ? [] : [[path, value] as [string, unknown]]), ...Object.entries(value as object).flatMap(([key, one]) => entries(one, path === '' ? key : `${path}.${key}`))];
}

const shapeOf = (value: unknown): string => {
  const kind = kindOf(value);
  return kind === 'function' ? `function of ${(value as Call).length}` : kind === 'list' ? `list of ${(value as unknown[]).length}` : kind;
};

const isSpan = (span: unknown): boolean =>
  typeof span === 'string' || (span !== null && typeof span === 'object' && ('strong' in span ? (span.strong as unknown[]).every(isSpan) : 'people' in span ? 'as' in span && Array.isArray(span.people) : typeof ('person' in span ? span.person : 'account' in span ? span.account : 'hidden' in span ? span.hidden : 0) === 'string'));

/** What a call gives, as words; nothing where the arguments do not suit it. */
function wordsFrom(call: Call, args: readonly unknown[], lang: 'fr' | 'en'): { said: string[]; about: string[] } | undefined {
  try {
    const given = call(...args);
    if (given === undefined) return undefined;
    const texts = entries(given).map(([, one]) => one).filter((one) => kindOf(one) !== 'object');
    if (!texts.every((one) => typeof one === 'string' || (one as unknown[]).every(isSpan))) return undefined;
    const said = texts.map((one) => (typeof one === 'string' ? one : plain(one as Text, { people, accounts, lang })));
    if (said.some((one) => /undefined|null|NaN|Invalid|\[object|une personne/.test(one))) return undefined;
    const about = texts.flatMap((one) => (typeof one === 'string' ? [] : Object.values(referencesIn({ blocks: [{ kind: 'paragraph', text: one as Text }] })).flat()));
    return { said, about: about.sort() };
  } catch {
    return undefined;
  }
}

const FRENCH = /(?<!\p{L})(?:le|la|les|une|vous|est|des|du|et|pour|je|personnes?|à|de)(?!\p{L})/iu;

const french = new Map(entries(fr));
const english = new Map(entries(en));
const ofKind = (...kinds: Kind[]): string[] => [...english].flatMap(([path, value]) => (kinds.includes(kindOf(value)) ? [path] : []));

describe('X7 English says all that French says', () => {
  it('X7 has the same keys, of the same kind, and functions of as many arguments', () => {
    expect(Object.fromEntries([...english].map(([path, value]) => [path, shapeOf(value)]))).toEqual(Object.fromEntries([...french].map(([path, value]) => [path, shapeOf(value)])));
    expect(french.size).toBeGreaterThan(200);
  });

  it('X7 fixed words are neither empty nor French', () => {
    // The same word in both languages.
    const same = ['Menu', 'Participant', 'Genre', '✅', '⏳'];
    for (const path of ofKind('text', 'string')) {
      const [here, there] = [english, french].map((all) => plain([...(all.get(path) as Text)], { people, accounts }));
      if (there === '') expect(here, path).toBe('');
      else expect(here?.trim(), path).not.toBe('');
      expect(here, path).not.toMatch(FRENCH);
      if (there !== '' && !same.includes(there?.trim() ?? '')) expect(here, path).not.toBe(there);
    }
  });

  it.each(ofKind('function'))('X7 %s', (path) => {
    const [here, there] = [english.get(path) as Call, french.get(path) as Call];
    const calls = samplesOf(here.length).flatMap((args) => {
      const given = wordsFrom(there, args, 'fr');
      return given === undefined ? [] : [{ args, given }];
    });
    expect(calls.length, 'calls that suit it').toBeGreaterThan(0);
    const heard = new Set<string>();
    for (const { args, given } of calls) {
      const words = wordsFrom(here, args, 'en');
      // Who is spoken of stays a reference, whatever the language.
      if (words?.about.join() !== given.about.join()) expect(words?.about, JSON.stringify(args)).toEqual(given.about);
      words?.said.forEach((one) => heard.add(one));
    }
    for (const one of heard) {
      if (one.trim() === '') expect.fail(`${path} says nothing`);
      expect(one).not.toMatch(FRENCH);
      expect(one).not.toMatch(/[«»]| [:;?!](?: |$)|\b1 (?:seats|people|dates|invitations)\b|\b[03] (?:seat|person|date|invitation)\b/);
    }
  });
});

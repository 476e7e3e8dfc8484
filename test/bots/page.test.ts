import { readdirSync, readFileSync } from 'node:fs';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../bots/web/page/', import.meta.url);
const files = readdirSync(folder);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

const GLOBALS = [
  'window', 'document', 'location', 'fetch', 'crypto', 'AbortController', 'FormData', 'URL', 'Response', 'ReadableStream', 'TextDecoder', 'Intl', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval',
];

describe('the files of the web page', () => {
  it.each(files.filter((name) => name.endsWith('.js')))('%s uses only known names', (name) => {
    const faults = new Linter().verify(read(name), {
      languageOptions: { ecmaVersion: 2018, sourceType: 'module', globals: Object.fromEntries(GLOBALS.map((global) => [global, 'readonly'])) },
      rules: { 'no-undef': 'error', 'no-unused-vars': ['error', { caughtErrors: 'none' }], eqeqeq: 'error', 'no-console': 'error' },
    });
    expect(faults.map((fault) => `${fault.line}: ${fault.message}`)).toEqual([]);
    expect(read(name)).not.toMatch(/\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b/);
  });

  it.each(files)('%s is small enough to hold in the head, and asks nothing of another network', (name) => {
    expect(read(name).split('\n').length).toBeLessThan(250);
    expect(read(name).replace('http://www.w3.org/2000/svg', '')).not.toMatch(/(src|href|url|import)\W{1,4}(https?:)?\/\//);
  });

  it('has neither script nor style inside the HTML', () => {
    expect(read('index.html')).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });
});

type Rgb = readonly [number, number, number];
const luminance = (hex: string): number => {
  const part = (i: number): number => {
    const value = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const [r, g, b]: Rgb = [part(1), part(3), part(5)];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

describe('the colours', () => {
  const [light = '', dark = ''] = read('style.css').split('prefers-color-scheme: dark');
  const texts = ['text', 'subtle', 'accent', 'danger'];
  const grounds = ['ground', 'surface', 'sunken', 'good-ground', 'wait-ground', 'info-ground', 'danger-ground'];
  const pairs = [...texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)), ['text', 'own'], ['on-accent', 'accent'], ['on-accent', 'accent-strong']] as const;

  it.each([['light', light], ['dark', dark]])('can be read (4.5:1), and edges of fields be seen (3:1): %s', (_, css) => {
    const colour = (name: string): string => {
      const found = new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(css)?.[1];
      if (found === undefined) throw new Error(`No colour ${name}.`);
      return found;
    };
    const weak = pairs.filter(([text, ground]) => contrast(colour(text), colour(ground)) < 4.5);
    expect(weak).toEqual([]);
    expect(contrast(colour('edge'), colour('surface'))).toBeGreaterThan(3);
  });
});

describe('X7 the words of the page', async () => {
  type Words = Record<string, string | ((name: string) => string)>;
  const { words } = (await import(new URL('words.js', folder).href)) as { words: Record<'fr' | 'en', Words> };
  const all = (lang: Words): string[] => Object.values(lang).map((word) => (typeof word === 'string' ? word : word('x')));

  it('are the same in both languages, and typographic', () => {
    expect(Object.keys(words.en).sort()).toEqual(Object.keys(words.fr).sort());
    expect([...all(words.fr), ...all(words.en)].filter((word) => /'|\.\.\./.test(word))).toEqual([]);
  });

  it('that the page asks for are there, and none is too many; the HTML says the same in French', () => {
    const asked = new Set([...files.filter((name) => name.endsWith('.js') && name !== 'words.js').flatMap((name) => [...read(name).matchAll(/\b(?:say|word)\('(\w+)'/g)].map((found) => found[1] ?? '')),
      ...[...read('index.html').matchAll(/data-say(?:-label|-hint)?="(\w+)"/g)].map((found) => found[1] ?? ''),
      'fileFailed', 'failed', 'ended', 'calendar', 'table', 'referent', 'visitor', 'leader', 'venue', 'operator', 'jury']);
    expect([...asked].sort()).toEqual(Object.keys(words.fr).sort());
    for (const [, key = '', text = ''] of read('index.html').matchAll(/data-say="(\w+)"[^>]*>([^<]+)</g)) expect([key, text]).toEqual([key, words.fr[key]]);
  });
});

describe('server-sent events', async () => {
  const { eventReader } = (await import(new URL('sse.js', folder).href)) as { eventReader: (on: (event: unknown) => void) => (piece: string) => void };
  const wire = ': bonjour\n\nid: 1\nevent: message\ndata: {"a":\ndata: 1}\n\ndata: deux\r\n\r\nevent: other\ndata:\n\nid: 9\n\ndata: never ended';

  it.each([1, 2, 3, 7, 1000])('are read out of pieces of %i characters', (size) => {
    const events: unknown[] = [];
    const reader = eventReader((event) => events.push(event));
    for (let i = 0; i < wire.length; i += size) reader(wire.slice(i, i + size));
    expect(events).toEqual([
      { event: 'message', id: '1', data: '{"a":\n1}' },
      { event: 'message', id: '1', data: 'deux' },
      { event: 'other', id: '1', data: '' },
    ]);
  });
});

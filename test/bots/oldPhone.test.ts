import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';

/**
 * X7: many of the phones that people are given or keep are of 2019 and no longer updated. The page is served as it is
 * written (no build step), so it must be written for them: Chrome 73 (March 2019) and Safari 12.1 (iOS 12.2, the last
 * system of the iPhone 5s and 6). What those two lack, by the tables of caniuse.com, is refused here.
 */
const folder = new URL('../../bots/web/page/', import.meta.url);
const files = readdirSync(folder);
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const bundle = readFileSync(createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js'), 'utf8');

/** What a parser of 2018 says of a script. */
const faults = (code: string, sourceType: 'module' | 'script'): string[] =>
  new Linter().verify(code, { languageOptions: { ecmaVersion: 2018, sourceType } }).filter((fault) => fault.fatal === true).map((fault) => `${fault.line}: ${fault.message}`);

/** Each with what it came with. The guarded one (`window.crypto && crypto.randomUUID`) is asked for before it is used. */
const TOO_NEW: readonly (readonly [RegExp, string])[] = [
  [/\.(at|replaceAll|matchAll|findLast|findLastIndex|toSorted|toReversed|toSpliced|groupBy)\(/, 'Safari 13–16'],
  [/\b(structuredClone|globalThis\.|BigInt|WeakRef|FinalizationRegistry|ResizeObserver|PointerEvent|TextDecoderStream|BroadcastChannel|AggregateError)\b/, 'Safari 13–15'],
  [/\b(Promise\.(allSettled|any|withResolvers)|Object\.(hasOwn|groupBy)|Array\.fromAsync|AbortSignal\.\w+)\b/, 'Safari 13–17'],
  [/\bIntl\.(Segmenter|RelativeTimeFormat|ListFormat|DisplayNames|Locale|supportedValuesOf)\b|formatRange|dateStyle|timeStyle/, 'Safari 14'],
  [/\.(replaceChildren|requestSubmit|showModal|checkVisibility|scrollTo|scrollBy|scrollIntoView|getAnimations|arrayBuffer|showPicker)\(/, 'Safari 14–16, or only without options'],
  [/matchMedia\([^)]*\)\.addEventListener|navigator\.(clipboard|share|locks)|addEventListener\([^;]*\bsignal:/, 'Safari 13–15'],
  [/for await|new EventTarget\(|\.inert\b|crypto\.subtle/, 'Safari 14–15, or only behind https'],
  [/\(\?<[=!]/, 'looking behind in a regular expression: Safari 16.4, and the whole script is refused'],
];

const CSS_TOO_NEW: readonly (readonly [RegExp, string])[] = [
  [/(?<!:focus:not\():focus-visible/, ':focus-visible only to take away the ring of :focus (a rule with it is dropped whole)'],
  [/:(is|where|has)\(|:not\([^)]*,/, ':is() and its kin'],
  [/[{;\s](gap|row-gap|column-gap)\s*:/, 'flex gap: Safari 14.1; margins do it'],
  [/[{;\s](inset|aspect-ratio|place-items|content-visibility|backdrop-filter|translate|rotate|scale)\s*:/, 'Chrome 79–104'],
  [/[{;\s](margin|padding|border|inset)-(inline|block)\s*:/, 'two-sided logical shorthands: Chrome 87'],
  [/@(layer|container|supports|property|scope)\b|@media[^{]*[<>]|color-mix|\boklch|light-dark/, 'Chrome 99 and later'],
  [/overflow(-[xy])?\s*:\s*clip|[{;\s]&/, 'Chrome 90–112'],
];
/** Values that need an older declaration of the same property just before. */
const WITH_FALLBACK = /\b\d+(dvh|svh|lvh|dvw)\b|\b(min|max|clamp)\(|\banywhere\b/;
const FALLS_BACK = /word-(break|wrap): break-word/;

function cssFaults(css: string): string[] {
  const bare = css.replace(/\/\*[^]*?\*\//g, '');
  const rules = [...bare.matchAll(/\{([^{}]*)\}/g)].map((found) => (found[1] ?? '').split(';').map((one) => one.trim()).filter((one) => one !== ''));
  const alone = rules.flatMap((declarations) => declarations.filter((one, i) => {
    const property = one.split(':')[0];
    return WITH_FALLBACK.test(one) && !declarations.slice(0, i).some((earlier) => earlier.split(':')[0] === property && !WITH_FALLBACK.test(earlier)) && !declarations.some((other) => FALLS_BACK.test(other));
  }));
  return [...CSS_TOO_NEW.filter(([pattern]) => pattern.test(bare)).map(([, why]) => why), ...alone];
}

const apiFaults = (code: string): string[] => TOO_NEW.filter(([pattern]) => pattern.test(code)).map(([pattern, why]) => `${pattern.exec(code)?.[0] ?? ''}: ${why}`);
const withoutComments = (code: string): string => code.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');

describe('X7 a phone browser of 2019', () => {
  it.each(files.filter((name) => name.endsWith('.js')))('%s is read by a parser of 2018 and asks for nothing newer', (name) => {
    expect(faults(read(name), 'module')).toEqual([]);
    expect(apiFaults(withoutComments(read(name)))).toEqual([]);
  });

  it('the package that draws cards is read by it as well', () => {
    expect(faults(bundle, 'script')).toEqual([]);
    expect(bundle).not.toMatch(/\(\?<[=!]/);
  });

  it.each(files.filter((name) => name.endsWith('.css')))('%s says nothing that would be dropped and missed', (name) => {
    expect(cssFaults(read(name))).toEqual([]);
  });

  it('the one newer call is asked for first', () => {
    expect(read('api.js').match(/randomUUID/g)).toHaveLength(2);
    expect(read('api.js')).toContain('if (window.crypto && crypto.randomUUID) return crypto.randomUUID();');
  });

  it('says no to what came later', () => {
    for (const code of ['const a = b?.c', 'a ?? b', 'a ||= b', 'class A { b = 1 }', 'await a()', 'try { a() } catch { b() }', 'const a = 1_000', 'import.meta.url']) expect([code, faults(code, 'module').length]).toEqual([code, 1]);
    for (const code of ['a.at(-1)', "a.replaceAll('b', 'c')", 'structuredClone(a)', 'AbortSignal.timeout(1)', 'new Intl.Segmenter()', '/(?<=a)b/', 'for await (const a of b) c()', 'Promise.allSettled(a)']) expect([code, apiFaults(code).length > 0]).toEqual([code, true]);
    for (const css of ['a:focus-visible { b: c }', 'a { display: flex; gap: 4px }', 'a { inset: 0 }', 'a { height: 100dvh }', 'a:is(b, c) { d: e }', 'a { width: min(10em, 100%) }', 'a { overflow-wrap: anywhere }']) expect([css, cssFaults(css).length > 0]).toEqual([css, true]);
    for (const css of [':focus:not(:focus-visible) { outline: none; }', 'a { height: 100vh; height: 100dvh }', 'a { word-break: break-word; overflow-wrap: anywhere }', 'a { margin: 4px }']) expect([css, cssFaults(css)]).toEqual([css, []]);
  });
});

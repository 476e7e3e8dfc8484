import fc from 'fast-check';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { invitations, type InvitationData } from '../../../core/documents/invitation.ts';
import { french, second, secondLanguage, secondLanguages, whenIn } from '../../../core/documents/labels.ts';
import { macMatches, readVerification } from '../../../core/documents/mac.ts';
import { instant, invitation, longest, macKey, OPERATOR, options } from './samples.ts';
import { codeOn, fontsIn, infoOf, linesIn, objectsOf, pagesIn, pictureOf, textOf, trailer } from './read.ts';

const one = (data: InvitationData): Promise<Buffer> => invitations([data], options);
/** Arabic as it lies on the page, from left to right. */
const mirrored = (text: string): string => Array.from(text).reverse().join('');
const A4 = { width: 595.28, height: 841.89 };

/** Kept for people to look at: what no test sees is whether it is pleasant. */
function keep(name: string, pdf: Buffer): void {
  const folder = path.join(import.meta.dirname, '../../output');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `invitation-${name}.pdf`), pdf);
  for (const grey of [false, true]) writeFileSync(path.join(folder, `invitation-${name}-${grey ? 'grey' : 'colour'}.png`), pictureOf(pdf, { grey, scale: 1.4 }).png);
}

/** All text lies inside the margins, and nothing runs into the foot of the page. */
function staysOnThePage(pdf: Buffer, page = 0): void {
  const lines = linesIn(pdf, page).filter(({ text }) => text.trim() !== '');
  const foot = lines.find(({ text }) => text.startsWith('Cette invitation ne peut pas'));
  if (foot === undefined) throw new Error('the page has lost its foot');
  for (const line of lines) {
    expect(line.x).toBeGreaterThan(36);
    expect(line.right).toBeLessThan(A4.width - 36);
    expect(line.y).toBeGreaterThan(30);
    expect(line.bottom).toBeLessThan(A4.height - 30);
  }
  const above = lines.slice(0, lines.indexOf(foot));
  for (const line of above) expect(line.bottom).toBeLessThan(foot.y + 4);
  expect(above.some(({ text }) => text.startsWith(french.cannot))).toBe(true);
}

describe('A9 the invitation of one person', () => {
  it('says event, date with its weekday, place, access, name, number, contact, and what to do when one cannot come', async () => {
    const pdf = await one(invitation());
    keep('normal', pdf);
    const text = textOf(pdf);
    for (const said of [
      'Les Saisons, récital de piano', 'Samedi 28 novembre 2026 à 20 h', 'Fin vers 22 h', 'Awa Traoré', '482 130 572',
      'Théâtre des Tilleuls', '12 rue des Tilleuls, Villeurbanne', 'Métro A, arrêt République', 'Accessible : fauteuil roulant', '04 00 00 00 00',
      'Si vous ne pouvez pas venir', 'Prévenez dès que possible La Passerelle (04 00 00 00 01), avant le jeudi 26 novembre à 20 h : la place ira à une autre personne.',
      'Après, appelez le lieu : 04 00 00 00 00', 'Cette invitation ne peut pas être donnée', 'Culture pour tous (démo) · page faite le vendredi 20 novembre 2026',
    ]) expect(text).toContain(said);
    expect(text).not.toContain('remplace');
    staysOnThePage(pdf);
  });

  it('leaves out what is not known', async () => {
    const pdf = await one(invitation({ title: 'Cirque', endsAt: null, accessibility: [], venue: { name: 'Salle B', address: null, city: 'Lyon', phone: null, access: null }, absence: { who: null, phone: null, until: instant('2026-11-26T20:00') } }));
    keep('short', pdf);
    const text = textOf(pdf);
    for (const none of ['Fin vers', french.access, french.contact, 'null', 'undefined']) expect(text).not.toContain(none);
    expect(text).toContain('Prévenez dès que possible la personne qui vous accompagne, avant le');
    expect(text).toContain('Après, prévenez le lieu.');
  });

  it('made after the closing, sends to the venue instead (A5)', async () => {
    const text = textOf(await invitations([invitation()], { ...options, at: instant('2026-11-26T20:00') }));
    expect(text).toContain('Prévenez dès que possible La Passerelle (04 00 00 00 01), puis appelez le lieu : 04 00 00 00 00');
    expect(text).not.toContain('avant le');
  });

  it('says the hours of the venue’s zone', async () => {
    const pdf = await one(invitation({ zone: 'Indian/Reunion', startsAt: instant('2026-11-28T20:00', 'Indian/Reunion'), endsAt: instant('2026-11-28T22:30', 'Indian/Reunion') }));
    expect(textOf(pdf)).toContain('Samedi 28 novembre 2026 à 20 h');
    expect(textOf(pdf)).toContain('Fin vers 22 h 30');
  });

  it('has a QR that is read from the page in colour, in grey and from a small screen, and that verifies', async () => {
    const data = invitation();
    const pdf = await one(data);
    for (const look of [{ scale: 2 }, { scale: 2, grey: true }, { scale: 1 }]) expect(codeOn(pdf, look)?.says).toBe(data.verifyUrl);
    const code = codeOn(pdf, { scale: 4 });
    const found = readVerification(code?.says.split('/v/')[1] ?? '');
    expect(found?.number).toBe('482130572');
    expect(macMatches(macKey, OPERATOR, found?.number ?? '', found?.mac ?? '')).toBe(true);
    expect(code?.edge).toBeGreaterThan(35);
    // Four squares of white all round.
    expect(code?.quiet).toBeGreaterThan((40 / 33) * 4 - 0.6);
  });

  it('carries its fonts, each as a small subset', async () => {
    const fonts = fontsIn(await one(invitation({ person: { lang: 'ar' } })));
    expect(fonts.map(({ name }) => name.replace(/^[A-Z]{6}\+/u, '')).sort()).toEqual(['IBMPlexSansArabic-Regular', 'NotoSans-Bold', 'NotoSans-Regular']);
    for (const font of fonts) {
      expect(font.name).toMatch(/^[A-Z]{6}\+/u);
      expect(font.embedded).toBe(true);
      expect(font.bytes).toBeLessThan(40_000);
    }
  });

  it('names nobody in its metadata, says its language, is tagged, runs nothing', async () => {
    const pdf = await one(invitation({ person: { lang: 'uk' } }));
    expect(infoOf(pdf, 'Title')).toBe('Invitation – Les Saisons, récital de piano');
    for (const key of ['Title', 'Author', 'Subject', 'Keywords']) expect(infoOf(pdf, key) ?? '').not.toMatch(/Awa|Traoré/u);
    expect(trailer(pdf, 'Root', 'Lang')).toBe('(fr-FR)');
    expect(trailer(pdf, 'Root', 'MarkInfo', 'Marked')).toBe('true');
    expect(trailer(pdf, 'Root', 'ViewerPreferences', 'DisplayDocTitle')).toBe('true');
    const objects = objectsOf(pdf);
    expect(objects).not.toMatch(/\/(?:JS|JavaScript|OpenAction|Launch|URI|EmbeddedFile)\b/u);
    expect(objects).toContain('/S/H1');
    expect(objects).toMatch(/\/S\/Figure[^>]*\/Alt|\/Alt[^>]*\/S\/Figure/u);
    expect(objects).toContain('/Lang(uk)');
  });

  it('is the same for the same data at the same instant', async () => {
    const data = invitation();
    expect((await one(data)).equals(await one(data))).toBe(true);
  });

  it('says that it replaces an earlier page when the performance moved (A19)', async () => {
    expect(textOf(await one(invitation({ renewed: true })))).toContain('Nouvelle date ou nouveau lieu : cette page remplace la précédente.');
  });
});

describe('A3 discreet people', () => {
  it('are initials and a number, nowhere more', async () => {
    const pdf = await one(invitation({ person: { first: 'Soraya', last: 'Haddad', discreet: true, lang: 'es' } }));
    keep('discreet', pdf);
    expect(textOf(pdf)).toContain('Nom · Nombre S. H. Numéro · Número 482 130 572');
    expect(textOf(pdf) + objectsOf(pdf)).not.toMatch(/Soraya|Haddad/u);
  });

  it('the others are named in full', async () => {
    expect(textOf(await one(invitation({ person: { first: 'Soraya', last: 'Haddad' } })))).toContain('Soraya Haddad');
  });
});

describe('A9 names as they are written', () => {
  it.each([
    ['Zoë-Élise', 'Lefèvre-Œuvrard'], ['Nguyễn', 'Thị Hồng Phượng'], ['Ștefan', 'Țurcanu'], ['Łukasz', 'Żółć'], ['Gökçe', 'Şahin'],
    ['Соломія', 'Їжакевич-Ґалаґан'], ['Đorđe', 'Čolić'], ['Þórunn', 'Ægisdóttir'], ['Αλέξανδρος', 'Παπαδόπουλος'],
  ])('%s %s', async (first, last) => {
    const pdf = await one(invitation({ person: { first, last } }));
    // A long name goes on after its hyphen.
    expect(textOf(pdf).replaceAll('- ', '-')).toContain(`${first} ${last}`);
    // The same decomposed, as some telephones send it.
    expect(textOf(await one(invitation({ person: { first: first.normalize('NFD'), last: last.normalize('NFD') } }))).replaceAll('- ', '-')).toContain(`${first} ${last}`);
  });

  it('Arabic, its letters joined and from right to left', async () => {
    const pdf = await one(invitation({ person: { first: 'ليلى', last: 'بن يوسف', lang: 'ar' }, title: 'أم كلثوم (Hommage) – récital' }));
    keep('arabic', pdf);
    expect(textOf(pdf)).toContain(mirrored('ليلى بن يوسف'));
    // The title is read from the right: its last word stands at the left.
    const heading = linesIn(pdf).filter(({ y }) => y > 60 && y < 110);
    const place = (word: string): number => heading.find(({ text }) => text.includes(word))?.x ?? Number.NaN;
    expect(place('récital')).toBeLessThan(place('Hommage'));
    expect(place('Hommage')).toBeLessThan(place(mirrored('كلثوم')));
  });

  it('signs that no font has are left out or stand as a question mark, and break nothing', async () => {
    const pdf = await one(invitation({ title: '🎭 Ｃｉｒｑｕｅ 𝓐 王', person: { first: 'A\u0000wa\u202E', last: 'Traoré\uFEFF' } }));
    expect(textOf(pdf)).toContain('Cirque A ?');
    expect(textOf(pdf)).toContain('Awa Traoré');
    expect(textOf(pdf)).not.toContain('🎭');
  });
});

describe('A9 labels in the language that the person reads', () => {
  it.each(['en', 'es', 'uk'] as const)('%s, beside the French ones', async (lang) => {
    const pdf = await one(invitation({ person: { lang } }));
    if (lang === 'uk') keep('ukrainian', pdf);
    const text = textOf(pdf);
    const { code: _, ...words } = second[lang];
    for (const word of Object.values(words)) expect(text).toContain(word);
    expect(text).toContain(`${french.when} · ${second[lang].when}`);
    expect(text).toContain(whenIn(invitation().startsAt, 'Europe/Paris', lang));
  });

  it('ar, at the right edge and from right to left', async () => {
    const pdf = await one(invitation({ person: { lang: 'ar' } }));
    const lines = linesIn(pdf).map((line) => ({ ...line, text: line.text.trim() }));
    for (const key of ['heading', 'when', 'place', 'access', 'contact', 'cannot'] as const) {
      const label = lines.find(({ text }) => text.replaceAll(' ', '').includes(mirrored(second.ar[key]).replaceAll(' ', '')));
      expect(label?.right).toBeCloseTo(A4.width - 42, 0);
    }
    // A number in the middle is read from the left as ever, and the full stop ends the sentence at its left.
    expect(lines.some(({ text }) => text.includes('20:00'))).toBe(true);
    const day = lines.find(({ text }) => text.includes(mirrored('السبت')));
    const hour = lines.find(({ text }) => text.includes('20:00'));
    expect(hour?.x).toBeLessThan(day?.x ?? 0);
  });

  it('a language of no list is French alone', async () => {
    for (const lang of [null, undefined, '', 'xx', 'fr']) expect(secondLanguage(lang)).toBeUndefined();
    expect([secondLanguage('AR'), secondLanguage('uk-UA'), secondLanguage('es_MX')]).toEqual(['ar', 'uk', 'es']);
    const text = textOf(await one(invitation({ person: { lang: 'xx' } })));
    expect(text).toContain(`${french.when} Samedi`);
  });

  it('every label is there, and in its own script', () => {
    for (const lang of secondLanguages) {
      expect(Object.keys(second[lang])).toEqual(Object.keys(french));
      for (const words of Object.values(second[lang])) expect(words).toMatch({ ar: /\p{Script=Arabic}/u, uk: /\p{Script=Cyrillic}/u, es: /^[\p{Script=Latin}\p{P} ]+$/u, en: /^[\p{Script=Latin}\p{P} ]+$/u }[lang]);
    }
  });

  it.each([
    ['es', 'sábado 28 de noviembre de 2026, 20:00 h'], ['uk', 'субота, 28 листопада 2026, 20:00'], ['ar', 'السبت 28 نوفمبر 2026، الساعة 20:00'],
    ['en', 'Saturday 28 November 2026 at 8 pm'], ['fr', 'samedi 28 novembre 2026 à 20 h'],
  ] as const)('the date in %s', (lang, said) => {
    expect(whenIn(instant('2026-11-28T20:00'), 'Europe/Paris', lang)).toBe(said);
  });
});

describe('A9 one page a person, whatever they are called', () => {
  it('the longest of everything', async () => {
    const pdf = await one(longest);
    keep('long', pdf);
    expect(pagesIn(pdf)).toBe(1);
    staysOnThePage(pdf);
    const text = textOf(pdf);
    expect(text).toContain('de La Rochefoucauld');
    expect(text).toContain('999 999 999');
    expect(text).toContain('(deuxième partie)');
    expect(codeOn(pdf)?.says).toBe(longest.verifyUrl);
  });

  it('words without a space, and texts without an end', async () => {
    const endless = 'Wagnerfestspielhausbesichtigung'.repeat(120);
    const pdf = await one(invitation({
      title: endless, person: { first: 'W'.repeat(80), last: 'M'.repeat(80), lang: 'uk' }, renewed: true,
      venue: { name: endless, address: endless, city: endless, phone: endless, access: `${endless}\n`.repeat(40) }, accessibility: [endless], absence: { who: endless, phone: endless, until: instant('2026-11-26T20:00') },
    }));
    expect(pagesIn(pdf)).toBe(1);
    staysOnThePage(pdf);
    expect(codeOn(pdf)?.says).toBe(invitation().verifyUrl);
  });

  it('anything', { timeout: 120_000 }, async () => {
    const text = (maxLength: number): fc.Arbitrary<string> =>
      fc.oneof(fc.string({ unit: 'grapheme', maxLength }), fc.string({ unit: 'binary', maxLength }), fc.array(fc.constantFrom('Éléonore', 'العربية', 'Їжак', ' ', '-', '(', ')', '\n', 'Ĳ', '12', '«', '»', ':'), { maxLength: Math.floor(maxLength / 4) }).map((parts) => parts.join('')));
    const person = fc.record({ first: text(80), last: text(80), discreet: fc.boolean(), lang: fc.constantFrom('ar', 'uk', 'es', 'en', null) });
    const venue = fc.record({ name: text(120), address: fc.option(text(200)), city: text(60), phone: fc.option(text(30)), access: fc.option(text(1200)) });
    await fc.assert(fc.asyncProperty(person, venue, text(200), fc.boolean(), async (who, where, title, renewed) => {
      const data = invitation({ person: who, venue: where, title, renewed });
      const pdf = await invitations([data, data], options);
      expect(pagesIn(pdf)).toBe(2);
      staysOnThePage(pdf);
      staysOnThePage(pdf, 1);
      expect(textOf(pdf)).toContain('482 130 572');
    }), { numRuns: process.env['GUICHET_LONG'] === '1' ? 150 : 5 });
  });
});

describe('A9 the invitations of a group', () => {
  it('are one file, a page each in their order, each with its own number, language and code', async () => {
    const list = [['100000001', 'Karim', 'ar'], ['100000002', 'Awa', null], ['100000003', 'Соломія', 'uk']].map(([number, first, lang]) => invitation({ number: number ?? '', person: { first: first ?? '', last: 'Test', lang: lang ?? null } }));
    const pdf = await invitations(list, options);
    expect(pagesIn(pdf)).toBe(3);
    expect(list.map((_, page) => codeOn(pdf, { page })?.says)).toEqual(list.map(({ verifyUrl }) => verifyUrl));
    expect(textOf(pdf, 0)).toContain('Karim Test');
    expect(textOf(pdf, 1)).not.toMatch(/Karim|Соломія/u);
    expect(textOf(pdf, 2)).toContain(second.uk.number);
    expect(infoOf(pdf, 'Title')).toBe('Invitations – Les Saisons, récital de piano');
  });

  it('nobody, an unknown zone and a date that is none are refused', async () => {
    await expect(invitations([], options)).rejects.toThrow(RangeError);
    await expect(one(invitation({ zone: 'Europe/Lutece' }))).rejects.toThrow(RangeError);
    await expect(one(invitation({ startsAt: new Date(Number.NaN) }))).rejects.toThrow(RangeError);
    await expect(one(invitation({ number: '12' }))).rejects.toThrow(RangeError);
  });
});

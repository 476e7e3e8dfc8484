import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces } from '../../../bots/runs.ts';
import type { Keyboard } from '../../../bots/telegram/keyboard.ts';
import { render, type TelegramPart } from '../../../bots/telegram/render.ts';
import { COMMANDS, PROFILE, wordsOf } from '../../../bots/telegram/words.ts';
import { understand } from '../../../core/language/understand.ts';
import { encodePress } from '../../../core/messages/actions.ts';
import { list, message, notice, paragraph } from '../../../core/messages/build.ts';
import type { Action, Block, ListItem, Message, Text } from '../../../core/messages/message.ts';
import type { NameBook, Naming } from '../../../core/messages/naming.ts';
import { hidden, people, person, strong, t } from '../../../core/messages/text.ts';
import type { Document, Lang } from '../../../core/ports.ts';
import { checkCommands, checkKeyboard, checkText, parseHtml } from '../../support/telegramLimits.ts';

const names: NameBook = {
  people: new Map([['s', { first: 'Soraya', last: 'Ferrand' }], ['j', { first: 'Jean-Claude', last: 'Olivier' }], ['m', { first: 'Malika', last: 'Koné' }], ['h', { first: '<b>&amp;', last: '"><script>' }]]),
  accounts: new Map([['me', { first: 'Sophie', last: 'Martin' }]]), lang: 'fr', reader: 'me',
};

const drawn = (said: Message, more: { naming?: Naming; lang?: Lang; files?: readonly Document[]; bot?: string | undefined } = {}): TelegramPart[] =>
  render({ message: said, names, naming: more.naming ?? 'full', lang: more.lang ?? 'fr', files: more.files ?? [] }, 'bot' in more ? more.bot : 'guichet_essai_bot');

const html = (parts: readonly TelegramPart[]): string[] => parts.flatMap((part) => (part.kind === 'text' ? [part.html] : []));
const keyboard = (parts: readonly TelegramPart[]): Keyboard => parts.flatMap((part) => (part.kind === 'text' ? [part.keyboard ?? []] : [])).flat();
const labels = (parts: readonly TelegramPart[]): string[][] => keyboard(parts).map((row) => row.map(({ text }) => text));
const action = (id: string, ...label: readonly Text[number][]): Action => ({ id, label });

describe('X7 a message as Telegram shows it', () => {
  it('X7 draws each kind of block', () => {
    const parts = drawn(message([
      paragraph(t`Je récapitule : ${strong('Gospel Experience')}.`),
      notice('good', t`${person('s')} a une place.`),
      list([{ text: ['Musée'], detail: ['20 h — 2 places'], action: action('home.one', 'Voir') }, { text: strong('Quatuor'), action: action('home.two', 'Voir') }], true),
      list([{ text: ['une'] }, { text: ['deux'], detail: ['plus bas'] }]),
      { kind: 'facts', facts: [{ label: ['Lieu'], value: ['Lyon 3e'] }, { label: ['Accès'], value: ['métro'] }] },
      { kind: 'link', label: ['La salle'], url: 'https://salle.example/?a=1&b=2' },
    ], [action('home.menu', 'Menu')], { title: t`Fiche de ${person('m')}` }));
    expect(html(parts)).toEqual([[
      '<b>Fiche de Malika Koné</b>',
      'Je récapitule : <b>Gospel Experience</b>.', '',
      '✅ Soraya Ferrand a une place.',
      '1. Musée', '<i>20 h — 2 places</i>', '2. <b>Quatuor</b>', '',
      '· une', '· deux', '<i>plus bas</i>', '',
      '<b>Lieu</b> : Lyon 3e', '<b>Accès</b> : métro', '',
      '<a href="https://salle.example/?a=1&amp;b=2">La salle</a>',
    ].join('\n')]);
    expect(labels(parts)).toEqual([['1', '2'], ['Menu']]);
  });

  it('X7 in English, labels have no space before the colon', () => {
    expect(html(drawn(message([{ kind: 'facts', facts: [{ label: ['Place'], value: ['Lyon'] }] }]), { lang: 'en' }))).toEqual(['<b>Place</b>: Lyon']);
  });

  it('shows what looks like markup as it was typed', () => {
    const parts = drawn(message([paragraph(t`<b>gras</b> & "co" ${person('h')} ${hidden('</a>')}`)], [action('a.b', '<i>&')]));
    expect(html(parts)).toEqual(['&lt;b&gt;gras&lt;/b&gt; &amp; &quot;co&quot; &lt;b&gt;&amp;amp; &quot;&gt;&lt;script&gt; &lt;/a&gt;']);
    expect(parseHtml(html(parts)[0] ?? '').text).toBe('<b>gras</b> & "co" <b>&amp; "><script> </a>');
    expect(labels(parts)).toEqual([['<i>&']]);
  });

  it('leaves out what Telegram cannot show', () => {
    expect(html(drawn(message([paragraph(['a\u0000b\u0007c\r\nd\u2028e\ud83cf\u0085'])])))).toEqual(['abc\nd\ne\ufffdf']);
  });

  it('makes a link of the web alone', () => {
    const link = (url: string): string => html(drawn(message([{ kind: 'link', label: ['Voir'], url }])))[0] ?? '';
    expect(link('javascript:alert(1)')).toBe('Voir : javascript:alert(1)');
    expect(link('https://x.example/"><b>')).toBe('<a href="https://x.example/%22%3E%3Cb%3E">Voir</a>');
    expect(link('nothing')).toBe('Voir : nothing');
  });

  it('X5 names as they may go out', () => {
    const said = message([paragraph(t`${person('s')}, ${people(['j', 'm'])} et ${hidden('les Ferrand')}`)], [{ id: 'p.s', label: [person('s', 'short')], ticked: true }]);
    expect([...html(drawn(said)), ...labels(drawn(said)).flat()]).toEqual(['Soraya Ferrand, Jean-Claude Olivier et Malika Koné et les Ferrand', '✅ Soraya F.']);
    expect([...html(drawn(said, { naming: 'initials' })), ...labels(drawn(said, { naming: 'initials' })).flat()]).toEqual(['S. F., J. O. et M. K. et …', '✅ S. F.']);
    expect([...html(drawn(said, { naming: 'none' })), ...labels(drawn(said, { naming: 'none' })).flat()]).toEqual(['une personne, 2 personnes et …', '✅ une personne']);
  });

  it('X5 the way into a private chat is a button that opens it; without a known bot its words stand in the text', () => {
    const shared = message([paragraph(['Parlons-en en privé.']), { kind: 'private', label: ['Ouvrir la conversation'] }]);
    expect(drawn(shared)).toEqual([{ kind: 'text', html: 'Parlons-en en privé.', keyboard: [[{ text: 'Ouvrir la conversation', url: 'https://t.me/guichet_essai_bot?start=prive' }]] }]);
    expect(drawn(shared, { bot: undefined })).toEqual([{ kind: 'text', html: 'Parlons-en en privé.\n\nOuvrir la conversation' }]);
  });

  it('X7 names what a form asks for only where nothing else does', () => {
    const form = { id: 'f.save', submit: ['Garder'], fields: [
      { name: 'first', label: ['Prénom'], type: 'text' as const, required: true }, { name: 'kind', label: ['Qui'], type: 'choice' as const, required: true, options: [{ value: 'a', label: ['participant'] }, { value: 'b', label: ['proche'] }] },
    ] };
    expect(html(drawn({ ...message([]), form }))).toEqual(['À écrire : Prénom, Qui (participant ou proche).']);
    expect(html(drawn({ ...message([paragraph(['Quel est son prénom ?'])]), form }))).toEqual(['Quel est son prénom ?']);
  });

  it('is never empty, and has no keyboard where there is nothing to tap', () => {
    expect(drawn(message([]))).toEqual([{ kind: 'text', html: '…' }]);
    expect(drawn(message([paragraph(['\u200b \n'])]))).toEqual([{ kind: 'text', html: '…' }]);
    expect(drawn(message([paragraph([' '])], [action('a.b', 'Menu')]))).toEqual([{ kind: 'text', html: '…', keyboard: [[{ text: 'Menu', callback_data: 'a.b' }]] }]);
    expect(drawn(message([notice('info', [])]))).toEqual([{ kind: 'text', html: '…' }]);
  });
});

describe('X7 buttons', () => {
  it('two a row where both are short, in the order given, with their colours', () => {
    const parts = drawn(message([paragraph(['?'])], [
      { id: 'a.yes', label: ['Confirmer'], style: 'primary' }, action('a.change', 'Modifier'), action('a.long', 'Une autre date : dimanche 29 novembre'), { id: 'a.no', label: ['Abandonner'], style: 'danger' },
    ]));
    expect(keyboard(parts)).toEqual([
      [{ text: 'Confirmer', callback_data: 'a.yes', style: 'primary' }, { text: 'Modifier', callback_data: 'a.change' }],
      [{ text: 'Une autre date : dimanche 29 novembre', callback_data: 'a.long' }],
      [{ text: 'Abandonner', callback_data: 'a.no', style: 'danger' }],
    ]);
  });

  it('what can be ticked stands apart, with its box', () => {
    const parts = drawn(message([paragraph(['Pour qui ?'])], [
      { id: 'p.s', label: [person('s', 'short')], ticked: true }, { id: 'p.j', label: [person('j', 'short')], ticked: false }, { id: 'p.m', label: [person('m', 'short')], ticked: false }, action('p.go', 'Continuer'),
    ]));
    expect(labels(parts)).toEqual([['✅ Soraya F.', '☐ Jean-Claude O.'], ['☐ Malika K.'], ['Continuer']]);
  });

  it('numbers for a numbered list, five a row; labels where a number would say nothing', () => {
    const items = (n: number, flow: string): ListItem[] => Array.from({ length: n }, (_, i) => ({ text: [`Sortie ${i + 1}`], action: action(`${flow}.go:${i}`, `Voir ${i + 1}`) }));
    expect(labels(drawn(message([list(items(7, 'a'), true)])))).toEqual([['1', '2', '3', '4', '5'], ['6', '7']]);
    expect(labels(drawn(message([list(items(2, 'a'))])))).toEqual([['Voir 1', 'Voir 2']]);
    expect(labels(drawn(message([list(items(1, 'a'), true), list(items(1, 'b'), true)])))).toEqual([['Voir 1', 'Voir 1']]);
    expect(labels(drawn(message([list([{ text: [], action: action('a.b', 'Voir') }], true)])))).toEqual([['Voir']]);
  });

  it('each thing once', () => {
    expect(labels(drawn(message([list([{ text: ['Une'], action: action('a.b', 'Voir') }], true)], [action('a.b', 'Voir'), action('a.c', 'Menu')])))).toEqual([['1'], ['Menu']]);
  });

  it('a long label is cut in its middle, not inside a letter; an empty one says something', () => {
    const family = '👩‍👩‍👧‍👦';
    const [[long = ''] = [], [inside = ''] = [], [empty] = []] = labels(drawn(message([], [action('a.b', `${'x'.repeat(60)} y`), action('a.d', `${'x'.repeat(35)}${family}${'y'.repeat(20)}${family}`), action('a.c', ' \u200d')])));
    expect(long).toBe(`${'x'.repeat(35)}…${'x'.repeat(22)} y`);
    expect(inside).toBe(`${'x'.repeat(35)}…${'y'.repeat(13)}${family}`);
    expect(empty).toBe('…');
  });

  it('two dates of one long title can be told apart', () => {
    const title = 'Grande rétrospective des musiques traditionnelles de la Méditerranée';
    const [[first = ''] = [], [second = ''] = []] = labels(drawn(message([], ['ven. 20 nov. 20 h 30', 'sam. 21 nov. 20 h 30'].map((when, i) => action(`a.b:${i}`, `${title}, ${when}`)))));
    expect(first).toMatch(/^Grande rétrospective.*….*ven\. 20 nov\. 20 h 30$/);
    expect(second).toMatch(/sam\. 21 nov\. 20 h 30$/);
    expect(Math.max(first.length, second.length)).toBeLessThanOrEqual(60);
  });

  it('what does not fit is left out from the end, and said', () => {
    const many = Array.from({ length: 130 }, (_, i) => action(`a.b:${i}`, `Choix ${i}`));
    const parts = drawn(message([paragraph(['Lequel ?'])], many));
    expect(keyboard(parts).flat()).toHaveLength(100);
    expect(html(parts)).toEqual(['Lequel ?\n\n<i>Tout ne tient pas en boutons : vous pouvez aussi écrire votre choix.</i>']);
    const wide = Array.from({ length: 90 }, (_, i) => action(`a.b:${'é'.repeat(20)}${i}`, `${'é'.repeat(50)} ${i}`));
    expect(Buffer.byteLength(JSON.stringify(keyboard(drawn(message([], wide)))))).toBeLessThan(9_100);
    expect(html(drawn(message([paragraph(['?'])], many.slice(0, 100))))).toEqual(['?']);
    expect(html(drawn(message([paragraph(['?'])], [action('x'.repeat(65), 'Trop long')])))[0]).toContain('Tout ne tient pas');
  });
});

describe('X7 long texts', () => {
  const texts = (parts: readonly TelegramPart[]): string[] => html(parts).map((one) => parseHtml(one).text);

  it('are cut between paragraphs, else lines, else words, with the buttons at the end', () => {
    const block = `${'mot '.repeat(374)}fin`;
    const parts = drawn(message([paragraph([block]), paragraph([block]), paragraph([block])], [action('a.b', 'Menu')]));
    expect(texts(parts)).toEqual([`${block}\n\n${block}`, block]);
    expect(parts.map((part) => part.kind === 'text' && part.keyboard !== undefined)).toEqual([false, true]);
    expect(texts(drawn(message([paragraph([`${'a'.repeat(3_000)}\n${'b'.repeat(3_000)}`])])))).toEqual(['a'.repeat(3_000), 'b'.repeat(3_000)]);
    expect(texts(drawn(message([paragraph([`${'a'.repeat(3_000)} ${'b'.repeat(3_000)}`])])))).toEqual(['a'.repeat(3_000), 'b'.repeat(3_000)]);
  });

  it('tags are closed and opened again, pairs stay together', () => {
    const parts = drawn(message([paragraph([{ strong: [`${'x'.repeat(3_499)}${'🎭'.repeat(10)}&`] }])]));
    expect(html(parts)).toEqual([`<b>${'x'.repeat(3_499)}</b>`, `<b>${'🎭'.repeat(10)}&amp;</b>`]);
  });

  it('nothing that is seen is lost', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(' ', '\n', '\n\n', 'mots ')), { maxLength: 60 }), fc.integer({ min: 4, max: 40 }), (parts, longest) => {
      const seen = (text: string): string => text.replace(/[\s\p{C}\p{M}\p{Z}\u115f\u1160\u2800\u3164\uffa0]/gu, '');
      const made = pieces(parts.map((text) => ({ text })), longest).map((piece) => piece.map(({ text }) => text).join(''));
      expect(made.every((piece) => piece.length <= longest && piece.isWellFormed())).toBe(true);
      expect(seen(made.join(''))).toBe(seen(parts.join('')));
    }));
  });
});

describe('A9 documents', () => {
  const file = (name: string, mime: string, bytes = 3): Document => ({ name, mime, bytes: Buffer.alloc(bytes) });

  it('A9 one part each after the texts, by what they are', () => {
    const parts = drawn(message([paragraph(['C’est réservé.'])]), { files: [file('invitation.pdf', 'application/pdf'), file('plan.png', 'image/png'), file('mot.ogg', 'audio/ogg; codecs=opus'), file('logo.svg', 'image/svg+xml'), file('grand.jpg', 'image/jpeg', 11 * 1024 * 1024)] });
    expect(parts.map((part) => [part.kind, part.kind === 'text' ? part.html : part.name])).toEqual([
      ['text', 'C’est réservé.'], ['document', 'invitation.pdf'], ['photo', 'plan.png'], ['voice', 'mot.ogg'], ['document', 'logo.svg'], ['document', 'grand.jpg'],
    ]);
  });

  it('A9 a document alone needs no text; a name cannot break the header it stands in', () => {
    expect(drawn(message([]), { files: [file('a"b\r\nContent-Type: x/é.pdf', 'application/pdf')] }).map((part) => (part.kind === 'text' ? part.html : part.name))).toEqual(['a_b_Content-Type: x_é.pdf']);
  });
});

describe('commands', () => {
  it.each(Object.entries(COMMANDS))('X2 those in %s are taken by Telegram, and their words are understood', (lang, commands) => {
    expect(checkCommands(commands)).toBeUndefined();
    for (const { command, words } of commands) {
      const { intent, confidence } = understand(words, { at: new Date('2026-11-20T09:00:00Z'), zone: 'Europe/Paris', people: [], lang: lang as Lang });
      expect([command, intent === 'none', confidence >= 0.85]).toEqual([command, false, true]);
      expect(wordsOf(command)).toBe(words);
    }
  });

  it('the profile fits', () => {
    for (const { description, short } of Object.values(PROFILE)) expect([description.length <= 512, short.length <= 120]).toEqual([true, true]);
  });
});

/** Anything that a message can hold: names, markup, emoji, halves of pairs, control characters, words without a space. */
const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('Gospel', 'samedi', ' ', '\n', '\n\n', '<b>', '</b>', '&', '&amp;', '&#x0;', '"', '<a href="x">', '🎭', '👩‍👩‍👧‍👦', '\ud83c', '\u0000', '\u202e', 'é', '  ') },
  fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 8 }), fc.integer({ min: 1, max: 9_000 }).map((n) => 'z'.repeat(n)),
);
const span = fc.oneof({ weight: 3, arbitrary: word }, fc.constantFrom(person('s'), person('h'), person('gone'), people(['s', 'h', 'm']), hidden('<hidden>&'), { account: 'me', as: 'full' as const }));
const text: fc.Arbitrary<Text> = fc.array(fc.oneof({ weight: 4, arbitrary: span }, fc.array(span, { maxLength: 3 }).map((inner) => ({ strong: inner }))), { maxLength: 6 });
const someAction: fc.Arbitrary<Action> = fc.record({
  id: fc.oneof(
    fc.integer({ min: 0, max: 300 }).map((n) => encodePress({ flow: 'book', name: 'pick', args: [String(n)], stamp: { of: 'revision', value: n } })),
    fc.constant('x'.repeat(64)), fc.constant('x'.repeat(65)), fc.constant(''), fc.constant('é'.repeat(32)),
  ),
  label: text, style: fc.constantFrom('primary', 'danger'), ticked: fc.boolean(),
}, { requiredKeys: ['id', 'label'] });
const item: fc.Arbitrary<ListItem> = fc.record({ text, detail: text, action: someAction }, { requiredKeys: ['text'] });
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('paragraph' as const), text }),
  fc.record({ kind: fc.constant('notice' as const), tone: fc.constantFrom('good', 'wait', 'bad', 'info'), text }),
  fc.record({ kind: fc.constant('list' as const), numbered: fc.boolean(), items: fc.array(item, { maxLength: 40 }) }, { requiredKeys: ['kind', 'items'] }),
  fc.record({ kind: fc.constant('facts' as const), facts: fc.array(fc.record({ label: text, value: text }), { maxLength: 6 }) }),
  fc.record({ kind: fc.constant('link' as const), label: text, url: fc.oneof(fc.webUrl({ withQueryParameters: true }), word, fc.constant('https://x.example/"&<>')) }),
  fc.record({ kind: fc.constant('private' as const), label: text }),
);
const anything: fc.Arbitrary<Message> = fc.record({
  title: text, blocks: fc.array(block, { maxLength: 6 }), actions: fc.array(someAction, { maxLength: 120 }),
  form: fc.record({ id: fc.constant('f.save'), submit: text, fields: fc.array(fc.record({ name: fc.constant('a'), label: text, type: fc.constantFrom('text', 'choice'), required: fc.boolean(), options: fc.array(fc.record({ value: word, label: text }), { maxLength: 3 }) }), { maxLength: 3 }) }),
}, { requiredKeys: ['blocks'] });

describe('whatever is said', () => {
  it.each<Naming>(['full', 'initials', 'none'])('Telegram takes it, names %s', (naming) => {
    fc.assert(fc.property(anything, fc.constantFrom<Lang>('fr', 'en'), fc.constantFrom('guichet_essai_bot', undefined), (said, lang, bot) => {
      const parts = drawn(said, { naming, lang, bot });
      expect(parts.length).toBeGreaterThan(0);
      parts.forEach((part, i) => {
        if (part.kind !== 'text') throw new Error('no file was given');
        const { text: shown, wrong } = checkText(part.html, 'HTML');
        expect(wrong).toBeUndefined();
        expect(shown.length).toBeLessThanOrEqual(3_500);
        if (part.keyboard !== undefined) {
          expect(i).toBe(parts.length - 1);
          expect(checkKeyboard({ inline_keyboard: part.keyboard.map((row) => [...row]) })).toBeUndefined();
        }
        if (naming !== 'full') expect(JSON.stringify(part)).not.toMatch(/Soraya|Ferrand|script|hidden/);
      });
      const ids = new Set([...said.blocks.flatMap((one) => (one.kind === 'list' ? one.items.flatMap(({ action: does }) => does?.id ?? []) : [])), ...(said.actions ?? []).map(({ id }) => id)]);
      const shown = keyboard(parts).flat().filter((button) => 'callback_data' in button);
      // All of them, or the text says that there are more.
      if (shown.length < ids.size) expect(html(parts).join('')).toMatch(/écrire votre choix|type your choice/);
    }), { numRuns: 150 });
  });
});

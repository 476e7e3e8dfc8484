import type { KnownBlock, ModalView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, type Block, type Modal, type SlackPart } from '../../../bots/slack/blocks.ts';
import { FORM, formOf, modalOf } from '../../../bots/slack/modal.ts';
import { render } from '../../../bots/slack/render.ts';
import { encodePress } from '../../../core/messages/actions.ts';
import { list, message, notice, paragraph } from '../../../core/messages/build.ts';
import type { Action, Form, ListItem, Message, Text } from '../../../core/messages/message.ts';
import type { NameBook, Naming } from '../../../core/messages/naming.ts';
import { hidden, people, person, strong, t } from '../../../core/messages/text.ts';
import type { Document, Lang } from '../../../core/ports.ts';
import { checkMessage, checkView, wordsOf } from '../../support/slackLimits.ts';
import { buttonsOf } from '../../support/slackPeople.ts';

const names: NameBook = {
  people: new Map([['s', { first: 'Soraya', last: 'Ferrand' }], ['j', { first: 'Jean-Claude', last: 'Olivier' }], ['m', { first: 'Malika', last: 'Koné' }], ['h', { first: '*gras* <!channel>', last: '_&amp;_ :smile:' }]]),
  accounts: new Map([['me', { first: 'Sophie', last: 'Martin' }]]), lang: 'fr', reader: 'me',
};
const APP = { team: 'T0ESSAI', id: 'A0GUICHET' };

const drawn = (said: Message, more: { naming?: Naming; lang?: Lang; files?: readonly Document[]; app?: typeof APP | undefined } = {}): SlackPart[] =>
  render({ message: said, names, naming: more.naming ?? 'full', lang: more.lang ?? 'fr', files: more.files ?? [] }, 'app' in more ? more.app : APP);

/** What we send is what @slack/types describes, but that ours is read only. */
type Open<T> = T extends object ? { -readonly [K in keyof T]: Open<T[K]> } : T;
const known = (blocks: readonly Block[]): KnownBlock[] => blocks as Open<readonly Block[]> satisfies KnownBlock[];
const knownView = (modal: Modal): ModalView => modal as Open<Modal> satisfies ModalView;

const texts = (parts: readonly SlackPart[]): string[] => parts.flatMap((part) => (part.kind === 'message' ? [part.text] : []));
const blocks = (parts: readonly SlackPart[]): KnownBlock[] => parts.flatMap((part) => (part.kind === 'message' ? known(part.blocks) : []));
const buttons = (parts: readonly SlackPart[]) => buttonsOf(blocks(parts)).map(({ button }) => button);
const labels = (parts: readonly SlackPart[]): string[] => buttons(parts).map(({ text }) => text.text);
const action = (id: string, ...label: readonly Text[number][]): Action => ({ id, label });
const taken = (parts: readonly SlackPart[]): void => {
  for (const part of parts) if (part.kind === 'message') expect(checkMessage(part.text, known(part.blocks)), JSON.stringify(part).slice(0, 2_000)).toBeUndefined();
};

describe('X7 a message as Slack shows it', () => {
  const all = message([
    paragraph(t`Je récapitule : ${strong('Gospel Experience')}.`),
    notice('good', t`${person('s')} a une place.`),
    list([{ text: ['Musée'], detail: ['20 h — 2 places'], action: action('home.one', 'Voir') }, { text: strong('Quatuor'), action: action('home.two', 'Voir') }], true),
    list([{ text: ['une'] }, { text: ['deux'], detail: ['plus bas'] }]),
    { kind: 'facts', facts: [{ label: ['Lieu'], value: ['Lyon 3e'] }, { label: ['Accès'], value: ['métro'] }] },
    { kind: 'link', label: ['La salle'], url: 'https://salle.example/?a=1&b=2' },
  ], [{ id: 'a.yes', label: ['Confirmer'], style: 'primary' }, { id: 'a.no', label: ['Abandonner'], style: 'danger' }], { title: t`Fiche de ${person('m')}` });

  it('X7 draws each kind of block, and says all of it in plain words', () => {
    const parts = drawn(all);
    taken(parts);
    expect(parts).toHaveLength(1);
    expect(blocks(parts).map(({ type }) => type)).toEqual(['header', 'rich_text', 'rich_text', 'section', 'section', 'rich_text', 'rich_text', 'rich_text', 'actions']);
    expect(texts(parts)).toEqual([[
      'Fiche d’une personne', 'Je récapitule : Gospel Experience.', '✅ une personne a une place.', '1. Musée', '20 h — 2 places', '2. Quatuor', '· une', '· deux', 'plus bas',
      'Lieu : Lyon 3e', 'Accès : métro', 'La salle : https://salle.example/?a=1&amp;b=2',
    ].join('\n')]);
    expect(buttons(parts).map(({ text, value, style, accessibility_label: read }) => [text.text, value, style, read])).toEqual([
      ['1', 'home.one', undefined, '1. Musée'], ['2', 'home.two', undefined, '2. Quatuor'], ['Confirmer', 'a.yes', 'primary', undefined], ['Abandonner', 'a.no', 'danger', undefined],
    ]);
    expect(JSON.stringify(blocks(parts))).toContain('{"type":"text","text":"Gospel Experience","style":{"bold":true}}');
    expect(JSON.stringify(blocks(parts))).toContain('{"type":"text","text":"Lieu","style":{"bold":true}}');
    expect(JSON.stringify(blocks(parts))).toContain('{"type":"link","url":"https://salle.example/?a=1&b=2","text":"La salle"}');
  });

  it('X7 in English, labels have no space before the colon', () => {
    expect(texts(drawn(message([{ kind: 'facts', facts: [{ label: ['Place'], value: ['Lyon'] }] }]), { lang: 'en' }))).toEqual(['Place: Lyon']);
  });

  it('shows what looks like markup as it was typed, mentions nobody, makes no pictures', () => {
    const parts = drawn(message([paragraph(t`*gras* _co_ ~x~ ${person('h')} ${hidden('<@U1>')}`)], [action('a.b', ':tada: *x*'), { id: 'a.c', label: ['Soraya'], ticked: true }]));
    taken(parts);
    expect(texts(parts)).toEqual(['*gras* _co_ ~x~ une personne …']);
    expect(texts(drawn(message([paragraph(['<!channel> _&amp;_ <@U1>'])])))).toEqual(['&lt;!channel&gt; _&amp;amp;_ &lt;@U1&gt;']);
    expect(blocks(parts).flatMap(wordsOf)).toEqual(['*gras* _co_ ~x~ *gras* <!channel> _&amp;_ :smile: <@U1>', ':tada: *x*', '✅ Soraya']);
    expect(buttons(parts).map(({ text }) => text.emoji)).toEqual([false, true]);
  });

  it('makes a link of the web alone', () => {
    const link = (url: string): string => JSON.stringify(blocks(drawn(message([{ kind: 'link', label: ['Voir'], url }]))));
    expect(link('javascript:alert(1)')).toContain('{"type":"text","text":"Voir : javascript:alert(1)"}');
    expect(link('https://x.example/"><b>')).toContain('"url":"https://x.example/%22%3E%3Cb%3E"');
    expect(link(`https://x.example/${'a'.repeat(3_000)}`)).not.toContain('"link"');
  });

  it('X5 names as they may go out', () => {
    const said = message([paragraph(t`${person('s')}, ${people(['j', 'm'])} et ${hidden('les Ferrand')}`)], [{ id: 'p.s', label: [person('s', 'short')], ticked: true }]);
    const shown = (naming: Naming): string[] => blocks(drawn(said, { naming })).flatMap(wordsOf);
    expect(shown('full')).toEqual(['Soraya Ferrand, Jean-Claude Olivier et Malika Koné et les Ferrand', '✅ Soraya F.']);
    expect(shown('initials')).toEqual(['S. F., J. O. et M. K. et …', '✅ S. F.']);
    expect(shown('none')).toEqual(['une personne, 2 personnes et …', '✅ une personne']);
    // What a notification shows, on a locked phone too.
    for (const naming of ['full', 'initials', 'none'] as const) expect(texts(drawn(said, { naming }))).toEqual(['une personne, 2 personnes et …']);
  });

  it('X5 a notification names nobody where names make more messages of it', () => {
    const everybody = message(Array.from({ length: 60 }, (_, i) => paragraph(t`${'x'.repeat(50)} ${person(i % 2 === 0 ? 's' : 'j')}`)));
    const many = drawn(everybody);
    taken(many);
    expect(many.length).toBeGreaterThan(1);
    expect(texts(many).join()).not.toMatch(/Soraya|Jean/);
  });

  it('X5 the way into a private chat is a button that opens it; without a known app its words stand in the text', () => {
    const said = message([paragraph(['Parlons-en en privé.']), { kind: 'private', label: ['Ouvrir la conversation'] }]);
    expect(buttons(drawn(said)).map(({ text, url }) => [text.text, url])).toEqual([['Ouvrir la conversation', 'slack://app?team=T0ESSAI&id=A0GUICHET&tab=messages']]);
    expect([buttons(drawn(said, { app: undefined })), texts(drawn(said, { app: undefined }))]).toEqual([[], ['Parlons-en en privé.\nOuvrir la conversation']]);
    taken(drawn(said));
  });

  it('is never empty; documents follow, under a name that is one', () => {
    for (const said of [message([]), message([paragraph(['\u200b \n'])]), message([notice('info', [])])]) {
      expect(texts(drawn(said))).toEqual(['…']);
      taken(drawn(said));
    }
    expect(labels(drawn(message([paragraph([' '])], [action('a.b', ' ')])))).toEqual(['…']);
    const file = { name: 'a/"b"\n.pdf', mime: 'application/pdf', bytes: Buffer.from('x') };
    expect(drawn(message([paragraph(['Voici.'])]), { files: [file] }).map((part) => (part.kind === 'file' ? part.name : part.text))).toEqual(['Voici.', 'a__b__.pdf']);
  });
});

describe('X7 buttons', () => {
  it('a box before what is ticked; each thing once; numbers only where they say which', () => {
    const item = (id: string): ListItem => ({ text: [id], action: action(id, `Voir ${id}`) });
    expect(labels(drawn(message([paragraph(['?'])], [{ id: 'a.a', label: ['Awa'], ticked: true }, { id: 'a.b', label: ['Hugo'], ticked: false }, action('a.a', 'Awa')])))).toEqual(['✅ Awa', '☐ Hugo']);
    expect(labels(drawn(message([list([item('a.a')], true), list([item('a.b')], true)])))).toEqual(['Voir a.a', 'Voir a.b']);
    expect(labels(drawn(message([list([item('a.a'), item('a.b')])])))).toEqual(['Voir a.a', 'Voir a.b']);
  });

  it('many lines stand together, with their numbers below: 300 of them, in as few messages as take them', () => {
    const parts = drawn(message([list(Array.from({ length: 300 }, (_, i) => ({ text: [`Une sortie ${i + 1}`], detail: ['jeudi 26 novembre, 20 h'], action: action(`s.${i}`, 'Voir') })), true)]));
    taken(parts);
    expect(parts.length).toBeLessThanOrEqual(6);
    expect(labels(parts)).toEqual(Array.from({ length: 300 }, (_, i) => String(i + 1)));
    for (const i of [1, 150, 300]) expect(texts(parts).join('\n')).toContain(`${i}. Une sortie ${i}\njeudi`);
  });

  it('60 ticks are one message, so that it can be redrawn', () => {
    const ticks = Array.from({ length: 60 }, (_, i): Action => ({ id: `t.${i}`, label: [`Personne ${i} au nom long`], ticked: i % 2 === 0 }));
    const listed = message([paragraph(['Qui vient ?']), list(ticks.map((one) => ({ text: one.label, action: one })))]);
    for (const said of [message([paragraph(['Qui vient ?'])], ticks), listed]) {
      const parts = drawn(said);
      taken(parts);
      expect([parts.length, labels(parts).length, new Set(buttons(parts).map(({ action_id: id }) => id)).size]).toEqual([1, 60, 60]);
    }
  });

  it('100-character titles are whole, on buttons cut in their middle', () => {
    const title = `${'Le grand concert de la '.repeat(4)}fin, jeudi 26, 20 h`;
    const parts = drawn(message([list([{ text: [title], action: action('a.a', title) }])], [action('a.b', title)], { title: [title] }));
    taken(parts);
    expect(blocks(parts)[0]).toMatchObject({ type: 'header', text: { text: title } });
    expect(labels(parts)[1]).toMatch(/^Le grand concert de la .*….*jeudi 26, 20 h$/);
    taken(drawn(message([paragraph(['x'])], [], { title: ['Titre '.repeat(60)] })));
  });

  it('cuts no letter in two', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(cut(family.repeat(20), 75).split('…').every((part) => part.split(family).join('') === '')).toBe(true);
  });
});

describe('X7 forms', () => {
  const form: Form = { id: 'form.save~r3', submit: ['Enregistrer les modifications'], fields: [
    { name: 'first', label: ['Prénom'], type: 'text', required: true, value: [hidden('Soraya')], placeholder: ['Awa'] },
    { name: 'kind', label: ['Qui'], type: 'choice', required: false, value: ['b'], options: [{ value: 'a', label: ['participant'] }, { value: 'b', label: ['proche'] }] },
  ] };
  const opened = (said: Form, naming: Naming = 'full'): Modal | undefined => {
    const button = buttons(drawn({ ...message([paragraph(['Quel est son prénom ?'])]), form: said }, { naming })).find(({ action_id: id }) => id === FORM);
    return modalOf(button?.value ?? '', 'T1:U1');
  };

  it('X7 a button opens a modal with every field, filled in where names go out', () => {
    const modal = opened(form);
    expect(modal).toMatchObject({
      callback_id: 'form', submit: { text: expect.stringMatching(/^Enregistrer.*…/) as unknown }, close: { text: 'Fermer' }, title: { text: 'Guichet' },
      blocks: [
        { block_id: 'first', optional: false, label: { text: 'Prénom' }, element: { type: 'plain_text_input', initial_value: 'Soraya', placeholder: { text: 'Awa' } } },
        { block_id: 'kind', optional: true, element: { type: 'radio_buttons', initial_option: { value: 'b' }, options: [{ value: 'a' }, { value: 'b' }] } },
      ],
    });
    expect(modal === undefined ? '' : checkView(knownView(modal))).toBeUndefined();
    expect(formOf(modal?.private_metadata ?? '')).toBe('form.save~r3');
    expect(JSON.parse(modal?.private_metadata ?? '')).toEqual({ form: 'form.save~r3', chat: 'T1:U1' });
    expect(opened(form, 'none')?.blocks[0]?.element).toMatchObject({ initial_value: '…' });
  });

  it('more than ten choices are a list; more than fit are asked in words', () => {
    const choices = (n: number): Form => ({ ...form, fields: [{ name: 'x', label: ['Lieu'], type: 'choice', required: true, options: Array.from({ length: n }, (_, i) => ({ value: String(i), label: [`L${i}`] })) }] });
    expect(opened(choices(11))?.blocks[0]?.element.type).toBe('static_select');
    expect([opened(choices(0)), opened(choices(101))]).toEqual([undefined, undefined]);
    expect(texts(drawn({ ...message([]), form: choices(0) }))).toEqual(['À écrire : Lieu.']);
    expect(texts(drawn({ ...message([]), form: { ...form, fields: form.fields.map((field) => ({ ...field, label: ['x'.repeat(1_500)] })) } }))[0]).toMatch(/^À écrire : x+/);
  });

  it('nothing opens for a value that is none of ours', () => {
    for (const value of ['', '{', 'null', '[]', '{"id":1}', 'home.menu']) expect(modalOf(value, 'c')).toBeUndefined();
    for (const metadata of ['', 'null', '{"form":2}']) expect(formOf(metadata)).toBeUndefined();
  });
});

describe('X7 whatever is said', () => {
  const words = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 400 }), fc.constantFrom('<!channel>', '&amp;', '*_~`', '\ud83c', '\u0000', '\u200b', ' \n ', ':smile:', 'x'.repeat(5_000), '👩‍👩‍👧‍👦'.repeat(60)));
  const text: fc.Arbitrary<Text> = fc.array(fc.oneof(words, words.map((said) => ({ strong: [said] })), fc.constantFrom(person('s'), person('h'), people(['s', 'h', 'm']), hidden('<&>'))), { maxLength: 4 });
  const one = fc.record({ id: fc.nat(400).map((n) => encodePress({ flow: 'home', name: 'x', args: [String(n)] })), label: text }, { requiredKeys: ['id', 'label'] });
  const act: fc.Arbitrary<Action> = fc.oneof(one, one.map((made) => ({ ...made, ticked: true })), one.map((made) => ({ ...made, style: 'danger' as const })));
  const item: fc.Arbitrary<ListItem> = fc.oneof(text.map((said) => ({ text: said })), fc.record({ text, detail: text, action: act }));
  const block = fc.oneof(
    text.map((said) => paragraph(said)), text.map((said) => notice('wait', said)), fc.tuple(fc.array(item, { maxLength: 40 }), fc.boolean()).map(([items, numbered]) => list(items, numbered)),
    fc.record({ kind: fc.constant('facts' as const), facts: fc.array(fc.record({ label: text, value: text }), { maxLength: 5 }) }), fc.record({ kind: fc.constant('link' as const), label: text, url: fc.oneof(fc.webUrl(), words) }),
    text.map((label) => ({ kind: 'private' as const, label })),
  );
  const field = fc.oneof(
    fc.record({ label: text, required: fc.boolean(), value: text, placeholder: text }).map((made) => ({ ...made, type: 'text' as const })),
    fc.record({ label: text, required: fc.boolean(), value: text, options: fc.uniqueArray(fc.record({ value: fc.string({ minLength: 1, maxLength: 90 }), label: text }), { maxLength: 30, selector: ({ value }) => value }) }).map((made) => ({ ...made, type: 'choice' as const })),
  );
  const form = fc.array(field, { maxLength: 5 }).map((fields): Form => ({ id: 'f.x', submit: ['Garder'], fields: fields.map((made, i) => ({ ...made, name: `n${i}` })) }));

  it('Slack takes it', () => {
    fc.assert(fc.property(fc.array(block, { maxLength: 12 }), fc.array(act, { maxLength: 70 }), fc.option(text, { nil: undefined }), fc.option(form, { nil: undefined }), (said, actions, title, asked) => {
      const parts = drawn({ blocks: said, actions, ...(title === undefined ? {} : { title }), ...(asked === undefined ? {} : { form: asked }) });
      expect(parts.length).toBeGreaterThan(0);
      taken(parts);
      const button = buttons(parts).find(({ action_id: id }) => id === FORM);
      const modal = button === undefined ? undefined : modalOf(button.value ?? '', 'T1:U1');
      if (button !== undefined) expect(modal === undefined ? 'no modal' : checkView(knownView(modal))).toBeUndefined();
    }), { numRuns: 300 });
  });
});

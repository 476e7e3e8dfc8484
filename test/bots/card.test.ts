import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';
import { describe, expect, it } from 'vitest';
import { toCard } from '../../bots/adaptive/card.ts';
import { toWebMessage } from '../../bots/web/render.ts';
import type { Action, Message } from '../../core/messages/message.ts';
import type { NameBook } from '../../core/messages/naming.ts';
import { person, strong, t } from '../../core/messages/text.ts';

/** The bundle, for Node cannot resolve the imports of the package's ESM build. */
const { AdaptiveCard, SerializationContext, Version } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.min.js',
) as typeof AdaptiveCards;

const book: NameBook = {
  people: new Map([['p1', { first: 'Soraya', last: 'Ferrand' }], ['p2', { first: '**Bob**', last: '[y](javascript:alert(2))' }]]),
  accounts: new Map(),
};
const card = (message: Message, naming: 'full' | 'initials' | 'none' = 'full') => toCard(message, book, naming);
const web = (message: Message) => toWebMessage({ id: 'm1', at: '2026-11-20T13:05:00Z' }, message, book, 'full');

type Json = Record<string, unknown>;
/** Every object in a card, depth first. */
function objects(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(objects);
  if (value === null || typeof value !== 'object') return [];
  return [value as Json, ...Object.values(value).flatMap(objects)];
}
const ofType = (value: unknown, type: string): Json[] => objects(value).filter((one) => one['type'] === type);
/** What is read: the runs of each block joined, a line a block; a space that does not break reads as one that does. */
const read = (value: unknown): string =>
  ofType(value, 'RichTextBlock').map((block) => (block['inlines'] as Json[]).map((run) => String(run['text'])).join('')).join('\n').replaceAll('\u00a0', ' ');
const presses = (value: unknown): string[] =>
  ofType(value, 'Action.Execute').flatMap((action) => {
    const data = action['data'] as { press?: string };
    return data.press === undefined ? [] : [data.press];
  });

/** Parsed and checked by Microsoft's own package, as of version 1.5: it reports unknown elements, properties of later versions and missing ones. */
function faults(json: unknown): string[] {
  const context = new SerializationContext(new Version(1, 5));
  const parsed = new AdaptiveCard();
  parsed.hostConfig.actions.maxActions = 6;
  parsed.parse(json, context);
  const found = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
  return [...found, ...parsed.validateProperties().validationEvents.map((event) => event.message)];
}

const action = (id: string, label: string, more: Partial<Action> = {}): Action => ({ id, label: t`${label}`, ...more });
const everything: Message = {
  title: t`Concerts`,
  blocks: [
    { kind: 'paragraph', text: t`Bonjour ${person('p1')}, voici ${strong('deux')} concerts.` },
    { kind: 'notice', tone: 'good', text: t`C'est réservé.` },
    { kind: 'notice', tone: 'wait', text: t`En attente.` },
    { kind: 'notice', tone: 'bad', text: t`Complet.` },
    { kind: 'notice', tone: 'info', text: t`À savoir.` },
    {
      kind: 'list', numbered: true, items: [
        { text: t`Gospel`, detail: t`20 h`, action: action('show:pick:1', '1') },
        { text: t`Debussy`, action: action('show:pick:2', '2', { ticked: true }) },
      ],
    },
    { kind: 'list', items: [{ text: t`Sans bouton`, detail: t`détail` }] },
    { kind: 'facts', facts: [{ label: t`Quand`, value: t`samedi 28 novembre` }] },
    { kind: 'link', label: t`Le site`, url: 'https://example.org/a?b=1&c=2' },
  ],
  actions: [
    action('a:yes', 'Confirmer', { style: 'primary' }), action('a:no', 'Abandonner', { style: 'danger' }),
    action('a:tick', 'Soraya', { ticked: false }), action('a:ticked', 'Malika', { ticked: true }),
    ...[1, 2, 3, 4].map((n) => action(`a:${n}`, `Autre ${n}`)),
  ],
  form: {
    id: 'newcomer', submit: t`Enregistrer`, fields: [
      { name: 'first', label: t`Prénom`, type: 'text', required: true, placeholder: t`comme sur la pièce d'identité`, value: ['Ana'] },
      { name: 'band', label: t`Âge`, type: 'choice', required: false, options: [{ value: 'a', label: t`Enfant` }, { value: 'b', label: t`Adulte` }] },
    ],
  },
};

describe('a message as an Adaptive Card', () => {
  it('is accepted by the official package as version 1.5', () => {
    expect(faults(everything)).not.toEqual([]);
    expect(faults(card(everything))).toEqual([]);
    expect(faults(card({ blocks: [] }))).toEqual([]);
  });

  it('shows a title, names and emphasis', () => {
    const drawn = card(everything);
    expect(ofType(drawn, 'TextRun')[0]).toEqual({ type: 'TextRun', text: 'Concerts', size: 'medium', weight: 'bolder' });
    expect(drawn.body[1]).toEqual({
      type: 'RichTextBlock',
      inlines: [
        { type: 'TextRun', text: 'Bonjour Soraya Ferrand, voici ' },
        { type: 'TextRun', text: 'deux', weight: 'bolder' },
        { type: 'TextRun', text: ' concerts.' },
      ],
    });
    expect(read(card(everything, 'initials'))).toContain('Bonjour S. F., voici');
    expect(JSON.stringify(card(everything, 'none'))).not.toContain('Soraya F');
  });

  it('puts each line of a text in a block, within bounds', () => {
    const drawn = card({ blocks: [{ kind: 'paragraph', text: t`a\n\n${strong('b\nc')}` }] });
    expect(drawn.body.map((block) => [read(block), 'spacing' in block ? block.spacing : undefined])).toEqual([['a', undefined], ['b', 'small'], ['c', 'none']]);
    expect(card({ blocks: [{ kind: 'paragraph', text: t`${'x\n'.repeat(5000)}` }] }).body.length).toBeLessThanOrEqual(40);
    expect(card({ blocks: [{ kind: 'paragraph', text: t`` }, { kind: 'notice', tone: 'bad', text: t` ` }] }).body).toEqual([]);
  });

  it.each([['good', 'good', '✅'], ['wait', 'warning', '⏳'], ['bad', 'attention', '❌'], ['info', 'accent', 'ℹ️']] as const)(
    'gives a notice %s a style and a mark',
    (tone, style, mark) => {
      const drawn = card({ blocks: [{ kind: 'notice', tone, text: t`Voilà.` }] });
      expect(drawn.body).toMatchObject([{ type: 'Container', style }]);
      expect(read(drawn)).toBe(`${mark}\nVoilà.`);
    },
  );

  it('makes a selectable row of a list item with an action, titled with all that it shows', () => {
    const rows = ofType(card(everything), 'Container').filter((one) => one['selectAction'] !== undefined);
    expect(rows.map((row) => row['selectAction'])).toMatchObject([
      { type: 'Action.Execute', verb: 'press', title: '1. Gospel, 20 h', data: { press: 'show:pick:1' }, associatedInputs: 'none' },
      { type: 'Action.Execute', verb: 'press', title: '☑ 2. Debussy', data: { press: 'show:pick:2' } },
    ]);
    expect(read(rows)).toBe('1.\nGospel\n20 h\n›\n2.\nDebussy\n☑');
  });

  it('draws buttons with style, box and a fallback with the same data, six a set', () => {
    const sets = ofType(card(everything), 'ActionSet').map((set) => set['actions'] as Json[]);
    expect(sets.map((set) => set.length)).toEqual([1, 1, 6, 2]);
    expect(sets[2]?.slice(0, 4)).toMatchObject([
      { title: 'Confirmer', style: 'positive', fallback: { type: 'Action.Submit', title: 'Confirmer', data: { press: 'a:yes' } } },
      { title: 'Abandonner', style: 'destructive' },
      { title: '☐ Soraya' },
      { title: '☑ Malika' },
    ]);
  });

  it('keeps hours, numbers and signs together at the end of a line', () => {
    const drawn = JSON.stringify(card({ blocks: [{ kind: 'paragraph', text: t`à 20 h 30 : invitation n° 482 130 572, 22 €, prête ?` }] }));
    expect(drawn).toContain('à 20\u00a0h\u00a030\u00a0: invitation n°\u00a0482\u00a0130\u00a0572, 22\u00a0€, prête\u00a0?');
  });

  it('opens links of the web and no others', () => {
    expect(ofType(card(everything), 'Action.OpenUrl')).toEqual([{ type: 'Action.OpenUrl', title: 'Le site', url: 'https://example.org/a?b=1&c=2' }]);
    for (const url of ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', '//example.org', 'nothing', ' file:///etc/passwd']) {
      const drawn = card({ blocks: [{ kind: 'link', label: t`Ici`, url }] });
      expect(ofType(drawn, 'Action.OpenUrl')).toEqual([]);
      expect(read(drawn)).toBe(`Ici : ${url}`);
    }
  });

  it('asks a form with labels, required fields and a submit that carries its id', () => {
    const drawn = card(everything);
    expect([...ofType(drawn, 'Input.Text'), ...ofType(drawn, 'Input.ChoiceSet')]).toMatchObject([
      { id: 'first', label: 'Prénom', isRequired: true, errorMessage: 'Cette réponse est nécessaire.', value: 'Ana' },
      { id: 'band', label: 'Âge', style: 'compact', choices: [{ title: 'Enfant', value: 'a' }, { title: 'Adulte', value: 'b' }] },
    ]);
    expect(ofType(drawn, 'Input.ChoiceSet')[0]).not.toHaveProperty('isRequired');
    expect(ofType(drawn, 'Action.Execute').find((one) => one['verb'] === 'submit')).toMatchObject({ data: { submit: 'newcomer' }, associatedInputs: 'auto' });
    const clash: Message = { blocks: [], form: { id: 'f', submit: t`OK`, fields: [{ name: 'press', label: t`x`, type: 'text', required: false }] } };
    expect(() => card(clash)).toThrow('press');
  });

  it('keeps two choices of the same title apart', () => {
    const options = [{ value: 'p8', label: t`Marie D.` }, { value: 'p9', label: t`Marie D.` }];
    const drawn = card({ blocks: [], form: { id: 'f', submit: t`OK`, fields: [{ name: 'who', label: t`Qui`, type: 'choice', required: true, options }] } });
    expect(ofType(drawn, 'Input.ChoiceSet')).toMatchObject([{ style: 'compact', choices: [{ title: 'Marie D.', value: 'p8' }, { title: 'Marie D.', value: 'p9' }] }]);
  });
});

describe('hostile text', () => {
  const hostile = [
    '<img src=x onerror="alert(1)">', '[x](javascript:alert(1))', '**gras** _it_ `code` # titre', '1. un', '- puce', '&lt;b&gt;', '\\*', '${data.secret}',
    '{{DATE(2017-02-14T06:08:39Z, SHORT)}} {{{TIME(2017-02-14T06:08:39Z)}}', '"]}],"actions":[', 'x'.repeat(100_000),
  ];

  it.each(hostile.map((text) => [text.slice(0, 30), text] as const))('comes out as typed: %s', (_, text) => {
    const message: Message = {
      title: t`${text}`,
      blocks: [
        { kind: 'paragraph', text: t`${text} ${person('p2')}` }, { kind: 'notice', tone: 'info', text: t`${text}` },
        { kind: 'list', items: [{ text: t`${text}`, detail: t`${text}`, action: action('x:1', text) }] },
        { kind: 'facts', facts: [{ label: t`${text}`, value: t`${text}` }] },
      ],
      actions: [action('x:2', text)],
    };
    const drawn = card(message);
    expect(read(drawn).split(text)).toHaveLength(8);
    expect(read(drawn)).toContain('**Bob** [y](javascript:alert(2))');
    expect(ofType(drawn, 'ActionSet')[0]).toMatchObject({ actions: [{ title: text }] });
    expect(ofType(drawn, 'TextBlock')).toEqual([]);
    expect(ofType(drawn, 'FactSet')).toEqual([]);
    for (const run of ofType(drawn, 'TextRun')) expect(run['text']).not.toMatch(/\{\{(DATE|TIME)\(/);
    expect(faults(drawn)).toEqual([]);
  });
});

describe('a message for the web chat', () => {
  it("has the contract's shape", () => {
    const message = web(everything);
    expect(Object.keys(message).sort()).toEqual(['actions', 'at', 'card', 'form', 'id', 'text', 'title']);
    expect(message).toMatchObject({ id: 'm1', at: '2026-11-20T13:05:00Z', title: 'Concerts' });
    expect(message.text).toContain('1. Gospel — 20 h');
    expect(message.form).toEqual({
      id: 'newcomer',
      fields: [
        { name: 'first', label: 'Prénom', type: 'text', required: true },
        { name: 'band', label: 'Âge', type: 'choice', required: false, options: [{ value: 'a', label: 'Enfant' }, { value: 'b', label: 'Adulte' }] },
      ],
    });
    expect(Object.keys(web({ blocks: [], redraws: true })).sort()).toEqual(['actions', 'at', 'card', 'id', 'redraws', 'text']);
  });

  it('has every action of the message, in the card and in the list, rows and boxes included', () => {
    const message = web(everything);
    const ids = ['show:pick:1', 'show:pick:2', 'a:yes', 'a:no', 'a:tick', 'a:ticked', 'a:1', 'a:2', 'a:3', 'a:4'];
    expect(message.actions.map((one) => one.id)).toEqual(ids);
    expect(message.actions.slice(0, 6)).toEqual([
      { id: 'show:pick:1', label: '1' }, { id: 'show:pick:2', label: '☑ 2' }, { id: 'a:yes', label: 'Confirmer', style: 'primary' },
      { id: 'a:no', label: 'Abandonner', style: 'danger' }, { id: 'a:tick', label: '☐ Soraya' }, { id: 'a:ticked', label: '☑ Malika' },
    ]);
    expect(new Set(presses(message.card))).toEqual(new Set(ids));
    const twice = web({ blocks: [{ kind: 'list', items: [{ text: t`a`, action: action('x', 'ligne') }] }], actions: [action('x', 'bouton'), action('y', 'autre')] });
    expect(twice.actions).toEqual([{ id: 'x', label: 'ligne' }, { id: 'y', label: 'autre' }]);
  });
});

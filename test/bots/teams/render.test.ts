import fc from 'fast-check';
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import { describe, expect, it } from 'vitest';
import { toCard, type AdaptiveCard } from '../../../bots/adaptive/card.ts';
import { doorOf, render, type OfferedFile, type TeamsPart } from '../../../bots/teams/render.ts';
import type { Action, Block, Field, Message } from '../../../core/messages/message.ts';
import type { NameBook, Naming } from '../../../core/messages/naming.ts';
import { people, person, strong, t } from '../../../core/messages/text.ts';
import { checkCard, faultsOf, linesOf, objects, pressablesOf, valuesOf } from '../../support/teamsLimits.ts';

type Card = Extract<TeamsPart, { kind: 'card' }>;

/** These values Microsoft writes with a capital, and reads in any case. */
type Cased = 'spacing' | 'weight' | 'size' | 'verticalContentAlignment';
/** As Microsoft describes cards, with arrays that may be changed. */
type Loose<T> = T extends readonly (infer One)[] ? Loose<One>[] : T extends object ? { -readonly [Key in keyof T]: Key extends Cased ? (T[Key] extends string | undefined ? Capitalize<NonNullable<T[Key]>> : T[Key]) : Loose<T[Key]> } : T;
/** What we send is a card of theirs: a wrong name or value is no program. */
const described = (card: Loose<AdaptiveCard>): IAdaptiveCard => card;

const book: NameBook = { people: new Map([['p1', { first: 'Soraya', last: 'Ferrand' }], ['p2', { first: '**Bob**', last: '[y](javascript:alert(2))' }]]), accounts: new Map() };
const APP = '5a0f8b1e-0b5d-4f5e-9d0c-3d1c8e7f6a01';
const drawn = (message: Message, { naming = 'full', files = [] }: { naming?: Naming; files?: readonly OfferedFile[] } = {}): TeamsPart[] => render({ message, names: book, naming, lang: 'fr', files }, APP);
const cards = (message: Message, naming: Naming = 'full'): Card[] => drawn(message, { naming }).filter((part) => part.kind === 'card');
const read = (all: readonly Card[]): string => all.flatMap(({ card }) => linesOf(card)).join('\n');
const action = (id: string, label: string, more: Partial<Action> = {}): Action => ({ id, label: t`${label}`, ...more });
const form = (fields: readonly Field[]): Message => ({ blocks: [], form: { id: 'f.save~r3', submit: t`Garder`, fields } });

const everything: Message = {
  title: t`Concerts`,
  blocks: [
    { kind: 'paragraph', text: t`Bonjour ${person('p1')}, voici ${strong('deux')} concerts.` }, { kind: 'notice', tone: 'good', text: t`C’est réservé.` },
    { kind: 'list', numbered: true, items: [{ text: t`Gospel`, detail: t`20 h`, action: action('show:pick:1', '1') }, { text: t`Debussy`, action: action('show:pick:2', '2', { ticked: true }) }] },
    { kind: 'facts', facts: [{ label: t`Quand`, value: t`samedi 28 novembre` }] }, { kind: 'link', label: t`Le site`, url: 'https://example.org/a?b=1&c=2' }, { kind: 'private', label: t`Continuer en privé` },
  ],
  actions: [action('a:yes', 'Confirmer', { style: 'primary' }), action('a:tick', 'Soraya', { ticked: false })],
  form: { id: 'newcomer', submit: t`Enregistrer`, fields: [{ name: 'first', label: t`Prénom`, type: 'text', required: true, value: ['Ana'] }, { name: 'band', label: t`Âge`, type: 'choice', required: false, options: [{ value: 'a', label: t`Enfant` }, { value: 'b', label: t`Adulte` }] }] },
  picker: { id: 'book.who', label: t`Nom` },
};

describe('a letter in Teams', () => {
  it('is one card, as the web page draws it, with a way into the private chat and a field that finds people', () => {
    const [part, ...others] = cards(everything);
    expect(others).toEqual([]);
    expect(faultsOf(part?.card)).toEqual([]);
    expect(checkCard(described(part?.card as unknown as Loose<AdaptiveCard>))).toBeUndefined();
    const { form: asked, picker: _picker, actions: _actions, ...lead } = everything;
    const web = toCard({ ...lead, blocks: lead.blocks.slice(0, -1), ...(asked === undefined ? {} : { form: asked }) }, book, 'full').body;
    expect(JSON.stringify(part?.card.body)).toContain(JSON.stringify(web[0]));
    for (const element of web) expect(part?.card.body).toContainEqual(element);
    expect(pressablesOf(part?.card).map(({ title, action: { data, url } }) => [title, data ?? url])).toEqual([
      ['1. Gospel, 20 h', { press: 'show:pick:1' }], ['☑ 2. Debussy', { press: 'show:pick:2' }], ['Le site', 'https://example.org/a?b=1&c=2'], ['Continuer en privé', doorOf(APP)],
      ['Enregistrer', { submit: 'newcomer' }], ['Choisir', { pick: 'book.who' }], ['Confirmer', { press: 'a:yes' }], ['☐ Soraya', { press: 'a:tick' }],
    ]);
  });

  it('X5 a notification reads the title, where nobody is named in it', () => {
    const summary = (message: Message): string => cards(message)[0]?.summary ?? '';
    expect(summary(everything)).toBe('Concerts');
    expect(summary({ title: t`${strong('Concerts')} de Noël`, blocks: [] })).toBe('Concerts de Noël');
    for (const title of [t`La fiche de ${person('p1')}`, t`Pour ${people(['p1', 'p2'])}`, [{ hidden: 'Les Malika' }], [{ strong: [{ person: 'p1', as: 'first' } as const] }], t`​`]) {
      expect(summary({ title, blocks: everything.blocks })).toBe('Message de Guichet');
    }
    expect(summary({ blocks: everything.blocks })).toBe('Message de Guichet');
    expect(render({ message: { blocks: [] }, names: book, naming: 'full', lang: 'en', files: [] }, APP)).toMatchObject([{ summary: 'A message from Guichet' }]);
  });

  it('X5 where names do not go out, none stands in any of it', () => {
    const { form: _form, ...rest } = everything;
    expect(JSON.stringify(cards({ ...rest, actions: [action('a', 'Oui')] }, 'none'))).not.toMatch(/Soraya|Ferrand/);
    expect(read(cards({ blocks: [{ kind: 'paragraph', text: t`${person('p1')}` }] }, 'initials'))).toBe('S. F.');
  });

  it('keeps what was typed when the same is asked again', () => {
    const asked = (value: string): Message => form([{ name: 'first', label: t`Prénom`, type: 'text', required: true, value: [value] }]);
    expect(valuesOf(cards(asked('Ana-Maria'))[0]?.card)).toEqual({ first: 'Ana-Maria' });
  });

  it('finds a choice of a long list by typing, but not where two read alike', () => {
    const choice = (n: number, label: (i: number) => string): Message => form([{ name: 'who', label: t`Qui`, type: 'choice', required: true, options: Array.from({ length: n }, (_one, i) => ({ value: `v${i}`, label: [label(i)] })) }]);
    const style = (message: Message): unknown => objects(cards(message)[0]?.card).find(({ type }) => type === 'Input.ChoiceSet')?.['style'];
    expect(style(choice(10, (i) => `n° ${i}`))).toBe('compact');
    expect(style(choice(11, (i) => `n° ${i}`))).toBe('filtered');
    expect(style(choice(11, (i) => (i < 2 ? 'Malika K.' : `n° ${i}`)))).toBe('compact');
    const long = cards(choice(400, (i) => `n° ${i} ${'é'.repeat(80)}`));
    expect(long).toHaveLength(1);
    expect(read(long)).toContain('écrire votre choix');
    expect(checkCard(long[0]?.card as unknown as IAdaptiveCard)).toBeUndefined();
  });

  it('a card that says nothing is never sent, nor a button', () => {
    expect(read(cards({ blocks: [] }))).toBe('…');
    expect(read(cards({ blocks: [{ kind: 'paragraph', text: t`  ` }] }))).toBe('…');
    const [part] = cards({ blocks: [], actions: [action('a', '​'), action('b', '')] });
    expect(pressablesOf(part?.card).map(({ title }) => title)).toEqual(['…', '…']);
  });

  it('documents follow, one part each, under a name that a drive takes', () => {
    const file = (name: string, token?: string): OfferedFile => ({ name, mime: 'application/pdf', bytes: Buffer.from('%PDF'), ...(token === undefined ? {} : { token }) });
    expect(drawn({ blocks: [{ kind: 'paragraph', text: t`Voici` }] }, { files: [file('a/b:"c".pdf', 'x'), file('')] }).slice(1)).toEqual([{ kind: 'file', lang: 'fr', name: 'a_b__c_.pdf', size: 4, token: 'x' }, { kind: 'file', lang: 'fr', name: 'document', size: 4 }]);
    expect(drawn({ blocks: [] }, { files: [file('a.pdf')] }).map(({ kind }) => kind)).toEqual(['file']);
  });
});

describe('sizes', () => {
  const fits = (all: readonly Card[]): void => {
    for (const { card } of all) expect(checkCard(card as unknown as IAdaptiveCard)).toBeUndefined();
  };

  it('300 lines of a list stand on several cards, each line once and in order, the buttons on the last', () => {
    const all = cards({
      title: t`${'Un titre de cent caractères '.repeat(4)}`,
      blocks: [{ kind: 'list', numbered: true, items: Array.from({ length: 300 }, (_one, i) => ({ text: t`${`Ligne ${i} ${'x'.repeat(100)}`}`, detail: t`samedi 28 novembre`, action: action(`l:${i}`, String(i)) })) }],
      actions: [action('a:more', 'Suite')],
    });
    fits(all);
    expect(all.length).toBeGreaterThan(3);
    expect(all.flatMap(({ card }) => pressablesOf(card).map(({ action: { data } }) => data?.['press']))).toEqual([...Array.from({ length: 300 }, (_one, i) => `l:${i}`), 'a:more']);
  });

  it('60 ticks stay on one card, which is redrawn in its place', () => {
    const all = cards({ blocks: [{ kind: 'paragraph', text: t`Pour qui ?` }], actions: Array.from({ length: 60 }, (_one, i) => action(`book.tick:${i}~r12`, `Prénom-Nom ${i}`, { ticked: i % 2 === 0 })) });
    fits(all);
    expect(all).toHaveLength(1);
    expect(objects(all[0]?.card).filter(({ type }) => type === 'ActionSet')).toHaveLength(10);
  });

  it('a text of 60,000 signs is parted between words, and nothing of it lost', () => {
    const words = Array.from({ length: 10_000 }, (_one, i) => `mot${i}`).join(' ');
    const all = cards({ blocks: [{ kind: 'paragraph', text: [{ strong: [words.slice(0, 20_000)] }, words.slice(20_000)] }] });
    fits(all);
    expect(all.flatMap(({ card }) => linesOf(card)).join('')).toBe(words);
  });

  it('a line, a notice and a title of any length are cut rather than refused', () => {
    const huge = '𝕬'.repeat(40_000);
    fits(cards({ title: t`${huge}`, blocks: [{ kind: 'notice', tone: 'bad', text: t`${huge}` }, { kind: 'list', items: [{ text: t`${huge}`, action: action('a', huge) }] }, { kind: 'facts', facts: [{ label: t`${huge}`, value: t`${huge}` }] }], actions: [action('b', huge)] }));
  });
});

describe('whatever people write', () => {
  it('is shown as it is: nothing is read as markup, and nothing leads anywhere', () => {
    const [part] = cards({ blocks: [{ kind: 'paragraph', text: t`${person('p2')} <at>Guichet</at> {{DATE(2026-11-20T13:05:00Z,SHORT)}}` }, { kind: 'link', label: t`ici`, url: 'javascript:alert(1)' }] });
    expect(objects(part?.card).filter(({ type }) => type === 'TextBlock' || type === 'FactSet' || type === 'Action.OpenUrl')).toEqual([]);
    expect(read(part === undefined ? [] : [part])).toContain('**Bob** [y](javascript:alert(2)) <at>Guichet</at>');
    expect(JSON.stringify(part)).not.toContain('{{DATE');
  });

  it('makes cards that Teams takes, with every button once and in order', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 200 }), fc.constantFrom('', ' ', '\u0000', '\ud800', '​', 'a'.repeat(30_000), '\n'.repeat(99), '{{TIME(x)}}'));
    const said = text.map((words) => [words]);
    const pressed = fc.record({ id: fc.string({ minLength: 1, maxLength: 30 }), label: said });
    const block: fc.Arbitrary<Block> = fc.oneof(
      fc.record({ kind: fc.constant('paragraph' as const), text: said }), fc.record({ kind: fc.constant('notice' as const), tone: fc.constantFrom('good' as const, 'bad' as const), text: said }),
      fc.record({ kind: fc.constant('list' as const), numbered: fc.boolean(), items: fc.array(fc.oneof(fc.record({ text: said }), fc.record({ text: said, detail: said, action: pressed })), { maxLength: 20 }) }),
      fc.record({ kind: fc.constant('facts' as const), facts: fc.array(fc.record({ label: said, value: said }), { maxLength: 5 }) }),
      fc.record({ kind: fc.constant('link' as const), label: said, url: fc.oneof(fc.webUrl(), text) }), fc.record({ kind: fc.constant('private' as const), label: said }),
    );
    fc.assert(fc.property(fc.record({ title: said, blocks: fc.array(block, { maxLength: 8 }), actions: fc.array(pressed, { maxLength: 30 }) }), (message) => {
      const all = cards(message);
      expect(all.length).toBeGreaterThan(0);
      for (const { card } of all) expect(checkCard(card as unknown as IAdaptiveCard)).toBeUndefined();
      const ids = all.flatMap(({ card }) => pressablesOf(card).flatMap(({ action: { data } }) => data?.['press'] ?? []));
      const wanted = [...message.blocks.flatMap((one) => (one.kind === 'list' ? one.items.flatMap((item) => item.action?.id ?? []) : [])), ...message.actions.map(({ id }) => id)];
      expect(ids).toEqual(wanted);
    }), { numRuns: 150 });
  }, 30_000);
});

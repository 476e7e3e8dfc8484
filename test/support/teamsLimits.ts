import { createRequire } from 'node:module';
import type { IAdaptiveCard } from '@microsoft/teams.cards';
import type * as AdaptiveCards from 'adaptivecards';

/**
 * What Teams takes (channels.md 4.1, 4.2), written down apart from what is sent by us. Each check gives what is wrong, or undefined.
 * Stricter than Teams: only what we mean to send is let through.
 */
type Wrong = string | undefined;
type Json = Record<string, unknown>;

/** The bundle, for Node cannot resolve the imports of the package's ESM build. */
const { AdaptiveCard, SerializationContext, Version } = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.min.js') as typeof AdaptiveCards;

/** Bytes of a card that every version of the limit lets through; of a form, which cannot be parted, those of today's. */
const CARD = 28_000;
const FORM = 80_000;
const BUTTONS = 6;
const ELEMENTS = ['AdaptiveCard', 'RichTextBlock', 'TextRun', 'Container', 'ColumnSet', 'Column', 'ActionSet', 'Action.Execute', 'Action.Submit', 'Action.OpenUrl', 'Input.Text', 'Input.ChoiceSet', 'Data.Query'];

/** Every object of a card, depth first. */
export function objects(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(objects);
  if (value === null || typeof value !== 'object') return [];
  return [value as Json, ...Object.values(value).flatMap(objects)];
}

/** Teams takes choices that are asked for in cards of any version, the package in those of 1.6 alone; and then there are none at first. */
const SEARCHED = /^Property "choices\.data" is supported|^An Input\.ChoiceSet must have at least one choice/;

/** Parsed and checked by Microsoft's own package, as of version 1.5: it reports unknown elements, properties of later versions and missing ones. */
export function faultsOf(card: unknown): string[] {
  const context = new SerializationContext(new Version(1, 5));
  const parsed = new AdaptiveCard();
  parsed.hostConfig.actions.maxActions = BUTTONS;
  parsed.parse(card, context);
  const found = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
  return [...found, ...parsed.validateProperties().validationEvents.map((event) => event.message)].filter((fault) => !SEARCHED.test(fault));
}

const seen = (text: unknown): boolean => typeof text === 'string' && /[^\s\p{C}\p{M}\p{Z}\u115f\u1160\u2800\u3164\uffa0]/u.test(text);

export function checkCard(card: IAdaptiveCard): Wrong {
  const all = objects(card);
  const form = all.some(({ type }) => String(type).startsWith('Input.'));
  const bytes = Buffer.byteLength(JSON.stringify(card));
  if (!/^1\.[0-5]$/.test(String(card.version))) return `version ${String(card.version)}`;
  if (bytes > (form ? FORM : CARD)) return `${bytes} bytes`;
  if (card.body.length === 0) return 'an empty card';
  if (!JSON.stringify(card).isWellFormed() || /\\ud[89a-f]/i.test(JSON.stringify(card))) return 'half a letter';
  for (const one of all) {
    const { type, title, text } = one;
    if (typeof type === 'string' && !ELEMENTS.includes(type)) return `element ${type}`;
    if (type === 'ActionSet' && ((one['actions'] as unknown[]).length < 1 || (one['actions'] as unknown[]).length > BUTTONS)) return `1 to ${BUTTONS} buttons`;
    if (String(type).startsWith('Action.') && !seen(title)) return 'a button says nothing';
    if (type === 'Action.Execute' && (one['fallback'] as Json | undefined)?.['type'] !== 'Action.Submit') return 'no fallback';
    if (type === 'Action.OpenUrl' && !/^https?:\/\/\S+$/.test(String(one['url']))) return 'url';
    if (type === 'TextRun' && (text === '' || /[\p{Cc}]/u.test(String(text).replace(/[\n\t]/g, '')))) return 'text';
  }
  const ids = all.filter(({ type }) => String(type).startsWith('Input.')).map(({ id }) => id);
  if (new Set(ids).size < ids.length) return 'the same input twice';
  return faultsOf(card)[0];
}

/** An activity as it is sent: a card, or a file, alone. */
export function checkActivity(activity: Json): Wrong {
  const { type, text, summary, attachments } = activity as { type?: string; text?: string; summary?: string; attachments?: readonly { contentType: string; content: unknown; name?: string; contentUrl?: string }[] };
  if (type !== 'message') return `type ${String(type)}`;
  if (text !== undefined) return 'a text beside a card makes two messages';
  if (!seen(summary) || (summary ?? '').length > 200) return 'a notification says something';
  const [one, other] = attachments ?? [];
  if (one === undefined || other !== undefined) return 'one attachment';
  switch (one.contentType) {
    case 'application/vnd.microsoft.card.adaptive':
      return checkCard(one.content as IAdaptiveCard);
    case 'application/vnd.microsoft.teams.card.file.consent': {
      const { sizeInBytes, acceptContext, declineContext } = one.content as Json;
      return (one.name ?? '') !== '' && Number(sizeInBytes) > 0 && typeof acceptContext === 'object' && typeof declineContext === 'object' ? undefined : 'consent';
    }
    case 'application/vnd.microsoft.teams.card.file.info':
      return (one.contentUrl ?? '') !== '' && (one.name ?? '') !== '' ? undefined : 'file info';
    default:
      return `attachment ${one.contentType}`;
  }
}

type Run = { readonly text: string };

/** What is read on a card: each block a line. A row of a list is one line, as it is on the screen. */
export function linesOf(card: unknown): string[] {
  if (Array.isArray(card)) return card.flatMap(linesOf);
  if (card === null || typeof card !== 'object') return [];
  const one = card as Json;
  const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
  switch (one['type']) {
    case 'RichTextBlock':
      return [plain((one['inlines'] as Run[]).map(({ text }) => text).join(''))];
    case 'ColumnSet': {
      const columns = (one['columns'] as Json[]).map((column) => linesOf(column['items']));
      const [mark = [], ...rest] = columns;
      const [first = '', ...below] = rest.flat();
      return [`${mark.join(' ')} ${first}`, ...below];
    }
    case 'Input.Text': case 'Input.ChoiceSet':
      return [plain(String(one['label']))];
    case 'AdaptiveCard':
      return linesOf(one['body']);
    default:
      return linesOf(one['items']);
  }
}

/** A button as somebody finds it. `beside`: the row that it is. */
export interface Pressable {
  readonly title: string;
  readonly beside: string;
  readonly action: { readonly type: string; readonly verb?: string; readonly data?: Json; readonly url?: string; readonly fallback?: { readonly type: string; readonly data?: Json } };
}

export const pressablesOf = (card: unknown): Pressable[] => objects(card).flatMap((one) => {
  if (one['type'] === 'ActionSet') return (one['actions'] as (Pressable['action'] & { title: string })[]).map((action) => ({ title: action.title, beside: '', action }));
  const row = one['selectAction'] as (Pressable['action'] & { title: string }) | undefined;
  return row === undefined ? [] : [{ title: row.title, beside: linesOf(one['items']).join(' '), action: row }];
});

/** The values that stand in a card's inputs. */
export const valuesOf = (card: unknown): Record<string, string> =>
  Object.fromEntries(objects(card).filter(({ type }) => String(type).startsWith('Input.')).map(({ id, value }) => [String(id), typeof value === 'string' ? value : '']));

import type { Action, Block, List, ListItem, Message, Notice, Paragraph, Picker, Text } from './message.ts';

export const paragraph = (text: Text): Paragraph => ({ kind: 'paragraph', text });
export const notice = (tone: Notice['tone'], text: Text): Notice => ({ kind: 'notice', tone, text });
export const list = (items: readonly ListItem[], numbered = false): List => ({ kind: 'list', items, ...(numbered ? { numbered } : {}) });

/** A message of these blocks; what is undefined is left out, and so are no actions. */
export function message(blocks: readonly (Block | undefined)[], actions: readonly (Action | undefined)[] = [], more: { title?: Text; picker?: Picker; reply?: string } = {}): Message {
  const buttons = actions.filter((action) => action !== undefined);
  return { ...more, blocks: blocks.filter((block) => block !== undefined), ...(buttons.length === 0 ? {} : { actions: buttons }) };
}

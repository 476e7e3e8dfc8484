import type { Block, Message } from './message.ts';
import { plain, type NameBook, type Naming } from './naming.ts';

/**
 * The whole message in plain words: the fallback of every element stands here and nowhere else (X7).
 * Buttons are not repeated: channels list them beside the text; a numbered item carries its number.
 */
export function plainText(message: Message, book: NameBook, naming: Naming = 'full'): string {
  const say = (text: Parameters<typeof plain>[0]): string => plain(text, book, naming);
  const block = (b: Block): string => {
    switch (b.kind) {
      case 'paragraph':
        return say(b.text);
      case 'notice':
        return `${{ good: '✅', wait: '⏳', bad: '❌', info: 'ℹ️' }[b.tone]} ${say(b.text)}`;
      case 'list':
        return b.items
          .map((item, i) => {
            const mark = b.numbered === true ? `${i + 1}. ` : '· ';
            return `${mark}${say(item.text)}${item.detail === undefined ? '' : ` — ${say(item.detail)}`}`;
          })
          .join('\n');
      case 'facts':
        return b.facts.map((fact) => `${say(fact.label)} : ${say(fact.value)}`).join('\n');
      case 'link':
        return `${say(b.label)} : ${b.url}`;
      case 'private':
        return say(b.label);
    }
  };
  const parts = message.blocks.map(block);
  if (message.title !== undefined) parts.unshift(say(message.title));
  return parts.filter((part) => part !== '').join('\n');
}

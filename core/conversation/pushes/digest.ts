import { list, message, paragraph } from '../../messages/build.ts';
import type { Strings } from '../../i18n/index.ts';
import type { Message, Text } from '../../messages/message.ts';

/** What a push says, on one line. */
function lineOf({ title, blocks }: Message): Text {
  const said = blocks.flatMap((block) => (block.kind === 'paragraph' || block.kind === 'notice' ? [block.text] : []));
  return [...(title === undefined ? [] : [title]), ...said].flatMap((text, i) => (i === 0 ? [...text] : [' ', ...text]));
}

/**
 * Several pushes that are due at one moment, as one (X6): each a line with the one button that shows more of it. What can be done
 * besides stands behind that button.
 */
export function digest(pushes: readonly Message[], say: Strings): Message {
  const items = pushes.map((push) => {
    const [first, ...others] = push.actions ?? [];
    const action = [first, ...others].find((one) => one?.label === say.actions.see) ?? first;
    return { text: lineOf(push), ...(action === undefined ? {} : { action }) };
  });
  return message([paragraph(say.push.digest(pushes.length)), list(items, true)]);
}

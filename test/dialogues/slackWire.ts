import { wordsOf } from '../support/slackLimits.ts';
import { buttonsOf, type FakeMember } from '../support/slackPeople.ts';
import type { Shown as OnFake, SlackFake } from '../support/slackFake.ts';
import { mimeOf } from './chatTalker.ts';
import type { Shown, Wire } from './slackTalker.ts';
import type { Paper } from './talker.ts';

const shown = ({ ts, blocks, text, file, edits }: OnFake): Shown => ({
  id: ts, edits,
  text: blocks.length === 0 ? text : blocks.filter(({ type }) => type !== 'actions').map((block) => (block.type === 'section' ? (block.text?.text ?? '') : wordsOf(block).join(' '))).join('\n'),
  buttons: buttonsOf(blocks).map(({ button, line }) => ({ text: button.text.text, line, id: button.action_id ?? '', ...(button.value === undefined ? {} : { value: button.value }) })),
  ...(file === undefined ? {} : { paper: { name: file.name, mime: mimeOf(file.name), bytes: file.bytes } }),
});

/** Somebody's chat on our own fake of Slack: by HTTP where it has a `target`, by a socket where it has none. */
export function slackWire(fake: SlackFake, member: FakeMember): Wire {
  return {
    text: (text) => member.says(text),
    press: (message, id) => {
      const there = member.chat().find(({ ts }) => ts === message.id);
      // As it stood when it was shown: a card that was redrawn since is pressed by its older button all the same.
      const button = message.buttons.find((one) => one.id === id);
      if (there === undefined || button === undefined) throw new Error('that message is not there');
      return fake.deliver('interactive', member.pressing(there, { type: 'button', action_id: button.id, text: { type: 'plain_text', text: button.text }, ...(button.value === undefined ? {} : { value: button.value }) }));
    },
    file: (file: Paper) => member.sends({ bytes: file.bytes, name: file.name, mime: file.mime }),
    fill: (values) => member.submits(values),
    messages: async () => member.chat().filter(({ from, only }) => from === 'bot' && only === undefined).map(shown),
  };
}

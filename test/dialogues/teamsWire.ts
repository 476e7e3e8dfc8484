import type { FakeColleague } from '../support/teamsPeople.ts';
import { linesOf, objects, pressablesOf, valuesOf, type Pressable } from '../support/teamsLimits.ts';
import type { Shown as OnFake, TeamsFake } from '../support/teamsFake.ts';
import { mimeOf } from './chatTalker.ts';
import type { Paper } from './talker.ts';
import type { Shown, Wire } from './teamsTalker.ts';

/** As it is read on the screen, what leads elsewhere included. */
const shown = ({ id, card, file, edits }: OnFake): Shown => ({
  id, edits, text: [...linesOf(card), ...pressablesOf(card).flatMap(({ title, action }) => (action.url === undefined ? [] : [title]))].join('\n'),
  buttons: pressablesOf(card).map(({ title, beside, action }) => ({ text: title, line: beside, action: action.url === undefined && !isForm(action) ? JSON.stringify(action) : undefined })),
  fields: objects(card).some(({ type }) => String(type).startsWith('Input.')) ? valuesOf(card) : {},
  ...(file === undefined ? {} : { paper: { name: file.name, mime: mimeOf(file.name), bytes: file.bytes } }),
});

const isForm = ({ data }: Pressable['action']): boolean => data !== undefined && 'submit' in data;

/** Somebody's chat on our own fake of Teams. Whatever file is offered is let into their drive, at once. */
export function teamsWire(fake: TeamsFake, who: FakeColleague): Wire {
  const said = new Set<string>();
  const there = (message: Shown): OnFake => {
    const found = who.room.messages.find(({ id }) => id === message.id);
    if (found === undefined) throw new Error('that message is not there');
    return found;
  };
  return {
    text: (text) => who.says(text),
    // As it stood when it was shown: a card that was redrawn since is pressed by its older button all the same.
    press: (message, button) => fake.deliver(who.pressing(there(message), { title: '', beside: '', action: JSON.parse(button) as Pressable['action'] })),
    file: (file: Paper) => who.sends({ bytes: file.bytes, name: file.name }),
    fill: (message, values) => {
      const found = there(message);
      const button = pressablesOf(found.card).find(({ action }) => isForm(action));
      if (button === undefined) throw new Error('no form stands there');
      return fake.deliver(who.pressing(found, button, values));
    },
    async messages() {
      for (const offered of who.room.messages.filter(({ id, consent }) => consent !== undefined && !said.has(id))) {
        said.add(offered.id);
        await who.accepts(offered);
      }
      return who.room.messages.filter(({ from }) => from === 'bot').map(shown);
    },
  };
}

import type { FakeUser } from '../support/telegramPeople.ts';
import type { Shown as OnFake } from '../support/telegramFake.ts';
import { mimeOf } from './chatTalker.ts';
import type { Paper } from './talker.ts';
import type { Shown, Wire } from './telegramTalker.ts';

const shown = ({ id, html, text, buttons, file }: OnFake): Shown => ({
  id, html: html ?? text,
  buttons: buttons.flat().map((button) => ({ text: button.text, ...('callback_data' in button ? { data: button.callback_data } : {}), ...('url' in button ? { url: button.url } : {}) })),
  ...(file === undefined ? {} : { paper: { name: file.name, mime: mimeOf(file.name), bytes: file.bytes } }),
});

/** Somebody's chat on our own fake of Telegram. */
export function fakeWire(user: FakeUser): Wire {
  return {
    text: async (text) => user.says(text),
    press: async (message, data) => {
      const there = user.chat().find(({ id }) => id === message.id);
      if (there === undefined) throw new Error('that message is not there');
      user.taps(there, data);
    },
    file: async (file: Paper) => user.sends({ kind: 'document', bytes: file.bytes, name: file.name, mime: file.mime }),
    messages: async () => user.chat().filter(({ from }) => from === 'bot').map(shown),
  };
}

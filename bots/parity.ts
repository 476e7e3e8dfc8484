import type { Block, Message } from '../core/messages/message.ts';

/** The channels that there are, with the folder of each. */
export const CHANNELS = { web: 'web chat', telegram: 'Telegram', slack: 'Slack', teams: 'Teams' } as const;
export type ChannelName = keyof typeof CHANNELS;

/** Everything that a message may be made of: a new one has to say how it looks everywhere. */
export type Element = Block['kind'] | Exclude<keyof Message, 'blocks'> | 'names' | 'ticked' | 'numbered';

/** How each element looks on each channel, and what stands in for what a platform does not have (docs/channels.md). */
export const ELEMENTS: Readonly<Record<Element, Readonly<Record<ChannelName, string>>>> = {
  title: { web: 'heading of a card', telegram: 'first line, bold', slack: 'header', teams: 'heading of a card' },
  paragraph: { web: 'text', telegram: 'text', slack: 'text', teams: 'text on a card' },
  notice: { web: 'coloured box with its mark', telegram: 'line with its mark (✅ ⏳ ❌ ℹ️)', slack: 'line with its mark (✅ ⏳ ❌ ℹ️)', teams: 'coloured box with its mark' },
  list: { web: 'lines that can be tapped', telegram: 'lines; what a line does is a button below', slack: 'lines with a button at their end; more than 15: buttons below', teams: 'lines that can be tapped' },
  numbered: { web: 'numbers; typing one chooses it', telegram: 'numbers as buttons; typing one chooses it', slack: 'numbers on the lines; typing one chooses it', teams: 'numbers; typing one chooses it' },
  facts: { web: 'label and value', telegram: '“Label : value”, label bold', slack: '“Label : value”, label bold', teams: 'label and value' },
  link: { web: 'link', telegram: 'link', slack: 'link', teams: 'button that opens it' },
  private: { web: 'nothing: the page is private', telegram: 'button that opens a private chat', slack: 'button that opens the app’s messages; answered so that nobody else sees it', teams: 'button that opens the private chat' },
  actions: { web: 'buttons', telegram: 'inline buttons, one or two a row', slack: 'buttons', teams: 'buttons, six a row' },
  ticked: { web: 'button with its tick', telegram: 'button with ✅ or ☐', slack: 'button with ✅ or ☐', teams: 'button with ☑ or ☐' },
  redraws: { web: 'the card changes in place', telegram: 'the message is edited in place; a new one where it is gone', slack: 'the message is edited in place; a new one where it is gone', teams: 'the card is edited in place; a new one where it is gone' },
  form: { web: 'fields on the card', telegram: 'one question, answered by typing', slack: 'button that opens a modal; answered by typing too', teams: 'fields on the card; asked again, in its place with what was typed' },
  picker: { web: 'typing the name', telegram: 'typing the name', slack: 'menu that finds people while a name is typed', teams: 'field that finds people while a name is typed' },
  files: { web: 'signed links that expire', telegram: 'files in the chat', slack: 'files in the chat', teams: 'offered by a card; put into the person’s OneDrive when they say yes, made then' },
  reply: { web: 'what is typed next answers it', telegram: 'what is typed next answers it', slack: 'what is typed next answers it', teams: 'what is typed next answers it' },
  names: { web: 'as the operator says, usually in full', telegram: 'as the operator says; “none” for child protection: a link into the web chat', slack: 'as the operator says; “none” for child protection: a link into the web chat', teams: 'as the operator says; “none” for child protection: a link into the web chat' },
};

/** What a platform takes, as far as we go. */
export const LIMITS: Readonly<Record<string, Readonly<Record<ChannelName, string>>>> = {
  'characters a text': { web: 'no limit', telegram: '4,096 after parsing; split from 3,500', slack: '3,500, in 50 blocks; split from there', teams: 'no limit of ours; a card of 25 kB, then another' },
  'buttons a message': { web: 'no limit', telegram: '100, in 9 kB of markup', slack: '25 a row', teams: 'no limit of ours; six a row' },
  'bytes a button says': { web: '64', telegram: '64', slack: '64 (2,000 for a form)', teams: '64' },
  'a file that comes in': { web: '10 MB', telegram: '10 MB', slack: '10 MB', teams: '10 MB' },
  'messages a second': { web: 'no limit', telegram: '28.8 in all, 1 in a chat after a short burst', slack: '5 in all, 1 in a chat after a short burst', teams: '30 in all, 1 in a chat after a short burst' },
  'a message delivered again': { web: 'clientMessageId', telegram: 'update_id; the id of the tap', slack: 'event_id; trigger_id of a press; view and values of a form', teams: 'conversation and id of the activity; of a press what it says too' },
};

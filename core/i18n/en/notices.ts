import type { Text } from '../../messages/message.ts';
import { join, strong, t } from '../../messages/text.ts';
import type { notices as french } from '../fr/notices.ts';
import type { Times } from '../times.ts';

export const notices = (at: Times): ReturnType<typeof french> => ({
  title: t`Your notifications`,
  open: t`My notifications`,

  labels: [t`Monday`, t`Tuesday`, t`Wednesday`, t`Thursday`, t`Friday`, t`Saturday`, t`Sunday`] as readonly Text[],
  days: [t`Monday`, t`Tuesday`, t`Wednesday`, t`Thursday`, t`Friday`, t`Saturday`, t`Sunday`] as readonly Text[],
  week: t`Monday to Friday`,
  everyDay: t`every day`,
  range: (first, last) => t`from ${first} to ${last}`,
  on: (day) => t`on ${day}`,
  all: (parts) => join(parts, ', ', ' and '),
  anyHour: t`at any hour`,
  wholeDay: t`All day long`,
  hours: (from, until) => t`from ${at.hour(from)} to ${at.hour(until)}`,
  choice: (from, until) => t`${at.hour(from)} – ${at.hour(until)}`,

  when: (days, hours) => t`News reaches you ${strong(days)}, ${strong(hours)}.`,
  quiet: (from, to) => t`From ${at.hour(from)} to ${at.hour(to)} it waits.`,
  onPage: t`It arrives on the web page.`,
  mailToo: (address) => t`Each also goes by e-mail to ${address}, without any name.`,
  mailAlone: (address) => t`An e-mail without any name goes to ${address} as well.`,
  mailElse: (address) => t`If no messenger reaches you, an e-mail without any name goes to ${address} by itself.`,
  noMail: t`Nothing goes by e-mail.`,
  noAddress: t`Your account has no e-mail address: nothing goes by e-mail.`,
  off: (kinds) => t`You do not receive: ${strong(join(kinds, ', ', ' or '))}.`,
  always: t`What touches a booking always arrives: a seat that came free, an outing cancelled or moved, who comes, an answer that is waited for. What is urgent does not wait for your hours.`,
  alwaysYours: t`What needs something from you always arrives. What is urgent does not wait for your hours.`,
  how: t`Tap to change, or write: ‘from 9 am to 5 pm’, ‘not at the weekend’, ‘every day’.`,
  howKinds: t`Tap to change, or type: ‘from 9 am to 5 pm’, ‘not at the weekend’, ‘without the day before’.`,

  kinds: {
    opened: t`Opening of an outing you follow`,
    draft: t`Unfinished booking about to close`,
    practical: t`The day before: address and time`,
    here: t`On the spot: is the group complete?`,
    attendance: t`The day after: who was there?`,
    lost: t`At closing: who has no seat`,
  },
  named: {
    opened: t`the opening of outings you follow`,
    draft: t`unfinished bookings about to close`,
    practical: t`address and time, the day before`,
    here: t`‘is everybody there?’, on the spot`,
    attendance: t`‘who was there?’, the day after`,
    lost: t`who has no seat, at closing`,
  },
  mail: t`Also by e-mail`,
  undo: t`Undo`,

  notes: {
    noted: t`Noted.`,
    undone: t`Undone.`,
    lastDay: t`It takes at least one day: without any, nothing could reach you. Tick another day first.`,
    quietHours: t`These hours all lie in the quiet hours of the programme: nothing could reach you. Nothing was changed.`,
    overnight: t`The end must come after the beginning, on the same day: for instance ‘from 9 am to 5 pm’. Nothing was changed.`,
    twoParts: t`I keep one part of the day only: for instance ‘from 9 am to 5 pm’. Nothing was changed.`,
    unclear: t`I did not understand which days or hours. Nothing was changed.`,
    number: t`The boxes have no numbers: write their names, for instance ‘not on Wednesday’.`,
    fixed: t`There is no e-mail address on your account: ask the programme’s team to add it.`,
    notYours: t`You do not receive this kind of news: there is nothing to change.`,
  },
});

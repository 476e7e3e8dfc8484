import { endOfQuiet } from '../../domain/time.ts';
import { message, notice } from '../../messages/build.ts';
import type { Pushed } from './push.ts';

/** The operator's answer to somebody who asked to join (A1), in the chat that asked. */
export const joined: Pushed = async ({ detail, now, programme, say, button }) => {
  const quietUntil = endOfQuiet(now, programme.zone, programme);
  if (quietUntil > now) return { holdUntil: quietUntil };
  const { joining: words } = say.structure;
  return detail['granted'] === true
    ? { send: message([notice('good', words.accepted)], [{ id: button('link', 'code'), label: say.link.haveCode }]) }
    : { send: message([notice('bad', words.refused)], [{ id: button('join', 'open'), label: say.link.noAccount }]) };
};

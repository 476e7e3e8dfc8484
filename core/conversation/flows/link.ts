import { message, paragraph } from '../../messages/build.ts';
import { say as answer, type Flow } from '../flow.ts';

/**
 * What an unknown chat is told (A2): to write its code. A message that is a code never gets here: the
 * inbound side redeems it before a turn is run, because linking touches two operators.
 */
export const link: Flow = {
  name: 'link',
  version: 1,
  start: async (_args, ctx) => answer(message([paragraph(ctx.say.link.ask)])),
  steps: {},
};

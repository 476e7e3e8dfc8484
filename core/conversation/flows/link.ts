import type { LinkOutcome } from '../../ports.ts';
import { message, notice, paragraph } from '../../messages/build.ts';
import { say as answer, type Flow } from '../flow.ts';

/**
 * What an unknown chat is told (A2): to write its code, or what became of the code that it wrote. The
 * code is redeemed beside the turn, because linking touches two operators.
 */
export const link: Flow = {
  name: 'link',
  version: 1,
  async start(args, ctx) {
    const { link: words } = ctx.say;
    const outcome = args['outcome'] as LinkOutcome | undefined;
    if (outcome === undefined) return answer(message([paragraph(words.ask)]));
    return answer(message([notice(outcome === 'linked' ? 'good' : 'bad', words.outcome[outcome])]));
  },
  steps: {},
};

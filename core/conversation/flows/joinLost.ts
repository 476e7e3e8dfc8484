import { message, notice, paragraph } from '../../messages/build.ts';
import { ask, done, start, type Context, type Flow } from '../flow.ts';
import { doors } from './help.ts';
import { answered, BEGUN, formOf, line, readEmail, type Filling, type Question } from './structureForm.ts';

const questionsOf = (ctx: Context): readonly Question[] => {
  const { access: words, wrong } = ctx.say.structure;
  return [line('email', words.field, words.ask, readEmail, wrong.email)];
};

/** Lost access (A2): a new code by e-mail, with the same answer whether the address is known or not. */
export const lost: Flow<Filling> = {
  name: 'lost',
  version: 1,
  for: ['reception'],
  start: async () => ask('email', BEGUN),
  steps: {
    email: {
      ask: async (filling, ctx) => ({
        ...message([paragraph(ctx.say.structure.access.ask)], [{ id: ctx.once('lost', 'leave'), label: ctx.say.actions.back }]),
        form: formOf(questionsOf(ctx), filling, ctx.once('lost', 'send'), ctx.say.structure.access.send),
      }),
      async accept(filling, input, ctx) {
        const { access: words } = ctx.say.structure;
        if (input.kind === 'press' && input.name === 'leave') return start('link');
        const filled = answered(questionsOf(ctx), filling, input, false);
        if (filled === undefined) return undefined;
        if (filled.kind === 'more') return ask('email', filled.filling, ...(filled.wrong === undefined ? [] : [message([notice('bad', filled.wrong)])]));
        const asked = await ctx.store.reception.lostAccess(filled.values['email'] ?? '', ctx.now);
        return done(message([notice(asked === 'asked' ? 'info' : 'bad', asked === 'asked' ? words.sent : words.many)], doors(ctx)));
      },
    },
  },
  anytime: { open: async () => start('lost') },
};

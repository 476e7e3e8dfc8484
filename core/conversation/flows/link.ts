import type { LinkOutcome } from '../../ports.ts';
import { message, notice, paragraph } from '../../messages/build.ts';
import { fold } from '../../language/fold.ts';
import { say as answer, start, type Context, type Flow, type Outcome } from '../flow.ts';
import { doors } from './help.ts';

/** What somebody without an account wants, by its words. */
export function wishOf(text: string): 'join' | 'lost' | 'code' | undefined {
  const words = fold(text);
  if (/(?<![^ ])(?:perdue?s?|plus (?:d )?acces|oublie|lost|forgot(?:ten)?|nouveau code|autre code|new code|ne marche plus|acces perdu|recevoir un code)(?![^ ])/.test(words)) return 'lost';
  if (/(?<![^ ])(?:partenaires?|partenariat|rejoindre|inscri(?:re|s|ption|t)|adherer|adhesion|pas de compte|aucun compte|sans compte|creer un compte|ouvrir un compte|join|sign up|register|no account|become a partner|participer)(?![^ ])/.test(words)) return 'join';
  return /(?<![^ ])(?:j ai (?:un|mon|le) code|i have (?:a|my) code|mon code|my code)(?![^ ])/.test(words) ? 'code' : undefined;
}

/** What became of a code: of a chat that is linked by now, which account answers. */
async function told(outcome: LinkOutcome, ctx: Context): Promise<Outcome> {
  const { link: words } = ctx.say;
  const stranger = ctx.account.role === 'reception';
  const menu = { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu };
  if (outcome === 'linked' && !stranger) {
    const active = (await ctx.store.account.chats(ctx.no)).find((one) => one.active);
    return answer(message([notice('good', active === undefined ? words.outcome.linked : words.added(active.name))], [menu]));
  }
  return answer(message([notice(outcome === 'linked' ? 'good' : 'bad', words.outcome[outcome])], stranger && outcome !== 'linked' ? doors(ctx) : [menu]));
}

/**
 * What a chat without an account is told (A2): to write its code, to ask to join, to say that its access is lost; and
 * what became of a code, in any chat. The code is redeemed beside the turn, because linking touches two operators.
 */
export const link: Flow = {
  name: 'link',
  version: 2,
  for: ['reception', 'referent', 'visitor', 'leader', 'venue', 'operator', 'jury'],
  async start(args, ctx) {
    const outcome = args['outcome'] as LinkOutcome | undefined;
    if (outcome !== undefined) return told(outcome, ctx);
    if (ctx.account.role !== 'reception') return start('home');
    const wish = typeof args['text'] === 'string' ? wishOf(args['text']) : undefined;
    if (wish === 'join' || wish === 'lost') return start(wish);
    return answer(message([paragraph(wish === 'code' ? ctx.say.link.code : ctx.say.link.ask)], doors(ctx)));
  },
  steps: {},
  anytime: {
    open: async () => start('link'),
    code: async (_args, ctx) => (ctx.account.role === 'reception' ? answer(message([paragraph(ctx.say.link.code)], doors(ctx).slice(1))) : start('home')),
  },
};

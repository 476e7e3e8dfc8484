import { message, paragraph } from '../../messages/build.ts';
import { DROP, held, NEVER, type Pushed } from './push.ts';

/** Somebody asks for a yes or no (A1, A5, A14); its subject is the decision. [Voir] names who. */
export const asked: Pushed = async (writing) => {
  const { subject, store, say, button, now } = writing;
  const decision = await store.decisions.get(subject);
  // Answered by somebody quicker, or withdrawn: nobody is called to it.
  if (decision?.state !== 'open') return DROP;
  const show = decision.performance === null ? undefined : await store.offer.performance(decision.performance);
  if (show !== undefined && show.startsAt <= now) return DROP;
  const later = held(writing, show?.startsAt ?? NEVER, show?.zone);
  if (later !== undefined) return later;
  const see = (flow: string) => [{ id: button(flow, 'see', decision.id), label: say.actions.see, style: 'primary' as const }];
  switch (decision.kind) {
    case 'wish':
    case 'hindrance':
      return show === undefined ? DROP : { send: message([paragraph(say.visits.asked[decision.kind](show))], see('decide')) };
    case 'joining':
    case 'exception':
    case 'suspension':
      return { send: message([paragraph(say.desk.asked[decision.kind])], see('desk')) };
  }
};

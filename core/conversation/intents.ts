import type { Understood } from '../language/understand.ts';
import type { Slots } from './session.ts';

/**
 * Intent → flow, one table. Sentences reach flows as slots only: whatever they fill is shown in a recap
 * before anything is done (X2). `none` and what cannot be done here yet give undefined or an honest answer.
 */
export function flowFor(understood: Understood, text: string): { flow: string; args: Slots } | undefined {
  const { people, when, rest, count } = understood;
  const said = {
    ...(people === undefined ? {} : { people }),
    ...(when === undefined ? {} : { from: when.start.toISOString(), ...(when.end === null ? {} : { to: when.end.toISOString() }) }),
    ...(rest === undefined || rest === '' ? {} : { text: rest }),
    ...(count === undefined ? {} : { count }),
  };
  switch (understood.intent) {
    case 'search':
      return { flow: 'search', args: { ...said, typed: text } };
    case 'book':
    case 'waitlist':
      return { flow: 'search', args: { ...said, toBook: true } };
    case 'opening':
      return { flow: 'search', args: said };
    case 'cancel':
      return { flow: 'cancel', args: said };
    case 'reservations':
      return { flow: 'reservations', args: said };
    case 'menu':
    case 'no':
      return { flow: 'home', args: {} };
    case 'resume':
      return { flow: 'home', args: { resume: true } };
    case 'language':
      return { flow: 'language', args: { text } };
    case 'help':
      return { flow: 'help', args: {} };
    case 'participants':
      // A name and nothing else: what is planned for them.
      return people !== undefined && understood.confidence <= 0.5 ? { flow: 'reservations', args: said } : { flow: 'help', args: { notYet: true } };
    case 'attendance':
    case 'statistics':
    case 'pack':
    case 'plan':
    case 'person':
      return { flow: 'help', args: { notYet: true } };
    case 'yes':
    case 'back':
    case 'none':
      return undefined;
  }
}

import { message, paragraph } from '../../messages/build.ts';
import { DROP, held, NEVER, type Pushed } from './push.ts';

/** Somebody whom this account invited has used their code (A2); its subject is their account. */
export const arrived: Pushed = async (writing) => {
  const { subject, store, say, button, account } = writing;
  const who = account.role === 'referent' ? (await store.colleagues.list()).find(({ id }) => id === subject) : undefined;
  if (who === undefined) return DROP;
  return held(writing, NEVER) ?? { send: message([paragraph(say.push.arrived)], [{ id: button('colleagues', 'show', who.id), label: say.actions.see, style: 'primary' }]) };
};

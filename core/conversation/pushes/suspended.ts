import { message, paragraph } from '../../messages/build.ts';
import { DROP, held, NEVER, type Pushed } from './push.ts';

/** The operator has suspended the structure, or ended it (A1); its subject is the structure. Undone meanwhile: nothing is said. */
export const suspended: Pushed = async (writing) => {
  const { detail, store, say, button } = writing;
  const structure = await store.structure();
  if (structure === undefined || structure.suspended !== (detail['suspended'] === true)) return DROP;
  const later = held(writing, NEVER);
  if (later !== undefined) return later;
  return structure.suspended
    ? { send: message([paragraph(say.desk.told.suspended)], [{ id: button('exceptions', 'resume'), label: say.desk.exceptions.resume }]) }
    : { send: message([paragraph(say.desk.told.lifted)], [{ id: button('search', 'open'), label: say.actions.search }]) };
};

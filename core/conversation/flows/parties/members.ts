import type { Party, Person } from '../../../domain/person.ts';
import { readPeople } from '../../../language/people.ts';
import { message, notice, paragraph } from '../../../messages/build.ts';
import type { Block, Message } from '../../../messages/message.ts';
import type { Context } from '../../flow.ts';

export const unknownGroup = (ctx: Context): Message =>
  message([notice('bad', ctx.say.participants.unknownGroup)], [{ id: ctx.anytime('parties', 'open'), label: ctx.say.participants.groups.all }, { id: ctx.anytime('home', 'open'), label: ctx.say.actions.menu }]);

/** Names typed: those who are clear, and a sentence about each who is not; nobody is guessed (X2). */
export function readMembers(text: string, people: readonly Person[], ctx: Context): { clear: readonly string[]; blocks: readonly Block[]; named: boolean } {
  const { groups } = ctx.say.participants;
  const parts = readPeople(text, people);
  const blocks = parts.flatMap(({ said, candidates }) =>
    candidates.length === 0 ? [paragraph(groups.unknown(said))] : candidates.length > 1 ? [paragraph(groups.several(said, candidates.slice(0, 5)))] : []);
  return { clear: [...new Set(parts.flatMap(({ candidates }) => (candidates.length === 1 ? candidates : [])))], blocks, named: parts.some(({ candidates }) => candidates.length > 0) };
}

/** The group with these members from now on. */
export async function save({ id, name }: Party, members: readonly string[], ctx: Context): Promise<void> {
  await ctx.store.people.saveParty({ id, name, members });
  await ctx.store.audit('party.changed', id, { members: members.length }, ctx.now);
}

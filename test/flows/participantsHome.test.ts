import { describe, expect, it } from 'vitest';
import { participantsOnHome } from '../../core/conversation/flows/participants/home.ts';
import type { Context } from '../../core/conversation/flow.ts';
import { strings } from '../../core/i18n/index.ts';
import { encodePress } from '../../core/messages/actions.ts';
import { message } from '../../core/messages/build.ts';
import { plainText } from '../../core/messages/plainText.ts';
import { plain } from '../../core/messages/naming.ts';
import { START, ZONE } from '../support/world.ts';

const book = { people: new Map(), accounts: new Map() };
const person = (removed: boolean) => ({ id: 'x', kind: 'participant', of: null, first: 'Soraya', last: 'Ferrand', removed });

async function shown(role: string, people: readonly object[], parked?: string): Promise<{ text: string; actions: string[] }> {
  const ctx = {
    account: { role }, say: strings('fr', { now: START, zone: ZONE }), store: { people: { all: async () => people } }, parked: parked === undefined ? undefined : { flow: parked },
    anytime: (flow: string, name: string, ...args: string[]) => encodePress({ flow, name, args }),
  } as unknown as Context;
  const { blocks, actions } = await participantsOnHome(ctx);
  return { text: plainText(message(blocks), book), actions: actions.map(({ label }) => plain(label, book)) };
}

describe('A3 the home page', () => {
  it('A3 says how many participants there are, and names nobody', async () => {
    expect(await shown('referent', [person(false), person(true)])).toEqual({ text: '1 participant dans votre liste.', actions: ['Participants'] });
    expect(await shown('referent', [])).toEqual({ text: 'Votre liste de participants est vide.', actions: ['Participants'] });
  });

  it('X3 offers a list or a person left half done, and no other draft', async () => {
    expect((await shown('referent', [], 'peoplelist')).actions).toEqual(['Reprendre', 'Abandonner', 'Participants']);
    expect((await shown('referent', [], 'newperson')).text).toContain('Vous prépariez un changement');
    expect((await shown('referent', [], 'book')).actions).toEqual(['Participants']);
  });

  it.each(['visitor', 'leader', 'venue', 'operator', 'jury'])('A14 has nothing for a %s', async (role) => {
    expect(await shown(role, [person(false)], 'peoplelist')).toEqual({ text: '', actions: [] });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../core/messages/plainText.ts';
import type { Account } from '../../core/ports.ts';
import { RECEPTION } from '../../db/scopes.ts';
import { openHouse, type House } from '../support/house.ts';

let house: House;
let structure: string;

beforeAll(async () => {
  house = await openHouse();
  structure = await house.world.structure('Foyer des Essais');
});

/** A message of a chat that no web page stands behind: any other channel's way in. */
async function writes(chat: string, text: string, id: string): Promise<string> {
  const { gate, worker } = house.running;
  const stored = await gate.take({ channel: 'essai', chatKey: chat, platformId: id, incoming: { kind: 'text', text } });
  await worker.handle(stored);
  const account: Account = { operator: stored.operator, id: stored.account, role: stored.operator === RECEPTION ? 'reception' : 'referent', structure: stored.operator === RECEPTION ? null : structure, lang: 'fr' };
  const { items, names } = await gate.answersTo(account, stored.no);
  return items.map(({ message }) => (message === undefined ? '' : plainText(message, names))).join('\n');
}

describe('A2 linking a chat by its one-time code', () => {
  it('A2 asks an unknown chat for its code, and links it once', async () => {
    const sophie = await house.world.referent(structure);
    const code = await house.world.code(sophie.id, new Date('2026-11-22T09:00:00Z'));
    expect(await writes('chat-1', 'bonjour', 'u1')).toContain('code');
    expect(await writes('chat-1', code.toLowerCase().replace('-', ' '), 'u2')).toContain('reliée à votre compte');
    expect(await writes('chat-1', 'menu', 'u3')).toContain('Bonjour Sophie');
    // The platform sends the code again: the chat is linked already, nothing is said twice.
    expect(await writes('chat-2', code, 'u4')).toContain('déjà servi');
  });

  it('A2 refuses a code after 48 hours, and slows guessing down', async () => {
    const paul = await house.world.referent(structure, 'Paul Blanc');
    const code = await house.world.code(paul.id, new Date('2026-11-20T08:00:00Z'));
    expect(await writes('chat-3', code, 'u5')).toContain('trop ancien');
    for (let i = 0; i < 10; i += 1) await writes('chat-3', `WRNG-${2000 + i}`, `g${i}`);
    const good = await house.world.code(paul.id, new Date('2026-11-22T09:00:00Z'));
    expect(await writes('chat-3', good, 'u6')).toContain('Trop d’essais');
  });
});

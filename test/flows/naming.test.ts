import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fold, words } from '../../core/language/fold.ts';
import { unseal } from '../../core/sealing.ts';
import { rows } from '../../db/connection.ts';
import { withScope } from '../../db/scopes.ts';
import { AnyChat } from '../support/anyChat.ts';
import { openHouse, type House } from '../support/house.ts';
import { toCard } from '../../bots/adaptive/card.ts';
import { labelOf } from '../../bots/adaptive/words.ts';
import { leaving } from '../../core/messages/leaving.ts';
import type { Action } from '../../core/messages/message.ts';
import { plainText } from '../../core/messages/plainText.ts';

/** Everybody of the demo season who has a name: the accompanied, their guests and companions, groups, account holders. */
async function everybody(house: House): Promise<{ people: string[]; holders: string[] }> {
  const { admin, app, keys } = house.fresh;
  const shape = z.object({ first: z.string().optional(), last: z.string().optional(), name: z.string().optional() }).loose();
  const read = async (table: string): Promise<string[]> => {
    const found = await rows<{ operator_id: string; id: string; structure_id: string | null; sealed: Buffer }>(admin, `select operator_id, id, structure_id, sealed from ${table} where sealed is not null`);
    return Promise.all(found.map(async (r) => {
      const key = await withScope(app, { as: 'operator', operator: r.operator_id }, (trx) => keys.key(trx, { operator: r.operator_id, structure: r.structure_id }));
      const { first = '', last = '', name = '' } = shape.parse(JSON.parse(unseal(key, r.sealed, r.id).toString('utf8')));
      return `${first} ${last} ${name}`.trim();
    }));
  };
  return { people: [...(await read('person')), ...(await read('party'))], holders: await read('account') };
}

/** Words that the offer or the sentences themselves have as well: 'Petit' is somebody's name, and a word. */
async function publicWords(house: House): Promise<Set<string>> {
  const found = await rows<{ said: string }>(house.fresh.admin, `
    select concat_ws(' ', e.title, e.summary, e.description, array_to_string(e.themes, ' '), v.name, v.address, v.city, v.access) as said from event e join venue v on v.operator_id = e.operator_id and v.id = e.venue_id
    union all select concat_ws(' ', name, city) from structure union all select name from operator union all select name from programme`);
  return new Set(found.flatMap(({ said }) => words(said)));
}

/** One message as it left. */
interface Left { readonly text: string; readonly actions: readonly Pick<Action, 'id'>[]; readonly wire: string }

/** All that leaves by a chat, answers and pushes, drawn as its channel's operator lets names out there. */
class Watched {
  readonly chat: AnyChat;
  readonly left: Left[] = [];
  actions: readonly { readonly id: string }[] = [];
  readonly #house: House;
  #seen: string | undefined;

  constructor(house: House, channel: string) {
    [this.#house, this.chat] = [house, new AnyChat(house, `chat-${Math.random()}`, channel)];
  }

  async says(text: string): Promise<void> {
    await this.chat.says(text);
    await this.look();
  }

  async pressesId(id: string): Promise<void> {
    await this.chat.pressesId(id);
    await this.look();
  }

  /** What is new, drawn. */
  async look(): Promise<readonly Left[]> {
    const { account, channel } = this.chat;
    if (account === undefined) return [];
    const { items, names, naming } = await this.#house.running.gate.history(account, { channel, ...(this.#seen === undefined ? {} : { after: this.#seen }) });
    this.#seen = items.at(-1)?.id ?? this.#seen;
    const drawn = items.flatMap(({ message }): Left[] => {
      if (message === undefined) return [];
      const out = leaving(message, naming, { url: 'https://guichet.example/', label: 'Voir les noms' });
      const actions = [...out.blocks.flatMap((block) => (block.kind === 'list' ? block.items.flatMap(({ action }) => action ?? []) : [])), ...(out.actions ?? [])];
      const labels = actions.map((action) => labelOf(action, { book: names, naming })).join(' | ');
      return [{ text: `${plainText(out, names, naming)}\n${labels}`, actions, wire: JSON.stringify(toCard(out, names, naming)) }];
    });
    if (drawn.length > 0) this.actions = drawn.flatMap(({ actions }) => actions);
    this.left.push(...drawn);
    return drawn;
  }
}

/** Presses whatever is offered, what was not pressed yet first, and says a sentence now and then: everything leaves that can. */
async function wander(chat: Watched, sentences: readonly string[], steps: number): Promise<void> {
  const pressed = new Map<string, number>();
  const kindOf = (id: string): string => id.replace(/[:~].*$/, '');
  let said = 0;
  for (let step = 0; step < steps; step += 1) {
    const open = chat.actions.filter(({ id }) => !id.startsWith('language.')).map(({ id }) => ({ id, times: pressed.get(kindOf(id)) ?? 0 })).sort((a, b) => a.times - b.times)[0];
    if (open === undefined || open.times > 3 || step % 7 === 6) await chat.says(sentences[said++ % sentences.length] ?? 'menu');
    else {
      pressed.set(kindOf(open.id), open.times + 1);
      await chat.pressesId(open.id);
    }
  }
}

/** Presses and sentences an account; in full by GUICHET_LONG=1. */
const LONG = process.env['GUICHET_LONG'] === '1';
const STEPS = LONG ? 600 : 32;
const CODES = LONG ? ['DEMO-SOPH', 'DEMO-SORA', 'DEMO-IDRI', 'DEMO-MARG', 'DEMO-GASP', 'DEMO-DRIS'] : ['DEMO-SOPH', 'DEMO-SORA', 'DEMO-MARG'];

describe('X5 a full run with `none`', () => {
  let house: House;
  let named: { people: string[]; holders: string[] };
  let common: Set<string>;
  const namesIn = (left: readonly Left[], all: readonly string[]): string[] => {
    const secret = new Set(all.flatMap((name) => words(name)).filter((word) => word.length > 2 && !common.has(word)));
    const seen = new Set(left.flatMap(({ text, wire }) => words(`${text} ${wire}`)));
    // With the message it stands in, for whoever has to mend it.
    return [...secret].filter((word) => seen.has(word)).map((word) => `${word}: ${left.find(({ text, wire }) => words(`${text} ${wire}`).includes(word))?.text ?? ''}`);
  };

  beforeAll(async () => {
    house = await openHouse({ env: { GUICHET_DEMO: '1' } });
    named = await everybody(house);
    common = new Set([...(await publicWords(house)), ...['famille', 'groupe', 'des', 'les', 'mercredi', 'demandeur', 'lieu', 'jeunes', 'ados', 'club', 'atelier']]);
    const operators = await rows<{ id: string }>(house.fresh.admin, `select id from operator where demo`);
    for (const { id } of operators) {
      await withScope(house.fresh.app, { as: 'operator', operator: id }, (trx) => trx('naming').insert({ operator_id: id, channel: 'telegram', naming: 'none' }));
      await withScope(house.fresh.app, { as: 'operator', operator: id }, (trx) => trx('naming').insert({ operator_id: id, channel: 'slack', naming: 'full' }));
    }
  });

  /** What a referent types, with names in it: typing them is nobody's leak, repeating them would be. */
  const sentencesFor = (some: readonly string[]): string[] => [
    'menu', 'mes réservations', 'des concerts', `réserve ${some[0] ?? ''} pour le cirque`, `annuler ${some[1] ?? ''}`, 'mes participants', `la fiche de ${some[2] ?? ''}`,
    'présence', `${some[1] ?? ''} était là`, 'groupes', 'ma structure', 'mes collègues', 'aide', some[3] ?? '', `pour ${some[4] ?? ''} et ${some[0] ?? ''}`, 'qui vient samedi ?', 'Zoé Inconnue', 'menu',
    'partenaires', 'des idées', 'confirmer', 'continuer', 'demandes', 'structures', 'messages non remis', 'mes invitations',
  ];

  it.each(CODES)('X5 %s: whatever is pressed and typed, nobody is named outside the web chat', { timeout: 180_000 }, async (code) => {
    const chat = new Watched(house, 'telegram');
    await chat.says(code);
    await wander(chat, sentencesFor(named.people.slice(0, 5)), STEPS);
    expect(chat.left.length).toBeGreaterThan(STEPS * 0.9);
    expect(namesIn(chat.left, named.people), 'accompanied people').toEqual([]);
    expect(namesIn(chat.left, named.holders), 'holders of accounts').toEqual([]);
  });

  it('X5 days later, with every push that came: none names anybody', { timeout: 180_000 }, async () => {
    const chats: Watched[] = [];
    for (const code of ['DEMO-SOPH', 'DEMO-DRIS', 'DEMO-ANNE', 'DEMO-MOUS', 'DEMO-SORA', 'DEMO-IDRI', 'DEMO-MARG']) {
      const chat = new Watched(house, 'telegram');
      await chat.says(code);
      // From here on the chat is the account's.
      await chat.says('menu');
      chats.push(chat);
    }
    for (const day of ['2026-11-22', '2026-11-25', '2026-11-28', '2026-12-02', '2026-12-08']) await house.clock(`${day}T09:00:00Z`);
    let came = 0;
    for (const chat of chats) {
      for (const push of await chat.look()) {
        came += 1;
        for (const { id } of push.actions) await chat.pressesId(id);
      }
      expect(namesIn(chat.left, [...named.people, ...named.holders])).toEqual([]);
    }
    expect(came).toBeGreaterThan(0);
  });

  it('X5 the same run in full names many: the look above can fail', { timeout: 180_000 }, async () => {
    const chat = new Watched(house, 'slack');
    await chat.says('DEMO-ANNE');
    await wander(chat, sentencesFor(named.people.slice(0, 5)), 60);
    expect(namesIn(chat.left, named.people).length).toBeGreaterThan(5);
    expect(chat.left.some(({ text }) => fold(text).includes('voir les noms'))).toBe(false);
  });

  it('X5 nor do metrics', async () => {
    const metrics = await (await fetch(`${house.running.address.replace(/\/$/, '')}/metrics`)).text();
    expect(namesIn([{ text: metrics, actions: [], wire: '' }], named.people)).toEqual([]);
  });
});

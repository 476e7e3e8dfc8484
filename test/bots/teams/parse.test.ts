import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityOf, type Activity } from '../../../bots/teams/activity.ts';
import { parse, type Told } from '../../../bots/teams/parse.ts';
import { addressOf, placeOf } from '../../../bots/teams/place.ts';

const fetched: [string, boolean][] = [];
const self = { fetch: async (url: string, ours: boolean) => { fetched.push([url, ours]); return Buffer.from('x'); } };
const BOT = '28:5a0f8b1e';
const base = {
  type: 'message', id: '1001', channelId: 'msteams', serviceUrl: 'https://smba.trafficmanager.net/fr/', from: { id: '29:1abc', aadObjectId: 'objet' }, recipient: { id: BOT },
  conversation: { id: 'a:1xyz', conversationType: 'personal', tenantId: 'tenant' }, channelData: { tenant: { id: 'tenant' } },
} satisfies Activity;
const shared = { conversation: { id: '19:equipe@thread.tacv2;messageid=1', conversationType: 'channel', tenantId: 'tenant' } };
const mention = { type: 'mention', text: '<at>Guichet</at>', mentioned: { id: BOT } };
const told = (more: Record<string, unknown>): Told => parse({ ...base, ...more }, self);
const incoming = (more: Record<string, unknown>): unknown[] => {
  const one = told(more);
  return one.kind === 'arrived' || one.kind === 'used' ? one.arrived.map((arrived) => arrived.incoming) : [one.kind];
};
const ids = (more: Record<string, unknown>): string[] => {
  const one = told(more);
  return one.kind === 'arrived' || one.kind === 'used' ? one.arrived.map(({ platformId }) => platformId) : [];
};
const invoke = (name: string, value: unknown, more: Record<string, unknown> = {}): Record<string, unknown> => ({ type: 'invoke', name, value, ...more });
const execute = (data: unknown, more: Record<string, unknown> = {}): Record<string, unknown> => invoke('adaptiveCard/action', { action: { type: 'Action.Execute', verb: 'press', data }, trigger: 'manual' }, { replyToId: '900', ...more });

describe('what somebody writes', () => {
  it('is text, in the chat of a person of an organisation, with where it is reached', () => {
    expect(told({ text: 'un concert\r\nsamedi ' })).toMatchObject({ kind: 'arrived', arrived: [{ chat: 'tenant:objet', incoming: { kind: 'text', text: 'un concert\nsamedi' } }] });
    const [one] = (told({ text: 'x' }) as Told & { kind: 'arrived' }).arrived;
    expect(placeOf(one?.address ?? '')).toEqual({ serviceUrl: base.serviceUrl, conversation: 'a:1xyz', bot: BOT, tenant: 'tenant', alone: true });
    expect(told({ text: 'x', from: { id: '29:1abc' } })).toMatchObject({ arrived: [{ chat: 'tenant:29:1abc' }] });
  });

  it.each([
    ['<at>Guichet</at>&nbsp;menu', [mention], 'menu'], ['bonjour <at>Guichet</at>, menu', [mention], 'bonjour  , menu'], ['<at>Zoé</at> menu', [{ type: 'mention', text: '<at>Zoé</at>', mentioned: { id: '29:1zoe' } }], '<at>Zoé</at> menu'],
    ['<at>Guichet</at> menu', undefined, '<at>Guichet</at> menu'], ['a < b & c', [], 'a < b & c'],
  ])('without our own name alone: %s', (text, entities, expected) => expect(incoming({ text, entities })).toEqual([{ kind: 'text', text: expected }]));

  it('nothing, a sticker, a spoken note: nothing that can be read', () => {
    for (const more of [{}, { text: ' ' }, { text: '', attachments: [{ contentType: 'text/html', content: '<img>' }] }, { attachments: [{ contentType: 'application/vnd.microsoft.card.audio', content: {} }] }]) expect(incoming(more)).toEqual([{ kind: 'unreadable', what: 'other' }]);
  });

  it('changed afterwards: not read again; removed, reacted to, read, typed: nothing', () => {
    expect(incoming({ type: 'messageUpdate', text: 'autre', channelData: { eventType: 'editMessage' } })).toEqual([{ kind: 'unreadable', what: 'edited' }]);
    for (const more of [{ type: 'messageUpdate', channelData: { eventType: 'undeleteMessage' } }, { type: 'messageDelete' }, { type: 'messageReaction' }, { type: 'typing' }, { type: 'event', name: 'application/vnd.microsoft.readReceipt' }]) expect(incoming(more)).toEqual(['nothing']);
  });

  it('by us, by nobody, without an id: nothing', () => {
    for (const more of [{ from: { id: BOT } }, { from: undefined }, { conversation: undefined }, { id: undefined }, { recipient: {} }]) expect(incoming({ text: 'x', ...more })).toEqual(['nothing']);
  });
});

describe('X9 what is read', () => {
  it('X9 an id is a word that an address can hold, or the activity is none', () => {
    const read = (more: Record<string, unknown>): Activity | undefined => activityOf(JSON.stringify({ ...base, ...more }));
    for (const odd of [5, {}, ['x'], true, '\ud800', 'a\0']) {
      for (const more of [
        { id: odd }, { serviceUrl: odd }, { from: { id: odd } }, { from: { ...base.from, aadObjectId: odd } }, { recipient: { id: odd } }, { conversation: { ...base.conversation, id: odd } }, { conversation: { ...base.conversation, tenantId: odd } },
        { conversation: { ...base.conversation, conversationType: odd } }, { channelData: { tenant: { id: odd } } },
      ]) expect(read(more), JSON.stringify(more)).toBeUndefined();
    }
    expect(read({ channelData: { tenant: 5 } })).toBeUndefined();
    expect([read({}), read({ from: { id: '29:1', aadObjectId: null }, channelData: { tenant: null } })]).not.toContain(undefined);
  });

  it('an organisation is one in whichever letters; of more files than anybody sends in good faith the first are taken', () => {
    expect(told({ text: 'x', conversation: { ...base.conversation, tenantId: 'TENANT' } })).toMatchObject({ arrived: [{ chat: 'tenant:objet' }] });
    const attachments = Array.from({ length: 2_000 }, () => ({ contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'l.csv', content: { downloadUrl: 'https://essai.sharepoint.com/x', fileType: 'csv' } }));
    const taken = incoming({ attachments });
    expect([taken.length, taken[20]]).toEqual([21, { kind: 'unreadable', what: 'other' }]);
  });
});

describe('X5 where others read along', () => {
  it('X5 only that we were spoken to, by whom; never what', () => {
    const one = told({ ...shared, text: '<at>Guichet</at> réserve pour Soraya', entities: [mention], attachments: [{ contentType: 'text/html', content: 'Soraya' }] });
    expect(one).toMatchObject({ kind: 'arrived', arrived: [{ chat: 'tenant:19:equipe@thread.tacv2;messageid=1:objet', incoming: { kind: 'shared' } }] });
    expect(JSON.stringify(one)).not.toContain('Soraya');
    for (const sent of [execute({ press: 'a' }, shared), { ...shared, value: { submit: 'f', first: 'Soraya' } }]) {
      expect(incoming(sent)).toEqual([{ kind: 'shared' }]);
      expect(JSON.stringify(told(sent))).not.toContain('Soraya');
    }
  });

  it('X5 a thread is one whatever its kind is said to be', () => {
    const thread = { id: '19:x@thread.v2', tenantId: 'tenant' };
    for (const conversation of [thread, { ...thread, conversationType: 'personal' }, { id: 'a:1', isGroup: true, tenantId: 'tenant' }, { id: 'a:1', conversationType: '', tenantId: 'tenant' }]) {
      expect(incoming({ conversation, text: 'réserve pour Soraya' })).toEqual(['nothing']);
      expect(incoming({ conversation, text: 'réserve pour Soraya', entities: [mention] })).toEqual([{ kind: 'shared' }]);
    }
  });

  it('X5 no: what mentions somebody else, files, changes, being added', () => {
    for (const more of [{ text: 'x' }, { text: '<at>Zoé</at>', entities: [{ ...mention, mentioned: { id: '29:1zoe' } }] }, { type: 'messageUpdate', channelData: { eventType: 'editMessage' } }, { type: 'conversationUpdate', membersAdded: [{ id: BOT }] }, { type: 'installationUpdate', action: 'add' }]) {
      expect(incoming({ ...shared, ...more })).toEqual(['nothing']);
    }
    expect(incoming({ ...shared, ...invoke('application/search', { queryText: 's', dataset: 'd' }) })).toEqual(['unknown']);
    expect(incoming({ ...shared, ...invoke('fileConsent/invoke', { action: 'accept' }) })).toEqual(['unknown']);
  });
});

describe('cards', () => {
  it('a button, a form and somebody found by typing, whichever way a client sends them', () => {
    const sent: readonly (readonly [unknown, unknown])[] = [
      [{ press: 'book.yes~r3' }, { kind: 'press', id: 'book.yes~r3', on: '900' }], [{ submit: 'f.save', first: 'Ana', n: 3, none: null, deep: {} }, { kind: 'submit', form: 'f.save', values: { first: 'Ana', n: '3' }, on: '900' }],
      [{ pick: 'book.who', picked: 'p.1' }, { kind: 'press', id: 'p.1', on: '900' }],
    ];
    for (const [data, expected] of sent) {
      expect(incoming(execute(data))).toEqual([expected]);
      expect(incoming({ value: data, replyToId: '900', text: undefined })).toEqual([expected]);
    }
  });

  it('what is none of ours: told so, or nothing that can be read', () => {
    for (const data of [{}, undefined, { pick: 'x' }, { pick: 'x', picked: '' }, { press: 4 }]) expect(incoming(execute(data))).toEqual(['unknown']);
    expect(incoming(invoke('adaptiveCard/action', 'x'))).toEqual(['unknown']);
    expect(incoming({ value: { other: 1 } })).toEqual([{ kind: 'unreadable', what: 'other' }]);
    expect(incoming(invoke('composeExtension/query', {}))).toEqual(['unknown']);
  });

  it('what is looked for, and what is said to a file', () => {
    expect(told(invoke('application/search', { queryText: 'sor', queryOptions: { top: 15 }, dataset: 'book.who' }))).toEqual({ kind: 'suggests', chat: 'tenant:objet', picker: 'book.who', query: 'sor' });
    expect(told(invoke('application/search', { queryText: 'sor' }))).toEqual({ kind: 'unknown' });
    expect(told(invoke('fileConsent/invoke', { action: 'accept', context: { token: 't' } }, { replyToId: '901' }))).toMatchObject({ kind: 'consents', card: '901', consent: { context: { token: 't' } } });
  });
});

describe('X4 what is the same', () => {
  it('X4 the same id in one conversation is one, in two it is two; a form sent with other words is another', () => {
    expect(ids({ text: 'x' })).toEqual(ids({ text: 'x', timestamp: 'later' }));
    const all = [{ text: 'x' }, { text: 'x', id: '1002' }, { text: 'x', conversation: { ...base.conversation, id: 'a:2' } }, execute({ press: 'a' }), execute({ press: 'b' }), execute({ submit: 'f', a: '1' }), execute({ submit: 'f', a: '2' }), { type: 'messageUpdate', channelData: { eventType: 'editMessage' }, timestamp: 't1' }, { type: 'messageUpdate', channelData: { eventType: 'editMessage' }, timestamp: 't2' }].flatMap(ids);
    expect(new Set(all).size).toBe(9);
    expect(ids(execute({ submit: 'f', a: '1', b: '2' }))).toEqual(ids(execute({ submit: 'f', b: '2', a: '1' })));
    for (const id of all) expect(id).toMatch(/^[\w-]{32}$/);
  });

  it('X4 several files of one message are several', () => {
    const file = (name: string): unknown => ({ contentType: 'application/vnd.microsoft.teams.file.download.info', name, content: { downloadUrl: `https://x.sharepoint.com/${name}`, fileType: 'csv' } });
    expect(new Set(ids({ text: 'voici', attachments: [file('a.csv'), file('b.csv'), { contentType: 'text/html' }] })).size).toBe(2);
  });
});

describe('files', () => {
  it('a file by its own address, a picture by Teams’ with our token; without one: lost', async () => {
    const read = async (attachment: unknown): Promise<unknown> => {
      const [one] = incoming({ attachments: [attachment] }) as { kind: string; file?: { name: string; mime: string; read: () => Promise<Buffer> } }[];
      await one?.file?.read();
      return one?.file === undefined ? one : [one.file.name, one.file.mime, ...(fetched.at(-1) ?? [])];
    };
    const info = 'application/vnd.microsoft.teams.file.download.info';
    expect(await read({ contentType: info, name: 'Liste.XLSX', content: { downloadUrl: 'https://x.sharepoint.com/1' } })).toEqual(['Liste.XLSX', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'https://x.sharepoint.com/1', false]);
    expect(await read({ contentType: info, name: 'x', content: { downloadUrl: 'https://x.sharepoint.com/1', fileType: 'inconnu' } })).toEqual(['x', 'application/octet-stream', 'https://x.sharepoint.com/1', false]);
    expect(await read({ contentType: 'image/jpeg', contentUrl: 'https://smba.trafficmanager.net/fr/v3/attachments/1' })).toEqual(['image.jpeg', 'image/jpeg', 'https://smba.trafficmanager.net/fr/v3/attachments/1', true]);
    for (const attachment of [{ contentType: info, name: 'x' }, { contentType: 'image/png' }]) expect(await read(attachment)).toEqual({ kind: 'unreadable', what: 'lost' });
  });
});

describe('coming and going', () => {
  it('removed: nothing gets there; installed, or a new version: it does; added: we say good day', () => {
    expect(['remove', 'add', 'add-upgrade', 'remove-upgrade', undefined].map((action) => told({ type: 'installationUpdate', action }))).toEqual([
      { kind: 'reachable', chat: 'tenant:objet', reachable: false }, { kind: 'reachable', chat: 'tenant:objet', reachable: true }, { kind: 'reachable', chat: 'tenant:objet', reachable: true }, { kind: 'nothing' }, { kind: 'nothing' },
    ]);
    expect(incoming({ type: 'conversationUpdate', membersAdded: [{ id: BOT }] })).toEqual([{ kind: 'text', text: 'menu' }]);
    expect(incoming({ type: 'conversationUpdate', membersAdded: [{ id: '29:1abc' }] })).toEqual(['nothing']);
  });
});

describe('whatever arrives', () => {
  it('is read without an error, or is no activity', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(fc.property(fc.record({ type: fc.constantFrom('message', 'invoke', 'messageUpdate', 'conversationUpdate', 'installationUpdate', 'x'), name: fc.oneof(fc.constantFrom('adaptiveCard/action', 'application/search', 'fileConsent/invoke'), value), value, text: value, entities: value, attachments: fc.oneof(fc.array(fc.record({ contentType: fc.constantFrom('image/png', 'application/vnd.microsoft.teams.file.download.info', 'x'), content: value })), value), channelData: value, membersAdded: value, action: value }, { requiredKeys: ['type'] }), (more) => {
      const read = activityOf(JSON.stringify({ ...base, ...more }));
      if (read !== undefined) parse(read, self);
    }), { numRuns: 2_000 });
    for (const body of ['', 'null', '[]', '"x"', '{"type":null}', '{']) expect(activityOf(body)).toBeUndefined();
  });

  it('an address of ours is read as it was written, and nothing else is one', () => {
    fc.assert(fc.property(fc.record({ serviceUrl: fc.webUrl(), conversation: fc.string({ minLength: 1 }), bot: fc.string(), tenant: fc.string(), alone: fc.boolean() }), (place) => { expect(placeOf(addressOf(place))).toEqual(place); }));
    for (const address of ['', 'x', '{}', '[]', '[1,2,3,4,5]', '["a","","b","c",1]', '["a","b","c","d"]']) expect(placeOf(address)).toBeUndefined();
  });
});

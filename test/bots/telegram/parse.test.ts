import type { Message, Update as Given } from '@grammyjs/types';
import { describe, expect, it } from 'vitest';
import { parse, type Self, type Told } from '../../../bots/telegram/parse.ts';
import { chatOf, isUpdate } from '../../../bots/telegram/update.ts';

/** Updates are typed by a package that the adapter does not use. */
const self: Self = { id: 7_000_001, username: 'guichet_essai_bot', fetch: async (file) => Buffer.from(`bytes of ${file}`) };
const sophie = { id: 41, is_bot: false, first_name: 'Sophie', language_code: 'fr' } as const;
const us = { id: 7_000_001, is_bot: true, first_name: 'Guichet', username: 'guichet_essai_bot' } as const;
const other = { id: 7_000_002, is_bot: true, first_name: 'Autre', username: 'autre_bot' } as const;
const chat = { id: 41, type: 'private', first_name: 'Sophie' } as const;
const group = { id: -1_001_234, type: 'supergroup', title: 'Équipe' } as const;
type Received = NonNullable<Given['message']>;

const base = { message_id: 9, date: 1_795_000_000, chat, from: sophie };
const update = (rest: Omit<Given, 'update_id'>): Given => ({ update_id: 501, ...rest });
const told = (rest: Omit<Given, 'update_id'>): Told => parse(update(rest), self);
const message = (what: Record<string, unknown>): Told => told({ message: { ...base, ...what } });
const text = (said: string): Told => message({ text: said });
const arrived = (incoming: unknown, platformId = 'u501', where = '41'): Told => ({ kind: 'arrived', arrived: { platformId, chat: where, incoming } } as Told);
const nothing: Told = { kind: 'nothing' };
const file = (name: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({ file_id: 'F1', file_unique_id: 'f1', ...(name === '' ? {} : { file_name: name }), ...more });

describe('X2 words in a private chat', () => {
  it.each([
    ['as they are typed', 'des concerts samedi ?', 'des concerts samedi ?'],
    ['a linking code behind /start', '/start ABCD-1234-EFGH', 'ABCD-1234-EFGH'],
    ['/start alone', '/start', 'menu'],
    ['/start from a group’s link', '/start prive', 'menu'],
    ['/start with our name', '/start@Guichet_Essai_bot CODE', 'CODE'],
    ['a command of the menu', '/reservations', 'mes réservations'],
    ['with our name', '/menu@guichet_essai_bot', 'menu'],
    ['in capitals', '/AIDE', 'aide'],
    ['with more behind it', '/chercher concert samedi', 'chercher concert samedi'],
    ['under another name', '/recherche', 'chercher'],
    ['in English', '/bookings', 'my bookings'],
    ['one that is none of ours', '/meteo demain', 'meteo demain'],
    ['one for another bot', '/menu@autre_bot', '/menu@autre_bot'],
    ['a date', '/12/2026', '/12/2026'],
    ['a slash alone', '/', '/'],
    ['several lines', '/chercher\nconcert\nsamedi', 'chercher concert\nsamedi'],
  ])('X2 %s', (_what, said, words) => {
    expect(text(said)).toEqual(arrived({ kind: 'text', text: words }));
  });

  it('X2 as long as Telegram lets one write', () => {
    expect(text('é'.repeat(4_096))).toEqual(arrived({ kind: 'text', text: 'é'.repeat(4_096) }));
  });

  it('X2 forwarded words are read as if typed', () => {
    expect(message({ text: 'samedi 20 h', forward_origin: { type: 'hidden_user', sender_user_name: 'X', date: 1 } })).toEqual(arrived({ kind: 'text', text: 'samedi 20 h' }));
  });

  it('X2 somebody without any name', () => {
    expect(told({ message: { ...base, chat: { ...chat, first_name: '' }, from: { id: 41, is_bot: false, first_name: '' }, text: 'bonjour' } })).toEqual(arrived({ kind: 'text', text: 'bonjour' }));
  });
});

describe('X4 taps', () => {
  const shown = { message_id: 77, date: 1_795_000_000, chat, from: us, text: 'Pour qui ?', reply_markup: { inline_keyboard: [[{ text: '✅ Soraya F.', callback_data: 'p.s~r3' }, { text: 'Lien', url: 'https://x.example' }], [{ text: 'Continuer', callback_data: 'p.go~r3' }]] } };
  const tap = { id: '990001', from: sophie, chat_instance: 'i', data: 'p.go~r3', message: shown as Message };

  it('X4 are a press on the message that has the button, by the id of the tap whatever the update’s', () => {
    const first = parse({ update_id: 501, callback_query: tap }, self);
    expect(first).toEqual({ kind: 'arrived', arrived: { platformId: 'c990001', chat: '41', incoming: { kind: 'press', id: 'p.go~r3', label: 'Continuer', on: '77' } }, answers: '990001' });
    expect(parse({ update_id: 999, callback_query: tap }, self)).toEqual(first);
    expect(parse({ update_id: 501, callback_query: { ...tap, id: '990002' } }, self)).not.toEqual(first);
  });

  it('X4 on a message that Telegram no longer shows, without a label', () => {
    expect(told({ callback_query: { ...tap, message: { chat, message_id: 77, date: 0 } } })).toMatchObject({ arrived: { incoming: { kind: 'press', id: 'p.go~r3', on: '77' } } });
  });

  it('X4 that are no button of ours are answered and left', () => {
    const { data: _, ...game } = tap;
    const { message: __, ...inline } = tap;
    expect([told({ callback_query: { ...game, game_short_name: 'x' } }), told({ callback_query: { ...inline, inline_message_id: 'm' } })]).toEqual([{ kind: 'nothing', answers: '990001' }, { kind: 'nothing', answers: '990001' }]);
  });

  it('X5 in a group say nothing but that we were spoken to', () => {
    expect(told({ callback_query: { ...tap, message: { ...shown, chat: group } } })).toEqual({ kind: 'arrived', arrived: { platformId: 'c990001', chat: '-1001234', incoming: { kind: 'shared' } }, answers: '990001' });
  });
});

describe('A8 files', () => {
  const found = (said: Told) => (said.kind === 'arrived' && said.arrived.incoming.kind === 'arrivedFile' ? said.arrived.incoming.file : undefined);

  it.each([
    ['a document', { document: file('liste.xlsx', { mime_type: 'application/x', file_size: 12 }) }, { name: 'liste.xlsx', mime: 'application/x', size: 12 }],
    ['one that nobody named', { document: file('') }, { name: 'document', mime: 'application/octet-stream', size: undefined }],
    ['one with a caption, which is not read', { document: file('a.pdf', { mime_type: 'application/pdf' }), caption: 'réserve pour Karim' }, { name: 'a.pdf', mime: 'application/pdf', size: undefined }],
    ['one of an album', { document: file('b.pdf', { mime_type: 'application/pdf' }), media_group_id: 'g1' }, { name: 'b.pdf', mime: 'application/pdf', size: undefined }],
    ['a voice message', { voice: file('', { duration: 3, mime_type: 'audio/ogg', file_size: 900 }) }, { name: 'message-vocal.ogg', mime: 'audio/ogg', size: 900 }],
    ['a sound', { audio: file('', { duration: 3 }) }, { name: 'audio.mp3', mime: 'audio/mpeg', size: undefined }],
  ])('A8 %s', async (_what, what, expected) => {
    const arrivedFile = found(message(what));
    expect(arrivedFile).toMatchObject(expected);
    expect((await arrivedFile?.read())?.toString()).toBe('bytes of F1');
  });

  it('A8 a picture in its largest size', async () => {
    const sizes = [{ file_id: 'S', width: 90, height: 60 }, { file_id: 'L', width: 1_280, height: 853, file_size: 70_000 }, { file_id: 'M', width: 320, height: 213 }];
    const photo = found(message({ photo: sizes }));
    expect(photo).toMatchObject({ name: 'photo.jpg', mime: 'image/jpeg', size: 70_000 });
    expect((await photo?.read())?.toString()).toBe('bytes of L');
  });

  it('A8 one that Telegram would not give is refused without asking for it', () => {
    expect(message({ document: file('film.zip', { file_size: 20 * 1024 * 1024 + 1 }) })).toEqual(arrived({ kind: 'unreadable', what: 'tooBig' }));
    expect(found(message({ document: file('film.zip', { file_size: 20 * 1024 * 1024 }) }))).toBeDefined();
  });
});

describe('X2 what is no answer is told so', () => {
  it.each([
    ['a sticker', { sticker: {} }, 'sticker'], ['a film', { video: {} }, 'video'], ['a round one', { video_note: {} }, 'video'], ['an animation, which is a document too', { animation: {}, document: file('a.gif') }, 'video'],
    ['a place', { location: {} }, 'place'], ['a venue, which is a location too', { venue: {}, location: {} }, 'place'], ['a contact', { contact: {} }, 'contact'], ['a poll', { poll: {} }, 'poll'], ['dice', { dice: {} }, 'other'], ['a game', { game: {} }, 'other'], ['a story', { story: {} }, 'other'],
  ])('X2 %s', (_what, what, said) => {
    expect(message(what)).toEqual(arrived({ kind: 'unreadable', what: said }));
  });

  it('X2 words that were changed afterwards; a place that moves is nothing', () => {
    expect(told({ edited_message: { ...base, edit_date: 1, text: 'autre chose' } })).toEqual(arrived({ kind: 'unreadable', what: 'edited' }));
    expect(told({ edited_message: { ...base, edit_date: 1, location: { latitude: 1, longitude: 1 } } })).toEqual(nothing);
    expect(told({ edited_message: { ...base, chat: group, edit_date: 1, text: 'autre chose' } })).toEqual(nothing);
  });
});

describe('nothing', () => {
  it.each<[string, Omit<Given, 'update_id'>]>([
    ['a pinned message', { message: { ...base, pinned_message: { ...base, text: 'x' } } }],
    ['new members', { message: { ...base, chat: group, new_chat_members: [sophie, us] } }],
    ['another bot', { message: { ...base, from: other, text: 'menu' } }],
    ['written through an inline bot', { message: { ...base, via_bot: other, text: 'menu' } }],
    ['an inline query', { inline_query: { id: '1', from: sophie, query: 'x', offset: '' } }],
    ['a channel’s post', { channel_post: { message_id: 1, date: 1, chat: { id: -5, type: 'channel', title: 'C' }, text: 'menu' } }],
    ['a message without a sender', { message: { ...base, from: undefined, text: 'x' } as unknown as Received }],
    ['an empty update', {}],
  ])('%s', (_what, given) => {
    expect(told(given)).toEqual(nothing);
  });
});

describe('X5 where others read along', () => {
  const said = (words: string, entities: readonly Record<string, unknown>[] = [], more: Record<string, unknown> = {}): Told => message({ chat: group, text: words, entities, ...more });
  const shared = arrived({ kind: 'shared' }, 'u501', '-1001234');

  it.each<[string, () => Told]>([
    ['a command with our name', () => said('/menu@guichet_essai_bot Karim', [{ type: 'bot_command', offset: 0, length: 23 }])],
    ['any command with our name', () => said('/meteo@guichet_essai_bot', [{ type: 'bot_command', offset: 0, length: 24 }])],
    ['a command of ours without it', () => said('/reservations', [{ type: 'bot_command', offset: 0, length: 13 }])],
    ['our name, anywhere', () => said('🎭 dis @Guichet_essai_bot réserve pour Karim', [{ type: 'mention', offset: 7, length: 18 }])],
    ['a mention by id', () => said('Guichet, réserve pour Karim', [{ type: 'text_mention', offset: 0, length: 7, user: us }])],
    ['an answer to what we wrote', () => said('pour Karim', [], { reply_to_message: { ...base, chat: group, from: us, text: 'x' } })],
    ['a document for us', () => message({ chat: group, document: file('a.xlsx'), caption: '@guichet_essai_bot', caption_entities: [{ type: 'mention', offset: 0, length: 18 }] })],
  ])('X5 %s is for us, and nothing of it is kept', (_what, given) => {
    expect(given()).toEqual(shared);
    expect(JSON.stringify(given())).not.toMatch(/Karim/);
  });

  it.each<[string, () => Told]>([
    ['talk', () => said('on y va samedi avec Karim ?')],
    ['another bot’s name', () => said('@autre_bot menu', [{ type: 'mention', offset: 0, length: 10 }])],
    ['a command for another bot', () => said('/menu@autre_bot', [{ type: 'bot_command', offset: 0, length: 15 }])],
    ['a command that is none of ours', () => said('/meteo', [{ type: 'bot_command', offset: 0, length: 6 }])],
    ['a mention of somebody', () => said('Awa ?', [{ type: 'text_mention', offset: 0, length: 3, user: sophie }])],
    ['an answer to somebody', () => said('oui', [], { reply_to_message: { ...base, chat: group, text: 'x' } })],
    ['our words, repeated by another bot', () => said('@guichet_essai_bot', [{ type: 'mention', offset: 0, length: 18 }], { from: other })],
    ['our message, pinned', () => message({ chat: group, text: undefined, reply_to_message: { ...base, chat: group, from: us }, pinned_message: {} })],
  ])('X5 %s is not', (_what, given) => {
    expect(given()).toEqual(nothing);
  });
});

describe('blocked, left, back', () => {
  const member = (status: string, where: object = chat, more: object = {}): Told =>
    told({ my_chat_member: { chat: where, from: sophie, date: 1, old_chat_member: { status: 'member', user: us }, new_chat_member: { status, user: us, ...more } } as NonNullable<Given['my_chat_member']> });

  it.each<[string, Told, Told]>([
    ['blocked', member('kicked'), { kind: 'reachable', chat: '41', reachable: false }],
    ['unblocked', member('member'), { kind: 'reachable', chat: '41', reachable: true }],
    ['put out of a group', member('kicked', group), { kind: 'reachable', chat: '-1001234', reachable: false }],
    ['left a group', member('left', group), { kind: 'reachable', chat: '-1001234', reachable: false }],
    ['made an administrator', member('administrator', group), { kind: 'reachable', chat: '-1001234', reachable: true }],
    ['restricted, still there', member('restricted', group, { is_member: true }), { kind: 'reachable', chat: '-1001234', reachable: true }],
    ['restricted, gone', member('restricted', group, { is_member: false }), { kind: 'reachable', chat: '-1001234', reachable: false }],
    ['put into a channel', member('administrator', { id: -5, type: 'channel', title: 'C' }), nothing],
  ])('%s', (_what, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe('updates', () => {
  it('have a number, and belong to a chat', () => {
    expect([{}, null, 'x', { update_id: '5' }, { update_id: 1.5 }, { update_id: 5 }].map(isUpdate)).toEqual([false, false, false, false, false, true]);
    expect([update({ message: { ...base, text: 'x' } }), update({})].map((one) => chatOf(one))).toEqual([41, undefined]);
  });
});

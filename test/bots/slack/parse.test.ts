import { describe, expect, it } from 'vitest';
import { isKept } from '../../../bots/slack/files.ts';
import { parse, type Self, type Told } from '../../../bots/slack/parse.ts';
import { payloadOf, type Payload } from '../../../bots/slack/payload.ts';
import { faultOf, refusal } from '../../../bots/slack/refusals.ts';
import { isSigned } from '../../../bots/slack/signature.ts';

const fetched: string[] = [];
const self: Self = {
  user: 'U0GUICHET',
  fetch: async (url) => {
    fetched.push(url);
    return Buffer.from('x');
  },
};
const told = (payload: unknown): Told => parse(payload as Payload, self);
const event = (what: Record<string, unknown>, id = 'Ev1'): Told => told({ type: 'event_callback', team_id: 'T1', event_id: id, event: { type: 'message', channel: 'D1', channel_type: 'im', user: 'U1', text: 'bonjour', ...what } });
const arrived = (one: Told): unknown[] => ('arrived' in one ? one.arrived.map(({ platformId, chat, incoming }) => [platformId, chat, incoming]) : [one.kind]);

describe('X4 what arrives by an event', () => {
  it('X4 words, in the person’s own chat, under the event’s id; the team is in the key', () => {
    expect(arrived(event({}))).toEqual([['eEv1', 'T1:U1', { kind: 'text', text: 'bonjour' }]]);
    expect(arrived(event({ text: 'a &lt;b&gt; &amp;lt; <https://x.example/?a=1&amp;b=2> <mailto:a@b.example|a@b.example> <#C1|salle> <@U9>!' }))).toEqual([
      ['eEv1', 'T1:U1', { kind: 'text', text: 'a <b> &lt; https://x.example/?a=1&b=2 a@b.example salle !' }],
    ]);
  });

  it('nobody wrote: our own words, other bots, joins, deletions, threads told again', () => {
    for (const what of [{ user: 'U0GUICHET' }, { bot_id: 'B9' }, { user: 'USLACKBOT' }, { user: undefined }, { subtype: 'message_deleted' }, { subtype: 'channel_join' }, { subtype: 'bot_message' }, { subtype: 'thread_broadcast' }, { channel_type: 'channel' }, { channel_type: 'mpim' }, { type: 'reaction_added' }]) {
      expect(arrived(event(what)), JSON.stringify(what)).toEqual(['nothing']);
    }
  });

  it('of more files than anybody sends in good faith the first are taken', () => {
    const files = Array.from({ length: 2_000 }, (_, i) => ({ id: `F${i}`, mode: 'hosted', url_private_download: 'https://files.slack.com/x' }));
    const taken = arrived(event({ subtype: 'file_share', files })) as [string, string, { kind: string }][];
    expect([taken.length, taken[19]?.[2].kind, taken[20]?.[2]]).toEqual([21, 'arrivedFile', { kind: 'unreadable', what: 'other' }]);
  });

  it('X4 each of several files is one of its own', async () => {
    const file = (id: string, more: Record<string, unknown> = {}) => ({ id, name: `${id}.csv`, mimetype: 'text/csv', size: 7, mode: 'hosted', url_private_download: `https://files.slack.com/${id}`, ...more });
    const found = event({ subtype: 'file_share', text: 'voici', files: [file('F1'), file('F2'), file('F3', { url_private_download: undefined }), file('F4', { mode: 'external' })] });
    expect(arrived(found)).toMatchObject([
      ['eEv1', 'T1:U1', { kind: 'arrivedFile', file: { name: 'F1.csv', mime: 'text/csv', size: 7 } }], ['eEv1.1', 'T1:U1', { kind: 'arrivedFile', file: { name: 'F2.csv' } }],
      ['eEv1.2', 'T1:U1', { kind: 'unreadable', what: 'lost' }], ['eEv1.3', 'T1:U1', { kind: 'unreadable', what: 'other' }],
    ]);
    const [first] = 'arrived' in found ? found.arrived : [];
    if (first?.incoming.kind === 'arrivedFile') await first.incoming.file.read();
    expect(fetched).toEqual(['https://files.slack.com/F1']);
  });

  it('a message that somebody changed is said to be unread; what Slack or we changed is not', () => {
    const changed = (message: Record<string, unknown>, before = 'bonjour'): unknown[] => arrived(event({ subtype: 'message_changed', user: undefined, message: { user: 'U1', text: 'bonsoir', edited: { user: 'U1' }, ...message }, previous_message: { text: before } }));
    expect(changed({})).toEqual([['eEv1', 'T1:U1', { kind: 'unreadable', what: 'edited' }]]);
    for (const [message, before] of [[{}, 'bonsoir'], [{ edited: undefined }], [{ bot_id: 'B1' }], [{ user: 'U0GUICHET' }], [{ user: undefined }]] as const) expect(changed(message, before)).toEqual(['nothing']);
  });

  it('X5 where others read along, that guichet was spoken to is told, and not what was said', () => {
    expect(arrived(event({ type: 'app_mention', channel: 'C1', channel_type: undefined, text: '<@U0GUICHET> réserve pour Soraya' }))).toEqual([['eEv1', 'T1:C1:U1', { kind: 'shared' }]]);
    expect(arrived(event({ type: 'app_mention', channel: 'D1' }))).toEqual(['nothing']);
    expect(arrived(event({ type: 'app_mention', channel: 'C1', bot_id: 'B2' }))).toEqual(['nothing']);
  });

  it('the home page is asked for by its own tab alone', () => {
    expect(event({ type: 'app_home_opened', tab: 'home' })).toEqual({ kind: 'home', chat: 'T1:U1' });
    expect(event({ type: 'app_home_opened', tab: 'messages' })).toEqual({ kind: 'nothing' });
  });
});

describe('X4 what is pressed, sent and typed with a slash', () => {
  const press = (more: Record<string, unknown> = {}, action: Record<string, unknown> = {}): Told => told({
    type: 'block_actions', team: { id: 'T1' }, user: { id: 'U1' }, trigger_id: '1.2.secret', container: { type: 'message', message_ts: '17.5', channel_id: 'D1' },
    actions: [{ action_id: 'press-1', value: 'home.menu', text: { text: ':white_check_mark: Menu' }, ...action }], ...more,
  });

  it('X4 a press under an id of its own, which opens nothing any more', () => {
    const [[id, chat, incoming]] = arrived(press()) as [[string, string, unknown]];
    expect([chat, incoming]).toEqual(['T1:U1', { kind: 'press', id: 'home.menu', label: '✅ Menu', on: '17.5' }]);
    expect(id).toMatch(/^t[\w-]{32}$/);
    expect(arrived(press())).toEqual([[id, chat, incoming]]);
    expect(arrived(press({ trigger_id: '1.3.secret' }))).not.toEqual([[id, chat, incoming]]);
    expect(JSON.stringify(press())).not.toContain('secret');
  });

  it('X5 a press on the home page has no message; one in a channel is not what it says', () => {
    expect(arrived(press({ container: { type: 'view' } }))).toMatchObject([[expect.anything(), 'T1:U1', { kind: 'press', id: 'home.menu' }]]);
    expect(arrived(press({ container: { type: 'message', message_ts: '17.5', channel_id: 'C1' } }))).toMatchObject([[expect.anything(), 'T1:C1:U1', { kind: 'shared' }]]);
  });

  it('a link that was opened, and what is none of ours, is nothing', () => {
    expect([press({}, { action_id: 'open-1', value: undefined }), press({}, { action_id: 'other', value: 'x' }), press({ actions: [] }), press({ team: null })].map(({ kind }) => kind)).toEqual(['nothing', 'nothing', 'nothing', 'nothing']);
  });

  it('the button of a form opens it', () => {
    expect(press({}, { action_id: 'form', value: '{}' })).toEqual({ kind: 'opens', chat: 'T1:U1', value: '{}', trigger: '1.2.secret' });
  });

  const submission = (values: Record<string, unknown>, more: Record<string, unknown> = {}): Told => told({
    type: 'view_submission', team: { id: 'T1' }, user: { id: 'U1' }, trigger_id: '1.2.secret',
    view: { id: 'V1', hash: 'h', callback_id: 'form', private_metadata: '{"form":"f.save~r3","chat":"T1:U2"}', blocks: [{ type: 'input', block_id: 'first' }], state: { values }, ...more },
  });
  const first = (value: string | null) => ({ first: { first: { type: 'plain_text_input', value } }, kind: { kind: { type: 'static_select', selected_option: { value: 'b' } } }, none: { none: { selected_option: null } } });

  it('X4 a form with its values, for whoever sent it; sent again unchanged it is one', () => {
    const one = submission(first('Soraya'));
    expect(one).toMatchObject({ kind: 'submitted', fields: ['first'], arrived: [{ chat: 'T1:U1', incoming: { kind: 'submit', form: 'f.save~r3', values: { first: 'Soraya', kind: 'b', none: '' } } }] });
    const id = (of: Told): string => ('arrived' in of ? (of.arrived[0]?.platformId ?? '') : '');
    expect(id(submission(first('Soraya')))).toBe(id(one));
    expect(new Set([one, submission(first('Awa')), submission(first('Soraya'), { id: 'V2' }), submission(first(null))].map(id)).size).toBe(4);
    expect(submission(first('x'), { callback_id: 'other' }).kind).toBe('nothing');
    expect(submission(first('x'), { private_metadata: '' }).kind).toBe('nothing');
  });

  it('X5 a command is said in the person’s own chat, wherever it is typed', () => {
    const command = (text: string, more: Record<string, unknown> = {}): Told => told({ command: '/guichet', text, team_id: 'T1', user_id: 'U1', channel_id: 'C1', channel_name: 'general', trigger_id: 'x', ...more });
    expect(command(' concert &amp; danse ')).toMatchObject({ kind: 'command', elsewhere: true, arrived: [{ chat: 'T1:U1', incoming: { kind: 'text', text: 'concert & danse' } }] });
    expect(command('', { channel_name: 'directmessage' })).toMatchObject({ elsewhere: false, arrived: [{ incoming: { kind: 'text', text: 'menu' } }] });
    expect(command('x', { trigger_id: undefined }).kind).toBe('nothing');
  });

  it('X9 what is no word is no answer, and presses nothing', () => {
    const given = (value: unknown): unknown => (submission({ first: { first: { type: 'plain_text_input', value } } }) as Told & { kind: 'submitted' }).arrived[0]?.incoming;
    for (const value of [5, true, {}, ['x'], null]) expect(given(value)).toMatchObject({ values: { first: '' } });
    expect([5, {}, ['x'], true].map((value) => press({}, { value }).kind)).toEqual(['nothing', 'nothing', 'nothing', 'nothing']);
  });

  it('choices for a field', () => {
    expect(told({ type: 'block_suggestion', team: { id: 'T1' }, user: { id: 'U1' }, action_id: 'pick-book.find~f1', value: 'so' })).toEqual({ kind: 'suggests', chat: 'T1:U1', picker: 'book.find~f1', query: 'so' });
  });
});

describe('X9 what is read', () => {
  it('a body is one that Slack sends, or none', () => {
    expect(payloadOf('application/json; charset=utf-8', '{"type":"url_verification","challenge":"c"}')).toEqual({ type: 'url_verification', challenge: 'c' });
    expect(payloadOf('application/x-www-form-urlencoded', new URLSearchParams({ payload: '{"type":"view_closed","user":{"id":"U1"}}' }).toString())).toMatchObject({ type: 'view_closed' });
    expect(payloadOf('application/x-www-form-urlencoded', 'command=%2Fguichet&text=a+b&user_id=U1&team_id=T1')).toEqual({ command: '/guichet', text: 'a b', user_id: 'U1', team_id: 'T1' });
    for (const body of ['', '{', 'null', '[]', '{"type":"event_callback"}', '{"type":"block_actions","user":null}', '{"type":"shortcut","user":{"id":"U1"}}', '{"type":"url_verification"}']) expect(payloadOf('application/json', body)).toBeUndefined();
    expect(payloadOf('application/x-www-form-urlencoded', 'payload=%7B')).toBeUndefined();
    const said = (more: Record<string, unknown>): unknown => payloadOf('application/json', JSON.stringify({ type: 'event_callback', event_id: 'Ev1', team_id: 'T1', event: { type: 'message', channel: 'D1', channel_type: 'im', user: 'U1', text: 'x', ...more } }));
    for (const field of ['type', 'channel', 'user', 'text']) for (const odd of [5, {}, ['U1'], true, null]) expect(said({ [field]: odd }), `${field} ${JSON.stringify(odd)}`).toBeUndefined();
    expect([said({}), said({ user: undefined, text: undefined })]).not.toContain(undefined);
  });

  it('a signature is of these bytes, of this secret, and of now', () => {
    // As in Slack's own description of it.
    const body = Buffer.from('token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c');
    const good = { secret: '8f742231b10e8888abcd99yyyzzz85a5', timestamp: '1531420618', signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503', body, now: 1_531_420_618_000 };
    expect(isSigned(good)).toBe(true);
    for (const bad of [
      { secret: 'x' }, { timestamp: '1531420619' }, { signature: good.signature.replace('a2', 'a3') }, { signature: good.signature.slice(3) }, { signature: '' }, { signature: undefined }, { timestamp: undefined }, { timestamp: 'NaN' }, { timestamp: ['1'] },
      { body: Buffer.from('x') }, { now: good.now + 301_000 }, { now: good.now - 301_000 },
    ]) expect(isSigned({ ...good, ...bad }), JSON.stringify(bad).slice(0, 60)).toBe(false);
    expect(isSigned({ ...good, now: good.now + 299_000 })).toBe(true);
  });

  it('the token is shown to whoever keeps Slack’s files alone', () => {
    expect(['https://files.slack.com/a', 'https://essai.slack.com/a', 'http://127.0.0.1:9/files/a'].map((url) => isKept(url, 'http://127.0.0.1:9/api/'))).toEqual([true, true, true]);
    for (const url of ['http://files.slack.com/a', 'https://slack.com.evil.example/a', 'https://evilslack.com/a', 'http://127.0.0.1:8/a', 'file:///etc/passwd', '']) expect(isKept(url, 'http://127.0.0.1:9/api/'), url).toBe(false);
  });

  it('an error says Slack’s own word, and nothing that was sent', () => {
    expect(faultOf({ data: { error: '<html>xoxb-1</html>' } })).toEqual({ says: 'no answer', known: false });
    expect(faultOf({ original: Object.assign(new Error('http://x/xoxb'), { cause: { code: 'ECONNREFUSED' } }) })).toEqual({ says: 'ECONNREFUSED', known: false });
    expect([
      { data: { error: 'user_not_found' } }, { data: { error: 'is_archived' } }, { data: { error: 'invalid_blocks' } }, { data: { error: 'msg_too_long' } }, { data: { error: 'fatal_error' } }, { data: { error: 'ratelimited' } }, { data: { error: 'token_revoked' } }, { retryAfter: 7 }, { statusCode: 503 }, new TypeError('x'),
    ].map((error) => refusal(error)).map(({ why, afterMs, everywhere }) => [why, afterMs, everywhere])).toEqual([
      ['unreachable', undefined, false], ['unreachable', undefined, false], ['refused', undefined, false], ['refused', undefined, false], ['later', undefined, false], ['later', undefined, false], ['later', 60_000, true], ['later', 7_000, false], ['later', undefined, false], ['later', undefined, false],
    ]);
  });
});

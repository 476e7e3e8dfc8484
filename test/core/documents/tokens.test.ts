import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openToken, sealToken, type DocumentLink } from '../../../core/documents/tokens.ts';
import { systemIds } from '../../../core/ids.ts';
import type { FileRef } from '../../../core/messages/message.ts';

const key = randomBytes(32);
const now = new Date('2026-11-20T09:00:00Z');
const soon = new Date(now.getTime() + 15 * 60_000);
const id = (): string => systemIds.uuid();
const link = (ref: FileRef, more: Partial<DocumentLink> = {}): DocumentLink => ({ operator: id(), account: id(), ref, ...more });

describe('A9 the address of a document', () => {
  it.each([
    { kind: 'invitations', seats: [id()] }, { kind: 'invitations', seats: Array.from({ length: 60 }, id) }, { kind: 'agenda', performance: id() },
    { kind: 'guests', performance: id(), as: 'pdf' }, { kind: 'guests', performance: id(), as: 'csv' }, { kind: 'outing', performance: id() },
  ] satisfies FileRef[])('comes back as it was sealed (%#)', (ref) => {
    for (const one of [link(ref), link(ref, { channel: 'telegram' })]) expect(openToken(key, sealToken(key, one, soon), now)).toEqual(one);
  });

  it('is short, says nothing, reads the same for the same link, and like nothing of another', () => {
    const one = link({ kind: 'agenda', performance: id() });
    const tokens = [sealToken(key, one, soon), sealToken(key, one, new Date(soon.getTime() + 1_000))];
    expect(sealToken(key, one, soon)).toBe(tokens[0]);
    expect(tokens[0]?.slice(0, 20)).not.toBe(tokens[1]?.slice(0, 20));
    for (const token of tokens) {
      expect(token).toMatch(/^[\w-]{100,130}$/u);
      expect(Buffer.from(token, 'base64url').toString('hex')).not.toContain(one.account.replaceAll('-', ''));
    }
  });

  it('X5 expires to the second, by the time that is given', () => {
    const token = sealToken(key, link({ kind: 'agenda', performance: id() }), soon);
    expect(openToken(key, token, new Date(soon.getTime() - 1))).toMatchObject({ ref: { kind: 'agenda' } });
    expect(openToken(key, token, soon)).toBe('expired');
  });

  it('X5 is nobody’s to make or to change: another key, one sign changed, cut, longer, nonsense', () => {
    const token = sealToken(key, link({ kind: 'agenda', performance: id() }), soon);
    expect(openToken(randomBytes(32), token, now)).toBeUndefined();
    for (let at = 0; at < token.length; at += 7) expect(openToken(key, `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`, now)).toBeUndefined();
    for (const wrong of ['', 'x', token.slice(0, -4), `${token}AAAA`, token.slice(0, 40), `${token}/..`, `${token} `, 'A'.repeat(30_000)]) expect(openToken(key, wrong, now)).toBeUndefined();
  });
});

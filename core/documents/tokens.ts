import { createHmac } from 'node:crypto';
import type { FileRef } from '../messages/message.ts';
import { seal, unseal } from '../sealing.ts';
import { GuichetError } from '../errors.ts';

/** What stands in the address of a document (`/d/TOKEN`): whose it is and which, never what is in it. */
export interface DocumentLink {
  readonly operator: string;
  readonly account: string;
  readonly ref: FileRef;
  /** The channel it was sent by, whose naming it keeps (X5). */
  readonly channel?: string;
}

const PURPOSE = 'document';
const UUID = 16;
const KINDS = ['invitations', 'agenda', 'guests pdf', 'guests csv', 'outing'] as const;

const kindOf = (ref: FileRef): (typeof KINDS)[number] => (ref.kind === 'guests' ? `guests ${ref.as}` : ref.kind);
const bytesOf = (uuid: string): Buffer => {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
  if (bytes.length !== UUID) throw new RangeError('no uuid');
  return bytes;
};
const uuidAt = (bytes: Buffer, at: number): string => {
  const hex = bytes.toString('hex', at, at + UUID);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/**
 * Sealed with AES-256-GCM and in base64url: opaque, and nobody makes one without the key. 1 byte kind, 4 bytes expiry
 * (seconds), operator, account, 1 byte length of the channel, channel, ids: 16 bytes each.
 * @param expires machine's time, whole seconds
 */
export function sealToken(key: Buffer, { operator, account, ref, channel = '' }: DocumentLink, expires: Date): string {
  const head = Buffer.alloc(5);
  head.writeUInt8(KINDS.indexOf(kindOf(ref)), 0);
  head.writeUInt32BE(Math.floor(expires.getTime() / 1_000), 1);
  const name = Buffer.from(channel);
  const ids = ref.kind === 'invitations' ? ref.seats : [ref.performance];
  const body = Buffer.concat([head, bytesOf(operator), bytesOf(account), Buffer.from([name.length]), name, ...ids.map(bytesOf)]);
  // The nonce is made of what is sealed: the same link reads the same each time it is shown, so that an answer that is asked for again is the same answer.
  const nonce = createHmac('sha256', key).update('nonce\0').update(body).digest().subarray(0, 12);
  return seal(key, body, PURPOSE, nonce).toString('base64url');
}

/** What was sealed; `expired` from its instant on; undefined: no token of ours. @param now machine's time */
export function openToken(key: Buffer, token: string, now: Date): DocumentLink | 'expired' | undefined {
  if (!/^[\w-]{60,20000}$/u.test(token)) return undefined;
  let body: Buffer;
  try {
    body = unseal(key, Buffer.from(token, 'base64url'), PURPOSE);
  } catch (error) {
    if (error instanceof GuichetError && error.code === 'unsealable') return undefined;
    throw error;
  }
  if (now.getTime() >= body.readUInt32BE(1) * 1_000) return 'expired';
  const length = body.readUInt8(5 + 2 * UUID);
  const after = 6 + 2 * UUID + length;
  const channel = body.toString('utf8', 6 + 2 * UUID, after);
  const ids = Array.from({ length: Math.floor((body.length - after) / UUID) }, (_, i) => uuidAt(body, after + i * UUID));
  const ref = refOf(KINDS[body.readUInt8(0)], ids);
  return ref === undefined ? undefined : { operator: uuidAt(body, 5), account: uuidAt(body, 5 + UUID), ref, ...(channel === '' ? {} : { channel }) };
}

function refOf(kind: (typeof KINDS)[number] | undefined, ids: readonly string[]): FileRef | undefined {
  const [performance] = ids;
  if (kind === undefined || performance === undefined) return undefined;
  switch (kind) {
    case 'invitations':
      return { kind, seats: ids };
    case 'guests pdf':
      return { kind: 'guests', performance, as: 'pdf' };
    case 'guests csv':
      return { kind: 'guests', performance, as: 'csv' };
    case 'agenda':
    case 'outing':
      return { kind, performance };
  }
}

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { GuichetError } from './errors.ts';

/**
 * Sealing (X5): AES-256-GCM, the row's id as associated data, so that sealed bytes cannot be moved
 * to another row. Layout: 1 byte version, 12 bytes nonce, ciphertext, 16 bytes tag.
 */
const VERSION = 1;

/** `nonce`: twelve bytes that no other plaintext is ever sealed with under this key. */
export function seal(key: Buffer, plaintext: Buffer | string, id: string, nonce = randomBytes(12)): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(id));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, body, cipher.getAuthTag()]);
}

/** @throws GuichetError `unsealable` when the key, the id or the bytes are not those of sealing. */
export function unseal(key: Buffer, sealed: Buffer, id: string): Buffer {
  try {
    if (sealed[0] !== VERSION) throw new Error('unknown version');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13));
    decipher.setAAD(Buffer.from(id));
    decipher.setAuthTag(sealed.subarray(sealed.length - 16));
    return Buffer.concat([decipher.update(sealed.subarray(13, sealed.length - 16)), decipher.final()]);
  } catch (cause) {
    throw new GuichetError('unsealable', 'Sealed data cannot be opened with this key.', { cause });
  }
}

/** What is derived from the master key, one purpose a key: none is used for two things. */
export interface MasterKey {
  /** Wraps the envelope keys of structures and operators. */
  readonly wrapping: Buffer;
  /** Seals raw payloads at intake, before it is known whose they are. */
  readonly intake: Buffer;
  /** Keyed hashes of codes, tokens, chats and e-mails (equality without the value). */
  readonly index: Buffer;
  /** Checks in the QR of invitations (A9): they are printed, so it never changes. */
  readonly mac: Buffer;
  /** Seals what stands in the address of a document. */
  readonly document: Buffer;
}

/** @param secret 32 bytes, base64 (GUICHET_SECRET_KEY). */
export function masterKey(secret: string): MasterKey {
  const bytes = Buffer.from(secret, 'base64');
  if (bytes.length !== 32) {
    throw new GuichetError('key_missing', 'GUICHET_SECRET_KEY must be 32 bytes in base64 (openssl rand -base64 32).');
  }
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', bytes, '', `guichet ${purpose}`, 32));
  return { wrapping: derive('wrapping'), intake: derive('intake'), index: derive('index'), mac: derive('mac'), document: derive('document') };
}

/** Keyed hash for a routing table: the same value of the same kind gives the same hash. */
export const blind = (key: MasterKey, kind: string, value: string): string =>
  createHmac('sha256', key.index).update(`${kind}\0${value}`).digest('base64url');

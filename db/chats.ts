import { seal, unseal } from '../core/sealing.ts';
import { row } from './connection.ts';
import type { Bound } from './context.ts';
import type { Keyring } from './keys.ts';

/** What a platform calls a chat, sealed: kept so that something can be sent there. */
const addressId = (channel: string, chatKey: string): string => `chat:${channel}:${chatKey}`;
export const sealAddress = (keys: Keyring, channel: string, chatKey: string, address: string): Buffer => seal(keys.master.intake, address, addressId(channel, chatKey));
export const openAddress = (keys: Keyring, channel: string, chatKey: string, address: Buffer): string => unseal(keys.master.intake, address, addressId(channel, chatKey)).toString('utf8');

/**
 * Sends a row of outbox on its way to a chat: an answer to where message `no` came from, a push to the chat in use.
 * `edits`: what the platform calls the message whose place it takes. False: there is no chat that it could go to.
 */
export async function sendOff({ trx, account, ids }: Bound, outbox: string, answer?: { readonly no: number; readonly edits?: string }): Promise<boolean> {
  return (await row<{ on: boolean }>(trx, 'select add_delivery(?, ?, ?, ?, ?) as "on"', [account.operator, ids.uuid(), outbox, answer?.no ?? null, answer?.edits ?? null]))?.on === true;
}

/** Sends a row of outbox to every chat of its account but the one that was tied on that channel at that instant. False: there is none. */
export async function sendElsewhere({ trx, account }: Bound, outbox: string, { channel, since }: { readonly channel: string; readonly since: Date }): Promise<boolean> {
  return ((await row<{ n: number }>(trx, 'select add_deliveries_elsewhere(?, ?, ?, ?) as n', [account.operator, outbox, channel, since]))?.n ?? 0) > 0;
}

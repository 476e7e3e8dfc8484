import type { Activity } from './activity.ts';

/** Where a chat is reached: kept with the chat, and renewed by everything that arrives from it, since Teams moves chats from server to server. */
export interface Place {
  /** Begins the address of every call. */
  readonly serviceUrl: string;
  readonly conversation: string;
  /** '28:APPID'. */
  readonly bot: string;
  readonly tenant: string;
  /** A person's own chat with us: nobody reads along. */
  readonly alone: boolean;
}

/** As it is stored: an array without names of fields, since it is kept with every chat. */
export const addressOf = ({ serviceUrl, conversation, bot, tenant, alone }: Place): string => JSON.stringify([serviceUrl, conversation, bot, tenant, alone ? 1 : 0]);

/** Undefined: none of ours. */
export function placeOf(address: string): Place | undefined {
  let read: unknown;
  try {
    read = JSON.parse(address);
  } catch {
    return undefined;
  }
  if (!Array.isArray(read) || read.length !== 5) return undefined;
  const [serviceUrl, conversation, bot, tenant, alone] = read as unknown[];
  if (typeof serviceUrl !== 'string' || typeof conversation !== 'string' || conversation === '' || typeof bot !== 'string' || typeof tenant !== 'string') return undefined;
  return { serviceUrl, conversation, bot, tenant, alone: alone === 1 };
}

/** The tenants that an activity says it is from, in small letters: it can say so in two places. */
export const tenantsIn = ({ conversation, channelData }: Activity): readonly string[] => [...new Set([conversation?.tenantId, channelData?.tenant?.id].flatMap((id) => id?.toLowerCase() ?? []))];

/** Whether an address leads to a server that may be told our token: `allowed` are beginnings of addresses, each up to a '/'. */
export function isAllowed(serviceUrl: string, allowed: readonly string[]): boolean {
  // Such signs are left out or turned round by who reads an address, and not by everybody alike.
  if (!URL.canParse(serviceUrl) || /[\s\p{Cc}\\]/u.test(serviceUrl)) return false;
  const whole = (url: string): string => `${new URL(url).href.replace(/\/*$/, '')}/`;
  return allowed.some((begin) => whole(serviceUrl).startsWith(whole(begin)));
}

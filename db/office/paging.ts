import { z } from 'zod';
import type { Page, Paging } from '../../core/office.ts';
import { fold } from '../../core/language/fold.ts';
import { Refused } from './counter.ts';

/**
 * Pages by key: the cursor is where the last row of the page before stands in the order, so that rows added meanwhile
 * move nothing. Opaque to whoever holds it.
 */
const encode = (at: readonly unknown[]): string => Buffer.from(JSON.stringify(at)).toString('base64url');

/** @throws Refused `invalid_cursor` */
function decode<T>(shape: z.ZodType<T>, cursor: string): T {
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new Refused('invalid_cursor');
  }
}

const byId = z.tuple([z.uuid()]);
const byTime = z.tuple([z.number().int().min(-6e13).max(2.5e14), z.uuid()]);

/** After which id; undefined: from the beginning. */
export const idAfter = ({ cursor }: Paging): string | undefined => (cursor === undefined ? undefined : decode(byId, cursor)[0]);

/** After which instant and id. */
export function timeAfter({ cursor }: Paging): { startsAt: Date; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [ms, id] = decode(byTime, cursor);
  return { startsAt: new Date(ms), id };
}

/** `found` holds one more than asked for where there is a next page. */
export function paged<T extends { readonly id: string }>(found: readonly T[], { limit }: Paging, keyOf: (last: T) => readonly unknown[] = ({ id }) => [id]): Page<T> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? encode(keyOf(last)) : null };
}

/** Whether each word typed begins one of these, without accents or case. */
export function matches(q: string | undefined, ...texts: readonly (string | null)[]): boolean {
  const wanted = fold(q ?? '').split(' ').filter((word) => word !== '');
  const text = ` ${fold(texts.join(' '))}`;
  return wanted.every((word) => text.includes(` ${word}`));
}

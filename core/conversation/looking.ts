import { decodePress } from '../messages/actions.ts';
import type { Action, Message } from '../messages/message.ts';
import type { Account } from '../ports.ts';
import type { Store } from '../store.ts';
import { contextOf } from './context.ts';
import type { Context } from './flow.ts';
import { homePage } from './flows/home.ts';
import { flowOf } from './flows/index.ts';
import type { Session } from './session.ts';
import { Trail } from './trail.ts';

/**
 * Where somebody stands, looked at beside the conversation. Platforms that want an answer within seconds (Slack's options and
 * home pages, Teams' searches) get it so: by reads alone, never behind a flow (architecture, 'One message').
 */
export interface Look {
  readonly account: Account;
  readonly session: Session | undefined;
  readonly store: Store;
  readonly now: Date;
}

async function contextFor({ session, ...look }: Look): Promise<{ ctx: Context; trail: Trail }> {
  const trail = new Trail(session);
  return { ctx: contextOf({ ...look, no: 0, inLane: false }, trail, await look.store.programme()), trail };
}

/** What the account finds on its page, whatever its conversation is about. */
export async function lookAtHome(look: Look): Promise<Message> {
  return homePage((await contextFor(look)).ctx);
}

/** What the question that stands can be answered with, while it is typed: pressing one is the answer. None where another question stands by now. */
export async function lookFor(query: string, picker: string, look: Look): Promise<readonly Action[]> {
  const press = decodePress(picker);
  const { ctx, trail } = await contextFor(look);
  const { frame } = trail;
  const flow = frame === undefined ? undefined : flowOf(frame.flow);
  if (frame === undefined || flow === undefined || press?.flow !== frame.flow || press.stamp?.of !== 'frame' || press.stamp.value !== frame.began) return [];
  return (await flow.steps[frame.step]?.find?.(frame.slots as never, query, ctx)) ?? [];
}

import type { PushKind } from '../../domain/told.ts';
import { GuichetError } from '../../errors.ts';
import { strings } from '../../i18n/index.ts';
import { encodePress } from '../../messages/actions.ts';
import { namesSomebody } from '../../messages/naming.ts';
import { arrived } from './arrived.ts';
import { asked } from './asked.ts';
import { cancelled } from './cancelled.ts';
import { decided } from './decided.ts';
import { draft } from './draft.ts';
import { guests } from './guests.ts';
import { here } from './here.ts';
import { joined } from './joined.ts';
import { lost } from './lost.ts';
import { moved } from './moved.ts';
import { attendance } from './attendance.ts';
import { confirm } from './confirm.ts';
import { opened } from './opened.ts';
import { practical } from './practical.ts';
import { promoted } from './promoted.ts';
import { revived } from './revived.ts';
import { suspended } from './suspended.ts';
import { tied } from './tied.ts';
import { DROP, type Push, type Pushed, type Unsent } from './push.ts';

export type { Push } from './push.ts';

/** What is sent unasked, one file a kind. */
const kinds: Readonly<Record<PushKind, Pushed>> = {
  arrived, asked, attendance, cancelled, confirm, decided, draft, guests, here, joined, lost, moved, opened, practical, promoted, revived, suspended, tied,
};

/**
 * Writes a push at the moment it is sent, from what is true then (X6). It names nobody, in no text, no
 * button and no file (X5): [Voir] does.
 * @throws GuichetError `push_unknown`, `push_names`: a mistake of ours; nothing is sent
 */
export async function writePush(unsent: Unsent): Promise<Push> {
  const { kind, account, store, now } = unsent;
  const write = Object.hasOwn(kinds, kind) ? kinds[kind as PushKind] : undefined;
  if (write === undefined) throw new GuichetError('push_unknown', `nothing says what a push of kind '${kind}' is`);
  const [programme, wishes] = [await store.programme(), await store.account.wishes()];
  if (wishes.off.some((off) => off === kind)) return DROP;
  const push = await write({
    ...unsent, programme, wishes,
    say: strings(account.lang, { now, zone: programme.zone }),
    button: (flow, name, ...args) => encodePress({ flow, name, args }),
  });
  if ('send' in push && (namesSomebody(push.send) || push.send.files !== undefined)) throw new GuichetError('push_names', `a push of kind '${kind}' would name somebody`);
  return push;
}

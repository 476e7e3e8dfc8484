import { strings } from '../i18n/index.ts';
import { encodePress } from '../messages/actions.ts';
import type { Programme } from '../ports.ts';
import type { Context } from './flow.ts';
import type { Trail } from './trail.ts';

/** What a flow may use: in a turn, and where something is only looked at. */
export function contextOf({ account, store, now, no, inLane, entrances = () => [] }: Pick<Context, 'account' | 'store' | 'now' | 'no' | 'inLane'> & Partial<Pick<Context, 'entrances'>>, trail: Trail, programme: Programme): Context {
  const began = (): number => trail.frame?.began ?? trail.revision;
  return {
    now, store, account, programme, no, inLane, entrances,
    lang: account.lang,
    say: strings(account.lang, { now, zone: programme.zone }),
    get parked() {
      return trail.parked;
    },
    unpark: () => trail.unpark(),
    anytime: (flow, name, ...args) => encodePress({ flow, name, args }),
    once: (flow, name, ...args) => encodePress({ flow, name, args, stamp: { of: 'revision', value: trail.revision } }),
    draft: (flow, name, ...args) => encodePress({ flow, name, args, stamp: { of: 'frame', value: began() } }),
  };
}

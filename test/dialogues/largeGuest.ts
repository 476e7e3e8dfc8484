import type { Session } from '../../core/conversation/session.ts';
import { decodePress } from '../../core/messages/actions.ts';
import type { Action, Message } from '../../core/messages/message.ts';
import { plain } from '../../core/messages/naming.ts';
import type { Account, Role } from '../../core/ports.ts';
import { row } from '../../db/connection.ts';
import { opened } from '../../db/context.ts';
import { scopeOf, withScope } from '../../db/scopes.ts';
import type { House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';
import type { Talker } from './talker.ts';

/** What can be tapped under the last answer. `id`: what its press says. */
export interface Tap { readonly id: string; readonly label: string; readonly card: number }

/** Somebody whose every button is seen. */
export interface Walker extends Talker {
  readonly taps: readonly Tap[];
  /** Messages that the last answer came in, documents aside. */
  readonly cards: number;
  /** It has a button that opens a form. */
  readonly formed: boolean;
  /** Presses a button of this id on the last message, whether it is there or not. */
  pressesId(id: string): Promise<this>;
  /** Opens the form of the last answer and sends it; undefined where its fields are asked in words. */
  readonly fills?: (values: Readonly<Record<string, string>>) => Promise<unknown>;
  /** What the menu of the last answer finds; undefined where there is none. */
  readonly finds?: (query: string) => Promise<readonly string[]>;
  /** Looks at the page beside the conversation, where the channel has one. */
  readonly opensHome?: () => Promise<void>;
}

export interface LargeStage {
  readonly house: House;
  readonly channel: string;
  phone(who: Referent): Promise<Walker>;
  /** A chat of nobody. */
  stranger(): Walker;
}

/** What was met. Buttons are 'flow.name'. */
export interface Met {
  /** 'flow/step' that was asked. */
  readonly steps: ReadonlySet<string>;
  readonly pressed: ReadonlySet<string>;
  readonly shown: ReadonlySet<string>;
  /** What is wrong with an answer, by who was answered and what. */
  readonly wrong: readonly string[];
  readonly turns: number;
}

const UNSHOWN = /Tout ne tient pas en boutons|Not everything fits/;
const keyOf = (id: string): string => {
  const { flow = '?', name = '?' } = decodePress(id) ?? {};
  return `${flow}.${name}`;
};
const actionsOf = ({ blocks, actions = [] }: Message): Action[] => [...blocks.flatMap((block) => (block.kind === 'list' ? block.items.flatMap(({ action }) => action ?? []) : [])), ...actions];

/** Somebody on the walk: what they do is looked at answer by answer. */
export interface Guest {
  readonly walker: Walker;
  says(text: string): Promise<Guest>;
  /** The first button of the last answer whose id begins so; with other arguments. */
  press(begin: string, arg?: string): Promise<Guest>;
  pressId(id: string): Promise<Guest>;
  /** Fills a form where the channel has one, else types the answers. */
  form(values: Readonly<Record<string, string>>, typed?: readonly string[]): Promise<Guest>;
  rings(part: string): Promise<Guest>;
  /** Says each, and presses every button whose like nobody of this role has pressed. */
  roam(sentences: readonly string[], not?: readonly string[]): Promise<void>;
}


/** Flows that say the same to everybody. */
const COMMON = new Set(['search', 'partners', 'chats', 'suggestions', 'help']);

/** Looks at everything that is answered to whoever is taken in. */
export function walking({ house, channel }: LargeStage): Met & { in(walker: Walker): Guest } {
  const [steps, pressed, shown] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const wrong: string[] = [];
  const count = { turns: 0 };
  /** Pressed by anybody, of what is the same for all. */
  const common = new Set<string>();

  /** The answers to what came in last by this channel, and where its conversation stands now. */
  async function answered(): Promise<{ account: Account; messages: readonly Message[]; label: (action: Action) => string; frame: Session['frame'] } | undefined> {
    const { fresh, running } = house;
    const last = await row<{ operator: string; id: string; no: number; role: Role; structure: string | null }>(fresh.admin, `
      select i.operator_id as operator, i.account_id as id, i.no, a.role, a.structure_id as structure from inbox i
        join account a on a.operator_id = i.operator_id and a.id = i.account_id where i.channel = ? order by i.no desc limit 1`, [channel]);
    if (last === undefined) return undefined;
    const account: Account = { operator: last.operator, id: last.id, role: last.role, structure: last.structure, lang: 'fr' };
    const { items, names, naming } = await running.gate.answersTo(account, channel, last.no);
    const kept = await row<{ state: Buffer }>(fresh.admin, 'select state from session where operator_id = ? and account_id = ?', [account.operator, account.id]);
    const session = kept === undefined ? undefined : (await withScope(fresh.app, scopeOf(account), (trx) => opened({ trx, account, keys: fresh.keys }, kept.state, `session:${account.id}`))) as Session;
    return { account, messages: items.flatMap(({ message }) => message ?? []), label: (action) => plain(action.label, names, naming), frame: session?.frame };
  }

  const newest = async (): Promise<number> => (await row<{ seq: number }>(house.fresh.admin, 'select coalesce(max(seq), 0) as seq from outbox'))?.seq ?? 0;

  /** What was answered is all there. `what`: what it answers; `from`: what had been said before it. */
  async function look(walker: Walker, what: string, from: number): Promise<void> {
    count.turns += 1;
    const seen = await answered();
    if (seen === undefined) return;
    const { account, messages, label, frame } = seen;
    const say = (fault: string): void => {
      wrong.push(`${account.role}, ${/^[a-z]+\.[a-zA-Z]+/.exec(what)?.[0] ?? what}: ${fault}`);
    };
    if (frame !== undefined) steps.add(`${frame.flow}/${frame.step}`);
    const actions = messages.flatMap(actionsOf);
    for (const { id } of actions) shown.add(keyOf(id));
    // A card that was redrawn as it stood changes nothing.
    if (walker.cards === 0) return;
    const there = new Set(walker.taps.map(({ id }) => id));
    const lost = actions.filter(({ id }) => !there.has(id));
    if (lost.length > 0 && !UNSHOWN.test(walker.text)) say(`buttons that are not there, without a word: ${lost.map(label).join(' | ')}`);
    // News that came at the same moment are no part of it.
    const news = (await row<{ n: number }>(house.fresh.admin, `
      select count(*) as n from outbox o join delivery d on d.operator_id = o.operator_id and d.outbox_id = o.id
       where o.account_id = ? and o.kind <> 'answer' and o.seq > ? and d.channel = ?`, [account.id, from, channel]))?.n ?? 0;
    const cards = walker.cards - news;
    if (cards > 2 * messages.length) say(`${messages.length} messages in ${cards}`);
    const named = new Map(actions.map((action) => [action.id, label(action)]));
    for (const same of Map.groupBy(walker.taps, (tap) => `${tap.card} ${tap.label}`).values()) {
      const meant = new Set(same.map(({ id }) => named.get(id) ?? id));
      if (meant.size > 1) say(`buttons that read the same: ${same[0]?.label ?? ''}`);
    }
    if (messages.some(({ form }) => form !== undefined) && walker.fills !== undefined && !walker.formed) say('a form without its button');
  }

  return {
    steps, pressed, shown, wrong,
    get turns() {
      return count.turns;
    },
    in(walker) {
      const done = new Set<string>();
      /** Buttons that work at any time, as they were seen. */
      const kept = new Map<string, string>();
      const does = async (what: string, act: () => Promise<unknown>): Promise<Guest> => {
        const from = await newest();
        await act();
        await look(walker, what, from);
        for (const { id } of walker.taps) if (!id.includes('~') && !kept.has(keyOf(id))) kept.set(keyOf(id), id);
        return guest;
      };
      const guest: Guest = {
        walker,
        says: (text) => does(`« ${text.slice(0, 40)} »`, () => walker.says(text)),
        async press(begin, arg) {
          const id = walker.taps.find((tap) => tap.id.startsWith(begin))?.id;
          if (id === undefined) {
            wrong.push(`no button ${begin} among ${walker.taps.map((tap) => keyOf(tap.id)).join(' ')}: ${walker.text.slice(0, 200)}`);
            return guest;
          }
          return guest.pressId(arg === undefined ? id : id.replace(/:[^~]*/, `:${arg}`));
        },
        pressId(id) {
          pressed.add(keyOf(id));
          done.add(keyOf(id));
          if (COMMON.has(keyOf(id).split('.')[0] ?? '')) common.add(keyOf(id));
          return does(id, () => walker.pressesId(id));
        },
        async form(values, typed = Object.values(values)) {
          const { fills } = walker;
          if (fills !== undefined && walker.formed) return does('a form', () => fills.call(walker, values));
          for (const value of typed) await guest.says(value);
          return guest;
        },
        async rings(part) {
          await walker.rings(part).catch((error: unknown) => wrong.push(String(error).slice(0, 80)));
          return guest;
        },
        async roam(sentences, not = []) {
          const fresh = (key: string): boolean => !done.has(key) && !common.has(key) && !not.includes(key);
          for (const sentence of sentences) {
            await guest.says(sentence);
            for (;;) {
              const next = walker.taps.find(({ id }) => id.includes('~') && fresh(keyOf(id)))?.id ?? [...kept].find(([key]) => fresh(key))?.[1];
              if (next === undefined) break;
              await guest.pressId(next);
            }
          }
        },
      };
      return guest;
    },
  };
}

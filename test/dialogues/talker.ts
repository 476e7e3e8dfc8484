import { expect } from 'vitest';
import type { Naming } from '../../core/messages/naming.ts';
import { fold } from '../../core/language/fold.ts';
import type { House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';

/** A document that was handed over. */
export interface Paper { readonly name: string; readonly mime: string; readonly bytes: Buffer }

/** Somebody with a phone, on whatever channel: what they write and tap, and what they are shown. */
export abstract class Talker {
  abstract readonly channel: string;
  /** Everything said last, as it stands on the screen: the answers to what was written, or a push. */
  abstract get text(): string;
  /** What can be tapped under it. */
  abstract get labels(): readonly string[];
  /** Whether the last answer took the place of the message whose button was tapped. */
  abstract get redrew(): boolean;
  abstract says(text: string): Promise<this>;
  /** Taps the button that is called so, or whose label has it in it; `times`: impatiently, all at once. */
  abstract presses(label: string, times?: number): Promise<this>;
  /** Taps it where it stood some answers ago. */
  abstract pressesEarlier(label: string, text: string): Promise<this>;
  abstract drops(file: Paper): Promise<this>;
  /** Documents of the last answer. */
  abstract papers(): Promise<readonly Paper[]>;
  /** A push that says this has come; what can be tapped is then under it. */
  abstract rings(part: string): Promise<this>;
  /** Everything that has come unasked since the last answer, each as it is read. */
  abstract news(): Promise<readonly string[]>;

  sees(...parts: (string | RegExp)[]): this {
    for (const part of parts) {
      if (typeof part === 'string') expect(flat(this.text), this.text).toContain(flat(part));
      else expect(this.text).toMatch(part);
    }
    return this;
  }

  seesNot(...parts: string[]): this {
    const everything = flat([this.text, ...this.labels].join('\n'));
    for (const part of parts) expect(everything).not.toContain(flat(part));
    return this;
  }

  offers(...labels: string[]): this {
    for (const label of labels) expect(this.labels.some((one) => fold(one).includes(fold(label))), `'${label}' among: ${this.labels.join(' | ')}\n${this.text}`).toBe(true);
    return this;
  }

  offersNot(...labels: string[]): this {
    for (const label of labels) expect(this.labels.map(fold)).not.toContain(fold(label));
    return this;
  }
}

/** Accents, case and the breaking of lines aside. */
const flat = (text: string): string => fold(text).replaceAll(/\s+/g, ' ');

/** What a dialogue is played on: one house, and a way to get a phone on the channel that is tried. */
export interface Stage {
  readonly house: House;
  readonly channel: string;
  /** Somebody's phone, linked to their account. */
  phone(who: Referent): Promise<Talker>;
  /** A phone that is nobody's yet. */
  stranger(): Talker;
  /** Everything that was sent to the platform (or fetched by the pages) so far, where that can be read. */
  sent?(): string;
  /** The same person at the web chat. */
  desktop(who: Referent): Promise<Talker>;
}

/** How long a large one may take on a slow machine that others use too. */
export const LARGE_MS = 180_000;

export interface Dialogue {
  /** With the rules it shows: 'A8 a booking with a waitlist'. */
  readonly name: string;
  /** A file is sent in. */
  readonly drops?: true;
  /** About chats on a platform: there is no such thing on the web page. */
  readonly platform?: true;
  /** Many people at once: on the second wire of a channel it is played with all the others alone, and takes longer. */
  readonly large?: true;
  readonly play: (stage: Stage) => Promise<void>;
}

/** Names leave by the channel in this way meanwhile (X5). */
export async function named(stage: Stage, how: Naming, meanwhile: () => Promise<void>): Promise<void> {
  const { house: { world }, channel } = stage;
  const say = (naming: Naming): Promise<unknown> => world.asOperator((trx) => trx.raw(`insert into naming (operator_id, channel, naming) values (?, ?, ?)
    on conflict (operator_id, channel) do update set naming = excluded.naming`, [world.operator, channel, naming]));
  await say(how);
  try {
    await meanwhile();
  } finally {
    await say('full');
  }
}

/** So many days from now, at 20:00 in Lyon in winter: dialogues move the clock on. */
export async function inDays(house: House, days: number): Promise<Date> {
  const at = new Date((await house.now()).getTime() + days * 86_400_000);
  at.setUTCHours(19, 0, 0, 0);
  return at;
}

/** Lets pushes go out, and what is planned until then happen. */
export const later = async (house: House, ms: number): Promise<unknown> => house.clock(new Date((await house.now()).getTime() + ms));

/** A structure of the dialogue's own with its people and a referent. */
export async function cast(stage: Stage, structure: string, names: readonly string[] = ['Soraya Ferrand', 'Jean-Claude Olivier', 'Malika Koné', 'Hugo Petit']): Promise<{ structure: string; sophie: Talker; account: Referent; people: ReadonlyMap<string, string> }> {
  const { world } = stage.house;
  const home = await world.structure(structure);
  const ids = await world.people(home, names);
  const account = await world.referent(home);
  return { structure: home, account, sophie: await stage.phone(account), people: new Map(names.map((name, i) => [name.split(' ')[0] ?? '', ids[i] ?? ''])) };
}

import type { House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';
import { ChatTalker, type Button, type ChatWire, type Message } from './chatTalker.ts';

/** A message of ours as it stands in a chat. `fields`: what stands in the inputs of its form. */
export interface Shown extends Message {
  readonly id: string;
  readonly text: string;
  readonly edits: number;
  readonly buttons: readonly { readonly text: string; readonly line: string; readonly action: string | undefined }[];
  readonly fields: Readonly<Record<string, string>>;
}

/** One person's Teams. */
export interface Wire extends ChatWire<Shown> {
  /** Sends the form of a message; the fields that are not given as they stand. */
  fill(message: Shown, values: Readonly<Record<string, string>>): Promise<unknown>;
}

/** Somebody in Teams. */
export class TeamsTalker extends ChatTalker<Shown, Wire> {
  readonly channel = 'teams';
  protected override readonly everyTap = true;

  /** Types the code: a link of Teams at most writes it into the field. */
  static of(house: House, wire: Wire, who: Referent): Promise<TeamsTalker> {
    return new TeamsTalker(house, wire).links(who);
  }

  /** What stands in the form of the last answer. */
  get fields(): Readonly<Record<string, string>> {
    return this.last.findLast(({ fields }) => Object.keys(fields).length > 0)?.fields ?? {};
  }

  /** Sends the form of the last answer with these values. */
  async fills(values: Readonly<Record<string, string>>): Promise<this> {
    const form = this.last.findLast(({ fields }) => Object.keys(fields).length > 0);
    if (form === undefined) throw new Error(`no form under:\n${this.text}`);
    return this.does(() => this.wire.fill(form, values));
  }

  protected words({ text }: Shown): string {
    return text;
  }

  protected buttons({ buttons }: Shown): readonly Button[] {
    return buttons.map(({ text, line, action }) => ({ text, beside: line, press: action }));
  }
}

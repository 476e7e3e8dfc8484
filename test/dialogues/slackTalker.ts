import type { House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';
import { ChatTalker, type Button, type ChatWire, type Message } from './chatTalker.ts';

/** A message of ours as it stands in a chat. `line`: what stands beside a button. */
export interface Shown extends Message {
  readonly id: string;
  readonly text: string;
  readonly edits: number;
  readonly buttons: readonly { readonly text: string; readonly line: string; readonly id: string; readonly value?: string }[];
}

/** One person's Slack. */
export interface Wire extends ChatWire<Shown> {
  /** Sends the modal that is open. */
  fill(values: Readonly<Record<string, string>>): Promise<unknown>;
}

/** Somebody at Slack. */
export class SlackTalker extends ChatTalker<Shown, Wire> {
  readonly channel = 'slack';
  protected override readonly everyTap = true;

  /** Types the code: no link of Slack brings one along. */
  static of(house: House, wire: Wire, who: Referent): Promise<SlackTalker> {
    return new SlackTalker(house, wire).links(who);
  }

  /** Opens the form of the last answer, and sends it with these values. */
  async fills(values: Readonly<Record<string, string>>): Promise<this> {
    await this.wire.press(...this.found('Remplir'));
    return this.does(() => this.wire.fill(values));
  }

  protected words({ text }: Shown): string {
    return text;
  }

  protected buttons({ buttons }: Shown): readonly Button[] {
    return buttons.map(({ text, line, id, value }) => ({ text, beside: line, press: value === undefined ? undefined : id }));
  }
}

import type { House } from '../support/house.ts';
import type { Referent } from '../support/world.ts';
import { ChatTalker, type Button, type ChatWire, type Message } from './chatTalker.ts';


/** A message of ours as it stands on a phone. */
export interface Shown extends Message {
  readonly id: number;
  /** As Telegram was given it. */
  readonly html: string;
  readonly buttons: readonly { readonly text: string; readonly data?: string; readonly url?: string }[];
}

/** One person's Telegram, whatever server plays it. */
export type Wire = ChatWire<Shown>;

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** A phone with Telegram. */
export class TelegramTalker extends ChatTalker<Shown, Wire> {
  readonly channel = 'telegram';

  /** Opens the link that a code comes in. */
  static of(house: House, wire: Wire, who: Referent): Promise<TelegramTalker> {
    return new TelegramTalker(house, wire).links(who, (code) => `/start ${code}`);
  }

  protected words({ html }: Shown): string {
    return html.replaceAll(/<[^>]*>/g, '').replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? '');
  }

  protected buttons({ buttons }: Shown): readonly Button[] {
    return buttons.map(({ text, data }) => ({ text, press: data }));
  }
}

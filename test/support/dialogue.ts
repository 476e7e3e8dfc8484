import { expect } from 'vitest';
import type { Chat, Seen } from './chat.ts';
import type { House } from './house.ts';

/** A whole booking by typing and tapping, up to the recap: the event by its title, the people by their names. */
export async function prepares(chat: Chat, title: string, names: string): Promise<Chat> {
  await chat.says('menu');
  await chat.says(title);
  await chat.presses(chat.actions.some(({ label }) => label === 'Réserver') ? 'Réserver' : 'Liste d’attente');
  return chat.says(names);
}

/** The same, confirmed. */
export async function books(chat: Chat, title: string, names: string): Promise<Chat> {
  await prepares(chat, title, names);
  return chat.presses('Confirmer');
}

/** Pushes are those messages of the history that answer nobody: received since the last look. */
export class Phone {
  readonly #chat: Chat;
  #seen: string | undefined;

  private constructor(chat: Chat, seen: string | undefined) {
    this.#chat = chat;
    this.#seen = seen;
  }

  static async of(chat: Chat): Promise<Phone> {
    return new Phone(chat, (await chat.history()).at(-1)?.id);
  }

  /** What arrived since this phone was last looked at. Call it when the house is quiet (after the clock has moved). */
  async news(): Promise<readonly Seen[]> {
    const all = await this.#chat.history(this.#seen);
    this.#seen = all.at(-1)?.id ?? this.#seen;
    return all;
  }

  /** Exactly one message came, and says this. The chat's buttons are then those of this message. */
  async rings(part: string): Promise<Seen> {
    const news = await this.news();
    expect(news.map(({ text }) => text)).toEqual([expect.stringContaining(part)]);
    await this.#chat.receives(part);
    return news[0] as Seen;
  }

  async isSilent(): Promise<void> {
    expect((await this.news()).map(({ text }) => text)).toEqual([]);
  }
}

/** What must hold whatever was said: nothing overbooked, nobody eligible beside a vacant seat, counters true. */
export async function nothingIsWrong(house: House): Promise<void> {
  expect(await house.world.faults(await house.now())).toEqual([]);
}

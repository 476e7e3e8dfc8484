import type { CDPSession, Page } from 'playwright-core';

/** Where the keyboard stands, as the browser tells it to a screen reader. */
export interface Stop {
  readonly name: string;
  readonly role: string;
  /** Of a button that can be ticked. */
  readonly pressed?: boolean;
  /** The stop shows that it has the focus, and stands within the window. */
  readonly seen: boolean;
}

/** Anything one can type or press: more stops than this one after the other are a maze. */
const MOST_STOPS = 150;

/**
 * Somebody with a keyboard and nothing else: Tab, Shift+Tab, Enter, Space, Escape, arrows and letters. Every stop on
 * the way must be visible and named; the focus is never lost to the page itself.
 */
export class Keyboard {
  readonly #page: Page;
  #cdp: CDPSession | undefined;

  constructor(page: Page) {
    this.#page = page;
  }

  async here(): Promise<Stop> {
    this.#cdp ??= await this.#page.context().newCDPSession(this.#page);
    const { result } = await this.#cdp.send('Runtime.evaluate', { expression: 'document.activeElement' });
    const { nodes } = await this.#cdp.send('Accessibility.getPartialAXTree', { objectId: result.objectId ?? '', fetchRelatives: false });
    const [node] = nodes;
    const pressed = node?.properties?.find((one) => one.name === 'pressed')?.value.value as string | undefined;
    return {
      name: String(node?.name?.value ?? '').replace(/\s+/g, ' ').trim(),
      role: result.subtype === 'node' && result.className === 'HTMLBodyElement' ? 'body' : String(node?.role?.value ?? ''),
      ...(pressed === undefined ? {} : { pressed: pressed === 'true' }),
      seen: await this.#page.evaluate<boolean>(SEEN),
    };
  }

  /** Walks to the next stop of that name. @throws with the whole way when there is none, or when a stop on it cannot be seen or has no name */
  async to(name: string | RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Stop> {
    const way: string[] = [];
    for (let i = 0; i < MOST_STOPS; i += 1) {
      await this.#page.keyboard.press(key);
      const stop = await this.here();
      // Past the last stop (or the first) the focus is the browser's own for a moment.
      if (stop.role === 'body' && i > 0) way.push('—');
      else {
        way.push(`${stop.role} '${stop.name}'`);
        if (!stop.seen || stop.name === '') throw new Error(`A stop that cannot be seen or has no name: ${way.join(' → ')}`);
      }
      if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return stop;
    }
    throw new Error(`No way with ${key} to '${String(name)}': ${way.join(' → ')}`);
  }

  /** The button of that name which stands last in the conversation: back from the message field. */
  async press(name: string | RegExp, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.to(name, 'Shift+Tab');
    await this.#page.keyboard.press(key);
  }

  /** Writes into the field that has the focus. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  async key(name: 'Tab' | 'Shift+Tab' | 'Enter' | 'Space' | 'Escape' | 'ArrowDown' | 'ArrowUp' | 'PageUp' | 'PageDown'): Promise<void> {
    await this.#page.keyboard.press(name);
  }

  /** Writes a message and sends it. */
  async says(text: string): Promise<void> {
    await this.key('Escape');
    await this.type(text);
    await this.key('Enter');
  }

  /** Waits until the last message of the guichet says this. */
  async hears(text: string | RegExp): Promise<void> {
    try {
      await this.#page.locator('#log .message.bot').last().filter({ hasText: text }).waitFor();
    } catch {
      throw new Error(`The guichet did not say '${String(text)}', but: ${(await this.#page.locator('#log').innerText()).slice(-1_000)}`);
    }
  }
}

const SEEN = `(() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const look = getComputedStyle(one);
  const ring = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
  return ring && box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
})()`;

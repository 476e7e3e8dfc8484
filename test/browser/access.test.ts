import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { barriers } from '../support/axe.ts';
import { DESKTOP, hasChromium, openBrowser, PHONE, type Browser } from '../support/browser.ts';
import { pushed } from '../support/fakeScenes.ts';
import { startFakeWeb, type FakeWeb } from '../support/fakeWeb.ts';

/** Where the pictures go that a person should look at. */
const PICTURES = path.join(import.meta.dirname, '..', 'output');

describe.skipIf(!hasChromium())('X7 the page for everybody', () => {
  let fake: FakeWeb;
  let browser: Browser | undefined;
  let page: Page;
  let name = '';

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    fake = await startFakeWeb({ now: () => new Date('2026-11-20T13:05:00Z') });
  });
  afterAll(() => fake.close());
  afterEach(async () => {
    fake.setDown(false);
    fake.forget();
    await browser?.close();
    browser = undefined;
  });

  async function open(as: string, options: BrowserContextOptions, letters?: number): Promise<void> {
    name = as;
    browser = await openBrowser(options, letters === undefined ? {} : { letters });
    page = browser.page;
    await page.goto(fake.url);
    await page.locator('#demo-list .account').first().waitFor();
  }

  const shot = async (what: string): Promise<void> => {
    await page.waitForTimeout(250);
    await page.screenshot({ path: path.join(PICTURES, `access-${name}-${what}.png`) });
  };
  const enter = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Sophie Marchand' }).click();
    await page.locator('#start').waitFor();
  };
  const says = async (text: string): Promise<void> => {
    await page.fill('#text', text);
    await page.press('#text', 'Enter');
  };
  const sees = (text: string | RegExp): Promise<void> => page.locator('#log').getByText(text).last().waitFor();
  const press = (label: string): Promise<void> => page.locator('#log').getByRole('button', { name: label, exact: true }).last().click();

  /** Every state of the page, one after the other. */
  const STATES: readonly (readonly [string, () => Promise<void>])[] = [
    ['login', async () => undefined],
    ['login-refused', async () => {
      await page.fill('#code', 'FAUX');
      await page.press('#code', 'Enter');
      await page.getByText('Je ne connais pas ce code.').waitFor();
      await page.getByRole('button', { name: 'Code perdu ?' }).click();
      await page.fill('#email', 'a@example.org');
      await page.press('#email', 'Enter');
      await page.getByText('Si cette adresse est connue').waitFor();
    }],
    ['empty', enter],
    ['menu', async () => {
      await says('menu');
      await sees('Plus…');
    }],
    ['list', async () => {
      await says('concerts');
      await sees('Un autre jour');
    }],
    ['ticks', async () => {
      await says('book');
      await sees('Pour qui ?');
      await press('Soraya F.');
      await page.locator('[aria-pressed=true]').waitFor();
    }],
    ['notices', async () => {
      await says('notices');
      await sees('info');
    }],
    ['form', async () => {
      await says('form');
      await sees('Abandonner');
      await press('Enregistrer');
      await page.getByText('Cette réponse est nécessaire.').first().waitFor();
    }],
    ['documents', async () => {
      await says('sheet');
      await sees(/^Métro B/);
      await says('confirm');
      await sees('Gospel Experience.ics');
    }],
    ['refused', async () => {
      await says('refus');
      // Every second one is taken: the fake server counts.
      await page.locator('.again, .message.bot:last-child:has-text("Je ne sais")').last().waitFor();
      if ((await page.locator('.again').count()) > 0) return;
      await says('refus');
      await page.locator('.again').waitFor();
    }],
    ['waiting', async () => {
      await says('lent');
      await page.locator('.own.waiting').waitFor();
      await page.locator('#typing').waitFor();
    }],
    ['history', async () => {
      await sees('Voilà, c’était long.');
      await page.reload();
      await sees('Voilà, c’était long.');
      await page.evaluate("document.querySelector('#scroll').scrollTop = 0");
      fake.push(pushed());
      await page.locator('#newer').waitFor();
    }],
    ['lost', async () => {
      fake.setDown(true);
      await page.getByText('Connexion perdue').waitFor();
    }],
    ['ended', async () => {
      fake.setDown(false);
      fake.signOut();
      await page.evaluate("window.dispatchEvent(new Event('online'))");
      await page.getByText('Votre session est terminée.').waitFor();
    }],
  ];

  describe.each([['phone', PHONE], ['desktop', DESKTOP]] as const)('on a %s', (device, options) => {
    it.each(['light', 'dark'] as const)('axe finds nothing serious in any state: %s', async (colorScheme) => {
      await open(`${device}-${colorScheme}`, { ...options, colorScheme });
      const faults: string[] = [];
      for (const [state, reach] of STATES) {
        await reach();
        await shot(state);
        faults.push(...(await barriers(page)).map((fault) => `${state}: ${fault}`));
      }
      expect(faults).toEqual([]);
    }, 180_000);
  });

  it('axe would find something', async () => {
    await open('broken', PHONE);
    await page.evaluate("document.querySelector('label[for=code]').remove(); document.querySelector('.lead').style.color = '#ccc'");
    expect((await barriers(page)).map((fault) => fault.split(' at ')[0])).toEqual(expect.arrayContaining(['critical label', 'serious color-contrast']));
  });

  /** What does not fit: the page scrolls sideways, or a text is wider than what it stands in. */
  const overflow = (): Promise<string[]> => page.evaluate<string[]>(`[
    ...[document.documentElement, document.querySelector('#scroll')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => 'sideways: ' + (one.id || 'page')),
    ...[...document.querySelectorAll('button, label, h1, h2, h3, p, a, .ac-richTextBlock, .bubble')].filter((one) => one.offsetParent !== null && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
      .map((one) => 'cut: ' + (one.id || one.className) + ' ' + one.textContent.slice(0, 40)),
  ]`);

  it.each([
    ['narrow', { ...PHONE, viewport: { width: 320, height: 568 } }, 16], ['large', PHONE, 32], ['narrow-large', { ...PHONE, viewport: { width: 320, height: 568 } }, 32], ['large-desktop', DESKTOP, 32],
    // 1280×1024 zoomed to 400 %.
    ['zoomed', { viewport: { width: 320, height: 256 } }, 16],
  ] as const)('nothing runs out of the screen, letters as large as one likes: %s', async (as, options, letters) => {
    await open(as, options, letters);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.lead')).fontSize")).toBe(`${letters}px`);
    const faults: string[] = [];
    for (const [state, reach] of STATES.slice(0, 9)) {
      await reach();
      await shot(state);
      faults.push(...(await overflow()).map((fault) => `${state}: ${fault}`));
    }
    expect(faults).toEqual([]);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.ac-textRun')).fontSize")).toBe(`${letters}px`);
    // There is still room to read in.
    expect(await page.evaluate("document.querySelector('#scroll').clientHeight")).toBeGreaterThan(100);
  }, 120_000);

  it('keeps its edges where the person’s own colours replace ours, and moves nothing where they asked for stillness', async () => {
    await open('forced', { ...PHONE, forcedColors: 'active', reducedMotion: 'reduce' });
    await enter();
    await says('book');
    await sees('Pour qui ?');
    await press('Soraya F.');
    await page.locator('[aria-pressed=true]').waitFor();
    await says('notices');
    await sees('info');
    await shot('colours');
    const edges = await page.evaluate<string[]>("['.bubble', '.ac-pushButton', '.ac-container', '#text', '#send'].map((one) => one + ' ' + getComputedStyle(document.querySelector('#log ' + one + ', #composer ' + one)).borderTopStyle)");
    expect(edges.filter((edge) => !edge.endsWith(' solid'))).toEqual([]);
    expect(await page.evaluate("parseFloat(getComputedStyle(document.querySelector('[aria-pressed=true]')).borderTopWidth)")).toBe(3);
    expect(await page.evaluate("[...document.querySelectorAll('*')].filter((one) => getComputedStyle(one).animationName !== 'none').length")).toBe(0);
  });

  it('has one title a page, then days, then what messages are about; on a phone the focus goes to the title, not to the letters', async () => {
    await open('headings', PHONE);
    expect(await page.locator('#login').getByRole('heading').evaluateAll((all) => all.map((one) => (one as unknown as { tagName: string }).tagName))).toEqual(['H1', 'H2', 'H2', 'H3', 'H3']);
    await enter();
    expect(await page.evaluate('document.activeElement.id')).toBe('talk');
    await says('concerts');
    await sees('Un autre jour');
    const headings = await page.evaluate<string[]>("[...document.querySelectorAll('#chat h1, #chat h2, #chat h3, #chat [role=heading]')].map((one) => (one.getAttribute('aria-level') || one.tagName[1]) + ' ' + one.textContent)");
    expect(headings).toEqual(['1 Conversation avec le guichet', '2 vendredi 20 novembre', '3 2 concerts samedi 28 novembre']);
    await page.getByRole('button', { name: 'Quitter' }).click();
    await page.locator('#login').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('login-heading');
  });
});

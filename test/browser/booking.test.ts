import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, hasChromium, openBrowser, PHONE, type Browser } from '../support/browser.ts';
import { openHouse, type House } from '../support/house.ts';

/** Where the pictures go that a person should look at. */
const PICTURES = path.join(import.meta.dirname, '..', 'output');

/** The whole way as a newcomer goes it, on the demo season: page, code, booking, push. */
describe.skipIf(!hasChromium())('a booking made in a browser', () => {
  let house: House;
  const problems: string[] = [];

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    house = await openHouse({ env: { GUICHET_DEMO: '1' } });
  });

  function watch(page: Page): void {
    page.on('console', (line) => problems.push(`${line.type()}: ${line.text()}`));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(house.running.address) && !request.url().startsWith('data:')) problems.push(`foreign: ${request.url()}`);
    });
  }

  describe.each([['phone', PHONE, 'Driss El Amrani', 'jean-claude'], ['desktop', DESKTOP, 'Moussa Camara', 'kévin']] as const)('on a %s', (name, device, who, person) => {
    let browser: Browser;
    let page: Page;
    let shots = 0;
    const shot = async (): Promise<void> => {
      await page.waitForTimeout(250);
      await page.screenshot({ path: path.join(PICTURES, `${name}-${(shots += 1)}.png`) });
    };
    const says = async (text: string): Promise<void> => {
      await page.fill('#text', text);
      await page.press('#text', 'Enter');
    };
    const sees = (text: string | RegExp): Promise<void> => page.locator('#log').getByText(text).last().waitFor();
    const press = (label: string | RegExp): Promise<void> => page.locator('#log').getByRole('button', { name: label }).last().click();

    beforeAll(async () => {
      browser = await openBrowser(device);
      page = browser.page;
      watch(page);
    });
    afterAll(() => browser.close());

    it('A8 X1 finds a show, chooses somebody, confirms, and sees the seat after a reload', async () => {
      await page.goto(house.running.address);
      await page.getByRole('button', { name: who }).waitFor();
      await shot();
      await page.getByRole('button', { name: who }).click();
      await page.locator('#text').waitFor();
      await says('menu');
      await sees(/Bonjour/);
      await shot();
      await says('le bruit des clés');
      await sees(/2 dates/);
      await says('1');
      await sees(/Contact du lieu/);
      await shot();
      await press('Réserver');
      await sees(/Pour qui/);
      await shot();
      await says(person);
      await sees(/Je récapitule/);
      await shot();
      await press('Confirmer');
      await sees(/C’est réservé/);
      await shot();
      await page.reload();
      await sees(/C’est réservé/);
      await says('mes réservations');
      await sees(/Vos réservations à venir/);
      await shot();
      expect(problems).toEqual([]);
    });
  });
});

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers } from '../support/axe.ts';
import { DESKTOP, hasChromium, openBrowser, PHONE, type Browser } from '../support/browser.ts';
import { openHouse, type House } from '../support/house.ts';
import { Keyboard } from '../support/keyboard.ts';

/** Where the pictures go that a person should look at. */
const PICTURES = path.join(import.meta.dirname, '..', 'output');

/** What each account does, on the real house with the demo season: words, then what is to be seen; '[…]' presses. */
const WALKS = [
  ['referent', 'Sophie Marchand', [
    ['menu', 'Bonjour'], ['[Plus…]', 'Que voulez-vous faire'], ['mes participants', 'Les personnes de votre structure'], ['la fiche de soraya', 'Fiche de Soraya'], ['[Modifier]', 'Prénom'], ['annuler', 'Rien n’a été changé'],
    ['Nouvel Arrivant\nEncore Quelquun\nLucas', 'J’ai lu'], ['annuler', 'Rien n’a été changé'], ['groupes', 'Famille'], ['ma structure', 'Personne à contacter'], ['mes collègues', 'Inviter'], ['présence', 'Qui était là'], ['[Un par un]', 'Touchez'],
    ['demandes', 'voudrait y aller'],
  ]],
  ['visitor', 'Soraya Ferrand', [['menu', 'Bonjour Soraya'], ['mes invitations', 'Vos invitations'], ['1', 'Montrez le numéro'], ['cirque', 'dates pour']]],
  ['operator', 'Marguerite Achard', [['menu', 'attendent votre réponse'], ['demandes', 'Demandes à traiter'], ['1', 'Accepter'], ['structures', 'active'], ['1', 'Suspendre']]],
] as const;

describe.skipIf(!hasChromium())('A3 A12 A14 X7 people, presence and answers in a browser', () => {
  let house: House;

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    house = await openHouse({ env: { GUICHET_DEMO: '1' } });
  });

  describe.each([['phone', PHONE], ['desktop', DESKTOP]] as const)('on a %s', (device, options) => {
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      browser = await openBrowser(options);
      page = browser.page;
    });
    afterAll(() => browser.close());

    it.each(WALKS)('X7 %s: nothing shuts anybody out, and nothing is wider than the screen', { timeout: 120_000 }, async (role, who, steps) => {
      await page.goto(house.running.address);
      if (await page.locator('#quit').isVisible()) await page.locator('#quit').click();
      await page.getByRole('button', { name: who }).click();
      await page.locator('#text').waitFor();
      for (const [i, [does, sees]] of steps.entries()) {
        if (does.startsWith('[')) await page.locator('#log').getByRole('button', { name: does.slice(1, -1), exact: true }).last().click();
        else {
          await page.fill('#text', does);
          await page.press('#text', 'Enter');
        }
        await page.locator('#log').getByText(sees).last().waitFor();
        await page.waitForTimeout(250);
        await page.screenshot({ path: path.join(PICTURES, `people-${device}-${role}-${String(i + 1).padStart(2, '0')}.png`) });
        expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), does).toBeLessThanOrEqual(0);
      }
      expect(await barriers(page)).toEqual([]);
    });
  });

  it('A12 X7 a presence list by keyboard alone', { timeout: 60_000 }, async () => {
    const browser = await openBrowser(DESKTOP);
    try {
      await browser.page.goto(house.running.address);
      await browser.page.locator('#demo-list .account').first().waitFor();
      const keys = new Keyboard(browser.page);
      await keys.to(/^Sophie Marchand/);
      await keys.key('Enter');
      await browser.page.locator('#text').waitFor();
      await keys.says('présence');
      await keys.hears('Qui était là');
      await keys.press('Un par un');
      await keys.hears('Touchez');
      // Each press says something else of the person: present, absent, away with a word before.
      const before = await keys.to(/Karim/);
      await keys.key('Space');
      await keys.hears('Présence : Karim Haddad');
      const after = await keys.here();
      expect(after.name).toMatch(/✅ Karim/);
      expect(after.name).not.toBe(before.name);
      await keys.press('Enregistrer');
      await keys.hears('C’est noté');
    } finally {
      await browser.close();
    }
  });
});

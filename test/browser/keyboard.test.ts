import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DESKTOP, hasChromium, openBrowser, type Browser } from '../support/browser.ts';
import { pushed } from '../support/fakeScenes.ts';
import { startFakeWeb, type FakeWeb } from '../support/fakeWeb.ts';
import { openHouse, type House } from '../support/house.ts';
import { Keyboard } from '../support/keyboard.ts';

describe.skipIf(!hasChromium())('X7 by keyboard alone', () => {
  let house: House;
  let browser: Browser;

  beforeAll(async () => {
    house = await openHouse({ env: { GUICHET_DEMO: '1' } });
    browser = await openBrowser(DESKTOP);
  });
  afterAll(() => browser.close());

  it('a booking, from the demo account to the seat', async () => {
    await browser.page.goto(house.running.address);
    await browser.page.locator('#demo-list .account').first().waitFor();
    const keys = new Keyboard(browser.page);
    await keys.to(/^Moussa Camara/);
    await keys.key('Enter');
    await browser.page.locator('#start').waitFor();
    expect(await keys.here()).toMatchObject({ role: 'textbox', name: 'Votre message' });
    await keys.says('le bruit des clés');
    await keys.hears('2 dates');
    await keys.press(/^1\. Le Bruit des clés/, 'Space');
    await keys.hears('Contact du lieu');
    await keys.press('Réserver');
    await keys.hears('Pour qui');
    // From the button just pressed the new answer is the next thing; its first tick, then its way on.
    const ticked = await keys.to(/^(?!Réserver).* [A-Z]\.$/);
    expect(ticked).toMatchObject({ role: 'button', pressed: false });
    await keys.key('Space');
    await browser.page.locator('[aria-pressed=true]').waitFor();
    expect(await keys.here()).toEqual({ ...ticked, pressed: true });
    await keys.to('Continuer');
    await keys.key('Enter');
    await keys.hears('Je récapitule');
    await keys.press('Confirmer');
    await keys.hears('C’est réservé');
  });

  it('the page follows the account’s language, also after it was chosen elsewhere', async () => {
    const keys = new Keyboard(browser.page);
    await keys.says('english');
    await browser.page.locator('html[lang=en]').waitFor();
    await keys.key('Escape');
    expect(await keys.here()).toMatchObject({ name: 'Your message' });
    const code = (await (await fetch(`${house.running.address.replace(/\/$/, '')}/web/demo-accounts`)).json()) as { name: string; code: string }[];
    const elsewhere = await house.login(code.find((one) => one.name === 'Moussa Camara')?.code ?? '');
    await elsewhere.says('français');
    await browser.page.reload();
    await browser.page.locator('html[lang=fr]').waitFor();
    expect(await browser.page.locator('#quit').innerText()).toBe('Quitter');
  });
});

describe.skipIf(!hasChromium())('X7 the page by keyboard', () => {
  let fake: FakeWeb;
  let browser: Browser;
  let page: Page;
  let keys: Keyboard;

  beforeAll(async () => {
    fake = await startFakeWeb({ now: () => new Date('2026-11-20T13:05:00Z') });
  });
  afterAll(() => fake.close());
  beforeEach(async () => {
    browser = await openBrowser(DESKTOP);
    page = browser.page;
    keys = new Keyboard(page);
    await page.addInitScript(READER);
  });
  afterEach(async () => {
    fake.forget();
    await browser.close();
  });

  /** What a screen reader would have said since asked last. */
  const heard = (): Promise<string[]> => page.evaluate<string[]>('window.heard.splice(0)');

  async function enter(): Promise<void> {
    await page.goto(fake.url);
    await page.locator('#demo-list .account').first().waitFor();
    await keys.to(/^Sophie Marchand/);
    await keys.key('Enter');
    await page.locator('#start').waitFor();
    await page.locator('[role=log][aria-live=polite]').waitFor({ state: 'attached' });
    await heard();
  }

  it('lets in by code, says what is wrong at the field, and opens and closes what is asked for a lost one', async () => {
    await page.goto(fake.url);
    await page.locator('#demo-list .account').first().waitFor();
    await keys.type('FAUX');
    await keys.key('Enter');
    await page.getByText('Je ne connais pas ce code.').waitFor();
    expect(await keys.here()).toMatchObject({ role: 'textbox', name: 'Votre code' });
    expect(await page.locator('#code').getAttribute('aria-invalid')).toBe('true');
    await keys.to('Code perdu ?');
    await keys.key('Enter');
    expect(await keys.here()).toMatchObject({ name: 'Votre adresse de courriel' });
    await keys.key('Escape');
    expect(await keys.here()).toMatchObject({ name: 'Code perdu ?' });
    expect(await page.locator('#email').isVisible()).toBe(false);
    await keys.to('Votre code', 'Shift+Tab');
    await keys.type('DEMO-IDRIS');
    await keys.key('Enter');
    await page.locator('#start').waitFor();
    expect(await keys.here()).toMatchObject({ name: 'Votre message' });
  });

  it('goes round in the order of reading, with a way past the conversation and one to its last answer', async () => {
    await enter();
    await keys.says('concerts');
    await keys.hears('Un autre jour');
    const order = [];
    await page.evaluate("document.querySelector('#to-field').focus()");
    for (let i = 0; i < 10; i += 1) {
      order.push((await keys.here()).name);
      await keys.key('Tab');
    }
    expect(order).toEqual([
      'Aller au message à écrire', 'Menu', 'Quitter', 'Conversation avec le guichet', expect.stringMatching(/^1\. Gospel/), expect.stringMatching(/^2\. Quatuor/),
      'Au-delà de 20 km', 'Un autre jour', 'Aller à la dernière réponse', 'Joindre un fichier (10 Mo au plus)',
    ]);
    await keys.to('Aller à la dernière réponse', 'Shift+Tab');
    await keys.key('Enter');
    expect((await keys.to(/./)).name).toMatch(/^1\. Gospel/);
    await page.evaluate("document.querySelector('#menu').focus()");
    await keys.to('Aller au message à écrire', 'Shift+Tab');
    await keys.key('Enter');
    expect(await keys.here()).toMatchObject({ role: 'textbox', name: 'Votre message', seen: true });
    expect(await page.evaluate('location.hash')).toBe('');
  });

  it('comes back to the message field by Escape, and reads back by PageUp from it', async () => {
    await enter();
    await keys.says('all');
    await keys.hears('Abandonner');
    await keys.press('Abandonner');
    await keys.hears('Je ne sais répondre');
    await keys.key('Escape');
    expect(await keys.here()).toMatchObject({ name: 'Votre message' });
    const top = (): Promise<number> => page.evaluate<number>("document.querySelector('#scroll').scrollTop");
    const before = await top();
    await keys.key('PageUp');
    expect(await top()).toBeLessThan(before);
    await keys.key('PageDown');
    expect(await top()).toBe(before);
    // Something new below: the button to it hands the focus over to it.
    await keys.key('PageUp');
    await keys.key('PageUp');
    fake.push(pushed());
    await page.locator('#newer').waitFor();
    await keys.to('Nouveau message ↓', 'Shift+Tab');
    await keys.key('Enter');
    expect((await keys.to(/./)).name).toBe('Voir');
  });

  it('keeps the focus on the same tick, and on what stands in its place when it goes', async () => {
    await enter();
    await keys.says('book');
    await keys.hears('Pour qui');
    await keys.press('Jean-Claude O.', 'Space');
    await page.locator('[aria-pressed=true]').waitFor();
    expect(await keys.here()).toMatchObject({ role: 'button', name: 'Jean-Claude O.', pressed: true, seen: true });
    await keys.key('Enter');
    await page.locator('[aria-pressed=true]').waitFor({ state: 'detached' });
    expect(await keys.here()).toMatchObject({ name: 'Jean-Claude O.', pressed: false });
    // A press that was refused: the button to try again goes with its press, the focus stays in the conversation.
    await keys.says('refus');
    await page.getByText('Ce message n’a pas pu être envoyé.').waitFor();
    await keys.press('Réessayer');
    await keys.hears('Je ne sais répondre');
    expect((await keys.here()).role).not.toBe('body');
    await keys.to('Chercher');
  });

  it('fills a form: every field named, the faulty one found, Enter sends', async () => {
    await enter();
    await keys.says('form');
    await keys.hears('Nouvelle personne');
    await keys.press('Enregistrer');
    expect(await keys.here()).toMatchObject({ name: expect.stringMatching(/^Prénom.*Cette réponse est nécessaire\.$/) as string });
    expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('true');
    await keys.type('Ana');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-invalid")')).toBe('false');
    await keys.to(/^Tranche d’âge/);
    await keys.type('12');
    await keys.to(/^Prénom/, 'Shift+Tab');
    await keys.key('Enter');
    await keys.hears('Enregistré');
    expect(fake.received.at(-1)).toMatchObject({ submit: { form: 'newcomer', values: { first: 'Ana', band: '1' } } });
  });

  it('names the field of a filtered list of choices', async () => {
    await enter();
    const card = {
      type: 'AdaptiveCard', version: '1.5',
      body: [{ type: 'Input.ChoiceSet', id: 'who', label: 'Qui ?', placeholder: 'Un nom', style: 'filtered', choices: [{ title: 'Ana', value: '1' }] }],
    };
    await page.evaluate(`import('/assets/card.js').then(({ drawCard }) => document.querySelector('#log').append(drawCard({ actions: [], card: ${JSON.stringify(card)} }, () => {})))`);
    await keys.to('Qui ?', 'Shift+Tab');
    expect((await keys.here()).role).toMatch(/textbox|combobox/);
  });

  it('chooses a file', async () => {
    await enter();
    const folder = await mkdtemp(join(tmpdir(), 'guichet-keys-'));
    await writeFile(join(folder, 'liste.csv'), 'prénom;nom\nAna;B\n');
    // Asked for before the way to the button: a browser told of it only while the press comes opens its own window instead.
    const chooser = page.waitForEvent('filechooser');
    await keys.to('Joindre un fichier (10 Mo au plus)', 'Shift+Tab');
    await keys.key('Enter');
    await (await chooser).setFiles(join(folder, 'liste.csv'));
    await keys.hears('J’ai lu « liste.csv »');
    await rm(folder, { recursive: true });
  });

  it('announces each message once: not a tick, not the past, another page of a list by itself', async () => {
    await enter();
    await keys.says('book');
    await keys.hears('Pour qui');
    expect(await heard()).toEqual([expect.stringMatching(/^Vous : book/), expect.stringMatching(/^Le guichet : .*Pour qui/s)]);
    await keys.press('Malika K.');
    await page.locator('[aria-pressed=true]').waitFor();
    expect(await heard()).toEqual([]);
    fake.push(pushed());
    await keys.hears('Une place s’est libérée');
    expect(await heard()).toEqual([expect.stringMatching(/^Le guichet : .*Une place s’est libérée/s)]);
    // The same card turned to another page, by somebody else's press as it were.
    fake.push({ blocks: [{ kind: 'paragraph', text: ['Page 2'] }], actions: [{ id: 'recap', label: ['Continuer'] }], redraws: true });
    await page.locator('#log').getByText('Page 2').waitFor();
    expect(await heard()).toEqual([expect.stringMatching(/^Page 2/)]);
    await page.reload();
    await keys.hears('Une place s’est libérée');
    await page.locator('[role=log][aria-live=polite]').waitFor({ state: 'attached' });
    expect(await heard()).toEqual([]);
  });

  it('speaks English once the account does, the older messages in their own language', async () => {
    await enter();
    await keys.says('menu');
    await keys.hears('Plus…');
    await keys.says('english');
    await page.locator('html[lang=en]').waitFor();
    await keys.hears('Je ne sais');
    expect(await page.locator('#log .message').evaluateAll((all) => all.map((one) => (one as unknown as { lang: string }).lang))).toEqual(['fr', 'fr', 'fr', 'en']);
    expect(await page.locator('.day').allTextContents()).toEqual(['Friday 20 November']);
    expect(await page.locator('.stamp').last().innerText()).toBe('at\u00a02:05\u00a0pm');
    await keys.key('Escape');
    expect(await keys.here()).toMatchObject({ name: 'Your message' });
    await page.reload();
    await page.locator('html[lang=en]').waitFor();
    await keys.to('Leave');
    await keys.key('Enter');
    await page.locator('html[lang=fr]').waitFor();
    expect(await keys.here()).toMatchObject({ name: 'Votre code' });
  });
});

/** Listens as a screen reader does: what is added where the nearest `aria-live` (or the role it comes with) is on. */
const READER = `(() => {
  window.heard = [];
  const live = (node) => {
    const region = node.closest('[aria-live], [role=log], [role=status], [role=alert]');
    return region !== null && region.getAttribute('aria-live') !== 'off' && node.closest('[hidden], [aria-hidden=true]') === null;
  };
  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => {
    const element = node.nodeType === 1 ? node : node.parentElement;
    const text = (node.textContent || '').trim();
    if (element !== null && element.isConnected && text !== '' && live(element)) window.heard.push(text.replace(/\\u00a0/g, ' '));
  }))).observe(document, { childList: true, subtree: true });
})()`;

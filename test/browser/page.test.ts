import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasChromium, openBrowser, PHONE, type Browser } from '../support/browser.ts';
import { t } from '../../core/messages/text.ts';
import { pushed } from '../support/fakeScenes.ts';
import { startFakeWeb, type FakeWeb } from '../support/fakeWeb.ts';

describe.skipIf(!hasChromium())('the web page in a browser', () => {
  let fake: FakeWeb;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  /** Refused requests are part of the play and reported by the browser itself; anything else is a fault. */
  function watch(opened: Page): void {
    opened.on('console', (line) => {
      if (!line.text().startsWith('Failed to load resource')) problems.push(`${line.type()}: ${line.text()}`);
    });
    opened.on('pageerror', (error) => problems.push(error.message));
    opened.on('request', (request) => {
      if (!request.url().startsWith(fake.url) && !request.url().startsWith('data:')) problems.push(`foreign: ${request.url()}`);
    });
  }

  async function open(options: BrowserContextOptions = {}): Promise<void> {
    browser = await openBrowser({ ...PHONE, ...options });
    page = browser.page;
    watch(page);
  }

  async function close(): Promise<void> {
    await browser.close();
  }

  async function enter(name = 'Sophie Marchand'): Promise<void> {
    await page.goto(fake.url);
    await page.getByRole('button', { name }).click();
    await page.locator('#start').waitFor();
  }

  const says = async (text: string): Promise<void> => {
    await page.fill('#text', text);
    await page.press('#text', 'Enter');
  };
  const sees = (text: string | RegExp) => page.locator('#log').getByText(text).last().waitFor();
  const press = (name: string) => page.locator('#log').getByRole('button', { name, exact: true }).last().click();
  const bots = () => page.locator('.message.bot').count();
  const owns = () => page.locator('.message.own .bubble').allTextContents();

  beforeAll(async () => {
    fake = await startFakeWeb({ now: () => new Date('2026-11-20T13:05:00Z') });
  });
  afterAll(() => fake.close());
  beforeEach(async () => {
    problems = [];
    await open();
  });
  afterEach(async () => {
    fake.setDown(false);
    fake.forget();
    await close();
    expect(problems).toEqual([]);
  });

  it('lets in by demo account or code; says clearly what is wrong, and the same to every address', async () => {
    await page.goto(fake.url);
    await page.getByRole('button', { name: 'Sophie Marchand' }).waitFor();
    expect(await page.locator('#demo h3').allTextContents()).toEqual(['Culture pour tous (démo)', 'Enfance protégée (démo)']);
    expect(await page.locator('#demo .accounts').first().locator('.account').first().innerText()).toBe('Sophie Marchand\nRéférent · Centre social des Brotteaux');
    await page.fill('#code', 'FAUX');
    await page.press('#code', 'Enter');
    await page.getByRole('alert').getByText('Je ne connais pas ce code.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('code');
    await page.getByRole('button', { name: 'Code perdu ?' }).click();
    await page.fill('#email', 'inconnue@example.org');
    await page.press('#email', 'Enter');
    await page.getByText('Si cette adresse est connue').waitFor();
    await page.fill('#code', 'DEMO-IDRIS');
    await page.press('#code', 'Enter');
    await page.locator('#who-structure').getByText('Foyer Les Tilleuls').waitFor();
    expect(await page.evaluate('[localStorage.length, sessionStorage.getItem("guichet.session") !== null]')).toEqual([0, true]);
    await page.getByRole('button', { name: 'Quitter' }).click();
    await page.locator('#login').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    await page.getByLabel('Rester connecté sur cet appareil').check();
    await page.getByRole('button', { name: 'Sophie Marchand' }).click();
    await page.locator('#start').waitFor();
    await page.evaluate('sessionStorage.clear()');
    await page.reload();
    await page.locator('#who-name').getByText('Sophie Marchand').waitFor();
  });

  it('draws every kind of block within the screen, each target 44 pixels high', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await enter();
    for (const [word, last] of [['menu', 'Plus…'], ['concerts', 'Un autre jour'], ['all', 'Abandonner'], ['confirm', 'Gospel Experience.ics']] as const) {
      await says(word);
      await sees(last);
    }
    // What comes in is measured when it stands still.
    await page.evaluate('Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))');
    const small = await page.evaluate(`[...document.querySelectorAll('button, a, input:not([type=file]), select, textarea, .ac-selectable')]
      .filter((one) => one.offsetParent !== null && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML.slice(0, 80))`);
    expect(small).toEqual([]);
    expect(await page.evaluate("[document.documentElement, document.querySelector('#scroll')].map((one) => one.scrollWidth - one.clientWidth)")).toEqual([0, 0]);
    expect(await page.locator('.day').allTextContents()).toEqual(['vendredi 20 novembre']);
    expect(await page.locator('.stamp').last().innerText()).toBe('à\u00a014\u00a0h\u00a005');
    await page.locator('[role=log][aria-live=polite]').waitFor();
    expect(await page.getByRole('heading', { name: 'Gospel Experience' }).count()).toBe(1);
  });

  it('is worked by keyboard alone: a row of a list, then its answer, focus kept', async () => {
    await enter();
    await says('concerts');
    const row = page.getByRole('button', { name: '1. Gospel Experience — 20 h Bourse du Travail, Lyon 3e · 2 places' });
    await row.focus();
    expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle + document.activeElement.matches(':focus-visible')")).toBe('solidtrue');
    await page.keyboard.press('Enter');
    await sees('Métro B, station Place Guichard, à 2 minutes à pied');
    expect(await owns()).toEqual(['concerts', '1']);
    expect(await row.evaluate((one: unknown) => (globalThis as unknown as { document: { activeElement: unknown } }).document.activeElement === one)).toBe(true);
    expect(fake.received.at(-1)).toMatchObject({ press: 'sheet', label: '1' });
  });

  it('redraws in place what is ticked: no bubble, scroll and focus kept, one message', async () => {
    await enter();
    await says('all');
    await sees('Abandonner');
    await says('book');
    await sees('Pour qui ?');
    const before = await bots();
    await page.evaluate("document.querySelector('#scroll').scrollTop -= 60");
    const top = await page.evaluate("document.querySelector('#scroll').scrollTop");
    await page.getByRole('button', { name: 'Malika K.' }).focus();
    await page.keyboard.press('Space');
    await page.locator('[aria-busy=true]').waitFor();
    await page.keyboard.press('Space');
    await page.locator('[aria-pressed=true]').waitFor();
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label") + document.activeElement.getAttribute("aria-pressed")')).toBe('Malika K.true');
    expect(await page.evaluate("document.querySelector('#scroll').scrollTop")).toBe(top);
    expect([await bots(), await owns()]).toEqual([before, ['all', 'book']]);
    expect(fake.received.filter((one) => one.press === 'tick:m')).toHaveLength(1);
    await press('Soraya F.');
    await page.locator('[aria-pressed=true] >> nth=1').waitFor();
    await page.reload();
    await page.locator('[aria-pressed=true] >> nth=1').waitFor();
    expect([await bots(), await owns()]).toEqual([before, ['all', 'book']]);
  });

  it('asks a form, keeps it until it is complete, and sends its values', async () => {
    await enter();
    await says('form');
    await page.getByLabel('Prénom').fill('Ana');
    await press('Enregistrer');
    await page.getByText('Cette réponse est nécessaire.').waitFor();
    await page.getByLabel('Tranche d’âge').selectOption('12 à 17 ans');
    await page.getByLabel('Prénom').press('Enter');
    await sees(/Enregistré\s:/);
    expect(fake.received.at(-1)).toMatchObject({ submit: { form: 'newcomer', values: { first: 'Ana', band: '1' } } });
    await says('form');
    await press('Abandonner');
    await sees('Je ne sais répondre que sur les sorties et les réservations.');
  });

  it('shows each message once, whether by the answer or by the stream, and announces pushes', async () => {
    await enter();
    await says('menu');
    await sees('Plus…');
    fake.push(pushed());
    await sees('Une place s’est libérée pour');
    expect(await bots()).toBe(2);
    await page.evaluate("document.querySelector('#scroll').scrollTop = 0");
    await says('all');
    await sees('Abandonner');
    await page.evaluate("document.querySelector('#scroll').scrollTop = 0");
    fake.push(pushed());
    await page.getByRole('button', { name: 'Nouveau message' }).click();
    await page.getByRole('button', { name: 'Nouveau message' }).waitFor({ state: 'hidden' });
  });

  it('loses nothing and doubles nothing when the connection goes', async () => {
    await enter();
    fake.setDown(true);
    await page.getByText('Connexion perdue, je réessaie…').waitFor();
    fake.push(pushed());
    await says('concerts');
    await says('menu');
    await page.reload();
    await page.getByText('Connexion perdue, je réessaie…').waitFor();
    fake.setDown(false);
    await page.evaluate("window.dispatchEvent(new Event('online'))");
    await sees('Plus…');
    await page.locator('#status').filter({ hasText: /^$/ }).waitFor({ state: 'attached' });
    expect([await bots(), await owns()]).toEqual([3, ['concerts', 'menu']]);
    fake.loseNextAnswer();
    await says('notices');
    await sees('info');
    await page.locator('.own.waiting').waitFor({ state: 'detached' });
    const ids = fake.received.filter((one) => one.text === 'notices').map((one) => one.clientMessageId);
    expect([ids.length >= 2, new Set(ids).size]).toEqual([true, 1]);
    expect([await bots(), await owns()]).toEqual([4, ['concerts', 'menu', 'notices']]);
    fake.dropStreams();
    fake.push(pushed());
    await page.locator('.message.bot >> nth=4').waitFor();
  });

  it('offers to send again what was refused', async () => {
    await enter();
    await says('refus');
    await page.getByRole('alert').getByText('Ce message n’a pas pu être envoyé.').waitFor();
    expect(await page.getByRole('button', { name: 'Réessayer' }).evaluate((one: { getBoundingClientRect(): { bottom: number } }) => one.getBoundingClientRect().bottom)).toBeLessThan(790);
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await sees('Je ne sais répondre que sur les sorties et les réservations.');
    expect(await owns()).toEqual(['refus']);
  });

  it('goes back to the entrance when the session ends, and keeps the draft for the same person', async () => {
    await enter();
    await page.fill('#text', 'réserve pour Karim');
    fake.signOut();
    await page.getByText('Votre session est terminée.').waitFor();
    await page.getByRole('button', { name: 'Idris Lemaire' }).click();
    await page.locator('#start').waitFor();
    expect(await page.inputValue('#text')).toBe('');
    await page.getByRole('button', { name: 'Quitter' }).click();
    await page.getByRole('button', { name: 'Sophie Marchand' }).click();
    await page.locator('#start').waitFor();
    expect(await page.inputValue('#text')).toBe('réserve pour Karim');
  });

  it('sends a file, refuses one above 10 MB before sending it', async () => {
    await enter();
    const folder = await mkdtemp(join(tmpdir(), 'guichet-file-'));
    const path = join(folder, 'liste.csv');
    await writeFile(path, 'prénom;nom\nAna;B\n');
    await page.setInputFiles('#file', path);
    await sees('J’ai lu « liste.csv ».');
    expect(await owns()).toEqual(['📎 liste.csv']);
    expect(fake.received.at(-1)?.clientMessageId).toMatch(/^[0-9a-f-]{36}$/);
    await writeFile(path, Buffer.alloc(10 * 1024 * 1024 + 1));
    await page.setInputFiles('#file', path);
    await rm(folder, { recursive: true });
    await page.getByText('« liste.csv » dépasse 10 Mo. Envoyez un fichier plus léger.').waitFor();
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'photo.png', { type: 'image/png' }));
      for (const type of ['dragenter', 'dragover', 'drop']) document.querySelector('#scroll').dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
    })()`);
    await sees('J’ai lu « photo.png ».');
    expect(await page.locator('#drop').isVisible()).toBe(false);
  });

  it('shows hostile text as typed', async () => {
    await enter();
    await says('hostile');
    await sees(/^<img src=x onerror="window.hurt=1"> .*\{\{DATE\(2017-02-14T06:08:39Z, SHORT\)\}\}$/);
    fake.push({ blocks: [{ kind: 'paragraph', text: t`${'<b>'.repeat(34_000)}` }] });
    await sees(/^(<b>)+$/);
    expect(await page.evaluate("[window.hurt, document.querySelectorAll('#log a, #log img, #log b').length]")).toEqual([undefined, 0]);
  });

  it('asks every few seconds where streams cannot be read', async () => {
    await page.addInitScript('delete window.ReadableStream');
    await enter();
    fake.push(pushed());
    await sees('Une place s’est libérée pour');
  });

  it('X7 needs nothing that came to browsers after 2019', async () => {
    await page.addInitScript(`(() => {
      for (const [owner, ...names] of [
        [Array.prototype, 'at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with', 'group'], [String.prototype, 'at', 'replaceAll', 'matchAll', 'isWellFormed'],
        [Object, 'hasOwn', 'groupBy'], [Promise, 'allSettled', 'any', 'withResolvers', 'try'], [Array, 'fromAsync'], [Intl, 'Segmenter', 'RelativeTimeFormat', 'ListFormat', 'DisplayNames', 'Locale'],
        [AbortSignal, 'timeout', 'any', 'abort'], [AbortSignal.prototype, 'throwIfAborted'], [Crypto.prototype, 'randomUUID'], [Element.prototype, 'replaceChildren', 'checkVisibility', 'setHTMLUnsafe', 'ariaLabel', 'computedStyleMap'],
        [HTMLElement.prototype, 'inert', 'showPopover'], [HTMLFormElement.prototype, 'requestSubmit'], [MediaQueryList.prototype, 'addEventListener'], [Blob.prototype, 'text', 'arrayBuffer', 'stream'],
        [ReadableStream, 'from'], [ReadableStream.prototype, Symbol.asyncIterator, 'values'], [window, 'structuredClone', 'ResizeObserver', 'BroadcastChannel', 'WeakRef', 'FinalizationRegistry', 'TextDecoderStream', 'reportError', 'scheduler', 'navigation', 'CSSStyleSheet'],
      ]) for (const name of names) delete owner[name];
    })()`);
    // A fault inside is mended like a lost connection, by asking again: so it is counted who asked.
    const streams: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/web/stream')) streams.push(request.url());
    });
    await enter();
    await says('menu');
    await sees('Plus…');
    expect(await page.evaluate("[typeof [].at, typeof ''.replaceAll, typeof window.structuredClone, typeof crypto.randomUUID]")).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
    await says('concerts');
    await press('Au-delà de 20 km');
    await sees('Je ne sais répondre que sur les sorties et les réservations.');
    await says('book');
    await press('Soraya F.');
    await page.locator('[aria-pressed=true]').waitFor();
    await press('Continuer');
    await press('Confirmer');
    await sees('Gospel Experience.ics');
    await says('form');
    await page.getByLabel('Prénom').fill('Ana');
    await page.getByLabel('Tranche d’âge').selectOption('12 à 17 ans');
    await press('Enregistrer');
    await sees(/Enregistré\s:/);
    fake.push(pushed());
    await sees('Une place s’est libérée pour');
    await page.reload();
    await sees('Une place s’est libérée pour');
    expect(streams).toHaveLength(2);
    expect(fake.received.map((one) => one.clientMessageId)).toEqual([...new Set(fake.received.map((one) => one.clientMessageId))]);
  });

  it('draws messages plainly where the card package is missing', async () => {
    await page.route('**/assets/adaptivecards.js', (route) => route.abort());
    await enter();
    await says('book');
    await press('Soraya F.');
    await page.locator('[aria-pressed=true]').waitFor();
    await says('form');
    await page.getByLabel('Prénom').fill('Ana');
    await page.getByLabel('Tranche d’âge').selectOption('1');
    await press('Envoyer');
    await sees(/Enregistré\s:/);
  });

  it.each([['light', 'rgb(245, 243, 238)'], ['dark', 'rgb(20, 24, 26)']] as const)('follows the %s scheme on a desktop, in a column', async (colorScheme, ground) => {
    await close();
    await open({ viewport: { width: 1280, height: 800 }, hasTouch: false, isMobile: false, colorScheme, reducedMotion: 'reduce' });
    await enter();
    await says('menu');
    await sees('Plus…');
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(ground);
    expect(await page.evaluate("document.querySelector('.column').getBoundingClientRect().width")).toBeLessThanOrEqual(720);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.message')).animationName")).toBe('none');
  });
});

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verificationUrl } from '../../core/documents/mac.ts';
import { codeOn, pagesIn, textOf } from '../core/documents/read.ts';
import { barriers } from '../support/axe.ts';
import { DESKTOP, hasChromium, openBrowser, PHONE, type Browser } from '../support/browser.ts';
import { Desk } from '../support/desk.ts';
import { openHouse, type House } from '../support/house.ts';
import { Keyboard } from '../support/keyboard.ts';
import type { Referent } from '../support/world.ts';

/** Where the pictures go that a person should look at. */
const PICTURES = path.join(import.meta.dirname, '..', 'output');
const DAY = 86_400_000;
const NAMES = /Soraya|Ferrand|Malika|Koné|Hugo|Petit|Sophie|Martin|Foyer/iu;

describe.skipIf(!hasChromium())('A9 documents and what they are worth, in a browser', () => {
  let house: House;
  let desk: Desk;
  const problems: string[] = [];

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    house = await openHouse();
    desk = new Desk(house.fresh);
  });

  function watch({ context }: Browser): void {
    context.on('weberror', (error) => problems.push(error.error().message));
    context.on('console', (line) => {
      // A page that is gone is answered with 410 or 404, and the browser says so; small pages have no icon.
      if (!line.text().startsWith('Failed to load resource')) problems.push(`${line.type()}: ${line.text()}`);
    });
    context.on('request', (request) => {
      if (!/^(?:data|blob|chrome-extension|chrome):/u.test(request.url()) && !request.url().startsWith(house.running.address)) problems.push(`foreign: ${request.url()}`);
    });
  }

  const shot = async (page: Page, name: string): Promise<void> => {
    await page.waitForTimeout(200);
    await page.screenshot({ path: path.join(PICTURES, `documents-${name}.png`) });
  };

  /** What does not fit: the page scrolls sideways, or something reaches over its edge. */
  const wide = (page: Page): Promise<string[]> => page.evaluate<string[]>(`[
    ...[document.documentElement, document.querySelector('#scroll')].filter((one) => one && one.scrollWidth > one.clientWidth).map((one) => 'sideways: ' + (one.id || 'page')),
    ...[...document.querySelectorAll('h1, p, dt, dd, svg, .file, .file *')].filter((one) => { const box = one.getBoundingClientRect(); return box.width > 0 && (box.left < 0 || box.right > document.documentElement.clientWidth + 0.5); }).map((one) => 'over the edge: ' + one.textContent.slice(0, 40)),
    ...[...document.querySelectorAll('h1, p, dd, .file')].filter((one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1).map((one) => 'cut: ' + one.textContent.slice(0, 40)),
  ]`);

  /** Light and dark, as wide as it is and at 320 px: what shuts somebody out, and what does not fit. */
  async function faults(page: Page, name: string): Promise<string[]> {
    const found: string[] = [];
    const size = page.viewportSize() ?? { width: 320, height: 568 };
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await shot(page, `${name}-${colorScheme}`);
      found.push(...(await barriers(page)));
    }
    await page.emulateMedia({ colorScheme: 'light' });
    found.push(...(await wide(page)));
    await page.setViewportSize({ width: 320, height: 568 });
    await shot(page, `${name}-narrow`);
    found.push(...(await wide(page)));
    await page.setViewportSize(size);
    return found.map((one) => `${name}: ${one}`);
  }

  async function enter(page: Page, { code }: Referent): Promise<void> {
    await page.goto(house.running.address);
    await page.fill('#code', code);
    await page.press('#code', 'Enter');
    await page.locator('#text').waitFor();
  }
  const says = async (page: Page, text: string): Promise<void> => {
    await page.fill('#text', text);
    await page.press('#text', 'Enter');
  };
  const sees = (page: Page, text: string | RegExp): Promise<void> => page.locator('#log').getByText(text).last().waitFor();
  const press = (page: Page, name: string): Promise<void> => page.locator('#log').getByRole('button', { name, exact: true }).last().click();

  const links = (page: Page): Promise<string[]> => page.evaluate<string[]>("[...document.querySelectorAll('#log .files a')].map((one) => one.href)");
  /** In plain numbers: what this address gives now. */
  async function fetched(page: Page, url: string): Promise<{ status: number; type: string; kept: string; bytes: Buffer }> {
    const answer = await page.context().request.get(url);
    return { status: answer.status(), type: answer.headers()['content-type'] ?? '', kept: answer.headers()['content-disposition'] ?? '', bytes: await answer.body() };
  }

  /** Presses a link with the keyboard alone, and gives what opened. */
  async function openedBy(page: Page, name: RegExp): Promise<Page> {
    const keyboard = new Keyboard(page);
    await page.locator('#text').focus();
    const stop = await keyboard.to(name, 'Shift+Tab');
    expect(stop).toMatchObject({ role: 'link', seen: true });
    const opening = page.context().waitForEvent('page');
    await keyboard.key('Enter');
    return opening;
  }

  describe.each([['phone', PHONE], ['desktop', DESKTOP]] as const)('on a %s', (device, options) => {
    let browser: Browser;
    let page: Page;
    let sophie: Referent;
    let structure: string;

    beforeAll(async () => {
      structure = await house.world.structure('Foyer des Essais');
      await house.world.people(structure, ['Soraya Ferrand', 'Malika Koné']);
      sophie = await house.world.referent(structure);
      browser = await openBrowser(options);
      page = browser.page;
      watch(browser);
    });
    afterAll(() => browser.close());

    it('A9 X7 links with a name and a kind, reached by the keyboard; they give the file, also after a reload, and say when it is gone', async () => {
      const title = `Gospel du Rhône ${device}`;
      await house.world.show({ title, startsAt: new Date((await house.now()).getTime() + 8 * DAY) });
      await enter(page, sophie);
      await says(page, title);
      await press(page, 'Réserver');
      await sees(page, 'Pour qui');
      await says(page, 'soraya et malika');
      await sees(page, 'Je récapitule');
      await press(page, 'Confirmer');
      await sees(page, 'C’est réservé');

      const names = (await page.locator('#log .files').getByRole('link').allInnerTexts()).map((text) => text.replace(/\s+/gu, ' ').trim());
      expect(names).toEqual(['📄 2 invitations PDF', '📅 Date et lieu agenda']);
      expect(await page.locator('#log .files').getAttribute('aria-label')).toBe('Documents');
      expect(await faults(page, `${device}-chat`)).toEqual([]);

      const [pdf = '', calendar = ''] = await links(page);
      expect(decodeURIComponent(`${pdf}${calendar}`)).not.toMatch(NAMES);
      const paper = await fetched(page, pdf);
      expect(paper).toMatchObject({ status: 200, type: 'application/pdf' });
      expect([paper.bytes.subarray(0, 5).toString(), pagesIn(paper.bytes)]).toEqual(['%PDF-', 2]);
      expect(`${textOf(paper.bytes)} ${textOf(paper.bytes, 1)}`).toMatch(/Soraya Ferrand.*Malika Koné|Malika Koné.*Soraya Ferrand/u);
      expect(decodeURIComponent(paper.kept)).not.toMatch(NAMES);

      const date = await fetched(page, calendar);
      expect(decodeURIComponent(date.kept)).toMatch(/^attachment; .*\.ics/u);
      expect(decodeURIComponent(date.kept)).not.toMatch(NAMES);
      const kept = date.bytes.toString('utf8');
      expect(kept).toMatch(/^BEGIN:VCALENDAR\r\n/u);
      expect(kept).toContain(title);
      expect(kept).not.toMatch(/Soraya|Ferrand|Malika|Koné/u);
      expect(date.type).toMatch(/^text\/calendar/u);

      await page.reload();
      await sees(page, 'C’est réservé');
      expect(await links(page)).toEqual([pdf, calendar]);
      expect((await fetched(page, pdf)).status).toBe(200);

      await says(page, 'annuler soraya');
      await press(page, 'Oui, annuler');
      await sees(page, 'annulé pour Soraya Ferrand');
      const less = await fetched(page, pdf);
      expect([less.status, pagesIn(less.bytes)]).toEqual([200, 1]);
      expect(textOf(less.bytes)).not.toContain('Soraya');
      const elsewhere = await house.login(sophie);
      await (await elsewhere.says('annuler malika')).presses('Oui, annuler');
      elsewhere.sees('annulé pour Malika Koné');
      const gone = await openedBy(page, /2 invitations/u);
      await gone.getByRole('heading', { name: 'Ce document n’existe plus' }).waitFor();
      expect((await fetched(page, pdf)).status).toBe(410);
      expect(await gone.locator('body').innerText()).not.toMatch(NAMES);
      expect(await faults(gone, `${device}-gone`)).toEqual([]);
      await gone.close();
      // The calendar takes it away by the same link.
      expect((await fetched(page, calendar)).bytes.toString('utf8')).toContain('STATUS:CANCELLED');
      expect(problems).toEqual([]);
    });
  });

  it('A9 X7 the QR opens a page that says what the invitation is worth: before, on its day, used, after, given back, wrong', async () => {
    const home = await house.world.structure('Foyer des Portes');
    const sophie = await house.world.referent(home);
    const [hugo = '', malika = '', soraya = ''] = await house.world.people(home, ['Hugo Petit', 'Malika Koné', 'Soraya Ferrand']);
    const now = await house.now();
    const { id: show } = await house.world.show({ title: 'Le bal des très longues nuits d’hiver et d’été', startsAt: new Date('2026-11-28T19:00:00Z'), venueName: 'Théâtre intercommunal des Deux-Rives' });
    const seats = await desk.ask(sophie, show, [hugo, malika, soraya].map((id) => ({ id, kind: 'participant' as const })), now);
    const [one = '', other = '', given = ''] = seats.map(({ number }) => number);
    const address = (number: string): string => verificationUrl(house.running.address, house.fresh.keys.master.mac, house.world.operator, number);
    await desk.cancel(sophie, [seats[2]?.id ?? ''], now);
    const wrong = address(one).replace(/.{12}$/u, '2'.repeat(12));

    const doors = await Promise.all([
      openBrowser(PHONE), openBrowser(DESKTOP), openBrowser({ ...PHONE, viewport: { width: 320, height: 568 } }, { letters: 32 }),
    ]);
    const [phone, , large] = doors;
    for (const door of doors) watch(door);
    try {
      const found: string[] = [];
      /** On every screen: the word, in the browser's tab too; nobody's name; nothing that shuts somebody out or does not fit. */
      const shows = async (name: string, url: string, word: string, status: number, more: readonly string[]): Promise<void> => {
        for (const [i, { page }] of doors.entries()) {
          const answer = await page.goto(url);
          expect(answer?.status(), name).toBe(status);
          expect(await page.getByRole('heading', { level: 1 }).innerText(), name).toBe(word);
          expect(await page.title(), name).toBe(`Invitation ${word.toLocaleLowerCase('fr')}`);
          const text = (await page.locator('body').innerText()).replace(/\s+/gu, ' ');
          for (const part of more) expect(text, name).toContain(part);
          expect(text, name).not.toMatch(NAMES);
          if (i === 2) {
            await shot(page, `door-${name}-large`);
            found.push(...(await wide(page)).map((fault) => `${name}, large: ${fault}`));
          } else found.push(...(await faults(page, `door-${name}-${i === 0 ? 'phone' : 'desktop'}`)));
        }
      };
      const facts = ['Le bal des très longues nuits d’hiver et d’été', 'Samedi 28 novembre 2026 à 20 h', 'Théâtre intercommunal des Deux-Rives, Lyon', one.replace(/(\d{3})(?=\d)/gu, '$1 ')];
      await shows('tocome', address(one), 'PAS AUJOURD’HUI', 200, [...facts, 'est pour le samedi 28 novembre 2026']);
      await shows('void', address(given), 'ANNULÉE', 200, ['ne vaut plus']);
      await shows('unknown', wrong, 'INCONNUE', 404, ['Nous ne connaissons pas cette invitation']);
      await house.clock('2026-11-28T18:30:00Z');
      await shows('valid', address(one), 'VALABLE', 200, [...facts, 'Une personne peut entrer']);
      // What has to be seen at a glance is there without scrolling.
      const low = await phone.page.evaluate<number>("document.querySelector('.number').getBoundingClientRect().bottom");
      expect(low).toBeLessThan(844);
      expect(await large.page.evaluate("getComputedStyle(document.querySelector('.says')).fontSize")).toBe('32px');
      await house.fresh.admin('seat').where({ number: other }).update({ attendance: 'present' });
      await shows('used', address(other), 'DÉJÀ UTILISÉE', 200, ['Une personne est déjà entrée']);
      await house.clock('2026-11-29T18:30:00Z');
      await shows('over', address(one), 'PAS AUJOURD’HUI', 200, ['était pour le samedi 28 novembre 2026']);
      expect(found).toEqual([]);

      // Words, shapes and edges stay where the person's own colours replace ours.
      await phone.page.emulateMedia({ forcedColors: 'active' });
      await shot(phone.page, 'door-forced');
      expect(await phone.page.evaluate("getComputedStyle(document.querySelector('.state')).borderTopStyle")).toBe('double');
    } finally {
      await Promise.all(doors.map((door) => door.close()));
    }
    expect(problems).toEqual([]);
  });

  it('A9 the QR on the page of an invitation is the address of what it is worth', async () => {
    const home = await house.world.structure('Foyer du Code');
    const sophie = await house.world.referent(home);
    const person = await house.world.person(home, 'Soraya Ferrand');
    const title = 'Danse';
    const { id: show } = await house.world.show({ title, startsAt: new Date((await house.now()).getTime() + 9 * DAY) });
    const [seat] = await desk.ask(sophie, show, [{ id: person, kind: 'participant' }], await house.now());
    const chat = await house.login(sophie);
    await chat.says(seat?.number ?? '');
    const [file] = chat.last.flatMap(({ files = [] }) => files);
    const browser = await openBrowser();
    watch(browser);
    try {
      const { page } = browser;
      const { bytes } = await fetched(page, new URL(file?.url ?? '', house.running.address).href);
      const says = codeOn(bytes)?.says ?? '';
      expect(says).toBe(verificationUrl(house.running.address, house.fresh.keys.master.mac, house.world.operator, seat?.number ?? ''));
      await page.goto(says);
      await page.getByRole('heading', { name: 'PAS AUJOURD’HUI' }).waitFor();
      await desk.cancel(sophie, [seat?.id ?? ''], await house.now());
      await page.reload();
      await page.getByRole('heading', { name: 'ANNULÉE' }).waitFor();
    } finally {
      await browser.close();
    }
    expect(problems).toEqual([]);
  });
});

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

/** Debian's browser; where it is missing, browser tests say so and are skipped. */
const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
];
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } satisfies BrowserContextOptions;
export const DESKTOP = { viewport: { width: 1280, height: 800 } } satisfies BrowserContextOptions;

export function hasChromium(): boolean {
  const there = existsSync(CHROMIUM);
  if (!there) process.stderr.write(`Browser tests are skipped: ${CHROMIUM} is missing (Debian's package 'chromium').\n`);
  return there;
}

export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  close(): Promise<void>;
}

/**
 * A browser with a profile of its own, in French and in Paris.
 * @param more.letters the size of letters that the person has set, in pixels (16 by default)
 */
export async function openBrowser(options: BrowserContextOptions = PHONE, more: { readonly letters?: number } = {}): Promise<Browser> {
  const profile = await mkdtemp(path.join(tmpdir(), 'guichet-page-'));
  if (more.letters !== undefined) {
    await mkdir(path.join(profile, 'Default'));
    await writeFile(path.join(profile, 'Default', 'Preferences'), JSON.stringify({ webkit: { webprefs: { default_font_size: more.letters } } }));
  }
  const context = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, args: FLAGS, locale: 'fr-FR', timezoneId: 'Europe/Paris', ...options });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(10_000);
  return {
    context,
    page,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

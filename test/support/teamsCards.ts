import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** Microsoft's own package, as a page loads it. */
const PACKAGE = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');

export type Theme = 'light' | 'dark';

/** Teams' look as Microsoft publishes it for its card designer: sizes in px, colours with their opacity first. */
const INK = { light: { text: '#ff252424', subtle: '#bf252424' }, dark: { text: '#ffffffff', subtle: '#bfffffff' }, tinted: { text: '#ff201f1f', subtle: '#ff2d2c2c' } } as const;
const HUES = {
  light: { accent: '#ff6264a7', good: '#ff92c353', warning: '#fff8d22a', attention: '#ffc4314b' },
  dark: { accent: '#ffa6a7dc', good: '#ff92c353', warning: '#fff8d22a', attention: '#ffd74654' },
} as const;
const GROUNDS = { light: { default: '#ffffffff', emphasis: '#fff9f8f7' }, dark: { default: '#ff2d2c2c', emphasis: '#ff292828' } } as const;
/** The same in the dark, with dark letters. */
const TINTS = { accent: '#ffc7def9', good: '#ffccffcc', attention: '#ffffc5b2', warning: '#ffffe2b2' } as const;

const style = (backgroundColor: string, { text, subtle }: { readonly text: string; readonly subtle: string }, theme: Theme): object => ({
  backgroundColor,
  foregroundColors: { default: { default: text, subtle }, ...Object.fromEntries(Object.entries(HUES[theme]).map(([name, colour]) => [name, { default: colour, subtle: colour }])) },
});

const hostConfig = (theme: Theme): object => ({
  fontFamily: "'Segoe UI', 'Selawik', system-ui, sans-serif", supportsInteractivity: true,
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 }, lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 }, fontWeights: { lighter: 200, default: 400, bolder: 600 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 }, separator: { lineThickness: 1, lineColor: '#eeeeee' },
  containerStyles: {
    ...Object.fromEntries(Object.entries(GROUNDS[theme]).map(([name, ground]) => [name, style(ground, INK[theme], theme)])),
    ...Object.fromEntries(Object.entries(TINTS).map(([name, ground]) => [name, style(ground, theme === 'light' ? INK.light : INK.tinted, theme)])),
  },
  actions: { maxActions: 6, spacing: 'default', buttonSpacing: 8, showCard: { actionMode: 'none' }, actionsOrientation: 'horizontal', actionAlignment: 'left' },
  inputs: { label: { inputSpacing: 'small', requiredInputs: { suffix: ' *' }, optionalInputs: {} }, errorMessage: { color: 'attention', size: 'small' } },
});

/** A set of buttons goes on in the next row in Teams, and each says what it says on one line; a card is as wide as a message. */
const looks = (theme: Theme): string => {
  const [ground, card, edge, ink, field, brand, danger] = theme === 'light' ? ['#f5f5f5', '#ffffff', '#d1d1d1', '#242424', '#f3f2f1', '#5b5fc7', '#c4314b'] : ['#1f1f1f', '#2d2c2c', '#666666', '#ffffff', '#201e1f', '#5b5fc7', '#f1707b'];
  return `
    * { box-sizing: border-box }
    body { margin: 0; padding: 8px; background: ${ground}; color: ${ink}; font: 14px/20px 'Segoe UI', 'Selawik', system-ui, sans-serif }
    main > section { break-inside: avoid; margin: 0 0 12px; max-width: 640px }
    h2 { font: 11px/14px monospace; margin: 0 0 2px; overflow-wrap: anywhere }
    .teams { background: ${card}; border: 1px solid ${edge}; border-radius: 4px }
    .ac-actionSet { flex-wrap: wrap; gap: 8px; overflow: visible !important }
    .ac-actionSet > :not(button) { display: none }
    .ac-pushButton { font: 600 14px/20px 'Segoe UI', 'Selawik', system-ui, sans-serif; height: 32px; max-width: 100%; padding: 5px 12px; border-radius: 4px; border: 1px solid ${edge}; background: ${card}; color: ${ink}; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
    .ac-pushButton.style-positive { background: ${brand}; border-color: ${brand}; color: #ffffff }
    .ac-pushButton.style-destructive { color: ${danger}; border-color: ${danger} }
    .ac-input { font: 14px/20px 'Segoe UI', 'Selawik', system-ui, sans-serif; width: 100%; min-height: 32px; padding: 5px 8px; border: 1px solid ${edge}; border-radius: 4px; background: ${field}; color: ${ink} }
    .ac-selectable { cursor: pointer; border-radius: 4px }
    main.sheet { columns: 4; column-gap: 12px; width: 1532px }
    main.sheet > section { width: 374px }
    main.sheet.wide { columns: 2; width: 1292px }
    main.sheet.wide > section { width: 640px }
    main > section[hidden] { display: none }`;
};

/** What stands on a page of cards. */
export interface Drawn {
  /** What the package did not know what to do with, by card. */
  readonly unparsed: readonly string[];
  /** Buttons and rows without words, and inputs without a label, by card. */
  readonly unnamed: readonly string[];
}

/** All cards one below the other, drawn by the official package as Teams draws them. */
export async function draw(page: Page, cards: readonly { readonly name: string; readonly card: unknown }[], theme: Theme): Promise<Drawn> {
  await page.setContent(`<!doctype html><html lang="fr"><head><title>Teams</title><style>${looks(theme)}</style></head><body><main></main></body></html>`);
  await page.addScriptTag({ path: PACKAGE });
  return page.evaluate<Drawn>(`(() => {
    const { AdaptiveCard, HostConfig, SerializationContext, Version } = globalThis.AdaptiveCards;
    const unparsed = [];
    const unnamed = [];
    const config = new HostConfig(${JSON.stringify(hostConfig(theme))});
    for (const { name, card: json } of ${JSON.stringify(cards)}) {
      const card = new AdaptiveCard();
      card.hostConfig = config;
      const context = new SerializationContext(new Version(1, 5));
      card.parse(json, context);
      for (let i = 0; i < context.eventCount; i += 1) unparsed.push(name + ': ' + context.getEventAt(i).message);
      const section = document.createElement('section');
      section.append(Object.assign(document.createElement('h2'), { textContent: name }), Object.assign(document.createElement('div'), { className: 'teams' }));
      section.lastChild.append(card.render());
      document.querySelector('main').append(section);
      for (const one of section.querySelectorAll('button, [role=button]')) if ((one.getAttribute('aria-label') ?? one.textContent).trim() === '') unnamed.push(name + ': a button');
      for (const one of card.getAllInputs()) if ((one.label ?? '').trim() === '' || !section.textContent.includes(one.label)) unnamed.push(name + ': ' + one.id);
    }
    return { unparsed, unnamed };
  })()`);
}

/** The cards as they stand on the page. */
export interface Measured {
  readonly wide: readonly string[];
  /** Words that are not shown to their end. */
  readonly cut: readonly string[];
  /** Buttons that stand right on others. */
  readonly touching: readonly string[];
  /** How high each is, in px. */
  readonly heights: Readonly<Record<string, number>>;
}

export const measured = (page: Page): Promise<Measured> => page.evaluate(`(() => {
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page'] : [];
  const cut = [];
  const touching = [];
  const heights = {};
  for (const section of document.querySelectorAll('main > section')) {
    const name = section.firstChild.textContent;
    const card = section.lastChild;
    const { left, right, height } = card.getBoundingClientRect();
    heights[name] = Math.round(height);
    for (const one of card.querySelectorAll('*')) {
      const box = one.getBoundingClientRect();
      if (box.width > 0 && (box.right > right + 0.5 || box.left < left - 0.5)) wide.push(name + ': ' + one.textContent.slice(0, 60));
      if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && getComputedStyle(one).overflowX !== 'visible' && one.textContent !== '') cut.push(name + ': ' + one.textContent.slice(0, 90));
    }
    const buttons = [...card.querySelectorAll('.ac-pushButton')].map((one) => [one, one.getBoundingClientRect()]);
    for (const [one, a] of buttons) if (buttons.some(([, b]) => b.top >= a.bottom && b.top < a.bottom + 4 && b.left < a.right && a.left < b.right)) touching.push(name + ': ' + one.textContent);
  }
  return { wide, cut, touching, heights };
})()`);

/** Pictures of several cards each, so many px high at the most where that can be. @returns how many */
export async function pictures(page: Page, wide: boolean, path: (n: number) => string): Promise<number> {
  const columns = wide ? 2 : 4;
  const heights = Object.values((await measured(page)).heights);
  await page.setViewportSize({ width: wide ? 1_320 : 1_580, height: 1_000 });
  const sheets: number[][] = [[]];
  let room = columns * 1_300;
  for (const [i, height] of heights.entries()) {
    if (height + 40 > room && sheets.at(-1)?.length !== 0) {
      sheets.push([]);
      room = columns * 1_300;
    }
    sheets.at(-1)?.push(i);
    room -= height + 40;
  }
  for (const [n, sheet] of sheets.entries()) {
    await page.evaluate(`{
      document.querySelector('main').className = 'sheet${wide ? ' wide' : ''}';
      const shown = new Set(${JSON.stringify(sheet)});
      [...document.querySelectorAll('main > section')].forEach((section, i) => { section.hidden = !shown.has(i) });
    }`);
    await page.screenshot({ path: path(n + 1), fullPage: true });
  }
  return sheets.length;
}

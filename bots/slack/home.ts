import type { Letter } from '../channel.ts';
import type { Log } from '../log.ts';
import { plainText, type Block } from './blocks.ts';
import { doorOf, render, type App } from './render.ts';
import { AT_ONCE } from './words.ts';

/** Slack's own; of the words, well under what it has been seen to refuse (channels.md 3.1). */
const BLOCKS = 100;
const SHOWN = 11_000;
/** Several changes in one go are one page. */
const PAUSE_MS = 300;
/** A page is kept true for so long after it was opened; Slack says so again when it is opened again. */
const OPEN_MS = 15 * 60_000;
/** What happens in another process, or by somebody else's doing, is seen so much later. */
const LOOK_MS = 20_000;

export interface HomeOptions {
  readonly look: (who: string) => Promise<(Letter & { readonly account: string }) | undefined>;
  readonly app: () => App | undefined;
  readonly publish: (who: string, blocks: readonly Block[]) => Promise<void>;
  readonly log: Log;
}

export interface HomePages {
  /** Somebody opens their page. */
  opened(who: string): Promise<void>;
  /** Something that an account sees has changed. */
  changed(account: string): void;
  stop(): Promise<void>;
}

interface Page {
  account: string | undefined;
  until: number;
  /** What it shows; nothing is published twice. */
  shown: string;
  showing: Promise<void>;
}

/** App Home: everybody's own page beside the conversation, drawn again while it may be looked at. */
export function homePages({ look, app, publish, log }: HomeOptions): HomePages {
  const pages = new Map<string, Page>();
  const waiting = new Map<string, NodeJS.Timeout>();
  const under = new Set<Promise<void>>();

  /** One after the other: what was read first is not shown last. */
  function show(who: string): Promise<void> {
    const page = pages.get(who);
    if (page === undefined) return Promise.resolve();
    page.showing = page.showing.catch(() => undefined).then(() => draw(who, page));
    return page.showing;
  }

  async function draw(who: string, page: Page): Promise<void> {
    const letter = await look(who);
    page.account = letter?.account;
    const blocks = letter === undefined ? nobodys(app()) : blocksOf(letter, app());
    const shown = JSON.stringify(blocks);
    if (shown === page.shown) return;
    await publish(who, blocks);
    page.shown = shown;
  }

  function again(who: string): void {
    if (waiting.has(who)) return;
    waiting.set(who, setTimeout(() => {
      waiting.delete(who);
      const shown = show(who).catch((error: unknown) => log.warn({ err: error }, 'slack: a home page could not be shown')).finally(() => under.delete(shown));
      under.add(shown);
    }, PAUSE_MS));
  }

  const looking = setInterval(() => {
    for (const [who, { until }] of pages) {
      if (until < performance.now()) pages.delete(who);
      else again(who);
    }
  }, LOOK_MS).unref();

  return {
    async opened(who) {
      const { account, showing = Promise.resolve() } = pages.get(who) ?? {};
      pages.set(who, { account, until: performance.now() + OPEN_MS, shown: '', showing });
      await show(who);
    },
    changed(account) {
      // Who just came in by a code had no account when the page was opened.
      for (const [who, page] of pages) if (page.account === account || page.account === undefined) again(who);
    },
    async stop() {
      clearInterval(looking);
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
      await Promise.allSettled(under);
    },
  };
}

/** What is pressed here is answered in the conversation: each button opens it as well. */
function blocksOf(letter: Letter, app: App | undefined): readonly Block[] {
  const url = app === undefined ? undefined : doorOf(app);
  const opening = (block: Block): Block => {
    if (url === undefined) return block;
    if (block.type === 'actions') return { ...block, elements: block.elements.map((one) => (one.type === 'button' ? { ...one, url } : one)) };
    return block.type === 'section' && block.accessory !== undefined ? { ...block, accessory: { ...block.accessory, url } } : block;
  };
  return fitting(render(letter, app).flatMap((part) => (part.kind === 'message' ? part.blocks.map(opening) : [])));
}

/** As many of the first blocks as a page takes, and the last of all: the ways on. */
function fitting(blocks: readonly Block[]): readonly Block[] {
  const size = (block: Block): number => JSON.stringify(block).length;
  const last = blocks.at(-1);
  if (last === undefined || (blocks.length <= BLOCKS && blocks.reduce((sum, block) => sum + size(block), 0) <= SHOWN)) return blocks;
  const kept: Block[] = [];
  let room = SHOWN - size(last);
  for (const block of blocks.slice(0, Math.min(blocks.length - 1, BLOCKS - 1))) {
    room -= size(block);
    if (room < 0) break;
    kept.push(block);
  }
  return [...kept, last];
}

function nobodys(app: App | undefined): readonly Block[] {
  return [
    { type: 'section', text: plainText(AT_ONCE.begin) },
    ...(app === undefined ? [] : [{ type: 'actions' as const, elements: [{ type: 'button' as const, action_id: 'open-1', text: plainText(AT_ONCE.open), url: doorOf(app), style: 'primary' as const }] }]),
  ];
}

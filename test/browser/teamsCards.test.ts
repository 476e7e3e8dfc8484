import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flows } from '../../core/conversation/flows/index.ts';
import { decodePress } from '../../core/messages/actions.ts';
import type { Account } from '../../core/ports.ts';
import { rows } from '../../db/connection.ts';
import { answers } from '../dialogues/answers.ts';
import { booking } from '../dialogues/booking.ts';
import type { Stage } from '../dialogues/talker.ts';
import { TeamsTalker } from '../dialogues/teamsTalker.ts';
import { teamsWire } from '../dialogues/teamsWire.ts';
import { visits } from '../dialogues/visits.ts';
import { WebTalker } from '../dialogues/webTalker.ts';
import { barriers } from '../support/axe.ts';
import { hasChromium, openBrowser, type Browser } from '../support/browser.ts';
import { openHouse, type House } from '../support/house.ts';
import { Undeliverable } from '../support/undelivered.ts';
import { draw, measured, pictures } from '../support/teamsCards.ts';
import { TeamsFake } from '../support/teamsFake.ts';
import { linesOf, objects, pressablesOf, type Pressable } from '../support/teamsLimits.ts';
import type { FakeColleague } from '../support/teamsPeople.ts';

/** Where the pictures go that a person should look at. */
const PICTURES = path.join(import.meta.dirname, '..', 'output');
/** Cards that show nothing new are drawn as well where they are the longest of their kind, so many. */
const LONGEST = 8;
const PHONE = { width: 390, height: 844 };
/** Two screens of a phone and a little, in px. */
const HIGH = 1_750;
const DESKTOP = { width: 1_024, height: 768 };
/** What the package does not know of Teams, or does in another way: choices that are asked for while one types, and the field for them, which Teams draws itself; a row, which is read out by its title. */
const ELSEWHERE = [/Property "choices\.data" is supported in version 1\.6/, /^critical label at .*\.ac-choiceSetInput-filtered/, /^serious label-content-name-mismatch at .*\.ac-selectable/];
const ours = (faults: readonly string[]): string[] => faults.filter((fault) => !ELSEWHERE.some((one) => one.test(fault)));
/** Dialogues that show what the walk does not: news, what others answer, what becomes of seats. */
const PLAYED = /A8 A9 three|A8 X1 people|A17|A5 chosen|A14|A19|A1 A2/;

/** What each account of the demo season says; whatever button comes up is then pressed once. */
const WALKS = [
  ['DEMO-SOPH', [
    'menu', 'que faire ce week-end ?', 'concerts', 'chorale', 'la fiche de soraya', 'mes réservations', 'mes participants', 'groupes', 'ma structure', 'mes services', 'mes collègues', 'partenaires', 'présence', 'demandes', 'mes conversations', 'mes comptes',
    'qui vient', 'donne accès à soraya', 'english', 'français', 'Nouvel Arrivant\nEncore Quelquun\nLucas', 'annuler', 'annuler soraya', 'aide',
  ]],
  ['DEMO-SORA', ['menu', 'mes invitations', 'cirque', 'je ne peux pas venir', 'aide']],
  ['DEMO-AURE', ['menu', 'mes sorties', 'présence', 'DEMO-IDRI', 'mes comptes']],
  ['DEMO-GASP', ['menu', 'liste des invités']],
  ['DEMO-MARG', ['menu', 'messages non remis', 'demandes', 'structures', 'aide']],
  ['DEMO-PAUL', ['menu']],
  ['', ['bonjour']],
] as const;
/** What is typed into a form, by field. */
const TYPED: Readonly<Record<string, string>> = {
  first: 'Nadia', last: 'Neuve', name: 'Atelier du jeudi', email: 'nadia.neuve@example.org', phone: '04 65 71 00 12', structure: 'Association des Essais', kind: 'association', city: 'Bron', postalCode: '69500', address: '1 rue de l’Essai',
};
/** Not on this walk: what ends it. */
const NOT = new Set(['chats.leave', 'language.set', 'structures.yes', 'accounts.use']);
/** Flows without a card of their own, each with the reason. */
const SILENT: Readonly<Record<string, string>> = { decisions: 'leads to desk, decide or mine' };

/** A card that was sent. `flows`: whose buttons stand on it, and that which was spoken to; `shows`: those buttons, and the answers of that flow by their tone; `after`: what was done before it. */
interface Met { readonly flows: readonly string[]; readonly shows: readonly string[]; readonly after: string; readonly card: unknown }

const keyOf = (id: string): string => {
  const { flow = '?', name = '?' } = decodePress(id) ?? {};
  return `${flow}.${name}`;
};
/** What a press, a form or a field on a card is, as 'flow.name'. */
const keysOf = (card: unknown): string[] => objects(card).flatMap(({ press, submit, pick }) => [press, submit, pick].filter((one) => typeof one === 'string').map(keyOf));

describe.skipIf(!hasChromium())('X7 the cards of Teams in a browser', () => {
  let house: House;
  let fake: TeamsFake;
  let browser: Browser | undefined;
  const met: Met[] = [];
  let people = 0;
  let seen = 0;
  const user = (): FakeColleague => fake.user(`c${(people += 1)}`);
  async function quiet(): Promise<void> {
    for (const end = performance.now() + 20_000; ; await new Promise((resolve) => setTimeout(resolve, 10))) {
      const [waiting] = await rows<{ n: number }>(house.fresh.admin, `select (select count(*) from inbox where state = 'pending') + (select count(*) from delivery where state = 'due') as n`);
      if (waiting?.n === 0) return;
      if (performance.now() > end) throw new Error('nothing came back');
    }
  }

  /** Keeps every card that was sent since; `spoken`: to which flow. */
  function keep(spoken?: string, after = ''): void {
    for (const { method, args } of fake.calls.slice(seen)) {
      if (method !== 'send' && method !== 'update') continue;
      for (const { contentType, content } of (args['attachments'] ?? []) as readonly { contentType: string; content: unknown }[]) {
        if (!contentType.endsWith('card.adaptive')) continue;
        const keys = [...new Set(keysOf(content))].sort();
        const tones = new Set(objects(content).flatMap(({ type, style }) => (type === 'Container' && typeof style === 'string' && style !== 'emphasis' ? [style] : [])));
        const told = spoken === undefined ? [] : tones.size === 0 ? [`${spoken} plain`] : [...tones].map((tone) => `${spoken} ${tone}`);
        met.push({ flows: [...keys.map((key) => key.split('.')[0] ?? ''), ...(spoken === undefined ? [] : [spoken])], shows: [...keys, ...told], after, card: content });
      }
    }
    seen = fake.calls.length;
  }

  /** Says each, and presses every button whose like this person has not pressed. */
  async function roam(who: FakeColleague, code: string, sentences: readonly string[]): Promise<void> {
    const done = new Set<string>();
    const told = async (act: () => Promise<unknown>, after: string, spoken?: string): Promise<void> => {
      await act();
      await quiet();
      keep(spoken, `${code}: ${after}`);
    };
    if (code !== '') await told(() => who.says(code), 'the code', 'link');
    for (const sentence of sentences) {
      const from = new Set(who.room.messages.map(({ id, edits }) => `${id} ${edits}`));
      await told(() => who.says(sentence), sentence);
      for (let last = from; ;) {
        const shown = who.room.messages.filter(({ id, edits, from: by }) => by === 'bot' && !last.has(`${id} ${edits}`));
        last = new Set(who.room.messages.map(({ id, edits }) => `${id} ${edits}`));
        const next = shown.flatMap((one) => pressablesOf(one.card).flatMap((button) => keysOf(button.action.data).map((key) => ({ one, button, key })))).find(({ key }) => !done.has(key) && !NOT.has(key)) ?? kept(done);
        if (next === undefined) break;
        done.add(next.key);
        const values = Object.fromEntries(objects(next.one.card).filter(({ type }) => type === 'Input.Text').map(({ id, value }) => [String(id), typeof value === 'string' && value !== '' ? value : (TYPED[String(id)] ?? '')]));
        await told(() => fake.deliver(who.pressing(next.one, next.button, values)), next.key, next.key.split('.')[0]);
      }
    }
    /** A button that works at any time, wherever it stood. */
    function kept(not: ReadonlySet<string>): { one: FakeColleague['room']['messages'][number]; button: Pressable; key: string } | undefined {
      for (const one of who.room.messages) {
        for (const button of pressablesOf(one.card)) {
          const key = keysOf(button.action.data).find((name) => !not.has(name) && !NOT.has(name));
          if (key !== undefined && !JSON.stringify(button.action.data).includes('~')) return { one, button, key };
        }
      }
      return undefined;
    }
  }

  /** As few as show every button, form and tone of every flow, the one that shows most first. */
  function chosen(): { name: string; card: unknown }[] {
    const left = new Set(met.flatMap(({ shows }) => shows));
    const cards: { name: string; card: unknown }[] = [];
    while (left.size > 0) {
      const news = ({ shows }: Met): number => shows.filter((one) => left.has(one)).length;
      const best = met.reduce((most, one) => (news(one) > news(most) ? one : most));
      cards.push({ name: `${cards.length + 1}. ${best.shows.filter((one) => left.has(one)).join(' ')}`, card: best.card });
      for (const one of best.shows) left.delete(one);
    }
    const drawn = new Set(cards.map(({ card }) => card));
    const others = met.filter(({ card }) => !drawn.has(card)).sort((a, b) => JSON.stringify(a.card).length - JSON.stringify(b.card).length);
    // The last of a kind, which is the longest, stays.
    const longest = [...new Map(others.map(({ card, shows }) => [shows.filter((one) => !one.includes(' ')).join(' '), card]))].sort(([, a], [, b]) => JSON.stringify(b).length - JSON.stringify(a).length);
    return [...cards, ...longest.slice(0, LONGEST).map(([shows, card], i) => ({ name: `${cards.length + i + 1}. ${shows}`, card }))];
  }

  /** Of the demo's operator: mails that were refused, and somebody whom nothing reaches. */
  async function undelivered(): Promise<void> {
    const lost = new Undeliverable(house);
    const holders = await rows<Account>(house.fresh.admin, `
      select a.operator_id as operator, a.id, a.role, a.structure_id as structure, a.lang from account a join operator o on o.id = a.operator_id
       where o.name like 'Culture pour tous%' and a.role = 'referent' and a.removed_at is null order by a.id limit 3`);
    for (const one of holders) await lost.mail(one);
    const [first] = holders;
    if (first === undefined) throw new Error('the demo has no referent');
    await lost.chat(first, { channel: 'elsewhere', gone: await house.now() });
    await house.fresh.admin('account').where({ id: first.id }).update({ email_index: null });
  }

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    await Promise.all((await readdir(PICTURES)).filter((name) => name.startsWith('teams-')).map((name) => rm(path.join(PICTURES, name))));
    fake = await TeamsFake.open();
    house = await openHouse({ env: {
      GUICHET_DEMO: '1', MICROSOFT_APP_ID: fake.appId, MICROSOFT_APP_PASSWORD: fake.password, MICROSOFT_APP_TENANT_ID: fake.tenant, TEAMS_SERVICE_URLS: fake.serviceUrl,
      ToBotFromChannelOpenIdMetadataUrl: fake.metadataUrl, ToChannelFromBotLoginUrl: fake.loginUrl, TEAMS_RATE: '1000/1000',
    } });
    fake.target = new URL('api/messages', house.running.address).href;
    await house.fresh.admin.raw(`insert into naming (operator_id, channel, naming) select id, 'teams', 'full' from operator where kind <> 'reception'`);
    await undelivered();
    for (const [code, sentences] of WALKS) await roam(user(), code, sentences);
    const stage: Stage = {
      house, channel: 'teams', phone: (who) => TeamsTalker.of(house, teamsWire(fake, user()), who), stranger: () => new TeamsTalker(house, teamsWire(fake, user())), desktop: (who) => WebTalker.of(house, who),
    };
    for (const { play } of [...booking, ...answers, ...visits].filter(({ name }) => PLAYED.test(name))) await play(stage);
    keep();
    browser = await openBrowser({ viewport: PHONE });
  });
  afterAll(() => browser?.close());

  it('X1 every flow has shown at least one', () => {
    const shown = new Set(met.flatMap((one) => one.flows));
    expect(Object.values(flows).map(({ name }) => name).filter((name) => !shown.has(name))).toEqual(Object.keys(SILENT));
    expect(fake.violations).toEqual([]);
    expect(met.filter(({ card }) => linesOf(card).some((line) => line.includes('Quelque chose n’a pas marché'))).map(({ shows, after }) => [after, ...shows])).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('X7 %s, on a phone and a desktop: nothing is cut, too wide, too high or too pale, and everything has a name', async (theme) => {
    if (browser === undefined) throw new Error('no browser');
    const { page } = browser;
    const cards = chosen();
    for (const [device, viewport] of [['phone', PHONE], ['desktop', DESKTOP]] as const) {
      await page.setViewportSize(viewport);
      const { unparsed, unnamed } = await draw(page, cards, theme);
      const { wide, cut, touching, heights } = await measured(page);
      const high = Object.entries(heights).filter(([, height]) => height > HIGH).map(([name]) => name);
      const shut = ours(await barriers(page));
      await pictures(page, device === 'desktop', (n) => path.join(PICTURES, `teams-${device}-${theme}-${String(n).padStart(2, '0')}.png`));
      expect({ unparsed: ours(unparsed), unnamed, wide, cut, touching, high, shut }, device).toEqual({ unparsed: [], unnamed: [], wide: [], cut: [], touching: [], high: [], shut: [] });
    }
  });
});

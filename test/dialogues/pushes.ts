import { expect } from 'vitest';
import type { Naming } from '../../core/messages/naming.ts';
import { PUSH_KINDS, toldTo, type PushKind } from '../../core/domain/told.ts';
import { firstOf, HAPPENINGS, type Happening, type Telling } from '../support/pushKinds.ts';
import { Days, initialsOf, namesOf, sceneOf, speaks, standOf, STANDS, strangerOf, type Scene, type Stand, type Told } from '../support/pushScene.ts';
import type { Dialogue, Stage, Talker } from './talker.ts';

/** Somebody who is to be told something once. */
interface Phone { readonly talker: Talker; readonly stand: Stand; readonly telling: Telling; readonly what: string }

const roles = ({ told }: Happening): Told[] => Object.keys(told) as Told[];
/** The page is where names are seen that leave by no other channel: there they are never withheld. */
const isAllowed = (naming: Naming, channel: string): boolean => naming !== 'none' || channel !== 'web';
const words = ({ lang }: Stand, [fr, en]: readonly [string, string]): string => (lang === 'fr' ? fr : en);

/** Says the same to everybody. */
const ANYBODY: readonly PushKind[] = ['tied'];

/** Whom the table of what is told has, and no happening here does: a kind, or a role of it, that came later. */
function untold(): string[] {
  return PUSH_KINDS.flatMap((kind) => {
    const here = HAPPENINGS.filter((one) => one.kind === kind).flatMap(roles).map((role) => (role === 'stranger' ? 'reception' : role));
    const missing = toldTo(kind).to.filter((role) => !here.includes(role));
    return ANYBODY.includes(kind) && here.length > 0 ? [] : missing.map((role) => `${kind} to a ${role}`);
  });
}

const saysOf = (phone: Phone | undefined): string => (phone === undefined ? '' : words(phone.stand, phone.telling.says));

/** Characters that any push takes on the wire. */
const SHORTEST = 100;
/** Where any of these stands, with what is around it. */
const foundIn = (sent: string, ...any: readonly RegExp[]): string[] => any.flatMap((one) => [...sent.matchAll(new RegExp(one, `${one.flags}g`))].map(({ index }) => sent.slice(Math.max(0, index - 60), index + 60)));

/** Everything ready at noon under one operator: the phones of those who will be told, and how it comes about. */
async function ready(stage: Stage, stand: Stand, days: Days): Promise<{ phones: Phone[]; comeAbout: () => Promise<unknown> }> {
  const { house, channel } = stage;
  const at = await standOf(house, stand, channel);
  const kinds = HAPPENINGS.filter((one) => channel !== 'web' || (one.chatOnly !== true && one.told.stranger === undefined));
  const phones: Phone[] = [];
  const scenes = await Promise.all(kinds.map(async (one, i): Promise<[Happening, Scene]> => {
    const before = kinds.slice(0, i).filter(({ kind }) => kind === one.kind).length;
    const { scene, phones: of } = await sceneOf(house, at, { stand, days, name: `${one.kind}${before === 0 ? '' : ` ${before}`}`, roles: roles(one), outing: one.outing(days), ...(one.off === undefined ? {} : { off: one.off }) });
    await one.first?.(scene);
    await Promise.all([...of].map(async ([role, who]) => {
      const telling = one.told[role];
      if (telling === undefined) return;
      phones.push({ talker: await stage.phone(who), stand, telling, what: `${one.kind} to a ${role}, names ${stand.naming}` });
      await speaks(house, who, stand.lang);
    }));
    return [one, scene];
  }));
  // One after the other: who wrote last is who the reception took in last.
  for (const [i, [one, scene]] of scenes.entries()) {
    const telling = one.told.stranger;
    if (telling === undefined) continue;
    const talker = await stage.stranger().says('bonjour');
    const account = await strangerOf(house);
    await speaks(house, account, stand.lang);
    phones.push({ talker, stand, telling, what: `${one.kind} to a stranger` });
    scenes[i] = [one, { ...scene, told: new Map([...scene.told, ['stranger', account]]) }];
  }
  return { phones, comeAbout: () => Promise.all(scenes.map(([one, scene]) => one.comesAbout(scene))) };
}

/** What the button of a push shows: names as they leave by the channel. What is wrong with it. */
async function wrongWith({ talker, stand, telling: { shows }, what }: Phone): Promise<string[]> {
  const { naming } = stand;
  const read = [talker.text, ...talker.labels].join('\n');
  const [named, shortened] = [namesOf(stand).test(read), initialsOf(stand).test(read)];
  const papers = (await talker.papers()).map(({ name, bytes }) => `${name}\n${bytes.toString('utf8')}`);
  const faults = {
    'names leave': naming !== 'full' && (named || papers.some((paper) => namesOf(stand).test(paper))),
    'initials leave': naming === 'none' && shortened,
    'documents leave': naming === 'none' && papers.length > 0,
    'nobody is named': shows === 'names' && ((naming === 'full' && !named) || (naming === 'initials' && !shortened)),
    'no documents': shows === 'papers' && naming !== 'none' && papers.length !== 2,
    'documents of nobody': shows === 'papers' && naming === 'full' && !papers.some((paper) => namesOf(stand).test(paper)),
    'no way to the names': typeof shows === 'string' && naming === 'none' && !read.includes('Voir les noms'),
    'something else': typeof shows !== 'string' && !read.toLowerCase().includes(words(stand, shows).toLowerCase()),
  };
  return Object.entries(faults).filter(([, is]) => is).map(([fault]) => `${what}: ${fault}: ${read}`);
}

export const pushes: readonly Dialogue[] = [
  {
    name: 'X5 X6 X1 every kind of push with names full, initials and none: told once, in the account’s language, naming nobody; its button shows what may be shown',
    large: true,
    async play(stage) {
      const { house, channel } = stage;
      expect(untold()).toEqual([]);
      const [open, closed] = [STANDS.filter(({ naming }) => naming === 'full'), STANDS.filter(({ naming }) => naming !== 'full')];
      const days = new Days(await house.now());
      await house.clock(days.noon);
      const made: Awaited<ReturnType<typeof ready>>[] = [];
      for (const stand of STANDS.filter(({ naming }) => isAllowed(naming, channel))) made.push(await ready(stage, stand, days));
      const phones = made.flatMap((one) => one.phones);
      const before = stage.sent?.().length;

      for (const { comeAbout } of made) await comeAbout();
      await house.clock(days.at);
      await house.clock(days.day(1, 18));
      const heard = await Promise.all(phones.map(async ({ talker, what }) => ({ what, news: await talker.news() })));
      expect(heard.filter(({ news }, i) => news.length !== 1 || news[0]?.includes(saysOf(phones[i])) !== true)).toEqual([]);
      const told = stage.sent?.().slice(before) ?? '';
      expect(told.length).toBeGreaterThan(phones.length * SHORTEST);
      expect(foundIn(told, namesOf(...STANDS), initialsOf(...STANDS))).toEqual([]);

      await Promise.all(phones.map(async (phone) => {
        await phone.talker.rings(saysOf(phone));
        await phone.talker.presses(firstOf(phone.talker.labels));
      }));
      expect((await Promise.all(phones.map(wrongWith))).flat()).toEqual([]);
      const shown = stage.sent?.().slice(before) ?? '';
      expect(foundIn(shown, namesOf(...open))).not.toEqual([]);
      expect(foundIn(shown, namesOf(...closed), initialsOf(...closed.filter(({ naming }) => naming === 'none')))).toEqual([]);
      if (channel !== 'web') expect(shown).toContain(house.running.address);
    },
  },
];

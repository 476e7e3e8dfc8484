import fastify from 'fastify';
import pino from 'pino';
import { expect, vi } from 'vitest';
import type { Arrived, Inbound, NotSentError } from '../../bots/channel.ts';
import { teams, type TeamsChannel, type TeamsOptions } from '../../bots/teams/bot.ts';
import type { TeamsArrived } from '../../bots/teams/parse.ts';
import type { OfferedFile, TeamsPart } from '../../bots/teams/render.ts';
import { message, paragraph } from '../../core/messages/build.ts';
import type { Message } from '../../core/messages/message.ts';
import { atTheEnd } from './ending.ts';
import { TeamsFake } from './teamsFake.ts';
import type { FakeColleague } from './teamsPeople.ts';

/** What was handed in, and what the house makes of it. */
export class TeamsDesk implements Inbound {
  readonly taken: TeamsArrived[] = [];
  readonly marked: [string, boolean][] = [];
  /** Before something is stored; what it throws is thrown. */
  before: (arrived: Arrived) => Promise<void> | void = () => undefined;
  readonly #fake: TeamsFake;

  constructor(fake: TeamsFake) {
    this.#fake = fake;
  }

  async take(_channel: string, arrived: Arrived): Promise<void> {
    await this.before(arrived);
    this.taken.push(arrived as TeamsArrived);
    this.#fake.changed();
  }

  async reachable(_channel: string, chat: string, reachable: boolean): Promise<void> {
    this.marked.push([chat, reachable]);
  }

  /** The next so many are not stored. */
  fails(times: number): void {
    let left = times;
    this.before = () => {
      left -= 1;
      if (left >= 0) throw new Error('no database');
    };
  }

  /** By their ids what comes a second time has no second effect. */
  get words(): string[] {
    return [...new Map(this.taken.map((one) => [one.platformId, one])).values()].map(({ incoming }) => (incoming.kind === 'text' ? incoming.text : incoming.kind === 'press' ? incoming.id : incoming.kind));
  }
}

/** Teams, somebody there, and bots beside it that hand in to a desk. */
export interface TeamsScene {
  readonly fake: TeamsFake;
  readonly desk: TeamsDesk;
  readonly zoe: FakeColleague;
  made(more?: Partial<TeamsOptions>): TeamsChannel;
  /** By HTTP, as the house mounts it. */
  started(more?: Partial<TeamsOptions>): Promise<TeamsChannel>;
  /** Where somebody's chat is reached, once they have written. */
  reached(who?: FakeColleague): Promise<string>;
  /** After each test: nothing of a secret was logged, and nothing sent past a limit. */
  close(): Promise<void>;
}

export async function teamsScene(): Promise<TeamsScene> {
  const fake = await TeamsFake.open();
  const desk = new TeamsDesk(fake);
  const zoe = fake.user('zoe');
  const lines: unknown[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const running: TeamsChannel[] = [];
  // The SDK writes what is wrong with a token there.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const scene: TeamsScene = {
    fake, desk, zoe,
    made(more = {}) {
      const bot = teams({
        appId: fake.appId, appPassword: fake.password, tenantId: fake.tenant, appType: 'SingleTenant', serviceUrls: [fake.serviceUrl], metadataUrl: fake.metadataUrl,
        loginUrl: fake.loginUrl, inbound: desk, log, ...more,
      });
      running.push(bot);
      return bot;
    },
    async started(more) {
      const bot = scene.made(more);
      const app = fastify();
      await app.register(bot.routes);
      fake.target = `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/messages`;
      atTheEnd(() => app.close());
      await bot.start();
      return bot;
    },
    async reached(who = zoe) {
      await who.says('bonjour');
      return desk.taken.at(-1)?.address ?? '';
    },
    async close() {
      vi.restoreAllMocks();
      await Promise.all(running.map((bot) => bot.stop()));
      expect(JSON.stringify(lines)).not.toMatch(/jeton|essai~|sharepoint|Bearer|Soraya|drive\/|files\//);
      expect(fake.violations).toEqual([]);
    },
  };
  return scene;
}

export const drawn = (bot: TeamsChannel, said: Message, files: readonly OfferedFile[] = []): TeamsPart[] => [...bot.render({ message: said, names: { people: new Map(), accounts: new Map() }, naming: 'full', lang: 'fr', files })];

/** A card with these words and buttons. */
export function part(bot: TeamsChannel, words: string, ...buttons: string[]): TeamsPart {
  const [first] = drawn(bot, message([paragraph([words])], buttons.map((label) => ({ id: `a.${label.toLowerCase()}`, label: [label] }))));
  if (first === undefined) throw new Error('nothing is drawn');
  return first;
}

/** What sending it threw. */
export const thrown = async (sending: Promise<unknown>): Promise<NotSentError> => sending.then(() => { throw new Error('it was sent'); }, (error: unknown) => error as NotSentError);

import { beforeAll, describe, it } from 'vitest';
import { openHouse, type House } from '../support/house.ts';
import { dialogues } from './index.ts';
import { LARGE_MS, type Stage } from './talker.ts';
import { WebTalker } from './webTalker.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});

describe('X1 the dialogues on the web chat', () => {
  const fetched: string[] = [];
  const stage: Stage = {
    get house() { return house; },
    channel: 'web', phone: (who) => WebTalker.of(house, who, fetched), sent: () => fetched.join('\n'), desktop: (who) => WebTalker.of(house, who),
    stranger() { throw new Error('a web page is somebody’s'); },
  };
  for (const { name, play, large } of dialogues.filter(({ platform }) => platform !== true)) it(name, () => play(stage), large === true ? LARGE_MS : undefined);
});

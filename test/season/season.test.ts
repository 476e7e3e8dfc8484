import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LONG, newSeed } from '../support/sample.ts';
import { gathered } from './compare.ts';
import { historyOf } from './history.ts';
import { sorted } from './known.ts';
import { PLANS, type Plan } from './programme.ts';
import { play } from './season.ts';
import { faultSaid, fullTable, shortTable } from './table.ts';

/** Milliseconds that a whole season may take on a slow machine. */
const PATIENCE = 1_800_000;

/** The suite plays one that is known, so that a red one is a change's; `npm run season` looks for others. */
const SHORT_SEED = '338558404';

const plans: readonly Plan[] = LONG ? [PLANS.full, PLANS.loud] : [PLANS.short];
const say = (text: string): void => void process.stdout.write(`${text}\n`);

describe('A5 A6 A8 A12 A16 A17 A19 X6 a season by the test clock', () => {
  it.each(plans)('X5 $name: nothing at night, nothing twice, nothing missed, nothing about what is no longer true', async (plan) => {
    const seed = LONG || process.env['GUICHET_SEED'] !== undefined ? newSeed(`season, ${plan.name}`) : SHORT_SEED;
    const played = await play(plan, seed);
    const output = path.join(import.meta.dirname, '..', 'output');
    mkdirSync(output, { recursive: true });
    writeFileSync(path.join(output, `season-${plan.name.replaceAll(' ', '-')}.txt`), `${fullTable(played)}\n\n${shortTable(played)}\n`);
    if (LONG) say(`${fullTable(played)}\n`);
    say(shortTable(played));
    const { known, faults } = sorted(played);
    for (const [{ rule, what }, n] of known) say(`known, ${n} times: ${rule}, ${what}`);
    for (const fault of faults) say(`${faultSaid(played, fault)}\n${historyOf(played, fault)}`);
    expect(played.wrong).toEqual([]);
    expect(faults.map((fault) => faultSaid(played, fault))).toEqual([]);
    // Two workers may each take a part of what comes up at one moment: seldom.
    const { moments, split } = gathered(played.sent, false);
    say(`${played.lines.length} told; ${moments} moments at which several were due to one account, ${split.length} of them more than one message`);
    expect(split.length).toBeLessThanOrEqual(Math.max(2, moments / 10));
    // Enough happened for that to say something.
    expect(played.lines.length).toBeGreaterThan(60);
  }, PATIENCE);
});

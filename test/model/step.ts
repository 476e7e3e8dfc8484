import fc from 'fast-check';
import { expect } from 'vitest';
import { compare, type Piece } from './compared.ts';
import type { HouseModel } from './houseModel.ts';
import type { RealHouse } from './realHouse.ts';

/** What one step does to both; whatever it finds wrong it throws. */
type Doing = (model: HouseModel, real: RealHouse) => Promise<void>;

/** Steps that were made, by kind, in all histories: a kind that never happens proves nothing. */
export const made = new Map<string, number>();
let steps = 0;
export const count = (what: string): void => void made.set(what, (made.get(what) ?? 0) + 1);

/** A step, then what it made due: both are the same at once, and again when that has run. `dies`: who runs it dies first. */
class Step implements fc.AsyncCommand<HouseModel, RealHouse> {
  readonly #name: string;
  readonly #args: unknown;
  readonly #doing: Doing;
  readonly #dies: number | undefined;

  constructor(name: string, args: unknown, doing: Doing, dies: number | undefined) {
    this.#name = name;
    this.#args = args;
    this.#doing = doing;
    this.#dies = dies;
  }

  check(): boolean {
    return true;
  }

  async run(model: HouseModel, real: RealHouse): Promise<void> {
    count(this.#name);
    const told = model.told;
    await this.#doing(model, real);
    if (model.told > told) count('push owed at once');
    // Before anything that is due has run: what frees a seat has given it already.
    await settle(model, real, await compare(model, real), this.#dies);
    // Of this operator the comparison says as much, each time.
    if ((steps += 1) % 5 === 0) expect(await real.world.faults(real.now)).toEqual([]);
    for (const show of real.shows) expect(model.queue.idle(show), 'a seat is vacant while somebody eligible waits').toBe(false);
  }

  toString(): string {
    return `${this.#name}(${JSON.stringify(this.#args)}${this.#dies === undefined ? '' : `; dies at ${this.#dies}`})`;
  }
}

/** Runs what is due in both, in the order in which it is stored, until nothing is. */
async function settle(model: HouseModel, real: RealHouse, first: readonly Piece[], dies: number | undefined): Promise<void> {
  let death = dies;
  for (let due = first; due.length > 0; due = await compare(model, real)) {
    for (const { id, kind, subject, due_at: at } of due) {
      if (death !== undefined && await real.dying(death, (db) => real.runDue(db))) count('death of who runs what is due');
      if (death === undefined || await real.isDue(id)) await real.runDue();
      death = undefined;
      if (kind === 'deal' || kind === 'release' || kind === 'opening') model.deal(subject);
      else if (kind === 'lost') model.closed(subject, new Date(at));
    }
  }
}

/** One time in `n`. */
export const rarely = <T>(n: number, of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.oneof({ weight: n - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: of });
const dies = rarely(6, fc.nat(12));
/** One kind of step, `weight` times in the list. */
export const step = <T>(weight: number, name: string, args: fc.Arbitrary<T>, doing: (args: T, model: HouseModel, real: RealHouse) => Promise<void>): fc.Arbitrary<Step>[] =>
  Array<fc.Arbitrary<Step>>(weight).fill(fc.tuple(args, dies).map(([given, death]) => new Step(name, given, (model, real) => doing(given, model, real), death)));

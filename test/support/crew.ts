import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fresh } from './database.ts';
import { startProcesses, stopProcess, type Process } from './processes.ts';

const freePort = (): Promise<number> => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    server.close(() => resolve(port));
  });
});

interface Hand { readonly n: number; readonly process: Process; alive: boolean }

/** Several processes beside one database, in which each death is followed by a birth. */
export class Crew {
  readonly #fresh: Fresh;
  readonly #env: (n: number) => Record<string, string>;
  readonly #hands: Hand[] = [];
  readonly #births = new Set<Promise<void>>();
  /** When each that was killed was (ms of this process), by the number it was started as. */
  readonly deaths = new Map<number, number>();
  #n = 0;
  #over = false;

  private constructor(fresh: Fresh, env: (n: number) => Record<string, string>) {
    this.#fresh = fresh;
    this.#env = env;
  }

  /** `env`: what is more for the n-th that is started. */
  static async start(fresh: Fresh, size: number, env: (n: number) => Record<string, string>): Promise<Crew> {
    const crew = new Crew(fresh, env);
    crew.#hands.push(...(await Promise.all(Array.from({ length: size }, () => crew.#start()))));
    return crew;
  }

  /** Where a message may be brought, one after the other. It may be dead. */
  address(i: number): string {
    return this.#hands[i % this.#hands.length]?.process.address ?? '';
  }

  /** kill -9 of the i-th place. False: there is nobody at the moment. */
  kill(i: number): boolean {
    const at = i % this.#hands.length;
    return this.#kill(this.#hands[at], at);
  }

  /** kill -9 of the process that was started as the n-th. False: it is dead already. */
  killStarted(n: number): boolean {
    const at = this.#hands.findIndex((hand) => hand.n === n);
    return this.#kill(this.#hands[at], at);
  }

  /** Another takes the i-th place, and who had it is told to stop: as machines are restarted one by one. Its exit code, and how long it took to end. */
  async roll(i: number): Promise<{ code: number | null; ms: number }> {
    const at = i % this.#hands.length;
    const old = this.#hands[at];
    if (old === undefined) throw new Error('nobody is there');
    this.#hands[at] = await this.#start();
    const began = performance.now();
    await stopProcess(old.process);
    return { code: old.process.child.exitCode, ms: performance.now() - began };
  }

  /** Stops killing's consequences: whoever was killed is replaced, and no other is born. */
  async whole(): Promise<void> {
    while (this.#births.size > 0) await Promise.all(this.#births);
  }

  async stop(): Promise<void> {
    this.#over = true;
    await this.whole();
    await Promise.all(this.#hands.map(({ process }) => stopProcess(process)));
  }

  #kill(hand: Hand | undefined, at: number): boolean {
    if (hand?.alive !== true) return false;
    hand.alive = false;
    this.deaths.set(hand.n, performance.now());
    hand.process.child.kill('SIGKILL');
    const birth: Promise<void> = this.#replace(at).finally(() => this.#births.delete(birth));
    this.#births.add(birth);
    return true;
  }

  /** PostgreSQL may be away: tried until one stands. */
  async #replace(at: number): Promise<void> {
    while (!this.#over) {
      const born = await this.#start().catch(() => undefined);
      if (born !== undefined) {
        this.#hands[at] = born;
        return;
      }
      await wait(500);
    }
  }

  /** Each says its own address as the public one. */
  async #start(): Promise<Hand> {
    const n = (this.#n += 1);
    const port = String(await freePort());
    const [process] = await startProcesses(this.#fresh, 1, { ...this.#env(n), PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}/` });
    if (process === undefined) throw new Error('no process');
    return { n, process, alive: true };
  }
}

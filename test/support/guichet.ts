import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFailed } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

export interface Ended { readonly code: number | null; readonly out: string; readonly err: string }

/** The command line as people run it, in a process of its own; nothing of this process's settings reaches it. */
export class Guichet {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  #out = '';
  #err = '';

  constructor(args: readonly string[], env: Readonly<Record<string, string | undefined>>) {
    const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
    this.process = spawn(process.execPath, [path.join(root, 'bots/cli.ts'), ...args], { env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_COMPILE_CACHE: path.join(tmpdir(), 'guichet-compiled'), ...given }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => { this.#out += text; });
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => { this.#err += text; });
    this.ended = once(this.process, 'close').then(([code]) => ({ code: code as number | null, out: this.#out, err: this.#err }));
    children.add(this);
    void this.ended.then(() => children.delete(this));
  }

  /** What it has written so far. */
  get out(): string {
    return this.#out;
  }

  get err(): string {
    return this.#err;
  }

  /** Until it says that it is ready; its address without the last slash ('' for a worker alone). */
  async ready(): Promise<string> {
    const before = performance.now();
    for (;;) {
      const [, address] = /guichet est ouvert : (\S+)\/\n/.exec(this.#out) ?? [];
      if (address !== undefined) return address;
      if (this.#out.includes('guichet travaille')) return '';
      if (this.process.exitCode !== null || performance.now() - before > 50_000) throw new Error(`guichet did not start:\n${this.#out}\n${this.#err}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Until it has written this: the lines after the address may come in another piece. */
  async says(part: string): Promise<void> {
    while (!this.#out.includes(part)) {
      if (this.process.exitCode !== null) throw new Error(`guichet ended without '${part}':\n${this.#out}\n${this.#err}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Asks it to stop and waits for its end; how long that took, in milliseconds. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended & { readonly ms: number }> {
    const before = performance.now();
    this.process.kill(signal);
    const ended = await this.ended;
    return { ...ended, ms: performance.now() - before };
  }
}

const children = new Set<Guichet>();
/** What a failed test left running must not disturb the others. */
export async function endChildren(): Promise<void> {
  for (const child of children) child.process.kill('SIGKILL');
  await Promise.all([...children].map((child) => child.ended));
}

/** `guichet start`, ready. */
export async function startGuichet(env: Readonly<Record<string, string | undefined>>): Promise<Guichet & { readonly address: string }> {
  const child = new Guichet(['start'], { PORT: '0', ...env });
  const address = await child.ready();
  try {
    onTestFailed(() => void process.stderr.write(`what guichet said:\n${child.out.slice(-4_000)}${child.err.slice(-2_000)}`));
  } catch {
    // Started for several tests: none of them is under way yet.
  }
  return Object.assign(child, { address });
}

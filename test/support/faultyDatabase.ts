import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { atTheEnd } from './ending.ts';

/**
 * The way to a PostgreSQL that may die: it can be led to another port when the server comes back on one, and cuts a connection right after
 * COMMIT (or what stores a message, which commits by itself) went through, before its answer: whoever asked does not know whether it was done.
 */
export class FaultyDatabase {
  readonly #open = new Set<Socket>();
  readonly #port: number;
  #to: URL;
  /** Share of commits whose answer is lost, from 0 to 1. */
  losing = 0;
  /** How many were. */
  readonly lost = { commits: 0, intakes: 0 };

  private constructor(port: number, to: URL) {
    this.#port = port;
    this.#to = to;
  }

  static async open(url: string): Promise<FaultyDatabase> {
    const held: { way?: FaultyDatabase } = {};
    const server = createServer((near) => held.way?.join(near));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const way = new FaultyDatabase((server.address() as AddressInfo).port, new URL(url));
    held.way = way;
    atTheEnd(async () => {
      for (const socket of way.#open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return way;
  }

  /** The server is somewhere else now. */
  lead(url: string): void {
    this.#to = new URL(url);
  }

  by(url: string): string {
    const at = new URL(url);
    at.host = `127.0.0.1:${this.#port}`;
    return at.href;
  }

  join(near: Socket): void {
    const far = connect(Number(this.#to.port), this.#to.hostname);
    this.#open.add(near).add(far);
    const gone = (): void => {
      for (const end of [near, far]) {
        end.destroy();
        this.#open.delete(end);
      }
    };
    let deaf = false;
    near.on('data', (chunk: Buffer) => {
      const what = this.losing > 0 ? committed(chunk) : undefined;
      if (what !== undefined && Math.random() < this.losing) {
        deaf = true;
        this.lost[what] += 1;
      }
      far.write(chunk);
    });
    far.on('data', (chunk) => {
      // The server has done it: its answer is the one that gets lost.
      if (deaf) gone();
      else near.write(chunk);
    });
    for (const end of [near, far]) end.on('close', gone).on('error', gone).setNoDelay();
  }
}

/** What is committed by these bytes: COMMIT as the driver sends it, a simple query; or the statement that stores a message, answered once it is stored. */
function committed(chunk: Buffer): 'commits' | 'intakes' | undefined {
  if (chunk.length < 64) return chunk.toString('latin1').toLowerCase().includes('commit') ? 'commits' : undefined;
  return chunk.includes('from intake(') ? 'intakes' : undefined;
}

import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { atTheEnd } from './ending.ts';

/** The way to a server of databases, on which everything that is sent waits, or nothing gets through. */
export interface SlowDatabase {
  /** The address of a database of that server, by this way. */
  by(url: string): string;
  /** How long each thing that is sent waits, in ms: each query once. */
  delay: number;
  /** Cuts every connection, and takes no other, until told otherwise. */
  down(is: boolean): void;
}

export async function slowDatabase(url: string): Promise<SlowDatabase> {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  let isDown = false;
  const server = createServer((near) => {
    if (isDown) return void near.destroy();
    const far = connect(Number(port), hostname);
    open.add(near).add(far);
    const gone = (): void => {
      near.destroy();
      far.destroy();
      open.delete(near);
      open.delete(far);
    };
    near.on('data', (chunk) => setTimeout(() => far.write(chunk), slow.delay));
    far.on('data', (chunk) => near.write(chunk));
    for (const end of [near, far]) end.on('close', gone).on('error', gone).setNoDelay();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const slow: SlowDatabase = {
    delay: 0,
    by(direct) {
      const at = new URL(direct);
      at.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      return at.href;
    },
    down(is) {
      isDown = is;
      if (is) for (const socket of open) socket.destroy();
    },
  };
  atTheEnd(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return slow;
}

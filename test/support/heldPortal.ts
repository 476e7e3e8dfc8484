import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atTheEnd } from './ending.ts';
import { startOpendatasoftStub, type Fiche } from './opendatasoftStub.ts';

/** An Opendatasoft portal on loopback that can be down, and can make those who ask wait. */
export interface HeldPortal {
  readonly url: string;
  /** By name; changed, they are another time's. */
  readonly datasets: Record<string, readonly Fiche[]>;
  /** 'agenda', a line for each request that came, those that were refused too. */
  readonly asked: string[];
  /** Answers 503 to everything. */
  down: boolean;
  /** Who asks from now on waits until it is called. Resolves `asks` when the first does. */
  hold(): { readonly asks: Promise<void>; readonly release: () => void };
}

export async function heldPortal(datasets: Record<string, readonly Fiche[]>): Promise<HeldPortal> {
  const stub = await startOpendatasoftStub({ datasets });
  const asked: string[] = [];
  let gate: Promise<void> = Promise.resolve();
  let came = (): void => undefined;
  const server = createServer((request, response) => {
    asked.push(/datasets\/([^/]+)\//.exec(request.url ?? '')?.[1] ?? '?');
    came();
    void gate.then(async () => {
      if (portal.down) return void response.writeHead(503, { 'content-type': 'application/json' }).end('{"error":"unavailable"}');
      const answer = await fetch(new URL(request.url ?? '/', stub.url));
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' }).end(await answer.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let release = (): void => undefined;
  atTheEnd(async () => {
    release();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await stub.close();
  });
  const portal: HeldPortal = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    datasets, asked, down: false,
    hold() {
      gate = new Promise((resolve) => { release = resolve; });
      const free = release;
      return { asks: new Promise((resolve) => { came = resolve; }), release: free };
    },
  };
  return portal;
}

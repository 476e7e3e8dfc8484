import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Longest wait for requests that are under way. */
const STOP_MS = 3_000;
const SWEEP_MS = 50;

/**
 * How the server ends: nothing new is taken, requests under way are answered and their connections ended with them;
 * what does not end is cut off. Call it before the server listens.
 */
export function closer(server: FastifyInstance): () => Promise<void> {
  // Node counts a connection as busy until its first request, and browsers open some in advance.
  const unused = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.server.on('request', ({ socket }: { socket: Socket }) => unused.delete(socket));
  return async () => {
    const sweep = setInterval(() => {
      server.server.closeIdleConnections();
      for (const socket of unused) socket.destroy();
    }, SWEEP_MS);
    const cut = setTimeout(() => server.server.closeAllConnections(), STOP_MS);
    await server.close();
    clearInterval(sweep);
    clearTimeout(cut);
  };
}

import { connect, type Database } from '../../db/connection.ts';

/** Not among what is tried again: a process that is dead tries nothing. */
class DeathError extends Error {}

/** A pool of one process that dies after so many statements: the connection is cut, and nothing it wants from then on is done (X4). */
export interface Mortal {
  readonly db: Database;
  readonly died: () => boolean;
  bury(): Promise<void>;
}

interface RawConnection { query: (...args: unknown[]) => unknown; connection: { stream: { destroy(): void } }; mortal?: true }
interface Acquiring { acquireConnection(): Promise<RawConnection> }

export function mortal(url: string, statements: number): Mortal {
  const db = connect(url, { pool: 1 });
  const client = db.client as Acquiring;
  const acquire = client.acquireConnection.bind(client);
  let [left, dead] = [statements, false];
  client.acquireConnection = async () => {
    if (dead) throw new DeathError('the process is dead');
    const connection = await acquire();
    if (connection.mortal === true) return connection;
    connection.mortal = true;
    const query = connection.query.bind(connection);
    connection.query = (...args) => {
      left -= 1;
      if (left >= 0 && !dead) return query(...args);
      dead = true;
      connection.connection.stream.destroy();
      const told = args.findLast((one) => typeof one === 'function') as ((error: Error) => void) | undefined;
      told?.(new DeathError('the process is dead'));
      return undefined;
    };
    return connection;
  };
  return { db, died: () => dead, bury: async () => { await db.destroy().catch(() => undefined); } };
}

import type { Incoming } from '../core/messages/incoming.ts';
import type { Gate } from '../core/ports.ts';
import type { ArrivedFile, Inbound } from './channel.ts';
import type { Worker } from './worker.ts';

/** Largest file that is taken, on any channel. */
export const FILE_BYTES = 10 * 1024 * 1024;
/** Tries to fetch a file before its sender is asked for it again. */
const FETCHES = 2;

/** Store, then acknowledge: the same for all channels. The turn of what was stored is under way when `take` resolves. */
export function inboundOf({ gate, worker, log }: { gate: Gate; worker: Worker; log: (error: unknown) => void }): Inbound {
  /** Its bytes are kept sealed before the message is, so that no message points at nothing. Nobody's chat has no key to seal with. */
  async function kept(channel: string, chat: string, platformId: string, file: ArrivedFile): Promise<Incoming> {
    if ((file.size ?? 0) > FILE_BYTES) return { kind: 'unreadable', what: 'tooBig' };
    const account = await gate.accountOfChat(channel, chat);
    if (account === undefined) return { kind: 'unreadable', what: 'other' };
    const bytes = await fetched(file, log);
    if (bytes === undefined) return { kind: 'unreadable', what: 'lost' };
    if (bytes.length > FILE_BYTES) return { kind: 'unreadable', what: 'tooBig' };
    const id = await gate.keepFile(account, { name: file.name, mime: file.mime, bytes }, `${channel}:${platformId}`);
    return { kind: 'file', file: id, name: file.name, mime: file.mime, size: bytes.length };
  }

  return {
    async take(channel, { platformId, chat, address = chat, incoming }) {
      const stored = await gate.take({
        channel, platformId, chatKey: chat, address,
        incoming: incoming.kind === 'arrivedFile' ? await kept(channel, chat, platformId, incoming.file) : incoming,
      });
      void worker.handle(stored);
    },
    reachable: (channel, chat, reachable) => gate.reachable(channel, chat, reachable),
  };
}

async function fetched(file: ArrivedFile, log: (error: unknown) => void): Promise<Buffer | undefined> {
  for (let tried = 0; tried < FETCHES; tried += 1) {
    try {
      return await file.read();
    } catch (error) {
      log(error);
    }
  }
  return undefined;
}

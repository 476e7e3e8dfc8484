import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const [TEXT, CLOSE, PING, PONG] = [1, 8, 9, 10] as const;

/** One end of a WebSocket (RFC 6455), as much as Socket Mode takes: texts in one frame, pings answered, a close answered. */
export class SocketEnd {
  open = true;
  readonly #socket: Duplex;
  #rest = Buffer.alloc(0);

  constructor(request: IncomingMessage, socket: Duplex, on: { text: (text: string) => void; gone: () => void }) {
    this.#socket = socket;
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key'] ?? ''}${GUID}`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    socket.on('data', (chunk: Buffer) => this.#read(chunk, on.text));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.open = false;
      on.gone();
    });
  }

  send(value: unknown): void {
    if (this.open) this.#frame(TEXT, Buffer.from(JSON.stringify(value)));
  }

  close(): void {
    this.#frame(CLOSE, Buffer.from([3, 232]));
  }

  /** As when a cable is pulled. */
  destroy(): void {
    this.#socket.destroy();
  }

  #frame(opcode: number, body: Buffer): void {
    const head = body.length < 126 ? Buffer.from([0x80 | opcode, body.length]) : Buffer.from([0x80 | opcode, 127, ...new Uint8Array(8)]);
    if (body.length >= 126) head.writeBigUInt64BE(BigInt(body.length), 2);
    this.#socket.write(Buffer.concat([head, body]));
  }

  #read(chunk: Buffer, text: (text: string) => void): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const frame = this.#next();
      if (frame === undefined) return;
      if (frame.opcode === TEXT) text(frame.body.toString());
      if (frame.opcode === PING) this.#frame(PONG, frame.body);
      if (frame.opcode === CLOSE) {
        this.#frame(CLOSE, frame.body);
        this.#socket.end();
      }
    }
  }

  /** Frames of a client are masked. */
  #next(): { opcode: number; body: Buffer } | undefined {
    const all = this.#rest;
    const short = (all[1] ?? 0) & 0x7f;
    const from = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (all.length < from + 4) return undefined;
    const length = short === 126 ? all.readUInt16BE(2) : short === 127 ? Number(all.readBigUInt64BE(2)) : short;
    if (all.length < from + 4 + length) return undefined;
    const mask = all.subarray(from, from + 4);
    const body = Buffer.from(all.subarray(from + 4, from + 4 + length).map((byte, i) => byte ^ (mask[i % 4] ?? 0)));
    this.#rest = all.subarray(from + 4 + length);
    return { opcode: (all[0] ?? 0) & 0x0f, body };
  }
}

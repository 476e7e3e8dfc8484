import { crc32, deflateSync } from 'node:zlib';

/** A square picture as PNG. `pixels`: red, green, blue and opacity of each point, line by line. */
export function png(size: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits, colour with opacity.
  header.set([8, 6, 0, 0, 0], 8);
  const line = size * 4;
  const rows = Buffer.concat(Array.from({ length: size }, (_one, y) => Buffer.concat([Buffer.from([0]), pixels.subarray(y * line, (y + 1) * line)])));
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

/** 1 January 1980: the same content is the same archive, whenever it is made. */
const DATE = 0x0021;
const UTF8 = 0x0800;

/** Files in a zip, stored as they are. */
export function zip(files: readonly { readonly name: string; readonly bytes: Buffer }[]): Buffer {
  const parts: Buffer[] = [];
  const index: Buffer[] = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const called = Buffer.from(name);
    const common = Buffer.alloc(26);
    // Version 2.0, names in UTF-8, stored, no hour.
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(UTF8, 2);
    common.writeUInt16LE(DATE, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(called.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    parts.push(Buffer.from('PK\u0003\u0004'), common, called, bytes);
    index.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), common, place, called);
    at += 4 + common.length + called.length + bytes.length;
  }
  const directory = Buffer.concat(index);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

import { crc32 } from 'node:zlib';
import * as mupdf from 'mupdf';
import { describe, expect, it } from 'vitest';
import { teamsPackage } from '../../../bots/teams/package.ts';

const options = { appId: '5a0f8b1e-0b5d-4f5e-9d0c-3d1c8e7f6a01', publicUrl: 'https://guichet.example.org/', version: '1.4.0' };

/** What stands in a zip, by its directory at the end, each file held against its sum. */
function unzipped(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'));
  const files = new Map<string, Buffer>();
  for (let at = zip.readUInt32LE(end + 16), left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50);
    const [sum, size, named, place] = [zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)];
    const name = zip.toString('utf8', at + 46, at + 46 + named);
    expect(zip.readUInt32LE(place)).toBe(0x04034b50);
    const from = place + 30 + zip.readUInt16LE(place + 26) + zip.readUInt16LE(place + 28);
    const bytes = zip.subarray(from, from + size);
    expect([name, crc32(bytes)]).toEqual([name, sum]);
    files.set(name, bytes);
    at += 46 + named;
  }
  return files;
}

const files = unzipped(teamsPackage(options));
const json = (name: string): Record<string, unknown> => JSON.parse(String(files.get(name))) as Record<string, unknown>;
const picture = (name: string): mupdf.Pixmap => new mupdf.Image(files.get(name) ?? Buffer.alloc(0)).toPixmap();

describe('the app package', () => {
  it('is a manifest, its English and two icons, and the same each time', () => {
    expect([...files.keys()]).toEqual(['manifest.json', 'en.json', 'color.png', 'outline.png']);
    expect(teamsPackage(options).equals(teamsPackage(options))).toBe(true);
  });

  it('says who we are within Teams’ lengths, where we are, and asks for nothing of anybody’s', () => {
    const manifest = json('manifest.json') as {
      id: string; version: string; name: { short: string; full: string }; description: { short: string; full: string }; developer: Record<string, string>; validDomains: string[]; permissions: string[];
      bots: { botId: string; scopes: string[]; supportsFiles: boolean; commandLists: { commands: { title: string; description: string }[] }[] }[];
    };
    expect(manifest).toMatchObject({ manifestVersion: '1.19', id: options.appId, version: '1.4.0', validDomains: ['guichet.example.org'], bots: [{ botId: options.appId, scopes: ['personal', 'team', 'groupChat'], supportsFiles: true }] });
    expect(manifest).not.toHaveProperty('authorization');
    expect(manifest).not.toHaveProperty('webApplicationInfo');
    expect([manifest.name.short.length <= 30, manifest.name.full.length <= 100, manifest.description.short.length <= 80, manifest.description.full.length <= 4_000]).toEqual([true, true, true, true]);
    for (const address of ['websiteUrl', 'privacyUrl', 'termsOfUseUrl']) expect(manifest.developer[address]).toBe('https://guichet.example.org/');
    const commands = manifest.bots.flatMap(({ commandLists }) => commandLists.flatMap((list) => list.commands));
    expect([commands.length >= 5, commands.length <= 10]).toEqual([true, true]);
    for (const { title, description } of commands) expect([title.length <= 32, description.length <= 128]).toEqual([true, true]);
  });

  it('says all of it in English too', () => {
    const english = json('en.json') as Record<string, string>;
    const [{ commandLists: [{ commands }] }] = json('manifest.json')['bots'] as [{ commandLists: [{ commands: unknown[] }] }];
    for (const key of ['name.short', 'name.full', 'description.short', 'description.full', `bots[0].commandLists[0].commands[${commands.length - 1}].title`]) expect(english[key], key).toMatch(/\w/);
    expect([(english['description.short'] ?? '').length <= 80, (english['name.full'] ?? '').length <= 100]).toEqual([true, true]);
  });

  it('has icons of Teams’ sizes: one to the edge in colour, one in white lines on nothing', () => {
    const [colour, outline] = [picture('color.png'), picture('outline.png')];
    expect([colour.getWidth(), colour.getHeight(), outline.getWidth(), outline.getHeight()]).toEqual([192, 192, 32, 32]);
    expect([...colour.getPixels().slice(0, 3)]).toEqual([0x1f, 0x3a, 0x5f]);
    expect([...colour.getPixels()].filter((part) => part === 255).length).toBeGreaterThan(10_000);
    const opacity = [...outline.getPixels()].filter((_part, i) => i % 4 === 3);
    expect([opacity[0], opacity.some((part) => part === 255), opacity.filter((part) => part > 0).length < 500]).toEqual([0, true, true]);
  });

  it.each([{ appId: 'guichet' }, { appId: '' }, { publicUrl: 'http://guichet.example.org' }, { publicUrl: 'guichet' }, { version: '1.4' }, { version: '0.1.0-beta' }])('is not made of what Teams would refuse: %j', (more) => {
    expect(() => teamsPackage({ ...options, ...more })).toThrow();
  });
});

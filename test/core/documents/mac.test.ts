import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { invitationMac, macMatches, readVerification, verificationUrl } from '../../../core/documents/mac.ts';

const key = Buffer.alloc(32, 7);
const OTHER = 'b';

describe('A9 what the QR of an invitation carries', () => {
  it('goes with its number, its operator and its key, and with nothing else', () => {
    const mac = invitationMac(key, 'a', '482130572');
    expect(macMatches(key, 'a', '482130572', mac)).toBe(true);
    expect(macMatches(key, 'a', '482130572', mac.toLowerCase())).toBe(true);
    expect(macMatches(key, 'a', '482130573', mac)).toBe(false);
    expect(macMatches(key, OTHER, '482130572', mac)).toBe(false);
    expect(macMatches(randomBytes(32), 'a', '482130572', mac)).toBe(false);
  });

  it('is refused with one sign changed, missing or too many', () => {
    const mac = invitationMac(key, 'a', '482130572');
    for (let i = 0; i < mac.length; i += 1) {
      const wrong = mac[i] === '2' ? '3' : '2';
      expect(macMatches(key, 'a', '482130572', mac.slice(0, i) + wrong + mac.slice(i + 1))).toBe(false);
    }
    expect(macMatches(key, 'a', '482130572', mac.slice(1))).toBe(false);
    expect(macMatches(key, 'a', '482130572', `${mac}2`)).toBe(false);
    expect(macMatches(key, 'a', '482130572', '')).toBe(false);
    expect(macMatches(key, 'a', '482130572', 'é'.repeat(6))).toBe(false);
  });

  it('stays the same for ever: printed pages are scanned long after an update', () => {
    expect(invitationMac(key, 'a', '482130572')).toBe('YWNJYUD4CVCD');
  });

  it('has 60 bits in signs that nobody confuses', () => {
    const signs = new Set(Array.from({ length: 400 }, (_, i) => invitationMac(key, 'a', String(100_000_000 + i))).join(''));
    expect(invitationMac(key, 'a', '482130572')).toHaveLength(12);
    expect([...signs].sort().join('')).toBe('23456789ABCDEFGHJKLMNPQRSTUVWXYZ');
  });

  it('stands in a path that is read back', () => {
    const url = verificationUrl('https://guichet.example.org/', key, 'a', '482130572');
    const mac = invitationMac(key, 'a', '482130572');
    expect(url).toBe(`https://guichet.example.org/v/482130572.${mac}`);
    expect(readVerification(url.slice(url.lastIndexOf('/') + 1))).toEqual({ number: '482130572', mac });
    for (const wrong of ['', '482130572', `48213057.${mac}`, `482130572.${mac}X`, `482130572.${mac}/..`, `482130572.O${mac.slice(1)}`, `482130572.${mac}\n`]) expect(readVerification(wrong)).toBeUndefined();
  });

  it('wants a real key', () => {
    expect(() => invitationMac(Buffer.alloc(31), 'a', '482130572')).toThrow(RangeError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { invitationNumber, readNumber, spoken } from '../../core/ids.ts';

describe('A9 the number of an invitation, typed', () => {
  it.each([
    '482 130 572', '482130572', '482.130.572', '482-130-572', ' 482 130 572 ?', 'n° 482130572', 'numéro 482 130 572', 'le numéro 482-130-572', 'invitation 482130572', 'l’invitation n° 482 130 572', 'mon invitation 482 130 572.', 'number 482130572',
  ])('A9 %s', (typed) => {
    expect(readNumber(typed)).toBe('482130572');
  });

  it.each(['', '482130', '4821305720', '04 65 71 00 01', '12 13 14', 'deux places', '482 130 572 et 482 130 573', 'appelez le 482 130 572'])('A9 no number: %s', (typed) => {
    expect(readNumber(typed)).toBeUndefined();
  });

  it('A9 every number as it is read out', () => {
    fc.assert(fc.property(fc.constant(undefined), () => {
      const number = invitationNumber();
      expect(readNumber(spoken(number))).toBe(number);
    }));
  });
});

import { describe, expect, test } from 'vitest';
import { isGreeting, readInterrupt } from '../../../core/language/interrupts.ts';

describe('X3 interrupts: only when the whole message is one', () => {
  test.each([
    ['menu', 'menu'],
    ['/menu', 'menu'],
    ['Accueil', 'menu'],
    ['/start', 'menu'],
    ['aide', 'help'],
    ['Aide !', 'help'],
    ['aide svp', 'help'],
    ['?', 'help'],
    ['???', 'help'],
    ['help', 'help'],
    ['annuler', 'cancel'],
    ['ANNULER', 'cancel'],
    ['Annuler s’il vous plaît', 'cancel'],
    ['stop', 'cancel'],
    ['abandonner', 'cancel'],
    ['laisse tomber', 'cancel'],
    ['cancel', 'cancel'],
    ['retour', 'back'],
    ['précédent', 'back'],
    ['go back', 'back'],
    ['english', 'language:en'],
    ['in English please', 'language:en'],
    ['Français', 'language:fr'],
    ['en français', 'language:fr'],
  ])('%s', (text, expected) => expect(readInterrupt(text)).toBe(expected));

  test.each(['annuler Malika', 'annuler samedi', 'aide Soraya', 'retour à Villeurbanne', 'menu du jour', 'stop ou encore', 'Anglais pour débutants', 'bonjour', 'oui', '', ' ', '!', '😀', 'annuler '.repeat(50)])(
    '%j is none',
    (text) => expect(readInterrupt(text)).toBeUndefined(),
  );

  test('greetings are known, but interrupt nothing', () => {
    expect(['bonjour', 'Salut !', 'Bonsoir', 'coucou', 'hello'].map(isGreeting)).toEqual([true, true, true, true, true]);
    expect(['bonjour je voudrais réserver', 'Bonjour tristesse', ''].map(isGreeting)).toEqual([false, false, false]);
  });
});

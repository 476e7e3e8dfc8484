import type { Text } from '../../messages/message.ts';
import { people } from '../../messages/text.ts';
import { plural } from '../plural.ts';

/** Small words that all French texts share. */
export const names = (ids: readonly string[], as: 'full' | 'first' = 'full'): Text => [people(ids, as)];
export const places = (n: number): string => `${n} ${plural(n, 'place', 'places')}`;
export const persons = (n: number): string => `${n} ${plural(n, 'personne', 'personnes')}`;
export const seatsFor = (n: number): string => (n < 2 ? 'une place' : places(n));
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('fr') + text.slice(1);

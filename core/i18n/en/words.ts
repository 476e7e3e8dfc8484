import type { Text } from '../../messages/message.ts';
import { people } from '../../messages/text.ts';
import { plural as pluralIn } from '../plural.ts';

/** Small words that all English texts share. */
export const plural = (n: number, one: string, many: string): string => pluralIn(n, one, many, 'en');
export const names = (ids: readonly string[], as: 'full' | 'first' = 'full'): Text => [people(ids, as)];
export const places = (n: number): string => `${n} ${plural(n, 'seat', 'seats')}`;
export const persons = (n: number): string => `${n} ${plural(n, 'person', 'people')}`;
export const seatsFor = (n: number): string => (n === 1 ? 'one seat' : places(n));
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('en') + text.slice(1);

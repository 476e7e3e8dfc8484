/** The languages guichet speaks; French is the source. */
export type Lang = 'fr' | 'en';

/**
 * The word that goes with a number: `${n} ${plural(n, 'place', 'places')}`.
 * French is plural from 2 on ('0 place', '1,5 place'); English whenever it is not 1 ('0 seats').
 */
export function plural(n: number, one: string, many: string, lang: Lang = 'fr'): string {
  const single = lang === 'fr' ? Math.abs(n) < 2 : Math.abs(n) === 1;
  return single ? one : many;
}

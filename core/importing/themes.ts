import { ACCESSIBILITIES, type Accessibility } from './offer.ts';
import { folded, line } from './text.ts';

/**
 * Genres people search by (A4), each with the words that stand for it in keywords and titles. Whole words,
 * without accents; a title counts only where the keywords name no genre (230 of 400 real records have none).
 */
const GENRES: readonly (readonly [genre: string, words: string])[] = [
  ['théâtre', 'theatre, comedie, tragedie, improvisation, piece de theatre, one man show, seul en scene, stand up, humour, theatral'],
  ['musique', 'musique, concert, concerts, recital, orchestre, orchestral, symphonique, jazz, rock, gospel, chorale, chanson, rap, musical, musicale, piano, violon, quatuor, electro'],
  ['opéra', 'opera, lyrique, operette'],
  ['danse', 'danse, ballet, choregraphie, choregraphique, hip hop, bal, danser'],
  ['cirque', 'cirque, acrobatie, clown, jonglage'],
  ['marionnettes', 'marionnette, marionnettes, theatre d ombres'],
  ['conte', 'conte, contes, conteur, conteuse'],
  ['cinéma', 'cinema, film, films, projection, court metrage, cine'],
  ['exposition', 'exposition, expositions, expo, vernissage'],
  ['musée', 'musee, musees, museum'],
  ['patrimoine', 'patrimoine, monument, chateau, architecture'],
  ['visite', 'visite, visites, visite guidee, balade, promenade'],
  ['conférence', 'conference, conferences, rencontre debat, table ronde'],
  ['lecture', 'lecture, lectures, litterature, poesie, livre'],
  ['atelier', 'atelier, ateliers, stage, initiation'],
  ['festival', 'festival, festivals'],
  ['sport', 'sport, sports, match, football, rugby, basket, handball, athletisme, tennis'],
  ['sciences', 'science, sciences, planetarium, astronomie, scientifique'],
  ['jeune public', 'jeune public, enfants, en famille'],
];

const byWord = new Map(GENRES.flatMap(([genre, words]) => words.split(', ').map((word) => [word, genre] as const)));

/** Themes of an event: its genres, then its keywords in lower case, at most 15 in all, no two alike. */
export function themes(keywords: readonly string[], title: string): string[] {
  const named = keywords.flatMap(genresIn);
  const kept = keywords
    .map((word) => line(word.replace(/^#+/, ''), 40)?.toLowerCase())
    .filter((word) => word !== undefined && /\p{L}/u.test(word) && !isPlural(word)) as string[];
  const seen = new Map<string, string>();
  for (const theme of [...(named.length > 0 ? named : genresIn(title)), ...kept]) {
    if (!seen.has(folded(theme))) seen.set(folded(theme), theme);
  }
  return [...seen.values()].slice(0, 15);
}

/** 'expositions' beside 'exposition' says nothing more. */
const isPlural = (word: string): boolean => folded(byWord.get(folded(word)) ?? '') === folded(word).replace(/s$/, '');

function genresIn(text: string): string[] {
  const words = folded(text.slice(0, 300)).split(' ');
  const found = new Set<string>();
  for (let length = 1; length <= 3; length += 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      const genre = byWord.get(words.slice(at, at + length).join(' '));
      if (genre !== undefined) found.add(genre);
    }
  }
  return [...found];
}

/** OpenAgenda's codes (auditif, visuel, psychique, moteur, intellectuel) and the words a table would use. */
const NEEDS: readonly (readonly [Accessibility, RegExp])[] = [
  ['hearing', /^hi$|audit|sourd|malentend|lsf|hearing/],
  ['visual', /^vi$|visuel|aveugle|malvoy|audiodescri|visual/],
  ['psychic', /^pi$|psychi/],
  ['motor', /^mi$|moteur|pmr|fauteuil|mobilite|motor|wheelchair/],
  ['intellectual', /^ii$|intellect|mental|falc|cognit/],
];

/** Whom a venue or event says it is accessible to, in a fixed order; words that say nothing of it are passed over. */
export function accessibility(words: readonly string[]): Accessibility[] {
  const text = words.slice(0, 50).map(folded);
  return ACCESSIBILITIES.filter((need) => NEEDS.some(([name, words]) => name === need && text.some((word) => words.test(word))));
}

/** 'à partir de 8 ans', '8-12 ans', 'dès 6 ans', '8 ans et plus'; 99 and over is no upper limit. */
export function ages(text: string): { min?: number; max?: number } {
  const flat = folded(text);
  const range = /^(?:de )?(\d{1,3}) (?:ans )?(?:a )?(\d{1,3}) ans?$/.exec(flat);
  const from = /^(?:a partir de |des |des l age de )?(\d{1,3}) ans?(?: et plus)?$/.exec(flat) ?? /^(\d{1,3})$/.exec(flat);
  return range !== null ? age(Number(range[1]), Number(range[2])) : from !== null ? age(Number(from[1]), undefined) : {};
}

/** Ages in years that can be; an impossible pair gives nothing. */
export function age(min: number | undefined, max: number | undefined): { min?: number; max?: number } {
  const possible = (n: number | undefined): n is number => n !== undefined && Number.isInteger(n) && n >= 0 && n <= 120;
  if (possible(min) && possible(max) && max < min) return {};
  return { ...(possible(min) && min > 0 && { min }), ...(possible(max) && max > 0 && max < 99 && { max }) };
}

import { describe, expect, test } from 'vitest';
import { fold, words } from '../../../core/language/fold.ts';
import { findPeople, peopleIndex, type Named } from '../../../core/language/people.ts';
import { LONG } from '../../support/sample.ts';

/** A fixed seed (mulberry32): the same people and the same slips on every run. */
function dice(seed: number): { below: (n: number) => number; one: <T>(all: readonly T[]) => T; chance: (share: number) => boolean } {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return { below, one: <T>(all: readonly T[]): T => all[below(all.length)] as T, chance: (share) => next() < share };
}

const list = (text: string): string[] => text.trim().split(/\s+/u).map((name) => name.replaceAll('_', ' '));

/** First and last names by origin, as they meet in one house; a name alone may be common, '_' is a space. */
const ORIGINS: readonly (readonly [first: readonly string[], last: readonly string[]])[] = [
  [
    list(`Agathe Alexis Anaïs André Anne-Laure Arthur Baptiste Béatrice Bérénice Camille Cécile Chloé Christophe Clémence Coralie Cyrille Delphine Didier
      Éléonore Élodie Émile Étienne Fabrice Félix Florence François Frédérique Gaëlle Gaëtan Geneviève Gérard Guillaume Hélène Héloïse Hervé Inès Jacques
      Jean-Baptiste Jean-Luc Jean-Marc Jérémie Joséphine Jules Julien Laurent Laëtitia Lilou Loïc Louise Lucie Ludovic Maël Marie-Christine Marie-Noëlle
      Mathilde Mathieu Maxence Mélissa Michèle Nathalie Nicolas Noémie Océane Odile Pascal Paul-Henri Philippe Pierre-Yves Quentin Raphaël Régis Rémi
      Romane Sébastien Solène Stéphanie Sylvain Théo Thérèse Thibault Ulysse Valérie Véronique Victor Vincent Xavier Yann Yvette Zoé`),
    list(`Aubert Barbier Bérard Berthelot Besnard Blanchet Bonnefoy Bourgeois Boucher Brunel Carpentier Chabert Charpentier Chevallier Colin Cordier
      Coulon Courtois Cousin D’Hondt Dauphin Delacroix Delahaye Deschamps Desjardins Devaux Duchêne Dufour Dumoulin Dupuis Duquesne Évrard Faucheux
      Ferrandier Fleury Fontaine Fouquet Gaillard Garnier Gauthier Gillet Girardot Godefroy Grosjean Guérin Guichard Hamelin Hébert Hervieu Huguet
      Jacquemin Joly Jourdain Kerbrat Kermarrec Labbé Lachaise Lacombe Lambert Langlois Laporte Leblanc Lecomte Lefèvre Legrand Lemaître Lepage Leroux
      Levasseur Lhermitte Loiseau Maillard Marchand Maréchal Masson Mercier Meunier Michaud Monnier Montagne Morvan Moulinier Neveu Ollivier Paquet
      Pelletier Périer Peyrat Picard Pichon Poirier Pommier Poulain Prévost Quéméner Quintard Rebours Renault Ribeyre Richaud Rigaud Rocher Roussel
      Sabatier Saunier Sauvage Schneider Séguin Serrurier Tessier Thévenet Thomasset Tisserand Toussaint Vaillant Vasseur Verdier Vidal Villeneuve Weber
      de_La_Fontaine de_Saint-Aubin du_Plessis Le_Goff Le_Bihan de_Montfort`),
  ],
  [
    list(`Abdoulaye Adama Aïssatou Alioune Amadou Aminata Assane Awa Bakary Bintou Boubacar Cheikh Coumba Dieynaba Djibril Fanta Fatoumata Gnagna Habibatou
      Hawa Ibrahima Issa Kadiatou Khadidiatou Koffi Lamine Mady Mamadou Mariama Moussa Ndeye N’Golo Nafissatou Oumar Ousmane Ramata Rokia Salimata Sékou
      Seydou Sira Souleymane Tidiane Yacouba Youssouf Chantal Grâce Merveille Dieudonné Exaucé Blessing Chukwuemeka`),
    list(`Ba Bagayoko Baldé Bamba Bathily Camara Cissé Cissokho Coulibaly Dembélé Diabaté Diakité Diallo Diarra Diawara Dieng Diop Diouf Doucouré Dramé
      Fall Fofana Gassama Gueye Kaboré Kanouté Kébé Keïta Konaté Kouyaté Kouassi Mbaye M’Bengue N’Dour Ndiaye Niang Niakaté Ouattara Ouédraogo Sacko
      Sakho Sangaré Sanogo Savané Seck Sidibé Sissoko Soumaré Sow Sylla Tandia Thiam Touré Traoré Wagué Yattara Zongo Mukendi Kabongo Tshibangu Mbemba
      Ilunga Okonkwo Adeyemi Ngoma Makiese`),
  ],
  [
    list(`Abdelkader Abdallah Ahmed Aïcha Amel Amina Anissa Ayoub Bilal Chaïma Djamila Fadila Farouk Fatiha Fatima-Zohra Habiba Hakim Hamza Hassan Hicham
      Houria Ikram Imane Ismaïl Jamel Kaouthar Khaled Khadija Leïla Mahmoud Mehdi Mohamed Mourad Mustapha Nabil Nadia Naïma Nassim Nour Omar Rachid Rania
      Rim Saïd Salah Samira Sofiane Souad Tarek Wafa Walid Yacine Yasmina Youssef Zahra Zineb Zoubida`),
    list(`Abidi Achour Aït_Ahmed Aït_Saïd Allaoui Amrani Azzouz Bachir Bakkali Belhadj Belkacem Ben_Amor Ben_Salah Benchekroun Benhaddou Benmoussa Benslimane
      Bensaïd Berkane Bouaziz Bouchareb Boudjemaa Boukhari Boumediene Bouzid Chaouch Charef Cherkaoui Dahmani Djebbar El_Amrani El_Fassi El_Khoury El_Mansouri
      Fakhoury Ferhat Ghanem Guerroudj Habchi Haddad Hadji Hamidouche Hammami Idrissi Jabri Kaddour Kerroum Khelifi Lahlou Laroussi Loucif Maalouf Mabrouk
      Mansouri Meziane Mokrani Naceur Ouali Oubella Rahmouni Rezgui Saadi Sahraoui Slimani Tahiri Tazi Touati Yahiaoui Zaoui Zeghoudi Zitouni`),
  ],
  [
    list(`Anastasiia Andriy Bohdan Daryna Dmytro Halyna Iryna Ivanna Kateryna Khrystyna Larysa Liudmyla Maksym Mariia Mykhailo Mykola Nataliia Nazar Oksana
      Oleksandr Oleksii Olena Olha Pavlo Petro Roman Serhii Sofiia Solomiia Stepan Svitlana Taras Tetiana Valentyna Vasyl Viktoriia Volodymyr Yaroslav Yulia
      Yurii Zoryana`),
    list(`Bondarenko Boiko Chernenko Danylchenko Didenko Fedorenko Havryliuk Honcharuk Hrytsenko Ivanchenko Kharchenko Klymenko Kolisnyk Koval Kovalchuk
      Kravchuk Kryvenko Kuzmenko Lysenko Lytvynenko Marchenko Martynenko Melnychuk Mykhailiuk Nazarenko Oliinyk Onyshchenko Panchenko Pavlenko Petrenko
      Pylypchuk Romaniuk Rudenko Savchenko Semeniuk Shapoval Shevchuk Stetsenko Sydorenko Tkachuk Tymoshchuk Vasylenko Voloshyn Yakovenko Yurchenko
      Zabolotnyi Zhuk Zinchenko`),
  ],
  [
    list(`Adriana Afonso Amélia António Beatriz Benedita Carlos Catarina Conceição Cristiano Custódio Domingos Duarte Eduarda Fátima Fernando Filipa Francisco
      Gonçalo Graça Helena Inácio Isabel Joana João João-Pedro Jorge Leonor Lourdes Luís Madalena Manuela Margarida Maria_José Mário Nuno Paulo Rosário Rui
      Teresa Tiago Vasco Vitória`),
    list(`Abrantes Almeida Antunes Araújo Azevedo Baptista Barbosa Barros Batista Brito Cabral Caetano Cardoso Carneiro Coelho Correia da_Conceição da_Costa
      da_Cunha da_Luz Damasceno de_Jesus de_Sousa Domingues dos_Reis dos_Santos Esteves Faria Figueiredo Fonseca Freitas Gomes Gonçalves Guimarães Henriques
      Leitão Lourenço Macedo Magalhães Marques Mendes Monteiro Morais Nascimento Nogueira Pacheco Pereira Pinheiro Queirós Ramalho Rebelo Rodrigues Salgueiro
      Sequeira Simões Tavares Teixeira Vasconcelos Vieira`),
  ],
];

function crowd(size: number): Named[] {
  const { one, chance } = dice(20261120);
  const people: Named[] = [];
  const seen = new Set<string>();
  while (people.length < size) {
    const [firsts, lasts] = one(ORIGINS);
    // A child of two families, two last names, a first name from elsewhere.
    const first = one(chance(0.12) ? one(ORIGINS)[0] : firsts);
    const other = chance(0.08) ? one(chance(0.5) ? one(ORIGINS)[1] : lasts) : '';
    const own = one(lasts);
    const last = other === '' || other === own ? own : `${own}${chance(0.6) ? '-' : ' '}${other}`;
    const key = fold(`${first} ${last}`);
    // Namesakes are real, and no search can tell them apart: one in fifty may stay.
    if (seen.has(key) && !chance(0.02)) continue;
    seen.add(key);
    people.push({ id: `p${people.length}`, first, last });
  }
  return people;
}

/** The keys beside each on a French keyboard. */
const AZERTY = ['azertyuiop', 'qsdfghjklm', 'wxcvbn'];
const beside = (letter: string): string[] => AZERTY.flatMap((row) => (row.includes(letter) ? [row[row.indexOf(letter) - 1], row[row.indexOf(letter) + 1]] : [])).filter((key) => key !== undefined);

/** Two ways of writing one sound; tried from a random place on, both ways round. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/ph/, 'f'], [/f/, 'ph'], [/qu/, 'k'], [/c(?=[aou])/, 'k'], [/k(?=[aou])/, 'c'], [/k(?=[ei])/, 'qu'], [/y/, 'i'], [/i/, 'y'], [/ou/, 'u'], [/u(?=[^aeiouy]|$)/, 'ou'],
  [/ss/, 's'], [/(?<=[aeiouy])s(?=[aeiouy])/, 'ss'], [/(?<=[aeiouy])s(?=[aeiouy])/, 'z'], [/z/, 's'], [/h/, ''], [/e$/, ''], [/(?<=[lnrtd])$/, 'e'],
];

type Dice = ReturnType<typeof dice>;
type Slip = (word: string, roll: Dice) => string;
/** Each takes a word without accents and gives it back misspelt, or as it is if it has nothing to misspell. */
const SLIPS: Readonly<Record<string, Slip>> = {
  'dropped letter': (word, { below }) => {
    const at = below(word.length);
    return word.slice(0, at) + word.slice(at + 1);
  },
  'doubled letter': (word, { below }) => {
    const at = below(word.length);
    return word.slice(0, at + 1) + word.slice(at);
  },
  'swapped neighbours': (word, { below }) => {
    const at = below(word.length - 1);
    return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
  },
  'neighbouring key': (word, { below, one }) => {
    const at = below(word.length);
    const keys = beside(word[at] ?? '');
    return keys.length === 0 ? word : word.slice(0, at) + one(keys) + word.slice(at + 1);
  },
  phonetic: (word, { below }) => {
    const from = below(SOUNDS.length);
    for (let i = 0; i < SOUNDS.length; i += 1) {
      const [written, other] = SOUNDS[(from + i) % SOUNDS.length] ?? [/$^/, ''];
      if (written.test(word)) return word.replace(written, other);
    }
    return word;
  },
};
/** No accents, and hyphens, apostrophes and spaces of one name left out. */
const BARE = 'missing accents and hyphens';
const KINDS = [...Object.keys(SLIPS), BARE];

const SHAPES = ['first last', 'last first', 'last only', 'first and initial', 'beginning'] as const;
type Shape = (typeof SHAPES)[number];

/** What would have been typed without a slip: the words, and how many of their people there are. */
function asked(person: Named, shape: Shape, roll: Dice): string[] {
  const [first, last] = [words(person.first), words(person.last)];
  switch (shape) {
    case 'first last': return [...first, ...last];
    case 'last first': return [...last, ...first];
    case 'last only': return last;
    case 'first and initial': return [...first, (last[0] ?? '').slice(0, 1)];
    case 'beginning': {
      const longest = [...last].sort((a, b) => b.length - a.length)[0] ?? '';
      return [longest.slice(0, Math.max(4, longest.length - 1 - roll.below(3)))];
    }
  }
}

/** How many people these words fit, each a beginning of another word of the name: more than three cannot all be in the first three. */
const fitting = (query: readonly string[], people: readonly { names: readonly string[] }[]): number =>
  people.filter(({ names }) => {
    const left = [...names];
    return query.every((word) => {
      const at = left.findIndex((name) => name.startsWith(word));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }).length;

interface Query {
  readonly wanted: Named;
  readonly kind: string;
  readonly shape: Shape;
  readonly typed: string;
}

function misspellings(people: readonly Named[], count: number, seed: number): Query[] {
  const roll = dice(seed);
  const split = people.map(({ first, last }) => ({ names: [...words(first), ...words(last)] }));
  const made: Query[] = [];
  while (made.length < count) {
    const kind = KINDS[made.length % KINDS.length] ?? BARE;
    const wanted = roll.one(people);
    const shape = SHAPES[Math.floor(made.length / KINDS.length) % SHAPES.length] ?? 'first last';
    const query = asked(wanted, shape, roll);
    if (fitting(query, split) > 3) continue;
    let typed: string;
    if (kind === BARE) {
      // The whole name, or its last part, as it is written and without what is hard to type.
      const said = shape === 'last only' || shape === 'beginning' ? wanted.last : shape === 'last first' ? `${wanted.last} ${wanted.first}` : `${wanted.first} ${wanted.last}`;
      const bare = said.normalize('NFD').replace(/\p{M}/gu, '').replace(/[-’]/gu, roll.chance(0.5) ? '' : ' ').toLowerCase();
      if (bare === said.toLowerCase() || fitting(words(said), split) > 3) continue;
      typed = bare;
    } else {
      const slip = SLIPS[kind];
      const long = query.flatMap((word, i) => (word.length > 2 ? [i] : []));
      if (slip === undefined || long.length === 0) continue;
      // A full name has a second slip one time in three, in another word.
      const at = roll.one(long);
      const other = shape.includes('last') && shape !== 'last only' && roll.chance(0.33) ? roll.one(long) : at;
      const wrong = query.map((word, i) => (i === at || i === other ? slip(word, roll) : word));
      if (wrong.join(' ') === query.join(' ')) continue;
      typed = wrong.join(' ');
    }
    made.push({ wanted, kind, shape, typed });
  }
  return made;
}

describe('A3 finding somebody among 2,000 people whatever the slip', () => {
  const people = crowd(2_000);
  const index = peopleIndex(people);
  const share = (found: readonly boolean[]): string => `${((100 * found.filter(Boolean).length) / found.length).toFixed(1)} % of ${found.length}`;

  test('the crowd is one: 2,000 people, hyphens, particles, accents, common names, namesakes', () => {
    expect(new Set(people.map(({ id }) => id)).size).toBe(2_000);
    expect(people.filter(({ first, last }) => `${first}${last}`.includes('-')).length).toBeGreaterThan(100);
    expect(people.filter(({ last }) => /^(?:de|du|da|dos|Le|El|Ben|Aït) /u.test(last)).length).toBeGreaterThan(50);
    expect(people.filter(({ first, last }) => fold(`${first} ${last}`) !== `${first} ${last}`.toLowerCase()).length).toBeGreaterThan(400);
    expect(Math.max(...Map.groupBy(people, ({ last }) => last).values().map((all) => all.length))).toBeGreaterThan(8);
  });

  test.each(LONG ? [1, 2, 3] : [1])('500 misspellings, the wanted one in the first three for 98 in 100 of them (seed %i)', (seed) => {
    const times: number[] = [];
    const results = misspellings(people, 500, seed).map((query) => {
      const started = performance.now();
      const found = findPeople(query.typed, index);
      times.push(performance.now() - started);
      const name = fold(`${query.wanted.first} ${query.wanted.last}`);
      const three = found.slice(0, 3).map(({ id }) => people.find((one) => one.id === id));
      // Of two namesakes either is the one.
      return { ...query, three, hit: three.some((one) => one !== undefined && fold(`${one.first} ${one.last}`) === name) };
    });
    times.sort((a, b) => a - b);
    const lines = [...Map.groupBy(results, ({ kind }) => kind), ...Map.groupBy(results, ({ shape }) => shape)]
      .map(([name, all]) => `  ${name}: ${share(all.map(({ hit }) => hit))}`);
    const at = (part: number): string => (times[Math.floor(times.length * part)] ?? 0).toFixed(1);
    const missed = results.filter(({ hit }) => !hit).map(({ typed, wanted, three }) => `  ${typed} → ${wanted.first} ${wanted.last}, not ${three.map((one) => `${one?.first} ${one?.last}`).join(', ')}`);
    process.stdout.write(`${[`seed ${seed}: ${share(results.map(({ hit }) => hit))}; median ${at(0.5)} ms, p95 ${at(0.95)} ms`, ...lines, ...missed].join('\n')}\n`);
    expect(results).toHaveLength(500);
    expect(results.filter(({ hit }) => hit).length / results.length).toBeGreaterThanOrEqual(0.98);
  });

  test('what is nobody’s name is found nowhere', () => {
    for (const typed of ['xqzwkv', 'bonjour tout le monde', 'samedi soir au gospel', '12345', 'Zzz']) expect(findPeople(typed, index)).toEqual([]);
  });

  test('an index finds what the list finds', () => {
    for (const { typed } of misspellings(people, LONG ? 30 : 8, 9)) expect(findPeople(typed, index)).toEqual(findPeople(typed, people));
  });
});

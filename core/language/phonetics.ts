/**
 * How a folded word sounds to a French ear, roughly, as letters: names that are said alike are written alike
 * ('Filipe' and 'Philippe', 'Ouafa' and 'Wafaa', 'Dupond' and 'Dupont'). For comparing only. What is in another
 * script stays as it is. Never throws; never longer than the word and one letter for each 'x' in it.
 */
export function soundOf(word: string): string {
  let sound = word;
  for (const [written, heard] of SPELLINGS) sound = sound.replace(written, heard);
  return sound;
}

/** In this order. '8' stands for ch, as in 'Cherif' and 'Sherif'. */
const SPELLINGS: readonly (readonly [written: RegExp, heard: string])[] = [
  [/ph/g, 'f'],
  [/sch|sh|ch|tch/g, '8'],
  [/dj|dg(?=[eiy])/g, 'j'],
  [/gn/g, 'n'],
  [/qu?|ck/g, 'k'],
  [/gu(?=[eiy])/g, 'g'],
  [/g(?=[eiy])/g, 'j'],
  [/sc(?=[eiy])|c(?=[eiy])/g, 's'],
  [/c/g, 'k'],
  [/x/g, 'ks'],
  [/z/g, 's'],
  [/h/g, ''],
  [/eau|au/g, 'o'],
  [/ou|oo|w/g, 'u'],
  [/y/g, 'i'],
  [/[ao]e|ai|ei/g, 'e'],
  [/e(?=[nm](?:[^aeiounm]|$))/g, 'a'],
  [/(.)\1+/g, '$1'],
  [/(?<=..)e$/, ''],
  [/(?<=...)[tdsp]$/, ''],
];

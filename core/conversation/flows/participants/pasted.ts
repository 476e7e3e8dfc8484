import { readPeopleText } from '../../../importing/people.ts';

/** Up to so many lines a message may as well be a sentence that was broken into lines. */
const FEW = 4;
/** Letters that say whether it is one. */
const LOOKED_AT = 20_000;
/** 'Ajouter :' above a list. */
const LEAD = /^\s*(?:(?:bonjour|merci)[, ]*)?(?:ajoute[rz]?|ajout|add|nouvelles? personnes?|nouveaux participants?|participants?|liste|voici)\b[^\n]{0,40}(?=\n)/iu;

/** The list without the words that announce it; the lines keep their numbers. */
export const listIn = (text: string): string => text.replace(LEAD, '');

/**
 * Whether a message of several lines is a list of people (A3): most of its lines are, or it has a row of headings. A few
 * lines of which one says what is wanted are a sentence. Nothing is written by it: a recap comes first.
 */
export function looksPasted(text: string, sentence: boolean): boolean {
  if (!/\S[^\S\n]*\n\s*\S/.test(text)) return false;
  const list = listIn(text.length > LOOKED_AT ? text.slice(0, text.lastIndexOf('\n', LOOKED_AT)) : text);
  const said = list.split('\n').filter((one) => /[\p{L}\p{N}]/u.test(one)).length;
  const led = LEAD.test(text);
  if (sentence && said <= FEW && !led) return false;
  // The year decides no more than whether an age fits.
  const { good, columns, faulty } = readPeopleText(list, { year: 2100 });
  if (columns !== undefined && (columns.name ?? columns.first ?? columns.last) !== undefined) return good.length + faulty > 0;
  if (good.length >= (led ? 1 : 2) && good.length * 2 > said) return true;
  // A short list with faults in it: every line begins as a name does, and one at least is somebody.
  return good.length >= 1 && list.split('\n').every((one) => !/[\p{L}\p{N}]/u.test(one) || NAMELIKE.test(one));
}

/** One to four words with a capital each, then the end or what tells them apart from the rest: no sentence. */
const NAMELIKE = /^\s*(?:[-•*·–]|\d{1,3}[.)])?\s*(?:\p{Lu}[\p{L}’'-]*\s?){1,4}(?:$|[;,\t(:])/u;

/** 'ajouter Awa Diallo', 'nouvelle personne : Awa Diallo'. */
export const ADD = /^(?:ajoute[rz]?|cr[ée]{1,2}[rz]?|inscri[rstv]?e?z?|nouve(?:au|lle)|add|new)(?: (?:un|une|le|la|a))?(?: nouve(?:au|l|lle))?(?: (?:personne|participante?|proche|invit[ée]e?|accompagnateur|accompagnatrice|person))?(?: *:)? +(.+)$/iu;

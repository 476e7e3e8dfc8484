import { readNumber } from '../ids.ts';
import { fold } from '../language/fold.ts';
import type { Understood } from '../language/understand.ts';
import type { Role } from '../ports.ts';
import type { FileIn } from './flow.ts';
import { ADD, looksPasted } from './flows/participants/pasted.ts';
import type { Slots } from './session.ts';

/**
 * Intent → flow, one table. Sentences reach flows as slots only: whatever they fill is shown in a recap
 * before anything is done (X2). `none` and what cannot be done here yet give undefined or an honest answer.
 */
export function flowFor(understood: Understood, text: string, pasted?: string): { flow: string; args: Slots; sure?: true } | undefined {
  const { people, when, rest, count } = understood;
  const said = {
    ...(people === undefined ? {} : { people }),
    ...(when === undefined ? {} : { from: when.start.toISOString(), ...(when.end === null ? {} : { to: when.end.toISOString() }) }),
    ...(rest === undefined || rest === '' ? {} : { text: rest }),
    ...(count === undefined ? {} : { count }),
  };
  const number = readNumber(text);
  if (number !== undefined) return { flow: 'papers', args: { number }, sure: true };
  // A list of people sent as a message (A3), whatever its words look like.
  if (pasted !== undefined && looksPasted(pasted, understood.confidence >= 0.8)) return { flow: 'participants', args: { pasted }, sure: true };
  switch (understood.intent) {
    case 'search':
      return { flow: 'search', args: { ...said, typed: text } };
    case 'book':
      // 'Ajouter Awa Diallo': nobody known and nothing else said; whether it is an event, the flow looks (A3).
      if (people === undefined && when === undefined && count === undefined && ADD.test(text)) return { flow: 'participants', args: { adding: text, ...said } };
      return { flow: 'search', args: { ...said, toBook: true } };
    case 'waitlist':
      return { flow: 'search', args: { ...said, toBook: true } };
    case 'opening':
      return { flow: 'search', args: said };
    case 'cancel':
      return { flow: 'cancel', args: said };
    case 'reservations':
      return { flow: 'reservations', args: said };
    case 'menu':
    case 'no':
      return { flow: 'home', args: {} };
    case 'resume':
      return { flow: 'home', args: { resume: true } };
    case 'language':
      return { flow: 'language', args: { text } };
    case 'help':
      return { flow: 'help', args: {} };
    case 'participants':
      // A name and nothing else: what is planned for them.
      return people !== undefined && understood.confidence <= 0.5 ? { flow: 'reservations', args: said } : { flow: 'participants', args: { ...said, typed: text } };
    case 'attendance':
      return { flow: 'presence', args: { ...said, typed: text, ...(when === undefined ? {} : { matched: when.matched }), ...(understood.outcome === undefined ? {} : { outcome: understood.outcome }) } };
    case 'statistics':
    case 'pack':
    case 'plan':
    case 'person':
      return { flow: 'help', args: { notYet: true } };
    case 'access':
      return { flow: 'access', args: said };
    case 'decisions':
      return { flow: 'decisions', args: {} };
    case 'structures':
      return { flow: 'structures', args: said };
    case 'undelivered':
      return { flow: 'undelivered', args: {} };
    case 'structure':
      return { flow: 'structure', args: /services?|etablissements?/.test(fold(text)) ? { part: 'services' } : {} };
    case 'colleagues':
      return { flow: 'colleagues', args: /(?:invit|ajout|nouve)/.test(fold(text)) ? { invite: true } : {} };
    case 'guests':
      return { flow: 'papers', args: { guests: true } };
    case 'chats':
      return { flow: 'chats', args: {} };
    case 'notices':
      return { flow: 'notices', args: { typed: text } };
    case 'accounts':
      return { flow: 'accounts', args: {} };
    case 'partners':
      return { flow: 'partners', args: {} };
    case 'suggestions':
      return { flow: 'suggestions', args: {} };
    case 'yes':
    case 'back':
    case 'none':
      return undefined;
  }
}

/** What a file is for when no question asked for one: a referent's table or list is one of people (A3). */
export function flowForFile(file: FileIn, role: Role): { flow: string; args: Slots } | undefined {
  if (role !== 'referent' || !/\.(?:csv|tsv|txt|xlsx|xls|ods)$/i.test(file.name)) return undefined;
  return { flow: 'participants', args: { file } };
}

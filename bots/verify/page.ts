import type { ShownInvitation, Verification } from '../../core/domain/verification.ts';
import { dayFull, whenFull } from '../../core/i18n/when.ts';
import { spoken } from '../../core/ids.ts';
import { escaped, type SmallPage } from '../smallPage.ts';

type State = Verification['state'] | 'many';

/** Word, shape and colour differ from state to state: each is enough alone, in black and white too. */
const SHAPES: Readonly<Record<State, string>> = {
  // A tick in a circle.
  valid: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z M7 12.500l3.500 3.500l6.500-7.500',
  // A cross in an octagon.
  void: 'M8 2h8l6 6v8l-6 6h-8l-6-6v-8z M8.500 8.500l7 7 M15.500 8.500l-7 7',
  // A bar in a circle: no entry.
  used: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z M6.500 12h11',
  // A calendar with a cross.
  wrongDay: 'M3 5h18v16h-18z M3 10h18 M8 2.500v4 M16 2.500v4 M9 13l6 5.500 M15 13l-6 5.500',
  // A question mark in a triangle.
  unknown: 'M12 2l10.500 19h-21z M9.800 11a2.200 2.200 0 1 1 3 2c-.600.300-.800.700-.800 1.500 M12 17.800v.100',
  // An hourglass.
  many: 'M6 2.500h12 M6 21.500h12 M7 2.500c0 5 5 6 5 9.500c0-3.500 5-4.500 5-9.500 M7 21.500c0-5 5-6 5-9.500c0 3.500 5 4.500 5 9.500',
};

const WORDS: Readonly<Record<State, string>> = { valid: 'VALABLE', void: 'ANNULÉE', used: 'DÉJÀ UTILISÉE', wrongDay: 'PAS AUJOURD’HUI', unknown: 'INCONNUE', many: 'ATTENDEZ' };

const state = (which: State, says: string): string =>
  `<div class="state ${which}" role="status">\n<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="${SHAPES[which]}"/></svg>\n<h1>${WORDS[which]}</h1>\n<p class="says">${says}</p>\n</div>`;

/** Spaces inside an hour or a date's number do not break. */
const unbroken = (text: string): string => text.replace(/(?<=\d|\d(?:er|h)|à) | (?=h\b)/gu, '\u00a0');
const fact = (label: string, value: string): string => `<dt>${label}</dt>\n<dd>${escaped(value)}</dd>`;
const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('fr') + text.slice(1);

function facts({ number, title, startsAt, zone, venueName, city }: ShownInvitation): string {
  // Whoever holds a page of another season sees its year.
  const when = unbroken(capital(whenFull(startsAt, zone, 'fr', new Date(0))));
  return `<p class="number">${spoken(number).replaceAll(' ', '\u00a0')}</p>\n<dl>\n${fact('Spectacle', title)}\n${fact('Date', when)}\n${fact('Lieu', `${venueName}, ${city}`)}\n</dl>`;
}

function says(verification: Exclude<Verification, { state: 'unknown' }>): string {
  const { shown: { startsAt, zone } } = verification;
  const day = unbroken(dayFull(startsAt, zone, 'fr', new Date(0)));
  switch (verification.state) {
    case 'valid':
      return 'Une personne peut entrer.';
    case 'void':
      return 'Cette invitation ne vaut plus.';
    case 'used':
      return 'Une personne est déjà entrée avec ce numéro.';
    case 'wrongDay':
      return verification.is === 'tocome' ? `Cette invitation est pour le ${day}.` : `Cette invitation était pour le ${day}.`;
  }
}

/** A9: what an invitation's QR is worth. Nobody is named, and no structure. */
export function verificationPage(verification: Verification): SmallPage {
  const title = `Invitation ${WORDS[verification.state].toLocaleLowerCase('fr')}`;
  if (verification.state === 'unknown') {
    return { status: 404, title, body: `${state('unknown', 'Nous ne connaissons pas cette invitation.')}\n<p>Relisez le code, ou demandez le numéro à la personne.</p>` };
  }
  return { status: 200, title, body: `${state(verification.state, says(verification))}\n${facts(verification.shown)}` };
}

/** Too many codes that are none, from one place. */
export const tooManyPage: SmallPage = { status: 429, title: 'Trop d’essais', body: state('many', 'Trop d’essais depuis ici. Attendez un quart d’heure, puis réessayez.') };

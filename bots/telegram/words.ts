import type { Lang } from '../../core/ports.ts';

/** A command of the menu beside the input field. */
export interface Command {
  /** 1 to 32 of a-z, 0-9 and _; without the slash. */
  readonly command: string;
  /** What is typed by it. */
  readonly words: string;
  /** What the menu says of it: 1 to 256 characters. */
  readonly description: string;
}

/** The menu in each language. All of them work for everybody, as the words do (X2). */
export const COMMANDS: Readonly<Record<Lang, readonly Command[]>> = {
  fr: [
    { command: 'menu', words: 'menu', description: 'Revenir à l’accueil' },
    { command: 'chercher', words: 'chercher', description: 'Chercher une sortie' },
    { command: 'reservations', words: 'mes réservations', description: 'Voir mes réservations' },
    { command: 'presence', words: 'présence', description: 'Dire qui est venu' },
    { command: 'participants', words: 'participants', description: 'Voir les personnes accompagnées' },
    { command: 'annuler', words: 'annuler', description: 'Abandonner ce qui est en cours' },
    { command: 'aide', words: 'aide', description: 'Savoir ce que l’on peut écrire' },
    { command: 'english', words: 'english', description: 'English' },
  ],
  en: [
    { command: 'menu', words: 'menu', description: 'Back to the main menu' },
    { command: 'search', words: 'search', description: 'Look for an outing' },
    { command: 'bookings', words: 'my bookings', description: 'See my bookings' },
    { command: 'attendance', words: 'attendance', description: 'Say who came' },
    { command: 'people', words: 'people', description: 'See the people I accompany' },
    { command: 'cancel', words: 'cancel', description: 'Give up what I was doing' },
    { command: 'help', words: 'help', description: 'See what can be written' },
    { command: 'francais', words: 'français', description: 'Français' },
  ],
};

/** What people may type after the slash without finding it in the menu. */
const ALSO: Readonly<Record<string, string>> = { recherche: 'chercher', reservation: 'mes réservations', presences: 'présence', mes_reservations: 'mes réservations', accueil: 'menu' };

const WORDS = new Map([...Object.entries(ALSO), ...Object.values(COMMANDS).flat().map(({ command, words }) => [command, words] as const)]);

/** What a command stands for; undefined: none of ours. */
export const wordsOf = (command: string): string | undefined => WORDS.get(command.toLowerCase());

/** The bot's own page: `description` at most 512 characters, seen before Start is pressed; `short` at most 120, on its profile. */
export const PROFILE: Readonly<Record<Lang, { readonly description: string; readonly short: string }>> = {
  fr: {
    description: 'Le guichet des invitations gratuites et personnelles, pour les structures sociales et les personnes qu’elles accompagnent. Cherchez une sortie, réservez, annulez, dites qui est venu : par des mots ou par des boutons. Appuyez sur Démarrer, puis écrivez votre code d’accès.',
    short: 'Invitations gratuites et personnelles : chercher, réserver, annuler, par message.',
  },
  en: {
    description: 'The desk for free, personal invitations, for social structures and the people they accompany. Look for an outing, book, cancel, say who came: in words or with buttons. Press Start, then write your access code.',
    short: 'Free, personal invitations: search, book, cancel, by message.',
  },
};

/** What only this channel has to say. */
export const LINES: Readonly<Record<Lang, { readonly colon: string; readonly toGive: string; readonly or: string; readonly unshown: string }>> = {
  fr: { colon: ' : ', toGive: 'À écrire', or: ' ou ', unshown: 'Tout ne tient pas en boutons : vous pouvez aussi écrire votre choix.' },
  en: { colon: ': ', toGive: 'To write', or: ' or ', unshown: 'Not everything fits as buttons: you can also type your choice.' },
};

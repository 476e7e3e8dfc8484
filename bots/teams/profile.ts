import type { Lang } from '../../core/ports.ts';

/** The app's name, the same in every language. */
export const NAME = 'Guichet';

/** What an organisation's catalogue of apps says: `full` at most 100 characters, `short` 80, `description` 4,000. */
export const PROFILE: Readonly<Record<Lang, { readonly full: string; readonly short: string; readonly description: string }>> = {
  fr: {
    full: 'Guichet, des invitations gratuites et personnelles',
    short: 'Invitations gratuites et personnelles : chercher et réserver par message.',
    description: 'Le guichet des invitations gratuites et personnelles, pour les structures sociales et les personnes qu’elles accompagnent. Cherchez une sortie, réservez, annulez, dites qui est venu : par des mots ou par des boutons, dans une conversation privée. Pour commencer, écrivez votre code d’accès.\n\nDans une équipe ou un groupe, Guichet ne lit que les messages qui le mentionnent, n’en garde rien, et répond par un lien vers la conversation privée.',
  },
  en: {
    full: 'Guichet, free and personal invitations',
    short: 'Free, personal invitations: search and book by message.',
    description: 'The desk for free, personal invitations, for social structures and the people they accompany. Look for an outing, book, cancel, say who came: in words or with buttons, in a private chat. To begin, write your access code.\n\nIn a team or a group Guichet reads only the messages that mention it, keeps nothing of them, and answers with a link into the private chat.',
  },
};

/** What Teams proposes beside the field in a private chat: `title` is typed by it, at most 32 characters; `description` at most 128. */
export const MENU: Readonly<Record<Lang, readonly { readonly title: string; readonly description: string }[]>> = {
  fr: [
    { title: 'menu', description: 'Revenir à l’accueil' },
    { title: 'chercher', description: 'Chercher une sortie' },
    { title: 'mes réservations', description: 'Voir mes réservations' },
    { title: 'présence', description: 'Dire qui est venu' },
    { title: 'participants', description: 'Voir les personnes accompagnées' },
    { title: 'annuler', description: 'Abandonner ce qui est en cours' },
    { title: 'aide', description: 'Savoir ce que l’on peut écrire' },
    { title: 'english', description: 'English' },
  ],
  en: [
    { title: 'menu', description: 'Back to the main menu' },
    { title: 'search', description: 'Look for an outing' },
    { title: 'my bookings', description: 'See my bookings' },
    { title: 'attendance', description: 'Say who came' },
    { title: 'people', description: 'See the people I accompany' },
    { title: 'cancel', description: 'Give up what I was doing' },
    { title: 'help', description: 'See what can be written' },
    { title: 'français', description: 'Français' },
  ],
};

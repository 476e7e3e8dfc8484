/**
 * What the page itself says, in the two languages of the accounts. The guichet's own sentences come
 * from the server. The entrance speaks French: whoever stands there is not known yet.
 */

const SPACE = '\u00a0';

const FRENCH = {
  toField: 'Aller au message à écrire',
  toLast: 'Aller à la dernière réponse',
  menu: 'Menu',
  quit: 'Quitter',
  talk: 'Conversation avec le guichet',
  log: 'Conversation',
  begins: 'La conversation commence ici.',
  start: 'Voir ce que je peux faire',
  preparing: 'Le guichet prépare sa réponse.',
  newer: 'Nouveau message ↓',
  attach: 'Joindre un fichier (10 Mo au plus)',
  yourMessage: 'Votre message',
  send: 'Envoyer',
  drop: 'Déposez le fichier pour l’envoyer au guichet',

  guichet: `Le guichet${SPACE}: `,
  you: `Vous${SPACE}: `,
  again: 'Réessayer',
  lost: 'Connexion perdue, je réessaie…',
  heavy: 'Ce fichier est trop lourd (10 Mo au plus).',
  kind: 'Ce type de fichier n’est pas accepté.',
  fileFailed: 'Ce fichier n’a pas pu être envoyé.',
  failed: 'Ce message n’a pas pu être envoyé.',
  tooHeavy: (name) => `« ${name} » dépasse 10 Mo. Envoyez un fichier plus léger.`,
  hollow: (name) => `« ${name} » est vide.`,
  missing: 'Cette réponse est nécessaire.',
  submit: 'Envoyer',
  documents: 'Documents',
  picture: (title) => (title ? `Image${SPACE}: ${title}` : 'Image jointe'),
  calendar: 'agenda',
  table: 'tableau',
  unsent: 'Un message n’est pas encore parti. Quitter quand même ?',

  referent: 'Référent',
  visitor: 'Personne accompagnée',
  leader: 'Responsable de groupe',
  venue: 'Lieu de spectacle',
  operator: 'Équipe du programme',
  jury: 'Jury',
  unreachable: 'Le guichet ne répond pas. Vérifiez votre connexion, puis réessayez.',
  badCode: 'Ce code n’est pas reconnu, ou il a déjà servi. Vérifiez-le, ou demandez-en un nouveau.',
  tooMany: 'Trop d’essais de suite. Attendez une minute, puis réessayez.',
  trouble: 'Le guichet a un souci de son côté. Réessayez dans un instant.',
  noCode: 'Saisissez votre code.',
  noEmail: 'Saisissez une adresse de courriel complète.',
  emailed: 'Si cette adresse est connue, un nouveau code vient d’y être envoyé. Pensez aux courriers indésirables.',
  ended: 'Votre session est terminée. Entrez à nouveau ; ce que vous aviez écrit est gardé.',
};

const ENGLISH = {
  ...FRENCH,
  toField: 'Go to the message field',
  toLast: 'Go to the last answer',
  quit: 'Leave',
  talk: 'Conversation with the guichet',
  begins: 'The conversation begins here.',
  start: 'See what I can do',
  preparing: 'The guichet is preparing its answer.',
  newer: 'New message ↓',
  attach: 'Attach a file (10 MB at most)',
  yourMessage: 'Your message',
  send: 'Send',
  drop: 'Drop the file to send it to the guichet',

  guichet: 'The guichet: ',
  you: 'You: ',
  again: 'Try again',
  lost: 'Connection lost, trying again…',
  heavy: 'This file is too large (10 MB at most).',
  kind: 'This kind of file is not accepted.',
  fileFailed: 'This file could not be sent.',
  failed: 'This message could not be sent.',
  tooHeavy: (name) => `“${name}” is larger than 10 MB. Send a smaller file.`,
  hollow: (name) => `“${name}” is empty.`,
  missing: 'This answer is needed.',
  submit: 'Send',
  picture: (title) => (title ? `Picture: ${title}` : 'Attached picture'),
  calendar: 'calendar',
  table: 'table',
  unsent: 'A message has not been sent yet. Leave anyway?',
};

export const words = { fr: FRENCH, en: ENGLISH };
let lang = 'fr';

/** @returns {'fr' | 'en'} */
export const language = () => lang;

export const say = (key, ...values) => {
  const word = words[lang][key];
  return typeof word === 'function' ? word(...values) : word;
};

const each = (name, change) => document.querySelectorAll(`[data-${name}]`).forEach((element) => change(element, say(element.getAttribute(`data-${name}`))));

/** Turns the page to a language: what it shows, what it says to a screen reader, and in which voice. */
export function speak(next) {
  lang = next === 'en' ? 'en' : 'fr';
  document.documentElement.lang = lang;
  each('say', (element, word) => (element.textContent = word));
  each('say-hint', (element, word) => (element.placeholder = word));
  each('say-label', (element, word) => {
    element.setAttribute('aria-label', word);
    if (element.title) element.title = word;
  });
}

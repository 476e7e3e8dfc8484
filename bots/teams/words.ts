import type { Lang } from '../../core/ports.ts';

/** What only this channel has to say. `summary`: what a notification reads; `offered`: on a card that offers a file; `pick`, `missing`: beside a field that finds people. */
export const LINES: Readonly<Record<Lang, { readonly summary: string; readonly offered: string; readonly open: string; readonly unshown: string; readonly pick: string; readonly missing: string }>> = {
  fr: { summary: 'Message de Guichet', offered: 'Ce document sera rangé dans votre OneDrive.', open: 'Ouvrir le document', unshown: 'Tout ne tient pas dans cette liste : vous pouvez aussi écrire votre choix.', pick: 'Choisir', missing: 'Écrivez un nom, puis choisissez dans la liste.' },
  en: { summary: 'A message from Guichet', offered: 'This document will be kept in your OneDrive.', open: 'Open the document', unshown: 'Not everything fits in this list: you can also type your choice.', pick: 'Choose', missing: 'Type a name, then choose from the list.' },
};

/** What is answered at once, before anybody is looked up, so in the language of most. */
export const AT_ONCE = {
  taken: 'C’est noté.',
  declined: 'D’accord : le document n’est pas rangé dans votre OneDrive.',
  gone: 'Ce document n’existe plus, ou ce bouton est trop ancien. Rouvrez vos réservations : le document y est à jour.',
  lost: 'Je n’ai pas pu ranger ce document dans votre OneDrive. Rouvrez vos réservations pour le recevoir à nouveau.',
} as const;

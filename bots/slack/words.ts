import type { Lang } from '../../core/ports.ts';

/** What only this channel has to say. `fill`: the button that opens a form; `title` and `close`: of its modal; `news`: what a notification says. */
export const LINES: Readonly<Record<Lang, {
  readonly colon: string; readonly toGive: string; readonly or: string; readonly unshown: string; readonly fill: string; readonly title: string; readonly close: string; readonly news: string;
}>> = {
  fr: {
    colon: ' : ', toGive: 'À écrire', or: ' ou ', unshown: 'Tout ne tient pas en boutons : vous pouvez aussi écrire votre choix.',
    fill: 'Remplir', title: 'Guichet', close: 'Fermer', news: 'Guichet vous a répondu.',
  },
  en: {
    colon: ': ', toGive: 'To write', or: ' or ', unshown: 'Not everything fits as buttons: you can also type your choice.',
    fill: 'Fill in', title: 'Guichet', close: 'Close', news: 'Guichet has answered you.',
  },
};

/** What is answered at once, where a command was typed elsewhere, or storing takes long or fails: before anybody is looked up, so in the language of most. `begin`: to whom nobody knows yet. */
export const AT_ONCE = {
  wait: 'Un instant… Votre demande est en route.',
  again: 'C’est plus long que d’habitude. Attendez un instant, puis appuyez à nouveau.',
  lost: 'Je n’ai pas pu noter votre demande. Merci de recommencer dans quelques minutes.',
  elsewhere: 'La suite est dans notre conversation privée.',
  open: 'Ouvrir la conversation privée',
  begin: 'Bonjour. Pour commencer, ouvrez notre conversation et écrivez-y votre code d’accès.',
} as const;

import { fold } from './fold.ts';

/** What leaves, or turns aside from, whatever is being asked (X3). */
export type Interrupt = 'menu' | 'help' | 'cancel' | 'back' | 'language:fr' | 'language:en';

const WORDS: Readonly<Record<Interrupt, readonly string[]>> = {
  menu: ['menu', 'menu principal', 'le menu', 'accueil', 'home', 'main menu', 'start', 'retour menu', 'retour au menu', 'retour a l accueil', 'retour accueil', 'back to menu'],
  help: ['aide', 'aides', 'help', 'aide moi', 'aidez moi', 'a l aide', 'besoin d aide', 'j ai besoin d aide', 'au secours', 'sos', 'help me', 'comment ca marche', 'je suis perdu', 'je suis perdue'],
  cancel: [
    'annuler', 'annule', 'annulez', 'tout annuler', 'annuler tout', 'annule tout', 'abandonner', 'abandonne', 'abandonnez', 'abandon', 'stop', 'stopper', 'arreter', 'arrete', 'arretez', 'quitter',
    'laisse tomber', 'laissez tomber', 'tant pis', 'oublie', 'oubliez', 'cancel', 'abort', 'quit', 'exit', 'never mind', 'nevermind', 'forget it',
  ],
  back: ['retour', 'precedent', 'precedente', 'revenir', 'revenir en arriere', 'retour en arriere', 'en arriere', 'etape precedente', 'question precedente', 'back', 'go back', 'previous'],
  'language:fr': ['francais', 'en francais', 'french', 'in french', 'parler francais', 'francais s il vous plait', 'langue francaise'],
  'language:en': ['english', 'in english', 'anglais', 'en anglais', 'speak english', 'english please', 'do you speak english'],
};
const KNOWN = new Map(Object.entries(WORDS).flatMap(([interrupt, list]) => list.map((words) => [words, interrupt as Interrupt] as const)));

/** What may be said around it without changing it. */
const POLITE = /^(?:ok |non |euh |bon |alors )?(.+?)(?: s il (?:vous|te) plait| svp| stp| please| merci)?$/;

/**
 * The interrupt that the whole message is, if it is one: 'Annuler', 'aide svp', '/menu', '?'. With a name or an
 * event it is none: 'annuler Malika' cancels a booking (see `understand`).
 */
export function readInterrupt(text: string): Interrupt | undefined {
  if (text.length > 60) return undefined;
  const folded = fold(text);
  if (folded === '') return /^[\s?¿]+$/u.test(text) && text.includes('?') ? 'help' : undefined;
  return KNOWN.get(folded) ?? KNOWN.get(POLITE.exec(folded)?.[1] ?? '');
}

const GREETING = /^(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|bjr|slt|re bonjour|rebonjour|good morning|good evening)(?: (?:a tous|a toutes|tout le monde|a vous|guichet|madame|monsieur|there|ca va))?$/;

/** Is the whole message a greeting? Not an interrupt: somebody who comes back is offered what they had begun. */
export const isGreeting = (text: string): boolean => text.length <= 60 && GREETING.test(fold(text));

import type { Sentence } from './sentence.ts';

/** How it works; and where to start. */
export const HELP: readonly Sentence[] = [
  { text: 'aide', intent: 'help', easy: true },
  { text: 'comment ça marche ?', intent: 'help', easy: true },
  { text: 'jsuis perdue', intent: 'help' },
  { text: 'comment on fait pour réserver pour une famille', intent: 'help', not: 'book' },
  { text: 'je sais pas comment annuler', intent: 'help', not: 'cancel' },
  { text: 'je clique où pour rendre une place', intent: 'help', not: 'cancel' },
  { text: 'c quoi la liste d attente', intent: 'help', or: ['waitlist'] },
  { text: 'qu’est ce que tu peux faire au juste', intent: 'help' },
  { text: 'c’est la première fois que j’utilise, tu m’expliques ?', intent: 'help' },
  { text: 'combien de sorties max par personne par semaine ?', intent: 'help', not: 'statistics' },
  { text: 'on peut venir avec un bébé ?', intent: 'help', or: ['search', 'person', 'none'], unsure: true },
  { text: 'ça veut dire quoi sous quota', intent: 'help' },
  { text: 'j’ai rien compris', intent: 'help', or: ['none'] },
  { text: 'il faut imprimer les invitations ou le téléphone suffit', intent: 'help', not: 'reservations' },
  { text: 'mode demploi stp', intent: 'help' },
  { text: 'Que se passe-t-il si un participant ne vient pas ?', intent: 'help', not: 'cancel' },
  { text: 'combien ça coûte', intent: 'help', or: ['none', 'search'], not: 'book' },
  { text: 'faut être accompagné pour y aller ?', intent: 'help', or: ['search', 'none'], unsure: true },
  { text: 'je voudrais comprendre pourquoi on doit attendre 30 jours avant', intent: 'help', or: ['opening'], not: 'waitlist' },
];

export const MENU: readonly Sentence[] = [
  { text: 'menu', intent: 'menu', easy: true },
  { text: 'bonjour', intent: 'menu', easy: true },
  { text: 'cc', intent: 'menu' },
  { text: 'Bonsoir, j’espère que vous allez bien', intent: 'menu' },
  { text: 'retour au début stp', intent: 'menu' },
  { text: 'reviens au menu principal', intent: 'menu' },
  { text: 'on recommence depuis le début', intent: 'menu', not: 'book' },
  { text: 'affiche les options', intent: 'menu', not: 'search' },
  { text: 'hello c’est Céline du foyer', intent: 'menu' },
  { text: 'slt', intent: 'menu' },
  { text: 'rebonjour c’est encore moi', intent: 'menu' },
];

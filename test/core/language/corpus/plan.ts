import type { Sentence } from './sentence.ts';
import { day } from './when.ts';

/** The usage plan: the questionnaire that goes with an order of tickets. */
export const PLAN: readonly Sentence[] = [
  { text: "plan d'utilisation", intent: 'plan', easy: true },
  { text: 'on en est où du questionnaire', intent: 'plan' },
  { text: 'je voudrais continuer le plan', intent: 'plan' },
  { text: 'jai commencé le plan d utilisation hier sur l’ordi, je le reprends ici', intent: 'plan', when: day('11-19'), not: 'attendance' },
  { text: 'corriger ma réponse à la question 10', intent: 'plan', not: 'person' },
  { text: 'la question 12 je comprends pas ce qu’il faut mettre', intent: 'plan', not: 'person', or: ['help'] },
  { text: 'relire le plan avant envoi', intent: 'plan' },
  { text: 'notre plan a bien été transmis ?', intent: 'plan' },
  { text: 'c’est quoi la date limite pour rendre le plan dutilisation', intent: 'plan', not: 'opening' },
  { text: 'faut-il un plan pour les jeux paralympiques aussi', intent: 'plan' },
  { text: 'je veux valider définitivement le plan', intent: 'plan', not: 'yes' },
  { text: 'le word du plan svp', intent: 'plan' },
  { text: 'remplir les objectifs et les publics', intent: 'plan' },
  { text: 'j’ai mis 40 billets en judo dans le plan, il en faut 30', intent: 'plan', count: 30, not: 'book' },
  { text: 'on a un plan pour samedi ?', intent: 'search', when: day('11-21'), or: ['reservations'], not: 'plan' },
  { text: 'tu as un bon plan ciné', intent: 'search', theme: 'cinema', not: 'plan' },
  { text: 'je peux déposer le questionnaire demain ou c’est trop tard', intent: 'plan', when: day('11-21') },
  { text: 'il manque quoi dans notre plan d’utilisation des billets', intent: 'plan', not: 'attendance' },
];

import type { Sentence } from './sentence.ts';
import { day, evening } from './when.ts';

/** Two things in one breath: `intent` is the one said first. */
export const SEVERAL: readonly Sentence[] = [
  { text: 'annule malika et mets farida à la place', intent: 'cancel', also: ['book'], people: ['malika', 'farida'], each: { cancel: ['malika'], book: ['farida'] } },
  { text: 'enleve hugo et rajoute chloé pour mercredi', intent: 'cancel', also: ['book'], people: ['hugo', 'chloe'], each: { cancel: ['hugo'], book: ['chloe'] }, when: day('11-25') },
  { text: 'Prends 2 places pour le gospel et préviens-moi si ça ouvre pour block party', intent: 'book', also: ['opening'], count: 2, title: 'gospel' },
  { text: 'blessing remplace victoire sur le quatuor', intent: 'book', also: ['cancel'], people: ['blessing', 'victoire'], each: { book: ['blessing'], cancel: ['victoire'] }, title: 'quatuor' },
  { text: 'soraya à la place de jean claude samedi', intent: 'book', also: ['cancel'], people: ['soraya', 'jc'], each: { book: ['soraya'], cancel: ['jc'] }, when: day('11-21') },
  { text: 'réserve pour yann et noa, et si c’est complet mets les en attente', intent: 'book', also: ['waitlist'], people: ['yann', 'noa'] },
  { text: 'moussa vient plus jeudi, qui est en liste d’attente ?', intent: 'cancel', also: ['waitlist'], people: ['moussa'], each: { cancel: ['moussa'] }, when: day('11-26') },
  { text: 'hier karim absent et demain tu peux l’enlever aussi', intent: 'attendance', also: ['cancel'], people: ['karim'], outcome: 'absent', when: day('11-19') },
  { text: 'ajoute une nouvelle personne et réserve pour elle au cirque', intent: 'participants', also: ['book'], theme: 'cirque' },
  { text: 'montre moi mes résas et les stats du mois', intent: 'reservations', also: ['statistics'], when: '2026-11-01T00:00/2026-12-01T00:00 month' },
  { text: 'tu as quoi samedi soir ? et réserve déjà pour aurore', intent: 'search', also: ['book'], people: ['aurore'], when: evening('11-21') },
  { text: 'je garde la place d’inès mais je rends celle de lina', intent: 'cancel', people: ['lina'], not: 'book' },
  { text: 'annule pour tous sauf abdel', intent: 'cancel', people: ['abdel'], each: { cancel: ['*'] }, unsure: true },
  { text: 'tous les Haddad sauf Sami pour Cendrillon', intent: 'book', people: ['f-haddad', 'sami'], title: 'cendrillon', unsure: true },
  { text: 'réserve 3 places pour les contes et annule les momies de mardi', intent: 'book', also: ['cancel'], count: 3, title: 'contes|momies', when: day('11-24') },
  { text: 'inscrire Paris pour le film et désinscrire Martin Rivière', intent: 'book', also: ['cancel'], people: ['paris', 'martin'], each: { book: ['paris'], cancel: ['martin'] }, theme: 'cinema' },
  { text: 'merci pour hier, on peut remettre ça samedi ? 2 places pour les ados', intent: 'book', count: 2, when: day('11-21'), audience: 'teenagers', unsure: true },
  { text: 'oui pour malika, non pour éric', intent: 'yes', also: ['no'], people: ['malika', 'eric'], each: { yes: ['malika'], no: ['eric'] } },
  { text: 'oui et il en faudrait une autre pour zoé', intent: 'yes', also: ['book'], people: ['zoe'], count: 1 },
  { text: 'non pas hugo, prends plutôt sami', intent: 'book', people: ['sami'], or: ['no'] },
  { text: 'Deux choses : 1. annuler rose mardi 2. réserver avril mercredi', intent: 'cancel', also: ['book'], people: ['rose', 'avril'], each: { cancel: ['rose'], book: ['avril'] }, when: day('11-24') },
  { text: 'aissatou est malade du coup prune peut prendre sa place au théâtre vendredi ?', intent: 'cancel', also: ['book'], people: ['aissatou', 'prune'], each: { cancel: ['aissatou'], book: ['prune'] }, theme: 'theatre', when: day('11-27') },
  { text: 'combien il reste au match et on est combien à y aller', intent: 'search', also: ['reservations'], theme: 'sport' },
  { text: 'échange svetlana et mai sur le jazz à midi, l’une y va et pas l’autre', intent: 'book', also: ['cancel'], people: ['svetlana', 'mai'], title: 'jazz', unsure: true },
  { text: 'accepte le lot et dis moi pour quand il faut les noms', intent: 'pack' },
  { text: 'jai besoin d’aide pour le plan et de parler à quelqu’un', intent: 'help', also: ['person'], or: ['person', 'plan'] },
];

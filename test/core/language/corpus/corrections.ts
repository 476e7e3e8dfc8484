import type { Sentence } from './sentence.ts';
import { afternoon, day, evening, hour } from './when.ts';

/** Taken back in the same breath, or said again otherwise: only the last word counts. What is taken back is not in the reading. */
export const CORRECTIONS: readonly Sentence[] = [
  { text: 'réserve pour hugo euh non pour chloé', intent: 'book', people: ['chloe'] },
  { text: 'annule farida... pardon malika', intent: 'cancel', people: ['malika'] },
  { text: '3 places pour samedi non dimanche', intent: 'book', count: 3, when: day('11-22') },
  { text: '2 ou plutôt 3 places pour la piste aux étoiles', intent: 'book', count: 3, title: 'piste' },
  { text: 'c’était pas karim l’absent c’était moussa', intent: 'attendance', people: ['moussa'], outcome: 'absent' },
  { text: 'je voulais dire mercredi pas mardi', intent: 'search', or: ['none', 'book', 'no'], when: day('11-25'), unsure: true },
  { text: 'non finalement 4', intent: 'book', or: ['no'], count: 4, unsure: true },
  { text: 'en fait c’est pour le 28 pas le 21, gospel, 2 places', intent: 'book', count: 2, title: 'gospel', when: day('11-28') },
  { text: 'pas fatima benali, l’autre fatima', intent: 'none', or: ['no', 'book', 'participants'], people: ['fatima-bs'], unsure: true },
  { text: 'je me suis trompée de soir pour le concert, c’est jeudi 10 que je voulais pour éric', intent: 'book', people: ['eric'], theme: 'musique', when: day('12-10'), unsure: true },
  { text: 'oublie ce que je viens de dire', intent: 'none', or: ['no', 'cancel', 'menu'], unsure: true },
  { text: 'Soraya présente hier, ah non autant pour moi, absente', intent: 'attendance', people: ['soraya'], outcome: 'absent', when: day('11-19') },
  { text: 'cherche un spectacle ce soir, enfin demain soir', intent: 'search', when: evening('11-21') },
  { text: 'inscris leo roy pas leo du groupe, au ballet', intent: 'book', people: ['leo'], theme: 'danse' },
  { text: 'mercredi à 14h, pas 15, pour le cirque avec nour', intent: 'book', people: ['nour'], theme: 'cirque', when: hour('11-25', 14) },
  { text: 'mohamed, le grand, pas mohamed ali', intent: 'none', or: ['participants', 'book'], people: ['mohamed-d'], unsure: true },
  { text: 'je veux pas la place de 20h mais celle de l’aprem le 25 pour les loups, 2 personnes', intent: 'book', count: 2, title: 'loups', when: afternoon('11-25') },
  { text: 'euh attends, pas annuler, juste changer l’heure', intent: 'none', or: ['book', 'reservations', 'no'], unsure: true, not: 'cancel' },
  { text: 'tout compte fait sami vient quand même mardi', intent: 'book', people: ['sami'], when: day('11-24'), unsure: true, not: 'cancel' },
  { text: 'non mais garde la place de juliette je m’étais trompée', intent: 'no', or: ['none', 'book', 'yes'], people: ['juliette'], unsure: true, not: 'cancel' },
  { text: 'j’ai mis absente marie leroy par erreur elle est venue', intent: 'attendance', people: ['marie'], outcome: 'present' },
];

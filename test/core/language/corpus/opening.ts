import type { Sentence } from './sentence.ts';
import { day, hour, month } from './when.ts';

/** When booking opens or closes, and being told of it. */
export const OPENING: readonly Sentence[] = [
  { text: 'quand ouvrent les réservations pour Casse-Noisette ?', intent: 'opening', title: 'casse', easy: true },
  { text: "préviens-moi à l'ouverture", intent: 'opening', easy: true },
  { text: 'ca ouvre quand block party', intent: 'opening', title: 'block' },
  { text: 'on peut réserver à partir de quand pour le ballet', intent: 'opening', theme: 'danse', not: 'book' },
  { text: 'c’est pas encore ouvert casse noisette ??', intent: 'opening', title: 'casse' },
  { text: 'tu me fais signe dès que je peux réserver pour noel au balcon', intent: 'opening', title: 'balcon', not: 'book' },
  { text: 'mettez moi une alerte pour un américain à paris', intent: 'opening', title: 'americain', not: 'waitlist' },
  { text: 'j’aimerais être averti quand les places du 20 décembre sortent', intent: 'opening', when: day('12-20'), not: 'search' },
  { text: 'dès que ça ouvre je veux 3 places pour le 19', intent: 'opening', count: 3, when: day('12-19'), not: 'book' },
  { text: 'à l’ouverture, réservez direct pour inès et lina', intent: 'opening', people: ['ines', 'lina'], not: 'book' },
  { text: 'jusqu’à quand je peux annuler pour le malade imaginaire', intent: 'opening', title: 'malade', or: ['search', 'help'], not: 'cancel' },
  { text: 'on peut réserver jusqu’à quelle heure pour demain', intent: 'opening', when: day('11-21'), or: ['help'], not: 'book' },
  { text: 'la billetterie elle est ouverte pour le match de décembre contre dijon ?', intent: 'opening', title: 'ol-f', when: month('12-01') },
  { text: 'pourquoi je peux pas encore réserver block party', intent: 'opening', title: 'block', not: 'book' },
  { text: 'à 9h pile ça ouvre c’est ça ?', intent: 'opening', when: hour('11-21', 9), unsure: true },
  { text: 'rappelle moi quand ce sera possible de prendre les places pour godot', intent: 'opening', title: 'godot', not: 'waitlist' },
  { text: 'c’est trop tôt pour oui ! ?', intent: 'opening', title: 'oui', not: 'yes', unsure: true },
  { text: 'les inscriptions pour la balade c’est ouvert ou pas', intent: 'opening', title: 'balade', not: 'book' },
  { text: 'alerte ouverture svp pour les grands : lou', intent: 'opening', people: ['grands'], title: 'lou' },
  { text: 'ca ferme quand pour momies mardi', intent: 'opening', title: 'momies', when: day('11-24') },
  { text: 'plus la peine de me prévenir pour block party', intent: 'opening', title: 'block', unsure: true, not: 'cancel' },
  { text: 'les places pour noel elles sont mises en ligne quel jour', intent: 'opening', when: day('12-25'), unsure: true },
  { text: 'Merci de m’avertir par message lorsque les réservations d’Abracadabra seront possibles', intent: 'opening', title: 'abra', not: 'book' },
];

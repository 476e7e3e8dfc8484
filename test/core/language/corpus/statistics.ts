import type { Sentence } from './sentence.ts';
import { month } from './when.ts';

/** Figures of the structure. */
export const STATISTICS: readonly Sentence[] = [
  { text: 'statistiques', intent: 'statistics', easy: true },
  { text: 'nos chiffres de l’année', intent: 'statistics', when: '2026-01-01T00:00/2027-01-01T00:00 year' },
  { text: 'cb de sorties on a fait depuis la rentrée', intent: 'statistics', not: 'reservations' },
  { text: 'combien de personnes différentes sont sorties en octobre', intent: 'statistics', when: month('10-01'), not: 'participants' },
  { text: 'notre taux d’absentéisme ?', intent: 'statistics', not: 'attendance' },
  { text: 'le pourcentage de présents chez nous', intent: 'statistics', not: 'attendance' },
  { text: 'j’ai besoin d’un bilan pour le rapport d’activité', intent: 'statistics' },
  { text: 'stats octobre svp', intent: 'statistics', when: month('10-01') },
  { text: 'on a eu combien de no show en tout', intent: 'statistics', not: 'attendance' },
  { text: 'qu’est ce qui marche le mieux chez nous, le foot ou le théâtre', intent: 'statistics', theme: 'football|theatre', unsure: true, not: 'search' },
  { text: 'sur nos réservations combien ont été honorées', intent: 'statistics', not: 'reservations' },
  { text: 'combien de mes jeunes ont vu un spectacle pour la première fois', intent: 'statistics', not: 'search' },
  { text: 'Nombre de places utilisées depuis l’ouverture du partenariat', intent: 'statistics', not: 'opening' },
  { text: 'ma directrice veut savoir combien d’invitations on a prises en 2026', intent: 'statistics', when: '2026-01-01T00:00/2027-01-01T00:00 year', not: 'reservations' },
  { text: 'un graphique par mois ce serait possible ?', intent: 'statistics' },
  { text: 'qui sort le plus dans ma structure', intent: 'statistics', unsure: true, not: 'reservations' },
  { text: 'taux de venue novembre', intent: 'statistics', when: month('11-01') },
  { text: 'bilan chiffré des sorties des grands', intent: 'statistics', people: ['grands'], not: 'reservations' },
];

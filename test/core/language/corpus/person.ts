import type { Sentence } from './sentence.ts';
import { day } from './when.ts';

/** Somebody human, please. */
export const PERSON: readonly Sentence[] = [
  { text: "parler à quelqu'un", intent: 'person', easy: true },
  { text: 'y a un humain ?', intent: 'person' },
  { text: 'je veux pas parler à un robot', intent: 'person', not: 'no' },
  { text: 'qqn peut me rappeler svp', intent: 'person', not: 'opening' },
  { text: 'le numéro de téléphone de votre équipe ?', intent: 'person' },
  { text: 'pouvez-vous transmettre ma demande à la responsable des partenariats', intent: 'person' },
  { text: 'j’ai un souci avec une invitation, j’ai besoin de joindre l’association', intent: 'person', not: 'reservations' },
  { text: 'cest urgent on est bloqués à l’entrée personne nous laisse rentrer', intent: 'person' },
  { text: 'on nous a refusé à la porte du stade hier, je voudrais faire une réclamation', intent: 'person', when: day('11-19'), not: 'attendance' },
  { text: 'j’ai une question un peu particulière sur une situation familiale', intent: 'person' },
  { text: 'ça marche pas votre truc, passez moi quelqu’un', intent: 'person', not: 'help' },
  { text: 'votre bot comprend rien je peux avoir une vraie personne', intent: 'person' },
  { text: 'à qui je m’adresse pour un problème de convention', intent: 'person' },
  { text: 'Dites à Sandrine de l’accueil de me contacter lundi', intent: 'person', when: day('11-23') },
  { text: 'une demande spéciale pour le gospel, je peux en discuter avec vous ?', intent: 'person', title: 'gospel', not: 'book' },
  { text: 'contact de l’asso svp', intent: 'person', not: 'search' },
  { text: 'ya que moi ou vous répondez plus', intent: 'person', or: ['none', 'help'], unsure: true },
  { text: 'besoin d’aide d’un conseiller pour annuler une grosse réservation', intent: 'person', not: 'cancel' },
  { text: 'on n’est pas encore partenaires, qui peut nous inscrire ?', intent: 'person', or: ['help'], not: 'reservations' },
];

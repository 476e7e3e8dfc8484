import type { Sentence } from './sentence.ts';
import { day, days } from './when.ts';

/** Lots of tickets offered to a whole structure: taken or given back whole, then named. */
export const PACK: readonly Sentence[] = [
  { text: 'nos lots', intent: 'pack', easy: true },
  { text: 'accepter le lot', intent: 'pack', easy: true },
  { text: 'on prend le lot L-042', intent: 'pack', not: 'book' },
  { text: 'le lot du 4 août on peut pas, trop loin', intent: 'pack', when: day('2027-08-04'), not: 'cancel' },
  { text: 'nous déclinons votre proposition de billets, nous n’avons pas assez d’encadrants', intent: 'pack', not: 'cancel' },
  { text: 'c’est d’accord pour les 12 places d’athlétisme', intent: 'pack', count: 12, or: ['yes'], unsure: true },
  { text: 'jusqu’à quand on doit répondre pour le pack', intent: 'pack', not: 'opening' },
  { text: 'vous avez reçu notre liste nominative ?', intent: 'pack', not: 'waitlist' },
  { text: 'je dois rendre les noms du lot quand', intent: 'pack', not: 'cancel' },
  { text: 'remplace Tidiane par Hugo sur le lot, il est malade', intent: 'pack', people: ['tidiane', 'hugo'], not: 'cancel' },
  { text: 'un enfant du pack natation ne peut plus venir, on fait comment pour changer le nom', intent: 'pack', not: 'cancel' },
  { text: 'quel encadrant pour combien de jeunes sur un lot', intent: 'pack', or: ['help'] },
  { text: 'on peut avoir un accompagnateur de plus sur le pack ?', intent: 'pack', count: 1, not: 'participants' },
  { text: 'qui tient les billets numériques du lot', intent: 'pack', not: 'reservations' },
  { text: 'Yann sera responsable de groupe pour le L-107', intent: 'pack', people: ['yann'] },
  { text: 'pas de nouvelles de notre candidature pour les lots', intent: 'pack', not: 'no' },
  { text: 'On souhaite candidater pour 20 jeunes et 5 adultes, plutôt à Marseille', intent: 'pack', count: 25, place: 'marseille', not: 'book' },
  { text: 'le courrier d’engagement signé je l’envoie où', intent: 'pack' },
  { text: 'renvoyez moi le modele de charte', intent: 'pack' },
  { text: 'notre enregistrement pour le concours je me souviens est prêt', intent: 'pack' },
  { text: 'un hébergement est prévu avec le lot du 26 au 28 juillet ?', intent: 'pack', when: days('2027-07-26', '2027-07-28') },
  { text: 'refuser mais rester en liste pour la prochaine vague', intent: 'pack', not: 'waitlist' },
  { text: 'on renonce au pack judo', intent: 'pack', not: 'cancel' },
  { text: 'combien de billets dans le lot de Lens ?', intent: 'pack', place: 'lens', not: 'search' },
  { text: 'lina a déjà ses 2 billets pour les jeux ?', intent: 'pack', people: ['lina'], count: 2, not: 'book', or: ['reservations'] },
];

import type { Sentence } from './sentence.ts';
import { day, evening } from './when.ts';

/** Waiting for a seat, and where one stands. */
export const WAITLIST: readonly Sentence[] = [
  { text: "liste d'attente", intent: 'waitlist', easy: true },
  { text: 'mets Farida en liste d’attente', intent: 'waitlist', people: ['farida'], easy: true },
  { text: 'cest complet mais si une place se libère je la veux pour moussa', intent: 'waitlist', people: ['moussa'], not: 'book' },
  { text: 'yann est toujours en attente ?', intent: 'waitlist', people: ['yann'] },
  { text: 'on est combientième pour casse noisette', intent: 'waitlist', title: 'casse' },
  { text: 'combien de personnes devant nous sur le gospel', intent: 'waitlist', title: 'gospel', not: 'search' },
  { text: 'malika elle est a quel rang', intent: 'waitlist', people: ['malika'] },
  { text: 'inscris moi les grands sur liste attente asvel svp', intent: 'waitlist', people: ['grands'], title: 'asvel', not: 'book' },
  { text: 'on peut se mettre sur la liste si jamais il y a un désistement samedi ?', intent: 'waitlist', when: day('11-21'), not: 'cancel' },
  { text: 'y a t il eu des désistements pour romeo et juliette ? on attend toujours', intent: 'waitlist', title: 'romeo', not: 'cancel' },
  { text: 'quelles sont mes chances pour le match de dimanche 29', intent: 'waitlist', theme: 'sport', when: day('11-29') },
  { text: 'je suis dans la file pour 3 places, ça avance ?', intent: 'waitlist', count: 3, not: 'book' },
  { text: 'enleve soraya de la liste dattente du quatuor', intent: 'waitlist', people: ['soraya'], title: 'quatuor', or: ['cancel'] },
  { text: 'on veut plus attendre pour block party', intent: 'waitlist', title: 'block', or: ['cancel'], unsure: true },
  { text: 'si c’est plein mettez anne sophie petit en attente', intent: 'waitlist', people: ['anne-sophie'] },
  { text: 'attendre 4 places ensemble', intent: 'waitlist', count: 4 },
  { text: 'pk karim est pas passé devant, il était inscrit en premier sur l’attente', intent: 'waitlist', people: ['karim'] },
  { text: 'une place vient de se libérer ??', intent: 'waitlist', unsure: true, not: 'cancel', or: ['search'] },
  { text: 'fais signe si qqn annule pour pierre et le loup, ce serait pour avril', intent: 'waitlist', people: ['avril'], title: 'pierre', not: 'cancel' },
  { text: 'tu préviens si ça se libère demain soir pour daniel martin ?', intent: 'waitlist', people: ['daniel'], when: evening('11-21'), not: 'opening' },
  { text: 'est-ce que Blessing et Victoire ont une chance d’avoir une place, elles sont 4e et 5e', intent: 'waitlist', people: ['blessing', 'victoire'], not: 'book' },
  { text: 'nos attentes en cours', intent: 'waitlist' },
  { text: 'qui est en attente chez nous ?', intent: 'waitlist', not: 'reservations' },
  { text: 'mettre nour sur attente godot', intent: 'waitlist', people: ['nour'], title: 'godot' },
  { text: 'et si yen a pas pour tous, les derniers passent en attente ?', intent: 'waitlist', or: ['help'], unsure: true },
  { text: 'marie leroy voudrait rester sur la liste au cas où', intent: 'waitlist', people: ['marie'] },
];

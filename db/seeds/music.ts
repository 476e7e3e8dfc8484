import { week } from './calendar.ts';
import type { ShowSeed } from './season.ts';

/** Concerts, opera, balls. */
export const music: readonly ShowSeed[] = [
  // Exactly two seats left.
  {
    key: 'gospel', venue: 'halle', title: 'Nuit gospel', themes: ['musique', 'concert'], access: ['motor'], price: '22 €', minutes: 100,
    summary: 'Trente voix, un orgue et des mains qui claquent : des chants d’espoir à reprendre ensemble.',
    dates: [[week(1, 'sam 20:00'), 8]],
  },
  {
    key: 'quatuor', venue: 'morel', title: 'Quatuor à la bougie', themes: ['musique', 'concert'], access: ['motor', 'psychic'], price: '16 €, réduit 10 €', minutes: 60,
    summary: 'Deux violons, un alto et un violoncelle, sans micro ni projecteur. Une heure de calme.',
    dates: [[week(1, 'dim 17:00'), 6], [week(3, 'dim 17:00'), 6]],
  },
  {
    key: 'flute', venue: 'opera', title: 'La Flûte et le Tambour', themes: ['opéra', 'musique', 'jeune public'], access: ['motor', 'hearing'], age: 6, price: '10 à 25 €', minutes: 70,
    summary: 'Un petit opéra à voir en famille : deux instruments se disputent, puis s’aiment.',
    dates: [[week(2, 'dim 15:00'), 20]],
  },
  {
    key: 'quichotte', venue: 'opera', title: 'Don Quichotte, la répétition générale', themes: ['opéra', 'musique'], access: ['motor', 'visual'], age: 10, price: 'Gratuit sur réservation', minutes: 150,
    summary: 'Assistez à la dernière répétition avant la première, avec tout l’orchestre et les costumes.',
    dates: [[week(3, 'mar 19:00'), 40]],
  },
  {
    key: 'jazz', venue: 'halle', title: 'Jazz au bord de l’eau', themes: ['musique', 'concert'], access: ['motor'], price: '18 €', minutes: 90,
    summary: 'Un trio joue les grands airs de jazz et quelques chansons d’ici.',
    dates: [[week(2, 'ven 20:30'), 15]],
  },
  {
    key: 'chansons-de-neige', venue: 'morel', title: 'Chansons de neige', themes: ['musique', 'jeune public'], access: ['motor', 'intellectual'], age: 4, price: '5 €', minutes: 55,
    summary: 'Un chœur de soixante enfants chante le froid, les moufles et le chocolat chaud.',
    dates: [[week(4, 'dim 15:00'), 30]],
  },
  {
    key: 'bal-folk', venue: 'halle', title: 'Bal folk du jeudi', themes: ['musique', 'danse', 'atelier'], access: ['motor'], price: '8 €', minutes: 180,
    summary: 'On apprend les pas à 19 h, on danse ensuite. Venez sans savoir danser, et sans cavalier.',
    dates: [[week(3, 'jeu 19:00'), 40]],
  },
  {
    key: 'trois-continents', venue: 'morel', title: 'Un orchestre, trois continents', themes: ['musique', 'concert'], access: ['motor', 'hearing'], age: 7, price: '12 à 30 €', minutes: 105,
    summary: 'De Prague à Dakar et à Lima, un grand orchestre voyage. Boucle magnétique dans la salle.',
    dates: [[week(4, 'ven 20:00'), 25]],
  },
  {
    key: 'rai', venue: 'halle', title: 'Raï, rap et oud', themes: ['musique', 'concert'], access: ['motor'], age: 12, price: '20 €', minutes: 120,
    summary: 'Trois générations de musiciens sur une même scène, d’Oran à Villeurbanne.',
    dates: [[week(5, 'sam 20:30'), 20]],
  },
  {
    key: 'carmen', venue: 'opera', title: 'Carmen de quartier', themes: ['opéra', 'musique'], access: ['motor', 'hearing', 'visual'], age: 10, price: '10 à 25 €', minutes: 120,
    summary: 'Cent habitants chantent Carmen avec quatre solistes. Vous connaissez déjà les airs.',
    dates: [[week(6, 'sam 19:30'), 16], [week(6, 'dim 15:00'), 16]],
  },
  {
    key: 'fado', venue: 'ravier', title: 'Fado, la voix des quais', themes: ['musique', 'concert'], price: '16 €', minutes: 80,
    summary: 'Une chanteuse de Lisbonne et deux guitares disent l’absence et le retour.',
    dates: [[week(5, 'ven 20:30'), 10]],
  },
  {
    key: 'train-fantome', venue: 'lanterne', title: 'Ciné-concert : Le Train fantôme', themes: ['cinéma', 'musique', 'jeune public'], access: ['motor'], age: 7, price: '9 €', minutes: 65,
    summary: 'Un film muet plein de courses et de frissons, avec un pianiste et un bruiteur dans la salle.',
    dates: [[week(7, 'sam 18:00'), 30]],
  },
  {
    key: 'concert-allonge', venue: 'glycines', title: 'Concert allongé', themes: ['musique'], access: ['motor', 'intellectual', 'psychic'], price: 'Gratuit sur réservation', minutes: 45,
    summary: 'On s’allonge, on ferme les yeux, on écoute une harpe. Tapis et couvertures fournis.',
    dates: [[week(7, 'dim 11:00'), 12]],
  },
];

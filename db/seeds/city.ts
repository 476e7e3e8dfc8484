import { week } from './calendar.ts';
import type { ShowSeed } from './season.ts';

/** Museums, visits, workshops, cinema, sport. */
export const city: readonly ShowSeed[] = [
  {
    key: 'soie', venue: 'fil', title: 'Mille ans de fils et de soie', themes: ['musée', 'visite', 'patrimoine'], access: ['motor', 'visual'], age: 8, price: '8 €, gratuit avant 18 ans', minutes: 90,
    summary: 'Une visite guidée où l’on touche les tissus, du chanvre des bateliers à la soie des reines.',
    dates: [[week(1, 'jeu 10:00'), 12], [week(2, 'jeu 10:00'), 12], [week(3, 'dim 14:00'), 12]],
  },
  {
    key: 'nuit-des-inventions', venue: 'inventions', title: 'La nuit des inventions', themes: ['musée', 'sciences'], access: ['motor'], age: 6, price: '6 €', minutes: 180,
    summary: 'Le musée ouvre le soir : machines en marche, expériences et soupe à l’oignon.',
    dates: [[week(2, 'sam 19:00'), 20]],
  },
  {
    key: 'mains', venue: 'inventions', title: 'Mains d’inventeurs', themes: ['atelier', 'sciences', 'jeune public'], access: ['motor', 'intellectual'], age: 8, price: '5 €', minutes: 120,
    summary: 'On démonte un réveil, on remonte une idée. Chacun repart avec son invention.',
    dates: [[week(1, 'mer 14:00'), 10], [week(3, 'mer 14:00'), 10], [week(5, 'mer 14:00'), 10]],
  },
  // At this venue a structure has eight seats a month; one structure has had them all.
  {
    key: 'basket', venue: 'palais', title: 'Basket : Guêpes du Rhône – Étoile du Forez', themes: ['sport', 'basket'], access: ['motor'], price: '7 à 15 €', minutes: 110,
    summary: 'Match de championnat féminin. Le public est près du terrain, l’ambiance est familiale.',
    dates: [[week(2, 'mer 20:00'), 30], [week(4, 'sam 20:00'), 30]],
  },
  {
    key: 'handball', venue: 'palais', title: 'Handball : Guêpes du Rhône – Mistral de la Drôme', themes: ['sport', 'handball'], access: ['motor'], price: '7 à 15 €', minutes: 100,
    summary: 'Un match rapide et facile à suivre. Rencontre avec les joueuses après la partie.',
    dates: [[week(5, 'dim 17:00'), 40]],
  },
  {
    key: 'football', venue: 'stade', title: 'Football : Pépinières FC – Olympique des Monts', themes: ['sport', 'football'], access: ['motor'], price: '5 €', minutes: 110,
    summary: 'Match amateur du dimanche, en tribune couverte. Prévoyez un manteau.',
    dates: [[week(1, 'dim 15:00'), 40], [week(3, 'dim 15:00'), 40]],
  },
  {
    key: 'rugby', venue: 'stade', title: 'Rugby : le derby des collines', themes: ['sport', 'rugby'], access: ['motor', 'visual'], price: '8 €', minutes: 110,
    summary: 'Deux quartiers, un ballon. Le match est raconté au casque pour les personnes aveugles.',
    dates: [[week(6, 'sam 15:00'), 40]],
  },
  {
    key: 'renard', venue: 'lanterne', title: 'Ciné-goûter : Le Renard qui comptait les étoiles', themes: ['cinéma', 'jeune public'], access: ['motor', 'intellectual'], age: 4, price: '5 €', minutes: 60,
    summary: 'Un dessin animé tendre, puis un goûter avec la personne qui a fait les décors.',
    dates: [[week(2, 'mer 14:30'), 20], [week(4, 'dim 10:30'), 20]],
  },
  {
    key: 'samira', venue: 'lanterne', title: 'Avant-première : La Cuisine de Samira', themes: ['cinéma'], access: ['motor', 'hearing'], age: 12, price: '9 €', minutes: 130,
    summary: 'Une cantinière ouvre son restaurant. Film sous-titré, suivi d’un échange avec l’équipe.',
    dates: [[week(3, 'jeu 20:00'), 25]],
  },
  {
    key: 'balade', venue: 'battant', title: 'Balade contée sur les pentes', themes: ['visite', 'conte', 'patrimoine'], age: 7, price: '7 €', minutes: 100,
    summary: 'On monte, on s’arrête, on écoute. Départ du théâtre ; beaucoup d’escaliers.',
    dates: [[week(3, 'sam 10:30'), 15]],
  },
  {
    key: 'ciel', venue: 'glycines', title: 'Le ciel de ce soir', themes: ['sciences', 'conférence'], access: ['motor', 'hearing'], age: 9, price: 'Gratuit sur réservation', minutes: 90,
    summary: 'Une astronome montre les étoiles du moment, puis on sort les chercher au télescope.',
    dates: [[week(5, 'ven 18:30'), 30]],
  },
  {
    key: 'portraits', venue: 'fil', title: 'Portraits de fleuve', themes: ['exposition', 'musée'], access: ['motor', 'visual'], price: '8 €, gratuit avant 18 ans', minutes: 75,
    summary: 'Des photos de celles et ceux qui vivent du Rhône. Visite commentée par le photographe.',
    dates: [[week(6, 'mer 14:00'), 20], [week(7, 'dim 14:00'), 20]],
  },
  {
    key: 'coulisses', venue: 'opera', title: 'Dans les coulisses de l’opéra', themes: ['visite', 'opéra'], age: 12, price: '11 €', minutes: 75,
    summary: 'Perruques, trappes et toiles peintes : une visite en tout petit groupe.',
    dates: [[week(4, 'mar 14:00'), 2]],
  },
];

import type { VenueSeed } from './season.ts';

/** Invented places round Lyon. Their telephone numbers are of the range kept for fiction (04 65 71). */
export const venues: readonly VenueSeed[] = [
  {
    key: 'battant', name: 'Théâtre du Battant', address: '14 rue des Tisserandes', postalCode: '69004', city: 'Lyon', phone: '04 65 71 20 14', at: [45.7765, 4.829],
    access: 'Métro C, arrêt Croix-Rousse, puis 6 minutes à pied. Entrée de plain-pied par la cour.',
  },
  {
    key: 'halle', name: 'La Halle aux Voix', address: '3 place des Fondeurs', postalCode: '69100', city: 'Villeurbanne', phone: '04 65 71 33 02', at: [45.7695, 4.8812],
    access: 'Métro A, arrêt Gratte-Ciel, puis 4 minutes à pied.',
  },
  {
    key: 'opera', name: 'Opéra des Deux Collines', address: '8 quai des Lanternes', postalCode: '69001', city: 'Lyon', phone: '04 65 71 41 80', at: [45.7688, 4.8345],
    access: 'Métro A ou C, arrêt Hôtel de Ville. Ascenseur à gauche de l’entrée.',
  },
  {
    key: 'voisins', name: 'Les Pas Voisins', address: '22 avenue des Mûriers', postalCode: '69200', city: 'Vénissieux', phone: '04 65 71 52 22', at: [45.7052, 4.8786],
    access: 'Tram T4, arrêt Lénine-Corsière, puis 3 minutes à pied.',
  },
  {
    key: 'saules', name: 'Chapiteau des Grands Saules', address: 'Chemin des Roseaux', postalCode: '69120', city: 'Vaulx-en-Velin', phone: '04 65 71 60 07', at: [45.7878, 4.9192],
    access: 'Bus C3, arrêt Hôtel de Ville. Le chapiteau est chauffé.',
  },
  {
    key: 'fil', name: 'Musée du Fil et du Fleuve', address: '5 quai des Bateliers', postalCode: '69002', city: 'Lyon', phone: '04 65 71 08 55', at: [45.7452, 4.8196],
    access: 'Tram T1, arrêt Montrochet, puis 5 minutes à pied au bord de l’eau.',
  },
  {
    key: 'inventions', name: 'Musée des Inventions ordinaires', address: '31 rue du Grand-Atelier', postalCode: '69007', city: 'Lyon', phone: '04 65 71 77 31', at: [45.7446, 4.8421],
    access: 'Métro B, arrêt Jean Macé, puis 7 minutes à pied.',
  },
  {
    key: 'lanterne', name: 'Cinéma La Lanterne rousse', address: '17 cours des Abeilles', postalCode: '69003', city: 'Lyon', phone: '04 65 71 14 17', at: [45.7571, 4.8493],
    access: 'Métro B, arrêt Place Guichard, puis 2 minutes à pied.',
  },
  {
    key: 'stade', name: 'Stade Marguerite-Combe', address: '60 boulevard des Pépinières', postalCode: '69800', city: 'Saint-Priest', phone: '04 65 71 90 60', at: [45.6995, 4.9432],
    access: 'Tram T2, arrêt Jules Ferry, puis 10 minutes à pied. Tribune nord.',
  },
  {
    key: 'palais', name: 'Palais des sports des Trois Ponts', address: '2 rue des Haleurs', postalCode: '69008', city: 'Lyon', phone: '04 65 71 28 28', at: [45.7329, 4.8625], monthly: 8,
    access: 'Tram T6, arrêt Beauvisage, puis 5 minutes à pied. Porte B pour les fauteuils.',
  },
  {
    key: 'glycines', name: 'Médiathèque des Glycines', address: '9 rue des Glycines', postalCode: '69600', city: 'Oullins-Pierre-Bénite', phone: '04 65 71 36 09', at: [45.7163, 4.8087],
    access: 'Métro B, arrêt Oullins Gare, puis 8 minutes à pied.',
  },
  {
    key: 'ravier', name: 'Salle Camille-Ravier', address: '45 montée des Vergers', postalCode: '69300', city: 'Caluire-et-Cuire', phone: '04 65 71 45 10', at: [45.7951, 4.8463],
    access: 'Bus C1, arrêt Mairie de Caluire, puis 4 minutes à pied. La montée est raide.',
  },
  {
    key: 'morel', name: 'Auditorium Jeanne-Morel', address: '11 rue des Passeurs', postalCode: '69006', city: 'Lyon', phone: '04 65 71 11 66', at: [45.7712, 4.8574],
    access: 'Métro A, arrêt Masséna, puis 3 minutes à pied.',
  },
  {
    key: 'treteau', name: 'Le Petit Tréteau', address: '6 place du Marronnier', postalCode: '69160', city: 'Tassin-la-Demi-Lune', phone: '04 65 71 54 06', at: [45.7621, 4.7617],
    access: 'Bus C21, arrêt Libération. Les poussettes restent dans l’entrée.',
  },
];

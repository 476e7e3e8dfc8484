import type { Outing, Season } from './season.ts';

/**
 * Who asked for what before the start. Whoever asks first is served first: the seats follow from the rules and are
 * not written here. Hours count from the opening of booking, which is three days before the start at the latest
 * for the third week, ten for the second.
 */
export const outings: readonly Outing[] = [
  // Yesterday's outing: ten people whose presence is to be marked.
  { show: 'bout-du-monde', by: 'SOPH', after: 3, people: ['Karim Haddad', 'Samir Haddad', 'Fatima Benali', 'Thi-Mai Nguyễn'] },
  { show: 'bout-du-monde', by: 'ANNE', after: 30, people: ['Nadège Perret', 'Huguette Poncet', 'Marius Poncet'] },
  { show: 'bout-du-monde', by: 'CLAI', after: 50, people: ['Zoé Chastagnier', 'Éliott van Hove', 'Morgane Tissot'] },

  // Two seats of eight are left.
  { show: 'gospel', by: 'MOUS', after: 1, people: ['Bintou Keïta', 'Lassana Keïta', 'Oumou Keïta'] },
  { show: 'gospel', by: 'THIE', after: 4, people: ['Precious Osagie', 'Grace Osagie'] },
  { show: 'gospel', by: 'DRIS', after: 26, people: ['Zéphirin Nkounkou'] },

  // Sold out: a family of three who want to sit together was passed over for want of a third seat.
  { show: 'funambules', by: 'CLAI', after: 1, people: ['Naël Mansouri', 'Naïm Mansouri', 'Lou-Ann Girardet', 'Timéo Roche-Vidal', 'Aurélien Besson'] },
  { show: 'funambules', by: 'ANNE', after: 2, people: ['Aïssatou Sow', 'Ibrahima Sow', 'Penda Sow'] },
  { show: 'funambules', by: 'SOPH', after: 3, people: ['Nino Gelashvili', 'Giorgi Gelashvili', 'Luka Gelashvili'], together: true },
  { show: 'funambules', by: 'DRIS', after: 5, people: ['Mariama Diallo', 'Fatoumata Diallo'] },
  { show: 'funambules', by: 'MOUS', after: 9, people: ['Tuğba Yıldırım', 'Emre Yıldırım'] },
  { show: 'funambules', by: 'THIE', after: 27, people: ['Kelly-Anne Fayolle', 'Joël Fayolle'] },
  { show: 'funambules', by: 'DRIS', after: 31, people: ['Ousmane Ba'] },

  // Hugo has his two invitations of the week: for a third he waits beside free seats (A6).
  { show: 'flute', by: 'SOPH', after: 1, people: ['Soraya Ferrand', 'Hugo Ferrand', 'Lina Ferrand', 'Noam Ferrand'], together: true },
  { show: 'danser-la-ville', by: 'SOPH', after: 10, people: ['Soraya Ferrand', 'Hugo Ferrand'] },
  { show: 'soie', date: 1, by: 'SOPH', after: 78, people: ['Hugo Ferrand'] },
  { show: 'soie', date: 1, by: 'ANNE', after: 96, people: ['Éloïse du Terrail', 'Patrick Vandenbroucke'] },

  // All eight seats of the month at the sports hall are taken by one structure: its ninth person waits (A7).
  { show: 'basket', by: 'THIE', after: 1, people: ['Rayan Boukhari', 'Sofiane Hamidi', 'Océane Bertholet', 'Tanguy Guivarch', 'Precious Osagie', 'Mathis Lecointre', 'Abdoulaye Cissé', 'Aurélien Besson'] },
  { show: 'basket', by: 'CLAI', after: 24, people: ['Kelly-Anne Fayolle'] },
  { show: 'basket', by: 'MOUS', after: 25, people: ['Kévin Charvet', 'Wassim Jaziri', 'Lassana Keïta'] },

  // The rest of a busy month.
  { show: 'bruit-des-cles', by: 'MOUS', after: 6, people: ['Rosa Delgado', 'Mohamed Ziani'] },
  { show: 'bruit-des-cles', by: 'DRIS', after: 48, people: ['Jean-Pierre d’Arbigny', 'Maryse Quénard-Blanc'] },
  { show: 'impro', by: 'SOPH', after: 0.5, people: ['Ahmad Rahimi', 'Shirin Rahimi'] },
  { show: 'mange-la-lune', by: 'CLAI', after: 7, people: ['Lucas Moulin', 'Inès Moulin', 'Stéphanie Colin'] },
  { show: 'soie', by: 'SOPH', after: 8, people: ['Jean-Claude Olivier', 'Malika Koné', 'Karim Haddad', 'Fatima Benali', 'Ousmane Ba', 'Thi-Mai Nguyễn', 'Sylvie Marquet'] },
  { show: 'football', by: 'THIE', after: 2, people: ['Rayan Boukhari', 'Sofiane Hamidi', 'Tanguy Guivarch', 'Aurélien Besson'] },
  { show: 'football', by: 'MOUS', after: 33, people: ['Wassim Jaziri', 'Kévin Charvet'] },
  { show: 'quatuor', by: 'ANNE', after: 1, people: ['Éloïse du Terrail', 'Huguette Poncet'] },
  { show: 'quatuor', by: 'SOPH', after: 52, people: ['Fatima Benaïssa'] },
  { show: 'jazz', by: 'DRIS', after: 3, people: ['Oleksandr Kovalenko', 'Olena Kovalenko'] },
  { show: 'danser-la-ville', by: 'ANNE', after: 29, people: ['Chloé Rivoire', 'Yasmina Cherif', 'Sabrina Cherif'] },
  { show: 'nuit-des-inventions', by: 'DRIS', after: 5, people: ['Ștefan Ionescu', 'Mamadou Diallo'] },
  { show: 'nuit-des-inventions', by: 'ANNE', after: 6, people: ['Maria-José Fernandes', 'Diogo Fernandes'] },
  { show: 'renard', by: 'CLAI', after: 2, people: ['Zoé Chastagnier', 'Éliott van Hove', 'Maëlys Payet', 'Stéphanie Colin'] },
  { show: 'quichotte', by: 'ANNE', after: 4, people: ['Yasmina Cherif', 'Nadège Perret', 'Kévin Charvet', 'Chloé Rivoire', 'Wassim Jaziri'] },
  { show: 'samira', by: 'SOPH', after: 12, people: ['Shirin Rahimi', 'Ahmad Rahimi', 'Roya Rahimi'] },
  { show: 'valise', by: 'MOUS', after: 1, people: ['Bruno Le Bihan', 'Gwenaëlle Le Bihan'] },
  { show: 'bal-folk', by: 'SOPH', after: 5, people: ['Farida Pinto', 'Malika Koné', 'Aminata Koné'] },
  { show: 'bal-folk', by: 'DRIS', after: 6, people: ['Zéphirin Nkounkou'], cancelledAfter: 40 },
  { show: 'balade', by: 'THIE', after: 20, people: ['Timéo Roche-Vidal', 'Mathis Lecointre', 'Élodie Lecointre'] },
];

/** To be told at the opening tomorrow (A5): one with the people chosen already, one without. */
export const alerts: Season['alerts'] = [
  { by: 'SOPH', show: 'casse-noisette', people: ['Soraya Ferrand', 'Lina Ferrand', 'Noam Ferrand'] },
  { by: 'CLAI', show: 'casse-noisette', people: [] },
];

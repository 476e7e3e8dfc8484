import type { PeopleSeed } from './season.ts';

/** People of the demo season, all invented: families, homonyms, twins, particles, accents. 60 participants in all. */
export const shelter: PeopleSeed = {
  participants: [
    'Soraya Ferrand', 'Hugo Ferrand', 'Jean-Claude Olivier', 'Malika Koné', 'Karim Haddad', 'Fatima Benali', 'Fatima Benaïssa', 'Farida Pinto',
    'Oleksandr Kovalenko', 'Olena Kovalenko', 'Mamadou Diallo', 'Mariama Diallo', 'Nino Gelashvili', 'Giorgi Gelashvili', 'Thi-Mai Nguyễn',
    'Ousmane Ba', 'Ștefan Ionescu', 'Zéphirin Nkounkou', 'Maryse Quénard-Blanc', 'Ahmad Rahimi', 'Shirin Rahimi', 'Jean-Pierre d’Arbigny',
  ],
  guests: [
    ['Lina Ferrand', 'Soraya Ferrand'], ['Noam Ferrand', 'Soraya Ferrand'], ['Aminata Koné', 'Malika Koné'], ['Samir Haddad', 'Karim Haddad'],
    ['Daryna Kovalenko', 'Olena Kovalenko'], ['Fatoumata Diallo', 'Mariama Diallo'], ['Luka Gelashvili', 'Nino Gelashvili'], ['Roya Rahimi', 'Shirin Rahimi'],
  ],
  companions: ['Benoît Carron', 'Sylvie Marquet'],
  parties: [
    { name: 'Famille Ferrand', members: ['Soraya Ferrand', 'Hugo Ferrand', 'Lina Ferrand', 'Noam Ferrand'] },
    { name: 'Famille Gelashvili', members: ['Nino Gelashvili', 'Giorgi Gelashvili', 'Luka Gelashvili'] },
    { name: 'Groupe du mercredi', members: ['Jean-Claude Olivier', 'Malika Koné', 'Karim Haddad', 'Fatima Benali', 'Ousmane Ba', 'Thi-Mai Nguyễn'] },
  ],
  discreet: ['Nino Gelashvili'],
};

export const integration: PeopleSeed = {
  participants: [
    'Jean-Claude Mvondo', 'Fatima Benali', 'Yasmina Cherif', 'Nadège Perret', 'Maria-José Fernandes', 'Ibrahima Sow', 'Aïssatou Sow', 'Tuğba Yıldırım',
    'Bruno Le Bihan', 'Kévin Charvet', 'Chloé Rivoire', 'Éloïse du Terrail', 'Mohamed Ziani', 'Rosa Delgado', 'Bintou Keïta', 'Lassana Keïta',
    'Patrick Vandenbroucke', 'Wassim Jaziri', 'Huguette Poncet', 'Selim Karaoğlu',
  ],
  guests: [
    ['Sabrina Cherif', 'Yasmina Cherif'], ['Diogo Fernandes', 'Maria-José Fernandes'], ['Penda Sow', 'Aïssatou Sow'], ['Gwenaëlle Le Bihan', 'Bruno Le Bihan'],
    ['Marius Poncet', 'Huguette Poncet'], ['Emre Yıldırım', 'Tuğba Yıldırım'], ['Oumou Keïta', 'Bintou Keïta'],
  ],
  companions: ['Juliette Ravel', 'Odile Granjon'],
  parties: [
    { name: 'Famille Sow', members: ['Ibrahima Sow', 'Aïssatou Sow', 'Penda Sow'] },
    { name: 'Atelier théâtre', members: ['Yasmina Cherif', 'Nadège Perret', 'Kévin Charvet', 'Chloé Rivoire', 'Wassim Jaziri'] },
  ],
  discreet: [],
};

/** Children and young people; those who take them out are companions (A10). */
export const childrensHome: PeopleSeed = {
  participants: [
    'Naël Mansouri', 'Naïm Mansouri', 'Lou-Ann Girardet', 'Timéo Roche-Vidal', 'Kelly-Anne Fayolle', 'Abdoulaye Cissé', 'Djénéba Cissé', 'Mathis Lecointre',
    'Océane Bertholet', 'Rayan Boukhari', 'Lucas Moulin', 'Inès Moulin', 'Tanguy Guivarch', 'Sofiane Hamidi', 'Maëlys Payet', 'Éliott van Hove',
    'Precious Osagie', 'Zoé Chastagnier',
  ],
  guests: [
    ['Sandrine Girardet', 'Lou-Ann Girardet'], ['Joël Fayolle', 'Kelly-Anne Fayolle'], ['Élodie Lecointre', 'Mathis Lecointre'],
    ['Farah Hamidi', 'Sofiane Hamidi'], ['Grace Osagie', 'Precious Osagie'],
  ],
  companions: ['Aurélien Besson', 'Stéphanie Colin', 'Morgane Tissot'],
  parties: [
    { name: 'Groupe des grands', members: ['Rayan Boukhari', 'Sofiane Hamidi', 'Océane Bertholet', 'Tanguy Guivarch', 'Precious Osagie', 'Aurélien Besson'] },
    { name: 'Les jumeaux', members: ['Naël Mansouri', 'Naïm Mansouri', 'Morgane Tissot'] },
  ],
  discreet: ['Djénéba Cissé', 'Abdoulaye Cissé', 'Maëlys Payet'],
};

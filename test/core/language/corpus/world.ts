/** Where the sentences of the corpus are typed: a moment, the people of one structure in Lyon, and what is on. All invented. */

/** Friday 20 November 2026, 11:00 in Paris. */
export const AT = '2026-11-20T11:00';
export const ZONE = 'Europe/Paris';

export type Kind = 'adult' | 'child' | 'group' | 'family';
export interface Person {
  readonly id: string;
  readonly first: string;
  /** Empty for a group or a family, whose whole name is `first`. */
  readonly last: string;
  readonly kind: Kind;
}

const people = (kind: Kind, ...lines: readonly (readonly [id: string, first: string, last?: string])[]): readonly Person[] =>
  lines.map(([id, first, last = '']) => ({ id, first, last, kind }));

/** Twins (Inès and Lina, Noa and Noah), homonyms, particles, double first names, and first names that are words, months, feasts or cities. */
export const PEOPLE: readonly Person[] = [
  ...people('adult',
    ['malika', 'Malika', 'Koné'], ['soraya', 'Soraya', 'Ferrand'], ['jc', 'Jean-Claude', 'Olivier'], ['fatima-benali', 'Fatima', 'Benali'], ['fatima-bs', 'Fatima', 'Ben Salah'],
    ['karim', 'Karim', 'Ben Salah'], ['farida', 'Farida', 'Pinto'], ['yann', 'Yann', 'Le Goff'], ['maria', 'Maria', 'de Almeida'], ['anne-sophie', 'Anne-Sophie', 'Petit'],
    ['anne', 'Anne', 'Petitjean'], ['sophie', 'Sophie', 'Moreau'], ['aurore', 'Aurore', 'Lambert'], ['noel', 'Noël', 'Faure'], ['victoire', 'Victoire', 'Mukendi'], ['paris', 'Paris', 'Mensah'],
    ['ali', 'Mohamed Ali', 'Traoré'], ['mohamed-d', 'Mohamed', 'Diallo'], ['moussa', 'Moussa', 'Diallo'], ['aissatou', 'Aïssatou', 'Diallo'], ['mf', 'Marie-France', 'Leroy'], ['marie', 'Marie', 'Leroy'],
    ['svetlana', 'Svetlana', 'Kovalenko'], ['oleksandr', 'Oleksandr', 'Kovalenko'], ['mai', 'Thi Mai', 'Nguyen'], ['eric', 'Éric', 'Lefèvre'], ['juliette', 'Juliette', 'Roy'],
    ['blessing', 'Blessing', 'Osaze'], ['abdel', 'Abdelkader', 'Mansouri'], ['daniel', 'Daniel', 'Martin'], ['martin', 'Martin', 'Rivière'], ['ibrahima', 'Ibrahima', 'Sow']),
  ...people('child',
    ['hugo', 'Hugo', 'Marchand'], ['chloe', 'Chloé', 'Marchand'], ['ines', 'Inès', 'Amrani'], ['lina', 'Lina', 'Amrani'], ['noa', 'Noa', 'Le Goff'], ['noah', 'Noah', 'Le Goff'],
    ['joao', 'João', 'de Almeida'], ['rose', 'Rose', 'Mbemba'], ['prune', 'Prune', 'Girard'], ['avril', 'Avril', 'Dumas'], ['clement', 'Clément', 'Duval'], ['nour', 'Nour', 'Haddad'],
    ['sami', 'Sami', 'Haddad'], ['zoe', 'Zoé', "D'Angelo"], ['leo', 'Léo', 'Roy'], ['tidiane', 'Tidiane', 'Camara']),
  ...people('group', ['grands', 'Les grands'], ['petits', 'Les petits'], ['mercredi', 'Groupe du mercredi'], ['cuisine', 'Atelier cuisine']),
  ...people('family', ['f-haddad', 'Famille Haddad'], ['f-kovalenko', 'Famille Kovalenko'], ['f-almeida', 'Famille de Almeida']),
];

export interface Performance {
  /** 'gospel@28': the event, and which of its performances. */
  readonly id: string;
  readonly title: string;
  readonly theme: string;
  readonly venue: string;
  readonly city: string;
  /** Local. */
  readonly starts: string;
}

const shows = (title: string, theme: string, venue: string, city: string, ...on: readonly (readonly [id: string, starts: string])[]): readonly Performance[] =>
  on.map(([id, starts]) => ({ id, title, theme, venue, city, starts: `2026-${starts}` }));

/** Titles that are a date, a command, a question, a number or a first name among them; the last five are over. */
export const PERFORMANCES: readonly Performance[] = [
  ...shows('Gospel sur la colline', 'musique', 'Auditorium', 'Lyon', ['gospel@21', '11-21T20:00'], ['gospel@28', '11-28T20:00']),
  ...shows('Le Bruit des loups', 'théâtre', 'Le Grand Angle', 'Villeurbanne', ['loups@24', '11-24T20:00'], ['loups@25', '11-25T15:00']),
  ...shows('Annuler demain', 'théâtre', 'Théâtre de la Platière', 'Lyon', ['annuler@27', '11-27T20:30']),
  ...shows('Samedi soir', 'humour', 'La Fabrique', 'Bron', ['samedi-soir@3', '12-03T20:00']),
  ...shows('Présences', 'exposition', 'Musée des Tisseurs', 'Lyon', ['presences@25', '11-25T14:00']),
  ...shows('Qui vient dîner ?', 'théâtre', 'Salle Jean-Moulin', 'Vénissieux', ['qui-vient@5', '12-05T19:30']),
  ...shows('Roméo et Juliette', 'danse', 'Opéra', 'Lyon', ['romeo@1', '12-01T20:00'], ['romeo@6', '12-06T15:00']),
  ...shows('Le Malade imaginaire', 'théâtre', 'Théâtre de la Platière', 'Lyon', ['malade@4', '12-04T20:00']),
  ...shows('Deux', 'cinéma', 'Cinéma Le Rex', 'Oullins', ['deux@26', '11-26T18:30']),
  ...shows('OL – Saint-Étienne', 'sport', 'Stade des Lumières', 'Décines', ['ol-asse@29', '11-29T20:45']),
  ...shows('OL féminines – Dijon', 'sport', 'Stade des Lumières', 'Décines', ['ol-f@12', '12-12T17:00']),
  ...shows('ASVEL – Monaco', 'sport', 'Palais des sports', 'Villeurbanne', ['asvel@26', '11-26T20:30']),
  ...shows('LOU – Toulon', 'sport', 'Stade Gerland', 'Lyon', ['lou@5', '12-05T21:05']),
  ...shows('Casse-Noisette', 'danse', 'Opéra', 'Lyon', ['casse@19', '12-19T19:30'], ['casse@20', '12-20T15:00']),
  ...shows('La Piste aux étoiles', 'cirque', 'Cirque des Brotteaux', 'Lyon', ['piste@25', '11-25T14:00'], ['piste@29', '11-29T15:00']),
  ...shows('Cendrillon', 'marionnettes', 'Médiathèque Bachut', 'Lyon', ['cendrillon@2', '12-02T10:30']),
  ...shows('Quatuor du soir', 'musique', 'Auditorium', 'Lyon', ['quatuor@28', '11-28T18:30']),
  ...shows('Jazz à midi', 'musique', 'Auditorium', 'Lyon', ['jazz@10', '12-10T12:30']),
  ...shows('Les Quatre Saisons', 'musique', 'Auditorium', 'Lyon', ['saisons@13', '12-13T17:00']),
  ...shows('Hier encore', 'musique', 'Salle Jean-Moulin', 'Vénissieux', ['hier@27', '11-27T20:00']),
  ...shows('Noël au balcon', 'musique', 'Salle Jean-Moulin', 'Vénissieux', ['balcon@16', '12-16T19:00']),
  ...shows('Block Party', 'musique', 'La Fabrique', 'Bron', ['block@18', '12-18T20:00']),
  ...shows('Pierre et le Loup', 'musique', 'Auditorium', 'Lyon', ['pierre@5', '12-05T11:00']),
  ...shows('Un dimanche en famille', 'atelier', 'Musée des Deux-Fleuves', 'Lyon', ['dimanche@9', '12-09T14:30']),
  ...shows('Oui !', 'humour', 'Le Hangar', 'Bron', ['oui@11', '12-11T20:30']),
  ...shows('Nadia fait son show', 'humour', 'Le Hangar', 'Bron', ['nadia@5', '12-05T20:30']),
  ...shows('Abracadabra', 'magie', 'Le Hangar', 'Bron', ['abra@13', '12-13T15:00']),
  ...shows('La Rose et le Réséda', 'lecture', 'Médiathèque du Mas', 'Vaulx-en-Velin', ['reseda@8', '12-08T18:00']),
  ...shows('Planète bleue', 'planétarium', 'Planétarium', 'Vaulx-en-Velin', ['planete@28', '11-28T14:00']),
  ...shows('Momies', 'exposition', 'Musée des Deux-Fleuves', 'Lyon', ['momies@17', '11-17T10:00'], ['momies@24', '11-24T10:00']),
  ...shows('Balade des lumières', 'visite', 'Place Saint-Jean', 'Lyon', ['balade@8', '12-08T18:30']),
  ...shows('Contes du Sahel', 'conte', 'Médiathèque Bachut', 'Lyon', ['contes@28', '11-28T10:30']),
  ...shows('Le Voyage de Prune', 'cinéma', 'Cinéma Le Rex', 'Oullins', ['voyage@2', '12-02T14:00']),
  ...shows('Un Américain à Paris', 'cinéma', 'Cinéma Le Rex', 'Oullins', ['americain@15', '12-15T20:00']),
  ...shows('En attendant Godot', 'théâtre', 'Le Grand Angle', 'Villeurbanne', ['godot@10', '12-10T20:00']),
  ...shows('Le Petit Prince', 'théâtre', 'Le Grand Angle', 'Villeurbanne', ['prince@14', '11-14T15:00']),
  ...shows('OL – Nantes', 'sport', 'Stade des Lumières', 'Décines', ['ol-nantes@15', '11-15T17:00']),
  ...shows('Clown !', 'cirque', 'Cirque des Brotteaux', 'Lyon', ['clown@18', '11-18T14:30']),
  ...shows('Carmen', 'opéra', 'Opéra', 'Lyon', ['carmen@19', '11-19T20:00']),
];

/** Words by which a theme is named, folded; the sentences expect the first. A reading may give any of a line. */
export const THEMES: readonly (readonly string[])[] = [
  ['musique', 'concert', 'concerts', 'musiques', 'music', 'musical'], ['theatre', 'theatres', 'piece', 'pieces', 'piece de theatre', 'theater'], ['danse', 'ballet', 'ballets', 'dance'], ['cirque', 'circus'],
  ['sport', 'sports', 'match', 'matchs', 'matches', 'match de sport', 'sportif'], ['football', 'foot', 'match de foot'], ['basket', 'match de basket', 'basketball'], ['rugby', 'match de rugby'],
  ['exposition', 'expo', 'expos', 'expositions', 'exhibition', 'exhibitions'], ['musee', 'musees', 'museum', 'museums'], ['cinema', 'film', 'films', 'cine', 'movie', 'movies'], ['opera', 'operas'],
  ['humour', 'comedie', 'one man show', 'stand up', 'humoriste', 'drole', 'comedy'], ['marionnettes', 'marionnette', 'puppets', 'puppet'], ['magie', 'magicien', 'magic'], ['conte', 'contes', 'storytelling'], ['atelier', 'ateliers', 'workshop', 'workshops'],
  ['visite', 'visites', 'visite guidee', 'balade'], ['lecture', 'lectures'], ['planetarium'], ['jazz'], ['classique', 'musique classique', 'classical'], ['gospel'], ['rap', 'hip hop'],
];

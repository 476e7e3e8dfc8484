import { day, week } from './calendar.ts';
import type { ShowSeed } from './season.ts';

/** Theatre, puppets, tales, circus, dance, humour. Among them the outings that the season is known by. */
export const stage: readonly ShowSeed[] = [
  // Closes within two days, and is still open.
  {
    key: 'bruit-des-cles', venue: 'battant', title: 'Le Bruit des clés', themes: ['théâtre'], access: ['motor', 'hearing'], age: 12, price: '14 €, réduit 8 €', minutes: 95,
    summary: 'Deux sœurs vident la maison de leur mère. Chaque tiroir raconte une histoire, souvent drôle.',
    dates: [[day(3, '20:00'), 12], [week(4, 'ven 20:00'), 15]],
  },
  // Opens late: seats for tonight.
  {
    key: 'impro', venue: 'battant', title: 'Match d’impro : les Bavards contre les Têtus', themes: ['théâtre', 'humour'], access: ['motor'], age: 8, price: '10 €', minutes: 90,
    summary: 'Deux équipes inventent des scènes sur vos idées. Le public vote. 20 places données au dernier moment.',
    dates: [[{ tonight: '20:30' }, 20]],
  },
  {
    key: 'madame-lune', venue: 'battant', title: 'Les Lettres de Madame Lune', themes: ['théâtre', 'lecture'], access: ['motor', 'visual'], age: 10, price: '14 €, réduit 8 €', minutes: 70,
    summary: 'Une factrice lit à voix haute les lettres qui n’ont jamais trouvé leur adresse.',
    dates: [[week(2, 'jeu 20:00'), 10], [week(2, 'ven 20:00'), 10]],
  },
  {
    key: 'mange-la-lune', venue: 'treteau', title: 'Qui a mangé la lune ?', themes: ['marionnettes', 'jeune public'], access: ['motor', 'intellectual'], age: 3, price: '6 €', minutes: 40,
    summary: 'Une petite souris cherche qui a croqué un bout de lune. Marionnettes et chansons douces.',
    dates: [[week(1, 'mer 15:00'), 16], [week(2, 'mer 15:00'), 16], [week(3, 'mer 15:00'), 16]],
  },
  {
    key: 'valise', venue: 'ravier', title: 'Une valise pour deux', themes: ['théâtre', 'humour'], age: 10, price: '18 €', minutes: 85,
    summary: 'Deux voyageurs se trompent de valise à la gare. Une comédie sur ce que l’on garde avec soi.',
    dates: [[week(3, 'sam 20:30'), 8]],
  },
  {
    key: 'petites-mains', venue: 'battant', title: 'Les Petites Mains', themes: ['théâtre', 'patrimoine'], access: ['motor', 'hearing'], age: 12, price: '14 €, réduit 8 €', minutes: 80,
    summary: 'Des couturières d’hier et d’aujourd’hui racontent leur métier. Surtitré en français.',
    dates: [[week(5, 'mar 20:00'), 20]],
  },
  // Was yesterday evening: presence is to be marked.
  {
    key: 'bout-du-monde', venue: 'glycines', title: 'Contes du bout du monde', themes: ['conte', 'lecture'], access: ['motor', 'visual'], age: 6, price: 'Gratuit sur réservation', minutes: 75,
    summary: 'Une conteuse et un joueur de kora font le tour du monde en dix histoires.',
    dates: [[day(-1, '18:30'), 12], [week(4, 'sam 16:00'), 12]],
  },
  {
    key: 'forgeron', venue: 'treteau', title: 'La Fille du forgeron', themes: ['conte', 'jeune public'], access: ['motor'], age: 5, price: '6 €', minutes: 50,
    summary: 'Une enfant apprend à parler au feu. Un conte avec des ombres et des étincelles.',
    dates: [[week(6, 'dim 16:00'), 14]],
  },
  // Sold out on its first date, with people of three structures waiting.
  {
    key: 'funambules', venue: 'saules', title: 'Les Funambules de minuit', themes: ['cirque', 'jeune public'], access: ['motor'], age: 5, price: '12 à 18 €', minutes: 75,
    summary: 'Sept acrobates marchent, dansent et jouent du violon sur un fil, tout là-haut.',
    dates: [[week(2, 'sam 17:00'), 10], [week(3, 'dim 16:00'), 12]],
  },
  {
    key: 'pepin', venue: 'saules', title: 'Pépin cherche sa chaussure', themes: ['cirque', 'humour', 'jeune public'], access: ['motor', 'intellectual', 'psychic'], age: 4, price: '8 €', minutes: 50,
    summary: 'Un clown a perdu sa chaussure juste avant son mariage. Séance calme : lumière douce, on peut sortir.',
    dates: [[week(1, 'mer 14:30'), 25], [week(4, 'mer 14:30'), 25]],
  },
  {
    key: 'danser-la-ville', venue: 'voisins', title: 'Danser la ville', themes: ['danse'], access: ['motor', 'hearing'], age: 8, price: '12 €', minutes: 60,
    summary: 'Huit danseurs de hip-hop racontent une journée en ville, du premier bus à la dernière lumière.',
    dates: [[week(2, 'ven 20:30'), 18]],
  },
  // Booking opens tomorrow at 9:00.
  {
    key: 'casse-noisette', venue: 'opera', title: 'Casse-Noisette et la reine des glaces', themes: ['danse', 'musique', 'jeune public'], access: ['motor', 'visual'], age: 6, price: '15 à 45 €', minutes: 110,
    summary: 'Le ballet de Noël, raconté par une petite fille d’aujourd’hui. Avec un orchestre.',
    dates: [[day(31, '19:30'), 15], [day(32, '15:00'), 15]],
  },
  {
    key: 'cinq-solos', venue: 'voisins', title: 'Cinq solos pour une gare', themes: ['danse'], age: 10, price: '12 €', minutes: 55,
    summary: 'Cinq personnes attendent un train qui ne vient pas. Chacune danse son attente.',
    dates: [[week(5, 'jeu 20:30'), 12]],
  },
  {
    key: 'sans-filet', venue: 'ravier', title: 'Sans filet', themes: ['humour', 'théâtre'], age: 14, price: '20 €', minutes: 75,
    summary: 'Une ancienne aide-soignante rit de tout, et d’abord d’elle-même.',
    dates: [[week(6, 'ven 20:30'), 20]],
  },
];

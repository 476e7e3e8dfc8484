import { line as oneLine } from './text.ts';

/**
 * Every way in which a line can be wrong, with the sentence said about it. Codes are stable: scripts count them.
 * What stood there is added in guillemets, so a sentence ends where a value can follow.
 */
const REASONS = {
  // The line itself.
  'not-json': "cette ligne n'est pas du JSON",
  'not-a-record': "ce n'est pas une fiche (un objet JSON est attendu)",
  'line-too-long': 'cette ligne est trop longue pour être lue',
  'unclosed-quote': 'un guillemet est ouvert et jamais refermé',
  'no-headings': "aucune ligne de titres de colonnes n'a été reconnue (il faut au moins « titre » et « date »)",
  'unknown-column': 'cette colonne est inconnue et a été ignorée',
  // What an event needs.
  'no-id': "il manque l'identifiant",
  'no-title': 'il manque le titre',
  'no-place': 'il manque le lieu ou la ville',
  'no-date': 'il manque la date',
  'no-time': "il manque l'heure",
  'two-places': "cet identifiant est déjà celui d'un événement dans un autre lieu",
  // Dates and numbers.
  'bad-timings': 'les horaires ne sont pas lisibles',
  'bad-date': "cette date n'existe pas ou n'est pas lisible",
  'bad-time': "cette heure n'est pas lisible",
  'far-date': 'cette date est trop lointaine pour être juste',
  'bad-zone': 'ce fuseau horaire est inconnu',
  'end-before-begin': 'la fin est avant le début',
  'clock-change': "cette heure n'existe pas ce jour-là (passage à l'heure d'été) : une heure a été ajoutée",
  'long-run': "cela dure plus d'un jour : c'est une période plutôt qu'une séance",
  'only-ends': 'la fiche ne donne que la première et la dernière date',
  'bad-seats': "ce nombre de places n'est pas possible",
  'bad-quota': "ce quota n'est pas possible",
  'close-before-open': "la clôture est avant l'ouverture",
  // Details that are left out, or put right.
  'bad-url': 'cette adresse web a été écartée',
  'bad-coordinates': 'ces coordonnées sont impossibles et ont été écartées',
  'bad-age': 'cet âge est impossible et a été écarté',
  'bad-keywords': 'ces mots-clés ne sont pas lisibles et ont été écartés',
  'bad-status': "cet état n'est pas connu : l'événement est pris comme prévu",
  'duplicate-event': 'cet événement figure plusieurs fois : la dernière fiche est gardée, celle-ci est écartée',
  'duplicate-performance': 'cette séance figure plusieurs fois : la dernière ligne est gardée',
  // Allotments.
  'no-event': 'aucun événement ne correspond',
  'many-events': "plusieurs événements correspondent : donnez l'identifiant",
  'no-performance': 'aucune séance à venir de cet événement ne correspond',
  'duplicate-allotment': 'ces places sont données plusieurs fois : la dernière ligne est gardée',
  // Said by a sink.
  'seats-taken': "il y a déjà plus d'invitations données que de places : le nombre de places n'a pas été baissé",
} as const;

export type ProblemCode = keyof typeof REASONS;

/** Something on one line that did not go in as it stood. */
export interface Problem {
  /** From 1: of the file, or the record's place in a catalogue or list. 0: said by the sink, which knows no lines. */
  line: number;
  externalId?: string;
  code: ProblemCode;
  /** A French sentence without its full stop. */
  reason: string;
  /** The source's own name for it. */
  field?: string;
  /** At most 60 characters of what stood there. */
  value?: string;
  /** True: the record, or one of its dates, is not in the offer. False: it is, without this detail. */
  refused: boolean;
}

export interface Where {
  externalId?: string | undefined;
  field?: string | undefined;
  value?: unknown;
}

/** The problem, with its sentence. `refused`: see {@link Problem}. */
export function problem(line: number, code: ProblemCode, refused: boolean, where: Where = {}): Problem {
  const { externalId, field } = where;
  const value = oneLine(typeof where.value === 'object' ? JSON.stringify(where.value) : where.value, 60);
  const about = field === undefined ? '' : ` (${field})`;
  return {
    line,
    ...(externalId !== undefined && { externalId }),
    code,
    reason: REASONS[code] + about + (value === undefined ? '' : ` : « ${value} »`),
    ...(field !== undefined && { field }),
    ...(value !== undefined && { value }),
    refused,
  };
}

/**
 * Says what is wrong with one record. Readers give `undefined` for what is not there and `null` for what is there,
 * cannot be used, and was said: `return notes.refuse(…)`.
 */
export interface Notes {
  refuse: (code: ProblemCode, field?: string, value?: unknown) => null;
  mention: (code: ProblemCode, field?: string, value?: unknown) => null;
}

/** Notes on one line, added to `into`. At most 20 a line: a record with 784 broken dates is one fault, not 784. */
export function notesOn(line: number, into: Problem[], externalId?: string): Notes {
  let said = 0;
  const say = (refused: boolean) => (code: ProblemCode, field?: string, value?: unknown): null => {
    said += 1;
    if (said <= 20) into.push(problem(line, code, refused, { externalId, field, value }));
    return null;
  };
  return { refuse: say(true), mention: say(false) };
}

import type { OfficeRefusal } from '../../core/office.ts';
import type { components } from './openapi.d.ts';

export type Problem = components['schemas']['Problem'];
type Code = components['schemas']['Code'];

/** What a code means to HTTP, and in words. Those of the office have their reasons in core/office.ts. */
const SAID: Readonly<Record<OfficeRefusal | 'invalid_body' | 'invalid_query' | 'key_missing' | 'key_unknown' | 'too_many_tries' | 'role_forbidden' | 'not_found', readonly [status: number, detail: string]>> = {
  invalid_body: [400, 'Le corps de la demande n’a pas la forme attendue.'],
  invalid_query: [400, 'Un paramètre de l’adresse n’a pas la forme attendue.'],
  invalid_cursor: [400, 'Ce curseur n’est pas celui d’une page.'],
  key_missing: [401, 'Une clé est nécessaire : Authorization: Bearer CLÉ.'],
  key_unknown: [401, 'Cette clé n’ouvre rien : elle est inconnue ou révoquée.'],
  role_forbidden: [403, 'Le rôle de cette clé ne le permet pas.'],
  operator_word_needed: [403, 'Après la clôture, seul l’opérateur donne des places.'],
  not_found: [404, 'Cette page n’existe pas.'],
  structure_not_found: [404, 'Cette structure n’existe pas ici.'],
  venue_not_found: [404, 'Ce lieu n’existe pas ici.'],
  event_not_found: [404, 'Cet événement n’existe pas ici.'],
  performance_not_found: [404, 'Cette représentation n’existe pas ici.'],
  participant_not_found: [404, 'Cette personne n’existe pas dans cette structure.'],
  undelivered_not_found: [404, 'Rien de tel n’existe ici.'],
  email_taken: [409, 'Cette adresse est celle d’un autre compte.'],
  account_exists: [409, 'Cette personne a déjà un compte de ce rôle.'],
  seats_taken: [409, 'Ces places sont déjà données.'],
  performance_past: [409, 'La représentation a déjà commencé.'],
  performance_cancelled: [409, 'La représentation est annulée.'],
  event_cancelled: [409, 'L’événement est annulé.'],
  undelivered_settled: [409, 'Rien à réessayer : c’est déjà reparti, ou fait depuis.'],
  name_needed: [422, 'Un prénom et un nom sont nécessaires (first et last, ou name).'],
  participant_needed: [422, 'Il faut l’identifiant d’un participant de la structure.'],
  participant_not_wanted: [422, 'Ce rôle ou ce genre de personne ne se rattache à personne.'],
  participant_removed: [422, 'Cette personne est désactivée.'],
  companion_needed: [422, 'Il faut l’identifiant d’un accompagnateur de la structure.'],
  convention_order: [422, 'La convention finirait avant de commencer.'],
  place_incomplete: [422, 'Latitude et longitude vont ensemble.'],
  age_order: [422, 'L’âge le plus bas dépasse le plus haut.'],
  zone_unknown: [422, 'Ce fuseau horaire n’existe pas.'],
  start_past: [422, 'La représentation aurait déjà commencé.'],
  end_before_start: [422, 'La représentation finirait avant de commencer.'],
  closing_after_start: [422, 'Les réservations fermeraient après le début.'],
  opening_after_closing: [422, 'Les réservations fermeraient avant d’ouvrir : personne ne pourrait réserver.'],
  channel_twice: [422, 'Un canal figure deux fois.'],
  channel_shows_names: [422, 'Le web est l’endroit où l’on lit les noms : il ne peut pas être sans nom.'],
  key_reused: [422, 'Cette Idempotency-Key a déjà servi à une autre demande.'],
  too_many_tries: [429, 'Trop de clés fausses. Attendez un quart d’heure.'],
};

/** RFC 9457. `more`: what belongs to this code alone. */
export function problemOf(code: keyof typeof SAID, more: Pick<Problem, 'errors' | 'withdrawable'> = {}): Problem {
  const [status, detail] = SAID[code];
  return { status, code: code satisfies Code, title: detail, detail, ...more };
}

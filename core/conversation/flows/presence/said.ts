import type { Reservation } from '../../../domain/reservation.ts';
import { readAttended, type Mark } from '../../../language/attendance.ts';
import type { Understood } from '../../../language/understand.ts';
import type { Context } from '../../flow.ts';

/** A name that several persons of an outing bear, and what was said of it. */
export interface Ambiguous {
  readonly said: string;
  /** Ids of seats. */
  readonly candidates: readonly string[];
  readonly as: Mark | undefined;
}

/** What an answer in words makes of an outing's seats: nothing is kept of it before it was shown. */
export interface Said {
  /** By id of the seat. */
  readonly marks: Readonly<Record<string, Mark>>;
  readonly ambiguous: readonly Ambiguous[];
  /** Names that nobody of the outing bears. */
  readonly strangers: readonly string[];
  /** Ids of persons who were named, and nothing clear was said of them. */
  readonly unclear: readonly string[];
  /** So many are missing; who was not said. */
  readonly missing?: number;
  /** The number said is not that of the outing. */
  readonly wrongCount?: true;
}

const ALSO = /(?<!\p{L})(?:aussi|[ée]galement|also|too|as well)(?!\p{L})/iu;

/** Sentences with a wish of their own: strangers in them are no names. */
const ELSEWHERE = new Set<Understood['intent']>(['search', 'book', 'waitlist', 'reservations', 'opening', 'statistics', 'pack', 'plan', 'person', 'help', 'menu', 'language']);

/**
 * Reads an answer about these seats. Names alone answer the question that was asked: those who come (or came) and the
 * others do not; after 'qui manquait ?' the other way round. Names may be those of `known` too, 'tout le monde' and
 * numbers are of `seats` alone. undefined: it is no answer to it.
 */
export async function readSaid(
  text: string, seats: readonly Reservation[], asked: 'there' | 'missing', ctx: Context, understood?: Understood, known: readonly Reservation[] = seats,
): Promise<Said | undefined> {
  const of = new Map(known.map((seat) => [seat.personId, seat]));
  const people = (await ctx.store.people.all()).filter(({ id }) => of.has(id));
  const read = readAttended(text, people);
  if (read === undefined) return undefined;
  const { named, rest, count } = read;
  const nothing = { marks: {}, ambiguous: [], strangers: [], unclear: [] };
  if (count !== undefined) {
    const missing = 'there' in count ? seats.length - count.there : count.missing;
    if (missing < 0 || missing > seats.length || (count.of !== undefined && count.of !== seats.length)) return { ...nothing, wrongCount: true };
    if (missing > 0 && missing < seats.length) return { ...nothing, missing };
    return { ...nothing, marks: Object.fromEntries(seats.map(({ id }) => [id, missing === 0 ? 'present' as const : 'absent' as const])) };
  }
  const strangers = named.filter(({ candidates }) => candidates.length === 0);
  const bare = rest === undefined && named.every(({ as }) => as === undefined);
  // 'Réserve pour Malika', 'il fait beau': no answer, whatever names stand in it.
  if (strangers.length > 0 && ((bare && (strangers.length === named.length || ELSEWHERE.has(understood?.intent ?? 'none'))) || (strangers.length === named.length && rest === undefined && ELSEWHERE.has(understood?.intent ?? 'none')))) return undefined;

  const meant = bare ? (asked === 'there' ? 'present' : 'absent') : undefined;
  const marks = new Map<string, Mark>();
  const unclear: string[] = [];
  const ambiguous: Ambiguous[] = [];
  const spoken = new Set<string>();
  for (const { said, candidates, as = meant } of named) {
    candidates.forEach((id) => spoken.add(id));
    const [only, ...others] = candidates;
    const seat = only === undefined ? undefined : of.get(only);
    if (seat === undefined) continue;
    if (others.length > 0) ambiguous.push({ said, candidates: candidates.flatMap((id) => of.get(id)?.id ?? []), as });
    else if (as === undefined || (marks.get(seat.id) ?? as) !== as) {
      marks.delete(seat.id);
      unclear.push(seat.personId);
    } else marks.set(seat.id, as);
  }
  // 'Gigi aussi' adds to what was said before; names alone say all there is to say.
  const others = rest ?? (bare && strangers.length === 0 && !ALSO.test(text) ? (asked === 'there' ? 'absent' : 'present') : undefined);
  if (others !== undefined) for (const { id, personId } of seats) if (!spoken.has(personId)) marks.set(id, others);
  return { marks: Object.fromEntries(marks), ambiguous, strangers: strangers.map(({ said }) => said), unclear };
}

/** Whether people of an outing look alike in short ('Fatima B.' twice): they are shown in full then. */
export async function nameForm(seats: readonly Reservation[], ctx: Context): Promise<'short' | 'full'> {
  const { people } = await ctx.store.people.names(seats.map(({ personId }) => personId), []);
  const shorts = seats.map(({ personId }) => `${people.get(personId)?.first ?? ''} ${people.get(personId)?.last.slice(0, 1) ?? ''}`.toLocaleLowerCase('fr'));
  return new Set(shorts).size === shorts.length ? 'short' : 'full';
}

import { plural } from '../../core/i18n/plural.ts';
import { whenFull } from '../../core/i18n/when.ts';
import { openApi, type Api, type Schemas } from '../api/client.ts';
import type { Terminal } from './installation.ts';

/** Where a command works when it is not beside the database: a running server, by its API. */
export interface Remote { readonly server: string; readonly key: string }

type Performance = Schemas['Performance'];
interface Flags { readonly afterClosing?: boolean; readonly json?: boolean }

/** `seats` at a server (A8, A16): the same as beside the database, with what the key may do. Exit codes alike. */
export async function remoteSeats(remote: Remote, wanted: string, places: number, isId: boolean, flags: Flags, terminal: Terminal): Promise<number> {
  try {
    const api = openApi(remote.server, remote.key);
    return isId ? await change(api, wanted, places, flags, terminal) : await show(api, wanted, flags, terminal);
  } catch (error) {
    // The server is not there, or is none of ours.
    const code = error instanceof Error && error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : 'pas de réponse lisible';
    return failed('unreachable', `${remote.server} ne répond pas comme l'API de guichet (${code})`, flags, terminal);
  }
}

async function change(api: Api, id: string, places: number, flags: Flags, terminal: Terminal): Promise<number> {
  const { data, error } = await api.POST('/performances/{id}/seats', { params: { path: { id } }, body: { delta: places, afterClosing: flags.afterClosing === true } });
  if (error !== undefined) return refused(error, flags, terminal);
  if (flags.json === true) terminal.out(JSON.stringify({ performance: id, capacity: { before: data.capacity - places, after: data.capacity }, given: data.given, waiting: data.waiting, window: data.window }));
  else {
    terminal.out(`${data.capacity} ${plural(data.capacity, 'place', 'places')}, dont ${data.taken} ${plural(data.taken, 'donnée', 'données')}.`);
    if (data.given > 0) terminal.out(`${data.given} ${plural(data.given, 'personne a reçu une place', 'personnes ont reçu une place')}.`);
    if (data.waiting > 0) terminal.out(`${data.waiting} ${plural(data.waiting, 'personne attend', 'personnes attendent')} encore.`);
  }
  return 0;
}

async function show(api: Api, text: string, flags: Flags, terminal: Terminal): Promise<number> {
  const { data, error } = await api.GET('/performances', { params: { query: { q: text, limit: 10 } } });
  if (error !== undefined) return refused(error, flags, terminal);
  const { items, next } = data;
  if (flags.json === true) {
    terminal.out(JSON.stringify({ error: { code: 'which', message: 'donnez un identifiant' }, performances: items.map(({ id, title, startsAt, capacity, taken }) => ({ id, title, startsAt, capacity, taken })) }));
    return 2;
  }
  terminal.err(items.length === 0 ? `Aucune représentation à venir ne correspond à « ${text} ».` : "Rien n'est changé : redonnez la commande avec l'identifiant.");
  for (const one of items) terminal.err(`  ${one.id}  ${about(one)} (${one.taken} ${plural(one.taken, 'donnée', 'données')} sur ${one.capacity})`);
  if (next !== null) terminal.err('  … et d’autres : ajoutez un mot.');
  return 2;
}

/** A key that opens nothing stops the command; anything else is an answer. */
function refused(problem: Schemas['Problem'], flags: Flags, terminal: Terminal): number {
  if (problem.status === 401 || problem.status === 429 || problem.status >= 500) return failed(problem.code, problem.detail, flags, terminal);
  const most = problem.withdrawable === undefined ? '' : ` On peut en retirer ${problem.withdrawable === 0 ? 'aucune' : `${problem.withdrawable} au plus`}.`;
  if (flags.json === true) terminal.out(JSON.stringify({ error: { code: problem.code, message: `${problem.detail}${most}` } }));
  else terminal.err(`Refusé : ${problem.detail}${most} Rien n'est changé.`);
  return 2;
}

function failed(code: string, message: string, flags: Flags, terminal: Terminal): number {
  if (flags.json === true) terminal.out(JSON.stringify({ error: { code, message } }));
  else terminal.err(`Impossible : ${message}`);
  return 1;
}

const about = (one: Performance): string => `« ${one.title} », ${one.venue.name}, ${whenFull(new Date(one.startsAt), one.zone, 'fr', new Date())}`;

import { finding, good, warning, wrong, type Finding, type Note } from './finding.ts';

/** Room for the data folder of the embedded database, where it can be measured; bytes. */
interface Home {
  readonly folder: string;
  readonly free: number | undefined;
}

/** What was seen of the database by whoever may open one. `code`: PostgreSQL's condition, or the socket's. */
export type DatabaseFacts =
  | { readonly kind: 'silent'; readonly setting: 'DATABASE_URL' | 'DATABASE_ADMIN_URL' | 'GUICHET_HOME'; readonly code: string | undefined }
  /** The embedded one, which does not run now and could. */
  | { readonly kind: 'asleep'; readonly home: Home; readonly made: boolean }
  /** The embedded one, which could not run: its folder, or its programs. */
  | { readonly kind: 'unable'; readonly why: 'folder' | 'programs'; readonly folder: string }
  | {
    readonly kind: 'seen';
    /** 180004 is 18.4. */
    readonly version: number;
    readonly home: Home | undefined;
    /** `missing`: steps to take; `newer`: steps of a later version; `forbidden`: the login may not even look. */
    readonly schema: { readonly kind: 'current' } | { readonly kind: 'missing'; readonly steps: number } | { readonly kind: 'newer' } | { readonly kind: 'forbidden' } | { readonly kind: 'half' };
    readonly login: 'fit' | 'mighty' | 'shut out' | 'not asked';
    /** Whether the master key opens what is sealed: `lost`: there is something sealed and no key. */
    readonly key: 'opens' | 'other' | 'lost' | 'nothing sealed' | 'not asked';
    /** How far its clock is ahead of this machine's, in ms; undefined: it is this machine's. */
    readonly aheadMs: number | undefined;
  };

const NAME = 'database';
const OLDEST = 150_000;
const GB = 1024 ** 3;
const SILENT: Readonly<Record<string, string>> = {
  '28P01': 'mot de passe refusé', '28000': 'accès refusé', '3D000': 'cette base n’existe pas', '53300': 'trop de connexions', '57P03': 'le serveur démarre ou s’arrête',
  ECONNREFUSED: 'connexion refusée', ENOTFOUND: 'nom introuvable', EAI_AGAIN: 'nom introuvable pour le moment', ETIMEDOUT: 'pas de réponse à temps', ECONNRESET: 'connexion coupée', EHOSTUNREACH: 'machine hors d’atteinte',
};

/** @param looks opens the database and looks, without changing anything */
export async function checkDatabase(looks: () => Promise<DatabaseFacts>): Promise<Finding> {
  return finding(NAME, notesOf(await looks()));
}

function notesOf(facts: DatabaseFacts): Note[] {
  switch (facts.kind) {
    case 'silent':
      return [wrong(`PostgreSQL ne répond pas${silence(facts.code)} : vérifiez ${facts.setting}, et que le serveur tourne.`)];
    case 'unable':
      return [wrong(facts.why === 'folder' ? `On ne peut pas écrire dans ${facts.folder} : ouvrez ce dossier, ou changez GUICHET_HOME.` : 'Les programmes de PostgreSQL ne sont pas installés : npm ci, sans --ignore-scripts ni --omit=optional, ou un serveur à vous dans DATABASE_URL.')];
    case 'asleep':
      return [good(`PostgreSQL embarqué, arrêté et prêt à démarrer${facts.made ? '' : ' (vide)'}`), ...roomNotes(facts.home)];
    case 'seen':
      return [versionNote(facts.version, facts.home !== undefined), ...schemaNotes(facts.schema), ...loginNotes(facts.login), ...keyNotes(facts.key), ...roomNotes(facts.home)];
  }
}

function silence(code: string | undefined): string {
  if (code === undefined || !/^[A-Z0-9_]{3,40}$/.test(code)) return '';
  return ` (${SILENT[code] ?? code})`;
}

const versionNote = (version: number, embedded: boolean): Note => {
  const told = `PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}${embedded ? ' embarqué' : ''}`;
  return version >= OLDEST ? good(told) : wrong(`${told} est trop ancien : guichet demande PostgreSQL 15 ou plus récent.`);
};

function schemaNotes(schema: Extract<DatabaseFacts, { kind: 'seen' }>['schema']): Note[] {
  switch (schema.kind) {
    case 'current':
      return [good('à jour')];
    case 'missing':
      return [warning(`La base n’est pas à jour${schema.steps === 0 ? '' : ` (étapes à faire : ${schema.steps})`} : npx guichet migrate, avec DATABASE_ADMIN_URL ; sinon le prochain démarrage le fait, s’il en a le droit.`)];
    case 'newer':
      return [wrong('Un guichet plus récent a mis cette base à jour : lancez cette version-là.')];
    case 'half':
      return [wrong('La base est à moitié à jour : ses tables ne sont pas celles de sa liste. Reprenez une sauvegarde.')];
    case 'forbidden':
      return [wrong('L’accès de DATABASE_URL n’entre pas dans les tables de guichet : npx guichet migrate, avec DATABASE_ADMIN_URL et DATABASE_URL.')];
  }
}

function loginNotes(login: Extract<DatabaseFacts, { kind: 'seen' }>['login']): Note[] {
  if (login === 'mighty') return [wrong('L’accès de DATABASE_URL peut trop : il passe outre la protection des lignes. Donnez-lui un accès ordinaire, et le puissant à DATABASE_ADMIN_URL.')];
  if (login === 'shut out') return [wrong('L’accès de DATABASE_URL n’est pas membre de guichet_app : npx guichet migrate, avec DATABASE_ADMIN_URL et DATABASE_URL.')];
  return login === 'fit' ? [good('accès sans pouvoir de trop')] : [];
}

function keyNotes(key: Extract<DatabaseFacts, { kind: 'seen' }>['key']): Note[] {
  switch (key) {
    case 'opens':
      return [good('la clé ouvre ce qui y est scellé')];
    case 'nothing sealed':
      return [good('rien n’y est encore scellé')];
    case 'other':
      return [wrong('GUICHET_SECRET_KEY n’est pas la clé de cette base : remettez celle du premier démarrage. Sans elle, les noms sont perdus.')];
    case 'lost':
      return [wrong('La clé de cette base manque (secret.key, dans GUICHET_HOME) : remettez-la. Sans elle, les noms sont perdus.')];
    case 'not asked':
      return [];
  }
}

function roomNotes(home: Home | undefined): Note[] {
  if (home?.free === undefined) return [];
  const room = `${(home.free / GB).toFixed(home.free < 10 * GB ? 1 : 0).replace('.', ',')} Go libres`;
  return home.free < GB ? [warning(`Le disque de ${home.folder} est presque plein (${room}) : faites de la place.`)] : [good(room)];
}

import { FREE, type PersonProblem, type PersonProblemCode } from './peopleProblems.ts';

/** One cell of a file of ours, short; the flow's own sentences say the same at more length. */
const TO_CORRECT: Readonly<Record<PersonProblemCode, string>> = {
  'no-first': 'il manque le prénom',
  'no-last': 'il manque le nom de famille',
  'no-name': 'il manque le prénom et le nom',
  'name-too-long': 'ce nom est trop long',
  'not-a-name': 'ce n’est pas un nom',
  'several-people': 'écrivez une seule personne par ligne',
  'not-understood': 'cette mention n’est pas comprise',
  'unknown-kind': 'écrivez participant, invité ou accompagnateur',
  'guest-without-participant': 'indiquez de quel participant cette personne est l’invitée',
  'guest-of-self': 'cette personne est son propre invité',
  'not-a-guest': '« invité de » ne va qu’avec un invité',
  'bad-email': 'cette adresse e-mail n’est pas correcte',
  'bad-phone': 'ce numéro de téléphone n’est pas correct',
  'bad-birth': 'cette année de naissance n’est pas possible',
  'bad-age': 'cet âge n’est pas possible',
  'bad-civility': 'écrivez Mme ou M., ou rien',
  'unknown-language': 'cette langue n’est pas connue',
  'bad-yes-no': 'écrivez oui ou non',
  'access-too-long': 'ce texte est trop long (500 signes au plus)',
  twice: 'cette personne est déjà plus haut ; si c’est une autre, ajoutez les années de naissance',
  'already-there': 'cette personne est déjà enregistrée ; si c’est une autre, ajoutez les années de naissance',
  'too-many-columns': 'il y a trop de colonnes sur cette ligne',
  garbled: 'cette ligne n’est pas lisible',
  'unclosed-quote': 'un guillemet est ouvert et jamais refermé',
  'too-many': 'cette ligne n’a pas été lue (2 000 personnes au plus à la fois)',
  'too-big': 'ce fichier est trop grand',
  unreadable: 'ce fichier n’est pas lisible',
  'above-headings': '',
  'unknown-column': '',
  'order-guessed': '',
  'other-sheets': '',
};

/** Cells of a spreadsheet that begin so are formulas, and may call out (CWE-1236); a quote in front makes them text. */
const neutral = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
const quoted = (cell: string): string => (/[;"\n\r\t,]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const csvLine = (cells: readonly string[]): string => cells.map((cell) => quoted(neutral(cell))).join(';');

const LAST = 'À corriger';

/**
 * The faulty lines as they were, each with what is to be corrected in a last column: a CSV as French Excel opens and
 * saves it. Sent back corrected it is read like any other (the last column is left aside). Undefined: no line to correct.
 * Its name names nobody; its contents do (X5: by the file's own way, never in a push).
 */
export function correctionFile(problems: readonly PersonProblem[]): { name: string; mime: string; bytes: Uint8Array } | undefined {
  const lines: string[] = [];
  let heads = '';
  const faulty = problems.filter(({ kept, row }) => !kept && row !== undefined);
  for (const [, all] of Map.groupBy(faulty, ({ line }) => line)) {
    const row = all[0]?.row;
    if (row === undefined) continue;
    // Our own remark of the round before is replaced, not kept.
    const at = row.heads.indexOf(LAST);
    const without = (cells: readonly string[]): string[] => cells.filter((_, i) => i !== at);
    const [own, cells] = [without(row.heads.length === 0 ? FREE : row.heads), without(row.cells)];
    // Headings as wide as the line, or its last cells would stand under our remark.
    const wide = [...own, ...Array.from({ length: Math.max(0, cells.length - own.length) }, () => '')];
    const head = csvLine([...wide, LAST]);
    if (head !== heads) lines.push(head);
    heads = head;
    lines.push(csvLine([...wide.map((_, i) => cells[i] ?? ''), [...new Set(all.map(({ code }) => TO_CORRECT[code]))].join(' ; ')]));
  }
  if (lines.length === 0) return undefined;
  return { name: 'lignes-a-corriger.csv', mime: 'text/csv', bytes: new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`) };
}

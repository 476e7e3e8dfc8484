/** What can be examined, in the order in which it is told. */
export const CHECKS = ['database', 'mail', 'clock', 'address', 'telegram', 'slack', 'teams'] as const;
export type CheckName = (typeof CHECKS)[number];

/** `unset`: not configured here, or nothing to say of it. */
export type State = 'good' | 'warning' | 'wrong' | 'unset';

/** One thing seen by a check. `says`: French; what is not good is whole sentences, that say where to go. */
export interface Note {
  readonly state: State;
  readonly says: string;
}

export interface Finding extends Note {
  readonly name: CheckName | 'settings';
}

export const good = (says: string): Note => ({ state: 'good', says });
export const warning = (says: string): Note => ({ state: 'warning', says });
export const wrong = (says: string): Note => ({ state: 'wrong', says });
export const unset = (says: string): Note => ({ state: 'unset', says });

const RANK: readonly State[] = ['good', 'unset', 'warning', 'wrong'];

/** One line of all that a check saw: what holds first, then what does not. As bad as the worst of it. */
export function finding(name: Finding['name'], notes: readonly Note[]): Finding {
  const isFact = ({ state }: Note): boolean => state === 'good' || state === 'unset';
  const facts = notes.filter(isFact).map(({ says }) => says).join(', ');
  // Two calls can meet the same fault.
  const faults = [...new Set(notes.filter((note) => !isFact(note)).map(({ says }) => says))].join(' ');
  const says = faults === '' ? facts : facts === '' ? faults : `${facts}. ${faults}`;
  return { name, state: RANK[Math.max(0, ...notes.map(({ state }) => RANK.indexOf(state)))] ?? 'wrong', says };
}

/** A name that somebody else gave (a workspace, a bot); '' where it is more than a name. */
export const nameIn = (value: unknown): string => (typeof value === 'string' && /^[\p{L}\p{N} ._&'’-]{1,60}$/u.test(value) ? value : '');

export const property = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);

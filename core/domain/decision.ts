/**
 * What waits for somebody's yes or no. The operator answers those who ask to join (A1), for an exception, or for the
 * end of a suspension; a structure's referents answer their visitors' 'je voudrais y aller' (wish) and 'je ne peux pas
 * venir' (hindrance) (A14). An `exception` with a performance and a person asks to free a seat after closing (A5).
 */
export type DecisionKind = 'joining' | 'exception' | 'suspension' | 'wish' | 'hindrance';

/** Who wants to join (A1), as they wrote it. */
export interface Joining {
  readonly structure: string;
  readonly kind: string;
  readonly city: string;
  readonly first: string;
  readonly last: string;
  readonly email: string;
  readonly phone?: string;
}

export interface DecisionDraft {
  readonly kind: Exclude<DecisionKind, 'joining'>;
  readonly person?: string;
  readonly performance?: string;
  /** In the asker's words. */
  readonly text?: string;
}

export interface Decision {
  readonly id: string;
  readonly kind: DecisionKind;
  readonly state: 'open' | 'granted' | 'refused' | 'withdrawn';
  readonly structure: string | null;
  /** Name of that structure, for those who see several. */
  readonly structureName: string | null;
  /** Who asked: an account with this operator. */
  readonly account: string | null;
  readonly person: string | null;
  readonly performance: string | null;
  readonly text: string | null;
  readonly joining: Joining | null;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
  /** The account that answered; null: nobody did (it is open, or withdrawn by time). */
  readonly decidedBy: string | null;
}

/** Who answers which kind. */
export const answeredBy = (kind: DecisionKind): 'operator' | 'structure' => (kind === 'wish' || kind === 'hindrance' ? 'structure' : 'operator');

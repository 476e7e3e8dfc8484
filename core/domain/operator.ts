import type { Naming } from '../messages/naming.ts';

/** Culture pour tous hands out invitations; packs are the programmes of child protection (part B). */
export type OperatorKind = 'reception' | 'solidarity' | 'packs';

/**
 * How names leave by a channel that an operator has said nothing about (X5): in full, but not at all where children
 * are protected. The web chat, where [Voir] and every link lead, shows them.
 */
export const usualNaming = (kind: OperatorKind, channel: string): Naming => (channel === 'web' || kind !== 'packs' ? 'full' : 'none');

import { start, type Flow } from '../flow.ts';

/** 'Demandes', typed: what waits for the reader's answer, or what they asked. */
export const decisions: Flow = {
  name: 'decisions',
  version: 1,
  for: ['operator', 'referent', 'visitor', 'leader'],
  async start(_args, ctx) {
    const { role } = ctx.account;
    return start(role === 'operator' ? 'desk' : role === 'referent' ? 'decide' : 'mine');
  },
  steps: {},
};

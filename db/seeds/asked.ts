import type { Season } from './season.ts';

/** What waits for a yes or no at the start: a card for a referent, two for the operator. Everybody is invented. */
export const asked: Season['asked'] = [
  { kind: 'wish', by: 'SORA', show: 'samira', hours: 2 },
  { kind: 'exception', by: 'CLAI', text: 'Peut-on venir à quatre accompagnateurs au basket ? Plusieurs enfants sont très jeunes.', hours: 20 },
  {
    kind: 'joining', hours: 44,
    joining: { structure: 'Le Relais des Balmes', kind: 'integration', city: 'Rillieux-la-Pape', first: 'Odette', last: 'Faugier', email: 'odette.faugier@example.org', phone: '04 00 00 50 01' },
  },
];

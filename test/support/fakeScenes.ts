/** What the fake server of the web chat answers: one scene a word, every kind of block among them. */
import type { WebMessage } from '../../bots/web/render.ts';
import type { Action, Message } from '../../core/messages/message.ts';
import type { NameBook } from '../../core/messages/naming.ts';
import { person, strong, t } from '../../core/messages/text.ts';

export interface Said {
  readonly text?: string;
  readonly press?: string;
  readonly label?: string;
  readonly submit?: { readonly form: string; readonly values: Record<string, string> };
  readonly file?: string;
}

interface Scene {
  /** How the person's own line reads in the history. */
  readonly own: string;
  readonly messages: readonly { readonly message: Message; readonly extra?: Partial<WebMessage> }[];
  readonly status: number;
  readonly waitMs: number;
}

const account = (operator: string, id: string, name: string, role: string, structure: string) => ({ id, name, role, structure, operator, code: `DEMO-${id.toUpperCase()}` });
const CULTURE = 'Culture pour tous (démo)';
const CHILDREN = 'Enfance protégée (démo)';
export const ACCOUNTS = [
  account(CULTURE, 'sophie', 'Sophie Marchand', 'referent', 'Centre social des Brotteaux'),
  account(CULTURE, 'soraya', 'Soraya Ferrand', 'visitor', 'Centre social des Brotteaux'),
  account(CULTURE, 'idris', 'Idris Lemaire', 'leader', 'Foyer Les Tilleuls'),
  account(CULTURE, 'bourse', 'Billetterie', 'venue', 'Bourse du Travail, Lyon 3e'),
  account(CHILDREN, 'helene', 'Hélène Vasseur', 'operator', ''),
  account(CHILDREN, 'paul', 'Paul Nguyen', 'jury', ''),
];

export const BOOK: NameBook = {
  people: new Map([
    ['s', { first: 'Soraya', last: 'Ferrand' }], ['j', { first: 'Jean-Claude', last: 'Olivier' }], ['m', { first: 'Malika', last: 'Koné' }], ['k', { first: 'Karim', last: 'Haddad' }],
  ]),
  accounts: new Map(),
};

const button = (id: string, label: string, more: Partial<Action> = {}): Action => ({ id, label: t`${label}`, ...more });

const home: Message = {
  blocks: [
    { kind: 'paragraph', text: t`Bonjour Sophie. Aujourd’hui, vendredi 20 novembre :` },
    {
      kind: 'list', items: [
        { text: t`2 réservations à venir`, detail: t`La prochaine : ${strong('Gospel Experience')}, samedi 28 novembre à 20 h, 3 personnes` },
        { text: t`1 présence à indiquer`, detail: t`${person('k', 'first')}, mardi 17 novembre, musée` },
        { text: t`Demain à 9 h ouvrent les réservations pour ${strong('Casse-Noisette')}` },
      ],
    },
  ],
  actions: [
    button('concerts', 'Chercher', { style: 'primary' }), button('mine', 'Mes réservations'), button('presence', 'Présence de Karim'),
    button('people', 'Participants'), button('form', 'Nouvelle personne'), button('all', 'Plus…'),
  ],
};

const concerts: Message = {
  title: t`2 concerts samedi 28 novembre`,
  blocks: [
    { kind: 'paragraph', text: t`À moins de 20 km de votre structure.` },
    {
      kind: 'list', numbered: true, items: [
        { text: t`${strong('Gospel Experience')} — 20 h`, detail: t`Bourse du Travail, Lyon 3e · 2 places`, action: button('sheet', '1') },
        { text: t`${strong('Quatuor Debussy')} — 18 h 30`, detail: t`Villeurbanne · complet, 4 personnes en attente`, action: button('full', '2') },
      ],
    },
  ],
  actions: [button('far', 'Au-delà de 20 km'), button('day', 'Un autre jour')],
};

const sheet: Message = {
  title: t`Gospel Experience`,
  blocks: [
    {
      kind: 'facts', facts: [
        { label: t`Quand`, value: t`Samedi 28 novembre à 20 h, 1 h 45` }, { label: t`Où`, value: t`Bourse du Travail, 205 place Guichard, Lyon 3e` },
        { label: t`Y aller`, value: t`Métro B, station Place Guichard, à 2 minutes à pied` }, { label: t`Accès`, value: t`Accessible en fauteuil, boucle magnétique` },
        { label: t`Annulation`, value: t`Jusqu’au jeudi 26 à 20 h` },
      ],
    },
    { kind: 'link', label: t`Le site de la salle`, url: 'https://example.org/gospel' },
  ],
  actions: [button('book', 'Réserver', { style: 'primary' }), button('dates', 'Autres dates')],
};

const full: Message = {
  blocks: [{ kind: 'notice', tone: 'wait', text: t`${strong('Quatuor Debussy')} est complet. 4 personnes attendent déjà une place.` }],
  actions: [button('queue', 'En attente'), button('concerts', 'Une autre date')],
};

const ticked = new Set<string>();
const crowd = [['s', 'Soraya F.'], ['j', 'Jean-Claude O.'], ['m', 'Malika K.']] as const;
const choose = (redraws: boolean): Message => ({
  blocks: [{ kind: 'paragraph', text: t`Pour qui ? Tapez des noms, ou choisissez.` }],
  actions: [
    ...crowd.map(([id]) => ({ id: `tick:${id}`, label: [person(id, 'short')], ticked: ticked.has(id) })),
    button('family', 'Famille Ferrand (4)'), button('form', 'Nouvelle personne'), button('recap', 'Continuer', { style: 'primary' }),
  ],
  ...(redraws ? { redraws } : {}),
});

const recap: Message = {
  title: t`Je récapitule`,
  blocks: [
    { kind: 'paragraph', text: t`${strong('Gospel Experience')}, samedi 28 novembre à 20 h.` },
    {
      kind: 'list', items: [
        { text: t`${person('s')}`, detail: t`une place` }, { text: t`${person('j')}`, detail: t`une place` }, { text: t`${person('m')}`, detail: t`rang 1 en attente` },
      ],
    },
    { kind: 'notice', tone: 'info', text: t`Annulation possible jusqu’au jeudi 26 à 20 h.` },
  ],
  actions: [button('confirm', 'Confirmer', { style: 'primary' }), button('book', 'Modifier'), button('drop', 'Abandonner', { style: 'danger' })],
};

const booked: Message = { blocks: [{ kind: 'notice', tone: 'good', text: t`C’est réservé. ${person('m', 'first')} : rang 1 en attente ; je vous écris dès qu’une place se libère.` }] };
const files: Partial<WebMessage> = {
  files: [
    { name: 'Invitation Soraya Ferrand.pdf', mime: 'application/pdf', url: '/d/aaa' }, { name: 'Invitation Jean-Claude Olivier.pdf', mime: 'application/pdf', url: '/d/bbb' },
    { name: 'Gospel Experience.ics', mime: 'text/calendar', url: '/d/ccc' },
  ],
};

const form: Message = {
  title: t`Nouvelle personne`,
  blocks: [{ kind: 'paragraph', text: t`Seul le prénom est nécessaire pour commencer.` }],
  form: {
    id: 'newcomer', submit: t`Enregistrer`, fields: [
      { name: 'first', label: t`Prénom`, type: 'text', required: true }, { name: 'last', label: t`Nom`, type: 'text', required: false, placeholder: t`comme sur la pièce d’identité` },
      { name: 'band', label: t`Tranche d’âge`, type: 'choice', required: true, options: ['Moins de 12 ans', '12 à 17 ans', '18 ans et plus'].map((label, i) => ({ value: String(i), label: t`${label}` })) },
    ],
  },
  actions: [button('drop', 'Abandonner')],
};

const HOSTILE = '<img src=x onerror="window.hurt=1"> [x](javascript:alert(1)) **gras** {{DATE(2017-02-14T06:08:39Z, SHORT)}}';
const hostile: Message = {
  title: t`${HOSTILE}`,
  blocks: [
    { kind: 'paragraph', text: t`${HOSTILE}` }, { kind: 'list', items: [{ text: t`${HOSTILE}`, detail: t`${HOSTILE}`, action: button('menu', HOSTILE) }] },
    { kind: 'link', label: t`${HOSTILE}`, url: 'javascript:window.hurt=1' }, { kind: 'paragraph', text: t`${'sansespace'.repeat(30)}` },
  ],
  actions: [button('menu', HOSTILE)],
};

const notices: Message = {
  blocks: (['good', 'wait', 'bad', 'info'] as const).map((tone) => ({ kind: 'notice', tone, text: t`Un avis de ton ${strong(tone)}, sur une ligne ou deux selon la place.` })),
};

const refused: Message = {
  blocks: [{ kind: 'paragraph', text: t`Je ne sais répondre que sur les sorties et les réservations.` }],
  actions: [button('concerts', 'Chercher'), button('mine', 'Mes réservations'), button('human', 'Parler à quelqu’un')],
};

/** A push names nobody. */
export const pushed = (): Message => ({
  blocks: [{ kind: 'notice', tone: 'good', text: t`Une place s’est libérée pour ${strong('Gospel Experience')}, samedi 28 à 20 h.` }],
  actions: [button('offer', 'Voir', { style: 'primary' })],
});

const said = (text: string): Message => ({ blocks: [{ kind: 'paragraph', text: t`${text}` }] });
const picture = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="600" height="220"><rect width="600" height="220" fill="#2d6a73"/><circle cx="450" cy="110" r="60" fill="#f0d9a8"/></svg>')}`;

const SCENES: Record<string, readonly { message: Message; extra?: Partial<WebMessage> }[]> = {
  menu: [{ message: home }], bonjour: [{ message: home }], concerts: [{ message: concerts }], sheet: [{ message: sheet, extra: { image: picture } }], full: [{ message: full }],
  recap: [{ message: recap }], confirm: [{ message: booked, extra: files }], form: [{ message: form }], hostile: [{ message: hostile }], notices: [{ message: notices }],
  all: [{ message: notices }, { message: sheet }, { message: form }],
};

let failures = 0;

export function answerTo(what: Said): Scene {
  const key = what.press ?? what.text ?? '';
  const scene = (messages: Scene['messages'], more: Partial<Scene> = {}): Scene => ({ own: what.text ?? what.label ?? (what.file === undefined ? key : `📎 ${what.file}`), messages, status: 200, waitMs: 0, ...more });
  if (what.submit !== undefined) return scene([{ message: said(`Enregistré : ${JSON.stringify(what.submit.values)}`) }]);
  if (what.file !== undefined) return scene([{ message: said(`J’ai lu « ${what.file} ».`) }]);
  if (key === 'book') {
    ticked.clear();
    return scene([{ message: choose(false) }]);
  }
  if (key.startsWith('tick:')) {
    const id = key.slice(5);
    if (!ticked.delete(id)) ticked.add(id);
    return scene([{ message: choose(true) }], { waitMs: 150 });
  }
  if (key === 'lent') return scene([{ message: said('Voilà, c’était long.') }], { waitMs: 1500 });
  if (key === 'refus') return scene([{ message: refused }], { status: failures++ % 2 === 0 ? 422 : 200 });
  return scene(SCENES[key] ?? [{ message: refused }]);
}

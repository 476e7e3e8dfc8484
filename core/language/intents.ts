/** What a message asks for. The first sixteen and `none` are fixed by contract with users' scripts. */
export type Intent =
  | 'search' | 'book' | 'cancel' | 'waitlist' | 'reservations' | 'attendance' | 'opening' | 'participants' | 'statistics'
  | 'pack' | 'plan' | 'person' | 'help' | 'menu' | 'yes' | 'no' | 'none'
  | 'access' | 'decisions' | 'structures' | 'undelivered'
  | 'language' | 'back' | 'resume' | 'structure' | 'colleagues' | 'accounts' | 'chats' | 'notices' | 'guests' | 'partners' | 'suggestions';

export type Outcome = 'present' | 'absent' | 'excused';

/** Whole messages, folded: nothing else may be said. */
const WHOLE: Readonly<Partial<Record<Intent, readonly string[]>>> = {
  yes: [
    'oui', 'ouais', 'ouaip', 'ui', 'oui oui', 'ok', 'okay', 'd accord', 'dac', 'daccord', 'd acc', 'c est bon', 'c est ok', 'tres bien', 'parfait', 'volontiers', 'bien sur', 'exact', 'exactement',
    'c est ca', 'je confirme', 'confirmer', 'confirme', 'confirmez', 'je valide', 'valider', 'valide', 'allez y', 'vas y', 'yes', 'yep', 'yeah', 'sure', 'of course', 'confirm', 'oui je confirme', 'oui c est bon', 'oui d accord',
  ],
  no: ['non', 'nan', 'nn', 'non non', 'pas du tout', 'surtout pas', 'non pas du tout', 'no', 'nope', 'no thanks', 'pas maintenant', 'je ne veux pas', 'pas question'],
  person: ['question', 'une question', 'j ai une question', 'questions', 'contact', 'conseiller'],
  resume: ['reprendre', 'reprends', 'reprenez', 'je reprends', 'continuer', 'continue', 'on continue', 'poursuivre', 'resume', 'carry on', 'la suite'],
  menu: ['commencer', 'debut', 'recommencer', 'revenir au menu', 'restart'],
  help: ['que faire', 'que peux tu faire', 'que pouvez vous faire', 'que sais tu faire', 'tu sais faire quoi', 'what can you do', 'mode d emploi'],
  reservations: ['reservations', 'resas', 'reservation', 'resa', 'bookings', 'invitations', 'mes sorties', 'sorties prevues', 'agenda', 'mon agenda'],
  participants: [
    'participants', 'participant', 'personnes', 'people', 'groupes', 'mes groupes', 'nos groupes', 'nouveau groupe', 'creer un groupe', 'coller une liste', 'coller la liste', 'importer une liste', 'importer', 'importer des participants',
    'ma liste', 'liste des participants', 'groups', 'my groups', 'new group', 'paste a list',
  ],
  decisions: ['decisions', 'les decisions', 'demandes', 'les demandes', 'mes demandes', 'demandes en attente', 'voir les demandes', 'requests', 'my requests', 'decision'],
  structures: ['structures', 'les structures', 'liste des structures', 'organisations', 'organizations'],
  undelivered: [
    'messages non remis', 'message non remis', 'non remis', 'les messages non remis', 'messages perdus', 'messages en echec', 'ce qui n arrive pas', 'voir ce qui n arrive pas', 'personnes injoignables', 'personnes plus joignables', 'injoignables', 'qui n est plus joignable',
    'undelivered', 'undelivered messages', 'what does not arrive', 'unreachable', 'unreachable people',
  ],
  access: ['acces', 'les acces', 'mes acces', 'acces des participants', 'acces des personnes'],
  statistics: ['stat', 'chiffres'],
  plan: ['plan'],
  structure: [
    'ma structure', 'notre structure', 'la structure', 'structure', 'fiche structure', 'fiche de la structure', 'fiche de ma structure', 'notre fiche', 'nos coordonnees', 'nos services', 'nos etablissements', 'services', 'etablissements',
    'notre adresse', 'adresse de la structure', 'notre convention', 'convention', 'my organisation', 'our organisation', 'our branches', 'our address',
  ],
  colleagues: [
    'mes collegues', 'nos collegues', 'collegues', 'collegues et acces', 'les acces', 'inviter un collegue', 'inviter une collegue', 'ajouter un collegue', 'ajouter une collegue', 'nouveau collegue', 'nouvelle collegue', 'retirer un collegue',
    'retirer un acces', 'comptes de la structure', 'les referents', 'nos referents', 'colleagues', 'my colleagues', 'our colleagues', 'invite a colleague', 'add a colleague',
  ],
  guests: ['liste des invites', 'listes des invites', 'la liste des invites', 'les invites', 'liste invites', 'qui vient', 'qui est invite', 'guest list', 'guest lists', 'the guest list'],
  chats: [
    'mes conversations', 'mes messageries', 'relier une messagerie', 'relier une autre messagerie', 'relier telegram', 'relier slack', 'relier teams', 'telegram', 'slack', 'teams', 'connecter telegram', 'ou m ecrire', 'delier', 'delier telegram', 'my conversations', 'my chats',
    'link telegram', 'link slack', 'link teams',
  ],
  notices: [
    'mes notifications', 'notifications', 'les notifications', 'notification', 'mes rappels', 'rappels', 'les rappels', 'reglages', 'mes reglages', 'ne me derangez pas', 'ne me derangez plus', 'ne me derange pas', 'heures calmes', 'mes heures',
    'my notifications', 'reminders', 'my reminders', 'quiet hours', 'notification settings', 'my settings', 'settings', 'do not disturb me', 'don t disturb me',
  ],
  accounts: ['changer de compte', 'autre compte', 'mes comptes', 'changer de programme', 'autre programme', 'comptes', 'switch account', 'my accounts', 'other account'],
  partners: ['partenaires', 'nos partenaires', 'les partenaires', 'lieux partenaires', 'les lieux partenaires', 'annuaire', 'l annuaire', 'annuaire des partenaires', 'liste des partenaires', 'les lieux', 'partners', 'our partners', 'directory'],
  suggestions: [
    'suggestions', 'suggestion', 'des suggestions', 'des idees', 'une idee', 'idees', 'des idees de sortie', 'des idees de sorties', 'idees de sorties', 'quoi de bien', 'quoi de bien pour nous', 'vous aimerez aussi', 'que me conseillez vous',
    'que nous conseillez vous', 'que conseillez vous', 'recommandations', 'ideas', 'any ideas', 'what do you suggest',
  ],
  search: ['chercher', 'cherche', 'rechercher', 'recherche', 'trouver', 'search', 'sorties', 'spectacles', 'evenements', 'offres', 'l offre', 'programme', 'le programme', 'quoi de neuf', 'events', 'shows'],
  book: ['reserver', 'reserve', 'book', 'booking'],
};

export const WHOLE_MESSAGES: ReadonlyMap<string, Intent> = new Map(
  (Object.entries(WHOLE) as [Intent, readonly string[]][]).flatMap(([intent, list]) => list.map((words) => [words, intent] as const)),
);

interface Rule {
  readonly intent: Intent;
  /** Over the words of the sentence joined by single spaces; what it matches is taken out of the rest. Bounded: linear. */
  readonly pattern: RegExp;
  readonly confidence: number;
}

const rule = (intent: Intent, confidence: number, ...alternatives: readonly string[]): Rule => ({
  intent,
  confidence,
  pattern: new RegExp(`(?<![^ ])(?:${alternatives.join('|')})(?![^ ])`, 'g'),
});

const SOMEBODY = "(?:quelqu un|une personne|un humain|l equipe|un conseiller|une conseillere|un responsable|l operateur|quelqu une)";
const OURS = '(?:mes|nos|ma|notre|vos|leurs|ses|sa)';
const NOTICES = '(?:notifications?|rappels?|reminders?)';
/** 'le mercredi', 'avant 9 h', 'sauf le week-end' come next. */
const SOME_TIME = '(?= (?:(?:le|la|les|l|du|de|des|d|en|entre|avant|apres|au|a|sauf|pas|pendant|seulement|uniquement|que|on|at|in|the|not|only|before|after|between|from) ){1,4}(?:\\d|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|week|weekend|semaine|matin|apres|soir|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon|evening)s?(?![^ ])))';
const HOW_MANY_LEFT = 'reste|restent|restait|reste t il|encore des places|encore de la place|disponibles?|dispos?|disponibilites?';
const PARTICIPANT = '(?:personnes?|participante?s?|beneficiaires?|usagers?|residente?s?|jeunes?|familles?|menages?|invitee?s?|accompagnat(?:eur|rice)s?|adherente?s?|groupes?)';

/**
 * Tried in this order, the first that matches names the intent: what undoes comes before what it undoes
 * ('annuler une réservation'), the past before the future. To understand more, add to a line or add one.
 */
export const RULES: readonly Rule[] = [
  rule('person', 0.9, `(?:parler|discuter|echanger)(?: (?:a|avec))? ${SOMEBODY}`, `(?:contacter|joindre|appeler) ${SOMEBODY}`, 'un vrai humain', '(?:talk|speak) to (?:a person|someone|somebody|a human|the team)', 'poser une question(?: a l equipe)?'),
  rule('help', 0.85, 'comment (?:ca (?:marche|fonctionne)|faire(?: pour)?|je fais|on fait|reserver|annuler|utiliser)', 'besoin d aide', 'aidez? moi', 'how (?:do i|to|does it work)', 'help me'),
  // Before cancelling and the search: 'couper les rappels', 'pas de rappels le mercredi'. 'Rappelle-moi' is an alert, and 'rappel' may be a title.
  rule('notices', 0.95,
    '(?:ne |n )?(?:me |nous |m )?derange[rz]?(?: moi| nous)? (?:pas|plus|que|jamais|seulement|uniquement)', `(?:ne |n )?(?:me |nous |m )?ecri(?:re|vez|s)(?: moi| nous)? (?:pas|plus|rien|que|jamais|seulement|uniquement)${SOME_TIME}`,
    `(?:regler|reglez|changer|modifier|choisir|limiter|couper|coupez|arreter|arretez|desactiver|activer|enlever|supprimer|recevoir|gerer) (?:de |d |des |${OURS} |les |la |l )?${NOTICES}`, `(?:pas|plus|jamais|aucune?)(?: recevoir| avoir| envoyer)?(?: de| d| les)? ${NOTICES}`,
    `(?:mes|nos|my|our) ${NOTICES}`, `^(?:les )?${NOTICES}${SOME_TIME}`, `(?:no|stop|mute|pause|change|set|turn off|limit|fewer) (?:(?:the|my|all) )?${NOTICES}`,
    `(?:do not|don t|never|only) (?:disturb|bother|write to|notify)(?: me| us)?${SOME_TIME}`, 'heures (?:calmes|de silence)', 'quiet hours'),
  rule('statistics', 0.9, 'statistiques?', 'stats?', 'taux de (?:presence|participation|venue|remplissage)', 'bilan', 'nos chiffres', 'mes chiffres', 'statistics', 'combien de (?:sorties|personnes sont venues|places avons nous)'),
  // Before cancelling: 'retirer l'accès' gives no seat back.
  rule('access', 0.95,
    '(?:donn(?:er|e|ez|ons)|cre(?:er|e|ez)|ouvr(?:ir|e|ez)|retir(?:er|e|ez|ons)|enlev(?:er|e|ez)|supprim(?:er|e|ez)) (?:un |une |l |son |leur |les )?(?:nouvel )?acces(?: (?:a|au|de|d|pour))?',
    '(?:un )?nouvel acces(?: (?:a|au|de|d|pour))?', '(?:give|remove|take away) (?:an? |the |their )?access(?: (?:to|from|for|of))?'),
  rule('cancel', 0.9,
    'annul(?:er|e|ez|ons|es|ation)(?: la (?:place|reservation|resa) (?:de|d)| (?:ma|la|une|les|mes) (?:reservations?|resas?|places?))?',
    'supprim(?:er|e|ez) (?:la |ma )?(?:reservation|resa|place)', 'retir(?:er|e|ez|ons)', 'enlev(?:er|e|ez)', 'desinscri(?:re|s|vez|t)', 'decommand(?:er|e|ez)', 'se desiste(?:nt)?', 'desistements?', 'empechee?s?', 'a un empechement',
    '(?:ne |n )?(?:viendra|viendront|participera|participeront)(?: pas| plus)', '(?:ne |n )?(?:vient|viennent)(?: pas| plus)', '(?:ne |n )?(?:peut|peuvent|pourra|pourront)(?: pas| plus)(?: venir| y aller| etre la)?',
    '(?:je |on )(?:ne |n )?(?:peux|peut|pourrai|pourra)(?: pas| plus) (?:venir|y aller|etre la)', '(?:je |on )(?:ne |n )?(?:viens|viendrai)(?: pas| plus)',
    'rendre (?:la|sa|une|les|ma|leurs) places?', 'lib[e]rer? (?:la|sa|une|les) places?', 'cancel', '(?:can t|cannot|can not|won t|will not|is not|isn t|not) (?:come|coming|make it)', 'give back'),
  rule('attendance', 0.9,
    '(?:n )?(?:etait|etaient)(?: tous| toutes)?(?: bien)? (?:pas la|absente?s?|presente?s?|la|excusee?s?)', '(?:n )?(?:est|sont) (?:pas |bien |tous |toutes |toujours ){0,3}venue?s?', 'pas venue?s?',
    '^(?:tous|toutes|tout le monde) (?:sauf|excepte|hormis)', 'etaient tous(?: presents)?', 'manqua(?:it|ient)',
    'absente?s?', 'presente?s?', 'excusee?s?', '(?<!en |en la )presences?', 'absences?', 'pointage', 'qui (?:etait|est venu|sont venus)(?: la)?', 'was (?:absent|there|present|away)', 'were (?:absent|there|present)', '(?:did not|didn t) (?:come|show up)', 'came', 'attendance', 'no shows?'),
  rule('cancel', 0.6, '(?:est|sont|tombee?) malades?'),
  rule('waitlist', 0.9, '(?:la |une )?(?:liste|file) d attente', 'en attente', '(?:mon|notre|son|quel) rang', 'attendre une place', '(?:on )?(?:the )?(?:waiting list|waitlist)'),
  rule('opening', 0.9,
    '(?:quand |a quelle heure |quel jour |a partir de quand )(?:est ce que |ca |on |peut |pourra |t |s ){0,5}(?:ouvre(?:nt)?|ouvriront|ouvrira|ouverture|l ouverture|reserver)(?: les reservations| la reservation)?(?: (?:de|pour|du|d))?',
    'ouverture des reservations', '(?:l )?ouverture de la reservation', '(?:me |m |nous )(?:prevenir|alerter|avertir)(?: a l ouverture| quand ca ouvre)?', '(?:previens|prevenez|alertez?|avertis|avertissez|notifie[rz]?)(?: (?:moi|nous))?(?: a l ouverture| quand ca ouvre)?',
    'alertes?', 'when (?:does|do|is|will)(?: it| booking)? opens?', 'when (?:does|do|will)', '(?:notify|alert|remind|tell) me when', '(?:notify|alert) me', 'booking opens?'),
  rule('plan', 0.9, '(?:le |mon |notre )?plan d utilisation', 'mon plan', 'notre plan', 'usage plan', 'questionnaire'),
  rule('pack', 0.85, '(?:(?:accepter|refuser|decliner|prendre|voir) )?(?:(?:mes|nos|mon|notre|le|les|ce|un) )?(?:lots?|packs?)', '(?:accepter|refuser|decliner) la proposition'),
  rule('structures', 0.9, '(?:suspend(?:re|s|ez)|lev(?:er|e|ez) la suspension(?: (?:de|d|du|pour))?|suspend|lift the suspension(?: of)?)'),
  rule('participants', 0.85,
    `(?:mes|nos|vos|(?:la )?liste des|voir les|gerer les|tous les|les) ${PARTICIPANT}`, `(?:ajout(?:er|e|ez)|cre(?:er|e|ez)|inscri(?:re|s|vez)) (?:une? |des |la |le )?(?:nouve(?:lle|au|l|lles|aux) )?${PARTICIPANT}`, `nouve(?:lle|au|l|lles|aux) ${PARTICIPANT}`,
    '(?:la )?fiche (?:de|d|du)', '^(?:creer|ajouter|faire|nouveau)(?: un)? (?:nouveau )?groupe(?= |$)', '^(?:voir )?(?:la )?famille (?!(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|ce|cette|en|a|et|pour|avec) ?)\\w+$', '(?:des|re)activ(?:er|e|ez)(?: la fiche(?: (?:de|d|du))?)?', '(?:de|re)activate', 'participants?', '(?:my|our) (?:people|participants)', '(?:add|new) (?:a )?(?:new )?(?:person|participant)'),
  rule('reservations', 0.9,
    `${OURS} (?:\\w+ )?(?:reservations?|resas?|invitations?|billets?|sorties?|bookings?)(?: (?:de|d|pour))?`, '(?:les )?(?:reservations?|resas?) (?:de|d|en cours|a venir|passees?|prevues?)', '(?:my|our) (?:\\w+ )?(?:bookings?|reservations?|tickets?|invitations?|outings?)',
    'qui (?:vient|viendra|viennent|viendront|y va|va|est inscrite?|participe|participera|sera la|a reserve|doit venir)', '(?:qui|combien) (?:sont inscrits|d inscrits)', '(?:liste des |les )inscrits', 'who (?:is|s) (?:coming|going)', 'who comes', 'prochaines? sorties?', 'qu est ce que (?:j ai|on a) (?:reserve|de reserve)'),
  rule('search', 0.85, HOW_MANY_LEFT),
  rule('book', 0.9,
    'reserv(?:er|e|ez|ons|es)', '(?:faire|prendre|fais|fait|poser) une (?:reservation|resa)', 'une (?:reservation|resa)', '(?:to )?book', '(?:a )?booking for',
    'inscri(?:re|s|vez|ons)', 'ajout(?:er|e|ez|ons)', 'mets', 'mettez', '(?:prendre|prends|prenez|avoir|voudrais|voudrait|veux|veut|voulons|faut|faudrait|besoin d)(?= (?:\\w+ ){0,2}(?:places?|billets?|invitations?)(?![^ ]))'),
  rule('search', 0.85,
    'cherch(?:er|e|ons|ez)(?: moi)?', '(?:(?<=^|je |on |nous )recherch(?:er|e|ons))', 'trouv(?:er|e|ez)(?: moi)?', 'montre[rz]?(?: moi)?', 'affiche[rz]?(?: moi)?', 'propose[rz]?(?: moi)?', 'voir(?= (?:les?|des|un|une|ce|tous|toutes) )', '(?:il )?y a(?: t il)? (?:quoi|des|un|une)', 'y a t il', 'qu est ce qu(?: il)? y a(?: comme)?', 'quoi (?:faire|voir|de prevu)', 'que (?:faire|voir)',
    "(?:quels?|quelles?)(?: sont les)? (?:spectacles?|concerts?|sorties?|expos?|expositions?|evenements?|films?|matchs?|seances?)", 'des (?:spectacles?|sorties?|evenements?)', '(?:les )?(?:spectacles?|sorties?|evenements?)(?: disponibles?| a venir| prevue?s?)?',
    'show me', 'find(?: me)?', 'search(?: for)?', 'look(?:ing)? for', 'what s on', 'what is on', '(?:some |any )?(?:events?|shows?)'),
];

/** Themes of outings: not taken out of the rest, but a sign that the message is a search. */
export const THEMES = /(?<![^ ])(?:theatre|concerts?|musiques?|danse|cirque|musees?|expos?|expositions?|cinema|films?|opera|humour|contes?|marionnettes?|sports?|matchs?|foot|football|basket|rugby|handball|hand|volley|tennis|jazz|rock|rap|gospel|classique|orchestre|festivals?|ballet|comedie|magie|ateliers?|visites?|lectures?|jeune public|patrimoine|planetarium|zoo|parc|music|dance|circus|museums?|exhibitions?|theater|movies?)(?![^ ])/;

/** Talk that is no title: said to somebody, or asked about the world. */
export const CHAT =
  /(?<![^ ])(?:je|j ai|tu|t es|toi|(?<!rendez |chez )vous|combien|https?|www|mdr|lol|ptdr|xd|meteo|blagues?|capitale|president|il (?:fait|pleut|neige|est|faut|y a)|elle est|on est|ca va|c est (?!qui|beau)\w+ (?:non|hein|quoi)|quel temps|i am|i m|you|your|weather|joke)(?![^ ])|^(?:comment|pourquoi|combien|est ce|quelle? (?:est|heure|age)|qui (?:es|est|a)|que (?:penses|dis)|qu est ce que|how|why|what|who|where|when|is it|are) /;

const OUTCOMES: readonly (readonly [Outcome, RegExp])[] = [
  ['excused', /(?<![^ ])(?:excusee?s?|prevenue?s?|malades?|excused|sick)(?![^ ])/g],
  ['absent', /(?<![^ ])(?:absente?s?|absences?|personne n (?:est|etait) (?:venue?|la)|pas (?:la|venue?s?|presente?s?)|absent|away|no shows?|(?:did not|didn t) \w+|nobody came)(?![^ ])/g],
  ['present', /(?<![^ ])(?:presente?s?|(?:etait|etaient)(?: tous| toutes)?(?: bien)? la|venue?s?|came|there)(?![^ ])/g],
];

/**
 * What an attendance sentence says of the people in it: 'absent, prévenu' is excused. Nothing is said by 'présences';
 * 'mixed' when it says one thing of some and another of others.
 */
export function outcomeOf(sentence: string): Outcome | 'mixed' | undefined {
  let left = sentence;
  const said = OUTCOMES.flatMap(([outcome, pattern]) => {
    const before = left;
    left = left.replace(pattern, '');
    return left === before ? [] : [outcome];
  });
  return said.length === 2 && said[0] === 'excused' && said[1] === 'absent' ? 'excused' : said.length > 1 ? 'mixed' : said[0];
}

/** Words that go with an intent and say nothing else, once it is known. */
export const WITH: Readonly<Partial<Record<Intent, RegExp>>> = {
  attendance: /(?<![^ ])(?:prevenue?s?|malades?|tout le monde|tous|toutes|personne|n)(?![^ ])/g,
  opening: /(?<![^ ])opens?(?![^ ])/g,
  waitlist: /(?<![^ ])(?:mettre|mets|mettez|inscri(?:re|s|vez)|ajout(?:er|e|ez)|reserv(?:er|e|ez))(?![^ ])/g,
  pack: /(?<![^ ])(?:accept(?:er|e|ons)|refus(?:er|e|ons)|declin(?:er|e|ons)|prends|prendre)(?![^ ])/g,
};

import { city } from './city.ts';
import { music } from './music.ts';
import { alerts, outings } from './outings.ts';
import { childrensHome, integration, shelter } from './people.ts';
import { nobody, type Season } from './season.ts';
import { stage } from './stage.ts';
import { venues } from './venues.ts';

/** Operator one: solidarity ticketing round Lyon. */
const solidarity: Season = {
  name: 'Culture pour tous (démo)',
  kind: 'solidarity',
  programme: 'Sorties solidaires',
  structures: [
    { key: 'halte', name: 'La Halte du Quai Sud', kind: 'shelter', city: 'Lyon', at: [45.7398, 4.8355], people: shelter },
    { key: 'passerelles', name: 'Les Passerelles, service d’insertion', kind: 'integration', city: 'Villeurbanne', at: [45.7662, 4.8795], people: integration },
    { key: 'chene', name: 'Maison d’enfants du Grand Chêne', kind: 'child_protection', city: 'Écully', at: [45.7747, 4.7777], people: childrensHome },
  ],
  accounts: [
    { key: 'SOPH', name: 'Sophie Marchand', role: 'referent', structure: 'halte' },
    { key: 'DRIS', name: 'Driss El Amrani', role: 'referent', structure: 'halte' },
    { key: 'ANNE', name: 'Anne-Laure Vuillermoz', role: 'referent', structure: 'passerelles' },
    { key: 'MOUS', name: 'Moussa Camara', role: 'referent', structure: 'passerelles' },
    { key: 'CLAI', name: 'Claire Bonnefoy', role: 'referent', structure: 'chene' },
    { key: 'THIE', name: 'Thierry Nguyen', role: 'referent', structure: 'chene' },
    // Without a structure: the scope of a visitor reads neither a structure's name nor its key.
    { key: 'SORA', name: 'Soraya Ferrand', role: 'visitor' },
    { key: 'MARG', name: 'Marguerite Achard', role: 'operator' },
    { key: 'GASP', name: 'Gaspard Rollin', role: 'venue' },
  ],
  venues, shows: [...stage, ...music, ...city], outings, alerts,
};

/** Operator two: child protection, packs of tickets. */
const childhood: Season = {
  name: 'Enfance protégée (démo)',
  kind: 'packs',
  programme: 'Grands événements sportifs',
  structures: [{ key: 'lone', name: 'Les Enfants de la Lône', kind: 'child_protection', city: 'Givors', at: [45.5914, 4.7686], people: nobody }],
  accounts: [
    { key: 'YANN', name: 'Yannick Le Goff', role: 'referent', structure: 'lone' },
    { key: 'IDRI', name: 'Idris Lemaire', role: 'leader' },
    { key: 'PAUL', name: 'Paule Kermarec', role: 'jury' },
  ],
  venues: [], shows: [], outings: [], alerts: [],
};

export const SEASONS: readonly Season[] = [solidarity, childhood];

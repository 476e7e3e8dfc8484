import { asked } from './asked.ts';
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
    {
      key: 'halte', name: 'La Halte du Quai Sud', kind: 'shelter', city: 'Lyon', at: [45.7398, 4.8355], people: shelter,
      reach: { contact: 'Sophie Marchand', phone: '04 00 00 10 01', email: 'accueil@halte.example.org', address: '12 quai des Mariniers, 69007 Lyon' },
      services: [{ name: 'Accueil de jour', address: '14 quai des Mariniers', postalCode: '69007', city: 'Lyon', phone: '04 00 00 10 02' }],
    },
    {
      key: 'passerelles', name: 'Les Passerelles, service d’insertion', kind: 'integration', city: 'Villeurbanne', at: [45.7662, 4.8795], people: integration,
      reach: { contact: 'Anne-Laure Vuillermoz', phone: '04 00 00 20 01', email: 'contact@passerelles.example.org', address: '8 rue des Câbliers, 69100 Villeurbanne' },
      services: [{ name: 'Atelier du Tonkin', address: '3 allée des Cordiers', postalCode: '69100', city: 'Villeurbanne', phone: '04 00 00 20 02' }],
    },
    {
      key: 'chene', name: 'Maison d’enfants du Grand Chêne', kind: 'child_protection', city: 'Écully', at: [45.7747, 4.7777], people: childrensHome,
      reach: { contact: 'Claire Bonnefoy', phone: '04 00 00 30 01', email: 'direction@grand-chene.example.org', address: '27 chemin des Noyers, 69130 Écully' },
      services: [{ name: 'Pavillon des grands', address: '29 chemin des Noyers', postalCode: '69130', city: 'Écully', phone: '04 00 00 30 02' }],
    },
  ],
  accounts: [
    { key: 'SOPH', name: 'Sophie Marchand', role: 'referent', structure: 'halte' },
    { key: 'DRIS', name: 'Driss El Amrani', role: 'referent', structure: 'halte' },
    { key: 'ANNE', name: 'Anne-Laure Vuillermoz', role: 'referent', structure: 'passerelles' },
    { key: 'MOUS', name: 'Moussa Camara', role: 'referent', structure: 'passerelles' },
    { key: 'CLAI', name: 'Claire Bonnefoy', role: 'referent', structure: 'chene' },
    { key: 'THIE', name: 'Thierry Nguyen', role: 'referent', structure: 'chene' },
    { key: 'SORA', name: 'Soraya Ferrand', role: 'visitor', structure: 'halte', person: 'Soraya Ferrand', invitedBy: 'SOPH' },
    { key: 'AURE', name: 'Aurélien Besson', role: 'leader', structure: 'chene', person: 'Aurélien Besson', invitedBy: 'CLAI' },
    { key: 'MARG', name: 'Marguerite Achard', role: 'operator' },
    { key: 'GASP', name: 'Gaspard Rollin', role: 'venue', venue: 'battant' },
  ],
  venues, shows: [...stage, ...music, ...city], outings, alerts, asked,
};

/** Operator two: child protection, packs of tickets. */
const childhood: Season = {
  name: 'Enfance protégée (démo)',
  kind: 'packs',
  programme: 'Grands événements sportifs',
  structures: [{
    key: 'lone', name: 'Les Enfants de la Lône', kind: 'child_protection', city: 'Givors', at: [45.5914, 4.7686], people: { ...nobody, companions: ['Idris Lemaire'] },
    reach: { contact: 'Yannick Le Goff', phone: '04 00 00 40 01', email: 'contact@lone.example.org', address: '5 chemin de la Lône, 69700 Givors' },
    services: [{ name: 'Maison des Vernes', address: '18 rue des Aulnes', postalCode: '69700', city: 'Givors', phone: '04 00 00 40 02' }],
  }],
  accounts: [
    { key: 'YANN', name: 'Yannick Le Goff', role: 'referent', structure: 'lone' },
    { key: 'IDRI', name: 'Idris Lemaire', role: 'leader', structure: 'lone', person: 'Idris Lemaire', invitedBy: 'YANN' },
    { key: 'PAUL', name: 'Paule Kermarec', role: 'jury' },
  ],
  venues: [], shows: [], outings: [], alerts: [], asked: [],
};

export const SEASONS: readonly Season[] = [solidarity, childhood];

import { DateTime } from 'luxon';
import { randomBytes } from 'node:crypto';
import type { InvitationData } from '../../../core/documents/invitation.ts';
import { verificationUrl } from '../../../core/documents/mac.ts';

export const PARIS = 'Europe/Paris';
export const instant = (iso: string, zone = PARIS): Date => DateTime.fromISO(iso, { zone }).toJSDate();
export const options = { operator: 'Culture pour tous (démo)', at: instant('2026-11-20T11:00') } as const;
export const macKey = randomBytes(32);
export const OPERATOR = '019a0000-0000-7000-8000-000000000001';

type Changes = Partial<Omit<InvitationData, 'person'>> & { readonly person?: Partial<InvitationData['person']> };

/** An invitation as most are; `changes` say what the test is about. */
export function invitation({ person, ...changes }: Changes = {}): InvitationData {
  const number = changes.number ?? '482130572';
  return {
    number,
    verifyUrl: verificationUrl('https://guichet.example.org', macKey, OPERATOR, number),
    person: { first: 'Awa', last: 'Traoré', discreet: false, ...person },
    title: 'Les Saisons, récital de piano',
    startsAt: instant('2026-11-28T20:00'),
    endsAt: instant('2026-11-28T22:00'),
    zone: PARIS,
    venue: { name: 'Théâtre des Tilleuls', address: '12 rue des Tilleuls', city: 'Villeurbanne', phone: '04 00 00 00 00', access: 'Métro A, arrêt République, puis 5 minutes à pied. Entrée par la cour.' },
    accessibility: ['fauteuil roulant'],
    absence: { who: 'La Passerelle', phone: '04 00 00 00 01', until: instant('2026-11-26T20:00') },
    renewed: false,
    ...changes,
  };
}

/** Everything at its longest. */
export const longest = invitation({
  number: '999999999',
  person: { first: 'Marie-Éléonore Anne-Sophie Françoise Guillemette', last: 'de La Rochefoucauld-Ștefănescu Nguyễn-Thị Þórðardóttir', lang: 'ar' },
  title: 'Grande rétrospective des musiques traditionnelles et contemporaines de la Méditerranée, du Danube et des Balkans : rencontres, ateliers, lectures et concert de clôture (deuxième partie)',
  venue: {
    name: 'Conservatoire à rayonnement régional et centre culturel intercommunal de l’agglomération Saint-Étienne-en-Forez',
    address: 'Bâtiment C, esplanade de l’Europe-et-de-la-Fraternité, entrée par le parvis nord, 214 bis avenue du Général-de-Gaulle',
    city: 'Saint-Barthélemy-de-Beaurepaire-sur-Rhône',
    phone: '04 00 00 00 00 (poste 12, du mardi au samedi)',
    access: 'Prendre le tramway T3 jusqu’à l’arrêt « Parc des Expositions », puis le bus C17 direction Gare. Descendre à « Conservatoire ». '.repeat(6),
  },
  accessibility: ['malentendants', 'malvoyants', 'handicap psychique', 'fauteuil roulant', 'handicap mental'],
  absence: { who: 'Association intercommunale d’accueil et d’accompagnement des familles, service du mercredi', phone: '04 00 00 00 01', until: instant('2026-11-26T20:00') },
  renewed: true,
});

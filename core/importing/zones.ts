import { IANAZone } from 'luxon';

/**
 * The time of overseas venues, by postal code 971–988 (La Poste: 97133 is Saint-Barthélemy, 97150 Saint-Martin;
 * within 987 the Marquesas and the Gambier islands keep their own time, as in the IANA database).
 */
const OVERSEAS: readonly (readonly [prefix: string, zone: string])[] = [
  ['97133', 'America/St_Barthelemy'],
  ['97150', 'America/Marigot'],
  ['971', 'America/Guadeloupe'],
  ['972', 'America/Martinique'],
  ['973', 'America/Cayenne'],
  ['974', 'Indian/Reunion'],
  ['975', 'America/Miquelon'],
  ['976', 'Indian/Mayotte'],
  ['977', 'America/St_Barthelemy'],
  ['978', 'America/Marigot'],
  ['986', 'Pacific/Wallis'],
  ['9874', 'Pacific/Marquesas'],
  ['98796', 'Pacific/Marquesas'],
  ['98755', 'Pacific/Gambier'],
  ['98792', 'Pacific/Gambier'],
  ['98793', 'Pacific/Gambier'],
  ['987', 'Pacific/Tahiti'],
  ['988', 'Pacific/Noumea'],
];

/** The zone of an overseas postal code; undefined for the rest, which keep the programme's time. */
export function overseasZone(postalCode: string | undefined): string | undefined {
  if (postalCode === undefined || !/^9[78]\d{3}$/.test(postalCode)) return undefined;
  return OVERSEAS.find(([prefix]) => postalCode.startsWith(prefix))?.[1];
}

/** A name of the IANA database that this machine knows. 'UTC+2' and 'CET' are not places. */
export function isZone(name: string): boolean {
  return name.includes('/') && IANAZone.isValidZone(name);
}

import { png, zip } from './archive.ts';
import { MENU, NAME, PROFILE } from './profile.ts';

export interface PackageOptions {
  /** The app id of the bot's registration: the package bears it too. */
  readonly appId: string;
  /** Where guichet is reached, by https: Teams takes no other. */
  readonly publicUrl: string;
  /** '1.2.3'; a package takes the place of one with a lower number. */
  readonly version: string;
}

const SCHEMA = 'https://developer.microsoft.com/json-schemas/teams/v1.19';
const SCOPES = ['personal', 'team', 'groupChat'] as const;
/** As on the web page. */
const BLUE = [0x1f, 0x3a, 0x5f] as const;

/** What an administrator of Teams uploads: the manifest, its English, and two icons. @throws Error where Teams would refuse it */
export function teamsPackage(options: PackageOptions): Buffer {
  return zip([
    { name: 'manifest.json', bytes: json(manifest(options)) },
    { name: 'en.json', bytes: json(english()) },
    { name: 'color.png', bytes: icon(192, 'color') },
    { name: 'outline.png', bytes: icon(32, 'outline') },
  ]);
}

const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

function manifest({ appId, publicUrl, version }: PackageOptions): Record<string, unknown> {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(appId)) throw new Error('the app id must be as Azure gives it: 8-4-4-4-12 letters and digits');
  if (!URL.canParse(publicUrl) || new URL(publicUrl).protocol !== 'https:') throw new Error('the public address must begin with https://: Teams takes no other');
  if (!/^\d{1,5}\.\d{1,5}\.\d{1,5}$/.test(version)) throw new Error('the version must be three numbers, such as 1.2.3');
  const { href, host } = new URL(publicUrl);
  const { short, description, full } = PROFILE.fr;
  return {
    $schema: `${SCHEMA}/MicrosoftTeams.schema.json`, manifestVersion: '1.19', version, id: appId,
    developer: { name: NAME, websiteUrl: href, privacyUrl: href, termsOfUseUrl: href },
    name: { short: NAME, full }, description: { short, full: description },
    icons: { color: 'color.png', outline: 'outline.png' }, accentColor: `#${BLUE.map((part) => part.toString(16).padStart(2, '0')).join('')}`,
    localizationInfo: { defaultLanguageTag: 'fr', additionalLanguages: [{ languageTag: 'en', file: 'en.json' }] },
    bots: [{ botId: appId, scopes: SCOPES, supportsFiles: true, isNotificationOnly: false, commandLists: [{ scopes: ['personal'], commands: MENU.fr.map(({ title, description: says }) => ({ title, description: says })) }] }],
    // Nothing of the person, the team or their drive is asked for.
    permissions: ['identity', 'messageTeamMembers'], validDomains: [host],
  };
}

function english(): Record<string, string> {
  const { short, description, full } = PROFILE.en;
  return {
    $schema: `${SCHEMA}/MicrosoftTeams.Localization.schema.json`, 'name.short': NAME, 'name.full': full, 'description.short': short, 'description.full': description,
    ...Object.fromEntries(MENU.en.flatMap(({ title, description: says }, i) => [[`bots[0].commandLists[0].commands[${i}].title`, title], [`bots[0].commandLists[0].commands[${i}].description`, says]])),
  };
}

/**
 * A ticket, torn at its dotted line. 'color': white on the app's colour, to the edge; 'outline': white lines alone on nothing, as Teams
 * asks. Each point is the mean of 16, so that edges are smooth.
 */
function icon(size: number, look: 'color' | 'outline'): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      let inside = 0;
      for (let part = 0; part < 16; part += 1) if (isInk((x + (part % 4 + 0.5) / 4) / size, (y + (Math.floor(part / 4) + 0.5) / 4) / size, look)) inside += 1;
      const share = inside / 16;
      const [red, green, blue] = look === 'color' ? BLUE.map((under) => Math.round(under + (255 - under) * share)) : [255, 255, 255];
      pixels.set([red ?? 255, green ?? 255, blue ?? 255, look === 'color' ? 255 : Math.round(255 * share)], (y * size + x) * 4);
    }
  }
  return png(size, pixels);
}

/** Of a square with sides of 1. */
function isInk(x: number, y: number, look: 'color' | 'outline'): boolean {
  const [left, top, right, bottom, line] = look === 'color' ? [0.17, 0.31, 0.83, 0.69, 0] : [0.06, 0.2, 0.94, 0.8, 0.07];
  const hole = 0.075;
  const at = 0.66;
  const within = (by: number): boolean => x > left + by && x < right - by && y > top + by && y < bottom - by
    && [top, bottom].every((edge) => Math.hypot(x - at, y - edge) > hole + by);
  const phase = Math.abs(((y - 0.5) / 0.09) % 1);
  const dotted = Math.abs(x - at) < 0.022 && Math.abs(y - 0.5) < (bottom - top) / 2 - hole - line - 0.02 && phase > 0.2 && phase < 0.8;
  return look === 'color' ? within(0) && !dotted : (within(0) && !within(line)) || dotted;
}

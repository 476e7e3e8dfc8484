const SECRET_NAMES = /^(?:GUICHET|TELEGRAM|SLACK|MICROSOFT|TEAMS)_.*(?:TOKEN|SECRET|PASSWORD|KEY)/;
/** Less could be a word of our own: left out of a sentence, it would be known. What goes to servers that could echo it is longer. */
const LEAST = 12;

/** Every value of an environment that nobody may read: what is named as a secret, and the passwords in addresses, as they stand and decoded. */
export function secretsOf(env: NodeJS.ProcessEnv): readonly string[] {
  const found = Object.entries(env).flatMap(([name, value = '']) => [...(SECRET_NAMES.test(name) ? [value] : []), ...passwordsOf(value)]);
  // The longest first: none hides a piece of another.
  return [...new Set(found.filter((value) => value.length >= LEAST))].sort((a, b) => b.length - a.length);
}

function passwordsOf(value: string): string[] {
  const raw = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*?:([^/?#]*)@/i.exec(value)?.[1];
  if (raw === undefined) return [];
  return [raw, decoded(raw), ...(URL.canParse(value) ? [new URL(value).password] : [])];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The checks say nothing that a server wrote, but what they know; this stands behind them, for what a server echoes in a name. */
export const hushed = (text: string, secrets: readonly string[]): string => secrets.reduce((told, secret) => told.replaceAll(secret, '…'), text);

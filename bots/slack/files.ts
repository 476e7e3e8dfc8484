/** More than the house takes is not fetched to the end. */
const DOWNLOAD_BYTES = 20 * 1024 * 1024;
const DOWNLOAD_MS = 60_000;

export interface Keeper {
  readonly token: string;
  /** Another server than Slack's own. */
  readonly apiUrl: string | undefined;
}

/** Whether the token may be shown to whoever keeps a file: Slack itself, or the server that stands for it. */
export function isKept(url: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  if (apiUrl !== undefined && origin === new URL(apiUrl).origin) return true;
  return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com') || hostname.endsWith('.slack-gov.com'));
}

/**
 * The bytes of a file. No error says its address.
 * @throws Error when they cannot be had, are kept by somebody else, or are more than anybody sends in good faith.
 */
export async function download(url: string, { token, apiUrl }: Keeper): Promise<Buffer> {
  if (!isKept(url, apiUrl)) throw new Error('slack: no file (kept elsewhere)');
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Without the right to it, Slack leads to a page to log in.
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(DOWNLOAD_MS), redirect: 'error' });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`slack: no file (${response.status})`);
    }
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > DOWNLOAD_BYTES) throw new Error('slack: the file is too big');
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Error && error.message.startsWith('slack: ') ? error : new Error('slack: no file');
  }
  return Buffer.concat(chunks);
}

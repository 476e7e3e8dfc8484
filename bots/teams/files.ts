/** More than the house takes is not fetched to the end. */
const DOWNLOAD_BYTES = 20 * 1024 * 1024;
const FILE_MS = 60_000;

/** Where people's files are kept: their OneDrive, of an organisation or of their own. */
const KEEPERS = ['sharepoint.com', 'sharepoint.us', 'sharepoint-mil.us', 'sharepoint.cn', 'svc.ms', 'microsoftpersonalcontent.com', '1drv.com'] as const;

/** Whether files are kept there. `more`: other servers, as 'http://127.0.0.1:1'. */
export function isKept(url: string, more: readonly string[] = []): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin, port, username } = new URL(url);
  if (more.includes(origin)) return true;
  return protocol === 'https:' && port === '' && username === '' && KEEPERS.some((keeper) => hostname.endsWith(`.${keeper}`));
}

/** Errors of the network may hold the address, which opens the file. */
const told = (error: unknown, otherwise: string): Error => (error instanceof Error && error.message.startsWith('teams: ') ? error : new Error(otherwise));

/**
 * The bytes of a file. `token`: ours, for what Teams itself keeps; the rest is opened by its address, which no error says.
 * @throws Error when they cannot be had, or are more than anybody sends in good faith.
 */
export async function download(url: string, token?: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    const response = await fetch(url, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(FILE_MS), redirect: 'error' });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`teams: no file (${response.status})`);
    }
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > DOWNLOAD_BYTES) throw new Error('teams: the file is too big');
      chunks.push(chunk);
    }
  } catch (error) {
    throw told(error, 'teams: no file');
  }
  return Buffer.concat(chunks);
}

/**
 * Puts a file into somebody's drive, by the address that Teams gave for it.
 * @throws Error
 */
export async function upload(url: string, bytes: Buffer): Promise<void> {
  try {
    const headers = { 'content-type': 'application/octet-stream', 'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}` };
    const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes), signal: AbortSignal.timeout(FILE_MS), redirect: 'error' });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`teams: the file was not taken (${response.status})`);
  } catch (error) {
    throw told(error, 'teams: the file was not taken');
  }
}

import { DOWNLOAD_BYTES } from './parse.ts';

const DOWNLOAD_MS = 60_000;

/**
 * The bytes of a file. `url` holds the token: no error says it.
 * @throws Error when they cannot be had, or are more than Telegram gives.
 */
export async function download(url: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_MS), redirect: 'error' });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new Error(`telegram: no file (${response.status})`);
    }
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > DOWNLOAD_BYTES) throw new Error('telegram: the file is too big');
      chunks.push(chunk);
    }
  } catch (error) {
    // Errors of the network may hold the address.
    throw error instanceof Error && error.message.startsWith('telegram: ') ? error : new Error('telegram: no file');
  }
  return Buffer.concat(chunks);
}

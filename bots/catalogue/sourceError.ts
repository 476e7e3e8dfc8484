/** A source that cannot be opened; the message is a French sentence. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}

import pino from 'pino';

export type Log = pino.Logger;

/**
 * The one logger. Whatever is told, no name, token, code or text of a message comes out: requests are told by their
 * route (an address can hold a token or a number), errors by name, code and place.
 */
export const logger = (level: string): Log => pino({ level, base: { pid: process.pid }, serializers: { err: told } });

/** An error without its message, which can quote what somebody wrote, or a row. */
function told(error: unknown): { name: string; code: string | undefined; stack: string[] | undefined } {
  if (!(error instanceof Error)) return { name: typeof error, code: undefined, stack: undefined };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { name: error.name, code, stack: error.stack?.split('\n').filter((line) => /^ +at /.test(line)).map((line) => line.trim()).slice(0, 8) };
}

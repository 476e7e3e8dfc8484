/** The server's web routes. The token travels in a header only, never in an address or a cookie. */

/** The server answered, and said no. */
export class Refused extends Error {
  constructor(status, problem, retryAfter) {
    super(`${status}`);
    this.status = status;
    /** The server's own code and sentence (RFC 9457), or ''. */
    this.code = (problem && problem.code) || '';
    this.detail = (problem && problem.detail) || '';
    /** Milliseconds that the server asks to wait, or 0. */
    this.retryAfter = retryAfter;
  }
}

/** No answer came: nobody knows whether the server did what was asked. */
export class Unreachable extends Error {}

const ANSWER_MS = 30000;
const FILE_MS = 180000;

async function request(path, init, timeout, outer) {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = timeout > 0 ? setTimeout(stop, timeout) : 0;
  if (outer) outer.addEventListener('abort', stop);
  let response;
  try {
    response = await fetch(path, { ...init, signal: controller.signal, credentials: 'omit', cache: 'no-store' });
    if (!response.ok) throw new Refused(response.status, await response.json().catch(() => null), Number(response.headers.get('retry-after') || 0) * 1000);
    if (init.stream) return response;
    return response.status === 202 || response.status === 204 ? null : await response.json();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Unreachable(error && error.message);
  } finally {
    clearTimeout(timer);
    if (outer && !init.stream) outer.removeEventListener('abort', stop);
  }
}

const post = (path, body, headers, timeout) =>
  body instanceof FormData
    ? request(path, { method: 'POST', headers, body }, timeout)
    : request(path, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }, timeout);

/** @returns {Promise<Array<{id: string, name: string, role: string, structure: string, operator: string, code: string}>>} none outside demo mode */
export const demoAccounts = () => request('/web/demo-accounts', {}, ANSWER_MS).then((list) => (Array.isArray(list) ? list : []), () => []);

/**
 * A code works once: where the answer was lost, the same `clientMessageId` with it gets it again.
 * @returns {Promise<{token: string, account: {id: string, name: string, role: string, structure: string}}>}
 */
export const login = (code, clientMessageId) => post('/web/login', { code, clientMessageId }, {}, ANSWER_MS);

export const askCode = (email) => post('/web/code', { email }, {}, ANSWER_MS);

/**
 * The routes of one signed-in person.
 * @param {(lang: string | undefined, messages: object[]) => void} tongue told with every answer which language the account has now
 */
export function connect(token, tongue) {
  const headers = { authorization: `Bearer ${token}` };
  const read = (answer) => {
    tongue(answer.lang, answer.messages);
    return answer.messages;
  };
  return {
    /** @param {string | null} after id of the last message known, or null for the recent history */
    history(after) {
      const query = after === null ? '' : `after=${encodeURIComponent(after)}&`;
      return request(`/web/messages?${query}own=1`, { headers }, ANSWER_MS).then(read);
    },

    /** Runs one turn. The same `clientMessageId` again has no second effect. */
    send(clientMessageId, body, file) {
      if (!file) return post('/web/messages', { ...body, clientMessageId }, headers, ANSWER_MS).then(read);
      const form = new FormData();
      form.append('clientMessageId', clientMessageId);
      form.append('file', file, file.name);
      return post('/web/messages', form, headers, FILE_MS).then(read);
    },

    /** Ends the session on the server; where that fails it ends by its age. */
    leave: () => post('/web/logout', {}, headers, ANSWER_MS).catch(() => null),

    /** @returns {Promise<Response>} server-sent events, to be read as they come */
    stream: (signal) => request('/web/stream', { headers: { ...headers, accept: 'text/event-stream' }, stream: true }, 0, signal),
  };
}

/** Random, for the server to recognise a message sent twice. */
export function newId() {
  if (window.crypto && crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => (byte < 16 ? '0' : '') + byte.toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

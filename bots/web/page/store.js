/**
 * What the browser keeps. The session stands in the tab's storage unless 'Rester connecté' is
 * ticked: many of these computers are shared, and what is shown names people. With it ticked the
 * session outlives the browser, since link codes work once and a new one costs an e-mail.
 * Drafts and unsent messages always stay in the tab: they hold names as well.
 */

const SESSION = 'guichet.session';

/** Storage can be missing or refuse writes (private windows, full disk): then memory serves. */
function open(kind) {
  const memory = {};
  let real = null;
  try {
    real = window[kind];
  } catch (_) {
    real = null;
  }
  return {
    get(key) {
      try {
        const value = real === null ? null : real.getItem(key);
        return value === null ? memory[key] || null : value;
      } catch (_) {
        return memory[key] || null;
      }
    },
    set(key, value) {
      memory[key] = value;
      try {
        real.setItem(key, value);
      } catch (_) {
        // Memory has it.
      }
    },
    remove(key) {
      delete memory[key];
      try {
        real.removeItem(key);
      } catch (_) {
        // Nothing was there.
      }
    },
  };
}

const tab = open('sessionStorage');
const device = open('localStorage');

function parsed(text) {
  try {
    return text === null ? null : JSON.parse(text);
  } catch (_) {
    return null;
  }
}

/** @returns {{token: string, account: {id: string, name: string, role: string, structure: string, lang?: string}} | null} `lang` once the first answer told it */
export const savedSession = () => parsed(tab.get(SESSION)) || parsed(device.get(SESSION));

export function saveSession(session, stay) {
  forgetSession();
  (stay ? device : tab).set(SESSION, JSON.stringify(session));
}

/** Where it stood. */
export const updateSession = (session) => (device.get(SESSION) === null ? tab : device).set(SESSION, JSON.stringify(session));

export function forgetSession() {
  tab.remove(SESSION);
  device.remove(SESSION);
}

/** A drawer of one account: what one person typed is never sent or shown as another. */
export const drawer = (account, name) => {
  const key = `guichet.${name}.${account}`;
  return {
    get: () => parsed(tab.get(key)),
    set: (value) => tab.set(key, JSON.stringify(value)),
    clear: () => tab.remove(key),
  };
};

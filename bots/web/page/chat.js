/** One person's conversation: what is sent, what arrives, and where each of them goes on the screen. */
import { connect, newId } from './api.js';
import { createComposer } from './composer.js';
import { createOutbox } from './outbox.js';
import { drawer, updateSession } from './store.js';
import { follow } from './stream.js';
import { bare, createView } from './view.js';
import { language, say as word, speak } from './words.js';

const TYPING_AFTER_MS = 250;
const isBox = (label) => /^[☐☑]/.test(label);

function whyRefused(error, item) {
  if (error.detail !== '') return error.detail;
  if (error.status === 413) return word('heavy');
  if (error.status === 415) return word('kind');
  return word(item.file ? 'fileFailed' : 'failed');
}

/**
 * @param {object} page elements by id
 * @param {{token: string, account: {id: string, name: string, structure: string, lang?: string}}} session
 * @param {() => void} unauthorised
 */
export function openChat(page, session, unauthorised) {
  const api = connect(session.token, tongue);
  const seen = new Set();
  let lastId = null;
  let typing = 0;
  let unread = 0;
  let note = '';
  const connected = { stream: true, outbox: true };

  const view = createView(page, press);
  page.log.textContent = '';
  page.log.setAttribute('aria-live', 'off');

  function showStatus() {
    const text = note || (connected.stream && connected.outbox ? '' : word('lost'));
    if (page.status.textContent !== text) view.keepEnd(() => (page.status.textContent = text));
  }

  function tongue(lang, messages) {
    if (lang === undefined || lang === language()) return;
    speak(lang);
    updateSession({ ...session, account: { ...session.account, lang } });
    view.translate(messages.map((message) => message.id));
    showStatus();
  }
  const say = (sentence) => {
    note = sentence;
    showStatus();
  };
  const state = (which) => (ok) => {
    if (which === 'outbox' && !ok) waiting(false);
    connected[which] = ok;
    showStatus();
  };

  function waiting(on) {
    clearTimeout(typing);
    if (on) typing = setTimeout(() => view.keepEnd(() => (page.typing.hidden = false)), TYPING_AFTER_MS);
    else view.keepEnd(() => (page.typing.hidden = true));
  }

  const drafts = drawer(session.account.id, 'draft');
  const outbox = createOutbox({
    api,
    drawer: drawer(session.account.id, 'outbox'),
    state: state('outbox'),
    unauthorised,
    sending: () => waiting(true),
    answered,
    refused(item, error) {
      waiting(false);
      release(item);
      const entry = bubbleOf(item) || view.own(item.label, null, { clientId: item.id, pressed: Boolean(item.target) });
      view.refuse(entry, whyRefused(error, item), () => outbox.add(item));
    },
  });

  const bubbleOf = (item) => view.entries().find((entry) => entry.clientId === item.id);
  const targetOf = (item) => (item && item.target ? view.byId(item.target) : undefined);
  const release = (item) => targetOf(item) && view.busy(targetOf(item), false);

  function send(item) {
    page.empty.hidden = true;
    if (!item.quiet) view.own(item.label, null, { clientId: item.id, pressed: Boolean(item.target) });
    outbox.add(item);
  }

  function press(entry, body, label) {
    view.busy(entry, true, label);
    send({ id: newId(), body: body.press ? { ...body, label } : body, label, target: entry.id, quiet: isBox(label) });
  }

  function answered(item, messages) {
    waiting(false);
    release(item);
    const bubble = bubbleOf(item);
    if (bubble && bubble.at === null) view.settle(bubble, messages.length > 0 ? messages[0].at : new Date().toISOString());
    messages.forEach((message) => receive(message, item));
  }

  /** A message of the guichet: from the answer to `item`, or from the stream while `item` was under way. */
  function receive(message, item) {
    if (seen.has(message.id)) return;
    seen.add(message.id);
    lastId = message.id;
    page.empty.hidden = true;
    const redrawn = message.redraws ? targetOf(item) || view.redrawnBy(message) : undefined;
    if (redrawn) {
      const bubble = item && bubbleOf(item);
      if (bubble) view.remove(bubble);
      // The press under way now concerns the message that took the place of the one pressed.
      if (item && item.target === redrawn.id) item.target = message.id;
      view.redraw(redrawn, message, !(item && isBox(item.label)));
      return;
    }
    view.bot(message, true);
    if (document.hidden) {
      unread += 1;
      document.title = `(${unread}) Guichet`;
    }
  }

  /** What the person sent from here is known by its client id; from elsewhere it is new. */
  function receiveOwn(own) {
    if (seen.has(own.id)) return;
    seen.add(own.id);
    lastId = own.id;
    const entry = view.entries().find((one) => one.own && one.id === null && (own.clientMessageId ? one.clientId === own.clientMessageId : one.text === own.text));
    if (entry) {
      entry.id = own.id;
      if (entry.at === null) view.settle(entry, own.at);
    } else if (own.text !== '' && !isBox(own.text)) view.own(own.text, own.at, { id: own.id, clientId: own.clientMessageId });
  }

  /** Live, or caught up. */
  const arrive = (message) => (message.from === 'me' ? receiveOwn(message) : receive(message, outbox.current()));

  /** From before: nothing is announced, and a message redrawn many times is shown once, as it stands. */
  function showHistory(messages) {
    view.clear();
    messages.forEach((message) => {
      if (seen.has(message.id)) return;
      seen.add(message.id);
      lastId = message.id;
      const entries = view.entries();
      const last = entries[entries.length - 1];
      if (message.from === 'me') {
        if (message.text === '') return;
        const pressed = Boolean(last && last.message && last.message.actions.some((action) => bare(action.label) === bare(message.text)));
        view.own(message.text, message.at, { id: message.id, clientId: message.clientMessageId, pressed });
        return;
      }
      const redrawn = message.redraws && view.redrawnBy(message);
      if (!redrawn) {
        view.bot(message, false);
        return;
      }
      if (last && last.own && last.pressed) view.remove(last);
      view.redraw(redrawn, message, false);
    });
    outbox.items().forEach((item) => {
      const target = targetOf(item);
      if (target) view.busy(target, true, item.label);
      if (!item.quiet && !bubbleOf(item)) view.own(item.label, null, { clientId: item.id, pressed: Boolean(item.target) });
    });
    page.empty.hidden = view.entries().length > 0;
    view.toEnd();
    setTimeout(() => page.log.setAttribute('aria-live', 'polite'), 300);
    outbox.release();
  }

  let loaded = false;
  async function catchUp() {
    const messages = await api.history(lastId);
    if (loaded) messages.forEach(arrive);
    else {
      loaded = true;
      showHistory(messages);
    }
  }

  const stream = follow({ api, catchUp, message: arrive, state: state('stream'), unauthorised });
  const composer = createComposer(page, drafts, {
    say,
    turn: view.turn,
    text: (text) => send({ id: newId(), body: { text }, label: text }),
    file: (file) => send({ id: newId(), body: {}, label: `📎 ${file.name}`, file }),
  });
  const read = () => {
    unread = 0;
    document.title = 'Guichet';
  };
  const menu = () => send({ id: newId(), body: { text: 'menu' }, label: 'menu' });
  // This button goes with its first press; the focus stays in the conversation.
  const start = () => {
    composer.focus();
    menu();
  };
  const onVisible = () => document.hidden || read();
  document.addEventListener('visibilitychange', onVisible);
  page.menu.addEventListener('click', menu);
  page.start.addEventListener('click', start);
  composer.focus();

  return {
    /** Something said has not reached the guichet yet. */
    hasUnsent: () => outbox.items().length > 0,
    quit() {
      api.leave();
      drafts.clear();
      drawer(session.account.id, 'outbox').clear();
    },
    close() {
      stream.stop();
      outbox.stop();
      composer.stop();
      view.stop();
      page.redrawn.textContent = '';
      clearTimeout(typing);
      document.removeEventListener('visibilitychange', onVisible);
      page.menu.removeEventListener('click', menu);
      page.start.removeEventListener('click', start);
      page.status.textContent = '';
      page.typing.hidden = true;
      page.newer.hidden = true;
      read();
    },
  };
}

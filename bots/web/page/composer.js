/** Where one writes: the text field, its draft, files by clip, drop and paste. */
import { say } from './words.js';

const MOST_BYTES = 10 * 1024 * 1024;

/**
 * @param {object} page elements by id
 * @param {{get: () => any, set: (value: any) => void, clear: () => void}} draft
 * @param {{text: (text: string) => void, file: (file: File) => void, say: (sentence: string) => void, turn: (pages: number) => void}} on
 */
export function createComposer(page, draft, on) {
  const { text } = page;

  const grow = () => {
    text.style.height = 'auto';
    // Empty, it is one line high, however long its placeholder.
    if (text.value !== '') text.style.height = `${text.scrollHeight + 2}px`;
  };

  function send() {
    const typed = text.value.trim();
    if (typed === '') {
      text.focus();
      return;
    }
    text.value = '';
    draft.clear();
    grow();
    on.text(typed);
  }

  function attach(file) {
    if (!file) return;
    if (file.size > MOST_BYTES) on.say(say('tooHeavy', file.name));
    else if (file.size === 0) on.say(say('hollow', file.name));
    else on.file(file);
  }

  const attachAll = (files) => {
    on.say('');
    Array.from(files).forEach(attach);
  };

  const listeners = [];
  const listen = (target, name, handler) => {
    target.addEventListener(name, handler);
    listeners.push(() => target.removeEventListener(name, handler));
  };

  listen(page.composer, 'submit', (event) => {
    event.preventDefault();
    send();
  });
  listen(text, 'keydown', (event) => {
    if (event.isComposing) return;
    const turn = { PageUp: -1, PageDown: 1 }[event.key];
    if (turn) on.turn(turn);
    else if (event.key === 'Enter' && !event.shiftKey) send();
    else return;
    event.preventDefault();
  });
  // Escape comes back to where one writes, from anywhere; an open list of choices closes first.
  listen(page.chat, 'keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing && event.target.tagName !== 'SELECT') text.focus();
  });
  listen(page.toField, 'click', (event) => {
    event.preventDefault();
    text.focus();
  });
  listen(text, 'input', () => {
    draft.set(text.value);
    on.say('');
    grow();
  });
  listen(text, 'paste', (event) => {
    const files = event.clipboardData ? event.clipboardData.files : [];
    if (files.length === 0) return;
    event.preventDefault();
    attachAll(files);
  });
  listen(page.attach, 'click', () => page.file.click());
  listen(page.file, 'change', () => {
    attachAll(page.file.files);
    page.file.value = '';
  });

  let inside = 0;
  const carriesFiles = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes('Files');
  listen(page.chat, 'dragenter', (event) => {
    if (!carriesFiles(event)) return;
    inside += 1;
    page.drop.hidden = false;
  });
  listen(page.chat, 'dragleave', () => {
    inside = Math.max(0, inside - 1);
    if (inside === 0) page.drop.hidden = true;
  });
  listen(page.chat, 'dragover', (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  listen(page.chat, 'drop', (event) => {
    inside = 0;
    page.drop.hidden = true;
    if (!carriesFiles(event)) return;
    event.preventDefault();
    attachAll(event.dataTransfer.files);
  });

  text.value = draft.get() || '';
  grow();
  return {
    /** On a phone the keyboard would cover what there is to read: there the title of the conversation has the focus. */
    focus: () => (window.matchMedia('(pointer: fine)').matches ? text : page.talk).focus(),
    stop: () => listeners.forEach((off) => off()),
  };
}

/** The conversation on the screen: bubbles, days, scrolling. Knows nothing of the network. */
import { drawCard } from './card.js';
import { dayOf, hourOf } from './dates.js';
import { FOCUSABLE, focusOn, keepFocus } from './focus.js';
import { drawFiles, drawPicture, drawPlain, make } from './plain.js';
import { language, say } from './words.js';

const NEAR_PX = 90;

/** What a button says without its box, which changes when it is pressed. */
export const bare = (label) => label.replace(/^[☐☑]\s*/, '');

/**
 * @param {{log: HTMLElement, scroll: HTMLElement, newer: HTMLElement, toLast: HTMLElement, redrawn: HTMLElement, start: HTMLElement, text: HTMLElement}} page
 * @param {(entry: object, chosen: object, label: string) => void} choose
 */
export function createView(page, choose) {
  /** In the order shown: {id, at, day, own, element, message?, text?, clientId?, pressed?, busy?} */
  let entries = [];

  const nearEnd = () => page.scroll.scrollHeight - page.scroll.scrollTop - page.scroll.clientHeight < NEAR_PX;

  /** To the end, but never past the top of what is new: a long answer is read from its beginning. */
  function reveal(element) {
    const top = element.getBoundingClientRect().top - page.scroll.getBoundingClientRect().top + page.scroll.scrollTop;
    page.scroll.scrollTop = Math.min(page.scroll.scrollHeight, Math.max(0, top - 12));
    page.newer.hidden = true;
  }

  function separate() {
    let last = '';
    entries.forEach((entry) => {
      const day = entry.day === null ? last : entry.day;
      const before = entry.element.previousElementSibling;
      const line = before && before.className === 'day' ? before : null;
      if (day === last) {
        if (line) line.remove();
      } else if (line) {
        line.lang = language();
        line.firstChild.textContent = day;
      } else entry.element.before(make('h2', { className: 'day', lang: language(), 'aria-live': 'off' }, make('span', {}, day)));
      last = day;
    });
  }

  function stamp(entry) {
    const time = entry.element.querySelector('time');
    entry.day = entry.at === null ? null : dayOf(entry.at);
    time.lang = language();
    time.textContent = entry.at === null ? '' : hourOf(entry.at);
    if (entry.at !== null) time.dateTime = entry.at;
  }

  function place(entry, fresh) {
    if (fresh) entry.element.classList.add('appears');
    entries.push(entry);
    page.log.append(entry.element);
    stamp(entry);
    separate();
    return entry;
  }

  function fill(entry) {
    const message = entry.message;
    const react = (chosen, label) => {
      if (!entry.busy) choose(entry, chosen, label);
    };
    const bubble = make('div', { className: 'bubble' });
    const picture = drawPicture(message);
    if (picture) bubble.append(picture);
    bubble.append(drawCard(message, react) || drawPlain(message, react));
    if (message.files && message.files.length > 0) bubble.append(drawFiles(message.files));
    entry.element.querySelector('.bubble').replaceWith(bubble);
  }

  const shell = (who, className) =>
    make(
      'div',
      // In the language that the account had when it came.
      { className: `message ${className}`, lang: language() },
      make('span', { className: 'sr' }, who),
      make('div', { className: 'bubble' }),
      // The hour comes with the answer: not worth reading out by itself.
      make('time', { className: 'stamp', 'aria-live': 'off' }),
    );

  const view = {
    entries: () => entries,
    byId: (id) => entries.find((entry) => entry.id === id),

    /** @param {boolean} fresh just arrived, rather than read from history */
    bot(message, fresh) {
      const follows = nearEnd();
      const entry = { id: message.id, at: message.at, own: false, message, element: shell(say('guichet'), 'bot') };
      fill(entry);
      place(entry, fresh);
      if (!fresh) return entry;
      const last = entries[entries.length - 2];
      if (follows) reveal(last && last.own ? last.element : entry.element);
      else page.newer.hidden = false;
      return entry;
    },

    /** `at` null: not answered yet, so its hour (the server's) is not known. */
    own(text, at, more) {
      const entry = { id: null, at, own: true, element: shell(say('you'), `own ${more.pressed ? 'pressed' : ''} ${at === null ? 'waiting' : ''}`), text, ...more };
      entry.element.querySelector('.bubble').textContent = text;
      place(entry, at === null);
      if (at === null) reveal(entry.element);
      return entry;
    },

    settle(entry, at) {
      entry.at = at;
      entry.element.classList.remove('waiting');
      stamp(entry);
      separate();
    },

    refuse(entry, sentence, again) {
      const follows = nearEnd();
      entry.element.classList.remove('waiting');
      const button = make('button', { type: 'button', className: 'button again' }, say('again'));
      const note = make('div', { className: 'refused', role: 'alert' }, make('div', {}, sentence), button);
      button.addEventListener('click', () => {
        // The button goes, the focus must not go with it.
        focusOn(entry.element);
        note.remove();
        entry.element.classList.add('waiting');
        again();
      });
      entry.element.append(note);
      if (follows) reveal(entry.element);
    },

    clear() {
      entries = [];
      page.log.textContent = '';
    },

    remove(entry) {
      entries = entries.filter((one) => one !== entry);
      entry.element.remove();
      separate();
    },

    busy(entry, busy, chosen) {
      entry.busy = busy;
      entry.element.setAttribute('aria-busy', busy ? 'true' : 'false');
      entry.element.querySelectorAll('.chosen').forEach((one) => one.classList.remove('chosen'));
      entry.element.querySelectorAll(FOCUSABLE).forEach((one) => {
        if (busy) one.setAttribute('aria-disabled', 'true');
        else one.removeAttribute('aria-disabled');
        if (busy && chosen !== undefined && one.dataset.label === bare(chosen)) one.classList.add('chosen');
      });
    },

    /**
     * In place: the reader's eye, scroll and keyboard stay where they are, and it is not read out again as new.
     * A tick is read out by the focus that is still on it; another page of a list is not, so it is said once.
     * @param {boolean} aloud it is another page
     */
    redraw(entry, message, aloud) {
      const top = page.scroll.scrollTop;
      entry.element.setAttribute('aria-live', 'off');
      entry.id = message.id;
      entry.message = message;
      keepFocus(entry.element, () => {
        fill(entry);
        view.busy(entry, false);
      });
      entry.element.lang = language();
      page.scroll.scrollTop = top;
      page.redrawn.textContent = aloud ? message.text : '';
      // Heard, it would only be found a second time by those who read through the page.
      setTimeout(() => (page.redrawn.textContent = ''), 5000);
    },

    /** The message that a redrawing one stands for, when no press of ours tells: the nearest with a button in common. */
    redrawnBy(message) {
      const labels = message.actions.map((action) => bare(action.label));
      for (let i = entries.length - 1; i >= 0; i -= 1) {
        const { message: earlier } = entries[i];
        if (earlier && earlier.actions.some((action) => labels.includes(bare(action.label)))) return entries[i];
      }
      return undefined;
    },

    /** Another language was chosen, in the answer that `ids` are: days and hours are said in it. */
    translate(ids) {
      entries.forEach((entry) => {
        if (ids.includes(entry.id)) entry.element.lang = language();
        stamp(entry);
      });
      separate();
    },

    /** By a screen's height. @param {number} pages negative: upwards */
    turn(pages) {
      page.scroll.scrollTop += pages * 0.85 * page.scroll.clientHeight;
    },

    toEnd() {
      page.scroll.scrollTop = page.scroll.scrollHeight;
      page.newer.hidden = true;
    },

    /** When what stands below the bubbles (the dots) comes or goes. */
    keepEnd(change) {
      const follows = nearEnd();
      change();
      if (follows && entries.length > 0) {
        const last = entries[entries.length - 1];
        if (last.own) reveal(last.element);
      }
    },
  };

  const onScroll = () => {
    if (nearEnd()) page.newer.hidden = true;
  };
  function toLast(event) {
    event.preventDefault();
    const last = entries.filter((entry) => !entry.own).pop();
    if (!last) {
      page.start.focus();
      return;
    }
    focusOn(last.element);
    reveal(last.element);
  }
  page.scroll.addEventListener('scroll', onScroll);
  page.newer.addEventListener('click', toLast);
  page.toLast.addEventListener('click', toLast);
  view.stop = () => {
    page.scroll.removeEventListener('scroll', onScroll);
    page.newer.removeEventListener('click', toLast);
    page.toLast.removeEventListener('click', toLast);
  };
  return view;
}

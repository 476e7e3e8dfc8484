/** Where the keyboard stands: shown to those who use one, and kept while a message is drawn anew. */

export const FOCUSABLE = '.ac-selectable, .button, input, select, textarea';

const inside = (element) => Array.from(element.querySelectorAll(FOCUSABLE));

/**
 * Whoever taps needs no ring round what was tapped. Browsers since 2021 know by themselves (:focus-visible); for those
 * of 2019 the style sheet reads this class.
 */
export function watchHands() {
  const { classList } = document.documentElement;
  document.addEventListener('keydown', () => classList.remove('taps'), true);
  ['mousedown', 'touchstart'].forEach((name) => document.addEventListener(name, () => classList.add('taps'), { capture: true, passive: true }));
}

/** Puts the focus on something that Tab does not stop at, for as long as it stays there. */
export function focusOn(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
}

/**
 * Runs `change`, which draws what is in `element` anew, and puts the focus back: on what has the same
 * label (of several, the same one of them), else on what stands in the same place, else on the whole.
 */
export function keepFocus(element, change) {
  const before = inside(element);
  const index = before.indexOf(document.activeElement);
  const label = index < 0 ? '' : document.activeElement.dataset.label;
  const namesakes = (all) => all.filter((one) => label && one.dataset.label === label);
  const nth = namesakes(before).indexOf(document.activeElement);
  change();
  if (index < 0) return;
  const after = inside(element);
  const same = namesakes(after)[nth] || namesakes(after)[0] || after[Math.min(index, after.length - 1)];
  if (same) same.focus({ preventScroll: true });
  else focusOn(element);
}

/** A message's Adaptive Card, drawn by Microsoft's `adaptivecards` (a classic script: `window.AdaptiveCards`). */
import { hostConfig } from './host.js';
import { say } from './words.js';

const ELEMENTS = ['TextRun', 'RichTextBlock', 'Container', 'ColumnSet', 'ActionSet', 'Input.Text', 'Input.ChoiceSet'];
const ACTIONS = ['Action.Execute', 'Action.OpenUrl'];
const BOX = /^[☐☑]\s*/;

let kit = null;

/** Only what our own server draws is known; anything else is a fault, and the plain drawing serves. */
function prepare(AC) {
  // Nothing becomes HTML: no text of ours is Markdown, and the package's own (missing answers) needs none.
  AC.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.didProcess = false;
  };
  AC.GlobalSettings.useMarkdownInRadioButtonAndCheckbox = false;
  AC.GlobalSettings.useAdvancedTextBlockTruncation = false;
  AC.GlobalSettings.setTabIndexAtCardRoot = false;
  AC.GlobalSettings.enableFallback = false;
  const only = (all, names) => {
    const registry = new AC.CardObjectRegistry();
    names.forEach((name) => registry.register(name, all.findByName(name).objectType));
    return registry;
  };
  return {
    AC,
    host: new AC.HostConfig(hostConfig),
    elements: only(AC.GlobalRegistry.defaultElements, ELEMENTS),
    actions: only(AC.GlobalRegistry.defaultActions, ACTIONS),
  };
}

/** Only the web is ever opened. */
function guard(context) {
  context.onParseAction = (action) => {
    if (action.getJsonTypeName() === 'Action.OpenUrl' && !/^https?:\/\//i.test(action.url || '')) action.isEnabled = false;
  };
}

/**
 * @param {object} message a Web Message with a `card`
 * @param {(chosen: {press?: string, submit?: {form: string, values: object}}, label: string) => void} choose
 * @returns {HTMLElement | null} null where it cannot be drawn as it should
 */
export function drawCard(message, choose) {
  const AC = window.AdaptiveCards;
  if (!AC || !message.card) return null;
  if (kit === null) kit = prepare(AC);
  const context = new AC.SerializationContext();
  context.setElementRegistry(kit.elements);
  context.setActionRegistry(kit.actions);
  guard(context);
  const card = new AC.AdaptiveCard();
  card.hostConfig = kit.host;
  card.onExecuteAction = (action) => execute(action, message, choose);
  card.parse(message.card, context);
  if (context.eventCount > 0) return null;
  const drawn = card.render();
  if (!drawn) return null;
  improve(drawn, card, message);
  return drawn;
}

function execute(action, message, choose) {
  if (action.getJsonTypeName() === 'Action.OpenUrl') {
    window.open(action.url, '_blank', 'noopener');
    return;
  }
  const data = action.data;
  if (typeof data.press === 'string') {
    const known = message.actions.find((one) => one.id === data.press);
    choose({ press: data.press }, known ? known.label : action.title);
    return;
  }
  const { submit, ...values } = data;
  choose({ submit: { form: submit, values } }, action.title);
}

/** What the package leaves to be wished for. */
function improve(drawn, card, message) {
  const title = message.title && drawn.querySelector('.ac-richTextBlock');
  if (title) {
    title.setAttribute('role', 'heading');
    title.setAttribute('aria-level', '3');
  }
  // Its strips hide what overflows, which would cut the ring round a focused button.
  drawn.querySelectorAll('.ac-actionSet').forEach((strip) => {
    strip.parentElement.style.overflow = 'visible';
  });
  // Facts: label and value go one under the other where there is little room (card.css).
  message.card.body.forEach((element, i) => {
    if (element.type === 'ColumnSet' && element.columns[0].width === 1) card.getItemAt(i).renderedElement.classList.add('fact');
  });
  drawn.querySelectorAll('.ac-selectable').forEach((element) => {
    const label = element.getAttribute('aria-label') || '';
    element.removeAttribute('title');
    element.dataset.label = label.replace(BOX, '');
    const row = element.classList.contains('ac-container') && element.textContent !== '';
    // A row is called what it shows, so that it can be asked for by voice; its arrow or box is a picture.
    if (row) {
      element.removeAttribute('aria-label');
      element.querySelectorAll('.ac-richTextBlock').forEach((text) => /^[›☐☑]$/.test(text.textContent) && text.setAttribute('aria-hidden', 'true'));
    }
    if (!BOX.test(label)) return;
    if (!row) element.setAttribute('aria-label', label.replace(BOX, ''));
    element.setAttribute('aria-pressed', label[0] === '☑' ? 'true' : 'false');
  });
  card.getAllInputs().forEach((input) => named(input, drawn));
  inRem(drawn);
  // Enter in a field presses the form's button, as everywhere on the web.
  const submit = card.getAllActions().find((action) => action.data && action.data.submit);
  drawn.querySelectorAll('input.ac-textInput').forEach((input) => {
    input.autocomplete = 'off';
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing && submit) submit.execute();
    });
  });
}

/** A field says its name, what is wrong with it, and that something is. */
function named(input, drawn) {
  const outer = input.renderedElement;
  const field = outer && outer.querySelector('input, select, textarea');
  if (!field) return;
  if (input.isRequired) input.errorMessage = say('missing');
  // The package names the box round a filtered list of choices, and leaves the field in it with its placeholder alone.
  const label = outer.querySelector('label');
  if (label && !field.hasAttribute('aria-labelledby')) field.setAttribute('aria-labelledby', label.id);
  const validate = input.validateValue.bind(input);
  input.validateValue = () => {
    const valid = validate();
    field.setAttribute('aria-invalid', String(!valid));
    inRem(drawn);
    return valid;
  };
  input.onValueChanged = () => field.setAttribute('aria-invalid', 'false');
}

/** The package writes sizes in pixels: in rem they follow those who have chosen larger letters in their browser. */
function inRem(drawn) {
  const rem = (pixels) => `${parseFloat(pixels) / 16}rem`;
  [drawn].concat(Array.from(drawn.querySelectorAll('[style]'))).forEach(({ style }) => {
    ['fontSize', 'lineHeight', 'flexBasis', 'width'].forEach((name) => {
      if (/[1-9]px$/.test(style[name])) style[name] = rem(style[name]);
    });
  });
}

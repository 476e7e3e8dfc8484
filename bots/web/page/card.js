/** A message's Adaptive Card, drawn by Microsoft's `adaptivecards` (a classic script: `window.AdaptiveCards`). */
import { hostConfig } from './host.js';

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
    title.setAttribute('aria-level', '2');
  }
  // Its strips hide what overflows, which would cut the ring round a focused button.
  drawn.querySelectorAll('.ac-actionSet').forEach((strip) => {
    strip.parentElement.style.overflow = 'visible';
  });
  drawn.querySelectorAll('.ac-selectable').forEach((element) => {
    const label = element.getAttribute('aria-label') || '';
    element.removeAttribute('title');
    element.dataset.label = label.replace(BOX, '');
    if (!BOX.test(label)) return;
    element.setAttribute('aria-label', label.replace(BOX, ''));
    element.setAttribute('aria-pressed', label[0] === '☑' ? 'true' : 'false');
  });
  // Enter in a field presses the form's button, as everywhere on the web.
  const submit = card.getAllActions().find((action) => action.data && action.data.submit);
  drawn.querySelectorAll('input.ac-textInput').forEach((input) => {
    input.autocomplete = 'off';
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing && submit) submit.execute();
    });
  });
}

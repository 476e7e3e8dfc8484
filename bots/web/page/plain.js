/** A message in plain HTML, from its `text`, `actions` and `form` alone: where its card cannot be drawn. */
import { say } from './words.js';

export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  Object.keys(attributes || {}).forEach((name) => {
    if (name in element && name !== 'list') element[name] = attributes[name];
    else element.setAttribute(name, attributes[name]);
  });
  element.append(...children);
  return element;
}

const BOX = /^[☐☑]\s*/;

function button(action, choose) {
  const made = make('button', { type: 'button', className: `button ${action.style || ''}` }, action.label);
  made.dataset.label = action.label.replace(BOX, '');
  if (BOX.test(action.label)) {
    made.setAttribute('aria-label', made.dataset.label);
    made.setAttribute('aria-pressed', action.label[0] === '☑' ? 'true' : 'false');
  }
  made.addEventListener('click', () => choose({ press: action.id }, action.label));
  return made;
}

let fieldNumber = 0;

function field(one) {
  fieldNumber += 1;
  const id = `field-${fieldNumber}`;
  const input =
    one.type === 'choice'
      ? make('select', { id, name: one.name, required: one.required }, make('option', { value: '' }, ''), ...(one.options || []).map((option) => make('option', { value: option.value }, option.label)))
      : make('input', { id, name: one.name, type: 'text', required: one.required, autocomplete: 'off' });
  return [make('label', { htmlFor: id }, one.label + (one.required ? ' *' : '')), input];
}

function form(asked, choose) {
  const made = make('form', {}, ...asked.fields.reduce((all, one) => all.concat(field(one)), []), make('button', { type: 'submit', className: 'button primary' }, say('submit')));
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    const values = {};
    asked.fields.forEach((one) => {
      if (made.elements[one.name].value !== '') values[one.name] = made.elements[one.name].value;
    });
    choose({ submit: { form: asked.id, values } }, say('submit'));
  });
  return made;
}

/** @see drawCard for `choose` */
export function drawPlain(message, choose) {
  const made = make('div', { className: 'plain' }, make('p', {}, message.text));
  if (message.form) made.append(form(message.form, choose));
  const actions = message.actions || [];
  if (actions.length > 0) made.append(make('div', { className: 'buttons' }, ...actions.map((action) => button(action, choose))));
  return made;
}

/** An address on this server or on the web, else null. */
function address(url) {
  try {
    const parsed = new URL(url, location.href);
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
  } catch (_) {
    return null;
  }
}

const KINDS = { 'application/pdf': 'PDF', 'text/calendar': 'calendar', 'text/csv': 'table' };

function kindOf(file) {
  if (KINDS[file.mime]) return say(KINDS[file.mime]) || KINDS[file.mime];
  const extension = /\.([a-z0-9]{1,5})$/i.exec(file.name);
  return extension === null ? '' : extension[1].toUpperCase();
}

export function drawFiles(files) {
  const rows = files.map((file) => {
    const url = address(file.url);
    const inside = [make('span', { className: 'glyph', 'aria-hidden': 'true' }, file.mime === 'text/calendar' ? '📅' : '📄'), make('b', {}, file.name), make('small', {}, kindOf(file))];
    const row = url === null ? make('span', { className: 'button file' }, ...inside) : make('a', { className: 'button file', href: url, target: '_blank', rel: 'noopener' }, ...inside);
    return make('li', {}, row);
  });
  return make('ul', { className: 'files', 'aria-label': say('documents') }, ...rows);
}

/** Pictures come from this server or stand in the message itself; the page loads no other. */
export function drawPicture(message) {
  const source = message.image;
  if (typeof source !== 'string') return null;
  const inside = /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/.test(source);
  if (!inside && !(address(source) || '').startsWith(`${location.origin}/`)) return null;
  return make('img', { className: 'picture', src: source, alt: say('picture', message.title) });
}

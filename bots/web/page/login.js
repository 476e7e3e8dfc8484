/** The entrance: a link code, a lost code, the demo accounts. */
import { askCode, demoAccounts, login, newId, Refused } from './api.js';
import { make } from './plain.js';
import { say } from './words.js';

function sentence(error) {
  if (!(error instanceof Refused)) return say('unreachable');
  if (error.detail !== '') return error.detail;
  if (error.status === 401 || error.status === 400 || error.status === 422) return say('badCode');
  if (error.status === 429) return say('tooMany');
  return say('trouble');
}

/**
 * @param {object} page elements by id
 * @param {(session: {token: string, account: object}, stay: boolean) => void} enter
 */
export function createLogin(page, enter) {
  const { code, codeError } = page;
  let waiting = false;
  /** The try whose answer was lost, if any. */
  let unanswered = { code: '', id: '' };

  function fail(text) {
    codeError.textContent = text;
    code.setAttribute('aria-invalid', text === '' ? 'false' : 'true');
  }

  async function tryCode(typed) {
    if (waiting) return;
    waiting = true;
    page.login.setAttribute('aria-busy', 'true');
    fail('');
    try {
      if (unanswered.code !== typed) unanswered = { code: typed, id: newId() };
      const session = await login(typed, unanswered.id);
      unanswered = { code: '', id: '' };
      code.value = '';
      enter(session, page.stay.checked);
    } catch (error) {
      if (error instanceof Refused) unanswered = { code: '', id: '' };
      fail(sentence(error));
      code.focus();
      code.select();
    } finally {
      waiting = false;
      page.login.removeAttribute('aria-busy');
    }
  }

  page.codeForm.addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = code.value.trim();
    if (typed === '') {
      fail(say('noCode'));
      code.focus();
      return;
    }
    tryCode(typed);
  });
  code.addEventListener('input', () => fail(''));

  page.lost.addEventListener('click', () => {
    const opens = page.lostForm.hidden;
    page.lostForm.hidden = !opens;
    page.lost.setAttribute('aria-expanded', String(opens));
    if (opens) page.email.focus();
  });
  page.lostForm.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    page.lost.click();
    page.lost.focus();
  });

  page.lostForm.addEventListener('submit', async (event) => {
    event.preventDefault();
    const email = page.email.value.trim();
    if (!/^\S+@\S+$/.test(email)) {
      page.emailAnswer.textContent = say('noEmail');
      page.email.focus();
      return;
    }
    page.emailAnswer.textContent = '';
    try {
      await askCode(email);
    } catch (error) {
      if (!(error instanceof Refused)) {
        page.emailAnswer.textContent = say('unreachable');
        return;
      }
    }
    // One answer for known and unknown addresses: nobody learns here who has an account.
    page.emailAnswer.textContent = say('emailed');
  });

  function account(one) {
    const role = say(one.role) || one.role;
    const button = make('button', { type: 'button', className: 'account' }, make('strong', {}, one.name), make('span', {}, [role, one.structure].filter(Boolean).join(' · ')));
    button.addEventListener('click', () => tryCode(one.code));
    return make('li', {}, button);
  }

  async function showDemo() {
    const accounts = await demoAccounts();
    const operators = Array.from(new Set(accounts.map((one) => one.operator)));
    page.demoList.textContent = '';
    operators.forEach((operator) => {
      page.demoList.append(
        make('h3', { className: 'operator' }, operator),
        make('ul', { className: 'accounts' }, ...accounts.filter((one) => one.operator === operator).map(account)),
      );
    });
    page.demo.hidden = accounts.length === 0;
  }

  return {
    /** @param {boolean} back from the conversation, so that the focus has to go somewhere */
    show(notice, back) {
      page.loginNotice.textContent = notice || '';
      page.loginNotice.hidden = !notice;
      page.login.hidden = false;
      fail('');
      showDemo();
      // On a phone the keyboard would cover the page; the focus still leaves what has just been hidden.
      if (window.matchMedia('(pointer: fine)').matches) code.focus();
      else if (back) page.loginHeading.focus();
    },
    hide() {
      page.login.hidden = true;
    },
  };
}

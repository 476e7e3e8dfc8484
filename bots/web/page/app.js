/** Entrance or conversation, and the way from one to the other. */
import { openChat } from './chat.js';
import { watchHands } from './focus.js';
import { createLogin } from './login.js';
import { forgetSession, savedSession, saveSession } from './store.js';
import { say, speak } from './words.js';

const byId = (id) => document.getElementById(id);
const page = {
  login: byId('login'), loginHeading: byId('login-heading'), loginNotice: byId('login-notice'), codeForm: byId('code-form'), code: byId('code'), codeError: byId('code-error'), stay: byId('stay'),
  lost: byId('lost'), lostForm: byId('lost-form'), email: byId('email'), emailAnswer: byId('email-answer'), demo: byId('demo'), demoList: byId('demo-list'),
  chat: byId('chat'), talk: byId('talk'), toField: byId('to-field'), toLast: byId('to-last'), redrawn: byId('redrawn'), whoName: byId('who-name'), whoStructure: byId('who-structure'), menu: byId('menu'), quit: byId('quit'),
  scroll: byId('scroll'), log: byId('log'), empty: byId('empty'), start: byId('start'), typing: byId('typing'), newer: byId('newer'),
  status: byId('status'), composer: byId('composer'), attach: byId('attach'), file: byId('file'), text: byId('text'), drop: byId('drop'),
};

let chat = null;
watchHands();

const login = createLogin(page, (session, stay) => {
  saveSession(session, stay);
  enter(session);
});

function enter(session) {
  login.hide();
  speak(session.account.lang);
  page.whoName.textContent = session.account.name;
  page.whoStructure.textContent = session.account.structure || '';
  page.chat.hidden = false;
  chat = openChat(page, session, () => leave('ended'));
}

/** What was typed stays for the same person, unless they chose to quit. */
function leave(reason) {
  if (chat === null) return;
  chat.close();
  chat = null;
  forgetSession();
  page.chat.hidden = true;
  page.log.textContent = '';
  page.text.value = '';
  speak('fr');
  login.show(reason === '' ? '' : say(reason), true);
}

page.quit.addEventListener('click', () => {
  if (chat.hasUnsent() && !window.confirm(say('unsent'))) return;
  chat.quit();
  leave('');
});

const session = savedSession();
if (session) enter(session);
else login.show('', false);

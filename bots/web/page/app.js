/** Entrance or conversation, and the way from one to the other. */
import { openChat } from './chat.js';
import { createLogin } from './login.js';
import { forgetSession, savedSession, saveSession } from './store.js';

const byId = (id) => document.getElementById(id);
const page = {
  login: byId('login'), loginNotice: byId('login-notice'), codeForm: byId('code-form'), code: byId('code'), codeError: byId('code-error'), stay: byId('stay'),
  lost: byId('lost'), lostForm: byId('lost-form'), email: byId('email'), emailAnswer: byId('email-answer'), demo: byId('demo'), demoList: byId('demo-list'),
  chat: byId('chat'), whoName: byId('who-name'), whoStructure: byId('who-structure'), menu: byId('menu'), quit: byId('quit'),
  scroll: byId('scroll'), log: byId('log'), empty: byId('empty'), start: byId('start'), typing: byId('typing'), newer: byId('newer'),
  status: byId('status'), composer: byId('composer'), attach: byId('attach'), file: byId('file'), text: byId('text'), drop: byId('drop'),
};

let chat = null;

const login = createLogin(page, (session, stay) => {
  saveSession(session, stay);
  enter(session);
});

function enter(session) {
  login.hide();
  page.whoName.textContent = session.account.name;
  page.whoStructure.textContent = session.account.structure || '';
  page.chat.hidden = false;
  chat = openChat(page, session, () => leave('Votre session est terminée. Entrez à nouveau ; ce que vous aviez écrit est gardé.'));
}

/** What was typed stays for the same person, unless they chose to quit. */
function leave(notice) {
  if (chat === null) return;
  chat.close();
  chat = null;
  forgetSession();
  page.chat.hidden = true;
  page.log.textContent = '';
  page.text.value = '';
  login.show(notice);
}

page.quit.addEventListener('click', () => {
  if (chat.hasUnsent() && !window.confirm('Un message n’est pas encore parti. Quitter quand même ?')) return;
  chat.quit();
  leave('');
});

const session = savedSession();
if (session) enter(session);
else login.show('');

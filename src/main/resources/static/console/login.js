/** The login page: asks for user and password, then opens the console where one wanted to go. */
import { h } from './dom.js';
import { language, onLanguage, speak, t } from './language.js';

const place = document.getElementById('login');
const enter = () => location.replace(`./${location.hash}`);
const token = () => decodeURIComponent(/(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1] ?? '');

// A link from a mail or chat does not carry the strict session cookie: whoever is logged in goes straight on.
fetch('/ops/session', { cache: 'no-store' }).then(answer => { if (answer.ok) enter(); });

async function login(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector('button');
  button.disabled = true;
  try {
    const answer = await fetch('login', {
      method: 'POST', body: new URLSearchParams(new FormData(form)),
      headers: { 'X-XSRF-TOKEN': token(), 'Accept-Language': language() },
    });
    if (answer.ok) {
      enter();
      return;
    }
    say(form, (await answer.json()).detail);
  } catch {
    say(form, t('noAnswer'));
  }
  button.disabled = false;
  form.password.select();
}

const say = (form, text) => { form.querySelector('[role=alert]').textContent = text; };

function draw() {
  document.title = `${t('login')} · ${t('product')}`;
  const other = language() === 'vi' ? 'en' : 'vi';
  place.replaceChildren(h('form', { class: 'card', onsubmit: login },
    h('div', { class: 'brand' }, h('img', { src: 'icon.svg', alt: '', width: 40, height: 40 }), h('strong', {}, t('product'))),
    h('h1', {}, t('loginTitle')),
    h('label', {}, t('user'), h('input', { name: 'username', autocomplete: 'username', required: true, value: 'operator' })),
    h('label', {}, t('password'),
      h('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true, autofocus: true })),
    h('p', { role: 'alert', class: 'alert' }),
    h('button', { class: 'primary' }, t('login')),
    h('p', { class: 'hint' }, t('loginHelp')),
    h('button', { type: 'button', class: 'link', lang: other, onclick: () => speak(other) },
      other === 'en' ? 'English' : 'Tiếng Việt')));
  place.querySelector('[name=password]').focus();
}

onLanguage(draw);
draw();

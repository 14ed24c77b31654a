/** The frame: header with search, and the view that the address names. #/services · #/transactions?… · #/transactions/<id> · … */
import { logout, read } from './api.js';
import { connectorsView } from './connectors.js';
import { daysView } from './days.js';
import { destinationsView } from './destinations.js';
import { h } from './dom.js';
import { language, onLanguage, speak, t } from './language.js';
import { overdueView } from './overdue.js';
import { replaysView, replayView } from './replays.js';
import { servicesView } from './services.js';
import { transactionView } from './transaction.js';
import { transactionsView } from './transactions.js';

const VIEWS = {
  services: query => servicesView(main, query),
  destinations: () => destinationsView(main),
  connectors: () => connectorsView(main),
  transactions: (query, id) => (id ? transactionView(main, id) : transactionsView(main, query)),
  overdue: query => overdueView(main, query),
  days: query => daysView(main, query),
  replays: (query, id) => (id ? replayView(main, id, query) : replaysView(main, query)),
};

const top = document.getElementById('top');
const main = document.getElementById('main');
let stop = () => {};
let user = '';

function route() {
  const [path, query = ''] = location.hash.replace(/^#/, '').split('?');
  const [, name = '', id] = path.split('/');
  return { name: name || 'services', id: id && decodeURIComponent(id), query: new URLSearchParams(query) };
}

function show() {
  const { name, id, query } = route();
  stop();
  drawTop(name, query);
  const view = VIEWS[name];
  document.title = `${t(view ? name : 'services')} · ${t('product')}`;
  stop = view ? view(query, id) : () => {};
  if (!view) main.replaceChildren(h('p', { class: 'empty' }, t('notFound')));
}

function drawTop(name, query) {
  const typing = top.querySelector('input')?.value;
  document.querySelector('.skip').textContent = t('skip');
  top.replaceChildren(
    h('a', { class: 'brand', href: '#/services' }, h('img', { src: 'icon.svg', alt: '', width: 28, height: 28 }),
      h('span', {}, t('product'))),
    h('nav', { 'aria-label': t('menu') }, Object.keys(VIEWS).map(view => link(view, name))),
    searchBox(query.get('q') ?? (name === 'transactions' ? '' : typing) ?? ''),
    h('div', { class: 'who' },
      h('div', { class: 'switch', role: 'group', 'aria-label': t('language') }, tongue('vi', 'VI', 'Tiếng Việt'), tongue('en', 'EN', 'English')),
      h('span', { class: 'user' }, user),
      h('button', { class: 'quiet', onclick: leave }, t('logout'))));
}

const link = (name, current) =>
  h('a', { href: `#/${name}`, 'aria-current': name === current ? 'page' : null }, t(name));

const tongue = (code, short, name) => h('button', {
  'aria-pressed': String(language() === code), 'aria-label': name, lang: code, onclick: () => speak(code),
}, short);

function searchBox(value) {
  const box = h('input', {
    type: 'search', name: 'q', value, placeholder: t('searchHint'), 'aria-label': t('searchLabel'), maxlength: 200,
    autocomplete: 'off', spellcheck: 'false',
  });
  const find = event => {
    event.preventDefault();
    const words = box.value.trim();
    const wanted = words ? `#/transactions?${new URLSearchParams({ q: words })}` : '#/transactions';
    if (location.hash === wanted) show();
    else location.hash = wanted;
  };
  return h('form', { role: 'search', onsubmit: find }, box, h('button', {}, t('search')));
}

async function leave() {
  await logout().catch(() => {});
  location.replace('login.html');
}

addEventListener('hashchange', () => { show(); main.focus({ preventScroll: true }); scrollTo(0, 0); });
onLanguage(show);
addEventListener('keydown', event => {
  if (event.key === '/' && !event.target.closest('input, textarea, select, dialog')) {
    event.preventDefault();
    top.querySelector('input').focus();
  }
});

user = (await read('/ops/session')).user;
show();

/** View: what waits for longer than its service promises, the oldest first. */
import { read } from './api.js';
import { h, refill } from './dom.js';
import { clock, duration, number, t } from './language.js';
import { complaint, repeat, stateBadge, time, waitingWords } from './parts.js';

export function overdueView(main, query) {
  const asked = Object.fromEntries(query);
  const status = h('p', { class: 'status' }, t('loading'));
  const summary = h('p', { class: 'summary' });
  const alert = h('div');
  const result = h('div', { 'aria-live': 'polite' });
  main.replaceChildren(h('div', { class: 'heading' }, h('h1', {}, t('overdue')), status), h('p', { class: 'meaning' }, t('overdueText')), summary, alert, result);

  async function load() {
    try {
      const found = await read('/ops/overdue', asked);
      status.textContent = t('updated', clock(found.asOf));
      refill(alert);
      const services = Object.entries(found.services).sort(([, a], [, b]) => b - a);
      refill(summary, asked.service ? h('a', { class: 'button', href: '#/overdue' }, t('clear', asked.service)) : null,
        services.map(([service, n]) => h('a', { class: 'button', href: `#/overdue?${new URLSearchParams({ service })}` }, h('code', {}, service), ` ${number(n)}`)));
      refill(result, found.transactions.length ? table(found) : h('div', { class: 'card empty' }, h('p', {}, t('noneOverdue'))),
        found.next ? h('nav', { class: 'pages', 'aria-label': t('pages') },
          h('a', { class: 'button', href: `#/overdue?${new URLSearchParams({ ...asked, after: found.next })}` }, t('next'))) : null);
    } catch (problem) {
      refill(alert, complaint(problem));
    }
  }

  return repeat(10, load);
}

function table(found) {
  const now = Date.parse(found.asOf);
  return h('div', { class: 'card table' }, h('table', { class: 'transactions', 'aria-label': t('overdue') },
    h('thead', {}, h('tr', {}, ['time', 'service', 'key', 'state', 'late', 'reason'].map(name => h('th', { scope: 'col', class: name }, t(name))))),
    h('tbody', {}, found.transactions.map(({ transaction: x, dueBy }) => {
      const cell = (name, ...content) => h('td', { class: name, 'data-label': t(name) }, content);
      return h('tr', { class: 'warn', 'data-id': x.id },
        cell('time', h('a', { href: `#/transactions/${x.id}` }, time(x.receivedAt))), cell('service', h('code', {}, x.service)),
        cell('key', x.businessKey ?? '–'), cell('state', stateBadge(x.state)), cell('late', duration(now - Date.parse(dueBy))),
        cell('reason', x.waiting ? waitingWords(x.waiting) : '–'));
    }))));
}

/** View: what was received and what ended on each day, of one service or of all. */
import { read } from './api.js';
import { h, refill } from './dom.js';
import { clock, number, percent, t } from './language.js';
import { complaint, repeat } from './parts.js';

const PERIODS = { 7: 'w7d', 31: 'w31d', 92: 'w92d', 366: 'w366d' };
const DAY = 86_400_000;

export function daysView(main, query) {
  const chosen = { service: query.get('service') ?? '', period: query.get('period') ?? '31' };
  const status = h('p', { class: 'status' }, t('loading'));
  const alert = h('div');
  const services = h('select', { name: 'service', onchange: e => choose('service', e.target.value) });
  const body = h('tbody');
  main.replaceChildren(
    h('div', { class: 'heading' }, h('h1', {}, t('days')), status),
    h('p', { class: 'meaning' }, t('daysText')),
    h('div', { class: 'filters' },
      h('label', {}, t('period'), h('select', { name: 'period', onchange: e => choose('period', e.target.value) },
        Object.entries(PERIODS).map(([value, text]) => h('option', { value, selected: chosen.period === value }, t(text))))),
      h('label', {}, t('service'), services)),
    alert,
    h('div', { class: 'card table' }, h('table', { class: 'days', 'aria-label': t('days') },
      h('thead', {}, h('tr', {}, ['day', 'received', 'delivered', 'failed', 'success'].map(name => h('th', { scope: 'col', class: name }, t(name))))), body)));

  function choose(name, value) {
    location.hash = `#/days?${new URLSearchParams({ ...chosen, [name]: value })}`;
  }

  async function load() {
    try {
      const from = new Date(Date.now() + 7 * DAY / 24 - (Number(chosen.period) - 1) * DAY).toISOString().slice(0, 10);
      const found = await read('/ops/days', { from });
      status.textContent = t('updated', clock(new Date().toISOString()));
      refill(alert);
      const names = [...new Set([...found.days.map(day => day.service), chosen.service].filter(Boolean))].sort();
      if (document.activeElement !== services) {
        refill(services, h('option', { value: '' }, t('all')), names.map(name => h('option', { value: name, selected: name === chosen.service }, name)));
      }
      const rows = byDay(found.days.filter(day => !chosen.service || day.service === chosen.service));
      refill(body, rows.length ? rows.map(row) : h('tr', {}, h('td', { colspan: 5, class: 'empty' }, t('noTraffic'))));
    } catch (problem) {
      refill(alert, complaint(problem));
    }
  }

  return repeat(30, load);
}

/** Whole days of all the services given, in their order. */
function byDay(rows) {
  const days = new Map();
  for (const { day, received, delivered, failed } of rows) {
    const sum = days.get(day) ?? { day, received: 0, delivered: 0, failed: 0 };
    days.set(day, { day, received: sum.received + received, delivered: sum.delivered + delivered, failed: sum.failed + failed });
  }
  return [...days.values()];
}

function row({ day, received, delivered, failed }) {
  const cell = (name, ...content) => h('td', { class: name, 'data-label': t(name) }, content);
  const ended = delivered + failed;
  return h('tr', { 'data-day': day }, cell('day', day.split('-').reverse().join('/')), cell('received', number(received)),
    cell('delivered', number(delivered)), cell('failed', number(failed)), cell('success', ended ? percent(delivered / ended) : '–'));
}

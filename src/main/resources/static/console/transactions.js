/** View: find transactions by dossier, id or reference, or by service, state and time. */
import { read } from './api.js';
import { h, refill } from './dom.js';
import { duration, fromLocalInput, language, localInput, moment, number, t } from './language.js';
import { askReplays } from './replays.js';
import { complaint, sandboxBadge, SETTLED, stateBadge, time, tookMs, why } from './parts.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PERIODS = { '1h': 1, '24h': 24, '7d': 168, '31d': 744 };
const GROUPS = { unhappy: 'REJECTED,UNKNOWN,EXHAUSTED,EXPIRED', pending: 'RECEIVED,DELIVERING' };
const LIMIT = 50;

export function transactionsView(main, query) {
  const asked = Object.fromEntries(query);
  if (asked.q && UUID.test(asked.q)) {
    location.replace(`#/transactions/${asked.q.toLowerCase()}`);
    return () => {};
  }
  const stopped = new AbortController();
  const alert = h('div');
  const result = h('div', { 'aria-live': 'polite' }, h('p', { class: 'status' }, t('loading')));
  const serviceSelect = h('select', { name: 'service' }, h('option', { value: '' }, t('all')),
    asked.service ? h('option', { value: asked.service, selected: true }, asked.service) : null);
  const title = h('p', { class: 'status' });
  const bulk = h('div', { class: 'actions' });
  main.replaceChildren(h('div', { class: 'heading' }, h('h1', {}, t('transactions')), title, bulk), filters(), alert, result);

  function filters() {
    const custom = asked.from || asked.to;
    const period = custom ? 'custom' : asked.period ?? '';
    const span = h('span', { class: 'span', hidden: !custom },
      h('label', {}, t('from'), momentInput('from', asked.from)), h('label', {}, t('to'), momentInput('to', asked.to)));
    const periodSelect = h('select', { name: 'period', onchange: () => { span.hidden = periodSelect.value !== 'custom'; if (span.hidden) form.requestSubmit(); } },
      options({ '': asked.q ? t('anyTime') : t('w24h'), '1h': t('w1h'), ...(asked.q ? { '24h': t('w24h') } : {}), '7d': t('w7d'), '31d': t('w31d'), custom: t('custom') }, period));
    const form = h('form', { class: 'filters', onsubmit: filter, onchange: e => { if (['service', 'state', 'sandbox'].includes(e.target.name)) form.requestSubmit(); } },
      h('label', {}, t('service'), serviceSelect),
      h('label', {}, t('state'), h('select', { name: 'state' }, options({
        '': t('all'), unhappy: t('unhappy'), pending: t('pending'),
        ...Object.fromEntries(['RECEIVED', 'DELIVERING', ...SETTLED].map(s => [s, t(`state.${s}`)])),
      }, asked.state ?? ''))),
      h('label', {}, t('kind'), h('select', { name: 'sandbox' }, options({ '': t('all'), false: t('realOnly'), true: t('sandboxOnly') }, asked.sandbox ?? ''))),
      h('label', {}, t('period'), periodSelect), span, h('button', {}, t('apply')),
      asked.q ? h('a', { class: 'button', href: `#/transactions?${new URLSearchParams({ ...asked, q: '' })}` }, t('clear', asked.q)) : null);
    return form;
  }

  function momentInput(name, value) {
    return h('input', { type: 'datetime-local', name, value: value ? localInput(value) : '' });
  }

  function filter(event) {
    event.preventDefault();
    const data = Object.fromEntries(new FormData(event.target));
    const wanted = { q: asked.q, service: data.service, state: data.state, sandbox: data.sandbox };
    if (data.period === 'custom') {
      if (data.from) wanted.from = fromLocalInput(data.from);
      if (data.to) wanted.to = fromLocalInput(data.to);
    } else wanted.period = data.period;
    location.hash = `#/transactions?${new URLSearchParams(Object.entries(wanted).filter(([, v]) => v))}`;
  }

  function since() {
    const hours = PERIODS[asked.period];
    return asked.from ?? (hours ? new Date(Date.now() - hours * 3_600_000).toISOString() : '');
  }

  async function load() {
    const from = since();
    try {
      const found = await read('/ops/transactions', {
        q: asked.q, service: asked.service, state: GROUPS[asked.state] ?? asked.state, from, to: asked.to, sandbox: asked.sandbox, after: asked.after, limit: LIMIT,
      }, stopped.signal);
      if (asked.q && !asked.after && found.transactions.length === 1) {
        location.replace(`#/transactions/${found.transactions[0].id}`);
        return;
      }
      draw(found);
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      refill(alert, complaint(problem));
      refill(result);
    }
  }

  function draw(found) {
    const rows = found.transactions;
    const filter = replayable();
    refill(bulk, filter && rows.length ? h('button', { 'data-focus': 'bulk', onclick: () => askReplays(filter).catch(problem => refill(alert, complaint(problem))) }, t('replaysAsk')) : null);
    const words = [t(found.next ? 'foundMore' : 'found', number(rows.length)), asked.q ? t('matching', asked.q) : null,
      found.from ? t('sinceTime', moment(found.from, 'minute')) : null];
    title.textContent = words.filter(Boolean).join(' ');
    refill(result, rows.length ? table(rows) : h('div', { class: 'card empty' }, h('p', {}, t('noneFound')), h('p', { class: 'hint' }, t('noneHint'))),
      found.next || asked.after ? pages(found.next) : null);
  }

  /** What the search asked for, as a replay asks for it: only what has ended and says which. */
  function replayable() {
    const state = (GROUPS[asked.state] ?? asked.state ?? '').split(',').filter(s => SETTLED.includes(s));
    if (!state.length || asked.state === 'pending') return null;
    return Object.fromEntries(Object.entries({ q: asked.q, service: asked.service, state, from: since(), to: asked.to, sandbox: asked.sandbox === 'true' }).filter(([, v]) => v));
  }

  const pages = next => h('nav', { class: 'pages', 'aria-label': t('pages') },
    asked.after ? h('a', { class: 'button', href: `#/transactions?${without('after')}` }, t('first')) : null,
    next ? h('a', { class: 'button', href: `#/transactions?${new URLSearchParams({ ...asked, after: next })}` }, t('next')) : null);

  const without = name => new URLSearchParams(Object.entries(asked).filter(([key]) => key !== name));

  async function loadServices() {
    const { connectors } = await read('/ops/connectors', {}, stopped.signal);
    const titles = Object.fromEntries((await read('/ops/services', {}, stopped.signal)).services.map(s => [s.id, s.title[language()]]));
    refill(serviceSelect, h('option', { value: '' }, t('all')), connectors.filter(c => c.services.length).map(c =>
      h('optgroup', { label: c.title ? c.title[language()] : c.name }, c.services.map(id =>
        h('option', { value: id, selected: asked.service === id }, titles[id] ?? id)))));
  }

  load();
  loadServices().catch(() => {});
  return () => stopped.abort();
}

const options = (choices, chosen) =>
  Object.entries(choices).map(([value, text]) => h('option', { value, selected: value === chosen }, text));

/** The result table; also used for related transactions. */
export function table(rows) {
  const columns = ['time', 'service', 'key', 'state', 'attempts', 'reason', 'took'];
  return h('div', { class: 'card table' }, h('table', { class: 'transactions', 'aria-label': t('transactions') },
    h('thead', {}, h('tr', {}, columns.map(name => h('th', { scope: 'col', class: name }, t(name))))),
    h('tbody', {}, rows.map(row))));
}

function row(x) {
  const took = tookMs(x);
  const cell = (name, ...content) => h('td', { class: name, 'data-label': t(name) }, content);
  return h('tr', { 'data-id': x.id },
    cell('time', h('a', { href: `#/transactions/${x.id}` }, time(x.receivedAt))),
    cell('service', h('code', {}, x.service), x.origin === 'caller' ? null : h('small', {}, t(`origin.${x.origin}`))),
    cell('key', x.businessKey ?? '–', x.mark ? h('small', { class: 'mark' }, t(`mark_${x.mark.replaceAll('-', '_')}`)) : null),
    cell('state', stateBadge(x.state), sandboxBadge(x)),
    cell('attempts', number(x.attempts)),
    cell('reason', why(x) ?? '–'),
    cell('took', took === null ? '–' : duration(took)));
}

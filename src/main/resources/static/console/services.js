/** View: is everything running, and if not, what? Problems first. */
import { read } from './api.js';
import { callersWords } from './connectors.js';
import { h, icon, refill } from './dom.js';
import { clock, duration, language, moment, number, percent, t } from './language.js';
import { badge, complaint, repeat } from './parts.js';

const OLD = 15 * 60_000;
const ENOUGH = 0.95;
const LOOKS = { bad: 'octagon', warn: 'triangle', ok: 'check', idle: 'dash' };
const RANK = { bad: 0, warn: 1, ok: 2, idle: 3 };

/** How a service is, and why it is not well. */
export function judge(service, now) {
  const bad = [];
  const warn = [];
  if (service.route !== 'Started') bad.push('why.route');
  if (service.breaker.endsWith('OPEN') && service.breaker !== 'HALF_OPEN') bad.push('why.open');
  if (service.closed?.why === 'held') bad.push('why.held');
  if (service.closed?.why === 'maintenance') warn.push('why.maintenance');
  if (service.breaker === 'HALF_OPEN') warn.push('why.half');
  if (service.successRate !== null && service.successRate < ENOUGH) warn.push('why.rate');
  if (service.oldestWaiting && now - new Date(service.oldestWaiting) > OLD) warn.push('why.old');
  const calm = service.successRate === null && service.backlog === 0 ? 'idle' : 'ok';
  return { level: bad.length ? 'bad' : warn.length ? 'warn' : calm, why: [...bad, ...warn] };
}

const COLUMNS = {
  health: s => RANK[s.judged.level], service: s => s.title[language()], success: s => s.successRate ?? 2, p95: s => -(s.p95Ms ?? -1),
  backlog: s => -s.backlog, oldest: s => (s.oldestWaiting ? new Date(s.oldestWaiting).getTime() : Infinity), breaker: s => s.breaker,
};

export function servicesView(main, query) {
  const chosen = { window: query.get('window') ?? '24h', connector: query.get('connector') ?? '', sort: query.get('sort') ?? 'health' };
  let answer = null;
  let connectors = [];
  let callers = null;
  let fault = null;

  const status = h('p', { class: 'status' }, t('loading'));
  const alert = h('div');
  const summary = h('p', { class: 'summary' });
  const broken = h('div');
  const connectorSelect = h('select', { name: 'connector', onchange: e => choose('connector', e.target.value) });
  const head = h('tr');
  const body = h('tbody');
  main.replaceChildren(
    h('div', { class: 'heading' }, h('h1', {}, t('services')), summary, status),
    h('div', { class: 'filters' },
      h('label', {}, t('window'), select('window', { '1h': t('w1h'), '24h': t('w24h'), '7d': t('w7d'), '31d': t('w31d') })),
      h('label', {}, t('connector'), connectorSelect)),
    alert, broken,
    h('div', { class: 'card table' }, h('table', { class: 'services', 'aria-label': t('services') }, h('thead', {}, head), body)));

  function select(name, options) {
    return h('select', { name, onchange: e => choose(name, e.target.value) },
      Object.entries(options).map(([value, text]) => h('option', { value, selected: chosen[name] === value }, text)));
  }

  function choose(name, value) {
    chosen[name] = value;
    const kept = new URLSearchParams(Object.entries(chosen).filter(([key, v]) => v && v !== { window: '24h', sort: 'health' }[key]));
    history.replaceState(null, '', `#/services${kept.size ? `?${kept}` : ''}`);
    if (name === 'window') load();
    else draw();
  }

  async function load() {
    try {
      const [services, folders] = await Promise.all([read('/ops/services', { window: chosen.window }), read('/ops/connectors')]);
      answer = services;
      ({ connectors, callers } = folders);
      fault = null;
    } catch (problem) {
      fault = problem;
    }
    draw();
  }

  function draw() {
    refill(alert, fault ? complaint(fault) : null);
    if (!answer) return;
    status.textContent = fault ? t('notUpdated', clock(answer.asOf)) : t('updated', clock(answer.asOf));
    const now = Date.parse(answer.asOf);
    const judged = answer.services.map(service => ({ ...service, judged: judge(service, now) }));
    const rows = judged.filter(s => !chosen.connector || s.connector === chosen.connector);
    const by = COLUMNS[chosen.sort] ?? COLUMNS.health;
    rows.sort((a, b) => compare(by(a), by(b)) || RANK[a.judged.level] - RANK[b.judged.level] || compare(a.id, b.id));
    refill(summary, Object.keys(RANK).map(level => [level, rows.filter(s => s.judged.level === level).length])
      .filter(([, n]) => n).map(([level, n]) => badge(level, LOOKS[level], `${number(n)} ${t(`health.${level}`).toLowerCase()}`)));
    refill(broken, callersTold(), faults());
    if (document.activeElement !== connectorSelect) drawConnectors();
    refill(head, Object.keys(COLUMNS).map(header));
    refill(body, rows.length ? rows.map(s => row(s, now)) : h('tr', {}, h('td', { colspan: 7, class: 'empty' }, t('none'))));
  }

  function drawConnectors() {
    const names = connectors.filter(c => c.services.length);
    refill(connectorSelect, h('option', { value: '' }, t('all')), names.map(c =>
      h('option', { value: c.name, selected: chosen.connector === c.name }, c.title ? c.title[language()] : c.name)));
  }

  function header(name) {
    const sorted = chosen.sort === name;
    return h('th', { scope: 'col', 'aria-sort': sorted ? 'ascending' : null, class: name },
      h('button', { 'data-focus': `sort-${name}`, 'aria-label': t('sortBy', t(name)), onclick: () => choose('sort', name) },
        t(name), h('span', { class: 'arrow', 'aria-hidden': 'true' }, sorted ? '▾' : '')));
  }

  function callersTold() {
    return callers && h('div', { class: 'complaint soft' }, icon('triangle'), h('a', { href: '#/connectors' }, callersWords(callers)));
  }

  function faults() {
    const bad = connectors.filter(c => c.faults.length);
    if (!bad.length) return null;
    return h('details', { class: 'complaint soft' }, h('summary', {}, icon('triangle'), h('strong', {}, t('faults')), `: ${bad.map(c => c.name).join(', ')}`),
      h('p', {}, t('faultsHelp')),
      h('ul', {}, bad.flatMap(c => c.faults.map(f => h('li', {}, h('code', {}, f.where.includes('/') ? f.where : `${c.name}/${f.where}`), ` ${f.what[language()]}`,
        c.failing ? ` (${t('since', moment(c.failing.since, 'minute'))})` : null,
        c.version ? null : ` (${t('neverLoaded')})`)))));
  }

  return repeat(5, load);
}

const compare = (a, b) => (typeof a === 'string' ? a.localeCompare(b, 'vi') : a - b);

function row(s, now) {
  const ended = s.delivered + s.failed;
  const cell = (name, ...content) => h('td', { class: name, 'data-label': t(name) }, content);
  return h('tr', { class: s.judged.level, 'data-service': s.id },
    cell('health', badge(s.judged.level, LOOKS[s.judged.level], t(`health.${s.judged.level}`)),
      s.judged.why.length ? h('small', {}, s.judged.why.map(why => t(why)).join(', ')) : null),
    cell('service', h('a', { href: `#/transactions?${new URLSearchParams({ service: s.id })}`, 'data-focus': s.id }, s.title[language()]),
      h('small', {}, h('code', {}, s.id), s.internal ? ` · ${t('internal')}` : null)),
    s.successRate === null ? cell('success', '–', h('small', {}, t('noTraffic')))
      : cell('success', h('span', { title: t('successTitle', number(s.delivered), number(s.failed)) }, percent(s.successRate)),
        h('small', {}, `${number(s.delivered)}/${number(ended)}`)),
    cell('p95', s.p95Ms === null ? '–' : h('span', { title: t('p95Title', number(s.sampled)) }, duration(s.p95Ms))),
    cell('backlog', number(s.backlog), s.parked ? h('small', {}, t('parked', number(s.parked))) : null),
    cell('oldest', s.oldestWaiting ? duration(now - Date.parse(s.oldestWaiting)) : '–'),
    cell('breaker', breaker(s.breaker)));
}

function breaker(state) {
  const look = { CLOSED: ['ok', 'check'], HALF_OPEN: ['warn', 'triangle'] }[state] ?? ['bad', 'octagon'];
  return badge(`${look[0]} bare`, look[1], t(`breaker.${state}`));
}

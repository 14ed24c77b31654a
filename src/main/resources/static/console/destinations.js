/** View: which systems are called, which are not, why and until when; and the levers that stop calls and let them go on. */
import { command, read } from './api.js';
import { ask } from './deed.js';
import { h, refill } from './dom.js';
import { clock, duration, language, moment, number, t } from './language.js';
import { badge, complaint, repeat, why } from './parts.js';

const LOOKS = { held: ['bad', 'octagon'], maintenance: ['warn', 'clock'], 'breaker-open': ['bad', 'octagon'] };

/** "Cầu dao đang ngắt, thử lại lúc 14:05 (còn 3 phút)" */
export function closedWords(closed) {
  const words = t(`closed.${closed.why}`);
  if (!closed.until) return words;
  const left = new Date(closed.until) - Date.now();
  const when = `${moment(closed.until, left < 60_000 ? 'second' : 'minute')}${left > 0 ? ` (${t('inWords', duration(left))})` : ''}`;
  return `${words}, ${t(closed.why === 'maintenance' ? 'until' : 'triedAt', when)}`;
}

export function destinationsView(main) {
  const status = h('p', { class: 'status' }, t('loading'));
  const alert = h('div');
  const body = h('tbody');
  main.replaceChildren(h('div', { class: 'heading' }, h('h1', {}, t('destinations')), status), alert,
    h('div', { class: 'card table' }, h('table', { class: 'destinations', 'aria-label': t('destinations') },
      h('thead', {}, h('tr', {}, ['destination', 'calls', 'backlog', 'oldest', 'limits', 'levers'].map(name => h('th', { scope: 'col', class: name }, t(name))))),
      body)));

  async function load() {
    try {
      const answer = await read('/ops/destinations');
      status.textContent = t('updated', clock(answer.asOf));
      refill(alert);
      refill(body, answer.destinations.map(d => row(d, Date.parse(answer.asOf), load)));
    } catch (problem) {
      refill(alert, complaint(problem));
    }
  }

  return repeat(5, load);
}

function row(d, now, reload) {
  const cell = (name, ...content) => h('td', { class: name, 'data-label': t(name) }, content);
  const [look, shape] = d.closed ? LOOKS[d.closed.why] ?? ['warn', 'triangle'] : ['ok', 'check'];
  return h('tr', { class: d.closed ? look : null, 'data-destination': d.name },
    cell('destination', h('strong', {}, d.title ? d.title[language()] : d.name), h('small', {}, h('code', {}, d.name), ` · ${t('servicesOf', number(d.services.length))}`)),
    cell('calls', badge(look, shape, d.closed ? closedWords(d.closed) : t('open')), details(d)),
    cell('backlog', number(d.backlog), d.parked ? h('small', {}, t('parked', number(d.parked))) : null),
    cell('oldest', d.oldestWaiting ? duration(now - Date.parse(d.oldestWaiting)) : '–'),
    cell('limits', h('small', {}, t('atOnce', number(d.limits.atOnce))), d.limits.ratePerSecond ? h('small', {}, t('rateOf', number(d.limits.ratePerSecond))) : null,
      h('small', {}, t('timeoutOf', duration(d.limits.timeoutMs)))),
    cell('levers', levers(d, reload)));
}

function details(d) {
  return [
    d.hold ? h('small', {}, t('heldBy', d.hold.by, moment(d.hold.since, 'minute')), ' “', d.hold.reason, '”') : null,
    d.breaker.state === 'CLOSED' ? null
      : h('small', {}, `${t(`breaker.${d.breaker.state}`)} ${d.breaker.since ? t('since', moment(d.breaker.since, 'minute')) : ''}${d.breaker.cause ? ` · ${lastCall(d.breaker.cause)}` : ''}`),
    d.maintenance.windows.length ? h('small', {}, t('windows', d.maintenance.windows.map(spoken).join('; '))) : null,
  ];
}

/** `SAT 22:00-02:00` and `2026-12-05 22:00-2026-12-06 04:00` as they are read here. */
const spoken = window => window.replace(/[A-Z]{3,}/g, on => t(`on.${on}`))
  .replace(/(\d{4})-(\d\d)-(\d\d)/g, '$3/$2/$1').replaceAll('-', '–');

/** Of "50% failed, last: http-503" what a person at a desk needs. */
const lastCall = cause => t('lastCall', why({ code: cause.split(': ').pop() }));

function levers(d, reload) {
  const lever = (name, path, danger) => h('button', {
    'data-focus': `${name}-${d.name}`,
    onclick: () => ask({
      title: t(`${name}Title`, d.title ? d.title[language()] : d.name), text: t(`${name}Text`), button: t(name), danger,
      send: async reason => {
        await command(`/ops/destinations/${encodeURIComponent(d.name)}/${path}`, { reason });
        await reload();
      },
    }),
  }, t(name));
  return h('div', { class: 'actions' }, d.hold ? lever('resume', 'resume', false) : lever('hold', 'hold', true),
    d.breaker.state === 'CLOSED' ? null : lever('reset', 'breaker/reset', false));
}

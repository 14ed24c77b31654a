/** Views: replays and how far one has got; and the dialog that sends again everything a search found. */
import { command, read, requestKey } from './api.js';
import { ask } from './deed.js';
import { h, refill } from './dom.js';
import { duration, moment, number, t } from './language.js';
import { badge, complaint, repeat, stateBadge, time, why } from './parts.js';
import { digest } from './replay.js';

const LOOKS = { RUNNING: ['info', 'arrow'], PAUSED: ['warn', 'clock'], CANCELLED: ['idle', 'dash'], DONE: ['ok', 'check'] };
const OUTCOMES = { WAITING: ['info', 'clock'], SENT: ['ok', 'check'], LEFT_OUT: ['idle', 'dash'] };

const jobBadge = state => badge(...(LOOKS[state] ?? ['idle', 'dash']), t(`job.${state}`));

/** First it is counted; what may take effect twice, or come after newer ones of its key, is said before anything is sent. */
export async function askReplays(filter) {
  let again = false;
  const key = requestKey();
  const count = () => command('/ops/replays', { filter, dryRun: true, again });
  const forecast = await count();
  const rate = h('input', { type: 'number', name: 'rate', min: 1, max: 1000, value: 20 });
  const told = h('div', { 'aria-live': 'polite' }, words(forecast));
  const repeated = h('input', { type: 'checkbox', name: 'again', onchange: async () => { again = repeated.checked; refill(told, words(await count())); } });
  ask({
    title: t('replaysTitle'), warning: warnings(forecast),
    button: t('replaysStart'), danger: true,
    lead: told,
    content: [h('label', {}, t('rate'), rate),
      forecast.leftOut.alreadyReplayed ? h('label', { class: 'check' }, repeated, t('again', number(forecast.leftOut.alreadyReplayed))) : null],
    send: async (reason, confirm) => {
      const wish = { filter, reason, confirm, rate: Number(rate.value), again };
      return `#/replays/${(await command('/ops/replays', wish, { 'Idempotency-Key': `${key}/${digest(wish)}` })).id}`;
    },
  });
}

const warnings = f => [f.needConfirmation ? t('replaysWarning', number(f.needConfirmation)) : null,
  f.overtaken ? t('replaysOvertaken', number(f.overtaken)) : null].filter(Boolean).join(' ') || null;

function words(f) {
  const left = Object.entries(f.leftOut).filter(([, n]) => n).map(([name, n]) => t(`left.${name}`, number(n)));
  return [h('p', { class: 'forecast' }, h('strong', {}, t('forecast', number(f.count), number(f.matched)))),
    h('ul', {}, f.overtaken ? h('li', {}, t('overtakenCount', number(f.overtaken))) : null, Object.entries(f.services).map(([service, n]) => h('li', {}, h('code', {}, service), ` ${number(n)}`)),
      left.length ? h('li', {}, `${t('leftOut')}: ${left.join(', ')}`) : null)];
}

export function replaysView(main, query) {
  const alert = h('div');
  const result = h('div', {}, h('p', { class: 'status' }, t('loading')));
  main.replaceChildren(h('div', { class: 'heading' }, h('h1', {}, t('replays'))), alert, result);

  async function load() {
    try {
      const found = await read('/ops/replays', Object.fromEntries(query));
      refill(alert);
      refill(result, found.replays.length ? jobs(found.replays) : h('div', { class: 'card empty' }, h('p', {}, t('noReplays')), h('p', { class: 'hint' }, t('noReplaysHint'))),
        found.next ? h('nav', { class: 'pages', 'aria-label': t('pages') }, h('a', { class: 'button', href: `#/replays?after=${found.next}` }, t('next'))) : null);
    } catch (problem) {
      refill(alert, complaint(problem));
    }
  }

  return repeat(5, load);
}

function jobs(rows) {
  const cell = (name, ...content) => h('td', { class: name, 'data-label': t(name) }, content);
  return h('div', { class: 'card table' }, h('table', { class: 'replays', 'aria-label': t('replays') },
    h('thead', {}, h('tr', {}, ['time', 'what', 'state', 'progress', 'byWhom', 'reason'].map(name => h('th', { scope: 'col', class: name }, t(name))))),
    h('tbody', {}, rows.map(job => h('tr', { 'data-replay': job.id },
      cell('time', h('a', { href: `#/replays/${job.id}` }, time(job.createdAt, 'minute'))), cell('what', filterWords(job)), cell('state', jobBadge(job.state)),
      cell('progress', progress(job)), cell('byWhom', job.who), cell('reason', job.reason))))));
}

const filterWords = job => h('span', {}, job.single ? t('single') : Object.entries(job.filter).filter(([, value]) => value !== null && value !== '')
  .map(([name, value]) => h('span', { class: 'term' }, `${has(name)}: ${Array.isArray(value) ? value.map(s => t(`state.${s}`)).join(', ') : /^(from|to)$/.test(name) ? moment(value, 'minute') : value} `)));

const has = name => ({ businessKey: t('key'), q: t('search') })[name] ?? t(name);

function progress(job) {
  const bar = h('span', { class: `bar ${job.state === 'DONE' ? 'ok' : 'info'}` });
  bar.style.width = `${job.total ? (100 * (job.sent + job.leftOut)) / job.total : 100}%`;
  return h('div', { class: 'track' }, h('span', { class: 'rail' }, bar), h('span', {}, `${number(job.sent + job.leftOut)}/${number(job.total)}`));
}

export function replayView(main, id, query) {
  const alert = h('div');
  const head = h('div', {}, h('p', { class: 'status' }, t('loading')));
  const list = h('div');
  const asked = Object.fromEntries(query);
  main.replaceChildren(alert, head, list);

  async function load() {
    try {
      const [job, page] = await Promise.all([read(`/ops/replays/${encodeURIComponent(id)}`), read(`/ops/replays/${encodeURIComponent(id)}/items`, asked)]);
      refill(alert);
      refill(head, summary(job, load));
      refill(list, items(page.items), pages(id, asked, page.next));
    } catch (problem) {
      refill(alert, complaint(problem));
    }
  }

  return repeat(2, load);
}

function summary(job, reload) {
  const lever = (name, danger) => h('button', {
    'data-focus': name, class: danger ? 'danger' : null,
    onclick: () => ask({
      title: t(`${name}Replay`), text: t(`${name}ReplayText`), button: t(`${name}Replay`), danger, optional: true,
      send: async reason => {
        await command(`/ops/replays/${job.id}/${name}`, reason ? { reason } : {});
        await reload();
      },
    }),
  }, t(`${name}Replay`));
  return [
    h('div', { class: 'heading' }, h('div', {}, h('p', { class: 'over' }, `${job.who} · ${moment(job.createdAt, 'minute')} · ${t('rateOf', number(job.rate))}`), h('h1', {}, t('replayOne'))),
      h('div', { class: 'actions' }, jobBadge(job.state), job.state === 'RUNNING' ? lever('pause', false) : null, job.state === 'PAUSED' ? lever('resume', false) : null,
        job.state === 'RUNNING' || job.state === 'PAUSED' ? lever('cancel', true) : null)),
    h('p', { class: 'meaning' }, filterWords(job), ' “', job.reason, '”'),
    h('section', { class: 'card job' }, progress(job), h('p', { class: 'summary' },
      badge('info', 'clock', t('job.waiting', number(job.waiting))), badge('ok', 'check', t('job.sent', number(job.sent))),
      job.leftOut ? badge('idle', 'dash', t('job.leftOut', number(job.leftOut))) : null,
      job.state === 'RUNNING' && job.waiting ? h('span', { class: 'hint' }, t('eta', duration((1000 * job.waiting) / job.rate))) : null),
      job.children && job.sent ? h('p', { class: 'summary' }, h('span', { class: 'hint' }, t('nowStand')),
        Object.entries(job.children).map(([state, n]) => h('span', {}, stateBadge(state), ` ${number(n)}`))) : null),
  ];
}

const pages = (id, asked, next) => (next || asked.after ? h('nav', { class: 'pages', 'aria-label': t('pages') },
  asked.after ? h('a', { class: 'button', href: `#/replays/${id}` }, t('first')) : null,
  next ? h('a', { class: 'button', href: `#/replays/${id}?after=${next}` }, t('next')) : null) : null);

function items(rows) {
  const cell = (name, ...content) => h('td', { class: name, 'data-label': t(name) }, content);
  return h('div', { class: 'card table' }, h('table', { class: 'items', 'aria-label': t('items') },
    h('thead', {}, h('tr', {}, ['key', 'service', 'original', 'outcome', 'child'].map(name => h('th', { scope: 'col', class: name }, t(name))))),
    h('tbody', {}, rows.map(item => h('tr', { 'data-original': item.original },
      cell('key', h('a', { href: `#/transactions/${item.original}` }, item.businessKey ?? item.original)), cell('service', h('code', {}, item.service)),
      cell('original', stateBadge(item.originalState)),
      cell('outcome', badge(...(OUTCOMES[item.outcome] ?? ['idle', 'dash']), t(`item.${item.outcome}`)), item.code ? h('small', {}, t(`left.${item.code}`)) : null),
      cell('child', item.child ? h('a', { href: `#/transactions/${item.child.id}` }, stateBadge(item.child.state)) : '–',
        item.child && why(item.child) ? h('small', {}, why(item.child)) : null))))));
}


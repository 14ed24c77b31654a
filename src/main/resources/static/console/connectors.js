/** View: which version of each connector is served, since when and by whom; what is not served and why; and the way back. */
import { command, read } from './api.js';
import { ask } from './deed.js';
import { h, icon, refill } from './dom.js';
import { language, moment, number, t } from './language.js';
import { badge, complaint, repeat } from './parts.js';

/** Whether the callers' file as it is now is in use, and since when it needs a look. */
export const callersWords = callers => t(callers.refused ? 'callersRefused' : 'callersOdd', moment(callers.since, 'minute'));

export function connectorsView(main) {
  const alert = h('div');
  const callers = h('div');
  const body = h('tbody');
  main.replaceChildren(h('div', { class: 'heading' }, h('h1', {}, t('connectors'))), alert, callers,
    h('div', { class: 'card table' }, h('table', { class: 'connectors', 'aria-label': t('connectors') },
      h('thead', {}, h('tr', {}, ['connector', 'served', 'folder', 'levers'].map(name => h('th', { scope: 'col', class: name }, t(name))))), body)));

  async function load() {
    try {
      const answer = await read('/ops/connectors');
      refill(alert);
      refill(callers, answer.callers ? h('div', { class: 'complaint soft' }, icon('triangle'), h('div', {}, h('strong', {}, callersWords(answer.callers)), remarks(answer.callers.faults))) : null);
      refill(body, answer.connectors.map(c => row(c, load)));
    } catch (problem) {
      refill(alert, complaint(problem));
    }
  }

  return repeat(5, load);
}

function row(c, reload) {
  const cell = (name, ...content) => h('td', { class: name, 'data-label': t(name) }, content);
  return h('tr', { class: c.failing || c.waiting ? 'warn' : null, 'data-connector': c.name },
    cell('connector', h('strong', {}, c.title ? c.title[language()] : c.name), h('small', {}, h('code', {}, c.name), ` · ${t('servicesOf', number(c.services.length))}`)),
    cell('served', c.version ? h('code', {}, c.version) : t(c.waiting ? 'removedWaiting' : 'neverLoaded', number(c.waiting)), c.since ? h('small', {}, t('since', moment(c.since, 'minute'))) : null),
    cell('folder', folder(c)),
    cell('levers', h('div', { class: 'actions' }, h('button', { 'data-focus': `versions-${c.name}`, onclick: () => versions(c, reload) }, t('versions')))));
}

function folder(c) {
  if (c.waiting && !c.failing) return badge('warn', 'triangle', t('failing.removed'));
  if (!c.failing && !c.faults.length) return badge('ok', 'check', t('folderSame'));
  return [badge('warn', 'triangle', t(`failing.${c.failing ? c.failing.why : 'faulty'}`)),
    c.failing ? h('small', {}, t('since', moment(c.failing.since, 'minute')), c.failing.version ? [' · ', h('code', {}, c.failing.version)] : null) : null,
    c.faults.length ? remarks(c.faults) : null];
}

function remarks(faults) {
  return h('ul', {}, faults.map(f => h('li', {}, h('code', {}, f.where), ` ${f.what[language()]}`)));
}

async function versions(c, reload) {
  const { served, versions: kept, changes } = await read(`/ops/connectors/${encodeURIComponent(c.name)}/versions`);
  const choice = h('select', { name: 'version' }, kept.filter(v => v.version !== served).map(v =>
    h('option', { value: v.version }, `${v.version} · ${moment(v.storedAt, 'minute')} · ${v.storedBy}`)));
  ask({
    title: t('rollbackTitle', c.title ? c.title[language()] : c.name), text: t('rollbackText'), button: t('rollback'), danger: true,
    lead: h('label', {}, t('version'), choice),
    content: h('ul', { class: 'changes' }, changes.map(x => h('li', {}, `${moment(x.at, 'minute')} · ${t(`how.${x.how}`)} · ${x.by} `,
      h('code', {}, x.version ?? '–'), x.reason ? ` “${x.reason}”` : null))),
    send: async reason => {
      await command(`/ops/connectors/${encodeURIComponent(c.name)}/rollback`, { version: choice.value, reason });
      await reload();
    },
  });
}

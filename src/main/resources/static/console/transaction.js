/** View: the whole story of one transaction, and the button that sends it again. */
import { command, read, text } from './api.js';
import { ask } from './deed.js';
import { closedWords } from './destinations.js';
import { h, icon, refill } from './dom.js';
import { clock, day, duration, has, language, moment, number, t } from './language.js';
import { complaint, outcomeBadge, outcomeLook, repeat, sandboxBadge, SETTLED, stateBadge, tookMs, waitingWords, why } from './parts.js';
import { askReplay, overtakenWords } from './replay.js';
import { table } from './transactions.js';

export function transactionView(main, id) {
  const alert = h('div');
  const place = h('div', {}, h('p', { class: 'status' }, t('loading')));
  let shown = '';
  let end = () => {};
  main.replaceChildren(alert, place);

  async function load() {
    try {
      const story = await read(`/ops/transactions/${encodeURIComponent(id)}`);
      refill(alert);
      const fresh = JSON.stringify(story);
      // Words such as "còn 40 giây" move with the clock, so a waiting one is drawn anew even when nothing has changed.
      if (fresh !== shown || story.transaction.waiting) refill(place, draw(story, load));
      shown = fresh;
      if (SETTLED.includes(story.transaction.state) && !story.transaction.waiting) end();
    } catch (problem) {
      refill(alert, complaint(problem));
      if (problem.status === 404 || problem.status === 400) {
        refill(place);
        end();
      }
    }
  }

  end = repeat(5, load);
  return () => end();
}

function draw(story, reload) {
  const x = story.transaction;
  return [
    h('div', { class: 'heading' },
      h('div', {}, h('p', { class: 'over' }, story.title ? story.title[language()] : x.service, ' ', h('code', {}, x.service)),
        h('h1', { class: 'key' }, x.businessKey ?? x.reference ?? x.id)),
      h('div', { class: 'actions' }, sandboxBadge(x), stateBadge(x.state), decisions(x, story, reload),
        h('button', {
          class: 'primary', disabled: !story.replay.possible, title: story.replay.possible ? null : t('replayNotYet'),
          'data-focus': 'replay', onclick: () => askReplay(x, story.replay, story.overtaken),
        }, t('replay')))),
    h('p', { class: 'meaning' }, x.sandbox !== null ? t('sandboxHelp') : meaning(x), why(x) ? h('strong', {}, ` “${why(x)}”`) : null),
    story.notSetOff.map(fault => h('div', { class: 'complaint' }, icon('triangle'),
      h('div', {}, h('strong', {}, t(`notSetOff.${fault.kind}`), ' ', h('code', {}, fault.service)), h('p', {}, t('notSetOffHelp')), h('p', {}, h('code', {}, fault.reason))))),
    x.waiting ? h('p', { class: 'waiting' }, icon('clock'), h('span', {}, h('strong', {}, waitingWords(x.waiting, story.plannedAttempts, story.closed)),
      ` · ${t('waitExpires', moment(x.waiting.expiresAt, 'minute'))}`, story.closed ? h('strong', {}, ` · ${closedWords(story.closed)}`) : null)) : null,
    h('div', { class: 'columns' },
      h('section', { class: 'card' }, h('h2', {}, t('timeline')), timeline(story)),
      h('section', { class: 'card' }, h('h2', {}, t('facts')), facts(x), payload(x))),
    related(story),
  ];
}

/** Who waits for an answer is refused at once where no call may be made: nothing was used up then. */
function meaning(x) {
  const name = x.state === 'EXHAUSTED' && x.attempts === 0 ? 'meaning.NOT_CALLED' : `meaning.${x.state}`;
  return has(name) ? t(name) : null;
}

/** What only a person decides; offered only while it is to be decided. */
function decisions(x, { may, overtaken }, reload) {
  const button = (name, path, body, danger, warning) => h('button', {
    'data-focus': name,
    onclick: () => ask({
      title: t(`${name}Title`), about: [h('code', {}, x.service), ' · ', h('strong', {}, x.businessKey ?? x.id)], text: t(`${name}Text`), button: t(name), danger, warning,
      send: async (reason, confirm) => {
        await command(`/ops/transactions/${x.id}/${path}`, { ...body, reason, ...(confirm ? { confirm } : {}) });
        await reload();
      },
    }),
  }, t(name));
  return [may.cancel ? button('stop', 'cancel', {}, true) : null,
    may.decide ? [button('wasDelivered', 'decision', { outcome: 'delivered' }, true), button('notDelivered', 'decision', { outcome: 'not-delivered' }, true, overtakenWords(overtaken))] : null];
}

/** The bytes that came in, for whoever says why he looks. */
function payload(x) {
  const place = h('pre', { class: 'payload', hidden: true });
  const button = h('button', {
    class: 'quiet small', type: 'button', 'data-focus': 'payload',
    onclick: () => ask({
      title: t('payloadTitle'), text: t('payloadText'), button: t('show'),
      send: async reason => {
        place.textContent = await text(`/ops/transactions/${x.id}/payload/request`, { reason });
        place.hidden = false;
      },
    }),
  }, t('payload'));
  return h('div', {}, button, place);
}

function timeline({ transaction: x, attempts, plannedAttempts, closed }) {
  const events = [];
  const stamp = (name, at, order) => { if (at) events.push({ at: Date.parse(at), order, item: point(x, name, at) }); };
  const longest = Math.max(1, ...attempts.map(a => a.tookMs));
  stamp('receivedAt', x.receivedAt, 0);
  stamp('sentAt', x.sentAt, 1);
  attempts.forEach((a, n) => events.push({ at: Date.parse(a.startedAt), order: 2 + n, item: attempt(x, a, plannedAttempts, longest) }));
  stamp('answeredAt', x.answeredAt, 10_000);
  stamp('settledAt', x.settledAt, 10_001);
  events.sort((a, b) => a.at - b.at || a.order - b.order);
  const list = h('ol', { class: 'timeline' }, events.map(e => e.item));
  if (x.waiting) {
    list.append(h('li', { class: 'wait' }, h('span', { class: 'at' }, x.waiting.dueAt && !x.waiting.parked && !(closed && Date.parse(x.waiting.dueAt) < Date.now()) ? when(x, x.waiting.dueAt) : '…'),
      h('div', {}, h('strong', {}, waitingWords(x.waiting, plannedAttempts, closed)))));
  }
  return list;
}

/** Time of day, with the day when it is another than the request's. */
const when = (x, at) => (day(at) === day(x.receivedAt) ? clock(at, 'ms') : moment(at));

const offset = (x, at) => h('small', {}, t('plus', duration(Date.parse(at) - Date.parse(x.receivedAt))));

const point = (x, name, at) => h('li', { class: 'stamp' },
  h('span', { class: 'at' }, h('time', { datetime: at, title: moment(at, 'ms') }, name === 'receivedAt' ? `${clock(at, 'ms')}` : when(x, at)),
    name === 'receivedAt' ? h('small', {}, day(at)) : offset(x, at)),
  h('div', {}, h('strong', {}, t(name))));

function attempt(x, a, planned, longest) {
  const bar = h('span', { class: `bar ${outcomeLook(a.outcome)}` });
  bar.style.width = `${Math.max(2, (100 * a.tookMs) / longest)}%`;
  return h('li', { class: `attempt ${outcomeLook(a.outcome)}` },
    h('span', { class: 'at' }, h('time', { datetime: a.startedAt, title: moment(a.startedAt, 'ms') }, when(x, a.startedAt)), offset(x, a.startedAt)),
    h('div', {},
      h('div', { class: 'line' }, h('strong', {}, planned && a.number <= planned ? t('attemptOf', a.number, planned) : t('attempt', a.number)),
        a.part ? h('span', {}, t('part', a.part + 1)) : null,
        a.together > 1 ? h('span', {}, t('together', a.together)) : null, outcomeBadge(a.outcome),
        h('span', {}, a.httpStatus ? `HTTP ${a.httpStatus}` : t('noStatus')), a.code ? has(`code.${a.code}`) ? h('span', {}, why(a)) : h('span', {}, t('answered', a.code)) : null),
      h('div', { class: 'track' }, h('span', { class: 'rail' }, bar), h('span', {}, duration(a.tookMs))),
      a.reason ? h('q', {}, a.reason) : null,
      h('small', {}, [`${number(a.sentBytes)} → ${number(a.answerBytes)} ${t('bytes')}`, t('node', a.node), ...steps(a.times)].join(' · '))));
}

/** Where a call's time went, as far as it can be seen. */
const steps = times => ['waiting', 'map', 'connect', 'firstByte', 'back'].filter(part => times[part] !== null)
  .map(part => t(`step_${part}`, `${number(times[part] / 1000, 1)} ${t('ms')}`));

function facts(x) {
  const took = tookMs(x);
  const rows = [
    ['id', h('span', {}, h('code', {}, x.id), copy(x.id))], ['key', x.businessKey], ['service', h('code', {}, x.service)], ['caller', x.caller],
    ['sandboxCase', x.sandbox === null ? null : x.sandbox ? h('code', {}, x.sandbox) : t('noCase')],
    ['reference', x.reference], ['origin', t(`origin.${x.origin}`)], ['mode', t(`mode.${x.mode}`)], ['mark', x.mark && t(`mark_${x.mark.replaceAll('-', '_')}`)],
    ['took', took === null ? null : duration(took)], ['attempts', number(x.attempts)], ['code', x.code], ['reason', x.reason && why(x)],
    ['statuses', `${x.providerStatus ?? '–'} / ${x.replyStatus ?? '–'}`],
    ['sizes', `${number(x.requestBytes)} / ${number(x.replyBytes)} ${t('bytes')}`],
    ['version', h('code', {}, x.version)], ['trace', x.traceparent && h('code', {}, x.traceparent)],
  ];
  return h('dl', {}, rows.filter(([, value]) => value).flatMap(([name, value]) => [h('dt', {}, t(name)), h('dd', {}, value)]));
}

function copy(text) {
  const button = h('button', {
    class: 'quiet small', type: 'button', 'data-focus': 'copy',
    onclick: async () => {
      await navigator.clipboard?.writeText(text);
      button.textContent = t('copied');
    },
  }, t('copy'));
  return button;
}

function related({ parent, children }) {
  if (!parent && !children.length) return null;
  return h('section', { class: 'related' }, h('h2', {}, t('related')),
    parent ? [h('h3', {}, t('parent')), table([parent])] : null, children.length ? [h('h3', {}, t('children')), table(children)] : null);
}

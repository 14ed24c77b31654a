/** Pieces that several views share. */
import { h, icon } from './dom.js';
import { clock, duration, has, moment, t } from './language.js';

const LOOKS = {
  RECEIVED: ['info', 'clock'], DELIVERING: ['info', 'arrow'], DELIVERED: ['ok', 'check'], REJECTED: ['bad', 'cross'],
  UNKNOWN: ['warn', 'question'], EXHAUSTED: ['bad', 'octagon'], EXPIRED: ['bad', 'clock'], CANCELLED: ['idle', 'dash'],
  UNAVAILABLE: ['warn', 'triangle'], AGAIN: ['info', 'again'],
};

export const SETTLED = ['DELIVERED', 'REJECTED', 'UNKNOWN', 'EXHAUSTED', 'EXPIRED', 'CANCELLED'];

/** A word with its colour and shape. */
/** Marks what recorded answers answer: no system outside has heard of it. */
export const sandboxBadge = x => (x.sandbox === null ? null : h('span', { class: 'badge sandbox', title: t('sandboxHelp') }, t('sandbox')));

export const badge = (look, shape, text, title) => h('span', { class: `badge ${look}`, title }, icon(shape), text);

export function stateBadge(state) {
  const [look, shape] = LOOKS[state] ?? ['idle', 'dash'];
  return badge(look, shape, t(`state.${state}`), has(`meaning.${state}`) ? t(`meaning.${state}`) : null);
}

export function outcomeBadge(outcome) {
  const [look, shape] = LOOKS[outcome] ?? ['idle', 'dash'];
  return badge(look, shape, t(`outcome.${outcome}`));
}

export const outcomeLook = outcome => (LOOKS[outcome] ?? ['idle'])[0];

/** A fault that is told, not hidden: the view stays as it was below it. */
export const complaint = problem => h('div', { class: 'complaint', role: 'alert' }, icon('triangle'),
  h('div', {}, h('strong', {}, problem.title ?? String(problem)), problem.detail ? h('p', {}, problem.detail) : null,
    problem.errors?.length ? h('ul', {}, problem.errors.map(error => h('li', {}, h('code', {}, error.pointer || '/'), ` ${error.detail}`))) : null));

export const tookMs = transaction =>
  transaction.settledAt ? new Date(transaction.settledAt) - new Date(transaction.receivedAt) : null;

export const time = (instant, precision) =>
  h('time', { datetime: instant, title: moment(instant, 'ms') }, moment(instant, precision));

export function parkedWords(parked) {
  const [reason, service = ''] = parked.split(/[:/]/);
  return has(`parked.${reason}`) ? t(`parked.${reason}`, service) : parked;
}

/** Why, in words: the gateway's own codes are translated, a provider's words are left as they are. */
export function why({ code, reason }) {
  if (has(`code.${code}`)) return t(`code.${code}`);
  const [, status] = /^http-(\d+)$/.exec(code ?? '') ?? [];
  if (status && (!reason || reason.startsWith('HTTP '))) return t('code.http', status);
  return reason ?? (code ? t('answered', code) : null);
}

/** What a transaction waits for, in one sentence: "Đang chờ: lần 3/7, thử lại lúc 14:05". */
export function waitingWords(waiting, planned, closed) {
  const attempt = planned ? `${waiting.attempts + 1}/${planned}` : `${waiting.attempts + 1}`;
  if (waiting.inProgress) return t('waitNow', attempt);
  if (waiting.parked) return t('waitParked', parkedWords(waiting.parked));
  const left = waiting.dueAt ? new Date(waiting.dueAt) - Date.now() : 0;
  if (left <= 0) return t(closed ? 'waitClosed' : 'waitDue', attempt);
  const when = `${left < 60_000 ? clock(waiting.dueAt) : moment(waiting.dueAt, 'minute')} (${t('inWords', duration(left))})`;
  return waiting.purpose === 'inquiry' ? t('waitInquiry', when) : t('waitRetry', attempt, when);
}

/** Calls f now and again every so many seconds while the page is seen; returns what ends it. */
export function repeat(seconds, f) {
  let timer;
  let busy = false;
  let ended = false;
  const round = async () => {
    clearTimeout(timer);
    if (busy || ended) return;
    busy = true;
    if (!document.hidden) await f();
    busy = false;
    if (!ended) timer = setTimeout(round, seconds * 1000);
  };
  document.addEventListener('visibilitychange', round);
  round();
  return () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', round);
  };
}

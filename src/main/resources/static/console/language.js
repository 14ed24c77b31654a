/** The language chosen, and how it writes words, numbers, times and durations. Times are Việt Nam's wherever you are. */
import { words } from './words.js';

const KEPT = 'lgsp.language';
const ZONE = 'Asia/Ho_Chi_Minh';
const listeners = new Set();
let current = kept();

function kept() {
  try {
    return localStorage.getItem(KEPT) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi';
  }
}

export const language = () => current;

export function speak(language) {
  current = language;
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    // private mode: the choice lasts as long as the page
  }
  document.documentElement.lang = language;
  listeners.forEach(listener => listener());
}

export const onLanguage = listener => listeners.add(listener);

/** A word or sentence; {0}, {1} … are filled in. An unknown key is shown as its last part. */
export function t(key, ...values) {
  const text = words[current][key] ?? key.split('.').pop();
  return text.replace(/\{(\d)}/g, (all, n) => values[n] ?? all);
}

export const has = key => key in words[current];

const locale = () => (current === 'vi' ? 'vi-VN' : 'en-GB');
export const number = (value, digits = 0) =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: digits, minimumFractionDigits: digits }).format(value);

/** 98,5 %: rounded down, so that 100 % means every single one. */
export const percent = rate => `${number(Math.floor(rate * 1000 + 1e-9) / 10, rate === 1 ? 0 : 1)} %`;

const parts = (instant, options) => {
  const found = {};
  new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hourCycle: 'h23', ...options }).formatToParts(new Date(instant))
    .forEach(part => { found[part.type] = part.value; });
  return found;
};

/** 02/03/2026 */
export function day(instant) {
  const p = parts(instant, { day: '2-digit', month: '2-digit', year: 'numeric' });
  return `${p.day}/${p.month}/${p.year}`;
}

/** 14:05, or 14:05:09, or 14:05:09.120 */
export function clock(instant, precision = 'second') {
  const p = parts(instant, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
  const minute = `${p.hour}:${p.minute}`;
  const second = `${minute}:${p.second}`;
  return { minute, second, ms: `${second}.${p.fractionalSecond}` }[precision];
}

/** Today's times without the day. */
export const moment = (instant, precision = 'second') =>
  day(instant) === day(Date.now()) ? clock(instant, precision) : `${clock(instant, precision)} ${day(instant)}`;

/** What <input type="datetime-local"> shows for an instant, and back. */
export function localInput(instant) {
  const [d, m, y] = day(instant).split('/');
  return `${y}-${m}-${d}T${clock(instant, 'minute')}`;
}
export const fromLocalInput = text => new Date(`${text}:00+07:00`).toISOString();

/** 240 ms, 1,2 giây, 12 phút, 3 giờ 5 phút, 2 ngày 4 giờ */
export function duration(ms) {
  if (ms < 1000) return `${number(Math.max(0, Math.round(ms)))} ${t('ms')}`;
  if (ms < 59_950) return `${number(ms / 1000, ms < 9_950 && ms % 1000 ? 1 : 0)} ${t('s')}`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${number(minutes)} ${t('min')}`;
  if (minutes < 1440) return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  return two(Math.floor(minutes / 1440), 'd', Math.floor((minutes % 1440) / 60), 'h');
}

const two = (big, bigUnit, small, smallUnit) =>
  `${number(big)} ${t(bigUnit)}${small ? ` ${number(small)} ${t(smallUnit)}` : ''}`;

document.documentElement.lang = current;

/** Speaks to /ops; whatever goes wrong arrives as a Problem with words for the person who looks. */
import { language, t } from './language.js';

export class Problem extends Error {
  constructor(status, title, detail, code, errors = []) {
    super(title);
    Object.assign(this, { status, title, detail, code, errors });
  }
}

const token = () => /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1] ?? '';

export async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(path, {
      ...options, credentials: 'same-origin', cache: 'no-store',
      headers: { 'Accept-Language': language(), 'X-XSRF-TOKEN': decodeURIComponent(token()), ...options.headers },
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, t('noAnswer'), t('noAnswerDetail'), 'no-answer');
  }
  if (response.ok) return response.status === 204 ? null : options.raw ? response.text() : response.json();
  const body = await response.json().catch(() => ({}));
  throw new Problem(response.status, body.title ?? `HTTP ${response.status}`, body.detail ?? '', body.code, body.errors);
}

/** A read for a page; without a session it leads to the login and back here. */
export async function read(path, query = {}, signal) {
  const wanted = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  try {
    return await call(`${path}${wanted.size ? `?${wanted}` : ''}`, { signal });
  } catch (problem) {
    if (problem.status === 401) location.replace(`login.html${location.hash}`);
    throw problem;
  }
}

export const command = (path, body, headers = {}) =>
  call(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json', ...headers } });

/** Bytes that are shown as text and never as a page. */
export const text = (path, query) => call(`${path}?${new URLSearchParams(query)}`, { raw: true });

/** Names a request, so that pressed twice it is one; also where a page is not served by HTTPS. */
export const requestKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');

export const logout = () => call('logout', { method: 'POST' });

/** The dialog before everything an operator does: what will happen, why it is done, and only then the button. */
import { h, icon } from './dom.js';
import { t } from './language.js';
import { complaint } from './parts.js';

const plain = text => text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replace(/\s+/g, ' ');

/**
 * about: a line that names it; lead, content: more elements before and after the reason; warning: then a word must be typed, as when the gateway asks for it;
 * send(reason, confirmed) does it and may return an address to go to.
 */
export function ask({ title, about, text, lead, content, warning, button, danger, send, optional }) {
  const word = t('replayWord');
  let warned = Boolean(warning);
  const alert = h('div');
  const reason = h('textarea', { name: 'reason', required: !optional, minlength: 3, maxlength: 500, rows: 3 });
  const typed = h('input', { name: 'typed', autocomplete: 'off', required: warned });
  const confirm = h('label', { hidden: !warned }, t('replayType', word), typed);
  const go = h('button', { class: danger || warning ? 'danger' : 'primary' }, button);
  const why = () => reason.value.trim();
  const ready = () => {
    go.disabled = (why().length < 3 && !(optional && !why())) || (warned && plain(typed.value) !== plain(word));
  };
  const dialog = h('dialog', { 'aria-labelledby': 'deed-title' },
    h('form', { onsubmit: submit, oninput: ready },
      h('h2', { id: 'deed-title' }, title), about ? h('p', {}, about) : null, text ? h('p', {}, text) : null, lead ?? null,
      warning ? h('p', { class: 'complaint' }, icon('triangle'), h('strong', {}, warning)) : null,
      h('label', {}, t('deedReason'), reason), content ?? null,
      confirm, alert,
      h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => dialog.close() }, t('cancel')), go)));

  async function submit(event) {
    event.preventDefault();
    go.disabled = true;
    try {
      const address = await send(why(), warned);
      dialog.close();
      if (address) location.hash = address;
    } catch (problem) {
      alert.replaceChildren(complaint(problem));
      if (problem.code === 'confirmation-needed') askForWord();
      ready();
    }
  }

  /** What nobody knew of when the page was read. */
  function askForWord() {
    warned = true;
    typed.required = true;
    confirm.hidden = false;
  }

  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  ready();
  dialog.showModal();
  reason.focus();
  return { reason: why, complain: problem => alert.replaceChildren(complaint(problem)) };
}

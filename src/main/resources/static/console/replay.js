/** The dialog that sends a transaction again: always with a reason, and with a typed word when it may take effect twice. */
import { command } from './api.js';
import { h, icon } from './dom.js';
import { t } from './language.js';
import { complaint } from './parts.js';

const plain = text => text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replace(/\s+/g, ' ');

export function askReplay(transaction, rule) {
  const word = t('replayWord');
  const alert = h('div');
  const reason = h('textarea', { name: 'reason', required: true, minlength: 3, maxlength: 500, rows: 3 });
  const typed = h('input', { name: 'typed', autocomplete: 'off', required: true });
  const send = h('button', { class: rule.needsConfirmation ? 'danger' : 'primary' }, t('replay'));
  const ready = () => {
    send.disabled = reason.value.trim().length < 3 || (rule.needsConfirmation && plain(typed.value) !== plain(word));
  };
  const dialog = h('dialog', { 'aria-labelledby': 'replay-title' },
    h('form', { onsubmit: submit, oninput: ready },
      h('h2', { id: 'replay-title' }, t('replayTitle')),
      h('p', {}, h('code', {}, transaction.service), ' · ', h('strong', {}, transaction.businessKey ?? transaction.id)),
      h('p', {}, t('replayText')),
      rule.needsConfirmation ? h('p', { class: 'complaint' }, icon('triangle'), h('strong', {}, t('replayWarning'))) : null,
      h('label', {}, t('replayReason'), reason),
      rule.needsConfirmation ? h('label', {}, t('replayType', word), typed) : null,
      alert,
      h('div', { class: 'actions' }, h('button', { type: 'button', onclick: () => dialog.close() }, t('cancel')), send)));

  async function submit(event) {
    event.preventDefault();
    send.disabled = true;
    try {
      const sent = await command(`/ops/transactions/${transaction.id}/replay`,
        { reason: reason.value.trim(), confirm: rule.needsConfirmation });
      dialog.close();
      location.hash = `#/transactions/${sent.transactionId}`;
    } catch (problem) {
      alert.replaceChildren(complaint(problem));
      ready();
    }
  }

  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  ready();
  dialog.showModal();
  reason.focus();
}

/** Sends one transaction again, as it was or with a new body: always with a reason, and with a typed word when it may take effect twice. */
import { command, requestKey, text } from './api.js';
import { ask } from './deed.js';
import { h } from './dom.js';
import { t } from './language.js';

export function askReplay(transaction, rule) {
  const key = requestKey();
  const body = h('textarea', { name: 'body', rows: 10, spellcheck: 'false', class: 'body', hidden: true, 'aria-label': t('newBody') });
  const edit = h('button', { type: 'button', class: 'quiet small', onclick: fetchBody }, t('editBody'));
  const dialog = ask({
    title: t('replayTitle'), about: [h('code', {}, transaction.service), ' · ', h('strong', {}, transaction.businessKey ?? transaction.id)],
    text: t('replayText'), warning: rule.needsConfirmation ? t('replayWarning') : null, button: t('replay'),
    content: h('div', { class: 'edit' }, edit, body),
    send: async reason => {
      const wish = { reason, confirm: rule.needsConfirmation, ...(body.hidden ? {} : { body: body.value }) };
      const sent = await command(`/ops/transactions/${transaction.id}/replay`, wish, { 'Idempotency-Key': `${key}/${digest(wish)}` });
      return `#/transactions/${sent.transactionId}`;
    },
  });

  /** Whoever mends a body has to see it; that is looked at with the reason that is given anyway. */
  async function fetchBody() {
    if (dialog.reason().length < 3) {
      dialog.complain({ title: t('reasonFirst') });
      return;
    }
    try {
      body.value = await text(`/ops/transactions/${transaction.id}/payload/request`, { reason: dialog.reason() });
      body.hidden = false;
      edit.hidden = true;
    } catch (problem) {
      dialog.complain(problem);
    }
  }
}

/** What is asked for anew after a refusal is another request; pressed twice it is the same. */
export function digest(wish) {
  return Array.from(new TextEncoder().encode(JSON.stringify(wish))).reduce((sum, byte) => (sum * 31 + byte) % 4294967291, 7).toString(36);
}

/** Sends one transaction again, as it was or with a new body: always with a reason, and with a typed word when it may take effect twice or come after newer ones. */
import { command, requestKey, text } from './api.js';
import { ask } from './deed.js';
import { h } from './dom.js';
import { number, t } from './language.js';

/** Newer ones of its key came before it. */
export const overtakenWords = overtaken => (overtaken ? t('overtakenWarning', number(overtaken.count)) : null);

/** Why a word is to be typed. */
const warnings = (rule, overtaken) => [rule.mayActTwice ? t('replayWarning') : null, overtakenWords(overtaken)].filter(Boolean).join(' ') || null;

export function askReplay(transaction, rule, overtaken) {
  const key = requestKey();
  const body = h('textarea', { name: 'body', rows: 10, spellcheck: 'false', class: 'body', hidden: true, 'aria-label': t('newBody') });
  const edit = h('button', { type: 'button', class: 'quiet small', onclick: fetchBody }, t('editBody'));
  const dialog = ask({
    title: t('replayTitle'), about: [h('code', {}, transaction.service), ' · ', h('strong', {}, transaction.businessKey ?? transaction.id)],
    text: t('replayText'), warning: warnings(rule, overtaken), button: t('replay'),
    content: h('div', { class: 'edit' }, edit, body),
    send: async (reason, confirm) => {
      const wish = { reason, confirm, ...(body.hidden ? {} : { body: body.value }) };
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

package vn.lgsp.gateway.ops;

import vn.lgsp.gateway.connector.CitizenNumbers;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.ledger.AttemptView;
import vn.lgsp.gateway.ledger.TransactionView;

/**
 * Hides citizens' numbers wherever a provider or caller may have put them. A dossier's number is shown: staff search by
 * it.
 */
final class Mask {
    private Mask() {}

    static @Nullable String text(@Nullable String text) {
        return text == null ? null : CitizenNumbers.hidden(text);
    }

    static TransactionView transaction(TransactionView t) {
        return new TransactionView(t.id(), t.service(), t.caller(), text(t.businessKey()), text(t.reference()),
                t.state(), t.mode(), t.mark(), t.receivedAt(), t.sentAt(), t.answeredAt(), t.settledAt(), t.attempts(),
                t.providerStatus(), t.code(), text(t.reason()), t.replyStatus(), t.requestBytes(), t.replyBytes(),
                t.traceparent(), t.version(), t.parent(), t.origin(), t.sandbox(), t.waiting());
    }

    static AttemptView attempt(AttemptView a) {
        return new AttemptView(a.number(), a.part(), a.startedAt(), a.tookMs(), a.outcome(), a.httpStatus(), a.code(),
                text(a.reason()), a.sentBytes(), a.answerBytes(), a.node(), a.times(), a.together());
    }
}

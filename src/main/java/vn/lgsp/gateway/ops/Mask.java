package vn.lgsp.gateway.ops;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.ledger.AttemptView;
import vn.lgsp.gateway.ledger.TransactionView;

/**
 * Hides citizens' numbers wherever a provider or caller may have put them. A dossier's number is shown: staff search by
 * it.
 */
final class Mask {
    /** CCCD (12 digits), CMND (9 digits) and phone numbers (10 digits) standing alone. */
    private static final Pattern CITIZEN = Pattern
            .compile("(?<![\\p{L}\\d.\\-/_])(?:\\d{12}|\\d{9}|0\\d{9})(?![\\p{L}\\d\\-/_]|\\.\\d)");
    private static final int SHOWN = 3;

    private Mask() {}

    static @Nullable String text(@Nullable String text) {
        return text == null ? null : CITIZEN.matcher(text).replaceAll(number -> hidden(number.group()));
    }

    private static String hidden(String number) {
        return "•".repeat(number.length() - SHOWN) + number.substring(number.length() - SHOWN);
    }

    static TransactionView transaction(TransactionView t) {
        return new TransactionView(t.id(), t.service(), t.caller(), text(t.businessKey()), text(t.reference()),
                t.state(), t.mode(), t.mark(), t.receivedAt(), t.sentAt(), t.answeredAt(), t.settledAt(), t.attempts(),
                t.providerStatus(), t.code(), text(t.reason()), t.replyStatus(), t.requestBytes(), t.replyBytes(),
                t.traceparent(), t.version(), t.parent(), t.origin(), t.waiting());
    }

    static AttemptView attempt(AttemptView a) {
        return new AttemptView(a.number(), a.part(), a.startedAt(), a.tookMs(), a.outcome(), a.httpStatus(), a.code(),
                text(a.reason()), a.sentBytes(), a.answerBytes(), a.node(), a.times());
    }
}

package vn.lgsp.gateway.sandbox.payment;

import java.time.Duration;

import tools.jackson.databind.JsonNode;

/**
 * What happens after INIT; may be changed while it runs.
 *
 * @param autoPay the citizen pays by himself …
 * @param payAfter … after this time
 * @param wrapped INIT answers as behind an LGSP façade: JSON inside a string
 * @param confirmTwice an acknowledged CONFIRM is sent once more
 * @param secondSuccess a second CONFIRM follows, with another MaGiaoDich
 * @param forged a CONFIRM with a wrong MaXacThuc comes first
 * @param tries how often a CONFIRM without an acknowledgement is sent, at the most
 */
public record PaymentOptions(boolean autoPay, Duration payAfter, boolean wrapped, boolean confirmTwice,
        boolean secondSuccess, boolean forged, int tries) {

    public static final PaymentOptions USUAL = new PaymentOptions(true, Duration.ofSeconds(1), false, false, false,
            false, 30);

    public PaymentOptions autoPay(boolean on) {
        return new PaymentOptions(on, payAfter, wrapped, confirmTwice, secondSuccess, forged, tries);
    }

    public PaymentOptions payAfter(Duration time) {
        return new PaymentOptions(autoPay, time, wrapped, confirmTwice, secondSuccess, forged, tries);
    }

    public PaymentOptions wrapped(boolean on) {
        return new PaymentOptions(autoPay, payAfter, on, confirmTwice, secondSuccess, forged, tries);
    }

    public PaymentOptions confirmTwice(boolean on) {
        return new PaymentOptions(autoPay, payAfter, wrapped, on, secondSuccess, forged, tries);
    }

    public PaymentOptions secondSuccess(boolean on) {
        return new PaymentOptions(autoPay, payAfter, wrapped, confirmTwice, on, forged, tries);
    }

    public PaymentOptions forged(boolean on) {
        return new PaymentOptions(autoPay, payAfter, wrapped, confirmTwice, secondSuccess, on, tries);
    }

    public PaymentOptions tries(int most) {
        return new PaymentOptions(autoPay, payAfter, wrapped, confirmTwice, secondSuccess, forged, most);
    }

    /** These options with what the control endpoint was sent in their place. */
    public PaymentOptions changed(JsonNode order) {
        return new PaymentOptions(order.path("autoPay").asBoolean(autoPay),
                Duration.ofMillis(order.path("payAfterMs").asLong(payAfter.toMillis())),
                order.path("wrapped").asBoolean(wrapped), order.path("confirmTwice").asBoolean(confirmTwice),
                order.path("secondSuccess").asBoolean(secondSuccess), order.path("forged").asBoolean(forged),
                order.path("tries").asInt(tries));
    }
}

package vn.lgsp.gateway.ledger;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** A stored body that cannot be read: it was sealed with another key, was damaged, or is not there. */
public final class PayloadClosed extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    PayloadClosed(UUID transaction, @Nullable Throwable cause) {
        super("payload of " + transaction + " does not open with this key", cause);
    }
}

package vn.lgsp.gateway.ledger;

import org.jspecify.annotations.Nullable;

/** PostgreSQL did not take it in time; nothing was promised to anybody. */
public class LedgerUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LedgerUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

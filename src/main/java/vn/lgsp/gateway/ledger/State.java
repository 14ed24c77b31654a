package vn.lgsp.gateway.ledger;

/** Where a transaction stands. Waiting (breaker, maintenance, hold) is a reason on its delivery, not a state. */
public enum State {
    /** Committed, no attempt ended yet. */
    RECEIVED(false),
    /** At least one attempt ended without an outcome that is final. */
    DELIVERING(false),
    /** The provider did it, by the service's own success rule. */
    DELIVERED(true),
    /** It will never work as sent: the gateway or the provider refused it. */
    REJECTED(true),
    /** A write whose answer was lost; not sent again blindly. An inquiry or an operator decides. */
    UNKNOWN(true),
    /** All attempts were used up. */
    EXHAUSTED(true),
    /** Not delivered within the service's time. */
    EXPIRED(true),
    /** Stopped by an operator. */
    CANCELLED(true);

    private final boolean settled;

    State(boolean settled) {
        this.settled = settled;
    }

    /** True when an outcome is known (UNKNOWN is one: it may still become another by inquiry). */
    public boolean settled() {
        return settled;
    }

    /** True when it counts against its service's success: it ended, neither done nor stopped by our own people. */
    public boolean failed() {
        return settled && this != DELIVERED && this != CANCELLED;
    }
}

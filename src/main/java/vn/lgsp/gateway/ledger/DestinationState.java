package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What all nodes know of a destination, and what outlives them.
 *
 * @param until OPEN: no call before; HALF_OPEN: how long the node that tries it may take
 * @param node who opened the breaker, or who tries whether it may be closed
 * @param cause why it was opened
 */
public record DestinationState(String name, Breaker breaker, @Nullable Instant since, @Nullable Instant until,
        @Nullable String node, @Nullable String cause, Optional<Hold> hold) {

    public enum Breaker {
        CLOSED, OPEN, HALF_OPEN
    }

    /** An operator stopped deliveries. */
    public record Hold(String by, String reason, Instant at) {}

    /** Nothing is known against it. */
    public static DestinationState open(String name) {
        return new DestinationState(name, Breaker.CLOSED, null, null, null, null, Optional.empty());
    }
}

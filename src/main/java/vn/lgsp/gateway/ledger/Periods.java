package vn.lgsp.gateway.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * Time cut into equal periods, so that a report says the same on every node: periods that fit into a day begin with it, at
 * midnight in Vietnam.
 */
public record Periods(Duration length) {
    private static final long AHEAD = Vietnam.TIME.getTotalSeconds() * 1000L;

    /** The end of the period that is under way at a moment; at the very end of one, that of the next. */
    public Instant endAfter(Instant at) {
        var millis = length.toMillis();
        return Instant.ofEpochMilli((Math.floorDiv(at.toEpochMilli() + AHEAD, millis) + 1) * millis - AHEAD);
    }

    /** The start of the last period that is over at a moment. */
    public Instant startOfLast(Instant at) {
        return endAfter(at).minus(length).minus(length);
    }
}

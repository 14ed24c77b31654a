package vn.lgsp.gateway.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time all nodes agree on: the database's, carried on between two heartbeats by the processor's own counter. A
 * machine whose wall clock jumps neither ends other nodes' leases nor puts work off. Milliseconds, as the ledger keeps
 * them: what was told once reads the same when it is told again.
 */
public final class DatabaseClock extends Clock {
    private static final Logger log = LoggerFactory.getLogger(DatabaseClock.class);
    private static final Duration JITTER = Duration.ofMillis(100);

    private volatile Anchor anchor;

    private record Anchor(Instant at, long nanos) {
        Instant now() {
            return at.plusNanos(System.nanoTime() - nanos);
        }
    }

    public DatabaseClock() {
        this(Instant.now());
    }

    /** @param wall what this machine believes until the database has been heard */
    public DatabaseClock(Instant wall) {
        anchor = new Anchor(wall, System.nanoTime());
    }

    /**
     * Follows the database.
     *
     * @param database its time at the moment {@code nanos}, give or take {@code doubt}; what may be the network's delay is
     *        left out
     */
    void follow(Instant database, long nanos, Duration doubt) {
        var ours = anchor.at.plusNanos(nanos - anchor.nanos);
        var behind = Duration.between(ours, database);
        if (behind.abs().compareTo(JITTER.plus(doubt)) > 0) {
            anchor = new Anchor(database, nanos);
            log.info("clock.set to the database's by={}", behind);
        }
    }

    @Override
    public Instant instant() {
        return anchor.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}

package vn.lgsp.gateway.intake;

import java.time.Duration;

/**
 * How slow a caller may be.
 *
 * @param patience for a whole head, for the next piece of a body, and for taking the next piece of an answer
 */
record Pace(Duration patience) {
    /** Bytes a second; who is slower than that for longer than the patience holds a place for nothing. */
    private static final int SLOWEST = 8 * 1024;

    /** How long a caller may be waited for in all, when so many bytes have passed. */
    Duration of(long bytes) {
        return patience.plusMillis(bytes * 1000 / SLOWEST);
    }

    /** The next wait, when so many bytes have passed and so long has been waited already. */
    long nextNanos(long bytes, long waitedNanos) {
        return Math.min(patience.toNanos(), of(bytes).toNanos() - waitedNanos);
    }
}

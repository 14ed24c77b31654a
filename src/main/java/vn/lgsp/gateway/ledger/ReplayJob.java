package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Transactions an operator had sent again, one or many, and how far that has got.
 *
 * @param filter what was asked for, as JSON
 * @param single it was asked for one transaction by its id
 * @param again also those that were replayed before
 * @param rate transactions a second
 * @param changedBy who started, paused, resumed or cancelled it last
 * @param waiting transactions not yet looked at
 * @param sent transactions that became new ones
 * @param leftOut transactions that could not be sent again
 */
public record ReplayJob(UUID id, State state, String who, String reason, String filter, boolean single, boolean again,
        int rate, String changedBy, Instant createdAt, @Nullable Instant endedAt, long waiting, long sent,
        long leftOut) {

    public enum State {
        RUNNING, PAUSED, CANCELLED, DONE
    }

    /**
     * A job that is asked for.
     *
     * @param requestKey names the request: asked for twice it is done once
     * @param fingerprint of everything that is asked for
     * @param confirmed also what was overtaken by newer ones of its key
     */
    public record Wish(UUID id, String who, Optional<String> requestKey, byte[] fingerprint, String reason,
            String filter, boolean single, boolean again, boolean confirmed, int rate, Instant at) {}

    /** What became of a wish: this job, now or earlier, or none because its key names another one. */
    public sealed interface Started {
        record Now(UUID job) implements Started {}

        record Earlier(UUID job) implements Started {}

        record Taken() implements Started {}
    }
}

package vn.lgsp.gateway.ledger;

import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One transaction of a replay.
 *
 * @param outcome WAITING, SENT or LEFT_OUT
 * @param code why it was left out
 * @param child the transaction it became, as it stands now
 */
public record ReplayItem(UUID original, String service, @Nullable String businessKey, State originalState,
        String outcome, @Nullable String code, Optional<Child> child) {

    /** The new transaction, which links to the original. */
    public record Child(UUID id, State state, @Nullable String code, @Nullable String reason) {}

    /**
     * @param body what is sent instead of the original's body
     * @param confirmed it is sent even if newer ones of its key came before it
     */
    public record Due(UUID original, @Nullable String businessKey, Optional<byte[]> body, boolean confirmed) {}

    /** What came of an item. */
    public sealed interface Done {
        UUID original();

        record Sent(UUID original, UUID child) implements Done {}

        record LeftOut(UUID original, String code) implements Done {}
    }

    /**
     * Some of what a filter matches that is alike.
     *
     * @param waits it is still under way
     * @param kept its request can be sent again
     * @param replayed it was sent again before
     */
    public record Tally(String service, State state, boolean waits, boolean kept, boolean replayed, long n) {}
}

package vn.lgsp.gateway.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Somebody changed what is served of a connector.
 *
 * @param id grows with each change
 * @param version what is served from then on; none when it was removed
 * @param by a user, or the node that found it in its folder
 */
public record ConnectorChange(long id, String connector, @Nullable String version, Instant at, String by, How how,
        @Nullable String reason) {

    /** By which way it came. */
    public enum How {
        /** A node began with a folder nobody had seen before. */
        START,
        /** A folder changed while the gateway ran. */
        FOLDER,
        /** Applied by an operator. */
        OPS,
        /** An operator went back to a version that was kept. */
        ROLLBACK,
        /** An operator took it out. */
        REMOVE
    }

    /** What is known of a version that is kept. */
    public record Kept(String version, Instant storedAt, String storedBy, How how) {}
}

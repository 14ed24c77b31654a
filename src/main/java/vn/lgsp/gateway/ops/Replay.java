package vn.lgsp.gateway.ops;

import java.util.Optional;
import java.util.UUID;

/** Sends a settled transaction again as a new one that links to it. */
public interface Replay {

    /**
     * @return the new transaction, committed; nothing when the old one cannot be sent again, because its payload is no
     *         longer kept or its service no longer exists
     */
    Optional<UUID> replay(UUID id, String who, String reason);
}

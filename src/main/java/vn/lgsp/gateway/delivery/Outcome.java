package vn.lgsp.gateway.delivery;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** What an attempt came to. A provider's failure is one of these values, never an exception. */
public sealed interface Outcome {

    /** The provider did it. */
    record Delivered(Content reply) implements Outcome {}

    /** It will never work as it was sent. */
    record Rejected(String code, String reason) implements Outcome {}

    /**
     * It may work later.
     *
     * @param sent whether the request reached the provider
     * @param retryAfter when the provider wants to be asked again
     * @param fault whose fault it was: only the provider's counts for its breaker
     */
    record Unavailable(String code, String reason, boolean sent, Optional<Duration> retryAfter, Fault fault)
            implements
                Outcome {}

    /** A request was sent and its answer was lost. */
    record Unknown(String code, String reason) implements Outcome {}

    /** Who caused an attempt to fail. */
    enum Fault {
        PROVIDER, OURS
    }

    /**
     * A public reply.
     *
     * @param document the reply as plain values, or null when it is not JSON
     */
    record Content(@Nullable Object document, byte[] bytes, String mediaType) {}
}

package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
        PROVIDER,
        /** The provider's, in the one call that tried whether it works again: that costs the work no attempt. */
        PROVIDER_TRIED, OURS,
        /** It is as it should be, only not yet decided: a payment that is pending. */
        NOBODY
    }

    /**
     * A public reply.
     *
     * @param document the reply as plain values, or null when it is not JSON
     * @param stream the rest of a document that is passed through while it arrives; whoever takes it closes it
     */
    record Content(@Nullable Object document, byte[] bytes, String mediaType, @Nullable InputStream stream) {
        public Content(@Nullable Object document, byte[] bytes, String mediaType) {
            this(document, bytes, mediaType, null);
        }

        /** Lets go of the provider's connection. */
        void close() {
            if (stream != null) {
                try {
                    stream.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}

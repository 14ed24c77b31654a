package vn.lgsp.gateway.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Service;

/**
 * Documents that callers are still sending while the provider is called. A parcel is a value that may be sent again; what
 * is still arriving can be taken once, so it waits here for the one call that takes it.
 */
@Component
public class Uploads {
    /** Bytes a second who sends them must bring at the least: others wait for them, and the lease too. */
    private static final long SLOWEST = 256 * 1024;

    private final Map<UUID, Upload> arriving = new ConcurrentHashMap<>();
    private final Clock clock;

    Uploads(Clock clock) {
        this.clock = clock;
    }

    /** @param length in bytes, as it was announced */
    public record Upload(InputStream stream, String mediaType, long length) {}

    /** How long a document of so many bytes may take to arrive. */
    public static Duration time(long length) {
        return Duration.ofSeconds(5 + length / SLOWEST);
    }

    /** How long a call may take: also as long as the slowest provider that is waited for needs for its attachments. */
    static Duration patience(Service service) {
        var timeout = service.call().destination().timeout();
        var call = timeout.plus(timeout); // asked for each call, and a product of durations is one of BigDecimals
        return service.partsAnswers() ? call.plus(time(service.call().answerAttachments())) : call;
    }

    /** Ends the waiting. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for the call of this transaction until it is closed. */
    public Held hold(UUID transaction, Upload upload) {
        var until = clock.instant().plus(time(upload.length));
        arriving.put(transaction, new Upload(new Timely(upload.stream, until, clock), upload.mediaType, upload.length));
        return () -> arriving.remove(transaction);
    }

    /** The document of this transaction, for the first that asks. */
    Optional<Upload> take(UUID transaction) {
        return Optional.ofNullable(arriving.remove(transaction));
    }

    /** Who sends too slowly is left: the call's lease does not last for ever. */
    static final class Timely extends FilterInputStream {
        private final Instant until;
        private final Clock clock;

        Timely(InputStream stream, Instant until, Clock clock) {
            super(stream);
            this.until = until;
            this.clock = clock;
        }

        @Override
        public int read() throws IOException {
            inTime();
            return super.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            inTime();
            return super.read(into, from, length);
        }

        private void inTime() throws IOException {
            if (clock.instant().isAfter(until)) {
                throw new IOException("the document came too slowly");
            }
        }
    }
}

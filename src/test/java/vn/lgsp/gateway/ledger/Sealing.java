package vn.lgsp.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The seal of payloads alone, for those who want to know what it costs. */
public final class Sealing {
    private Sealing() {}

    /** Seals bytes for one transaction, with a key of noughts. */
    public static UnaryOperator<byte[]> sealing() {
        try {
            var seal = new PayloadSeal(new LedgerSettings(Path.of("target"), 0, 1, 1, 1, Duration.ofSeconds(1), Duration
                    .ofSeconds(1), Base64.getEncoder().encodeToString(new byte[32]), "bench"));
            return bytes -> seal.seal(new UUID(1, 2), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

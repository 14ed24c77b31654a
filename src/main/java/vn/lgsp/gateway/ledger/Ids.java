package vn.lgsp.gateway.ledger;

import java.time.Clock;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.stereotype.Component;

/** Time-ordered ids (UUIDv7, RFC 9562), strictly increasing on one node even when its clock steps back. */
@Component
public class Ids {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM = 0x3fff_ffff_ffff_ffffL;

    private final Clock clock;
    /** Milliseconds and a 12-bit sequence in one number. */
    private final AtomicLong last = new AtomicLong();

    public Ids(Clock clock) {
        this.clock = clock;
    }

    public UUID next() {
        var now = clock.millis() << 12;
        var tick = last.updateAndGet(previous -> Math.max(previous + 1, now));
        var high = tick >>> 12 << 16 | VERSION | tick & 0xfff;
        return new UUID(high, VARIANT | ThreadLocalRandom.current().nextLong() & RANDOM);
    }

    /** Eight characters of the random part: short enough for a provider's reference, unlike any neighbour's. */
    public static String brief(UUID id) {
        return HexFormat.of().toHexDigits((int) id.getLeastSignificantBits());
    }
}

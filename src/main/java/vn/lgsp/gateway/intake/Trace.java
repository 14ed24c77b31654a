package vn.lgsp.gateway.intake;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** The caller's trace (W3C Trace Context), or a new one when it sent none or nonsense. */
final class Trace {
    private static final Pattern SHAPE = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private Trace() {}

    static String of(@Nullable String header, UUID transaction) {
        if (header != null && SHAPE.matcher(header).matches()) {
            return header;
        }
        var random = ThreadLocalRandom.current();
        return "00-" + transaction.toString().replace("-", "") + "-" + hex(random.nextLong(1, Long.MAX_VALUE)) + "-01";
    }

    private static String hex(long value) {
        var digits = Long.toHexString(value);
        return "0".repeat(16 - digits.length()) + digits;
    }
}

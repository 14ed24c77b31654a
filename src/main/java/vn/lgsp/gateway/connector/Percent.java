package vn.lgsp.gateway.connector;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/** Percent-decoding of one path segment (a {@code +} is a plus there). */
final class Percent {
    private Percent() {}

    /** The text, or null where the escapes are wrong, no UTF-8 or a NUL. */
    static @Nullable String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        var from = segment.getBytes(StandardCharsets.UTF_8);
        var to = ByteBuffer.allocate(from.length);
        for (int i = 0; i < from.length; i++) {
            if (from[i] != '%') {
                to.put(from[i]);
                continue;
            }
            if (i + 2 >= from.length || !HexFormat.isHexDigit(from[i + 1]) || !HexFormat.isHexDigit(from[i + 2])) {
                return null;
            }
            to.put((byte) (HexFormat.fromHexDigit(from[i + 1]) << 4 | HexFormat.fromHexDigit(from[i + 2])));
            i += 2;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(to.flip()).toString();
            return text.indexOf(0) < 0 ? text : null;
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}

package vn.lgsp.gateway.connector;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Refuses bytes that are not UTF-8 before a JSON parser, which is lenient there, sees them. */
final class Utf8 {
    private static final int STEP = 4096;

    private Utf8() {}

    /**
     * Whether there are {@code \\u} escapes, the only way a NUL or half a character can come through.
     *
     * @throws MalformedJson for invalid UTF-8 (overlong forms and coded surrogates included) or a raw NUL
     */
    static boolean check(byte[] bytes) {
        var escapes = false;
        var ascii = true;
        for (int i = 0; i < bytes.length; i++) {
            var b = bytes[i];
            if (b == 0) {
                throw MalformedJson.because("Có byte NUL ở vị trí " + i, "There is a NUL byte at position " + i);
            }
            ascii &= b > 0;
            escapes |= b == 'u' && i > 0 && bytes[i - 1] == '\\';
        }
        if (!ascii) {
            decode(bytes);
        }
        return escapes;
    }

    private static void decode(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(Math.min(bytes.length, STEP));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw MalformedJson.because("Không phải UTF-8 hợp lệ ở byte thứ " + in.position(),
                    "Not valid UTF-8 at byte " + in.position());
        }
    }
}

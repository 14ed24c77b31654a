package vn.lgsp.gateway.delivery;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/** An answer some providers compress although nobody asked them to: it says what was done, so it must be read. */
final class Packed {
    private Packed() {}

    /** @throws IOException when it cannot be unpacked, or is too large then */
    static byte[] opened(byte[] body, @Nullable String encoding) throws IOException {
        if (encoding == null || body.length == 0 || encoding.equalsIgnoreCase("identity")) {
            return body;
        }
        if (!encoding.equalsIgnoreCase("gzip") && !encoding.equalsIgnoreCase("x-gzip")) {
            throw new IOException("the answer's encoding is not known");
        }
        try (var stream = new GZIPInputStream(new ByteArrayInputStream(body))) {
            var opened = stream.readNBytes((int) LeanCall.LARGEST + 1);
            if (opened.length > LeanCall.LARGEST) {
                throw new IOException("the answer is larger than " + LeanCall.LARGEST + " bytes");
            }
            return opened;
        }
    }
}

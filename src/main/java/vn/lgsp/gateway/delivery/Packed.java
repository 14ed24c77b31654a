package vn.lgsp.gateway.delivery;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

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
            throw BadAnswer.packed("the answer's encoding is not known");
        }
        try (var stream = new GZIPInputStream(new ByteArrayInputStream(body))) {
            var opened = stream.readNBytes((int) LeanCall.LARGEST + 1);
            if (opened.length > LeanCall.LARGEST) {
                throw BadAnswer.tooLarge(LeanCall.LARGEST);
            }
            return opened;
        } catch (ZipException | EOFException e) {
            throw BadAnswer.packed("the answer says it is compressed, and is not");
        }
    }
}

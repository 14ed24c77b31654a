package vn.lgsp.gateway.sandbox.wire;

import java.nio.charset.StandardCharsets;

import org.apache.commons.codec.digest.DigestUtils;

/** SHA-256 in lower-case hex. */
public final class Digest {
    private Digest() {}

    public static String of(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String of(Object document) {
        return sha256(Json.write(document));
    }

    public static String sha256(byte[] bytes) {
        return DigestUtils.sha256Hex(bytes);
    }
}

package vn.lgsp.gateway.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what we post, as Standard Webhooks (symmetric, {@code v1}) says. */
final class WebhookSignature {
    private static final String PREFIX = "whsec_";

    private WebhookSignature() {}

    /**
     * @param secret {@code whsec_<base64>}; any other text is used as it is
     * @param id the same for each attempt, so that a receiver can leave out repeats
     */
    static Map<String, String> headers(String secret, UUID id, Instant at, byte[] body) {
        return headers(secret, id, at, mac -> mac.update(body));
    }

    /** What is signed, whole or piece by piece. */
    interface Body<E extends Exception> {
        void into(Mac mac) throws E;
    }

    /** The same of a body that is not held. */
    static <E extends Exception> Map<String, String> headers(String secret, UUID id, Instant at, Body<E> body)
            throws E {
        var timestamp = String.valueOf(at.getEpochSecond());
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            body.into(mac);
            return Map.of("webhook-id", id.toString(), "webhook-timestamp", timestamp, "webhook-signature", "v1,"
                    + Base64.getEncoder().encodeToString(mac.doFinal()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static byte[] key(String secret) {
        return secret.startsWith(PREFIX)
                ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                : secret.getBytes(StandardCharsets.UTF_8);
    }
}

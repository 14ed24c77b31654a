package vn.lgsp.gateway.sandbox.onestop;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import vn.lgsp.gateway.sandbox.wire.Call;

/** Standard Webhooks: {@code v1,} and Base64 of HMAC-SHA256 over id, timestamp and body, joined with dots. */
public final class Signature {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private Signature() {}

    public static String of(String secret, String id, String timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What is wrong with a call's signature, if anything. */
    public static Optional<String> fault(Call call, String secret, Instant now, boolean anyTime) {
        var id = call.header("webhook-id").orElse("");
        var timestamp = call.header("webhook-timestamp").orElse("");
        if (id.isEmpty() || !timestamp.matches("\\d{1,12}")) {
            return Optional.of("webhook-id or webhook-timestamp is missing");
        }
        var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now).abs();
        if (!anyTime && age.compareTo(TOLERANCE) > 0) {
            return Optional.of("webhook-timestamp is more than 5 minutes away");
        }
        var right = of(secret, id, timestamp, call.body()).getBytes(StandardCharsets.UTF_8);
        var given = call.header("webhook-signature").orElse("").split(" ", -1);
        return Stream.of(given).anyMatch(one -> MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), right))
                ? Optional.empty()
                : Optional.of("webhook-signature does not match");
    }
}

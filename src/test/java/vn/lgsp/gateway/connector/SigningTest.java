package vn.lgsp.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.Test;

class SigningTest {
    private static final Signing.Sending SENDING = new Signing.Sending("POST", URI.create(
            "https://dancu.example.vn/ws?dstcode=VN%3AGOV"), Instant.ofEpochMilli(1_772_413_200_123L),
            "{\"a\":\"đ\"}".getBytes(StandardCharsets.UTF_8));

    private static Map<String, String> signed(Map<String, String> with, String... headers) {
        var expressions = new java.util.LinkedHashMap<String, Expression>();
        var overBody = false;
        for (int i = 0; i < headers.length; i += 2) {
            expressions.put(headers[i], Expression.of(headers[i], headers[i + 1]));
            overBody |= headers[i + 1].contains("body");
        }
        return new Signing(with, expressions, overBody).headers(SENDING, Map.of("id", "T1"));
    }

    @Test
    void a_signed_basic_covers_address_and_time() throws Exception {
        var computed = signed(Map.of("user", "quangnam", "secret", "s3"), "Timestamp", "timestamp", "Authorization",
                "'Basic ' & $base64encode($user & ':' & $sha256(url & $user & timestamp & $secret))", "SOAPAction",
                "'\"\"'");

        var digest = HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(
                "https://dancu.example.vn/ws?dstcode=VN%3AGOVquangnam1772413200123s3".getBytes(
                        StandardCharsets.UTF_8)));
        assertThat(computed).containsEntry("Timestamp", "1772413200123").containsEntry("Authorization", "Basic "
                + Base64.getEncoder().encodeToString(("quangnam:" + digest).getBytes(StandardCharsets.UTF_8)))
                .containsEntry("SOAPAction", "\"\"");
    }

    @Test
    void a_token_may_be_json_of_several_keys() {
        var token = signed(Map.of("accessKey", "A", "secretKey", "S", "appName", "QNAM"), "lgspaccesstoken",
                "$base64encode($string({'AccessKey': $accessKey, 'SecretKey': $secretKey, 'AppName': $appName}))").get(
                        "lgspaccesstoken");

        assertThat(Json.read(Base64.getDecoder().decode(token))).isEqualTo(Map.of("AccessKey", "A", "SecretKey", "S",
                "AppName", "QNAM"));
    }

    @Test
    void a_signature_may_cover_the_body() {
        assertThat(signed(Map.of("secret", "k"), "X-Signature",
                "'sha256=' & $hmacSha256($secret, method & '\n' & path & '\n' & body)", "X-Request", "$transaction.id",
                "X-None", "$secret = 'x' ? 'y'")).isEqualTo(Map.of("X-Signature",
                        "sha256=" + signed(Map.of(), "h",
                                "$hmacSha256('k', 'POST\n/ws\n{\"a\":\"đ\"}')").get("h"),
                        "X-Request", "T1"));
    }

    @Test
    void it_never_tells_its_secrets() {
        assertThat(new Signing(Map.of("secret", "s3cr3t"), Map.of("X-Signature", Expression.of("t", "1")), false))
                .hasToString("Signing[X-Signature]");
    }
}

package vn.lgsp.gateway.delivery.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Signatures;
import vn.lgsp.gateway.connector.Signatures.Algorithm;
import vn.lgsp.gateway.connector.Signatures.Form;
import vn.lgsp.gateway.connector.Signatures.Into;
import vn.lgsp.gateway.connector.Signatures.Jws;
import vn.lgsp.gateway.connector.Signatures.Protected;
import vn.lgsp.gateway.connector.Signing.Sending;

/** A JWS by config: whoever has our certificate can verify it with what every language has. */
class JwsTest {
    private static final String SECRET = "a-secret-of-at-least-32-bytes-in-all";
    private static final byte[] BODY = "{\"hoTen\":\"Trần Thị Mẫu 😀\"}".getBytes(StandardCharsets.UTF_8);
    private static final Optional<Into> HEADER = Optional.of(new Into("X-JWS-Signature", ""));

    private final Clock clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
    private final Signer signer = new Signer(clock);
    private final KeyRing ring = new KeyRing();

    private Jws declared(Algorithm algorithm, Form form, Optional<Into> into) {
        return declared(algorithm, form, into, new Protected(Map.of("kid", "k-1"), Optional.empty(), Set.of()), null);
    }

    private Jws declared(Algorithm algorithm, Form form, Optional<Into> into, Protected header,
            @Nullable String payload) {
        return new Jws(algorithm, algorithm == Algorithm.HS256 ? Optional.empty() : Optional.of(ring.pem()),
                algorithm == Algorithm.HS256 ? Optional.of(SECRET) : Optional.empty(), form, into, "application/jose",
                header, Map.of("issuer", "urn:lgsp"), Optional.ofNullable(payload).map(rule -> Expression.of("payload",
                        rule)));
    }

    private Signer.Signed signed(Jws declared, byte @Nullable [] body) {
        return signer.sign(new Signatures(Optional.empty(), Optional.empty(), Optional.of(declared)), new Sending(
                body == null ? "GET" : "POST", URI.create("https://noi-nhan.example.vn/a?b=c"), clock.instant(), body),
                Map.of("id", "T1", "attempt", 2));
    }

    private String inHeader(Jws declared) {
        return java.util.Objects.requireNonNull(signed(declared, BODY).headers().get("X-JWS-Signature"));
    }

    private Object key(Algorithm algorithm) {
        return switch (algorithm) {
            case HS256 -> SECRET.getBytes(StandardCharsets.UTF_8);
            case RS256, PS256 -> KeyRing.rsa().getPublicKey();
            case ES256 -> KeyRing.ec().getPublicKey();
        };
    }

    private void ringFor(Algorithm algorithm) {
        if (algorithm == Algorithm.ES256) {
            ring.holdsEc();
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void a_detached_signature_is_over_the_body_that_is_sent_and_no_other(Algorithm algorithm) throws Exception {
        ringFor(algorithm);
        var signed = signed(declared(algorithm, Form.DETACHED, HEADER), BODY);
        var jws = java.util.Objects.requireNonNull(signed.headers().get("X-JWS-Signature"));

        assertThat(signed.body()).isEqualTo(BODY);
        assertThat(Verifier.detached(jws, BODY, key(algorithm))).isTrue();
        assertThat(Verifier.header(jws)).isEqualTo(Map.of("alg", algorithm.name(), "kid", "k-1"));
        var tampered = BODY.clone();
        tampered[3] ^= 1;
        assertThat(Verifier.detached(jws, tampered, key(algorithm))).isFalse();
        if (algorithm.keys().equals("RSA")) {
            assertThat(Verifier.detached(jws, BODY, KeyRing.other().getPublicKey())).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void an_unencoded_one_is_over_the_very_bytes(Algorithm algorithm) throws Exception {
        ringFor(algorithm);
        var jws = inHeader(declared(algorithm, Form.UNENCODED, HEADER));

        assertThat(Verifier.header(jws)).isEqualTo(Map.of("alg", algorithm.name(), "kid", "k-1", "b64", false, "crit",
                List.of("b64")));
        assertThat(Verifier.detached(jws, BODY, key(algorithm))).isTrue();
        assertThat(Verifier.detached(jws, "x".getBytes(StandardCharsets.UTF_8), key(algorithm))).isFalse();
    }

    @Test
    void a_compact_one_becomes_the_body() throws Exception {
        var signed = signed(declared(Algorithm.RS256, Form.COMPACT, Optional.empty()), BODY);

        assertThat(signed.headers()).isEqualTo(Map.of("Content-Type", "application/jose"));
        assertThat(Verifier.compact(new String(java.util.Objects.requireNonNull(signed.body()),
                StandardCharsets.US_ASCII), KeyRing.rsa().getPublicKey())).isEqualTo(BODY);
    }

    @Test
    void the_header_shows_the_certificate_and_what_is_computed() throws Exception {
        var jws = inHeader(declared(Algorithm.PS256, Form.DETACHED, HEADER, new Protected(
                Map.of("typ", "JOSE"), Optional
                        .of(Expression.of("computed",
                                "{ \"iat\": $floor(timestamp / 1000), \"jti\": $transaction.id & \"-\" & $transaction.attempt, \"iss\": $issuer }")),
                Set.of("x5c", "x5t#S256")), null));

        var header = Verifier.header(jws);
        var der = KeyRing.rsa().getEncoded();
        assertThat(header.get("x5c")).isEqualTo(List.of(Base64.getEncoder().encodeToString(der)));
        assertThat(header.get("x5t#S256")).isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(
                java.security.MessageDigest.getInstance("SHA-256").digest(der)));
        assertThat(((Number) java.util.Objects.requireNonNull(header.get("iat"))).longValue()).isEqualTo(clock.instant()
                .getEpochSecond());
        assertThat(new String(Base64.getUrlDecoder().decode(jws.split("\\.")[0]), StandardCharsets.UTF_8)).contains(
                "\"iat\":" + clock.instant().getEpochSecond() + ",");
        assertThat(header.get("jti")).isEqualTo("T1-2");
        assertThat(header.get("iss")).isEqualTo("urn:lgsp");
    }

    @Test
    void claims_about_a_call_without_a_body_are_a_token() throws Exception {
        var token = signed(declared(Algorithm.RS256, Form.COMPACT, Optional.of(new Into("Authorization", "Bearer ")),
                new Protected(Map.of("typ", "JWT"), Optional.empty(), Set.of()),
                "{ \"iss\": $issuer, \"exp\": $floor(timestamp / 1000) + 60, \"htu\": url }"), null);

        assertThat(token.body()).isNull();
        var said = java.util.Objects.requireNonNull(token.headers().get("Authorization"));
        assertThat(said).startsWith("Bearer ");
        assertThat(Json.read(Verifier.compact(said.substring(7), KeyRing.rsa().getPublicKey()))).isEqualTo(Map.of("iss",
                "urn:lgsp", "exp", (int) clock.instant().getEpochSecond() + 60, "htu",
                "https://noi-nhan.example.vn/a?b=c"));
    }

    @Test
    void where_nothing_is_sent_nothing_is_signed() {
        assertThat(signed(declared(Algorithm.RS256, Form.DETACHED, HEADER), null)).isEqualTo(new Signer.Signed(null, Map
                .of()));
        assertThat(signed(
                declared(Algorithm.RS256, Form.COMPACT, Optional.empty(), new Protected(Map.of(), Optional.empty(),
                        Set.of()), "url"),
                null).body()).isNull();
    }

    @Test
    void a_whole_body_that_is_too_large_for_a_header_is_told_and_not_sent() {
        assertThatThrownBy(() -> signed(declared(Algorithm.RS256, Form.COMPACT, HEADER), new byte[40_000]))
                .isExactlyInstanceOf(MappingFailed.class).hasMessageContaining("is none for a header");
    }

    @Test
    void a_secret_that_is_too_short_or_no_base64_is_told_and_not_shown() {
        for (var secret : List.of("short", "base64:%%%", "base64:c2hvcnQ=")) {
            var declared = new Jws(Algorithm.HS256, Optional.empty(), Optional.of(secret), Form.DETACHED, HEADER, "",
                    new Protected(
                            Map.of(), Optional.empty(), Set.of()),
                    Map.of(), Optional.empty());

            assertThatThrownBy(() -> signed(declared, BODY)).isInstanceOf(KeyUnfit.class).hasMessageContaining("secret")
                    .hasMessageNotContaining("short\"").hasMessageNotContaining("%%%");
            assertThat(declared.toString()).doesNotContain(secret);
        }
    }

    @Test
    void a_header_that_cannot_be_is_a_fault_of_the_declaration() {
        assertThatThrownBy(() -> inHeader(declared(Algorithm.RS256, Form.DETACHED, HEADER, new Protected(Map.of("crit",
                "not-a-list"), Optional.empty(), Set.of()), null))).isExactlyInstanceOf(MappingFailed.class);
        assertThatThrownBy(() -> inHeader(declared(Algorithm.RS256, Form.DETACHED, HEADER, new Protected(Map.of(),
                Optional.of(Expression.of("computed", "url")), Set.of()), null))).hasMessageContaining("`computed`");
    }
}

package vn.lgsp.gateway.delivery.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Signatures;
import vn.lgsp.gateway.connector.Signatures.Algorithm;
import vn.lgsp.gateway.connector.Signatures.Part;
import vn.lgsp.gateway.connector.Signatures.Signed;
import vn.lgsp.gateway.connector.Signatures.Username;
import vn.lgsp.gateway.connector.Signatures.WsSecurity;
import vn.lgsp.gateway.connector.Signing.Sending;
import vn.lgsp.gateway.connector.xml.Dialect;
import vn.lgsp.gateway.journey.MovableClock;

/** A WS-Security header by config, as Apache WSS4J receives it. */
class WsSecurityTest {
    private static final String PASSWORD = "mật-khẩu của cổng";

    private final MovableClock clock = new MovableClock();
    private final Signer signer = new Signer(clock);
    private final KeyRing ring = new KeyRing();

    private static byte[] envelope(Format.Kind kind, Object mapped) {
        return Dialect.written(new Format(kind, ""), mapped);
    }

    private byte[] sent(byte[] envelope, WsSecurity declared) {
        return Objects.requireNonNull(signer.sign(new Signatures(Optional.empty(), Optional.of(declared), Optional
                .empty()), new Sending("POST", URI.create("https://noi-nhan.example.vn/"), clock.instant(), envelope),
                Map.of()).body());
    }

    private byte[] sent(WsSecurity declared) {
        return sent(envelope(Format.Kind.SOAP_1_1, "<TraCuu xmlns=\"urn:x\"><Ten>Lê Văn Mẫu</Ten></TraCuu>"), declared);
    }

    private WsSecurity declared(Set<Part> parts, boolean digest) {
        return new WsSecurity(Optional.of(Duration.ofMinutes(5)), Optional.of(new Username("lgsp", PASSWORD, digest)),
                parts.isEmpty() ? Optional.empty() : Optional.of(new Signed(Algorithm.RS256, ring.pem(), parts)), true,
                Optional.empty());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static WSHandlerResult accepted(byte[] envelope) throws Exception {
        return Verifier.wss(envelope, PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = { "SOAP_1_1", "SOAP_1_2" })
    void body_timestamp_and_user_are_signed_by_the_token_that_is_shown(Format.Kind kind) throws Exception {
        var sent = sent(envelope(kind, "<TraCuu xmlns=\"urn:x\"><Ten>Lê Văn Mẫu</Ten></TraCuu>"),
                declared(EnumSet.allOf(
                        Part.class), true));

        var results = accepted(sent).getActionResults();
        assertThat(results).containsOnlyKeys(WSConstants.SIGN, WSConstants.TS, WSConstants.UT, WSConstants.BST);
        var signature = Objects.requireNonNull(results.get(WSConstants.SIGN)).getFirst();
        assertThat((java.util.List<?>) signature.get("data-ref-uris")).hasSize(3);
        assertThat(signature.get("x509-certificate")).isEqualTo(KeyRing.rsa());
        assertThat(text(sent)).contains("mustUnderstand=\"1\"").doesNotContain(PASSWORD);
    }

    @Test
    void what_is_changed_on_the_way_is_not_accepted() {
        var sent = text(sent(declared(EnumSet.of(Part.BODY, Part.TIMESTAMP), true)));

        for (var changed : java.util.List.of(sent.replace("Lê Văn", "Lý Văn"),
                sent.replaceFirst("\\.\\d{3}Z</wsu:Expires>",
                        ".000Z</wsu:Expires>").replaceFirst("<wsu:Created>20", "<wsu:Created>19"))) {
            assertThat(changed).isNotEqualTo(sent);
            assertThatThrownBy(() -> accepted(changed.getBytes(StandardCharsets.UTF_8))).isInstanceOf(
                    WSSecurityException.class);
        }
    }

    @Test
    void a_key_the_receiver_does_not_know_is_not_accepted() {
        ring.holdsOther();

        assertThatThrownBy(() -> accepted(sent(declared(EnumSet.of(Part.BODY), true)))).isInstanceOf(
                WSSecurityException.class);
    }

    @Test
    void a_timestamp_expires_by_the_gateways_clock() {
        clock.pass(Duration.ofMinutes(-10));

        assertThatThrownBy(() -> accepted(sent(declared(Set.of(), true)))).isInstanceOf(WSSecurityException.class)
                .hasMessageContaining("expired");
    }

    @Test
    void a_password_is_sent_as_a_digest_of_this_moment_or_as_text() throws Exception {
        var digest = sent(declared(Set.of(), true));
        var text = sent(declared(Set.of(), false));

        assertThat(accepted(digest).getActionResults()).containsKey(WSConstants.UT);
        assertThat(text(digest)).doesNotContain(PASSWORD).contains("Nonce").isNotEqualTo(text(sent(declared(Set.of(),
                true))));
        assertThat(accepted(text).getActionResults()).containsKey(WSConstants.UT);
        assertThat(text(text)).contains(PASSWORD).doesNotContain("Nonce");
        assertThatThrownBy(() -> Verifier.wss(digest, "another")).isInstanceOf(WSSecurityException.class);
    }

    @Test
    void a_header_of_the_mappings_own_stays_beside_it() throws Exception {
        var sent = sent(envelope(Format.Kind.SOAP_1_1, Map.of("Header", "<n:Noi xmlns:n=\"urn:n\">x</n:Noi>", "Body",
                "<a/>")), declared(EnumSet.of(Part.BODY), true));

        assertThat(text(sent)).contains("<n:Noi xmlns:n=\"urn:n\">x</n:Noi><wsse:Security");
        accepted(sent);
        assertThatThrownBy(() -> sent(envelope(Format.Kind.SOAP_1_1, Map.of("Header", "<w:Security xmlns:w=\"urn:w\"/>",
                "Body", "<a/>")), declared(Set.of(), true))).isExactlyInstanceOf(MappingFailed.class);
    }

    @Test
    void secrets_are_told_by_no_text_of_it() {
        assertThat(declared(EnumSet.of(Part.BODY), true).toString()).doesNotContain(PASSWORD);
        assertThat(ring.p12("changeit").toString()).doesNotContain("changeit");
    }
}

package vn.lgsp.gateway.delivery.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Signatures;
import vn.lgsp.gateway.connector.Signatures.Algorithm;
import vn.lgsp.gateway.connector.Signatures.Enveloped;
import vn.lgsp.gateway.connector.Signatures.Shows;
import vn.lgsp.gateway.connector.Signing.Sending;
import vn.lgsp.gateway.journey.MovableClock;

/** An XML signature by config, as a receiver sees it who reads the bytes anew. */
class XmlSignatureTest {
    private static final String DOSSIER = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><h:HoSo xmlns:h=\"urn:hs\">"
            + "<h:Phan Id=\"p1\"><h:Ten>Nguyễn Văn Mẫu</h:Ten></h:Phan><h:Phan2/></h:HoSo>";

    private final MovableClock clock = new MovableClock();
    private final Signer signer = new Signer(clock);
    private final KeyRing ring = new KeyRing();

    private String signed(String document, Enveloped declared) {
        var signed = signer.sign(new Signatures(Optional.of(declared), Optional.empty(), Optional.empty()), new Sending(
                "POST", URI.create("https://noi-nhan.example.vn/"), clock.instant(), document.getBytes(
                        StandardCharsets.UTF_8)),
                Map.of());
        return new String(Objects.requireNonNull(signed.body()), StandardCharsets.UTF_8);
    }

    private Enveloped declared(Algorithm algorithm, String signs, String at, Shows shows) {
        return new Enveloped(algorithm, ring.pem(), path(signs), "Id", path(at), shows);
    }

    private static List<String> path(String path) {
        return Arrays.stream(path.split("/")).filter(name -> !name.isEmpty()).toList();
    }

    private Enveloped whole() {
        return declared(Algorithm.RS256, "", "", Shows.CERTIFICATE);
    }

    private static boolean verified(String document) throws Exception {
        return Verifier.xml(document.getBytes(StandardCharsets.UTF_8), KeyRing.rsa().getPublicKey(), "Id");
    }

    @Test
    void a_whole_document_is_signed_and_no_other() throws Exception {
        var signed = signed(DOSSIER, whole());

        assertThat(verified(signed)).isTrue();
        assertThat(verified(signed.replace("Mẫu", "Mau"))).isFalse();
        assertThat(Verifier.xml(signed.getBytes(StandardCharsets.UTF_8), KeyRing.other().getPublicKey(), "Id"))
                .isFalse();
        assertThat(signed).startsWith("<?xml").contains("<h:Ten>Nguyễn Văn Mẫu</h:Ten>").contains("X509Certificate>")
                .contains("Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"")
                .endsWith("</ds:Signature></h:HoSo>");
    }

    @ParameterizedTest
    @CsvSource({ "RS256, xmldsig-more#rsa-sha256", "PS256, xmldsig-more#sha256-rsa-MGF1",
            "ES256, xmldsig-more#ecdsa-sha256" })
    void it_is_signed_as_declared(Algorithm algorithm, String named) throws Exception {
        if (algorithm == Algorithm.ES256) {
            ring.holdsEc();
        }
        var signed = signed(DOSSIER, declared(algorithm, "", "", Shows.ISSUER_SERIAL));

        assertThat(signed).contains(named).contains("X509SerialNumber>").doesNotContain("X509Certificate>");
        assertThat(Verifier.xml(signed.getBytes(StandardCharsets.UTF_8), (algorithm == Algorithm.ES256
                ? KeyRing.ec()
                : KeyRing.rsa()).getPublicKey(), "Id")).isTrue();
    }

    @Test
    void one_element_is_signed_by_its_id_and_the_rest_may_change() throws Exception {
        var signed = signed(DOSSIER, declared(Algorithm.RS256, "/HoSo/Phan", "/HoSo/Phan2", Shows.NONE));

        assertThat(signed).contains("URI=\"#p1\"").contains("</ds:Signature></h:Phan2>").doesNotContain("KeyInfo")
                .doesNotContain("enveloped-signature");
        assertThat(verified(signed)).isTrue();
        assertThat(verified(signed.replace("</h:HoSo>", "<more/></h:HoSo>"))).isTrue();
        assertThat(verified(signed.replace("Nguyễn", "Trần"))).isFalse();
    }

    @Test
    void a_signature_within_the_element_it_is_over_leaves_itself_out() throws Exception {
        var signed = signed(DOSSIER, declared(Algorithm.RS256, "/HoSo/Phan", "/HoSo/Phan", Shows.CHAIN));

        assertThat(signed).contains("enveloped-signature").contains("</ds:Signature></h:Phan>");
        assertThat(verified(signed)).isTrue();
    }

    @Test
    void an_element_without_an_id_gets_one() throws Exception {
        var signed = signed(DOSSIER.replace(" Id=\"p1\"", ""), declared(Algorithm.RS256, "/HoSo/Phan", "",
                Shows.CERTIFICATE));

        assertThat(signed).containsPattern("<h:Phan Id=\"id-[0-9a-f]{32}\"");
        assertThat(verified(signed)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "<a>đ 😀 &#13; &#10;\ttab ]]&gt; &lt;&amp;</a>",
            "<a b=\"😀 &#9;&#10;&#13; &quot;'&lt;\" c='\"'/>",
            "<a><!-- ghi chú --><?lenh x?><![CDATA[<không phải thẻ> & ]]></a>",
            "<a xmlns=\"urn:a\" xmlns:x=\"urn:x\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><b xsi:type=\"x:T\" xmlns=\"\"><c xmlns:x=\"urn:y\" x:d=\"1\"/></b></a>",
            "<a xml:space=\"preserve\">  <b/>\n  </a>", "<a>e\u0301 \u00a0 \u2028 \ufeff</a>" })
    void what_a_document_may_hold_comes_through_unharmed(String document) throws Exception {
        var signed = signed(document, whole());

        assertThat(verified(signed)).isTrue();
        var read = Verifier.read(signed.getBytes(StandardCharsets.UTF_8));
        read.getDocumentElement().removeChild(Objects.requireNonNull(read.getDocumentElement().getLastChild()));
        read.normalizeDocument();
        var before = Verifier.read(document.getBytes(StandardCharsets.UTF_8));
        before.getDomConfig().setParameter("cdata-sections", false);
        before.normalizeDocument();
        assertThat(read.isEqualNode(before)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "<a><b Id='x'/><b Id='y'/></a> | /a/b | 2 elements `/a/b`", "<a><b/></a> | /a/c | no element `/a/c`",
            "<a><b/></a> | /x/b | no element `/x/b`",
            "<a><b Id='x'/><c Id='x'/></a> | /a/b | 2 elements have the same `Id`",
            "<a><b Id='x'/><c ID='x'/></a> | /a/b | 2 elements have the same `Id`",
            "<!DOCTYPE a [<!ENTITY e 'x'>]><a><b>&e;</b></a> | /a/b | Not well-formed",
            "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x'><a><b/></a> | /a/b | Not well-formed",
            "<a><b></a> | /a/b | Not well-formed", "không phải XML | /a | Not well-formed" })
    void what_cannot_be_signed_as_declared_is_told_without_its_content(String document, String signs, String told) {
        assertThatThrownBy(() -> signed(document, declared(Algorithm.RS256, signs, "", Shows.NONE)))
                .isExactlyInstanceOf(
                        MappingFailed.class)
                .hasMessageContaining(told).hasMessageNotContaining("không phải");
    }

    @Test
    void a_deep_and_a_large_document_are_signed_or_refused_and_end_no_thread() throws Exception {
        var large = "<a>" + "<b>ký tự</b>".repeat(500_000) + "</a>";

        assertThat(verified(signed(large, whole()))).isTrue();
        var deep = "<a>".repeat(100_000) + "</a>".repeat(100_000);
        assertThatThrownBy(() -> signed(deep, whole())).isInstanceOf(MappingFailed.class).hasMessageContaining("deep");
    }
}

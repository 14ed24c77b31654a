package vn.lgsp.gateway.connector.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Format.Kind;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.ProviderAnswer;

class DialectTest {
    private static final Format OLD = new Format(Kind.SOAP_1_1, "urn:look");
    private static final Format NEW = new Format(Kind.SOAP_1_2, "urn:look");

    private static String written(Format format, Object mapped) {
        return new String(Dialect.written(format, mapped), StandardCharsets.UTF_8);
    }

    private static ProviderAnswer answer(Format format, String type, String text) {
        return Dialect.read(format, 500, Map.of("content-type", type), text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_request_is_wrapped_into_the_envelope_of_its_version() {
        var mapped = Map.of("q:Look", Map.of("@xmlns:q", "urn:q"));

        assertThat(written(OLD, mapped))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><soap:Envelope xmlns:soap="
                        + "\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><q:Look xmlns:q=\"urn:q\"/></soap:Body>"
                        + "</soap:Envelope>");
        assertThat(Dialect.headers(OLD, true)).containsEntry("SOAPAction", "\"urn:look\"").containsEntry(
                "Content-Type", "text/xml; charset=utf-8");
        assertThat(written(NEW, mapped)).contains("\"http://www.w3.org/2003/05/soap-envelope\"");
        assertThat(Dialect.headers(NEW, true)).containsEntry("Content-Type",
                "application/soap+xml; charset=utf-8; action=\"urn:look\"").doesNotContainKey("SOAPAction");
    }

    @Test
    void a_request_may_have_a_header_or_be_the_text_of_an_element() {
        assertThat(written(OLD, Map.of("Header", Map.of("id", 7), "Body", Map.of("look", "x")))).contains(
                "<soap:Header><id>7</id></soap:Header><soap:Body><look>x</look></soap:Body>");
        assertThat(written(OLD, "<look>x</look>")).contains("<soap:Body><look>x</look></soap:Body>");
        assertThat(written(new Format(Kind.XML, ""), Map.of("look", "x"))).isEqualTo("<look>x</look>");
    }

    @Test
    void what_cannot_be_said_fails_the_mapping_without_quoting_it() {
        assertThatThrownBy(() -> Dialect.written(OLD, Map.of("q:Look", "secret"))).isInstanceOf(MappingFailed.class)
                .hasMessageContaining("q:Look").hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Dialect.written(OLD, null)).isInstanceOf(MappingFailed.class);
    }

    @Test
    void an_answer_is_what_the_body_holds() {
        assertThat(answer(OLD, "text/xml", "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header/>"
                + "<s:Body><r:KetQua xmlns:r='urn:r'><r:TonTai>true</r:TonTai></r:KetQua></s:Body></s:Envelope>")
                .body())
                .isEqualTo(Map.of("KetQua", Map.of("TonTai", "true")));
        assertThat(answer(OLD, "text/xml", "<Envelope><Body/></Envelope>").body()).isEqualTo(Map.of());
    }

    @Test
    void faults_of_both_versions_have_one_shape() {
        assertThat(answer(OLD, "text/xml",
                "<s:Envelope xmlns:s='u'><s:Body><s:Fault><faultcode>s:Client.Auth</faultcode>"
                        + "<faultstring xml:lang='vi'>Sai chữ ký</faultstring><detail><MaLoi>401</MaLoi></detail></s:Fault>"
                        + "</s:Body></s:Envelope>")
                .body()).isEqualTo(Map.of("Fault",
                        Map.of("code", "Client.Auth", "reason",
                                "Sai chữ ký", "detail", Map.of("MaLoi", "401"))));
        assertThat(answer(NEW, "application/soap+xml", "<s:Envelope xmlns:s='u'><s:Body><s:Fault><s:Code><s:Value>"
                + "s:Receiver</s:Value><s:Subcode><s:Value>x:Busy</s:Value></s:Subcode></s:Code><s:Reason><s:Text "
                + "xml:lang='vi'>Quá tải</s:Text><s:Text xml:lang='en'>Busy</s:Text></s:Reason></s:Fault></s:Body>"
                + "</s:Envelope>").body()).isEqualTo(Map.of("Fault", Map.of("code", "Receiver", "subcode", "Busy",
                        "reason", "Quá tải")));
    }

    @ParameterizedTest
    @ValueSource(strings = { "<html><body>Bad gateway</body></html>", "<html>", "{}",
            "<!DOCTYPE Envelope><Envelope><Body/></Envelope>" })
    void what_is_no_envelope_is_unreadable(String text) {
        assertThat(answer(OLD, "text/html", text).readable()).isFalse();
    }

    @Test
    void a_gateway_in_between_may_answer_in_json() {
        assertThat(answer(OLD, "application/json; charset=utf-8", "{\"code\":900901}").body()).isEqualTo(Map.of("code",
                900901));
    }
}

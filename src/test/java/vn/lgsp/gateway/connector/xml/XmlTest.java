package vn.lgsp.gateway.connector.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.connector.Json;

class XmlTest {
    private static String json(String xml) {
        return new String(Json.write(Xml.read(xml)), StandardCharsets.UTF_8);
    }

    private static Object plain(String json) {
        return java.util.Objects.requireNonNull(Json.read(json.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "<a>Tam Kỳ</a>|{\"a\":\"Tam Kỳ\"}",
            "<a/>|{\"a\":\"\"}",
            "<a>  <b>1</b>  <c><d>2</d></c> </a>|{\"a\":{\"b\":\"1\",\"c\":{\"d\":\"2\"}}}",
            "<a><b>1</b><c>x</c><b>2</b><b/></a>|{\"a\":{\"b\":[\"1\",\"2\",\"\"],\"c\":\"x\"}}",
            "<p:a xmlns:p='urn:x' p:id='7' k='v'><p:b>1</p:b></p:a>|{\"a\":{\"@id\":\"7\",\"@k\":\"v\",\"b\":\"1\"}}",
            "<a lang='vi'> x </a>|{\"a\":{\"@lang\":\"vi\",\"#text\":\" x \"}}",
            "<a>before <b>1</b> after</a>|{\"a\":{\"b\":\"1\",\"#text\":\"before  after\"}}",
            "<a><![CDATA[<b>&]]>&amp;&#273;</a>|{\"a\":\"<b>&&đ\"}",
            "<a><!-- no --><?no no?>1</a>|{\"a\":\"1\"}",
            "<?xml version='1.0' encoding='UTF-8'?> <a>1</a>|{\"a\":\"1\"}",
            "<a xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><b i:nil='true'/><c i:type='s'>1</c></a>|{\"a\":{\"b\":null,\"c\":\"1\"}}" })
    void xml_reads_as_plain_values(String xml, String expected) {
        assertThat(json(xml)).isEqualTo(expected);
    }

    @Test
    void bytes_are_read_in_the_encoding_they_state() {
        assertThat(Xml.read("<?xml version='1.0' encoding='utf-16'?><a>Tam Kỳ</a>".getBytes(
                StandardCharsets.UTF_16))).isEqualTo(Map.of("a", "Tam Kỳ"));
        assertThatThrownBy(() -> Xml.read(new byte[]{ '<', 'a', '>', (byte) 0xC3, '(', '<', '/', 'a', '>' }))
                .isInstanceOf(MalformedXml.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "x", "<a>", "<a></b>", "<a/><b/>", "<a>&x;</a>", "<a b='1' b='2'/>", "<p:a/>",
            "<a>\u0001</a>", "<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>" })
    void what_is_no_xml_or_has_a_doctype_is_refused(String text) {
        assertThatThrownBy(() -> Xml.read(text)).isInstanceOfSatisfying(MalformedXml.class, refused -> {
            assertThat(refused.detail().vi()).contains("XML");
            assertThat(refused.detail().en()).contains("XML");
        });
    }

    @Test
    @Timeout(5)
    void a_billion_laughs_are_refused_at_once() {
        var laughs = new StringBuilder("<!DOCTYPE l [<!ENTITY l0 'ha'>");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY l").append(i).append(" '").append(("&l" + (i - 1) + ";").repeat(10)).append("'>");
        }
        assertRefused(laughs + "]><l>&l29;</l>");
        assertRefused("<!DOCTYPE l [<!ENTITY x '" + "x".repeat(1_000_000) + "'>]><l>" + "&x;".repeat(10_000) + "</l>");
    }

    @Test
    @Timeout(5)
    void nothing_is_fetched_for_a_document() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var url = "http://127.0.0.1:" + server.getLocalPort() + "/x";
            assertRefused("<!DOCTYPE a SYSTEM '" + url + "'><a/>");
            assertRefused("<!DOCTYPE a [<!ENTITY % p SYSTEM '" + url + "'> %p;]><a/>");
            assertRefused("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>");

            assertThat(Xml.read("<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='" + url + "'/></a>"))
                    .isEqualTo(Map.of("a", Map.of("include", Map.of("@href", url))));
            server.setSoTimeout(1);
            assertThatThrownBy(server::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    @Timeout(5)
    void depth_and_size_have_bounds() {
        assertThat(Xml.read("<a>".repeat(100) + "</a>".repeat(100))).isNotEmpty();
        assertRefused("<a>".repeat(101) + "</a>".repeat(101));
        assertRefused("<a>".repeat(1_000_000));
        assertRefused("<r>" + "<a/>".repeat(500_000) + "</r>");
    }

    private static void assertRefused(String xml) {
        var began = System.nanoTime();
        assertThatThrownBy(() -> Xml.read(xml)).isInstanceOf(MalformedXml.class);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "{\"a\":\"Tam Kỳ\"}|<a>Tam Kỳ</a>",
            "{\"a\":{\"b\":[1,2.50,true],\"c\":null,\"d\":\"\"}}|<a><b>1</b><b>2.5</b><b>true</b><c/><d/></a>",
            "{\"d:a\":{\"@xmlns:d\":\"urn:x\",\"@id\":7,\"d:b\":\"1\"}}|<d:a xmlns:d=\"urn:x\" id=\"7\"><d:b>1</d:b></d:a>",
            "{\"a\":{\"@xmlns\":\"urn:x\",\"@k\":\"a\\\"<&\\n\",\"#text\":\"<b> & \\\"]]>\\r\"}}|<a xmlns=\"urn:x\" k=\"a&quot;&lt;&amp;&#10;\">&lt;b&gt; &amp; &quot;]]&gt;&#13;</a>" })
    void plain_values_are_written_as_xml(String json, String expected) {
        var written = Xml.write((Map<?, ?>) plain(json));

        assertThat(written).isEqualTo(expected);
        assertThat(Xml.read(written)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "{\"a b\":1}|`a b` is no name", "{\"1a\":1}|no name", "{\"a><b\":1}|no name", "{\"a:b:c\":1}|no name",
            "{\"d:a\":1}|prefix", "{\"a\":{\"@d:x\":1}}|prefix", "{\"a\":{\"@xmlns:d\":\"\"}}|declares no namespace",
            "{\"a\":1,\"b\":2}|one root element", "{\"a\":[1,2]}|one root element", "{\"a\":[[1]]}|list within a list",
            "{\"a\":\"x\\u0001\"}|`a` holds a character", "{\"a\":{\"@b\":{}}}|holds neither text" })
    void what_xml_cannot_hold_is_not_written(String json, String said) {
        assertThatThrownBy(() -> Xml.write((Map<?, ?>) plain(json))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }

    @Test
    void what_was_read_is_written_the_same() {
        var xml = "<hoSo ma=\"H1\"><con>An</con><con>Bình</con><cha><ten>Nguyễn Văn Thử</ten></cha></hoSo>";

        assertThat(Xml.write(Xml.read(xml))).isEqualTo(xml);
        assertThat(List.copyOf(Xml.read(xml).keySet())).containsExactly("hoSo");
    }
}

package vn.lgsp.gateway.connector.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.connector.BadExpression;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.MappingFailed;

class XsltTest {
    private static String sheet(String content) {
        return "<xsl:stylesheet version='3.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xmlns:xs='http://www.w3."
                + "org/2001/XMLSchema' xmlns:f='urn:f' xmlns:dc='urn:dc' exclude-result-prefixes='#all'>" + content
                + "</xsl:stylesheet>";
    }

    private static @Nullable Object mapped(String content, Object document, Map<String, Object> bindings) {
        return Xslt.compile("t.xsl", sheet(content)).evaluate(document, bindings);
    }

    @Test
    void plain_values_become_the_element_a_provider_wants() {
        var content = "<xsl:param name='transaction'/><xsl:template match='.'><dc:Tra><dc:Ma><xsl:value-of select='"
                + "$transaction?id'/></dc:Ma><dc:Ten><xsl:value-of select='?hoVaTen'/></dc:Ten><xsl:for-each select='"
                + "?con?*'><dc:Con tuoi='{?tuoi}'/></xsl:for-each></dc:Tra></xsl:template>";

        assertThat(mapped(content, Map.of("hoVaTen", "Trần & Thử", "con", List.of(Map.of("tuoi", 3), Map.of("tuoi",
                5))), Map.of("transaction", Map.of("id", "T1"), "unused", "x"))).isEqualTo(
                        "<dc:Tra xmlns:dc=\"urn:dc\"><dc:Ma>T1</dc:Ma><dc:Ten>Trần &amp; Thử</dc:Ten><dc:Con tuoi="
                                + "\"3\"/><dc:Con tuoi=\"5\"/></dc:Tra>");
    }

    @Test
    void an_answers_xml_becomes_plain_values_with_its_namespaces_in_sight() {
        var answer = Dialect.read(new Format(Format.Kind.SOAP_1_1, ""), 200, Map.of(),
                ("<s:Envelope xmlns:s='urn:s'><s:"
                        + "Body><dc:Kq xmlns:dc='urn:dc'><dc:Ten>An</dc:Ten><dc:Ten>Ba</dc:Ten></dc:Kq></s:Body></s:Envelope>")
                        .getBytes(StandardCharsets.UTF_8));
        var content = "<xsl:output method='json'/><xsl:template match='/'><xsl:map><xsl:map-entry key=\"'ten'\" select='"
                + "array { .//dc:Ten/string() }'/><xsl:map-entry key=\"'dem'\" select='count(.//dc:Ten)'/></xsl:map>"
                + "</xsl:template>";

        assertThat(mapped(content, java.util.Objects.requireNonNull(answer.body()), Map.of())).isEqualTo(Map.of("ten",
                List.of("An", "Ba"), "dem", 2));
    }

    @Test
    void one_that_does_not_compile_is_named_by_its_line() {
        assertThatThrownBy(() -> Xslt.compile("t.xsl", sheet("\n<xsl:template match='.'>\n<xsl:value-of select='1 +'/>"
                + "</xsl:template>"))).isInstanceOfSatisfying(BadExpression.class, bad -> assertThat(bad.place().line())
                        .isEqualTo(3));
        assertThatThrownBy(() -> Xslt.compile("t.xsl", "<!DOCTYPE x><x/>")).isInstanceOf(BadExpression.class)
                .hasMessageContaining("DOCTYPE");
    }

    @ParameterizedTest
    @ValueSource(strings = { "doc('file:///etc/hostname')", "unparsed-text('file:///etc/hostname')",
            "unparsed-text-lines('http://127.0.0.1:1/')", "doc-available('file:///etc/hostname') or error()",
            "collection('file:///etc')", "environment-variable('PATH')/error()", "json-doc('file:///etc/hostname')",
            "uri-collection('file:///etc')/error()", "system-property('user.home')[. ne '']/error()",
            "transform(map{'stylesheet-location':'file:///etc/hostname'})",
            "parse-xml('&lt;!DOCTYPE a [&lt;!ENTITY x SYSTEM \"file:///etc/hostname\">]>&lt;a>&amp;x;&lt;/a>')",
            "parse-xml('&lt;!DOCTYPE a SYSTEM \"file:///etc/hostname\">&lt;a/>')" })
    void nothing_outside_is_reached(String expression) {
        var content = "<xsl:template match='.'><a><xsl:value-of select=\"" + expression.replace("\"", "&quot;")
                + "\"/></a></xsl:template>";
        try {
            assertThat(mapped(content, Map.of(), Map.of())).isIn("<a/>");
        } catch (MappingFailed | BadExpression refused) {
            assertThat(refused.getMessage()).doesNotContain("root");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "<xsl:import href='file:///etc/hostname'/>",
            "<xsl:include href='http://127.0.0.1:1/x'/>" })
    void nothing_outside_is_included(String content) {
        assertThatThrownBy(() -> Xslt.compile("t.xsl", sheet(content))).isInstanceOf(BadExpression.class);
    }

    @Test
    void a_second_document_is_not_written() {
        assertThatThrownBy(() -> mapped("<xsl:template match='.'><xsl:result-document href='file:///tmp/x'><a/></xsl:"
                + "result-document></xsl:template>", Map.of(), Map.of())).isInstanceOf(BadExpression.class);
    }

    @ParameterizedTest
    @Timeout(6)
    @ValueSource(strings = {
            "<xsl:template match='.' name='t'><xsl:call-template name='t'/></xsl:template>",
            "<xsl:function name='f:f'><xsl:param name='n'/><xsl:sequence select='f:f($n + 1)'/></xsl:function>"
                    + "<xsl:template match='.'><a><xsl:value-of select='f:f(1)'/></a></xsl:template>",
            "<xsl:function name='f:f'><xsl:param name='n'/><xsl:sequence select='1 + f:f($n)'/></xsl:function>"
                    + "<xsl:template match='.'><a><xsl:value-of select='f:f(1)'/></a></xsl:template>",
            "<xsl:template match='.'><a><xsl:value-of select='sum(for $i in 1 to ?n return $i mod 7)'/></a>"
                    + "</xsl:template>",
            "<xsl:template match='.'><a><xsl:value-of select='count((1 to ?n)[. mod 7 = 8])'/></a>"
                    + "</xsl:template>",
            "<xsl:template match='.'><a><xsl:value-of select='sum((1 to ?n) ! (. mod 7))'/></a>"
                    + "</xsl:template>",
            "<xsl:template match='.'><a><xsl:value-of select='some $i in 1 to ?n satisfies $i mod 7 = 8'/></a>"
                    + "</xsl:template>",
            "<xsl:template match='.'><a><xsl:for-each select='1 to ?n'><b>x</b></xsl:for-each></a>"
                    + "</xsl:template>",
            "<xsl:template match='.'><a><xsl:value-of select='fold-left(1 to ?n, 0, function($a, $b) { ($a + "
                    + "$b) mod 7 })'/></a></xsl:template>",
            "<xsl:template match='.'><a><xsl:iterate select='1 to ?n'><xsl:if test='. = 0'><xsl:break/>"
                    + "</xsl:if></xsl:iterate></a></xsl:template>" })
    void one_without_end_is_stopped_and_named(String content) {
        assertThatThrownBy(() -> Xslt.compile("t.xsl", sheet(content), Duration.ofMillis(200))
                .evaluate(Map.of("n", 2_000_000_000), Map.of())).isInstanceOf(MappingFailed.class)
                .hasMessageMatching(
                        "t.xsl: (ran for too long or wrote too much, and was stopped|SXLM0001 in line 1|StackOverflowError)");
    }

    @Test
    void a_failure_never_quotes_the_document() {
        assertThatThrownBy(() -> mapped("<xsl:template match='.'><a><xsl:value-of select='xs:integer(?so) + 1'/></a>"
                + "</xsl:template>", Map.of("so", "bí mật"), Map.of())).isInstanceOf(MappingFailed.class)
                .hasMessageContaining("FORG0001").hasMessageNotContaining("bí mật");
        assertThatThrownBy(() -> mapped("<xsl:template match='.'><xsl:message terminate='yes' select='?so'/>"
                + "</xsl:template>", Map.of("so", "bí mật"), Map.of())).isInstanceOf(MappingFailed.class)
                .hasMessageNotContaining("bí mật");
    }
}

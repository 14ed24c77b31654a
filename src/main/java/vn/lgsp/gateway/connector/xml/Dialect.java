package vn.lgsp.gateway.connector.xml;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.ProviderAnswer;

/** How plain values go over the wire in the format a provider speaks, and how its answers are read. */
public final class Dialect {
    private Dialect() {}

    /**
     * The body of a call; of JSON that holds attachments, as {@link Json#keep} writes it.
     *
     * @param mapped what the mapping made: plain values, or (from XSLT) the text of an XML element
     * @throws MappingFailed when it cannot be said in this format
     */
    public static byte[] written(Format format, @Nullable Object mapped) {
        try {
            return switch (format.kind()) {
                case JSON -> Json.keep(mapped);
                case XML -> element(mapped).getBytes(StandardCharsets.UTF_8);
                case SOAP_1_1, SOAP_1_2 -> Soap.envelope(format.kind(), mapped).getBytes(StandardCharsets.UTF_8);
            };
        } catch (IllegalArgumentException no) {
            throw new MappingFailed("no " + (format.kind() == Format.Kind.JSON ? "JSON: " : "XML: ") + no.getMessage());
        }
    }

    /** An element's text as it is, an object of one root element as XML. */
    static String element(@Nullable Object mapped) {
        return switch (mapped) {
            case String text -> text;
            case Map<?, ?> map -> Xml.write(map);
            case null, default -> throw new IllegalArgumentException("the mapping gave no element");
        };
    }

    /** Headers that go with the format: what is accepted, and, where there is a body, what it is. */
    public static Map<String, String> headers(Format format, boolean body) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Accept", switch (format.kind()) {
            case JSON -> "application/json";
            case XML -> "application/xml, text/xml";
            case SOAP_1_1 -> "text/xml";
            case SOAP_1_2 -> "application/soap+xml";
        });
        if (body) {
            headers.put("Content-Type", switch (format.kind()) {
                case JSON -> "application/json; charset=utf-8";
                case XML -> "application/xml; charset=utf-8";
                case SOAP_1_1 -> "text/xml; charset=utf-8";
                case SOAP_1_2 -> "application/soap+xml; charset=utf-8" + (format.action().isEmpty()
                        ? ""
                        : "; action=\"" + format.action() + "\"");
            });
        }
        if (body && format.kind() == Format.Kind.SOAP_1_1) {
            headers.put("SOAPAction", "\"" + format.action() + "\"");
        }
        return headers;
    }

    /**
     * A provider's answer. What says of itself that it is JSON is read as JSON whatever the provider speaks: a gateway in
     * between answers in its own words.
     *
     * @param headers by lower-case name
     */
    public static ProviderAnswer read(Format format, int status, Map<String, String> headers, byte[] bytes) {
        var type = headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
        try {
            return new ProviderAnswer(status, headers, switch (type.contains("json")
                    ? Format.Kind.JSON
                    : format.kind()) {
                case JSON -> Json.read(bytes);
                case XML -> new XmlDocument(Xml.read(bytes), bytes);
                case SOAP_1_1, SOAP_1_2 -> new XmlDocument(Soap.content(Xml.read(bytes)), bytes);
            }, true);
        } catch (MalformedJson | MalformedXml e) {
            return new ProviderAnswer(status, headers, null, false);
        }
    }
}

package vn.lgsp.gateway.connector.xml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Format;

/** Envelopes of SOAP 1.1 and 1.2, and their Faults in one shape: {@code {Fault: {code, subcode, reason, detail}}}. */
final class Soap {
    private static final Set<String> PARTS = Set.of("Header", "Body");

    private Soap() {}

    /** @param mapped what the Body holds; or an object of {@code Header} and {@code Body} alone */
    static String envelope(Format.Kind kind, @Nullable Object mapped) {
        var namespace = kind == Format.Kind.SOAP_1_1 ? Envelope.SOAP_1_1 : Envelope.SOAP_1_2;
        var whole = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><soap:Envelope xmlns:soap=\"").append(
                namespace).append("\">");
        if (mapped instanceof Map<?, ?> map && map.containsKey("Body") && PARTS.containsAll(map.keySet())) {
            if (map.get("Header") != null) {
                whole.append("<soap:Header>").append(Dialect.element(map.get("Header"))).append("</soap:Header>");
            }
            body(whole, map.get("Body"));
        } else {
            body(whole, mapped);
        }
        return whole.append("</soap:Envelope>").toString();
    }

    private static void body(StringBuilder whole, @Nullable Object content) {
        whole.append("<soap:Body>").append(Dialect.element(content)).append("</soap:Body>");
    }

    /** What an answer's Body holds. */
    static Map<?, ?> content(Map<String, @Nullable Object> document) {
        if (!(document.get("Envelope") instanceof Map<?, ?> envelope) || !envelope.containsKey("Body")) {
            throw new MalformedXml("Không phải phong bì SOAP", "No SOAP envelope");
        }
        return switch (envelope.get("Body")) {
            case Map<?, ?> body when body.get("Fault") instanceof Map<?, ?> fault -> Map.of("Fault", fault(fault));
            case Map<?, ?> body -> body;
            case null, default -> Map.of();
        };
    }

    private static Map<String, @Nullable Object> fault(Map<?, ?> said) {
        var fault = new LinkedHashMap<String, @Nullable Object>();
        if (said.get("Code") instanceof Map<?, ?> code) {
            put(fault, "code", bare(code.get("Value")));
            put(fault, "subcode", code.get("Subcode") instanceof Map<?, ?> sub ? bare(sub.get("Value")) : null);
            put(fault, "reason", text(said.get("Reason") instanceof Map<?, ?> reason ? reason.get("Text") : null));
            put(fault, "detail", said.get("Detail"));
        } else {
            put(fault, "code", bare(said.get("faultcode")));
            put(fault, "reason", text(said.get("faultstring")));
            put(fault, "detail", said.get("detail"));
        }
        return fault;
    }

    private static void put(Map<String, @Nullable Object> fault, String name, @Nullable Object value) {
        if (value != null) {
            fault.put(name, value);
        }
    }

    /** The first of several languages, without its attributes. */
    private static @Nullable Object text(@Nullable Object said) {
        return switch (said) {
            case List<?> list -> text(list.getFirst());
            case Map<?, ?> map -> map.get("#text");
            case null, default -> said;
        };
    }

    /** A qualified name without its prefix. */
    private static @Nullable Object bare(@Nullable Object name) {
        return text(name) instanceof String said ? said.strip().substring(said.strip().indexOf(':') + 1) : null;
    }
}

package vn.lgsp.gateway.intake;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.Operations;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.shape.Messages;
import vn.lgsp.gateway.connector.shape.Shape;
import vn.lgsp.gateway.connector.shape.XmlValues;
import vn.lgsp.gateway.connector.xml.Xml;

/** Says in XML what the gateway says in JSON, to callers that speak XML at the same addresses, and reads what they send. */
@Component
class XmlTongue {
    private static final String PROBLEM = "urn:ietf:rfc:7807";

    private final Catalogue catalogue;
    private final Operations operations;

    XmlTongue(Catalogue catalogue, Operations operations) {
        this.catalogue = catalogue;
        this.operations = operations;
    }

    /** Its body says it is XML, and its service can be called in it. */
    boolean speaks(Arrival arrival) {
        return sent(arrival.request()) && Messages.inXml(arrival.service());
    }

    private static boolean sent(Request request) {
        var type = request.header("Content-Type");
        return type != null && (type.startsWith("application/xml") || type.startsWith("text/xml"));
    }

    private static boolean xml(@Nullable String type) {
        return type != null && type.contains("xml");
    }

    /**
     * A request's document as it would have come in JSON; its root may be called anything.
     *
     * @throws vn.lgsp.gateway.connector.xml.MalformedXml when it cannot be read
     */
    @Nullable
    Object document(Service service, byte[] body) {
        return XmlValues.read(messages(service).map(Messages::request).orElseGet(() -> Shape.of(null, Map.of())), Xml
                .read(body).values().iterator().next());
    }

    /** What goes to a service and comes from it; nothing while its connector is being taken away. */
    Optional<Messages> messages(Service service) {
        return connector(service).map(connector -> Messages.of(service, connector));
    }

    private Optional<Connector> connector(Service service) {
        return Optional.ofNullable(catalogue.connectors().get(service.connector()));
    }

    /** The answer in XML where that is what the caller wants and there is a way to say it. */
    Answer said(Request request, Answer said) {
        if (!wanted(request) || said.flow() != null) {
            return said;
        }
        var answer = said.sure();
        if (answer.problem() != null) {
            return answer.as(answer.status(), "application/problem+xml", problem(answer.body()));
        }
        return asked(request).filter(Messages::inXml).flatMap(this::messages).filter(messages -> answer.mediaType()
                .contains("json"))
                .map(messages -> answer.as(answer.status(), type(request), text(element(messages, answer,
                        Messages.namespace(connectorOf(request))))))
                .orElse(answer);
    }

    private static boolean wanted(Request request) {
        var accept = request.header("Accept");
        if (xml(accept)) {
            return preferred(accept);
        }
        return (accept == null || !accept.contains("json")) && sent(request);
    }

    /** XML is accepted at least as gladly as JSON. */
    private static boolean preferred(@Nullable String accept) {
        try {
            var xml = 0.0;
            var json = 0.0;
            for (var type : MediaType.parseMediaTypes(accept)) {
                if (xml(type.getSubtype())) {
                    xml = Math.max(xml, type.getQualityValue());
                } else if (type.includes(MediaType.APPLICATION_JSON)) {
                    json = Math.max(json, type.getQualityValue());
                }
            }
            return xml > 0 && xml >= json;
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static String type(Request request) {
        var wanted = Optional.ofNullable(request.header("Accept")).filter(XmlTongue::xml)
                .orElseGet(() -> String.valueOf(
                        request.header("Content-Type")));
        return (wanted.contains("text/xml") && !wanted.contains("application/xml") ? "text/xml" : "application/xml")
                + "; charset=utf-8";
    }

    private static String connectorOf(Request request) {
        return request.path().split("/", 4)[2];
    }

    private Optional<Service> asked(Request request) {
        var path = request.path().split("/", 5);
        return path.length < 5
                ? Optional.empty()
                : operations.match(path[2], request.method(), "/" + path[4]).map(Operations.Match::service);
    }

    /** An answer's document as one element of the service's name space. */
    static Map<String, Object> element(Messages messages, Answer answer, String namespace) {
        var shape = answer.status() == 202 ? messages.receipt() : messages.reply();
        var element = new LinkedHashMap<String, Object>();
        element.put("@xmlns", namespace);
        if (XmlValues.write(shape, Json.read(answer.body())) instanceof Map<?, ?> members) {
            members.forEach((name, value) -> element.put(String.valueOf(name), value));
        } else {
            element.put("#text", XmlValues.write(shape, Json.read(answer.body())));
        }
        return Map.of(messages.response(), element);
    }

    private static byte[] text(Map<String, Object> document) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + Xml.write(document)).getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 9457, appendix B. */
    private static byte[] problem(byte[] json) {
        var element = new LinkedHashMap<String, Object>();
        element.put("@xmlns", PROBLEM);
        if (listed(Json.read(json)) instanceof Map<?, ?> members) {
            members.forEach((name, value) -> element.put(String.valueOf(name), value));
        }
        return text(Map.of("problem", element));
    }

    private static Object listed(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var element = new LinkedHashMap<String, Object>();
                map.forEach((name, member) -> element.put(String.valueOf(name), listed(member)));
                yield element;
            }
            case List<?> list -> Map.of("i", list.stream().map(XmlTongue::listed).toList());
            case null -> "";
            default -> XmlValues.write(Shape.of(null, Map.of()), value);
        };
    }
}

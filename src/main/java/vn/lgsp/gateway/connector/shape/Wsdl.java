package vn.lgsp.gateway.connector.shape;

import static vn.lgsp.gateway.connector.shape.Xsd.PREFIX;
import static vn.lgsp.gateway.connector.shape.Xsd.map;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.xml.Xml;

/**
 * A WSDL 1.1 of some services of a connector: document/literal, wrapped, with a binding of SOAP 1.1 and one of 1.2. Every
 * operation may answer the Fault {@code problem}.
 */
public final class Wsdl {
    /** The element of a SOAP header that holds the idempotency key. */
    public static final String KEY = "IdempotencyKey";
    /** The name space of the problem in a Fault. */
    public static final String PROBLEMS = "urn:lgsp:problem";
    private static final String HTTP = "http://schemas.xmlsoap.org/soap/http";

    private final Connector connector;
    private final List<Messages> all;
    private final String address;

    private Wsdl(Connector connector, List<Messages> all, String address) {
        this.connector = connector;
        this.all = all;
        this.address = address;
    }

    /**
     * @param all of the services it is to name
     * @param address where they are called
     */
    public static byte[] of(Connector connector, List<Messages> all, String address) {
        return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + Xml.write(Map.of("wsdl:definitions", new Wsdl(connector,
                        all, address).definitions())))
                .getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, Object> definitions() {
        var name = XmlNames.of(connector.name());
        var namespace = Messages.namespace(connector.name());
        return map("@xmlns:wsdl", "http://schemas.xmlsoap.org/wsdl/", "@xmlns:soap",
                "http://schemas.xmlsoap.org/wsdl/soap/", "@xmlns:soap12", "http://schemas.xmlsoap.org/wsdl/soap12/",
                "@xmlns:xs", "http://www.w3.org/2001/XMLSchema", "@xmlns:tns", namespace, "@xmlns:p", PROBLEMS, "@name",
                name, "@targetNamespace", namespace, "wsdl:documentation", connector.title().vi(), "wsdl:types", map(
                        "xs:schema", List.of(Xsd.of(namespace, all), problems())),
                "wsdl:message", messages(), "wsdl:portType", map("@name", name, "wsdl:operation", all.stream().map(
                        Wsdl::operation).toList()),
                "wsdl:binding", List.of(binding(name, "soap"), binding(name, "soap12")), "wsdl:service", map("@name",
                        name, "wsdl:port", List.of(port(name, "soap"), port(name, "soap12"))));
    }

    private List<Object> messages() {
        var messages = new ArrayList<Object>();
        for (var one : all) {
            messages.add(message(one.operation(), "parameters", PREFIX + one.operation()));
            messages.add(message(one.response(), "parameters", PREFIX + one.response()));
        }
        messages.add(message("problem", "problem", "p:problem"));
        if (all.stream().anyMatch(Messages::keyed)) {
            messages.add(message(KEY, KEY, PREFIX + KEY));
        }
        return messages;
    }

    private static Map<String, Object> message(String name, String part, String element) {
        return map("@name", name, "wsdl:part", map("@name", part, "@element", element));
    }

    private static Map<String, Object> operation(Messages one) {
        return map("@name", one.operation(), "wsdl:documentation", one.about(), "wsdl:input",
                map("@message", PREFIX + one
                        .operation()),
                "wsdl:output", map("@message", PREFIX + one.response()), "wsdl:fault", map("@name",
                        "problem", "@message", PREFIX + "problem"));
    }

    private Map<String, Object> binding(String name, String soap) {
        return map("@name", name + "." + soap, "@type", PREFIX + name, soap + ":binding", map("@transport", HTTP,
                "@style", "document"), "wsdl:operation", all.stream().map(one -> bound(one, soap)).toList());
    }

    private Map<String, Object> bound(Messages one, String soap) {
        var input = map(soap + ":body", map("@use", "literal"));
        if (one.keyed()) {
            input.put(soap + ":header", map("@message", PREFIX + KEY, "@part", KEY, "@use", "literal"));
        }
        return map("@name", one.operation(), soap + ":operation",
                map("@soapAction", Messages.namespace(connector.name())
                        + ":" + one.operation(), "@style", "document"),
                "wsdl:input", input, "wsdl:output", map(soap + ":body",
                        map("@use", "literal")),
                "wsdl:fault", map("@name", "problem", soap + ":fault", map("@name", "problem", "@use", "literal")));
    }

    private Map<String, Object> port(String name, String soap) {
        return map("@name", name + "." + soap, "@binding", PREFIX + name + "." + soap, soap + ":address",
                map("@location",
                        address));
    }

    /** What a Fault's detail holds. */
    private static Map<String, Object> problems() {
        var inBoth = List.of(text("vi", "1"), text("en", "1"));
        return map("@targetNamespace", PROBLEMS, "@elementFormDefault", "qualified", "xs:element", map("@name",
                "problem",
                "xs:complexType", map("xs:sequence", map("xs:element", List.of(text("code", "1"), map("@name", "status",
                        "@type", "xs:int"), text("transactionId", "1"), both("title", inBoth), both("detail", inBoth),
                        many("error", List.of(text("pointer", "1"), text("vi", "1"), text("en", "1"))),
                        many("more", List
                                .of(text("name", "1"), text("value", "1"))))))));
    }

    private static Map<String, Object> text(String name, String least) {
        return map("@name", name, "@type", "xs:string", "@minOccurs", least);
    }

    private static Map<String, Object> both(String name, List<Map<String, Object>> members) {
        return map("@name", name, "xs:complexType", map("xs:sequence", map("xs:element", members)));
    }

    private static Map<String, Object> many(String name, List<Map<String, Object>> members) {
        var element = map("@minOccurs", "0", "@maxOccurs", "unbounded");
        element.putAll(both(name, members));
        return element;
    }
}

package vn.lgsp.gateway.cli.scaffold;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.xml.Xml;

/** A WSDL 1.1 as it is looked things up in: names without their prefixes. */
final class Wsdl {
    private static final int DEEPEST = 12;

    private final Map<?, ?> definitions;
    private final boolean newer;

    /** @throws IllegalArgumentException when it is none */
    Wsdl(byte[] bytes) {
        var document = Xml.read(bytes);
        if (!(document.get("definitions") instanceof Map<?, ?> found)) {
            throw new IllegalArgumentException("it is no WSDL 1.1: its root is " + document.keySet());
        }
        this.definitions = found;
        this.newer = !new String(bytes, StandardCharsets.UTF_8).contains("http://schemas.xmlsoap.org/wsdl/soap/");
    }

    /** What is called: one operation with its elements. */
    record Action(String name, String soapAction, Map<?, ?> input, Map<?, ?> output) {}

    String format() {
        return newer ? "soap-1.2" : "soap-1.1";
    }

    String title() {
        var service = first(definitions, "service");
        return service.isPresent() ? text(service.get(), "@name") : text(definitions, "@name");
    }

    Optional<String> address() {
        return port().flatMap(port -> first(port, "address")).map(address -> text(address, "@location")).filter(
                url -> url.matches("https?://[^{}?]+"));
    }

    /** The one of SOAP 1.1 where there are several. */
    private Optional<Map<?, ?>> port() {
        var ports = first(definitions, "service").map(service -> all(service, "port")).orElse(List.of());
        return ports.stream().filter(port -> newer || !local(text(port, "@binding")).endsWith("12")).filter(
                port -> first(port, "address").isPresent()).findFirst();
    }

    List<Action> actions() {
        var binding = port().flatMap(port -> named("binding", text(port, "@binding")))
                .orElseGet(() -> first(definitions,
                        "binding").orElse(Map.of()));
        var interfaceOf = named("portType", text(binding, "@type")).orElse(Map.of());
        return all(interfaceOf, "operation").stream().map(operation -> action(binding, operation)).toList();
    }

    private Action action(Map<?, ?> binding, Map<?, ?> operation) {
        var name = text(operation, "@name");
        var soapAction = all(binding, "operation").stream().filter(one -> text(one, "@name").equals(name)).flatMap(
                one -> first(one, "operation").stream()).map(one -> text(one, "@soapAction")).findFirst().orElse("");
        return new Action(name, soapAction, element(operation, "input"), element(operation, "output"));
    }

    /** The element a message is made of; nothing for messages of the RPC style. */
    private Map<?, ?> element(Map<?, ?> operation, String way) {
        return first(operation, way).flatMap(one -> named("message", text(one, "@message"))).flatMap(message -> first(
                message, "part")).map(part -> text(part, "@element")).flatMap(this::declared).orElse(Map.of());
    }

    private Optional<Map<?, ?>> declared(String name) {
        return schemas().stream().flatMap(schema -> all(schema, "element").stream()).filter(one -> text(one, "@name")
                .equals(local(name))).findFirst();
    }

    /** The name space an element is declared in, and whether its children are in it too. */
    String namespace(Map<?, ?> element) {
        return around(element).map(schema -> text(schema, "@targetNamespace")).orElse("");
    }

    boolean qualified(Map<?, ?> element) {
        return around(element).map(schema -> text(schema, "@elementFormDefault").equals("qualified")).orElse(false);
    }

    private Optional<Map<?, ?>> around(Map<?, ?> element) {
        return schemas().stream().filter(schema -> all(schema, "element").contains(element)).findFirst();
    }

    private List<Map<?, ?>> schemas() {
        return first(definitions, "types").map(types -> all(types, "schema")).orElse(List.of());
    }

    /** JSON Schema of what an element holds. */
    Map<String, Object> schema(Map<?, ?> element) {
        return schema(element, 0);
    }

    private Map<String, Object> schema(Map<?, ?> element, int depth) {
        if (depth > DEEPEST) {
            return new LinkedHashMap<>();
        }
        if (element.get("@ref") instanceof String reference) {
            return declared(reference).map(found -> schema(found, depth + 1)).orElseGet(LinkedHashMap::new);
        }
        var own = first(element, "complexType");
        if (own.isPresent()) {
            return complex(own.get(), depth);
        }
        var simple = first(element, "simpleType");
        return simple.isPresent() ? simple(simple.get()) : typed(text(element, "@type"), depth);
    }

    private Map<String, Object> typed(String type, int depth) {
        for (var schema : schemas()) {
            for (var kind : List.of("complexType", "simpleType")) {
                for (var one : all(schema, kind)) {
                    if (text(one, "@name").equals(local(type))) {
                        return kind.equals("simpleType") ? simple(one) : complex(one, depth + 1);
                    }
                }
            }
        }
        return builtIn(local(type));
    }

    private static Map<String, Object> builtIn(String type) {
        return switch (type) {
            case "int", "integer", "long", "short", "byte", "unsignedInt", "nonNegativeInteger", "positiveInteger" ->
                Draft
                        .members("type", "integer");
            case "decimal", "double", "float" -> Draft.members("type", "number");
            case "boolean" -> Draft.members("type", "boolean");
            default -> Draft.members("type", "string");
        };
    }

    private Map<String, Object> simple(Map<?, ?> type) {
        var restriction = first(type, "restriction").orElse(Map.of());
        var schema = builtIn(local(text(restriction, "@base")));
        var values = all(restriction, "enumeration").stream().map(one -> text(one, "@value")).toList();
        if (!values.isEmpty() && "string".equals(schema.get("type"))) {
            schema.put("enum", values);
        }
        return schema;
    }

    private Map<String, Object> complex(Map<?, ?> type, int depth) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<Object>();
        for (var group : List.of("sequence", "all", "choice")) {
            first(type, group).ifPresent(members -> all(members, "element").forEach(one -> {
                var name = one.get("@ref") instanceof String reference ? local(reference) : text(one, "@name");
                var schema = schema(one, depth + 1);
                properties.put(name, many(one) ? Draft.members("type", "array", "items", schema) : schema);
                if (!"0".equals(text(one, "@minOccurs")) && !group.equals("choice")) {
                    required.add(name);
                }
            }));
        }
        var schema = Draft.members("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static boolean many(Map<?, ?> element) {
        return !List.of("", "0", "1").contains(text(element, "@maxOccurs"));
    }

    private Optional<Map<?, ?>> named(String kind, String name) {
        return all(definitions, kind).stream().filter(one -> text(one, "@name").equals(local(name))).findFirst();
    }

    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }

    private static Optional<Map<?, ?>> first(Map<?, ?> map, String key) {
        return all(map, key).stream().findFirst();
    }

    /** What is there once is no list; what is empty is a text. */
    private static List<Map<?, ?>> all(Map<?, ?> map, String key) {
        var found = new ArrayList<Map<?, ?>>();
        for (@Nullable
        Object one : map.get(key) instanceof List<?> list ? list : Arrays.asList(map.get(key))) {
            if (one instanceof Map<?, ?> element) {
                found.add(element);
            } else if (one != null) {
                found.add(Map.of());
            }
        }
        return found;
    }
}

package vn.lgsp.gateway.connector.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.shape.Shape.Kind;

/**
 * Shapes as XML Schema 1.0, as plain values that {@link vn.lgsp.gateway.connector.xml.Xml} writes. Requests are told with
 * the bounds of their values; answers without, so that no client fails over what a provider said.
 */
final class Xsd {
    /** What stands in the name space of the messages refers to it by this prefix. */
    static final String PREFIX = "tns:";
    private final String namespace;
    /** Types that have a name, by that name: what may contain itself must have one. */
    private final Map<String, Object> types = new TreeMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    private Xsd(String namespace) {
        this.namespace = namespace;
    }

    /** The elements of all messages, and the one of a header. */
    static Map<String, Object> of(String namespace, List<Messages> all) {
        return new Xsd(namespace).schema(all);
    }

    private Map<String, Object> schema(List<Messages> all) {
        var elements = new ArrayList<Object>();
        for (var messages : all) {
            elements.add(root(messages.operation(), messages.request(), true));
            elements.add(root(messages.response(), messages.reply(), false));
        }
        if (all.stream().anyMatch(Messages::keyed)) {
            elements.add(map("@name", Wsdl.KEY, "xs:simpleType", restriction("xs:string", map("xs:minLength", value(1),
                    "xs:maxLength", value(200)))));
        }
        return map("@xmlns:xs", "http://www.w3.org/2001/XMLSchema", "@targetNamespace", namespace,
                "@elementFormDefault",
                "qualified", "xs:element", elements, "xs:complexType", List.copyOf(types.values()));
    }

    private Map<String, Object> root(String name, Shape shape, boolean strict) {
        var element = map("@name", name);
        switch (shape.kind()) {
            case OBJECT -> element.put("xs:complexType", members(shape, strict));
            case LIST -> element.put("xs:complexType", items(shape, strict));
            default -> element.putAll(typed(shape, strict));
        }
        return element;
    }

    private Map<String, Object> items(Shape list, boolean strict) {
        return sequence(List.of(element(XmlValues.ITEM, list.items(), false, strict, true)), false);
    }

    private Map<String, Object> members(Shape shape, boolean strict) {
        var required = shape.required();
        return sequence(shape.members().entrySet().stream().map(member -> element(XmlNames.of(member.getKey()), member
                .getValue(), required.contains(member.getKey()), strict, false)).toList(), shape.open());
    }

    private static Map<String, Object> sequence(List<Map<String, Object>> elements, boolean open) {
        var sequence = map("xs:element", elements);
        if (open) {
            sequence.put("xs:any", map("@namespace", "##other", "@processContents", "lax", "@minOccurs", "0",
                    "@maxOccurs", "unbounded"));
        }
        return map("xs:sequence", sequence);
    }

    /** @param item of a list that has no name of its own */
    private Map<String, Object> element(String name, Shape shape, boolean required, boolean strict, boolean item) {
        var many = item || shape.kind() == Kind.LIST;
        var element = map("@name", name, "@minOccurs", required && (!many || shape.word("minItems") instanceof Integer n
                && n > 0) ? "1" : "0");
        if (many) {
            element.put("@maxOccurs", strict && shape.word("maxItems") instanceof Integer most ? most : "unbounded");
        }
        var one = many && !item ? shape.items() : shape;
        if (one.nullable() || shape.nullable()) {
            element.put("@nillable", "true");
        }
        var type = typed(one, strict);
        type.forEach((word, value) -> {
            if (word.startsWith("@")) {
                element.put(word, value);
            }
        });
        var about = about(shape);
        if (!about.isEmpty()) {
            element.put("xs:annotation", map("xs:documentation", about));
        }
        type.forEach(element::putIfAbsent);
        return element;
    }

    private static String about(Shape shape) {
        return Stream.of("title", "description").map(shape::word).filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.joining(". "));
    }

    /** The attribute that names a type, or the type itself. */
    private Map<String, Object> typed(Shape shape, boolean strict) {
        return switch (shape.kind()) {
            case OBJECT -> shape.reference().isEmpty()
                    ? map("xs:complexType", members(shape, strict))
                    : map("@type", PREFIX + named(shape, strict));
            case LIST -> map("xs:complexType", items(shape, strict));
            case TEXT -> simple(strict ? text(shape) : "xs:string", strict
                    ? bounds(shape, "minLength", "xs:minLength",
                            "maxLength", "xs:maxLength")
                    : Map.of());
            case INTEGER -> simple("xs:long", strict ? range(shape) : Map.of());
            case NUMBER -> simple("xs:decimal", strict ? range(shape) : Map.of());
            case BOOLEAN -> map("@type", "xs:boolean");
            case ANY -> map("@type", "xs:anyType");
        };
    }

    /** The same reference is the same type, once as strict and once not. */
    private String named(Shape shape, boolean strict) {
        var known = names.get(shape.reference() + strict);
        if (known != null) {
            return known;
        }
        var bare = shape.reference().replaceFirst("^#/components/schemas/", "")
                .replaceAll("/(\\$defs|properties)/", ".")
                .replaceAll("[^A-Za-z0-9._-]+", "_").replaceFirst("^([^A-Za-z_])", "_$1");
        var name = bare;
        for (int i = 2; names.containsValue(name); i++) {
            name = bare + "." + i;
        }
        names.put(shape.reference() + strict, name);
        var type = map("@name", name);
        type.putAll(members(shape, strict));
        types.put(name, type);
        return name;
    }

    private static String text(Shape shape) {
        return switch (String.valueOf(shape.word("format"))) {
            case "date" -> "xs:date";
            case "date-time" -> "xs:dateTime";
            default -> "xs:string";
        };
    }

    private static Map<String, Object> range(Shape shape) {
        return bounds(shape, "minimum", "xs:minInclusive", "maximum", "xs:maxInclusive");
    }

    private static Map<String, Object> bounds(Shape shape, String least, String minimum, String most, String maximum) {
        var facets = map();
        if (shape.word("enum") instanceof List<?> values) {
            facets.put("xs:enumeration",
                    values.stream().filter(one -> one != null).distinct().map(Xsd::value).toList());
            return facets;
        }
        if (shape.word(least) instanceof Number n) {
            facets.put(minimum, value(n));
        }
        if (shape.word(most) instanceof Number n) {
            facets.put(maximum, value(n));
        }
        return facets;
    }

    /** Dates have no length. */
    private static Map<String, Object> simple(String base, Map<String, Object> facets) {
        return facets.isEmpty() || base.startsWith("xs:date")
                ? map("@type", base)
                : map("xs:simpleType", restriction(base, facets));
    }

    private static Map<String, Object> restriction(String base, Map<String, Object> facets) {
        var restriction = map("@base", base);
        restriction.putAll(facets);
        return map("xs:restriction", restriction);
    }

    private static Map<String, Object> value(@Nullable Object value) {
        return map("@value", value instanceof Number number
                ? XmlValues.write(Shape.of(null, Map.of()), number)
                : String
                        .valueOf(value));
    }

    /** An element in the making. */
    static Map<String, Object> map(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }
}

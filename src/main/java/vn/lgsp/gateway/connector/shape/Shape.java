package vn.lgsp.gateway.connector.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a JSON Schema says of a value's form. Rules about its content are for whoever checks it. Looks things up once and
 * keeps them: for one thread.
 */
public final class Shape {
    private static final int DEEPEST = 8;
    private static final List<String> ALTERNATIVES = List.of("anyOf", "oneOf", "allOf");
    private static final List<String> CONDITIONS = List.of("then", "else");

    private final Map<?, ?> schema;
    private final Map<?, ?> contract;
    private final String reference;
    private @Nullable Kind kind;
    private @Nullable Map<String, Shape> members;
    private @Nullable Shape items;
    private @Nullable Shape others;

    /** What XML cannot tell by itself. */
    public enum Kind {
        OBJECT, LIST, TEXT, INTEGER, NUMBER, BOOLEAN, ANY
    }

    private Shape(Map<?, ?> schema, Map<?, ?> contract, String reference) {
        this.schema = schema;
        this.contract = contract;
        this.reference = reference;
    }

    /** @param contract what its references lead into */
    public static Shape of(@Nullable Object schema, Map<?, ?> contract) {
        var here = schema;
        var reference = "";
        for (int i = 0; i < DEEPEST && here instanceof Map<?, ?> map && map.get("$ref") instanceof String target; i++) {
            reference = target;
            here = below(contract, target);
        }
        return new Shape(here instanceof Map<?, ?> map ? map : Map.of(), contract, reference);
    }

    /** What a reference within a document leads to. */
    static @Nullable Object below(Map<?, ?> document, String reference) {
        Object here = document;
        for (var name : reference.replaceFirst("^#/?", "").split("/")) {
            here = here instanceof Map<?, ?> map ? map.get(name.replace("~1", "/").replace("~0", "~")) : null;
        }
        return here;
    }

    /** The last reference that led here; empty where there was none. */
    String reference() {
        return reference;
    }

    @Nullable
    Object word(String word) {
        return schema.get(word);
    }

    /** What it is made of: itself, and the schemas that add to it or are one of several ways to be it. */
    private List<Map<?, ?>> parts() {
        var parts = new ArrayList<Map<?, ?>>();
        collect(schema, parts, 0);
        return parts;
    }

    private void collect(Map<?, ?> part, List<Map<?, ?>> parts, int depth) {
        parts.add(part);
        if (depth == DEEPEST) {
            return;
        }
        for (var word : ALTERNATIVES) {
            if (part.get(word) instanceof List<?> list) {
                list.forEach(one -> collect(of(one, contract).schema, parts, depth + 1));
            }
        }
        for (var word : CONDITIONS) {
            if (part.get(word) instanceof Map<?, ?> one) {
                collect(of(one, contract).schema, parts, depth + 1);
            }
        }
    }

    public Kind kind() {
        var known = kind;
        if (known == null) {
            known = kind(types());
            kind = known;
        }
        return known;
    }

    private Kind kind(Set<String> types) {
        types.remove("null");
        if (types.size() > 1 && types.stream().noneMatch(type -> type.equals("object") || type.equals("array"))) {
            return types.equals(Set.of("integer", "number")) ? Kind.NUMBER : Kind.TEXT;
        }
        return types.size() != 1 ? Kind.ANY : switch (types.iterator().next()) {
            case "object" -> Kind.OBJECT;
            case "array" -> Kind.LIST;
            case "integer" -> Kind.INTEGER;
            case "number" -> Kind.NUMBER;
            case "boolean" -> Kind.BOOLEAN;
            case "string" -> Kind.TEXT;
            default -> Kind.ANY;
        };
    }

    private Set<String> types() {
        var types = new LinkedHashSet<String>();
        for (var part : parts()) {
            if (part.get("type") instanceof String one) {
                types.add(one);
            } else if (part.get("type") instanceof List<?> several) {
                several.forEach(one -> types.add(String.valueOf(one)));
            } else if (part.get("properties") instanceof Map<?, ?>) {
                types.add("object");
            } else if (part.get("items") instanceof Map<?, ?>) {
                types.add("array");
            } else if (part.get("const") instanceof String || part.get("enum") instanceof List<?> values && values
                    .stream().allMatch(String.class::isInstance)) {
                types.add("string");
            }
        }
        return types;
    }

    /** It may be null. */
    boolean nullable() {
        return types().contains("null") || schema.get("enum") instanceof List<?> values && values.contains(null);
    }

    /** The members it names, in their order. */
    Map<String, Shape> members() {
        var known = members;
        if (known == null) {
            var found = new LinkedHashMap<String, Shape>();
            for (var part : parts()) {
                if (part.get("properties") instanceof Map<?, ?> properties) {
                    properties.forEach((name, one) -> found.merge(String.valueOf(name), of(one, contract), (first,
                            second) -> first.kind() == Kind.ANY ? second : first));
                }
            }
            known = found;
            members = known;
        }
        return known;
    }

    /** Those that must always be there. */
    Set<String> required() {
        var required = new LinkedHashSet<String>();
        for (var part : schema.get("allOf") instanceof List<?> all ? all : List.of()) {
            required.addAll(names(of(part, contract).schema.get("required")));
        }
        required.addAll(names(schema.get("required")));
        return required;
    }

    private static Set<String> names(@Nullable Object list) {
        var names = new LinkedHashSet<String>();
        if (list instanceof List<?> all) {
            all.forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
    }

    /** It may have members it does not name. */
    boolean open() {
        return parts().stream()
                .noneMatch(part -> Boolean.FALSE.equals(part.get("additionalProperties")) || Boolean.FALSE
                        .equals(part.get("unevaluatedProperties")));
    }

    /** What a member looks like that it does not name. */
    Shape others() {
        var known = others;
        if (known == null) {
            known = of(schema.get("additionalProperties"), contract);
            others = known;
        }
        return known;
    }

    /** What an item of a list looks like. */
    Shape items() {
        var known = items;
        if (known == null) {
            known = of(parts().stream().<Object>map(part -> part.get("items")).filter(Map.class::isInstance).findFirst()
                    .orElse(Map.of()), contract);
            items = known;
        }
        return known;
    }
}

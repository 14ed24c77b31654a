package vn.lgsp.gateway.cli.scaffold;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** Makes up a document that fits a JSON Schema. */
final class Samples {
    private Samples() {}

    static @Nullable Object of(Map<?, ?> schema) {
        for (var known : new String[]{ "examples", "enum" }) {
            if (schema.get(known) instanceof List<?> list && !list.isEmpty()) {
                return list.getFirst();
            }
        }
        if (schema.containsKey("const")) {
            return schema.get("const");
        }
        for (var choice : new String[]{ "oneOf", "anyOf" }) {
            if (schema.get(choice) instanceof List<?> list && list.getFirst() instanceof Map<?, ?> first) {
                return of(first);
            }
        }
        if (schema.get("allOf") instanceof List<?> all) {
            return whole(schema, all);
        }
        return switch (type(schema)) {
            case "object" -> object(schema);
            case "array" -> schema.get("items") instanceof Map<?, ?> items && !items.isEmpty()
                    ? List.of(Objects.requireNonNullElse(of(items), ""))
                    : List.of();
            case "integer" -> number(schema).longValue();
            case "number" -> number(schema);
            case "boolean" -> true;
            case "string" -> text(schema);
            default -> new LinkedHashMap<String, Object>();
        };
    }

    private static String type(Map<?, ?> schema) {
        return switch (schema.get("type")) {
            case String type -> type;
            case List<?> types -> String.valueOf(types.getFirst());
            case null, default -> schema.containsKey("properties") ? "object" : "";
        };
    }

    private static Object whole(Map<?, ?> schema, List<?> parts) {
        var whole = new LinkedHashMap<Object, @Nullable Object>(object(schema));
        parts.forEach(part -> {
            if (part instanceof Map<?, ?> one && of(one) instanceof Map<?, ?> sample) {
                whole.putAll(sample);
            }
        });
        return whole;
    }

    private static Map<Object, @Nullable Object> object(Map<?, ?> schema) {
        var object = new LinkedHashMap<Object, @Nullable Object>();
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> object.put(name, property instanceof Map<?, ?> one
                    ? of(one)
                    : null));
        }
        return object;
    }

    private static Number number(Map<?, ?> schema) {
        return schema.get("minimum") instanceof Number least
                ? (Number) Math.max(1, least.longValue())
                : schema.get("maximum") instanceof Number most ? (Number) Math.min(1, most.longValue()) : (Number) 1L;
    }

    private static String text(Map<?, ?> schema) {
        var known = schema.get("format") instanceof String format ? switch (format) {
            case "date-time" -> "2026-03-02T08:00:00Z";
            case "date" -> "2026-03-02";
            case "email" -> "nguoi.dan@example.vn";
            case "uuid" -> "01a2099a-0000-7000-8000-000000000000";
            case "uri" -> "https://example.vn/1";
            default -> "text";
        } : "text";
        var least = schema.get("minLength") instanceof Number number ? number.intValue() : 0;
        var most = schema.get("maxLength") instanceof Number number ? number.intValue() : Integer.MAX_VALUE;
        return known.length() < least
                ? known + "x".repeat(least - known.length())
                : known.substring(0, Math.min(known.length(), most));
    }
}

package vn.lgsp.gateway.cli.scaffold;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;

/** Turns the schemas of an OpenAPI description into JSON Schema 2020-12 without references. */
final class OpenApiSchemas {
    private static final Set<String> FORMATS = Set.of("date-time", "date", "email", "uuid", "uri");

    private final OpenAPI api;
    private final Deque<String> open = new ArrayDeque<>();

    OpenApiSchemas(OpenAPI api) {
        this.api = api;
    }

    Map<String, Object> of(@Nullable Schema<?> schema) {
        if (schema == null) {
            return new LinkedHashMap<>();
        }
        if (schema.get$ref() != null) {
            return referred(schema.get$ref());
        }
        var result = new LinkedHashMap<String, Object>();
        type(schema, result);
        texts(schema, result);
        limits(schema, result);
        parts(schema, result);
        return result;
    }

    /** What refers to itself is left open at the second turn. */
    private Map<String, Object> referred(String reference) {
        var name = reference.substring(reference.lastIndexOf('/') + 1);
        var components = api.getComponents();
        var found = components == null || components.getSchemas() == null ? null : components.getSchemas().get(name);
        if (found == null || open.contains(name)) {
            return new LinkedHashMap<>();
        }
        open.push(name);
        try {
            return of(found);
        } finally {
            open.pop();
        }
    }

    private static void type(Schema<?> schema, Map<String, Object> result) {
        var types = new ArrayList<String>();
        if (schema.getTypes() != null) {
            types.addAll(schema.getTypes());
        } else if (schema.getType() != null) {
            types.add(schema.getType());
        } else if (schema.getProperties() != null) {
            types.add("object");
        }
        if (Boolean.TRUE.equals(schema.getNullable()) && !types.contains("null")) {
            types.add("null");
        }
        if (!types.isEmpty()) {
            result.put("type", types.size() == 1 ? types.getFirst() : types);
        }
    }

    private static void texts(Schema<?> schema, Map<String, Object> result) {
        put(result, "description", schema.getDescription());
        if (schema.getFormat() != null && FORMATS.contains(schema.getFormat())) {
            result.put("format", schema.getFormat());
        }
        if (schema.getExample() != null && plain(schema.getExample())) {
            result.put("examples", List.of(schema.getExample()));
            put(result, "pattern", schema.getPattern()); // without an example nothing is known that fits it
        }
        if (schema.getEnum() != null && schema.getEnum().stream().allMatch(OpenApiSchemas::plain)) {
            result.put("enum", schema.getEnum());
        }
        put(result, "const", schema.getConst());
    }

    private static boolean plain(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private static void limits(Schema<?> schema, Map<String, Object> result) {
        put(result, "minLength", schema.getMinLength());
        put(result, "maxLength", schema.getMaxLength());
        put(result, "minimum", schema.getMinimum());
        put(result, "maximum", schema.getMaximum());
        put(result, "minItems", schema.getMinItems());
        put(result, "maxItems", schema.getMaxItems());
    }

    private void parts(Schema<?> schema, Map<String, Object> result) {
        if (schema.getProperties() != null) {
            var properties = new LinkedHashMap<String, Object>();
            schema.getProperties().forEach((name, property) -> properties.put(name, of(property)));
            result.put("properties", properties);
        }
        put(result, "required", schema.getRequired());
        if (schema.getItems() != null) {
            result.put("items", of(schema.getItems()));
        }
        if (schema.getAdditionalProperties() instanceof Schema<?> further) {
            result.put("additionalProperties", of(further));
        }
        several(result, "allOf", schema.getAllOf());
        several(result, "oneOf", schema.getOneOf());
        several(result, "anyOf", schema.getAnyOf());
    }

    @SuppressWarnings("rawtypes")
    private void several(Map<String, Object> result, String name, @Nullable List<Schema> schemas) {
        if (schemas != null && !schemas.isEmpty()) {
            result.put(name, schemas.stream().map(one -> of(one)).toList());
        }
    }

    private static void put(Map<String, Object> result, String name, @Nullable Object value) {
        if (value != null) {
            result.put(name, value);
        }
    }
}

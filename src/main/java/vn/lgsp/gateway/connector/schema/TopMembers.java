package vn.lgsp.gateway.connector.schema;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Schema.Members;

/** Collects the members that the documents of a schema can have at the top, through all it refers to. */
final class TopMembers {
    private final SchemaFolder folder;
    private final Set<String> names = new TreeSet<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean closed;
    private boolean open;

    private TopMembers(SchemaFolder folder) {
        this.folder = folder;
    }

    static Members of(String file, SchemaFolder folder) {
        var found = new TopMembers(folder);
        found.read(folder.schema("", file), file, Holds.ALWAYS);
        return new Members(new HashSet<>(found.names), found.closed && !found.open);
    }

    private enum Holds {
        ALWAYS, SOMETIMES
    }

    private void read(@Nullable Object value, String file, Holds holds) {
        if (!(value instanceof Map<?, ?> schema) || !seen.add(schema)) {
            return;
        }
        below(schema, "properties").forEach(name -> names.add(String.valueOf(name)));
        open |= schema.containsKey("patternProperties") || schema.containsKey("$dynamicRef");
        closed |= holds == Holds.ALWAYS && (Boolean.FALSE.equals(schema.get("additionalProperties")) || Boolean.FALSE
                .equals(schema.get("unevaluatedProperties")));
        if (schema.get("$ref") instanceof String reference) {
            read(folder.schema(reference, file), SchemaFolder.file(reference, file), holds);
        }
        each(schema.get("allOf")).forEach(part -> read(part, file, holds));
        Stream.of("anyOf", "oneOf", "dependentSchemas").flatMap(word -> each(schema.get(word))).forEach(part -> read(
                part, file, Holds.SOMETIMES));
        Stream.of("if", "then", "else").forEach(word -> read(schema.get(word), file, Holds.SOMETIMES));
    }

    private static Collection<?> below(Map<?, ?> schema, String word) {
        return schema.get(word) instanceof Map<?, ?> map ? map.keySet() : List.of();
    }

    private static Stream<?> each(@Nullable Object parts) {
        return switch (parts) {
            case List<?> list -> list.stream();
            case Map<?, ?> map -> map.values().stream();
            case null, default -> Stream.of();
        };
    }
}

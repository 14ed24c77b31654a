package vn.lgsp.gateway.connector.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Yaml;

/**
 * A contract with the schema files it refers to taken into its {@code components}, so that it can be handed out without
 * them. Files are looked for in the connector's own folder first: that is what requests are checked by.
 */
final class WholeContract {
    private static final Set<String> OF_A_FILE = Set.of("$id", "$schema");

    private final String connector;
    private final Path own;
    private final Map<String, @Nullable Object> schemas = new LinkedHashMap<>();

    private WholeContract(String connector, Path own) {
        this.connector = connector;
        this.own = own;
    }

    /**
     * @param contracts the folder of the contract
     * @param folder the connector's
     * @param contract the contract as plain values; what is wrong with it has been said already
     */
    static Map<String, @Nullable Object> of(Path contracts, Path folder, @Nullable Object contract) {
        var name = folder.getFileName().toString();
        var whole = new WholeContract(name, folder.resolve("schema"));
        return contract instanceof Map<?, ?> map
                ? whole.withSchemas(whole.map(map, contracts, ""))
                : new LinkedHashMap<>();
    }

    private Map<String, @Nullable Object> withSchemas(Map<String, @Nullable Object> document) {
        if (schemas.isEmpty()) {
            return document;
        }
        var components = members(document.get("components"));
        var all = members(components.get("schemas"));
        all.putAll(schemas);
        components.put("schemas", all);
        document.put("components", components);
        return document;
    }

    private static Map<String, @Nullable Object> members(@Nullable Object value) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> members.put(String.valueOf(name), member));
        }
        return members;
    }

    /** @param inside name of the component whose file is read; empty for the contract itself */
    private @Nullable Object value(@Nullable Object value, Path base, String inside) {
        return switch (value) {
            case Map<?, ?> map -> map(map, base, inside);
            case List<?> list -> list.stream().map(item -> value(item, base, inside)).toList();
            case null, default -> value;
        };
    }

    private Map<String, @Nullable Object> map(Map<?, ?> map, Path base, String inside) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), "$ref".equals(key) && value instanceof String target
                ? reference(target, base, inside)
                : value(value, base, inside)));
        return copy;
    }

    private String reference(String target, Path base, String inside) {
        if (target.startsWith("#")) {
            return inside.isEmpty() ? target : "#/components/schemas/" + inside + target.substring(1);
        }
        var hash = target.indexOf('#');
        var file = file(hash < 0 ? target : target.substring(0, hash), base);
        if (file.isEmpty()) {
            return target;
        }
        var name = name(file.get());
        if (!schemas.containsKey(name)) {
            schemas.put(name, Map.of()); // it may refer to itself
            schemas.put(name, read(file.get(), name));
        }
        return "#/components/schemas/" + name + (hash < 0 ? "" : target.substring(hash + 1));
    }

    private Optional<Path> file(String target, Path base) {
        var there = base.resolve(target).normalize();
        var mine = own.resolve(there.getFileName().toString());
        return Files.isRegularFile(mine)
                ? Optional.of(mine)
                : Optional.of(there).filter(Files::isRegularFile);
    }

    /** Of {@code person.json} in the folder {@code alpha}: {@code alpha.person}. */
    private String name(Path file) {
        var bare = file.getFileName().toString().replaceFirst("\\.(json|yaml|yml)$", "");
        return bare.startsWith(connector + ".") ? bare : connector + "." + bare;
    }

    private @Nullable Object read(Path file, String name) {
        try {
            var document = Yaml.read(file.toString(), Files.readString(file), new Faults()).value();
            if (!(document instanceof Map<?, ?> map)) {
                return document;
            }
            var folder = file.getParent();
            var schema = map(map, folder == null ? own : folder, name);
            schema.keySet().removeAll(OF_A_FILE);
            return schema;
        } catch (IOException unreadable) {
            return Map.of(); // said by whoever compiles it
        }
    }
}

package vn.lgsp.gateway.connector;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Some operations of several contracts as one OpenAPI document: each path under its full address, and of the components
 * only those the operations need. Where two contracts mean different things by one name, the later gets the connector's
 * name before its own.
 */
public final class OpenApi {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final String COMPONENTS = "#/components/";

    private final Map<String, @Nullable Object> paths = new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> components = new LinkedHashMap<>();
    /** What stands under each component's name, as its contract says it. */
    private final Map<String, @Nullable Object> taken = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> schemes = new LinkedHashMap<>();

    private final List<Map<String, @Nullable Object>> tags = new ArrayList<>();

    private OpenApi() {}

    /** @param wanted by operationId */
    public static Map<String, @Nullable Object> of(Map<String, String> info,
            Collection<? extends Map<?, ?>> contracts, Predicate<String> wanted) {
        var all = new OpenApi();
        contracts.forEach(contract -> all.add(contract, wanted));
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("openapi", "3.1.0");
        document.put("info", info);
        document.put("servers", List.of(Map.of("url", "/")));
        document.put("tags", List.copyOf(all.tags));
        document.put("paths", all.paths);
        var components = new LinkedHashMap<String, @Nullable Object>();
        all.components.forEach(components::put);
        components.put("securitySchemes", all.schemes);
        document.put("components", components);
        return document;
    }

    private void add(Map<?, ?> contract,
            Predicate<String> wanted) {
        var base = base(contract);
        var tag = tag(base);
        var found = new LinkedHashMap<String, Map<String, @Nullable Object>>();
        map(contract.get("paths")).forEach((path, item) -> {
            var kept = kept(map(item), contract, tag, wanted);
            if (!kept.isEmpty()) {
                found.put(base + path, kept);
            }
        });
        if (found.isEmpty()) {
            return;
        }
        var names = components(contract, found, tag);
        found.forEach((path, item) -> paths.put(path, renamed(item, names)));
        map(map(contract.get("components")).get("securitySchemes")).forEach(schemes::putIfAbsent);
        var about = new LinkedHashMap<String, @Nullable Object>();
        about.put("name", tag);
        about.put("description", map(contract.get("info")).get("title"));
        tags.add(about);
    }

    private static String base(Map<?, ?> contract) {
        return contract.get("servers") instanceof List<?> servers && !servers.isEmpty()
                ? String.valueOf(map(servers.getFirst()).getOrDefault("url", "")).replaceFirst("/$", "")
                : "";
    }

    /** Of {@code /api/alpha/v1}: {@code alpha}. */
    private static String tag(String base) {
        var parts = base.split("/");
        return parts.length > 2 ? parts[2] : "gateway";
    }

    private static Map<String, @Nullable Object> kept(Map<String, @Nullable Object> item,
            Map<?, ?> contract, String tag, Predicate<String> wanted) {
        var kept = new LinkedHashMap<String, @Nullable Object>();
        item.forEach((key, value) -> {
            if (METHODS.contains(key) && wanted.test(String.valueOf(map(value).get("operationId")))) {
                var operation = new LinkedHashMap<>(map(value));
                operation.put("tags", List.of(tag));
                if (contract.get("security") != null) {
                    operation.putIfAbsent("security", contract.get("security"));
                }
                kept.put(key, operation);
            }
        });
        if (!kept.isEmpty() && item.get("parameters") != null) {
            kept.put("parameters", item.get("parameters"));
        }
        return kept;
    }

    /** Takes what the operations need; answers which names were changed, by {@code section/name}. */
    private Map<String, String> components(Map<?, ?> contract, Object operations, String tag) {
        var own = map(contract.get("components"));
        var needed = new LinkedHashMap<String, @Nullable Object>();
        need(operations, own, needed);
        var names = new LinkedHashMap<String, String>();
        needed.forEach((name, meant) -> {
            if (taken.containsKey(name) && !Objects.equals(taken.get(name), meant)) {
                names.put(name, name.replaceFirst("/", "/" + tag + "."));
            }
        });
        // what refers to a changed name is another thing, too
        var before = -1;
        while (before != names.size()) {
            before = names.size();
            needed.forEach((name, meant) -> {
                if (!names.containsKey(name) && references(meant).stream().anyMatch(names::containsKey)) {
                    names.put(name, name.replaceFirst("/", "/" + tag + "."));
                }
            });
        }
        needed.forEach((name, meant) -> {
            var called = names.getOrDefault(name, name);
            taken.putIfAbsent(called, meant);
            var slash = called.indexOf('/');
            components.computeIfAbsent(called.substring(0, slash), section -> new LinkedHashMap<>()).putIfAbsent(called
                    .substring(slash + 1), renamed(meant, names));
        });
        return names;
    }

    private static void need(@Nullable Object from, Map<String, @Nullable Object> own,
            Map<String, @Nullable Object> needed) {
        for (var name : references(from)) {
            var slash = name.indexOf('/');
            var section = map(own.get(name.substring(0, slash)));
            if (section.containsKey(name.substring(slash + 1)) && !needed.containsKey(name)) {
                var meant = section.get(name.substring(slash + 1));
                needed.put(name, meant);
                need(meant, own, needed);
            }
        }
    }

    /** The components a value refers to, as {@code section/name}. */
    private static Set<String> references(@Nullable Object value) {
        var found = new LinkedHashSet<String>();
        references(value, found);
        return found;
    }

    private static void references(@Nullable Object value, Set<String> found) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, below) -> {
                if ("$ref".equals(key) && below instanceof String target && target.startsWith(COMPONENTS)) {
                    found.add(component(target));
                } else {
                    references(below, found);
                }
            });
            case List<?> list -> list.forEach(item -> references(item, found));
            case null, default -> {
            }
        }
    }

    /** Of {@code #/components/schemas/Person/properties/name}: {@code schemas/Person}. */
    private static String component(String target) {
        var parts = target.substring(COMPONENTS.length()).split("/", 3);
        return parts[0] + "/" + (parts.length > 1 ? parts[1] : "");
    }

    @SuppressWarnings("unchecked")
    private static <T extends @Nullable Object> T renamed(T value, Map<String, String> names) {
        return (T) switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, below) -> copy.put(String.valueOf(key), "$ref".equals(key)
                        && below instanceof String target && target.startsWith(COMPONENTS)
                                ? target(target, names)
                                : renamed((Object) below, names)));
                yield copy;
            }
            case List<?> list -> list.stream().map(item -> renamed((Object) item, names)).toList();
            case null, default -> value;
        };
    }

    private static String target(String target, Map<String, String> names) {
        var name = component(target);
        return COMPONENTS + names.getOrDefault(name, name) + target.substring(COMPONENTS.length() + name.length());
    }

    private static Map<String, @Nullable Object> map(@Nullable Object value) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> members.put(String.valueOf(name), member));
        }
        return members;
    }
}

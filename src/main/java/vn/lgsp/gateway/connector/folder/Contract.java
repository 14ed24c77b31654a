package vn.lgsp.gateway.connector.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;

import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Pointers;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;

/**
 * The public operations of one connector, as its OpenAPI contract states them, by their ids.
 *
 * @param document the whole contract as plain values
 */
record Contract(Map<String, Stated> operations, @Nullable Object document) {
    private static final Pattern DATA = Pattern.compile("json|xml|urlencoded|^text/");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /**
     * @param streamed the 200 answer is a document that is no JSON
     * @param keyed the header Idempotency-Key is required
     */
    record Stated(Service.Operation operation, boolean streamed, boolean keyed, Place place) {}

    /** Reads {@code <connector>.openapi.yaml}; a connector that has none has no public operation. */
    static Contract read(Path folder, String connector, Faults faults) {
        return read(folder, connector, "/api/" + connector + "/v1", faults);
    }

    /** @param base where the operations are served */
    static Contract read(Path folder, String name, String base, Faults faults) {
        var file = folder.resolve(name + ".openapi.yaml");
        if (!Files.isRegularFile(file)) {
            return new Contract(Map.of(), null);
        }
        try {
            var text = Files.readString(file);
            var before = faults.list().size();
            var yaml = Yaml.read(file.toString(), text, faults);
            if (faults.list().size() == before) {
                valid(text, file, faults);
            }
            var root = Section.of(yaml, yaml.value(), faults);
            references(yaml.value(), "", yaml, folder, faults);
            servedBelow(base, root, faults);
            return new Contract(operations(root), yaml.value());
        } catch (IOException unreadable) {
            faults.add(Place.of(file.toString()), Faults.unreadable(unreadable));
            return new Contract(Map.of(), null);
        }
    }

    private static void valid(String text, Path file, Faults faults) {
        var options = new ParseOptions();
        options.setResolve(false);
        var messages = new OpenAPIV3Parser().readContents(text, null, options).getMessages();
        if (messages != null) {
            messages.forEach(message -> faults.add(Place.of(file.toString()), new Text("OpenAPI không hợp lệ: ",
                    "no valid OpenAPI: ").and(message)));
        }
    }

    private static void servedBelow(String base, Section root, Faults faults) {
        var servers = root.values().get("servers") instanceof List<?> list ? list : List.of();
        var served = servers.stream()
                .anyMatch(server -> server instanceof Map<?, ?> map && base.equals(map.get("url")));
        if (!served) {
            faults.add(root.file().at("/servers"), new Text("`servers` phải là ", "`servers` must be ").and("[{ url: "
                    + base + " }]"));
        }
    }

    private static Map<String, Stated> operations(Section root) {
        var operations = new LinkedHashMap<String, Stated>();
        for (var path : root.sections("paths")) {
            for (var method : path.values().keySet()) {
                if (METHODS.contains(String.valueOf(method))) {
                    path.section(String.valueOf(method)).ifPresent(operation -> add(root, path, operation, operations));
                }
            }
        }
        return operations;
    }

    private static void add(Section root, Section path, Section operation, Map<String, Stated> operations) {
        var id = operation.text("operationId");
        if (id.isEmpty()) {
            operation.faults().add(operation.file().at(operation.pointer()), new Text("thao tác thiếu `operationId`",
                    "the operation has no `operationId`"));
            return;
        }
        var parameters = parameters(root, path, operation);
        var stated = new Stated(
                new Service.Operation(operation.name().toUpperCase(Locale.ROOT), path.name(),
                        parameters.stream().filter(p -> Set.of("path", "query").contains(p.in())).toList(),
                        documents(operation)),
                streamed(operation),
                parameters.stream().anyMatch(p -> p.in().equals("header") && p.name().equals("Idempotency-Key")),
                operation.at("operationId"));
        if (operations.putIfAbsent(id.get(), stated) != null) {
            operation.fault("operationId", new Text("được dùng hai lần", "is used twice"));
        }
    }

    private static List<Service.Parameter> parameters(Section root, Section path, Section operation) {
        var all = new ArrayList<Object>();
        all.addAll(path.values().get("parameters") instanceof List<?> list ? list : List.of());
        all.addAll(operation.values().get("parameters") instanceof List<?> list ? list : List.of());
        return all.stream().flatMap(item -> parameter(root, item).stream()).toList();
    }

    private static Optional<Service.Parameter> parameter(Section root, Object item) {
        if (!(item instanceof Map<?, ?> stated)) {
            return Optional.empty();
        }
        if (stated.get("$ref") instanceof String ref) {
            return root.section("components").flatMap(components -> components.section("parameters"))
                    .flatMap(known -> known.section(Pointers.last(ref)))
                    .flatMap(known -> parameter(root, known.values()));
        }
        var type = stated.get("schema") instanceof Map<?, ?> schema && schema.get("type") instanceof String name
                ? name
                : "string";
        return Optional.of(new Service.Parameter(String.valueOf(stated.get("name")), String.valueOf(stated.get("in")),
                type));
    }

    /** What a request brings that is neither data nor text: bytes that are only passed on. */
    private static Set<String> documents(Section operation) {
        var types = operation.section("requestBody").flatMap(body -> body.section("content")).map(
                content -> content.values().keySet().stream().map(String::valueOf).collect(Collectors.toSet())).orElse(
                        Set.of());
        return types.stream().anyMatch(type -> DATA.matcher(type).find()) ? Set.of() : Set.copyOf(types);
    }

    private static boolean streamed(Section operation) {
        var types = operation.section("responses").flatMap(responses -> responses.section("200"))
                .flatMap(ok -> ok.section("content")).map(content -> content.values().keySet()).orElse(Set.of());
        return !types.isEmpty() && types.stream().noneMatch(type -> String.valueOf(type).contains("json"));
    }

    /** A reference to a file must lead to one. */
    private static void references(@Nullable Object value, String pointer, Yaml yaml, Path folder, Faults faults) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, below) -> {
                var at = pointer + "/" + Pointers.escape(String.valueOf(key));
                if ("$ref".equals(key) && below instanceof String target && !target.startsWith("#")) {
                    var file = folder.resolve(target.replaceFirst("#.*", "")).normalize();
                    if (!Files.isRegularFile(file)) {
                        faults.add(yaml.at(at),
                                new Text("`$ref`: không có tệp ", "`$ref`: there is no file ").and(target));
                    }
                } else {
                    references(below, at, yaml, folder, faults);
                }
            });
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    references(list.get(i), pointer + "/" + i, yaml, folder, faults);
                }
            }
            case null, default -> {
            }
        }
    }
}

package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import vn.lgsp.gateway.connector.Json;

/** Writes the page of all keys from the schemas that check them, so that neither says more than the other. */
@Command(name = "reference", mixinStandardHelpOptions = true, description = "Prints docs/reference.md: every key of connector.yaml, callers.yaml and cases, from their JSON Schemas.")
final class Reference implements Callable<Integer> {
    private static final Map<String, String> FILES = Map.of("connector.schema.json", "connector.yaml",
            "callers.schema.json", "callers.yaml", "case.schema.json", "cases/*.yaml");

    @Mixin
    private Bench bench = new Bench();

    @Override
    public Integer call() throws IOException {
        var page = new StringBuilder("""
                # Reference

                Every key of the files under `config/`, written by `./gateway reference > docs/reference.md` from the JSON Schemas
                beside them. A file that begins with `# yaml-language-server: $schema=…` is completed and checked by editors.
                A key in **bold** is needed.
                """);
        for (var name : List.of("connector.schema.json", "callers.schema.json", "case.schema.json")) {
            page(bench.schemas().resolve(name), Objects.requireNonNull(FILES.get(name)), page);
        }
        bench.out().print(page);
        bench.out().flush();
        return 0;
    }

    private static void page(Path file, String title, StringBuilder page) throws IOException {
        if (!(Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> schema)) {
            throw new IOException(file + " holds no schema");
        }
        page.append("\n## ").append(title).append("\n\n").append("Schema: `config/").append(file.getFileName()).append(
                "`.");
        if (schema.get("description") instanceof String text) {
            page.append(' ').append(text);
        }
        page.append('\n');
        table("", schema, page);
        if (schema.get("$defs") instanceof Map<?, ?> parts) {
            parts.forEach((name, part) -> {
                if (part instanceof Map<?, ?> one && one.get("properties") instanceof Map) {
                    page.append("\n### ").append(title).append(": ").append(name).append('\n');
                    table("", one, page);
                }
            });
        }
    }

    private static void table(String prefix, Map<?, ?> schema, StringBuilder page) {
        page.append("\n| key | takes | meaning |\n|---|---|---|\n");
        rows(prefix, schema, page);
    }

    private static void rows(String prefix, Map<?, ?> schema, StringBuilder page) {
        var needed = schema.get("required") instanceof List<?> list ? new LinkedHashSet<Object>(list) : Set.of();
        if (schema.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> {
                if (property instanceof Map<?, ?> one) {
                    var key = "`" + prefix + name + "`";
                    page.append("| ").append(needed.contains(name) ? "**" + key + "**" : key).append(" | ").append(cell(
                            takes(one))).append(" | ").append(cell(meaning(one))).append(" |\n");
                    rows(prefix + name + ".", one, page);
                }
            });
        }
    }

    private static String takes(Map<?, ?> schema) {
        if (schema.get("$ref") instanceof String reference) {
            return reference.substring(reference.lastIndexOf('/') + 1);
        }
        if (schema.get("enum") instanceof List<?> values) {
            return values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
        }
        if (schema.get("const") != null) {
            return "`" + schema.get("const") + "`";
        }
        var type = type(schema.get("type"));
        if (schema.get("pattern") instanceof String pattern) {
            return type + " `" + pattern + "`";
        }
        if (schema.get("items") instanceof Map<?, ?> items) {
            return type + " of " + takes(items);
        }
        return schema.get("additionalProperties") instanceof Map<?, ?> values ? "map of " + takes(values) : type;
    }

    private static String type(@Nullable Object type) {
        return switch (type) {
            case String one -> one;
            case List<?> several -> several.stream().map(String::valueOf).collect(Collectors.joining(" or "));
            case null, default -> "anything";
        };
    }

    private static String meaning(Map<?, ?> schema) {
        var text = schema.get("description") instanceof String description ? description : "";
        return schema.containsKey("default") ? text + " Default: `" + schema.get("default") + "`." : text;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ").strip();
    }
}
